"""What `functools` has besides: classes and functions completed, chosen by type, computed once."""
import functools as _functools

__all__ = ["WRAPPER_ASSIGNMENTS", "WRAPPER_UPDATES", "cached_property", "partialmethod", "singledispatch",
           "singledispatchmethod", "total_ordering", "update_wrapper"]

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Gives a function the name and text of the one that it wraps."""
    for name in ("__name__", "__doc__"):
        if hasattr(wrapped, name) and name in assigned:
            setattr(wrapper, name, getattr(wrapped, name))
    wrapper.__wrapped__ = wrapped
    return wrapper


def total_ordering(cls):
    """Completes a class that has one comparison beside ==."""
    given = [name for name in ("__lt__", "__gt__", "__le__", "__ge__") if name in cls.__dict__]
    if not given:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    # Each of the other three from the one that is there, and ==.
    root = given[0]
    own = getattr(cls, root)

    def decided(answer):
        def method(self, other):
            result = own(self, other)
            return result if result is NotImplemented else answer(result, self == other)
        return method

    rules = {
        "__lt__": {"__gt__": lambda r, e: not r and not e, "__le__": lambda r, e: r or e,
                   "__ge__": lambda r, e: not r},
        "__gt__": {"__lt__": lambda r, e: not r and not e, "__ge__": lambda r, e: r or e,
                   "__le__": lambda r, e: not r},
        "__le__": {"__ge__": lambda r, e: not r or e, "__lt__": lambda r, e: r and not e,
                   "__gt__": lambda r, e: not r},
        "__ge__": {"__le__": lambda r, e: not r or e, "__gt__": lambda r, e: r and not e,
                   "__lt__": lambda r, e: not r}}
    for name, answer in rules[root].items():
        if name not in cls.__dict__:
            setattr(cls, name, decided(answer))
    return cls


class cached_property:
    """An attribute that is computed once."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__

    def __set_name__(self, owner, name):
        self.attrname = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        kept = instance.__dict__
        if self.attrname not in kept:
            kept[self.attrname] = self.func(instance)
        return kept[self.attrname]


class partialmethod:
    """A method with some arguments given."""

    def __init__(self, func, /, *args, **keywords):
        self.func, self.args, self.keywords = func, args, keywords

    def __get__(self, instance, owner=None):
        given, named, func = self.args, self.keywords, self.func

        def method(*args, **keywords):
            return func(instance, *given, *args, **{**named, **keywords})
        return method


class _Dispatched:
    def __init__(self, func):
        self.func, self.registry = func, {object: func}
        self.__name__, self.__doc__, self.__wrapped__ = func.__name__, func.__doc__, func

    def register(self, cls, func=None):
        """Adds what is called for a class."""
        if func is None:
            if isinstance(cls, type):
                return lambda f: self.register(cls, f)
            func = cls
            hints = [value for name, value in func.__annotations__.items() if name != "return"]
            if not hints or not isinstance(hints[0], type):
                raise TypeError(f"Invalid first argument to `register()`: {func!r}. Use either `@register(some_class)` "
                                "or plain `@register` on an annotated function.")
            cls = hints[0]
        self.registry[cls] = func
        return func

    def dispatch(self, cls):
        """What is called for a class."""
        for base in cls.__mro__:
            if base in self.registry:
                return self.registry[base]
        return self.func

    def __call__(self, *args, **kw):
        if not args:
            raise TypeError(f"{self.__name__} requires at least 1 positional argument")
        return self.dispatch(type(args[0]))(*args, **kw)


def singledispatch(func):
    """A function that is chosen by the class of its first argument."""
    return _Dispatched(func)


class singledispatchmethod:
    """A method that is chosen by the class of its first argument."""

    def __init__(self, func):
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        """Adds what is called for a class."""
        return self.dispatcher.register(cls, func=method)

    def __get__(self, instance, owner=None):
        dispatcher = self.dispatcher

        def method(*args, **kwargs):
            found = dispatcher.dispatch(type(args[0]))
            if instance is None:
                return found(*args, **kwargs)
            return found(instance, *args, **kwargs)
        method.register = self.register
        return method
