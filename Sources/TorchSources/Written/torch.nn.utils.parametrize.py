"""Parameters that are computed from others each time they are read."""
from torch.nn import Module, ModuleDict, ModuleList, Parameter
from torch import Tensor
import torch

__all__ = ["cached", "ParametrizationList", "register_parametrization", "is_parametrized", "remove_parametrizations",
           "type_before_parametrizations", "transfer_parametrizations_and_params"]


class cached:
    """A block in which each parametrization may be computed once: here it is computed at each look."""

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None


class ParametrizationList(ModuleList):
    """The functions that a parameter goes through, one after the other, and what it is made of."""

    def __init__(self, modules, original, unsafe=False):
        if len(modules) == 0:
            raise ValueError("ParametrizationList requires one or more modules.")
        super().__init__(modules)
        self.unsafe = unsafe
        value = original
        for module in reversed(list(self)):
            if hasattr(module, "right_inverse"):
                value = module.right_inverse(value)
        self.is_tensor = isinstance(value, Tensor)
        if self.is_tensor:
            if isinstance(original, Parameter) and value is not original:
                with torch.no_grad():
                    original.data = value.detach()
            if isinstance(original, Parameter):
                self.register_parameter("original", original)
            else:
                self.register_buffer("original", original)
        else:
            self.ntensors = len(value)
            for index, part in enumerate(value):
                if isinstance(original, Parameter):
                    self.register_parameter(f"original{index}", Parameter(part.detach(), original.requires_grad))
                else:
                    self.register_buffer(f"original{index}", part)

    def forward(self):
        if self.is_tensor:
            parts = (self.original,)
        else:
            parts = tuple(getattr(self, f"original{index}") for index in range(self.ntensors))
        functions = list(self)
        value = functions[0](*parts)
        for function in functions[1:]:
            value = function(value)
        return value


def is_parametrized(module, tensor_name=None):
    """Whether a module has such a parameter, or one of that name."""
    lists = getattr(module, "parametrizations", None)
    if lists is None or not isinstance(lists, ModuleDict):
        return False
    return len(lists) > 0 if tensor_name is None else tensor_name in lists


def register_parametrization(module, tensor_name, parametrization, *, unsafe=False):
    """Lets a parameter or buffer be computed by a module from what is trained."""
    parametrization.train(module.training)
    if is_parametrized(module, tensor_name):
        lists = module.parametrizations[tensor_name]
        if hasattr(parametrization, "right_inverse") and lists.is_tensor:
            with torch.no_grad():
                before = lists()
                value = parametrization.right_inverse(before)
                for function in reversed(list(lists)):
                    if hasattr(function, "right_inverse"):
                        value = function.right_inverse(value)
                lists.original.data = value.detach()
        lists.append(parametrization)
        return module
    if tensor_name not in module._parameters and tensor_name not in module._buffers:
        raise ValueError(f"Module '{module}' does not have a parameter, a buffer, or a parametrized element with name "
                         f"'{tensor_name}'")
    original = getattr(module, tensor_name)
    lists = ParametrizationList([parametrization], original, unsafe=unsafe)
    if not unsafe:
        shape, dtype = original.shape, original.dtype
        with torch.no_grad():
            value = lists()
        if not isinstance(value, Tensor):
            raise ValueError(f"A parametrization must return a tensor. Got {type(value).__name__}.")
        if value.dtype != dtype:
            raise ValueError("Registering a parametrization may not change the dtype of the tensor, unless `unsafe` "
                             f"flag is enabled.\nmodule.{tensor_name}.dtype: {dtype}\n"
                             f"parametrization(module.{tensor_name}).dtype: {value.dtype}")
        if value.shape != shape:
            raise ValueError("Registering a parametrization may not change the shape of the tensor, unless `unsafe` "
                             f"flag is enabled.\nmodule.{tensor_name}.shape: {shape}\n"
                             f"parametrization(module.{tensor_name}).shape: {value.shape}")
    delattr(module, tensor_name)
    if not is_parametrized(module):
        module.parametrizations = ModuleDict()
    module.parametrizations[tensor_name] = lists
    module._compute(tensor_name, lists)
    module._rename("Parametrized" + type(module).__name__)
    return module


def remove_parametrizations(module, tensor_name, leave_parametrized=True):
    """The parameter as one tensor again, with the numbers that it has now or had at first."""
    if not is_parametrized(module, tensor_name):
        raise ValueError(f"Module {module} does not have a parametrization on {tensor_name}")
    lists = module.parametrizations[tensor_name]
    if lists.is_tensor:
        original = lists.original
        if leave_parametrized:
            with torch.no_grad():
                value = lists().detach()
            if isinstance(original, Parameter):
                original.data = value
            else:
                original = value
    else:
        if not leave_parametrized:
            raise ValueError("Cannot leave unparametrized (`leave_parametrized=False`) a tensor that is parametrized "
                             "in terms of a sequence of tensors.")
        value = lists().detach()
        trained = isinstance(lists.original0, Parameter)
        original = Parameter(value, lists.original0.requires_grad) if trained else value
    module._compute(tensor_name, None)
    del module.parametrizations[tensor_name]
    if len(module.parametrizations) == 0:
        delattr(module, "parametrizations")
        module._rename(None)
    if isinstance(original, Parameter):
        module.register_parameter(tensor_name, original)
    else:
        module.register_buffer(tensor_name, original)
    return module


def type_before_parametrizations(module):
    """The class of a module, whatever is computed in it."""
    return type(module)


def transfer_parametrizations_and_params(from_module, to_module, tensor_name=None):
    """Lets another module compute its parameters in the same way, with the same numbers."""
    import copy
    names = list(from_module.parametrizations) if tensor_name is None else [tensor_name]
    for name in names:
        lists = from_module.parametrizations[name]
        for function in lists:
            register_parametrization(to_module, name, copy.deepcopy(function))
        own = to_module.parametrizations[name]
        for key, value in lists._parameters.items():
            getattr(own, key).data = value.detach().clone()
    return to_module
