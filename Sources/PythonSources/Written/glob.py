"""Files by patterns."""
import fnmatch
import os

__all__ = ["escape", "glob", "iglob"]


def _has_magic(text):
    return any(c in text for c in "*?[")


def escape(pathname):
    """A path in which nothing is a pattern."""
    return "".join("[" + c + "]" if c in "*?[" else c for c in pathname)


def _names(folder):
    try:
        return os.listdir(folder or ".")
    except OSError:
        return []


def _inside(folder, hidden):
    # All that lies below a folder, the folders first met first; links to folders are not followed.
    found = []
    for name in _names(folder):
        if hidden or not name.startswith("."):
            path = os.path.join(folder, name)
            found.append(path)
            if os.path.isdir(path) and not os.path.islink(path):
                found += _inside(path, hidden)
    return found


def glob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """The paths that match a pattern."""
    if dir_fd is not None:
        raise NotImplementedError("glob.glob(dir_fd=...) is not in Lagado")
    pathname = os.fspath(pathname)
    top = "" if root_dir is None else os.fspath(root_dir)

    def place(path):
        return os.path.join(top, path)

    if not _has_magic(pathname):
        return [pathname] if pathname and os.path.lexists(place(pathname)) else []
    start = "/" if pathname.startswith("/") else ""
    paths = [start]
    parts = pathname[len(start):].split("/")
    for index, part in enumerate(parts):
        is_last = index == len(parts) - 1
        found = []
        for path in paths:
            if part == "" and not is_last:
                found.append(path)
            elif part == "":
                if os.path.isdir(place(path)):
                    found.append(path + "/")
            elif part == "**" and recursive:
                below = _inside(place(path), include_hidden)
                if top:
                    below = [inner[len(top) + (0 if top.endswith("/") else 1):] for inner in below]
                if not is_last:
                    below = [inner for inner in below if os.path.isdir(place(inner))]
                found += [path + "/" if is_last and path and not path.endswith("/") else path] + below
            elif _has_magic(part):
                names = fnmatch.filter(_names(place(path)), part)
                if not (include_hidden or part.startswith(".")):
                    names = [name for name in names if not name.startswith(".")]
                found += [os.path.join(path, name) for name in names]
            else:
                inner = os.path.join(path, part)
                if os.path.lexists(place(inner)):
                    found.append(inner)
            if not is_last and part != "**":
                found = [inner for inner in found if os.path.isdir(place(inner)) or inner == ""]
        paths = found
    return [path for path in paths if path]


def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """The paths that match a pattern, one after the other."""
    return iter(glob(pathname, root_dir=root_dir, dir_fd=dir_fd, recursive=recursive,
                     include_hidden=include_hidden))
