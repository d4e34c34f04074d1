#: sum
x = torch.arange(6.).view(2, 3)
x.sum(), x.sum(0), x.sum(dim=1, keepdim=True), x.sum((0, 1)), x.sum(-1)
#: sum of ints and bools
torch.tensor([1, 2]).sum(), (torch.tensor([1, 2]) > 1).sum(), torch.tensor([True, True]).sum().item()
#: mean
x = torch.arange(6.).view(2, 3)
x.mean(), x.mean(0), x.mean(-1, keepdim=True), x.mean(dim=(0, 1))
#: mean of ints
torch.arange(3).mean()
#: mean wrong axis
torch.zeros(2).mean(dim=2)
#: var and std
x = torch.tensor([[1., 2., 4.], [3., 5., 9.]])
x.var(), x.std(), x.var(0), x.std(dim=1, keepdim=True), x.var(-1, unbiased=False), x.var(dim=0, correction=0), x.std(unbiased=False)
#: max and min
x = torch.tensor([[1., 5., 2.], [4., 0., 9.]])
x.max(), x.min(), x.max(1), x.min(dim=0)
#: max unpacked
v, i = torch.tensor([[1, 5], [7, 2]]).max(dim=1)
v, i
#: max of two
torch.max(torch.tensor([1, 5]), torch.tensor([3, 2]))
#: max of empty
torch.tensor([]).max()
#: argmax
x = torch.tensor([[1., 5., 2.], [4., 0., 9.]])
x.argmax(), x.argmax(dim=1), torch.argmin(x, dim=0), x.argmax(-1, keepdim=True)
#: prod and median
torch.tensor([2., 3.]).prod(), torch.tensor([3., 1., 2.]).median(), torch.tensor([1, 2, 3]).prod()
#: all and any
x = torch.tensor([[True, False], [True, True]])
x.all(), x.any(), x.all(dim=1), x.any(0)
#: norm
x = torch.tensor([3., 4.])
x.norm(), torch.norm(x, p=1), x.norm(p=float('inf'))
#: cumsum
torch.arange(4).cumsum(0), torch.ones(2, 2).cumsum(dim=1)
#: logsumexp
torch.logsumexp(torch.tensor([[1., 2.]]), dim=1)
#: amax
torch.tensor([[1, 5], [7, 2]]).amax(dim=0), torch.tensor([1, 2]).amin()
#: count_nonzero
torch.count_nonzero(torch.tensor([0, 1, 2]))
#: large sums
torch.arange(1000).sum(), torch.ones(10000).mean()
#: one-element statistics
torch.tensor([1.]).std().isnan()
