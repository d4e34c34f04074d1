"""Whether a module is there."""
import _importlib

__all__ = ["find_spec"]


class ModuleSpec:
    """What is known of a module before it is imported."""

    def __init__(self, name, loader=None, *, origin=None):
        self.name, self.loader, self.origin = name, loader, origin

    def __repr__(self):
        return f"ModuleSpec(name={self.name!r})"


def find_spec(name, package=None):
    """What is known of a module; None where there is none."""
    return ModuleSpec(name) if _importlib.exists(name) else None
