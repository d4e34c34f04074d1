import Language

/// The module `pickle`: plain data, and objects of the program's own classes.
package struct PickleModule {
    /// What the names in what is read stand for, and how what is no plain data is written: a library that has
    /// more than plain data knows more.
    private let vocabulary: @Sendable (Interpreter) -> any PickleVocabulary
    private let forms: @Sendable () -> any PickleForms

    package init(
        reading vocabulary: @escaping @Sendable (Interpreter) -> any PickleVocabulary = { PlainPickle($0) },
        writing forms: @escaping @Sendable () -> any PickleForms = { PlainForms() }
    ) {
        (self.vocabulary, self.forms) = (vocabulary, forms)
    }

    package func make() -> ModuleValue {
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
        "protocol", "4 is written, which every Python since 3.4 reads; 2 for older ones", default: nil)
    private static let fixes = Parameter<Bool>(
        "fix_imports", "for Python 2, which nothing is written for", default: true, .keywordOnly)
    private static let encoding = Parameter<String>(
        "encoding", "of texts of Python 2: \"ASCII\", \"latin1\", or \"bytes\"", default: "ASCII",
        .keywordOnly)
    private static let errors = Parameter<String>("errors", "\"strict\"", default: "strict", .keywordOnly)

    private func bytes(_ value: Value, _ version: Int?) throws -> [UInt8] {
        if let version, version > 5 {
            throw ScriptError("ValueError", "pickle protocol must be <= 5")
        }
        return try PickleWriter.write(
            value, version: version.map { (0...3).contains($0) ? 2 : 4 } ?? 4, forms())
    }

    private var commands: [Builtin] {
        [
            Builtin(
                "dumps", group: "pickle", summary: "Plain data as bytes.",
                Parameter<Value>("obj", "the data"),
                Self.protocolNumber, Self.fixes
            ) { _, value, version, _ -> Value in .object(BytesValue(try bytes(value, version))) },
            Builtin(
                "dump", group: "pickle", summary: "Writes plain data into a file of bytes.",
                Parameter<Value>("obj", "the data"), Parameter<Value>("file", "opened with \"wb\""),
                Self.protocolNumber, Self.fixes
            ) { interpreter, value, file, version, _ -> Value in
                let write = try Operations.requireAttribute(file, Symbol("write"))
                let content = Value.object(BytesValue(try bytes(value, version)))
                _ = try Operations.call(write, Arguments([content]), interpreter)
                return .none
            },
            Builtin(
                "loads", group: "pickle", summary: "Plain data from bytes.",
                Parameter<Value>("data", "the bytes"),
                Self.fixes, Self.encoding, Self.errors
            ) { interpreter, data, _, encoding, _ -> Value in
                guard let bytes = data.bytes else {
                    throw ScriptError("TypeError", "a bytes-like object is required, not '\(data.typeName)'")
                }
                return try PickleReader.read(bytes, vocabulary(interpreter), encoding: encoding).0
            },
            Builtin(
                "load", group: "pickle", summary: "Reads plain data from a file of bytes.",
                Parameter<Value>("file", "opened with \"rb\""), Self.fixes, Self.encoding, Self.errors
            ) { interpreter, file, _, encoding, _ -> Value in
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
                let (value, end) = try PickleReader.read(bytes, vocabulary(interpreter), encoding: encoding)
                _ = try ask("seek", [.int(try Operations.requireIndex(start) + end)])
                return value
            },
        ]
    }
}
