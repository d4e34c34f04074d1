"""Files and folders that are there for a while."""
import os
import random as _random
import shutil

__all__ = ["NamedTemporaryFile", "TemporaryDirectory", "TemporaryFile", "gettempdir", "gettempprefix",
           "mkdtemp", "mkstemp", "mktemp", "tempdir"]

tempdir = None
_names = _random.Random(os.getpid() * 7919 + os._clock())


def gettempdir():
    """The folder for them."""
    return tempdir if tempdir is not None else os._temporary_folder()


def gettempprefix():
    """How their names begin."""
    return "tmp"


def _fresh(suffix, prefix, folder):
    for attempt in range(10000):
        name = "".join(_names.choice("abcdefghijklmnopqrstuvwxyz0123456789_") for _ in range(8))
        path = os.path.join(os.path.abspath(folder or gettempdir()), (prefix or "tmp") + name + (suffix or ""))
        if not os.path.lexists(path):
            return path
    raise FileExistsError(17, "No usable temporary file name found")


def mktemp(suffix="", prefix="tmp", dir=None):
    """A path at which nothing is yet."""
    return _fresh(suffix, prefix, dir)


def mkdtemp(suffix=None, prefix=None, dir=None):
    """Makes a folder, which stays until it is removed."""
    path = _fresh(suffix, prefix, dir)
    os.mkdir(path, 0o700)
    return path


def mkstemp(suffix=None, prefix=None, dir=None, text=False):
    """Refused: descriptors of the system are not in Lagado."""
    raise NotImplementedError("tempfile.mkstemp gives a descriptor of the system, which is not in Lagado; "
                              "tempfile.NamedTemporaryFile(delete=False) gives a file")


class TemporaryDirectory:
    """A folder that is removed at the end of its with block."""

    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False):
        self.name = mkdtemp(suffix, prefix, dir)
        self._ignores = ignore_cleanup_errors

    def __repr__(self):
        return f"<TemporaryDirectory {self.name!r}>"

    def __enter__(self):
        return self.name

    def __exit__(self, kind, value, traceback):
        self.cleanup()

    def cleanup(self):
        """Removes the folder."""
        if os.path.exists(self.name):
            shutil.rmtree(self.name, ignore_errors=self._ignores)


class _TemporaryFile:
    def __init__(self, file, name, delete):
        self.file, self.name, self.delete = file, name, delete

    def __getattr__(self, name):
        if name == "file":
            raise AttributeError(name)
        return getattr(self.file, name)

    def __iter__(self):
        return iter(self.file)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self.close()

    def close(self):
        """Closes the file, and removes it."""
        if not self.file.closed:
            self.file.close()
            if self.delete and os.path.exists(self.name):
                os.unlink(self.name)


def NamedTemporaryFile(mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None, prefix=None,
                       dir=None, delete=True, *, errors=None):
    """A file that is removed when it is closed."""
    path = _fresh(suffix, prefix, dir)
    return _TemporaryFile(open(path, mode, buffering, encoding, errors, newline), path, delete)


def TemporaryFile(mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None,
                  *, errors=None):
    """A file that is removed when it is closed."""
    return NamedTemporaryFile(mode, buffering, encoding, newline, suffix, prefix, dir, errors=errors)
