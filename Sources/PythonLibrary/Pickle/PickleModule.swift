import Language

/// The module `pickle`, for plain data.
enum PickleModule {
    static func make() -> ModuleValue {
        let module = ModuleValue(
            "pickle", documentation: "Plain data as bytes: nothing in a file is ever run.", commands: commands
        )
        for name in ["PickleError", "PicklingError", "UnpicklingError"] {
            module[name] = .type(ExceptionTypes.type(name))
        }
        (module["HIGHEST_PROTOCOL"], module["DEFAULT_PROTOCOL"]) = (.int(5), .int(4))
        module.refuse(
            ["Pickler", "Unpickler"], "it can run what a file holds",
            hint: "pickle.dump(x, file) and pickle.load(file) for plain data")
        return module
    }

    private static let protocolNumber = Parameter<Int?>(
        "protocol", "4 is written, which every Python since 3.4 reads", default: nil)
    private static let fixes = Parameter<Bool>(
        "fix_imports", "for Python 2, which nothing is written for", default: true, .keywordOnly)

    private static let commands: [Builtin] = [
        Builtin(
            "dumps", group: "pickle", summary: "Plain data as bytes.", Parameter<Value>("obj", "the data"),
            protocolNumber, fixes
        ) { _, value, _, _ -> Value in .object(BytesValue(try PickleWriter.write(value))) },
        Builtin(
            "dump", group: "pickle", summary: "Writes plain data into a file of bytes.",
            Parameter<Value>("obj", "the data"), Parameter<Value>("file", "opened with \"wb\""),
            protocolNumber,
            fixes
        ) { interpreter, value, file, _, _ -> Value in
            let write = try Operations.requireAttribute(file, Symbol("write"))
            let bytes = Value.object(BytesValue(try PickleWriter.write(value)))
            _ = try Operations.call(write, Arguments([bytes]), interpreter)
            return .none
        },
        Builtin(
            "loads", group: "pickle", summary: "Plain data from bytes.",
            Parameter<Value>("data", "the bytes"),
            fixes, Parameter<String>("encoding", "of texts of Python 2", default: "ASCII", .keywordOnly)
        ) { _, data, _, _ -> Value in
            guard let bytes = data.bytes else {
                throw ScriptError("TypeError", "a bytes-like object is required, not '\(data.typeName)'")
            }
            return try PickleReader.read(bytes).0
        },
        Builtin(
            "load", group: "pickle", summary: "Reads plain data from a file of bytes.",
            Parameter<Value>("file", "opened with \"rb\""), fixes,
            Parameter<String>("encoding", "of texts of Python 2", default: "ASCII", .keywordOnly)
        ) { interpreter, file, _, _ -> Value in
            func ask(_ name: String, _ arguments: [Value]) throws -> Value {
                let method = try Operations.requireAttribute(file, Symbol(name))
                return try Operations.call(method, Arguments(arguments), interpreter)
            }
            let start = try ask("tell", [])
            let data = try ask("read", [])
            guard let bytes = data.bytes else {
                throw ScriptError(
                    "TypeError", "a bytes-like object is required, not '\(data.typeName)'",
                    hint: "open(path, \"rb\")")
            }
            let (value, end) = try PickleReader.read(bytes)
            _ = try ask("seek", [.int(try Operations.requireIndex(start) + end)])
            return value
        },
    ]
}
