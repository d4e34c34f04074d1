import Language

/// A class that all interpreters share, whose methods are those of a class written in the language: a
/// program's classes are built upon it, and the library's own classes are, too.
enum WrittenClass {
    /// - Parameters:
    ///   - module: the written module; the class in it has the same name behind an underscore.
    ///   - methods: those that it has, with what help says of each.
    static func make(
        _ name: String, in module: String, _ summary: String,
        methods: [(name: String, takes: String, summary: String)]
    )
        -> ScriptClass
    {
        var type: ScriptClass!
        let constructor = Builtin(
            name, group: "torch.optim", summary: summary,
            Parameter<Value>("args", "its arguments", .variadic),
            Parameter<Value>(
                "kwargs", methods.first { $0.name == "__init__" }?.takes ?? "its arguments by name", .keywords
            ),
            returns: "an instance"
        ) { interpreter, arguments, named -> Value in
            let made = Value.instance(Instance(type))
            _ = try call("__init__", of: name, in: module, made, arguments, named, interpreter)
            return made
        }
        type = ScriptClass(name, constructor: constructor)
        type.documentation = summary
        for (method, words, summary) in methods {
            type.setAttribute(
                method,
                .builtin(
                    Builtin(
                        method, group: "torch.optim", summary: summary,
                        Parameter<Value>("self", "the instance", .positionalOnly),
                        Parameter<Value>("args", "its arguments", .variadic),
                        Parameter<Value>("kwargs", words, .keywords), returns: "what the method gives"
                    ) { interpreter, me, arguments, named -> Value in
                        try call(method, of: name, in: module, me, arguments, named, interpreter)
                    }))
        }
        return type
    }

    private static func call(
        _ method: String, of name: String, in module: String, _ me: Value, _ arguments: Value, _ named: Value,
        _ interpreter: Interpreter
    ) throws -> Value {
        guard case .instance = me else {
            throw ScriptError(
                "NotImplementedError", "\(me.typeName).\(method) is not in Lagado",
                hint: "\(method) of optimizers that are written in the language")
        }
        guard case .type(let written)? = try interpreter.libraryModule(module)["_" + name],
            let function = written.attribute(method)
        else { throw ScriptError("AttributeError", "'\(name)' object has no attribute '\(method)'") }
        var given = Arguments([me] + (try Operations.array(arguments)))
        if case .dict(let dict) = named {
            given.keywords = dict.pairs.compactMap { key, value in key.text.map { ($0, value) } }
        }
        return try Operations.call(function, given, interpreter)
    }
}

/// `torch.optim.Optimizer`.
enum OptimizerBase {
    static let scriptClass = WrittenClass.make(
        "Optimizer", in: "torch.optim._base",
        "The base of all optimizers: classes of your own are built upon it.",
        methods: [
            ("__init__", "params and defaults", "Takes parameters, or groups of them, and default settings."),
            ("__repr__", "nothing", "The groups with their settings."),
            (
                "add_param_group", "param_group, a dict",
                "Adds a group of parameters with settings of its own."
            ),
            ("zero_grad", "set_to_none, True at first", "Clears all gradients."),
            ("step", "closure, which computes the loss anew", "Updates the parameters."),
            ("state_dict", "nothing", "Everything that is needed to resume."),
            ("load_state_dict", "state_dict", "Resumes from what state_dict() gave."),
            ("register_step_pre_hook", "hook", "Calls a function before each step."),
            ("register_step_post_hook", "hook", "Calls a function after each step."),
            ("register_state_dict_pre_hook", "hook, prepend", "Calls a function before state_dict()."),
            ("register_state_dict_post_hook", "hook, prepend", "Calls a function after state_dict()."),
            (
                "register_load_state_dict_pre_hook", "hook, prepend",
                "Calls a function before load_state_dict()."
            ),
            (
                "register_load_state_dict_post_hook", "hook, prepend",
                "Calls a function after load_state_dict()."
            ),
        ])
}
