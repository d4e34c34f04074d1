"""Mixed precision under its older name: there is no GPU here, so nothing of it does anything."""
import warnings

import torch

__all__ = ["autocast", "GradScaler"]


class GradScaler(torch.amp.GradScaler):
    """torch.amp.GradScaler("cuda", ...)."""

    def __init__(
            self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000, enabled=True):
        warnings.warn(
            "`torch.cuda.amp.GradScaler(args...)` is deprecated. Please use `torch.amp.GradScaler('cuda', args...)` "
            "instead.", FutureWarning)
        super().__init__("cuda", init_scale, growth_factor, backoff_factor, growth_interval, enabled)


def autocast(enabled=True, dtype=torch.float16, cache_enabled=True):
    """torch.autocast("cuda", ...)."""
    return torch.autocast("cuda", dtype=dtype, enabled=enabled, cache_enabled=cache_enabled)
