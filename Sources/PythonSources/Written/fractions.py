"""Numbers as one whole number over another."""
import math as _math
import re as _re

__all__ = ["Fraction"]


class Fraction:
    """A number as one whole number over another."""

    def __init__(self, numerator=0, denominator=None):
        if denominator is None:
            if isinstance(numerator, Fraction):
                top, bottom = numerator.numerator, numerator.denominator
            elif isinstance(numerator, int):
                top, bottom = int(numerator), 1
            elif isinstance(numerator, float):
                if _math.isnan(numerator):
                    raise ValueError("cannot convert NaN to integer ratio")
                if _math.isinf(numerator):
                    raise OverflowError("cannot convert Infinity to integer ratio")
                bottom = 1
                while numerator != int(numerator):
                    numerator *= 2
                    bottom *= 2
                top = int(numerator)
            elif isinstance(numerator, str):
                found = _re.fullmatch(r"\s*([-+]?)(\d*)(?:/(\d+)|(?:\.(\d*))?(?:[eE]([-+]?\d+))?)\s*", numerator)
                if found is None or not (found.group(2) or found.group(4)):
                    raise ValueError(f"Invalid literal for Fraction: {numerator!r}")
                sign, whole, below, decimals, power = found.groups()
                top, bottom = int(whole or 0), int(below or 1)
                if decimals:
                    top, bottom = int((whole or "") + decimals), 10 ** len(decimals)
                if power and int(power) > 0:
                    top *= 10 ** int(power)
                elif power:
                    bottom *= 10 ** -int(power)
                top = -top if sign == "-" else top
            else:
                raise TypeError("argument should be a string or a Rational instance")
        else:
            for part in (numerator, denominator):
                if not isinstance(part, (int, Fraction)):
                    raise TypeError("both arguments should be Rational instances")
            a, b = _parts(numerator), _parts(denominator)
            top, bottom = a[0] * b[1], a[1] * b[0]
        if bottom == 0:
            raise ZeroDivisionError(f"Fraction({top}, 0)")
        shared = _math.gcd(top, bottom) * (-1 if bottom < 0 else 1)
        self._top, self._bottom = top // shared, bottom // shared

    @property
    def numerator(self):
        """The number above the line."""
        return self._top

    @property
    def denominator(self):
        """The number below the line."""
        return self._bottom

    @classmethod
    def from_float(cls, f):
        """The fraction that a float is."""
        return cls(f)

    def as_integer_ratio(self):
        """Both numbers."""
        return self._top, self._bottom

    def limit_denominator(self, max_denominator=1000000):
        """The nearest fraction with a small number below the line."""
        if max_denominator < 1:
            raise ValueError("max_denominator should be at least 1")
        if self._bottom <= max_denominator:
            return Fraction(self)
        p0, q0, p1, q1 = 0, 1, 1, 0
        n, d = self._top, self._bottom
        while True:
            a = n // d
            q2 = q0 + a * q1
            if q2 > max_denominator:
                break
            p0, q0, p1, q1 = p1, q1, p0 + a * p1, q2
            n, d = d, n - a * d
        k = (max_denominator - q0) // q1
        first, second = Fraction(p0 + k * p1, q0 + k * q1), Fraction(p1, q1)
        return second if abs(second - self) <= abs(first - self) else first

    def __repr__(self):
        return f"Fraction({self._top}, {self._bottom})"

    def __str__(self):
        return str(self._top) if self._bottom == 1 else f"{self._top}/{self._bottom}"

    def __add__(self, other):
        if isinstance(other, float):
            return float(self) + other
        b = _parts(other)
        return NotImplemented if b is None else Fraction(self._top * b[1] + b[0] * self._bottom, self._bottom * b[1])

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, float):
            return float(self) - other
        b = _parts(other)
        return NotImplemented if b is None else Fraction(self._top * b[1] - b[0] * self._bottom, self._bottom * b[1])

    def __rsub__(self, other):
        return -self + other

    def __mul__(self, other):
        if isinstance(other, float):
            return float(self) * other
        b = _parts(other)
        return NotImplemented if b is None else Fraction(self._top * b[0], self._bottom * b[1])

    __rmul__ = __mul__

    def __truediv__(self, other):
        if isinstance(other, float):
            return float(self) / other
        b = _parts(other)
        return NotImplemented if b is None else Fraction(self._top * b[1], self._bottom * b[0])

    def __rtruediv__(self, other):
        if isinstance(other, float):
            return other / float(self)
        b = _parts(other)
        return NotImplemented if b is None else Fraction(b[0] * self._bottom, b[1] * self._top)

    def __floordiv__(self, other):
        quotient = self / other
        return quotient.__floor__() if isinstance(quotient, Fraction) else quotient // 1

    def __mod__(self, other):
        return self - other * (self // other)

    def __pow__(self, other):
        if isinstance(other, int):
            if other >= 0:
                return Fraction(self._top ** other, self._bottom ** other)
            return Fraction(self._bottom ** -other, self._top ** -other)
        return float(self) ** float(other)

    def __neg__(self):
        return Fraction(-self._top, self._bottom)

    def __pos__(self):
        return self

    def __abs__(self):
        return Fraction(abs(self._top), self._bottom)

    def __float__(self):
        return self._top / self._bottom

    def __int__(self):
        return -(-self._top // self._bottom) if self._top < 0 else self._top // self._bottom

    def __trunc__(self):
        return int(self)

    def __floor__(self):
        return self._top // self._bottom

    def __ceil__(self):
        return -(-self._top // self._bottom)

    def __round__(self, ndigits=None):
        if ndigits is None:
            floor, rest = divmod(self._top, self._bottom)
            if rest * 2 == self._bottom:
                return floor + floor % 2
            return floor + (rest * 2 > self._bottom)
        shift = 10 ** abs(ndigits)
        return Fraction(round(self * shift), shift) if ndigits > 0 else Fraction(round(self / shift) * shift)

    def __bool__(self):
        return self._top != 0

    def __hash__(self):
        return hash(self._top) if self._bottom == 1 else hash(self._top / self._bottom)

    def __eq__(self, other):
        if isinstance(other, float):
            return float(self) == other
        b = _parts(other)
        return NotImplemented if b is None else (self._top, self._bottom) == b

    def __lt__(self, other):
        return self._order(other, lambda a, b: a < b)

    def __le__(self, other):
        return self._order(other, lambda a, b: a <= b)

    def __gt__(self, other):
        return self._order(other, lambda a, b: a > b)

    def __ge__(self, other):
        return self._order(other, lambda a, b: a >= b)

    def _order(self, other, compare):
        if isinstance(other, float):
            return compare(float(self), other)
        b = _parts(other)
        return NotImplemented if b is None else compare(self._top * b[1], b[0] * self._bottom)


def _parts(value):
    if isinstance(value, Fraction):
        return value._top, value._bottom
    return (int(value), 1) if isinstance(value, int) else None
