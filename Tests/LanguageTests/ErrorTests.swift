import Language
import PythonLibrary
import Testing

/// (program, what a person reads); one line each, so no file name stands above.
private let rendered: [(String, String)] = [
    ("1 + nmae", "1 + nmae\n    ^^^^\nNameError: name 'nmae' is not defined. Did you mean 'name'?\n"),
    ("print(1 2)", "print(1 2)\n        ^\nSyntaxError: invalid syntax. Perhaps you forgot a comma?\n"),
    ("x = (1, 2", "x = (1, 2\n    ^\nSyntaxError: '(' was never closed\n"),
    (
        "'é' + 1",
        "'é' + 1\n^^^^^^^\nTypeError: can only concatenate str (not \"int\") to str\n  try: an f-string "
            + "joins text and numbers: f\"… {x}\"\n"
    ),
    (
        "['漢字', undefined_thing]",
        "['漢字', undefined_thing]\n         ^^^^^^^^^^^^^^^\nNameError: name 'undefined_thing' is not "
            + "defined\n"
    ),
    (
        "\"a\".uper()",
        "\"a\".uper()\n    ^^^^\nAttributeError: 'str' object has no attribute 'uper'. Did you mean "
            + "'upper'?\n"
    ),
    (
        "[1].push(2)",
        "[1].push(2)\n    ^^^^\nAttributeError: 'list' object has no attribute 'push'. Did you mean "
            + "'append'?\n"
    ),
    (
        "2**10**10",
        "2**10**10\n^^^^^^^^^\nMemoryError: an integer of 10000000000 bits is too large\n"
            + "  try: a float, such as 2.0 ** 100, is as good where the last digits do not count\n"
    ),
    ("1/0", "1/0\n^^^\nZeroDivisionError: division by zero\n"),
    (
        "import mth",
        "import mth\n       ^^^\nModuleNotFoundError: No module named 'mth'. Did you mean 'math'?\n"
    ),
    (
        "from math import sqr",
        "from math import sqr\n                 ^^^\nImportError: cannot import name 'sqr' from 'math'. Did "
            + "you mean 'sqrt'?\n"
    ),
    (
        "[1, 2][5]",
        "[1, 2][5]\n^^^^^^^^^\nIndexError: list index out of range\n  index 5, but it has 2 elements\n"
    ),
    (
        "{'loss': 1}['los']",
        "{'loss': 1}['los']\n^^^^^^^^^^^^^^^^^^\nKeyError: 'los'\n  try: did you mean 'loss'?\n"
    ),
    (
        "a := 5",
        "a := 5\n  ^^\nSyntaxError: invalid syntax\n  try: = assigns; inside an expression (name := value)\n"
    ),
    (
        "eval('1 +')",
        "1 +\n   ^\nSyntaxError: invalid syntax: the line ends too early\n"
            + "  in <module>(), called from <prompt>, line 1: eval('1 +')\n"
    ),
    (
        "import os\nos.system('a')",
        "<prompt>, line 2\nos.system('a')\n   ^^^^^^\nAttributeError: os.system is not available: programs "
            + "here read and write files, and start no others\n  try: open(path) for a file; "
            + "os.environ[name] = value for the environment\n"
    ),
    (
        "import gc\ngc.freeze()",
        "<prompt>, line 2\ngc.freeze()\n   ^^^^^^\nAttributeError: gc.freeze is not in Lagado\n"
    ),
    (
        "class A(metaclass=int): pass",
        "class A(metaclass=int): pass\n        ^^^^^^^^^\nSyntaxError: 'metaclass=' in the head of a class "
            + "is not available\n  try: a decorator of the class can change it\n"
    ),
    ("x = 5 y", "x = 5 y\n      ^\nSyntaxError: invalid syntax\n"),
    ("\tx", "    x\n    ^\nIndentationError: unexpected indent\n"),
]

@Suite struct ErrorTests {
    @Test(arguments: rendered.indices)
    func readsAsWritten(_ index: Int) {
        let interpreter = Interpreter.withLibrary()
        interpreter.globals["name"] = .int(1)
        do {
            _ = try interpreter.run(rendered[index].0)
            Issue.record("no error: \(rendered[index].0)")
        } catch {
            #expect(ScriptError(error).rendered == rendered[index].1)
        }
    }

    @Test func tracebackShowsTheOwnCalls() {
        let error = outcome("def f(x):\n    return y + x\n\ndef g():\n    return f(1)\n\ng()").error
        #expect(
            error?.rendered == """
                case.py, line 2
                    return y + x
                           ^
                NameError: name 'y' is not defined
                  in f(), called from case.py, line 5: return f(1)
                  in g(), called from case.py, line 7: g()

                """)
    }

    @Test func atAPromptTheLineIsNotRepeated() {
        let source = Source("1 + nope")
        let error = ScriptError("NameError", "no", range: SourceRange(4, 8), source: source)
        #expect(
            error.rendered(margin: 4) == "        ^^^^\nNameError: no\n")
    }

    @Test func binaryFilesAreRefused() {
        #expect(throws: ScriptError.self) { try Source.decode([0x61, 0xFF], name: "a.py") }
        do { _ = try Source.decode([0x61, 0xFF], name: "a.py") } catch {
            #expect(ScriptError(error).message == "a.py is not UTF-8 text: byte 0xff at position 1")
        }
        do { _ = try Source.decode([0x7F, 0x45, 0], name: "b") } catch {
            #expect(ScriptError(error).message.contains("zero byte at position 2"))
        }
    }
}

@Suite struct LimitTests {
    @Test(arguments: [
        "[0]*10**12", "'a'*10**12", "list(range(10**12))", "(1,)*10**12", "'ab'.center(10**12)",
        "'a'.ljust(2**62)",
    ])
    func sizes(_ program: String) { #expect(outcome(program).error?.kind == "MemoryError") }

    @Test func callsAtTheLimitAndOnePast() {
        let f = "def f(n): return 0 if n == 1 else f(n - 1)\n"
        #expect(outcome(f + "f(\(Limits.callDepth))").error?.kind == nil)
        #expect(outcome(f + "f(\(Limits.callDepth + 1))").error?.kind == "RecursionError")
    }

    @Test func bracketsAtTheLimitAndOnePast() {
        func nested(_ count: Int) -> String {
            String(repeating: "(", count: count) + "1" + String(repeating: ")", count: count)
        }
        #expect(outcome(nested(Limits.nesting)).error?.kind == nil)
        #expect(outcome(nested(Limits.nesting + 1)).error?.kind == "SyntaxError")
    }

    @Test func operatorsAtTheLimitAndOnePast() {
        func chain(_ count: Int) -> String { Array(repeating: "1", count: count).joined(separator: "+") }
        #expect(outcome(chain(Limits.expressionHeight)).error?.kind == nil)
        #expect(outcome(chain(Limits.expressionHeight + 1)).error?.kind == "SyntaxError")
    }

    @Test func deepValuesAreFreed() {
        for wrap in ["[x]", "(x,)", "{1: x}"] {
            let result = outcome("x = None\nfor i in range(200000): x = \(wrap)\ndel x\nprint('freed')")
            #expect(result.output == "freed\n")
        }
        #expect(
            outcome(
                "class N:\n    def __init__(s, n): s.n = n\nx = None\nfor i in range(200000): x = N(x)\ndel "
                    + "x\nprint(1)"
            ).output == "1\n")
        #expect(outcome("x = []\nfor i in range(2000): x = [x]\nrepr(x)").error?.kind == "RecursionError")
    }
}
