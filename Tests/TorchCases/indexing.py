#: row
x = torch.arange(12).reshape(3, 4)
x[0], x[-1], x[1, 2], x[1][2]
#: slices
x = torch.arange(12).reshape(3, 4)
x[:, 1], x[1:, :2], x[::2], x[..., -1]
#: none adds an axis
x = torch.arange(3)
x[:, None], x[None].shape, x[None, :, None].shape
#: index list
x = torch.arange(12).reshape(3, 4)
x[[0, 2]], x[:, [1, 3]]
#: index tensor
x = torch.arange(5) * 10
ix = torch.tensor([3, 1])
x[ix], x[ix[:, None] + torch.arange(2)]
#: two index tensors
x = torch.arange(12).reshape(3, 4)
x[torch.tensor([0, 1]), torch.tensor([2, 3])]
#: mask
x = torch.tensor([1., -2., 3.])
x[x > 0], x[~(x > 0)], x[(x > 0) & (x < 2)]
#: mask of rows
x = torch.arange(6).reshape(3, 2)
x[torch.tensor([True, False, True])]
#: empty mask
torch.arange(3)[torch.zeros(3, dtype=torch.bool)]
#: out of bounds
torch.zeros(2, 3)[5]
#: out of bounds second
torch.zeros(2, 3)[0, 5]
#: too many
torch.zeros(2)[0, 0]
#: float index
torch.zeros(3)[1.5]
#: float tensor index
torch.zeros(3)[torch.tensor([1.])]
#: text index
torch.zeros(3)['a']
#: negative step
torch.arange(4)[::-1]
#: zero-dim index
torch.tensor(1)[0]
#: set
x = torch.zeros(2, 3)
x[0, 1] = 5
x[1] = torch.tensor([1., 2., 3.])
x[:, 2] = -1
x
#: set mask
x = torch.tensor([1, -2, 3])
x[x < 0] = 0
x
#: set by list
x = torch.zeros(4)
x[[0, 2]] = torch.tensor([1., 2.])
x
#: set overlapping
x = torch.arange(5)
x[1:] = x[:-1].clone()
x
#: set wrong size
x = torch.zeros(3)
x[:2] = torch.zeros(3)
#: set text
x = torch.zeros(3)
x[0] = 'a'
#: view shares
x = torch.zeros(2, 2)
y = x[0]
y[0] = 3
x
#: tensor as position
x = torch.arange(5)
i = torch.tensor(2)
x[i], [10, 20, 30][i], list(range(i))
#: iterate
for row in torch.arange(4).reshape(2, 2): print(row)
#: unpack
a, b = torch.tensor([1, 2])
a, b
#: len and contains
x = torch.arange(6).reshape(2, 3)
len(x), 5 in x, 7 in x
#: len of scalar
len(torch.tensor(1))
#: iterate scalar
list(torch.tensor(1))
#: gather
x = torch.tensor([[1, 2], [3, 4]])
x.gather(1, torch.tensor([[0], [1]]))
#: gather wrong rank
torch.zeros(2, 2).gather(1, torch.tensor([0]))
#: index_select
torch.arange(6).reshape(2, 3).index_select(1, torch.tensor([2, 0]))
#: scatter_
torch.zeros(2, 3).scatter_(1, torch.tensor([[1], [2]]), 1.0)
#: masked_fill
torch.zeros(2, 2).masked_fill(torch.tril(torch.ones(2, 2)) == 0, float('-inf'))
#: masked_select
x = torch.arange(4)
x.masked_select(x > 1)
#: where
x = torch.tensor([-1., 2.])
torch.where(x > 0, x, torch.zeros(2)), torch.where(x > 0, 1, 0), torch.where(x > 0)
#: nonzero
torch.nonzero(torch.tensor([0, 1, 2])), torch.tensor([[0, 1]]).nonzero(as_tuple=True)
#: sort
torch.tensor([3, 1, 2]).sort()
#: sort descending values
v, i = torch.tensor([3., 1., 2.]).sort(descending=True)
v, i, torch.argsort(torch.tensor([3., 1., 2.]))
#: topk
torch.topk(torch.tensor([1., 5., 3.]), 2)
#: topk too many
torch.topk(torch.tensor([1., 5.]), 3)
#: topk fields
r = torch.tensor([1., 5., 3.]).topk(1)
r.values, r.indices, r[0]
#: unique
torch.tensor([3, 1, 3]).unique(), torch.unique(torch.tensor([3, 1, 3]), return_counts=True)
#: bincount
torch.bincount(torch.tensor([0, 2, 2]), minlength=5)
#: flip and roll
torch.flip(torch.arange(3), (0,)), torch.roll(torch.arange(4), 1), torch.arange(6).reshape(2, 3).roll(1, 1)
#: take and diag
x = torch.arange(9).reshape(3, 3)
torch.diag(x), torch.diag(torch.tensor([1, 2])), x.trace(), x.diagonal()
