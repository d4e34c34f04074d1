"""Linear layers beside nn.Linear itself."""
import math

import torch
import torch.nn.functional as F
from torch.nn import Linear, Module, Parameter, init

__completes__ = "torch.nn"
__all__ = ["Bilinear", "LazyLinear"]


class NonDynamicallyQuantizableLinear(Linear):
    """A Linear by another name: the last projection of attention."""


class Bilinear(Module):
    """y = x₁·A·x₂ + b, for each number of the result."""

    def __init__(self, in1_features, in2_features, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        if in1_features <= 0:
            raise ValueError(f"in1_features must be > 0, but got {in1_features}")
        self.in1_features = in1_features
        self.in2_features = in2_features
        self.out_features = out_features
        self.weight = Parameter(torch.empty((out_features, in1_features, in2_features), device=device, dtype=dtype))
        if bias:
            self.bias = Parameter(torch.empty(out_features, device=device, dtype=dtype))
        else:
            self.register_parameter("bias", None)
        self.reset_parameters()

    def reset_parameters(self):
        """Draws weight and bias anew."""
        bound = 1 / math.sqrt(self.weight.size(1))
        init.uniform_(self.weight, -bound, bound)
        if self.bias is not None:
            init.uniform_(self.bias, -bound, bound)

    def forward(self, input1, input2):
        return F.bilinear(input1, input2, self.weight, self.bias)

    def extra_repr(self):
        return (f"in1_features={self.in1_features}, in2_features={self.in2_features}, "
                f"out_features={self.out_features}, bias={self.bias is not None}")


class _Learned(Linear):
    """What a LazyLinear is from its first call on."""


_Learned.__name__ = _Learned.__qualname__ = "Linear"


class LazyLinear(Linear):
    """A Linear that learns in_features from its first input."""

    def __init__(self, out_features, bias=True, device=None, dtype=None):
        super().__init__(0, 0, False, device=device, dtype=dtype)
        self.out_features = out_features
        self.weight = Parameter(torch.empty(0, dtype=dtype, device=device))
        if bias:
            self.bias = Parameter(torch.empty(0, dtype=dtype, device=device))
        self._first_call = self.register_forward_pre_hook(LazyLinear._settle)

    def _settle(self, inputs):
        if self.in_features == 0:
            self.in_features = inputs[0].shape[-1]
            self.weight.data = torch.empty(self.out_features, self.in_features, dtype=self.weight.dtype,
                                           device=self.weight.device)
            if self.bias is not None:
                self.bias.data = torch.empty(self.out_features, dtype=self.bias.dtype, device=self.bias.device)
            self.reset_parameters()
        self._first_call.remove()
        del self._first_call
        self.__class__ = _Learned

    def has_uninitialized_params(self):
        """Whether in_features is still unknown."""
        return self.in_features == 0

    def reset_parameters(self):
        """Draws weight and bias anew, where their sizes are known."""
        if self.in_features != 0:
            super().reset_parameters()
