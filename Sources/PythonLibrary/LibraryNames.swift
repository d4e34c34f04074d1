import Language
import PythonSources

/// What CPython's modules have, and what is said of a name that is not here.
package enum LibraryNames {
    /// For each module that is here all the names that CPython's has: `Written/names.txt`.
    package static let recorded = table(PythonSources.names)

    /// For each class of PyTorch, NumPy and matplotlib that is here all the attributes that it has there.
    package static let attributes = table(PythonSources.attributes)

    private static func table(_ text: String) -> [String: Set<String>] {
        var table: [String: Set<String>] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            table[String(parts[0])] = Set(parts[1].split(separator: " ").map(String.init))
        }
        return table
    }

    /// Modules written in the language that add to one of the others.
    private static let additions = [
        "collections": "_more_collections", "functools": "_more_functools", "operator": "_more_operator",
    ]

    /// Lets a module find what is written elsewhere, and say of a name that only CPython has that it is not
    /// here.
    static func complete(_ module: ModuleValue) {
        let path = module.name
        let before = module.resolveMissing
        module.resolveMissing = { name in
            if let found = try before?(name) { return found }
            if name.hasPrefix("__") { return nil }
            if let more = additions[path], let interpreter = Interpreter.current,
                let value = try interpreter.libraryModule(more)[name]
            {
                return value
            }
            guard recorded[path]?.contains(name) == true else { return nil }
            // A module inside it, such as `os.path`.
            if let inner = try? Interpreter.current?.libraryModule("\(path).\(name)") {
                return .module(inner)
            }
            throw ScriptError("AttributeError", "\(path).\(name) is not in Lagado")
        }
    }

    /// Names of CPython's module that a module here does not have.
    package static func missing(_ name: String, _ interpreter: Interpreter) throws -> [String] {
        let module = try interpreter.module(name)
        var here = Set(module.names)
        if let more = additions[name] { here.formUnion(try interpreter.libraryModule(more).names) }
        return (recorded[name] ?? []).subtracting(here).sorted()
    }
}
