"""Convolutions and their transposes, over one, two and three axes."""
import math

import torch
import torch.nn.functional as F
from torch.nn import Module, Parameter, init
from torch.nn.modules._lazy import LazyModule

__completes__ = "torch.nn"
__all__ = ["Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d",
           "LazyConv1d", "LazyConv2d", "LazyConv3d", "LazyConvTranspose1d", "LazyConvTranspose2d",
           "LazyConvTranspose3d"]


def _each(value, n):
    """One number for each of n axes."""
    if isinstance(value, (tuple, list)):
        return tuple(value)
    return (value,) * n


class _ConvNd(Module):
    """What all convolutions have in common."""

    _axes = 1

    def __init__(self, in_channels, out_channels, kernel_size, stride, padding, dilation, transposed,
                 output_padding, groups, bias, padding_mode, device=None, dtype=None):
        super().__init__()
        if groups <= 0:
            raise ValueError("groups must be a positive integer")
        if in_channels % groups != 0:
            raise ValueError("in_channels must be divisible by groups")
        if out_channels % groups != 0:
            raise ValueError("out_channels must be divisible by groups")
        if isinstance(padding, str):
            if padding not in ("same", "valid"):
                raise ValueError(f"Invalid padding string {padding!r}, should be one of {{'valid', 'same'}}")
            if padding == "same" and any(s != 1 for s in stride):
                raise ValueError("padding='same' is not supported for strided convolutions")
        modes = {"zeros", "reflect", "replicate", "circular"}
        if padding_mode not in modes:
            raise ValueError(f"padding_mode must be one of {modes}, but got padding_mode='{padding_mode}'")
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.kernel_size = kernel_size
        self.stride = stride
        self.padding = padding
        self.dilation = dilation
        self.transposed = transposed
        self.output_padding = output_padding
        self.groups = groups
        self.padding_mode = padding_mode
        # As F.pad reads borders: the last axis first, both of its ends.
        if padding == "same":
            borders = []
            for d, k in zip(reversed(dilation), reversed(kernel_size)):
                left = d * (k - 1) // 2
                borders += [left, d * (k - 1) - left]
        elif padding == "valid":
            borders = [0] * (2 * len(kernel_size))
        else:
            borders = [p for size in reversed(padding) for p in (size, size)]
        self._reversed_padding_repeated_twice = borders
        outer = (in_channels, out_channels // groups) if transposed else (out_channels, in_channels // groups)
        self.weight = Parameter(torch.empty((*outer, *kernel_size), device=device, dtype=dtype))
        if bias:
            self.bias = Parameter(torch.empty(out_channels, device=device, dtype=dtype))
        else:
            self.register_parameter("bias", None)
        self.reset_parameters()

    def reset_parameters(self):
        """Draws weight and bias anew."""
        if self.weight.numel() == 0:
            return
        init.kaiming_uniform_(self.weight, a=math.sqrt(5))
        if self.bias is not None:
            inputs = self.weight.size(1) * self.weight[0, 0].numel()
            if inputs != 0:
                bound = 1 / math.sqrt(inputs)
                init.uniform_(self.bias, -bound, bound)

    def extra_repr(self):
        text = f"{self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size}, stride={self.stride}"
        if self.padding != (0,) * len(self.kernel_size):
            text += f", padding={self.padding}"
        if self.dilation != (1,) * len(self.kernel_size):
            text += f", dilation={self.dilation}"
        if self.output_padding != (0,) * len(self.kernel_size):
            text += f", output_padding={self.output_padding}"
        if self.groups != 1:
            text += f", groups={self.groups}"
        if self.bias is None:
            text += ", bias=False"
        if self.padding_mode != "zeros":
            text += f", padding_mode={self.padding_mode}"
        return text


class _Conv(_ConvNd):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1,
                 bias=True, padding_mode="zeros", device=None, dtype=None):
        n = self._axes
        padding = padding if isinstance(padding, str) else _each(padding, n)
        super().__init__(in_channels, out_channels, _each(kernel_size, n), _each(stride, n), padding,
                         _each(dilation, n), False, _each(0, n), groups, bias, padding_mode, device, dtype)

    def _conv_forward(self, input, weight, bias):
        function = (F.conv1d, F.conv2d, F.conv3d)[self._axes - 1]
        padding = self.padding
        if self.padding_mode != "zeros":
            input = F.pad(input, self._reversed_padding_repeated_twice, mode=self.padding_mode)
            padding = 0
        return function(input, weight, bias, self.stride, padding, self.dilation, self.groups)

    def forward(self, input):
        return self._conv_forward(input, self.weight, self.bias)


class Conv1d(_Conv):
    """A convolution over one axis: [B, C, L] → [B, out, L′]."""
    _axes = 1


class Conv2d(_Conv):
    """A convolution over two axes: [B, C, H, W] → [B, out, H′, W′]."""
    _axes = 2


class Conv3d(_Conv):
    """A convolution over three axes: [B, C, D, H, W] → [B, out, D′, H′, W′]."""
    _axes = 3


class _ConvTranspose(_ConvNd):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1,
                 bias=True, dilation=1, padding_mode="zeros", device=None, dtype=None):
        n = self._axes
        if padding_mode != "zeros":
            raise ValueError(f'Only "zeros" padding mode is supported for {type(self).__name__}')
        super().__init__(in_channels, out_channels, _each(kernel_size, n), _each(stride, n), _each(padding, n),
                         _each(dilation, n), True, _each(output_padding, n), groups, bias, padding_mode, device,
                         dtype)

    def _output_padding(self, input, output_size):
        """What has to be added so that the result has the size that is asked for."""
        n = self._axes
        if output_size is None:
            return self.output_padding
        output_size = list(output_size)
        if len(output_size) == input.dim():
            output_size = output_size[-n:]
        if len(output_size) != n:
            raise ValueError(f"ConvTranspose{n}D: for {input.dim()}D input, output_size must have {n} or "
                             f"{n + 2} elements (got {len(output_size)})")
        added = []
        for axis, wanted in enumerate(output_size):
            least = ((input.size(axis - n) - 1) * self.stride[axis] - 2 * self.padding[axis]
                     + self.dilation[axis] * (self.kernel_size[axis] - 1) + 1)
            if wanted < least or wanted > least + self.stride[axis] - 1:
                raise ValueError(f"requested an output size of {output_size}, but valid sizes range from {least} "
                                 f"to {least + self.stride[axis] - 1} (for an input of "
                                 f"{list(input.size())[-n:]})")
            added.append(wanted - least)
        return tuple(added)

    def forward(self, input, output_size=None):
        function = (F.conv_transpose1d, F.conv_transpose2d, F.conv_transpose3d)[self._axes - 1]
        return function(input, self.weight, self.bias, self.stride, self.padding,
                        self._output_padding(input, output_size), self.groups, self.dilation)


class ConvTranspose1d(_ConvTranspose):
    """The transpose of a convolution over one axis."""
    _axes = 1


class ConvTranspose2d(_ConvTranspose):
    """The transpose of a convolution over two axes."""
    _axes = 2


class ConvTranspose3d(_ConvTranspose):
    """The transpose of a convolution over three axes."""
    _axes = 3


class _LazyConv(LazyModule):
    """A convolution that learns its channels from its first input."""

    def __init__(self, out_channels, *args, **kwargs):
        bias = kwargs.pop("bias", True)
        super().__init__(0, 0, *args, bias=False, **kwargs)
        self.out_channels = out_channels
        self.weight = Parameter(torch.empty(0, dtype=kwargs.get("dtype"), device=kwargs.get("device")))
        if bias:
            self.bias = Parameter(torch.empty(0, dtype=kwargs.get("dtype"), device=kwargs.get("device")))

    def _materialize(self, input):
        self.in_channels = input.shape[-self._axes - 1]
        if self.in_channels % self.groups != 0:
            raise ValueError("in_channels must be divisible by groups")
        if self.transposed:
            outer = (self.in_channels, self.out_channels // self.groups)
        else:
            outer = (self.out_channels, self.in_channels // self.groups)
        self.weight.data = torch.empty((*outer, *self.kernel_size), dtype=self.weight.dtype,
                                       device=self.weight.device)
        if self.bias is not None:
            self.bias.data = torch.empty(self.out_channels, dtype=self.bias.dtype, device=self.bias.device)
        self.reset_parameters()


class LazyConv1d(_LazyConv, Conv1d):
    """A Conv1d that learns its input channels from its first input."""
    _becomes = Conv1d


class LazyConv2d(_LazyConv, Conv2d):
    """A Conv2d that learns its input channels from its first input."""
    _becomes = Conv2d


class LazyConv3d(_LazyConv, Conv3d):
    """A Conv3d that learns its input channels from its first input."""
    _becomes = Conv3d


class LazyConvTranspose1d(_LazyConv, ConvTranspose1d):
    """A ConvTranspose1d that learns its input channels from its first input."""
    _becomes = ConvTranspose1d


class LazyConvTranspose2d(_LazyConv, ConvTranspose2d):
    """A ConvTranspose2d that learns its input channels from its first input."""
    _becomes = ConvTranspose2d


class LazyConvTranspose3d(_LazyConv, ConvTranspose3d):
    """A ConvTranspose3d that learns its input channels from its first input."""
    _becomes = ConvTranspose3d
