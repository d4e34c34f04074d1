import Language
import PythonSources

/// Python's own library, as far as notebooks import it.
public enum StandardLibrary {
    /// Registers the modules; each is made when first imported.
    public static func install(in interpreter: Interpreter) {
        for (name, make) in modules {
            interpreter.register(module: name) {
                let module = try make()
                LibraryNames.complete(module)
                return module
            }
        }
        for (name, text) in PythonSources.all {
            interpreter.register(module: name, source: text(), completing: LibraryNames.complete)
        }
        interpreter.register([FileTypes.open])
        interpreter.findsModule = FileModules.find
        for (names, reason, hint) in refusals {
            for name in names.split(separator: " ") {
                interpreter.refuse(module: String(name), because: reason, hint: hint)
            }
        }
    }

    /// Puts a module in the place of one of these, with all names that it has in CPython.
    package static func replace(
        _ name: String, in interpreter: Interpreter, by make: @escaping @Sendable () throws -> ModuleValue
    ) {
        interpreter.register(module: name) {
            let module = try make()
            LibraryNames.complete(module)
            return module
        }
    }

    /// Modules of Python that cannot be here, why, and what to do instead.
    private static let refusals: [(names: String, reason: String, hint: String)] = [
        (
            "threading _thread queue concurrent concurrent.futures", "a program here runs on one thread",
            "a loop: tensors use all cores by themselves"
        ),
        (
            "multiprocessing multiprocessing.pool", "a program here is one process",
            "a loop: tensors use all cores by themselves; os.cpu_count() says how many there are"
        ),
        (
            "asyncio aiohttp selectors", "a program here does one thing after the other",
            "plain calls in place of await"
        ),
        ("subprocess pty", "programs here start no others", "the command itself, in a shell"),
        (
            "signal", "Ctrl-C is a KeyboardInterrupt here, and no other signal is seen",
            "except KeyboardInterrupt:"
        ),
        (
            "socket http http.server ssl ftplib smtplib", "programs here fetch texts and talk to nobody",
            "requests.get(url), urllib.request.urlopen(url)"
        ),
        ("ctypes cffi", "programs here call no libraries of the system", "numpy and torch"),
        ("decimal", "numbers are whole or floats of 64 bits here", "float, or fractions.Fraction"),
        ("sqlite3 dbm shelve", "no database is here", "csv, json or pickle"),
        ("tkinter curses", "figures are the only pictures here", "matplotlib.pyplot"),
        ("marshal dis", "there is no bytecode here", "inspect.getsource(f)"),
        ("pandas polars", "tables are not here", "csv.DictReader, numpy arrays"),
    ]

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
        ("typing", TypingModule.make), ("dataclasses", TypingModules.dataclasses),
        ("_contextlib", TypingModules.contextlib), ("_importlib", ImportModule.make),
        ("_classes", ClassModule.make),
        ("_inspect", InspectModule.make), ("_literals", LiteralModule.make),
        ("pickle", { PickleModule().make() }),
        ("collections.abc", AbstractCollections.make), ("hashlib", HashModule.make),
        ("struct", StructModule.make), ("binascii", BinaryTextModule.make), ("_weakref", WeakReferences.make),
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
