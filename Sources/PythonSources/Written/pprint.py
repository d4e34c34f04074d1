"""Values in lines that fit."""
import io as _io
import sys as _sys

__all__ = ["PrettyPrinter", "isreadable", "isrecursive", "pformat", "pp", "pprint", "saferepr"]


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True,
           underscore_numbers=False):
    """Writes a value in lines that fit."""
    PrettyPrinter(indent, width, depth, stream, compact=compact, sort_dicts=sort_dicts,
                  underscore_numbers=underscore_numbers).pprint(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    """Writes a value in lines that fit, dicts in their own order."""
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    """A value in lines that fit, as text."""
    return PrettyPrinter(indent, width, depth, compact=compact, sort_dicts=sort_dicts,
                         underscore_numbers=underscore_numbers).pformat(object)


def saferepr(object):
    """A value as text, its repetitions cut off."""
    return PrettyPrinter()._repr(object, (), 0)


def isreadable(object):
    """Whether eval of the text gives the value again: told by its characters."""
    return "<" not in saferepr(object)


def isrecursive(object):
    """Whether a value holds itself."""
    return "<Recursion on " in saferepr(object)


def _sorted(row):
    try:
        return sorted(row)
    except TypeError:
        return sorted(row, key=lambda value: (type(value).__name__, id(value)))


class PrettyPrinter:
    """Writes values in lines that fit."""

    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True,
                 underscore_numbers=False):
        if indent < 0:
            raise ValueError("indent must be >= 0")
        if depth is not None and depth <= 0:
            raise ValueError("depth must be > 0")
        if not width:
            raise ValueError("width must be != 0")
        self._indent, self._width, self._depth, self._stream = indent, width, depth, stream
        self._compact, self._sorts, self._underscores = bool(compact), sort_dicts, underscore_numbers

    def pprint(self, object):
        """Writes a value."""
        stream = _sys.stdout if self._stream is None else self._stream
        stream.write(self.pformat(object) + "\n")

    def pformat(self, object):
        """A value as text."""
        parts = []
        self._format(object, parts, 0, 0, (), 1)
        return "".join(parts)

    def _pairs(self, mapping):
        if not self._sorts:
            return list(mapping.items())
        keys = _sorted(mapping.keys())
        return [(key, mapping[key]) for key in keys]

    def _repr(self, value, above, level):
        kind = type(value)
        if kind in (dict, list, tuple) and value:
            if self._depth is not None and level >= self._depth:
                return "{...}" if kind is dict else "[...]" if kind is list else "(...)"
            if id(value) in above:
                return f"<Recursion on {kind.__name__} with id={id(value)}>"
            above = above + (id(value),)
            if kind is dict:
                row = [self._repr(key, above, level + 1) + ": " + self._repr(item, above, level + 1)
                       for key, item in self._pairs(value)]
                return "{" + ", ".join(row) + "}"
            row = ", ".join(self._repr(item, above, level + 1) for item in value)
            if kind is list:
                return "[" + row + "]"
            return "(" + row + ("," if len(value) == 1 else "") + ")"
        if self._underscores and kind is int:
            return f"{value:_d}"
        return repr(value)

    def _format(self, value, parts, indent, allowance, above, level):
        shown = self._repr(value, above, level - 1)
        kind = type(value)
        if len(shown) <= self._width - indent - allowance or id(value) in above:
            parts.append(shown)
            return
        inner = above + (id(value),)
        name = kind.__name__
        if self._depth is not None and level > self._depth:
            parts.append(shown)
        elif kind is dict:
            parts.append("{" + " " * (self._indent - 1))
            self._rows(self._pairs(value), parts, indent, allowance + 1, inner, level)
            parts.append("}")
        elif name in ("OrderedDict", "defaultdict", "Counter") and isinstance(value, dict) and value:
            self._kinds(value, name, parts, indent, allowance, inner, level)
        elif kind is list:
            parts.append("[")
            self._items(value, parts, indent, allowance + 1, inner, level)
            parts.append("]")
        elif kind is tuple:
            parts.append("(")
            end = ",)" if len(value) == 1 else ")"
            self._items(value, parts, indent, allowance + len(end), inner, level)
            parts.append(end)
        elif kind in (set, frozenset) and value:
            start, end = ("{", "}") if kind is set else ("frozenset({", "})")
            parts.append(start)
            self._items(_sorted(value), parts, indent + len(start) - 1, allowance + len(end), inner, level)
            parts.append(end)
        elif name == "deque" and hasattr(value, "appendleft"):
            parts.append("deque([")
            end = "])" if value.maxlen is None else f"],\n{' ' * (indent + 6)}maxlen={value.maxlen})"
            self._items(list(value), parts, indent + 6, allowance + 2, inner, level)
            parts.append(end)
        elif kind is str and value:
            self._text(value, parts, indent, allowance, level)
        elif hasattr(kind, "__dataclass_fields__"):
            import dataclasses
            parts.append(name + "(")
            row = [(field.name, getattr(value, field.name)) for field in dataclasses.fields(value) if field.repr]
            at = indent + len(name) + 1
            for index, (field, item) in enumerate(row):
                is_last = index == len(row) - 1
                parts.append(field + "=")
                self._format(item, parts, at + len(field) + 1, allowance if is_last else 1, inner, level + 1)
                if not is_last:
                    parts.append(",\n" + " " * at)
            parts.append(")")
        elif name == "SimpleNamespace":
            parts.append("namespace(")
            row = list(value.__dict__.items())
            at = indent + len("namespace(")
            for index, (field, item) in enumerate(row):
                is_last = index == len(row) - 1
                parts.append(field + "=")
                self._format(item, parts, at + len(field) + 1, allowance if is_last else 1, inner, level + 1)
                if not is_last:
                    parts.append(",\n" + " " * at)
            parts.append(")")
        else:
            parts.append(shown)

    def _kinds(self, value, name, parts, indent, allowance, above, level):
        if name == "OrderedDict":
            parts.append("OrderedDict([")
            self._tuples(list(value.items()), parts, indent + len(name) + 1, allowance + 2, above, level)
            parts.append("])")
        elif name == "Counter":
            parts.append("Counter({")
            at = indent + len(name) + 1
            self._rows(value.most_common(), parts, at, allowance + 2, above, level)
            parts.append("})")
        else:
            factory = self._repr(value.default_factory, above, level)
            at = indent + len(name) + 1
            parts.append(f"defaultdict({factory},\n{' ' * at}")
            self._format(dict(value), parts, at, allowance + 1, above, level)
            parts.append(")")

    def _tuples(self, row, parts, indent, allowance, above, level):
        self._items(row, parts, indent, allowance, above, level)

    def _rows(self, row, parts, indent, allowance, above, level):
        indent += self._indent
        for index, (key, item) in enumerate(row):
            is_last = index == len(row) - 1
            shown = self._repr(key, above, level)
            parts.append(shown + ": ")
            self._format(item, parts, indent + len(shown) + 2, allowance if is_last else 1, above, level + 1)
            if not is_last:
                parts.append(",\n" + " " * indent)

    def _items(self, row, parts, indent, allowance, above, level):
        indent += self._indent
        parts.append(" " * (self._indent - 1))
        width = most = self._width - indent + 1
        separator, between = "", ",\n" + " " * indent
        for index, item in enumerate(row):
            is_last = index == len(row) - 1
            if is_last:
                most -= allowance
                width -= allowance
            if self._compact:
                shown = self._repr(item, above, level)
                needed = len(shown) + 2
                if width < needed:
                    width = most
                    if separator:
                        separator = between
                if width >= needed:
                    width -= needed
                    parts.append(separator + shown)
                    separator = ", "
                    continue
            parts.append(separator)
            separator = between
            self._format(item, parts, indent, allowance if is_last else 1, above, level + 1)

    def _text(self, value, parts, indent, allowance, level):
        # A long text is written as several, a line each, broken between words where a line is too long.
        if level == 1:
            indent += 1
            allowance += 1
        chunks = []
        most = self._width - indent
        lines = value.splitlines(True)
        for index, line in enumerate(lines):
            shown = repr(line)
            room = most - allowance if index == len(lines) - 1 else most
            if len(shown) <= room:
                chunks.append(shown)
                continue
            words, word, was_blank = [], "", False
            for c in line:
                if was_blank and not c.isspace():
                    words.append(word)
                    word = ""
                word += c
                was_blank = c.isspace()
            if word:
                words.append(word)
            current = ""
            for place, part in enumerate(words):
                candidate = current + part
                if place == len(words) - 1 and index == len(lines) - 1:
                    room = most - allowance
                else:
                    room = most
                if len(repr(candidate)) > room:
                    if current:
                        chunks.append(repr(current))
                    current = part
                else:
                    current = candidate
            if current:
                chunks.append(repr(current))
        if len(chunks) == 1:
            parts.append(repr(value))
            return
        joined = ("\n" + " " * indent).join(chunks)
        parts.append("(" + joined + ")" if level == 1 else joined)
