"""Weights of which some are held at 0."""
import torch
from torch.nn import Parameter

__all__ = ["BasePruningMethod", "Identity", "RandomUnstructured", "L1Unstructured", "RandomStructured", "LnStructured",
           "CustomFromMask", "identity", "random_unstructured", "l1_unstructured", "random_structured",
           "ln_structured", "global_unstructured", "custom_from_mask", "remove", "is_pruned"]


def _count(amount, size):
    """How many of so many: a number of them, or a part."""
    if isinstance(amount, bool) or not isinstance(amount, (int, float)):
        raise TypeError(f"Invalid type for amount: {amount}. Must be int or float.")
    if isinstance(amount, int) and amount < 0 or isinstance(amount, float) and not 0.0 <= amount <= 1.0:
        raise ValueError(f"amount={amount} should either be a float in the range [0.0, 1.0] or a non-negative integer")
    if isinstance(amount, int) and amount > size:
        raise ValueError(f"amount={amount} should be smaller than the number of parameters to prune={size}")
    return amount if isinstance(amount, int) else round(amount * size)


class BasePruningMethod:
    """A way to choose what is held at 0. A way of one's own says so in compute_mask(t, default_mask)."""

    PRUNING_TYPE = "unstructured"

    def compute_mask(self, t, default_mask):
        raise NotImplementedError

    def apply_mask(self, module):
        """The weight with the mask on it."""
        name = self._tensor_name
        mask = getattr(module, name + "_mask")
        return mask.to(dtype=getattr(module, name + "_orig").dtype) * getattr(module, name + "_orig")

    def __call__(self, module, inputs):
        setattr(module, self._tensor_name, self.apply_mask(module))

    def prune(self, t, default_mask=None, importance_scores=None):
        """A tensor with zeros where the method puts them."""
        mask = torch.ones_like(t) if default_mask is None else default_mask
        return t * self.compute_mask(t if importance_scores is None else importance_scores, mask)

    @classmethod
    def apply(cls, module, name, *args, importance_scores=None, **kwargs):
        """Puts a mask on a parameter of a module, beside those that are there."""
        method = cls(*args, **kwargs)
        method._tensor_name = name
        hooks = getattr(module, "_prune_hooks", None)
        if hooks is None:
            hooks = module._prune_hooks = {}
        first = name not in hooks
        original = getattr(module, name) if first else getattr(module, name + "_orig")
        scores = importance_scores if importance_scores is not None else getattr(module, name)
        if scores.shape != getattr(module, name).shape:
            raise AssertionError(f"importance_scores should have the same shape as parameter {name} of {module}")
        mask = torch.ones_like(original) if first else getattr(module, name + "_mask")
        with torch.no_grad():
            mask = method.compute_mask(scores.detach(), mask.detach().clone())
        if first:
            delattr(module, name)
            module.register_parameter(name + "_orig", original)
        module.register_buffer(name + "_mask", mask)
        if not first:
            hooks.pop(name)[1].remove()
        setattr(module, name, method.apply_mask(module))
        hooks[name] = (method, module.register_forward_pre_hook(method))
        return method

    def remove(self, module):
        """The weight as one parameter again, zeros and all."""
        name = self._tensor_name
        weight = self.apply_mask(module)
        if hasattr(module, name):
            delattr(module, name)
        original = getattr(module, name + "_orig")
        original.data = weight.detach()
        delattr(module, name + "_orig")
        del module._buffers[name + "_mask"]
        setattr(module, name, original)


class Identity(BasePruningMethod):
    """Nothing is 0."""

    def compute_mask(self, t, default_mask):
        return default_mask


class RandomUnstructured(BasePruningMethod):
    """Numbers drawn at random are 0."""

    def __init__(self, amount):
        _count(amount, float("inf")) if isinstance(amount, int) else _count(amount, 1)
        self.amount = amount

    def compute_mask(self, t, default_mask):
        n = _count(self.amount, t.nelement())
        mask = default_mask.clone()
        if n != 0:
            mask.view(-1)[torch.topk(torch.rand_like(t).view(-1), k=n).indices] = 0
        return mask


class L1Unstructured(BasePruningMethod):
    """The smallest numbers are 0."""

    def __init__(self, amount):
        _count(amount, float("inf")) if isinstance(amount, int) else _count(amount, 1)
        self.amount = amount

    def compute_mask(self, t, default_mask):
        # What is 0 already is not chosen again.
        kept = default_mask.flatten() == 1
        values = t.flatten()[kept]
        n = _count(self.amount, values.nelement())
        mask = default_mask.clone()
        if n != 0:
            places = kept.nonzero().flatten()
            chosen = torch.topk(values.abs(), k=n, largest=False).indices
            mask.view(-1)[places[chosen]] = 0
        return mask


class _Structured(BasePruningMethod):
    PRUNING_TYPE = "structured"

    def _mask(self, t, default_mask, scores, n):
        mask = default_mask.clone()
        if n == 0:
            return mask
        kept = torch.topk(scores, k=scores.numel() - n, largest=True).indices
        rows = torch.zeros(scores.numel(), dtype=t.dtype, device=t.device)
        rows[kept] = 1
        shape = [1] * t.dim()
        shape[self.dim] = -1
        return mask * rows.view(shape)


class RandomStructured(_Structured):
    """Whole channels drawn at random are 0."""

    def __init__(self, amount, dim=-1):
        self.amount = amount
        self.dim = dim

    def compute_mask(self, t, default_mask):
        size = t.shape[self.dim]
        n = _count(self.amount, size)
        return default_mask if n == 0 else self._mask(t, default_mask, torch.rand(size, device=t.device), n)


class LnStructured(_Structured):
    """The channels of the smallest norm are 0."""

    def __init__(self, amount, n, dim=-1):
        self.amount = amount
        self.n = n
        self.dim = dim

    def compute_mask(self, t, default_mask):
        count = _count(self.amount, t.shape[self.dim])
        if count == 0:
            return default_mask
        others = [axis for axis in range(t.dim()) if axis != self.dim % t.dim()]
        return self._mask(t, default_mask, torch.norm(t, p=self.n, dim=others), count)


class CustomFromMask(BasePruningMethod):
    """What a mask says is 0."""

    def __init__(self, mask):
        self.mask = mask

    def compute_mask(self, t, default_mask):
        return default_mask * self.mask.to(dtype=default_mask.dtype)


def identity(module, name):
    """A mask of ones on a parameter."""
    Identity.apply(module, name)
    return module


def random_unstructured(module, name, amount):
    """Numbers of a parameter drawn at random are held at 0."""
    RandomUnstructured.apply(module, name, amount)
    return module


def l1_unstructured(module, name, amount, importance_scores=None):
    """The smallest numbers of a parameter are held at 0."""
    L1Unstructured.apply(module, name, amount=amount, importance_scores=importance_scores)
    return module


def random_structured(module, name, amount, dim):
    """Channels of a parameter drawn at random are held at 0."""
    RandomStructured.apply(module, name, amount, dim)
    return module


def ln_structured(module, name, amount, n, dim, importance_scores=None):
    """The channels of the smallest norm are held at 0."""
    LnStructured.apply(module, name, amount, n, dim, importance_scores=importance_scores)
    return module


def custom_from_mask(module, name, mask):
    """What a mask says is held at 0."""
    CustomFromMask.apply(module, name, mask)
    return module


def global_unstructured(parameters, pruning_method, importance_scores=None, **kwargs):
    """Chooses over several parameters together."""
    parameters = list(parameters)
    scores = importance_scores or {}
    values = [scores.get((module, name), getattr(module, name)) for module, name in parameters]
    masks = [getattr(module, name + "_mask", torch.ones_like(getattr(module, name))) for module, name in parameters]
    method = pruning_method(**kwargs)
    with torch.no_grad():
        flat = torch.cat([value.detach().reshape(-1) for value in values])
        mask = method.compute_mask(flat, torch.cat([mask.reshape(-1) for mask in masks]))
    start = 0
    for module, name in parameters:
        count = getattr(module, name).numel()
        custom_from_mask(module, name, mask[start:start + count].view_as(getattr(module, name)))
        start += count


def remove(module, name):
    """Makes the zeros of a parameter last."""
    hooks = getattr(module, "_prune_hooks", {})
    if name not in hooks:
        raise ValueError(f"Parameter '{name}' of module {module} has to be pruned before pruning can be removed")
    method, handle = hooks.pop(name)
    method.remove(module)
    handle.remove()
    return module


def is_pruned(module):
    """Whether a module, or one below it, has zeros that are held."""
    return any(getattr(part, "_prune_hooks", None) for part in module.modules())
