/// The exceptions of the language and how they relate.
public enum ExceptionTypes {
    /// What the arguments of an exception mean to its attributes.
    package enum Form {
        case plain, stop, exit, system, key, unicode, syntax, importing, named, group, json, pattern
    }

    public static let base: ScriptClass = {
        let type = ScriptClass("BaseException", bases: [Types.object])
        type.exceptionForm = .plain
        for method in methods { type.attributes.set(Symbol(method.name), .builtin(method)) }
        return type
    }()
    public static let exception = derived("Exception", [base])
    static let key = all["KeyError"] ?? exception
    static let assertion = all["AssertionError"] ?? exception
    private static let systemError = all["OSError"] ?? exception

    /// What a program finds without importing, and what libraries throw: each with the class above it.
    private static let tree: [(String, String, Form?)] = [
        ("KeyboardInterrupt", "BaseException", nil), ("SystemExit", "BaseException", .exit),
        ("GeneratorExit", "BaseException", nil),
        ("ArithmeticError", "Exception", nil), ("ZeroDivisionError", "ArithmeticError", nil),
        ("OverflowError", "ArithmeticError", nil), ("FloatingPointError", "ArithmeticError", nil),
        ("AssertionError", "Exception", nil), ("AttributeError", "Exception", .named),
        ("BufferError", "Exception", nil), ("EOFError", "Exception", nil),
        ("ImportError", "Exception", .importing), ("ModuleNotFoundError", "ImportError", nil),
        ("LookupError", "Exception", nil), ("IndexError", "LookupError", nil),
        ("KeyError", "LookupError", .key),
        ("MemoryError", "Exception", nil), ("NameError", "Exception", .named),
        ("UnboundLocalError", "NameError", nil), ("OSError", "Exception", .system),
        ("BlockingIOError", "OSError", nil), ("ChildProcessError", "OSError", nil),
        ("ConnectionError", "OSError", nil), ("BrokenPipeError", "ConnectionError", nil),
        ("ConnectionAbortedError", "ConnectionError", nil),
        ("ConnectionRefusedError", "ConnectionError", nil),
        ("ConnectionResetError", "ConnectionError", nil), ("FileExistsError", "OSError", nil),
        ("FileNotFoundError", "OSError", nil), ("InterruptedError", "OSError", nil),
        ("IsADirectoryError", "OSError", nil), ("NotADirectoryError", "OSError", nil),
        ("PermissionError", "OSError", nil), ("ProcessLookupError", "OSError", nil),
        ("TimeoutError", "OSError", nil), ("ReferenceError", "Exception", nil),
        ("RuntimeError", "Exception", nil), ("NotImplementedError", "RuntimeError", nil),
        ("RecursionError", "RuntimeError", nil),
        ("StopAsyncIteration", "Exception", nil), ("StopIteration", "Exception", .stop),
        ("SyntaxError", "Exception", .syntax), ("IndentationError", "SyntaxError", nil),
        ("TabError", "IndentationError", nil), ("SystemError", "Exception", nil),
        ("TypeError", "Exception", nil),
        ("ValueError", "Exception", nil), ("UnicodeError", "ValueError", nil),
        ("UnicodeDecodeError", "UnicodeError", .unicode), ("UnicodeEncodeError", "UnicodeError", .unicode),
        ("UnicodeTranslateError", "UnicodeError", nil), ("Warning", "Exception", nil),
        ("BytesWarning", "Warning", nil), ("DeprecationWarning", "Warning", nil),
        ("EncodingWarning", "Warning", nil), ("FutureWarning", "Warning", nil),
        ("ImportWarning", "Warning", nil),
        ("PendingDeprecationWarning", "Warning", nil), ("ResourceWarning", "Warning", nil),
        ("RuntimeWarning", "Warning", nil), ("SyntaxWarning", "Warning", nil),
        ("UnicodeWarning", "Warning", nil),
        ("UserWarning", "Warning", nil), ("BaseExceptionGroup", "BaseException", .group),
    ]

    /// Classes that stand in modules and in no program's builtins: the name that libraries throw, the name
    /// that the class has, its module and the class above it.
    private static let inModules:
        [(kind: String, name: String, module: String, bases: [String], form: Form?)] = [
            ("JSONDecodeError", "JSONDecodeError", "json.decoder", ["ValueError"], .json),
            ("error", "error", "re", ["Exception"], .pattern),
            ("FrozenInstanceError", "FrozenInstanceError", "dataclasses", ["AttributeError"], nil),
            ("copy.Error", "Error", "copy", ["Exception"], nil),
            ("struct.error", "error", "struct", ["Exception"], nil),
            ("binascii.Error", "Error", "binascii", ["ValueError"], nil),
            ("PickleError", "PickleError", "_pickle", ["Exception"], nil),
            ("PicklingError", "PicklingError", "_pickle", ["PickleError"], nil),
            ("UnpicklingError", "UnpicklingError", "_pickle", ["PickleError"], nil),
            ("UnsupportedOperation", "UnsupportedOperation", "io", ["OSError", "ValueError"], nil),
        ]

    /// By the names that errors are thrown under.
    package static let all: [String: ScriptClass] = {
        var table = builtins
        for (kind, name, module, parents, form) in inModules {
            let type = derived(name, parents.map { table[$0] ?? exception }, form)
            type.module = module
            table[kind] = type
        }
        return table
    }()

    /// What every program finds.
    static let builtins: [String: ScriptClass] = {
        var table = ["BaseException": base, "Exception": exception]
        for (name, parent, form) in tree { table[name] = derived(name, [table[parent] ?? exception], form) }
        table["IOError"] = table["OSError"]
        table["EnvironmentError"] = table["OSError"]
        if let group = table["BaseExceptionGroup"] {
            table["ExceptionGroup"] = derived("ExceptionGroup", [group, exception])
        }
        return table
    }()

    /// An exception class of a library.
    ///
    /// - Parameters:
    ///   - bases: classes that every program finds.
    ///   - kind: errors that are shown under this name count as instances, whatever class theirs is.
    public static func library(
        _ name: String, module: String? = nil, bases: [String], shownAs kind: String? = nil
    ) -> ScriptClass {
        let shown = kind.map { kind in
            { (value: Value) -> Bool in
                if case .instance(let instance) = value { return instance.state?.raised?.kind == kind }
                return false
            }
        }
        let above = bases.map { builtins[$0] ?? exception }
        let type = ScriptClass(name, bases: above, recognises: shown)
        type.exceptionForm = above[0].exceptionForm
        type.module = module
        return type
    }

    /// The class that errors of a kind are instances of.
    package static func type(_ kind: String) -> ScriptClass { all[kind] ?? exception }

    private static func derived(_ name: String, _ bases: [ScriptClass], _ form: Form? = nil) -> ScriptClass {
        let type = ScriptClass(name, bases: bases)
        type.exceptionForm = form ?? bases[0].exceptionForm
        return type
    }

    /// What the arguments of an exception mean, its class being one of a script or of the language.
    package static func form(_ type: ScriptClass) -> Form {
        type.exceptionForm ?? type.lineage.lazy.compactMap(\.exceptionForm).first ?? .plain
    }

    // MARK: Objects

    /// Calls an exception class of the language.
    package static func construct(_ type: ScriptClass, _ arguments: Arguments) throws -> Instance {
        if let keyword = arguments.keywords.first {
            guard form(type) == .importing || form(type) == .named,
                ["name", "path", "obj"].contains(keyword.name)
            else { throw ScriptError("TypeError", "\(type.name)() takes no keyword arguments") }
        }
        // `OSError(2, "…")` is a FileNotFoundError.
        var type = type
        if type === systemError, arguments.positional.count > 1,
            case .int(let number) = arguments.positional[0]
        {
            type = all[systemErrors[number] ?? "OSError"] ?? type
        }
        let instance = make(type, arguments.positional)
        for (name, value) in arguments.keywords { instance.setAttribute(name, value) }
        try check(instance)
        return instance
    }

    package static func make(_ type: ScriptClass, _ arguments: [Value]) -> Instance {
        let instance = Instance(type)
        fill(instance, arguments)
        return instance
    }

    /// Gives an exception its arguments.
    static func fill(_ instance: Instance, _ arguments: [Value]) {
        var arguments = arguments
        if arguments.count == 3, form(instance.type) == .system {
            instance.exceptionState.file = arguments.removeLast()
        } else if arguments.count == 5, form(instance.type) == .system {
            instance.exceptionState.secondFile = arguments[4]
            instance.exceptionState.file = arguments[2]
            arguments.removeLast(3)
        }
        instance.attributes.set(Names.args, .tuple(arguments))
    }

    /// - Throws: TypeError, ValueError where a group is none.
    package static func check(_ instance: Instance) throws {
        guard form(instance.type) == .group else { return }
        let given = arguments(instance)
        guard given.count == 2, given[0].text != nil else {
            throw ScriptError(
                "TypeError", "\(instance.type.name)() takes a message and a sequence of exceptions")
        }
        let parts = try Operations.array(given[1])
        if parts.isEmpty {
            throw ScriptError("ValueError", "second argument (exceptions) must be a non-empty sequence")
        }
        for (index, part) in parts.enumerated() {
            guard case .instance(let part) = part, part.type.isException else {
                throw ScriptError(
                    "ValueError", "Item \(index) of second argument (exceptions) is not an exception")
            }
        }
    }

    static func arguments(_ instance: Instance) -> [Value] {
        guard case .tuple(let arguments)? = instance.attributes[Names.args] else { return [] }
        return arguments.elements
    }

    /// `str(e)`.
    static func message(_ instance: Instance) throws -> String {
        let given = arguments(instance)
        switch form(instance.type) {
        case .key where given.count == 1: return try Operations.repr(given[0])
        case .system where given.count == 2:
            let file = instance.state?.file ?? .none
            let text = "[Errno \(try Operations.str(given[0]))] \(try Operations.str(given[1]))"
            let second = try instance.state?.secondFile.map { " -> \(try Operations.repr($0))" } ?? ""
            return file.isNone ? text : text + ": \(try Operations.repr(file))" + second
        case .group where given.count == 2:
            let count = try Operations.length(given[1])
            return "\(try Operations.str(given[0])) (\(count) sub-exception\(count == 1 ? "" : "s"))"
        case .syntax where !given.isEmpty: return try Operations.str(given[0])
        case .unicode where given.count == 5: return try unicode(instance, given)
        default: break
        }
        switch given.count {
        case 0: return ""
        case 1: return try Operations.str(given[0])
        default: return try Operations.repr(.tuple(given))
        }
    }

    private static func unicode(_ instance: Instance, _ given: [Value]) throws -> String {
        let codec = try Operations.str(given[0]), reason = try Operations.str(given[4])
        let isDecoding = instance.type.isSubclass(of: type("UnicodeDecodeError"))
        guard let start = try Operations.index(given[2]), let end = try Operations.index(given[3]) else {
            return try Operations.repr(.tuple(given))
        }
        let what: String
        if end != start &+ 1 {
            what = "\(isDecoding ? "bytes" : "characters") in position \(start)-\(end &- 1)"
        } else if let bytes = given[1].bytes, bytes.indices.contains(start) {
            let digits = String(bytes[start], radix: 16)
            what = "byte 0x\(digits.count < 2 ? "0" : "")\(digits) in position \(start)"
        } else if case .str(let text) = given[1], start >= 0, start < text.count,
            let scalar = text.character(start).string.unicodeScalars.first
        {
            what = "character '\(Operations.escaped(scalar))' in position \(start)"
        } else {
            what = "position \(start)"
        }
        return "'\(codec)' codec can't \(isDecoding ? "decode" : "encode") \(what): \(reason)"
    }

    // MARK: Matching

    /// Whether `except wanted` catches the exception.
    package static func matches(_ exception: Instance, _ wanted: Value) throws -> Bool {
        switch wanted {
        case .type(let type) where type.isException:
            return exception.type.isSubclass(of: type) || type.recognises?(.instance(exception)) ?? false
        case .tuple(let types)
        where types.elements.allSatisfy({ if case .type = $0 { true } else { false } }):
            return try types.elements.contains { try matches(exception, $0) }
        default:
            throw ScriptError(
                "TypeError", "catching classes that do not inherit from BaseException is not allowed")
        }
    }
}

extension Interpreter {
    /// The exception object of an error; made from its kind and message if a library threw it. What was being
    /// handled then is its context.
    package func exception(of error: inout ScriptError) -> Instance {
        let instance: Instance
        if let exception = error.exception {
            instance = exception
        } else {
            let kind = error.classKind
            let type = exceptionTypes[kind] ?? register(exception: kind)
            instance = ExceptionTypes.make(type, ExceptionTypes.arguments(of: error, type))
            error.exception = instance
            // A class of a library may ask for the name that the error is shown under.
            if error.kind != type.name { remember(error) }
        }
        // What a `raise` made has got its context there.
        if !handling.isEmpty, !error.isRaised, instance.state?.context == nil {
            instance.setContext(handledException)
        }
        return instance
    }

    /// Notes on the exception object how it was raised, for who gets hold of it. Where nobody does, that
    /// would be work for nothing.
    func remember(_ error: ScriptError) {
        guard let instance = error.exception else { return }
        var raised = error
        raised.exception = nil
        instance.exceptionState.raised = raised
        instance.exceptionState.traceback = nil
    }

    /// The exception that is being handled.
    package var handledException: Instance? {
        guard let failure = handling.last else { return nil }
        remember(failure)
        return failure.exception
    }
}
