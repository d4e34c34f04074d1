import Bindings
import Foundation
import Language
import Presentation
import Tensors

/// Magics about how things are drawn, printed and said.
enum SettingMagics {
    static let all: [Magic] = [seed, precision, colour, pytorch]

    static let seed = Magic(
        "seed",
        "Sets the one generator of random numbers, as torch.manual_seed does; shows the seed if none is "
            + "given.",
        usage: "%seed [NUMBER]", example: "%seed 42", changesSession: true
    ) { session, line, _ in
        if line.isEmpty {
            session.output.write("seed \(Generator.standard.seed)\n")
            return
        }
        guard let number = Int(line) else {
            throw ScriptError(
                "ValueError", "a seed is a whole number, not '\(Formatting.visible(line))'", hint: "%seed 42")
        }
        Generator.standard.reseed(UInt64(bitPattern: Int64(number)))
    }

    static let precision = Magic(
        "precision", "Sets how many digits of a tensor are shown; shows the number if none is given.",
        usage: "%precision [DIGITS]", example: "%precision 6", changesSession: true
    ) { session, line, _ in
        if line.isEmpty {
            session.output.write("\(PrintOptions.standard.precision) digits\n")
            return
        }
        guard let digits = Int(line), (0...17).contains(digits) else {
            throw ScriptError(
                "ValueError",
                "%precision takes a number of digits from 0 to 17, not '\(Formatting.visible(line))'",
                hint: "%precision 4")
        }
        PrintOptions.standard.precision = digits
    }

    static let colour = Magic(
        "color", "Turns colours on or off.", usage: "%color on|off", example: "%color off"
    ) { session, line, _ in
        switch line.lowercased() {
        case "": session.output.write("colours are \(session.usesColour ? "on" : "off")\n")
        case "on": session.usesColour = true
        case "off", "none", "nocolor": session.usesColour = false
        default:
            throw ScriptError(
                "ValueError", "%color is on or off, not '\(Formatting.visible(line))'", hint: "%color off")
        }
    }

    static let pytorch = Magic(
        "pytorch", "Shows the lines of PyTorch that do the same as a line, or as all that was typed.",
        usage: "%pytorch [LINE]", example: "%pytorch X, Y = sampler.batch()"
    ) { session, line, body in
        let sources =
            line.isEmpty && body == nil ? session.history.filter(\.succeeded).map(\.source) : [body ?? line]
        var seen = Set<String>()
        var lines: [String] = []
        for command in sources.flatMap({ called(session, $0) })
        where !command.pytorch.isEmpty && seen.insert(command.name).inserted {
            lines.append(
                command.name + "\n    " + command.pytorch.replacingOccurrences(of: "\n", with: "\n    "))
        }
        session.output.write(
            (lines.isEmpty ? "nothing in it has another line in PyTorch" : lines.joined(separator: "\n"))
                + "\n")
    }

    /// The commands that a source calls, or names alone, in order.
    private static func called(_ session: Session, _ source: String) -> [Builtin] {
        guard case .complete(let program) = Parser.parse(Session.prepare(source).source) else { return [] }
        var found: [Builtin] = []
        func add(_ expression: Language.Expression) {
            if let value = session.value(of: expression), let command = session.declaration(of: value) {
                found.append(command)
            }
        }
        for statement in program.statements {
            if case .expression(let expression) = statement.kind { add(expression) }
        }
        program.forEachExpression { expression in
            guard case .call(let callee, _) = expression.kind else { return }
            // `torch.arange(3)` is PyTorch's line already.
            if case .attribute(let owner, _, _) = callee.kind, case .module? = session.value(of: owner) {
                return
            }
            add(callee)
        }
        return found
    }
}
