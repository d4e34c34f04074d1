"""Things for a with statement."""
import functools as _functools
import sys as _sys

import _contextlib

__all__ = ["AbstractContextManager", "ContextDecorator", "ExitStack", "closing", "contextmanager", "nullcontext",
           "redirect_stderr", "redirect_stdout", "suppress"]


nullcontext, suppress = _contextlib.nullcontext, _contextlib.suppress
if hasattr(_contextlib, "contextmanager"):
    contextmanager = _contextlib.contextmanager


class AbstractContextManager:
    """What a with statement takes."""

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        return None


class ContextDecorator:
    """Lets a context decorate functions."""

    def _recreate_cm(self):
        return self

    def __call__(self, func):
        @_functools.wraps(func)
        def inner(*args, **kwds):
            with self._recreate_cm():
                return func(*args, **kwds)
        return inner


class closing(AbstractContextManager):
    """Closes a thing at the end of a with block."""

    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *exc_info):
        self.thing.close()


class _Redirected(AbstractContextManager):
    def __init__(self, new_target):
        self._new_target = new_target
        self._old_targets = []

    def __enter__(self):
        self._old_targets.append(getattr(_sys, self._stream))
        setattr(_sys, self._stream, self._new_target)
        return self._new_target

    def __exit__(self, exctype, excinst, exctb):
        setattr(_sys, self._stream, self._old_targets.pop())


class redirect_stdout(_Redirected):
    """Lets what is printed go elsewhere."""
    _stream = "stdout"


class redirect_stderr(_Redirected):
    """Lets what goes to sys.stderr go elsewhere."""
    _stream = "stderr"


class ExitStack(AbstractContextManager):
    """Contexts that are entered one after the other and left together."""

    def __init__(self):
        self._callbacks = []

    def enter_context(self, cm):
        """Enters a context, which is left with the others."""
        result = _contextlib._enter(cm)
        self._callbacks.append(lambda kind, value, traceback: _contextlib._exit(cm, value))
        return result

    def push(self, exit):
        """Adds what is called as the __exit__ of a context is."""
        method = getattr(exit, "__exit__", None)
        self._callbacks.append(exit if method is None else method)
        return exit

    def callback(self, callback, /, *args, **kwds):
        """Adds a call."""
        def leave(kind, value, traceback):
            callback(*args, **kwds)
        self._callbacks.append(leave)
        return callback

    def pop_all(self):
        """Another stack with all that is here."""
        other = type(self)()
        other._callbacks, self._callbacks = self._callbacks, []
        return other

    def close(self):
        """Leaves all now."""
        self.__exit__(None, None, None)

    def __exit__(self, kind, value, traceback):
        given, swallowed = value, False
        while self._callbacks:
            leave = self._callbacks.pop()
            try:
                if leave(None if value is None else type(value), value,
                         None if value is None else value.__traceback__):
                    value, swallowed = None, True
            except BaseException as error:
                value, swallowed = error, False
        if value is not None and value is not given:
            raise value
        return swallowed and given is not None
