import Language

/// What `inspect` stands on.
enum InspectModule {
    static func make() -> ModuleValue {
        ModuleValue(
            "_inspect", documentation: "What functions and classes say of themselves.",
            commands: [
                command("parameters", "The parameters of what can be called, and what it gives.") {
                    guard let (rows, returned) = try parameters($0) else { return .tuple([.none, .none]) }
                    return .tuple([.list(rows), returned.map { .tuple([$0]) } ?? Value.none])
                },
                command("source", "The lines of a definition, None where there are none.") { value in
                    definition(value).map { .string(lines($0.source, $0.range).text) } ?? Value.none
                },
                command("line", "The number of the first line of a definition.") { value in
                    .int(definition(value).map { lines($0.source, $0.range).first } ?? 0)
                },
                command("file", "The file of a definition, None where there is none.") { value in
                    if case .module(let module) = value { return module.file.map(Value.string) ?? Value.none }
                    return definition(value).map { .string($0.source.name) } ?? Value.none
                },
                command("is_generator_function", "Whether a call of it gives a generator.") { value in
                    guard case .function(let function) = plain(value) else { return .bool(false) }
                    return .bool(function.isGenerator)
                },
            ])
    }

    private static func command(
        _ name: String, _ summary: String, _ body: @escaping (Value) throws -> Value
    ) -> Builtin {
        Builtin(name, group: "inspect", summary: summary, Parameter<Value>("object", "what is asked")) {
            _, value -> Value in try body(value)
        }
    }

    private static func plain(_ value: Value) -> Value {
        if case .boundMethod(let method) = value { return method.function }
        return value
    }

    private static func definition(_ value: Value) -> (source: Source, range: SourceRange)? {
        switch plain(value) {
        case .function(let function): return function.definition.source.isLibrary ? nil : function.definition
        case .type(let type): return type.definition?.source.isLibrary == true ? nil : type.definition
        default: return nil
        }
    }

    /// The whole lines of a definition, its decorators with it.
    private static func lines(_ source: Source, _ range: SourceRange) -> (text: String, first: Int) {
        var first = source.position(range.lower).line
        let last = source.position(max(range.lower, range.upper - 1)).line
        while first > 1 {
            let above = source.line(first - 1).text.drop { $0 == " " || $0 == "\t" }
            guard above.hasPrefix("@") else { break }
            first -= 1
        }
        var rows = (first...last).map { source.line($0).text }
        while rows.count > 1, rows.last?.allSatisfy(\.isWhitespace) == true { rows.removeLast() }
        return (rows.map { $0 + "\n" }.joined(), first)
    }

    private static let kinds: [Passing: Int] = [
        .positionalOnly: 0, .either: 1, .variadic: 2, .keywordOnly: 3, .keywords: 4,
    ]

    private static func row(_ name: String, _ passing: Passing, _ value: Value?, _ annotation: Value?)
        -> Value
    {
        .tuple([
            .string(name), .int(kinds[passing] ?? 1), .bool(value != nil), value ?? Value.none,
            annotation.map { .tuple([$0]) } ?? Value.none,
        ])
    }

    private static func parameters(_ value: Value) throws -> (rows: [Value], returned: Value?)? {
        switch value {
        case .function(let function):
            let rows = function.parameterDescriptions.map {
                row($0.name, $0.passing, $0.value, $0.annotation)
            }
            return (rows, function.returnAnnotation)
        case .boundMethod(let method):
            guard let (rows, returned) = try parameters(method.function) else { return nil }
            return (Array(rows.dropFirst()), returned)
        case .builtin(let command):
            let rows = command.parameters.map { parameter in
                row(
                    parameter.name, parameter.passing,
                    parameter.defaultText.map { .object(TypeHint($0)) }, nil)
            }
            return (rows, nil)
        case .type(let type):
            guard let initialiser = type.attribute("__init__") else {
                return type.isProgramClass && type.nativeBase == nil ? ([], nil) : nil
            }
            guard let (rows, _) = try parameters(initialiser) else { return nil }
            return (Array(rows.dropFirst()), nil)
        case .instance(let instance):
            guard let call = instance.type.attribute("__call__"), let (rows, returned) = try parameters(call)
            else { return nil }
            return (Array(rows.dropFirst()), returned)
        default: return nil
        }
    }
}
