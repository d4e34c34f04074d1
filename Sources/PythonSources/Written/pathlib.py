"""Paths as objects."""
import fnmatch
import io
import os

__all__ = ["Path", "PosixPath", "PurePath", "PurePosixPath"]


class PurePath:
    """A path, without a look at the disk."""

    def __init__(self, *args):
        root, names = "", []
        for part in args:
            text = part._text if isinstance(part, PurePath) else os.fspath(part)
            if not isinstance(text, str):
                raise TypeError("argument should be a str or an os.PathLike object where __fspath__ returns "
                                "a str, not " + repr(type(text).__name__))
            if text.startswith("/"):
                root = "//" if text.startswith("//") and not text.startswith("///") else "/"
                names = []
            names += [name for name in text.split("/") if name and name != "."]
        self._set(root, names)
        if type(self) is PurePath:
            self.__class__ = PurePosixPath
        elif type(self) is Path:
            self.__class__ = PosixPath

    def _set(self, root, names):
        self._root = root
        self._names = names
        self._text = root + "/".join(names) or "."

    def _with(self, root, names):
        made = type(self)()
        made._set(root, names)
        return made

    def __str__(self):
        return self._text

    def __fspath__(self):
        return self._text

    def __repr__(self):
        return type(self).__name__ + "(" + repr(self._text) + ")"

    def __hash__(self):
        return hash(self._text)

    def __eq__(self, other):
        return self._text == other._text if isinstance(other, PurePath) else NotImplemented

    def __lt__(self, other):
        return self.parts < other.parts if isinstance(other, PurePath) else NotImplemented

    def __le__(self, other):
        return self.parts <= other.parts if isinstance(other, PurePath) else NotImplemented

    def __gt__(self, other):
        return self.parts > other.parts if isinstance(other, PurePath) else NotImplemented

    def __ge__(self, other):
        return self.parts >= other.parts if isinstance(other, PurePath) else NotImplemented

    def __truediv__(self, key):
        if not isinstance(key, (str, PurePath)) and not hasattr(key, "__fspath__"):
            return NotImplemented
        return type(self)(self, key)

    def __rtruediv__(self, key):
        if not isinstance(key, (str, PurePath)) and not hasattr(key, "__fspath__"):
            return NotImplemented
        return type(self)(key, self)

    @property
    def parts(self):
        """The names on the way, the root first."""
        return tuple(([self._root] if self._root else []) + self._names)

    @property
    def drive(self):
        """Nothing: only Windows has drives."""
        return ""

    @property
    def root(self):
        """The slash at the beginning."""
        return self._root

    @property
    def anchor(self):
        """The slash at the beginning."""
        return self._root

    @property
    def name(self):
        """The name at the end."""
        return self._names[-1] if self._names else ""

    @property
    def suffix(self):
        """The ending of the name, with its dot."""
        dot = self.name.rfind(".")
        return self.name[dot:] if 0 < dot < len(self.name) - 1 else ""

    @property
    def suffixes(self):
        """All endings of the name."""
        if self.name.endswith("."):
            return []
        return ["." + part for part in self.name.lstrip(".").split(".")[1:]]

    @property
    def stem(self):
        """The name without its ending."""
        return self.name[:len(self.name) - len(self.suffix)]

    @property
    def parent(self):
        """The folder that it lies in."""
        return self._with(self._root, self._names[:-1]) if self._names else self

    @property
    def parents(self):
        """All folders that it lies in, the nearest first."""
        return _Parents(self)

    def joinpath(self, *pathsegments):
        """The path with more names at its end."""
        return type(self)(self, *pathsegments)

    def as_posix(self):
        """The path as text."""
        return self._text

    def as_uri(self):
        """The path as a file's address."""
        if not self._root:
            raise ValueError("relative path can't be expressed as a file URI")
        kept = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-~/"
        return "file://" + "".join(c if c in kept else "".join(f"%{b:02X}" for b in c.encode())
                                   for c in self._text)

    def is_absolute(self):
        """Whether it begins at the root."""
        return bool(self._root)

    def is_reserved(self):
        """False: only Windows reserves names."""
        return False

    def is_relative_to(self, *other):
        """Whether another path leads to it."""
        start = type(self)(*other)
        return self.parts[:len(start.parts)] == start.parts

    def relative_to(self, *other):
        """The way to it from another path."""
        start = type(self)(*other)
        if self.parts[:len(start.parts)] != start.parts:
            raise ValueError(f"{str(self)!r} is not in the subpath of {str(start)!r}"
                             " OR one path is relative and the other is absolute.")
        return type(self)(*self.parts[len(start.parts):])

    def match(self, path_pattern):
        """Whether a pattern fits its end, or all of it where the pattern begins at the root."""
        pattern = PurePath(path_pattern)
        if not pattern.parts:
            raise ValueError("empty pattern")
        count = len(pattern.parts)
        if count > len(self.parts) or (pattern._root and (count != len(self.parts) or self._root != pattern._root)):
            return False
        return all(fnmatch.fnmatchcase(name, part)
                   for name, part in zip(self.parts[-count:], pattern.parts))

    def with_name(self, name):
        """The path with another name at its end."""
        if not self.name:
            raise ValueError(f"{self!r} has an empty name")
        if not name or "/" in name or name == ".":
            raise ValueError(f"Invalid name {name!r}")
        return self._with(self._root, self._names[:-1] + [name])

    def with_stem(self, stem):
        """The path with another name and the same ending."""
        return self.with_name(stem + self.suffix)

    def with_suffix(self, suffix):
        """The path with another ending."""
        if "/" in suffix or (suffix and not suffix.startswith(".")) or suffix == ".":
            raise ValueError(f"Invalid suffix {suffix!r}")
        if not self.name:
            raise ValueError(f"{self!r} has an empty name")
        return self._with(self._root, self._names[:-1] + [self.stem + suffix])


class PurePosixPath(PurePath):
    """A path, without a look at the disk."""


class _Parents:
    def __init__(self, path):
        self._path = path

    def __len__(self):
        return len(self._path._names)

    def __getitem__(self, index):
        count = len(self)
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(count)))
        if index >= count or index < -count:
            raise IndexError(index)
        if index < 0:
            index += count
        return self._path._with(self._path._root, self._path._names[:count - index - 1])

    def __iter__(self):
        return iter([self[index] for index in range(len(self))])

    def __repr__(self):
        return f"<{type(self._path).__name__}.parents>"


class Path(PurePath):
    """A path to what is on the disk."""

    @classmethod
    def cwd(cls):
        """The working folder."""
        return cls(os.getcwd())

    @classmethod
    def home(cls):
        """The home folder."""
        return cls(os.path.expanduser("~"))

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        return None

    def stat(self, *, follow_symlinks=True):
        """What the system knows about it."""
        return os.stat(self._text) if follow_symlinks else os.lstat(self._text)

    def lstat(self):
        """What the system knows about it, a link not followed."""
        return os.lstat(self._text)

    def exists(self):
        """Whether something is there."""
        return os.path.exists(self._text)

    def is_file(self):
        """Whether it is a file."""
        return os.path.isfile(self._text)

    def is_dir(self):
        """Whether it is a folder."""
        return os.path.isdir(self._text)

    def is_symlink(self):
        """Whether it is a link."""
        return os.path.islink(self._text)

    def is_mount(self):
        """Whether another disk begins there."""
        return os.path.ismount(self._text)

    def samefile(self, other_path):
        """Whether another path leads to the same file."""
        return os.path.samefile(self._text, other_path)

    def absolute(self):
        """The path from the root."""
        return self if self._root else type(self)(os.getcwd(), self)

    def resolve(self, strict=False):
        """The path from the root, without links and detours."""
        if strict:
            os.stat(self._text)
        return type(self)(os.path.realpath(self._text))

    def readlink(self):
        """Where a link leads."""
        return type(self)(os.readlink(self._text))

    def expanduser(self):
        """The path with the home folder for ~."""
        return type(self)(os.path.expanduser(self._text))

    def open(self, mode="r", buffering=-1, encoding=None, errors=None, newline=None):
        """Opens the file."""
        return open(self._text, mode, buffering, encoding, errors, newline)

    def read_text(self, encoding=None, errors=None):
        """The text of the file."""
        with open(self._text, "r", -1, encoding, errors) as file:
            return file.read()

    def read_bytes(self):
        """The bytes of the file."""
        with open(self._text, "rb") as file:
            return file.read()

    def write_text(self, data, encoding=None, errors=None, newline=None):
        """Writes a text into the file, in place of what was there."""
        if not isinstance(data, str):
            raise TypeError("data must be str, not " + type(data).__name__)
        with open(self._text, "w", -1, encoding, errors, newline) as file:
            return file.write(data)

    def write_bytes(self, data):
        """Writes bytes into the file, in place of what was there."""
        with open(self._text, "wb") as file:
            return file.write(data)

    def touch(self, mode=0o666, exist_ok=True):
        """Makes an empty file where none is."""
        if self.exists() and not exist_ok:
            raise FileExistsError(17, "File exists", self._text)
        open(self._text, "a").close()
        os.utime(self._text)

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        """Makes a folder."""
        if parents and not self.parent.exists():
            self.parent.mkdir(mode, parents=True, exist_ok=True)
        try:
            os.mkdir(self._text, mode)
        except FileExistsError:
            if not exist_ok or not self.is_dir():
                raise

    def rmdir(self):
        """Removes an empty folder."""
        os.rmdir(self._text)

    def unlink(self, missing_ok=False):
        """Removes the file."""
        try:
            os.unlink(self._text)
        except FileNotFoundError:
            if not missing_ok:
                raise

    def rename(self, target):
        """Gives the file another path."""
        os.rename(self._text, target)
        return type(self)(target)

    def replace(self, target):
        """Gives the file another path, in place of what was there."""
        os.replace(self._text, target)
        return type(self)(target)

    def iterdir(self):
        """What lies in the folder."""
        return iter([self / name for name in os.listdir(self._text)])

    def glob(self, pattern):
        """What lies below the folder and matches a pattern."""
        wanted = PurePath(pattern)
        if not pattern:
            raise ValueError(f"Unacceptable pattern: {pattern!r}")
        if wanted._root:
            raise NotImplementedError("Non-relative patterns are unsupported")
        found = [self] if self.is_dir() else []
        for index, part in enumerate(wanted._names):
            is_last = index == len(wanted._names) - 1
            row, seen = [], set()
            for path in found:
                for inner in path._matching(part):
                    if inner not in seen and (is_last or inner.is_dir()):
                        seen.add(inner)
                        row.append(inner)
            found = row
        return iter(found)

    def rglob(self, pattern):
        """What lies anywhere below the folder and matches a pattern."""
        return self.glob("**/" + str(pattern))

    def _matching(self, part):
        if part == "**":
            found = [self]
            for name in self._listed():
                inner = self / name
                if inner.is_dir() and not inner.is_symlink():
                    found += inner._matching(part)
            return found
        if part == "..":
            return [self / part]
        return [self / name for name in fnmatch.filter(self._listed(), part)]

    def _listed(self):
        try:
            return os.listdir(self._text)
        except OSError:
            return []


class PosixPath(Path, PurePosixPath):
    """A path to what is on the disk."""
