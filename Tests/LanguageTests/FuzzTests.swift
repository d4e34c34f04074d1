import Foundation
import Language
import PythonLibrary
import Testing

/// Random and damaged programs: each must end in a value or an error with a place in the source, never in a
/// trap or a hang. `LAGADO_FUZZ=200000 swift test … --filter FuzzTests` runs that many of each kind; the
/// suite runs a few.
@Suite struct FuzzTests {
    private static let rounds = ProcessInfo.processInfo.environment["LAGADO_FUZZ"].flatMap { Int($0) } ?? 1500
    private static let firstSeed =
        ProcessInfo.processInfo.environment["LAGADO_FUZZ_SEED"].flatMap { UInt64($0) } ?? 1

    private static let bits = [
        "(", ")", "[", "]", "{", "}", ":", "\n", "    ", "'", "\"", "\"\"\"", "f'{", "lambda x:", "for x in ",
        "if ",
        "def f(a):\n ", "class A:\n ", "**", "*", "//", "%", "-", "~", "10**18",
        "9223372036854775807", "-9223372036854775807-1", "1e308",
        "[0]*10**12", "'a'*10**12", "range(10**18)", "x", ".", ",", "=", "==", "<", "not ", "None", "True",
        "is ", "in ",
        "try:\n ", "except:\n ", "finally:\n ", "return ", "del ", "import math\n", "str", "int", "list(",
        "super()",
        "\\", "\0", "é", "😀", "@", "with ", "\t", "\r", "...", "1<<62", "__init__", "self", "global x\n",
        "nonlocal x\n", "while 1:\n ", "break\n", "yield", "# ", "\u{2028}", "\u{FEFF}", "-1", "0",
        "f'{x!r:>{y}}'", "%s", "=}", ":=", "(x := ", "match x:\n case ", "case _ if ", "case [a, *b] | ",
        "case {'a': 1, **r}:\n ", "yield from ", "(yield x)", "\\ud83d", "\\N{", "b'", "b'\\xff'",
        "exec('x = 1')", "eval('", "bytearray(",
    ]

    private static func damaged(_ make: inout ProgramGenerator, _ programs: [[Unicode.Scalar]]) -> String {
        var program = make.pick(programs)
        if program.count > 300 {
            let start = make.number(program.count - 300)
            program = Array(program[start..<(start + 300)])
        }
        for _ in 0...make.number(4) {
            let place = make.number(program.count + 1)
            switch make.number(4) {
            case 0: if place < program.count { program.remove(at: place) }
            case 1: program.insert(contentsOf: Array(make.pick(bits).unicodeScalars), at: place)
            case 2: program.removeSubrange(place..<min(program.count, place + make.number(20)))
            default:
                let other = make.pick(programs)
                let start = make.number(other.count)
                program.insert(
                    contentsOf: other[start..<min(other.count, start + make.number(30))], at: place)
            }
        }
        return String(String.UnicodeScalarView(program))
    }

    /// Runs a program for at most 0.3 s; what it must not do makes the test fail or the process end.
    private static func survive(_ text: String, _ make: inout ProgramGenerator) {
        let source = Source(text, name: "fuzz.py")
        let interruption = Interruption()
        let stop = DispatchWorkItem { interruption.request() }
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.3, execute: stop)
        let started = Date()
        do { try Interpreter.withLibrary(interruption: interruption).run(source) } catch {
            let failure = ScriptError(error)
            _ = failure.rendered
            let places = [(failure.range, failure.source)] + failure.frames.map { ($0.range, $0.source) }
            for case (let range?, let its?) in places where its === source {
                #expect(
                    range.lower >= 0 && range.lower <= range.upper && range.upper <= source.bytes.count,
                    "\(range) in:\n\(text)")
            }
            #expect(
                failure.range != nil || failure.isInterruption,
                "no place for \(failure.kind): \(failure.message) in:\n\(text)")
        }
        stop.cancel()
        #expect(Date().timeIntervalSince(started) < 10, "\(text)")
        _ = Parser.completionContext(source, at: make.number(source.bytes.count + 1))
        _ = Parser.parseTyped(source)
        expectTheSameCell(source)
    }

    /// A cell is the program that it is without lines that are not Python.
    private static func expectTheSameCell(_ source: Source) {
        switch (Parser.parse(source), Parser.parse(source, as: .cell)) {
        case (.complete(let program), .complete(let cell)):
            #expect(program == cell, "\(source.text)")
        case (.complete, _): Issue.record("no cell:\n\(source.text)")
        case (.incomplete(let indent), .incomplete(let other)):
            #expect(indent == other, "\(source.text)")
        case (.invalid(let error), .invalid(let other)):
            // Lines that are not Python go, and what else is wrong is told.
            if source.bytes.contains(where: { "%!?".utf8.contains($0) }) { return }
            #expect(error.message == other.message && error.range == other.range, "\(source.text)")
        case (_, let cell):
            guard case .invalid = cell, !source.bytes.contains(where: { "%!?".utf8.contains($0) }) else {
                return
            }
            Issue.record("another cell:\n\(source.text)")
        }
    }

    @Test(arguments: ["'a\\\\", "x = 'a\\\\", "1 +", "x =", "'a'.", "if", "~", "for x in ob", "f'{a"])
    func placesLieInsideTheSource(_ text: String) {
        var make = ProgramGenerator(seed: 1)
        Self.survive(text, &make)
    }

    @Test func damagedPrograms() {
        let programs = LanguageCase.all.map { Array($0.program.unicodeScalars) }
        guard !programs.isEmpty else { return }
        for round in 0..<Self.rounds {
            var make = ProgramGenerator(seed: Self.firstSeed &* 1_000_003 &+ UInt64(round))
            Self.survive(Self.damaged(&make, programs), &make)
        }
    }

    @Test func generatedPrograms() {
        for round in 0..<Self.rounds {
            var make = ProgramGenerator(seed: Self.firstSeed &* 2_000_003 &+ UInt64(round))
            let program = make.program()
            // A part of them is damaged too.
            Self.survive(
                make.number(4) == 0 ? Self.damaged(&make, [Array(program.unicodeScalars)]) : program, &make)
        }
    }
}
