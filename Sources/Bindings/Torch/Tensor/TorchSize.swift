import Language
import Tensors

/// `torch.Size`: a tuple of sizes that prints under its own name.
enum TorchSize {
    static let kind: TupleKind = {
        let kind = TupleKind(
            "Size", isKept: true,
            constructor: Builtin(
                "Size", group: "torch", summary: "A tuple of sizes.",
                Parameter<Sizes>("sizes", "the size of each axis", default: Sizes([]), shown: "()"),
                returns: "torch.Size", example: "torch.Size([2, 3])", pytorch: "torch.Size([2, 3])"
            ) { _, sizes in value(sizes.elements) }.checking { arguments in
                if let first = arguments.positional.first, try Operations.index(first) != nil {
                    throw ScriptError(
                        "TypeError", "'\(first.typeName)' object is not iterable", hint: "torch.Size([2, 3])")
                }
            }
        ) { elements in
            "torch.Size([" + (try elements.map { try $0.repr() }).joined(separator: ", ") + "])"
        }
        kind.type.setAttribute(
            "numel",
            .builtin(
                Builtin(
                    "numel", group: "torch", summary: "The number of elements of a tensor of this shape.",
                    Parameter<Sizes>("self", "the sizes", .positionalOnly), returns: "int",
                    example: "x.shape.numel()", pytorch: "x.shape.numel()"
                ) { _, sizes in try Shape.count(sizes.elements) }))
        return kind
    }()

    static func value(_ shape: [Int]) -> Value { .tuple(TupleValue(shape.map(Value.int), kind: kind)) }
}

/// What operations with two results give: `torch.return_types.max(values=…, indices=…)`.
enum ReturnTypes {
    private enum Kinds: ComputeContextKey {
        static func initial(in _: ComputeContext) -> [String: TupleKind] { [:] }
    }

    static func value(_ name: String, _ fields: [(String, Tensor)]) -> Value {
        let context = ComputeContext.current
        let kind =
            context[Kinds.self][name]
            ?? {
                let names = fields.map(\.0)
                let made = TupleKind("torch.return_types." + name, fields: names) { elements in
                    let lines = try zip(names, elements).map { "\($0)=\(try $1.repr())" }
                    return "torch.return_types.\(name)(\n" + lines.joined(separator: ",\n") + ")"
                }
                context[Kinds.self][name] = made
                return made
            }()
        return .tuple(TupleValue(fields.map { $0.1.scriptValue }, kind: kind))
    }
}
