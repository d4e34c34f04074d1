#: take
a = np.arange(12).reshape(3, 4)
print(np.take(a, [0, -1]), np.take(a, [2, 0], axis=1), np.take(a, 5))
print(np.take(a, [7, 13], mode="wrap"), np.take(a, [-3, 99], mode="clip"), np.take(a, [[0, 1], [2, 0]], axis=0).shape)
print(np.take(a, [1], axis=-1), type(np.take(a, 5)))

#: take out of bounds
np.take(np.arange(4), [4])

#: take of floats
np.take([1, 2, 3], [0.5])

#: take_along_axis
a = np.array([[10, 30, 20], [60, 40, 50]])
i = np.argsort(a, axis=1)
print(np.take_along_axis(a, i, axis=1))
print(np.take_along_axis(a, np.argmax(a, axis=1, keepdims=True), axis=1))
np.put_along_axis(a, np.argmax(a, axis=1)[:, None], 99, axis=1)
print(a)

#: put and place
a = np.arange(6)
np.put(a, [0, -1], [7, 8]); print(a)
np.put(a, [1, 2, 3], [5]); print(a)
b = np.arange(6).reshape(2, 3)
np.place(b, b > 2, [44, 55]); print(b)
np.putmask(b, b > 40, [1, 2, 3, 4, 5, 6]); print(b)
np.put(b, [4], 0); print(b)
print(np.extract(b > 1, b), np.compress([True, False, True], [1, 2, 3]), np.compress([0, 1], b, axis=0))

#: copy and copyto
a = np.arange(4.0)
b = np.copy(a); b[0] = 9
print(a, b)
np.copyto(a, 5, where=[True, False, True, False]); print(a)
np.copyto(a, b); print(a)

#: lexsort
surnames = np.array([3, 1, 3, 2]); first = np.array([1, 5, 0, 2])
print(np.lexsort((first, surnames)), np.lexsort([[1, 0, 1], [2, 2, 1]]))
print(np.lexsort((np.array(["b", "a", "c"]), np.array([1, 1, 0]))))
print(np.lexsort(np.array([[[1, 0], [0, 1]], [[1, 1], [0, 0]]])))

#: unravel and ravel
print(np.unravel_index(22, (7, 6)), np.unravel_index([22, 41, 37], (7, 6)), np.unravel_index([5], 6))
print(np.ravel_multi_index(([3, 6, 6], [4, 5, 1]), (7, 6)), np.ravel_multi_index((3, 1, 4, 1), (6, 7, 8, 9)))
print(np.ravel_multi_index(([3, 6], [4, 9]), (4, 6), mode="clip"), np.ravel_multi_index(([1], [2]), (3, 4), order="F"))
a = np.array([[1, 9], [3, 4]])
print(np.unravel_index(np.argmax(a), a.shape))
print(np.unravel_index([1, 4], (2, 3), order="F"))

#: unravel out of bounds
np.unravel_index(6, (2, 3))

#: ravel out of bounds
np.ravel_multi_index(([3], [4]), (3, 4))

#: add.at
a = np.zeros(4)
np.add.at(a, [0, 1, 1, 3, 1], 1); print(a)
b = np.array([1, 2, 3, 4])
np.add.at(b, [0, 0, 2], [10, 20, 30]); print(b)
np.subtract.at(b, [0], 1); print(b)
np.multiply.at(b, [1, 1], 3); print(b)
np.maximum.at(b, [0, 3], [5, 50]); print(b)
np.negative.at(b, [0, 1]); print(b)
c = np.zeros((2, 3))
np.add.at(c, (np.array([0, 0, 1]), np.array([1, 1, 2])), np.array([1.0, 2.0, 3.0])); print(c)
np.add.at(c, 1, 1); print(c)

#: ufunc methods
a = np.arange(6).reshape(2, 3)
print(np.add.reduce(a), np.add.reduce(a, axis=1), np.add.reduce(a, axis=None), np.multiply.reduce([2, 3, 4]))
print(np.maximum.reduce(a, axis=1), np.minimum.reduce([3, 1, 2]), np.logical_and.reduce([True, False]), np.bitwise_or.reduce([1, 2, 4]))
print(np.subtract.reduce([10, 1, 2]), np.maximum.reduce(a, axis=(0, 1)), np.add.reduce(a, axis=0, keepdims=True))
print(np.add.accumulate([1, 2, 3]), np.multiply.accumulate([1, 2, 3]), np.maximum.accumulate([1, 3, 2, 5]), np.minimum.accumulate(a, axis=1))
print(np.multiply.outer([1, 2], [3, 4, 5]), np.subtract.outer([1, 2], [3.0]))
print(np.add.reduceat(np.arange(8), [0, 4, 1, 5]), np.add.nin, np.exp.nin, np.add.nout)

#: correlate
for mode in ("valid", "same", "full"):
    print(np.correlate([1, 2, 3], [0, 1, 0.5], mode), np.correlate([1, 2, 3, 4, 5], [1, 2], mode))
    print(np.correlate([1, 2], [1, 2, 3, 4], mode), np.convolve([1, 2, 3], [0, 1, 0.5], mode))

#: pad modes
a = np.array([1, 2, 3])
for mode in ("edge", "reflect", "symmetric", "wrap", "maximum", "minimum", "mean", "linear_ramp"):
    print(mode, np.pad(a, (2, 3), mode=mode), np.pad(a, 1, mode))
print(np.pad(a, 7, mode="reflect"), np.pad(a, 7, mode="wrap"), np.pad(a, 7, mode="symmetric"))
print(np.pad(a, (1, 2), constant_values=(4, 6)), np.pad([[1, 2]], ((1, 0), (0, 2)), constant_values=9))
print(np.pad(np.ones((2, 2)), 1), np.pad([[1, 2], [3, 4]], ((0, 1), (2, 0)), mode="edge"))
print(np.pad(a, {0: (1, 0)}), np.pad(np.array([1.5, 2]), (1, 1), mode="linear_ramp", end_values=(0, 4)))

#: pad refuses
np.pad([1, 2], -1)

#: pad of an unknown mode
np.pad([1, 2], 1, mode="foo")

#: norms
A = np.array([[1.0, 2.0], [3.0, 4.0]])
for order in (None, "fro", "nuc", 1, -1, 2, -2, np.inf, -np.inf):
    print(order, np.linalg.norm(A, order))
v = np.array([3.0, -4.0, 0.0])
for order in (None, 0, 1, 2, 3, np.inf, -np.inf, 0.5):
    print(order, np.linalg.norm(v, order))
print(np.linalg.norm(A, axis=0), np.linalg.norm(A, axis=1, keepdims=True), np.linalg.norm(A, 1, axis=1))
print(np.linalg.norm(np.arange(8.0).reshape(2, 2, 2), axis=(1, 2)), np.linalg.norm(np.arange(8.0).reshape(2, 2, 2), "fro", axis=(0, 2)))
print(np.linalg.norm([1, 2, 2]), np.linalg.matrix_norm(A), np.linalg.vector_norm(A), np.linalg.norm(A, keepdims=True))

#: norm refuses
np.linalg.norm([1.0, 2.0], "fro")

#: matrix functions
A = np.array([[2.0, 1.0], [1.0, 3.0]])
print(np.linalg.matrix_power(A, 3), np.linalg.matrix_power(A, 0), np.linalg.matrix_power(A, -1))
print(np.linalg.cond(A), np.linalg.cond(A, 1), np.linalg.multi_dot([A, A, [1, 2]]), np.linalg.multi_dot([[1, 2], A, [1, 2]]))
s = np.linalg.slogdet(A); print(s[0], s.logabsdet)
print(np.linalg.svdvals(A), np.linalg.trace(A), np.linalg.diagonal(A), np.linalg.outer([1, 2], [3, 4]))
print(np.linalg.cross([1, 2, 3], [4, 5, 6]), np.linalg.vecdot([1, 2], [3, 4]), np.linalg.tensorsolve(np.eye(4).reshape(2, 2, 2, 2), A))

#: insert and delete
a = np.array([1, 2, 3, 4])
print(np.insert(a, 1, 9), np.insert(a, [1, 3], [7, 8]), np.insert(a, 4, [5, 6]), np.insert(a, [0, 0], 9), np.insert(a, -1, 0))
print(np.insert(a, slice(1, 3), [7, 8]), np.insert([[1, 2], [3, 4]], 1, 5, axis=1), np.insert([[1, 2], [3, 4]], 0, [8, 9], axis=0))
print(np.insert([[1, 2], [3, 4]], 1, [8, 9], axis=1), np.insert([[1, 2], [3, 4]], [1], [[8], [9]], axis=1), np.insert([1, 2], 1, 2.7))
print(np.delete(a, 1), np.delete(a, [0, -1]), np.delete(a, slice(None, None, 2)), np.delete(a, [True, False, False, True]))
print(np.delete([[1, 2], [3, 4]], 0, axis=1), np.delete([[1, 2], [3, 4]], [1], 0), np.delete(a, []), np.delete(np.array(["a", "b"]), 0))

#: delete out of bounds
np.delete([1, 2], 5)

#: block and stacks
A, B = np.ones((2, 2)), np.zeros((2, 1))
print(np.block([A, B]), np.block([[A, B], [np.full((1, 3), 7)]]), np.block([1, 2, 3]), np.block([[1], [2]]))
print(np.dstack(([1, 2], [3, 4])), np.dstack((A, A)).shape, np.column_stack(([1, 2], [3, 4])), np.atleast_3d([1, 2]).shape)
print(np.hsplit(np.arange(8).reshape(2, 4), 2), np.vsplit(np.arange(4).reshape(2, 2), 2), np.unstack(np.arange(4).reshape(2, 2)))
print([x.shape for x in np.atleast_1d(3, [1, 2])], np.atleast_2d([1, 2]), np.concat(([1], [2])), np.row_stack if False else 0)

#: rot90 and rolls
a = np.arange(6).reshape(2, 3)
for k in range(-1, 4):
    print(np.rot90(a, k))
print(np.rot90(np.arange(8).reshape(2, 2, 2), 1, (1, 2)), np.rollaxis(np.ones((3, 4, 5)), 2).shape, np.rollaxis(np.ones((3, 4, 5)), 0, 2).shape)
print(np.roll(a, 1), np.roll(a, 1, axis=0), np.roll(a, (1, 1), axis=(0, 1)), np.tile([1, 2], (2, 2)))

#: resize and diagonals
print(np.resize([1, 2, 3], (2, 4)), np.resize([1, 2, 3], 2), np.diagflat([[1, 2]]), np.diagflat([1], 1))
a = np.arange(9).reshape(3, 3)
print(np.diagonal(a), np.diagonal(a, 1), np.diagonal(a, -1), np.diagonal(np.arange(8).reshape(2, 2, 2), 0, 0, 2))
np.fill_diagonal(a, 0); print(a)
np.fill_diagonal(a, [1, 2, 3]); print(a)
print(np.diag_indices(2), np.tril_indices(3), np.triu_indices(3, 1), np.triu_indices_from(a), a[np.tril_indices(3, -1)])

#: broadcasting
print(np.broadcast_shapes((1, 2), (3, 1), (3, 2)), np.broadcast_shapes(5, (2, 1)))
a, b = np.broadcast_arrays([[1], [2]], [3, 4])
print(a, b)

#: broadcasting refuses
np.broadcast_shapes((2,), (3,))

#: grids
print(np.meshgrid([1, 2], [3, 4, 5]), np.meshgrid([1, 2], [3, 4, 5], indexing="ij"), np.meshgrid([1, 2], [3, 4], sparse=True))
print(np.mgrid[0:2, 0:3], np.ogrid[0:2, 0:3], np.mgrid[0:3], np.indices((2, 2)), np.indices((2, 2), sparse=True))
print(np.r_[1, 2, 0:3], np.r_[[1, 2], 3], np.c_[[1, 2], [3, 4]], np.s_[1:2, 3], np.index_exp[1:2])
print(np.c_[np.ones(2), np.zeros((2, 2))], np.r_[0:1:0.25], list(np.ndindex(2, 2)), list(np.ndenumerate([[1, 2]])))

#: choose and select
print(np.choose([0, 1, 2, 1], [[1, 2, 3, 4], [10, 20, 30, 40], [100, 200, 300, 400]]))
x = np.arange(6)
print(np.select([x < 2, x > 3], [x, x ** 2], 42), np.select([x < 2], [x]), np.select([x < 2], [x * 1.5], -1))
print(np.piecewise(x * 1.0, [x < 3, x >= 3], [-1, 1]), np.piecewise(x * 1.0, [x < 0, x >= 2], [lambda x: -x, lambda x: x * 10]))

#: apply_along_axis and vectorize
a = np.array([[8, 1, 7], [4, 3, 9]])
print(np.apply_along_axis(sorted, 1, a), np.apply_along_axis(lambda r: r.sum(), 0, a), np.apply_along_axis(lambda r: r / r.sum(), 1, a))
print(np.apply_along_axis(lambda r, k: r[k], 1, a, 2), np.apply_over_axes(np.sum, np.arange(8).reshape(2, 2, 2), [0, 2]))
f = np.vectorize(lambda a, b: a - b if a > b else a + b)
print(f([1, 2, 3, 4], 2), f(3, 1), np.vectorize(abs)([[-1, 2]]), np.vectorize(lambda x: x * 1.5)([1, 2]))
print(np.vectorize(lambda x: x > 1, otypes=[bool])([1, 2]), np.vectorize(lambda x: (x, x * 2))([1, 2]), np.vectorize(pow, excluded={1})([1, 2, 3], 2))
@np.vectorize
def clip(x):
    return max(0, x)
print(clip([-1, 1]), np.vectorize(len)(["a", "bcd"]), np.vectorize(str.upper)(["a", "b"]))
print(np.fromfunction(lambda i, j: i * 10 + j, (2, 3)), np.fromfunction(lambda i, j: i == j, (2, 2), dtype=int))
print(np.fromiter((x * x for x in range(4)), dtype=float), np.fromiter(range(5), int, count=3))

#: fromiter too short
np.fromiter(range(2), int, count=3)

#: elements
print(np.gcd(12, 18), np.gcd([12, 0], 8), np.lcm(4, 6), np.lcm([3, 0], 2))
print(np.modf([1.5, -2.25]), np.divmod(7, 3), np.divmod([7, -7], 3), np.frexp([8.0, 0.3, 0.0]), np.ldexp([0.5, 1.0], [2, -1]))
print(np.heaviside([-1.5, 0, 2.0], 0.5), np.signbit([-1.0, 0.0, -0.0]), np.signbit([-1, 2]), np.positive([1, -1]), np.pow(2, 3))
print(np.isposinf([np.inf, 1]), np.isneginf([-np.inf, 1]), np.isreal([1, 2]), np.real([1, 2]), np.iscomplexobj([1]))
print(np.round([np.arcsinh(1.0), np.arccosh(2.0), np.arctanh(0.5)], 12), np.asinh([1.0]), np.acos(1.0), np.atan2(1.0, 1.0))
print(np.left_shift([1, 2], 3), np.right_shift([8, 9], 1), np.bitwise_not([0, 1]), np.bitwise_count([7, 8]))
print(np.nextafter(1.0, 2.0), np.spacing(1.0))

#: nan
a = np.array([[1.0, np.nan, 3.0], [4.0, 5.0, np.nan]])
print(np.nanmean(a), np.nanmean(a, axis=0), np.nanstd(a, axis=1), np.nanvar(a), np.nanvar(a, axis=1, ddof=1), np.nanmedian(a, axis=1))
print(np.nansum(a, axis=0), np.nanprod(a), np.nanmax(a, axis=1), np.nanmin(a), np.nanargmax(a), np.nanargmin(a, axis=1))
print(np.nancumsum(a, axis=1), np.nancumprod(a), np.nanquantile(a, 0.5), np.nanpercentile(a, [25, 75], axis=1))

#: nanargmax of nothing
np.nanargmax([np.nan, np.nan])

#: quantiles
a = np.array([1.0, 3.0, 4.0, 10.0])
for method in ("linear", "lower", "higher", "midpoint", "nearest", "hazen", "weibull", "median_unbiased", "inverted_cdf"):
    print(method, np.percentile(a, [10, 40, 75], method=method), np.quantile(a, 0.3, method=method))
print(np.percentile([[1, 2], [3, 4]], 50, axis=0), np.quantile(a, [0.25, 0.5], keepdims=True), np.median([[1, 2, 3], [4, 5, 6]], axis=1))

#: cov and corrcoef
x = np.array([[0.0, 2.0], [1.0, 1.0], [2.0, 0.5]])
print(np.cov(x.T), np.cov(x, rowvar=False), np.cov(x.T, bias=True), np.cov(x.T, ddof=0), np.cov([1, 2, 4], [2, 3, 7]))
print(np.corrcoef(x.T), np.corrcoef(x, rowvar=False), np.cov(x.T, aweights=[1, 2, 1]), np.cov(x.T, fweights=[1, 2, 1]))

#: einsum
a, b = np.arange(6.0).reshape(2, 3), np.arange(12.0).reshape(3, 4)
print(np.einsum("ij,jk->ik", a, b), np.einsum("ij->ji", a), np.einsum("ij->", a), np.einsum("ij,ij->i", a, a), np.einsum("ii", np.eye(3)))
print(np.einsum("i,j", [1, 2], [3, 4]), np.einsum("...j->...", a), np.einsum("ij,jk", a, b, optimize=True), np.tensordot(a, b, axes=1))
print(np.tensordot(a, a), np.tensordot(a, b, axes=([1], [0])), np.tensordot([1, 2], [3, 4], axes=0), np.vecdot(a, a), np.matvec(a, [1, 2, 3]))

#: gradient
f = np.array([1, 2, 4, 7, 11, 16])
print(np.gradient(f), np.gradient(f, 2), np.gradient(f, edge_order=2), np.gradient(f, [0.0, 1.0, 1.5, 3.5, 4.0, 6.0]))
g = np.array([[1.0, 2.0, 6.0], [3.0, 4.0, 5.0]])
print(np.gradient(g), np.gradient(g, axis=0), np.gradient(g, 2.0, axis=1), np.gradient(g, 2.0, [1.0, 1.5, 3.5])[1])
print(np.trapezoid([1, 2, 3]), np.trapezoid([1, 2, 3], x=[4, 6, 8]), np.trapezoid([[1, 2], [3, 4]], axis=0), np.ediff1d([1, 2, 4], to_end=9))

#: interp and bins
print(np.interp(2.5, [1, 2, 3], [3, 2, 0]), np.interp([0, 1.5, 9], [1, 2, 3], [3, 2, 0], left=-1, right=99), np.interp([-180, 5, 370], [190, -190, 350, -350], [5, 10, 3, 4], period=360))
print(np.digitize([0.2, 6.4, 3.0, 1.6], [0.0, 1.0, 2.5, 4.0, 10.0]), np.digitize([1, 2.5], [1, 2.5], right=True), np.digitize([1, 5], [4, 2, 0]))
print(np.searchsorted([1, 2, 2, 3], 2), np.searchsorted([1, 2, 2, 3], 2, side="right"), np.searchsorted([3, 1, 2], [2], sorter=[1, 2, 0]))
H, xe, ye = np.histogram2d([1, 2, 2, 3], [1, 1, 3, 3], bins=2)
print(H, xe, ye)
print(np.histogram2d([0.1, 0.5], [0.2, 0.9], bins=[2, 3], range=[[0, 1], [0, 1]])[0], np.histogram_bin_edges([1, 2, 5], 4))
print(np.histogram2d([1, 2, 2], [1, 2, 2], bins=[[0, 1.5, 3], [0, 2, 4]], density=True)[0], np.histogramdd(np.array([[1, 2, 3], [4, 5, 6]]), bins=2)[0].shape, np.histogramdd([[1, 2, 3], [4, 5, 6]], bins=2)[0])

#: windows and unwrap
print(np.hanning(5), np.hamming(4), np.blackman(3), np.bartlett(5), np.hanning(1))
print(np.unwrap([0, 3.0, 6.5, 0.2]), np.vander([1, 2, 3], 3), np.vander([1, 2], increasing=True))

#: sets and bits
print(np.setxor1d([1, 2, 3], [2, 4]), np.unique_values([3, 1, 3]), np.unique_counts([3, 1, 3]).counts, np.unique_inverse([3, 1, 3]))
print(np.packbits([1, 0, 1, 1]), np.packbits([[1, 0], [0, 1]], axis=1), np.unpackbits(np.array([5, 255], dtype=np.uint8)), np.packbits([1, 1], bitorder="little"))
print(np.unpackbits(np.array([[2]], dtype=np.uint8), axis=1, count=7), np.base_repr(10, 2), np.base_repr(-255, 16), np.binary_repr(5, 8), np.binary_repr(-5, 8), np.binary_repr(3))
print(np.cumulative_sum([1, 2, 3]), np.cumulative_sum([1, 2], include_initial=True), np.cumulative_prod([1, 2, 3]), np.partition([3, 1, 2], 1)[1], np.trim_zeros([0, 1, 0, 2, 0]))

#: types
print(np.result_type(np.int32, np.float32), np.promote_types("i4", "f8"), np.result_type(np.float32(1), 3), np.can_cast(np.int32, np.int64), np.can_cast("f8", "f4"), np.can_cast("f8", "f4", "same_kind"))
print(np.min_scalar_type(10), np.min_scalar_type(-300), np.array_equiv([1, 2], [[1, 2], [1, 2]]), np.array_equiv([1], [2]), np.iterable([1]), np.iterable(3), np.array_repr(np.array([1])), np.array_str(np.array([1])))

#: polynomials
p = np.poly1d([1, 2, 3])
print(p(2), p.order, p.coeffs, p[0], p + [1], p * p, p.deriv(), p.integ(), p ** 2)
print(np.poly1d([1, -3, 2]).roots, np.roots([1, -3, 2]), np.poly([1, 2]), np.polyadd([1, 2], [3]), np.polysub([1, 2], [1]), np.polymul([1, 1], [1, -1]))
print(np.polydiv([1, -3, 2], [1, -1]), np.polyder([1, 2, 3]), np.polyint([2, 2]), repr(p), np.polyval(p.coeffs, [1, 2]))
print(np.poly1d([2, 0, -1]))
print(np.poly1d(np.polyfit([0, 1, 2], [1, 3, 7], 2))(3.0).round(6))
