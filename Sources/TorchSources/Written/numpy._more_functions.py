"""Functions of NumPy that take functions."""
import math

import numpy as np

__completes__ = "numpy"
__all__ = ["apply_along_axis", "apply_over_axes", "vectorize", "frompyfunc", "fromfunction", "fromiter"]


def apply_along_axis(func1d, axis, arr, *args, **kwargs):
    """A function of vectors, applied to each along an axis."""
    arr = np.asarray(arr)
    if not -arr.ndim <= axis < arr.ndim:
        raise np.exceptions.AxisError(f"axis {axis} is out of bounds for array of dimension {arr.ndim}")
    axis %= arr.ndim
    moved = np.moveaxis(arr, axis, -1)
    before = moved.shape[:-1]
    rows = moved.reshape(-1, moved.shape[-1])
    if len(rows) == 0:
        raise ValueError("Cannot apply_along_axis when any iteration dimensions are 0")
    found = [np.asarray(func1d(row, *args, **kwargs)) for row in rows]
    one = found[0].shape
    whole = np.stack(found).reshape(before + one)
    for place in range(len(one)):
        whole = np.moveaxis(whole, len(before) + place, axis + place)
    return whole


def apply_over_axes(func, a, axes):
    """A function func(a, axis), applied to one axis after the other, which stay with size 1."""
    a = np.asarray(a)
    ndim = a.ndim
    for axis in np.ravel(axes).tolist():
        found = func(a, axis)
        a = found if np.ndim(found) == ndim else np.expand_dims(found, axis)
    return a


class vectorize:
    """A function of numbers as one of arrays: called for each element."""

    def __init__(self, pyfunc=None, otypes=None, doc=None, excluded=None, cache=False, signature=None):
        self.pyfunc = pyfunc
        self.otypes = otypes
        self.excluded = set() if excluded is None else set(excluded)
        self.cache = cache
        self.signature = signature
        self.__doc__ = doc if doc is not None else getattr(pyfunc, "__doc__", None)
        self.__name__ = getattr(pyfunc, "__name__", "vectorize")
        if signature is not None:
            raise NotImplementedError("np.vectorize(signature=...) is not in Lagado: np.apply_along_axis")

    def __call__(self, *args, **kwargs):
        if self.pyfunc is None:
            # As a decorator with settings.
            self.pyfunc = args[0]
            self.__doc__, self.__name__ = self.pyfunc.__doc__, self.pyfunc.__name__
            return self
        fixed = [place in self.excluded for place in range(len(args))]
        varying = [np.asarray(arg) for place, arg in enumerate(args) if not fixed[place]]
        named = {key: np.asarray(value) for key, value in kwargs.items() if key not in self.excluded}
        arrays = np.broadcast_arrays(*varying, *named.values())
        if not arrays:
            return self.pyfunc(*args, **kwargs)
        shape = arrays[0].shape
        if math.prod(shape) == 0 and self.otypes is None:
            raise ValueError("cannot call `vectorize` on size 0 inputs unless `otypes` is set")
        columns = [[array[()]] if array.ndim == 0 else list(array.reshape(-1)) for array in arrays]
        found = []
        for numbers in zip(*columns):
            rest = iter(numbers)
            given = [arg if fixed[place] else next(rest) for place, arg in enumerate(args)]
            by_name = {key: kwargs[key] if key in self.excluded else next(rest) for key in kwargs}
            found.append(self.pyfunc(*given, **by_name))

        def made(values, number):
            if self.otypes is None:
                array = np.array(values)
                # The first call decides the type.
                kind = np.asarray(values[0]).dtype
                array = array if array.dtype == kind else array.astype(kind)
            else:
                array = np.array(values, dtype=self.otypes[number])
            return array.reshape(shape + array.shape[1:])[()] if shape == () else array.reshape(shape)

        if found and isinstance(found[0], tuple):
            return tuple(made(list(column), number) for number, column in enumerate(zip(*found)))
        return made(found, 0)


def frompyfunc(func, /, nin, nout, **kwargs):
    """A function of numbers as one of arrays of objects."""
    if nout != 1:
        raise NotImplementedError("np.frompyfunc of more than one result is not in Lagado: np.vectorize")
    return vectorize(func, otypes=[object])


def fromfunction(function, shape, *, dtype=float, like=None, **kwargs):
    """A function of the coordinates of a shape."""
    return function(*np.indices(shape, dtype=dtype), **kwargs)


def fromiter(iter, dtype, count=-1, *, like=None):
    """An array of what an iterator gives."""
    values = []
    for value in iter:
        if len(values) == count:
            break
        values.append(value)
    if len(values) < count:
        raise ValueError(f"iterator too short: Expected {count} but iterator had only {len(values)} items.")
    return np.array(values, dtype=dtype)
