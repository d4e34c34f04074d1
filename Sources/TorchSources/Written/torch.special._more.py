"""What of torch.special stands on functions that torch has, or is made of them."""
import math

import torch

__completes__ = "torch.special"
__all__ = ["erf", "exp2", "expit", "expm1", "gammaln", "log1p", "log_softmax", "logit", "logsumexp", "round", "sinc",
           "softmax", "xlogy", "xlog1py", "entr", "ndtr", "log_ndtr"]


def _of_torch(name, own):
    """A function of torch under the name that it has here."""
    def function(*args, **kwargs):
        return getattr(torch, own)(*args, **kwargs)
    function.__name__ = name
    function.__doc__ = f"torch.{own}."
    return function


erf, exp2, expm1, log1p = (_of_torch(n, n) for n in ("erf", "exp2", "expm1", "log1p"))
logit, logsumexp, xlogy = (_of_torch(n, n) for n in ("logit", "logsumexp", "xlogy"))
round, sinc, softmax, log_softmax = (_of_torch(n, n) for n in ("round", "sinc", "softmax", "log_softmax"))
expit, gammaln = _of_torch("expit", "sigmoid"), _of_torch("gammaln", "lgamma")


def xlog1py(input, other):
    """x·ln(1 + y), 0 where x is 0."""
    terms = input * torch.log1p(torch.as_tensor(other))
    return torch.where((torch.as_tensor(input) == 0) & ~torch.isnan(torch.as_tensor(other)), torch.zeros_like(terms),
                       terms)


def entr(input):
    """−x·ln x, 0 at 0 and −∞ below."""
    terms = 0 - torch.xlogy(input, input)
    return torch.where(input < 0, torch.full_like(terms, -math.inf), terms)


def ndtr(input):
    """The part of a standard normal distribution that lies below x."""
    return (1 + torch.erf(input / math.sqrt(2))) / 2


def log_ndtr(input):
    """The logarithm of ndtr, by a series where it is small."""
    x = torch.where(input < -5, input, torch.full_like(input, -5.0))
    f = 1 / (x * x)
    series = 1 - f * (1 - 3 * f * (1 - 5 * f * (1 - 7 * f * (1 - 9 * f))))
    far = -x * x / 2 - torch.log(-x) - 0.5 * math.log(2 * math.pi) + torch.log(series)
    near = torch.log(ndtr(torch.where(input < -5, torch.zeros_like(input), input)))
    return torch.where(input < -5, far, near)
