import CThread
import Foundation

/// Runs programs and keeps their variables between runs.
///
/// Every piece of the evaluator runs on one thread with a stated stack (`Limits.stackBytes`), one run at a
/// time; depth is counted, so a program gets RecursionError and never a crash.
public final class Interpreter {
    /// How the values of bare expressions are treated.
    public enum Mode: Sendable {
        /// A script: no values are echoed.
        case module
        /// A cell or a line at the prompt: the value of a last bare expression is the result.
        case cell
    }

    /// The variables of the program.
    public let globals = Globals()
    public let interruption: Interruption
    public var output: any OutputSink
    /// What every program finds without importing.
    public let builtins = Globals()
    /// The modules that the program has imported, by full name, such as `torch.nn.functional`.
    public internal(set) var modules: [String: ModuleValue] = [:]
    /// Makes the modules of libraries when first imported.
    var importers: [String: () throws -> ModuleValue] = [:]
    /// The modules of libraries that were made: what a library imports is always one of these.
    var libraryModules: [String: ModuleValue] = [:]
    /// Names of inner parts of libraries, and the modules whose members they have.
    var innerModules: [String: String] = [:]
    /// Modules that cannot be here: why, and what to do instead.
    var refusedModules: [String: (reason: String, hint: String)] = [:]
    /// Finds modules in files: a name without dots, looked for in folders, in their order.
    public var findsModule: ((_ name: String, _ folders: [String]) throws -> ModuleSource?)?
    /// The folders in which modules are looked for first: `sys.path`.
    public let searchPath = ListValue([])
    /// What stands behind the program's name: `sys.argv`.
    public var arguments: [String] = [""]
    /// Runs a line that is not Python, where cells with such lines are run.
    public var interactive: ((InteractiveLine, Source) throws -> Void)?
    /// What `help(x)` prints; the default writes the declaration.
    public var help: ((Value?, Interpreter) throws -> Void)?
    /// Called on each thread that the program runs on, before it runs there: a library puts up what it keeps
    /// for each interpreter.
    public var threadStarts: (() -> Void)?
    /// What a library says of an attribute that its class has elsewhere and not here; nil for all others.
    public var explainMissing: ((_ type: ScriptClass, _ name: String) -> ScriptError?)?
    /// Who is told what the program calls and names.
    public var watch: (any CallWatch)? {
        didSet { isWatched = watch != nil }
    }
    @exclusivity(unchecked) private(set) var isWatched = false {
        didSet {
            attendsCalls = isWatched || surroundings != nil
            noteAttention()
        }
    }
    /// What calls of commands and operators on objects of libraries run in; nil where nothing surrounds them.
    public var surroundings: (any CallSurroundings)? {
        didSet { attendsCalls = isWatched || surroundings != nil }
    }
    /// Whether somebody watches calls or surrounds them.
    @exclusivity(unchecked) private(set) var attendsCalls = false
    /// Generators that nobody has any more, and that have something to do at their end.
    var orphans: [Coroutine] = [] {
        didSet { noteAttention() }
    }
    /// Is told, once, where the program is, as soon as the call or the statement that it is in has ended: how
    /// a library learns which line did what it has just done. Nil as a rule.
    public var placeWanted: ((_ place: String) -> Void)? {
        didSet { noteAttention() }
    }
    private func noteAttention() {
        wantsAttention = isWatched || !orphans.isEmpty || placeWanted != nil
    }
    /// Whether there is something to do after a statement.
    @exclusivity(unchecked) private(set) var wantsAttention = false
    /// The source that is running, for errors.
    public internal(set) var source: Source?

    var callDepth = 0
    /// Calls of the person's own functions inside one another: not above what the stack takes.
    public var callLimit = Limits.callDepth
    let stack = ValueStack()
    /// One for each depth of call, made when first needed.
    var frames: [Frame] = []
    /// What embeds this interpreter; the commands that it registers find it here.
    public weak var host: AnyObject?
    /// The folder in which, and below which, programs may write files; nil lets them write where the person
    /// may.
    public var writingFolder: String?
    /// The module `sys`, once it was imported: a program may put another stream in the place of its `stdout`.
    package weak var streams: ModuleValue?
    /// What the module `warnings` does with remarks.
    public var warnings = WarningFilter()
    /// Those that were shown in this run and are not to be shown again.
    var remarks: Set<String> = []
    private let thread = EvaluatorThread()
    /// Errors being handled, innermost last, for a bare `raise`.
    var handling: [ScriptError] = []
    var exceptionTypes: [String: ScriptClass] = [:]

    deinit { thread.end() }

    public init(output: any OutputSink = CapturedOutput(), interruption: Interruption = Interruption()) {
        self.output = output
        self.interruption = interruption
        exceptionTypes = ExceptionTypes.all
        for builtin in StandardBuiltins.all { builtins[builtin.name] = .builtin(builtin) }
        for type in Types.all { builtins[type.name] = .type(type) }
        for (name, type) in ExceptionTypes.builtins { builtins[name] = .type(type) }
        builtins["NotImplemented"] = .notImplemented
        builtins["Ellipsis"] = .ellipsis
        builtins["__name__"] = .string("__main__")
    }

    // MARK: Registration

    /// Adds commands that every program finds under their names.
    public func register(_ commands: [Builtin]) {
        for command in commands { builtins[command.name] = .builtin(command) }
    }

    /// Adds a module that is made when first imported.
    public func register(module name: String, _ make: @escaping () throws -> ModuleValue) {
        importers[name] = make
        (modules[name], libraryModules[name]) = (nil, nil)
    }

    /// Says why a module of Python is not here.
    public func refuse(module name: String, because reason: String, hint: String) {
        refusedModules[name] = (reason, hint)
    }

    /// Adds the exception classes of a library, by the kinds that its errors are thrown under.
    public func register(exceptions: [String: ScriptClass]) {
        exceptionTypes.merge(exceptions) { _, new in new }
    }

    /// The class of errors of a kind that nobody has declared.
    func register(exception name: String) -> ScriptClass {
        let type = ExceptionTypes.library(name, bases: ["RuntimeError"])
        exceptionTypes[name] = type
        builtins[name] = .type(type)
        return type
    }

    /// The modules of libraries by their names, without those that only modules of libraries import.
    public var moduleNames: [String] {
        importers.keys.filter { !$0.hasPrefix("_") || $0.hasPrefix("__") }.sorted()
    }

    // MARK: Running

    /// Parses and runs a program.
    ///
    /// - Returns: the value of a last bare expression in `.cell` mode, nil otherwise.
    /// - Throws: ScriptError with range, source and the person's own frames.
    @discardableResult
    public func run(_ text: String, name: String = "<prompt>", mode: Mode = .cell) throws -> Value? {
        try run(Source(text, name: name), mode: mode)
    }

    @discardableResult
    public func run(_ source: Source, mode: Mode = .cell) throws -> Value? {
        try onThread {
            switch Parser.parse(source) {
            case .complete(let program): return try self.run(program, of: source, mode: mode)
            case .invalid(let error): throw error
            case .incomplete: throw Parser.incompleteError(source)
            }
        }
    }

    /// Runs a program that was parsed before, or some statements of one.
    ///
    /// - Parameter source: what was parsed: the places of the program are places in it.
    @discardableResult
    public func run(_ program: Program, of source: Source, mode: Mode = .cell) throws -> Value? {
        try onThread {
            let outer = self.source
            if outer == nil { self.remarks = [] }
            self.source = source
            defer { self.source = outer }
            return try self.execute(program, source, mode)
        }
    }

    /// Calls a value on the evaluating thread.
    public func call(_ callee: Value, _ arguments: Arguments = Arguments()) throws -> Value {
        try onThread { try Operations.call(callee, arguments, self) }
    }

    /// Calls a method of a value; nil where it has none.
    public func callMethod(_ receiver: Value, _ name: String, _ arguments: Arguments = Arguments()) throws
        -> Value?
    {
        try onThread {
            guard let method = try Operations.attribute(receiver, Symbol(name)) else { return nil }
            return try Operations.call(method, arguments, self)
        }
    }

    private func execute(_ program: Program, _ source: Source, _ mode: Mode) throws -> Value? {
        let depth = (callDepth, stack.top, handling.count)
        defer {
            callDepth = depth.0
            stack.release(to: depth.1)
            handling.removeLast(max(0, handling.count - depth.2))
        }
        let compiler = Compiler(source: source, interpreter: self)
        let unit = try compiler.compile(program)
        let frame = Frame(interpreter: self, slots: try stack.reserve(unit.slotCount), source: source)
        frame.makeCells(unit.cellCount)
        do {
            return try execute(unit.statements, of: program, in: frame, source, mode)
        } catch {
            var failure = ScriptError(error)
            _ = exception(of: &failure)
            throw failure.told()
        }
    }

    private func execute(
        _ nodes: [StatementNode], of program: Program, in frame: Frame, _ source: Source, _ mode: Mode
    ) throws -> Value? {
        var last: Value? = nil
        for (node, statement) in zip(nodes, program.statements) {
            try interruption.check()
            if mode == .cell, case .expression = statement.kind,
                let expression = node as? ExpressionStatementNode
            {
                last = try expression.value.evaluate(frame)
                if wantsAttention { attend(at: expression.range, in: source) }
            } else {
                last = nil
                _ = try node.execute(frame)
            }
        }
        // What ran last may be a call that polls nothing: its Ctrl-C is told now that it has ended.
        try interruption.check()
        if case .none? = last { return nil }
        return last
    }

    // MARK: The evaluating thread

    /// The interpreter whose program runs on this thread.
    public static var current: Interpreter? {
        guard let pointer = lagado_interpreter() else { return nil }
        return Unmanaged<Interpreter>.fromOpaque(pointer).takeUnretainedValue()
    }

    /// Runs work on the thread with the evaluator's stack; at once if this is that thread already.
    ///
    /// The thread is started by the first call and waits for the next one in between.
    /// - Throws: what `work` throws; `MemoryError` where the system has no room for such a stack.
    public func onThread<T>(_ work: @escaping () throws -> T) throws -> T {
        if Interpreter.current === self { return try work() }
        var result: Result<T, any Error>?
        try thread.run { result = self.begin(work) }
        do {
            return try result!.get()
        } catch {
            throw ScriptError(error)
        }
    }

    /// Where everything that runs on the evaluating thread begins: what a thread has to know is set here.
    private func begin<T>(_ work: () throws -> T) -> Result<T, any Error> {
        lagado_set_interpreter(Unmanaged.passUnretained(self).toOpaque())
        defer { lagado_set_interpreter(nil) }
        threadStarts?()
        return Result { do { return try work() } catch { throw ScriptError(error).told() } }
    }
}
