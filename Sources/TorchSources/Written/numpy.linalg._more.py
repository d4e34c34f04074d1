"""Functions of numpy.linalg that are made of others."""
import math
import operator
from collections import namedtuple

import numpy as np

__completes__ = "numpy.linalg"
__all__ = ["norm", "vector_norm", "matrix_norm", "cond", "slogdet", "svdvals", "matrix_power", "multi_dot",
           "matrix_transpose", "diagonal", "trace", "outer", "cross", "matmul", "tensordot", "vecdot", "tensorinv",
           "tensorsolve"]


def _floats(x):
    x = np.asarray(x)
    return x if x.dtype.kind == "f" else x.astype(np.float64)


def _of_vectors(x, order, axis, keepdims):
    if order is None or order == 2:
        return np.sqrt(np.sum(np.square(x), axis=axis, keepdims=keepdims))
    if order == np.inf:
        return np.max(np.abs(x), axis=axis, keepdims=keepdims)
    if order == -np.inf:
        return np.min(np.abs(x), axis=axis, keepdims=keepdims)
    if order == 0:
        return np.sum((x != 0).astype(x.dtype), axis=axis, keepdims=keepdims)
    if order == 1:
        return np.sum(np.abs(x), axis=axis, keepdims=keepdims)
    if isinstance(order, str):
        raise ValueError(f"Invalid norm order '{order}' for vectors")
    return np.sum(np.abs(x) ** order, axis=axis, keepdims=keepdims) ** (1 / order)


def _of_matrices(x, order, axis, keepdims):
    rows, columns = (one % x.ndim for one in axis)
    if rows == columns:
        raise ValueError("Duplicate axes given.")
    if order in (2, -2, "nuc"):
        values = np.linalg.svd(np.moveaxis(x, (rows, columns), (-2, -1)), compute_uv=False)
        found = np.max(values, axis=-1) if order == 2 else np.min(values, axis=-1) if order == -2 \
            else np.sum(values, axis=-1)
        return np.expand_dims(np.expand_dims(found, min(rows, columns)), max(rows, columns)) if keepdims else found
    if order in (None, "fro", "f"):
        return np.sqrt(np.sum(np.square(x), axis=(rows, columns), keepdims=keepdims))
    if order in (1, -1, np.inf, -np.inf):
        inner, other = (rows, columns) if order in (1, -1) else (columns, rows)
        sums = np.sum(np.abs(x), axis=inner, keepdims=True)
        found = (np.max if order > 0 else np.min)(sums, axis=other, keepdims=True)
        return found if keepdims else np.squeeze(np.squeeze(found, max(rows, columns)), min(rows, columns))[()]
    raise ValueError("Invalid norm order for matrices.")


def norm(x, ord=None, axis=None, keepdims=False):
    """The norm of a vector or a matrix, or of those along an axis or two."""
    x = _floats(x)
    if axis is None:
        if ord is None or (ord in ("f", "fro") and x.ndim == 2) or (ord == 2 and x.ndim == 1):
            flat = np.ravel(x)
            found = np.sqrt(np.dot(flat, flat))
            return np.asarray(found).reshape((1,) * x.ndim) if keepdims else found
        axis = tuple(range(x.ndim))
    elif not isinstance(axis, tuple):
        try:
            axis = (operator.index(axis),)
        except TypeError:
            raise TypeError("'axis' must be None, an integer or a tuple of integers")
    for one in axis:
        if not -x.ndim <= one < x.ndim:
            raise np.exceptions.AxisError(f"axis {one} is out of bounds for array of dimension {x.ndim}")
    if len(axis) == 1:
        return _of_vectors(x, ord, axis[0], keepdims)
    if len(axis) == 2:
        return _of_matrices(x, ord, axis, keepdims)
    raise ValueError("Improper number of dimensions to norm.")


def vector_norm(x, /, *, axis=None, keepdims=False, ord=2):
    """The norm of all elements, or of vectors along axes."""
    x = _floats(x)
    if axis is None:
        found = _of_vectors(np.ravel(x), ord, 0, False)
        return np.asarray(found).reshape((1,) * x.ndim) if keepdims else found
    return _of_vectors(x, ord, axis, keepdims)


def matrix_norm(x, /, *, keepdims=False, ord="fro"):
    """The norm of matrices of the last two axes."""
    return norm(x, ord, (-2, -1), keepdims)


def svdvals(x, /):
    """The singular values."""
    return np.linalg.svd(x, compute_uv=False)


def cond(x, p=None):
    """How near a matrix is to being singular."""
    x = _floats(x)
    if x.size == 0:
        raise np.linalg.LinAlgError("cond is not defined on empty arrays")
    if p in (None, 2, -2):
        values = svdvals(x)
        return values[..., 0] / values[..., -1] if p != -2 else values[..., -1] / values[..., 0]
    return norm(x, p, (-2, -1)) * norm(np.linalg.inv(x), p, (-2, -1))


def slogdet(a):
    """The sign of the determinant, and the logarithm of its size."""
    import torch
    sign, size = torch.linalg.slogdet(torch.from_numpy(np.array(_floats(a))))
    return namedtuple("SlogdetResult", ["sign", "logabsdet"])(sign.numpy()[()], size.numpy()[()])


def matrix_power(a, n):
    """A matrix times itself, n times; its inverse where n is negative."""
    a = np.asarray(a)
    if a.ndim < 2 or a.shape[-1] != a.shape[-2]:
        raise np.linalg.LinAlgError("Last 2 dimensions of the array must be square")
    try:
        n = operator.index(n)
    except TypeError:
        raise TypeError("exponent must be an integer")
    if n == 0:
        return np.broadcast_to(np.eye(a.shape[-1], dtype=a.dtype), a.shape).copy()
    if n < 0:
        a, n = np.linalg.inv(a), -n
    if n == 1:
        return a
    if n == 2:
        return np.matmul(a, a)
    if n == 3:
        return np.matmul(np.matmul(a, a), a)
    square = found = None
    while n > 0:
        square = a if square is None else np.matmul(square, square)
        n, bit = divmod(n, 2)
        if bit:
            found = square if found is None else np.matmul(found, square)
    return found


def multi_dot(arrays, *, out=None):
    """The product of several matrices, in the order that takes the fewest multiplications."""
    arrays = [np.asarray(a) for a in arrays]
    count = len(arrays)
    if count < 2:
        raise ValueError("Expecting at least two arrays.")
    first_is_row, last_is_column = arrays[0].ndim == 1, arrays[-1].ndim == 1
    arrays[0], arrays[-1] = np.atleast_2d(arrays[0]), arrays[-1].reshape(-1, 1) if last_is_column else arrays[-1]
    sizes = [a.shape[0] for a in arrays] + [arrays[-1].shape[1]]
    cost, cut = {}, {}
    for start in range(count):
        cost[start, start] = 0
    for length in range(1, count):
        for start in range(count - length):
            end = start + length
            for middle in range(start, end):
                price = cost[start, middle] + cost[middle + 1, end] + sizes[start] * sizes[middle + 1] * sizes[end + 1]
                if (start, end) not in cost or price < cost[start, end]:
                    cost[start, end], cut[start, end] = price, middle

    def product(start, end):
        if start == end:
            return arrays[start]
        middle = cut[start, end]
        return np.dot(product(start, middle), product(middle + 1, end))

    found = product(0, count - 1)
    if first_is_row and last_is_column:
        found = found[0, 0]
    elif first_is_row or last_is_column:
        found = np.ravel(found)
    if out is not None:
        out[...] = found
        return out
    return found


def matrix_transpose(x, /):
    """The last two axes exchanged."""
    return np.matrix_transpose(x)


def diagonal(x, /, *, offset=0):
    """The diagonal of the last two axes."""
    return np.diagonal(x, offset, -2, -1)


def trace(x, /, *, offset=0, dtype=None):
    """The sum of the diagonal of the last two axes."""
    return np.sum(np.diagonal(x, offset, -2, -1), axis=-1, dtype=dtype)


def outer(x1, x2, /):
    """The product of each pair."""
    if np.ndim(x1) != 1 or np.ndim(x2) != 1:
        raise ValueError("Input arrays must be one-dimensional, but they are "
                         f"x1.ndim={np.ndim(x1)} and x2.ndim={np.ndim(x2)}.")
    return np.outer(x1, x2)


def cross(x1, x2, /, *, axis=-1):
    """The cross product of vectors of three."""
    if np.shape(x1)[axis] != 3 or np.shape(x2)[axis] != 3:
        raise ValueError("Both input arrays must be (arrays of) 3-dimensional vectors, but they are "
                         f"{np.shape(x1)[axis]} and {np.shape(x2)[axis]} dimensional instead.")
    found = np.cross(np.moveaxis(np.asarray(x1), axis, -1), np.moveaxis(np.asarray(x2), axis, -1))
    return np.moveaxis(found, -1, axis)


def matmul(x1, x2, /):
    """np.matmul."""
    return np.matmul(x1, x2)


def tensordot(x1, x2, /, *, axes=2):
    """np.tensordot."""
    return np.tensordot(x1, x2, axes=axes)


def vecdot(x1, x2, /, *, axis=-1):
    """Products of vectors along an axis."""
    return np.vecdot(x1, x2, axis=axis)


def tensorinv(a, ind=2):
    """The inverse of an array under np.tensordot."""
    a = np.asarray(a)
    if ind <= 0:
        raise ValueError("Invalid ind argument.")
    return np.linalg.inv(a.reshape(math.prod(a.shape[:ind]), -1)).reshape(a.shape[ind:] + a.shape[:ind])


def tensorsolve(a, b, axes=None):
    """x with np.tensordot(a, x) = b."""
    a, b = np.asarray(a), np.asarray(b)
    if axes is not None:
        order = [axis for axis in range(a.ndim) if axis not in axes] + list(axes)
        a = np.transpose(a, order)
    rest = a.shape[b.ndim:]
    return np.linalg.solve(a.reshape(-1, math.prod(rest)), np.ravel(b)).reshape(rest)
