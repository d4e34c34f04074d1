"""Functions of functions: gradients, Jacobians, and a function of one row as one of many."""
import functools

import torch
import _autograd

__completes__ = "torch"
__all__ = ["vmap"]


# Nests of tuples, lists and dicts

def _flatten(tree):
    """The leaves of a nest, and what makes a nest of as many leaves."""
    if isinstance(tree, dict):
        keys, parts = list(tree), [_flatten(tree[key]) for key in tree]

        def made(leaves):
            return type(tree)(zip(keys, _parted(parts, leaves)))
    elif isinstance(tree, tuple) and hasattr(tree, "_fields"):
        parts = [_flatten(part) for part in tree]

        def made(leaves):
            return type(tree)(*_parted(parts, leaves))
    elif isinstance(tree, (tuple, list)):
        parts = [_flatten(part) for part in tree]

        def made(leaves):
            return type(tree)(_parted(parts, leaves))
    else:
        return [tree], lambda leaves: leaves[0]
    return [leaf for leaves, _ in parts for leaf in leaves], made


def _parted(parts, leaves):
    found, start = [], 0
    for own, make in parts:
        found.append(make(leaves[start:start + len(own)]))
        start += len(own)
    return found


def _tensors(tree):
    leaves, made = _flatten(tree)
    for leaf in leaves:
        if not isinstance(leaf, torch.Tensor):
            raise ValueError(f"Thing passed to transform API must be Tensor, got {type(leaf)}")
    return leaves, made


# Levels: what one transform records is of no interest to those around it

class _Levels:
    depth = 0
    # The leaves that transforms have made, with the level of each.
    leaves = {}


class _Level:
    """Records the computation of one transform; at its end the results forget what only this one has recorded."""

    def __enter__(self):
        _Levels.depth += 1
        self.depth = _Levels.depth
        self.made = []
        self.before = torch.is_grad_enabled()
        torch.set_grad_enabled(True)
        return self

    def __exit__(self, *error):
        for leaf in self.made:
            _Levels.leaves.pop(id(leaf), None)
        _Levels.depth -= 1
        torch.set_grad_enabled(self.before)

    def watched(self, tensor):
        """What gradients are taken of, and what the function is given."""
        if tensor.requires_grad:
            leaf = tensor.clone()
        else:
            leaf = tensor.detach().requires_grad_()
            self.made.append(leaf)
            _Levels.leaves[id(leaf)] = self.depth
        return leaf, leaf.clone()

    def outer(self, tensor):
        """A result, as those around see it."""
        if not isinstance(tensor, torch.Tensor) or not tensor.requires_grad:
            return tensor
        own = all(_Levels.leaves.get(id(leaf), 0) >= self.depth for leaf in _autograd.leaves(tensor))
        return tensor.detach() if own or not self.before else tensor

    def outer_tree(self, tree):
        leaves, made = _flatten(tree)
        return made([self.outer(leaf) for leaf in leaves])


def _gradients(outputs, inputs, vectors):
    kept = [(output, vector) for output, vector in zip(outputs, vectors) if output.requires_grad]
    if not kept:
        return [torch.zeros_like(one) for one in inputs]
    found = torch.autograd.grad(
        [output for output, _ in kept], inputs, [vector for _, vector in kept], retain_graph=True, create_graph=True,
        allow_unused=True)
    return [torch.zeros_like(one) if gradient is None else gradient for gradient, one in zip(found, inputs)]


def _chosen(args, argnums):
    """The arguments that a derivative is taken of, and their places."""
    places = (argnums,) if isinstance(argnums, int) else argnums
    if not isinstance(places, tuple) or not all(isinstance(place, int) for place in places):
        raise RuntimeError(f"argnum must be int or Tuple[int], got: {type(argnums)}")
    if not places:
        raise RuntimeError("Got no argnums")
    for place in places:
        if not -len(args) <= place < len(args):
            raise RuntimeError(f"Got argnum={place}, but only {len(args)} positional inputs")
    places = tuple(place % len(args) for place in places)
    if len(set(places)) < len(places):
        raise RuntimeError(f"All elements in `argnums` must be unique, got {argnums}")
    return places


def _watched(level, args, argnums):
    """The arguments as the function gets them, the leaves of those chosen, and how these make arguments again."""
    places = _chosen(args, argnums)
    leaves, made = _tensors(args[places[0]] if isinstance(argnums, int) else tuple(args[place] for place in places))
    pairs = [level.watched(leaf) for leaf in leaves]
    given = made([pair[1] for pair in pairs])
    args = list(args)
    for place, value in zip(places, (given,) if isinstance(argnums, int) else given):
        args[place] = value
    return args, [pair[0] for pair in pairs], made


def _called(func, args, kwargs, has_aux, what):
    found = func(*args, **kwargs)
    if not has_aux:
        return found, None
    if not isinstance(found, tuple) or len(found) != 2:
        raise RuntimeError(
            f"{what}: output of function f should be a tuple: (output, aux) if has_aux is True")
    return found


def grad_and_value(func, argnums=0, has_aux=False):
    """A function of the gradient and the value of a function that gives one number."""

    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        what = "grad_and_value(f)(*args)"
        with _Level() as level:
            args, inputs, made = _watched(level, args, argnums)
            output, aux = _called(func, args, kwargs, has_aux, what)
            if not isinstance(output, torch.Tensor):
                raise RuntimeError(f"{what}: Expected f(*args) to return a Tensor, got {type(output)}")
            if output.dim() != 0:
                raise RuntimeError(
                    f"{what}: Expected f(*args) to return a scalar Tensor, got tensor with {output.dim()} dims. "
                    "Maybe you wanted to use the vjp or jacrev APIs instead?")
            found = made([level.outer(one) for one in _gradients([output], inputs, [torch.ones_like(output)])])
            output, aux = level.outer(output), level.outer_tree(aux)
        return (found, (output, aux)) if has_aux else (found, output)

    return wrapper


def grad(func, argnums=0, has_aux=False):
    """A function of the gradient of a function that gives one number."""
    both = grad_and_value(func, argnums, has_aux)

    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        found, value = both(*args, **kwargs)
        return (found, value[1]) if has_aux else found

    return wrapper


def vjp(func, *primals, has_aux=False):
    """The value of a function, and a function of vᵀ·J."""
    with _Level() as level:
        leaves, made = _tensors(primals)
        pairs = [level.watched(leaf) for leaf in leaves]
        inputs = [pair[0] for pair in pairs]
        output, aux = _called(func, made([pair[1] for pair in pairs]), {}, has_aux, "vjp(f, *primals)")
        outputs, _ = _flatten(output)
        for one in outputs:
            if not isinstance(one, torch.Tensor):
                raise RuntimeError(f"vjp(f, *primals): Expected f(*primals) to return only tensors, got unsupported type "
                                   f"{type(one)}")
        result, aux = level.outer_tree(output), level.outer_tree(aux)

    def vjp_fn(cotangents, retain_graph=True, create_graph=None):
        vectors, _ = _flatten(cotangents)
        if len(vectors) != len(outputs):
            raise RuntimeError("Expected pytree structure of cotangents to be the same as pytree structure of outputs to "
                               "the function.")
        again = _Level()
        with again:
            for leaf in level.made:
                _Levels.leaves[id(leaf)] = again.depth
            again.made = list(level.made)
            return made([again.outer(one) for one in _gradients(outputs, inputs, vectors)])

    return (result, vjp_fn, aux) if has_aux else (result, vjp_fn)


def jvp(func, primals, tangents, *, strict=False, has_aux=False):
    """The value of a function, and J·v: from two backward passes."""
    what = "jvp(f, primals, tangents)"
    if not isinstance(primals, tuple):
        raise RuntimeError(
            f"{what}: Expected primals to be a tuple. E.g. it should be valid to call f(*primals).")
    leaves, made = _tensors(primals)
    vectors, _ = _tensors(tangents)
    if len(leaves) != len(vectors):
        raise RuntimeError(f"{what}: Expected primals and tangents to have the same python structure. For example, if "
                           "primals is a tuple of 3 tensors, tangents also must be.")
    with _Level() as level:
        pairs = [level.watched(leaf) for leaf in leaves]
        inputs = [pair[0] for pair in pairs]
        output, aux = _called(func, made([pair[1] for pair in pairs]), {}, has_aux, what)
        outputs, build = _tensors(output)
        found = _forward(level, outputs, inputs, vectors)
        result, aux = level.outer_tree(output), level.outer_tree(aux)
        found = build([level.outer(one) for one in found])
    return (result, found, aux) if has_aux else (result, found)


def _forward(level, outputs, inputs, vectors):
    """J·v: the backward pass is linear in what it starts from, and its own backward gives the product."""
    found = []
    for output in outputs:
        start = torch.zeros_like(output).requires_grad_()
        level.made.append(start)
        _Levels.leaves[id(start)] = level.depth
        slopes = _gradients([output], inputs, [start])
        found.append(_gradients(slopes, [start], vectors)[0])
    return found


def linearize(func, *primals):
    """The value of a function, and a function of J·v at this place."""
    leaves, made = _tensors(primals)

    def jvp_fn(*tangents):
        return jvp(func, primals, tangents)[1]

    with torch.no_grad() if not torch.is_grad_enabled() else torch.enable_grad():
        return func(*primals), jvp_fn


def jacrev(func, argnums=0, *, has_aux=False, chunk_size=None, _preallocate_and_copy=False):
    """A function of the Jacobian, row by row, backwards."""
    if chunk_size is not None and chunk_size <= 0:
        raise ValueError("jacrev: `chunk_size` should be greater than 0.")

    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        with _Level() as level:
            args, inputs, made = _watched(level, args, argnums)
            output, aux = _called(func, args, kwargs, has_aux, "jacrev(f)(*args)")
            outputs, build = _flatten(output)
            found = []
            for one in outputs:
                if not isinstance(one, torch.Tensor):
                    raise RuntimeError(f"jacrev: Expected f(*args) to return only tensors, got unsupported type "
                                       f"{type(one)}")
                flat = one.reshape(-1)
                rows = [_gradients([flat[place]], inputs, [torch.ones_like(flat[place])])
                        for place in range(flat.numel())]
                parts = [
                    torch.stack([row[number] for row in rows]).reshape(one.shape + point.shape) if rows
                    else torch.zeros(one.shape + point.shape, dtype=one.dtype, device=one.device)
                    for number, point in enumerate(inputs)]
                found.append(made([level.outer(part) for part in parts]))
            result, aux = build(found), level.outer_tree(aux)
        return (result, aux) if has_aux else result

    return wrapper


def jacfwd(func, argnums=0, has_aux=False, *, randomness="error"):
    """A function of the Jacobian: here computed backwards, as jacrev does."""
    if randomness not in ("error", "different", "same"):
        raise RuntimeError(f"Only allowed values for randomness are 'error', 'different', or 'same'. Got {randomness}")
    return jacrev(func, argnums, has_aux=has_aux)


def hessian(func, argnums=0):
    """A function of the second derivatives."""
    return jacfwd(jacrev(func, argnums), argnums)


# One row and many

def _name(func):
    return getattr(func, "__name__", repr(func))


def _dims(in_dims, args, what, name):
    """The axis of each leaf of the arguments, from a nest that may name one for many."""
    if isinstance(in_dims, list):
        in_dims = tuple(in_dims)

    def spread(dims, tree):
        if isinstance(tree, dict):
            if isinstance(dims, dict):
                if list(dims) != list(tree):
                    raise _mismatch()
                return [one for key in tree for one in spread(dims[key], tree[key])]
            if dims is None or isinstance(dims, int):
                return [one for key in tree for one in spread(dims, tree[key])]
        elif isinstance(tree, (tuple, list)):
            if isinstance(dims, (tuple, list)):
                if len(dims) != len(tree):
                    raise _mismatch()
                return [one for dim, part in zip(dims, tree) for one in spread(dim, part)]
            if dims is None or isinstance(dims, int):
                return [one for part in tree for one in spread(dims, part)]
        elif dims is None or isinstance(dims, int):
            return [dims]
        raise _mismatch()

    def _mismatch():
        return ValueError(f"vmap({name}, in_dims={in_dims}, ...)(<inputs>): in_dims is not compatible with the structure "
                          f"of `inputs`. in_dims has structure {in_dims!r} but inputs has {len(args)} parts.")

    return spread(in_dims, tuple(args))


def vmap(func, in_dims=0, out_dims=0, randomness="error", *, chunk_size=None):
    """A function of one row as one of many: it is called row by row, and the results are stacked."""
    if randomness not in ("error", "different", "same"):
        raise RuntimeError(f"Only allowed values for randomness are 'error', 'different', or 'same'. Got {randomness}")
    if chunk_size is not None and chunk_size <= 0:
        raise ValueError(f"vmap: chunk_size should be None or greater than 0. (got {chunk_size})")
    if randomness == "different":
        raise NotImplementedError("vmap(randomness='different') is not in Lagado: its numbers would be others than "
                                  "PyTorch's")
    name = _name(func)

    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        if not isinstance(in_dims, (int, tuple, list)):
            raise ValueError(
                f"vmap({name}, in_dims={in_dims}, ...)(<inputs>): expected `in_dims` to be int or a (potentially nested) "
                f"tuple matching the structure of inputs, got: {type(in_dims)}.")
        if not args:
            raise ValueError(
                f"vmap({name})(<inputs>): got no inputs. Maybe you forgot to add inputs, or you are trying to vmap over a "
                "function with no inputs. The latter is unsupported.")
        leaves, made = _flatten(tuple(args))
        dims = _dims(in_dims, args, leaves, name)
        named, build = _flatten(kwargs)
        named_dims = [0 if isinstance(leaf, torch.Tensor) else None for leaf in named]
        sizes = []
        for leaf, dim in list(zip(leaves, dims)) + list(zip(named, named_dims)):
            if dim is None:
                continue
            if not isinstance(leaf, torch.Tensor):
                raise ValueError(
                    f"vmap({name}, in_dims={in_dims}, ...)(<inputs>): Got in_dim={dim} for an input but the input is of "
                    f"type {type(leaf)}. We cannot vmap over non-Tensor arguments, please use None as the respective in_dim")
            if not -leaf.dim() <= dim < leaf.dim():
                raise ValueError(
                    f"vmap({name}, in_dims={in_dims}, ...)(<inputs>): Got in_dim={dim} for some input, but that input is "
                    f"a Tensor of dimensionality {leaf.dim()} so expected in_dim to satisfy -{leaf.dim()} <= in_dim < "
                    f"{leaf.dim()}.")
            sizes.append(leaf.shape[dim])
        if not sizes:
            raise ValueError(f"vmap({name}, in_dims={in_dims}, ...)(<inputs>): at least one input must be mapped over")
        if len(set(sizes)) > 1:
            raise ValueError("vmap: Expected all tensors to have the same size in the mapped dimension, got sizes "
                             f"{list(dict.fromkeys(sizes))} for the mapped dimension")
        if sizes[0] == 0:
            raise NotImplementedError("vmap over no rows is not in Lagado: there is no row to call the function with")

        def row(values, axes, place):
            return [value if dim is None else value.select(dim, place) for value, dim in zip(values, axes)]

        state = torch.get_rng_state()
        rows, shape = [], None
        for place in range(sizes[0]):
            if randomness == "same":
                torch.set_rng_state(state)
            found = func(*made(row(leaves, dims, place)), **build(row(named, named_dims, place)))
            if randomness == "error" and not torch.equal(torch.get_rng_state(), state):
                torch.set_rng_state(state)
                raise RuntimeError(
                    "vmap: called random operation while in randomness error mode. Please either use the 'same' or "
                    "'different' randomness flags on vmap or perform the randomness operation out of vmap")
            outputs, shape = _flatten(found)
            for one in outputs:
                if not isinstance(one, torch.Tensor):
                    raise ValueError(
                        f"vmap({name}, ...): `{name}` must only return Tensors, got type {type(one)}. Did you mean to set "
                        "out_dims= to None for output?")
            rows.append(outputs)
        axes = _dims(out_dims, (found,), None, name) if isinstance(out_dims, int) else _flatten(out_dims)[0]
        if len(axes) == 1:
            axes = axes * len(rows[0])
        if len(axes) != len(rows[0]):
            raise ValueError(f"vmap({name}, ..., out_dims={out_dims}): out_dims is not compatible with the structure of "
                             "`outputs`.")
        return shape([rows[0][number] if dim is None else torch.stack([outputs[number] for outputs in rows], dim)
                      for number, dim in enumerate(axes)])

    return wrapper


def stack_module_state(models):
    """The parameters and buffers of modules of one kind, stacked along a new first axis."""
    models = list(models)
    if not models:
        raise RuntimeError("stack_module_state: Expected at least one model, got 0.")
    if not (all(model.training for model in models) or all(not model.training for model in models)):
        raise RuntimeError("stack_module_state: Expected all models to have the same training/eval mode.")
    if not all(type(model) is type(models[0]) for model in models):
        raise RuntimeError("stack_module_state: Expected all models to be of the same class.")

    def stacked(parts):
        return {
            name: torch.stack([part[name].detach() for part in parts]).requires_grad_(parts[0][name].requires_grad)
            for name in parts[0]}

    return stacked([dict(model.named_parameters()) for model in models]), stacked(
        [dict(model.named_buffers()) for model in models])
