"""What `operator` has besides."""

__all__ = ["abs", "call", "concat", "countOf", "delitem", "iadd", "iand", "iconcat", "ifloordiv", "ilshift", "imatmul",
           "imod", "imul", "index", "indexOf", "inv", "invert", "ior", "ipow", "irshift", "is_not", "isub", "itruediv",
           "ixor", "length_hint", "pos", "setitem"]

_abs = abs


def abs(a):
    """The absolute value of a."""
    return _abs(a)


def pos(a):
    """The result of +a."""
    return +a


def inv(a):
    """The result of ~a."""
    return ~a


invert = inv


def index(a):
    """The whole number that a is."""
    return a.__index__() if hasattr(a, "__index__") else range(a)[-1] + 1 if a else 0


def is_not(a, b):
    """Whether a is not b."""
    return a is not b


def call(obj, /, *args, **kwargs):
    """The result of obj(...)."""
    return obj(*args, **kwargs)


def concat(a, b):
    """The result of a + b, for rows."""
    if not hasattr(a, "__getitem__"):
        raise TypeError(f"{type(a).__name__!r} object can't be concatenated")
    return a + b


def countOf(a, b):
    """How often b is in a."""
    return sum(1 for value in a if value is b or value == b)


def indexOf(a, b):
    """The first place of b in a."""
    for place, value in enumerate(a):
        if value is b or value == b:
            return place
    raise ValueError("sequence.index(x): x not in sequence")


def setitem(a, b, c):
    """Sets a[b] to c."""
    a[b] = c


def delitem(a, b):
    """Takes a[b] out."""
    del a[b]


def length_hint(obj, default=0):
    """The number of elements, where it is known."""
    return len(obj) if hasattr(obj, "__len__") else default


def iadd(a, b):
    """The result of a += b."""
    a += b
    return a


iconcat = iadd


def isub(a, b):
    """The result of a -= b."""
    a -= b
    return a


def imul(a, b):
    """The result of a *= b."""
    a *= b
    return a


def itruediv(a, b):
    """The result of a /= b."""
    a /= b
    return a


def ifloordiv(a, b):
    """The result of a //= b."""
    a //= b
    return a


def imod(a, b):
    """The result of a %= b."""
    a %= b
    return a


def ipow(a, b):
    """The result of a **= b."""
    a **= b
    return a


def imatmul(a, b):
    """The result of a @= b."""
    a @= b
    return a


def iand(a, b):
    """The result of a &= b."""
    a &= b
    return a


def ior(a, b):
    """The result of a |= b."""
    a |= b
    return a


def ixor(a, b):
    """The result of a ^= b."""
    a ^= b
    return a


def ilshift(a, b):
    """The result of a <<= b."""
    a <<= b
    return a


def irshift(a, b):
    """The result of a >>= b."""
    a >>= b
    return a
