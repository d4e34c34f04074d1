"""Methods of NumPy's functions of elements: np.add.reduce, np.add.at and their like."""
import numpy as np

_none = object()
_folds = {"add": np.sum, "multiply": np.prod, "maximum": np.max, "minimum": np.min, "logical_and": np.all,
          "logical_or": np.any}
_runs = {"add": np.cumsum, "multiply": np.cumprod}
_identities = {"logical_xor": False, "bitwise_or": 0, "bitwise_xor": 0, "bitwise_and": -1, "hypot": 0.0,
               "logaddexp": -np.inf}


def _two(function):
    if function.nin != 2:
        raise ValueError("reduce only supported for binary functions")


def reduce(function, array, axis=0, dtype=None, out=None, keepdims=False, initial=_none, where=True):
    """One number of each row, by the function again and again."""
    _two(function)
    array, name = np.asarray(array), function.__name__
    axes = tuple(range(array.ndim)) if axis is None else (axis,) if isinstance(axis, int) else tuple(axis)
    more = {} if initial is _none else {"initial": initial}
    if where is not True:
        more["where"] = where
    if name in _folds:
        if dtype is not None and name in ("add", "multiply"):
            more["dtype"] = dtype
        found = _folds[name](array, axis=axes if len(axes) > 1 else axes[0] if axes else None, keepdims=keepdims, **more)
    else:
        if where is not True:
            raise NotImplementedError(f"np.{name}.reduce(where=...) is not in Lagado")
        found = array if dtype is None else array.astype(dtype)
        for place in sorted((one % array.ndim for one in axes), reverse=True):
            rows = np.moveaxis(found, place, 0)
            if len(rows) == 0:
                start = initial if initial is not _none else _identities.get(name, _none)
                if start is _none:
                    raise ValueError(f"zero-size array to reduction operation {name} which has no identity")
                found = np.full(rows.shape[1:], start)
            else:
                total = rows[0] if initial is _none else function(initial, rows[0])
                if name.startswith("logical"):
                    total = np.asarray(total).astype(bool)
                for row in rows[1:]:
                    total = function(total, row)
                found = np.asarray(total)
            if keepdims:
                found = np.expand_dims(found, place)
    if out is not None:
        out[...] = found
        return out
    return found[()] if isinstance(found, np.ndarray) else found


def accumulate(function, array, axis=0, dtype=None, out=None):
    """What reduce gives after each element."""
    _two(function)
    array, name = np.asarray(array), function.__name__
    if name in _runs:
        found = _runs[name](array, axis=axis, dtype=dtype)
    else:
        rows = np.moveaxis(array if dtype is None else array.astype(dtype), axis, 0)
        steps = []
        for row in rows:
            steps.append(row if not steps else function(steps[-1], row))
        found = np.moveaxis(np.stack(steps), 0, axis) if steps else array
    if out is not None:
        out[...] = found
        return out
    return found


def reduceat(function, array, indices, axis=0, dtype=None, out=None):
    """What reduce gives of the parts between places; the element alone where the next place is not behind."""
    _two(function)
    rows = np.moveaxis(np.asarray(array), axis, 0)
    places = np.asarray(indices).tolist()
    for place in places:
        if not 0 <= place < len(rows):
            raise IndexError(f"index {place} out-of-bounds in {function.__name__}.reduceat [0, {len(rows)})")
    ends = places[1:] + [len(rows)]
    found = [
        np.asarray(reduce(function, rows[start:end], 0, dtype)) if start < end or end == len(rows) else rows[start]
        for start, end in zip(places, ends)]
    found = np.moveaxis(np.stack(found), 0, axis)
    if out is not None:
        out[...] = found
        return out
    return found


def outer(function, A, B, /, **kwargs):
    """The function of each pair."""
    _two(function)
    A, B = np.asarray(A), np.asarray(B)
    return function(A.reshape(A.shape + (1,) * B.ndim), B, **kwargs)


def at(function, a, indices, b=_none, /):
    """Writes to places in place; a place that comes twice is changed twice."""
    places = np.arange(a.size).reshape(a.shape)[indices]
    places = np.asarray(places)
    flat = np.array(a).reshape(-1)
    if function.nin == 1:
        for place in places.reshape(-1).tolist():
            flat[place] = function(flat[place])
    else:
        if b is _none:
            raise ValueError("second operand needed for ufunc")
        values, name = np.broadcast_to(np.asarray(b), places.shape), function.__name__
        if not np.can_cast(values.dtype, a.dtype, "same_kind"):
            raise TypeError(
                f"Cannot cast ufunc '{name}' output from dtype('{values.dtype}') to dtype('{a.dtype}') with casting "
                "rule 'same_kind'")
        if name in ("add", "subtract") and a.dtype.kind in "fiu":
            import torch
            amounts = torch.from_numpy(np.array(values).astype(a.dtype).reshape(-1))
            torch.from_numpy(flat).index_add_(
                0, torch.from_numpy(places.reshape(-1)), amounts, alpha=1 if name == "add" else -1)
        else:
            for place, value in zip(places.reshape(-1).tolist(), values.reshape(-1)):
                flat[place] = function(flat[place], value)
    a[...] = flat.reshape(a.shape)
