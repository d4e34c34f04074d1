"""Functions of torch.linalg that are made of others."""
import math
from collections import namedtuple

import torch

__completes__ = "torch.linalg"
__all__ = ["cross", "matmul", "diagonal", "vecdot", "vander", "cond", "matrix_exp", "tensorinv", "tensorsolve",
           "inv_ex", "cholesky_ex", "slogdet", "solve_triangular", "lu"]


def cross(input, other, *, dim=-1):
    """The cross product along an axis of three."""
    return torch.cross(input, other, dim=dim)


def matmul(input, other):
    """The product of two matrices."""
    return torch.matmul(input, other)


def diagonal(A, *, offset=0, dim1=-2, dim2=-1):
    """The diagonal of the last two axes."""
    return torch.diagonal(A.movedim((dim1, dim2), (0, 1)), offset)


def vecdot(x, y, *, dim=-1):
    """The products of vectors along an axis."""
    return (x * y).sum(dim)


def vander(x, *, N=None):
    """Powers 0, 1, … of each number."""
    n = x.size(-1) if N is None else N
    if n <= 1:
        raise RuntimeError("N must be greater than 1.")
    return x.unsqueeze(-1) ** torch.arange(n, device=x.device)


def cond(A, p=None):
    """How near a matrix is to being singular."""
    if p in (None, 2, -2):
        values = torch.linalg.svdvals(A)
        return values[..., -1] / values[..., 0] if p == -2 else values[..., 0] / values[..., -1]
    if A.size(-1) != A.size(-2):
        raise RuntimeError(f"linalg.cond with p={p}: A must be batches of square matrices, but they are "
                           f"{A.size(-2)} by {A.size(-1)} matrices")
    def norm(A):
        if p in ("fro", "nuc"):
            return A.square().sum((-2, -1)).sqrt() if p == "fro" else torch.linalg.svdvals(A).sum(-1)
        sums = A.abs().sum(-2 if p in (1, -1) else -1)
        return sums.amax(-1) if p > 0 else sums.amin(-1)

    if p not in ("fro", "nuc", 1, -1, math.inf, -math.inf):
        raise RuntimeError(f"linalg.cond got an invalid norm type: {p}")
    return norm(A) * norm(torch.linalg.inv(A))


def matrix_exp(A):
    """Σ Aᵏ / k!, by halving and squaring."""
    if A.size(-1) != A.size(-2):
        raise RuntimeError(f"linalg.matrix_exp: A must be batches of square matrices, but they are "
                           f"{A.size(-2)} by {A.size(-1)} matrices")
    largest = float(A.detach().abs().sum(-1).max()) if A.numel() else 0.0
    times = max(0, math.ceil(math.log2(largest)) + 1) if largest > 0 else 0
    small = A / 2 ** times
    term = result = torch.eye(A.size(-1), dtype=A.dtype, device=A.device).expand(A.shape)
    for k in range(1, 19):
        term = term @ small / k
        result = result + term
    for _ in range(times):
        result = result @ result
    return result


def tensorinv(A, ind=2):
    """The inverse of a tensor under tensordot."""
    first, rest = A.shape[:ind], A.shape[ind:]
    return torch.linalg.inv(A.reshape(math.prod(first), -1)).reshape(*rest, *first)


def tensorsolve(A, B, dims=None):
    """X with tensordot(A, X) = B."""
    if dims is not None:
        A = A.movedim(dims, tuple(range(A.dim() - len(dims), A.dim())))
    rest = A.shape[B.dim():]
    return torch.linalg.solve(A.reshape(-1, math.prod(rest)), B.reshape(-1)).reshape(rest)


def _tried(function, A, kind, name, check_errors):
    """A result and how it went: 0, or which leading part is at fault."""
    try:
        info = torch.zeros(A.shape[:-2], dtype=torch.int32, device=A.device)
        return namedtuple(name, [kind, "info"])(function(A), info)
    except torch.linalg.LinAlgError:
        if check_errors:
            raise
        raise NotImplementedError(f"torch.linalg.{name} of a matrix without a result is not in Lagado")


def inv_ex(A, *, check_errors=False):
    """The inverse, and whether there is one."""
    return _tried(torch.linalg.inv, A, "inverse", "inv_ex", check_errors)


def cholesky_ex(A, *, upper=False, check_errors=False):
    """The Cholesky factor, and whether there is one."""
    return _tried(lambda A: torch.linalg.cholesky(A).mT if upper else torch.linalg.cholesky(A), A, "L", "cholesky_ex",
                  check_errors)


def slogdet(A):
    """The sign of the determinant, and the logarithm of its size."""
    q, r = torch.linalg.qr(A)
    entries = diagonal(r)
    sign = torch.linalg.det(q).round() * entries.sign().prod(-1)
    return namedtuple("linalg_slogdet", ["sign", "logabsdet"])(sign.detach(), entries.abs().log().sum(-1))


def solve_triangular(A, B, *, upper, left=True, unitriangular=False):
    """X with A·X = B (X·A = B with left=False) for a triangular A."""
    part = torch.triu(A) if upper else torch.tril(A)
    if unitriangular:
        part = part - torch.diag_embed(diagonal(part)) + torch.eye(A.size(-1), dtype=A.dtype, device=A.device)
    if left:
        return torch.linalg.solve(part, B)
    return torch.linalg.solve(part.transpose(-2, -1), B.transpose(-2, -1)).transpose(-2, -1)


def lu(A, *, pivot=True):
    """P·L·U = A: rows in another order, and two triangles."""
    if A.dim() != 2:
        raise NotImplementedError("torch.linalg.lu of several matrices is not in Lagado")
    rows, columns = A.shape
    order = list(range(rows))
    u, lower = A.clone(), torch.zeros(rows, min(rows, columns), dtype=A.dtype, device=A.device)
    for k in range(min(rows, columns)):
        best = k + int(u[k:, k].abs().argmax()) if pivot else k
        if best != k:
            swap = list(range(rows))
            swap[k], swap[best] = best, k
            u, lower = u[swap], lower[swap]
            order[k], order[best] = order[best], order[k]
        factors = torch.zeros(rows, dtype=A.dtype, device=A.device)
        if float(u[k, k].detach()) != 0:
            factors = torch.cat([factors[:k + 1], u[k + 1:, k] / u[k, k]])
        u = u - factors.unsqueeze(1) * u[k]
        column = torch.zeros_like(lower)
        column[:, k] = 1.0
        one = torch.zeros(rows, dtype=A.dtype, device=A.device)
        one[k] = 1.0
        lower = lower + (factors + one).unsqueeze(1) * column
    p = torch.zeros(rows, rows, dtype=A.dtype, device=A.device)
    p[order, list(range(rows))] = 1.0
    return namedtuple("linalg_lu", ["P", "L", "U"])(p, lower, torch.triu(u[:min(rows, columns)]))
