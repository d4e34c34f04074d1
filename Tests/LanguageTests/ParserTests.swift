import Language
import Testing

private func kind(_ text: String) -> String {
    switch Parser.parse(text) {
    case .complete: return "complete"
    case .incomplete(let indent): return "more \(indent)"
    case .invalid: return "invalid"
    }
}

@Suite struct ParserTests {
    @Test(arguments: [
        ("x = 1", "complete"), ("", "complete"), ("# only", "complete"), ("f(1,", "more 0"),
        ("x = [", "more 0"),
        ("if x:", "more 1"), ("def f():\n    if x:", "more 2"), ("'''abc", "more 0"),
        ("a = 1 + \\", "more 0"), ("x = 1 +", "invalid"),
        ("f(1))", "invalid"), ("(1 2", "invalid"), ("try:\n    x", "more 0"), ("class A:", "more 1"),
        ("for i in x: pass", "complete"),
        ("\u{FEFF}x = 1\r\ny = 2\r\n", "complete"), ("if x:\r\n    y\r\n", "complete"), ("'abc", "invalid"),
        ("\0", "invalid"),
    ])
    func outcomes(_ text: String, _ expected: String) { #expect(kind(text) == expected, "\(text)") }

    @Test func typedBlocksEndWithAnEmptyLine() {
        func typed(_ text: String) -> String {
            switch Parser.parseTyped(Source(text)) {
            case .complete: return "complete"
            case .incomplete(let indent): return "more \(indent)"
            case .invalid: return "invalid"
            }
        }
        #expect(typed("if x:\n    y") == "more 1")
        #expect(typed("if x:\n    y\n") == "complete")
        #expect(typed("x = 1") == "complete")
    }

    @Test(arguments: [
        ("tra", CompletionContext.Place.name(prefix: "tra")),
        ("x = model.par", .attribute(path: ["model"], prefix: "par")),
        ("torch.nn.functional.so", .attribute(path: ["torch", "nn", "functional"], prefix: "so")),
        ("sampler.batch(se", .argument(prefix: "se")), ("f(a=1, b", .argument(prefix: "b")),
        ("trace[\"blo", .key(path: ["trace"], prefix: "blo")), ("load(\"gul", .string(prefix: "gul")),
        ("import to", .module(prefix: "to")), ("from math import s", .member(module: "math", prefix: "s")),
        ("1 + x", .name(prefix: "x")), ("'it is ", .nothing), ("f(x).", .attribute(path: [], prefix: "")),
        ("import torch.nn as n", .nothing), ("import os, torch.n", .module(prefix: "torch.n")),
        ("'abc'.up", .attribute(path: ["\""], prefix: "up")), ("x = 3  # mod", .nothing), ("12", .nothing),
        ("def f():\n    return mod", .name(prefix: "mod")), ("f(x[mod", .name(prefix: "mod")),
        ("s = 'a\ny = mod", .name(prefix: "mod")), ("f)\n$ mod", .name(prefix: "mod")),
        ("%un", .magic(prefix: "%un")), ("x = 1\n%%ti", .magic(prefix: "%%ti")),
        (
            "%time f(mod",
            .magicArgument(magic: "time", prefix: "f(mod", arguments: SourceRange(6, 11))
        ),
        ("%%time\nx = mod", .name(prefix: "mod")), ("%%time\nf(mod", .argument(prefix: "mod")),
        ("?mod", .name(prefix: "mod")), ("mod?", .nothing), ("?mod?", .nothing), ("!ls mod", .nothing),
        ("\"\"\"\n%ti", .nothing),
        ("x = (1\n%ti", .name(prefix: "ti")), ("raise ValueError from to", .name(prefix: "to")),
    ])
    func completion(_ text: String, _ expected: CompletionContext.Place) {
        let context = Parser.completionContext(Source(text), at: text.utf8.count)
        #expect(context.place == expected, "\(text)")
        #expect(context.range.upper == text.utf8.count && context.range.lower <= context.range.upper)
    }

    @Test(arguments: [
        ("sampler.batch(se", CompletionContext.Call(callee: ["sampler", "batch"])),
        ("f(a=1, b", .init(callee: ["f"], used: ["a"], position: 1)),
        ("f(1, (2, 3), b='x", .init(callee: ["f"], position: 2, keyword: "b")),
        ("print(f(x), g(1, [2, 3", .init(callee: ["g"], position: 1)),
        ("f(a == b, c[0], k=1, ", .init(callee: ["f"], used: ["k"], position: 3)),
    ])
    func calls(_ text: String, _ expected: CompletionContext.Call) {
        #expect(Parser.completionContext(Source(text), at: text.utf8.count).call == expected, "\(text)")
    }

    @Test func noCallAroundABracketThatIsNone() {
        for text in ["(1, x", "f(x)(y", "f(x) + y"] {
            #expect(Parser.completionContext(Source(text), at: text.utf8.count).call == nil, "\(text)")
        }
    }

    @Test func positionsCountCodePoints() {
        let source = Source("é = 1\r\nx = 'ü' + y\n")
        #expect(source.position(source.text.utf8.count - 2).line == 2)
        #expect(source.line(2).text == "x = 'ü' + y")
        #expect(source.position(3).column == 3)
    }
}
