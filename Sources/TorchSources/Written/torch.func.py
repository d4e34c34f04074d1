"""Functions of functions, and modules as functions of their parameters."""
from torch._functorch import (
    grad, grad_and_value, hessian, jacfwd, jacrev, jvp, linearize, stack_module_state, vjp, vmap)

__all__ = ["functional_call", "grad", "grad_and_value", "hessian", "jacfwd", "jacrev", "jvp", "linearize",
           "stack_module_state", "vjp", "vmap"]


def _place(module, name):
    *path, leaf = name.split(".")
    for part in path:
        module = module.get_submodule(part)
    return module, leaf


def functional_call(module, parameter_and_buffer_dicts, args=None, kwargs=None, *, tie_weights=True, strict=False):
    """What a module computes with other parameters and buffers, which may need gradients themselves."""
    if isinstance(parameter_and_buffer_dicts, dict):
        given = dict(parameter_and_buffer_dicts)
    else:
        given = {}
        for part in parameter_and_buffer_dicts:
            for name in part:
                if name in given:
                    raise ValueError(f"{[name]} appeared in multiple dictionaries; behavior of functional call is "
                                     "ambiguous")
            given.update(part)
    own = dict(module.named_parameters(remove_duplicate=False))
    own.update(module.named_buffers())
    unknown, missing = [n for n in given if n not in own], [n for n in own if n not in given]
    if strict and (unknown or missing):
        raise RuntimeError("Error(s) in loading state_dict: " + (f"Unexpected key(s): {', '.join(unknown)}."
                                                                 if unknown else "")
                           + (f" Missing key(s): {', '.join(missing)}." if missing else ""))
    for name in unknown:
        # Nothing of the module has this name, so that nothing would read it.
        del given[name]
    if tie_weights:
        # A parameter that stands in two places is another one in both.
        for name in missing:
            for other in given:
                if own[name] is own[other]:
                    given[name] = given[other]
                    break
    places = []
    for name, value in given.items():
        part, leaf = _place(module, name)
        slots = part._parameters if leaf in part._parameters else part._buffers
        places.append((slots, leaf, slots[leaf], value))
    if args is None:
        args = ()
    elif not isinstance(args, tuple):
        args = (args,)
    try:
        for slots, leaf, _, value in places:
            slots[leaf] = value
        return module(*args, **(kwargs or {}))
    finally:
        for slots, leaf, before, _ in places:
            slots[leaf] = before
