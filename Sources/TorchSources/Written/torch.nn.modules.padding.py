"""Borders around the last axes."""
import torch.nn.functional as F
from torch.nn import Module

__completes__ = "torch.nn"
__all__ = ["CircularPad1d", "CircularPad2d", "CircularPad3d", "ConstantPad1d", "ConstantPad2d", "ConstantPad3d",
           "ReflectionPad1d", "ReflectionPad2d", "ReflectionPad3d", "ReplicationPad1d", "ReplicationPad2d",
           "ReplicationPad3d", "ZeroPad1d", "ZeroPad2d", "ZeroPad3d"]


class _Pad(Module):
    """A border of one width for all ends, or of one for each."""

    def __init__(self, padding):
        super().__init__()
        self.padding = (padding,) * (2 * self._axes) if isinstance(padding, int) else tuple(padding)

    def extra_repr(self):
        return f"{self.padding}"

    def forward(self, input):
        if self._mode == "circular" and input.dim() not in (self._axes + 1, self._axes + 2):
            raise ValueError(f"expected {self._axes + 1}D or {self._axes + 2}D input (got {input.dim()}D input)")
        return F.pad(input, self.padding, self._mode)


class CircularPad1d(_Pad):
    """What is beyond one end comes from the other."""
    _axes, _mode = 1, "circular"


class CircularPad2d(_Pad):
    """What is beyond one end comes from the other, over two axes."""
    _axes, _mode = 2, "circular"


class CircularPad3d(_Pad):
    """What is beyond one end comes from the other, over three axes."""
    _axes, _mode = 3, "circular"


class ReflectionPad1d(_Pad):
    """What is beyond an end is mirrored."""
    _axes, _mode = 1, "reflect"


class ReflectionPad2d(_Pad):
    """What is beyond an end is mirrored, over two axes."""
    _axes, _mode = 2, "reflect"


class ReflectionPad3d(_Pad):
    """What is beyond an end is mirrored, over three axes."""
    _axes, _mode = 3, "reflect"


class ReplicationPad1d(_Pad):
    """The last number goes on."""
    _axes, _mode = 1, "replicate"


class ReplicationPad2d(_Pad):
    """The last number goes on, over two axes."""
    _axes, _mode = 2, "replicate"


class ReplicationPad3d(_Pad):
    """The last number goes on, over three axes."""
    _axes, _mode = 3, "replicate"


class _ConstantPad(_Pad):
    def __init__(self, padding, value):
        super().__init__(padding)
        self.value = value

    def extra_repr(self):
        return f"padding={self.padding}, value={self.value}"

    def forward(self, input):
        return F.pad(input, self.padding, "constant", self.value)


class ConstantPad1d(_ConstantPad):
    """One number beyond the ends."""
    _axes = 1


class ConstantPad2d(_ConstantPad):
    """One number beyond the ends, over two axes."""
    _axes = 2


class ConstantPad3d(_ConstantPad):
    """One number beyond the ends, over three axes."""
    _axes = 3


class _ZeroPad(_ConstantPad):
    def __init__(self, padding):
        super().__init__(padding, 0.0)

    def extra_repr(self):
        return f"{self.padding}"


class ZeroPad1d(_ZeroPad):
    """Zeros beyond the ends."""
    _axes = 1


class ZeroPad2d(_ZeroPad):
    """Zeros beyond the ends, over two axes."""
    _axes = 2


class ZeroPad3d(_ZeroPad):
    """Zeros beyond the ends, over three axes."""
    _axes = 3
