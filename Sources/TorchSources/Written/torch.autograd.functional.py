"""Derivatives of functions: Jacobian and Hessian matrices, and products with them."""
import torch

__all__ = ["vjp", "jvp", "vhp", "hvp", "jacobian", "hessian"]


def _as_tuple(value, what, function):
    is_tuple = isinstance(value, (tuple, list))
    found = tuple(value) if is_tuple else (value,)
    for place, tensor in enumerate(found):
        if not isinstance(tensor, torch.Tensor):
            whole = f"the value at index {place} of {what}" if is_tuple else f"the given {what}"
            raise TypeError(
                f"The {what} given to {function} must be either a Tensor or a tuple of Tensors but "
                f"{whole} has type {type(tensor)}.")
    return is_tuple, found


def _outputs(func, points, function):
    found = func(*points)
    is_tuple = isinstance(found, (tuple, list))
    outputs = tuple(found) if is_tuple else (found,)
    for place, tensor in enumerate(outputs):
        if not isinstance(tensor, torch.Tensor):
            whole = f"the value at index {place} of outputs" if is_tuple else "the given outputs"
            raise TypeError(
                f"The outputs of the user-provided function given to {function} must be either a Tensor or a tuple "
                f"of Tensors but {whole} of the user-provided function has type {type(tensor)}.")
    return is_tuple, outputs


def _points(inputs, create_graph):
    if create_graph:
        return tuple(x.view_as(x) if x.requires_grad else x.detach().requires_grad_() for x in inputs)
    return tuple(x.detach().requires_grad_() for x in inputs)


def _result(values, is_tuple):
    return tuple(values) if is_tuple else values[0]


def _done(values, create_graph):
    return tuple(v if create_graph else v.detach() for v in values)


def _strict(outputs, strict):
    if not strict:
        return
    for place, output in enumerate(outputs):
        if not output.requires_grad:
            raise RuntimeError(
                f"Output {place} of the user-provided function does not require gradients. The outputs must be "
                "computed in a differentiable manner from the input when running in strict mode.")


def _gradients(outputs, points, vectors, create_graph, strict):
    kept = [(o, v) for o, v in zip(outputs, vectors) if o.requires_grad]
    if not kept:
        return tuple(torch.zeros_like(p) for p in points)
    found = torch.autograd.grad(
        [o for o, _ in kept], points, [v for _, v in kept], retain_graph=True, create_graph=create_graph,
        allow_unused=True)
    for place, gradient in enumerate(found):
        if strict and gradient is None:
            raise RuntimeError(
                f"The output of the user-provided function is independent of input {place}. "
                "This is not allowed in strict mode.")
    return tuple(torch.zeros_like(p) if g is None else g for g, p in zip(found, points))


def _vectors(v, likes, what, function):
    if v is None:
        if len(likes) != 1 or likes[0].nelement() != 1:
            raise RuntimeError(what)
        return tuple(torch.ones_like(like) for like in likes)
    _, vectors = _as_tuple(v, "v", function)
    if len(vectors) != len(likes):
        raise RuntimeError(f"v is a tuple of invalid length: should be {len(likes)} but got {len(vectors)}.")
    for place, (vector, like) in enumerate(zip(vectors, likes)):
        if vector.shape != like.shape:
            where = f"Entry {place} in " if len(likes) > 1 else ""
            raise RuntimeError(f"{where}v has invalid size: should be {like.size()} but got {vector.size()}.")
    return vectors


def vjp(func, inputs, v=None, create_graph=False, strict=False):
    """The outputs of a function, and vᵀ·J, J its Jacobian."""
    with torch.enable_grad():
        several, tensors = _as_tuple(inputs, "inputs", "vjp")
        points = _points(tensors, create_graph)
        several_out, outputs = _outputs(func, points, "vjp")
        _strict(outputs, strict)
        vectors = _vectors(
            v, outputs, "The vector v can only be None if the user-provided function returns a single Tensor with a "
            "single element.", "vjp")
        found = _gradients(outputs, points, vectors, create_graph, strict)
    return _result(_done(outputs, create_graph), several_out), _result(_done(found, create_graph), several)


def jvp(func, inputs, v=None, create_graph=False, strict=False):
    """The outputs of a function, and J·v, J its Jacobian."""
    with torch.enable_grad():
        several, tensors = _as_tuple(inputs, "inputs", "jvp")
        points = _points(tensors, create_graph)
        vectors = _vectors(
            v, points, "The vector v can only be None if the input to the user-provided function is a single Tensor "
            "with a single element.", "jvp")
        several_out, outputs = _outputs(func, points, "jvp")
        _strict(outputs, strict)
        # uᵀ·J is linear in u: its derivative along v is J·v.
        u = tuple(torch.zeros_like(output, requires_grad=True) for output in outputs)
        pulled = _gradients(outputs, points, u, True, strict)
        found = _gradients(pulled, u, vectors, create_graph, False)
    return _result(_done(outputs, create_graph), several_out), _result(_done(found, create_graph), several_out)


def jacobian(func, inputs, create_graph=False, strict=False, vectorize=False, strategy="reverse-mode"):
    """The Jacobian of a function: J[i, j] = d output[i] / d input[j], in the shapes of outputs and inputs one after
    the other. vectorize changes nothing here."""
    if strategy != "reverse-mode":
        raise NotImplementedError('torch.autograd.functional.jacobian(strategy="forward-mode") is not in Lagado')
    with torch.enable_grad():
        several, tensors = _as_tuple(inputs, "inputs", "jacobian")
        points = _points(tensors, create_graph)
        several_out, outputs = _outputs(func, points, "jacobian")
        _strict(outputs, strict)
        rows = []
        for output in outputs:
            flat = output.reshape(-1)
            found = [
                _gradients([flat[i]], points, [torch.ones_like(flat[i])], create_graph, strict)
                for i in range(flat.nelement())
            ]
            rows.append(tuple(
                torch.stack([row[j] for row in found]).reshape(output.size() + point.size()) if found
                else torch.zeros(output.size() + point.size(), dtype=output.dtype, device=output.device)
                for j, point in enumerate(points)))
    rows = [_result(_done(row, create_graph), several) for row in rows]
    return _result(rows, several_out)


def hessian(func, inputs, create_graph=False, strict=False, vectorize=False, outer_jacobian_strategy="reverse-mode"):
    """The matrix of second derivatives of a function that gives one number. vectorize changes nothing here."""
    if outer_jacobian_strategy != "reverse-mode":
        raise NotImplementedError(
            'torch.autograd.functional.hessian(outer_jacobian_strategy="forward-mode") is not in Lagado')
    several, _ = _as_tuple(inputs, "inputs", "hessian")

    def gradient(*points):
        value = _one_number(func, points, "hessian")
        _strict([value], strict)
        return _gradients([value], points, [torch.ones_like(value)], True, strict)

    found = jacobian(gradient, inputs, create_graph, strict)
    return found if several else found[0]


def _one_number(func, points, function):
    several_out, outputs = _outputs(func, points, function)
    if several_out:
        raise RuntimeError(f"The function given to {function} should return a single Tensor")
    if outputs[0].nelement() != 1:
        raise RuntimeError(f"The Tensor returned by the function given to {function} should contain a single element")
    return outputs[0]


def hvp(func, inputs, v=None, create_graph=False, strict=False):
    """The value of a function that gives one number, and H·v, H its Hessian."""
    with torch.enable_grad():
        several, tensors = _as_tuple(inputs, "inputs", "hvp")
        points = _points(tensors, create_graph)
        vectors = _vectors(
            v, points, "The vector v can only be None if the input to the user-provided function is a single Tensor "
            "with a single element.", "hvp")
        value = _one_number(func, points, "hvp")
        _strict([value], strict)
        slopes = _gradients([value], points, [torch.ones_like(value)], True, strict)
        found = _gradients(slopes, points, vectors, create_graph, strict)
    return _done([value], create_graph)[0], _result(_done(found, create_graph), several)


def vhp(func, inputs, v=None, create_graph=False, strict=False):
    """The value of a function that gives one number, and vᵀ·H, H its Hessian: the same numbers as hvp."""
    return hvp(func, inputs, v, create_graph, strict)
