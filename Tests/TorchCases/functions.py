#: logspace
torch.logspace(0, 2, 3), torch.linspace(-1, 1, 5, dtype=torch.float64), torch.arange(0, 1, 0.25), torch.arange(5., 0, -2), torch.arange(3, dtype=torch.float32)
#: creation with dtypes
torch.zeros(2, dtype=torch.long), torch.ones(2, 2, dtype=torch.bool), torch.full((2,), True), torch.empty(0), torch.zeros(0, 3).shape, torch.tensor([])
#: tril indices
torch.tril_indices(3, 3), torch.triu_indices(2, 3, offset=1)
#: complex indexing
x = torch.arange(24).view(2, 3, 4)
x[:, -1], x[..., 0], x[1, ::2, 1:3], x[:, [0, 2]].shape, x[torch.tensor([1, 0])][0, 0], x[x > 20]
#: index assignment
x = torch.zeros(3, 4)
x[1] = 1
x[:, 2] = torch.tensor([7., 8., 9.])
x[0, [0, 1]] = 5
x[x == 0] = -1
x
#: index with none
x = torch.arange(3)
x[:, None] - x[None, :], x[None].shape
#: index put and add
x = torch.zeros(4)
x.index_put_((torch.tensor([1, 3]),), torch.tensor([5., 6.]))
y = torch.zeros(3, 2).index_add_(0, torch.tensor([0, 2, 0]), torch.ones(3, 2))
x, y, torch.zeros(4).index_fill_(0, torch.tensor([1]), 9), torch.zeros(2, 3).index_copy_(0, torch.tensor([1]), torch.ones(1, 3))
#: elementwise more
x = torch.tensor([-1.5, 0.5, 2.])
torch.asin(torch.tensor(0.5)), torch.acos(torch.tensor(0.5)), torch.atan(x), torch.sinh(x), torch.cosh(x), torch.atan2(x, torch.ones(3)), x.frac(), torch.exp2(x), torch.logit(torch.tensor(0.3)), x.hypot(x), torch.deg2rad(torch.tensor(180.)), torch.positive(x)
#: rounding
x = torch.tensor([-1.5, 0.5, 1.5, 2.567])
x.round(), x.floor(), x.ceil(), x.trunc(), torch.round(x, decimals=1), torch.fix(x), torch.fmod(x, 1), torch.floor_divide(x, 1), torch.div(x, 2, rounding_mode='floor'), torch.div(torch.tensor([7]), 2, rounding_mode='trunc')
#: isclose and friends
a, b = torch.tensor([1., 2., float('nan')]), torch.tensor([1. + 1e-9, 2.1, float('nan')])
torch.isclose(a, b), torch.isclose(a, b, equal_nan=True), torch.allclose(a[:1], b[:1]), a.isnan(), torch.nan_to_num(a), a.nansum(), a.nanmean()
#: bool reductions
x = torch.tensor([[True, False], [True, True]])
x.all(), x.any(dim=1), x.all(dim=0), x.sum(), x.float().mean(), (~x).nonzero()
#: min max together
x = torch.tensor([[3., 1.], [2., 5.]])
print(torch.aminmax(x))
x.max(), x.min(dim=0).values, x.amax(1), x.argmax(), x.argmax(dim=1), torch.max(x, torch.ones(2, 2) * 2.5), x.max(dim=1, keepdim=True).indices
#: unpack max
x = torch.tensor([[3., 1.], [2., 5.]])
v, i = x.max(dim=1)
v, i
#: variances
x = torch.tensor([[1., 2., 4.], [3., 3., 9.]])
x.var(), x.var(dim=1), x.std(unbiased=False), x.std(dim=0, correction=0), torch.var_mean(x, dim=1), torch.std_mean(x), x.var(0, unbiased=False, keepdim=True)
#: medians and modes
x = torch.tensor([[1., 5., 2.], [7., 0., 3.]])
print(x.median(), x.median(dim=1), torch.mode(torch.tensor([1, 2, 2, 3])))
x.quantile(0.5), torch.quantile(x, torch.tensor([0.25, 0.75])), x.quantile(0.5, dim=1), x.kthvalue(2, dim=1)
#: products and cumulations
x = torch.tensor([[1., 2.], [3., 4.]])
x.prod(), x.prod(dim=1), x.cumprod(0), x.cumsum(1), torch.cummax(torch.tensor([1, 3, 2]), 0), torch.cummin(torch.tensor([3, 1, 2]), 0), torch.diff(torch.tensor([1, 4, 9])), torch.logcumsumexp(x, 1)
#: norms
x = torch.tensor([[3., 4.], [6., 8.]])
x.norm(), x.norm(dim=1), torch.norm(x, p=1), torch.linalg.norm(x), torch.linalg.vector_norm(x, dim=-1), x.norm(p=float('inf')), torch.dist(x, torch.zeros(2, 2)), torch.cdist(x, x), torch.linalg.matrix_norm(x)
#: covariance
x = torch.tensor([[1., 2., 3.], [1., 0., 5.]])
torch.corrcoef(x), torch.cov(x)
#: linear algebra
A = torch.tensor([[2., 1.], [1., 3.]])
b = torch.tensor([1., 2.])
torch.linalg.solve(A, b), torch.inverse(A), torch.linalg.inv(A), torch.det(A), torch.linalg.det(A), torch.linalg.matrix_rank(A), torch.matrix_power(A, 3), torch.trace(A)
#: eigenvalues of a symmetric matrix
A = torch.tensor([[2., 1.], [1., 2.]])
w, v = torch.linalg.eigh(A)
w, v.abs(), torch.linalg.eigvalsh(A)
#: singular values
A = torch.tensor([[3., 0.], [4., 5.], [0., 1.]])
U, S, Vh = torch.linalg.svd(A, full_matrices=False)
S, U.shape, Vh.shape, torch.allclose(U @ torch.diag(S) @ Vh, A, atol=1e-5), torch.linalg.svdvals(A)
#: qr and cholesky
A = torch.tensor([[4., 2.], [2., 3.]])
Q, R = torch.linalg.qr(A)
torch.linalg.cholesky(A), torch.allclose(Q @ R, A, atol=1e-5), torch.allclose(Q.T @ Q, torch.eye(2), atol=1e-5)
#: least squares
A = torch.tensor([[1., 1.], [1., 2.], [1., 3.]])
torch.linalg.lstsq(A, torch.tensor([[1.], [2.], [2.]])).solution, torch.linalg.pinv(A).shape
#: products
a, b = torch.arange(6.).view(2, 3), torch.arange(6.).view(3, 2)
a @ b, torch.mm(a, b), torch.matmul(a, b[:, 0]), torch.bmm(a[None], b[None]), torch.dot(a[0], a[1]), torch.outer(a[0], b[0]), torch.kron(torch.eye(2), torch.ones(1, 2)), torch.addmm(torch.ones(2, 2), a, b), torch.baddbmm(torch.ones(1, 2, 2), a[None], b[None]), a.inner(a), torch.tensordot(a, b, dims=1), torch.cross(torch.tensor([1., 0., 0.]), torch.tensor([0., 1., 0.]), dim=0), torch.mv(a, b[:, 1]), torch.vdot(a[0], a[0]), torch.linalg.multi_dot([a, b])
#: einsum
q, k = torch.arange(12.).view(1, 2, 3, 2), torch.ones(1, 2, 3, 2)
torch.einsum('bhqd,bhkd->bhqk', q, k), torch.einsum('ii->i', torch.eye(2)), torch.einsum('ij->', torch.ones(2, 2)), torch.einsum('...ij,...jk->...ik', torch.ones(2, 1, 2), torch.ones(2, 2, 1)), torch.einsum('i,j->ij', torch.arange(2.), torch.arange(3.))
#: sorts
x = torch.tensor([3., 1., 2.])
x.sort(), x.sort(descending=True).values, x.argsort(), torch.argsort(x, descending=True), torch.topk(x, 2), x.topk(1, largest=False).indices, torch.msort(x), torch.searchsorted(torch.tensor([1, 3, 5]), torch.tensor([0, 3, 9])), torch.bucketize(torch.tensor([2., 3.]), torch.tensor([1., 3.]))
#: unique
x = torch.tensor([2, 1, 2, 3])
x.unique(), torch.unique(x, return_counts=True), torch.unique(x, return_inverse=True), torch.unique_consecutive(torch.tensor([1, 1, 2, 2, 1])), torch.unique(torch.tensor([[1, 2], [1, 2], [3, 4]]), dim=0), torch.isin(x, torch.tensor([1, 3]))
#: counts
torch.bincount(torch.tensor([0, 1, 1, 3])), torch.bincount(torch.tensor([0, 1]), weights=torch.tensor([0.5, 2.])), torch.histc(torch.tensor([0., 1., 1., 3.]), bins=3), torch.histc(torch.tensor([1., 2., 1.]), bins=4, min=0, max=3), torch.count_nonzero(torch.tensor([[0, 1], [2, 3]]), dim=0), torch.histogram(torch.tensor([1., 2., 1.]), bins=4, range=(0., 3.))
#: gathers
x = torch.arange(6).view(2, 3)
x.gather(1, torch.tensor([[2], [0]])), torch.zeros(2, 3).scatter_(1, torch.tensor([[2], [0]]), 1.0), torch.zeros(3).scatter_add_(0, torch.tensor([0, 0, 2]), torch.ones(3)), torch.take_along_dim(x, torch.tensor([[1], [2]]), dim=1), torch.take(x, torch.tensor([0, 5])), x.index_select(1, torch.tensor([0, 2])), torch.zeros(2).scatter_reduce_(0, torch.tensor([0, 0]), torch.tensor([3., 5.]), reduce='amax')
#: where
x = torch.tensor([-1., 0., 2.])
torch.where(x > 0, x, torch.zeros(3)), torch.where(x > 0, 1.0, 0.0), torch.where(x > 0), x.where(x > 0, torch.tensor(9.)), x.masked_fill(x < 0, 0), torch.masked_select(x, x != 0), x.clamp(min=0), x.clamp(-0.5, 0.5), torch.clip(x, 0, 1), x.clamp_min(0.), x.clamp_max(1.), torch.heaviside(x, torch.tensor(0.5)), torch.argwhere(x)
#: joins
a, b = torch.zeros(1, 2), torch.ones(1, 2)
torch.cat((a, b)), torch.cat([a, b], dim=1), torch.stack([a, b]).shape, torch.hstack((a, b)), torch.vstack((a, b)), torch.dstack((a, b)).shape, torch.column_stack((torch.arange(2), torch.arange(2))), torch.block_diag(torch.ones(1, 1), torch.ones(1, 2)), torch.row_stack((a, b)).shape, torch.cartesian_prod(torch.tensor([1, 2]), torch.tensor([3, 4])), torch.combinations(torch.tensor([1, 2, 3]))
#: splits
x = torch.arange(10)
torch.split(x, 4), torch.chunk(x, 3), x.split([3, 7]), torch.tensor_split(x, 3), x.unbind()[0], x.unfold(0, 4, 3), torch.hsplit(x, 2), x.view(2, 5).unbind(1)[1]
#: moves
x = torch.arange(6).view(2, 3)
x.roll(1, 0), torch.roll(x, (1, 1), (0, 1)), x.flip(0, 1), torch.fliplr(x), torch.flipud(x), torch.rot90(x), x.movedim(0, 1).shape, torch.moveaxis(x, 0, -1).shape, torch.swapdims(x, 0, 1).shape, x.t(), x.T, x.mT.shape, x.repeat(1, 2), x.tile((2,)).shape, x.repeat_interleave(2, dim=1), torch.repeat_interleave(torch.tensor([1, 2]), torch.tensor([2, 3])), x.expand(2, 2, 3).shape, x.diagonal(), torch.diag(torch.tensor([1, 2])), torch.diag_embed(torch.tensor([[1, 2]])), torch.atleast_2d(torch.tensor(3)), x.squeeze().unsqueeze(-1).shape
#: meshgrid
torch.meshgrid(torch.arange(2), torch.arange(3), indexing='ij')
#: triangles
x = torch.ones(3, 3)
x.tril(), x.triu(1), torch.tril(x, -1), x.tril() == 0, torch.vander(torch.tensor([1, 2]))
#: softmaxes
x = torch.tensor([[1., 2., 2.5]])
F.softmax(x, dim=-1), x.softmax(-1), F.log_softmax(x, dim=1), F.softmin(x, dim=-1), F.sigmoid(x), F.tanh(x), F.relu(x - 2), F.gelu(x), F.silu(x), F.leaky_relu(x - 2), F.elu(x - 2), F.softplus(x), F.logsigmoid(x), F.hardtanh(x), F.glu(torch.tensor([1., 2.])), F.relu6(x * 4), F.mish(x), F.selu(x), F.softsign(x), F.hardsigmoid(x), F.threshold(x, 1.5, 0.)
#: functional layers
x = torch.arange(4.).view(1, 4)
F.linear(x, torch.ones(2, 4), torch.ones(2)), F.layer_norm(x, (4,)), F.layer_norm(x, (1, 4)), F.embedding(torch.tensor([1]), torch.eye(2)), F.one_hot(torch.tensor([1, 0])), F.pad(x, (1, 2)), F.pad(x, (1, 0), value=9.), F.normalize(x), F.cosine_similarity(x, x + 1), F.rms_norm(x, (4,)), F.pairwise_distance(x, x + 1)
#: padding modes
x = torch.arange(4.).view(1, 1, 4)
F.pad(x, (1, 1), mode='reflect'), F.pad(x, (1, 1), mode='replicate'), F.pad(x, (2, 1), mode='circular')
#: attention with masks
q = torch.arange(4.).view(1, 2, 2)
mask = torch.tensor([[True, False], [True, True]])
F.scaled_dot_product_attention(q, q, q, attn_mask=mask), F.scaled_dot_product_attention(q, q, q, is_causal=True), F.scaled_dot_product_attention(q, q, q, attn_mask=torch.tensor([[0., -1e9], [0., 0.]]), scale=1.0)
#: functional losses
x, y = torch.tensor([[1., 2., 3.]]), torch.tensor([2])
F.cross_entropy(x, y), F.nll_loss(F.log_softmax(x, -1), y), F.mse_loss(x, x + 1), F.cross_entropy(x, y, reduction='none'), F.cross_entropy(x, y, label_smoothing=0.2), F.l1_loss(x, x * 2, reduction='sum'), F.margin_ranking_loss(x, x * 2, torch.ones(1, 3)), F.triplet_margin_loss(x, x, x + 1)
#: convolution in one dimension
x = torch.arange(5.).view(1, 1, 5)
F.conv1d(x, torch.tensor([[[1., 0., -1.]]])), F.conv1d(x, torch.ones(1, 1, 3), padding=1), F.avg_pool1d(x, 2), F.max_pool1d(x, 2), nn.Conv1d(1, 2, 3)(x).shape, nn.Conv1d(1, 2, 3, padding=1), nn.AvgPool1d(2)(x), nn.MaxPool1d(2)(x)
#: convolution in two dimensions
m = nn.Conv2d(1, 2, 3, padding=1)
x = torch.arange(16.).view(1, 1, 4, 4)
m(x).shape, m, F.max_pool2d(x, 2), F.avg_pool2d(x, 2), nn.MaxPool2d(2)(x).shape, m.weight.shape
#: interpolation
F.interpolate(torch.arange(4.).view(1, 1, 4), scale_factor=2)
#: random things
torch.manual_seed(3)
torch.rand(2), torch.randn(2), torch.randint(5, (3,)), torch.randperm(5), torch.bernoulli(torch.tensor([0.2, 0.8, 0.5])), torch.normal(0., 1., (2,)), torch.rand_like(torch.ones(2)), torch.randint_like(torch.ones(3), 9), torch.randn_like(torch.ones(2)), torch.normal(torch.zeros(2), torch.ones(2)), torch.empty(3).exponential_(), torch.empty(2).bernoulli_(0.5), torch.randint(3, 9, (2, 2)), torch.empty(3).random_(5)
#: multinomial draws
torch.manual_seed(1)
p = torch.tensor([0.1, 0.2, 0.3, 0.4])
torch.multinomial(p, 1), torch.multinomial(p, 3), torch.multinomial(p, 6, replacement=True), torch.multinomial(torch.ones(2, 3), 2), torch.multinomial(p.expand(3, 4), num_samples=1)
#: multinomial sequence
torch.manual_seed(4)
p = F.softmax(torch.arange(20.) / 5, dim=-1)
[torch.multinomial(p, num_samples=1).item() for _ in range(12)]
#: categorical
from torch.distributions import Categorical
torch.manual_seed(0)
d = Categorical(probs=torch.tensor([0.2, 0.3, 0.5]))
d.sample(), d.sample((4,)), d.log_prob(torch.tensor(1)), d.entropy(), Categorical(logits=torch.zeros(2)).probs
#: normal distribution
from torch.distributions import Normal
torch.manual_seed(0)
d = Normal(0., 2.)
d.sample(), d.sample((2,)), d.log_prob(torch.tensor(1.)), d.mean, d.stddev, d.entropy(), d.cdf(torch.tensor(0.))
#: conversions
x = torch.tensor([1.7, -2.3])
x.int(), x.long(), x.bool(), x.double().dtype, x.type(torch.long), x.numpy().dtype, x.tolist(), x[0].item(), int(x[0]), float(x[1])
#: half precision
torch.tensor([1.7]).half()
#: bytes
torch.tensor([1]).to(torch.uint8)
#: not here: a shape that changes in place
torch.arange(4).view(2, 2).t_()
#: dtype helpers
torch.finfo(torch.float32).eps, torch.finfo(torch.float32).max, torch.iinfo(torch.int64).max, torch.finfo(torch.float32).min, torch.result_type(torch.tensor(1), 2.0), torch.promote_types(torch.int32, torch.float32), torch.can_cast(torch.float, torch.int), torch.get_default_dtype(), torch.is_floating_point(torch.ones(1)), torch.is_nonzero(torch.tensor(1))
#: attributes
x = torch.ones(2, 3)
x.shape, x.size(), x.size(0), x.ndim, x.dim(), x.numel(), x.dtype, x.device, x.stride(), x.is_contiguous(), x.t().is_contiguous(), x.requires_grad, x.is_leaf, x.element_size(), x.nbytes, x.layout, x.is_sparse, len(x), torch.numel(x), x.is_cuda, x.device.type
#: in place
x = torch.tensor([1., 4., 9.])
x.add_(1).mul_(2).sub_(1).div_(3)
x.sqrt_().exp_().clamp_(0, 5).zero_().fill_(2).pow_(3)
y = torch.ones(3); y += 1; y *= 3; y -= 1; y /= 2; y **= 2
x, y, torch.ones(2).neg_(), torch.zeros(2).copy_(torch.tensor([1., 2.])), torch.zeros(3, 3).fill_diagonal_(1), torch.tensor([3., 1.]).normal_().shape
#: fused elementwise
x, y, z = torch.ones(2), torch.full((2,), 2.), torch.full((2,), 3.)
torch.addcmul(x, y, z, value=0.5), torch.addcdiv(x, y, z), torch.lerp(x, y, 0.25), x.addcmul_(y, z), torch.add(x, y, alpha=2), torch.rsub(x, 3), torch.xlogy(x, y), torch.logaddexp(x, y), torch.true_divide(x, y), torch.ldexp(x, torch.tensor(2)), torch.copysign(x, -y), torch.signbit(-x), torch.square(z), torch.float_power(z, 2), torch.gcd(torch.tensor(12), torch.tensor(18))
#: iteration
for row in torch.arange(4).view(2, 2): print(row, row.tolist())
[int(v) for v in torch.arange(3)], list(zip(torch.arange(2), 'ab')), sum(torch.arange(3)), max(torch.tensor([1, 5, 2])), sorted(torch.tensor([3, 1]).tolist()), 3 in torch.arange(5)
#: autograd functions
x = torch.tensor([2., 3.], requires_grad=True)
y = (x ** 3).sum()
g, = torch.autograd.grad(y, x)
g, x.grad, torch.autograd.grad((x * 2).sum(), [x])
#: second derivatives
x = torch.tensor(2., requires_grad=True)
y = x ** 3
g, = torch.autograd.grad(y, x, create_graph=True)
torch.autograd.grad(g, x)
#: jacobian
torch.autograd.functional.jacobian(lambda x: x ** 2, torch.tensor([1., 2.]))
#: vmap
torch.vmap(lambda x: x.sum())(torch.ones(2, 3))
#: a custom function
class Double(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * 2
    @staticmethod
    def backward(ctx, g): return g * 2
x = torch.ones(2, requires_grad=True)
Double.apply(x).sum().backward()
x.grad
#: print options
torch.set_printoptions(precision=2, sci_mode=False)
print(torch.tensor([1.23456, 1e-5]))
torch.set_printoptions(profile='default')
torch.tensor([1.23456])
#: threads and seeds
torch.manual_seed(7).initial_seed(), torch.initial_seed(), torch.cuda.is_available(), torch.backends.mps.is_available(), torch.cuda.device_count(), torch.backends.cudnn.deterministic, torch.version.cuda is None or True
#: a list of numpy
torch.tensor(np.array([1., 2.])), torch.from_numpy(np.arange(3)), torch.as_tensor(np.float32(2)), torch.tensor(np.arange(4).reshape(2, 2)), torch.Tensor([1, 2]), torch.LongTensor([1, 2]), torch.FloatTensor([1, 2])
#: int division and modulo
x = torch.tensor([7, -7])
x // 2, x % 3, x / 2, -x, x ** 2, 2 ** torch.tensor([1, 2]), 1 / torch.tensor([2., 4.]), 10 - x, abs(x), divmod(7, 2), x & 1, x << 1, x >> 1, ~torch.tensor([True])
#: comparisons
x = torch.tensor([1, 2, 3])
x == 2, x != 2, (x > 1) & (x < 3), (x == torch.tensor([1, 5, 3])).sum().item(), x.eq(2), torch.equal(x, x), bool((x > 0).all()), torch.ne(x, 1), torch.gt(x, 1), not torch.tensor(0), x.equal(x)
#: not here: fourier
torch.fft.fft(torch.ones(4))
#: a name that nobody has
torch.sofmax(torch.ones(2))
#: sparse by name
torch.ones(2, 2).foo()
#: linear with operands that do not lie in rows
x = torch.arange(18.).reshape(3, 6); w = torch.arange(12.).reshape(2, 6); b = torch.arange(4.)
F.linear(x[:, ::2], w[:, ::2], b[::2]), F.linear(x, w, b[:2].flip(0)), F.linear(x, w, torch.tensor(3.).expand(2)), F.linear(x.t(), w.t()[:3].t(), b[1::2])
#: logaddexp2
x, y = torch.tensor([1., -2., float('inf'), float('-inf')]), torch.tensor([3., -2., float('inf'), float('-inf')])
torch.logaddexp2(x, y), x[:2].logaddexp2(y[0]), np.logaddexp2([1, 2], [3.0, 4.0]), np.logaddexp2(0, 0)
#: logaddexp2 of integers
torch.logaddexp2(torch.tensor([1]), torch.tensor([2]))
