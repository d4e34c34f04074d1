import Language

/// Python's own library, as far as notebooks import it.
public enum StandardLibrary {
    /// Registers the modules; each is made when first imported.
    public static func install(in interpreter: Interpreter) {
        for (name, make) in modules { interpreter.register(module: name, make) }
        for (name, text) in WrittenModules.all { interpreter.register(module: name, source: text) }
        interpreter.register([FileTypes.open])
        interpreter.findsModule = FileModules.find
    }

    private static let modules: [(String, @Sendable () throws -> ModuleValue)] = [
        ("math", MathModule.make), ("time", TimeModule.make), ("random", RandomModule.make),
        ("collections", CollectionsModule.make), ("itertools", IterationModule.make),
        ("functools", FunctionModule.make), ("operator", OperatorModule.make), ("copy", CopyModule.make),
        ("string", TextModules.string), ("textwrap", TextModules.textwrap), ("re", RegularExpressions.make),
        ("json", JSONModule.make), ("os", OSModule.make), ("os.path", PathModule.make),
        ("_io", FileTypes.module),
        ("sys", SystemModules.sys), ("warnings", WarningModule.make), ("gc", SystemModules.gc),
        ("traceback", TracebackModule.make),
        ("tqdm", ProgressModule.make), ("tqdm.auto", ProgressModule.make),
        ("tqdm.notebook", ProgressModule.make),
        ("typing", TypingModules.typing), ("dataclasses", TypingModules.dataclasses),
        ("_contextlib", TypingModules.contextlib), ("_importlib", ImportModule.make),
        ("__future__", TypingModules.future),
    ]
}

extension Interpreter {
    /// An interpreter whose programs find Python's own library.
    public static func withLibrary(
        output: any OutputSink = CapturedOutput(), interruption: Interruption = Interruption()
    ) -> Interpreter {
        let interpreter = Interpreter(output: output, interruption: interruption)
        StandardLibrary.install(in: interpreter)
        return interpreter
    }
}

extension ScriptClass {
    /// A class of the standard modules: its methods take the object first.
    convenience init(
        _ name: String, of module: String, methods: [Builtin] = [],
        isInstance: @escaping (any ScriptObject) -> Bool,
        construct: @escaping (_ arguments: Arguments, _ interpreter: Interpreter) throws -> any ScriptObject
    ) {
        self.init(
            name, bases: [Types.object],
            native: NativeClass(isInstance: isInstance) { _, arguments, interpreter in
                try construct(arguments, interpreter)
            })
        self.module = module
        for method in methods { attributes.set(Symbol(method.name), .builtin(method)) }
    }
}

extension Method {
    /// A method of a class of the standard modules; `receiver` is what the method was found on.
    static func of<T: ScriptObject>(
        _ type: T.Type, _ name: String, _ parameters: [String] = [], _ summary: String,
        _ body: @escaping (_ receiver: T, _ arguments: [Value?], _ interpreter: Interpreter) throws -> Value
    ) -> Builtin {
        make(name, parameters, summary) { value, arguments, interpreter in
            guard case .object(let object) = value, let receiver = object as? T else {
                throw ScriptError("TypeError", "\(name)() does not work on '\(value.typeName)' objects")
            }
            return try body(receiver, arguments, interpreter)
        }
    }
}

extension ModuleValue {
    /// For names that exist in Python and cannot exist here: the error says why and what to do.
    func refuse(_ names: [String], _ reason: String, hint: String) {
        let refused = Set(names)
        resolveMissing = { [name = self.name] missing in
            guard refused.contains(missing) else { return nil }
            throw ScriptError("AttributeError", "\(name).\(missing) is not available: \(reason)", hint: hint)
        }
    }
}
