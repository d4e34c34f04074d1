import Language

/// The module `copy`.
enum CopyModule {
    package static func make() -> ModuleValue {
        let module = ModuleValue(
            "copy", documentation: "Copies of objects.",
            commands: [
                Builtin(
                    "copy", group: "copy", summary: "A shallow copy.",
                    Parameter<Value>("x", "what to copy", .positionalOnly), example: "copy.copy([1, 2])"
                ) { _, value -> Value in try CopyMemo.shallow(value) },
                Builtin(
                    "deepcopy", group: "copy", summary: "A deep copy.",
                    Parameter<Value>("x", "what to copy"),
                    Parameter<Value>("memo", "what `__deepcopy__` was given", default: .none),
                    example: "copy.deepcopy([[1], [2]])"
                ) { _, value, memo -> Value in
                    if case .object(let object) = memo, let known = object as? MemoObject {
                        return try known.memo.copy(value)
                    }
                    return try CopyMemo().copy(value)
                },
            ])
        for name in ["Error", "error"] { module[name] = .type(ExceptionTypes.type("copy.Error")) }
        return module
    }
}
