#: floats
torch.tensor([1.5, 2.25, -3.125])
#: whole floats
torch.tensor([1., 2., 30.])
#: mixed sizes
torch.tensor([0.001, 1000.])
#: scientific
torch.tensor([1e-5, 1.]), torch.tensor([1e10]), torch.tensor([1e-8])
#: nan and inf
torch.tensor([float('nan'), float('inf'), -1.5])
#: inf with integers
torch.tensor([float('-inf'), 0., 1.])
#: negative ints
torch.tensor([[1, -20], [300, 4]])
#: bools
torch.tensor([[True, False]])
#: scalar kinds
torch.tensor(1), torch.tensor(1.), torch.tensor(0.5), torch.tensor(False), torch.tensor(1e-6)
#: double
torch.tensor([1.5], dtype=torch.float64), torch.tensor([1], dtype=torch.int32)
#: three axes
torch.arange(8).view(2, 2, 2)
#: four axes
torch.zeros(1, 2, 1, 2)
#: long row
torch.arange(30)
#: long float row
torch.arange(20) / 3
#: summary
torch.arange(2000)
#: summary of a matrix
torch.zeros(100, 100)
#: summary of three axes
torch.arange(4000).view(10, 20, 20)
#: empty
torch.zeros(0), torch.zeros(0, 3), torch.zeros(2, 0, dtype=torch.long)
#: requires grad
torch.ones(2, requires_grad=True)
#: grad_fn
(torch.ones(2, requires_grad=True) * 2), torch.ones(2, requires_grad=True).sum()
#: parameter
nn.Parameter(torch.ones(2))
#: in a list
[torch.tensor(1), torch.tensor([1., 2.])]
#: in a dict
{'a': torch.tensor([[1, 2], [3, 4]])}
#: print and str
print(torch.tensor([1, 2]), torch.tensor(0.5))
#: print options
torch.set_printoptions(precision=2, sci_mode=False)
torch.tensor([3.14159, 1e-4])
#: print options threshold
torch.set_printoptions(threshold=5, edgeitems=1)
torch.arange(10)
#: print options line
torch.set_printoptions(linewidth=40)
torch.arange(20)
#: grad in a matrix
(torch.ones(2, 3, requires_grad=True) + 1)
#: seeded randn
torch.randn(2, 3)
#: negative zero
torch.tensor([-0.0, 0.0])
#: wide matrix
torch.arange(60).view(2, 30)
#: small numbers
torch.tensor([0.0001, 0.0002]), torch.tensor([0.00001])
#: large and small
torch.tensor([123456.789, 0.1]), torch.tensor([123456789.])
#: view of a view
torch.arange(12).view(3, 4)[:, 1:3].t()
