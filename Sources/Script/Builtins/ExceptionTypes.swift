/// The exceptions of the language and how they relate.
public enum ExceptionTypes {
    public static let base = ScriptClass("BaseException", bases: [Types.object])
    public static let exception = ScriptClass("Exception", bases: [base])
    static let key = all["KeyError"] ?? exception
    static let assertion = all["AssertionError"] ?? exception

    static let all: [String: ScriptClass] = {
        var table = ["BaseException": base, "Exception": exception]
        let tree: [(String, String)] = [
            ("KeyboardInterrupt", "BaseException"), ("SystemExit", "BaseException"),
            ("GeneratorExit", "BaseException"),
            ("ArithmeticError", "Exception"), ("ZeroDivisionError", "ArithmeticError"),
            ("OverflowError", "ArithmeticError"),
            ("FloatingPointError", "ArithmeticError"), ("AssertionError", "Exception"),
            ("AttributeError", "Exception"),
            ("EOFError", "Exception"), ("ImportError", "Exception"), ("ModuleNotFoundError", "ImportError"),
            ("LookupError", "Exception"), ("IndexError", "LookupError"), ("KeyError", "LookupError"),
            ("MemoryError", "Exception"), ("NameError", "Exception"), ("UnboundLocalError", "NameError"),
            ("OSError", "Exception"), ("FileNotFoundError", "OSError"), ("FileExistsError", "OSError"),
            ("PermissionError", "OSError"), ("NotADirectoryError", "OSError"),
            ("IsADirectoryError", "OSError"),
            ("ConnectionError", "OSError"), ("TimeoutError", "OSError"), ("RuntimeError", "Exception"),
            ("NotImplementedError", "RuntimeError"), ("RecursionError", "RuntimeError"),
            ("StopIteration", "Exception"),
            ("SyntaxError", "Exception"), ("IndentationError", "SyntaxError"),
            ("TabError", "IndentationError"),
            ("TypeError", "Exception"), ("ValueError", "Exception"), ("UnicodeError", "ValueError"),
            ("UnicodeDecodeError", "UnicodeError"), ("UnicodeEncodeError", "UnicodeError"),
            ("Warning", "Exception"), ("JSONDecodeError", "ValueError"), ("error", "ValueError"),
            ("FrozenInstanceError", "AttributeError"),
            ("UserWarning", "Warning"), ("DeprecationWarning", "Warning"), ("FutureWarning", "Warning"),
            ("RuntimeWarning", "Warning"), ("StopAsyncIteration", "Exception"),
            ("ShapeError", "RuntimeError"),
        ]
        for (name, parent) in tree { table[name] = ScriptClass(name, bases: [table[parent] ?? exception]) }
        table["IOError"] = table["OSError"]
        return table
    }()

    static func make(_ type: ScriptClass, _ arguments: [Value]) -> Instance {
        let instance = Instance(type)
        instance.attributes.set(Names.args, .tuple(arguments))
        if type.name == "StopIteration" { instance.setAttribute("value", arguments.first ?? .none) }
        return instance
    }

    /// `str(e)`.
    static func message(_ instance: Instance) throws -> String {
        guard case .tuple(let arguments)? = instance.attributes[Names.args] else { return "" }
        switch arguments.elements.count {
        case 0: return ""
        case 1:
            return instance.type.isSubclass(of: key)
                ? try Operations.repr(arguments.elements[0]) : try Operations.str(arguments.elements[0])
        default: return try Operations.repr(.tuple(arguments))
        }
    }

    /// Whether `except wanted` catches the exception.
    static func matches(_ exception: Instance, _ wanted: Value) throws -> Bool {
        switch wanted {
        case .type(let type) where type.isSubclass(of: base): return exception.type.isSubclass(of: type)
        case .tuple(let types): return try types.elements.contains { try matches(exception, $0) }
        default:
            throw ScriptError(
                "TypeError", "catching classes that do not inherit from BaseException is not allowed")
        }
    }
}

extension Interpreter {
    /// The exception object of an error; made from its kind and message if a library threw it.
    func exception(of error: inout ScriptError) -> Instance {
        if let exception = error.exception { return exception }
        if exceptionTypes[error.kind] == nil { register(exception: error.kind) }
        let type = exceptionTypes[error.kind] ?? ExceptionTypes.exception
        let instance = ExceptionTypes.make(type, [.string(error.message)])
        error.exception = instance
        return instance
    }
}
