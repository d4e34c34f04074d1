/// The module `traceback`: an exception as the text that Python writes about it.
enum TracebackModule {
    static func make() -> ModuleValue {
        func command(
            _ name: String, _ summary: String, takesException: Bool,
            _ body: @escaping (Interpreter, Instance?, Arguments) throws -> Value
        ) -> Builtin {
            let own: [ParameterInformation] = takesException ? [.init("exc", "the exception")] : []
            return Builtin(
                name, group: "traceback", summary: summary,
                raw: own + [
                    .init("value", "the exception, where its class comes first", default: "None"),
                    .init("tb", "as it is in the exception", default: "None"),
                    .init("limit", "how many calls", default: "None"),
                    .init("file", "where to write", default: "None"),
                    .init("chain", "whether earlier errors are told", default: "True", type: "bool"),
                ]
            ) { interpreter, arguments in
                var exception = interpreter.handledException
                if takesException {
                    let given = arguments.positional.prefix(2) + [arguments.keyword("exc")].compactMap { $0 }
                    let found = given.compactMap { value -> Instance? in
                        if case .instance(let instance) = value, instance.type.isException { return instance }
                        return nil
                    }
                    guard let first = found.first else {
                        throw ScriptError("TypeError", "\(name)() wants an exception")
                    }
                    exception = first
                }
                return try body(interpreter, exception, arguments)
            }
        }
        func write(_ text: String, _ arguments: Arguments, _ interpreter: Interpreter) {
            if case .object(let object)? = arguments.keyword("file"), let stream = object as? ScreenStream {
                return stream.write(text, interpreter)
            }
            interpreter.output.note(String(text.dropLast()))
        }
        func lines(_ exception: Instance?, _ arguments: Arguments) throws -> [String] {
            guard let exception else { return ["NoneType: None\n"] }
            let chain = try arguments.keyword("chain").map(Operations.truth) ?? true
            return self.lines(exception, chain: chain)
        }
        return ModuleValue(
            "traceback", documentation: "What Python writes about an exception.",
            commands: [
                command("format_exc", "The exception that is being handled, as text.", takesException: false)
                {
                    _, exception, arguments in .string(try lines(exception, arguments).joined())
                },
                command("print_exc", "Writes the exception that is being handled.", takesException: false) {
                    interpreter, exception, arguments in
                    write(try lines(exception, arguments).joined(), arguments, interpreter)
                    return .none
                },
                command("format_exception", "An exception as a list of lines.", takesException: true) {
                    _, exception, arguments in
                    .list(ListValue(try lines(exception, arguments).map(Value.string)))
                },
                command("print_exception", "Writes an exception.", takesException: true) {
                    interpreter, exception, arguments in
                    write(try lines(exception, arguments).joined(), arguments, interpreter)
                    return .none
                },
                command("format_exception_only", "Class and words of an exception.", takesException: true) {
                    _, exception, _ in .list(ListValue((exception.map(ending) ?? []).map(Value.string)))
                },
            ])
    }

    /// The exception and those before it.
    private static func lines(_ exception: Instance, chain: Bool) -> [String] {
        var parts = own(exception)
        var (link, seen) = (exception, [exception])
        while chain, let state = link.state, seen.count < 100 {
            let sentence = state.cause == nil ? ScriptError.duringHandling : ScriptError.directCause
            guard let before = state.cause ?? (state.isContextSuppressed ? nil : state.context),
                !seen.contains(where: { $0 === before })
            else { break }
            parts = own(before) + ["\n\(sentence)\n\n"] + parts
            seen.append(before)
            link = before
        }
        return parts
    }

    private static func own(_ exception: Instance) -> [String] {
        guard let raised = exception.state?.raised else { return ending(exception) }
        var lines = ["Traceback (most recent call last):\n"]
        func line(_ range: SourceRange, _ source: Source, _ function: String) -> String {
            let number = source.position(range.lower).line
            let text = source.line(number).text.drop { $0 == " " || $0 == "\t" }
            return "  File \"\(source.name)\", line \(number), in \(function)\n"
                + (text.isEmpty ? "" : "    \(text)\n")
        }
        for (index, frame) in raised.frames.enumerated().reversed() {
            let outer = index + 1 < raised.frames.count ? raised.frames[index + 1].function : "<module>"
            lines.append(line(frame.range, frame.source, outer))
        }
        if let range = raised.range, let source = raised.source {
            lines.append(line(range, source, raised.frames.first?.function ?? "<module>"))
        }
        return lines + ending(exception)
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
