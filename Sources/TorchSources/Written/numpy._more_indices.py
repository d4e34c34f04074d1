"""Functions of NumPy that choose, find and write elements by their places."""
import math
import operator

import numpy as np

__completes__ = "numpy"
__all__ = ["take", "take_along_axis", "put", "put_along_axis", "putmask", "place", "extract", "compress", "choose",
           "select", "piecewise", "lexsort", "partition", "unravel_index", "ravel_multi_index", "diag_indices",
           "diag_indices_from", "tril_indices", "tril_indices_from", "triu_indices", "triu_indices_from",
           "mask_indices", "indices", "ndindex", "ndenumerate", "nanargmax", "nanargmin", "r_", "c_", "s_",
           "index_exp", "mgrid", "ogrid", "setxor1d", "unique_all", "unique_counts", "unique_inverse",
           "unique_values", "packbits", "unpackbits"]


def _axis(axis, ndim):
    place = operator.index(axis)
    if not -ndim <= place < ndim:
        raise np.exceptions.AxisError(f"axis {place} is out of bounds for array of dimension {ndim}")
    return place % ndim


def _whole(indices):
    indices = np.asarray(indices)
    if indices.size == 0:
        return indices.astype(np.int64)
    if indices.dtype.kind not in "iub":
        raise TypeError(
            f"Cannot cast array data from dtype('{indices.dtype}') to dtype('int64') according to the rule 'safe'")
    return indices.astype(np.int64)


def _within(places, size, mode):
    """Positions from the front, by one of NumPy's three modes."""
    if mode == "wrap":
        return places % size
    if mode == "clip":
        return np.clip(places, 0, size - 1)
    if mode != "raise":
        raise ValueError(f"clipmode must be one of 'clip', 'raise', or 'wrap' (got '{mode}')")
    wrong = (places < -size) | (places >= size)
    if np.any(wrong):
        first = int(np.ravel(places)[np.flatnonzero(wrong)[0]])
        raise IndexError(f"index {first} is out of bounds for size {size}")
    return np.where(places < 0, places + size, places)


def take(a, indices, axis=None, out=None, mode="raise"):
    """Elements at positions, or what lies there along an axis."""
    a, places = np.asarray(a), np.asarray(indices).astype(np.int64)
    if axis is None:
        a, axis = a.reshape(-1), 0
    axis = _axis(axis, a.ndim)
    if mode != "raise" or a.shape[axis] == 0:
        places = _within(places, a.shape[axis], mode)
    elif places.size and (np.any(places < -a.shape[axis]) or np.any(places >= a.shape[axis])):
        wrong = int(places.reshape(-1)[np.flatnonzero((places < -a.shape[axis]) | (places >= a.shape[axis]))[0]])
        raise IndexError(f"index {wrong} is out of bounds for axis {axis} with size {a.shape[axis]}")
    found = a[(slice(None),) * axis + (places,)]
    if out is None:
        return found
    out[...] = found
    return out


def _grid(indices, axis):
    """The index that goes through all axes beside the one of `indices`."""
    index = []
    for place, size in enumerate(indices.shape):
        index.append(indices if place == axis else np.arange(size).reshape(
            (1,) * place + (size,) + (1,) * (indices.ndim - place - 1)))
    return tuple(index)


def _aligned(arr, indices, axis):
    arr, indices = np.asarray(arr), _whole(indices)
    if axis is None:
        arr, axis = arr.reshape(-1), 0
    axis = _axis(axis, arr.ndim)
    if indices.ndim != arr.ndim:
        raise ValueError("`indices` and `arr` must have the same number of dimensions")
    shape = list(arr.shape)
    shape[axis] = indices.shape[axis]
    return arr, np.broadcast_to(indices, shape), axis


def take_along_axis(arr, indices, axis=-1):
    """Along an axis the elements at positions that an array of the same axes says: of argsort, argmax."""
    arr, indices, axis = _aligned(arr, indices, axis)
    return arr[_grid(indices, axis)]


def put_along_axis(arr, indices, values, axis):
    """Writes along an axis to positions that an array of the same axes says."""
    if axis is None:
        put(arr, indices, values)
        return
    found, indices, axis = _aligned(arr, indices, axis)
    arr[_grid(indices, axis)] = values


def put(a, ind, v, mode="raise"):
    """Writes to positions of the flattened array, in place."""
    places = _within(np.ravel(_whole(ind)), a.size, mode)
    if places.size == 0:
        return
    values = np.resize(np.asarray(v), places.shape)
    if a.ndim == 1:
        a[places] = values
    else:
        a[unravel_index(places, a.shape)] = values


def putmask(a, /, mask, values):
    """Writes where a mask holds: the values at the same places, begun anew where they end."""
    mask = np.asarray(mask).astype(bool)
    if mask.shape != a.shape:
        raise ValueError("putmask: mask and data must be the same size")
    a[mask] = np.resize(np.asarray(values), a.shape)[mask]


def place(arr, mask, vals):
    """Writes where a mask holds: one value after the other, begun anew where they end."""
    mask = np.asarray(mask).astype(bool).reshape(arr.shape)
    count = int(mask.sum())
    if np.size(vals) == 0:
        if count:
            raise ValueError("Cannot insert from an empty array!")
        return
    arr[mask] = np.resize(np.asarray(vals), (count,))


def extract(condition, arr):
    """The elements where a condition holds."""
    return np.ravel(np.asarray(arr))[np.flatnonzero(np.ravel(condition))]


def compress(condition, a, axis=None, out=None):
    """What lies along an axis where a row of conditions holds."""
    condition = np.asarray(condition)
    if condition.ndim != 1:
        raise ValueError("condition must be a 1-d array")
    return take(a, np.flatnonzero(condition), axis=axis, out=out)


def choose(a, choices, out=None, mode="raise"):
    """For each element, that of the array which it names."""
    arrays = np.broadcast_arrays(_whole(a), *[np.asarray(choice) for choice in choices])
    which = arrays[0]
    if mode == "raise":
        if np.any((which < 0) | (which >= len(choices))):
            raise ValueError("invalid entry in choice array")
    else:
        which = _within(which, len(choices), mode)
    return take_along_axis(np.stack(arrays[1:]), which[np.newaxis], 0)[0]


def select(condlist, choicelist, default=0):
    """Elements of the first array whose condition holds, else the default."""
    if len(condlist) != len(choicelist):
        raise ValueError("list of cases must be same length as list of conditions")
    if len(condlist) == 0:
        raise ValueError("select with an empty condition list is not possible")
    conditions = [np.asarray(condition) for condition in condlist]
    for number, condition in enumerate(conditions):
        if condition.dtype.kind != "b":
            raise TypeError(f"invalid entry {number} in condlist: should be boolean ndarray")
    kind = np.result_type(*[np.asarray(choice) for choice in choicelist], default)
    shape = np.broadcast_shapes(*[condition.shape for condition in conditions], *[np.shape(c) for c in choicelist])
    found = np.full(shape, default, dtype=kind)
    for condition, choice in zip(reversed(conditions), reversed(choicelist)):
        found = np.where(condition, np.asarray(choice).astype(kind), found)
    return found


def piecewise(x, condlist, funclist, *args, **kw):
    """Each part of x, where a condition holds, through a function of its own."""
    x = np.asarray(x)
    if np.isscalar(condlist) or (not isinstance(condlist[0], (list, np.ndarray)) and x.ndim != 0):
        condlist = [condlist]
    conditions = [np.broadcast_to(np.asarray(condition).astype(bool), x.shape) for condition in condlist]
    if len(funclist) == len(conditions) + 1:
        rest = ~np.any(np.stack(conditions), axis=0)
        conditions.append(rest)
    elif len(funclist) != len(conditions):
        raise ValueError(f"with {len(conditions)} condition(s), either {len(conditions)} or {len(conditions) + 1} "
                         "functions are expected")
    found = np.zeros(x.shape, dtype=x.dtype)
    for condition, function in zip(conditions, funclist):
        if not callable(function):
            found[condition] = function
        elif np.any(condition):
            found[condition] = function(x[condition], *args, **kw)
    return found


def lexsort(keys, axis=-1):
    """The order by the last key, where it is the same by the one before, and so on."""
    keys = [np.asarray(key) for key in keys]
    if not keys:
        raise TypeError("need sequence of keys with len > 0 in lexsort")
    if any(key.shape != keys[0].shape for key in keys):
        raise ValueError("all keys need to be the same shape")
    if keys[0].ndim == 0:
        return np.asarray(0)
    if keys[0].ndim == 1:
        order = np.argsort(keys[0], kind="stable")
        for key in keys[1:]:
            order = order[np.argsort(key[order], kind="stable")]
        return order
    order = np.argsort(keys[0], axis=axis, kind="stable")
    for key in keys[1:]:
        again = np.argsort(take_along_axis(key, order, axis), axis=axis, kind="stable")
        order = take_along_axis(order, again, axis)
    return order


def partition(a, kth, axis=-1, kind="introselect", order=None):
    """Smaller elements before a position, larger ones behind (fully sorted here)."""
    a = np.asarray(a)
    size = a.size if axis is None else a.shape[axis]
    for place in np.ravel(kth).tolist():
        if not -size <= place < size:
            raise ValueError(f"kth(={place}) out of bounds ({size})")
    return np.sort(np.ravel(a)) if axis is None else np.sort(a, axis=axis)


def unravel_index(indices, shape, order="C"):
    """The coordinates of positions in a flattened array."""
    sizes = (shape,) if isinstance(shape, (int, np.integer)) else tuple(shape)
    places = _whole(indices)
    count = math.prod(sizes)
    wrong = (places < 0) | (places >= count)
    if np.any(wrong):
        first = int(np.ravel(places)[np.flatnonzero(wrong)[0]])
        raise ValueError(f"index {first} is out of bounds for array with size {count}")
    found = []
    for size in (reversed(sizes) if order == "C" else sizes):
        found.append(places % size)
        places = places // size
    found = [one if np.ndim(one) else np.int64(one) for one in found]
    return tuple(reversed(found)) if order == "C" else tuple(found)


def ravel_multi_index(multi_index, dims, mode="raise", order="C"):
    """The positions in the flattened array of coordinates."""
    sizes = (dims,) if isinstance(dims, (int, np.integer)) else tuple(dims)
    coordinates = [_whole(one) for one in multi_index]
    if len(coordinates) != len(sizes):
        raise ValueError(f"parameter multi_index must be a sequence of length {len(sizes)}")
    modes = (mode,) * len(sizes) if isinstance(mode, str) else mode
    found, step = 0, 1
    pairs = list(zip(coordinates, sizes, modes))
    for one, size, rule in (reversed(pairs) if order == "C" else pairs):
        if rule == "raise":
            if np.any((one < 0) | (one >= size)):
                raise ValueError("invalid entry in coordinates array")
        else:
            one = _within(one, size, rule)
        found = found + one * step
        step *= size
    return found


def diag_indices(n, ndim=2):
    """The index of the diagonal."""
    return (np.arange(n),) * ndim


def diag_indices_from(arr):
    """The index of an array's diagonal."""
    if arr.ndim < 2:
        raise ValueError("input array must be at least 2-d")
    if len(set(arr.shape)) > 1:
        raise ValueError("All dimensions of input must be of equal length")
    return diag_indices(arr.shape[0], arr.ndim)


def tril_indices(n, k=0, m=None):
    """The index of the lower triangle."""
    return np.nonzero(np.tri(n, m, k=k, dtype=bool))


def triu_indices(n, k=0, m=None):
    """The index of the upper triangle."""
    return np.nonzero(~np.tri(n, m, k=k - 1, dtype=bool))


def _matrix(arr):
    if arr.ndim != 2:
        raise ValueError("input array must be 2-d")
    return arr.shape


def tril_indices_from(arr, k=0):
    """The index of a matrix's lower triangle."""
    rows, columns = _matrix(arr)
    return tril_indices(rows, k, columns)


def triu_indices_from(arr, k=0):
    """The index of a matrix's upper triangle."""
    rows, columns = _matrix(arr)
    return triu_indices(rows, k, columns)


def mask_indices(n, mask_func, k=0):
    """The index of what a function such as np.triu leaves."""
    return np.nonzero(mask_func(np.ones((n, n), dtype=int), k) != 0)


def indices(dimensions, dtype=int, sparse=False):
    """The coordinates of each place."""
    dimensions = tuple(dimensions)
    found = []
    for axis, size in enumerate(dimensions):
        one = np.arange(size, dtype=dtype).reshape((1,) * axis + (size,) + (1,) * (len(dimensions) - axis - 1))
        found.append(one if sparse else np.broadcast_to(one, dimensions))
    return tuple(found) if sparse else np.stack(found)


class ndindex:
    """Goes through the coordinates of a shape."""

    def __init__(self, *shape):
        if len(shape) == 1 and isinstance(shape[0], tuple):
            shape = shape[0]
        if any(size < 0 for size in shape):
            raise ValueError("negative dimensions are not allowed")
        self._shape = tuple(shape)
        self._next = 0
        self._count = math.prod(shape)

    def __iter__(self):
        return self

    def __next__(self):
        if self._next >= self._count:
            raise StopIteration
        place, found = self._next, []
        self._next += 1
        for size in reversed(self._shape):
            found.append(place % size)
            place //= size
        return tuple(reversed(found))


class ndenumerate:
    """Goes through coordinates and elements."""

    def __init__(self, arr):
        self._array = np.asarray(arr)
        self._places = ndindex(self._array.shape)

    def __iter__(self):
        return self

    def __next__(self):
        place = next(self._places)
        return place, self._array[place]


def _nan_extreme(a, axis, out, keepdims, largest):
    a = np.asarray(a)
    if a.dtype.kind == "f":
        absent = np.isnan(a)
        if np.any(np.all(absent, axis=axis)):
            raise ValueError("All-NaN slice encountered")
        a = np.where(absent, -np.inf if largest else np.inf, a)
    return (np.argmax if largest else np.argmin)(a, axis=axis, out=out, keepdims=keepdims)


def nanargmax(a, axis=None, out=None, *, keepdims=False):
    """The position of the largest element that is a number."""
    return _nan_extreme(a, axis, out, keepdims, True)


def nanargmin(a, axis=None, out=None, *, keepdims=False):
    """The position of the smallest element that is a number."""
    return _nan_extreme(a, axis, out, keepdims, False)


# Indexing as a way to write arrays

def _row(piece):
    """What stands between two commas of np.r_[...]."""
    if not isinstance(piece, slice):
        return np.asarray(piece)
    start = 0 if piece.start is None else piece.start
    return np.arange(start, piece.stop, 1 if piece.step is None else piece.step)


class _RowMaker:
    """np.r_[a, b, 0:3]: arrays one after the other."""

    def __getitem__(self, key):
        pieces = key if isinstance(key, tuple) else (key,)
        if pieces and isinstance(pieces[0], str):
            raise NotImplementedError(f"np.r_[{pieces[0]!r}, ...] is not in Lagado: np.concatenate")
        return np.concatenate([np.atleast_1d(_row(piece)) for piece in pieces])

    def __repr__(self):
        return "<np.r_>"


class _ColumnMaker:
    """np.c_[a, b]: vectors as columns."""

    def __getitem__(self, key):
        pieces = key if isinstance(key, tuple) else (key,)
        arrays = []
        for piece in pieces:
            one = _row(piece)
            arrays.append(one.reshape(-1, 1) if one.ndim < 2 else one)
        return np.concatenate(arrays, axis=-1)

    def __repr__(self):
        return "<np.c_>"


class _IndexMaker:
    """np.s_[1:, 2]: an index as a value."""

    def __init__(self, always):
        self._always = always

    def __getitem__(self, key):
        return (key,) if self._always and not isinstance(key, tuple) else key

    def __repr__(self):
        return "<np.index_exp>" if self._always else "<np.s_>"


class _GridMaker:
    """np.mgrid[0:3, 0:2]: the coordinates of a grid."""

    def __init__(self, sparse):
        self._sparse = sparse

    def __getitem__(self, key):
        if not isinstance(key, tuple):
            return _row(key)
        rows = [_row(piece) for piece in key]
        found = np.meshgrid(*rows, sparse=self._sparse, indexing="ij")
        if self._sparse:
            return tuple(found)
        return np.stack(found)

    def __repr__(self):
        return "<np.ogrid>" if self._sparse else "<np.mgrid>"


r_, c_ = _RowMaker(), _ColumnMaker()
s_, index_exp = _IndexMaker(False), _IndexMaker(True)
mgrid, ogrid = _GridMaker(False), _GridMaker(True)


# Sets

def setxor1d(ar1, ar2, assume_unique=False):
    """The elements of one of two arrays alone."""
    first, second = np.unique(ar1), np.unique(ar2)
    return np.sort(np.concatenate([np.setdiff1d(first, second), np.setdiff1d(second, first)]))


def _named(name, fields):
    from collections import namedtuple
    return namedtuple(name, fields)


def unique_all(x):
    """np.unique with places, the way back and counts."""
    values, index, inverse, counts = np.unique(
        x, return_index=True, return_inverse=True, return_counts=True, equal_nan=False)
    found = _named("UniqueAllResult", ["values", "indices", "inverse_indices", "counts"])
    return found(values, index, inverse.reshape(np.shape(x)), counts)


def unique_counts(x):
    """np.unique with counts."""
    return _named("UniqueCountsResult", ["values", "counts"])(*np.unique(x, return_counts=True, equal_nan=False))


def unique_inverse(x):
    """np.unique with the way back."""
    values, inverse = np.unique(x, return_inverse=True, equal_nan=False)
    return _named("UniqueInverseResult", ["values", "inverse_indices"])(values, inverse.reshape(np.shape(x)))


def unique_values(x):
    """np.unique alone."""
    return np.unique(x, equal_nan=False)


# Bits

def _bit_weights(bitorder):
    if bitorder not in ("big", "little"):
        raise ValueError("'order' must be either 'little' or 'big'")
    weights = 2 ** np.arange(8)
    return weights[::-1] if bitorder == "big" else weights


def packbits(a, /, axis=None, bitorder="big"):
    """Truth values, eight to a byte."""
    weights, a = _bit_weights(bitorder), np.asarray(a)
    if a.dtype.kind not in "iub":
        raise TypeError("Expected an input array of integer or boolean data type")
    if axis is None:
        a, axis = a.reshape(-1), 0
    bits = np.moveaxis((a != 0).astype(np.int64), axis, -1)
    more = -bits.shape[-1] % 8
    if more:
        bits = np.concatenate([bits, np.zeros(bits.shape[:-1] + (more,), dtype=np.int64)], axis=-1)
    packed = (bits.reshape(bits.shape[:-1] + (bits.shape[-1] // 8, 8)) * weights).sum(-1)
    return np.moveaxis(packed.astype(np.uint8), -1, axis)


def unpackbits(a, /, axis=None, count=None, bitorder="big"):
    """Bytes as eight truth values each."""
    weights, a = _bit_weights(bitorder), np.asarray(a)
    if a.dtype != np.dtype(np.uint8):
        raise TypeError("Expected an input array of unsigned byte data type")
    if axis is None:
        a, axis = a.reshape(-1), 0
    bytes_ = np.moveaxis(a.astype(np.int64), axis, -1)
    bits = (bytes_[..., np.newaxis] // weights % 2).astype(np.uint8)
    bits = bits.reshape(bits.shape[:-2] + (bits.shape[-2] * 8,))
    if count is not None:
        bits = bits[..., :count] if count <= bits.shape[-1] else np.concatenate(
            [bits, np.zeros(bits.shape[:-1] + (count - bits.shape[-1],), dtype=np.uint8)], axis=-1)
    return np.moveaxis(bits, -1, axis)
