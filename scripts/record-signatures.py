#!/usr/bin/env python3
"""Records which names PyTorch, NumPy and matplotlib have and what each of them takes.

    python3 scripts/record-signatures.py        (with PyTorch, NumPy and matplotlib installed)

Writes Sources/PythonSources/Written/library-names.txt, with the attributes of classes, and Tests/SignatureCases/signatures.txt: a line for each form of a call, such as `torch.sum(input, dim, keepdim=False, *, dtype=None)`,
with names of parameters, their order, how they may be given and their defaults; a name that is no call stands alone. Where Python knows no
signature of a function, PyTorch's own stubs and schemas tell. Names are facts; no text is taken.
"""
import ast
import importlib
import inspect
import pathlib
import re
import types
import typing
import warnings

import matplotlib
matplotlib.use("svg")
import matplotlib.axes
import matplotlib.figure
import matplotlib.pyplot
import numpy
import torch
import torch.utils.data

warnings.simplefilter("ignore")
root = pathlib.Path(__file__).resolve().parent.parent
folder = root / "Tests" / "SignatureCases"
package = pathlib.Path(torch.__file__).parent

# Inside other back ends, of compilers, or of number types that a lecture does not meet.
INTERNAL = re.compile(
    r"^(cudnn|miopen|mkldnn|fbgemm|quantized|q|sym|native|autocast|vulkan|batch_norm_|fused_|choose_|fake_|unsafe_|get_autocast|"
    r"set_autocast|is_autocast|slice_inverse|profiler|prepare_|dsmm|hsmm|saddmm|spmm|sspaddmm|smm|import_ir|parse_|merge_type|"
    r"(un)?fork|wait|read_vitals|set_vital|vitals|cpp|get_file_path|init_num|has_(cuda|cudnn|lapack|mkl|mkldnn|mps|openmp|spectral)|"
    r"runtime_error|typename_|reproducibility|sparse_support|tf32|handle_torch|has_torch|assert_int|boolean_dispatch)"
    r"(_|\b|(?<=_))|_copy$|_backward(_|$)")
# Modules and helpers that a package happens to import.
BORROWED = set("Any Callable Optional Sequence TYPE_CHECKING Union List Tuple Iterable BroadcastingList1 BroadcastingList2 BroadcastingList3 "
               "DType ParamSpec TypeVar TypeAlias overload cast dataclass wraps deprecated TypeIs Self Literal "
               "classproperty annotations GRID_SAMPLE_INTERPOLATION_MODES GRID_SAMPLE_PADDING_MODES ScalingType SwizzleType Concatenate".split())

MISSING = object()


# MARK: A signature as text

def shown(value):
    """A default as a program writes it."""
    if value is numpy._NoValue:
        return "<none>"
    if isinstance(value, torch.dtype):
        return str(value)
    if isinstance(value, float):
        return repr(value)
    if value is None or isinstance(value, (bool, int, str)):
        return repr(value)
    if isinstance(value, (tuple, list)) and len(value) < 6:
        return repr(value).replace("\n", " ")
    if isinstance(value, type):
        return value.__name__
    if callable(value):
        return getattr(value, "__name__", "<function>")
    text = repr(value)
    return text if re.fullmatch(r"[\w.'-]+", text) else "<value>"


def written(parameters):
    """`a, /, b=1, *, c=None`."""
    parts, kinds = [], [kind for _, kind, _ in parameters]
    starred = False
    for number, (name, kind, default) in enumerate(parameters):
        if kind == "keyword" and not starred:
            parts.append("*")
            starred = True
        if kind == "rest":
            starred = True
        mark = {"rest": "*", "keywords": "**"}.get(kind, "")
        parts.append(mark + name + ("" if default is MISSING or mark else "=" + default))
        if kind == "position" and "position" not in kinds[number + 1:]:
            parts.append("/")
    return ", ".join(parts)


KINDS = {
    inspect.Parameter.POSITIONAL_ONLY: "position", inspect.Parameter.POSITIONAL_OR_KEYWORD: "either",
    inspect.Parameter.KEYWORD_ONLY: "keyword", inspect.Parameter.VAR_POSITIONAL: "rest", inspect.Parameter.VAR_KEYWORD: "keywords"}


def told(function, drops_self):
    """The parameters that a signature lists."""
    signature = inspect.signature(function)
    found = [(p.name, KINDS[p.kind], MISSING if p.default is p.empty else shown(p.default)) for p in signature.parameters.values()]
    return [found[1:] if drops_self and found and found[0][0] in ("self", "cls") else found]


def inspected(function, drops_self=False):
    """What `inspect.signature` tells, or nothing."""
    try:
        found = told(function, drops_self)[0]
    except (ValueError, TypeError):
        return []
    if [kind for _, kind, _ in found] == ["rest", "keywords"]:
        # A function that chooses between two by a flag: both take the same.
        inner = [cell.cell_contents for cell in getattr(function, "__closure__", None) or () if callable(cell.cell_contents)]
        for one in inner:
            if not inspect.isclass(one) and (better := inspected(one)) and better[0] != found:
                return better
        if wrapped := getattr(function, "__wrapped__", None):
            return inspected(wrapped)
        overloads = typing.get_overloads(function) if inspect.isfunction(function) else []
        return [form for one in overloads if one is not function for form in told(one, drops_self)] or [found]
    return [found]


# MARK: PyTorch's stubs

def stub(node):
    """The parameters of a function in a stub file."""
    arguments, result = node.args, []
    first = arguments.posonlyargs + arguments.args
    defaults = [MISSING] * (len(first) - len(arguments.defaults)) + [ast.unparse(value) for value in arguments.defaults]
    for argument, default in zip(first, defaults):
        if argument.arg == "self":
            continue
        kind = "position" if argument in arguments.posonlyargs else "either"
        result.append((argument.arg, kind, default))
    if arguments.vararg:
        result.append((arguments.vararg.arg, "rest", MISSING))
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        result.append((argument.arg, "keyword", MISSING if default is None else ast.unparse(default)))
    if arguments.kwarg:
        result.append((arguments.kwarg.arg, "keywords", MISSING))
    return result


def names_axes(node):
    """Whether a form takes named axes, which tensors of a lecture do not have."""
    return "ellipsis" in ast.unparse(node.args) or "str | EllipsisType" in ast.unparse(node.args)


def stubs(path, within=None):
    tree = ast.parse((package / path).read_text())
    body = tree.body
    if within:
        body = next(node for node in body if isinstance(node, ast.ClassDef) and node.name == within).body
    found = {}
    for node in body:
        if isinstance(node, ast.FunctionDef) and not names_axes(node):
            found.setdefault(node.name, []).append(stub(node))
    return found


FUNCTIONS = stubs("_C/_VariableFunctions.pyi")
METHODS = stubs("_C/__init__.pyi", "TensorBase")
NEURAL = stubs("_C/_nn.pyi") | stubs("nn/functional.pyi")


def schemas(name):
    """What PyTorch's dispatcher tells of an operator: the forms, those that write joined by `out`."""
    forms = []
    for schema in torch._C._jit_get_schemas_for_operator("aten::" + name):
        parameters, out = [], False
        for argument in schema.arguments:
            if argument.is_out:
                out = True
                continue
            title = "input" if argument.name == "self" else argument.name
            default = shown(argument.default_value) if argument.has_default_value() else MISSING
            parameters.append((title, "keyword" if argument.kwarg_only else "either", default))
        if out:
            parameters.append(("out", "keyword", "None"))
        forms.append(parameters)
    return [one for one in forms if not any(one != other and set(one) < set(other) for other in forms)]


def documented(function):
    """The first line of a docstring that is a call."""
    name = getattr(function, "__name__", "")
    for line in (function.__doc__ or "").splitlines()[:3]:
        match = re.match(rf"^\s*(?:[\w.]*\.)?{re.escape(name)}\((.*)\)(?:\s*->.*)?$", line)
        if not match:
            continue
        try:
            return [stub(ast.parse(f"def f({match[1]}): ...").body[0])]
        except SyntaxError:
            return []
    return []


# MARK: What is recorded

lines = {}
untold = []


def record(name, forms):
    unique = []
    for form in forms:
        text = f"{name}({written(form)})"
        if text not in unique:
            unique.append(text)
    lines.setdefault(name, unique or [name + "(...)"])
    if not unique:
        untold.append(name)


def public(owner):
    return [name for name in sorted(set(getattr(owner, "__all__", None) or dir(owner))) if not name.startswith("_")]


def functions(module, path, *fallbacks, only=None, also=()):
    """The functions, classes and values of a module."""
    for name in sorted(set(public(module)) | set(also)):
        value = getattr(module, name, None)
        if isinstance(value, types.ModuleType) or (value is torch.Tensor and path != "torch") or name in BORROWED or INTERNAL.search(name) or (only and not only(name, value)):
            continue
        full = f"{path}.{name}"
        if inspect.isclass(value):
            constructor(value, full)
        elif callable(value):
            forms = inspected(value)
            for fallback in fallbacks:
                forms = forms or fallback(name)
            record(full, forms or documented(value))
        else:
            lines.setdefault(full, [full])


def constructor(type, full):
    if issubclass(type, BaseException):
        lines.setdefault(full, [full])
        return
    forms = inspected(type.__init__, drops_self=True) if inspect.isfunction(type.__init__) else []
    forms = forms or inspected(type) or documented(type)
    record(full, forms or ([[]] if type.__init__ is object.__init__ and type.__new__ is object.__new__ else []))


def methods(type, path, *fallbacks, leaves=()):
    """The methods and attributes of a class."""
    for name in sorted(dir(type)):
        if name.startswith("_") or name in leaves or INTERNAL.search(name):
            continue
        value = inspect.getattr_static(type, name)
        if isinstance(value, (property, types.GetSetDescriptorType, types.MemberDescriptorType)) or not callable(getattr(type, name, None)):
            lines.setdefault(f"{path}.{name}", [f"{path}.{name}"])
            continue
        forms = inspected(getattr(type, name), drops_self=True)
        for fallback in fallbacks:
            forms = forms or fallback(name)
        record(f"{path}.{name}", forms or documented(getattr(type, name)))


# Functions of PyTorch that a program calls although no page is about them.
WELL_KNOWN = set("""relu dropout batch_norm layer_norm log_softmax embedding masked_fill masked_scatter index_fill index_put selu celu
    group_norm instance_norm rms_norm kl_div threshold rrelu clamp_min clamp_max detach lstm gru rnn_tanh rnn_relu lstm_cell gru_cell fill
    put max_pool1d max_pool2d max_pool3d scalar_tensor split_with_sizes cosine_embedding_loss margin_ranking_loss triplet_margin_loss
    binary_cross_entropy_with_logits zero_ get_device is_signed rsub hinge_embedding_loss poisson_nll_loss alpha_dropout""".split())
CLASSES = "Generator Size Tensor device dtype finfo iinfo layout memory_format no_grad enable_grad inference_mode set_grad_enabled autocast OutOfMemoryError"


def torch_name(name, value):
    if inspect.isclass(value):
        return name in CLASSES.split() or re.fullmatch(r"(Float|Double|Half|BFloat16|Long|Int|Short|Char|Byte|Bool)Tensor", name)
    if isinstance(value, torch.dtype):
        return not re.match(r"(quint|qint|float8|float4|bits|int[1-7]$|uint[1-7]$)", name)
    if not callable(value):
        return isinstance(value, (float, torch.layout, torch.memory_format)) or name == "default_generator"
    return bool(value.__doc__) or name in WELL_KNOWN


def stubs_of(*tables):
    return lambda name: next((table[name] for table in tables if name in table), [])


functions(torch, "torch", stubs_of(FUNCTIONS), schemas, only=torch_name, also=[name for name in dir(torch) if not name.startswith("_")])
methods(torch.Tensor, "torch.Tensor", stubs_of(METHODS), leaves={"volatile", "reinforce", "resize", "resize_as"})

layers = [name for name in public(torch.nn) if inspect.isclass(getattr(torch.nn, name))]
for name in layers:
    type = getattr(torch.nn, name)
    constructor(type, f"torch.nn.{name}")
    if issubclass(type, torch.nn.Module) and type.forward is not torch.nn.Module.forward:
        record(f"torch.nn.{name}.forward", inspected(type.forward, drops_self=True))
methods(torch.nn.Module, "torch.nn.Module")
functional = torch.nn.functional
functions(functional, "torch.nn.functional", stubs_of(NEURAL, FUNCTIONS), schemas,
          only=lambda name, value: callable(value) and not inspect.isclass(value))
functions(torch.nn.init, "torch.nn.init", only=lambda name, value: inspect.isfunction(value))
functions(torch.nn.utils, "torch.nn.utils")
functions(torch.nn.utils.rnn, "torch.nn.utils.rnn")
functions(torch.optim, "torch.optim")
functions(torch.optim.lr_scheduler, "torch.optim.lr_scheduler")
functions(torch.optim.swa_utils, "torch.optim.swa_utils")
methods(torch.optim.Optimizer, "torch.optim.Optimizer")
methods(torch.optim.lr_scheduler.LRScheduler, "torch.optim.lr_scheduler.LRScheduler")
functions(torch.utils.data, "torch.utils.data",
          only=lambda name, value: not re.search("DataPipe|datapipe|^(guaranteed|argument|runtime|_)|DFIter|^functional", name))
functions(torch.linalg, "torch.linalg", lambda name: schemas("linalg_" + name),
          also=[name for name in dir(torch.linalg) if not name.startswith("_") and callable(getattr(torch.linalg, name))])
functions(torch.autograd, "torch.autograd", only=lambda name, value: callable(value) and name not in ("Variable", "variable", "NestedIOFunction"))
functions(torch.autograd.functional, "torch.autograd.functional", only=lambda name, value: inspect.isfunction(value))
# What a program writes or calls of it: the rest belongs to the context that it is handed.
overridden = {"forward", "backward", "setup_context", "apply", "jvp", "vmap"}
methods(torch.autograd.Function, "torch.autograd.Function", leaves=set(dir(torch.autograd.Function)) - overridden)
functions(torch.special, "torch.special", lambda name: schemas("special_" + name))
functions(torch.fft, "torch.fft", lambda name: schemas("fft_" + name))
functions(torch.amp, "torch.amp")
functions(torch.random, "torch.random")
functions(torch.func, "torch.func")
functions(torch.utils.checkpoint, "torch.utils.checkpoint", only=lambda name, value: name in ("checkpoint", "checkpoint_sequential"))
functions(torch.distributions, "torch.distributions", only=lambda name, value: inspect.isclass(value) or inspect.isfunction(value))

functions(numpy, "numpy", only=lambda name, value: name not in ("test", "show_config", "show_runtime", "info", "lookfor", "get_include"))
methods(numpy.ndarray, "numpy.ndarray")
functions(numpy.linalg, "numpy.linalg", only=lambda name, value: name != "test")
functions(numpy.fft, "numpy.fft", only=lambda name, value: name != "test")
functions(numpy.random, "numpy.random", only=lambda name, value: name != "test" and callable(value))
methods(numpy.random.Generator, "numpy.random.Generator")

pyplot = matplotlib.pyplot
drawing = [name for name, value in vars(pyplot).items() if not name.startswith("_") and inspect.isfunction(value)
           and value.__module__ == "matplotlib.pyplot"]
for name in sorted(drawing):
    record(f"matplotlib.pyplot.{name}", inspected(getattr(pyplot, name)))
own = [name for name in dir(matplotlib.axes.Axes) if not name.startswith("_")]
methods(matplotlib.axes.Axes, "matplotlib.axes.Axes")
methods(matplotlib.figure.Figure, "matplotlib.figure.Figure")

folder.mkdir(exist_ok=True)
text = "\n".join(line for name in sorted(lines) for line in lines[name]) + "\n"
(folder / "signatures.txt").write_text(text, encoding="utf-8")

# The attributes of classes, for the program: what an object says of one that is not here.
classes = ["torch.Tensor", "torch.nn.Module", "torch.optim.Optimizer", "torch.optim.lr_scheduler.LRScheduler", "torch.autograd.Function",
           "numpy.ndarray", "numpy.random.Generator", "matplotlib.axes.Axes", "matplotlib.figure.Figure"]
attributes = {owner: [name.rsplit(".", 1)[1] for name in lines if name.rsplit(".", 1)[0] == owner] for owner in classes}
(root / "Sources" / "PythonSources" / "Written" / "library-names.txt").write_text(
    "\n".join(f"{owner}: {' '.join(names)}" for owner, names in attributes.items()) + "\n", encoding="utf-8")

print(f"{len(lines)} names, {text.count(chr(10))} forms; PyTorch {torch.__version__}, NumPy {numpy.__version__}, "
      f"matplotlib {matplotlib.__version__}")
print("no signature:", " ".join(untold))
