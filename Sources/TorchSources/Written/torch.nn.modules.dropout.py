"""Dropout of whole channels, and dropout that keeps mean and variance."""
import torch.nn.functional as F
from torch.nn import Module

__completes__ = "torch.nn"
__all__ = ["Dropout1d", "Dropout2d", "Dropout3d", "AlphaDropout", "FeatureAlphaDropout"]


class _DropoutNd(Module):
    def __init__(self, p=0.5, inplace=False):
        super().__init__()
        if p < 0 or p > 1:
            raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
        self.p = p
        self.inplace = inplace

    def extra_repr(self):
        return f"p={self.p}, inplace={self.inplace}"

    def forward(self, input):
        return self._function(input, self.p, self.training, self.inplace)


class Dropout1d(_DropoutNd):
    """While training, whole channels of [N, C, L] are 0 with probability p."""
    _function = staticmethod(F.dropout1d)


class Dropout2d(_DropoutNd):
    """While training, whole channels of [N, C, H, W] are 0 with probability p."""
    _function = staticmethod(F.dropout2d)


class Dropout3d(_DropoutNd):
    """While training, whole channels of [N, C, D, H, W] are 0 with probability p."""
    _function = staticmethod(F.dropout3d)


class AlphaDropout(_DropoutNd):
    """Dropout beside SELU: mean and variance stay."""
    _function = staticmethod(F.alpha_dropout)


class FeatureAlphaDropout(_DropoutNd):
    """AlphaDropout of whole channels."""
    _function = staticmethod(F.feature_alpha_dropout)
