"""References that keep nothing alive, and containers of them."""
import _weakref
from _weakref import ref

__all__ = ["ReferenceType", "WeakKeyDictionary", "WeakMethod", "WeakSet", "WeakValueDictionary", "getweakrefcount",
           "proxy", "ref"]

ReferenceType = ref


class WeakValueDictionary:
    """A dict whose values go when nobody else has them."""

    def __init__(self, other=(), /, **kw):
        self.data = {}
        self.update(other, **kw)

    def _live(self):
        live = [(key, made()) for key, made in self.data.items()]
        for key, value in live:
            if value is None:
                del self.data[key]
        return [(key, value) for key, value in live if value is not None]

    def __setitem__(self, key, value):
        self.data[key] = ref(value)

    def __getitem__(self, key):
        value = self.data[key]()
        if value is None:
            del self.data[key]
            raise KeyError(key)
        return value

    def __delitem__(self, key):
        del self.data[key]

    def __contains__(self, key):
        return key in self.data and self.data[key]() is not None

    def __len__(self):
        return len(self._live())

    def __iter__(self):
        return iter([key for key, _ in self._live()])

    def __repr__(self):
        return "<WeakValueDictionary>"

    def keys(self):
        """The keys."""
        return [key for key, _ in self._live()]

    def values(self):
        """The values that are still there."""
        return [value for _, value in self._live()]

    def items(self):
        """The pairs whose values are still there."""
        return self._live()

    def get(self, key, default=None):
        """The value of a key."""
        return self[key] if key in self else default

    def pop(self, key, *default):
        """Takes a value out."""
        if key in self:
            value = self[key]
            del self.data[key]
            return value
        if default:
            return default[0]
        raise KeyError(key)

    def setdefault(self, key, default=None):
        """The value of a key, which gets one where it has none."""
        if key not in self:
            self[key] = default
        return self[key]

    def update(self, other=(), /, **kw):
        """Takes the pairs of another mapping."""
        for key, value in (other.items() if hasattr(other, "items") else other):
            self[key] = value
        for key in kw:
            self[key] = kw[key]

    def clear(self):
        """Takes everything out."""
        self.data.clear()


class WeakKeyDictionary:
    """A dict whose keys go when nobody else has them."""

    def __init__(self, dict=None):
        self.data = {}
        if dict is not None:
            self.update(dict)

    def _live(self):
        live = [(key, key(), value) for key, value in self.data.items()]
        for key, made, _ in live:
            if made is None:
                del self.data[key]
        return [(made, value) for _, made, value in live if made is not None]

    def __setitem__(self, key, value):
        self.data[ref(key)] = value

    def __getitem__(self, key):
        found = self.data.get(ref(key), _missing)
        if found is _missing:
            raise KeyError(key)
        return found

    def __delitem__(self, key):
        del self.data[ref(key)]

    def __contains__(self, key):
        return ref(key) in self.data

    def __len__(self):
        return len(self._live())

    def __iter__(self):
        return iter([key for key, _ in self._live()])

    def __repr__(self):
        return "<WeakKeyDictionary>"

    def keys(self):
        """The keys that are still there."""
        return [key for key, _ in self._live()]

    def values(self):
        """The values whose keys are still there."""
        return [value for _, value in self._live()]

    def items(self):
        """The pairs whose keys are still there."""
        return self._live()

    def get(self, key, default=None):
        """The value of a key."""
        return self.data.get(ref(key), default)

    def pop(self, key, *default):
        """Takes a value out."""
        return self.data.pop(ref(key), *default)

    def setdefault(self, key, default=None):
        """The value of a key, which gets one where it has none."""
        return self.data.setdefault(ref(key), default)

    def update(self, other, /):
        """Takes the pairs of another mapping."""
        for key, value in other.items():
            self[key] = value


_missing = object()


class WeakSet:
    """A set whose elements go when nobody else has them."""

    def __init__(self, data=()):
        self.data = set()
        for element in data:
            self.add(element)

    def _live(self):
        for made in [made for made in self.data if made() is None]:
            self.data.discard(made)
        return [made() for made in self.data]

    def add(self, item):
        """Adds an element."""
        self.data.add(ref(item))

    def discard(self, item):
        """Takes an element out, where it is there."""
        self.data.discard(ref(item))

    def remove(self, item):
        """Takes an element out."""
        if item not in self:
            raise KeyError(item)
        self.data.discard(ref(item))

    def clear(self):
        """Takes everything out."""
        self.data.clear()

    def __contains__(self, item):
        return ref(item) in self.data

    def __len__(self):
        return len(self._live())

    def __iter__(self):
        return iter(self._live())

    def __repr__(self):
        return repr(set(self._live()))


class WeakMethod:
    """A method that does not keep its object alive."""

    def __init__(self, meth):
        self._receiver, self._function = ref(meth.__self__), meth.__func__

    def __call__(self):
        receiver = self._receiver()
        return None if receiver is None else getattr(receiver, self._function.__name__)


class proxy:
    """Stands for an object without keeping it alive."""

    def __init__(self, object):
        self.__dict__["_referent"] = ref(object)

    def _object(self):
        found = self.__dict__["_referent"]()
        if found is None:
            raise ReferenceError("weakly-referenced object no longer exists")
        return found

    def __getattr__(self, name):
        return getattr(self._object(), name)

    def __setattr__(self, name, value):
        setattr(self._object(), name, value)

    def __delattr__(self, name):
        delattr(self._object(), name)

    def __str__(self):
        return str(self._object())

    def __bool__(self):
        return bool(self._object())

    def __len__(self):
        return len(self._object())

    def __iter__(self):
        return iter(self._object())

    def __contains__(self, item):
        return item in self._object()

    def __getitem__(self, key):
        return self._object()[key]

    def __setitem__(self, key, value):
        self._object()[key] = value

    def __call__(self, *args, **kwargs):
        return self._object()(*args, **kwargs)


def getweakrefcount(object):
    """Not told here: nobody counts references."""
    raise NotImplementedError("weakref.getweakrefcount is not in Lagado: nobody counts weak references")


def finalize(obj, func, /, *args, **kwargs):
    """Not here: nothing runs when an object goes."""
    raise NotImplementedError("weakref.finalize is not in Lagado: nothing runs when an object goes; use a with statement "
                              "or try and finally")
