"""Names that nobody else has."""
import os as _os
import random as _random

__all__ = ["NAMESPACE_DNS", "NAMESPACE_URL", "UUID", "uuid4"]

_draw = _random.Random(_os.getpid() * 104729 + _os._clock())


class UUID:
    """A name of 128 bits."""

    def __init__(self, hex=None, *, version=None):
        if hex is None:
            raise TypeError("one of the hex, bytes, bytes_le, fields, or int arguments must be given")
        digits = hex.replace("urn:", "").replace("uuid:", "").strip("{}").replace("-", "")
        if len(digits) != 32 or any(c not in "0123456789abcdefABCDEF" for c in digits):
            raise ValueError("badly formed hexadecimal UUID string")
        self.hex = digits.lower()

    @property
    def version(self):
        """The way in which it was made."""
        return int(self.hex[12], 16)

    @property
    def urn(self):
        """The name as an address."""
        return "urn:uuid:" + str(self)

    def __str__(self):
        h = self.hex
        return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"

    def __repr__(self):
        return f"UUID({str(self)!r})"

    def __eq__(self, other):
        return self.hex == other.hex if isinstance(other, UUID) else NotImplemented

    def __lt__(self, other):
        return self.hex < other.hex if isinstance(other, UUID) else NotImplemented

    def __hash__(self):
        return hash(self.hex)


NAMESPACE_DNS = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
NAMESPACE_URL = UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")


def uuid4():
    """A name drawn at random."""
    digits = [_draw.choice("0123456789abcdef") for _ in range(32)]
    digits[12], digits[16] = "4", _draw.choice("89ab")
    return UUID("".join(digits))
