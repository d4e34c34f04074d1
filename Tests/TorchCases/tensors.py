#: shape prints
x = torch.zeros(16, 256)
x.shape, x.size(), x.size(0), x.shape[1], x.ndim, x.numel()
#: shape is a tuple
x = torch.zeros(2, 3)
B, T = x.shape
x.shape == (2, 3), isinstance(x.shape, tuple), x.shape[1:], x.shape + (1,), (B, T), len(x.shape), x.shape.numel()
#: Size
torch.Size([2, 3]), isinstance(torch.zeros(1).shape, torch.Size), {torch.Size([1]): 2}[(1,)]
#: type
x = torch.zeros(2)
x.dtype, x.device, x.type(), x.is_leaf, x.requires_grad, x.grad
#: isinstance
isinstance(torch.zeros(1), torch.Tensor), torch.is_tensor(1), type(torch.zeros(1)).__name__
#: view
x = torch.arange(6)
x.view(2, 3), x.view(-1, 2).shape, x.view((3, 2)).shape
#: view wrong size
torch.zeros(6).view(5)
#: view two unknown
torch.zeros(6).view(-1, -1)
#: view not contiguous
torch.zeros(2, 3).t().view(6)
#: reshape of transposed
torch.arange(6).reshape(2, 3).t().reshape(6)
#: transpose permute
x = torch.zeros(2, 3, 4)
x.transpose(1, 2).shape, x.permute(2, 0, 1).shape, x.T.shape if False else x.mT.shape
#: permute wrong
torch.zeros(2, 3).permute(0, 0)
#: squeeze
x = torch.zeros(1, 2, 1)
x.squeeze().shape, x.squeeze(0).shape, x.squeeze(1).shape, x.unsqueeze(-1).shape
#: squeeze wrong
torch.zeros(2).squeeze(3)
#: expand repeat
x = torch.tensor([[1], [2]])
x.expand(2, 3), x.repeat(1, 2), x.expand(-1, 2), x.repeat_interleave(2)
#: expand wrong
torch.zeros(2).expand(3)
#: flatten
torch.zeros(2, 3, 4).flatten(1).shape, torch.zeros(2, 2).flatten().shape
#: split and chunk
x = torch.arange(6)
x.split(4), torch.chunk(x, 3), torch.split(x.view(2, 3), [1, 2], dim=1)
#: split wrong
torch.arange(6).split([1, 2])
#: unbind
torch.arange(4).view(2, 2).unbind(1)
#: arithmetic
x = torch.tensor([1., 2.])
x + 1, 1 - x, x * x, x / 2, 2 / x, x ** 2, 2 ** x, -x, x // 2, x % 2
#: integers
x = torch.tensor([7, -7])
x // 2, x % 3, x / 2, x ** 2, x * True, x + 0.5
#: integer power negative
torch.tensor([2]) ** -1
#: division by zero
torch.tensor([1., -1., 0.]) / 0
#: integer division by zero
torch.tensor([1]) // 0
#: promotion
(torch.tensor([1]) + torch.tensor(2.5)).dtype, (torch.tensor([1.]) + torch.tensor(2, dtype=torch.float64)).dtype, (torch.tensor([1], dtype=torch.int32) + 1).dtype
#: broadcast
torch.ones(3, 1) + torch.arange(2)
#: broadcast wrong
torch.zeros(2, 3) + torch.zeros(5)
#: comparison
x = torch.tensor([1, 2, 3])
x > 2, x == torch.tensor([1, 0, 3]), x != 1, 2 <= x
#: logic
a, b = torch.tensor([True, False]), torch.tensor([True, True])
a & b, a | b, a ^ b, ~a, torch.logical_not(a)
#: float invert
~torch.tensor([1.])
#: bool minus
torch.tensor([True]) - torch.tensor([True])
#: matmul
a, b = torch.arange(6.).view(2, 3), torch.arange(3.)
a @ b, a @ a.T, torch.matmul(a, b), torch.mm(a, a.t()), torch.dot(b, b), a.mv(b)
#: matmul wrong
torch.zeros(2, 3) @ torch.zeros(2, 3)
#: bmm
torch.bmm(torch.ones(2, 1, 3), torch.ones(2, 3, 2))
#: bmm wrong
torch.bmm(torch.ones(1, 3), torch.ones(3, 2))
#: einsum
a, b = torch.arange(6.).view(2, 3), torch.arange(12.).view(3, 4)
torch.einsum('ij,jk->ik', a, b), torch.einsum('ij->ji', a), torch.einsum('ij->', a), torch.einsum('i,j->ij', b[0], b[1]).shape
#: einsum heads
q, k = torch.arange(24.).view(1, 2, 3, 4), torch.ones(1, 2, 3, 4)
torch.einsum('bhqd,bhkd->bhqk', q, k)
#: with lists
torch.tensor([1]) + [1]
#: in place
x = torch.ones(2)
y = x
x += 1
x *= 3
y, x is y
#: in place methods
x = torch.tensor([1., -2.])
x.add_(1).mul_(2).clamp_(min=0), x.zero_(), x.fill_(3), x.copy_(torch.tensor([1., 2.])), x.sub_(1), x.exp_()
#: in place keeps the type
x = torch.tensor([1, 2])
x += 0.5
#: in place keeps the shape
x = torch.zeros(1)
x += torch.zeros(3)
#: item and tolist
torch.tensor(2.5).item(), torch.tensor([[1, 2]]).tolist(), torch.tensor([True]).item(), torch.tensor(3).tolist()
#: item of many
torch.zeros(2).item()
#: conversions
int(torch.tensor(3.7)), float(torch.tensor(2)), bool(torch.tensor([0.])), str(torch.tensor(1))
#: int of many
int(torch.zeros(2))
#: bool of many
bool(torch.zeros(2))
#: if many
if torch.zeros(2) == torch.zeros(2): print('yes')
#: format
x = torch.tensor([1.23456, 2.])
f'{x[0]:.2f}', f'{x[0]:8.3f}|', '%.3f' % x[1], f'{torch.tensor(7):4d}|'
#: format of many
f'{torch.zeros(2):.2f}'
#: format plain
f'{torch.tensor([1, 2])} {torch.tensor(1.5)}'
#: casts
x = torch.tensor([1.7, -1.7])
x.long(), x.int(), x.double(), x.bool(), x.to(torch.int64), x.type(torch.int32), x.float() is x
#: to returns self
x = torch.zeros(2)
x.to(torch.float32) is x, x.to('cpu') is x, x.cpu() is x, x.contiguous() is x, x.detach() is x
#: clone and is
x = torch.zeros(2)
y = x.clone()
y[0] = 1
x, x.equal(y), torch.allclose(x, y)
#: elementwise
x = torch.tensor([0.5, 1.0, 2.0])
x.exp(), x.log(), x.sqrt(), x.abs(), x.sin(), torch.tanh(x), torch.sigmoid(x), x.pow(2), x.neg(), torch.rsqrt(x)
#: rounding
x = torch.tensor([-1.5, 0.5, 2.5])
x.round(), x.floor(), x.ceil(), x.trunc(), torch.round(torch.tensor(3.14159), decimals=2)
#: clamp
torch.tensor([-2., 0.3, 5.]).clamp(0, 1), torch.clamp(torch.tensor([1, 5]), max=3)
#: nan and inf
x = torch.tensor([float('nan'), float('inf'), 1.])
torch.isnan(x), torch.isinf(x), torch.isfinite(x)
#: maximum
torch.maximum(torch.tensor([1, 5]), torch.tensor([3, 2])), torch.minimum(torch.tensor([1, 5]), torch.tensor([3, 2]))
#: add with alpha
torch.add(torch.tensor([1.]), torch.tensor([2.]), alpha=10)
#: stride and contiguous
x = torch.zeros(2, 3)
x.stride(), x.t().stride(), x.t().is_contiguous(), x.element_size(), x.itemsize
#: attribute missing
torch.zeros(2).foo
#: keyword unknown
torch.zeros(2, 2).sum(dmi=1)
#: missing argument
torch.softmax(torch.zeros(2))
#: argument type
torch.zeros(2, 2).transpose('a', 'b')
#: equality in lists
a, b = torch.tensor(1), torch.tensor(2)
a in [b, a], [b, a].index(a)
#: as a key
x = torch.tensor([1])
d = {x: 'a'}
d[x], torch.tensor([1]) in d
#: sum of a list of tensors
sum([torch.tensor(1.), torch.tensor(2.)])
#: python max of tensors
max(torch.tensor(1), torch.tensor(3)), abs(torch.tensor(-2)), round(torch.tensor(2.6))
#: any and all of python
any(torch.tensor([0, 1])), all(torch.tensor([0, 1]))
#: numpy round trip
x = torch.ones(2)
n = x.numpy()
n[0] = 5
x
#: numpy of recorded
torch.ones(2, requires_grad=True).numpy()
#: np functions
np.sqrt(64), np.exp(0), round(float(np.log(10)), 4), np.pi, np.zeros(3).dtype == np.float64
#: np sqrt times tensor
torch.ones(2) / np.sqrt(4)
#: np zeros
losses = np.zeros(3)
losses[1] = torch.tensor(2.5).item()
float(losses[1]), len(losses), float(losses.sum()), float(np.mean(losses)) > 0.8
#: np arange
list(np.arange(3)) == [0, 1, 2], np.argmax([1, 3, 2]) == 1, float(np.max([1., 2.])), np.round(3.14159, 2) == 3.14
#: multinomial of one
torch.multinomial(torch.tensor([0., 1., 0.]), 4, replacement=True), torch.multinomial(torch.tensor([[0., 1.]]), 1).shape
#: multinomial of negative
torch.multinomial(torch.tensor([-1., 1.]), 1)
#: softmax
F.softmax(torch.tensor([1., 2., 3.]), dim=0), torch.log_softmax(torch.tensor([[1., 2.]]), dim=-1), torch.zeros(2, 2).softmax(-1)
#: softmax of int
torch.softmax(torch.tensor([1, 2]), 0)
