import Bindings
import Foundation
import Language
import Presentation
import Tensors

/// Magics about how things are drawn, printed and said.
enum SettingMagics {
    static let all: [Magic] = [seed, precision, colour, live, pytorch]

    static let seed = Magic(
        "seed",
        "Sets the one generator of random numbers, as torch.manual_seed does, for tensors on the CPU and on "
            + "a GPU alike; shows the seed if none is given.",
        .number("NUMBER", "the seed", what: "a whole number", sample: 42), example: "%seed 42",
        changesSession: true
    ) { session, number in
        guard let number else {
            session.output.write("seed \(Generator.standard.seed)\n")
            return
        }
        Generator.standard.reseed(UInt64(bitPattern: Int64(number)))
    }

    static let precision = Magic(
        "precision", "Sets how many digits of a tensor are shown; shows the number if none is given.",
        .number(
            "DIGITS", "from 0 to 17", what: "a number of digits from 0 to 17", in: 0...17, sample: 4),
        example: "%precision 6", changesSession: true
    ) { session, digits in
        guard let digits else {
            session.output.write("\(PrintOptions.standard.precision) digits\n")
            return
        }
        PrintOptions.standard.precision = digits
    }

    static let colour = Magic(
        "color", "Turns colours on or off.",
        .choice(
            ["on", "off"], "says which it is if left out", synonyms: ["none": "off", "nocolor": "off"]),
        example: "%color off"
    ) { session, word in
        guard let word else {
            return session.output.write("colours are \(session.usesColour ? "on" : "off")\n")
        }
        session.usesColour = word == "on"
    }

    static let live = Magic(
        "live",
        "Turns the live view of training on or off: loss curve, speed and a line of generated text, on a "
            + "terminal.",
        .choice(["on", "off"], "says which it is if left out"), example: "%live off"
    ) { session, word in
        guard let word else {
            return session.output.write("the live view is \(session.showsLive ? "on" : "off")\n")
        }
        session.showsLive = word == "on"
    }

    static let pytorch = Magic(
        "pytorch", "Shows the lines of PyTorch that do the same as a line, or as all that was typed.",
        .optionalCode("LINE", "the line; all that was typed if left out"),
        example: "%pytorch X, Y = sampler.batch()"
    ) { session, code in
        let sources = code.map { [$0.text] } ?? session.history.filter(\.succeeded).map(\.source)
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
        guard let program = ParsedCell(source).parsed else { return [] }
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
