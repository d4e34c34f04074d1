/// A module in a file, found and read, before it runs.
public struct ModuleSource {
    /// What runs when it is imported; nil for a folder that only holds modules.
    public let source: Source?
    /// The file, as it is told.
    public let file: String?
    /// The folders in which the modules inside it lie; nil where it is no package.
    public let folders: [String]?

    public init(source: Source?, file: String?, folders: [String]?) {
        (self.source, self.file, self.folders) = (source, file, folders)
    }
}

// What `import` finds: files beside the program first, then the libraries.

extension Interpreter {
    /// Modules that CPython has inside itself: no file takes their place.
    private static let builtinModules: Set<String> = ["builtins", "gc", "itertools", "sys", "time"]

    /// The module of a full name, as a program imports it.
    ///
    /// - Parameter fromFiles: whether a file of the person may take a library's place.
    /// - Throws: ModuleNotFoundError that lists the known ones; what a file raises while it runs.
    public func module(_ name: String, fromFiles: Bool = true) throws -> ModuleValue {
        if let module = modules[name] { return module }
        if fromFiles, let module = try fileModule(name) { return module }
        let module = try libraryModule(name)
        modules[name] = module
        return module
    }

    /// The module of a full name, as a library imports it: no file of the person takes its place.
    ///
    /// - Throws: ModuleNotFoundError that lists the known ones.
    public func libraryModule(_ name: String) throws -> ModuleValue {
        if let module = libraryModules[name] { return module }
        guard let make = importers[name] else {
            if let outer = innerModules[name] {
                let whole = try libraryModule(outer), module = ModuleValue(name)
                module.resolveMissing = { [unowned self] member in
                    let deeper = "\(name).\(member)"
                    if innerModules[deeper] != nil { return .module(try libraryModule(deeper)) }
                    return try whole.get(Symbol(member))
                }
                libraryModules[name] = module
                return module
            }
            if let (reason, hint) = refusedModules[name] {
                throw ScriptError(
                    "ModuleNotFoundError", "No module named '\(name)': \(reason)", hint: hint)
            }
            let roots = Set(moduleNames.map { String($0.split(separator: ".")[0]) })
            throw Wording.unknownModule(name, known: name.contains(".") ? moduleNames : Array(roots))
        }
        let module = try make()
        libraryModules[name] = module
        if let dot = name.lastIndex(of: "."), let parent = try? libraryModule(String(name[..<dot])) {
            let leaf = String(name[name.index(after: dot)...])
            if parent[leaf] == nil { parent.provide(Symbol(leaf), .module(module)) }
        }
        return module
    }

    /// Adds a module that is written in the language.
    ///
    /// - Parameter complete: what is done with it when it has run.
    public func register(
        module name: String, source text: @autoclosure @escaping () -> String,
        completing complete: @escaping (ModuleValue) -> Void = { _ in }
    ) {
        register(module: name) { [unowned self] in
            let source = Source(text(), name: "<\(name)>", module: name, isLibrary: true)
            let found = ModuleSource(source: source, file: nil, folders: nil)
            let module = try load(name, found) { self.libraryModules[name] = $0 }
            complete(module)
            return module
        }
    }

    /// Adds names under which the members of a module are found too: what a library calls its inner parts.
    public func register(inner names: [String], of module: String) {
        for name in names { innerModules[name] = module }
    }

    /// The variables that a source reads and writes.
    package func variables(of source: Source) -> Globals {
        guard let name = source.module else { return globals }
        let found = source.isLibrary ? libraryModules[name] : modules[name]
        return found?.variables ?? globals
    }

    // MARK: Files

    private func fileModule(_ name: String) throws -> ModuleValue? {
        guard let findsModule else { return nil }
        let root = String(name.prefix { $0 != "." })
        if Interpreter.builtinModules.contains(root) { return nil }
        var folders = searchPath.elements.compactMap(\.text)
        var leaf = name, parent: ModuleValue?
        if let dot = name.lastIndex(of: ".") {
            // What is inside a library is the library's: its parts are not looked for in files.
            if importers[root] != nil || innerModules[name] != nil, modules[root]?.folders == nil {
                return nil
            }
            let above = try module(String(name[..<dot]))
            if let module = modules[name] { return module }
            guard let inner = above.folders else {
                if above.variables == nil { return nil }
                throw ScriptError(
                    "ModuleNotFoundError", "No module named '\(name)'; '\(above.name)' is not a package")
            }
            (folders, leaf, parent) = (inner, String(name[name.index(after: dot)...]), above)
        }
        guard let found = try findsModule(leaf, folders) else {
            if parent != nil { throw ScriptError("ModuleNotFoundError", "No module named '\(name)'") }
            return nil
        }
        // A folder without __init__.py is one of modules only where nothing else has its name.
        if found.source == nil, importers[name] != nil { return nil }
        let module = try load(name, found) { self.modules[name] = $0 }
        parent?[leaf] = .module(module)
        return module
    }

    /// Makes a module and runs its source.
    ///
    /// - Parameter keep: where it can be found while it runs, so that files may import one another; called
    ///   again with nil where it fails.
    private func load(_ name: String, _ found: ModuleSource, _ keep: (ModuleValue?) -> Void) throws
        -> ModuleValue
    {
        let variables = Globals()
        let module = ModuleValue(name, variables: variables, file: found.file, folders: found.folders)
        variables["__name__"] = .string(name)
        variables["__doc__"] = Value.none
        let package = found.folders != nil ? name : name.lastIndex(of: ".").map { String(name[..<$0]) } ?? ""
        variables["__package__"] = .string(package)
        if let file = found.file { variables["__file__"] = .string(file) }
        if let folders = found.folders { variables["__path__"] = .list(folders.map(Value.string)) }
        guard let source = found.source else {
            keep(module)
            return module
        }
        keep(module)
        do { try run(source, of: module, variables) } catch {
            keep(nil)
            throw error
        }
        return module
    }

    /// Whether an import statement would find a module.
    package func findsModule(named name: String) throws -> Bool {
        if modules[name] != nil || importers[name] != nil { return true }
        guard let dot = name.lastIndex(of: ".") else {
            return try findsModule?(name, searchPath.elements.compactMap(\.text)) != nil
        }
        guard let folders = try module(String(name[..<dot])).folders else { return false }
        return try findsModule?(String(name[name.index(after: dot)...]), folders) != nil
    }

    /// Runs the source of a module again in the module that is there: `importlib.reload`.
    package func reload(_ module: ModuleValue) throws {
        let leaf = module.name.split(separator: ".").last.map(String.init) ?? module.name
        var folders = searchPath.elements.compactMap(\.text)
        if let dot = module.name.lastIndex(of: ".") {
            folders = try self.module(String(module.name[..<dot])).folders ?? folders
        }
        guard let variables = module.variables, let found = try findsModule?(leaf, folders) else { return }
        if let source = found.source { try run(source, of: module, variables) }
    }

    private func run(_ source: Source, of module: ModuleValue, _ variables: Globals) throws {
        if callDepth >= callLimit { throw Wording.tooDeep() }
        let source = Source(
            source.text, name: source.name, module: module.name, isLibrary: source.isLibrary)
        let program: Program
        switch Parser.parse(source) {
        case .complete(let parsed): program = parsed
        case .invalid(let error): throw error
        case .incomplete: throw Parser.incompleteError(source)
        }
        if case .expression(let first)? = program.statements.first?.kind, case .string(let text) = first.kind
        {
            variables["__doc__"] = .string(text)
            module.documentation = text
        }
        let (outer, mark) = (self.source, stack.top)
        (self.source, module.isPartial) = (source, true)
        callDepth += 1
        defer {
            (self.source, module.isPartial) = (outer, false)
            callDepth -= 1
            stack.release(to: mark)
        }
        let unit = try Compiler(source: source, interpreter: self, globals: variables).compile(program)
        let frame = Frame(interpreter: self, slots: try stack.reserve(unit.slotCount), source: source)
        frame.makeCells(unit.cellCount)
        for node in unit.statements {
            try interruption.check()
            _ = try node.execute(frame)
        }
    }

    // MARK: What import statements ask

    /// The module that a statement names in a source; dots at its beginning lead from the source's package.
    func imported(_ name: String, by source: Source) throws -> ModuleValue {
        guard name.hasPrefix(".") else {
            return source.isLibrary ? try libraryModule(name) : try module(name)
        }
        let level = name.prefix { $0 == "." }.count
        guard let own = source.module, let module = modules[own] else {
            throw ScriptError("ImportError", "attempted relative import with no known parent package")
        }
        var parts = own.split(separator: ".").map(String.init)
        if module.folders == nil { parts.removeLast() }
        if parts.isEmpty {
            throw ScriptError("ImportError", "attempted relative import with no known parent package")
        }
        guard level - 1 < parts.count else {
            throw ScriptError("ImportError", "attempted relative import beyond top-level package")
        }
        parts.removeLast(level - 1)
        let rest = String(name.dropFirst(level))
        return try self.module((parts + (rest.isEmpty ? [] : [rest])).joined(separator: "."))
    }

    /// `from module import name`: a member, or a module inside; nil where there is neither.
    func member(_ name: String, of module: ModuleValue, by source: Source) throws -> Value? {
        if let value = try module.get(Symbol(name)) { return value }
        let full = module.name + "." + name
        if module.folders != nil {
            if let loaded = modules[full] { return .module(loaded) }
            guard try findsModule?(name, module.folders ?? []) != nil else { return nil }
            return .module(try self.module(full))
        }
        guard importers[full] != nil || innerModules[full] != nil else { return nil }
        return .module(try source.isLibrary ? libraryModule(full) : self.module(full))
    }

    /// An error at an import statement: its place, or the statement as a step on the way to it.
    func importing(_ error: any Error, _ place: SourceRange, _ source: Source) -> ScriptError {
        var error = ScriptError(error)
        guard error.range != nil else { return error.located(place, source) }
        if error.frames.count < 50, !source.isLibrary {
            error.frames.append(ScriptError.Frame(function: "<module>", range: place, source: source))
        }
        return error
    }
}

/// `sys.modules`: what was imported, live.
private final class ImportedModules: DictSource {
    private unowned let interpreter: Interpreter
    init(_ interpreter: Interpreter) { self.interpreter = interpreter }

    var pairs: [(key: Value, value: Value)] {
        interpreter.modules.sorted { $0.key < $1.key }.map { (.string($0.key), .module($0.value)) }
    }
    func get(_ key: Value) throws -> Value? { key.text.flatMap { interpreter.modules[$0] }.map(Value.module) }
    func set(_ key: Value, _ value: Value) throws {
        guard let name = key.text, case .module(let module) = value else {
            throw ScriptError("TypeError", "sys.modules holds modules by their names")
        }
        interpreter.modules[name] = module
    }
    func remove(_ key: Value) throws -> Value? {
        key.text.flatMap { interpreter.modules.removeValue(forKey: $0) }.map(Value.module)
    }
}

extension Interpreter {
    /// `sys.modules`.
    package var importedModules: DictValue { DictValue(viewOf: ImportedModules(self)) }
}

extension ModuleValue {
    /// The names that `from module import *` brings.
    func starNames() throws -> [String] {
        guard let all = self["__all__"] else { return names.filter { !$0.hasPrefix("_") } }
        return try Operations.array(all).map { name in
            guard let text = name.text else {
                throw ScriptError(
                    "TypeError", "Item in \(self.name).__all__ must be str, not \(name.typeName)")
            }
            return text
        }
    }
}
