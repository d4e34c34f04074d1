"""Operations whose forward and backward a program writes itself."""
import functools
import warnings

import torch
import _autograd

__completes__ = "torch.autograd"
__all__ = ["Function", "FunctionCtx", "once_differentiable"]


class FunctionCtx:
    """What forward keeps for backward: tensors with save_for_backward(), anything else as attributes."""

    _saved = None
    _materialize_grads = True
    to_save = ()
    non_differentiable = ()
    needs_input_grad = ()

    def save_for_backward(self, *tensors):
        """Keeps tensors (or None) for backward, which finds them in ctx.saved_tensors."""
        for tensor in tensors:
            if tensor is not None and not isinstance(tensor, torch.Tensor):
                raise TypeError(
                    "save_for_backward can only save variables, but argument "
                    f"{[t is tensor for t in tensors].index(True)} is of type {type(tensor).__name__}")
        self.to_save = tensors

    def mark_non_differentiable(self, *outputs):
        """Says that outputs, such as places, have no gradient."""
        self.non_differentiable = outputs

    def mark_dirty(self, *inputs):
        """Is not here: inputs that forward changes in place."""
        raise NotImplementedError("ctx.mark_dirty is not in Lagado: forward makes new tensors (x.clone() first)")

    def set_materialize_grads(self, value):
        """False: backward gets None, not zeros, for an output that nobody asked for."""
        self._materialize_grads = value

    @property
    def saved_tensors(self):
        """The tensors that forward has kept."""
        if self._saved is None:
            return tuple(self.to_save)
        return self._saved.tensors()

    @property
    def materialize_grads(self):
        return self._materialize_grads


# The class of each function's ctx, named as its grad_fn.
_contexts = {}


class Function:
    """An operation with a backward of its own: static methods forward(ctx, ...) and backward(ctx, *grads), used
    through apply."""

    def __init__(self, *args, **kwargs):
        warnings.warn(
            f"{type(self)} should not be instantiated. Methods on autograd functions are all static, so you should "
            "invoke them on the class itself.", DeprecationWarning)

    def __call__(self, *args, **kwargs):
        raise RuntimeError(
            "Legacy autograd function with non-static forward method is deprecated. Please use new-style autograd "
            "function with static forward method. (Example: https://pytorch.org/docs/stable/autograd.html"
            "#torch.autograd.Function)")

    @staticmethod
    def forward(*args, **kwargs):
        raise NotImplementedError("You must implement the forward function for custom autograd.Function.")

    @staticmethod
    def setup_context(ctx, inputs, output):
        raise NotImplementedError("setup_context is not implemented.")

    @staticmethod
    def backward(ctx, *grad_outputs):
        raise NotImplementedError(
            "You must implement either the backward or vjp method for your custom autograd.Function to use it with "
            "backward mode AD.")

    @staticmethod
    def jvp(ctx, *grad_inputs):
        raise NotImplementedError("forward mode AD is not in Lagado: backward()")

    @staticmethod
    def vmap(info, in_dims, *args):
        raise NotImplementedError("vmap is not in Lagado: a batch axis, or a loop")

    @classmethod
    def apply(cls, *args, **kwargs):
        """Runs forward, and records it with this backward."""
        ctx = _contexts.get(cls)
        if ctx is None:
            ctx = _contexts[cls] = type(cls.__name__ + "Backward", (FunctionCtx,), {"__module__": __name__})
        ctx = ctx()
        ctx.needs_input_grad = tuple(isinstance(arg, torch.Tensor) and arg.requires_grad for arg in args)
        with torch.no_grad():
            if cls.setup_context is Function.setup_context:
                outputs = cls.forward(ctx, *args, **kwargs)
            else:
                outputs = cls.forward(*args, **kwargs)
                cls.setup_context(ctx, args, outputs)

        backward = cls.vjp if hasattr(cls, "vjp") else cls.backward

        def run(*gradients):
            return backward(ctx, *gradients)

        outputs, ctx._saved = _autograd.record(
            cls.__name__ + "Backward", args, outputs, ctx.to_save, ctx.non_differentiable,
            lambda: ctx._materialize_grads, run)
        ctx.to_save = () if ctx._saved is not None else ctx.to_save
        return outputs


def once_differentiable(fn):
    """Decorates a backward that cannot be differentiated itself."""

    @functools.wraps(fn)
    def wrapper(ctx, *args):
        with torch.no_grad():
            outputs = fn(ctx, *args)
        if not torch.is_grad_enabled():
            return outputs
        if not any(isinstance(arg, torch.Tensor) and arg.requires_grad for arg in args):
            return outputs

        def refuse(*gradients):
            raise RuntimeError(
                "trying to differentiate twice a function that was marked with @once_differentiable")

        found = _autograd.record(
            "DelayedError", tuple(arg for arg in args if arg is not None), outputs, (), (), lambda: True, refuse)
        return found[0]

    return wrapper
