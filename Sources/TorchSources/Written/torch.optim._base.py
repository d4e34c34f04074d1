"""What every optimizer that is written in the language has: groups, state, hooks. torch.optim.Optimizer takes its
methods from here."""
import copy
from collections import OrderedDict, defaultdict

import torch

__all__ = ["_Optimizer", "RemovableHandle"]


class RemovableHandle:
    """What a registered function is taken off by."""

    def __init__(self, hooks, function, prepend=False):
        self._hooks = hooks
        hooks[self] = function
        if prepend:
            for handle in [h for h in hooks if h is not self]:
                hooks[handle] = hooks.pop(handle)

    def remove(self):
        """Takes the function off."""
        self._hooks.pop(self, None)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.remove()


def _with_hooks(step):
    """A step with the functions around it that were registered."""
    def hooked(self, *args, **kwargs):
        for hook in list(self._optimizer_step_pre_hooks.values()):
            changed = hook(self, (self, *args), kwargs)
            if changed is None:
                continue
            if not isinstance(changed, tuple) or len(changed) != 2:
                raise RuntimeError(f"{step} must return None or a tuple of (new_args, new_kwargs), but got {changed}.")
            (_, *args), kwargs = changed
        result = step(self, *args, **kwargs)
        for hook in list(self._optimizer_step_post_hooks.values()):
            hook(self, (self, *args), kwargs)
        return result
    hooked._is_hooked = True
    hooked.__name__ = "step"
    hooked.__doc__ = step.__doc__
    return hooked


class _Optimizer:
    """Moves parameters against their gradients, group by group."""

    def __init__(self, params, defaults):
        self.defaults = defaults
        self._optimizer_step_pre_hooks = {}
        self._optimizer_step_post_hooks = {}
        self._optimizer_state_dict_pre_hooks = {}
        self._optimizer_state_dict_post_hooks = {}
        self._optimizer_load_state_dict_pre_hooks = {}
        self._optimizer_load_state_dict_post_hooks = {}
        kind = type(self)
        if not hasattr(kind.step, "_is_hooked"):
            kind.step = _with_hooks(kind.step)
        if isinstance(params, torch.Tensor):
            raise TypeError("params argument given to the optimizer should be an iterable of Tensors or dicts, but got "
                            + params.type())
        self.state = defaultdict(dict)
        self.param_groups = []
        groups = list(params)
        if len(groups) == 0:
            raise ValueError("optimizer got an empty parameter list")
        if not isinstance(groups[0], dict):
            groups = [{"params": groups}]
        for group in groups:
            self.add_param_group(group)

    def __repr__(self):
        lines = [type(self).__name__ + " ("]
        for index, group in enumerate(self.param_groups):
            lines.append(("\n" if index else "") + f"Parameter Group {index}")
            lines += [f"    {name}: {group[name]}" for name in sorted(group) if name != "params"]
        return "\n".join(lines) + "\n)"

    def add_param_group(self, param_group):
        """Takes in one more group; what it does not say is as in `defaults`."""
        if not isinstance(param_group, dict):
            raise TypeError(f"param_group must be a dict, but got {type(param_group)}")
        params = param_group["params"]
        if isinstance(params, torch.Tensor):
            params = [params]
        elif isinstance(params, set):
            raise TypeError("optimizer parameters need to be organized in ordered collections, but the ordering of "
                            "tensors in sets will change between runs. Please use a list instead.")
        params = list(params)
        names = []
        for index, param in enumerate(params):
            if isinstance(param, tuple):
                names.append(param[0])
                params[index] = param = param[1]
            if not isinstance(param, torch.Tensor):
                raise TypeError(f"optimizer can only optimize Tensors, but one of the params is {type(param).__name__}")
            if not self.defaults.get("differentiable", None) and not (param.is_leaf or param.retains_grad):
                raise ValueError("can't optimize a non-leaf Tensor")
        if names and len(names) != len(params):
            raise ValueError("all optimizer params should be with/without names. Some param names are missing")
        param_group["params"] = params
        if names:
            param_group["param_names"] = names
        for name, value in self.defaults.items():
            param_group.setdefault(name, value)
        known = {id(param) for group in self.param_groups for param in group["params"]}
        if not known.isdisjoint(id(param) for param in params):
            raise ValueError("some parameters appear in more than one parameter group")
        self.param_groups.append(param_group)

    def zero_grad(self, set_to_none=True):
        """Forgets all gradients, or sets them to zero."""
        for group in self.param_groups:
            for param in group["params"]:
                if param.grad is None:
                    continue
                if set_to_none:
                    param.grad = None
                else:
                    param.grad = torch.zeros_like(param.grad)

    def step(self, closure=None):
        """Moves the parameters: an optimizer says how."""
        raise NotImplementedError

    def state_dict(self):
        """Everything that is needed to resume."""
        for hook in list(self._optimizer_state_dict_pre_hooks.values()):
            hook(self)
        numbers, groups = {}, []
        for group in self.param_groups:
            packed = {name: value for name, value in group.items() if name != "params"}
            for param in group["params"]:
                numbers.setdefault(id(param), len(numbers))
            packed["params"] = [numbers[id(param)] for param in group["params"]]
            groups.append(packed)
        state = {numbers[id(key)] if isinstance(key, torch.Tensor) else key: value
                 for key, value in self.state.items()}
        result = {"state": state, "param_groups": groups}
        for hook in list(self._optimizer_state_dict_post_hooks.values()):
            changed = hook(self, result)
            if changed is not None:
                result = changed
        return result

    def load_state_dict(self, state_dict):
        """Resumes from what state_dict() gave."""
        state_dict = dict(state_dict)
        for hook in list(self._optimizer_load_state_dict_pre_hooks.values()):
            changed = hook(self, state_dict)
            if changed is not None:
                state_dict = changed
        saved = copy.deepcopy(state_dict["param_groups"])
        if len(saved) != len(self.param_groups):
            raise ValueError("loaded state dict has a different number of parameter groups")
        if any(len(a["params"]) != len(b["params"]) for a, b in zip(self.param_groups, saved)):
            raise ValueError("loaded state dict contains a parameter group that doesn't match the size of optimizer's "
                             "group")
        own = {}
        for group, other in zip(self.param_groups, saved):
            own.update(zip(other["params"], group["params"]))

        def fitting(param, value, name=None):
            if isinstance(value, torch.Tensor):
                # As in PyTorch the two share what need not be converted.
                return value.to(dtype=param.dtype) if name != "step" and param.is_floating_point() else value
            if isinstance(value, dict):
                return {key: fitting(param, inner, key) for key, inner in value.items()}
            if isinstance(value, (list, tuple)):
                return type(value)(fitting(param, inner, name) for inner in value)
            return value

        state = defaultdict(dict)
        for key, value in state_dict["state"].items():
            if key in own:
                state[own[key]] = fitting(own[key], value)
            else:
                state[key] = value
        for group, other in zip(self.param_groups, saved):
            other["params"] = group["params"]
        self.state = state
        self.param_groups = saved
        for hook in list(self._optimizer_load_state_dict_post_hooks.values()):
            hook(self)

    def register_step_pre_hook(self, hook):
        """Calls hook(optimizer, args, kwargs) before each step."""
        return RemovableHandle(self._optimizer_step_pre_hooks, hook)

    def register_step_post_hook(self, hook):
        """Calls hook(optimizer, args, kwargs) after each step."""
        return RemovableHandle(self._optimizer_step_post_hooks, hook)

    def register_state_dict_pre_hook(self, hook, prepend=False):
        """Calls hook(optimizer) before state_dict()."""
        return RemovableHandle(self._optimizer_state_dict_pre_hooks, hook, prepend)

    def register_state_dict_post_hook(self, hook, prepend=False):
        """Calls hook(optimizer, state_dict) after state_dict(); what it gives takes its place."""
        return RemovableHandle(self._optimizer_state_dict_post_hooks, hook, prepend)

    def register_load_state_dict_pre_hook(self, hook, prepend=False):
        """Calls hook(optimizer, state_dict) before load_state_dict(); what it gives takes its place."""
        return RemovableHandle(self._optimizer_load_state_dict_pre_hooks, hook, prepend)

    def register_load_state_dict_post_hook(self, hook, prepend=False):
        """Calls hook(optimizer) after load_state_dict()."""
        return RemovableHandle(self._optimizer_load_state_dict_post_hooks, hook, prepend)
