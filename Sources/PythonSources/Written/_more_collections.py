"""What `collections` has beside its sorts of dict: mappings and rows that a program builds upon."""

__all__ = ["ChainMap", "UserDict", "UserList", "UserString"]


class _Mapping:
    def keys(self):
        """The keys."""
        return list(self)

    def values(self):
        """The values."""
        return [self[key] for key in self]

    def items(self):
        """The pairs."""
        return [(key, self[key]) for key in self]

    def get(self, key, default=None):
        """The value of a key."""
        return self[key] if key in self else default

    def __eq__(self, other):
        return dict(self.items()) == (dict(other.items()) if hasattr(other, "items") else other)

    def pop(self, key, *default):
        """Takes a value out."""
        if key in self:
            value = self[key]
            del self[key]
            return value
        if default:
            return default[0]
        raise KeyError(key)

    def __or__(self, other):
        result = self.copy()
        result.update(other)
        return result

    def __ror__(self, other):
        result = self.copy()
        result.clear()
        result.update(other)
        result.update(self)
        return result

    def __ior__(self, other):
        self.update(other)
        return self

    def setdefault(self, key, default=None):
        """The value of a key, which gets one where it has none."""
        if key not in self:
            self[key] = default
        return self[key]

    def update(self, other=(), /, **kwds):
        """Takes the pairs of another mapping."""
        pairs = other.items() if hasattr(other, "items") else other
        for key, value in pairs:
            self[key] = value
        for key in kwds:
            self[key] = kwds[key]

    def clear(self):
        """Takes all out."""
        for key in list(self):
            del self[key]

    def popitem(self):
        """Takes the last pair out."""
        keys = list(self)
        if not keys:
            raise KeyError("dictionary is empty")
        return keys[-1], self.pop(keys[-1])


class ChainMap(_Mapping):
    """Several mappings as one: the first that has a key counts."""

    def __init__(self, *maps):
        self.maps = list(maps) or [{}]

    def __getitem__(self, key):
        for mapping in self.maps:
            if key in mapping:
                return mapping[key]
        return self.__missing__(key)

    def __missing__(self, key):
        raise KeyError(key)

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def __delitem__(self, key):
        if key not in self.maps[0]:
            raise KeyError(f"Key not found in the first mapping: {key!r}")
        del self.maps[0][key]

    def __contains__(self, key):
        return any(key in mapping for mapping in self.maps)

    def __iter__(self):
        whole = {}
        for mapping in reversed(self.maps):
            whole.update(dict.fromkeys(mapping))
        return iter(whole)

    def __len__(self):
        return len(set().union(*self.maps))

    def __bool__(self):
        return any(self.maps)

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(map(repr, self.maps))})"

    def new_child(self, m=None, **kwargs):
        """Another one with a mapping before these."""
        return type(self)(kwargs if m is None else m, *self.maps)

    @property
    def parents(self):
        """Another one without the first mapping."""
        return type(self)(*self.maps[1:])

    def copy(self):
        """Another one, whose first mapping is its own."""
        return type(self)(dict(self.maps[0]), *self.maps[1:])


class UserDict(_Mapping):
    """A dict that a program builds upon: its pairs are in `data`."""

    def __init__(self, dict=None, /, **kwargs):
        self.data = {}
        if dict is not None:
            self.update(dict)
        if kwargs:
            self.update(kwargs)

    def __len__(self):
        return len(self.data)

    def __getitem__(self, key):
        if key in self.data:
            return self.data[key]
        if hasattr(type(self), "__missing__"):
            return type(self).__missing__(self, key)
        raise KeyError(key)

    def __setitem__(self, key, item):
        self.data[key] = item

    def __delitem__(self, key):
        del self.data[key]

    def __iter__(self):
        return iter(self.data)

    def __contains__(self, key):
        return key in self.data

    def __repr__(self):
        return repr(self.data)

    def copy(self):
        """Another one with the same pairs."""
        return type(self)(self.data)


class UserList:
    """A list that a program builds upon: its elements are in `data`."""

    def __init__(self, initlist=None):
        self.data = [] if initlist is None else list(initlist)

    def _plain(self, other):
        return other.data if isinstance(other, UserList) else list(other)

    def __repr__(self):
        return repr(self.data)

    def __len__(self):
        return len(self.data)

    def __getitem__(self, i):
        return type(self)(self.data[i]) if isinstance(i, slice) else self.data[i]

    def __setitem__(self, i, item):
        self.data[i] = item

    def __delitem__(self, i):
        del self.data[i]

    def __iter__(self):
        return iter(self.data)

    def __contains__(self, item):
        return item in self.data

    def __eq__(self, other):
        return self.data == (other.data if isinstance(other, UserList) else other)

    def __lt__(self, other):
        return self.data < self._plain(other)

    def __add__(self, other):
        return type(self)(self.data + self._plain(other))

    def __mul__(self, n):
        return type(self)(self.data * n)

    def append(self, item):
        """Adds an element."""
        self.data.append(item)

    def insert(self, i, item):
        """Puts an element in."""
        self.data.insert(i, item)

    def pop(self, i=-1):
        """Takes an element out."""
        return self.data.pop(i)

    def remove(self, item):
        """Takes the first that equals it out."""
        self.data.remove(item)

    def clear(self):
        """Takes all out."""
        self.data.clear()

    def copy(self):
        """Another one with the same elements."""
        return type(self)(self.data)

    def count(self, item):
        """How many equal it."""
        return self.data.count(item)

    def index(self, item, *args):
        """The place of the first that equals it."""
        return self.data.index(item, *args)

    def reverse(self):
        """Turns the row round."""
        self.data.reverse()

    def sort(self, /, *args, **kwds):
        """Sorts it."""
        self.data.sort(*args, **kwds)

    def extend(self, other):
        """Adds the elements of another row."""
        self.data.extend(self._plain(other))


class UserString:
    """A text that a program builds upon: it is in `data`."""

    def __init__(self, seq):
        self.data = str(seq)

    def __str__(self):
        return self.data

    def __repr__(self):
        return repr(self.data)

    def __hash__(self):
        return hash(self.data)

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        return type(self)(self.data[index])

    def __contains__(self, part):
        return str(part) in self.data

    def __eq__(self, other):
        return self.data == str(other) if isinstance(other, (str, UserString)) else NotImplemented

    def __lt__(self, other):
        return self.data < str(other)

    def __add__(self, other):
        return type(self)(self.data + str(other))

    def __radd__(self, other):
        return type(self)(str(other) + self.data)

    def __getattr__(self, name):
        if name == "data" or name.startswith("__"):
            raise AttributeError(name)
        method = getattr(self.data, name)

        def call(*args, **kwargs):
            result = method(*args, **kwargs)
            return type(self)(result) if isinstance(result, str) else result
        return call
