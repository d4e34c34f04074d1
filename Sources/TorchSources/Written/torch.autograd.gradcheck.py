"""Gradients against differences of values."""
import warnings

import torch

__completes__ = "torch.autograd"
__all__ = ["gradcheck", "gradgradcheck", "GradcheckError"]


class GradcheckError(RuntimeError):
    """A gradient is not what differences of values say."""


def _tensors(value):
    return tuple(value) if isinstance(value, (tuple, list)) else (value,)


def _outputs(func, inputs):
    return [o for o in _tensors(func(*inputs)) if isinstance(o, torch.Tensor) and o.requires_grad]


def _numerical(func, inputs, which, eps):
    """For each output the matrix [inputs, outputs] of central differences."""
    point = inputs[which]
    flat = point.detach().reshape(-1)
    rows = []
    for place in range(flat.nelement()):
        found = []
        for step in (eps, -eps):
            moved = flat.clone()
            moved[place] += step
            given = list(inputs)
            given[which] = moved.reshape(point.shape).requires_grad_()
            found.append([o.detach().reshape(-1) for o in _outputs(func, given)])
        rows.append([(above - below) / (2 * eps) for above, below in zip(*found)])
    return [torch.stack([row[i] for row in rows]) for i in range(len(rows[0]) if rows else 0)]


def _analytical(output, point):
    """The matrix [inputs, outputs] that backward gives."""
    flat = output.reshape(-1)
    columns = []
    for place in range(flat.nelement()):
        found, = torch.autograd.grad(flat[place], point, retain_graph=True, allow_unused=True)
        if found is None:
            found = torch.zeros(point.nelement(), dtype=point.dtype, device=point.device)
        columns.append(found.reshape(-1))
    return torch.stack(columns, 1)


def gradcheck(
        func, inputs, *, eps=1e-6, atol=1e-5, rtol=1e-3, raise_exception=True, nondet_tol=0.0,
        check_undefined_grad=True, check_grad_dtypes=False, check_batched_grad=False, check_batched_forward_grad=False,
        check_forward_ad=False, check_backward_ad=True, fast_mode=False, masked=None):
    """Whether the gradients of a function agree with central differences; inputs are best of float64."""
    for name, asked in (
            ("check_batched_grad", check_batched_grad), ("check_batched_forward_grad", check_batched_forward_grad),
            ("check_forward_ad", check_forward_ad), ("fast_mode", fast_mode), ("masked", masked)):
        if asked:
            raise NotImplementedError(f"torch.autograd.gradcheck({name}=True) is not in Lagado")
    inputs = _tensors(inputs)
    wanted = [i for i, x in enumerate(inputs) if isinstance(x, torch.Tensor) and x.requires_grad]
    if not wanted:
        raise ValueError(
            "gradcheck expects at least one input tensor to require gradient, but none of the them have "
            "requires_grad=True.")
    for i in wanted:
        if inputs[i].dtype != torch.float64:
            warnings.warn(
                f"Input #{i} requires gradient and is not a double precision floating point or complex. This check "
                "will likely fail if all the inputs are not of double precision floating point or complex. ")
    try:
        outputs = _outputs(func, inputs)
        for i in wanted:
            numbers = _numerical(func, inputs, i, eps)
            for place, output in enumerate(outputs):
                expected, found = numbers[place], _analytical(output, inputs[i])
                if not torch.allclose(found, expected.to(found.dtype), rtol, atol, equal_nan=True):
                    raise GradcheckError(
                        f"Jacobian mismatch for output {place} with respect to input {i},\n"
                        f"numerical:{expected}\nanalytical:{found}\n")
    except GradcheckError:
        if raise_exception:
            raise
        return False
    return True


def gradgradcheck(
        func, inputs, grad_outputs=None, *, eps=1e-6, atol=1e-5, rtol=1e-3, gen_non_contig_grad_outputs=False,
        raise_exception=True, nondet_tol=0.0, check_undefined_grad=True, check_grad_dtypes=False,
        check_batched_grad=False, check_fwd_over_rev=False, check_rev_over_rev=True, fast_mode=False, masked=False):
    """Whether the gradients of the gradients of a function agree with central differences."""
    if check_fwd_over_rev:
        raise NotImplementedError("torch.autograd.gradgradcheck(check_fwd_over_rev=True) is not in Lagado")
    inputs = _tensors(inputs)
    if grad_outputs is None:
        outputs = _outputs(func, inputs)
        grad_outputs = tuple(torch.randn_like(o.detach()).requires_grad_() for o in outputs)
    grad_outputs = _tensors(grad_outputs)
    count = len(grad_outputs)

    def gradient(*given):
        points, incoming = given[:-count], given[-count:]
        wanted = [x for x in points if isinstance(x, torch.Tensor) and x.requires_grad]
        found = torch.autograd.grad(_outputs(func, points), wanted, incoming, create_graph=True, allow_unused=True)
        return tuple(g for g in found if g is not None)

    return gradcheck(
        gradient, inputs + grad_outputs, eps=eps, atol=atol, rtol=rtol, raise_exception=raise_exception,
        nondet_tol=nondet_tol, check_undefined_grad=check_undefined_grad, check_grad_dtypes=check_grad_dtypes,
        check_batched_grad=check_batched_grad, fast_mode=fast_mode, masked=masked)
