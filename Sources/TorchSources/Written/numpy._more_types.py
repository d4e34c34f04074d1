"""Functions of NumPy that ask for types and make texts."""
import numpy as np

__completes__ = "numpy"
__all__ = ["array_equiv", "can_cast", "promote_types", "result_type", "min_scalar_type", "base_repr",
           "binary_repr", "array_repr", "array_str", "euler_gamma", "little_endian"]

euler_gamma = 0.5772156649015329
little_endian = True


def array_equiv(a1, a2):
    """Whether two arrays broadcast to one another and are equal."""
    try:
        first, second = np.broadcast_arrays(np.asarray(a1), np.asarray(a2))
    except ValueError:
        return False
    return bool(np.all(first == second))


def promote_types(type1, type2, /):
    """The type that two types are computed in."""
    return (np.zeros(1, dtype=type1) + np.zeros(1, dtype=type2)).dtype if np.dtype(type1) != np.dtype(type2) \
        else np.dtype(type1)


def result_type(*arrays_and_dtypes):
    """The type that all of them are computed in; plain numbers have less to say."""
    strong, plain = [], []
    for one in arrays_and_dtypes:
        if isinstance(one, (bool, int, float)) and not isinstance(one, np.generic):
            plain.append(one)
        elif isinstance(one, (np.ndarray, np.generic)):
            strong.append(one.dtype)
        elif isinstance(one, (list, tuple)):
            strong.append(np.asarray(one).dtype)
        else:
            strong.append(np.dtype(one))
    if not strong:
        return np.asarray(sum(plain[1:], plain[0])).dtype
    found = strong[0]
    for one in strong[1:]:
        found = promote_types(found, one)
    for one in plain:
        found = (np.zeros(1, dtype=found) + one).dtype if not isinstance(one, bool) else found
    return found


def can_cast(from_, to, casting="safe"):
    """Whether one type is made of another without a loss."""
    if isinstance(from_, (int, float)) and not isinstance(from_, (bool, np.generic)):
        raise TypeError("can_cast() does not support Python ints, floats, and complex because the result used to "
                        "depend on the value.")
    source, target = from_.dtype if isinstance(from_, (np.ndarray, np.generic)) else np.dtype(from_), np.dtype(to)
    if casting == "unsafe" or source == target:
        return True
    if casting in ("no", "equiv"):
        return False
    if promote_types(source, target) == target:
        return True
    ranks = {"b": 0, "u": 1, "i": 2, "f": 3}
    return casting == "same_kind" and ranks[source.kind] <= ranks[target.kind]


def min_scalar_type(a, /):
    """The smallest type that holds a number."""
    value = np.asarray(a)
    if value.ndim or value.dtype.kind not in "iu":
        if value.ndim == 0 and value.dtype.kind == "f":
            for name in ("float16", "float32"):
                if not np.isfinite(value) or abs(float(value)) <= float(np.finfo(name).max):
                    return np.dtype(name)
        return value.dtype if value.ndim or value.dtype.kind != "b" else np.dtype(bool)
    number = int(value)
    names = ("uint8", "uint16", "uint32") if number >= 0 else ("int8", "int16", "int32", "int64")
    for name in names:
        if np.iinfo(name).min <= number <= np.iinfo(name).max:
            return np.dtype(name)
    raise NotImplementedError("np.min_scalar_type: uint64 is not in Lagado")


def base_repr(number, base=2, padding=0):
    """The digits of a whole number in a base up to 36."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    if base > len(digits):
        raise ValueError("Bases greater than 36 not handled in base_repr.")
    if base < 2:
        raise ValueError("Bases less than 2 not handled in base_repr.")
    left, found = abs(int(number)), []
    while left:
        found.append(digits[left % base])
        left //= base
    if padding:
        found.append("0" * padding)
    if number < 0:
        found.append("-")
    return "".join(reversed(found or "0"))


def binary_repr(num, width=None):
    """The binary digits of a whole number; of a negative one its two's complement, where a width is given."""
    num = int(num)
    if num >= 0 or width is None:
        digits = format(num, "b")
        if width is not None and len(digits) > width:
            raise ValueError(f"Insufficient bit width={width} provided for binwidth={len(digits)}")
        return digits if width is None else digits.zfill(width)
    least = len(format(-num, "b"))
    least += 2 ** (least - 1) < -num
    if width < least:
        raise ValueError(f"Insufficient bit width={width} provided for binwidth={least}")
    return format(2 ** width + num, "b").zfill(width)


def array_repr(arr, max_line_width=None, precision=None, suppress_small=None):
    """repr of an array."""
    if max_line_width is not None or precision is not None or suppress_small is not None:
        raise NotImplementedError("np.array_repr with settings is not in Lagado: np.set_printoptions")
    return repr(np.asarray(arr))


def array_str(a, max_line_width=None, precision=None, suppress_small=None):
    """str of an array."""
    if max_line_width is not None or precision is not None or suppress_small is not None:
        raise NotImplementedError("np.array_str with settings is not in Lagado: np.set_printoptions")
    return str(np.asarray(a))
