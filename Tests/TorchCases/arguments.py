#: out is what comes back
o = torch.zeros(3)
torch.add(torch.ones(3), 1, out=o) is o, o
#: out of another shape is resized
o = torch.ones(2)
r = torch.exp(torch.zeros(3), out=o)
r is o, o
#: out without elements
o = torch.empty(0)
torch.mul(torch.arange(3.), 2, out=o), o.shape
#: out of another type
o = torch.zeros(2, dtype=torch.float64)
torch.sqrt(torch.tensor([4., 9.]), out=o), torch.add(torch.tensor([1, 2]), 1, out=torch.zeros(2))
#: out that cannot take the type
torch.exp(torch.ones(2), out=torch.zeros(2, dtype=torch.long))
#: out that must have the type
torch.mm(torch.eye(2), torch.eye(2), out=torch.zeros(2, 2, dtype=torch.float64))
#: out of comparisons
torch.eq(torch.tensor([1, 2]), 2, out=torch.zeros(2)), torch.gt(torch.tensor([1., 3.]), 2, out=torch.empty(0, dtype=torch.bool))
#: out and gradients
torch.add(torch.ones(2, requires_grad=True), 1, out=torch.ones(2))
#: out that requires gradients
torch.add(torch.ones(2), 1, out=torch.ones(2, requires_grad=True))
#: out without recording
with torch.no_grad():
    o = torch.zeros(2)
    torch.mul(torch.ones(2, requires_grad=True), 3, out=o)
o
#: out of a view
x = torch.zeros(2, 3)
torch.add(torch.ones(3), 1, out=x[1])
x
#: out is one of the operands
x = torch.arange(3.)
torch.add(x, x, out=x), torch.cumsum(x, 0, out=x)
#: out of products
a, b = torch.arange(4.).view(2, 2), torch.eye(2) * 2
o = torch.zeros(2, 2)
torch.mm(a, b, out=o), torch.matmul(a, b, out=o), torch.addmm(a, a, b, out=o), o
#: out of sums in its own type
torch.sum(torch.ones(2, 2), 0, out=torch.zeros(2, dtype=torch.long)), torch.cumsum(torch.tensor([1, 2]), 0, out=torch.zeros(2))
#: out of two results
v, i = torch.zeros(2), torch.zeros(2, dtype=torch.long)
r = torch.max(torch.tensor([[1., 5.], [7., 2.]]), 1, out=(v, i))
r, v, i, r.values is v
#: out of sort and topk
v, i = torch.empty(0), torch.empty(0, dtype=torch.long)
torch.sort(torch.tensor([3., 1., 2.]), out=(v, i)), torch.topk(torch.tensor([3., 1., 2.]), 2, out=(v, i))
#: out of two results must be two
torch.max(torch.ones(2, 2), 1, out=torch.zeros(2))
#: out is a Tensor
torch.add(torch.ones(2), 1, out=[1])
#: out None
torch.add(torch.ones(2), 1, out=None)
#: out of joining
o = torch.zeros(4)
torch.cat((torch.ones(2), torch.zeros(2)), out=o), torch.stack((torch.ones(2), torch.zeros(2)), out=torch.zeros(2, 2))
#: out of creation
o = torch.ones(3, dtype=torch.float64)
torch.zeros(3, out=o), torch.arange(3, out=o), torch.full((3,), 7, out=o), torch.eye(2, out=o)
#: out of creation with a type that it has not
torch.zeros(3, dtype=torch.float32, out=torch.ones(3, dtype=torch.float64))
#: out of choosing
x = torch.arange(6.).view(2, 3)
i = torch.tensor([[2, 1, 0]])
torch.gather(x, 1, i, out=torch.empty(0)), torch.index_select(x, 1, torch.tensor([0, 2]), out=torch.zeros(2, 2)), torch.masked_select(x, x > 3, out=torch.empty(0))
#: out of linear algebra
A = torch.tensor([[2., 1.], [1., 3.]])
torch.linalg.inv(A, out=torch.zeros(2, 2)), torch.linalg.solve(A, torch.ones(2), out=torch.zeros(2))
#: out of random numbers
torch.manual_seed(1)
o = torch.zeros(4)
torch.rand(4, out=o), torch.randn(4, out=o)
#: out of a method
torch.ones(2).exp(out=torch.zeros(2))
#: dtype of running sums
x = torch.tensor([1, 2, 3])
torch.cumsum(x, 0, dtype=torch.float64), x.cumprod(0, dtype=torch.float32), torch.tensor([True, True]).cumsum(0, dtype=torch.int32)
#: dtype of reductions
x = torch.tensor([1.5, float('nan')])
torch.nansum(x, dtype=torch.float64), torch.nanmean(x, dtype=torch.float64), torch.tensor([1, 2]).prod(dtype=torch.float32), torch.norm(torch.tensor([3., 4.]), dtype=torch.float64)
#: softmax takes its type by place
torch.softmax(torch.tensor([1, 1]), 0, torch.float64), torch.ones(2).log_softmax(0, torch.float64)
#: diagonal over axes
x = torch.arange(12.).view(2, 2, 3)
x.diagonal(dim1=1, dim2=2), torch.diagonal(x, 1, 0, 2), torch.diagonal(x, offset=-1, dim1=-2, dim2=-1)
#: diagonal is a view
x = torch.zeros(2, 2, 2)
x.diagonal(dim1=1, dim2=2).fill_(1)
x
#: diagonal and its gradient
x = torch.ones(2, 3, 3, requires_grad=True)
(x.diagonal(1, 1, 2) * torch.tensor([[1., 2.], [3., 4.]])).sum().backward()
x.grad
#: diagonal of one axis
torch.ones(2, 2).diagonal(dim1=0, dim2=0)
#: diag_embed over axes
torch.diag_embed(torch.tensor([[1., 2.]]), offset=1), torch.diag_embed(torch.tensor([[1., 2.], [3., 4.]]), dim1=0, dim2=2).shape
#: axes by name as a row
x = torch.arange(6).view(2, 3)
x.flip(dims=(0, 1)), torch.flip(x, dims=[1]), x.permute(dims=(1, 0)), torch.permute(x, dims=(1, 0)), x.view(size=(3, 2)), x.expand(size=(2, 3)), x.tile(dims=(1, 2)).shape
#: normal with settings
torch.manual_seed(3)
torch.normal(0., 1., (2,), requires_grad=True), torch.normal(0., 1., size=(2,), dtype=torch.float64), torch.normal(1., 2., (2,), device='cpu')
#: integers with settings
torch.manual_seed(3)
torch.randint(5, (3,), dtype=torch.float32, requires_grad=True), torch.randperm(4, dtype=torch.int32, layout=torch.strided), torch.randint(0, 9, (2,), device='cpu')
#: gradients asked of integers
torch.randint(5, (3,), requires_grad=True)
#: new tensors with settings
x = torch.ones(2)
x.new_zeros(2, dtype=torch.int32), x.new_ones((2,), requires_grad=True), x.new_full((2,), 3, dtype=torch.float64), x.new_tensor([1, 2], dtype=torch.int64), x.new_empty(0, device='cpu')
#: layouts and formats
torch.zeros(2, layout=torch.strided), torch.ones(2).clone(memory_format=torch.preserve_format), torch.ones(2).contiguous(memory_format=torch.contiguous_format), torch.zeros_like(torch.ones(2), memory_format=torch.preserve_format)
#: formats are shown
torch.preserve_format, torch.contiguous_format, torch.strided
#: a layout that is none
torch.zeros(2, layout='strided')
#: sort and argsort with stable
x = torch.tensor([2, 1, 2, 1])
torch.sort(x, stable=True), x.sort(stable=True, descending=True), torch.argsort(x, stable=True)
#: searchsorted with settings
s = torch.tensor([1, 3, 3, 5])
torch.searchsorted(s, torch.tensor([3]), side='right'), torch.searchsorted(s, torch.tensor([3]), out_int32=True), torch.bucketize(torch.tensor([3]), s, right=True, out_int32=True), torch.searchsorted(torch.tensor([5, 3, 1]), 3, sorter=torch.tensor([2, 1, 0]))
#: searchsorted with two sides
torch.searchsorted(torch.tensor([1, 2]), 1, side='left', right=True)
#: isin inverted
torch.isin(torch.tensor([1, 2, 3]), torch.tensor([2]), invert=True, assume_unique=True)
#: differences with ends
x = torch.tensor([1., 4., 9.])
torch.diff(x, prepend=torch.tensor([0.])), torch.diff(x, append=torch.tensor([16.])), x.diff(n=2, prepend=torch.tensor([0.]), append=torch.tensor([16.]))
#: covariance with weights
x = torch.tensor([[1., 2., 4.], [2., 5., 9.]])
torch.cov(x, fweights=torch.tensor([1, 2, 1])), torch.cov(x, aweights=torch.tensor([.5, .2, .3])), torch.cov(x, correction=0, fweights=torch.tensor([1, 2, 1]), aweights=torch.tensor([.5, .2, .3]))
#: covariance with weights that do not fit
torch.cov(torch.ones(2, 3), fweights=torch.tensor([1, 2]))
#: logit with eps
torch.logit(torch.tensor([0., .5, 1.]), eps=1e-3), torch.tensor([0., 1.]).logit(.25)
#: names of forms
x = torch.arange(6.).view(2, 3)
torch.split(tensor=x, split_size_or_sections=1, dim=1)[2], x.split(split_size=2, dim=1)[1], torch.tensor_split(x, sections=2, dim=0)[0], torch.hsplit(x, indices=[1])[0], torch.max(x, other=torch.ones(2, 3)), torch.float_power(x, exponent=2)[1], torch.heaviside(torch.tensor([0.]), values=torch.tensor([.5]))
#: bernoulli with one probability
torch.manual_seed(0)
torch.bernoulli(torch.zeros(6), p=.5), torch.bernoulli(torch.ones(4), 0.)
#: repeat_interleave with its size
torch.repeat_interleave(torch.tensor([1, 2]), torch.tensor([1, 2]), output_size=3)
#: relu in place
x = torch.tensor([-1., 2.])
F.relu(x, inplace=True), x
#: softmax without an axis
F.softmax(torch.ones(2, 2)), F.log_softmax(torch.ones(2)), F.softmin(torch.ones(2, 2, 2)), nn.Softmax()(torch.ones(2, 3)), nn.LogSoftmax()(torch.ones(2)), nn.Softmax()
#: attention with shared heads
torch.manual_seed(0)
q, k, v = torch.randn(1, 4, 3, 2), torch.randn(1, 2, 3, 2), torch.randn(1, 2, 3, 2)
F.scaled_dot_product_attention(q, k, v, enable_gqa=True, is_causal=True)
#: attention with heads that do not fit
F.scaled_dot_product_attention(torch.ones(1, 3, 2, 2), torch.ones(1, 2, 2, 2), torch.ones(1, 2, 2, 2), enable_gqa=True)
#: losses by place
x, y = torch.tensor([[1., 2., 3.], [3., 1., 2.]]), torch.tensor([0, 2])
F.cross_entropy(x, y, None, None, 2), F.cross_entropy(x, y, None, None, -100, None, 'sum', .1), F.nll_loss(x, y, None, None, -100, None, 'none'), nn.CrossEntropyLoss(None, None, -100, None, 'sum')(x, y)
#: the old forms of reduction
x, y = torch.tensor([1., 2.]), torch.tensor([0., 4.])
F.mse_loss(x, y, size_average=False), F.mse_loss(x, y, reduce=False), F.l1_loss(x, y, True, True), nn.MSELoss(size_average=False)(x, y), nn.BCELoss(None, None, None, 'sum')(torch.tensor([.5]), torch.tensor([1.]))
#: losses with weights
x, y, w = torch.tensor([1., 2.]), torch.tensor([0., 4.]), torch.tensor([1., 3.])
F.mse_loss(x, y, weight=w), F.l1_loss(x, y, reduction='sum', weight=w), F.huber_loss(x, y, weight=w), F.mse_loss(x, y, reduction='none', weight=w)
#: losses with weights of another size
F.mse_loss(torch.ones(2), torch.ones(2), weight=torch.ones(3))
#: triplet loss swapped
a, p, n = torch.tensor([[0., 0.]]), torch.tensor([[1., 0.]]), torch.tensor([[1., 1.]])
F.triplet_margin_loss(a, p, n, swap=True), F.triplet_margin_loss(a, p, n, 1.0, 2, 1e-3)
#: state_dict with a prefix
m = nn.Linear(2, 1)
d = {}
list(m.state_dict(prefix='a.')), m.state_dict(destination=d, prefix='b.') is d, list(d), m.state_dict(keep_vars=True)['weight'] is m.weight
#: modules each once or not
l = nn.Linear(1, 1)
m = nn.Sequential(l, l)
len(list(m.modules())), [n for n, _ in m.named_modules(remove_duplicate=False)], [n for n, _ in m.named_modules(memo={l})]
#: backward for some
w, b = torch.ones(2, requires_grad=True), torch.ones(2, requires_grad=True)
((w * b) ** 2).sum().backward(inputs=[w])
w.grad, b.grad
#: backward for some again
w, b = torch.ones(2, requires_grad=True), torch.ones(2, requires_grad=True)
y = (w * b).sum()
y.backward(inputs=w, retain_graph=True)
y.backward(inputs=[w])
w.grad, b.grad
#: backward for none
(torch.ones(2, requires_grad=True) * 2).sum().backward(inputs=[])
#: gradients clipped by another norm
p = nn.Parameter(torch.ones(2))
p.grad = torch.tensor([3., 4.])
n = nn.utils.clip_grad_norm_([p], 1., norm_type=1, error_if_nonfinite=True, foreach=False)
n, p.grad, nn.utils.clip_grad_value_([p], .5, foreach=None), p.grad
#: gradients that are not finite
p = nn.Parameter(torch.ones(2))
p.grad = torch.tensor([float('inf'), 4.])
nn.utils.clip_grad_norm_([p], 1., error_if_nonfinite=True)
#: an empty parameter
nn.Parameter().shape
#: schedules that go on
o = torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=.1)
s = torch.optim.lr_scheduler.StepLR(o, 2, .5)
for _ in range(3):
    o.step()
    s.step()
o.param_groups[0]['lr'], s.last_epoch
o2 = torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=.1)
o2.load_state_dict(o.state_dict())
s2 = torch.optim.lr_scheduler.StepLR(o2, 2, .5, last_epoch=s.last_epoch)
print(s2.last_epoch, o2.param_groups[0]['lr'])
o2.step()
s2.step()
s2.last_epoch, o2.param_groups[0]['lr'], s2.base_lrs
#: schedules that go on along a cosine
o = torch.optim.SGD([{'params': [nn.Parameter(torch.ones(1))], 'initial_lr': .1}], lr=.05)
s = torch.optim.lr_scheduler.CosineAnnealingLR(o, 10, last_epoch=4)
s.last_epoch, round(o.param_groups[0]['lr'], 7)
#: schedules that go on from nowhere
torch.optim.lr_scheduler.ExponentialLR(torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=.1), .9, last_epoch=3)
#: one cycle by epochs
o = torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=.1, momentum=.9)
s = torch.optim.lr_scheduler.OneCycleLR(o, .1, epochs=2, steps_per_epoch=5)
r = []
for _ in range(4):
    r.append(round(o.param_groups[0]['lr'], 6))
    o.step()
    s.step()
r
#: one cycle by place
o = torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=.1, momentum=.9)
s = torch.optim.lr_scheduler.OneCycleLR(o, .1, 10, None, None, .5, 'linear', False)
o.step()
s.step()
round(o.param_groups[0]['lr'], 6)
#: one cycle without steps
torch.optim.lr_scheduler.OneCycleLR(torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=.1, momentum=.9), .1)
#: a plateau in absolute numbers
o = torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=.1)
s = torch.optim.lr_scheduler.ReduceLROnPlateau(o, 'min', .5, 0, .5, 'abs', 0, 0, 1e-3)
r = []
for loss in [3., 2.8, 2.4, 1., .9]:
    s.step(loss)
    r.append(o.param_groups[0]['lr'])
r
#: meshgrid without indexing
torch.meshgrid(torch.arange(2), torch.arange(3))[0]
#: cross without an axis
torch.cross(torch.eye(3), torch.ones(3, 3)), torch.cross(torch.ones(3, 2), torch.tensor([[1., 2.], [3., 4.], [5., 6.]]))
#: cross without an axis of three
torch.cross(torch.ones(2, 2), torch.ones(2, 2))
#: numpy out
o = np.zeros(2)
np.add([1, 2], 1, out=o) is o, o, np.add([1, 2], 1, o), np.exp([0., 0.], out=(o,)), np.sqrt([4., 9.], o)
#: numpy out that does not fit
np.add([1, 2, 3], 1, out=np.zeros(2))
#: numpy out of another kind
np.add([1., 2.], 1, out=np.zeros(2, int))
#: numpy out of another kind, unsafely
np.add([1.5, 2.5], 1, out=np.zeros(2, int), casting='unsafe')
#: numpy out broadcasts
np.add([1, 2], 1, out=np.zeros((2, 2)))
#: numpy out is an array
np.add([1, 2], 1, out=[0, 0])
#: numpy where
np.add([1, 2, 3], 1, where=[True, False, True], out=np.zeros(3)), np.sqrt([4., -1.], where=np.array([True, False]), out=np.array([7., 7.])), np.multiply([1, 2], [[1], [2]], where=np.array([[True, False], [False, True]]), out=np.zeros((2, 2)))
#: numpy dtype of functions
np.add([1, 2], 1, dtype=float), np.multiply([1, 2], 2, dtype=np.float32), np.sqrt([1, 4], dtype=np.float64)
#: numpy dtype of functions that loses
np.add([1., 2.], 1, dtype=int)
#: numpy dtype of functions that loses, unsafely
np.add([1.7, 2.], 1, dtype=int, casting='unsafe')
#: numpy dtype of comparisons
np.greater([1, 2], 1, dtype=bool), np.less([1, 2], 2, order='F', subok=False)
#: numpy order that is none
np.add([1, 2], 1, order='Z')
#: numpy casting that is none
np.add([1, 2], 1, casting='Z')
#: numpy reductions with out
np.sum([[1, 2], [3, 4]], axis=0, out=np.zeros(2)), np.max([[1, 5], [7, 2]], axis=1, out=np.zeros(2, int)), np.mean([[1, 2], [3, 4]], 0, None, np.zeros(2)), np.cumsum([1, 2, 3], out=np.zeros(3)), np.all([[True, False]], axis=0, out=np.zeros(2, bool))
#: numpy reductions with out of other axes
np.sum([[1, 2], [3, 4]], axis=0, out=np.zeros((1, 2)))
#: numpy reductions that begin
np.sum([1, 2, 3], initial=10), np.prod([2, 3], initial=5), np.max([1, 2], initial=7), np.min([[1, 2], [3, 4]], axis=1, initial=2), np.sum(np.ones((2, 3)), axis=(0, 1), initial=5.), np.sum([[1, 2], [3, 4]], axis=0, initial=1, keepdims=True), np.max([], initial=3.)
#: numpy reductions of some
x, m = np.array([[1., 2.], [3., 4.]]), np.array([[True, False], [True, True]])
np.sum(x, where=m), np.sum(x, axis=0, where=m), np.prod(x, where=m), np.max(x, axis=0, where=m, initial=0), np.mean(x, axis=1, where=m), np.std(x, where=m), np.any(x > 3, where=~m), np.all(x > 0, where=m), x.sum(where=m), x.mean(where=m, axis=0), x.max(initial=9.)
#: numpy reductions of some without a beginning
np.max([1, 2, 3], where=[True, False, True])
#: numpy axes that stay
x = np.arange(6.).reshape(2, 3)
np.argmax(x, axis=1, keepdims=True), np.median(x, axis=0, keepdims=True), np.quantile(x, .5, axis=1, keepdims=True), np.average(x, axis=0, keepdims=True), np.ptp(x, axis=1, keepdims=True), np.nansum(x, axis=0, keepdims=True), np.count_nonzero(x, axis=1, keepdims=True), np.argmin(x, keepdims=True), np.percentile(x, [25, 75], axis=1, keepdims=True).shape, np.nanstd(x, axis=0, keepdims=True, ddof=1)
#: numpy axes that are several
x = np.arange(24.).reshape(2, 3, 4)
np.median(x, axis=(0, 2)), np.percentile(x, 50, axis=(1, 2)), np.ptp(x, axis=(0, 1)), np.quantile(x, .25, axis=(0, 1), keepdims=True).shape
#: numpy quantiles by method
x = [1., 2., 4., 8.]
np.quantile(x, .4, method='lower'), np.quantile(x, .4, method='higher'), np.percentile(x, 40, method='nearest'), np.percentile(x, 40, method='midpoint')
#: numpy orders
np.zeros((2, 2), order='F'), np.array([[1, 2], [3, 4]], order='F'), np.reshape(np.arange(6), (2, 3), order='F'), np.arange(6).reshape((2, 3), order='F'), np.array([[1, 2], [3, 4]]).ravel('F'), np.array([[1, 2], [3, 4]]).flatten(order='F'), np.ravel([[1, 2], [3, 4]], order='C')
#: numpy names of arrays
np.split(ary=np.arange(4), indices_or_sections=2)[1], np.append(arr=[1], values=[2]), np.vstack(tup=([1], [2])), np.tile(A=[1], reps=2), np.flip(m=np.array([1, 2])), np.unique(ar=[2, 1, 2]), np.diag(v=[1, 2]), np.clip([1, 5], min=2, max=4), np.isin(element=[1, 2], test_elements=[2], invert=True)
#: numpy arrays with settings
np.array([1, 2], ndmin=2), np.array([1, 2], copy=True), np.zeros_like([1, 2], shape=(3,)), np.full_like([1, 2], 7, shape=(2, 2)), np.ones_like([1., 2.], subok=True, shape=2), np.eye(2, 3, 1), np.eye(3, k=-1, dtype=int), np.identity(2, dtype=int), np.zeros(2, device='cpu'), np.tri(2, dtype=int)
#: numpy copies avoided
a = np.arange(3)
np.array(a, copy=None) is a, np.asarray(a, copy=False) is a, np.asarray(a, copy=True) is a, np.array([1], copy=None)
#: numpy copies that cannot be avoided
np.array([1, 2], copy=False)
#: numpy ranges with settings
np.linspace(0, 1, 5, retstep=True)[0], np.linspace(0, 1, 4, endpoint=False, retstep=True), np.logspace(0, 2, 3, dtype=int), np.geomspace(1, 8, 3, endpoint=False).round(6)
#: numpy grids with settings
np.meshgrid([0, 1], [0, 1, 2], sparse=True), np.meshgrid([0, 1], [2, 3], sparse=True, indexing='ij')
#: numpy differences with ends
np.diff([1, 4, 9], prepend=0), np.diff([1, 4, 9], append=[16]), np.diff([[1, 2], [4, 8]], axis=0, prepend=0)
#: numpy covariance with settings
x = [[1., 2., 4.], [2., 5., 9.]]
np.cov(x, bias=True), np.cov(x, rowvar=False), np.cov(x, ddof=0), np.cov(x, fweights=[1, 2, 1], aweights=[.5, .2, .3]), np.corrcoef(np.transpose(x), rowvar=False)
#: numpy histograms with weights
np.histogram([1., 2., 2., 3.], bins=2, weights=[1., .5, .5, 2.]), np.histogram([1., 2., 2., 3.], bins=2, density=True), np.histogram([1., 2., 9.], bins=[0, 2, 4], weights=[1., 2., 3.], density=True)
#: numpy unique with settings
np.unique([[1, 2], [1, 2], [0, 3]], axis=0), np.unique([1., np.nan, np.nan], equal_nan=False), np.unique([3, 1, 3], sorted=True)
#: numpy traces and diagonals
x = np.arange(9).reshape(3, 3)
np.trace(x, 1), x.trace(offset=-1), x.diagonal(1), np.trace(np.arange(8).reshape(2, 2, 2), axis1=1, axis2=2), x.trace(dtype=float)
#: numpy joined with a type
np.concatenate(([1], [2]), dtype=float), np.stack(([1], [2]), dtype=np.float32), np.vstack(([1], [2]), dtype=float), np.concatenate(([1.7], [2]), dtype=int, casting='unsafe')
#: numpy joined with a type that loses
np.concatenate(([1.7], [2]), dtype=int)
#: numpy inserted along an axis
np.insert([[1, 2], [3, 4]], 1, 9, axis=0), np.insert([[1, 2], [3, 4]], 1, [8, 9], axis=1), np.insert([1, 2, 3], 1, 9)
#: numpy interpolation beyond the ends
np.interp([-1, .5, 3], [0, 1], [10, 20], left=0, right=99), np.interp(5, [0, 1], [1, 2], right=-1)
#: numpy weighted means with their weights
np.average([1., 2.], weights=[3, 1], returned=True), np.average([[1, 2], [3, 4]], axis=0, returned=True)
#: numpy numbers for NaN
a = np.array([1., np.nan, np.inf])
np.nan_to_num(a, nan=7, posinf=9), np.nan_to_num(a, copy=False, posinf=1) is a, a
#: numpy equality with NaN
np.array_equal([1, np.nan], [1, np.nan], equal_nan=True), np.array_equal([1, np.nan], [1, np.nan]), np.array_equal([1, 2], [1, np.nan], equal_nan=True)
#: numpy areas along an axis
np.trapezoid([[1, 2], [3, 4]], axis=0), np.trapezoid([[1, 2, 3]], dx=2)
#: numpy searches with a sorter
np.searchsorted([3, 1, 2], 2, sorter=[1, 2, 0]), np.sort([3, 1, 2], kind='stable'), np.argsort([3, 1, 2], kind='mergesort', stable=None)
#: numpy sorts of no kind
np.sort([3, 1], kind='a')
#: numpy matrices with settings
A = [[4., 1.], [1., 3.]]
np.linalg.cholesky(A, upper=True), np.linalg.eigvalsh(A, UPLO='U'), np.linalg.svd(A, compute_uv=False), np.linalg.matrix_rank([[1., 0.], [0., 1e-3]], tol=.1), np.linalg.pinv([[2., 0.], [0., 1e-3]], rcond=.1)
#: matrices with settings
A = torch.tensor([[4., 1.], [1., 3.]])
torch.linalg.cholesky(A, upper=True), torch.linalg.solve(A, torch.ones(2, 2), left=False), torch.linalg.matrix_rank(torch.tensor([[1., 0.], [0., 1e-3]]), atol=.1), torch.linalg.pinv(torch.tensor([[2., 0.], [0., 1e-3]]), rtol=.1), torch.linalg.vector_norm(torch.tensor([3., 4.]), dtype=torch.float64), torch.linalg.matrix_norm(torch.ones(2, 2, 2), dim=(0, 1), keepdim=True), torch.linalg.norm(torch.tensor([3., 4.]), dtype=torch.float64)
#: numpy types with settings
np.array([1.7]).astype(int, casting='unsafe'), np.array([1]).astype(float, copy=False), np.array([1], dtype=float).astype(float, 'K', 'safe', True, False)
#: numpy types that lose
np.array([1.7]).astype(int, casting='safe')
#: norms of matrices
A = torch.tensor([[1., -2.], [3., 4.]])
[torch.linalg.matrix_norm(A, p) for p in ['fro', 'nuc', 1, -1, 2, -2, float('inf'), -float('inf')]], torch.linalg.norm(A, 1), torch.linalg.norm(A, 'nuc'), torch.linalg.matrix_norm(torch.ones(2, 3, 4), 1, dim=(0, 2), keepdim=True)
#: norms of matrices that there are not
torch.linalg.matrix_norm(torch.eye(2), 3)
