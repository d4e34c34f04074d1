"""What torch.nn has besides layers."""
import torch
from torch._VF import named
from torch.nn import Module

__completes__ = "torch.nn"
__all__ = ["DataParallel", "AdaptiveLogSoftmaxWithLoss"]


class DataParallel(Module):
    """A model on several devices: here there is one, and the model itself is called."""

    def __init__(self, module, device_ids=None, output_device=None, dim=0):
        super().__init__()
        self.dim = dim
        self.module = module
        self.device_ids = []

    def forward(self, *inputs, **kwargs):
        return self.module(*inputs, **kwargs)


class AdaptiveLogSoftmaxWithLoss(Module):
    """Log-probabilities of many classes, with small heads for rare ones (Grave and others 2017)."""

    def __init__(self, in_features, n_classes, cutoffs, div_value=4.0, head_bias=False, device=None, dtype=None):
        super().__init__()
        cutoffs = list(cutoffs)
        if len(cutoffs) == 0:
            raise ValueError("cutoffs should be a sequence of length larger than 0")
        if (cutoffs != sorted(cutoffs) or min(cutoffs) <= 0 or max(cutoffs) > n_classes - 1
                or len(set(cutoffs)) != len(cutoffs) or any(int(c) != c for c in cutoffs)):
            raise ValueError("cutoffs should be a sequence of unique, positive integers sorted in an increasing order, "
                             "where each value is between 1 and n_classes-1")
        made = {"device": device, "dtype": dtype}
        self.in_features = in_features
        self.n_classes = n_classes
        self.cutoffs = cutoffs + [n_classes]
        self.div_value = div_value
        self.head_bias = head_bias
        self.shortlist_size = self.cutoffs[0]
        self.n_clusters = len(self.cutoffs) - 1
        self.head_size = self.shortlist_size + self.n_clusters
        self.head = torch.nn.Linear(in_features, self.head_size, bias=head_bias, **made)
        self.tail = torch.nn.ModuleList()
        for index in range(self.n_clusters):
            width = int(in_features // (div_value ** (index + 1)))
            size = self.cutoffs[index + 1] - self.cutoffs[index]
            self.tail.append(torch.nn.Sequential(torch.nn.Linear(in_features, width, bias=False, **made),
                                                 torch.nn.Linear(width, size, bias=False, **made)))

    def reset_parameters(self):
        """Draws all weights anew."""
        self.head.reset_parameters()
        for first, second in self.tail:
            first.reset_parameters()
            second.reset_parameters()

    def log_prob(self, input):
        """Log-probabilities of all classes."""
        head = torch.log_softmax(self.head(input), dim=1)
        parts = [head[:, :self.shortlist_size]]
        for index, tail in enumerate(self.tail):
            parts.append(torch.log_softmax(tail(input), dim=1) + head[:, self.shortlist_size + index].unsqueeze(1))
        return torch.cat(parts, dim=1)

    def predict(self, input):
        """The likeliest class of each row."""
        return self.log_prob(input).argmax(dim=1)

    def forward(self, input_, target_):
        """The log-probability of each target, and the loss."""
        from collections import namedtuple
        single = target_.dim() == 0
        x, target = (input_.unsqueeze(0), target_.unsqueeze(0)) if single else (input_, target_)
        if target.dim() != 1 or x.size(0) != target.size(0):
            raise RuntimeError("Input and target should have the same size in the batch dimension.")
        if target.numel() and (int(target.min()) < 0 or int(target.max()) >= self.n_classes):
            raise RuntimeError(f"Target values should be in [0, {self.n_classes - 1}], but values in range "
                               f"[{int(target.min())}, {int(target.max())}] were found. ")
        output = named(self.log_prob(x).gather(1, target.unsqueeze(1)).squeeze(1), "AddBackward0", x)
        loss = (-output).mean()
        return namedtuple("_ASMoutput", ["output", "loss"])(output.squeeze(0) if single else output, loss)
