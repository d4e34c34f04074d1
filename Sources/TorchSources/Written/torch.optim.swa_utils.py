"""Means of models: over the steps of a training (Izmailov and others 2018), or moving."""
import copy
import itertools
import math

import torch
from torch.nn import Module
from torch.optim.lr_scheduler import LRScheduler

__all__ = ["AveragedModel", "update_bn", "SWALR", "get_ema_avg_fn", "get_swa_avg_fn", "get_ema_multi_avg_fn",
           "get_swa_multi_avg_fn"]


def get_ema_avg_fn(decay=0.999):
    """A moving mean: decay · mean + (1 − decay) · now."""
    if decay < 0.0 or decay > 1.0:
        raise ValueError(f"Invalid decay value {decay} provided. Please provide a value in [0,1] range.")

    def ema_update(ema_param, current_param, num_averaged):
        return decay * ema_param + (1 - decay) * current_param
    return ema_update


def get_swa_avg_fn():
    """The mean of all so far."""
    def swa_update(averaged_param, current_param, num_averaged):
        return averaged_param + (current_param - averaged_param) / (num_averaged + 1)
    return swa_update


def get_ema_multi_avg_fn(decay=0.999):
    """A moving mean of several tensors at once, in place."""
    if decay < 0.0 or decay > 1.0:
        raise ValueError(f"Invalid decay value {decay} provided. Please provide a value in [0,1] range.")

    def ema_update(ema_param_list, current_param_list, _):
        for mean, now in zip(ema_param_list, current_param_list):
            if torch.is_floating_point(mean):
                mean.lerp_(now, 1 - decay)
            else:
                mean.copy_(mean * decay + now * (1 - decay))
    return ema_update


def get_swa_multi_avg_fn():
    """The mean of all so far, of several tensors at once, in place."""
    def swa_update(averaged_param_list, current_param_list, num_averaged):
        for mean, now in zip(averaged_param_list, current_param_list):
            if torch.is_floating_point(mean):
                mean.lerp_(now, 1 / (float(num_averaged) + 1))
            else:
                mean.add_((now - mean) / (num_averaged + 1))
    return swa_update


class AveragedModel(Module):
    """A copy of a model whose parameters are a mean of what the model's have been."""

    def __init__(self, model, device=None, avg_fn=None, multi_avg_fn=None, use_buffers=False):
        super().__init__()
        if avg_fn is not None and multi_avg_fn is not None:
            raise AssertionError("Only one of avg_fn and multi_avg_fn should be provided")
        self.module = copy.deepcopy(model)
        self.register_buffer("n_averaged", torch.tensor(0, dtype=torch.long))
        self.avg_fn = avg_fn
        self.multi_avg_fn = multi_avg_fn
        self.use_buffers = use_buffers

    def forward(self, *args, **kwargs):
        return self.module(*args, **kwargs)

    def update_parameters(self, model):
        """Takes the parameters that the model has now into the mean."""
        with torch.no_grad():
            if self.use_buffers:
                own = list(itertools.chain(self.module.parameters(), self.module.buffers()))
                others = list(itertools.chain(model.parameters(), model.buffers()))
            else:
                own, others = list(self.parameters()), list(model.parameters())
            if int(self.n_averaged) == 0:
                for mean, now in zip(own, others):
                    mean.copy_(now)
            elif self.avg_fn is not None:
                for mean, now in zip(own, others):
                    mean.copy_(self.avg_fn(mean, now, self.n_averaged))
            else:
                (self.multi_avg_fn or get_swa_multi_avg_fn())(own, others, self.n_averaged)
            if not self.use_buffers:
                for mean, now in zip(self.module.buffers(), model.buffers()):
                    mean.copy_(now)
            self.n_averaged += 1


def update_bn(loader, model, device=None):
    """Computes the running statistics of all batch norms anew, by one pass over the data."""
    norms = [m for m in model.modules() if hasattr(m, "reset_running_stats") and hasattr(m, "momentum")
             and "Batch" in type(m).__name__]
    if not norms:
        return
    was_training, momenta = model.training, [m.momentum for m in norms]
    model.train()
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None
    with torch.no_grad():
        for batch in loader:
            model(batch[0] if isinstance(batch, (list, tuple)) else batch)
    for norm, momentum in zip(norms, momenta):
        norm.momentum = momentum
    model.train(was_training)


class SWALR(LRScheduler):
    """The rates go to swa_lr in so many epochs, and stay there."""

    def __init__(self, optimizer, swa_lr, anneal_epochs=10, anneal_strategy="cos", last_epoch=-1):
        count = len(optimizer.param_groups)
        rates = list(swa_lr) if isinstance(swa_lr, (list, tuple)) else [swa_lr] * count
        if len(rates) != count:
            raise ValueError(f"swa_lr must have the same length as optimizer.param_groups: swa_lr has {len(rates)}, "
                             f"optimizer.param_groups has {count}")
        for rate, group in zip(rates, optimizer.param_groups):
            group["swa_lr"] = rate
        if anneal_strategy not in ("cos", "linear"):
            raise ValueError(f"anneal_strategy must by one of 'cos' or 'linear', instead got {anneal_strategy}")
        if not isinstance(anneal_epochs, int) or anneal_epochs < 0:
            raise ValueError(f"anneal_epochs must be equal or greater than 0, got {anneal_epochs}")
        self._anneal_strategy = anneal_strategy
        self.anneal_epochs = anneal_epochs
        super().__init__(optimizer, last_epoch)

    def _share(self, t):
        return (1 - math.cos(math.pi * t)) / 2 if self._anneal_strategy == "cos" else t

    def get_lr(self):
        self._get_lr_warning()
        epochs = max(1, self.anneal_epochs)
        step = self._step_count - 1
        if self.anneal_epochs == 0:
            step = max(1, step)
        before = self._share(max(0, min(1, (step - 1) / epochs)))
        now = self._share(max(0, min(1, step / epochs)))
        rates = []
        for group in self.optimizer.param_groups:
            # The rate that this came from, and from there on.
            start = group["swa_lr"] if before == 1 else (group["lr"] - before * group["swa_lr"]) / (1 - before)
            rates.append(group["swa_lr"] * now + start * (1 - now))
        return rates
