import Language

/// The module `warnings`: remarks that stop nothing, unless a program wants them to.
package enum WarningModule {
    package static func make() -> ModuleValue {
        let module = ModuleValue(
            "warnings", documentation: "Remarks that stop nothing.",
            commands: [
                filter("filterwarnings", ["action", "message", "category", "module", "lineno", "append"]),
                filter("simplefilter", ["action", "category", "lineno", "append"]),
                Builtin("resetwarnings", group: "warnings", summary: "Resets the warning filters.") {
                    interpreter -> Value in
                    interpreter.warnings.rules = []
                    return .none
                },
                Builtin(
                    "warn", group: "warnings", summary: "Issues a warning.",
                    Parameter<Value>("message", "what to say"),
                    Parameter<Value>("category", "a Warning", default: .none),
                    Parameter<Int>("stacklevel", "ignored", default: 1)
                ) { interpreter, message, category, _ -> Value in
                    try warn(message, category, interpreter)
                    return .none
                },
                Builtin(
                    "catch_warnings", group: "warnings",
                    summary: "Restores the warning filters at the end of a with block.",
                    raw: [
                        .init("record", "whether remarks are kept in a list", default: "False", .keywordOnly)
                    ]
                ) { interpreter, arguments in
                    let isKept = try Operations.truth(arguments.keyword("record") ?? .none)
                    return .object(WarningContext(interpreter, isKept: isKept))
                },
            ])
        return module
    }

    private static func filter(_ name: String, _ parameters: [String]) -> Builtin {
        Builtin(
            name, group: "warnings", summary: "Sets which warnings are shown.",
            raw: parameters.map { .init($0, "as warnings has it", default: $0 == "action" ? nil : "…") }
        ) { interpreter, arguments in
            for (keyword, _) in arguments.keywords where !parameters.contains(keyword) {
                throw Wording.unknownKeyword(name, parameters, keyword)
            }
            func given(_ parameter: String) -> Value? {
                guard let place = parameters.firstIndex(of: parameter) else { return nil }
                return place < arguments.positional.count
                    ? arguments.positional[place] : arguments.keyword(parameter)
            }
            guard let action = given("action")?.text else {
                throw ScriptError("TypeError", "\(name)() wants an action, such as 'ignore'")
            }
            guard ["default", "error", "ignore", "always", "module", "once"].contains(action) else {
                throw ScriptError("AssertionError", "invalid action: \(Operations.quoted(action))")
            }
            for place in ["module", "lineno"] {
                guard let value = given(place), try Operations.truth(value) else { continue }
                throw ScriptError(
                    "NotImplementedError",
                    "warnings.\(name)(\(place)=\(try value.repr())) is not in Lagado: remarks are told "
                        + "apart by "
                        + "category and message")
            }
            let message = given("message") ?? .string("")
            let pattern = message.text == "" ? nil : try PatternObject.compiled(message, flags: 2)
            let rule = WarningFilter.Rule(
                action: action, category: try category(given("category") ?? .none, "Warning"),
                matches: pattern.map { pattern in
                    { text, interpreter in
                        try !pattern.first(MatchedText(text), nil, interpreter, at: .beginning).isNone
                    }
                })
            if try Operations.truth(given("append") ?? .none) {
                interpreter.warnings.rules.append(rule)
            } else {
                interpreter.warnings.rules.insert(rule, at: 0)
            }
            return .none
        }
    }

    private static func category(_ value: Value, _ otherwise: String) throws -> ScriptClass {
        if value.isNone { return ExceptionTypes.type(otherwise) }
        guard case .type(let type) = value, type.isSubclass(of: ExceptionTypes.type("Warning")) else {
            throw ScriptError("TypeError", "category must be a Warning subclass, not '\(value.typeName)'")
        }
        return type
    }

    private static func warn(_ message: Value, _ given: Value, _ interpreter: Interpreter) throws {
        let warning: Instance
        if case .instance(let instance) = message,
            instance.type.isSubclass(of: ExceptionTypes.type("Warning"))
        {
            warning = instance
        } else {
            let type = try category(given, "UserWarning")
            guard case .instance(let made) = try Operations.construct(type, Arguments([message]), interpreter)
            else { return }
            warning = made
        }
        try interpreter.issue(warning)
    }
}

/// `with warnings.catch_warnings():`.
private final class WarningContext: ScriptObject {
    private unowned let interpreter: Interpreter
    private let isKept: Bool
    private var before = WarningFilter()
    init(_ interpreter: Interpreter, isKept: Bool) {
        self.interpreter = interpreter
        self.isKept = isKept
    }
    var typeName: String { "catch_warnings" }
    func enter() throws -> Value {
        before = interpreter.warnings
        guard isKept else { return .none }
        let list = ListValue([])
        interpreter.warnings.record = list
        return .list(list)
    }
    func exit(_ error: ScriptError?) throws -> Bool {
        interpreter.warnings = before
        return false
    }
}
