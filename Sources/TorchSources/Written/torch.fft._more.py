"""What of torch.fft has no complex numbers: frequencies, and halves that change places."""
import torch

__completes__ = "torch.fft"
__all__ = ["fftfreq", "rfftfreq", "fftshift", "ifftshift"]


def fftfreq(n, d=1.0, *, dtype=None, device=None, requires_grad=False):
    """The frequencies of a transform of n numbers, in its order."""
    places = torch.cat([torch.arange(0, (n - 1) // 2 + 1), torch.arange(-(n // 2), 0)])
    result = places.to(dtype or torch.get_default_dtype()) * (1.0 / (n * d))
    return result.requires_grad_(requires_grad)


def rfftfreq(n, d=1.0, *, dtype=None, device=None, requires_grad=False):
    """The frequencies of a transform of n real numbers: those from 0 on."""
    result = torch.arange(0, n // 2 + 1).to(dtype or torch.get_default_dtype()) * (1.0 / (n * d))
    return result.requires_grad_(requires_grad)


def _axes(input, dim):
    if dim is None:
        return tuple(range(input.dim()))
    return (dim,) if isinstance(dim, int) else tuple(dim)


def fftshift(input, dim=None):
    """Frequency 0 in the middle."""
    axes = _axes(input, dim)
    return torch.roll(input, tuple(input.size(axis) // 2 for axis in axes), axes)


def ifftshift(input, dim=None):
    """Frequency 0 at the beginning again."""
    axes = _axes(input, dim)
    return torch.roll(input, tuple((input.size(axis) + 1) // 2 for axis in axes), axes)
