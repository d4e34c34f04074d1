"""Help with parameters: norms of gradients, weights by length and direction, layers joined into one."""
import copy

import torch
import torch.nn.functional as F
from torch.nn import Parameter

__completes__ = "torch.nn.utils"
__all__ = ["get_total_norm", "clip_grads_with_norm_", "clip_grad_norm", "weight_norm", "remove_weight_norm",
           "spectral_norm", "remove_spectral_norm", "skip_init", "fuse_conv_bn_eval", "fuse_conv_bn_weights",
           "fuse_linear_bn_eval", "fuse_linear_bn_weights", "convert_conv2d_weight_memory_format",
           "convert_conv3d_weight_memory_format", "_norm_except"]


def get_total_norm(tensors, norm_type=2.0, error_if_nonfinite=False, foreach=None):
    """The norm of several tensors together."""
    tensors = [tensors] if isinstance(tensors, torch.Tensor) else list(tensors)
    if len(tensors) == 0:
        return torch.tensor(0.0)
    norms = torch.stack([torch.linalg.vector_norm(t.detach(), float(norm_type)) for t in tensors])
    total = torch.linalg.vector_norm(norms, float(norm_type))
    if error_if_nonfinite and not bool(torch.isfinite(total)):
        raise RuntimeError(f"The total norm of order {norm_type} for gradients from `parameters` is non-finite, so it "
                           "cannot be clipped. To disable this error and scale the gradients by the non-finite norm "
                           "anyway, set `error_if_nonfinite=False`")
    return total


def clip_grads_with_norm_(parameters, max_norm, total_norm, foreach=None):
    """Clips gradients whose norm together is known."""
    parameters = [parameters] if isinstance(parameters, torch.Tensor) else list(parameters)
    factor = (float(max_norm) / (total_norm + 1e-6)).clamp(max=1.0)
    for parameter in parameters:
        if parameter.grad is not None:
            parameter.grad.mul_(factor)


def clip_grad_norm(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False, foreach=None):
    """clip_grad_norm_ by its older name."""
    import warnings
    warnings.warn("torch.nn.utils.clip_grad_norm is now deprecated in favor of torch.nn.utils.clip_grad_norm_.")
    return torch.nn.utils.clip_grad_norm_(parameters, max_norm, norm_type, error_if_nonfinite, foreach)


def _norm_except(v, dim):
    """The norm over all axes but one, which stays; over all where dim is None."""
    if dim is None or dim == -1:
        return v.norm()
    others = [axis for axis in range(v.dim()) if axis != dim % v.dim()]
    return v.norm(dim=others, keepdim=True) if others else v.abs()


class _WeightNorm:
    """Computes a weight from its length and direction before each call."""

    def __init__(self, name, dim):
        self.name = name
        self.dim = dim

    def compute_weight(self, module):
        g, v = getattr(module, self.name + "_g"), getattr(module, self.name + "_v")
        return v * (g / _norm_except(v, self.dim))

    def __call__(self, module, inputs):
        setattr(module, self.name, self.compute_weight(module))


def _hook(module, kind, name):
    for key, hook in getattr(module, "_weight_hooks", {}).items():
        if isinstance(hook[0], kind) and hook[0].name == name:
            return key, hook
    return None, None


def _put_hook(module, hook):
    if not hasattr(module, "_weight_hooks"):
        module._weight_hooks = {}
    module._weight_hooks[(type(hook).__name__, hook.name)] = (hook, module.register_forward_pre_hook(hook))


def weight_norm(module, name="weight", dim=0):
    """A weight as its length g times its direction v / |v| (Salimans & Kingma 2016)."""
    if _hook(module, _WeightNorm, name)[1] is not None:
        raise RuntimeError(f"Cannot register two weight_norm hooks on the same parameter {name}")
    hook = _WeightNorm(name, dim)
    weight = getattr(module, name)
    delattr(module, name)
    module.register_parameter(name + "_g", Parameter(_norm_except(weight, dim).detach()))
    module.register_parameter(name + "_v", Parameter(weight.detach()))
    setattr(module, name, hook.compute_weight(module))
    _put_hook(module, hook)
    return module


def remove_weight_norm(module, name="weight"):
    """The weight as one parameter again."""
    key, found = _hook(module, _WeightNorm, name)
    if found is None:
        raise ValueError(f"weight_norm of '{name}' not found in {module}")
    weight = found[0].compute_weight(module)
    delattr(module, name)
    delattr(module, name + "_g")
    delattr(module, name + "_v")
    setattr(module, name, Parameter(weight.detach()))
    found[1].remove()
    del module._weight_hooks[key]
    return module


class _SpectralNorm:
    """Divides a weight by its largest singular value before each call."""

    def __init__(self, name, n_power_iterations, eps, dim):
        if n_power_iterations <= 0:
            raise ValueError("Expected n_power_iterations to be positive, but got "
                             f"n_power_iterations={n_power_iterations}")
        self.name = name
        self.n_power_iterations = n_power_iterations
        self.eps = eps
        self.dim = dim

    def matrix(self, weight):
        if self.dim != 0:
            weight = weight.permute(self.dim, *[axis for axis in range(weight.dim()) if axis != self.dim])
        return weight.reshape(weight.size(0), -1)

    def compute_weight(self, module, iterate):
        weight = getattr(module, self.name + "_orig")
        u, v = getattr(module, self.name + "_u"), getattr(module, self.name + "_v")
        matrix = self.matrix(weight)
        if iterate:
            with torch.no_grad():
                for _ in range(self.n_power_iterations):
                    v.copy_(F.normalize(torch.mv(matrix.t(), u), dim=0, eps=self.eps))
                    u.copy_(F.normalize(torch.mv(matrix, v), dim=0, eps=self.eps))
            u, v = u.clone(), v.clone()
        return weight / torch.dot(u, torch.mv(matrix, v))

    def __call__(self, module, inputs):
        setattr(module, self.name, self.compute_weight(module, module.training))


def spectral_norm(module, name="weight", n_power_iterations=1, eps=1e-12, dim=None):
    """A weight divided by its largest singular value (Miyato and others 2018)."""
    if _hook(module, _SpectralNorm, name)[1] is not None:
        raise RuntimeError(f"Cannot register two spectral_norm hooks on the same parameter {name}")
    if dim is None:
        dim = 1 if type(module).__name__.startswith("ConvTranspose") else 0
    hook = _SpectralNorm(name, n_power_iterations, eps, dim)
    weight = getattr(module, name)
    with torch.no_grad():
        rows, columns = hook.matrix(weight).size()
        u = F.normalize(weight.new_empty(rows).normal_(0, 1), dim=0, eps=eps)
        v = F.normalize(weight.new_empty(columns).normal_(0, 1), dim=0, eps=eps)
    delattr(module, name)
    module.register_parameter(name + "_orig", weight)
    setattr(module, name, weight.detach())
    module.register_buffer(name + "_u", u)
    module.register_buffer(name + "_v", v)
    _put_hook(module, hook)
    return module


def remove_spectral_norm(module, name="weight"):
    """The weight as one parameter again."""
    key, found = _hook(module, _SpectralNorm, name)
    if found is None:
        raise ValueError(f"spectral_norm of '{name}' not found in {module}")
    with torch.no_grad():
        weight = found[0].compute_weight(module, False)
    for part in (name, name + "_u", name + "_v", name + "_orig"):
        delattr(module, part)
    module.register_parameter(name, Parameter(weight.detach()))
    found[1].remove()
    del module._weight_hooks[key]
    return module


def skip_init(module_cls, *args, **kwargs):
    """A module whose parameters hold anything: PyTorch saves the time of drawing them."""
    if not issubclass(module_cls, torch.nn.Module):
        raise RuntimeError(f"Expected a Module; got {module_cls}")
    kwargs.pop("device", None)
    state = torch.get_rng_state()
    module = module_cls(*args, **kwargs)
    torch.set_rng_state(state)
    return module


def fuse_conv_bn_weights(conv_w, conv_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b, transpose=False):
    """Weight and bias of a convolution with the batch norm behind it in them."""
    if conv_b is None:
        conv_b = torch.zeros_like(bn_rm)
    if bn_w is None:
        bn_w = torch.ones_like(bn_rm)
    if bn_b is None:
        bn_b = torch.zeros_like(bn_rm)
    rate = torch.rsqrt(bn_rv + bn_eps)
    shape = [1, -1] if transpose else [-1, 1]
    weight = conv_w * (bn_w * rate).reshape(shape + [1] * (conv_w.dim() - 2))
    bias = (conv_b - bn_rm) * rate * bn_w + bn_b
    return Parameter(weight.detach(), conv_w.requires_grad), Parameter(bias.detach(), conv_b.requires_grad)


def fuse_conv_bn_eval(conv, bn, transpose=False):
    """A convolution and the batch norm behind it as one convolution, while evaluating."""
    if conv.training or bn.training:
        raise AssertionError("Fusion only for eval!")
    fused = copy.deepcopy(conv)
    fused.weight, fused.bias = fuse_conv_bn_weights(fused.weight, fused.bias, bn.running_mean, bn.running_var, bn.eps,
                                                    bn.weight, bn.bias, transpose)
    return fused


def fuse_linear_bn_weights(linear_w, linear_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b):
    """Weight and bias of a linear layer with the batch norm behind it in them."""
    if linear_b is None:
        linear_b = torch.zeros_like(bn_rm)
    scale = bn_w * torch.rsqrt(bn_rv + bn_eps)
    weight, bias = linear_w * scale.unsqueeze(-1), (linear_b - bn_rm) * scale + bn_b
    return Parameter(weight.detach(), linear_w.requires_grad), Parameter(bias.detach(), linear_b.requires_grad)


def fuse_linear_bn_eval(linear, bn):
    """A linear layer and the batch norm behind it as one linear layer, while evaluating."""
    if linear.training or bn.training:
        raise AssertionError("Fusion only for eval!")
    if linear.out_features != bn.num_features and bn.num_features != 1:
        raise AssertionError("To fuse, linear.out_features == bn.num_features or bn.num_features == 1")
    fused = copy.deepcopy(linear)
    fused.weight, fused.bias = fuse_linear_bn_weights(fused.weight, fused.bias, bn.running_mean, bn.running_var,
                                                      bn.eps, bn.weight, bn.bias)
    return fused


def convert_conv2d_weight_memory_format(module, memory_format):
    """The module itself: memory has one layout here."""
    return module


def convert_conv3d_weight_memory_format(module, memory_format):
    """The module itself: memory has one layout here."""
    return module
