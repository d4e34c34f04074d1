"""Layers that learn a size from their first input."""
from torch.nn import Module

__all__ = ["LazyModule"]


class LazyModule(Module):
    """What lazy layers have in common: the first call gives the parameters their sizes, and the layer becomes
    one of the plain class."""

    _becomes = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._first_call = self.register_forward_pre_hook(LazyModule._settle)

    def _settle(self, inputs):
        if self.has_uninitialized_params():
            self._materialize(*inputs)
        self._first_call.remove()
        del self._first_call
        self.__class__ = type(self)._becomes

    def has_uninitialized_params(self):
        """Whether sizes are still unknown."""
        return any(p.numel() == 0 and p.dim() == 1 for p in self.parameters(recurse=False))

    def _materialize(self, input):
        raise NotImplementedError
