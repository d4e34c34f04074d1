import Language
import PythonLibrary
import Testing

@Suite struct BuiltinTests {
    private func failure(_ program: String) -> ScriptError? {
        let interpreter = Interpreter.withLibrary()
        interpreter.register([
            Builtin(
                "batch", group: "data", summary: "Draws a batch.",
                Parameter<Int?>("seed", "of the draw", default: nil),
                Parameter<[Int]?>("at", "starts", default: nil), returns: "X, Y", example: "batch(seed=1)"
            ) { _, seed, at -> Value in .tuple([seed.scriptValue, at.scriptValue]) }
        ])
        do {
            _ = try interpreter.run(program)
            return nil
        } catch { return ScriptError(error) }
    }

    @Test func unknownKeywordGetsCaretAndSuggestion() {
        let error = failure("batch(sed=1)")
        #expect(
            error?.rendered == """
                batch(sed=1)
                      ^^^
                TypeError: batch() has no argument 'sed'. Did you mean 'seed'?    batch(seed=None, at=None)

                """)
    }

    @Test func typesAndCounts() {
        #expect(
            failure("batch('x')")?.message
                == "batch() wants int or None for 'seed', not str 'x'    batch(seed=None, at=None)")
        #expect(
            failure("batch(1, [2], 3)")?.message
                == "batch() takes at most 2 arguments, 3 given    batch(seed=None, at=None)")
        #expect(
            failure("batch(1, seed=2)")?.message
                == "batch() got two values for argument 'seed'    batch(seed=None, at=None)")
        #expect(failure("batch(1, at=(1, 2))")?.rendered == nil)
    }

    @Test func everyCommandIsDeclaredWhole() {
        let commands = Interpreter.withLibrary().builtins.all.compactMap { entry -> Builtin? in
            guard case .builtin(let builtin) = entry.value else { return nil }
            return builtin
        }
        for command in commands {
            #expect(command.summary.hasSuffix("."), "\(command.name)")
            for parameter in command.parameters {
                #expect(!parameter.help.isEmpty, "\(command.name) \(parameter.name)")
            }
            if !command.example.isEmpty {
                #expect(throws: Never.self, "\(command.example)") {
                    try Interpreter.withLibrary().run(command.example)
                }
            }
        }
    }
}
