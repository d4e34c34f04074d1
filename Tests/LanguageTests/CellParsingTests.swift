import Foundation
import Language
import Testing

/// Lines of a cell that are not Python, as statements of its tree.
@Suite struct CellParsingTests {
    /// The kinds of the lines that are not Python; nil where the cell is no program.
    private func lines(_ text: String, as dialect: Parser.Dialect = .cell) -> [String]? {
        let source = Source(text)
        guard case .complete(let program) = Parser.parse(source, as: dialect) else { return nil }
        return program.interactiveLines.map { line in
            switch line.kind {
            case .magic(let name, let arguments, let body):
                "%\(name)|\(source.text(arguments))" + (body.map { "|\(source.text($0))" } ?? "")
            case .question(let query, let isDetailed): "?\(query)" + (isDetailed ? "?" : "")
            case .shell(let command): "!\(command)"
            case .answer: "answer"
            }
        }
    }

    @Test(arguments: [
        ("%time x = 1", ["%time|x = 1"]), ("x = 1\n  \n%who  Tensor \ny", ["%who|Tensor"]),
        ("%%time\nx = 1\n%who\n", ["%time||x = 1\n%who\n"]), ("\n  %%time a\nb", ["%time|a|b"]),
        ("%%time", ["%time||"]), ("x = 1\n%%time y", ["%time|y"]),
        ("!ls -l", ["!ls -l"]), ("x?", ["?x"]), ("?x", ["?x"]), ("x.y()??", ["?x.y()?"]),
        ("%time?", ["?%time"]), ("?", ["?"]), ("%", ["%|"]),
        ("if x:\n    %time y\nelse:\n    z?", ["%time|y", "?z"]),
        ("def f():\n\t!ls\n\t%seed 3\n", ["!ls", "%seed|3"]),
        ("%time x\r\ny = 1\r\n!ls\r\n", ["%time|x", "!ls"]),
        ("x = 5 % 3", []), ("x = (5\n% 3)", []), ("s = \"\"\"\n%time\nx?\n\"\"\"", []),
        ("x = 5 \\\n% 3", []), ("# why?\nx = 1  # what?", []), ("'%s?'", []), ("Out[5]: int", []),
    ])
    func whatIsRead(_ text: String, _ expected: [String]) { #expect(lines(text) == expected, "\(text)") }

    @Test(arguments: ["% 3", "x = %time 3", "  %time x", "f(\n%time x", "if x:\n%time y", "a b?", "x = 1?"])
    func whatIsNone(_ text: String) { #expect(lines(text) == nil, "\(text)") }

    @Test func answersAreOnesInAPastedCellOnly() {
        #expect(lines("x = 1\nOut[5]: 10", as: .pastedCell) == ["answer"])
        #expect(lines("x = 1\nOut[5]: int", as: .cell) == [])
        if case .complete = Parser.parse("%time x") { Issue.record("a program has no such lines") }
    }

    @Test func aPartHasItsPlacesInTheWhole() throws {
        let source = Source("%time x = y +\n")
        guard case .invalid(let error) = Parser.parse(source, in: SourceRange(6, 13), as: .cell) else {
            Issue.record("it is no program")
            return
        }
        #expect(error.range == SourceRange(13, 13))
    }

    @Test func theLastOfALineHidesItsValue() {
        guard case .complete(let program) = Parser.parse("a; b\nc;  # end\nd # no;\n';'") else { return }
        #expect(program.statements.map(\.hidesValue) == [true, false, true, false, false])
    }

    @Test func manyLinesAreReadOnce() {
        let text = String(repeating: "x = x + 1\n%time x\n", count: 2000)
        guard case .complete(let program) = Parser.parse(text, as: .cell) else { return }
        #expect(program.statements.count == 4000 && program.interactiveLines.count == 2000)
    }

    @Test func everyRunIsOnTheSameThread() throws {
        let interpreter = Interpreter.withLibrary()
        let first = try interpreter.onThread { pthread_self() }
        #expect(throws: ScriptError.self) { try interpreter.run("def f(n): return f(n + 1)\nf(0)") }
        #expect(try interpreter.onThread { try interpreter.onThread { pthread_self() } } == first)
        #expect(first != pthread_self())
    }
}
