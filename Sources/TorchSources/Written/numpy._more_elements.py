"""Functions of NumPy that compute element by element."""
import math

import numpy as np

__completes__ = "numpy"
__all__ = ["gcd", "lcm", "modf", "divmod", "frexp", "ldexp", "heaviside", "signbit", "positive", "pow",
           "isposinf", "isneginf", "isreal", "isrealobj", "iscomplex", "iscomplexobj", "real", "imag", "conj",
           "conjugate", "real_if_close", "angle", "spacing", "nextafter", "left_shift", "right_shift",
           "bitwise_left_shift", "bitwise_right_shift", "bitwise_not", "bitwise_invert", "bitwise_count",
           "acos", "asin", "atan", "atan2", "acosh", "asinh", "atanh"]


def _floats(x):
    x = np.asarray(x)
    return x if x.dtype.kind == "f" else x.astype(np.float64)


def gcd(x1, x2, /):
    """The greatest common divisor."""
    a, b = _integers("gcd", x1, x2)
    a, b = np.abs(a), np.abs(b)
    while np.any(b != 0):
        a, b = np.where(b == 0, a, b), np.where(b == 0, 0, a % np.where(b == 0, 1, b))
    return a[()]


def lcm(x1, x2, /):
    """The least common multiple."""
    a, b = _integers("lcm", x1, x2)
    divisor = np.asarray(gcd(a, b))
    return np.abs(np.where(divisor == 0, 0, a // np.where(divisor == 0, 1, divisor) * b))[()]


def _integers(name, x1, x2):
    a, b = np.broadcast_arrays(np.asarray(x1), np.asarray(x2))
    if a.dtype.kind not in "iu" or b.dtype.kind not in "iu":
        raise TypeError(f"ufunc '{name}' did not contain a loop with signature matching types "
                        f"(<class 'numpy.dtype'>, <class 'numpy.dtype'>) -> None")
    return a, b


def modf(x, /):
    """What stands behind the point, and what before."""
    x = _floats(x)
    whole = np.trunc(x)
    part = np.where(np.isinf(x), 0.0, x - np.where(np.isinf(x), 0.0, whole)).astype(x.dtype)
    return np.copysign(part, x)[()], whole


def divmod(x1, x2, /):
    """The quotient rounded down, and what is left."""
    return np.floor_divide(x1, x2), np.remainder(x1, x2)


def frexp(x, /):
    """A fraction in [0.5, 1) and a power of two."""
    x = _floats(x)
    plain = (x != 0) & np.isfinite(x)
    power = np.where(plain, np.floor(np.log2(np.where(plain, np.abs(x), 1.0))) + 1, 0.0).astype(np.int32)
    fraction = np.asarray(ldexp(x, -power))
    # log2 may be one off next to a power of two.
    high, low = plain & (np.abs(fraction) >= 1), plain & (np.abs(fraction) < 0.5)
    power = power + high.astype(np.int32) - low.astype(np.int32)
    fraction = np.where(plain, np.asarray(ldexp(x, -power)), x)
    return fraction.astype(x.dtype)[()], power[()]


def ldexp(x1, x2, /):
    """x1 · 2^x2."""
    x, power = _floats(x1), np.asarray(x2)
    half = power // 2
    return (x * np.exp2(half.astype(x.dtype)) * np.exp2((power - half).astype(x.dtype)))[()]


def heaviside(x1, x2, /):
    """0 below 0, 1 above, and x2 at 0."""
    x, at = np.broadcast_arrays(_floats(x1), _floats(x2))
    return np.where(np.isnan(x), x, np.where(x == 0, at, np.where(x > 0, 1.0, 0.0)))[()]


def signbit(x, /):
    """Whether there is a minus sign, that of -0.0 too."""
    x = np.asarray(x)
    return np.copysign(np.ones_like(x), x) < 0 if x.dtype.kind == "f" else x < 0


def positive(x, /):
    """The same numbers."""
    return np.array(x)[()]


def pow(x1, x2, /):
    """np.power."""
    return np.power(x1, x2)


def isposinf(x, out=None):
    """Where numbers are +∞."""
    return _into(out, np.asarray(x) == np.inf)


def isneginf(x, out=None):
    """Where numbers are -∞."""
    return _into(out, np.asarray(x) == -np.inf)


def _into(out, found):
    if out is None:
        return found[()] if isinstance(found, np.ndarray) else found
    out[...] = found
    return out


def isreal(x):
    """Where numbers have no imaginary part: everywhere, since there are no complex numbers here."""
    return np.ones_like(np.asarray(x), dtype=bool)[()]


def isrealobj(x):
    """Whether the type has no imaginary part."""
    return True


def iscomplex(x):
    """Where numbers have an imaginary part: nowhere."""
    return np.zeros_like(np.asarray(x), dtype=bool)[()]


def iscomplexobj(x):
    """Whether the type has an imaginary part."""
    return False


def real(val):
    """The real part: the numbers themselves."""
    return np.asarray(val)[()] if not isinstance(val, np.ndarray) else val


def imag(val):
    """The imaginary part: zeros."""
    return np.zeros_like(np.asarray(val))[()]


def conj(x, /):
    """The same numbers: none are complex here."""
    return np.array(x)[()]


conjugate = conj


def real_if_close(a, tol=100):
    """The array itself."""
    return np.asarray(a)


def angle(z, deg=False):
    """0, or π for negative numbers."""
    z = _floats(z)
    found = np.where(np.isnan(z), z, np.where(signbit(z), np.pi, 0.0))[()]
    return np.rad2deg(found) if deg else found


def nextafter(x1, x2, /):
    """The next number towards another."""
    x, y = np.broadcast_arrays(_floats(x1), _floats(x2))
    return np.array([math.nextafter(a, b) for a, b in zip(x.reshape(-1).tolist(), y.reshape(-1).tolist())]
                    ).reshape(x.shape)[()]


def spacing(x, /):
    """The distance to the next number."""
    x = np.asarray(x, dtype=np.float64)
    return np.array([math.copysign(math.ulp(a), a) for a in x.reshape(-1).tolist()]).reshape(x.shape)[()]


def left_shift(x1, x2, /):
    """x1 · 2^x2."""
    return np.multiply(x1, np.power(2, np.asarray(x2)))


def right_shift(x1, x2, /):
    """x1 / 2^x2, rounded down."""
    return np.floor_divide(x1, np.power(2, np.asarray(x2)))


bitwise_left_shift, bitwise_right_shift = left_shift, right_shift


def bitwise_not(x, /):
    """np.invert."""
    return np.invert(x)


bitwise_invert = bitwise_not


def bitwise_count(x, /):
    """The ones in binary of the size of each number."""
    left, found = np.abs(np.asarray(x).astype(np.int64)), 0
    while np.any(left != 0):
        found = found + left % 2
        left = left // 2
    return (np.asarray(found) + np.zeros(np.shape(x), dtype=np.int64)).astype(np.uint8)[()]


def acos(x, /):
    """np.arccos."""
    return np.arccos(x)


def asin(x, /):
    """np.arcsin."""
    return np.arcsin(x)


def atan(x, /):
    """np.arctan."""
    return np.arctan(x)


def atan2(x1, x2, /):
    """np.arctan2."""
    return np.arctan2(x1, x2)


def acosh(x, /):
    """np.arccosh."""
    return np.arccosh(x)


def asinh(x, /):
    """np.arcsinh."""
    return np.arcsinh(x)


def atanh(x, /):
    """np.arctanh."""
    return np.arctanh(x)
