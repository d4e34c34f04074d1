# What the cases of table.txt work on, and how one of them is played; run here and with PyTorch.
import torch
import torch.nn as nn
import torch.nn.functional as F


def operands():
    """Fresh float tensors, without ties and without edge points."""
    return {
        "x": torch.tensor([[0.5, -1.25, 2.0], [1.5, 0.75, -0.5]]),
        "y": torch.tensor([[1.25, 0.5, -0.75], [-2.0, 1.0, 0.25]]),
        "pos": torch.tensor([[0.5, 1.25, 2.0], [1.5, 0.75, 3.0]]),
        "pos2": torch.tensor([[1.5, 0.25, 1.0], [2.5, 1.75, 0.5]]),
        "prob": torch.tensor([[0.25, 0.625, 0.4], [0.75, 0.3, 0.875]]),
        "unit": torch.tensor([[0.5, 0.25, 0.25], [0.125, 0.5, 0.375]]),
        "row": torch.tensor([0.5, -1.5, 2.5]),
        "row2": torch.tensor([1.0, 0.75, -0.25]),
        "col": torch.tensor([0.75, -0.5]),
        "num": torch.tensor(0.625),
        "dbl": torch.tensor([[0.5, -1.5, 2.5], [1.0, 0.25, -0.75]], dtype=torch.float64),
        "mat": torch.tensor([[2.0, 0.5, -0.25], [0.75, 3.0, 1.0], [-0.5, 0.25, 1.5]]),
        "batch": (torch.arange(12.0).reshape(2, 2, 3) % 5 - 2) * 0.375,
        "batch2": (torch.arange(18.0).reshape(2, 3, 3) % 7 - 3) * 0.25,
        "sig": (torch.arange(10.0).reshape(1, 2, 5) * 3 % 11 - 4) * 0.25,
        "sker": (torch.arange(12.0).reshape(3, 2, 2) * 5 % 7 - 3) * 0.5,
        "bias": torch.tensor([0.25, -0.5, 0.75]),
        "img": (torch.arange(32.0).reshape(1, 2, 4, 4) * 13 % 37 - 15) * 0.125,
        "ker": (torch.arange(24.0).reshape(3, 2, 2, 2) * 5 % 11 - 5) * 0.25,
    }


idx = torch.tensor([0, 2, 2])
idx2 = torch.tensor([[0, 2, 2], [1, 0, 2]])
flat = torch.tensor([4, -6])
tgt = torch.tensor([2, 0])
mask = torch.tensor([[True, False, True], [False, True, False]])
sgn = torch.tensor([1.0, -1.0])


def start(dtype=torch.float32):
    """A tensor without a gradient, to be written into."""
    return (torch.arange(6).reshape(2, 3) * 0.5 + 0.25).to(dtype)


def put_item(target, place, value):
    target[place] = value
    return target


def add_to(target, value):
    target += value
    return target


def mul_to(target, value):
    target *= value
    return target


def tensors(result):
    if torch.is_tensor(result):
        return [result]
    if isinstance(result, (list, tuple)):
        return [tensor for part in result for tensor in tensors(part)]
    return []


def weighed(result):
    """One number to which every element adds with another weight."""
    weights = (torch.arange(result.numel()) * 0.125 + 0.25).reshape(result.shape)
    return (result.float() * weights).sum()


def play(function, names):
    """The gradient of each operand, asked for alone and together with the others, one a line."""
    for group in [[name] for name in names] + ([names] if len(names) > 1 else []):
        torch.manual_seed(0)
        given = operands()
        for name in group:
            given[name].requires_grad_()
        label = "+".join(group)
        try:
            losses = [weighed(r) for r in tensors(function(*[given[name] for name in names])) if r.requires_grad]
            if not losses:
                print(label, "no graph")
                continue
            total = losses[0]
            for loss in losses[1:]:
                total = total + loss
            total.backward()
            for name in group:
                grad = given[name].grad
                print(label, name, "None" if grad is None else [round(v, 5) for v in grad.flatten().tolist()])
                if grad is not None and grad.dtype != given[name].dtype:
                    print(label, name, grad.dtype)
        except Exception as error:
            print(label, "refused")


def slopes(function, names):
    """The same by central differences, each operand alone."""
    step = 0.0078125
    for name in names:
        found = []
        for place in range(operands()[name].numel()):
            values = []
            for move in (step, -step):
                torch.manual_seed(0)
                given = operands()
                given[name].view(-1)[place] += move
                results = tensors(function(*[given[name] for name in names]))
                values.append(sum(weighed(r).item() for r in results if r.is_floating_point()))
            found.append(round((values[0] - values[1]) / (2 * step), 5))
        print(name, name, found)
