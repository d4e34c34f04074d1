import Language
import Tensors

/// What the elements of an array are: numbers of a type, texts of at most so many characters, or any objects.
enum ArrayElement: Hashable, Sendable {
    case number(DType), text(Int), object

    /// `<U5`, `object`; of numbers the name of the type.
    var name: String {
        switch self {
        case .number(let dtype): "\(dtype)"
        case .text(let width): width == 0 ? "<U" : "<U\(width)"
        case .object: "object"
        }
    }

    /// The type that a value names, where it is one of texts or objects: `str`, `object`, `'<U5'`, `np.str_`.
    static func ofValues(_ value: Value) throws -> ArrayElement? {
        switch value {
        case .type(let type):
            if type === Types.str || type === TextScalar.type { return .text(0) }
            return type === Types.object || type === NumPyType.objectClass ? .object : nil
        case .object(let object):
            guard let type = object as? NumPyType else { return nil }
            if case .number = type.element { return nil }
            return type.element
        case .str(let text):
            let name = text.string
            if ["O", "object", "object_", "|O"].contains(name) { return .object }
            if ["str", "str_", "U", "<U"].contains(name) { return .text(0) }
            var rest = Substring(name)
            if let first = rest.first, "<=".contains(first) { rest.removeFirst() }
            guard rest.popFirst() == "U", let width = Int(rest), width >= 0 else { return nil }
            return .text(width)
        default: return nil
        }
    }
}

/// `np.str_`: an element of an array of texts, which is a `str` like any other.
enum TextScalar {
    static let type: ScriptClass = {
        let flexible = ScriptClass("flexible", in: "numpy", bases: [ScalarType.generic])
        let character = ScriptClass("character", in: "numpy", bases: [flexible])
        let type = ScriptClass(
            "str_", in: "numpy", bases: [Types.str, character],
            constructor: Builtin(
                "str_", group: "numpy", summary: "A single text, as an array of texts holds it.",
                Parameter<Value>("x", "what is written as a text", default: .string("")), returns: "a text",
                example: "np.str_('a')", pytorch: "str(x)"
            ) { _, value -> Value in TextScalar.value(try value.text ?? value.str()) })
        type.setAttribute(
            "__repr__",
            .builtin(
                method("__repr__", "As NumPy writes it.") {
                    .string("np.str_(" + (try Value.string($0).repr()) + ")")
                }))
        type.setAttribute("__str__", .builtin(method("__str__", "The text.") { .string($0) }))
        type.setAttribute("item", .builtin(method("item", "The text as one of Python's.") { .string($0) }))
        type.setAttribute(
            "tolist", .builtin(method("tolist", "The text as one of Python's.") { .string($0) }))
        return type
    }()

    private static func method(
        _ name: String, _ summary: String, _ body: @escaping (String) throws -> Value
    ) -> Builtin {
        Builtin(
            name, group: "numpy", summary: summary, Parameter<String>("self", "the text", .positionalOnly),
            returns: "str", example: "np.str_('a').\(name)()"
        ) { _, text -> Value in try body(text) }
    }

    static func value(_ text: String) -> Value { .instance(Instance(type, value: .string(text))) }
}
