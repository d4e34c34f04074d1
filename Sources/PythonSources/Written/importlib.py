"""What import statements do, as functions."""
import _importlib

__all__ = ["import_module", "invalidate_caches", "reload"]


def import_module(name, package=None):
    """The module of a name."""
    if name.startswith("."):
        if not package:
            raise TypeError(f"the 'package' argument is required to perform a relative import for {name!r}")
        level = len(name) - len(name.lstrip("."))
        parts = package.split(".")
        name = ".".join(parts[:len(parts) - level + 1] + [name[level:]])
    return _importlib.import_module(name)


def reload(module):
    """Runs the file of a module again, in the module that is there."""
    return _importlib.reload(module)


def invalidate_caches():
    """Nothing to do: files are looked for each time."""
