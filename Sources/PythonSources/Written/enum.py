"""Names for a few values."""
import _classes

__all__ = ["Enum", "EnumMeta", "EnumType", "Flag", "IntEnum", "IntFlag", "ReprEnum", "StrEnum", "auto", "member", "nonmember",
           "unique"]


class auto:
    """A value that is made: the next number."""

    def __init__(self, value=None):
        self.value = value

    def __repr__(self):
        return f"auto({'' if self.value is None else self.value})"


class member:
    """Makes a member of what would be none."""

    def __init__(self, value):
        self.value = value


class nonmember:
    """Keeps a value from being a member."""

    def __init__(self, value):
        self.value = value


def _is_private(name):
    return name.startswith("_") and (name.endswith("_") or name.startswith("__"))


def _hashable(value):
    try:
        hash(value)
    except TypeError:
        return False
    return True


class _EnumClass:
    # What classes of members do: they are made, looked through, and called with a value.

    def completed(self, cls, names):
        if cls.__module__ == "enum":
            cls._member_map_ = {}
            return cls
        for base in cls.__mro__[1:]:
            if getattr(base, "_member_map_", None):
                raise TypeError(f"<enum {cls.__name__!r}> cannot extend <enum {base.__name__!r}>")
        ignored = cls.__dict__.get("_ignore_", ())
        ignored = ignored.replace(",", " ").split() if isinstance(ignored, str) else ignored
        members, values = {}, []
        cls._member_map_ = members
        initialiser = getattr(cls, "__init__", None)
        for name in names:
            value = cls.__dict__[name]
            if isinstance(value, nonmember):
                setattr(cls, name, value.value)
                continue
            if isinstance(value, member):
                value = value.value
            elif _is_private(name) or name in ignored or _classes.is_descriptor(value):
                continue
            if isinstance(value, auto):
                if value.value is None:
                    value = cls._generate_next_value_(name, 1, len(members), list(values))
                else:
                    value = value.value
            arguments = value if isinstance(value, tuple) else (value,)
            made = _classes.make(cls, *arguments)
            if "_value_" not in made.__dict__:
                made._value_ = cls._member_value_(value)
            made._name_ = name
            if initialiser is not None:
                initialiser(made, *arguments)
            value = made._value_
            values.append(value)
            for other in members.values():
                if other._value_ == value and type(other._value_) is type(value):
                    made = other
                    break
            made.__objclass__ = cls
            members[name] = made
            setattr(cls, name, made)
        return cls

    def call(self, cls, args, kwargs):
        if not cls._member_map_:
            return self._functional(cls, *args, **kwargs)
        if len(args) != 1 or kwargs:
            raise TypeError(f"EnumType.__call__() takes from 2 to 3 positional arguments but {len(args) + 1} were given")
        value = args[0]
        if isinstance(value, cls):
            return value
        for made in cls._member_map_.values():
            if made._value_ == value:
                return made
        found = cls._missing_(value)
        if found is None:
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        return found

    def _functional(self, cls, value, names=None, *, module=None, qualname=None, type=None, start=1):
        if names is None:
            raise TypeError(f"<enum {cls.__name__!r}> has no members")
        if isinstance(names, str):
            names = names.replace(",", " ").split()
        if isinstance(names, dict):
            pairs = list(names.items())
        else:
            pairs = [name if isinstance(name, (tuple, list)) else (name, start + index)
                     for index, name in enumerate(names)]
        return _classes.derive(value, [cls], pairs, module)

    def iterate(self, cls):
        return iter(self._unique(cls))

    def _unique(self, cls):
        return [made for name, made in cls._member_map_.items() if made._name_ == name]

    def length(self, cls):
        return len(self._unique(cls))

    def item(self, cls, name):
        if name not in cls._member_map_:
            raise KeyError(name)
        return cls._member_map_[name]

    def contains(self, cls, value):
        if isinstance(value, cls):
            return True
        if not isinstance(value, Enum):
            raise TypeError("unsupported operand type(s) for 'in': "
                            f"{type(value).__qualname__!r} and {type(cls).__qualname__!r}")
        return False

    def attribute(self, cls, name):
        return dict(cls._member_map_) if name == "__members__" else None

    def represent(self, cls):
        return f"<{'flag' if issubclass(cls, Flag) else 'enum'} {cls.__name__!r}>"


class Enum(_classes.root("_EnumRoot", "enum", _EnumClass())):
    """Names for a few values."""

    @property
    def name(self):
        """The name of the member."""
        return self._name_

    @property
    def value(self):
        """The value of the member."""
        return self._value_

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        for value in reversed(last_values):
            if isinstance(value, int):
                return max(number for number in last_values if isinstance(number, int)) + 1
        return start

    @classmethod
    def _missing_(cls, value):
        return None

    @classmethod
    def _member_value_(cls, value):
        return value

    def __repr__(self):
        return f"<{type(self).__name__}.{self._name_}: {self._value_!r}>"

    def __str__(self):
        return f"{type(self).__name__}.{self._name_}"

    def __format__(self, spec):
        return format(str(self), spec)

    def __hash__(self):
        return hash(self._value_) if isinstance(self, (int, float, str, bytes, tuple)) else hash(self._name_)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce__(self):
        return (type(self), (self._value_,))


EnumMeta = EnumType = type


def unique(enumeration):
    """Refuses two names for one value."""
    doubles = [(name, made._name_) for name, made in enumeration._member_map_.items() if made._name_ != name]
    if doubles:
        row = ", ".join(f"{name} -> {first}" for name, first in doubles)
        raise ValueError(f"duplicate values found in {enumeration!r}: {row}")
    return enumeration


class ReprEnum(Enum):
    """Members that are written as their values."""


class StrEnum(str, ReprEnum):
    """Members that are texts."""

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()

    def __str__(self):
        return self._value_

    def __format__(self, spec):
        return format(self._value_, spec)


class IntEnum(int, ReprEnum):
    """Members that are whole numbers."""

    def __str__(self):
        return str(self._value_)

    def __format__(self, spec):
        return format(self._value_, spec)


class Flag(Enum):
    """Members that can be joined: each has a bit of its own."""

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        highest = max([value for value in last_values if isinstance(value, int)], default=0)
        bit = 1
        while bit <= highest:
            bit *= 2
        return bit

    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            return None
        every = 0
        for made in cls:
            every |= made._value_
        if value < 0:
            value = every + 1 + value
        if value & every != value:
            return None
        made = _classes.make(cls, value)
        made._value_ = value
        names = [one._name_ for one in cls if one._value_ and one._value_ & value == one._value_]
        made._name_ = "|".join(names) if names else None
        return made

    def __repr__(self):
        if self._name_ is None:
            return f"<{type(self).__name__}: {self._value_!r}>"
        return f"<{type(self).__name__}.{self._name_}: {self._value_!r}>"

    def __str__(self):
        return f"{type(self).__name__}({self._value_})" if self._name_ is None else f"{type(self).__name__}.{self._name_}"

    def __eq__(self, other):
        return self._value_ == other._value_ if type(self) is type(other) else NotImplemented

    def __hash__(self):
        return hash(self._value_)

    def __bool__(self):
        return bool(self._value_)

    def __contains__(self, other):
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        return iter([one for one in type(self) if one._value_ and one._value_ & self._value_ == one._value_])

    def __len__(self):
        return len(list(iter(self)))

    def __or__(self, other):
        return type(self)(self._value_ | other._value_) if isinstance(other, Flag) else NotImplemented

    def __and__(self, other):
        return type(self)(self._value_ & other._value_) if isinstance(other, Flag) else NotImplemented

    def __xor__(self, other):
        return type(self)(self._value_ ^ other._value_) if isinstance(other, Flag) else NotImplemented

    def __invert__(self):
        every = 0
        for made in type(self):
            every |= made._value_
        return type(self)(every & ~self._value_)


class IntFlag(int, ReprEnum, Flag):
    """Flags that are whole numbers."""

    def __str__(self):
        return str(self._value_)

    def __format__(self, spec):
        return format(self._value_, spec)

    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            return None
        every = 0
        for made in cls:
            every |= made._value_
        if value < 0:
            value = every + 1 + value
        made = _classes.make(cls, value)
        made._value_ = value
        names = [one._name_ for one in cls if one._value_ and one._value_ & value == one._value_]
        rest = value & ~every
        if rest:
            names.append(str(rest))
        made._name_ = "|".join(names) if names else None
        return made

    def __eq__(self, other):
        return self._value_ == (other._value_ if isinstance(other, Flag) else other)

    def __hash__(self):
        return hash(self._value_)

    def __contains__(self, other):
        return other & self._value_ == other

    def __or__(self, other):
        return type(self)(self._value_ | int(other)) if isinstance(other, int) else NotImplemented

    def __and__(self, other):
        return type(self)(self._value_ & int(other)) if isinstance(other, int) else NotImplemented

    def __xor__(self, other):
        return type(self)(self._value_ ^ int(other)) if isinstance(other, int) else NotImplemented

    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__

    def __int__(self):
        return self._value_
