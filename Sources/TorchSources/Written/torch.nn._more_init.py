"""Fresh numbers for parameters that are made of other functions."""
import math
import warnings

import torch

__completes__ = "torch.nn.init"
__all__ = ["orthogonal_", "sparse_", "dirac_", "uniform", "normal", "constant", "eye", "dirac", "xavier_uniform",
           "xavier_normal", "kaiming_uniform", "kaiming_normal", "orthogonal", "sparse"]


def orthogonal_(tensor, gain=1, generator=None):
    """A matrix with orthogonal rows or columns (Saxe and others 2013)."""
    if tensor.dim() < 2:
        raise ValueError("Only tensors with 2 or more dimensions are supported")
    if tensor.numel() == 0:
        return tensor
    rows = tensor.size(0)
    columns = tensor.numel() // rows
    with torch.no_grad():
        drawn = torch.empty(rows, columns, dtype=tensor.dtype, device=tensor.device).normal_(0, 1, generator=generator)
        q, r = torch.linalg.qr(drawn.t() if rows < columns else drawn)
        q = q * torch.diag(r).sign()
        tensor.copy_((q.t() if rows < columns else q).reshape(tensor.shape))
        tensor.mul_(gain)
    return tensor


def sparse_(tensor, sparsity, std=0.01, generator=None):
    """Draws from N(0, std²), with so large a part of each column 0."""
    if tensor.dim() != 2:
        raise ValueError("Only tensors with 2 dimensions are supported")
    rows, columns = tensor.shape
    zeros = math.ceil(sparsity * rows)
    with torch.no_grad():
        tensor.normal_(0, std, generator=generator)
        for column in range(columns):
            tensor[torch.randperm(rows)[:zeros], column] = 0
    return tensor


def dirac_(tensor, groups=1):
    """A convolution that passes its channels on."""
    if tensor.dim() not in (3, 4, 5):
        raise ValueError("Only tensors with 3, 4, or 5 dimensions are supported")
    if tensor.size(0) % groups != 0:
        raise ValueError("dim 0 must be divisible by groups")
    outputs = tensor.size(0) // groups
    middle = tuple(size // 2 for size in tensor.shape[2:])
    with torch.no_grad():
        tensor.zero_()
        for group in range(groups):
            for channel in range(min(outputs, tensor.size(1))):
                tensor[(group * outputs + channel, channel, *middle)] = 1
    return tensor


def _older(name):
    """A function by its older name."""
    def function(*args, **kwargs):
        warnings.warn(f"`nn.init.{name}` is now deprecated in favor of `nn.init.{name}_`.")
        return getattr(torch.nn.init, name + "_")(*args, **kwargs)
    function.__name__ = name
    function.__doc__ = f"{name}_ by its older name."
    return function


uniform, normal, constant, eye, dirac = (_older(n) for n in ("uniform", "normal", "constant", "eye", "dirac"))
xavier_uniform, xavier_normal = _older("xavier_uniform"), _older("xavier_normal")
kaiming_uniform, kaiming_normal = _older("kaiming_uniform"), _older("kaiming_normal")
orthogonal, sparse = _older("orthogonal"), _older("sparse")
