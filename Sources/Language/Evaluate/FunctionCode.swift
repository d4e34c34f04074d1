/// A compiled function, before it is bound to the variables around it.
package final class FunctionCode {
    struct Parameter {
        package let name: String
        let passing: Passing
        let hasDefault: Bool
    }
    package let name: String
    let parameters: [Parameter]
    /// The number of parameters where all are plain ones, so that positional arguments land in their slots
    /// directly;
    /// -1 where some are not.
    let arity: Int
    var body: [StatementNode] = []
    var expression: Node?
    var slotCount = 0
    var cellCount = 0
    /// Whether a call has more to do than to run the body: it has cells, or is a generator's.
    var isPrepared = false
    /// What the statements of a generator function need; nil for any other.
    var layout: ResumableLayout?
    /// Parameters that inner functions share: slot → cell.
    var cellParameters: [(slot: Int, cell: Int)] = []
    var documentation: String?
    /// What stands behind the colons of parameters, and behind the arrow as `return`.
    var annotations: [(name: String, tree: Expression)] = []
    let signature: String
    let source: Source
    let range: SourceRange
    /// The variables that it finds outside of all functions, where they are not the program's.
    var globals: Globals?

    init(name: String, parameters: [Parameter], signature: String, source: Source, range: SourceRange) {
        self.name = name
        self.parameters = parameters
        self.signature = signature
        self.source = source
        self.range = range
        let isSimple = parameters.allSatisfy { $0.passing == .either || $0.passing == .positionalOnly }
        arity = isSimple ? parameters.count : -1
    }

    /// Puts arguments into the slots of their parameters. - Throws: TypeError in CPython's words, with a
    /// suggestion.
    func bind(_ arguments: Arguments, _ defaults: [Value?], into slots: UnsafeMutablePointer<Value?>) throws {
        let positions = parameters.indices.filter {
            parameters[$0].passing == .either || parameters[$0].passing == .positionalOnly
        }
        for (position, value) in zip(positions, arguments.positional) { slots[position] = value }
        let extra = arguments.positional.dropFirst(positions.count)
        if let star = parameters.firstIndex(where: { $0.passing == .variadic }) {
            slots[star] = .tuple(Array(extra))
        } else if !extra.isEmpty {
            let count = positions.count
            throw error(
                "takes \(count) positional argument\(count == 1 ? "" : "s") but "
                    + "\(arguments.positional.count) \(arguments.positional.count == 1 ? "was" : "were") "
                    + "given"
            )
        }
        let collector = parameters.firstIndex { $0.passing == .keywords }
        let rest = DictValue()
        for (name, value) in arguments.keywords {
            if let index = parameters.firstIndex(where: {
                $0.name == name && ($0.passing == .either || $0.passing == .keywordOnly)
            }) {
                if slots[index] != nil { throw error("got multiple values for argument '\(name)'") }
                slots[index] = value
            } else if collector != nil {
                rest.setString(name, value)
            } else {
                var failure = error(
                    "got an unexpected keyword argument '\(name)'"
                        + Wording.suggestion(name, parameters.map(\.name)))
                failure.offendingKeyword = name
                throw failure
            }
        }
        if let collector { slots[collector] = .dict(rest) }
        var missing: [String] = [], missingNamed: [String] = []
        for (index, parameter) in parameters.enumerated() where slots[index] == nil {
            if parameter.passing == .variadic || parameter.passing == .keywords { continue }
            if let value = defaults[index] {
                slots[index] = value
            } else if parameter.passing == .keywordOnly {
                missingNamed.append("'\(parameter.name)'")
            } else {
                missing.append("'\(parameter.name)'")
            }
        }
        if !missing.isEmpty || !missingNamed.isEmpty {
            var failure =
                missing.isEmpty
                ? Wording.missing(missingNamed, of: name, kind: "keyword-only")
                : Wording.missing(missing, of: name)
            failure.details = [signature]
            throw failure
        }
    }

    private func error(_ text: String) -> ScriptError {
        ScriptError("TypeError", "\(name)() \(text)", details: [signature])
    }
}
