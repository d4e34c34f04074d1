/// What stands behind the dot of an exception.
extension ExceptionTypes {
    private static let links = (
        cause: Symbol("__cause__"), context: Symbol("__context__"),
        isSuppressed: Symbol("__suppress_context__"),
        traceback: Symbol("__traceback__")
    )

    static let methods: [Builtin] = [
        Builtin(
            "with_traceback", group: "python", summary: "The exception itself.",
            raw: [.init("self", "the exception"), .init("tb", "a traceback, or None")]
        ) { _, arguments in
            guard arguments.positional.count == 2, case .instance(let instance) = arguments.positional[0]
            else {
                throw ScriptError("TypeError", "with_traceback() takes exactly one argument")
            }
            try setTraceback(instance, arguments.positional[1])
            return .instance(instance)
        },
        Builtin(
            "add_note", group: "python", summary: "Adds a note that is shown with the error.",
            raw: [.init("self", "the exception"), .init("note", "the line")]
        ) { _, arguments in
            guard arguments.positional.count == 2, case .instance(let instance) = arguments.positional[0]
            else {
                throw ScriptError("TypeError", "add_note() takes exactly one argument")
            }
            guard arguments.positional[1].text != nil else {
                throw ScriptError(
                    "TypeError", "note must be a str, not '\(arguments.positional[1].typeName)'")
            }
            if case .list(let notes)? = instance.attributes[Names.notes] {
                notes.elements.append(arguments.positional[1])
            } else {
                instance.attributes.set(Names.notes, .list(ListValue([arguments.positional[1]])))
            }
            return .none
        },
    ]

    /// An attribute that is none of the object's own; nil where there is none of this name.
    package static func attribute(_ instance: Instance, _ name: Symbol) -> Value? {
        if name == links.cause { return link(instance.state?.cause) }
        if name == links.context { return link(instance.state?.context) }
        if name == links.isSuppressed { return .bool(instance.state?.isContextSuppressed ?? false) }
        if name == links.traceback { return traceback(instance) }
        let given = arguments(instance)
        switch (form(instance.type), name.name) {
        case (_, "args"): return .tuple([])
        case (.stop, "value"): return given.first ?? Value.none
        case (.exit, "code"): return given.count > 1 ? .tuple(given) : given.first ?? Value.none
        case (.system, "errno"): return given.count == 2 ? given[0] : Value.none
        case (.system, "strerror"): return given.count == 2 ? given[1] : Value.none
        case (.system, "filename"): return instance.state?.file ?? Value.none
        case (.system, "filename2"): return instance.state?.secondFile ?? Value.none
        case (.system, "filename2"): return Value.none
        case (.syntax, "msg"), (.importing, "msg"): return given.first ?? Value.none
        case (.syntax, "lineno"), (.syntax, "offset"), (.syntax, "text"), (.syntax, "filename"):
            return place(instance, name.name)
        case (.importing, "name"), (.named, "name"): return quotedName(given) ?? Value.none
        case (.importing, "path"), (.named, "obj"): return Value.none
        case (.group, "message"): return given.first ?? Value.none
        case (.group, "exceptions"):
            return (try? given.dropFirst().first.map(Operations.array)).flatMap { $0 }.map { .tuple($0) }
        case (.unicode, let name):
            let place = ["encoding", "object", "start", "end", "reason"].firstIndex(of: name)
            return place.flatMap { given.count == 5 ? given[$0] : nil }
        case (.json, _), (.pattern, _): return parsePlace(instance, name.name)
        default: return nil
        }
    }

    private static func link(_ instance: Instance?) -> Value { instance.map(Value.instance) ?? Value.none }

    /// The name that the words of an error put in quotes last.
    private static func quotedName(_ given: [Value]) -> Value? {
        let parts = given.first?.text?.split(separator: "'", omittingEmptySubsequences: false) ?? []
        return parts.count >= 3 ? .string(String(parts[parts.count - 2])) : nil
    }

    private static func place(_ instance: Instance, _ name: String) -> Value {
        // Of one that the program has raised, nobody has parsed anything.
        guard let raised = instance.state?.raised, !raised.isRaised, let range = raised.range,
            let source = raised.source
        else { return .none }
        let (line, column) = source.position(range.lower)
        switch name {
        case "lineno": return .int(line)
        case "offset": return .int(column)
        case "text": return .string(source.line(line).text + "\n")
        default: return .string(source.name)
        }
    }

    /// `e.pos`, `e.lineno`, `e.colno` and `e.msg` of `…: line 1 column 5 (char 4)` and of
    /// `… at position 4 (line 1, column 5)`, whose end is left out where there is one line.
    private static func parsePlace(_ instance: Instance, _ name: String) -> Value? {
        guard let text = arguments(instance).first?.text,
            let match = text.firstMatch(
                of:
                    #/
                    ^ (.*?) (?:
                        :\ line\ (\d+)\ column\ (\d+)\ \(char\ (\d+)\)
                        | \ at\ position\ (\d+) (?: \ \(line\ (\d+),\ column\ (\d+)\) )?
                    )? $
                    /#)
        else { return nil }
        func number(_ text: Substring?) -> Int? { text.flatMap { Int($0) } }
        let position = number(match.5)
        func value(_ number: Int?) -> Value { number.map(Value.int) ?? Value.none }
        switch name {
        case "msg": return .string(String(match.1))
        case "lineno": return value(number(match.2 ?? match.6) ?? position.map { _ in 1 })
        case "colno": return value(number(match.3 ?? match.7) ?? position.map { $0 + 1 })
        case "pos": return value(number(match.4) ?? position)
        default: return nil
        }
    }

    /// - Returns: whether the attribute is one of those that all exceptions have.
    static func setAttribute(_ instance: Instance, _ name: Symbol, _ value: Value) throws -> Bool {
        if name == links.cause {
            instance.exceptionState.cause = try linked(value, "cause")
            instance.exceptionState.isContextSuppressed = true
        } else if name == links.context {
            instance.exceptionState.context = try linked(value, "context")
        } else if name == links.isSuppressed {
            instance.exceptionState.isContextSuppressed = try Operations.truth(value)
        } else if name == links.traceback {
            try setTraceback(instance, value)
        } else if name == Names.args {
            instance.attributes.set(name, .tuple(try Operations.array(value)))
        } else {
            return false
        }
        return true
    }

    private static func linked(_ value: Value, _ what: String) throws -> Instance? {
        if value.isNone { return nil }
        if case .instance(let instance) = value, instance.type.isException { return instance }
        throw ScriptError("TypeError", "exception \(what) must be None or derive from BaseException")
    }

    // MARK: Tracebacks

    private static func traceback(_ instance: Instance) -> Value {
        if let given = instance.state?.traceback { return given }
        return instance.state?.raised.map { .object(Traceback($0)) } ?? Value.none
    }

    private static func setTraceback(_ instance: Instance, _ value: Value) throws {
        if case .object(let object) = value, object is Traceback {
        } else if !value.isNone {
            throw ScriptError("TypeError", "__traceback__ must be a traceback or None")
        }
        instance.exceptionState.traceback = value
    }

    // MARK: Errors of libraries

    /// The arguments that an error of a library has as an object: PyTorch's words where it has others.
    static func arguments(of error: ScriptError, _ type: ScriptClass) -> [Value] {
        if error.isInterruption { return [] }
        let words = error.pytorch.flatMap { $0.isEmpty ? nil : $0 } ?? error.message
        if words.isEmpty { return [] }
        if form(type) == .system,
            let match = words.firstMatch(
                of: #/^\[Errno (\d+)\] ([^:]*)(?:: (['"])(.*?)\3(?: -> (['"])(.*)\5)?)?$/#),
            let number = Int(match.1)
        {
            let file = match.4.map { [Value.string(String($0))] } ?? []
            let second = match.6.map { [Value.none, Value.string(String($0))] } ?? []
            return [.int(number), .string(String(match.2))] + file + second
        }
        return [.string(words)]
    }

    package static let systemErrors: [Int: String] = [
        1: "PermissionError", 2: "FileNotFoundError", 3: "ProcessLookupError", 4: "InterruptedError",
        10: "ChildProcessError", 11: "BlockingIOError", 13: "PermissionError", 17: "FileExistsError",
        20: "NotADirectoryError", 21: "IsADirectoryError", 32: "BrokenPipeError",
        103: "ConnectionAbortedError",
        104: "ConnectionResetError", 110: "TimeoutError", 111: "ConnectionRefusedError",
    ]
}

/// `e.__traceback__`: where an error came from.
package final class Traceback: ScriptObject {
    package let error: ScriptError
    init(_ error: ScriptError) { self.error = error }
    package var typeName: String { "traceback" }
    package func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }
    package var attributeNames: [String] { ["tb_lineno", "tb_next"] }
    package func getAttribute(_ name: String) throws -> Value? {
        switch name {
        case "tb_lineno":
            // The line of the frame that caught it: the outermost call.
            let place =
                error.frames.last.map { ($0.range, $0.source) }
                ?? error.range.flatMap { range in
                    error.source.map { (range, $0) }
                }
            return place.map { .int($0.1.position($0.0.lower).line) } ?? Value.none
        case "tb_next": return Value.none
        default: return nil
        }
    }
}
