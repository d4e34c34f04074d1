"""Polynomials of NumPy, by their coefficients, the highest power first."""
import numpy as np

__completes__ = "numpy"
__all__ = ["poly1d", "poly", "polyadd", "polysub", "polymul", "polydiv", "polyder", "polyint", "roots"]


def _coefficients(p):
    return p.coeffs if isinstance(p, poly1d) else np.atleast_1d(np.asarray(p))


def _made(found, *given):
    return poly1d(found) if any(isinstance(one, poly1d) for one in given) else found


def _trimmed(p):
    places = np.flatnonzero(p)
    return p[int(places[0]):] if len(places) else p[-1:]


def polyadd(a1, a2):
    """The sum of two polynomials."""
    a, b = _coefficients(a1), _coefficients(a2)
    length = max(len(a), len(b))
    a, b = (np.concatenate([np.zeros(length - len(one), dtype=one.dtype), one]) for one in (a, b))
    return _made(a + b, a1, a2)


def polysub(a1, a2):
    """The difference of two polynomials."""
    return _made(polyadd(_coefficients(a1), -_coefficients(a2)), a1, a2)


def polymul(a1, a2):
    """The product of two polynomials."""
    return _made(np.convolve(_coefficients(a1), _coefficients(a2)), a1, a2)


def polydiv(u, v):
    """The quotient and the rest of two polynomials."""
    a, b = _coefficients(u) + 0.0, _coefficients(v) + 0.0
    steps = len(a) - len(b)
    quotient, rest = np.zeros(max(steps + 1, 1)), a.copy()
    for k in range(steps + 1):
        factor = rest[k] / b[0]
        quotient[k] = factor
        rest[k:k + len(b)] -= factor * b
    while len(rest) > 1 and np.allclose(rest[0], 0, rtol=1e-14):
        rest = rest[1:]
    return _made(quotient, u, v), _made(rest, u, v)


def polyder(p, m=1):
    """The derivative, m times."""
    if m < 0:
        raise ValueError("Order of derivative must be positive (see polyint)")
    found = _coefficients(p)
    for _ in range(m):
        found = found[:-1] * np.arange(len(found) - 1, 0, -1)
    return _made(found, p)


def polyint(p, m=1, k=None):
    """The integral, m times, with constants."""
    if m < 0:
        raise ValueError("Order of integral must be positive (see polyder)")
    constants = [0.0] * m if k is None else np.atleast_1d(k).tolist()
    if len(constants) == 1 and m > 1:
        constants = constants * m
    if len(constants) < m:
        raise ValueError("k must be a scalar or a rank-1 array of length 1 or >m.")
    found = _coefficients(p)
    for constant in constants[:m]:
        found = np.concatenate([found / np.arange(len(found), 0, -1), np.array([constant], dtype=np.float64)])
    return _made(found, p)


def poly(seq_of_zeros):
    """The polynomial that is 0 at given places."""
    zeros = np.atleast_1d(np.asarray(seq_of_zeros))
    if zeros.ndim != 1:
        raise NotImplementedError("np.poly of a matrix is not in Lagado")
    found = np.ones(1)
    for zero in zeros:
        found = np.convolve(found, np.array([1.0, -float(zero)]))
    return found


def roots(p):
    """Where a polynomial is 0; complex places are not here."""
    p = np.atleast_1d(np.asarray(p)) + 0.0
    if p.ndim != 1:
        raise ValueError("Input must be a rank-1 array.")
    places = np.flatnonzero(p)
    if len(places) == 0:
        return np.array([])
    behind = len(p) - int(places[-1]) - 1
    p = p[int(places[0]):int(places[-1]) + 1]
    if len(p) == 1:
        found = np.zeros(0)
    elif len(p) == 2:
        found = np.array([-p[1] / p[0]])
    elif len(p) == 3:
        a, b, c = p.tolist()
        inside = b * b - 4 * a * c
        if inside < 0:
            raise NotImplementedError("np.roots: there are no complex numbers in Lagado")
        far = -(b + (inside ** 0.5 if b >= 0 else -inside ** 0.5)) / 2
        found = np.array([far / a, c / far] if far else [0.0, 0.0])
        found = found[np.argsort(-np.abs(found), kind="stable")]
    else:
        raise NotImplementedError("np.roots of degree 3 and more is not in Lagado")
    return np.concatenate([found, np.zeros(behind)])


class poly1d:
    """A polynomial as a value: called, added, multiplied, shown."""

    def __init__(self, c_or_r, r=False, variable=None):
        if isinstance(c_or_r, poly1d):
            c_or_r = c_or_r.coeffs
        self.variable = variable or "x"
        self.coeffs = _trimmed(poly(c_or_r) if r else np.atleast_1d(np.array(c_or_r)))

    @property
    def order(self):
        """The highest power."""
        return len(self.coeffs) - 1

    o = order

    @property
    def c(self):
        """The coefficients, the highest power first."""
        return self.coeffs

    coef = coefficients = c

    @property
    def roots(self):
        """Where it is 0."""
        return roots(self.coeffs)

    r = roots

    def __call__(self, val):
        if isinstance(val, poly1d):
            found = poly1d([0])
            for factor in self.coeffs:
                found = found * val + factor
            return found
        return np.polyval(self.coeffs, val)

    def __getitem__(self, power):
        return self.coeffs[self.order - power] if 0 <= power <= self.order else self.coeffs.dtype.type(0)

    def __len__(self):
        return self.order

    def __iter__(self):
        return iter(self.coeffs)

    def __neg__(self):
        return poly1d(-self.coeffs)

    def __add__(self, other):
        return poly1d(polyadd(self.coeffs, _coefficients(other)))

    __radd__ = __add__

    def __sub__(self, other):
        return poly1d(polysub(self.coeffs, _coefficients(other)))

    def __rsub__(self, other):
        return poly1d(polysub(_coefficients(other), self.coeffs))

    def __mul__(self, other):
        return poly1d(self.coeffs * other if np.isscalar(other) else polymul(self.coeffs, _coefficients(other)))

    __rmul__ = __mul__

    def __truediv__(self, other):
        return poly1d(self.coeffs / other) if np.isscalar(other) else polydiv(self, other)

    def __pow__(self, power):
        if not isinstance(power, int) or power < 0:
            raise ValueError("Power to non-negative integers only.")
        found = poly1d([1])
        for _ in range(power):
            found = found * self
        return found

    def __eq__(self, other):
        return isinstance(other, poly1d) and self.coeffs.shape == other.coeffs.shape \
            and bool((self.coeffs == other.coeffs).all())

    def deriv(self, m=1):
        """The derivative."""
        return poly1d(polyder(self.coeffs, m=m))

    def integ(self, m=1, k=0):
        """The integral."""
        return poly1d(polyint(self.coeffs, m=m, k=k))

    def __repr__(self):
        return "poly1d(" + repr(self.coeffs)[6:-1] + ")"

    def __str__(self):
        line = "0"
        for place, factor in enumerate(self.coeffs.tolist()):
            power, text = self.order - place, f"{factor:.4g}"
            if power == 0:
                part = text if text != "0" or place == 0 else ""
            elif text == "0":
                part = "0" if place == 0 else ""
            else:
                part = f"{text} {self.variable}" + (f"**{power}" if power > 1 else "")
            if place == 0:
                line = part
            elif part:
                line += f" - {part[1:]}" if part.startswith("-") else f" + {part}"
        # Powers stand a line higher.
        shown, upper, lower, pieces = " ", "", "", line.split("**")
        for number, piece in enumerate(pieces):
            power = ""
            if number:
                while piece and piece[0].isdigit():
                    power, piece = power + piece[0], piece[1:]
                head = before
                more = " " * (len(head) - 1) + power
                if len(lower) + len(head) + len(power) - 1 > 70 or len(upper) + len(more) > 70:
                    shown += upper + "\n" + lower + "\n "
                    upper = lower = ""
                upper, lower = upper + more, lower + head + " " * (len(power) - 1)
            before = piece
        return shown + upper + "\n" + lower + before
