"""Functions of torch.nn.functional that are made of others."""
import math
import warnings

import torch
import torch.nn.functional as F
from torch._VF import named

__completes__ = "torch.nn.functional"
__all__ = ["multi_head_attention_forward", "_canonical_mask", "_none_or_dtype", "gumbel_softmax",
           "local_response_norm", "lp_pool1d", "lp_pool2d", "lp_pool3d", "max_unpool1d", "max_unpool2d",
           "max_unpool3d", "max_pool1d_with_indices", "max_pool2d_with_indices", "max_pool3d_with_indices",
           "adaptive_max_pool1d_with_indices", "adaptive_max_pool2d_with_indices",
           "adaptive_max_pool3d_with_indices", "dropout1d", "dropout2d", "dropout3d", "alpha_dropout",
           "feature_alpha_dropout", "celu", "hardshrink", "softshrink", "tanhshrink", "prelu", "rrelu", "relu_",
           "elu_", "selu_", "celu_", "leaky_relu_", "hardtanh_", "threshold_", "rrelu_", "poisson_nll_loss",
           "gaussian_nll_loss", "hinge_embedding_loss", "soft_margin_loss", "multilabel_margin_loss",
           "multilabel_soft_margin_loss", "multi_margin_loss", "triplet_margin_with_distance_loss",
           "pixel_shuffle", "pixel_unshuffle", "channel_shuffle", "native_channel_shuffle", "grid_sample",
           "affine_grid", "bilinear", "embedding_bag", "pdist", "upsample", "upsample_nearest",
           "upsample_bilinear", "ctc_loss"]


# Attention

def _none_or_dtype(input):
    return None if input is None else input.dtype


def _canonical_mask(mask, mask_name, other_type, other_name, target_type, check_other=True):
    """A mask as numbers to add: -inf where a bool mask is true."""
    if mask is None:
        return None
    is_float = torch.is_floating_point(mask)
    if mask.dtype != torch.bool and not is_float:
        raise AssertionError(f"only bool and floating types of {mask_name} are supported")
    if check_other and other_type is not None and mask.dtype != other_type:
        warnings.warn(f"Support for mismatched {mask_name} and {other_name} is deprecated. Use same type for both "
                      "instead.")
    if not is_float:
        mask = torch.zeros_like(mask, dtype=target_type).masked_fill_(mask, float("-inf"))
    return mask


def multi_head_attention_forward(
        query, key, value, embed_dim_to_check, num_heads, in_proj_weight, in_proj_bias, bias_k, bias_v,
        add_zero_attn, dropout_p, out_proj_weight, out_proj_bias, training=True, key_padding_mask=None,
        need_weights=True, attn_mask=None, use_separate_proj_weight=False, q_proj_weight=None, k_proj_weight=None,
        v_proj_weight=None, static_k=None, static_v=None, average_attn_weights=True, is_causal=False):
    """Attention in several heads: what nn.MultiheadAttention computes."""
    if query.dim() not in (2, 3):
        raise AssertionError(f"query should be unbatched 2D or batched 3D tensor but received {query.dim()}-D query "
                             "tensor")
    if key.dim() != query.dim() or value.dim() != query.dim():
        raise AssertionError(f"For {'batched' if query.dim() == 3 else 'unbatched'} `query`, expected `key` and "
                             f"`value` to be {query.dim()}-D but found {key.dim()}-D and {value.dim()}-D tensors "
                             "respectively")
    batched = query.dim() == 3
    if is_causal and attn_mask is None:
        raise RuntimeError("Need attn_mask if specifying the is_causal hint.")
    if not batched:
        query, key, value = query.unsqueeze(1), key.unsqueeze(1), value.unsqueeze(1)
        if key_padding_mask is not None:
            key_padding_mask = key_padding_mask.unsqueeze(0)
    length, batch, width = query.shape
    sources = key.shape[0]
    padding = _canonical_mask(key_padding_mask, "key_padding_mask", _none_or_dtype(attn_mask), "attn_mask",
                              query.dtype)
    hides_later = is_causal and padding is None and not need_weights
    mask = None if hides_later else _canonical_mask(attn_mask, "attn_mask", None, "", query.dtype, False)
    if width != embed_dim_to_check:
        raise AssertionError(f"was expecting embedding dimension of {embed_dim_to_check}, but got {width}")
    head = width // num_heads
    if head * num_heads != width:
        raise AssertionError(f"embed_dim {width} not divisible by num_heads {num_heads}")
    if use_separate_proj_weight:
        if key.shape[:2] != value.shape[:2]:
            raise AssertionError(f"key's sequence and batch dims {key.shape[:2]} do not match value's "
                                 f"{value.shape[:2]}")
        weights = (q_proj_weight, k_proj_weight, v_proj_weight)
        biases = (None,) * 3 if in_proj_bias is None else in_proj_bias.chunk(3)
        q, k, v = (F.linear(x, w, b) for x, w, b in zip((query, key, value), weights, biases))
    else:
        if key.shape != value.shape:
            raise AssertionError(f"key shape {key.shape} does not match value shape {value.shape}")
        if query is key and key is value:
            q, k, v = F.linear(query, in_proj_weight, in_proj_bias).chunk(3, -1)
        else:
            biases = (None,) * 3 if in_proj_bias is None else in_proj_bias.chunk(3)
            q, k, v = (F.linear(x, w, b)
                       for x, w, b in zip((query, key, value), in_proj_weight.chunk(3), biases))
    if mask is not None:
        if mask.dim() == 2:
            if mask.shape != (length, sources):
                raise RuntimeError(f"The shape of the 2D attn_mask is {mask.shape}, but should be "
                                   f"{(length, sources)}.")
            mask = mask.unsqueeze(0)
        elif mask.dim() == 3:
            if mask.shape != (batch * num_heads, length, sources):
                raise RuntimeError(f"The shape of the 3D attn_mask is {mask.shape}, but should be "
                                   f"{(batch * num_heads, length, sources)}.")
        else:
            raise RuntimeError(f"attn_mask's dimension {mask.dim()} is not supported")
    if bias_k is not None and bias_v is not None:
        if static_k is not None or static_v is not None:
            raise AssertionError("bias cannot be added to static key or value")
        k = torch.cat([k, bias_k.repeat(1, batch, 1)])
        v = torch.cat([v, bias_v.repeat(1, batch, 1)])
        mask = mask if mask is None else F.pad(mask, (0, 1))
        padding = padding if padding is None else F.pad(padding, (0, 1))
    q = q.reshape(length, batch * num_heads, head).transpose(0, 1)
    k = k.reshape(k.shape[0], batch * num_heads, head).transpose(0, 1) if static_k is None else static_k
    v = v.reshape(v.shape[0], batch * num_heads, head).transpose(0, 1) if static_v is None else static_v
    if add_zero_attn:
        zeros = torch.zeros((batch * num_heads, 1, head), dtype=k.dtype, device=k.device)
        k, v = torch.cat([k, zeros], 1), torch.cat([v, zeros], 1)
        mask = mask if mask is None else F.pad(mask, (0, 1))
        padding = padding if padding is None else F.pad(padding, (0, 1))
    sources = k.size(1)
    if padding is not None:
        if padding.shape != (batch, sources):
            raise AssertionError(f"expecting key_padding_mask shape of {(batch, sources)}, but got {padding.shape}")
        padding = padding.view(batch, 1, 1, sources).expand(-1, num_heads, -1, -1).reshape(
            batch * num_heads, 1, sources)
        mask = padding if mask is None else mask + padding
    if not training:
        dropout_p = 0.0
    if need_weights or dropout_p > 0:
        scores = torch.bmm(q * math.sqrt(1.0 / float(head)), k.transpose(-2, -1))
        if hides_later:
            mask = torch.full((length, sources), float("-inf"), dtype=q.dtype, device=q.device).triu(1)
        if mask is not None:
            scores = scores + mask
        pattern = F.softmax(scores, dim=-1)
        if dropout_p > 0:
            pattern = F.dropout(pattern, p=dropout_p)
        output = torch.bmm(pattern, v)
    else:
        shape = (batch, num_heads, -1, head)
        if mask is not None:
            if mask.size(0) == 1:
                mask = mask.unsqueeze(0)
            else:
                mask = mask.view(batch, num_heads, -1, sources)
        output = F.scaled_dot_product_attention(q.reshape(shape), k.reshape(shape), v.reshape(shape), mask,
                                                is_causal=hides_later)
        output = output.reshape(batch * num_heads, length, head)
    output = output.transpose(0, 1).reshape(length * batch, width)
    output = F.linear(output, out_proj_weight, out_proj_bias).view(length, batch, -1)
    if not need_weights:
        return (output if batched else output.squeeze(1)), None
    pattern = pattern.view(batch, num_heads, length, sources)
    if average_attn_weights:
        pattern = pattern.mean(dim=1)
    return (output, pattern) if batched else (output.squeeze(1), pattern.squeeze(0))


def gumbel_softmax(logits, tau=1, hard=False, eps=1e-10, dim=-1):
    """A draw from categories that gradients pass through; one-hot with hard=True."""
    if eps != 1e-10:
        warnings.warn("`eps` parameter is deprecated and has no effect.")
    noise = -torch.empty_like(logits).exponential_().log()
    soft = ((logits + noise) / tau).softmax(dim)
    if not hard:
        return soft
    index = soft.max(dim, keepdim=True)[1]
    chosen = torch.zeros_like(logits).scatter_(dim, index, 1.0)
    return chosen - soft.detach() + soft


# Pooling and norms

def local_response_norm(input, size, alpha=1e-4, beta=0.75, k=1.0):
    """Each number divided by what its neighbours in other channels say."""
    if input.dim() < 3:
        raise ValueError(f"Expected 3D or higher dimensionality input (got {input.dim()} dimensions)")
    if input.numel() == 0:
        return input
    squares = input.mul(input)
    spread = F.pad(squares.movedim(1, -1), (size // 2, (size - 1) // 2))
    means = spread.unfold(-1, size, 1).sum(-1).div(size).movedim(-1, 1)
    return input / means.mul(alpha).add(k).pow(beta)


def _each(value, n):
    return tuple(value) if isinstance(value, (tuple, list)) else (value,) * n


def _lp_pool(input, norm_type, kernel_size, stride, ceil_mode, pool, n):
    kernel = _each(kernel_size, n)
    means = pool(input.pow(norm_type), kernel_size, stride, 0, ceil_mode)
    return (torch.sign(means) * F.relu(torch.abs(means))).mul(math.prod(kernel)).pow(1.0 / norm_type)


def lp_pool1d(input, norm_type, kernel_size, stride=None, ceil_mode=False):
    """The p-norm of each window over one axis."""
    return _lp_pool(input, norm_type, kernel_size, stride, ceil_mode, F.avg_pool1d, 1)


def lp_pool2d(input, norm_type, kernel_size, stride=None, ceil_mode=False):
    """The p-norm of each window over two axes."""
    return _lp_pool(input, norm_type, kernel_size, stride, ceil_mode, F.avg_pool2d, 2)


def lp_pool3d(input, norm_type, kernel_size, stride=None, ceil_mode=False):
    """The p-norm of each window over three axes."""
    return _lp_pool(input, norm_type, kernel_size, stride, ceil_mode, F.avg_pool3d, 3)


def _max_unpool(input, indices, kernel_size, stride, padding, output_size, n):
    kernel, padding = _each(kernel_size, n), _each(padding, n)
    stride = _each(stride if stride is not None else kernel_size, n)
    sizes = [(input.shape[axis - n] - 1) * stride[axis] - 2 * padding[axis] + kernel[axis] for axis in range(n)]
    if output_size is not None:
        wanted = list(output_size)
        if len(wanted) in (n + 1, n + 2):
            wanted = wanted[-n:]
        if len(wanted) != n:
            raise ValueError(f"output_size should be a sequence containing {n} or {n + 2} elements, but it has a "
                             f"length of '{len(wanted)}'")
        for axis, size in enumerate(wanted):
            if not sizes[axis] - stride[axis] < size < sizes[axis] + stride[axis]:
                raise ValueError(f"invalid output_size {output_size} (dim {axis} must be between "
                                 f"{sizes[axis] - stride[axis]} and {sizes[axis] + stride[axis]})")
        sizes = wanted
    if input.shape != indices.shape:
        raise RuntimeError(f"Expected shape of indices to be same as that of the input tensor ({input.shape}) but "
                           f"got indices tensor with shape: {indices.shape}")
    if indices.dtype != torch.int64:
        raise RuntimeError(f"elements in indices should be type int64 but got: {indices.dtype}")
    outer, count = input.shape[:-n], math.prod(sizes)
    places = indices.flatten(-n)
    if places.numel() > 0 and not 0 <= int(places.min()) <= int(places.max()) < count:
        raise RuntimeError(f"Found an invalid max index: {int(places.max())} (output volumes are of size "
                           + "x".join(str(size) for size in sizes))
    whole = torch.zeros(*outer, count, dtype=input.dtype, device=input.device)
    return whole.scatter(-1, places, input.flatten(-n)).view(*outer, *sizes)


def max_unpool1d(input, indices, kernel_size, stride=None, padding=0, output_size=None):
    """Puts what max_pool1d kept back to its places."""
    return _max_unpool(input, indices, kernel_size, stride, padding, output_size, 1)


def max_unpool2d(input, indices, kernel_size, stride=None, padding=0, output_size=None):
    """Puts what max_pool2d kept back to its places."""
    return _max_unpool(input, indices, kernel_size, stride, padding, output_size, 2)


def max_unpool3d(input, indices, kernel_size, stride=None, padding=0, output_size=None):
    """Puts what max_pool3d kept back to its places."""
    return _max_unpool(input, indices, kernel_size, stride, padding, output_size, 3)


def max_pool1d_with_indices(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False,
                            return_indices=False):
    """max_pool1d with the places of the largest."""
    return F.max_pool1d(input, kernel_size, stride, padding, dilation, ceil_mode, True)


def max_pool2d_with_indices(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False,
                            return_indices=False):
    """max_pool2d with the places of the largest."""
    return F.max_pool2d(input, kernel_size, stride, padding, dilation, ceil_mode, True)


def max_pool3d_with_indices(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False,
                            return_indices=False):
    """max_pool3d with the places of the largest."""
    return F.max_pool3d(input, kernel_size, stride, padding, dilation, ceil_mode, True)


def adaptive_max_pool1d_with_indices(input, output_size, return_indices=False):
    """adaptive_max_pool1d with the places of the largest."""
    return F.adaptive_max_pool1d(input, output_size, True)


def adaptive_max_pool2d_with_indices(input, output_size, return_indices=False):
    """adaptive_max_pool2d with the places of the largest."""
    return F.adaptive_max_pool2d(input, output_size, True)


def adaptive_max_pool3d_with_indices(input, output_size, return_indices=False):
    """adaptive_max_pool3d with the places of the largest."""
    return F.adaptive_max_pool3d(input, output_size, True)


# Dropout

def _check_p(p):
    if p < 0.0 or p > 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")


def _changed(input, result, inplace):
    return input.copy_(result) if inplace else result


def _channel_noise(input, p):
    """0 or 1 for each channel of each example."""
    shape = tuple(input.shape[:2]) + (1,) * (input.dim() - 2)
    return torch.empty(shape, dtype=input.dtype, device=input.device).bernoulli_(1 - p)


def _feature_dropout(input, p, training, inplace):
    _check_p(p)
    if p == 0 or not training or input.numel() == 0:
        return input
    if p == 1:
        return _changed(input, input * torch.zeros((), dtype=input.dtype, device=input.device), inplace)
    return _changed(input, input * _channel_noise(input, p).div_(1 - p), inplace)


def dropout1d(input, p=0.5, training=True, inplace=False):
    """Whole channels of [N, C, L] or [C, L] are 0 with probability p."""
    if input.dim() not in (2, 3):
        raise RuntimeError(f"dropout1d: Expected 2D or 3D input, but received a {input.dim()}D input. Note that "
                           "dropout1d exists to provide channel-wise dropout on inputs with 1 spatial dimension, a "
                           "channel dimension, and an optional batch dimension (i.e. 2D or 3D inputs).")
    if input.dim() == 3:
        return _feature_dropout(input, p, training, inplace)
    result = _feature_dropout(input.unsqueeze(0), p, training, False).squeeze(0)
    return _changed(input, result, inplace)


def dropout2d(input, p=0.5, training=True, inplace=False):
    """Whole channels of [N, C, H, W] are 0 with probability p."""
    if input.dim() not in (3, 4):
        warnings.warn(f"dropout2d: Received a {input.dim()}-D input to dropout2d, which is deprecated and will "
                      "result in an error in a future release.")
    return _feature_dropout(input, p, training, inplace)


def dropout3d(input, p=0.5, training=True, inplace=False):
    """Whole channels of [N, C, D, H, W] are 0 with probability p."""
    if input.dim() not in (4, 5):
        warnings.warn(f"dropout3d: Received a {input.dim()}-D input to dropout3d, which is deprecated and will "
                      "result in an error in a future release.")
    if input.dim() == 5:
        return _feature_dropout(input, p, training, inplace)
    result = _feature_dropout(input.unsqueeze(0), p, training, False).squeeze(0)
    return _changed(input, result, inplace)


def _alpha_dropout(input, p, training, inplace, noise):
    _check_p(p)
    if p == 0 or not training or input.numel() == 0:
        return input
    if p == 1:
        return _changed(input, input * torch.zeros((), dtype=input.dtype, device=input.device), inplace)
    alpha = 1.7580993408473766
    scale = 1 / math.sqrt((alpha * alpha * p + 1) * (1 - p))
    kept = noise(input, p)
    shift = (kept - 1) * (alpha * scale) + alpha * scale * p
    return _changed(input, input * (kept * scale) + shift, inplace)


def alpha_dropout(input, p=0.5, training=False, inplace=False):
    """Dropout beside SELU: mean and variance stay."""
    return _alpha_dropout(input, p, training, inplace, lambda x, p: torch.empty_like(x).bernoulli_(1 - p))


def feature_alpha_dropout(input, p=0.5, training=False, inplace=False):
    """alpha_dropout of whole channels."""
    return _alpha_dropout(input, p, training, inplace, _channel_noise)


# Activations

def celu(input, alpha=1.0, inplace=False):
    """max(0, x) + min(0, alpha·(e^(x/alpha) − 1))."""
    if alpha == 0:
        raise RuntimeError("ZeroDivisionError: alpha cannot be 0 for CELU")
    # What is overwritten is what backward reads: it gets a copy.
    x = input.clone() if inplace else input
    result = torch.where(x > 0, x, alpha * torch.expm1(x.clamp(max=0) / alpha))
    return _changed(input, named(result, "CeluBackward0", input), inplace)


def hardshrink(input, lambd=0.5):
    """x, or 0 between -lambd and lambd."""
    none = torch.zeros((), dtype=input.dtype, device=input.device)
    result = torch.where((input >= -lambd) & (input <= lambd), none, input)
    return named(result, "HardshrinkBackward0", input)


def softshrink(input, lambd=0.5):
    """x moved towards 0 by lambd."""
    if lambd < 0:
        raise RuntimeError(f"lambda must be greater or equal to 0, but found to be {lambd}.")
    result = torch.where(input > lambd, input - lambd, torch.where(input < -lambd, input + lambd, input * 0))
    return named(result, "SoftshrinkBackward0", input)


def tanhshrink(input):
    """x − tanh x."""
    return input - input.tanh()


def prelu(input, weight):
    """x, or weight·x below 0; one weight, or one for each channel."""
    if weight.dim() > 1:
        raise RuntimeError(f"prelu: Expected `weight` to be a scalar or 1D tensor, but got: ndim = {weight.dim()}")
    if weight.numel() != 1:
        if input.dim() == 0:
            raise RuntimeError("Not allow zero-dim input tensor.")
        channels = input.size(1) if input.dim() >= 2 else 1
        if channels != weight.numel():
            raise RuntimeError("Mismatch of parameter numbers and input channel size. Found parameter numbers = "
                               f"{weight.numel()} and channel size = {channels}.")
        weight = weight.view((-1,) + (1,) * (input.dim() - 2))
    return named(torch.where(input > 0, input, weight * input), "PreluKernelBackward0", input, weight)


def rrelu(input, lower=1.0 / 8, upper=1.0 / 3, training=False, inplace=False):
    """LeakyReLU with slopes drawn between two bounds while training, else with their mean."""
    if lower > upper:
        raise RuntimeError(f"Lower bound should be less than or equal to the upper bound")
    if not training:
        return F.leaky_relu(input, (lower + upper) / 2, inplace)
    below = input.detach() <= 0
    slopes = torch.ones_like(input)
    # One number of double precision for each element below 0, in their order.
    drawn = torch.empty(int(below.sum()), dtype=torch.float64, device=input.device).uniform_(lower, upper)
    slopes[below] = drawn.to(input.dtype)
    return _changed(input, named(input * slopes, "RreluWithNoiseBackward0", input), inplace)


def relu_(input):
    """relu in place."""
    return F.relu(input, True)


def elu_(input, alpha=1.0):
    """elu in place."""
    return F.elu(input, alpha, True)


def selu_(input):
    """selu in place."""
    return F.selu(input, True)


def celu_(input, alpha=1.0):
    """celu in place."""
    return celu(input, alpha, True)


def leaky_relu_(input, negative_slope=0.01):
    """leaky_relu in place."""
    return F.leaky_relu(input, negative_slope, True)


def hardtanh_(input, min_val=-1.0, max_val=1.0):
    """hardtanh in place."""
    return F.hardtanh(input, min_val, max_val, True)


def threshold_(input, threshold, value):
    """threshold in place."""
    return F.threshold(input, threshold, value, True)


def rrelu_(input, lower=1.0 / 8, upper=1.0 / 3, training=False):
    """rrelu in place."""
    return rrelu(input, lower, upper, training, True)


# Losses

def _reduction(size_average, reduce, reduction):
    if size_average is None and reduce is None:
        return reduction
    average = True if size_average is None else size_average
    reduced = True if reduce is None else reduce
    return ("mean" if average else "sum") if reduced else "none"


def _reduced(terms, reduction):
    if reduction == "none":
        return terms
    if reduction == "mean":
        return terms.mean()
    if reduction == "sum":
        return terms.sum()
    raise ValueError(f"{reduction} is not a valid value for reduction")


def poisson_nll_loss(input, target, log_input=True, full=False, size_average=None, eps=1e-8, reduce=None,
                     reduction="mean"):
    """The negative log-likelihood of counts under Poisson distributions."""
    reduction = _reduction(size_average, reduce, reduction)
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"{reduction} is not a valid value for reduction")
    terms = input.exp() - target * input if log_input else input - target * (input + eps).log()
    if full:
        stirling = target * target.log() - target + 0.5 * (2 * math.pi * target).log()
        terms = terms + stirling.masked_fill(target <= 1, 0)
    return _reduced(terms, reduction)


def gaussian_nll_loss(input, target, var, full=False, eps=1e-6, reduction="mean"):
    """The negative log-likelihood of numbers under normal distributions."""
    if isinstance(var, float):
        if var < 0:
            raise ValueError("var has negative entry/entries")
        var = var * torch.ones_like(input)
    elif bool((var < 0).any()):
        raise ValueError("var has negative entry/entries")
    if var.size() != input.size():
        if input.size()[:-1] == var.size():
            var = var.unsqueeze(-1)
        elif input.size()[:-1] != var.size()[:-1] or var.size(-1) != 1:
            # One of the sizes may be 1.
            if input.dim() != var.dim() or any(v not in (1, n) for v, n in zip(var.size(), input.size())):
                raise ValueError("var is of incorrect size")
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(reduction + " is not valid")
    # The least variance, which the gradient does not know of.
    var = var + (var.detach().clamp(min=eps) - var.detach())
    terms = 0.5 * (torch.log(var) + (input - target) ** 2 / var)
    if full:
        terms = terms + 0.5 * math.log(2 * math.pi)
    return _reduced(terms, reduction)


def hinge_embedding_loss(input, target, margin=1.0, size_average=None, reduce=None, reduction="mean"):
    """x where the target is 1, max(0, margin − x) where it is −1."""
    zeros = torch.zeros_like(input)
    near = torch.where(target != -1, input, zeros)
    far = torch.where(target != 1, (margin - input).clamp(min=0), zeros)
    return _reduced(near + far, _reduction(size_average, reduce, reduction))


def soft_margin_loss(input, target, size_average=None, reduce=None, reduction="mean"):
    """ln(1 + e^(−target·x))."""
    loss = _reduced(torch.log1p(torch.exp(-target * input)), _reduction(size_average, reduce, reduction))
    return named(loss, "SoftMarginLossBackward0", input, target)


def multilabel_margin_loss(input, target, size_average=None, reduce=None, reduction="mean"):
    """max(0, 1 − (x[target] − x[other])) over several classes that are right; their list ends at −1."""
    if input.dim() > 2 or input.shape != target.shape:
        raise RuntimeError(f"inconsistent target size: {target.shape} for input of size: {input.shape}")
    single = input.dim() < 2
    x, y = (input.reshape(1, -1), target.reshape(1, -1)) if single else (input, target)
    counted = (y >= 0).long().cumprod(1).bool()
    places = y.clamp(min=0)
    right = torch.zeros_like(x).scatter_add(1, places, counted.to(x.dtype)) > 0
    wanted = x.gather(1, places)
    terms = (1 - wanted.unsqueeze(2) + x.unsqueeze(1)).clamp(min=0)
    terms = terms * counted.unsqueeze(2) * (~right).unsqueeze(1)
    sums = terms.sum((1, 2)) / x.size(1)
    loss = _reduced(sums.squeeze(0) if single else sums, _reduction(size_average, reduce, reduction))
    return named(loss, "MultilabelMarginLossBackward0", input)


def multilabel_soft_margin_loss(input, target, weight=None, size_average=None, reduce=None, reduction="mean"):
    """The mean over classes of the cross-entropy of each."""
    terms = -(target * F.logsigmoid(input) + (1 - target) * F.logsigmoid(-input))
    if weight is not None:
        terms = terms * weight
    return _reduced(terms.sum(dim=-1) / input.size(-1), _reduction(size_average, reduce, reduction))


def multi_margin_loss(input, target, p=1, margin=1.0, weight=None, size_average=None, reduce=None,
                      reduction="mean"):
    """max(0, margin − x[target] + x[other])ᵖ over the classes that are wrong."""
    if p not in (1, 2):
        raise ValueError("only p == 1 and p == 2 supported")
    single = input.dim() < 2
    x, y = (input.reshape(1, -1), target.reshape(1)) if single else (input, target)
    if y.dim() != 1 or y.size(0) != x.size(0):
        raise RuntimeError(f"inconsistent target size, expected {x.size(0)} but got {list(target.shape)}")
    terms = (margin - x.gather(1, y.unsqueeze(1)) + x).clamp(min=0) ** p
    if weight is not None:
        if weight.numel() != x.size(1):
            raise RuntimeError(f"inconsistent weight size, expected {x.size(1)} but got {list(weight.shape)}")
        terms = terms * weight[y].unsqueeze(1)
    others = torch.ones_like(x).scatter(1, y.unsqueeze(1), 0.0)
    sums = (terms * others).sum(1) / x.size(1)
    loss = _reduced(sums.squeeze(0) if single else sums, _reduction(size_average, reduce, reduction))
    return named(loss, "MultiMarginLossBackward0", input)


def triplet_margin_with_distance_loss(anchor, positive, negative, *, distance_function=None, margin=1.0, swap=False,
                                      reduction="mean"):
    """max(0, d(anchor, positive) − d(anchor, negative) + margin) by a distance of one's own."""
    if margin <= 0:
        raise ValueError(f"margin must be greater than 0, got {margin}")
    distance = distance_function if distance_function is not None else F.pairwise_distance
    near, far = distance(anchor, positive), distance(anchor, negative)
    if swap:
        far = torch.minimum(far, distance(positive, negative))
    terms = (margin + near - far).clamp(min=0)
    return _reduced(named(terms, "ClampMinBackward0", anchor), reduction)


def ctc_loss(log_probs, targets, input_lengths, target_lengths, blank=0, reduction="mean", zero_infinity=False):
    """The negative log-likelihood of sequences of labels, however they lie in time: log_probs [T, N, C]."""
    single = log_probs.dim() == 2
    if single:
        log_probs = log_probs.unsqueeze(1)
    times, count, classes = log_probs.shape
    if not 0 <= blank < classes:
        raise RuntimeError("blank must be in label range")
    inputs = torch.as_tensor(input_lengths, dtype=torch.long).reshape(-1)
    lengths = torch.as_tensor(target_lengths, dtype=torch.long).reshape(-1)
    if inputs.numel() != count or lengths.numel() != count:
        raise RuntimeError("input_lengths and target_lengths must be of size batch_size")
    if count and int(inputs.max()) > times:
        raise RuntimeError(f"Expected input_lengths to have value at most {times}, but got value {int(inputs.max())}")
    longest = int(lengths.max()) if count else 0
    # Labels and lengths may lie on the CPU.
    inputs, lengths = inputs.to(log_probs.device), lengths.to(log_probs.device)
    targets = targets.to(log_probs.device)
    rows = torch.zeros(count, longest, dtype=torch.long, device=log_probs.device)
    if single:
        targets = targets.reshape(1, -1)
    if targets.dim() == 1:
        start = 0
        for row, length in enumerate(lengths.tolist()):
            rows[row, :length] = targets[start:start + length]
            start += length
    else:
        rows = targets[:, :longest].long()
    # Each label between two blanks; from one to the next but one where the labels differ.
    places = torch.full((count, 2 * longest + 1), blank, dtype=torch.long, device=log_probs.device)
    places[:, 1::2] = rows
    skips = torch.zeros_like(places, dtype=torch.bool)
    skips[:, 2:] = (places[:, 2:] != blank) & (places[:, 2:] != places[:, :-2])
    never = -1e30
    found = log_probs.gather(2, places.unsqueeze(0).expand(times, -1, -1))
    begins = torch.arange(places.size(1), device=log_probs.device) < 2
    nothing = torch.full((), never, dtype=log_probs.dtype, device=log_probs.device)
    alpha = torch.where(begins, found[0], nothing)
    for time in range(1, times):
        before = F.pad(alpha, (1, 0), value=never)[:, :-1]
        second = torch.where(skips, F.pad(alpha, (2, 0), value=never)[:, :-2], nothing)
        now = torch.logsumexp(torch.stack([alpha, before, second]), 0) + found[time]
        alpha = torch.where((time < inputs).unsqueeze(1), now, alpha)
    ends = alpha.gather(1, (2 * lengths).unsqueeze(1)).squeeze(1)
    labels = alpha.gather(1, (2 * lengths - 1).clamp(min=0).unsqueeze(1)).squeeze(1)
    labels = torch.where(lengths > 0, labels, nothing)
    losses = -torch.logsumexp(torch.stack([ends, labels]), 0)
    infinite = losses > 1e29
    losses = losses.masked_fill(infinite, 0.0 if zero_infinity else float("inf"))
    if reduction == "mean":
        losses = (losses / lengths.clamp(min=1)).mean()
    elif reduction == "sum":
        losses = losses.sum()
    elif reduction != "none":
        raise ValueError(f"{reduction} is not a valid value for reduction")
    elif single:
        losses = losses.squeeze(0)
    return losses


# Images

def pixel_shuffle(input, upscale_factor):
    """[…, C·r², H, W] → […, C, H·r, W·r]."""
    r = upscale_factor
    if input.dim() < 3:
        raise RuntimeError(f"pixel_shuffle expects input to have at least 3 dimensions, but got input with "
                           f"{input.dim()} dimension(s)")
    if r <= 0:
        raise RuntimeError(f"pixel_shuffle expects a positive upscale_factor, but got {r}")
    *outer, channels, height, width = input.shape
    if channels % (r * r) != 0:
        raise RuntimeError("pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of "
                           f"upscale_factor, but input.size(-3)={channels} is not divisible by {r * r}")
    n, inner = len(outer), channels // (r * r)
    parts = input.reshape(*outer, inner, r, r, height, width)
    order = (*range(n), n, n + 3, n + 1, n + 4, n + 2)
    result = parts.permute(*order).reshape(*outer, inner, height * r, width * r)
    return named(result, "PixelShuffleBackward0", input)


def pixel_unshuffle(input, downscale_factor):
    """[…, C, H·r, W·r] → […, C·r², H, W]."""
    r = downscale_factor
    if input.dim() < 3:
        raise RuntimeError(f"pixel_unshuffle expects input to have at least 3 dimensions, but got input with "
                           f"{input.dim()} dimension(s)")
    if r <= 0:
        raise RuntimeError(f"pixel_unshuffle expects a positive downscale_factor, but got {r}")
    *outer, channels, height, width = input.shape
    for name, size in (("height", height), ("width", width)):
        if size % r != 0:
            raise RuntimeError(f"pixel_unshuffle expects {name} to be divisible by downscale_factor, but "
                               f"input.size({-2 if name == 'height' else -1})={size} is not divisible by {r}")
    n = len(outer)
    parts = input.reshape(*outer, channels, height // r, r, width // r, r)
    order = (*range(n), n, n + 2, n + 4, n + 1, n + 3)
    result = parts.permute(*order).reshape(*outer, channels * r * r, height // r, width // r)
    return named(result, "PixelUnshuffleBackward0", input)


def channel_shuffle(input, groups):
    """The channels of several groups, one of each group after the other."""
    if input.dim() < 3:
        raise RuntimeError(f"channel_shuffle expects input with > 2 dims, but got input with sizes "
                           f"{list(input.shape)}")
    if groups <= 0 or input.size(1) % groups != 0:
        raise RuntimeError(f"Number of channels must be divisible by groups. Got {input.size(1)} channels and "
                           f"{groups} groups.")
    parts = input.reshape(input.size(0), groups, input.size(1) // groups, *input.shape[2:])
    return parts.transpose(1, 2).reshape(input.shape)


native_channel_shuffle = channel_shuffle


def _reflected(places, low, high):
    """Places beyond two ends, given twice as large, mirrored back between them."""
    if low == high:
        return torch.zeros_like(places)
    least, span = low / 2, (high - low) / 2
    distance = (places - least).abs()
    flips = (distance / span).floor()
    rest = distance - flips * span
    return torch.where(flips % 2 == 0, rest + least, span - rest + least)


def _source_places(places, size, padding_mode, align_corners):
    """Where −1 … 1 lies on an axis of a size."""
    if align_corners:
        places = (places + 1) / 2 * (size - 1)
    else:
        places = ((places + 1) * size - 1) / 2
    if padding_mode == "border":
        return places.clamp(0, size - 1)
    if padding_mode == "reflection":
        ends = (0, 2 * (size - 1)) if align_corners else (-1, 2 * size - 1)
        return _reflected(places, *ends).clamp(0, size - 1)
    return places


def grid_sample(input, grid, mode="bilinear", padding_mode="zeros", align_corners=None):
    """Numbers of images [N, C, H, W] at the places of a grid [N, H′, W′, 2] from −1 to 1."""
    if mode not in ("bilinear", "nearest", "bicubic"):
        raise ValueError("nn.functional.grid_sample(): expected mode to be 'bilinear', 'nearest' or 'bicubic', but "
                         f"got: '{mode}'")
    if padding_mode not in ("zeros", "border", "reflection"):
        raise ValueError("nn.functional.grid_sample(): expected padding_mode to be 'zeros', 'border', or "
                         f"'reflection', but got: '{padding_mode}'")
    if align_corners is None:
        warnings.warn("Default grid_sample and affine_grid behavior has changed to align_corners=False since 1.3.0. "
                      "Please specify align_corners=True if the old behavior is desired. See the documentation of "
                      "grid_sample for details.")
        align_corners = False
    if mode == "bicubic" or input.dim() == 5:
        raise NotImplementedError("F.grid_sample with mode='bicubic' or over three axes is not in Lagado")
    if input.dim() != 4 or grid.dim() != 4 or grid.size(-1) != 2 or grid.size(0) != input.size(0):
        raise RuntimeError("grid_sampler(): expected grid to have size 2 in last dimension and the batch size of "
                           f"input, but got input with sizes {list(input.shape)} and grid with sizes "
                           f"{list(grid.shape)}")
    count, channels, height, width = input.shape
    x = _source_places(grid[..., 0], width, padding_mode, align_corners)
    y = _source_places(grid[..., 1], height, padding_mode, align_corners)
    flat = input.flatten(2)

    def at(row, column):
        inside = (row >= 0) & (row < height) & (column >= 0) & (column < width)
        place = row.clamp(0, height - 1).long() * width + column.clamp(0, width - 1).long()
        found = flat.gather(2, place.flatten(1).unsqueeze(1).expand(-1, channels, -1))
        return found.view(count, channels, *place.shape[1:]) * inside.unsqueeze(1)

    if mode == "nearest":
        return named(at(y.round(), x.round()), "GridSampler2DBackward0", input, grid)
    left, top = x.detach().floor(), y.detach().floor()
    right, bottom = left + 1, top + 1
    result = (at(top, left) * ((right - x) * (bottom - y)).unsqueeze(1)
              + at(top, right) * ((x - left) * (bottom - y)).unsqueeze(1)
              + at(bottom, left) * ((right - x) * (y - top)).unsqueeze(1)
              + at(bottom, right) * ((x - left) * (y - top)).unsqueeze(1))
    return named(result, "GridSampler2DBackward0", input, grid)


def affine_grid(theta, size, align_corners=None):
    """The places in the source [N, H, W, 2] that an affine map [N, 2, 3] gives for images of a size."""
    if not torch.is_floating_point(theta):
        raise ValueError(f"Expected theta to have floating point type, but got {theta.dtype}")
    if align_corners is None:
        warnings.warn("Default grid_sample and affine_grid behavior has changed to align_corners=False since 1.3.0. "
                      "Please specify align_corners=True if the old behavior is desired. See the documentation of "
                      "grid_sample for details.")
        align_corners = False
    size = list(size)
    n = len(size) - 2
    if n not in (2, 3):
        raise NotImplementedError("affine_grid only supports 4D and 5D sizes, for 2D and 3D affine transforms, "
                                  f"respectively. Got size {size}.")
    if theta.dim() != 3 or tuple(theta.shape[1:]) != (n, n + 1):
        raise ValueError(f"Expected a batch of {n}D affine matrices of shape Nx{n}x{n + 1} for size {size}. Got "
                         f"{theta.shape}.")
    if min(size) <= 0:
        raise ValueError(f"Expected non-zero, positive output size. Got {size}")

    def along(length):
        if length <= 1:
            return torch.zeros(length, dtype=theta.dtype, device=theta.device)
        places = torch.linspace(-1, 1, length, dtype=theta.dtype, device=theta.device)
        return places if align_corners else places * (length - 1) / length

    axes = torch.meshgrid(*[along(length) for length in size[2:]], indexing="ij")
    base = torch.stack([*reversed(axes), torch.ones_like(axes[0])], -1)
    return (base.reshape(1, -1, n + 1) @ theta.transpose(1, 2)).view(size[0], *size[2:], n)


# Products and tables

def bilinear(input1, input2, weight, bias=None):
    """y = x₁·A·x₂ + b, for each number of the result."""
    if input1.shape[:-1] != input2.shape[:-1]:
        raise RuntimeError("bilinear(): input batch dimensions do not match: got "
                           f"{list(input1.shape[:-1])} and {list(input2.shape[:-1])}")
    if input1.size(-1) != weight.size(1) or input2.size(-1) != weight.size(2):
        raise RuntimeError(f"bilinear(): inputs of sizes {input1.size(-1)} and {input2.size(-1)} do not fit a "
                           f"weight of size {list(weight.shape)}")
    x1, x2 = input1.reshape(-1, input1.size(-1)), input2.reshape(-1, input2.size(-1))
    y = torch.einsum("bi,oij,bj->bo", x1, weight, x2).view(*input1.shape[:-1], weight.size(0))
    return y if bias is None else y + bias


def embedding_bag(input, weight, offsets=None, max_norm=None, norm_type=2, scale_grad_by_freq=False, mode="mean",
                  sparse=False, per_sample_weights=None, include_last_offset=False, padding_idx=None):
    """The sum, the mean or the largest of the rows of each bag of ids."""
    if mode not in ("sum", "mean", "max"):
        raise ValueError("mode has to be one of sum, mean or max")
    if sparse or scale_grad_by_freq:
        raise NotImplementedError("F.embedding_bag with sparse=True or scale_grad_by_freq=True is not in Lagado")
    if per_sample_weights is not None:
        if mode != "sum":
            raise NotImplementedError("embedding_bag: per_sample_weights was not None. per_sample_weights is only "
                                      f"supported for mode='sum' (got mode='{mode}'). Please open a feature request "
                                      "on GitHub.")
        if per_sample_weights.shape != input.shape:
            raise ValueError(f"embedding_bag: If per_sample_weights ({per_sample_weights.shape}) is not None, then "
                             f"it must have the same shape as the input ({input.shape})")
    if input.dim() == 2:
        if offsets is not None:
            raise ValueError("if input is 2D, then offsets has to be None, as input is treated is a mini-batch of "
                             "fixed length sequences.")
        bags, length = input.shape
        starts = torch.arange(0, bags + 1, device=input.device) * length
        input = input.reshape(-1)
        if per_sample_weights is not None:
            per_sample_weights = per_sample_weights.reshape(-1)
    elif input.dim() == 1:
        if offsets is None:
            raise ValueError("offsets has to be a 1D Tensor but got None")
        if offsets.dim() != 1:
            raise ValueError("offsets has to be a 1D Tensor")
        starts = offsets.long()
        if starts.numel() > 0 and int(starts[0]) != 0:
            raise RuntimeError(f"offsets[0] has to be 0, i.e., the first sequence in the mini-batch has to start "
                               f"from position 0. However, got {int(starts[0])}")
        if not include_last_offset:
            starts = torch.cat([starts, torch.tensor([input.numel()], device=starts.device)])
        if bool((starts[1:] < starts[:-1]).any()) or int(starts[-1]) > input.numel():
            raise RuntimeError("offsets must not fall, and must lie in the input")
        bags = starts.numel() - 1
    else:
        raise ValueError(f"input has to be 1D or 2D Tensor, but got Tensor of dimension {input.dim()}")
    if max_norm is not None:
        F.embedding(input, weight, max_norm=max_norm, norm_type=norm_type)
    input = input[:int(starts[-1])]
    counts = starts[1:] - starts[:-1]
    owners = torch.repeat_interleave(torch.arange(bags, device=counts.device), counts)
    if padding_idx is not None:
        kept = input != padding_idx % weight.size(0)
        input, owners = input[kept], owners[kept]
        if per_sample_weights is not None:
            per_sample_weights = per_sample_weights[kept]
        counts = torch.bincount(owners, minlength=bags)
    rows = F.embedding(input, weight)
    if mode == "max":
        none = torch.zeros(weight.size(1), dtype=weight.dtype, device=weight.device)
        parts = rows.split(counts.tolist())
        result = torch.stack([part.max(0).values if len(part) > 0 else none for part in parts])
        return named(result, "EmbeddingBagBackward0", weight)
    if per_sample_weights is not None:
        rows = rows * per_sample_weights.unsqueeze(1)
    sums = torch.zeros(bags, weight.size(1), dtype=weight.dtype, device=weight.device).index_add(0, owners, rows)
    result = sums if mode == "sum" else sums / counts.clamp(min=1).unsqueeze(1)
    return named(result, "EmbeddingBagBackward0", weight)


def pdist(input, p=2):
    """The distances between all pairs of rows."""
    if input.dim() != 2:
        raise RuntimeError("pdist only supports 2D tensors, got: {}D".format(input.dim()))
    first, second = torch.triu_indices(input.size(0), input.size(0), 1)
    return torch.norm(input[first] - input[second], p=p, dim=1)


def upsample(input, size=None, scale_factor=None, mode="nearest", align_corners=None):
    """interpolate by its older name."""
    warnings.warn("`nn.functional.upsample` is deprecated. Use `nn.functional.interpolate` instead.")
    return F.interpolate(input, size, scale_factor, mode, align_corners)


def upsample_nearest(input, size=None, scale_factor=None):
    """interpolate(mode='nearest') by its older name."""
    warnings.warn("`nn.functional.upsample_nearest` is deprecated. Use `nn.functional.interpolate` instead.")
    return F.interpolate(input, size, scale_factor, mode="nearest")


def upsample_bilinear(input, size=None, scale_factor=None):
    """interpolate(mode='bilinear', align_corners=True) by its older name."""
    warnings.warn("`nn.functional.upsample_bilinear` is deprecated. Use `nn.functional.interpolate` instead.")
    return F.interpolate(input, size, scale_factor, mode="bilinear", align_corners=True)
