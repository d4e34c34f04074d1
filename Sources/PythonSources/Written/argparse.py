"""The words behind a program's name on the command line."""
import os as _os
import re as _re
import shutil as _shutil
import sys as _sys
import textwrap as _textwrap

__all__ = ["ArgumentParser", "ArgumentError", "ArgumentTypeError", "BooleanOptionalAction", "FileType",
           "HelpFormatter", "ArgumentDefaultsHelpFormatter", "RawDescriptionHelpFormatter",
           "RawTextHelpFormatter", "MetavarTypeHelpFormatter", "Namespace", "Action", "ONE_OR_MORE",
           "OPTIONAL", "PARSER", "REMAINDER", "SUPPRESS", "ZERO_OR_MORE"]

SUPPRESS = "==SUPPRESS=="
OPTIONAL, ZERO_OR_MORE, ONE_OR_MORE, PARSER, REMAINDER = "?", "*", "+", "A...", "..."


def _action_name(action):
    if action is None:
        return None
    if action.option_strings:
        return "/".join(action.option_strings)
    if action.metavar not in (None, SUPPRESS):
        return action.metavar
    if action.dest not in (None, SUPPRESS):
        return action.dest
    return "{" + ",".join(map(str, action.choices)) + "}" if action.choices else None


class ArgumentError(Exception):
    """A word that does not fit an argument."""

    def __init__(self, argument, message):
        self.argument_name = _action_name(argument)
        self.message = message

    def __str__(self):
        return self.message if self.argument_name is None else f"argument {self.argument_name}: {self.message}"


class ArgumentTypeError(Exception):
    """A word that the function for an argument's type refuses."""


class Namespace:
    """What was given, an attribute for each argument."""

    def __init__(self, **kwargs):
        for name in kwargs:
            setattr(self, name, kwargs[name])

    def __repr__(self):
        shown, odd = [], {}
        for name, value in self.__dict__.items():
            if name.isidentifier():
                shown.append(f"{name}={value!r}")
            else:
                odd[name] = value
        if odd:
            shown.append("**" + repr(odd))
        return type(self).__name__ + "(" + ", ".join(shown) + ")"

    def __eq__(self, other):
        return vars(self) == vars(other) if isinstance(other, Namespace) else NotImplemented

    def __contains__(self, key):
        return key in self.__dict__


class Action:
    """What an argument does with its words."""

    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None, choices=None,
                 required=False, help=None, metavar=None):
        self.option_strings, self.dest, self.nargs, self.const = option_strings, dest, nargs, const
        self.default, self.type, self.choices, self.required = default, type, choices, required
        self.help, self.metavar = help, metavar

    def __repr__(self):
        names = ["option_strings", "dest", "nargs", "const", "default", "type", "choices", "required", "help",
                 "metavar"]
        return type(self).__name__ + "(" + ", ".join(f"{name}={getattr(self, name)!r}" for name in names) + ")"

    def format_usage(self):
        return self.option_strings[0]

    def __call__(self, parser, namespace, values, option_string=None):
        raise NotImplementedError(".__call__() not defined")


class BooleanOptionalAction(Action):
    """--flag and --no-flag."""

    def __init__(self, option_strings, dest, default=None, type=None, choices=None, required=False, help=None,
                 metavar=None):
        both = []
        for name in option_strings:
            both.append(name)
            if name.startswith("--"):
                both.append("--no-" + name[2:])
        Action.__init__(self, both, dest, 0, None, default, type, choices, required, help, metavar)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, not option_string.startswith("--no-"))

    def format_usage(self):
        return " | ".join(self.option_strings)


class _StoreAction(Action):
    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None, choices=None,
                 required=False, help=None, metavar=None):
        if nargs == 0:
            raise ValueError("nargs for store actions must be != 0; if you have nothing to store, actions such "
                             "as store true or store const may be more appropriate")
        if const is not None and nargs != OPTIONAL:
            raise ValueError("nargs must be '?' to supply const")
        Action.__init__(self, option_strings, dest, nargs, const, default, type, choices, required, help, metavar)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, values)


class _StoreConstAction(Action):
    def __init__(self, option_strings, dest, const=None, default=None, required=False, help=None, metavar=None):
        Action.__init__(self, option_strings, dest, 0, const, default, None, None, required, help)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, self.const)


class _StoreTrueAction(_StoreConstAction):
    def __init__(self, option_strings, dest, default=False, required=False, help=None):
        _StoreConstAction.__init__(self, option_strings, dest, True, default, required, help)


class _StoreFalseAction(_StoreConstAction):
    def __init__(self, option_strings, dest, default=True, required=False, help=None):
        _StoreConstAction.__init__(self, option_strings, dest, False, default, required, help)


class _AppendAction(Action):
    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None, choices=None,
                 required=False, help=None, metavar=None):
        if nargs == 0:
            raise ValueError("nargs for append actions must be != 0; if arg strings are not supplying the value "
                             "to append, the append const action may be more appropriate")
        Action.__init__(self, option_strings, dest, nargs, const, default, type, choices, required, help, metavar)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, list(getattr(namespace, self.dest, None) or []) + [values])


class _ExtendAction(_AppendAction):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, list(getattr(namespace, self.dest, None) or []) + list(values))


class _AppendConstAction(Action):
    def __init__(self, option_strings, dest, const=None, default=None, required=False, help=None, metavar=None):
        Action.__init__(self, option_strings, dest, 0, const, default, None, None, required, help, metavar)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, list(getattr(namespace, self.dest, None) or []) + [self.const])


class _CountAction(Action):
    def __init__(self, option_strings, dest, default=None, required=False, help=None):
        Action.__init__(self, option_strings, dest, 0, None, default, None, None, required, help)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, (getattr(namespace, self.dest, None) or 0) + 1)


class _HelpAction(Action):
    def __init__(self, option_strings, dest=SUPPRESS, default=SUPPRESS, help=None):
        Action.__init__(self, option_strings, dest, 0, None, default, help=help)

    def __call__(self, parser, namespace, values, option_string=None):
        parser.print_help()
        parser.exit()


class _VersionAction(Action):
    def __init__(self, option_strings, version=None, dest=SUPPRESS, default=SUPPRESS,
                 help="show program's version number and exit"):
        Action.__init__(self, option_strings, dest, 0, None, default, help=help)
        self.version = version

    def __call__(self, parser, namespace, values, option_string=None):
        text = self.version if self.version is not None else getattr(parser, "version", "")
        formatter = parser._formatter()
        print(formatter._filled(text % {"prog": parser.prog} if "%" in text else text, formatter._width, ""))
        parser.exit()


class _SubParsersAction(Action):
    def __init__(self, option_strings, prog, parser_class, dest=SUPPRESS, required=False, help=None,
                 metavar=None):
        self._prog, self._class = prog, parser_class
        self._parsers = {}
        self._shown = []
        Action.__init__(self, option_strings, dest, PARSER, None, None, None, self._parsers, required, help,
                        metavar)

    def add_parser(self, name, **kwargs):
        """Adds a command with a parser of its own."""
        if kwargs.get("prog") is None:
            kwargs["prog"] = f"{self._prog} {name}"
        aliases = kwargs.pop("aliases", ())
        for word in (name, *aliases):
            if word in self._parsers:
                raise ArgumentError(self, f"conflicting subparser{'' if word == name else ' alias'}: {word}")
        if "help" in kwargs:
            text = kwargs.pop("help")
            shown = name + (f" ({', '.join(aliases)})" if aliases else "")
            self._shown.append(Action([], name, help=text, metavar=shown))
        made = self._class(**kwargs)
        for word in (name, *aliases):
            self._parsers[word] = made
        return made

    def __call__(self, parser, namespace, values, option_string=None):
        name, rest = values[0], values[1:]
        if self.dest is not SUPPRESS:
            setattr(namespace, self.dest, name)
        if name not in self._parsers:
            raise ArgumentError(self, f"unknown parser {name!r} (choices: {', '.join(self._parsers)})")
        inner, unknown = self._parsers[name].parse_known_args(rest, None)
        for key, value in vars(inner).items():
            setattr(namespace, key, value)
        if unknown:
            namespace.__dict__.setdefault("_unrecognized_args", [])
            namespace._unrecognized_args.extend(unknown)


class FileType:
    """Opens the file that a word names."""

    def __init__(self, mode="r", bufsize=-1, encoding=None, errors=None):
        self._given = (mode, bufsize, encoding, errors)

    def __call__(self, string):
        if string == "-":
            return _sys.stdin if "r" in self._given[0] else _sys.stdout
        try:
            return open(string, *self._given)
        except OSError as error:
            raise ArgumentTypeError(f"can't open '{string}': {error}")

    def __repr__(self):
        shown = [repr(value) for value in self._given[:2] if value != -1]
        return "FileType(" + ", ".join(shown) + ")"


_actions = {None: _StoreAction, "store": _StoreAction, "store_const": _StoreConstAction,
            "store_true": _StoreTrueAction, "store_false": _StoreFalseAction, "append": _AppendAction,
            "append_const": _AppendConstAction, "count": _CountAction, "help": _HelpAction,
            "version": _VersionAction, "extend": _ExtendAction}


class HelpFormatter:
    """How help is written: texts are broken into lines."""

    def __init__(self, prog, indent_increment=2, max_help_position=24, width=None):
        if width is None:
            width = _shutil.get_terminal_size().columns - 2
        self._prog, self._width, self._step = prog, width, indent_increment
        self._most = min(max_help_position, max(width - 20, indent_increment * 2))

    # Words of one argument.

    def _default_metavar(self, action):
        return action.dest.upper() if action.option_strings else action.dest

    def _metavar(self, action):
        if action.metavar is not None:
            return action.metavar
        if action.choices is not None:
            return "{" + ",".join(str(choice) for choice in action.choices) + "}"
        return self._default_metavar(action)

    def _words(self, action):
        shown = self._metavar(action)
        if action.nargs is None:
            return shown if isinstance(shown, str) else shown[0]
        many = shown if isinstance(shown, tuple) else (shown, shown)
        if action.nargs == OPTIONAL:
            return f"[{many[0]}]"
        if action.nargs == ZERO_OR_MORE:
            return f"[{many[0]} ...]"
        if action.nargs == ONE_OR_MORE:
            return f"{many[0]} [{many[1]} ...]"
        if action.nargs == REMAINDER:
            return "..."
        if action.nargs == PARSER:
            return f"{many[0]} ..."
        if action.nargs == SUPPRESS:
            return ""
        row = shown if isinstance(shown, tuple) else (shown,) * action.nargs
        return " ".join(row)

    def _invocation(self, action):
        if not action.option_strings:
            shown = self._metavar(action)
            return shown if isinstance(shown, str) else " ".join(shown)
        if action.nargs == 0:
            return ", ".join(action.option_strings)
        words = self._words(action)
        return ", ".join(f"{name} {words}" for name in action.option_strings)

    def _get_help_string(self, action):
        return action.help

    def _expanded(self, action):
        values = {**vars(action), "prog": self._prog}
        for name in list(values):
            if values[name] is SUPPRESS:
                del values[name]
            elif hasattr(values[name], "__name__"):
                values[name] = values[name].__name__
        if values.get("choices") is not None:
            values["choices"] = ", ".join(str(choice) for choice in values["choices"])
        return self._get_help_string(action) % values

    # Texts.

    def _lines(self, text, width):
        return _textwrap.wrap(" ".join(text.split()), width)

    def _filled(self, text, width, indent):
        return _textwrap.fill(" ".join(text.split()), width, initial_indent=indent, subsequent_indent=indent)

    # The parts of a page.

    def _usage_parts(self, actions, groups):
        parts = []
        done = set()
        for index, action in enumerate(actions):
            if index in done:
                continue
            group = None
            for candidate in groups:
                row = candidate._actions
                if row and row[0] is action and actions[index:index + len(row)] == row:
                    group = candidate
            if group is not None:
                row = [self._usage_part(inner, True) for inner in group._actions if inner.help is not SUPPRESS]
                done.update(range(index, index + len(group._actions)))
                if row:
                    text = " | ".join(row)
                    if group.required:
                        parts.append(f"({text})" if len(row) > 1 else text)
                    else:
                        parts.append(f"[{text}]")
            elif action.help is not SUPPRESS:
                parts.append(self._usage_part(action, False))
        return [part for part in parts if part]

    def _usage_part(self, action, in_group):
        if not action.option_strings:
            text = self._words(action)
            if in_group and text.startswith("[") and text.endswith("]"):
                text = text[1:-1]
            return text
        if action.nargs == 0:
            text = action.format_usage()
        else:
            text = f"{action.option_strings[0]} {self._words(action)}"
        return text if action.required or in_group else f"[{text}]"

    def _usage(self, usage, actions, groups, prefix="usage: "):
        if usage is not None:
            return prefix + usage % {"prog": self._prog} + "\n\n"
        if not actions:
            return prefix + self._prog + "\n\n"
        named = self._usage_parts([action for action in actions if action.option_strings], groups)
        placed = self._usage_parts([action for action in actions if not action.option_strings], groups)
        text = " ".join([self._prog] + named + placed)
        if len(prefix) + len(text) > self._width:
            def rows(parts, indent, start=None):
                result, row, length = [], [], len(indent if start is None else start) - 1
                for part in parts:
                    if length + 1 + len(part) > self._width and row:
                        result.append(indent + " ".join(row))
                        row, length = [], len(indent) - 1
                    row.append(part)
                    length += len(part) + 1
                if row:
                    result.append(indent + " ".join(row))
                if start is not None:
                    result[0] = result[0][len(indent):]
                return result

            if len(prefix) + len(self._prog) <= 0.75 * self._width:
                indent = " " * (len(prefix) + len(self._prog) + 1)
                if named:
                    lines = rows([self._prog] + named, indent, prefix) + rows(placed, indent)
                elif placed:
                    lines = rows([self._prog] + placed, indent, prefix)
                else:
                    lines = [self._prog]
            else:
                indent = " " * len(prefix)
                lines = rows(named + placed, indent)
                if len(lines) > 1:
                    lines = rows(named, indent) + rows(placed, indent)
                lines = [self._prog] + lines
            text = "\n".join(lines)
        return prefix + text + "\n\n"

    def _rows(self, actions, indent):
        result = []
        for action in actions:
            if action.help is not SUPPRESS:
                result.append((action, indent))
                result += self._rows(getattr(action, "_shown", []), indent + self._step)
        return result

    def _item(self, action, indent, position):
        header = self._invocation(action)
        blank = " " * indent
        if not action.help or not action.help.strip():
            return f"{blank}{header}\n"
        lines = self._lines(self._expanded(action), max(self._width - position, 11))
        room = position - indent - 2
        if len(header) <= room:
            text = blank + header.ljust(room) + "  " + (lines[0] if lines else "") + "\n"
            lines = lines[1:]
        else:
            text = blank + header + "\n"
        return text + "".join(" " * position + line + "\n" for line in lines)

    def _text(self, text, indent=0):
        if "%(prog)" in text:
            text = text % {"prog": self._prog}
        return self._filled(text, max(self._width - indent, 11), " " * indent) + "\n\n"

    def _page(self, parser):
        rows = [row for group in parser._groups for row in self._rows(group._actions, self._step)]
        longest = max([len(self._invocation(action)) + indent for action, indent in rows], default=0)
        position = min(longest + 2, self._most)
        text = self._usage(parser.usage, parser._actions, parser._exclusive)
        if parser.description:
            text += self._text(parser.description)
        for group in parser._groups:
            inner = self._text(group.description, self._step) if group.description else ""
            inner += "".join(self._item(action, indent, position)
                             for action, indent in self._rows(group._actions, self._step))
            if not inner:
                continue
            if group.title is not SUPPRESS and group.title is not None:
                text += group.title + ":\n"
            text += inner.rstrip("\n") + "\n\n"
        if parser.epilog:
            text += self._text(parser.epilog)
        while "\n\n\n" in text:
            text = text.replace("\n\n\n", "\n\n")
        return text.strip("\n") + "\n"


class RawDescriptionHelpFormatter(HelpFormatter):
    """Leaves the lines of descriptions as they are."""

    def _filled(self, text, width, indent):
        return "".join(indent + line for line in text.splitlines(keepends=True))


class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    """Leaves the lines of all texts as they are."""

    def _lines(self, text, width):
        return text.splitlines()


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    """Says what each argument is where it is not given."""

    def _get_help_string(self, action):
        text = action.help or ""
        if "%(default)" not in text and action.default is not SUPPRESS:
            if action.option_strings or action.nargs in (OPTIONAL, ZERO_OR_MORE):
                text += " (default: %(default)s)"
        return text


class MetavarTypeHelpFormatter(HelpFormatter):
    """Calls values by their types."""

    def _default_metavar(self, action):
        return action.type.__name__


class _Group:
    # Arguments under a heading of their own; a group of arguments that exclude one another has no heading.
    def __init__(self, container, title=None, description=None, required=False):
        self._container, self.title, self.description, self.required = container, title, description, required
        self._actions = []

    def add_argument(self, *args, **kwargs):
        action = self._container.add_argument(*args, **kwargs)
        if isinstance(self._container, _Group) or self.title is not None:
            parser = self._container
            while isinstance(parser, _Group):
                parser = parser._container
            if self.title is not None:
                for group in parser._groups:
                    group._actions = [other for other in group._actions if other is not action]
        elif action.required:
            raise ValueError("mutually exclusive arguments must be optional")
        self._actions.append(action)
        return action

    def add_mutually_exclusive_group(self, required=False):
        parser = self._container
        while isinstance(parser, _Group):
            parser = parser._container
        group = _Group(self, required=required)
        parser._exclusive.append(group)
        return group

    def add_argument_group(self, title=None, description=None):
        return self._container.add_argument_group(title, description)

    def set_defaults(self, **kwargs):
        self._container.set_defaults(**kwargs)


class ArgumentParser:
    """Reads the words behind a program's name."""

    def __init__(self, prog=None, usage=None, description=None, epilog=None, parents=[],
                 formatter_class=HelpFormatter, prefix_chars="-", fromfile_prefix_chars=None,
                 argument_default=None, conflict_handler="error", add_help=True, allow_abbrev=True,
                 exit_on_error=True):
        if conflict_handler not in ("error", "resolve"):
            raise ValueError(f"invalid conflict_resolution value: {conflict_handler!r}")
        self.prog = _os.path.basename(_sys.argv[0]) if prog is None else prog
        self.usage, self.description, self.epilog = usage, description, epilog
        self.formatter_class, self.prefix_chars = formatter_class, prefix_chars
        self.fromfile_prefix_chars, self.argument_default = fromfile_prefix_chars, argument_default
        self.conflict_handler, self.add_help, self.allow_abbrev = conflict_handler, add_help, allow_abbrev
        self.exit_on_error = exit_on_error
        self._actions, self._options, self._defaults, self._exclusive = [], {}, {}, []
        self._positionals = _Group(self, "positional arguments")
        self._optionals = _Group(self, "options")
        self._groups = [self._positionals, self._optionals]
        self._subparsers = None
        if add_help:
            dash = "-" if "-" in prefix_chars else prefix_chars[0]
            self.add_argument(dash + "h", dash * 2 + "help", action="help", default=SUPPRESS,
                              help="show this help message and exit")
        for parent in parents:
            self._take(parent)

    def __repr__(self):
        names = ["prog", "usage", "description", "formatter_class", "conflict_handler", "add_help"]
        return type(self).__name__ + "(" + ", ".join(f"{name}={getattr(self, name)!r}" for name in names) + ")"

    def _take(self, parent):
        for index, group in enumerate(parent._groups):
            if index < 2:
                own = self._groups[index]
            else:
                own = self.add_argument_group(group.title, group.description)
            for action in group._actions:
                self._register(action)
                own._actions.append(action)
        self._exclusive += parent._exclusive
        self._defaults.update(parent._defaults)

    # Declarations.

    def register(self, registry_name, value, object):
        raise NotImplementedError("ArgumentParser.register is not in Lagado; give the class as action=")

    def _register(self, action):
        taken = [name for name in action.option_strings if name in self._options]
        if taken and self.conflict_handler == "error":
            plural = "s" if len(taken) > 1 else ""
            raise ArgumentError(action, f"conflicting option string{plural}: {', '.join(taken)}")
        for name in taken:
            other = self._options.pop(name)
            other.option_strings = [word for word in other.option_strings if word != name]
            if not other.option_strings:
                self._actions.remove(other)
                for group in self._groups:
                    group._actions = [inner for inner in group._actions if inner is not other]
        self._actions.append(action)
        for name in action.option_strings:
            self._options[name] = action

    def add_argument(self, *args, **kwargs):
        """Declares an argument."""
        is_option = bool(args) and args[0] != "" and args[0][0] in self.prefix_chars
        if not args and "dest" not in kwargs or args and not is_option:
            if args and len(args) > 1:
                for name in args:
                    if name[:1] not in self.prefix_chars:
                        raise ValueError(f"invalid option string {name!r}: must start with a character "
                                         f"{self.prefix_chars!r}")
            if args and "dest" in kwargs:
                raise ValueError("dest supplied twice for positional argument")
        if is_option:
            for name in args:
                if name[:1] not in self.prefix_chars:
                    raise ValueError(f"invalid option string {name!r}: must start with a character "
                                     f"{self.prefix_chars!r}")
            given = dict(kwargs)
            if given.get("dest") is None:
                long = [name for name in args if len(name) > 1 and name[1] in self.prefix_chars]
                dest = (long[0] if long else args[0]).lstrip(self.prefix_chars)
                if not dest:
                    raise ValueError(f"dest= is required for options like {args[0]!r}")
                given["dest"] = dest.replace("-", "_")
            given["option_strings"] = list(args)
        else:
            if "required" in kwargs:
                raise TypeError("'required' is an invalid argument for positionals")
            given = dict(kwargs)
            if args:
                given["dest"] = args[0]
            nargs = kwargs.get("nargs")
            if nargs not in (OPTIONAL, ZERO_OR_MORE) or nargs == ZERO_OR_MORE and "default" not in kwargs:
                given["required"] = True
            given["option_strings"] = []
        if "default" not in given:
            if given["dest"] in self._defaults:
                given["default"] = self._defaults[given["dest"]]
            elif self.argument_default is not None:
                given["default"] = self.argument_default
        kind = given.pop("action", None)
        if isinstance(kind, str) or kind is None:
            if kind not in _actions:
                raise ValueError(f'unknown action "{kind}"')
            kind = _actions[kind]
        if kind in (_StoreTrueAction, _StoreFalseAction, _StoreConstAction, _AppendConstAction, _CountAction,
                    _HelpAction, _VersionAction) and not given["option_strings"]:
            given.pop("required", None)
        action = kind(**given)
        if action.type is not None and not callable(action.type):
            raise ValueError(f"{action.type!r} is not callable")
        if isinstance(action.metavar, tuple) and isinstance(action.nargs, int):
            if len(action.metavar) != action.nargs:
                raise ValueError("length of metavar tuple does not match nargs")
        self._register(action)
        (self._optionals if action.option_strings else self._positionals)._actions.append(action)
        return action

    def add_argument_group(self, title=None, description=None):
        """A heading for arguments."""
        group = _Group(self, SUPPRESS if title is None else title, description)
        self._groups.append(group)
        return group

    def add_mutually_exclusive_group(self, required=False):
        """Arguments of which only one may be given."""
        group = _Group(self, required=required)
        self._exclusive.append(group)
        return group

    def add_subparsers(self, *, title=None, description=None, prog=None, parser_class=None, dest=SUPPRESS,
                       required=False, help=None, metavar=None):
        """Commands that have arguments of their own."""
        if self._subparsers is not None:
            self.error("cannot have multiple subparser arguments")
        if prog is None:
            placed = [action for action in self._actions if not action.option_strings]
            prog = self._formatter()._usage(self.usage, placed, self._exclusive, "").strip()
        action = _SubParsersAction([], prog, parser_class or type(self), dest, required, help, metavar)
        self._subparsers = action
        self._actions.append(action)
        if title is not None or description is not None:
            self.add_argument_group(title or "subcommands", description)._actions.append(action)
        else:
            self._positionals._actions.append(action)
        return action

    def set_defaults(self, **kwargs):
        """Values of attributes where nothing is given."""
        self._defaults.update(kwargs)
        for action in self._actions:
            if action.dest in kwargs:
                action.default = kwargs[action.dest]

    def get_default(self, dest):
        """The value of an attribute where nothing is given."""
        for action in self._actions:
            if action.dest == dest and action.default is not None:
                return action.default
        return self._defaults.get(dest)

    # Reading.

    def parse_args(self, args=None, namespace=None):
        """What was given; the program ends where it does not fit."""
        result, extras = self.parse_known_args(args, namespace)
        if extras:
            message = "unrecognized arguments: " + " ".join(extras)
            if not self.exit_on_error:
                raise ArgumentError(None, message)
            self.error(message)
        return result

    def parse_intermixed_args(self, args=None, namespace=None):
        """Refused."""
        raise NotImplementedError("ArgumentParser.parse_intermixed_args is not in Lagado; use parse_args")

    def parse_known_args(self, args=None, namespace=None):
        """What was given, and the words that nothing was declared for."""
        args = list(_sys.argv[1:] if args is None else args)
        if namespace is None:
            namespace = Namespace()
        for action in self._actions:
            if action.dest is not SUPPRESS and not hasattr(namespace, action.dest):
                if action.default is not SUPPRESS:
                    setattr(namespace, action.dest, action.default)
        for name, value in self._defaults.items():
            if not hasattr(namespace, name):
                setattr(namespace, name, value)
        if not self.exit_on_error:
            return self._parse(args, namespace)
        try:
            return self._parse(args, namespace)
        except ArgumentError as error:
            self.error(str(error))

    def convert_arg_line_to_args(self, arg_line):
        return [arg_line]

    def _read_files(self, args):
        words = []
        for word in args:
            if not word or word[0] not in self.fromfile_prefix_chars:
                words.append(word)
                continue
            try:
                with open(word[1:]) as file:
                    lines = file.read().splitlines()
            except OSError as error:
                self.error(str(error))
            words += self._read_files([part for line in lines for part in self.convert_arg_line_to_args(line)])
        return words

    def _parse(self, args, namespace):
        if self.fromfile_prefix_chars is not None:
            args = self._read_files(args)
        conflicts = {}
        for group in self._exclusive:
            for action in group._actions:
                others = [other for other in group._actions if other is not action]
                conflicts[id(action)] = conflicts.get(id(action), []) + others
        # A letter for each word: O for an option, A for any other.
        letters, found, words, is_rest = [], {}, [], False
        for word in args:
            if is_rest:
                letters.append("A")
            elif word == "--":
                is_rest = True
                letters.append("-")
            else:
                option = self._option(word)
                if option is not None:
                    found[len(words)] = option
                letters.append("A" if option is None else "O")
            words.append(word)
        pattern = "".join(letters)
        seen, given, extras = [], [], []

        def take(action, values, option=None):
            seen.append(action)
            value = self._values(action, values)
            if value is not action.default:
                given.append(action)
                for other in conflicts.get(id(action), []):
                    if any(other is one for one in given):
                        raise ArgumentError(action, f"not allowed with argument {_action_name(other)}")
            if value is not SUPPRESS:
                action(self, namespace, value, option)

        placed = [action for action in self._actions if not action.option_strings]

        def positionals(start):
            counts = []
            for count in range(len(placed), 0, -1):
                expression = "".join(self._pattern(action) for action in placed[:count])
                match = _re.match(expression, pattern[start:])
                if match is not None:
                    counts = [len(part) for part in match.groups()]
                    break
            for action, count in zip(placed[:len(counts)], counts):
                values = words[start:start + count]
                start += count
                take(action, values)
            del placed[:len(counts)]
            return start

        def option(start):
            action, name, explicit = found[start]
            row = []
            while True:
                if action is None:
                    extras.append(words[start])
                    return start + 1
                if explicit is not None:
                    count = self._count(action, "A")
                    if count == 0 and name[1] not in self.prefix_chars and explicit != "":
                        row.append((action, [], name))
                        name = name[0] + explicit[0]
                        rest = explicit[1:] or None
                        if name not in self._options:
                            raise ArgumentError(action, f"ignored explicit argument {explicit!r}")
                        action, explicit = self._options[name], rest
                        continue
                    if count != 1:
                        raise ArgumentError(action, f"ignored explicit argument {explicit!r}")
                    row.append((action, [explicit], name))
                    stop = start + 1
                    break
                count = self._count(action, pattern[start + 1:])
                stop = start + 1 + count
                row.append((action, words[start + 1:stop], name))
                break
            for action, values, name in row:
                take(action, values, name)
            return stop

        start = 0
        last = max(found) if found else -1
        while start <= last:
            following = min(index for index in found if index >= start)
            if start != following:
                stop = positionals(start)
                if stop > start:
                    start = stop
                    continue
            if start not in found:
                extras += words[start:following]
                start = following
            start = option(start)
        stop = positionals(start)
        extras += words[stop:]

        missing = []
        for action in self._actions:
            if not any(action is one for one in seen):
                if action.required:
                    missing.append(_action_name(action))
                elif isinstance(action.default, str) and getattr(namespace, action.dest, None) is action.default:
                    if action.dest is not SUPPRESS and hasattr(namespace, action.dest):
                        setattr(namespace, action.dest, self._value(action, action.default))
        if missing:
            raise ArgumentError(None, "the following arguments are required: " + ", ".join(missing))
        for group in self._exclusive:
            if group.required and not any(action is one for action in group._actions for one in given):
                names = [_action_name(action) for action in group._actions if action.help is not SUPPRESS]
                raise ArgumentError(None, f"one of the arguments {' '.join(names)} is required")
        extras += namespace.__dict__.pop("_unrecognized_args", [])
        return namespace, extras

    def _option(self, word):
        # The action, the option and what stands behind its "=" for a word that is an option, else None.
        if not word or word[0] not in self.prefix_chars:
            return None
        if word in self._options:
            return self._options[word], word, None
        if len(word) == 1:
            return None
        name, equals, value = word.partition("=")
        if equals and name in self._options:
            return self._options[name], name, value
        matches = self._abbreviated(word)
        if len(matches) > 1:
            names = ", ".join(match[1] for match in matches)
            raise ArgumentError(None, f"ambiguous option: {word} could match {names}")
        if matches:
            return matches[0]
        number = _re.compile(r"^-\d+$|^-\d*\.\d+$")
        if number.match(word) and not any(number.match(name) for name in self._options):
            return None
        return None if " " in word else (None, word, None)

    def _abbreviated(self, word):
        if word[1] in self.prefix_chars:
            if not self.allow_abbrev:
                return []
            name, equals, value = word.partition("=")
            return [(action, other, value if equals else None)
                    for other, action in self._options.items() if other.startswith(name)]
        result = []
        for other, action in self._options.items():
            if other == word[:2]:
                result.append((action, other, word[2:]))
            elif self.allow_abbrev and other.startswith(word):
                result.append((action, other, None))
        return result

    def _pattern(self, action):
        nargs = action.nargs
        if nargs is None:
            text = "(-*A-*)"
        elif nargs == OPTIONAL:
            text = "(-*A?-*)"
        elif nargs == ZERO_OR_MORE:
            text = "(-*[A-]*)"
        elif nargs == ONE_OR_MORE:
            text = "(-*A[A-]*)"
        elif nargs == REMAINDER:
            text = "([-AO]*)"
        elif nargs == PARSER:
            text = "(-*A[-AO]*)"
        elif nargs == SUPPRESS:
            text = "(-*-*)"
        else:
            text = "(-*" + "-*".join("A" * nargs) + "-*)" if nargs else "(-*-*)"
        return text.replace("-*", "").replace("-", "") if action.option_strings else text

    def _count(self, action, letters):
        match = _re.match(self._pattern(action), letters)
        if match is not None:
            return len(match.group(1))
        if action.nargs is None:
            raise ArgumentError(action, "expected one argument")
        if action.nargs == OPTIONAL:
            raise ArgumentError(action, "expected at most one argument")
        if action.nargs == ONE_OR_MORE:
            raise ArgumentError(action, "expected at least one argument")
        raise ArgumentError(action, f"expected {action.nargs} argument{'' if action.nargs == 1 else 's'}")

    def _value(self, action, word):
        kind = action.type
        if kind is None:
            return word
        try:
            return kind(word)
        except ArgumentTypeError as error:
            raise ArgumentError(action, str(error))
        except (TypeError, ValueError):
            raise ArgumentError(action, f"invalid {getattr(kind, '__name__', repr(kind))} value: {word!r}")

    def _check(self, action, value):
        if action.choices is not None and value not in action.choices:
            row = ", ".join(repr(choice) for choice in action.choices)
            raise ArgumentError(action, f"invalid choice: {value!r} (choose from {row})")

    def _values(self, action, words):
        if action.nargs not in (PARSER, REMAINDER) and "--" in words:
            words = list(words)
            words.remove("--")
        if action.nargs == OPTIONAL and not words:
            value = action.const if action.option_strings else action.default
            if isinstance(value, str):
                value = self._value(action, value)
                self._check(action, value)
            return value
        if action.nargs == ZERO_OR_MORE and not words and not action.option_strings:
            value = action.default if action.default is not None else words
            if action.default is not None:
                self._check(action, value)
            return value
        if len(words) == 1 and action.nargs in (None, OPTIONAL):
            value = self._value(action, words[0])
            self._check(action, value)
            return value
        if action.nargs == SUPPRESS:
            return SUPPRESS
        values = [self._value(action, word) for word in words]
        if action.nargs == PARSER:
            self._check(action, values[0])
        elif action.nargs != REMAINDER:
            for value in values:
                self._check(action, value)
        return values

    # Help.

    def _formatter(self):
        return self.formatter_class(prog=self.prog)

    def format_usage(self):
        """One line of help."""
        return self._formatter()._usage(self.usage, self._actions, self._exclusive).rstrip("\n") + "\n"

    def format_help(self):
        """The page of help."""
        return self._formatter()._page(self)

    def print_usage(self, file=None):
        """Writes one line of help."""
        (_sys.stdout if file is None else file).write(self.format_usage())

    def print_help(self, file=None):
        """Writes the page of help."""
        (_sys.stdout if file is None else file).write(self.format_help())

    def exit(self, status=0, message=None):
        """Ends the program."""
        if message:
            _sys.stderr.write(message)
        _sys.exit(status)

    def error(self, message):
        """Ends the program with what is wrong."""
        self.print_usage(_sys.stderr)
        self.exit(2, f"{self.prog}: error: {message}\n")
