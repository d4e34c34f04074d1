import Language

/// What `importlib` stands on.
enum ImportModule {
    static func make() -> ModuleValue {
        ModuleValue(
            "_importlib", documentation: "Modules, found and made.",
            commands: [
                Builtin(
                    "import_module", group: "importlib", summary: "The module of a name.",
                    Parameter<String>("name", "its full name")
                ) { interpreter, name -> Value in .module(try interpreter.module(name)) },
                Builtin(
                    "reload", group: "importlib", summary: "Runs the file of a module again.",
                    Parameter<Value>("module", "the module")
                ) { interpreter, module -> Value in
                    guard case .module(let found) = module else {
                        throw ScriptError("TypeError", "reload() argument must be a module")
                    }
                    try interpreter.reload(found)
                    return module
                },
                Builtin(
                    "exists", group: "importlib", summary: "Whether there is a module of a name.",
                    Parameter<String>("name", "its full name")
                ) { interpreter, name -> Bool in try interpreter.findsModule(named: name) },
                Builtin(
                    "version", group: "importlib", summary: "The version of a package, None for none.",
                    Parameter<String>("name", "its name")
                ) { interpreter, name -> Value in
                    guard interpreter.moduleNames.contains(name),
                        let module = try? interpreter.libraryModule(name)
                    else { return .none }
                    return module["__version__"] ?? Value.none
                },
            ])
    }
}
