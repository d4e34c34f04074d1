/// A sort of dict with a name and methods of its own; a dict in everything else.
///
/// Sendable: declared once, shared by all interpreters, and never changed afterwards.
public final class DictKind: @unchecked Sendable {
    /// What `type(x)` gives: a subclass of `dict`.
    public private(set) var type: ScriptClass
    /// Whether `x.name` is `x["name"]`, as in what Hugging Face's tokenizers give.
    let keysAreAttributes: Bool
    let text: (DictValue) throws -> String
    /// What a key that is not there stands for; nil makes it a KeyError.
    package let missing: Value?
    /// What names of its views begin with: `o` in `odict_keys`.
    let viewPrefix: String
    /// `a + b`, `a - b`, … of two of this sort; nil of the result leaves it to what dicts do.
    let combine: ((BinaryOperator, DictValue, DictValue) throws -> Value?)?

    public init(
        _ name: String, constructor: Builtin, methods: [Builtin] = [], keysAreAttributes: Bool = false,
        missing: Value? = nil, viewPrefix: String = "",
        combine: ((BinaryOperator, DictValue, DictValue) throws -> Value?)? = nil,
        text: @escaping (DictValue) throws -> String
    ) {
        (self.text, self.missing, self.viewPrefix, self.combine) = (text, missing, viewPrefix, combine)
        self.keysAreAttributes = keysAreAttributes
        type = Types.dict
        type = ScriptClass(name, bases: [Types.dict], constructor: constructor) { [weak self] value in
            if case .dict(let dict) = value, let self { return dict.sort === self }
            return false
        }
        type.module = "collections"
        for method in methods { type.attributes.set(Symbol(method.name), .builtin(method)) }
    }
}

extension DictValue {
    /// A new dict of a sort of its own.
    public convenience init(_ kind: DictKind, _ pairs: [(String, Value)]) {
        self.init()
        sort = kind
        for (name, value) in pairs { setString(name, value) }
    }
}

extension DictValue {
    /// The name of the sort of dict that it is, such as `OrderedDict`; nil for a plain one.
    public var kindName: String? { sort?.type.name }
}
