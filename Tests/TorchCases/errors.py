#: shapes that do not broadcast
torch.ones(2, 3) + torch.ones(2)
#: shapes that do not multiply
torch.ones(2, 3) @ torch.ones(2, 3)
#: batches that do not multiply
torch.ones(2, 3, 4) @ torch.ones(2, 3, 4)
#: a vector that does not multiply
torch.ones(2, 3) @ torch.ones(2)
#: a layer of another width
nn.Linear(4, 2)(torch.ones(3, 5))
#: a view of another size
torch.ones(6).view(4, 2)
#: a view that is none
torch.ones(2, 3).T.view(6)
#: cat of different widths
torch.cat([torch.ones(2, 3), torch.ones(2, 4)])
#: stack of different shapes
torch.stack([torch.ones(2), torch.ones(3)])
#: expand of what is not one
torch.ones(2, 3).expand(4, 3)
#: an index too far
torch.ones(3)[5]
#: too many indices
torch.ones(3)[0, 1]
#: an axis too far
torch.ones(2, 3).sum(dim=2)
#: a mask of another shape
torch.ones(3)[torch.tensor([True, False])]
#: an id too large
nn.Embedding(3, 2)(torch.tensor([3]))
#: ids of floats
nn.Embedding(3, 2)(torch.tensor([1.]))
#: a class too large
F.cross_entropy(torch.ones(2, 3), torch.tensor([0, 3]))
#: targets of another batch
F.cross_entropy(torch.ones(2, 3), torch.tensor([0, 1, 2]))
#: item of many
torch.ones(3).item()
#: truth of many
bool(torch.ones(3))
#: backward of many
torch.ones(3, requires_grad=True).backward()
#: backward without gradients
torch.ones(1).backward()
#: backward twice
x = torch.ones(1, requires_grad=True)
y = (x * x).sum()
y.backward()
y.backward()
#: a leaf in place
x = torch.ones(2, requires_grad=True)
x += 1
#: gradients of integers
torch.ones(2, dtype=torch.long, requires_grad=True)
#: numpy of what needs gradients
torch.ones(2, requires_grad=True).numpy()
#: a permutation of other axes
torch.ones(2, 3).permute(0, 1, 2)
#: a split that does not add up
torch.ones(5).split([2, 2])
#: topk of too many
torch.ones(3).topk(5)
#: gather with another rank
torch.ones(2, 3).gather(1, torch.tensor([0]))
#: probabilities below zero
torch.multinomial(torch.tensor([-1., 2.]), 1)
#: types that do not multiply
torch.ones(2, 2) @ torch.ones(2, 2, dtype=torch.long)
#: a list that is not even
torch.tensor([[1, 2], [3]])
#: a string as a tensor
torch.tensor('a')
#: to cuda
torch.ones(2).cuda()
#: on cuda
torch.ones(2, device='cuda')
#: a device that nobody has
torch.device('gpu')
#: convolution of other channels
F.conv1d(torch.ones(1, 2, 5), torch.ones(1, 1, 3))
#: a kernel too large
F.conv1d(torch.ones(1, 1, 2), torch.ones(1, 1, 3))
#: batch norm of one
nn.BatchNorm1d(3)(torch.ones(1, 3))
#: singular
torch.linalg.inv(torch.zeros(2, 2))
#: not square
torch.linalg.det(torch.ones(2, 3))
#: heads that do not divide
nn.MultiheadAttention(5, 2)
#: a group without parameters
torch.optim.SGD([{'lr': 0.1}])
#: quantile outside
torch.quantile(torch.ones(3), 1.5)
#: einsum that does not fit
torch.einsum('ij,jk->ik', torch.ones(2, 3), torch.ones(2, 3))
#: bernoulli above one
torch.bernoulli(torch.tensor([1.5]))
#: normal of a negative width
torch.normal(0., -1., (2,))
#: arange the wrong way
torch.arange(5, 0)
#: reshape of nothing
torch.ones(0).reshape(-1, 0)
#: unknown reduction
F.mse_loss(torch.ones(1), torch.ones(1), reduction='average')
#: a probability above one
F.dropout(torch.ones(2), p=2)
#: one hot of floats
F.one_hot(torch.tensor([1.]))
#: pad of too many
F.pad(torch.ones(2), (1, 1, 1, 1))
