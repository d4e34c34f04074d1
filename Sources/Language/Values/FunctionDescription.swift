/// What a function says of itself: its parameters, its annotations, its lines.
extension FunctionValue {
    /// One parameter.
    package struct ParameterDescription {
        package let name: String
        package let passing: Passing
        package let value: Value?
        package let annotation: Value?
    }

    package var parameterDescriptions: [ParameterDescription] {
        code.parameters.enumerated().map { index, parameter in
            ParameterDescription(
                name: parameter.name, passing: parameter.passing, value: defaults[index],
                annotation: annotation(parameter.name))
        }
    }

    package var returnAnnotation: Value? { annotation("return") }

    private func annotation(_ name: String) -> Value? {
        guard let tree = code.annotations.first(where: { $0.name == name })?.tree else { return nil }
        return interpreter.annotation(tree, in: code.source, code.globals)
    }

    /// What is annotated, by name.
    var annotations: [(String, Value)] {
        code.annotations.map { ($0.name, interpreter.annotation($0.tree, in: code.source, code.globals)) }
    }

    /// The parameters as a definition writes them, defaults by their values: `(x, *, rate=0.1)`.
    package func shownSignature() throws -> String {
        var parts: [String] = [], isStarred = false
        let all = parameterDescriptions
        for (index, parameter) in all.enumerated() {
            switch parameter.passing {
            case .variadic:
                parts.append("*" + parameter.name)
                isStarred = true
            case .keywords: parts.append("**" + parameter.name)
            default:
                if parameter.passing == .keywordOnly, !isStarred {
                    parts.append("*")
                    isStarred = true
                }
                let type = try parameter.annotation.map { ": " + (try FunctionValue.shown($0)) } ?? ""
                let equals = type.isEmpty ? "=" : " = "
                parts.append(
                    parameter.name + type + (try parameter.value.map { equals + (try $0.repr()) } ?? ""))
                let next = index + 1 < all.count ? all[index + 1].passing : nil
                if parameter.passing == .positionalOnly, next != .positionalOnly { parts.append("/") }
            }
        }
        let returned = try returnAnnotation.map { " -> " + (try FunctionValue.shown($0)) } ?? ""
        return "(" + parts.joined(separator: ", ") + ")" + returned
    }

    private static func shown(_ annotation: Value) throws -> String {
        switch annotation {
        case .none: return "None"
        case .type(let type):
            let module = type.isScript ? type.attributes[Names.module]?.text : type.module
            return (module.map { $0 + "." } ?? "") + type.qualifiedName
        case .str(let text): return Operations.quoted(text.string)
        default: return try annotation.repr()
        }
    }

    /// Whether a call gives a generator.
    package var isGenerator: Bool { code.layout != nil }

    package var definition: (source: Source, range: SourceRange) { (code.source, code.range) }
}
