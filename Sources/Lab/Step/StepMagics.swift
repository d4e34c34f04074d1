import Bindings
import Language

/// Magics that show a line from inside.
enum StepMagics {
    static let all: [Magic] = [step, ops]

    static let step = Magic(
        "step",
        "Runs a line and stops at every module and named activation of it, at each gradient of a "
            + "backward(), at the five parts of trainer.step().",
        .code("LINE", "what is run"), example: "%step log_probs = model(X)", changesSession: true
    ) { session, code in
        try check(session, "step")
        // A cell that is run again to go back is not looked at.
        if (session.output.target as? FilteredOutput)?.isSilent == true {
            return _ = try session.runInside(code)
        }
        let stepper = Stepper(session, line: code.text)
        do {
            // What was computed is shown before what came of it.
            session.willShow = { stepper.finish() }
            defer { session.willShow = nil }
            try stepper.follow {
                try session.runInside(code)
                stepper.finish()
            }
        } catch {
            stepper.finish()
            if let place = place(stepper.inside), !ScriptError(error).isInterruption {
                session.output.note(place)
            }
            throw error
        }
        if stepper.hasStopped {
            session.output.note(
                "the rest of the line has run without stopping; everything that it computed is there")
        }
        if stepper.count == 0, !stepper.hasStopped {
            session.output.note("nothing to stop at: the line computes with no tensor")
        }
    }

    static let ops = Magic(
        "ops", "Runs a line and lists every operation of it: shapes, milliseconds, memory.",
        .flag("--all", "every row, however many there are"), .code("LINE", "what is run"),
        example: "%ops model(X)", changesSession: true
    ) { session, all, code in
        let source = code.text
        try check(session, "ops")
        let table = OperationTable(session, line: source)
        func show() {
            session.show(table.table(StepText.oneLine(source), all: all).forms)
        }
        do {
            try table.follow { _ = try session.runInside(code, shown: false) }
        } catch {
            if !table.rows.isEmpty { show() }
            throw error
        }
        show()
    }

    private static func check(_ session: Session, _ name: String) throws {
        guard ComputationWatch.current == nil else {
            throw ScriptError(
                "RuntimeError", "%\(name) inside %step or %ops: a line is looked at from inside once",
                hint: "%\(name) for a line of its own")
        }
    }

    /// `the error came in fc2 (Linear), inside net (Net)`.
    private static func place(_ units: [StepUnit]) -> String? {
        let modules = units.filter { $0.kind == .module || $0.kind == .part }
        guard let first = modules.first else { return nil }
        func name(_ unit: StepUnit) -> String {
            unit.kind == .part ? "part \(unit.name) of the step" : "\(unit.name) (\(unit.title))"
        }
        let done = first.children.compactMap { $0.name.isEmpty ? nil : $0.shortName }.suffix(3)
        return "the error came in " + name(first)
            + modules.dropFirst().map { ", inside \(name($0))" }.joined()
            + (done.isEmpty ? "" : "; computed there before it: " + done.joined(separator: ", "))
    }
}
