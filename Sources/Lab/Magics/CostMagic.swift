import Bindings
import Language
import Presentation

/// What a line will take, told without running it.
enum CostMagic {
    static let cost = Magic(
        "cost", "Says what a line will take, in seconds, memory and operations, without running it.",
        usage: "%cost EXPRESSION", example: "%cost trainer.run(501)"
    ) { session, line, body in
        let source = try body ?? Session.required(line, "cost", "trainer.run(501)")
        let estimate = try CostEvaluator(session: session).estimate(source)
        session.output.write(try estimate.table(Formatting.visible(String(source.prefix(60)))).repr() + "\n")
    }
}
