"""NumPy's newer random numbers: default_rng() and what it gives."""
import math
import operator

import numpy as np
import _numpy_random

__completes__ = "numpy.random"
__all__ = ["default_rng", "Generator", "BitGenerator", "PCG64", "SeedSequence"]


def _words(number):
    """A number of any size in words of 32 bits, the lowest first."""
    if number < 0:
        raise ValueError("expected non-negative integer")
    words = [number & 0xffffffff]
    number >>= 32
    while number:
        words.append(number & 0xffffffff)
        number >>= 32
    return words


def _number(words):
    return sum(word << (32 * place) for place, word in enumerate(words))


def _entropy_words(entropy):
    if isinstance(entropy, (str, bytes)):
        raise TypeError(f"SeedSequence expects int or sequence of ints for entropy not {entropy}")
    try:
        return _words(operator.index(entropy))
    except TypeError:
        pass
    try:
        parts = list(entropy)
    except TypeError:
        raise TypeError(f"SeedSequence expects int or sequence of ints for entropy not {entropy}")
    words = []
    for part in parts:
        words += _entropy_words(part)
    return words


class SeedSequence:
    """Makes of whole numbers, whatever they are, the first states of generators, of which each is far from the others."""

    __module__ = "numpy.random.bit_generator"

    def __init__(self, entropy=None, *, spawn_key=(), pool_size=4, n_children_spawned=0):
        if pool_size < 4:
            raise ValueError(f"The size of the entropy pool should be at least 4 (default), got {pool_size}")
        self.entropy = _number(_numpy_random.entropy()) if entropy is None else entropy
        self.spawn_key = tuple(spawn_key)
        self.pool_size = pool_size
        self.n_children_spawned = n_children_spawned
        self._entropy = _entropy_words(self.entropy)
        self._key = [word for number in self.spawn_key for word in _words(operator.index(number))]

    @property
    def state(self):
        """What it was made of."""
        return {"entropy": self.entropy, "spawn_key": self.spawn_key, "pool_size": self.pool_size,
                "n_children_spawned": self.n_children_spawned}

    @property
    def pool(self):
        """The words that it is mixed to: not here."""
        raise NotImplementedError("SeedSequence.pool is not in Lagado: generate_state(n)")

    def generate_state(self, n_words, dtype=np.uint32):
        """Words for a first state."""
        if np.dtype(dtype) != np.dtype(np.uint32):
            raise NotImplementedError(f"generate_state(dtype={np.dtype(dtype)}) is not in Lagado: np.uint32")
        return _numpy_random.seed_words(self._entropy, self._key, self.pool_size, n_words)

    def spawn(self, n_children):
        """Sequences that have nothing to do with each other."""
        first = self.n_children_spawned
        self.n_children_spawned += max(0, n_children)
        return [
            SeedSequence(self.entropy, spawn_key=self.spawn_key + (place,), pool_size=self.pool_size)
            for place in range(first, first + n_children)]

    def __repr__(self):
        lines = ["SeedSequence(", f"    entropy={self.entropy!r},"]
        if self.spawn_key:
            lines.append(f"    spawn_key={self.spawn_key!r},")
        if self.pool_size != 4:
            lines.append(f"    pool_size={self.pool_size!r},")
        if self.n_children_spawned:
            lines.append(f"    n_children_spawned={self.n_children_spawned!r},")
        return "\n".join(lines + [")"])


class BitGenerator:
    """The base of all sources of random bits."""

    __module__ = "numpy.random.bit_generator"

    def __init__(self, seed=None):
        if type(self) is BitGenerator:
            raise NotImplementedError("BitGenerator is a base class and cannot be instantized")
        self._seed_seq = seed if isinstance(seed, SeedSequence) else SeedSequence(seed)
        sequence = self._seed_seq
        self._source = _numpy_random.source(sequence._entropy, sequence._key, sequence.pool_size)

    @property
    def seed_seq(self):
        """What it was seeded with."""
        return self._seed_seq

    def spawn(self, n_children):
        """Sources that have nothing to do with each other."""
        return [type(self)(sequence) for sequence in self._seed_seq.spawn(n_children)]


class PCG64(BitGenerator):
    """PCG64 (O'Neill, 2014): the source of random bits behind default_rng()."""

    __module__ = "numpy.random._pcg64"

    @property
    def state(self):
        """All that decides what comes next; set it to go back."""
        words = self._source.words()
        return {"bit_generator": "PCG64", "state": {"state": _number(words[:4]), "inc": _number(words[4:8])},
                "has_uint32": words[8], "uinteger": words[9]}

    @state.setter
    def state(self, value):
        if not isinstance(value, dict):
            raise TypeError("state must be a dict")
        if value.get("bit_generator", "") != "PCG64":
            raise ValueError("state must be for a PCG64 RNG")

        def four(number):
            return [(number >> (32 * place)) & 0xffffffff for place in range(4)]

        self._source.set_words(
            four(value["state"]["state"]) + four(value["state"]["inc"]) + [value["has_uint32"], value["uinteger"]])

    def random_raw(self, size=None, output=True):
        """The next 64 bits as a whole number."""
        if size is not None:
            raise NotImplementedError("random_raw(size=...) is not in Lagado: arrays of uint64 are not here")
        high, low = self._source.raw()
        return (high << 32 | low) if output else None

    def advance(self, delta):
        """Passes over draws; the source itself."""
        delta %= 2 ** 128
        self._source.advance([(delta >> (32 * place)) & 0xffffffff for place in range(4)])
        return self

    def jumped(self, jumps=1):
        """A source as far away as if (φ - 1)·2^128 draws had been made, `jumps` times."""
        other = PCG64(self._seed_seq)
        other.state = self.state
        return other.advance(jumps * 210306068529402873165736369884012333109)


def _sizes(size):
    if size is None:
        return None
    try:
        sizes = (operator.index(size),)
    except TypeError:
        sizes = tuple(operator.index(number) for number in size)
    if any(number < 0 for number in sizes):
        raise ValueError("negative dimensions are not allowed")
    return sizes


def _filled(out, drawn, size):
    """Where the caller wants the numbers."""
    if size is not None and tuple(out.shape) != _sizes(size):
        raise ValueError("size must match out.shape when used together")
    if out.dtype != drawn.dtype:
        raise TypeError(f"Supplied output array has wrong type. Expected {drawn.dtype}, got {out.dtype}")
    out[...] = drawn
    return out


_integer_types = {"bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64"}


class Generator:
    """Random numbers of a source of random bits: default_rng(seed) makes one."""

    __module__ = "numpy.random._generator"

    def __init__(self, bit_generator):
        if not isinstance(bit_generator, BitGenerator):
            raise AttributeError(f"'{type(bit_generator).__name__}' object has no attribute 'capsule'")
        self._bit_generator = bit_generator
        self._source = bit_generator._source

    def __repr__(self):
        return f"{self} at 0x{id(self):X}"

    def __str__(self):
        return f"Generator({type(self._bit_generator).__name__})"

    @property
    def bit_generator(self):
        """The source, with its state."""
        return self._bit_generator

    def spawn(self, n_children):
        """Generators that have nothing to do with each other."""
        return [Generator(source) for source in self._bit_generator.spawn(n_children)]

    # Uniform numbers, and whole ones

    def _typed(self, name, size, dtype, out):
        kind = np.dtype(dtype).name
        if kind not in ("float64", "float32"):
            raise TypeError(f"Unsupported dtype {np.dtype(dtype)!r} for {name.removesuffix('_inv')}")
        sizes = tuple(out.shape) if out is not None and size is None else _sizes(size)
        drawn = self._source.draw(name + ("32" if kind == "float32" else ""), sizes)
        return drawn if out is None else _filled(out, drawn, size)

    def random(self, size=None, dtype=np.float64, out=None):
        """Uniform numbers in [0, 1)."""
        return self._typed("random", size, dtype, out)

    def uniform(self, low=0.0, high=1.0, size=None):
        """Uniform numbers in [low, high)."""
        width = np.subtract(high, low, dtype=float) if not isinstance(low, float) or not isinstance(high, float) \
            else high - low
        if not np.all(np.isfinite(width)):
            raise OverflowError("high - low range exceeds valid bounds")
        return self._source.draw("uniform", _sizes(size), low, width)

    def integers(self, low, high=None, size=None, dtype=np.int64, endpoint=False):
        """Whole numbers from low up to high, which is left out unless endpoint is True; below low where it stands
        alone."""
        alone = high is None
        if alone:
            low, high = 0, low
        kind = np.dtype(dtype)
        if kind.name not in _integer_types:
            if kind.name == "uint64":
                raise NotImplementedError("Generator.integers(dtype=np.uint64) is not in Lagado: np.int64")
            raise TypeError(f"Unsupported dtype {kind!r} for integers")
        least, largest = (0, 1) if kind.name == "bool" else (np.iinfo(dtype).min, np.iinfo(dtype).max)
        if np.ndim(low) or np.ndim(high):
            first, last = np.asarray(low).astype(np.int64), np.asarray(high).astype(np.int64) - (not endpoint)
            if np.any(first < least):
                raise ValueError(f"low is out of bounds for {kind.name}")
            if np.any(last > largest):
                raise ValueError(f"high is out of bounds for {kind.name}")
            if np.any(first > last):
                raise ValueError("low > high" if endpoint else "low >= high")
        else:
            first, last = int(low), int(high) - (not endpoint)
            if first < least:
                raise ValueError(f"low is out of bounds for {kind.name}")
            if last > largest:
                raise ValueError(f"high is out of bounds for {kind.name}")
            if first > last:
                raise ValueError(
                    ("high < 0" if alone else "low > high") if endpoint else ("high <= 0" if alone else "low >= high"))
        drawn = self._source.integers(first, last, _sizes(size), kind)
        if size is None and dtype in (bool, int) and np.ndim(drawn) == 0:
            return dtype(drawn)
        return drawn

    def bytes(self, length):
        """Random bytes."""
        return self._source.bytes(length)

    # Orders and choices

    def choice(self, a, size=None, replace=True, p=None, axis=0, shuffle=True):
        """Elements of a, or numbers below it, drawn at random."""
        if isinstance(a, (int, np.integer)) and not isinstance(a, bool):
            whole, count = True, int(a)
        else:
            array = np.asarray(a)
            whole = array.ndim == 0
            if whole:
                try:
                    count = operator.index(array.item())
                except TypeError:
                    raise ValueError(f"a must be a sequence or an integer, not {type(a)}")
            else:
                count = array.shape[axis]
        sizes = _sizes(size)
        wanted = 1 if sizes is None else math.prod(sizes)
        if count <= 0 and wanted:
            raise ValueError(
                "a must be a positive integer unless no samples are taken" if whole
                else "a cannot be empty unless no samples are taken")
        if p is not None:
            given = np.asarray(p)
            p = given.astype(np.float64)
            if p.ndim != 1:
                raise ValueError("p must be 1-dimensional")
            if p.size != count:
                raise ValueError("a and p must have same size")
            near = 1.4901161193847656e-08
            if given.dtype.kind == "f":
                near = max(near, math.sqrt(np.finfo(given.dtype).eps))
            total = math.fsum(p.tolist())
            if math.isnan(total):
                raise ValueError("Probabilities contain NaN")
            if np.any(p < 0):
                raise ValueError("Probabilities are not non-negative")
            if abs(total - 1) > near:
                raise ValueError("Probabilities do not sum to 1. See Notes section of docstring for more information.")
        if replace:
            if p is not None:
                places = self._source.choice(p, wanted, True)
            else:
                places = self._source.integers(0, max(0, count - 1), (wanted,), np.int64)
        else:
            if wanted > count:
                raise ValueError("Cannot take a larger sample than population when replace is False")
            places = self._source.choice(p, wanted, False) if p is not None \
                else self._source.distinct(wanted, count, shuffle)
        if sizes is None:
            place = int(places[0])
            return place if whole else (array[place] if axis == 0 else np.take(array, place, axis=axis))
        places = places.reshape(sizes)
        if whole:
            return places
        return array[places] if axis == 0 else np.take(array, places, axis=axis)

    def shuffle(self, x, axis=0):
        """Puts the elements of a list, or what lies along an axis of an array, in random order, in place."""
        if isinstance(x, np.ndarray):
            if x.ndim == 0:
                raise TypeError("len() of unsized object")
            order = self._source.permutation(x.shape[axis])
            x[...] = x[order] if axis == 0 else np.take(x, order, axis=axis)
            return
        if axis != 0:
            raise NotImplementedError("Axis argument is only supported on ndarray objects")
        count = len(x)
        order = self._source.permutation(count).tolist()
        drawn = [x[place] for place in order]
        for place in range(count):
            x[place] = drawn[place]

    def permutation(self, x, axis=0):
        """The numbers below x, or what lies along an axis of an array, in random order."""
        if isinstance(x, (int, np.integer)):
            return self._source.permutation(int(x))
        array = np.asarray(x)
        if array.ndim == 0:
            raise np.exceptions.AxisError(f"axis {axis} is out of bounds for array of dimension 0")
        order = self._source.permutation(array.shape[axis])
        return array[order] if axis == 0 else np.take(array, order, axis=axis)

    def permuted(self, x, *, axis=None, out=None):
        """Each row along an axis in an order of its own; all elements where no axis is given."""
        array = np.array(x)
        if axis is None:
            result = array.reshape(-1)[self._source.permutation(array.size)].reshape(array.shape)
        else:
            moved = np.moveaxis(array, axis, -1).copy()
            rows = moved.reshape(-1, moved.shape[-1])
            for place in range(len(rows)):
                rows[place] = rows[place][self._source.permutation(rows.shape[1])]
            result = np.moveaxis(rows.reshape(moved.shape), -1, axis).copy()
        if out is None:
            return result
        out[...] = result
        return out

    # Distributions

    def standard_normal(self, size=None, dtype=np.float64, out=None):
        """Normal numbers of mean 0 and deviation 1."""
        return self._typed("standard_normal", size, dtype, out)

    def normal(self, loc=0.0, scale=1.0, size=None):
        """Normal numbers."""
        return self._source.draw("normal", _sizes(size), loc, scale)

    def standard_exponential(self, size=None, dtype=np.float64, method="zig", out=None):
        """Exponential numbers of mean 1."""
        if method == "zig":
            return self._typed("standard_exponential", size, dtype, out)
        if np.dtype(dtype).name != "float64":
            raise NotImplementedError("standard_exponential(method='inv', dtype=np.float32) is not in Lagado")
        return self._typed("standard_exponential_inv", size, dtype, out)

    def exponential(self, scale=1.0, size=None):
        """Exponential numbers."""
        return self._source.draw("exponential", _sizes(size), scale)

    def standard_gamma(self, shape, size=None, dtype=np.float64, out=None):
        """Gamma numbers of scale 1."""
        if np.dtype(dtype).name != "float64":
            raise NotImplementedError("standard_gamma(dtype=np.float32) is not in Lagado: np.float64")
        drawn = self._source.draw(
            "standard_gamma", tuple(out.shape) if out is not None and size is None else _sizes(size), shape)
        return drawn if out is None else _filled(out, drawn, size)

    def gamma(self, shape, scale=1.0, size=None):
        """Gamma numbers."""
        return self._source.draw("gamma", _sizes(size), shape, scale)

    def beta(self, a, b, size=None):
        """Numbers of a beta distribution."""
        return self._source.draw("beta", _sizes(size), a, b)

    def chisquare(self, df, size=None):
        """Sums of df squares of normal numbers."""
        return self._source.draw("chisquare", _sizes(size), df)

    def f(self, dfnum, dfden, size=None):
        """Numbers of an F distribution."""
        return self._source.draw("f", _sizes(size), dfnum, dfden)

    def standard_cauchy(self, size=None):
        """Numbers of a Cauchy distribution."""
        return self._source.draw("standard_cauchy", _sizes(size))

    def standard_t(self, df, size=None):
        """Numbers of Student's t distribution."""
        return self._source.draw("standard_t", _sizes(size), df)

    def pareto(self, a, size=None):
        """Numbers of a Pareto distribution, minus 1."""
        return self._source.draw("pareto", _sizes(size), a)

    def weibull(self, a, size=None):
        """Numbers of a Weibull distribution."""
        return self._source.draw("weibull", _sizes(size), a)

    def power(self, a, size=None):
        """Numbers in [0, 1] whose density is a power."""
        return self._source.draw("power", _sizes(size), a)

    def laplace(self, loc=0.0, scale=1.0, size=None):
        """Numbers of a Laplace distribution."""
        return self._source.draw("laplace", _sizes(size), loc, scale)

    def gumbel(self, loc=0.0, scale=1.0, size=None):
        """Numbers of a Gumbel distribution."""
        return self._source.draw("gumbel", _sizes(size), loc, scale)

    def logistic(self, loc=0.0, scale=1.0, size=None):
        """Numbers of a logistic distribution."""
        return self._source.draw("logistic", _sizes(size), loc, scale)

    def lognormal(self, mean=0.0, sigma=1.0, size=None):
        """Numbers whose logarithm is normal."""
        return self._source.draw("lognormal", _sizes(size), mean, sigma)

    def rayleigh(self, scale=1.0, size=None):
        """Numbers of a Rayleigh distribution."""
        return self._source.draw("rayleigh", _sizes(size), scale)

    def triangular(self, left, mode, right, size=None):
        """Numbers whose density is a triangle."""
        if np.any(np.greater(left, mode)):
            raise ValueError("left > mode")
        if np.any(np.greater(mode, right)):
            raise ValueError("mode > right")
        if np.any(np.equal(left, right)):
            raise ValueError("left == right")
        return self._source.draw("triangular", _sizes(size), left, mode, right)

    def poisson(self, lam=1.0, size=None):
        """How many events came, at a rate."""
        return self._source.draw("poisson", _sizes(size), lam)

    def binomial(self, n, p, size=None):
        """How many of n draws succeeded."""
        return self._source.draw("binomial", _sizes(size), np.asarray(n).astype(np.int64), p)

    def negative_binomial(self, n, p, size=None):
        """How many draws failed before the n-th success."""
        return self._source.draw("negative_binomial", _sizes(size), n, p)

    def geometric(self, p, size=None):
        """How many draws the first success took."""
        return self._source.draw("geometric", _sizes(size), p)

    def multinomial(self, n, pvals, size=None):
        """How often each outcome came up among n draws."""
        shares = np.asarray(pvals, dtype=np.float64)
        if np.ndim(n) or shares.ndim != 1:
            raise NotImplementedError("Generator.multinomial of several at once is not in Lagado: size=...")
        if n < 0:
            raise ValueError("n < 0")
        if np.any(shares < 0) or np.any(shares > 1) or np.any(np.isnan(shares)):
            raise ValueError("pvals < 0, pvals > 1 or pvals contains NaNs")
        if math.fsum(shares[:-1].tolist()) > 1 + 1e-12:
            raise ValueError("sum(pvals[:-1]) > 1.0")
        return self._source.multinomial(int(n), shares, _sizes(size) or ())

    def dirichlet(self, alpha, size=None):
        """Shares that sum to 1."""
        concentrations = np.asarray(alpha, dtype=np.float64)
        if concentrations.ndim != 1:
            raise ValueError("object too deep for desired array")
        if np.any(concentrations < 0):
            raise ValueError("alpha < 0")
        if np.any(np.isnan(concentrations)):
            raise ValueError("alpha contains NaNs")
        return self._source.dirichlet(concentrations, _sizes(size) or ())

    def multivariate_normal(self, mean, cov, size=None, check_valid="warn", tol=1e-8, *, method="svd"):
        """Normal vectors of a mean and a covariance."""
        if method not in {"eigh", "svd", "cholesky"}:
            raise ValueError("method must be one of {'eigh', 'svd', 'cholesky'}")
        mean, cov = np.array(mean, dtype=np.float64), np.array(cov, dtype=np.float64)
        sizes = _sizes(size) or ()
        if mean.ndim != 1:
            raise ValueError("mean must be 1 dimensional")
        if cov.ndim != 2 or cov.shape[0] != cov.shape[1]:
            raise ValueError("cov must be 2 dimensional and square")
        if mean.shape[0] != cov.shape[0]:
            raise ValueError("mean and cov must have same length")
        if check_valid not in ("warn", "raise", "ignore"):
            raise ValueError("check_valid must equal 'warn', 'raise', or 'ignore'")
        x = self.standard_normal(sizes + mean.shape).reshape(-1, mean.shape[0])
        if method == "cholesky":
            factor = np.linalg.cholesky(cov)
        else:
            if method == "svd":
                u, s, vh = np.linalg.svd(cov)
                fits = np.allclose(np.dot(vh.T * s, vh), cov, rtol=tol, atol=tol)
            else:
                s, u = np.linalg.eigh(cov)
                fits = not np.any(s < -tol)
            if check_valid != "ignore" and not fits:
                if check_valid == "raise":
                    raise ValueError("covariance is not symmetric positive-semidefinite.")
                import warnings
                warnings.warn("covariance is not symmetric positive-semidefinite.", RuntimeWarning)
            factor = u * np.sqrt(abs(s) if method == "eigh" else s)
        return (mean + np.dot(x, factor.T)).reshape(sizes + mean.shape)


def _absent(name):
    def draw(self, *args, **kwargs):
        raise NotImplementedError(f"numpy.random.Generator.{name} is not in Lagado")

    draw.__name__ = name
    draw.__doc__ = "Not here: says so."
    return draw


for _name in ("hypergeometric", "multivariate_hypergeometric", "logseries", "zipf", "vonmises", "wald",
              "noncentral_chisquare", "noncentral_f"):
    setattr(Generator, _name, _absent(_name))


def default_rng(seed=None):
    """A generator of random numbers with PCG64: the same numbers for the same seed."""
    if isinstance(seed, Generator):
        return seed
    if isinstance(seed, BitGenerator):
        return Generator(seed)
    return Generator(PCG64(seed))
