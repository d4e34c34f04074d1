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
        ("tra", CompletionContext.name(prefix: "tra")),
        ("x = model.par", .attribute(path: ["model"], prefix: "par")),
        ("torch.nn.functional.so", .attribute(path: ["torch", "nn", "functional"], prefix: "so")),
        ("sampler.batch(se", .argument(callee: ["sampler", "batch"], prefix: "se", used: [])),
        ("f(a=1, b", .argument(callee: ["f"], prefix: "b", used: ["a"])),
        ("trace[\"blo", .key(path: ["trace"], prefix: "blo")),
        ("load(\"gul", .path(callee: ["load"], prefix: "gul")), ("import to", .module(prefix: "to")),
        ("from math import s", .member(module: "math", prefix: "s")), ("1 + x", .name(prefix: "x")),
        ("'it is ", .nothing),
        ("f(x).", .attribute(path: [], prefix: "")), ("import torch.nn as n", .nothing),
    ])
    func completion(_ text: String, _ expected: CompletionContext) {
        #expect(Parser.completionContext(Source(text), at: text.utf8.count).context == expected)
    }

    @Test func positionsCountCodePoints() {
        let source = Source("é = 1\r\nx = 'ü' + y\n")
        #expect(source.position(source.text.utf8.count - 2).line == 2)
        #expect(source.line(2).text == "x = 'ü' + y")
        #expect(source.position(3).column == 3)
    }
}
