"""Functions of NumPy that arrange arrays."""
import operator

import numpy as np

__completes__ = "numpy"
__all__ = ["ascontiguousarray", "asfortranarray", "asanyarray", "asarray_chkfinite", "require", "copy", "copyto",
           "atleast_1d", "atleast_2d", "atleast_3d", "block", "broadcast_arrays", "broadcast_shapes", "concat",
           "row_stack", "dstack", "hsplit", "vsplit", "dsplit", "unstack", "matrix_transpose", "permute_dims",
           "rollaxis", "rot90", "resize", "diagflat", "diagonal", "fill_diagonal", "pad", "insert", "delete",
           "trim_zeros", "iterable"]


def _axis(axis, ndim):
    """An axis counted from the front."""
    place = operator.index(axis)
    if not -ndim <= place < ndim:
        raise np.exceptions.AxisError(f"axis {place} is out of bounds for array of dimension {ndim}")
    return place % ndim


def _along(ndim, axis, index):
    """An index that takes `index` of one axis and all of the others."""
    return (slice(None),) * axis + (index,)


def ascontiguousarray(a, dtype=None, *, like=None):
    """The array, row by row in memory."""
    return atleast_1d(np.array(a, dtype=dtype) if dtype is not None else np.asarray(a))


def asfortranarray(a, dtype=None, *, like=None):
    """The array: the order in memory changes no number."""
    return np.asarray(a, dtype=dtype)


def asanyarray(a, dtype=None, order=None, *, device=None, copy=None, like=None):
    """An array of anything that can be one."""
    return np.array(a, dtype=dtype) if copy else np.asarray(a, dtype=dtype)


def asarray_chkfinite(a, dtype=None, order=None):
    """The same; NaN and infinity are refused."""
    a = np.asarray(a, dtype=dtype)
    if a.dtype.kind == "f" and not np.all(np.isfinite(a)):
        raise ValueError("array must not contain infs or NaNs")
    return a


def require(a, dtype=None, requirements=None, *, like=None):
    """An array of a type."""
    return np.asarray(a, dtype=dtype)


def copy(a, order="K", subok=False):
    """A copy with memory of its own."""
    return np.array(a)


def copyto(dst, src, casting="same_kind", where=True):
    """Writes one array into another, where a condition holds."""
    if where is True:
        dst[...] = src
    else:
        mask = np.broadcast_to(np.asarray(where), dst.shape)
        dst[mask] = np.broadcast_to(np.asarray(src), dst.shape)[mask]


def _atleast(arrays, make):
    found = tuple(make(np.asarray(a)) for a in arrays)
    return found[0] if len(found) == 1 else found


def atleast_1d(*arys):
    """Arrays with one axis at least."""
    return _atleast(arys, lambda a: a.reshape(1) if a.ndim == 0 else a)


def atleast_2d(*arys):
    """Arrays with two axes at least."""
    return _atleast(arys, lambda a: a.reshape(1, 1) if a.ndim == 0 else a[np.newaxis, :] if a.ndim == 1 else a)


def atleast_3d(*arys):
    """Arrays with three axes at least."""
    return _atleast(arys, lambda a: a.reshape(1, 1, 1) if a.ndim == 0 else a[np.newaxis, :, np.newaxis]
                    if a.ndim == 1 else a[:, :, np.newaxis] if a.ndim == 2 else a)


def block(arrays):
    """An array put together of nested lists of blocks."""

    def depth(part):
        if isinstance(part, tuple):
            raise TypeError("arrays is a tuple. Only lists can be used to arrange blocks, and np.block does not allow "
                            "implicit conversion from tuple to ndarray.")
        if not isinstance(part, list):
            return 0
        if not part:
            raise ValueError("List depths are mismatched. Empty list found")
        found = {depth(inner) for inner in part}
        if len(found) > 1:
            raise ValueError("List depths are mismatched.")
        return found.pop() + 1

    deep = depth(arrays)

    def widest(part):
        return max(widest(inner) for inner in part) if isinstance(part, list) else np.ndim(part)

    rank = max(deep, widest(arrays))

    def joined(part, level):
        if not isinstance(part, list):
            part = np.array(part)
            return part.reshape((1,) * (rank - part.ndim) + part.shape)
        return np.concatenate([joined(inner, level + 1) for inner in part], axis=-(deep - level))

    return joined(arrays, 0)


def broadcast_shapes(*args):
    """The shape that shapes broadcast to."""
    shapes = [(shape,) if isinstance(shape, int) else tuple(shape) for shape in args]
    rank = max((len(shape) for shape in shapes), default=0)
    found = [1] * rank
    for place, shape in enumerate(shapes):
        for back, size in enumerate(reversed(shape)):
            at = rank - 1 - back
            if size != 1:
                if found[at] not in (1, size):
                    raise ValueError(
                        "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg 0 with "
                        f"shape {shapes[0]} and arg {place} with shape {shape}.")
                found[at] = size
    return tuple(found)


def broadcast_arrays(*args, subok=False):
    """Arrays, each broadcast to the shape of all."""
    arrays = [np.asarray(a) for a in args]
    shape = broadcast_shapes(*[a.shape for a in arrays])
    return tuple(np.broadcast_to(a, shape) for a in arrays)


def concat(arrays, /, axis=0, out=None, *, dtype=None, casting="same_kind"):
    """np.concatenate."""
    found = np.concatenate(arrays, axis=axis, dtype=dtype, casting=casting)
    return found if out is None else _put(out, found)


def _put(out, found):
    out[...] = found
    return out


def row_stack(tup, *, dtype=None, casting="same_kind"):
    """np.vstack."""
    return np.vstack(tup, dtype=dtype, casting=casting)


def dstack(tup):
    """Stacks arrays along the third axis."""
    return np.concatenate([atleast_3d(a) for a in tup], axis=2)


def hsplit(ary, indices_or_sections):
    """Splits along the second axis, the first of a vector."""
    ary = np.asarray(ary)
    if ary.ndim == 0:
        raise ValueError("hsplit only works on arrays of 1 or more dimensions")
    return np.split(ary, indices_or_sections, axis=1 if ary.ndim > 1 else 0)


def vsplit(ary, indices_or_sections):
    """Splits along the first axis."""
    ary = np.asarray(ary)
    if ary.ndim < 2:
        raise ValueError("vsplit only works on arrays of 2 or more dimensions")
    return np.split(ary, indices_or_sections, axis=0)


def dsplit(ary, indices_or_sections):
    """Splits along the third axis."""
    ary = np.asarray(ary)
    if ary.ndim < 3:
        raise ValueError("dsplit only works on arrays of 3 or more dimensions")
    return np.split(ary, indices_or_sections, axis=2)


def unstack(x, /, *, axis=0):
    """The slices along an axis."""
    x = np.asarray(x)
    if x.ndim == 0:
        raise ValueError("Input array must be at least 1-d.")
    return tuple(np.moveaxis(x, axis, 0))


def matrix_transpose(x, /):
    """The last two axes exchanged."""
    x = np.asarray(x)
    if x.ndim < 2:
        raise ValueError(f"Input array must be at least 2-dimensional, but it is {x.ndim}")
    return np.swapaxes(x, -1, -2)


def permute_dims(a, axes=None):
    """np.transpose."""
    return np.transpose(a, axes)


def rollaxis(a, axis, start=0):
    """Moves an axis backwards to before another."""
    a = np.asarray(a)
    axis = _axis(axis, a.ndim)
    if start < 0:
        start += a.ndim
    if not 0 <= start <= a.ndim:
        raise np.exceptions.AxisError(f"'start' arg requires {-a.ndim} <= start < {a.ndim + 1}, but {start} was passed in")
    return np.moveaxis(a, axis, start - 1 if axis < start else start)


def rot90(m, k=1, axes=(0, 1)):
    """A matrix turned by 90°, k times, from the first axis to the second."""
    m = np.asarray(m)
    if len(axes) != 2:
        raise ValueError("len(axes) must be 2.")
    first, second = (_axis(axis, m.ndim) for axis in axes)
    if first == second:
        raise ValueError("Axes must be different.")
    k %= 4
    if k == 0:
        return m[:]
    if k == 2:
        return np.flip(np.flip(m, first), second)
    if k == 1:
        return np.swapaxes(np.flip(m, second), first, second)
    return np.flip(np.swapaxes(m, first, second), second)


def resize(a, new_shape):
    """An array of another shape, its elements repeated as often as needed."""
    sizes = (new_shape,) if isinstance(new_shape, int) else tuple(new_shape)
    count = 1
    for size in sizes:
        count *= size
        if size < 0:
            raise ValueError("all elements of `new_shape` must be non-negative")
    a = np.ravel(a)
    if a.size == 0 or count == 0:
        return np.zeros(sizes, dtype=a.dtype)
    return np.tile(a, -(-count // a.size))[:count].reshape(sizes)


def diagflat(v, k=0):
    """A matrix with all elements on a diagonal."""
    return np.diag(np.ravel(v), k)


def diagonal(a, offset=0, axis1=0, axis2=1):
    """The diagonals of two axes, as the last axis."""
    a = np.asarray(a)
    if a.ndim < 2:
        raise ValueError("diag requires an array of at least two dimensions")
    first, second = _axis(axis1, a.ndim), _axis(axis2, a.ndim)
    if first == second:
        raise ValueError("axis1 and axis2 cannot be the same")
    a = np.moveaxis(a, (first, second), (0, 1))
    rows = np.arange(max(0, min(a.shape[0] + min(offset, 0), a.shape[1] - max(offset, 0))))
    found = a[rows - min(offset, 0), rows + max(offset, 0)]
    return np.moveaxis(found, 0, -1)


def fill_diagonal(a, val, wrap=False):
    """Writes to the main diagonal, in place."""
    if a.ndim < 2:
        raise ValueError("array must be at least 2-d")
    if a.ndim > 2 and len(set(a.shape)) > 1:
        raise ValueError("All dimensions of input must be of equal length")
    if wrap and a.ndim == 2 and a.shape[0] > a.shape[1]:
        places = np.arange(0, a.size, a.shape[1] + 1)
        rows, columns = places // a.shape[1], places % a.shape[1]
        a[rows, columns] = np.resize(np.asarray(val), rows.shape)
        return
    count = np.arange(min(a.shape))
    a[(count,) * a.ndim] = np.resize(np.asarray(val), count.shape)


def _pairs(width, ndim, name):
    """For each axis how much stands before and behind."""
    if isinstance(width, dict):
        found = [(0, 0)] * ndim
        for axis, value in width.items():
            found[_axis(axis, ndim)] = tuple(value) if isinstance(value, (tuple, list)) else (value, value)
        return found
    given = np.asarray(width)
    if given.dtype.kind not in "iufb":
        raise TypeError(f"`{name}` must be of integral type.")
    pairs = np.broadcast_to(given, (ndim, 2)).tolist()
    return [tuple(pair) for pair in pairs]


def _extended(count, before, behind, mode):
    """The positions that an axis of `count` takes its elements from."""
    if count == 0 and before + behind:
        raise ValueError("can't extend empty axis 0 using modes other than 'constant' or 'empty'")
    places = np.arange(-before, count + behind)
    if mode == "edge":
        return np.clip(places, 0, count - 1)
    if mode == "wrap":
        return places % count
    if mode == "symmetric":
        places = places % (2 * count)
        return np.where(places < count, places, 2 * count - 1 - places)
    if count == 1:
        return np.zeros(len(places), dtype=np.int64)
    places = places % (2 * count - 2)
    return np.where(places < count, places, 2 * count - 2 - places)


def pad(array, pad_width, mode="constant", **kwargs):
    """An array with more at its ends: constants, its own edge, its reflection, its beginning, or a statistic."""
    array = np.asarray(array)
    widths = _pairs(pad_width, array.ndim, "pad_width")
    if any(width != int(width) for pair in widths for width in pair):
        raise TypeError("`pad_width` must be of integral type.")
    widths = [(int(before), int(behind)) for before, behind in widths]
    if any(width < 0 for pair in widths for width in pair):
        raise ValueError("index can't contain negative values")
    if callable(mode):
        padded = pad(array, widths)
        for axis in range(array.ndim):
            moved = np.moveaxis(padded, axis, -1)
            for place in np.ndindex(moved.shape[:-1]):
                mode(moved[place], widths[axis], axis, kwargs)
        return padded
    allowed = {
        "empty": [], "edge": [], "wrap": [], "constant": ["constant_values"], "linear_ramp": ["end_values"],
        "maximum": ["stat_length"], "mean": ["stat_length"], "median": ["stat_length"], "minimum": ["stat_length"],
        "reflect": ["reflect_type"], "symmetric": ["reflect_type"]}
    if mode not in allowed:
        raise ValueError(f"mode '{mode}' is not supported")
    unknown = set(kwargs) - set(allowed[mode])
    if unknown:
        raise ValueError(f"unsupported keyword arguments for mode '{mode}': {unknown}")
    if kwargs.get("reflect_type", "even") != "even":
        raise NotImplementedError("np.pad(reflect_type='odd') is not in Lagado")
    if kwargs.get("stat_length") is not None:
        raise NotImplementedError("np.pad(stat_length=...) is not in Lagado")
    if mode in ("edge", "wrap", "reflect", "symmetric"):
        for axis, (before, behind) in enumerate(widths):
            if before or behind:
                array = array[_along(array.ndim, axis, _extended(array.shape[axis], before, behind, mode))]
        return np.array(array)
    values = _pairs(kwargs.get("constant_values", kwargs.get("end_values", 0)), array.ndim, "constant_values")
    for axis, (before, behind) in enumerate(widths):
        parts = []
        for is_behind, width in enumerate((before, behind)):
            shape = array.shape[:axis] + (width,) + array.shape[axis + 1:]
            if mode in ("constant", "empty"):
                end = values[axis][is_behind] if mode == "constant" else 0
                parts.append(np.full(shape, end).astype(array.dtype))
                continue
            edge = array[_along(array.ndim, axis, slice(-1, None) if is_behind else slice(0, 1))]
            if mode == "linear_ramp":
                steps = np.arange(width) / width if width else np.zeros(0)
                end = values[axis][is_behind]
                steps = steps.reshape((1,) * axis + (width,) + (1,) * (array.ndim - axis - 1))
                ramp = end + (edge - end) * steps
                parts.append((np.flip(ramp, axis) if is_behind else ramp).astype(array.dtype))
            else:
                compute = {"maximum": np.max, "minimum": np.min, "mean": np.mean, "median": np.median}[mode]
                one = compute(array, axis=axis, keepdims=True)
                if array.dtype.kind in "iu" and mode in ("mean", "median"):
                    one = np.rint(one)
                parts.append(np.broadcast_to(one.astype(array.dtype), shape))
        array = np.concatenate([parts[0], array, parts[1]], axis=axis)
    return array


def _positions(obj, size, axis):
    """What delete and insert take as positions: their numbers from the front."""
    if isinstance(obj, slice):
        return np.arange(size)[obj], False
    given = np.asarray(obj)
    if given.dtype.kind == "b":
        if given.shape != (size,):
            raise ValueError(f"boolean array argument obj to delete must be one dimensional and match the axis length of "
                             f"{size}")
        return np.flatnonzero(given), False
    if given.size == 0:
        return np.zeros(0, dtype=np.int64), False
    if given.dtype.kind not in "iu":
        raise IndexError("arrays used as indices must be of integer (or boolean) type")
    return given.reshape(-1), given.ndim == 0


def _row_of(arr, axis):
    """An array, the axis that positions are on and its length; all elements in one row where no axis is named."""
    arr = np.asarray(arr)
    if axis is None:
        arr, axis = arr.reshape(-1), 0
    axis = _axis(axis, arr.ndim)
    return arr, axis, arr.shape[axis]


def delete(arr, obj, axis=None):
    """A copy without some positions."""
    arr, axis, size = _row_of(arr, axis)
    places, _ = _positions(obj, size, axis)
    for place in places.tolist():
        if not -size <= place < size:
            raise IndexError(f"index {place} is out of bounds for axis {axis} with size {size}")
    keeps = np.ones(size, dtype=bool)
    keeps[places] = False
    return arr[_along(arr.ndim, axis, np.flatnonzero(keeps))]


def insert(arr, obj, values, axis=None):
    """A copy with elements put before positions."""
    arr, axis, size = _row_of(arr, axis)
    places, is_single = _positions(obj, size, axis)
    for place in places.tolist():
        if not -size <= place <= size:
            raise IndexError(f"index {place} is out of bounds for axis {axis} with size {size}")
    places = np.where(places < 0, places + size, places)
    values = np.array(values)
    if values.dtype != arr.dtype:
        values = values.astype(arr.dtype)
    if len(places) == 1:
        # One position takes all that is given.
        values = values.reshape((1,) * (arr.ndim - values.ndim) + values.shape)
        if is_single:
            values = np.moveaxis(values, 0, axis)
        shape = arr.shape[:axis] + (values.shape[axis],) + arr.shape[axis + 1:]
        values, at = np.broadcast_to(values, shape), int(places[0])
        return np.concatenate(
            [arr[_along(arr.ndim, axis, slice(0, at))], values, arr[_along(arr.ndim, axis, slice(at, None))]], axis=axis)
    order = np.argsort(places, kind="stable")
    new = np.zeros(len(places), dtype=np.int64)
    new[order] = places[order] + np.arange(len(places))
    shape = arr.shape[:axis] + (size + len(places),) + arr.shape[axis + 1:]
    keeps = np.ones(shape[axis], dtype=bool)
    keeps[new] = False
    source = np.zeros(shape[axis], dtype=np.int64)
    source[keeps] = np.arange(size)
    source[new] = size + np.arange(len(places))
    shape = arr.shape[:axis] + (len(places),) + arr.shape[axis + 1:]
    both = np.concatenate([arr, np.broadcast_to(values, shape)], axis=axis)
    return both[_along(arr.ndim, axis, source)]


def trim_zeros(filt, trim="fb", axis=None):
    """A vector without the zeros at its ends."""
    array = np.asarray(filt)
    if array.ndim != 1 or axis is not None:
        raise NotImplementedError("np.trim_zeros of more than one axis is not in Lagado")
    places = np.flatnonzero(array)
    if len(places) == 0:
        return filt[:0]
    first = int(places[0]) if "f" in trim.lower() else 0
    last = int(places[-1]) + 1 if "b" in trim.lower() else len(array)
    return filt[first:last]


def iterable(y):
    """Whether one can go through it."""
    try:
        iter(y)
    except TypeError:
        return False
    return True
