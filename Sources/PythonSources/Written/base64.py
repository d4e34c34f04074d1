"""Bytes as text of 16, 32, 64 or 85 letters."""
import binascii as _binascii

__all__ = ["b16decode", "b16encode", "b32decode", "b32encode", "b64decode", "b64encode", "decodebytes", "encodebytes",
           "standard_b64decode", "standard_b64encode", "urlsafe_b64decode", "urlsafe_b64encode"]

_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def _bytes(s):
    if isinstance(s, str):
        try:
            return s.encode("ascii")
        except UnicodeEncodeError:
            raise ValueError("string argument should contain only ASCII characters")
    if not isinstance(s, (bytes, bytearray)):
        raise TypeError(f"argument should be a bytes-like object or ASCII string, not {type(s).__name__!r}")
    return bytes(s)


def _translated(s, source, target):
    return s.translate(bytes.maketrans(source, target))


def b64encode(s, altchars=None):
    """Bytes in base 64."""
    encoded = _binascii.b2a_base64(s, newline=False)
    return encoded if altchars is None else _translated(encoded, b"+/", altchars)


def b64decode(s, altchars=None, validate=False):
    """The bytes that base 64 stands for."""
    s = _bytes(s)
    if altchars is not None:
        s = _translated(s, _bytes(altchars), b"+/")
    return _binascii.a2b_base64(s, strict_mode=validate)


def standard_b64encode(s):
    """Bytes in the usual base 64."""
    return b64encode(s)


def standard_b64decode(s):
    """The bytes that the usual base 64 stands for."""
    return b64decode(s)


def urlsafe_b64encode(s):
    """Bytes in base 64 with letters that stand in addresses."""
    return b64encode(s, b"-_")


def urlsafe_b64decode(s):
    """The bytes that such letters stand for."""
    return b64decode(s, b"-_")


def b16encode(s):
    """Bytes in base 16."""
    return _binascii.hexlify(s).upper()


def b16decode(s, casefold=False):
    """The bytes that base 16 stands for."""
    s = _bytes(s)
    if casefold:
        s = s.upper()
    if any(letter not in b"0123456789ABCDEF" for letter in s):
        raise _binascii.Error("Non-base16 digit found")
    return _binascii.unhexlify(s)


def b32encode(s):
    """Bytes in base 32."""
    result = bytearray()
    for start in range(0, len(s), 5):
        part = s[start:start + 5]
        bits = int.from_bytes(part + bytes(5 - len(part)), "big")
        letters = (len(part) * 8 + 4) // 5
        for place in range(8):
            result.append(_LETTERS[bits >> (35 - 5 * place) & 31] if place < letters else 61)
    return bytes(result)


def b32decode(s, casefold=False, map01=None):
    """The bytes that base 32 stands for."""
    if map01 is not None:
        raise NotImplementedError("base64.b32decode(map01=) is not in Lagado")
    s = _bytes(s)
    if len(s) % 8:
        raise _binascii.Error("Incorrect padding")
    if casefold:
        s = s.upper()
    count = len(s)
    s = s.rstrip(b"=")
    padding = count - len(s)
    if padding not in (0, 1, 3, 4, 6):
        raise _binascii.Error("Incorrect padding")
    result = bytearray()
    for start in range(0, len(s), 8):
        part, bits = s[start:start + 8], 0
        for place in range(8):
            value = _LETTERS.find(part[place:place + 1]) if place < len(part) else 0
            if value < 0:
                raise _binascii.Error("Non-base32 digit found")
            bits = bits << 5 | value
        result += bits.to_bytes(5, "big")[:len(part) * 5 // 8]
    return bytes(result)


def encodebytes(s):
    """Bytes in base 64, in lines of 76 letters."""
    return b"".join([_binascii.b2a_base64(s[start:start + 57]) for start in range(0, len(s), 57)])


def decodebytes(s):
    """The bytes that such lines stand for."""
    return _binascii.a2b_base64(s)
