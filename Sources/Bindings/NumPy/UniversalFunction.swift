import Language

/// What NumPy's functions of elements are beside functions: `np.add.reduce`, `np.add.at`. The methods are
/// written in the language, in `numpy._ufuncs`.
enum UniversalFunction {
    private static let methods = [
        "reduce": "One number of each row, by the function again and again.",
        "accumulate": "What reduce gives after each element.",
        "reduceat": "What reduce gives of the parts between places.",
        "outer": "The function of each pair.",
        "at": "Writes to places in place; a place that comes twice is changed twice.",
    ]

    /// An attribute of a function.
    static func member(_ name: String, of command: Builtin, operands: Int) -> Value? {
        switch name {
        case "nin": return .int(operands)
        case "nout": return .int(1)
        case "nargs": return .int(operands + 1)
        default: break
        }
        guard let summary = methods[name] else { return nil }
        return .builtin(
            Builtin(
                name, group: "numpy", summary: summary,
                Parameter<Value>("args", "its arguments", .variadic),
                Parameter<Value>("kwargs", "its arguments by name", .keywords),
                returns: "an array, or None", example: "np.add.\(name)", pytorch: ""
            ) { interpreter, arguments, named -> Value in
                guard let method = try interpreter.libraryModule("numpy._ufuncs")[name] else { return .none }
                var given = Arguments([.builtin(command)] + (try Operations.array(arguments)))
                if case .dict(let dict) = named {
                    given.keywords = dict.pairs.compactMap { key, value in key.text.map { ($0, value) } }
                }
                return try Operations.call(method, given, interpreter)
            })
    }
}
