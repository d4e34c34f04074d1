import Bindings
import Language
import Presentation

/// What a line will take, told without running it.
enum CostMagic {
    static let cost = Magic(
        "cost", "Estimates what a line will take in seconds, memory and operations, without running it.",
        .code("EXPRESSION", "what would be run"), example: "%cost trainer.run(501)"
    ) { session, code in
        let estimate = try code.reading { try CostEvaluator(session: session).estimate($0) }
        session.show(estimate.table(Formatting.visible(String(code.text.prefix(60)))).forms)
    }
}
