#: array prints
print(np.array([1, 2, 3]), np.array([1.0, 2.5, -3.25]), np.array([[1, 2], [3, 4]]))
np.array([1.0, 2.5])
#: array reprs
np.array([1, 2, 3]), np.array([[1.5, 2.0], [3.0, -4.25]]), np.zeros(3), np.array([True, False]), np.array([1, 2], dtype=np.float32), np.array([]), np.arange(3, dtype=np.int32), np.zeros((2, 0))
#: numbers of many sizes
print(np.array([1e-10, 1.0]), np.array([1e10, 1.0]), np.array([0.1, 123456.789]), np.array([1/3, 2/3, 1.0]))
print(np.array([np.nan, 1.0, np.inf]), np.array([1e300, 1e-300]), np.array([100000000.0, 1.5]), np.array([0.001, 0.0001]))
print(np.array([1000000, -5]), np.array([1e16]), np.array([123456789.123]), np.array([0.00001]))
#: float32 array prints
print(np.array([0.1, 0.2, 1/3], dtype=np.float32))
torch.tensor([0.1, 0.25]).numpy()
#: long arrays
print(np.arange(2000))
print(np.arange(30))
np.linspace(0, 1, 20)
#: three axes
print(np.arange(8).reshape(2, 2, 2))
np.arange(8.).reshape(2, 2, 2)
#: large matrix
np.zeros((100, 100))
#: attributes
a = np.arange(6).reshape(2, 3)
a.shape, a.size, a.ndim, a.dtype, a.T.shape, len(a), a.itemsize, a.nbytes, type(a).__name__, isinstance(a, np.ndarray)
#: methods
a = np.array([[1., 2., 3.], [4., 5., 9.]])
print(a.mean(), a.std(), a.var(), a.sum(axis=0), a.mean(axis=1), a.max(), a.min(axis=1), a.argmax(), a.argmin(axis=0), a.cumsum(), a.prod())
a.flatten(), a.ravel(), a.reshape(3, 2), a.reshape(-1), a.transpose(), a.tolist(), a.astype(int), a.copy(), a.round(), a.any(), a.all(), a.item(0), a.squeeze().shape, a.clip(2, 4), a.dot(a.T), a.swapaxes(0, 1).shape, a.repeat(2), a.std(ddof=1), a.nonzero()
#: a deviation divides by n
x = torch.tensor([1., 2., 4.])
x.std(), round(float(x.numpy().std()), 4), round(float(np.std(x.numpy())), 4), np.std([1, 2, 4]), np.std([1, 2, 4], ddof=1), np.var([1, 2, 4])
#: sorting in place
a = np.array([3, 1, 2])
a.sort()
print(a, np.sort([3, 1]), np.argsort([3, 1, 2]), np.array([3, 1, 2]).argsort())
#: slices
a = np.arange(10)
a[2:5], a[::-1], a[::2], a[-3:], a[a > 6], a[[0, 3]], a[1], a.reshape(2, 5)[:, 1], a.reshape(2, 5)[1, ::-1], a.reshape(2, 5)[..., 0]
#: assignment
a = np.zeros(5)
a[1] = 3
a[2:4] = [7, 8]
a[a == 0] = -1
a += 1
b = a
b[0] = 99
print(a)
a.fill(2)
a
#: a view shares
a = np.arange(4)
b = a[1:3]
b[0] = 50
a
#: arithmetic
a, b = np.array([1., 2.]), np.array([3, 4])
a + b, a * 2, 1 / a, a ** 2, b // 2, b % 3, -a, a @ b, a == b, (a > 1).sum(), a / b, 2 - a, a + [1, 1], b / 2, b * 1.5, abs(-a), divmod(7, 2)
#: integers stay
a = np.array([1, 2, 3])
print(a / 2, a * 2, a ** 2, a + 0.5, a.mean(), a.sum(), (a / 2).dtype, a.dtype)
a - 1
#: broadcasting
a = np.arange(3)
a[:, None] + a, a[np.newaxis, :].shape, (a.reshape(3, 1) * a).tolist()
#: shapes that do not fit
np.ones(3) + np.ones(4)
#: zeros then filled
losses = np.zeros(5)
for i in range(5): losses[i] = 1 / (i + 1)
print(losses)
losses.min(), losses[-1], losses[:2].mean(), losses.argmin()
#: creation
np.zeros((2, 2)), np.ones(2), np.full((2,), 7), np.full(2, 0.5), np.eye(2), np.arange(0, 1, 0.25), np.linspace(0, 1, 3), np.zeros_like(np.ones(2)), np.ones_like(np.arange(2)), np.empty(0), np.identity(2), np.logspace(0, 2, 3), np.array(3.5), np.arange(5, 0, -2), np.tile([1, 2], 2), np.repeat([1, 2], 2), np.diag([1, 2]), np.full_like(np.ones(2), 3), np.tri(2), np.asarray([1, 2])
#: elementwise
x = np.array([0.5, 1.0, 2.0])
np.sqrt(x), np.exp(x), np.log(x), np.log2(x), np.log10(x), np.sin(x), np.cos(x), np.tanh(x), np.abs(-x), np.round(x, 1), np.floor(x), np.ceil(x), np.square(x), np.power(x, 2), np.maximum(x, 1), np.minimum(x, 1), np.clip(x, 0, 1), np.sign(-x), np.log1p(x), np.expm1(x), np.mod(x, 1), np.isnan(x), np.isfinite(x), np.arctan(x), np.arctan2(x, x), np.cbrt(x), np.reciprocal(x), np.negative(x), np.add(x, 1), np.multiply(x, 2), np.divide(x, 2), np.subtract(x, 1), np.exp2(x), np.deg2rad(180.0), np.tan(x), np.sinh(x), np.isinf(x), np.logical_and(x > 0, x < 1), np.logical_not(x > 1), np.hypot(3.0, 4.0), np.trunc(x)
#: reductions
x = np.array([[1, 2], [3, 4]])
np.sum(x), np.sum(x, axis=0), np.mean(x), np.mean(x, axis=1), np.max(x), np.min(x, axis=0), np.argmax(x), np.median(x), np.median([1, 3, 2]), np.percentile([1, 2, 3, 4], 50), np.percentile(x, [25, 75]), np.quantile(x, 0.5), np.any(x > 3), np.all(x > 0), np.prod(x), np.cumsum(x), np.cumsum(x, axis=1), np.cumprod([1, 2, 3]), np.average([1, 2, 3], weights=[3, 1, 0]), np.nanmean([1.0, np.nan]), np.diff([1, 4, 9]), np.ptp(x), np.sum(x, axis=1, keepdims=True), np.nanmax([1.0, np.nan]), np.count_nonzero(x > 1), np.amax(x), np.argmin(x, axis=1)
#: joining
a, b = np.array([[1, 2]]), np.array([[3, 4]])
np.concatenate((a, b)), np.concatenate([a, b], axis=1), np.stack([a, b]).shape, np.vstack((a, b)), np.hstack((a, b)), np.append([1, 2], 3), np.split(np.arange(4), 2), np.array_split(np.arange(5), 2), np.expand_dims(a, 0).shape, np.squeeze(a), np.reshape(a, (2, 1)), np.transpose(a), np.flip([1, 2, 3]), np.roll([1, 2, 3], 1), np.column_stack(([1, 2], [3, 4])), np.ravel(a), np.flipud(b), np.insert([1, 2], 1, 9), np.delete([1, 2, 3], 1), np.pad([1, 2], 1), np.swapaxes(a, 0, 1).shape, np.moveaxis(a, 0, 1).shape, np.triu(np.ones((2, 2))), np.tril(np.ones((2, 2)), -1)
#: searching
x = np.array([3, 1, 2, 3])
np.where(x > 2), np.where(x > 2, x, 0), np.unique(x), np.unique(x, return_counts=True), np.argsort(x), np.nonzero(x > 2), np.searchsorted([1, 2, 3], 2), np.isin(x, [1, 3]), np.bincount(x), np.array_equal(x, x), np.allclose([1.0], [1.0 + 1e-9]), np.argwhere(x > 2), np.flatnonzero(x == 3), np.in1d(x, [2]) if hasattr(np, 'in1d') else None, np.isclose(1.0, 1.0), np.unique(x, return_inverse=True), np.digitize([0.5, 1.5], [0, 1, 2]), np.intersect1d([1, 2], [2, 3]), np.setdiff1d([1, 2], [2]), np.union1d([1], [2])
#: linear algebra
a = np.array([[2., 1.], [1., 3.]])
np.dot(a, a), np.matmul(a, [1, 2]), np.outer([1, 2], [3, 4]), np.linalg.norm([3, 4]), np.linalg.inv(a), round(float(np.linalg.det(a)), 6), np.trace(a), np.corrcoef([1, 2, 3], [1, 2, 4]), np.cov([1, 2, 3], [1, 2, 4]), np.linalg.solve(a, [1, 2]), np.linalg.norm(a, axis=1), np.inner([1, 2], [3, 4]), np.einsum('ij,j->i', a, np.array([1., 1.])), np.linalg.eigvalsh(a), np.linalg.matrix_rank(a), np.cross([1, 0, 0], [0, 1, 0]), np.kron([1, 2], [1, 1])
#: polynomials
np.polyval([1, 2, 3], 2), np.round(np.polyfit([0, 1, 2], [1, 3, 5], 1), 6), np.interp(0.5, [0, 1], [10, 20]), np.interp([0.5, 2], [0, 1], [10, 20]), np.convolve([1, 2, 3], [1, 1]), np.convolve([1, 2, 3], [1, 1], mode='same'), np.convolve([1, 2, 3], [1, 1], 'valid'), np.trapezoid([1, 2, 3]), np.gradient([1., 4., 9.])
#: histogram
h, edges = np.histogram([1, 2, 1, 4], bins=3)
print(h, edges)
np.histogram([0.1, 0.9], bins=2, range=(0, 1)), np.histogram([1, 2, 2], bins=[0., 1., 2., 3.], density=True)
#: random numbers are numpy's own
np.random.seed(0)
print(np.random.rand(3), np.random.rand(), np.random.randn(3), np.random.randint(10, size=5), np.random.randint(2, 9, (2, 2)))
print(np.random.normal(5, 2, 2), np.random.uniform(-1, 1, 2), np.random.choice(5, 3), np.random.choice([10, 20, 30], 2, replace=False), np.random.choice(3, 4, p=[0.1, 0.2, 0.7]))
a = np.arange(5)
np.random.shuffle(a)
a, np.random.permutation(4), str(np.random.choice(['a', 'b'])), np.random.random(2), np.random.randint(5), np.random.permutation([1, 2, 3]), np.random.exponential(1.0, 2), np.random.binomial(10, 0.5, 3) if False else 0, np.random.standard_normal(2), np.random.random_sample(1), np.random.randint(0, 2**40, 2)
#: random state
r = np.random.RandomState(1)
r.rand(2), r.randint(10)
#: the newer random generator
np.random.default_rng(0).random(2)
#: iteration
for row in np.arange(4).reshape(2, 2): print(row)
for v in np.array([1.5, 2.5]): print(v)
[x * 2 for x in np.arange(3)], list(np.arange(2)), sum(np.array([1, 2])), max(np.array([1.5, 2.5])), 2 in np.arange(3), len(np.zeros((3, 1)))
#: formatting numbers
x = np.array([1.23456])
f'{x[0]:.2f}', f'{x.mean():.3f}', '%.2f' % x[0], str(x), f'{x}', f"{np.pi:.3f}", round(float(x[0]), 2)
#: truth
bool(np.array([1])), bool(np.array([0])), np.any([0, 1]) and True
#: truth of many
if np.array([1, 2]): pass
#: to torch and back
a = np.arange(3.)
t = torch.from_numpy(a)
t[0] = 9
a, t.numpy() is a, torch.tensor(a).dtype, torch.tensor([1, 2]).numpy(), torch.ones(2).numpy().dtype, (torch.ones(2) + 1).numpy(), torch.tensor(a, dtype=torch.float32), torch.from_numpy(np.array([1, 2])).dtype
#: numpy of tensors
x = torch.tensor([[1., 2.], [3., 5.]])
np.array(x), np.sum(x.numpy()), np.round(x.numpy(), 1), np.sqrt(x.numpy()), np.sqrt(4), x.detach().numpy().mean(), np.array(x.tolist()).shape
#: numpy of what needs gradients
torch.ones(2, requires_grad=True).numpy()
#: copies
a = np.arange(3)
b = a.copy(); c = np.array(a)
b[0], c[0] = 7, 8
a, b, c
#: types
np.array([1.5]).astype(int), np.array([1, 0]).astype(bool), np.array([1]).astype(np.float32).dtype, np.float32(1.5) + 1, int(np.float64(2.7)), np.int64(5) // 2, np.array([1, 2.5]).dtype, np.array(['a', 'b']).shape if False else 0, np.issubdtype(np.int64, np.integer), np.finfo(np.float64).eps, np.iinfo(np.int32).max
#: set print options
np.set_printoptions(precision=2, suppress=True)
print(np.array([1.23456, 0.00001]))
np.set_printoptions(precision=8, suppress=False)
print(np.array([1.23456]))
#: save text
np.mean(np.array([[1, 2], [3, 4]]), axis=(0, 1)), np.sum(np.ones((2, 3, 4)), axis=(1, 2)), np.ones((2, 3)).sum(0), np.ones((2, 3)).mean(-1)
#: boolean mask arithmetic
a = np.array([1, 2, 3, 4])
(a % 2 == 0).mean(), a[(a > 1) & (a < 4)], ~(a > 2), np.sum(a > 2), a[~(a > 2)]
#: nested indexing
m = np.arange(9).reshape(3, 3)
m[[0, 1], [1, 2]], m[np.ix_([0, 2], [0, 1])], m[1], m[1][2], m[:, 1].sum(), m.diagonal(), m[m % 2 == 0]
#: meshes
X, Y = np.meshgrid([0, 1], [0, 1, 2])
X, Y.shape, np.mgrid[0:2, 0:2].shape if False else 0
#: a name that numpy has not
np.aray([1])
