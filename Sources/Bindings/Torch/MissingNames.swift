import Language
import PythonLibrary

/// What a module of PyTorch or NumPy says of a name that is not here: the full name, and what is near.
enum MissingNames {
    /// - Parameter near: names of the original that are not here, and what to type instead.
    static func explain(in module: ModuleValue, as fullName: String? = nil, near: [String: String] = [:]) {
        let path = fullName ?? module.name
        module.laterNames = WrittenModules.names(of: module.name)
        module.resolveMissing = { [unowned module] name in
            if name.hasPrefix("__") { return nil }
            if let found = try WrittenModules.find(name, in: module.name) { return found }
            if let inner = try? Interpreter.current?.module(module.name + "." + name) {
                return .module(inner)
            }
            throw error(
                path, name,
                near: near[name] ?? Suggestions.best(for: name, among: module.names).map { "\(path).\($0)" })
        }
    }

    /// A module of which nothing is here: each of its names is an error that says what is near.
    static func empty(_ name: String, near: String) -> ModuleValue {
        let module = ModuleValue(name, documentation: "Nothing of it is here.")
        module.laterNames = WrittenModules.names(of: name)
        module.resolveMissing = { inner in
            if inner.hasPrefix("__") { return nil }
            if let found = try WrittenModules.find(inner, in: name) { return found }
            throw error(name, inner, near: near)
        }
        return module
    }

    /// What objects of a class say of an attribute that the original's class has and that is not here.
    ///
    static func ofClass(_ type: ScriptClass, _ name: String) -> ScriptError? {
        guard let path = classes[type.name], LibraryNames.attributes[path]?.contains(name) == true else {
            return nil
        }
        return error(path, name, near: Suggestions.best(for: name, among: type.attributeNames))
    }

    /// The classes of the originals by the names of those that are here.
    private static let classes: [String: String] = Dictionary(
        uniqueKeysWithValues: LibraryNames.attributes.keys.map { path in
            (path.split(separator: ".").last.map(String.init) ?? path, path)
        })

    private static func error(_ path: String, _ name: String, near: String?) -> ScriptError {
        ScriptError("AttributeError", "\(path).\(name) is not in Lagado", hint: near)
    }
}
