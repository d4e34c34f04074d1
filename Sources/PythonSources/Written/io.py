"""Streams of text and bytes in memory, and `open`."""
from _io import BufferedRandom, BufferedReader, BufferedWriter, TextIOWrapper, UnsupportedOperation, open

__all__ = ["BufferedRandom", "BufferedReader", "BufferedWriter", "BytesIO", "DEFAULT_BUFFER_SIZE", "SEEK_CUR",
           "SEEK_END", "SEEK_SET", "StringIO", "TextIOWrapper", "UnsupportedOperation", "open"]

SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
DEFAULT_BUFFER_SIZE = 8192


class _Memory:
    # What texts and bytes in memory have in common: what is there, and a place in it. What is written at the
    # end waits in a row of pieces.

    def _check(self):
        if self.closed:
            raise ValueError("I/O operation on closed file" + ("" if self._nothing == "" else "."))

    def _whole(self):
        if self._pieces:
            self._value += self._nothing.join(self._pieces)
            self._pieces = []
        return self._value

    def __repr__(self):
        return f"<_io.{type(self).__name__} object>"

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, kind, value, traceback):
        self.close()

    def __iter__(self):
        self._check()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def getvalue(self):
        """All that is there."""
        self._check()
        return self._whole()

    def read(self, size=-1):
        """What is left, or the next characters of it."""
        self._check()
        whole = self._whole()
        end = len(whole) if size is None or size < 0 else self._at + size
        part = whole[self._at:end]
        self._at += len(part)
        return part

    def readline(self, size=-1):
        """The next line; empty at the end."""
        self._check()
        whole = self._whole()
        end = self._line_end(whole)
        if size is not None and size >= 0:
            end = min(end, self._at + size)
        part = whole[self._at:end]
        self._at += len(part)
        return part

    def readlines(self, hint=-1):
        """The lines that are left, in a list."""
        lines, count = [], 0
        for line in self:
            lines.append(line)
            count += len(line)
            if hint is not None and 0 < hint <= count:
                break
        return lines

    def _put(self, part):
        count = len(part)
        if self._at == self._size:
            self._pieces.append(part)
            self._size += count
        else:
            whole = self._whole()
            if self._at > len(whole):
                whole += self._filler * (self._at - len(whole))
            self._value = whole[:self._at] + part + whole[self._at + count:]
            self._size = len(self._value)
        self._at += count
        return count

    def writelines(self, lines):
        """Writes one after the other, nothing between them."""
        for line in lines:
            self.write(line)

    def tell(self):
        """The place in it."""
        self._check()
        return self._at

    def truncate(self, size=None):
        """Cuts off what is behind a place."""
        self._check()
        size = self._at if size is None else size
        if size < 0:
            raise ValueError(f"Negative size value {size}")
        self._value = self._whole()[:size]
        self._size = len(self._value)
        return size

    def flush(self):
        """Nothing to do."""
        self._check()

    def close(self):
        """Ends reading and writing."""
        self.closed = True

    def readable(self):
        """True."""
        self._check()
        return True

    def writable(self):
        """True."""
        self._check()
        return True

    def seekable(self):
        """True."""
        self._check()
        return True

    def isatty(self):
        """False."""
        self._check()
        return False

    def fileno(self):
        """Refused: it is no file."""
        raise UnsupportedOperation("fileno")


class StringIO(_Memory):
    """A text that is written and read as a file is."""
    encoding = errors = newlines = None
    _nothing, _filler = "", "\0"

    def __init__(self, initial_value="", newline="\n"):
        if initial_value is not None and not isinstance(initial_value, str):
            raise TypeError(f"initial_value must be str or None, not {type(initial_value).__name__}")
        if newline not in (None, "", "\n", "\r", "\r\n"):
            raise ValueError(f"illegal newline value: {newline!r}")
        self.closed, self._newline, self._pieces = False, newline, []
        self._value = self._taken(initial_value or "")
        self._size, self._at = len(self._value), 0

    def _taken(self, text):
        if self._newline is None:
            return text.replace("\r\n", "\n").replace("\r", "\n")
        if self._newline in ("\r", "\r\n"):
            return text.replace("\n", self._newline)
        return text

    def _line_end(self, whole):
        ends = {"": ["\n", "\r"], None: ["\n"]}.get(self._newline, [self._newline])
        best = len(whole)
        for end in ends:
            place = whole.find(end, self._at)
            if place >= 0:
                place += len(end)
                if end == "\r" and self._newline == "" and whole[place:place + 1] == "\n":
                    place += 1
                best = min(best, place)
        return best

    def write(self, s):
        """Writes a text; how many characters it has."""
        self._check()
        if not isinstance(s, str):
            raise TypeError(f"string argument expected, got {type(s).__name__!r}")
        self._put(self._taken(s))
        return len(s)

    def seek(self, pos, whence=0):
        """Goes to a place."""
        self._check()
        if whence == 0 and pos < 0:
            raise ValueError(f"Negative seek position {pos}")
        if whence in (1, 2) and pos != 0:
            raise OSError("Can't do nonzero cur-relative seeks")
        if whence not in (0, 1, 2):
            raise ValueError(f"Invalid whence ({whence}, should be 0, 1 or 2)")
        self._at = pos if whence == 0 else self._at if whence == 1 else self._size
        return self._at


class BytesIO(_Memory):
    """Bytes that are written and read as a file is."""

    def __init__(self, initial_bytes=None):
        self._nothing, self._filler = "".encode(), "\0".encode()
        self.closed, self._pieces = False, []
        self._value = self._nothing if initial_bytes is None else self._taken(initial_bytes)
        self._size, self._at = len(self._value), 0

    def _taken(self, value):
        if isinstance(value, str) or not hasattr(value, "decode"):
            raise TypeError(f"a bytes-like object is required, not {type(value).__name__!r}")
        return value[:]

    def _line_end(self, whole):
        place = whole.find("\n".encode(), self._at)
        return len(whole) if place < 0 else place + 1

    def write(self, b):
        """Writes bytes; how many they are."""
        self._check()
        return self._put(self._taken(b))

    def getbuffer(self):
        """All that is there."""
        return self.getvalue()

    def seek(self, pos, whence=0):
        """Goes to a place."""
        self._check()
        if whence not in (0, 1, 2):
            raise ValueError(f"invalid whence ({whence}, should be 0, 1 or 2)")
        if whence == 0 and pos < 0:
            raise ValueError(f"negative seek value {pos}")
        self._at = max(0, (0, self._at, self._size)[whence] + pos)
        return self._at
