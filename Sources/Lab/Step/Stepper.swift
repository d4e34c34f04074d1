import Bindings
import Foundation
import Kernels
import Language
import Presentation
import Tensors

/// `%step`: shows each unit of a line when it is there, and waits for Enter.
///
/// The line is told to go on as soon as all of a unit has run, so the inside of a unit is what was recorded
/// of it: going into it looks at numbers that are there. Where nobody can be asked, everything is printed.
final class Stepper: ComputationWatch {
    /// Bytes of results that are held so that they can be looked at.
    static let mostHeld = max(64 << 20, min(Memory.available / 4, 4 << 30))

    private enum Move { case next, into, out, rest }

    private var number = 0
    private var heldOutputs: [(output: StepUnit.Output, bytes: Int)] = []
    private var heldBytes = 0
    private var seen: [StepUnit] = []
    private(set) var hasStopped = false
    private(set) var inside: [StepUnit] = []

    init(_ session: Session, line: String) { super.init(session, line: line, holds: true) }

    private var isInteractive: Bool { session.ask != nil }
    var count: Int { number }

    // MARK: When a unit is shown

    override func held(_ output: StepUnit.Output) {
        heldOutputs.append((output, output.bytes))
        heldBytes += output.bytes
        // The latest is looked at next; the oldest go first.
        while heldBytes > Stepper.mostHeld, heldOutputs.count > 8 {
            let oldest = heldOutputs.removeFirst()
            oldest.output.letGo()
            heldBytes -= oldest.bytes
        }
    }

    override func completed(_ unit: StepUnit, in parent: StepUnit) {
        guard parent.isLive else { return }
        // What a name was just given to can get another: the last one waits.
        if unit.kind != .operation || parent.kind == .line { flush(parent, keeping: 1) }
    }

    override func beginning(in parent: StepUnit, isOperation: Bool) {
        guard parent.isLive, !isOperation || parent.kind == .line else { return }
        flush(parent, keeping: 0)
    }

    override func ending(_ unit: StepUnit) {
        guard unit.isLive else { return }
        if unit.outputs.count == 1, let last = unit.children.last, last.outputs.count == 1,
            last.outputs[0].tensor != nil,
            last.outputs[0].tensor === unit.outputs[0].tensor
        {
            last.aliases.append("the result of \(unit.name.isEmpty ? unit.title : unit.name)")
            unit.isTold = true
        }
        flush(unit, keeping: 0)
    }

    override func failed(_ unit: StepUnit) {
        if inside.isEmpty || inside.last.map({ unit.children.contains($0) }) == false,
            unit.kind == .module || unit.kind == .part
        {
            if unit.isLive { unobserved { flush(unit, keeping: 0) } }
        }
        inside.append(unit)
    }

    /// Everything of the line has run.
    func finish() {
        guard !isOver else { return }
        unobserved { flush(line, keeping: 0) }
        isOver = true
    }

    private func flush(_ parent: StepUnit, keeping: Int) {
        while !isOver, parent.isLive, parent.shown < parent.children.count - keeping {
            let unit = parent.children[parent.shown]
            parent.shown += 1
            if !unit.isTold { stop(at: unit) }
            seen.append(unit)
        }
    }

    // MARK: A stop

    private func stop(at unit: StepUnit) {
        guard isInteractive else { return printAll(unit) }
        switch browse(unit, path: []) {
        case .rest:
            hasStopped = !session.interruption.isRequested
            isOver = true
        case .out:
            // The rest of the part that is under way runs at once; its result is the next stop.
            if let parent = open.last(where: { $0.isLive && $0.kind != .line }) {
                parent.isLive = false
            } else {
                session.output.note("this is the outermost depth; stop runs the rest of the line")
            }
        default: break
        }
    }

    /// Without anybody to ask: what is inside first, as it ran first.
    private func printAll(_ unit: StepUnit) {
        if session.interruption.isRequested { return isOver = true }
        if !unit.isLive {
            if unit.kind == .part, !unit.children.isEmpty { session.output.write("\(unit.name) begins\n") }
            for child in unit.children where child.kind != .operation { printAll(child) }
        }
        show(unit, briefly: !unit.isLive)
    }

    /// Shows a unit and does what is asked, until the next is wanted.
    private func browse(_ unit: StepUnit, path: [StepUnit]) -> Move {
        show(unit)
        if number == 1 {
            session.output.note(
                "Enter goes on, into and out change the depth, a name looks, stop runs the rest, help")
        }
        while true {
            // A Ctrl-C while it was drawn up.
            if session.interruption.isRequested {
                isOver = true
                return .rest
            }
            switch asked(unit, path) {
            case .into:
                guard unit.hasInside else {
                    session.output.note(
                        unit.kind == .operation || unit.children.count <= 1
                            ? "one operation: there is nothing further inside"
                            : "there is nothing further inside")
                    continue
                }
                children: for child in unit.children where !child.isTold {
                    switch browse(child, path: path + [unit]) {
                    case .out: break children
                    case .rest: return .rest
                    default: break
                    }
                }
                return .next
            case let move: return move
            }
        }
    }

    private func asked(_ unit: StepUnit, _ path: [StepUnit]) -> Move {
        while true {
            let place = path.last.map { $0.name.isEmpty ? $0.title : $0.name }
            let answer = session.ask?((place.map { "\($0) step> " }) ?? "step> ") ?? .end
            guard case .line(let typed) = answer else {
                if case .interrupted = answer { session.interruption.request() }
                isOver = true
                return .rest
            }
            let text = typed.trimmingCharacters(in: .whitespacesAndNewlines)
            switch text {
            case "", "next": return .next
            case "into": return .into
            case "out": return .out
            case "stop", "quit", "exit": return .rest
            case "help", "?": help()
            default: look(text, unit, path)
            }
        }
    }

    private func help() {
        session.output.note(
            """
            Enter    goes on to the next
            into     goes through the inside of what is shown: modules and activations, or operations
            out      goes on with the one around it
            NAME     shows a tensor that was computed, by its path or the end of it: attn.pattern
            x[0, :4] any expression over such names and your variables; it changes nothing
            stop     runs the rest of the line without stopping; Ctrl-C ends the line
            """)
    }

    private func look(_ text: String, _ unit: StepUnit, _ path: [StepUnit]) {
        var known: [(name: String, numbers: () throws -> Tensor?)] = []
        func add(_ unit: StepUnit) {
            for child in unit.children { add(child) }
            let names = (unit.name.isEmpty || unit.outputs.count > 1 ? [] : [unit.name]) + unit.aliases
            for name in names { known.append((name, { try Stepper.numbers(unit) })) }
            for output in unit.outputs {
                if let name = output.name { known.append((name, { output.numbers })) }
            }
            if let (_, targets) = unit.gradient {
                for (output, target) in zip(unit.outputs, targets) {
                    if case .leaf(let leaf)? = target, let name = gradientNames.leaf(leaf) {
                        known.append((name + ".grad", { output.numbers }))
                    }
                }
            }
        }
        for unit in seen { add(unit) }
        for part in open { for child in part.children.prefix(max(part.shown, 0)) { add(child) } }
        path.forEach(add)
        add(unit)
        let willShow = session.willShow
        session.willShow = nil
        defer { session.willShow = willShow }
        do {
            try StepLook(session: session, known: known).show(text)
        } catch {
            let error = ScriptError(error)
            // The line goes on; the Ctrl-C was for what was typed here.
            if error.isInterruption { session.interruption.clear() }
            session.output.write(ErrorReport(error).message + "\n")
        }
    }

    private static func numbers(_ unit: StepUnit) throws -> Tensor? {
        if let output = unit.outputs.first { return output.numbers }
        return try unit.beside.map { beside in try Autograd.withoutGrad { try beside.compute().detach() } }
    }

    /// - Parameter briefly: the parts of the unit have just been shown.
    private func show(_ unit: StepUnit, briefly: Bool = false) {
        number += 1
        do {
            let last = unit.children.last { $0.kind != .operation }
            if briefly, unit.kind == .module, let last, let result = unit.outputs.first?.tensor,
                last.outputs.first?.tensor === result
            {
                return session.output.write(
                    "[\(number)] \(StepText.heading(unit))\n  \(unit.formula)\n  took "
                        + "\(Formatting.duration(unit.seconds)); its result is \(last.name)\n"
                )
            }
            let lines = try StepText.lines(unit, session, gradientNames)
            var text = "[\(number)] " + lines.joined(separator: "\n")
            if isInteractive, unit.hasInside { text += "\n  inside: " + contents(unit) }
            session.output.write(text + "\n")
        } catch {
            let error = ScriptError(error)
            if error.isInterruption { session.interruption.request() }
            session.output.write(
                "[\(number)] \(StepText.heading(unit))\n  cannot be shown: \(error.message)\n")
        }
    }

    private func contents(_ unit: StepUnit) -> String {
        var names: [String] = []
        for child in unit.children {
            let full = child.name.isEmpty ? child.title : child.name
            names.append(full.hasPrefix(unit.name + ".") ? String(full.dropFirst(unit.name.count + 1)) : full)
        }
        let shown = names.joined(separator: ", "), room = max(30, session.columns() - 18)
        return Columns.padded(shown, min(room, Columns.width(shown)))
    }
}

extension Array where Element == StepUnit {
    fileprivate func contains(_ unit: StepUnit) -> Bool { contains { $0 === unit } }
}
