"""What functions, classes and modules say of themselves."""
import _inspect

__all__ = ["BoundArguments", "Parameter", "Signature", "cleandoc", "getdoc", "getfile", "getfullargspec", "getmembers",
           "getmodule", "getsource", "getsourcefile", "getsourcelines", "isabstract", "isbuiltin", "isclass",
           "isfunction", "isgenerator", "isgeneratorfunction", "ismethod", "ismodule", "isroutine", "signature"]


class _empty:
    """Nothing: what a parameter has no default or annotation."""


class _Kind:
    def __init__(self, number, name, description):
        self.value, self.name, self.description = number, name, description

    def __repr__(self):
        return f"<_ParameterKind.{self.name}: {self.value}>"

    def __str__(self):
        return self.name

    def __int__(self):
        return self.value

    def __lt__(self, other):
        return self.value < other.value


class Parameter:
    """One parameter of a function."""
    empty = _empty
    POSITIONAL_ONLY = _Kind(0, "POSITIONAL_ONLY", "positional-only")
    POSITIONAL_OR_KEYWORD = _Kind(1, "POSITIONAL_OR_KEYWORD", "positional or keyword")
    VAR_POSITIONAL = _Kind(2, "VAR_POSITIONAL", "variadic positional")
    KEYWORD_ONLY = _Kind(3, "KEYWORD_ONLY", "keyword-only")
    VAR_KEYWORD = _Kind(4, "VAR_KEYWORD", "variadic keyword")

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        self.name, self.kind, self.default, self.annotation = name, kind, default, annotation

    def replace(self, *, name=None, kind=None, default=None, annotation=None):
        """The parameter with other values."""
        return Parameter(name or self.name, kind or self.kind,
                         default=self.default if default is None else default,
                         annotation=self.annotation if annotation is None else annotation)

    def __str__(self):
        text = self.name
        if self.annotation is not _empty:
            text += ": " + formatannotation(self.annotation)
        if self.default is not _empty:
            text += (" = " if self.annotation is not _empty else "=") + repr(self.default)
        if self.kind is Parameter.VAR_POSITIONAL:
            return "*" + text
        return "**" + text if self.kind is Parameter.VAR_KEYWORD else text

    def __repr__(self):
        return f'<Parameter "{self}">'

    def __eq__(self, other):
        if not isinstance(other, Parameter):
            return NotImplemented
        return (self.name, self.kind, self.default) == (other.name, other.kind, other.default)

    def __hash__(self):
        return hash((self.name, self.kind.value))


_kinds = [Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD, Parameter.VAR_POSITIONAL,
          Parameter.KEYWORD_ONLY, Parameter.VAR_KEYWORD]


def formatannotation(annotation):
    if isinstance(annotation, type):
        if annotation.__module__ in ("builtins", "__main__"):
            return annotation.__name__
        return annotation.__module__ + "." + annotation.__name__
    return repr(annotation) if isinstance(annotation, str) else repr(annotation).replace("typing.", "")


class BoundArguments:
    """Arguments by the parameters that take them."""

    def __init__(self, signature, arguments):
        self.signature, self.arguments = signature, arguments

    @property
    def args(self):
        row = []
        for name, parameter in self.signature.parameters.items():
            if parameter.kind.value > 2 or name not in self.arguments:
                break
            if parameter.kind is Parameter.VAR_POSITIONAL:
                row += self.arguments[name]
            else:
                row.append(self.arguments[name])
        return tuple(row)

    @property
    def kwargs(self):
        given, count = {}, 0
        for name, parameter in self.signature.parameters.items():
            if name not in self.arguments:
                continue
            if parameter.kind is Parameter.VAR_KEYWORD:
                given.update(self.arguments[name])
            elif parameter.kind is Parameter.KEYWORD_ONLY:
                given[name] = self.arguments[name]
        return given

    def apply_defaults(self):
        """Adds the parameters that were left out."""
        whole = {}
        for name, parameter in self.signature.parameters.items():
            if name in self.arguments:
                whole[name] = self.arguments[name]
            elif parameter.default is not _empty:
                whole[name] = parameter.default
            elif parameter.kind is Parameter.VAR_POSITIONAL:
                whole[name] = ()
            elif parameter.kind is Parameter.VAR_KEYWORD:
                whole[name] = {}
        self.arguments = whole

    def __repr__(self):
        return "<BoundArguments (" + ", ".join(f"{n}={v!r}" for n, v in self.arguments.items()) + ")>"


class Signature:
    """The parameters of a function."""
    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty):
        self.parameters = {parameter.name: parameter for parameter in parameters or ()}
        self.return_annotation = return_annotation

    def __str__(self):
        parts, starred = [], False
        row = list(self.parameters.values())
        for index, parameter in enumerate(row):
            if parameter.kind is Parameter.VAR_POSITIONAL:
                starred = True
            elif parameter.kind is Parameter.KEYWORD_ONLY and not starred:
                parts.append("*")
                starred = True
            parts.append(str(parameter))
            is_last = index + 1 == len(row) or row[index + 1].kind is not Parameter.POSITIONAL_ONLY
            if parameter.kind is Parameter.POSITIONAL_ONLY and is_last:
                parts.append("/")
        text = "(" + ", ".join(parts) + ")"
        if self.return_annotation is not _empty:
            text += " -> " + formatannotation(self.return_annotation)
        return text

    def __repr__(self):
        return f"<Signature {self}>"

    def __eq__(self, other):
        return self.parameters == other.parameters if isinstance(other, Signature) else NotImplemented

    def replace(self, *, parameters=None, return_annotation=None):
        """The signature with other parameters."""
        return Signature(self.parameters.values() if parameters is None else parameters,
                         return_annotation=self.return_annotation if return_annotation is None else return_annotation)

    def bind(self, /, *args, **kwargs):
        """The arguments of a call by the parameters that take them."""
        return self._bound(args, kwargs, False)

    def bind_partial(self, /, *args, **kwargs):
        """The same, where some may be missing."""
        return self._bound(args, kwargs, True)

    def _bound(self, args, kwargs, is_partial):
        found, rest, given = {}, list(args), dict(kwargs)
        for name, parameter in self.parameters.items():
            kind = parameter.kind
            if kind is Parameter.VAR_POSITIONAL:
                if rest:
                    found[name] = tuple(rest)
                rest = []
            elif kind is Parameter.VAR_KEYWORD:
                if given:
                    found[name] = given
                given = {}
            elif kind.value < 2 and rest:
                if kind.value == 1 and name in given:
                    raise TypeError(f"multiple values for argument {name!r}")
                found[name] = rest.pop(0)
            elif kind.value and name in given:
                found[name] = given.pop(name)
            elif parameter.default is _empty and not is_partial:
                raise TypeError(f"missing a required argument: {name!r}")
        if rest:
            raise TypeError("too many positional arguments")
        if given:
            raise TypeError(f"got an unexpected keyword argument {next(iter(given))!r}")
        return BoundArguments(self, found)


def signature(obj, *, follow_wrapped=True):
    """The parameters of a function, a method or a class."""
    if not callable(obj):
        raise TypeError(f"{obj!r} is not a callable object")
    while follow_wrapped and hasattr(obj, "__wrapped__"):
        obj = obj.__wrapped__
    row, returned = _inspect.parameters(obj)
    if row is None:
        raise ValueError(f"no signature found for {obj!r}")
    parameters = []
    for name, kind, has_default, default, annotation in row:
        parameters.append(Parameter(name, _kinds[kind], default=default if has_default else _empty,
                                    annotation=_empty if annotation is None else annotation[0]))
    return Signature(parameters, return_annotation=_empty if returned is None else returned[0])


class FullArgSpec:
    """What getfullargspec gives."""

    def __init__(self, args, varargs, varkw, defaults, kwonlyargs, kwonlydefaults, annotations):
        self.args, self.varargs, self.varkw, self.defaults = args, varargs, varkw, defaults
        self.kwonlyargs, self.kwonlydefaults, self.annotations = kwonlyargs, kwonlydefaults, annotations

    def _row(self):
        return (self.args, self.varargs, self.varkw, self.defaults, self.kwonlyargs, self.kwonlydefaults,
                self.annotations)

    def __iter__(self):
        return iter(self._row())

    def __getitem__(self, index):
        return self._row()[index]

    def __repr__(self):
        names = ["args", "varargs", "varkw", "defaults", "kwonlyargs", "kwonlydefaults", "annotations"]
        return "FullArgSpec(" + ", ".join(f"{n}={getattr(self, n)!r}" for n in names) + ")"


def getfullargspec(func):
    """The names of a function's parameters, by how they are given."""
    args, varargs, varkw, defaults, only, only_defaults = [], None, None, [], [], {}
    for parameter in signature(func).parameters.values():
        kind = parameter.kind.value
        if kind < 2:
            args.append(parameter.name)
            if parameter.default is not _empty:
                defaults.append(parameter.default)
        elif kind == 2:
            varargs = parameter.name
        elif kind == 3:
            only.append(parameter.name)
            if parameter.default is not _empty:
                only_defaults[parameter.name] = parameter.default
        else:
            varkw = parameter.name
    if ismethod(func):
        args.insert(0, "self")
    return FullArgSpec(args, varargs, varkw, tuple(defaults) or None, only, only_defaults or None,
                       dict(getattr(func, "__annotations__", None) or {}))


def isclass(object):
    """Whether it is a class."""
    return isinstance(object, type)


def isfunction(object):
    """Whether a program has written it as a function."""
    return type(object).__name__ == "function"


def ismethod(object):
    """Whether it is a method of an object."""
    return type(object).__name__ == "method"


def isbuiltin(object):
    """Whether it is a function that comes with the language."""
    return type(object).__name__ == "builtin_function_or_method"


def isroutine(object):
    """Whether it is a function or a method."""
    return isfunction(object) or ismethod(object) or isbuiltin(object)


def ismodule(object):
    """Whether it is a module."""
    return type(object).__name__ == "module"


def isgenerator(object):
    """Whether it is a generator."""
    return type(object).__name__ == "generator"


def isgeneratorfunction(object):
    """Whether a call of it gives a generator."""
    return (isfunction(object) or ismethod(object)) and _inspect.is_generator_function(object)


def isabstract(object):
    """Whether it is a class of which no object can be made."""
    return isclass(object) and bool(getattr(object, "__abstractmethods__", None))


def getmembers(object, predicate=None):
    """The attributes of an object with their names, in the order of the alphabet."""
    found = []
    for name in sorted(set(dir(object))):
        try:
            value = getattr(object, name)
        except AttributeError:
            continue
        if predicate is None or predicate(value):
            found.append((name, value))
    return found


def cleandoc(doc):
    """A text without the blanks that its lines begin with."""
    lines = doc.expandtabs().split("\n")
    margin = min([len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()], default=0)
    lines = [lines[0].lstrip()] + [line[margin:] for line in lines[1:]]
    while lines and not lines[-1].strip():
        lines.pop()
    while lines and not lines[0].strip():
        lines.pop(0)
    return "\n".join(lines)


def getdoc(object):
    """What an object says of itself."""
    text = getattr(object, "__doc__", None)
    return cleandoc(text) if isinstance(text, str) else None


def getsource(object):
    """The lines that define a function or a class."""
    text = _inspect.source(object)
    if text is None:
        if isbuiltin(object) or isclass(object) or ismodule(object):
            raise TypeError(f"{object!r} is a built-in {'class' if isclass(object) else 'module, class or function'}")
        raise TypeError("module, class, method, function, traceback, frame, or code object was expected, got "
                        + type(object).__name__)
    return text


def getsourcelines(object):
    """The lines that define a function or a class, and the number of the first."""
    return getsource(object).splitlines(True), _inspect.line(object)


def getfile(object):
    """The file that defines an object."""
    place = _inspect.file(object)
    if place is None:
        raise TypeError(f"{object!r} is a built-in")
    return place


def getsourcefile(object):
    """The file that defines an object."""
    return getfile(object)


def getmodule(object):
    """The module that defines an object."""
    import sys
    name = object.__name__ if ismodule(object) else getattr(object, "__module__", None)
    return sys.modules.get(name)
