"""Functions of NumPy that count and summarise."""
import math

import numpy as np
from numpy._more_elements import _floats, _into

__completes__ = "numpy"
__all__ = ["nanprod", "nanvar", "nanmedian", "percentile", "quantile", "nanpercentile", "nanquantile",
           "nancumsum", "nancumprod", "cumulative_sum", "cumulative_prod", "histogram2d", "histogramdd",
           "histogram_bin_edges"]


# Reductions that pass over NaN

def _without_nan(a, filler):
    a = np.asarray(a)
    return np.where(np.isnan(a), np.asarray(filler, dtype=a.dtype), a) if a.dtype.kind == "f" else a


def nanprod(a, axis=None, dtype=None, out=None, keepdims=False):
    """The product of the elements that are numbers."""
    return np.prod(_without_nan(a, 1), axis=axis, dtype=dtype, out=out, keepdims=keepdims)


def nancumsum(a, axis=None, dtype=None, out=None):
    """Running sums, NaN as 0."""
    return np.cumsum(_without_nan(a, 0), axis=axis, dtype=dtype, out=out)


def nancumprod(a, axis=None, dtype=None, out=None):
    """Running products, NaN as 1."""
    return np.cumprod(_without_nan(a, 1), axis=axis, dtype=dtype, out=out)


def nanvar(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False):
    """The variance of the elements that are numbers."""
    a = np.asarray(a)
    if a.dtype.kind != "f":
        return np.var(a, axis=axis, dtype=dtype, out=out, ddof=ddof, keepdims=keepdims)
    present = ~np.isnan(a)
    count = np.sum(present, axis=axis, keepdims=True)
    mean = np.sum(_without_nan(a, 0), axis=axis, keepdims=True) / count
    squares = np.where(present, a - mean, np.asarray(0, dtype=a.dtype)) ** 2
    freedom = np.sum(present, axis=axis, keepdims=keepdims) - ddof
    if np.any(freedom <= 0):
        import warnings
        warnings.warn("Degrees of freedom <= 0 for slice.", RuntimeWarning, stacklevel=2)
    total = np.sum(squares, axis=axis, keepdims=keepdims)
    found = np.where(freedom > 0, total / np.where(freedom > 0, freedom, 1), np.nan).astype(a.dtype)[()]
    return found if out is None else _into(out, found)


# Quantiles

def _virtual(count, q, method):
    """Between which sorted elements a quantile lies: its place, counted from 0, with a fraction."""
    if method in _continuous:
        alpha, beta = _continuous[method]
        return count * q + (alpha + q * (1 - alpha - beta)) - 1, None
    place = (count - 1) * q
    if method == "lower":
        return np.floor(place), None
    if method == "higher":
        return np.ceil(place), None
    if method == "midpoint":
        return 0.5 * (np.floor(place) + np.ceil(place)), None
    if method == "nearest":
        # Halves go to the even place, as np.round has it.
        return np.round(place), None
    place = count * q - 1 - (0.5 if method == "closest_observation" else 0)
    before = np.floor(place)
    rest = place - before
    if method == "inverted_cdf":
        return before, (rest > 0) * 1.0
    if method == "averaged_inverted_cdf":
        return before, np.where(rest > 0, 1.0, 0.5)
    if method == "closest_observation":
        return before, 1.0 - ((rest == 0) & (np.mod(before, 2) == 1))
    raise ValueError(f"{method!r} is not a valid method. Use one of: {list(_continuous) + _stepwise}")


_continuous = {
    "linear": (1.0, 1.0), "hazen": (0.5, 0.5), "weibull": (0.0, 0.0), "interpolated_inverted_cdf": (0.0, 1.0),
    "median_unbiased": (1 / 3.0, 1 / 3.0), "normal_unbiased": (3 / 8.0, 3 / 8.0)}
_stepwise = ["lower", "higher", "midpoint", "nearest", "inverted_cdf", "averaged_inverted_cdf", "closest_observation"]
_discrete = ["lower", "higher", "nearest", "inverted_cdf", "closest_observation"]


def _of_sorted(x, q, method):
    """Quantiles [q] of sorted rows [..., n]: [q, ...]."""
    count = x.shape[-1]
    place, part = _virtual(count, q, method)
    before = np.floor(place)
    part = place - before if part is None else part
    first = np.clip(before, 0, count - 1).astype(np.int64)
    second = np.clip(before + 1, 0, count - 1).astype(np.int64)
    part = np.where((place < 0) | (place >= count - 1), 0.0 if method in _continuous else part, part)
    first = np.where(place >= count - 1, count - 1, first)
    low, high = np.moveaxis(x[..., first], -1, 0), np.moveaxis(x[..., second], -1, 0)
    if method in _discrete:
        part = np.reshape(part, (-1,) + (1,) * (x.ndim - 1))
        return np.where(part > 0, high, low)
    part = np.reshape(part, (-1,) + (1,) * (x.ndim - 1)).astype(x.dtype if x.dtype.kind == "f" else np.float64)
    step = high - low
    found = np.where(part >= 0.5, high - step * (1 - part), low + step * part)
    return np.where(low == high, low, found)


def _quantiles(name, a, q, axis, out, method, keepdims, weights, over_nan):
    if weights is not None:
        raise NotImplementedError(f"np.{name}(weights=...) is not in Lagado")
    a = np.asarray(a)
    scale = 100.0 if name.endswith("percentile") else 1.0
    parts = np.asarray(q, dtype=np.float64) / scale
    if np.any((parts < 0) | (parts > 1)) or np.any(np.isnan(parts)):
        raise ValueError("Quantiles must be in the range [0, 1]" if scale == 1.0
                         else "Percentiles must be in the range [0, 100]")
    if a.dtype.kind == "b":
        a = a.astype(np.float64)
    axes = tuple(range(a.ndim)) if axis is None else (axis,) if isinstance(axis, int) else tuple(axis)
    for one in axes:
        if not -a.ndim <= one < a.ndim:
            raise np.exceptions.AxisError(f"axis {one} is out of bounds for array of dimension {a.ndim}")
    axes = tuple(one % a.ndim for one in axes)
    rest = tuple(one for one in range(a.ndim) if one not in axes)
    rows = np.transpose(a, rest + axes).reshape(tuple(a.shape[one] for one in rest) + (-1,)) if a.ndim else a.reshape(1)
    flat = parts.reshape(-1)
    _virtual(1, flat, method)
    if rows.shape[-1] == 0:
        found = np.full((len(flat),) + rows.shape[:-1], np.nan)
    else:
        rows = np.sort(rows, axis=-1)
        found = np.asarray(_of_sorted(rows, flat, method))
        if rows.dtype.kind == "f":
            absent = np.isnan(rows)
            if np.any(absent):
                found = np.array(found)
                counts = rows.shape[-1] - absent.sum(-1)
                for place in np.ndindex(rows.shape[:-1]):
                    count = int(np.asarray(counts)[place])
                    if count == rows.shape[-1]:
                        continue
                    if over_nan and count == 0:
                        import warnings
                        warnings.warn("All-NaN slice encountered", RuntimeWarning, stacklevel=2)
                    found[(slice(None),) + place] = np.nan if not over_nan or count == 0 \
                        else _of_sorted(rows[place][:count], flat, method)
    found = found.reshape(parts.shape + found.shape[1:])
    if keepdims:
        found = found.reshape(parts.shape + tuple(1 if one in axes else size for one, size in enumerate(a.shape)))
    return _into(out, found)


def percentile(a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, weights=None):
    """The values below which so many percent of the elements lie."""
    return _quantiles("percentile", a, q, axis, out, method, keepdims, weights, False)


def quantile(a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, weights=None):
    """The values below which such parts of the elements lie."""
    return _quantiles("quantile", a, q, axis, out, method, keepdims, weights, False)


def nanpercentile(a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *,
                  weights=None):
    """The same of the elements that are numbers."""
    return _quantiles("nanpercentile", a, q, axis, out, method, keepdims, weights, True)


def nanquantile(a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *,
                weights=None):
    """The same of the elements that are numbers."""
    return _quantiles("nanquantile", a, q, axis, out, method, keepdims, weights, True)


def nanmedian(a, axis=None, out=None, overwrite_input=False, keepdims=False):
    """The median of the elements that are numbers."""
    return np.nanpercentile(a, 50, axis=axis, out=out, keepdims=keepdims)


def _running(x, axis, dtype, out, include_initial, function, first):
    x = np.asarray(x)
    if axis is None:
        if x.ndim != 1:
            raise ValueError("For arrays which have more than one dimension ``axis`` argument is required.")
        axis = 0
    found = function(x, axis=axis, dtype=dtype)
    if include_initial:
        shape = found.shape[:axis % x.ndim] + (1,) + found.shape[axis % x.ndim + 1:]
        found = np.concatenate([np.full(shape, first, dtype=found.dtype), found], axis=axis)
    return _into(out, found)


def cumulative_sum(x, /, *, axis=None, dtype=None, out=None, include_initial=False):
    """Running sums."""
    return _running(x, axis, dtype, out, include_initial, np.cumsum, 0)


def cumulative_prod(x, /, *, axis=None, dtype=None, out=None, include_initial=False):
    """Running products."""
    return _running(x, axis, dtype, out, include_initial, np.cumprod, 1)


# Counting

def _edges(x, bins, bounds):
    if np.ndim(bins) == 1:
        return _floats(bins)
    low, high = (float(np.min(x)), float(np.max(x))) if bounds is None and np.size(x) else bounds or (0.0, 1.0)
    if low == high:
        low, high = low - 0.5, high + 0.5
    return np.linspace(low, high, int(bins) + 1)


def histogram_bin_edges(a, bins=10, range=None, weights=None):
    """Where the bins of np.histogram begin and end."""
    if isinstance(bins, str):
        raise NotImplementedError(f"histogram_bin_edges(bins={bins!r}) is not in Lagado: a number of bins")
    return np.histogram(a, bins=bins, range=range)[1]


def histogramdd(sample, bins=10, range=None, density=None, weights=None):
    """Counts points in bins of several axes; gives the counts and the edges."""
    # Lists hold a row for each axis, arrays a column.
    points = sample if isinstance(sample, np.ndarray) else np.atleast_2d(np.asarray(sample)).T
    points = points.reshape(-1, 1) if points.ndim == 1 else points
    axes = points.shape[1]
    each = [bins] * axes if np.ndim(bins) == 0 else list(bins)
    if len(each) != axes:
        raise ValueError("The dimension of bins must be equal to the dimension of the sample x.")
    bounds = [None] * axes if range is None else list(range)
    edges = [_edges(points[:, axis], each[axis], bounds[axis]) for axis in np.arange(axes).tolist()]
    inside = np.ones(len(points), dtype=bool)
    columns = []
    for axis, edge in enumerate(edges):
        x = points[:, axis]
        place = np.searchsorted(edge, x, side="right") - 1
        place = np.where(x == edge[-1], len(edge) - 2, place)
        inside &= (place >= 0) & (place < len(edge) - 1)
        columns.append(place)
    shape = tuple(len(edge) - 1 for edge in edges)
    flat = np.ravel_multi_index(tuple(column[inside] for column in columns), shape)
    weight = None if weights is None else np.asarray(weights)[inside]
    counts = np.bincount(flat, weights=weight, minlength=math.prod(shape)).reshape(shape).astype(np.float64)
    if density:
        total = counts.sum()
        for axis, edge in enumerate(edges):
            counts = counts / np.diff(edge).reshape((1,) * axis + (-1,) + (1,) * (axes - axis - 1))
        counts = counts / total
    return counts, tuple(edges)


def histogram2d(x, y, bins=10, range=None, density=None, weights=None):
    """Counts points of a plane in bins; gives the counts and both rows of edges."""
    x, y = np.asarray(x), np.asarray(y)
    if len(x) != len(y):
        raise ValueError("x and y must have the same length.")
    if np.ndim(bins) == 1 and len(bins) != 2:
        bins = [bins, bins]
    counts, edges = histogramdd(np.stack([x, y], axis=1), bins, range, density, weights)
    return counts, edges[0], edges[1]
