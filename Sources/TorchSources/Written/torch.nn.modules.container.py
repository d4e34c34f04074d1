"""A dict of parameters."""
import torch
from torch.nn import Module, Parameter

__completes__ = "torch.nn"
__all__ = ["ParameterDict"]


class ParameterDict(Module):
    """Parameters by name, registered; other values are kept as they are."""

    def __init__(self, parameters=None):
        super().__init__()
        self._keys = {}
        if parameters is not None:
            self.update(parameters)

    def __getitem__(self, key):
        if key not in self._keys:
            raise KeyError(key)
        return getattr(self, str(key))

    def __setitem__(self, key, value):
        if isinstance(value, torch.Tensor) and not isinstance(value, Parameter):
            value = Parameter(value)
        self._keys[key] = None
        setattr(self, str(key), value)

    def __delitem__(self, key):
        del self._keys[key]
        delattr(self, str(key))

    def __len__(self):
        return len(self._keys)

    def __iter__(self):
        return iter(self._keys)

    def __reversed__(self):
        return reversed(list(self._keys))

    def __contains__(self, key):
        return key in self._keys

    def __or__(self, other):
        result = self.copy()
        result.update(other)
        return result

    def __ior__(self, other):
        self.update(other)
        return self

    def copy(self):
        """The same parameters in another dict."""
        return ParameterDict({key: self[key] for key in self._keys})

    def setdefault(self, key, default=None):
        """The parameter of that name, or the default, which is registered."""
        if key not in self._keys:
            self[key] = default
        return self[key]

    def clear(self):
        """Takes all of them out."""
        for key in list(self._keys):
            del self[key]

    def pop(self, key):
        """Takes one out and gives it."""
        value = self[key]
        del self[key]
        return value

    def popitem(self):
        """Takes the last one out and gives it with its name."""
        key = list(self._keys)[-1]
        return key, self.pop(key)

    def get(self, key, default=None):
        """The parameter of that name, or the default."""
        return self[key] if key in self._keys else default

    def fromkeys(self, keys, default=None):
        """A dict with the same value for each name."""
        return ParameterDict({key: default for key in keys})

    def keys(self):
        """The names."""
        return self._keys.keys()

    def items(self):
        """Pairs of names and parameters."""
        return ((key, self[key]) for key in self._keys)

    def values(self):
        """The parameters."""
        return (self[key] for key in self._keys)

    def update(self, parameters):
        """Takes in the parameters of another dict, or of pairs."""
        if hasattr(parameters, "keys"):
            parameters = [(key, parameters[key]) for key in parameters.keys()]
        for pair in parameters:
            if len(pair) != 2:
                raise ValueError(f"ParameterDict update sequence element has length {len(pair)}; 2 is required")
            self[pair[0]] = pair[1]

    def extra_repr(self):
        lines = []
        for key, value in self.items():
            if isinstance(value, torch.Tensor):
                kind = "Parameter" if isinstance(value, Parameter) else "Tensor"
                size = "x".join(str(n) for n in value.size())
                lines.append(f"  ({key}): {kind} containing: [{value.type()} of size {size}]")
            else:
                lines.append(f"  ({key}): Object of type: {type(value).__name__}")
        return "\n".join(lines)

    def __call__(self, *args, **kwargs):
        raise RuntimeError("ParameterDict should not be called.")
