/// A sort of tuple with a name of its own (`torch.Size`), or whose elements have names (`values`, `indices`):
/// a tuple in everything but how it prints, what `type` says and what its attributes are.
///
/// Sendable: declared once, shared by all interpreters, and never changed afterwards.
public final class TupleKind: @unchecked Sendable {
    /// What `type(x)` gives: a subclass of `tuple`.
    public private(set) var type: ScriptClass
    /// Names of the elements, where they have any.
    public let fields: [String]
    /// Whether slices, sums and multiples are of this kind too.
    let isKept: Bool
    let text: ([Value]) throws -> String

    public init(
        _ name: String, fields: [String] = [], isKept: Bool = false, constructor: Builtin? = nil,
        repr text: @escaping ([Value]) throws -> String
    ) {
        (self.fields, self.isKept, self.text) = (fields, isKept, text)
        type = Types.tuple
        type = ScriptClass(name, bases: [Types.tuple], constructor: constructor) { [weak self] value in
            if case .tuple(let tuple) = value, let self { return tuple.kind === self }
            return false
        }
    }

    /// The element that an attribute's name stands for.
    func position(_ name: String) -> Int? { fields.isEmpty ? nil : fields.firstIndex(of: name) }
}

extension TupleValue {
    /// Elements taken from this tuple, of its kind where slices keep it.
    package func derived(_ elements: [Value]) -> Value {
        .tuple(TupleValue(elements, kind: kind.flatMap { $0.isKept ? $0 : nil }))
    }
}
