#: an ignored id of the person's own
F.cross_entropy(torch.arange(20.).reshape(4, 5) * 7 % 11, torch.tensor([1, 3, 2, 3]), ignore_index=3)
#: -100 where another id is ignored
F.cross_entropy(torch.ones(4, 5), torch.tensor([1, -100, 2, -100]), ignore_index=3)
#: ignored -1
F.cross_entropy(torch.arange(20.).reshape(4, 5) * 7 % 11, torch.tensor([1, -1, 2, -1]), ignore_index=-1)
#: ignored 255
F.cross_entropy(torch.arange(20.).reshape(4, 5) * 7 % 11, torch.tensor([1, 255, 2, 255]), ignore_index=255)
#: ignored everywhere
print(F.cross_entropy(torch.ones(2, 3), torch.tensor([255, 255]), ignore_index=255))
print(F.cross_entropy(torch.ones(2, 3), torch.tensor([255, 255]), ignore_index=255, reduction='sum'))
print(F.cross_entropy(torch.ones(2, 3), torch.tensor([255, 255]), ignore_index=255, reduction='none'))
#: ignored with weights and smoothing
x = (torch.arange(20.).reshape(4, 5) * 7 % 11 / 4).requires_grad_()
for reduction in ['mean', 'sum', 'none']:
    for smoothing in [0.0, 0.2]:
        loss = F.cross_entropy(x, torch.tensor([1, 255, 2, 0]), torch.arange(1., 6.), ignore_index=255,
                               label_smoothing=smoothing, reduction=reduction)
        print(loss.detach())
        x.grad = None
        loss.sum().backward()
        print(x.grad)
#: ignored in more axes
x = (torch.arange(24.).reshape(2, 3, 4) * 7 % 11).requires_grad_()
y = torch.tensor([[0, 255, 2, 1], [255, 1, 1, 0]])
loss = F.cross_entropy(x, y, ignore_index=255)
loss.backward()
print(round(loss.item(), 4), x.grad)
print(F.nll_loss(F.log_softmax(x.detach(), 1), y, ignore_index=255, reduction='none'))
#: a class too large in more axes
F.cross_entropy(torch.ones(2, 3, 4), torch.full((2, 4), 3))
#: ignored by modules
x = torch.arange(20.).reshape(4, 5) * 7 % 11
y = torch.tensor([1, -1, 2, -1])
print(nn.CrossEntropyLoss(ignore_index=-1)(x, y), nn.NLLLoss(ignore_index=-1)(x, y))
print(nn.CrossEntropyLoss(weight=torch.arange(1., 6.), ignore_index=-1, reduction='sum')(x, y))
print(nn.NLLLoss(weight=torch.arange(1., 6.), ignore_index=-1)(x, y))
#: -100 beside weights
F.nll_loss(torch.ones(2, 3), torch.tensor([0, -100]), torch.ones(3), ignore_index=-1)
#: a class too large beside smoothing
F.cross_entropy(torch.ones(2, 3), torch.tensor([0, 3]), label_smoothing=0.1)
#: one row
x = torch.tensor([1., 2., 4.])
print(F.cross_entropy(x, torch.tensor(2)), F.cross_entropy(x, torch.tensor([2])), F.nll_loss(x, torch.tensor(1), reduction='none'))
print(F.cross_entropy(x, torch.tensor(7), ignore_index=7))
#: one row and an id too large
F.cross_entropy(torch.ones(3), torch.tensor(3))
#: one row and two targets
F.cross_entropy(torch.ones(3), torch.tensor([0, 1]))
#: targets of int32
F.cross_entropy(torch.ones(2, 3), torch.tensor([0, 1], dtype=torch.int32))
#: targets of bool
F.cross_entropy(torch.ones(2, 3), torch.tensor([True, False]))
#: targets of floats
F.cross_entropy(torch.ones(2, 3), torch.tensor([0., 1.]))
#: ids of the shape of the input
F.cross_entropy(torch.ones(2, 3), torch.zeros(2, 3, dtype=torch.int64))
#: probabilities
F.cross_entropy(torch.arange(6.).reshape(2, 3), torch.tensor([[.2, .3, .5], [1., 0., 0.]]), label_smoothing=0.1)
#: probabilities and an ignored class
F.cross_entropy(torch.ones(2, 3), torch.ones(2, 3) / 3, ignore_index=1)
#: targets too few
F.nll_loss(torch.ones(4, 3), torch.tensor([0, 1]))
#: weights too few
F.cross_entropy(torch.ones(2, 3), torch.tensor([0, 9]), torch.ones(2))
#: losses of float64
x = (torch.arange(6.).reshape(2, 3) / 3).double().requires_grad_()
loss = F.nll_loss(x, torch.tensor([2, 5]), ignore_index=5)
loss.backward()
print(loss.item(), loss.dtype, x.grad)
#: bincount of ids
print(torch.bincount(torch.tensor([1, 3, 1])), torch.bincount(torch.tensor([1]), minlength=4))
#: bincount of a negative length
torch.bincount(torch.tensor([1]), minlength=-1)
#: bincount of a negative id
torch.bincount(torch.tensor([-1]))
#: gather from a scalar
torch.tensor(1.5).gather(0, torch.tensor(2))
#: gather too far
torch.arange(3.).gather(0, torch.tensor([3]))
#: gather within
print(torch.tensor(1.5).gather(0, torch.tensor([0, 0])), torch.arange(3.).gather(0, torch.tensor(2)))
#: a step as far as possible
x = torch.arange(10.)
print(x.unfold(0, 2, 9223372036854775807), x[2:9:4611686018427387904].shape)
#: diagonals far away
x = torch.ones(2, 3)
for k in [9223372036854775807, -9223372036854775807, 4, -4, 1]:
    print(torch.tril(x, k), torch.triu(x, k))
#: split of sizes that are too many
torch.arange(3.).split([2, 2])
#: expand to more than can be counted
torch.ones(1).expand(4611686018427387904, 4611686018427387904)
#: narrow from the end
print(torch.arange(5).narrow(0, -3, 2), torch.narrow(torch.arange(5), 0, 5, 0))
#: narrow too far
torch.arange(5).narrow(0, 3, 3)
#: narrow from outside
torch.arange(5).narrow(0, 6, 0)
#: narrow of a scalar
torch.tensor(1).narrow(0, 0, 1)
#: flatten of an axis that is not there
torch.arange(5).flatten(-2)
#: flip twice along one axis
torch.ones(2, 3).flip(0, -2)
#: squeeze twice along one axis
torch.ones(2, 1).squeeze((1, -1))
#: arange against its step
torch.arange(1, 0.1)
#: std with a flag
x = torch.tensor([[1., 2.], [4., 8.]])
print(torch.std(x, False), torch.var(x, False), torch.std_mean(x, False), torch.var_mean(x, True))
#: repeats for each
print(torch.repeat_interleave(torch.tensor([1, 2, 3]), torch.tensor([2, 0, 1])), torch.repeat_interleave(torch.ones(2, 2), torch.tensor([2]), dim=0))
#: repeats too few
torch.repeat_interleave(torch.tensor([1, 2, 3]), torch.tensor([2, 1]))
#: negative repeats
torch.repeat_interleave(torch.tensor([1, 2]), torch.tensor([2, -1]))
#: a flag as an index
x = torch.arange(3)
print(x[True], x[False], x[torch.tensor(True)].shape, x[None, True].shape)
#: tensordot along one axis twice
torch.tensordot(torch.ones(2, 2), torch.ones(2, 2), ([0, 0], [0, 1]))
#: tensordot along axes of another number
torch.tensordot(torch.ones(2, 2), torch.ones(2, 2), ([0], [0, 1]))
#: numbers too large for the type
torch.tensor(1e30, dtype=torch.int32)
#: a list of numbers too large for the type
torch.tensor([1, 2**40], dtype=torch.int32)
#: norm of power zero
print(torch.norm(torch.tensor([1., 0., 3.]), 0), torch.dist(torch.tensor([1., 2.]), torch.tensor([1., 0.]), 0))
#: norm of power minus infinity
torch.norm(torch.tensor([1., -2., 3.]), -math.inf)
#: cosine similarity of a row with each column
F.cosine_similarity(torch.arange(1., 13.).reshape(3, 4), torch.tensor([1., 2., 3., 4.]), dim=0)
#: Sequential times a number
print(len(nn.Sequential(nn.ReLU(), nn.Tanh()) * 3), len(2 * nn.Sequential(nn.ReLU())))
#: Sequential times nothing
nn.Sequential(nn.ReLU()) * 0
#: a ModuleList times a number
nn.ModuleList([nn.ReLU()]) * 2
#: a sampler of more than fits in memory
import itertools
sampler = torch.utils.data.RandomSampler(range(7), replacement=True, num_samples=10**10)
print(len(sampler), list(itertools.islice(iter(sampler), 70)))
#: a sampler that goes around
generator = torch.Generator().manual_seed(3)
print(list(torch.utils.data.RandomSampler(range(5), num_samples=12)))
print(list(torch.utils.data.RandomSampler(range(5), num_samples=5, generator=generator)), torch.rand(2, generator=generator))
print(list(torch.utils.data.RandomSampler(range(5), replacement=True, num_samples=64, generator=generator)), torch.rand(2, generator=generator))
#: batches larger than all
loader = torch.utils.data.DataLoader(range(5), batch_size=9223372036854775807)
print(len(loader), list(loader))
#: fractions of more than all
torch.utils.data.random_split(range(5), [1e30, 1])
#: fractions outside
torch.utils.data.random_split(range(5), [1.5, -0.5])
#: a schedule of a long period
optimizer = torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=.5)
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 2**62)
optimizer.step()
schedule.step()
print(schedule.get_last_lr())
#: glu of nothing
print(F.glu(torch.zeros(0)).shape, F.glu(torch.zeros(2, 0)).shape)
#: glu of an odd size
F.glu(torch.zeros(3))
#: dropout of more than all
F.dropout(torch.ones(2), 2, training=False)
#: bounds the wrong way round
F.hardtanh(torch.ones(2), 1, 0)
#: padding of a pool
F.max_pool1d(torch.ones(1, 1, 4), 2, padding=2)
#: negative padding of a convolution
F.conv1d(torch.ones(1, 1, 4), torch.ones(1, 1, 2), padding=-1)
#: huber with a delta of 0
F.huber_loss(torch.ones(2), torch.zeros(2), delta=0)
#: probabilities that are none as a target
F.binary_cross_entropy(torch.tensor([.5]), torch.tensor([2.]))
#: numpy bins the wrong way round
print(np.digitize(np.array([0.5, 1.5, 2.5]), np.array([2., 1.])), np.digitize(np.array([1., 2.]), [2, 1], right=True))
#: numpy bins in no order
np.digitize(np.array([1.]), np.array([1., 3., 2.]))
#: numpy pad of a float
np.pad(np.arange(3), 1.5)
#: numpy squeeze of an axis of 3
np.squeeze(np.zeros((1, 3)), 1)
#: numpy split of a float
np.split(np.arange(4), 1.5)
#: numpy negative scale
np.random.exponential(-1.0, 3)
