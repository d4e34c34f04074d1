/// Makes random programs: most of them parse, many fail when they run, none may bring the interpreter down.
struct ProgramGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func number(_ count: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(max(1, count)))
    }

    mutating func pick<T>(_ row: [T]) -> T { row[number(row.count)] }

    // MARK: Programs

    private static let preludes = [
        "import math, random, itertools, functools, collections, copy, json, re, textwrap, string, "
            + "operator, os, sys, time\n",
        "from collections import *\nfrom itertools import *\nfrom functools import *\n",
        "from dataclasses import *\n", "",
        "import struct, hashlib, base64, binascii, weakref, pickle, heapq, bisect, statistics, fractions, "
            + "enum, abc, types, inspect, ast, datetime, argparse, contextlib, logging, pathlib, io, csv, "
            + "fnmatch, uuid, warnings, pprint\n",
        "from contextlib import *\nfrom enum import *\nfrom typing import *\nfrom abc import *\n",
    ]

    /// Values of the names that programs use.
    private static let given = """
        class C:
            x = 1
            def __init__(self, *a): self.a = a
            def __iter__(self): yield from self.a
        def f(*a, **b): return C(*a)
        a, b, c, d, x = [1, 2, 3], {'a': 1}, 'text', 2, 0.5

        """

    private let bases = [
        "", "Exception", "object", "C", "dict", "list", "str", "int", "tuple", "set", "float", "bytes",
        "deque",
        "bool", "OrderedDict", "dict, C", "Enum", "IntEnum", "ABC", "NamedTuple", "Protocol", "Generic[T]",
        "metaclass=C", "metaclass=type", "Exception, C", "complex", "type", "C, x=1", "bytearray", "Counter",
    ]

    mutating func program() -> String {
        var text = pick(Self.preludes) + (number(2) == 0 ? Self.given : "")
        // An error ends a program: where each statement is caught, those after it are reached.
        let isCaught = number(2) == 0
        for _ in 0...number(6) {
            text +=
                isCaught
                ? "try:\n" + statement(2, indent: "    ") + "except Exception as e: print(e)\n"
                : statement(2, indent: "")
        }
        return text
    }

    private mutating func block(_ depth: Int, _ indent: String) -> String {
        var text = ""
        for _ in 0...number(2) { text += statement(depth - 1, indent: indent + "    ") }
        return text
    }

    private mutating func name() -> String {
        pick(["a", "b", "c", "d", "f", "x", "self", "C", "_", "len", "print"])
    }

    private mutating func target(_ depth: Int) -> String {
        switch number(8) {
        case 0: return "\(name())[\(expression(depth))]"
        case 1: return "\(name()).\(pick(["x", "y", "append", "__dict__", "__class__"]))"
        case 2: return "\(name()), \(name())"
        case 3: return "*\(name()), \(name())"
        case 4: return "[\(name()), (\(name()), *\(name()))]"
        case 5: return "\(name())[\(expression(depth)):\(expression(depth))]"
        default: return name()
        }
    }

    private mutating func statement(_ depth: Int, indent: String) -> String {
        let line = { (text: String) in indent + text + "\n" }
        if depth <= 0 { return line(simple(1)) }
        switch number(24) {
        case 17...22: return newer(depth, indent)
        case 14:
            return line("match \(expression(2)):")
                + (0...number(2)).map { _ in
                    indent + "    case \(pattern(2))\(pick(["", "", " if \(expression(1))"])):\n"
                        + block(depth - 1, indent + "    ")
                }.joined()
        case 15:
            return line("def \(name())(\(parameters())):") + yieldingBlock(depth, indent)
        case 16:
            return line("for \(target(1)) in f(\(arguments(1))):") + block(depth, indent)
        case 0:
            return line("if \(expression(2)):") + block(depth, indent)
                + (number(2) == 0 ? line("else:") + block(depth, indent) : "")
        case 1:
            return line("for \(target(1)) in \(expression(2)):") + block(depth, indent)
                + (number(4) == 0 ? line("else:") + block(depth, indent) : "")
        case 2: return line("while \(expression(2)):") + block(depth, indent)
        case 3, 4:
            return decorator(indent) + line("def \(name())(\(parameters())):") + block(depth, indent) + indent
                + "    return \(expression(2))\n"
        case 5:
            let methods = (0...number(2)).map { _ in
                indent + "    def \(pick(Self.specials))(self, *a):\n" + indent
                    + "        return \(expression(2))\n"
            }
            return line(
                "class C(\(pick(bases + [name()]))):"
            ) + indent
                + "    x = \(expression(1))\n" + methods.joined()
        case 6:
            return line("try:") + block(depth, indent)
                + line(
                    pick([
                        "except:", "except Exception as e:", "except (TypeError, \(name())):", "finally:",
                        "except ValueError:",
                    ]))
                + block(depth, indent) + (number(4) == 0 ? line("finally:") + block(depth, indent) : "")
        case 7: return line("with \(expression(2)) as \(target(1)):") + block(depth, indent)
        default: return line(simple(2))
        }
    }

    /// Statements that are met more rarely, with all their clauses.
    private mutating func newer(_ depth: Int, _ indent: String) -> String {
        let line = { (text: String) in indent + text + "\n" }
        switch number(11) {
        case 0:
            return line("try:") + block(depth, indent) + line("except ValueError as \(name()):")
                + block(depth, indent) + line("else:") + block(depth, indent) + line("finally:")
                + block(depth, indent)
        case 1:
            let kinds = pick(["ValueError", "a", "(C, b)"])
            return line("try:") + block(depth, indent) + line("except* \(kinds):") + block(depth, indent)
        case 2:
            let test = expression(1)
            return line("while \(test):") + block(depth, indent) + line("else:") + block(depth, indent)
        case 3:
            let opened = line("with (\(expression(1)) as \(target(0)), \(expression(1)) as b,):")
            return opened + block(depth, indent)
        case 4:
            let opened = pick([
                "async def f(a):", "async for a in b:", "async with a as b:", "def f[T](a: T) -> T:",
                "class C[T]:",
            ])
            return line(opened) + block(depth, indent)
        case 5:
            let marks = ["property", "staticmethod", "classmethod", "abstractmethod", "cached_property"]
            return line("class C(\(pick(bases))):") + line("    a: int = \(expression(1))")
                + line("    b: 'list[C]' = field(default_factory=list)") + line("    @\(pick(marks))")
                + line("    def x(self): return \(expression(1))") + line("    @x.setter")
                + line("    def x(self, value): \(simple(1))") + line("    def __iter__(self):")
                + yieldingBlock(1, indent + "    ")
        case 6:
            return line("@contextmanager") + line("def f(\(parameters())):") + yieldingBlock(depth, indent)
                + line("with f(\(arguments(1))) as \(target(0)):") + block(depth, indent)
        case 7:
            return line("def f(a, /, b: int = 1, *c: str, d=\(expression(1)), **e) -> \(expression(0)):")
                + line("    global x") + line("    def g():") + line("        nonlocal \(name())")
                + line("        \(name()) = \(expression(1))")
                + line("        return lambda: \(name())") + line("    return g()")
        case 8:
            return line("\(name()) = \(name()) = \(target(1)) = \(expression(1))")
                + line("\(target(0)): \(expression(1)) = \(expression(1))") + line("type \(name()) = int")
        case 9:
            let special = "'\(pick(Self.specials))': lambda *a: \(expression(1))"
            let contents = "{'x': \(expression(1)), \(special)}"
            return line("\(name()) = type('D', (\(pick(bases)),), \(contents))")
        default:
            let test = "(\(name()) := \(expression(1))) and \(expression(1))"
            return line("if \(test): \(simple(1)); \(simple(1))") + line("elif \(expression(1)):")
                + block(depth, indent)
        }
    }

    /// Statements with `yield`s in all places.
    private mutating func yieldingBlock(_ depth: Int, _ indent: String) -> String {
        let inner = indent + "    "
        func yields() -> String {
            pick([
                "yield", "yield \(expression(1))", "x = yield \(expression(1))", "x = (yield) + (yield 2)",
                "yield from \(expression(1))", "a, b = yield x", "a[(yield)] = yield x", "x += yield",
                "print((yield 1), x, (yield 2))", "return (yield)", "if (yield x): yield 3", "del a[(yield)]",
                "x = (yield) and (yield 1) or (yield 2)", "x = f'{(yield)!r:{(yield)}}'",
                "while (yield x): break", "x = 1 < (yield) < (yield 2)", "assert (yield), (yield)",
                "raise (yield)", "with (yield) as x: yield x", "x = [*(yield), (yield)]",
            ])
        }
        let lines = (0...number(2)).map { _ in inner + yields() + "\n" }.joined()
        switch number(6) {
        case 0: return inner + "for \(target(1)) in \(expression(2)):\n    " + inner + yields() + "\n" + lines
        case 1:
            return inner + "try:\n    " + inner + yields() + "\n" + inner
                + pick(["except ValueError as e:", "except:", "finally:"]) + "\n    " + inner + yields()
                + "\n"
                + lines
        case 2: return inner + "while x:\n    " + inner + yields() + "\n    " + inner + "break\n" + lines
        case 3: return inner + "with \(expression(1)):\n    " + inner + yields() + "\n" + lines
        case 4: return lines + block(depth, indent)
        default: return lines
        }
    }

    private mutating func pattern(_ depth: Int) -> String {
        if depth <= 0 {
            return pick(["_", "a", "1", "-2", "'ab'", "None", "True", "math.pi", "[]", "{}", "x"])
        }
        let next = depth - 1
        switch number(8) {
        case 0: return "[\(pattern(next)), *\(name()), \(pattern(next))]"
        case 1: return "(\(pattern(next)) | \(pattern(next)))"
        case 2: return "{'a': \(pattern(next)), **\(name())}"
        case 3: return "\(pick(["int", "str", "C", "list", "len"]))(\(pattern(next)))"
        case 4: return "C(x=\(pattern(next)))"
        case 5: return "\(pattern(next)) as \(name())"
        case 6: return "\(pattern(next)), \(pattern(next))"
        default: return pattern(0)
        }
    }

    private mutating func decorator(_ indent: String) -> String {
        number(4) > 0
            ? ""
            : indent + "@"
                + pick([
                    "property", "staticmethod", "classmethod", "functools.lru_cache", "cache", name(),
                    "(lambda f: f)",
                ]) + "\n"
    }

    private static let specials = [
        "__init__", "__repr__", "__len__", "__getitem__", "__iter__", "__next__", "__eq__", "__lt__",
        "__hash__", "__add__", "__call__", "__enter__",
        "__exit__", "__getattr__", "__setattr__", "__bool__", "__contains__", "__index__", "__str__",
        "__format__", "__radd__", "__copy__", "run",
        "__new__", "__missing__", "__setitem__", "__delitem__", "__class_getitem__", "__init_subclass__",
    ]

    private static let assignments = [
        "+=", "-=", "*=", "/=", "//=", "%=", "**=", "|=", "&=", "<<=", ">>=", "@=",
    ]
    private static let operators = [
        "+", "-", "*", "/", "//", "%", "**", "@", "&", "|", "^", "<<", ">>", "and", "or", "==", "!=", "<",
        "<=",
        ">", ">=", "in", "not in", "is", "is not",
    ]

    private mutating func simple(_ depth: Int) -> String {
        switch number(16) {
        case 0...4: return "\(target(1)) = \(expression(depth))"
        case 5:
            return "\(name()) \(pick(Self.assignments)) \(expression(depth))"
        case 6: return "print(\(expression(depth)))"
        case 7: return "del \(target(1))"
        case 8: return "return \(expression(depth))"
        case 9: return pick(["break", "continue", "pass", "raise", "global a", "nonlocal b"])
        case 10: return "raise \(expression(depth))"
        case 11: return "assert \(expression(depth)), \(expression(1))"
        case 12: return "import \(pick(["math", "re", "os.path as p", "nothing", "json as a, random as b"]))"
        default: return expression(depth)
        }
    }

    private mutating func parameters() -> String {
        pick([
            "", "a", "a, b=\(expression(1))", "*a", "a, *b, c=1, **d", "self, x", "a, /, b", "*, a", "x, x",
        ])
    }

    // MARK: Expressions

    private static let atoms = [
        "0", "1", "-1", "2", "7", "0.5", "1e308", "-0.0", "True", "None", "''", "'ab'", "'é漢😀'", "[]",
        "[1, 2, 3]", "(1,)", "{}", "{'a': 1}", "{1, 2}",
        "9223372036854775807", "-9223372036854775807", "1 << 40", "range(5)", "range(10**15)", "...",
        "float('nan')", "math.inf", "slice(None)", "object()",
        "b", "C", "C()", "a", "f", "x", "print", "len", "int", "str", "sorted", "super()", "iter([1])",
        "(i for i in range(3))", "lambda *a: a",
        "Counter('aab')", "deque([1, 2], 3)", "defaultdict(list)", "random", "re.compile('a*')",
        "re.match('(a)(b)?', 'a')", "ValueError('x')", "partial(max, 1)",
        "count()", "cycle('ab')", "json", "copy.deepcopy", "functools.lru_cache(f)",
        "collections.namedtuple('P', 'x y')(1, 2)", "sys", "os", "NotImplemented", "b''", "b'ab\\xff'",
        "2 ** 70", "-2 ** 63", "10 ** 30", "-2 ** 100", "1 << 65", "bytearray(b'abc')",
        "compile('x', 'c', 'eval')", "'x + 1'", "globals()",
    ]
    private static let calls = [
        "len", "str", "repr", "int", "float", "list", "tuple", "set", "dict", "sorted", "sum", "min", "max",
        "abs", "any", "all", "iter", "next", "enumerate",
        "zip", "map", "filter", "reversed", "range", "print", "isinstance", "type", "round", "divmod", "pow",
        "hash", "id", "chr", "ord", "hex", "bin", "callable",
        "getattr", "setattr", "hasattr", "vars", "dir", "format", "bool", "frozenset", "slice", "super",
        "property", "issubclass", "copy.copy", "copy.deepcopy",
        "json.dumps", "json.loads", "re.sub", "re.findall", "re.split", "textwrap.wrap", "textwrap.shorten",
        "textwrap.dedent", "textwrap.indent", "random.choice",
        "random.sample", "random.shuffle", "random.randint", "random.choices", "random.seed", "math.sqrt",
        "math.floor", "math.log", "math.factorial", "math.comb",
        "math.gcd", "math.lcm", "math.ldexp", "math.perm", "math.hypot", "islice", "product", "permutations",
        "combinations", "chain", "groupby", "accumulate",
        "tee", "zip_longest", "reduce", "partial", "cmp_to_key", "Counter", "deque", "defaultdict",
        "OrderedDict", "namedtuple", "operator.itemgetter", "os.path.join",
        "os.path.splitext", "os.path.normpath", "time.strftime", "time.gmtime", "time.localtime",
        "exec", "eval", "bytes", "bytearray", "int.from_bytes", "compile", "bytes.fromhex", "string.capwords",
        "dataclass", "field", "replace", "asdict", "sys.exit", "a", "f", "C", "x",
        "struct.pack", "struct.unpack", "struct.calcsize", "struct.iter_unpack", "hashlib.sha256",
        "hashlib.new", "base64.b64encode", "base64.b64decode", "base64.b32decode", "binascii.unhexlify",
        "weakref.ref", "pickle.dumps", "pickle.loads", "heapq.heappush", "heapq.heappop", "heapq.nsmallest",
        "heapq.merge", "bisect.bisect", "bisect.insort", "statistics.mean", "statistics.quantiles",
        "fractions.Fraction", "inspect.signature", "inspect.getsource", "ast.literal_eval",
        "datetime.datetime", "datetime.timedelta", "datetime.datetime.strptime",
        "datetime.date.fromisoformat", "argparse.ArgumentParser", "nullcontext", "contextlib.suppress",
        "contextlib.ExitStack", "pathlib.Path", "pathlib.PurePath", "io.StringIO", "io.BytesIO",
        "csv.reader", "fnmatch.filter", "uuid.UUID", "pprint.pformat", "warnings.warn", "logging.getLogger",
        "types.SimpleNamespace", "types.MappingProxyType", "Enum", "Flag", "auto", "NamedTuple",
        "memoryview", "complex", "ascii", "type", "object.__new__", "classmethod", "staticmethod",
        "int.to_bytes", "str.maketrans", "dict.fromkeys", "iter(f, 1)",
    ]
    private static let methods = [
        "append", "extend", "pop", "insert", "remove", "sort", "reverse", "index", "count", "copy", "clear",
        "update", "get", "items", "keys", "values", "setdefault",
        "popitem", "add", "discard", "union", "upper", "split", "rsplit", "join", "replace", "format",
        "center", "zfill", "ljust", "encode", "decode", "translate", "strip",
        "splitlines", "partition", "expandtabs", "find", "startswith", "title", "most_common", "elements",
        "subtract", "rotate", "appendleft", "popleft", "move_to_end",
        "__getitem__", "__setitem__", "__len__", "__iadd__", "__eq__", "__hash__", "__new__", "__iter__",
        "__contains__", "_replace", "_asdict", "group", "groups", "span", "sub", "__init__", "__class__",
        "__repr__", "x",
        "read", "write", "readline", "seek", "truncate", "getvalue", "digest", "hexdigest", "tobytes",
        "parse_args", "add_argument", "isoformat", "strftime", "with_suffix", "joinpath", "add_note",
        "limit_denominator", "enter_context", "throw", "send", "close", "mro", "__subclasses__", "__mul__",
        "__set_name__", "__reduce__", "with_traceback", "removeprefix", "casefold", "format_map", "value",
        "symmetric_difference", "fromhex", "as_integer_ratio", "conjugate", "name", "__members__",
        "bit_length", "is_integer", "isalpha", "cache_info", "hex", "to_bytes", "rfind", "splitlines",
        "title",
    ]

    private static let rarities = [
        "f'{a!a:{x}.{a}}'", "rf'\\d{a}'", "f\'\'\'{a\n}\'\'\'", "f'{{}}{a=!r:^20}'", "f'{f\"{a}\"}'",
        "(await a)",
        "x[*a, 1:2, ...]", "rb'\\x' b'a'", "(*a, *b)", "(yield)", "0x_ff + 0b1 + 1_000j",
        "not a if b else (lambda: (yield))", "a[b:c, ::-1][()]", "print(*a, sep=b, **c)",
        "lambda a, *, b=1, **c: (a, b, c)", "\"\\N{BULLET}\\u00e9\" 'b'", "a if b else c if a else b",
    ]

    private mutating func arguments(_ depth: Int) -> String {
        (0..<number(4)).map { _ in
            pick([
                "", "", "", "", "*", "**", "key=", "x=", "default=", "reverse=", "indent=", "maxlen=",
                "repeat=", "k=",
            ]) + expression(depth)
        }.joined(separator: ", ")
    }

    mutating func expression(_ depth: Int) -> String {
        if depth <= 0 || number(4) == 0 { return pick(Self.atoms) }
        let next = depth - 1
        switch number(26) {
        case 20: return "f(\(expression(next)) for \(target(0)) in \(expression(next)) if (a := \(name())))"
        case 21:
            let inner = pick(["a", "range(a)", "[a]"])
            return "[(a, b) for a in \(expression(next)) for b in \(inner) if a if b]"
        case 22: return "{**\(expression(next)), \(expression(next)): \(expression(next)), **{}}"
        case 23: return "{*\(expression(next)), \(expression(next))}"
        case 24:
            let (first, second) = (pick(["<", "==", "in", "is not"]), pick([">=", "!=", "not in"]))
            return "\(expression(next)) \(first) \(expression(next)) \(second) \(expression(next))"
        case 25: return pick(Self.rarities)
        case 18: return "(\(name()) := \(expression(next)))"
        case 19:
            return "\(expression(next)).\(pick(["send", "throw", "close", "__next__"]))(\(arguments(next)))"
        case 0, 1:
            return "(\(expression(next)) \(pick(Self.operators)) \(expression(next)))"
        case 2: return "(\(pick(["-", "+", "~", "not "]))\(expression(next)))"
        case 3, 4, 5: return "\(pick(Self.calls))(\(arguments(next)))"
        case 6, 7, 8: return "\(expression(next)).\(pick(Self.methods))(\(arguments(next)))"
        case 9: return "\(expression(next))[\(expression(next))]"
        case 10: return "\(expression(next))[\(expression(next)):\(expression(next)):\(expression(next))]"
        case 11: return "[\(expression(next)) for \(target(0)) in \(expression(next)) if \(expression(next))]"
        case 12: return "{\(expression(next)): \(expression(next)) for \(name()) in \(expression(next))}"
        case 13: return "(\(expression(next)) if \(expression(next)) else \(expression(next)))"
        case 14: return "(lambda \(parameters()): \(expression(next)))"
        case 15:
            let format = pick(["", "!r", "=", ":>10", ":.3f", ":{x}", ":,", ":08b", ":%"])
            return "f'{\(pick(["a", "x", "len", "1.5", "b"]))\(format)}'"
        case 16: return "'\(pick(["%s", "%d %f", "%5.2f", "%(a)s", "%*d", "%"]))' % \(expression(next))"
        default: return "[\(expression(next)), *\(expression(next))]"
        }
    }
}
