"""Functions of NumPy for rows of samples, and products of arrays."""
import math

import numpy as np
from numpy._more_elements import _floats

__completes__ = "numpy"
__all__ = ["ediff1d", "gradient", "correlate", "hanning", "hamming", "blackman", "bartlett", "unwrap",
           "tensordot", "vander", "vecdot", "matvec", "vecmat", "einsum_path"]


# Signals

def ediff1d(ary, to_end=None, to_begin=None):
    """Differences of neighbours in the flattened array."""
    found = np.diff(np.ravel(ary))
    parts = [np.ravel(to_begin).astype(found.dtype)] if to_begin is not None else []
    parts.append(found)
    if to_end is not None:
        parts.append(np.ravel(to_end).astype(found.dtype))
    return np.concatenate(parts) if len(parts) > 1 else found


def _slope(f, axis, spacing, edge_order):
    def part(start, stop):
        return f[(slice(None),) * axis + (slice(start, stop),)]

    count = f.shape[axis]
    if count < edge_order + 1:
        raise ValueError("Shape of array too small to calculate a numerical gradient, at least (edge_order + 1) "
                         "elements are required.")
    shape = (1,) * axis + (-1,) + (1,) * (f.ndim - axis - 1)
    uniform = np.ndim(spacing) == 0
    if uniform:
        inner = (part(2, None) - part(None, -2)) / (2.0 * spacing)
    else:
        dx1, dx2 = spacing[:-1].reshape(shape), spacing[1:].reshape(shape)
        a, b, c = -dx2 / (dx1 * (dx1 + dx2)), (dx2 - dx1) / (dx1 * dx2), dx1 / (dx2 * (dx1 + dx2))
        inner = a * part(None, -2) + b * part(1, -1) + c * part(2, None)
    first, last = (spacing, spacing) if uniform else (spacing[0], spacing[-1])
    if edge_order == 1:
        low, high = (part(1, 2) - part(0, 1)) / first, (part(-1, None) - part(-2, -1)) / last
    elif uniform:
        a, b, c = -1.5 / spacing, 2.0 / spacing, -0.5 / spacing
        low = a * part(0, 1) + b * part(1, 2) + c * part(2, 3)
        a, b, c = 0.5 / spacing, -2.0 / spacing, 1.5 / spacing
        high = a * part(-3, -2) + b * part(-2, -1) + c * part(-1, None)
    else:
        dx1, dx2 = spacing[0], spacing[1]
        a, b, c = -(2.0 * dx1 + dx2) / (dx1 * (dx1 + dx2)), (dx1 + dx2) / (dx1 * dx2), -dx1 / (dx2 * (dx1 + dx2))
        low = a * part(0, 1) + b * part(1, 2) + c * part(2, 3)
        dx1, dx2 = spacing[-2], spacing[-1]
        a, b, c = dx2 / (dx1 * (dx1 + dx2)), -(dx2 + dx1) / (dx1 * dx2), (2.0 * dx2 + dx1) / (dx2 * (dx1 + dx2))
        high = a * part(-3, -2) + b * part(-2, -1) + c * part(-1, None)
    return np.concatenate([low, inner, high], axis=axis)


def gradient(f, *varargs, axis=None, edge_order=1):
    """Slopes: central differences inside, one-sided ones at the ends. Distances are one number, one for each axis,
    or coordinates."""
    f = _floats(f)
    if axis is None:
        axes = tuple(range(f.ndim))
    else:
        axes = tuple(one % f.ndim for one in ((axis,) if isinstance(axis, int) else axis))
    if len(varargs) == 0:
        spacings = [1.0] * len(axes)
    elif len(varargs) == 1 and np.ndim(varargs[0]) == 0:
        spacings = [float(varargs[0])] * len(axes)
    elif len(varargs) == len(axes):
        spacings = []
        for one, place in zip(varargs, axes):
            one = _floats(one)
            if one.ndim > 1:
                raise ValueError("distances must be either scalars or 1d")
            if one.ndim == 1:
                if len(one) != f.shape[place]:
                    raise ValueError("when 1d, distances must match the length of the corresponding dimension")
                steps = np.diff(one)
                one = steps[0] if len(steps) and np.all(steps == steps[0]) else steps
            spacings.append(one)
    else:
        raise TypeError("invalid number of arguments")
    if edge_order > 2:
        raise ValueError("'edge_order' greater than 2 not supported")
    found = tuple(_slope(f, place, spacing, edge_order) for place, spacing in zip(axes, spacings))
    return found[0] if len(axes) == 1 else found


def correlate(a, v, mode="valid"):
    """Sums of products of one vector with the other, moved along it."""
    a, v = np.asarray(a), np.asarray(v)
    if a.size == 0 or v.size == 0:
        raise ValueError("first array argument cannot be empty" if a.size == 0
                         else "second array argument cannot be empty")
    if len(v) > len(a):
        return correlate(v, a, mode)[::-1].copy()
    return np.convolve(a, v[::-1].copy(), mode)


def _interp_periodic(x, xp, fp, period):
    """np.interp of what begins anew after a period."""
    if period == 0:
        raise ValueError("period must be a non-zero value")
    period = abs(period)
    x, xp = _floats(x) % period, _floats(xp) % period
    order = np.argsort(xp)
    xp, fp = xp[order], _floats(fp)[order]
    return np.interp(x, np.concatenate([xp[-1:] - period, xp, xp[0:1] + period]), np.concatenate([fp[-1:], fp, fp[0:1]]))


def _window(M, shape):
    if M < 1:
        return np.array([], dtype=np.float64)
    if M == 1:
        return np.ones(1)
    return shape(np.arange(1 - M, M, 2).astype(np.float64))


def hanning(M):
    """A window: a raised cosine that ends at 0."""
    return _window(M, lambda n: 0.5 + 0.5 * np.cos(np.pi * n / (M - 1)))


def hamming(M):
    """A window: a raised cosine that ends at 0.08."""
    return _window(M, lambda n: 0.54 + 0.46 * np.cos(np.pi * n / (M - 1)))


def blackman(M):
    """A window of two cosines."""
    return _window(M, lambda n: 0.42 + 0.5 * np.cos(np.pi * n / (M - 1)) + 0.08 * np.cos(2.0 * np.pi * n / (M - 1)))


def bartlett(M):
    """A window: a triangle."""
    return _window(M, lambda n: np.where(np.less_equal(n, 0), 1 + n / (M - 1), 1 - n / (M - 1)))


def unwrap(p, discont=None, axis=-1, *, period=6.283185307179586):
    """Angles without the jumps by a whole period."""
    p = np.asarray(p)
    discont = period / 2 if discont is None else discont
    steps = np.diff(p, axis=axis)
    half = period / 2 if p.dtype.kind == "f" or period % 2 else period // 2
    low = -half
    near = np.mod(steps - low, period) + low
    near = np.where((near == low) & (steps > 0), half, near)
    jumps = np.where(np.abs(steps) < discont, 0, near - steps)
    axis %= p.ndim
    rest = p[(slice(None),) * axis + (slice(1, None),)] + np.cumsum(jumps, axis=axis)
    return np.concatenate([p[(slice(None),) * axis + (slice(0, 1),)].astype(rest.dtype), rest], axis=axis)


# Products

def tensordot(a, b, axes=2):
    """Sums of products over axes of both."""
    a, b = np.asarray(a), np.asarray(b)
    if isinstance(axes, int):
        first, second = list(np.arange(a.ndim - axes, a.ndim).tolist()), list(np.arange(axes).tolist())
    else:
        first, second = ([one] if isinstance(one, int) else list(one) for one in axes)
    first, second = [one % a.ndim for one in first], [one % b.ndim for one in second]
    if len(first) != len(second) or any(a.shape[i] != b.shape[j] for i, j in zip(first, second)):
        raise ValueError("shape-mismatch for sum")
    rest_a = [axis for axis in np.arange(a.ndim).tolist() if axis not in first]
    rest_b = [axis for axis in np.arange(b.ndim).tolist() if axis not in second]
    width = math.prod(a.shape[axis] for axis in first)
    left = np.transpose(a, rest_a + first).reshape(-1, width) if width else np.zeros((a.size, 0))
    right = np.transpose(b, second + rest_b).reshape(width, -1)
    shape = tuple(a.shape[axis] for axis in rest_a) + tuple(b.shape[axis] for axis in rest_b)
    return np.dot(left, right).reshape(shape)[()]


def vecdot(x1, x2, /, *, axis=-1):
    """Products of vectors along an axis."""
    return np.sum(np.multiply(x1, x2), axis=axis)


def matvec(x1, x2, /):
    """Matrices times vectors."""
    return np.matmul(x1, np.asarray(x2)[..., np.newaxis])[..., 0]


def vecmat(x1, x2, /):
    """Vectors times matrices."""
    return np.matmul(np.asarray(x1)[..., np.newaxis, :], x2)[..., 0, :]


def vander(x, N=None, increasing=False):
    """Powers of each number as columns, the highest first."""
    x = np.asarray(x)
    if x.ndim != 1:
        raise ValueError("x must be a one-dimensional array or sequence.")
    powers = np.arange(len(x) if N is None else N)
    found = x[:, np.newaxis] ** powers
    return found if increasing else found[:, ::-1].copy()


def einsum_path(*operands, optimize="greedy", einsum_call=False):
    """The order in which np.einsum multiplies: here, two at a time from the left."""
    raise NotImplementedError("np.einsum_path is not in Lagado: np.einsum multiplies from the left")
