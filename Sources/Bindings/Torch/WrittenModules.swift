import Language
import TorchSources

/// Modules of PyTorch that are written in the language: each runs when one of its names is first asked for.
enum WrittenModules {
    /// For each module the names that it finds in others, with the modules that they are in; and for each
    /// written module the one that it completes. Sources are read for it: not before something of them is
    /// asked for.
    private static let tables: (additions: [String: [String: String]], completed: [String: String]) = {
        var (additions, completed) = ([String: [String: String]](), [String: String]())
        for module in TorchSources.all {
            let (completes, names) = module.declared()
            guard let whole = completes else { continue }
            completed[module.name] = whole
            for name in names { additions[whole, default: [:]][name] = module.name }
        }
        return (additions, completed)
    }()
    private static var additions: [String: [String: String]] { tables.additions }

    static func register(in interpreter: Interpreter) {
        for module in TorchSources.all {
            interpreter.register(module: module.name, source: module.source) { [unowned interpreter] made in
                // What PyTorch has at both places is found at the outer one, which says what is not here.
                made.resolveMissing = { [unowned interpreter] name in
                    if name.hasPrefix("__") { return nil }
                    guard let whole = tables.completed[module.name] else {
                        throw ScriptError("AttributeError", "\(module.name).\(name) is not in Lagado")
                    }
                    return try Operations.attribute(
                        .module(interpreter.libraryModule(whole)), Symbol(name))
                }
                // A function stands where its module would: torch.autograd.gradcheck(f, inputs).
                guard let dot = module.name.lastIndex(of: ".") else { return }
                let (whole, leaf) = (
                    String(module.name[..<dot]), String(module.name[module.name.index(after: dot)...])
                )
                guard additions[whole]?[leaf] == module.name,
                    let outer = try? interpreter.libraryModule(whole)
                else { return }
                outer[leaf] = made[leaf]
            }
        }
    }

    /// What a module finds elsewhere, in the order of the alphabet; names of its own use are none.
    static func names(of module: String) -> [String] {
        (additions[module] ?? [:]).keys.filter { !$0.hasPrefix("_") }.sorted()
    }

    /// A name that a module finds in another.
    ///
    /// - Throws: what running that module throws.
    static func find(_ name: String, in module: String) throws -> Value? {
        guard let source = additions[module]?[name], let interpreter = Interpreter.current else { return nil }
        return try interpreter.libraryModule(source)[name]
    }
}
