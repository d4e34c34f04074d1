"""Means and spreads of rows of numbers."""
import math as _math
import random as _random

__all__ = ["NormalDist", "StatisticsError", "correlation", "covariance", "fmean", "geometric_mean",
           "harmonic_mean", "linear_regression", "mean", "median", "median_grouped", "median_high",
           "median_low", "mode", "multimode", "pstdev", "pvariance", "quantiles", "stdev", "variance"]


class StatisticsError(ValueError):
    """What cannot be computed of such a row."""


def _sum(row):
    # Whole numbers stay whole; floats are added without loss.
    if all(isinstance(value, int) for value in row):
        return sum(row)
    return _math.fsum(row)


def _plain(value, row):
    # The mean of whole numbers is whole where it comes out even, as an exact fraction would say.
    if all(isinstance(number, int) for number in row) and value == int(value):
        return int(value)
    # Numbers of a library stay of their type.
    kinds = {type(number) for number in row if not isinstance(number, int)}
    if len(kinds) == 1:
        kind = kinds.pop()
        if kind.__module__ == "numpy":
            return kind(value)
    return value


def mean(data):
    """The sum over the number of them."""
    row = list(data)
    if not row:
        raise StatisticsError("mean requires at least one data point")
    return _plain(_sum(row) / len(row), row)


def fmean(data, weights=None):
    """The mean as a float."""
    row = list(data)
    if weights is not None:
        weights = list(weights)
        if len(weights) != len(row):
            raise StatisticsError("data and weights must be the same length")
        total = _math.fsum(weights)
        if not total:
            raise StatisticsError("sum of weights must be non-zero")
        return _math.fsum([w * x for w, x in zip(weights, row)]) / total
    if not row:
        raise StatisticsError("fmean requires at least one data point")
    return _math.fsum(row) / len(row)


def geometric_mean(data):
    """The root of the product."""
    row = list(data)
    if not row or any(value <= 0 for value in row):
        raise StatisticsError("geometric mean requires a non-empty dataset containing positive numbers")
    return _math.exp(fmean([_math.log(value) for value in row]))


def harmonic_mean(data, weights=None):
    """One over the mean of the reciprocals."""
    row = list(data)
    if not row:
        raise StatisticsError("harmonic_mean requires at least one data point")
    if any(value < 0 for value in row):
        raise StatisticsError("harmonic mean does not support negative values")
    if 0 in row:
        return 0
    weights = [1] * len(row) if weights is None else list(weights)
    return _sum(weights) / _math.fsum([w / x for w, x in zip(weights, row)])


def median(data):
    """The middle one, or the mean of the two in the middle."""
    row = sorted(data)
    if not row:
        raise StatisticsError("no median for empty data")
    middle = len(row) // 2
    return row[middle] if len(row) % 2 else (row[middle - 1] + row[middle]) / 2


def median_low(data):
    """The middle one, or the smaller of the two in the middle."""
    row = sorted(data)
    if not row:
        raise StatisticsError("no median for empty data")
    return row[(len(row) - 1) // 2]


def median_high(data):
    """The middle one, or the greater of the two in the middle."""
    row = sorted(data)
    if not row:
        raise StatisticsError("no median for empty data")
    return row[len(row) // 2]


def median_grouped(data, interval=1):
    """The median of numbers that stand for intervals."""
    row = sorted(data)
    if not row:
        raise StatisticsError("no median for empty data")
    middle = row[len(row) // 2]
    below, count = sum(value < middle for value in row), row.count(middle)
    return middle - interval / 2 + interval * (len(row) / 2 - below) / count


def mode(data):
    """The most frequent one, the first of several."""
    row = multimode(data)
    if not row:
        raise StatisticsError("no mode for empty data")
    return row[0]


def multimode(data):
    """All that are most frequent."""
    counts = {}
    for value in data:
        counts[value] = counts.get(value, 0) + 1
    most = max(counts.values(), default=0)
    return [value for value in counts if counts[value] == most]


def _squares(row, centre=None):
    centre = _sum(row) / len(row) if centre is None else centre
    return _math.fsum([(value - centre) * (value - centre) for value in row])


def pvariance(data, mu=None):
    """The mean square of the distances from the mean."""
    row = list(data)
    if not row:
        raise StatisticsError("pvariance requires at least one data point")
    return _plain(_squares(row, mu) / len(row), row)


def variance(data, xbar=None):
    """The variance of what the row is a sample of."""
    row = list(data)
    if len(row) < 2:
        raise StatisticsError("variance requires at least two data points")
    return _plain(_squares(row, xbar) / (len(row) - 1), row)


def pstdev(data, mu=None):
    """The root of the variance."""
    row = list(data)
    if not row:
        raise StatisticsError("pstdev requires at least one data point")
    return _math.sqrt(_squares(row, mu) / len(row))


def stdev(data, xbar=None):
    """The spread of what the row is a sample of."""
    row = list(data)
    if len(row) < 2:
        raise StatisticsError("stdev requires at least two data points")
    return _math.sqrt(_squares(row, xbar) / (len(row) - 1))


def quantiles(data, *, n=4, method="exclusive"):
    """The numbers that cut a row into n equal parts."""
    if n < 1:
        raise StatisticsError("n must be at least 1")
    row = sorted(data)
    if len(row) < 2:
        raise StatisticsError("must have at least two data points")
    result = []
    if method == "inclusive":
        for i in range(1, n):
            j, rest = divmod(i * (len(row) - 1), n)
            result.append((row[j] * (n - rest) + row[j + 1] * rest) / n)
        return result
    if method != "exclusive":
        raise ValueError(f"Unknown method: {method!r}")
    for i in range(1, n):
        j = min(max(i * (len(row) + 1) // n, 1), len(row) - 1)
        rest = i * (len(row) + 1) - j * n
        result.append((row[j - 1] * (n - rest) + row[j] * rest) / n)
    return result


def covariance(x, y, /):
    """How two rows vary together."""
    if len(x) != len(y):
        raise StatisticsError("covariance requires that both inputs have same number of data points")
    if len(x) < 2:
        raise StatisticsError("covariance requires at least two data points")
    a, b = _math.fsum(x) / len(x), _math.fsum(y) / len(y)
    return _math.fsum([(u - a) * (v - b) for u, v in zip(x, y)]) / (len(x) - 1)


def correlation(x, y, /):
    """How two rows vary together, between -1 and 1."""
    if len(x) != len(y):
        raise StatisticsError("correlation requires that both inputs have same number of data points")
    if len(x) < 2:
        raise StatisticsError("correlation requires at least two data points")
    a, b = _math.fsum(x) / len(x), _math.fsum(y) / len(y)
    both = _math.fsum([(u - a) * (v - b) for u, v in zip(x, y)])
    root = _math.sqrt(_math.fsum([(u - a) * (u - a) for u in x]) * _math.fsum([(v - b) * (v - b) for v in y]))
    if root == 0:
        raise StatisticsError("at least one of the inputs is constant")
    return both / root


import collections as _collections

LinearRegression = _collections.namedtuple("LinearRegression", ("slope", "intercept"))


def linear_regression(x, y, /, *, proportional=False):
    """The straight line with the least squares."""
    if len(x) != len(y):
        raise StatisticsError("linear regression requires that both inputs have same number of data points")
    if len(x) < 2:
        raise StatisticsError("linear regression requires at least two data points")
    if proportional:
        slope = _math.fsum([u * v for u, v in zip(x, y)]) / _math.fsum([u * u for u in x])
        return LinearRegression(slope=slope, intercept=0.0)
    a, b = _math.fsum(x) / len(x), _math.fsum(y) / len(y)
    below = _math.fsum([(u - a) * (u - a) for u in x])
    if below == 0:
        raise StatisticsError("x is constant")
    slope = _math.fsum([(u - a) * (v - b) for u, v in zip(x, y)]) / below
    return LinearRegression(slope=slope, intercept=b - slope * a)


class NormalDist:
    """A normal distribution."""

    def __init__(self, mu=0.0, sigma=1.0):
        if sigma < 0.0:
            raise StatisticsError("sigma must be non-negative")
        self.mean, self.stdev = float(mu), float(sigma)

    @classmethod
    def from_samples(cls, data):
        """The one that a row is a sample of."""
        row = list(data)
        return cls(fmean(row), stdev(row))

    @property
    def variance(self):
        return self.stdev ** 2

    @property
    def median(self):
        return self.mean

    @property
    def mode(self):
        return self.mean

    def pdf(self, x):
        """The density at x."""
        if not self.stdev:
            raise StatisticsError("pdf() not defined when sigma is zero")
        return _math.exp(-(x - self.mean) ** 2 / (2 * self.variance)) / _math.sqrt(2 * _math.pi * self.variance)

    def cdf(self, x):
        """The probability of at most x."""
        if not self.stdev:
            raise StatisticsError("cdf() not defined when sigma is zero")
        return 0.5 * (1.0 + _math.erf((x - self.mean) / (self.stdev * _math.sqrt(2.0))))

    def zscore(self, x):
        """The distance from the mean in standard deviations."""
        return (x - self.mean) / self.stdev

    def samples(self, n, *, seed=None):
        """Random numbers of the distribution."""
        draw = _random.gauss if seed is None else _random.Random(seed).gauss
        return [draw(self.mean, self.stdev) for _ in range(n)]

    def __repr__(self):
        return f"{type(self).__name__}(mu={self.mean!r}, sigma={self.stdev!r})"

    def __eq__(self, other):
        if not isinstance(other, NormalDist):
            return NotImplemented
        return self.mean == other.mean and self.stdev == other.stdev

    def __hash__(self):
        return hash((self.mean, self.stdev))

    def __add__(self, other):
        if isinstance(other, NormalDist):
            return NormalDist(self.mean + other.mean, _math.hypot(self.stdev, other.stdev))
        return NormalDist(self.mean + other, self.stdev)

    def __mul__(self, other):
        return NormalDist(self.mean * other, self.stdev * abs(other))
