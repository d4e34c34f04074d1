#: a block that runs again
from torch.utils.checkpoint import checkpoint
layer = nn.Linear(3, 3)
def block(x):
    return x + torch.tanh(layer(x))
x = torch.randn(2, 3, requires_grad=True)
y = checkpoint(block, checkpoint(block, x, use_reentrant=False), use_reentrant=False)
y.sum().backward()
kept = x.grad.clone(), layer.weight.grad.clone()
x.grad = None
layer.zero_grad()
block(block(x)).sum().backward()
print(torch.equal(kept[0], x.grad), torch.equal(kept[1], layer.weight.grad))
y, kept[0]
#: dropout draws the same again
import torch.utils.checkpoint
drop = nn.Dropout(0.5)
x = torch.ones(4, 4, requires_grad=True)
y = torch.utils.checkpoint.checkpoint(drop, x, use_reentrant=False)
y.sum().backward()
print(torch.equal(x.grad, y.detach()))
y.requires_grad, y.shape
#: arguments that are no tensors
from torch.utils.checkpoint import checkpoint
def f(x, n, w):
    return (x * n + w).sum()
x, w = torch.ones(2, requires_grad=True), torch.ones(2)
checkpoint(f, x, 3, w, use_reentrant=False).backward()
x.grad, w.grad
#: without gradients
from torch.utils.checkpoint import checkpoint
with torch.no_grad():
    y = checkpoint(torch.exp, torch.zeros(2, requires_grad=True), use_reentrant=False)
y.requires_grad, y
