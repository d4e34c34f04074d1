#: tensor of a list
torch.tensor([1, 2, 3])
#: tensor of floats
torch.tensor([1.5, 2, 3])
#: tensor of bools
torch.tensor([True, False])
#: bool and int make int
torch.tensor([True, 2])
#: nested lists
torch.tensor([[1, 2], [3, 4]])
#: tensor with dtype
torch.tensor([1, 2], dtype=torch.float32)
#: scalar
torch.tensor(3.5), torch.tensor(2), torch.tensor(True)
#: tensor of a range
torch.tensor(range(4))
#: tensor of tuples
torch.tensor(((1, 2), (3, 4)))
#: tensor of tensors
torch.tensor([torch.tensor(1), torch.tensor(2)])
#: ragged
torch.tensor([[1], [2, 3]])
#: text
torch.tensor(['a'])
#: none
torch.tensor(None)
#: empty list
torch.tensor([])
#: empty rows
torch.tensor([[], []])
#: zeros
torch.zeros(2, 3), torch.zeros((2,)), torch.zeros([1, 2]), torch.zeros(size=(1, 2))
#: ones long
torch.ones(2, 2, dtype=torch.long)
#: ones python int
torch.ones(3, dtype=int), torch.ones(2, dtype=float), torch.ones(2, dtype=bool)
#: full
torch.full((2, 2), 7), torch.full((2,), 0.5), torch.full((2,), True)
#: eye
torch.eye(3), torch.eye(2, 3)
#: arange
torch.arange(5), torch.arange(2, 8, 2), torch.arange(0, 1, 0.25), torch.arange(3.)
#: arange backwards
torch.arange(5, 0, -2)
#: arange wrong way
torch.arange(5, 0)
#: arange zero step
torch.arange(0, 5, 0)
#: linspace
torch.linspace(0, 1, 5), torch.linspace(-1, 1, 1)
#: linspace negative
torch.linspace(0, 1, -1)
#: zeros negative
torch.zeros(-1)
#: zeros float size
torch.zeros(2.5)
#: likes
x = torch.tensor([[1, 2]])
torch.zeros_like(x), torch.ones_like(x, dtype=torch.float32), torch.full_like(x, 9)
#: as_tensor keeps
x = torch.zeros(2)
torch.as_tensor(x) is x, torch.tensor(x) is x
#: from numpy shares
a = np.zeros(3)
t = torch.from_numpy(a)
t[0] = 5
a[0] == 5, t.dtype
#: seeded rand
torch.rand(3)
#: seeded randn small
torch.randn(4)
#: seeded randn large
torch.randn(4, 5)
#: seeded randint
torch.randint(10, (6,)), torch.randint(5, 8, (2, 3)), torch.randint(100, size=(4,))
#: randint needs size
torch.randint(0, 5)
#: randint empty range
torch.randint(5, 5, (2,))
#: seeded randperm
torch.randperm(8)
#: manual seed repeats
torch.manual_seed(3)
a = torch.rand(2)
torch.manual_seed(3)
torch.equal(a, torch.rand(2)), torch.initial_seed()
#: generator
g = torch.Generator().manual_seed(5)
torch.rand(2, generator=g), torch.randperm(4, generator=g), torch.randint(9, (3,), generator=g)
#: rng state
s = torch.get_rng_state()
a = torch.rand(2)
torch.set_rng_state(s)
torch.equal(a, torch.rand(2))
#: normal_ and uniform_
torch.empty(3).uniform_(-1, 1), torch.empty(4, 4).normal_(0, 0.02)
#: torch.Tensor
torch.Tensor([1, 2]), torch.Tensor(2, 3).shape
#: dtypes print
torch.float32, torch.long, torch.bool, torch.double
#: device
torch.device('cpu'), torch.device('cuda:0' if torch.cuda.is_available() else 'cpu'), torch.device('cuda:1').index
#: cuda is refused
torch.zeros(2).to('cuda')
#: cuda method is refused
torch.zeros(2).cuda()
#: cuda at creation is refused
torch.zeros(2, device='cuda')
#: device names are checked
torch.device('gpu')
#: numpy arange type
torch.tensor(np.arange(3)), torch.tensor(np.sqrt(4.0))
#: finfo
torch.finfo(torch.float32).eps, torch.iinfo(torch.int64).max, torch.finfo(torch.float32).min
#: constants
torch.inf, torch.pi, torch.nan != torch.nan
#: cat and stack
x = torch.tensor([[1, 2]])
torch.cat((x, x)), torch.cat([x, x], dim=1), torch.stack([x, x]).shape, torch.vstack((x, x)), torch.hstack((x, x))
#: cat promotes
torch.cat((torch.tensor([1]), torch.tensor([2.5])))
#: cat mismatch
torch.cat((torch.zeros(2, 3), torch.zeros(2, 4)))
#: cat of a tensor
torch.cat(torch.zeros(2))
#: stack mismatch
torch.stack([torch.zeros(2), torch.zeros(3)])
#: meshgrid
torch.meshgrid(torch.arange(2), torch.arange(3), indexing='ij')[1]
#: tril triu
torch.tril(torch.ones(3, 3)), torch.triu(torch.ones(2, 3), 1)
#: no such function
torch.foo(1)
#: no such module
nn.Foo(1)
