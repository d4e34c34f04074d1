import Language
import Testing

/// What recorded cases cannot say of integers: what would take the machine, and Ctrl-C.
@Suite struct IntegerTests {
    @Test(arguments: [
        "2 ** 10 ** 10", "1 << 10 ** 12", "1 << 2 ** 80", "(-7) ** (2 ** 70)", "(10 ** 9) ** (10 ** 9)",
        "import math\nmath.factorial(10 ** 10)", "import math\nmath.comb(10 ** 12, 5 * 10 ** 11)",
        "x = 1 << 2 ** 29\nx * x * x", "round(5, -10 ** 10) or 2 ** 2 ** 40",
    ])
    func whatIsTooLargeIsRefused(_ program: String) {
        #expect(outcome(program).error?.kind == "MemoryError", "\(program)")
    }

    @Test(arguments: [
        ("print(hash(2 ** 70), hash(-2 ** 70), hash(2 ** 61 - 1))", "512 -512 0\n"),
        (
            "print(1 ** 2 ** 80, 0 ** 2 ** 80, (-1) ** (2 ** 80 + 1), 5 >> 2 ** 80, -5 >> 2 ** 80)",
            "1 0 -1 0 -1\n"
        ),
        ("print(range(2 ** 40)[2 ** 39], 2 ** 63 - 1 in range(2 ** 63 - 1))", "549755813888 False\n"),
    ])
    func edges(_ program: String, _ output: String) {
        #expect(outcome(program).output == output, "\(program) \(outcome(program).error?.message ?? "")")
    }

    @Test func rangesOfAnyLength() {
        #expect(outcome("print(range(2 ** 70)[-1] == 2 ** 70 - 1)").output == "True\n")
        #expect(outcome("len(range(2 ** 70))").error?.kind == "OverflowError")
    }

    @Test func largeNumbersComeBackToMachineWords() throws {
        let interpreter = Interpreter()
        let value = try interpreter.run("2 ** 70 - (2 ** 70 - 5)")
        guard case .int(5)? = value else {
            Issue.record("\(String(describing: value))")
            return
        }
    }
}
