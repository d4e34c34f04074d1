#: random
rng = np.random.default_rng(0)
print(rng.random(), rng.random(3), rng.random((2, 2)), rng.random(dtype=np.float32), rng.random(3, dtype=np.float32))
out = np.zeros(3)
print(rng.random(out=out) is out, out, rng.random((0, 2)).shape, type(rng.random()))

#: seeds
for seed in (0, 42, 2 ** 40 + 3, 123456789012345678901234567890123456789012345678901234567890, [1, 2, 3], [2 ** 70, 5], (7,)):
    print(np.random.default_rng(seed).random(2))
print(np.random.default_rng(np.random.SeedSequence(5)).random(), np.random.Generator(np.random.PCG64(5)).random())

#: state
rng = np.random.default_rng(1)
print(rng.bit_generator.state)
rng.integers(10, size=3, dtype=np.int32)
state = rng.bit_generator.state
print(state)
a = rng.normal(size=4)
rng.bit_generator.state = state
print((rng.normal(size=4) == a).all(), rng.bit_generator.random_raw(), str(rng), repr(rng)[:16])

#: seed sequences
s = np.random.SeedSequence(12345)
print(s.generate_state(8), s, s.spawn(2), s, s.state)
print(np.random.SeedSequence([1, 2], spawn_key=(3,)), np.random.SeedSequence(5, spawn_key=(1, 2)).generate_state(4), np.random.SeedSequence(5, pool_size=8).generate_state(4))
print([np.random.default_rng(child).random() for child in np.random.SeedSequence(9).spawn(3)])

#: spawn
rng = np.random.default_rng(7)
one, two = rng.spawn(2)
print(one.random(), two.random(), rng.random(), rng.spawn(1)[0].random())
print(rng.bit_generator.seed_seq, rng.bit_generator.spawn(1)[0].random_raw(), np.random.default_rng(rng) is rng)

#: advance and jumped
bits = np.random.PCG64(3)
print(bits.jumped().state["state"]["state"], bits.advance(10).random_raw(), bits.advance(-10).random_raw(), np.random.Generator(bits.jumped(2)).random())

#: integers
rng = np.random.default_rng(3)
print(rng.integers(10), rng.integers(5, 9), rng.integers(10, size=12), rng.integers(0, 1, size=3), rng.integers(1, 6, endpoint=True, size=8))
print(rng.integers(0, 2 ** 40, size=3), rng.integers(-2 ** 62, 2 ** 62, size=3), rng.integers(0, 2 ** 32, size=2), rng.integers(-2 ** 63, 2 ** 63 - 1, size=2, endpoint=True))
print(type(rng.integers(3)), type(rng.integers(3, dtype=int)), type(rng.integers(3, dtype=np.int32)), rng.integers(2, size=(2, 3)))

#: integers of other types
rng = np.random.default_rng(4)
for kind in (np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint32, bool):
    print(rng.integers(0, 2 if kind is bool else 100, size=9, dtype=kind), rng.integers(0, 2, size=5, dtype=kind))
print(rng.integers(0, 256, size=6, dtype=np.uint8), rng.integers(-128, 127, size=3, dtype=np.int8, endpoint=True), rng.integers(0, 2 ** 16, size=3, dtype=np.uint16))

#: integers of arrays
rng = np.random.default_rng(5)
print(rng.integers([1, 10, 100], 1000), rng.integers(0, [3, 5, 7], size=(2, 3)), rng.integers([[0], [1]], [2, 9]), rng.integers([1, 2], [4, 5], dtype=np.uint8))

#: integers below nothing
np.random.default_rng(0).integers(0)

#: integers out of bounds
np.random.default_rng(0).integers(300, dtype=np.uint8)

#: integers of floats
np.random.default_rng(0).integers(3, dtype=np.float32)

#: normal
rng = np.random.default_rng(6)
print(rng.normal(), rng.normal(5, 2), rng.normal(size=5), rng.normal([0, 100], [1, 2]), rng.normal(0, [[1], [2]], size=(2, 3)))
print(rng.standard_normal(), rng.standard_normal((2, 3)), rng.standard_normal(6, dtype=np.float32), rng.standard_normal(dtype=np.float32))

#: many normals
rng = np.random.default_rng(8)
x = rng.standard_normal(200000); print(math.fsum(x), x.min(), x.max(), x[-3:])
y = rng.standard_normal(200000, dtype=np.float32); print(y[-3:], y.min(), y.max(), math.fsum(y))
z = rng.standard_exponential(200000); print(math.fsum(z), z.max(), z[-3:])
w = rng.standard_exponential(200000, dtype=np.float32); print(w[-3:], w.max(), math.fsum(w))
print(rng.standard_exponential(3, method="inv"), rng.bit_generator.state["state"]["state"])

#: many integers
rng = np.random.default_rng(9)
for bound in (3, 1000, 3 * 2 ** 30, 3 * 2 ** 61):
    x = rng.integers(0, bound, size=20000); print(x[-3:], int(x[:100].sum() % 1000003), rng.bit_generator.state["state"]["state"])
for kind, bound in ((np.uint8, 200), (np.uint16, 50000), (np.int32, 2 ** 31 - 5)):
    x = rng.integers(0, bound, size=20000, dtype=kind); print(x[-3:], rng.bit_generator.state["state"]["state"])

#: uniform and exponential
rng = np.random.default_rng(10)
print(rng.uniform(), rng.uniform(-1, 1, 4), rng.uniform([0, 10], [1, 20]), rng.exponential(), rng.exponential(2.0, 3), rng.exponential([1, 10]))

#: uniform of infinite range
np.random.default_rng(0).uniform(0, np.inf)

#: gamma and beta
rng = np.random.default_rng(11)
print(rng.standard_gamma(0.5, 3), rng.standard_gamma(1.0, 2), rng.standard_gamma(3.5, 3), rng.gamma(2.0, 3.0, 3), rng.gamma([1, 2]))
print(rng.beta(0.5, 0.5, 3), rng.beta(2, 3, 3), rng.beta(0.5, 2, 2), rng.beta(1e-3, 1e-3, 2), rng.chisquare(3, 3), rng.f(2, 5, 3), rng.standard_t(4, 3))
print(rng.bit_generator.state["state"]["state"])

#: other continuous ones
rng = np.random.default_rng(12)
print(rng.standard_cauchy(2), rng.pareto(3, 2), rng.weibull(2, 2), rng.power(3, 2), rng.laplace(0, 1, 3), rng.gumbel(1, 2, 2))
print(rng.logistic(0, 1, 3), rng.lognormal(0, 0.5, 2), rng.rayleigh(2, 2), rng.triangular(0, 1, 4, 4), rng.laplace(), rng.power(2.0))

#: poisson
rng = np.random.default_rng(13)
print(rng.poisson(3), rng.poisson(3, 8), rng.poisson([0.5, 5, 50]), rng.poisson(0, 2), rng.poisson(1000, 4), type(rng.poisson(3)))
x = rng.poisson(25.5, 5000); print(x.sum(), x[-5:], rng.bit_generator.state["state"]["state"])
x = rng.poisson(9.5, 5000); print(x.sum(), x[-5:], rng.bit_generator.state["state"]["state"])

#: binomial
rng = np.random.default_rng(14)
print(rng.binomial(10, 0.3), rng.binomial(10, 0.3, 8), rng.binomial([10, 20], 0.5), rng.binomial(1, [0.1, 0.9]), rng.binomial(0, 0.5), rng.binomial(5, 0.0))
x = rng.binomial(1000, 0.4, 5000); print(x.sum(), x[-5:], rng.bit_generator.state["state"]["state"])
x = rng.binomial(200, 0.85, 5000); print(x.sum(), x[-5:], rng.bit_generator.state["state"]["state"])
x = rng.binomial(50, 0.75, 2000); print(x.sum(), x[-5:], rng.bit_generator.state["state"]["state"])
x = rng.binomial(100000, 0.5, 3000); print(x.sum(), x[-5:], rng.bit_generator.state["state"]["state"])

#: geometric and negative binomial
rng = np.random.default_rng(15)
print(rng.geometric(0.5, 6), rng.geometric(0.1, 6), rng.negative_binomial(3, 0.4, 5), rng.geometric(1.0), rng.geometric(0.35))

#: multinomial and dirichlet
rng = np.random.default_rng(16)
print(rng.multinomial(20, [0.2, 0.3, 0.5]), rng.multinomial(10, [1 / 6] * 6, size=2), rng.dirichlet([1, 2, 3]), rng.dirichlet([0.01, 0.02], 2), rng.dirichlet([5, 5], size=2))

#: choice
rng = np.random.default_rng(17)
print(rng.choice(5), rng.choice(5, 8), rng.choice([1.5, 2.5, 3.5], 4), rng.choice(["a", "b", "c"], 5), rng.choice(5, (2, 3)))
print(rng.choice(10, 4, replace=False), rng.choice(10, 10, replace=False), rng.choice(10, 4, replace=False, shuffle=False), rng.choice([10, 20, 30], 2, replace=False))
print(rng.choice(4, 6, p=[0.1, 0.2, 0.3, 0.4]), rng.choice(4, 3, replace=False, p=[0.1, 0.2, 0.3, 0.4]), rng.choice(np.arange(6).reshape(3, 2), 2), rng.choice(np.arange(6).reshape(2, 3), 4, axis=1))
print(type(rng.choice(3)), type(rng.choice([1.5])), type(rng.choice(["a"])), rng.choice(3, 0))

#: choice of many
rng = np.random.default_rng(18)
x = rng.choice(20000, 5000, replace=False); print(x[:5], x.sum(), len(set(x.tolist())), rng.random())
x = rng.choice(20000, 100, replace=False); print(x[:5], x.sum(), rng.random())
x = rng.choice(1000000, 10, replace=False); print(x, rng.random())
p = np.arange(1, 101.0); x = rng.choice(100, 1000, p=p / p.sum()); print(x[:8], x.sum(), rng.random())
x = rng.choice(100, 60, replace=False, p=p / p.sum()); print(x[:8], x.sum(), rng.random())

#: choice of nothing
np.random.default_rng(0).choice([])

#: choice of too many
np.random.default_rng(0).choice(3, 4, replace=False)

#: choice with wrong probabilities
np.random.default_rng(0).choice(3, p=[0.5, 0.6, 0.2])

#: shuffle and permutation
rng = np.random.default_rng(19)
a = np.arange(8); rng.shuffle(a); print(a)
b = [1, 2, 3, 4, 5]; rng.shuffle(b); print(b)
c = np.arange(6).reshape(3, 2); rng.shuffle(c); print(c)
d = np.arange(6).reshape(2, 3); rng.shuffle(d, axis=1); print(d)
print(rng.permutation(7), rng.permutation([1, 2, 3]), rng.permutation(np.arange(6).reshape(3, 2)), rng.permutation(np.arange(6).reshape(2, 3), axis=1))
print(rng.permuted(np.arange(6).reshape(2, 3)), rng.permuted(np.arange(6).reshape(2, 3), axis=1), rng.permuted(np.arange(6).reshape(3, 2), axis=0), rng.permuted([3, 1, 2]))
words = ["a", "b", "c"]; rng.shuffle(words); print(words, rng.permutation(["x", "y", "z"]))

#: shuffle of a tuple
np.random.default_rng(0).shuffle((1, 2, 3))

#: multivariate normal
rng = np.random.default_rng(20)
print(rng.multivariate_normal([1, 2], [[2.0, 0.5], [0.5, 1.0]]).shape, rng.multivariate_normal([1.0, 2.0], [[2.0, 0.5], [0.5, 1.0]], size=2, method="cholesky"))
print(rng.multivariate_normal([0, 0], [[1.0, 0.0], [0.0, 4.0]], size=(2, 2)).shape, rng.random())

#: bytes
rng = np.random.default_rng(21)
print(rng.bytes(5), rng.bytes(8), rng.bytes(0), rng.random())

#: negative scales
np.random.default_rng(0).normal(0, -1)

#: seeds that are none
np.random.default_rng(-1)

#: seeds of a float
np.random.default_rng(1.5)

#: copies
import copy
rng = np.random.default_rng(22)
other = copy.deepcopy(rng)
print(rng.random(), other.random(), isinstance(rng, np.random.Generator), isinstance(rng.bit_generator, np.random.PCG64), isinstance(rng.bit_generator, np.random.BitGenerator))

#: a course's data
rng = np.random.default_rng(42)
X = rng.normal(size=(100, 2)); w = np.array([2.0, -3.4])
y = X @ w + 4.2 + rng.normal(0, 0.01, 100)
order = rng.permutation(100)
print(X[:2], y[:3], order[:5])
print(np.linalg.lstsq(np.c_[X, np.ones(100)], y, rcond=None)[0].round(4))
