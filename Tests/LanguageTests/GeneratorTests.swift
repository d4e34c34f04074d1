import Language
import PythonLibrary
import Testing

/// What recorded cases cannot say of generators: places of errors, Ctrl-C, going back.
@Suite struct GeneratorTests {
    @Test(arguments: [
        ("yield 1", "'yield' outside function", 0), ("x = (yield)", "'yield' outside function", 5),
        ("class A:\n    yield 1", "'yield' outside function", 13),
        ("def f():\n    [(yield x) for x in y]", "'yield' inside list comprehension", 14),
        ("def f():\n    {x: (yield) for x in y}", "'yield' inside dict comprehension", 17),
        ("def f():\n    ((yield x) for x in y)", "'yield' inside generator expression", 14),
        ("def f():\n    [x for x in y if (yield)]", "'yield' inside list comprehension", 30),
        ("def f():\n    f(yield 1)", "invalid syntax", 15),
        ("def f():\n    (yield) = 1", "cannot assign to yield expression", 13),
    ])
    func whatIsRefused(_ program: String, _ message: String, _ place: Int) {
        let error = outcome(program).error
        #expect(error?.kind == "SyntaxError", "\(program)")
        #expect(error?.message == message, "\(program)")
        #expect(error?.range?.lower == place, "\(program)")
    }

    @Test func errorsTellHowTheyCameOut() {
        let error = outcome(
            "def inner(x):\n    yield 1\n    yield 1 / x\ndef outer():\n    yield from inner(0)\n"
                + "def use():\n    for v in outer(): pass\nuse()"
        ).error
        #expect(error?.frames.map(\.function) == ["inner", "outer", "use"])
        let places = ([error?.range] + (error?.frames.map(\.range) ?? [])).map { $0?.lower }
        #expect(places == [36, 59, 103, 117])
        let thrown = outcome("def f():\n    yield 1\ng = f(); next(g)\ng.throw(ValueError('v'))").error
        #expect(thrown?.frames.map(\.function) == ["f"] && thrown?.range?.lower == 13)
    }

    @Test(arguments: [
        "def f():\n    while True: yield\nfor x in f(): press()",
        "def f():\n    while True:\n        press()\n        yield\nlist(f())",
        "def f():\n    while True: press() or (yield)\nsum(f())",
        "def f():\n    for x in range(10**12): yield press()\nlist(f())",
        "def f():\n    try:\n        while True: yield press()\n    finally: pass\nlist(f())",
        "press_all = (press() for x in range(10**12))\nlist(press_all)",
    ])
    func controlCEndsThem(_ program: String) {
        let interpreter = Interpreter.withLibrary(output: CapturedOutput())
        interpreter.register([
            Builtin("press", group: "test", summary: "Ctrl-C.") { interpreter -> Value in
                interpreter.interruption.request()
                return .none
            }
        ])
        var error: ScriptError?
        do {
            try interpreter.run(program, mode: .module)
        } catch let failure { error = ScriptError(failure) }
        #expect(error?.isInterruption == true, "\(program)")
    }

    @Test func finallySeesControlC() {
        let output = CapturedOutput()
        let interpreter = Interpreter.withLibrary(output: output)
        interpreter.register([
            Builtin("press", group: "test", summary: "Ctrl-C.") { interpreter -> Value in
                interpreter.interruption.request()
                return .none
            }
        ])
        _ = try? interpreter.run(
            "def f():\n    try:\n        while True: yield press()\n    finally: print('finally')\n"
                + "try:\n    for x in f(): pass\nexcept KeyboardInterrupt: print('caught')", mode: .module)
        #expect(output.text.contains("caught"))
    }

    /// A snapshot brings a generator back to where it stood, in all kinds of blocks.
    @Test func snapshotsBringThemBack() throws {
        let interpreter = Interpreter.withLibrary(output: CapturedOutput())
        try interpreter.run(
            """
            log = []
            class Room:
                def __enter__(self): log.append('in')
                def __exit__(self, *a): log.append('out')
            def f():
                total = 0
                def get(): return total
                for i in range(5):
                    with Room():
                        try:
                            total += i
                            yield i, total
                            raise ValueError(i)
                        except ValueError as e:
                            yield str(e), get()
                        finally:
                            yield 'finally'
            def outer(): yield from f()
            g = outer()
            """, mode: .module)
        for steps in 0..<16 {
            try interpreter.run("g = outer(); log.clear()\nfor i in range(\(steps)): next(g)", mode: .module)
            let snapshot = Snapshot()
            try interpreter.onThread { snapshot.visit(interpreter.globals.all.map(\.value)) }
            let first = try interpreter.run("list(g), log[:]")?.repr()
            if steps < 15 { #expect(try snapshot.change(of: interpreter.globals["g"] ?? .none) != nil) }
            try interpreter.onThread { snapshot.restore() }
            #expect(try interpreter.run("list(g), log[:]")?.repr() == first)
        }
    }

    @Test func theyAreShownWithTheirName() throws {
        let text = outcome("def f(): yield\nprint(f(), (x for x in []))").output
        #expect(
            text.wholeMatch(
                of: #/<generator object f at 0x[0-9a-f]+> <generator object <genexpr> at 0x[0-9a-f]+>\n/#)
                != nil)
    }

    /// A long chain is freed without a deep stack.
    @Test func longChainsAreFreed() {
        let program =
            "def f(g):\n    for x in g: yield x\ng = []\n"
            + "for i in range(200000): g = f(g)\ng = None\nprint('freed')"
        #expect(outcome(program).output == "freed\n")
    }
}
