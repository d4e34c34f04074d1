"""Whole files and folders."""
import os

__all__ = ["copy", "copy2", "copyfile", "copyfileobj", "copytree", "disk_usage", "get_terminal_size", "move",
           "rmtree", "which", "Error", "SameFileError", "ignore_patterns"]


class Error(OSError):
    """What goes wrong while several files are copied."""


class SameFileError(Error):
    """Source and target are the same file."""


def copyfileobj(fsrc, fdst, length=0):
    """Writes what can be read of one file to another."""
    fdst.write(fsrc.read())


def copyfile(src, dst, *, follow_symlinks=True):
    """Copies a file to another path."""
    if os.path.exists(dst) and os.path.samefile(src, dst):
        raise SameFileError(f"{src!r} and {dst!r} are the same file")
    os._copy(src, dst)
    return dst


def copy(src, dst, *, follow_symlinks=True):
    """Copies a file to another path or into a folder."""
    if os.path.isdir(dst):
        dst = os.path.join(dst, os.path.basename(src))
    return copyfile(src, dst)


def copy2(src, dst, *, follow_symlinks=True):
    """Copies a file, its time with it."""
    made = copy(src, dst)
    known = os.stat(src)
    os.utime(made, (known.st_atime, known.st_mtime))
    return made


def ignore_patterns(*patterns):
    """What copytree leaves out."""
    import fnmatch

    def ignored(folder, names):
        return {name for pattern in patterns for name in fnmatch.filter(names, pattern)}
    return ignored


def copytree(src, dst, symlinks=False, ignore=None, copy_function=copy2, ignore_dangling_symlinks=False,
             dirs_exist_ok=False):
    """Copies a folder with all that is in it."""
    if symlinks:
        raise NotImplementedError("shutil.copytree(symlinks=True) is not in Lagado")
    names = os.listdir(src)
    left = ignore(os.fspath(src), names) if ignore else set()
    os.makedirs(dst, exist_ok=dirs_exist_ok)
    for name in names:
        if name not in left:
            inner, target = os.path.join(src, name), os.path.join(dst, name)
            if os.path.isdir(inner):
                copytree(inner, target, False, ignore, copy_function, False, dirs_exist_ok)
            else:
                copy_function(inner, target)
    return dst


def rmtree(path, ignore_errors=False, onerror=None):
    """Removes a folder with all that is in it."""
    try:
        if os.path.islink(path):
            raise OSError("Cannot call rmtree on a symbolic link")
        for name in os.listdir(path):
            inner = os.path.join(path, name)
            if os.path.isdir(inner) and not os.path.islink(inner):
                rmtree(inner, ignore_errors, onerror)
            else:
                os.unlink(inner)
        os.rmdir(path)
    except OSError:
        if not ignore_errors:
            raise


def move(src, dst, copy_function=copy2):
    """Gives a file or a folder another path, or moves it into a folder."""
    target = dst
    if os.path.isdir(dst):
        target = os.path.join(dst, os.path.basename(os.fspath(src).rstrip("/")))
        if os.path.exists(target):
            raise Error(f"Destination path '{target}' already exists")
    os.rename(src, target)
    return target


def disk_usage(path):
    """Bytes of a disk: all, used and free."""
    return os._disk_usage(path)


def get_terminal_size(fallback=(80, 24)):
    """Columns and lines of the terminal."""
    return os.get_terminal_size(fallback)


def which(cmd, mode=1, path=None):
    """Where a program lies."""
    for folder in (os.environ.get("PATH", "") if path is None else path).split(":"):
        place = os.path.join(folder, cmd)
        if os.path.isfile(place) and os.access(place, 1):
            return place
    return None
