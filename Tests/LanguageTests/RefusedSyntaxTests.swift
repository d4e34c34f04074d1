import Language
import Testing

/// Programs that are no Python, or Python that is not here: each says so under the exact words and place.
@Suite struct RefusedSyntaxTests {
    @Test(arguments: [
        ("async def f(): pass", "'async def' is not available", 0),
        ("async with x: pass", "'async with' is not available", 0),
        ("async for x in y: pass", "'async for' is not available", 0),
        ("x = await f()", "'await' is not available", 4),
        ("class A(metaclass=M): pass", "'metaclass=' in the head of a class is not available", 8),
        ("try: pass\nexcept* ValueError: pass", "'except*' is not available", 16),
        ("x = 1j", "complex numbers are not supported", 4),
        ("x = 2.5J", "complex numbers are not supported", 4),
        ("x := 1", "invalid syntax", 2),
        ("(a.b := 1)", "cannot use assignment expressions with attribute", 1),
        ("(a[0] := 1)", "cannot use assignment expressions with subscript", 1),
        (
            "[(x := 1) for x in y]",
            "assignment expression cannot rebind comprehension iteration variable 'x'", 1
        ),
        (
            "[x for x in (y := z)]",
            "assignment expression cannot be used in a comprehension iterable expression", 12
        ),
        (
            "class A:\n    [(y := x) for x in z]",
            "assignment expression within a comprehension cannot be used in a class body", 14
        ),
        ("'\\ud83d'", "\\ud83d is half of a surrogate pair, which is no character by itself", 1),
        ("'\\udc4d\\ud83d'", "\\udc4d is half of a surrogate pair, which is no character by itself", 1),
        ("'\\N{NO SUCH NAME}'", "unknown Unicode character name", 1),
        ("'\\N'", "malformed \\N character escape", 1),
        ("match x:\n    case [a, a]: pass", "multiple assignments to name 'a' in pattern", 22),
        ("match x:\n    case a | b: pass", "name capture 'a' makes remaining patterns unreachable", 18),
        (
            "match x:\n    case _: pass\n    case 1: pass",
            "wildcard makes remaining patterns unreachable", 18
        ),
        ("def f(*, a, /): pass", "/ must be ahead of *", 12),
        ("def f(a, *): pass", "named arguments must follow bare *", 9),
        ("lambda *: 1", "named arguments must follow bare *", 7),
        ("def f(*, **k): pass", "named arguments must follow bare *", 6),
        ("def f(**k, a): pass", "arguments cannot follow var-keyword argument", 11),
        ("def f(*a, *b): pass", "* argument may appear only once", 10),
        ("def f(/, a): pass", "at least one argument must precede /", 6),
        ("def f(a, /, b, /): pass", "/ may appear only once", 15),
        ("def f(*a=1): pass", "var-positional argument cannot have default value", 8),
        ("def f(**a=1): pass", "var-keyword argument cannot have default value", 9),
        ("def f():\n    x = 1\n    global x", "name 'x' is assigned to before global declaration", 23),
        ("def f(x):\n    global x", "name 'x' is parameter and global", 14),
        ("def f():\n    print(x)\n    global x", "name 'x' is used prior to global declaration", 26),
        (
            "def f():\n    for i in y: pass\n    global i",
            "name 'i' is assigned to before global declaration",
            34
        ),
        ("print 'a'", "Missing parentheses in call to 'print'. Did you mean print(...)?", 6),
    ])
    func what(_ program: String, _ message: String, _ place: Int) {
        let error = outcome(program).error
        #expect(error?.kind == "SyntaxError", "\(program)")
        #expect(error?.message == message, "\(program)")
        #expect(error?.range?.lower == place, "\(program)")
    }

    @Test func pairsAreOneCharacter() {
        #expect(outcome(#"print('\ud83d\udc4d', len('\ud83d\udc4d'))"#).output == "👍 1\n")
    }

    @Test(arguments: [
        ("match x:", 1), ("match x:\n    case 1:", 2),
        ("match x:\n    case 1:\n        pass\n    case 2:", 2),
    ])
    func aMatchGoesOn(_ text: String, _ indent: Int) {
        guard case .incomplete(indent) = Parser.parse(text) else {
            Issue.record("\(text)")
            return
        }
    }
}
