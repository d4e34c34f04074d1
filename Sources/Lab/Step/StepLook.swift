import Bindings
import Language
import Presentation
import Tensors

/// What is typed at a stop and is no command: a name or an expression to look at.
struct StepLook {
    let session: Session
    /// Names of what was computed, the latest last.
    let known: [(name: String, numbers: () throws -> Tensor?)]

    /// - Throws: what the expression throws; SyntaxError for what is no expression.
    func show(_ text: String) throws {
        if let tensor = try tensor(named: text) {
            let output = StepUnit.Output(tensor, holds: true)
            session.output.write("\(text)   \(StepText.kind(output, session))\n")
            if tensor.count > 0, tensor.rank > 0 {
                session.output.write("  " + (try StepText.range(tensor)) + "\n")
            }
            session.output.write(tensor.description + "\n")
            return
        }
        let (source, values) = try replaced(text)
        guard case .complete(let program) = Parser.parse(source), program.statements.count == 1,
            case .expression = program.statements[0].kind
        else {
            if !text.hasPrefix("%"), case .invalid(let error) = Parser.parse(text) { throw error }
            throw ScriptError(
                "SyntaxError", "at a stop one looks and changes nothing: a name or an expression",
                hint: "stop, and type it at the prompt")
        }
        // Looking leaves no trace: no gradient is recorded, no random number is used up.
        let globals = session.interpreter.globals, random = Generator.standard.snapshot
        let before = values.map { ($0.name, globals[$0.name]) }
        for (name, value) in values { globals[name] = value }
        defer {
            for (name, value) in before { globals[name] = value }
            Generator.standard.snapshot = random
        }
        let value = try Autograd.withoutGrad {
            try session.interpreter.run(Source(source, name: "step"), mode: .cell)
        }
        if let value { try session.show(value) }
    }

    /// By its whole path, or by the end of it.
    private func find(_ name: String) -> (() throws -> Tensor?)? {
        (known.last { $0.name == name } ?? known.last { $0.name.hasSuffix("." + name) })?.numbers
    }

    private func tensor(named text: String) throws -> Tensor? {
        guard let found = find(text) else { return nil }
        guard let numbers = try found() else {
            throw ScriptError(
                "ValueError",
                "the numbers of \(Formatting.visible(text)) were released: "
                    + "there is not enough memory to hold all of the line's"
            )
        }
        return try numbers.forLooking()
    }

    /// The expression with a plain variable for each path in it, and the values of these.
    private func replaced(_ text: String) throws -> (source: String, values: [(name: String, value: Value)]) {
        var (result, values): (String, [(name: String, value: Value)]) = ("", [])
        var rest = text[...], quote: Character?, previous: Character = " "
        func isName(_ character: Character) -> Bool {
            character.isLetter || character.isNumber || character == "_"
        }
        while let first = rest.first {
            if let open = quote {
                if first == open { quote = nil }
            } else if first == "'" || first == "\"" {
                quote = first
            } else if (first.isLetter || first == "_"), !isName(previous), previous != "." {
                let run = rest.prefix { isName($0) || $0 == "." || $0 == "#" }
                var path = run, replaced = false
                while !path.isEmpty, !replaced {
                    let name = String(path)
                    if path.last != ".", let tensor = try tensor(named: name) {
                        // A copy as soon as the expression writes to it.
                        values.append(("__step\(values.count)", tensor.frozen().scriptValue))
                        result += values[values.count - 1].name
                        replaced = true
                    } else if let dot = path.lastIndex(of: ".") {
                        path = path[..<dot]
                    } else {
                        break
                    }
                }
                let taken = replaced ? path : run.prefix(while: isName)
                if !replaced { result += taken }
                rest = rest.dropFirst(taken.count)
                previous = taken.last ?? " "
                continue
            }
            result.append(first)
            previous = first
            rest = rest.dropFirst()
        }
        return (result, values)
    }
}
