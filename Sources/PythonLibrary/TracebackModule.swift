import Language

/// The module `traceback`: an exception as the text that Python writes about it.
enum TracebackModule {
    private static let exception = Parameter<Value>("exc", "the exception, or its class", .positionalOnly)
    private static let value = Parameter<Value>(
        "value", "the exception, where its class comes first", default: .none)
    private static let traceback = Parameter<Value>(
        "tb", "another traceback than the exception's", default: .none)
    private static let limit = Parameter<Int?>(
        "limit", "how many calls, from the first; from the last where negative", default: nil)
    private static let file = Parameter<Value>(
        "file", "where to write, sys.stderr if left out", default: .none)
    private static let chain = Parameter<Bool>("chain", "whether earlier errors are shown", default: true)

    package static func make() -> ModuleValue {
        ModuleValue("traceback", documentation: "What Python writes about an exception.", commands: commands)
    }

    private static let commands: [Builtin] = [
        Builtin(
            "format_exc", group: "traceback", summary: "The exception that is being handled, as text.", limit,
            chain
        ) { interpreter, limit, chain -> String in
            lines(interpreter.handledException, chain: chain, limit: limit).joined()
        },
        Builtin(
            "print_exc", group: "traceback", summary: "Prints the exception that is being handled.", limit,
            file,
            chain
        ) { interpreter, limit, file, chain -> Value in
            try write(lines(interpreter.handledException, chain: chain, limit: limit), file, interpreter)
            return .none
        },
        Builtin(
            "format_exception", group: "traceback", summary: "An exception as a list of lines.", exception,
            value,
            traceback, limit, chain
        ) { _, exception, value, traceback, limit, chain -> Value in
            let told = lines(try found(exception, value), traceback, chain: chain, limit: limit)
            return .list(told.map(Value.string))
        },
        Builtin(
            "print_exception", group: "traceback", summary: "Prints an exception.", exception, value,
            traceback,
            limit, file, chain
        ) { interpreter, exception, value, traceback, limit, file, chain -> Value in
            let told = lines(try found(exception, value), traceback, chain: chain, limit: limit)
            try write(told, file, interpreter)
            return .none
        },
        Builtin(
            "format_exception_only", group: "traceback", summary: "The class and message of an exception.",
            exception,
            value
        ) { _, exception, value -> Value in
            .list((try found(exception, value).map(ending) ?? [nothing]).map(Value.string))
        },
    ]

    private static let nothing = "NoneType: None\n"

    /// The exception that is meant: the one given, or the one behind its class. Nil for None.
    private static func found(_ exception: Value, _ value: Value) throws -> Instance? {
        let given = value.isNone ? exception : value
        if given.isNone { return nil }
        guard case .instance(let instance) = given, instance.type.isException else {
            throw ScriptError("TypeError", "Exception expected for value, \(given.typeName) found")
        }
        return instance
    }

    /// - Throws: AttributeError for a file that nothing can be written to, what its own `write` throws.
    private static func write(_ lines: [String], _ file: Value, _ interpreter: Interpreter) throws {
        let text = lines.joined()
        guard !file.isNone else { return interpreter.output.note(String(text.dropLast())) }
        let write = try Operations.requireAttribute(file, Symbol("write"))
        _ = try Operations.call(write, Arguments([.string(text)]), interpreter)
    }

    /// The exception and those before it.
    private static func lines(
        _ exception: Instance?, _ traceback: Value = .none, chain: Bool, limit: Int?
    ) -> [String] {
        guard let exception else { return [nothing] }
        var parts = own(exception, traceback, limit)
        var (link, seen) = (exception, [exception])
        while chain, let state = link.state, seen.count < 100 {
            let sentence = state.cause == nil ? ScriptError.duringHandling : ScriptError.directCause
            guard let before = state.cause ?? (state.isContextSuppressed ? nil : state.context),
                !seen.contains(where: { $0 === before })
            else { break }
            parts = own(before, .none, limit) + ["\n\(sentence)\n\n"] + parts
            seen.append(before)
            link = before
        }
        return parts
    }

    private static func own(_ exception: Instance, _ traceback: Value, _ limit: Int?) -> [String] {
        let given =
            traceback.isNone ? ExceptionTypes.attribute(exception, Symbol("__traceback__")) : traceback
        guard case .object(let object)? = given, let raised = (object as? Traceback)?.error else {
            return ending(exception)
        }
        var calls: [String] = []
        func line(_ range: SourceRange, _ source: Source, _ function: String) -> String {
            let number = source.position(range.lower).line
            let text = source.line(number).text.drop { $0 == " " || $0 == "\t" }
            return "  File \"\(source.name)\", line \(number), in \(function)\n"
                + (text.isEmpty ? "" : "    \(text)\n")
        }
        for (index, frame) in raised.frames.enumerated().reversed() {
            let outer = index + 1 < raised.frames.count ? raised.frames[index + 1].function : "<module>"
            calls.append(line(frame.range, frame.source, outer))
        }
        if let range = raised.range, let source = raised.source {
            calls.append(line(range, source, raised.frames.first?.function ?? "<module>"))
        }
        if let limit {
            let most = Int(clamping: limit.magnitude)
            calls = Array(limit < 0 ? calls.suffix(most) : calls.prefix(most))
        }
        return (calls.isEmpty ? [] : ["Traceback (most recent call last):\n"]) + calls + ending(exception)
    }

    private static func ending(_ exception: Instance) -> [String] {
        let words = (try? Operations.str(.instance(exception))) ?? "<exception str() failed>"
        let name = exception.type.module.map { $0 + "." + exception.type.name } ?? exception.type.name
        var lines = [words.isEmpty ? "\(name)\n" : "\(name): \(words)\n"]
        if case .list(let notes)? = exception.attributes[Names.notes] {
            lines += notes.elements.map { ((try? Operations.str($0)) ?? "<note str() failed>") + "\n" }
        }
        return lines
    }
}
