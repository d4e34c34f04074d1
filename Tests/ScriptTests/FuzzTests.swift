import Foundation
import Script
import Testing

/// Programs with random damage: each must end in a value or an error, never in a trap or a hang.
@Suite struct FuzzTests {
    private static let bits = [
        "(", ")", "[", "]", "{", "}", ":", "\n", "    ", "'", "\"", "\"\"\"", "f'{", "lambda x:", "for x in ",
        "if ",
        "def f(a):\n ", "class A:\n ", "**", "*", "//", "%", "-", "~", "10**18",
        "9223372036854775807", "-9223372036854775808", "1e308",
        "[0]*10**12", "'a'*10**12", "range(10**18)", "x", ".", ",", "=", "==", "<", "not ", "None", "True",
        "is ", "in ",
        "try:\n ", "except:\n ", "finally:\n ", "return ", "del ", "import math\n", "str", "int", "list(",
        "super()",
        "\\", "\0", "é", "😀", "@", "with ", "\t", "\r", "...", "1<<62", "__init__", "self", "global x\n",
        "nonlocal x\n", "while 1:\n ", "break\n", "yield",
    ]

    @Test(arguments: [UInt64(1), 2, 3])
    func damagedPrograms(_ seed: UInt64) {
        var state = seed
        func random(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(max(1, count)))
        }
        let programs = LanguageCase.all.map { Array($0.program.unicodeScalars) }
        guard !programs.isEmpty else { return }
        for _ in 0..<1000 {
            var program = programs[random(programs.count)]
            if program.count > 300 {
                let start = random(program.count - 300)
                program = Array(program[start..<(start + 300)])
            }
            for _ in 0...random(4) {
                let place = random(program.count + 1)
                switch random(4) {
                case 0: if place < program.count { program.remove(at: place) }
                case 1:
                    program.insert(
                        contentsOf: Array(Self.bits[random(Self.bits.count)].unicodeScalars), at: place)
                case 2: program.removeSubrange(place..<min(program.count, place + random(20)))
                default:
                    let other = programs[random(programs.count)]
                    let start = random(other.count)
                    program.insert(contentsOf: other[start..<min(other.count, start + random(30))], at: place)
                }
            }
            let text = String(String.UnicodeScalarView(program))
            let interruption = Interruption()
            let stop = DispatchWorkItem { interruption.request() }
            DispatchQueue.global().asyncAfter(deadline: .now() + 0.3, execute: stop)
            let started = Date()
            do { try Interpreter(interruption: interruption).run(text, name: "fuzz.py") } catch {
                _ = ScriptError(error).rendered
            }
            stop.cancel()
            #expect(Date().timeIntervalSince(started) < 10, "\(text)")
            _ = Parser.completionContext(Source(text), at: random(text.utf8.count + 1))
            _ = Parser.parseTyped(Source(text))
        }
    }
}
