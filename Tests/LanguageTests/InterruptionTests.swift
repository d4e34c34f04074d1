import Dispatch
import Foundation
import Language
import PythonLibrary
import Testing

/// Ctrl-C as a program sees it: KeyboardInterrupt, once for its handlers, and for good when it comes again.
@Suite struct InterruptionTests {
    /// What a program wrote, how it ended, and the interpreter for what follows.
    private func run(_ program: String) -> (output: String, error: ScriptError?, interpreter: Interpreter) {
        let output = CapturedOutput()
        let interpreter = Interpreter.withLibrary(output: output)
        let interruption = interpreter.interruption
        // `press()` is Ctrl-C at a moment that the program chooses.
        interpreter.register([
            Builtin("press", group: "test", summary: "Ctrl-C.") { _ -> Value in
                interruption.request()
                return .none
            }
        ])
        do {
            try interpreter.run(program, mode: .module)
            return (output.text, nil, interpreter)
        } catch { return (output.text, ScriptError(error), interpreter) }
    }

    @Test(arguments: [
        (
            "try:\n    press()\n    while True: pass\nexcept KeyboardInterrupt as e: print('saved', "
                + "repr(e), e.args)\nprint('on')",
            "saved KeyboardInterrupt() ()\non\n"
        ),
        // It is no Exception.
        (
            "try:\n    try:\n        press()\n        while True: pass\n    except Exception: "
                + "print('no')\nexcept BaseException: print('yes')",
            "yes\n"
        ),
        ("try:\n    press()\n    while True: pass\nexcept: print('bare')", "bare\n"),
        (
            "try:\n    press()\n    while True: pass\nexcept (ValueError, KeyboardInterrupt): print('one of "
                + "two')",
            "one of two\n"
        ),
        // The last statement of a block belongs to the block.
        ("try: press()\nexcept KeyboardInterrupt: print('last')", "last\n"),
        (
            "def f():\n    try: return press()\n    except KeyboardInterrupt: return 'caught'\nprint(f())",
            "caught\n"
        ),
        // finally and __exit__ run, inner ones first.
        (
            "try:\n    try: press()\n    finally: print('inner')\nexcept KeyboardInterrupt: "
                + "print('outer')\nfinally: print('end')",
            "inner\nouter\nend\n"
        ),
        (
            "class C:\n    def __enter__(self): pass\n    def __exit__(self, kind, value, trace):\n        "
                + "print(kind.__name__)\n        return True\nwith C():\n    press()\nprint('on')",
            "KeyboardInterrupt\non\n"
        ),
        // Between two steps of a long power.
        (
            "import sys\nm, e = 2 ** 200003 + 1, 3 ** 200000\ndef g():\n    press()\n    return "
                + "pow(3, e, m)\ntry: g()\nexcept KeyboardInterrupt: print('in time')",
            "in time\n"
        ),
        ("from contextlib import suppress\nwith suppress(KeyboardInterrupt): press()\nprint('on')", "on\n"),
        // A handler works undisturbed, with loops and calls of its own.
        (
            "try: press()\nexcept KeyboardInterrupt:\n    print(sum(i for i in range(1000)), sorted([2, 1], "
                + "key=lambda x: x))\n    for i in range(3): pass",
            "499500 [1, 2]\n"
        ),
        // Gone on from the first, the second is a first one again.
        (
            "count = 0\nwhile count < 3:\n    try: press()\n    except KeyboardInterrupt: count += "
                + "1\nprint(count)",
            "3\n"
        ),
        (
            "def f():\n    while True:\n        try: press()\n        finally: break\nf()\ntry: "
                + "press()\nexcept KeyboardInterrupt: print('again')",
            "again\n"
        ),
        (
            "try:\n    try: press()\n    except KeyboardInterrupt: raise ValueError('mine')\nexcept "
                + "ValueError as e: print(repr(e.__context__))\ntry: press()\nexcept KeyboardInterrupt: "
                + "print('again')",
            "KeyboardInterrupt()\nagain\n"
        ),
        // Raised again it goes on to the next handler.
        (
            "try:\n    try: press()\n    except KeyboardInterrupt: raise\nexcept KeyboardInterrupt: "
                + "print('outer')\nprint('on')",
            "outer\non\n"
        ),
        (
            "try:\n    try: press()\n    except KeyboardInterrupt as e: raise e\nexcept KeyboardInterrupt: "
                + "print('outer')",
            "outer\n"
        ),
        // Out of callbacks of the language.
        ("try: sorted([3, 1, 2], key=lambda x: press())\nexcept KeyboardInterrupt: print('key')", "key\n"),
        ("try: list(map(lambda x: press(), range(10)))\nexcept KeyboardInterrupt: print('map')", "map\n"),
        (
            "import re\ntry: re.sub('a', lambda m: press() or 'b', 'aaa')\nexcept KeyboardInterrupt: "
                + "print('sub')",
            "sub\n"
        ),
        // Raised by the program itself.
        ("try: raise KeyboardInterrupt('mine')\nexcept KeyboardInterrupt as e: print(e)", "mine\n"),
        ("try: raise KeyboardInterrupt\nexcept: print('bare')\nfinally: print('end')", "bare\nend\n"),
    ])
    func programsHandleTheFirst(program: String, output: String) {
        let result = run(program)
        #expect(result.output == output, "\(program)")
        #expect(result.error == nil, "\(program) \(result.error?.rendered ?? "")")
        #expect(!result.interpreter.interruption.isRequested)
    }

    @Test(arguments: [
        "try: press()\nexcept KeyboardInterrupt:\n    press()\n    while True: pass\nprint('on')",
        "try: press()\nfinally:\n    press()\n    while True: pass\nprint('on')",
        "try:\n    try: press()\n    except KeyboardInterrupt:\n        press()\n        while True: "
            + "pass\nexcept BaseException: print('swallowed')\nfinally: print('on')",
        "try:\n    try: press()\n    finally:\n        press()\n        x = 1\nexcept BaseException: "
            + "print('swallowed')\nfinally: print('on')",
        "class C:\n    def __enter__(self): pass\n    def __exit__(self, *a):\n        press()\n        "
            + "while True: pass\nwith C(): press()\nprint('on')",
        "while True:\n    try:\n        try: press()\n        except KeyboardInterrupt:\n            "
            + "press()\n            press()\n    except: pass",
        "try: press()\nexcept KeyboardInterrupt:\n    try:\n        press()\n        while True: pass\n    "
            + "except KeyboardInterrupt: print('swallowed')",
    ])
    func aSecondOneInTheHandlersIsFinal(program: String) throws {
        let result = run(program)
        #expect(result.error?.kind == "KeyboardInterrupt", "\(program)")
        #expect(result.error?.isInterruption == true)
        #expect(result.output == "", "\(program)")
        result.interpreter.interruption.clear()
        #expect(try result.interpreter.run("1 + 1")?.repr() == "2")
    }

    @Test(arguments: [
        "press()", "x = 1\npress()", "if True: press()", "def f(): press()\nf()", "press() or 3", "[press()]",
        "try: press()\nexcept ValueError: pass", "try: press()\nfinally: x = 1",
    ])
    func oneThatNothingPollsForIsToldWhenTheProgramEnds(program: String) {
        let result = run(program)
        #expect(result.error?.isInterruption == true, "\(program)")
        #expect(result.error?.message == "interrupted")
    }

    @Test func whatWasComputedIsKept() throws {
        let result = run("x = [1]\nx.append(press())\nx = 5")
        #expect(result.error?.isInterruption == true)
        result.interpreter.interruption.clear()
        #expect(try result.interpreter.run("x")?.repr() == "[1, None]")
    }

    @Test func oneOfTheProgramIsToldLikeAnyError() {
        let result = run("x = 1\nraise KeyboardInterrupt('mine')")
        #expect(result.error?.isInterruption == false)
        #expect(
            result.error?.rendered
                == "<prompt>, line 2\nraise "
                + "KeyboardInterrupt('mine')\n^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\nKeyboardInterrupt: mine\n"
        )
    }

    /// From another thread, as the signal does it.
    @Test(arguments: [
        "try: sum(range(10**12))\nexcept KeyboardInterrupt: print('caught')",
        "import time\ntry: time.sleep(100)\nexcept KeyboardInterrupt: print('caught')",
        "import itertools\ntry: 1 in itertools.count(2)\nexcept KeyboardInterrupt: print('caught')",
        "try: [0 for x in range(10**12) if False]\nexcept KeyboardInterrupt: print('caught')",
        "def f():\n    while True: pass\ntry: f()\nexcept KeyboardInterrupt: print('caught')",
        "try: max(x for x in range(10**12))\nexcept KeyboardInterrupt: print('caught')",
        "try: any(False for x in range(10**12))\nexcept KeyboardInterrupt: print('caught')",
        "try:\n    for x in filter(None, iter(int, 1)) if False else range(10**12): pass\nexcept "
            + "KeyboardInterrupt: print('caught')",
    ])
    func longCallsSeeIt(program: String) {
        let output = CapturedOutput()
        let interpreter = Interpreter.withLibrary(output: output)
        let interruption = interpreter.interruption
        let stop = DispatchWorkItem { interruption.request() }
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.1, execute: stop)
        do { try interpreter.run(program, mode: .module) } catch {
            Issue.record("\(ScriptError(error).rendered)")
        }
        #expect(output.text == "caught\n", "\(program)")
    }

    @Test func askingAgainAndAgainEndsWhateverIsHandled() {
        let output = CapturedOutput()
        let interpreter = Interpreter.withLibrary(output: output)
        let interruption = interpreter.interruption
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.1) { interruption.insist() }
        do {
            try interpreter.run(
                "while True:\n    try:\n        while True: pass\n    except: pass", mode: .module)
            Issue.record("went on")
        } catch { #expect(ScriptError(error).isInterruption) }
    }

    @Test func aPatternThatTriesForEverStops() {
        let output = CapturedOutput(), interpreter = Interpreter(output: output)
        let interruption = interpreter.interruption
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.2) { interruption.request() }
        #expect(throws: ScriptError.self) {
            // 2⁶⁰ ways to cut the letters into runs.
            try interpreter.run(
                "import re\nprint(re.match(r'(a+)+$', 'a' * 60 + 'b'))", mode: .module)
        }
        #expect(output.text.isEmpty)
    }
}
