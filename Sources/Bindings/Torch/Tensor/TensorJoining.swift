import Language
import Tensors

/// Commands that take several tensors.
enum TensorJoining {
    private static let tensors = Parameter<[Tensor]>("tensors", "a list or tuple of tensors")
    private static let first = Parameter<Int>("dim", "the axis", default: 0)

    private static func cat(_ name: String) -> Builtin {
        Builtin(
            name, group: "torch", summary: "Tensors laid end to end along an axis.", tensors, first,
            returns: "a tensor",
            example: "torch.\(name)((x, y), dim=1)", pytorch: "torch.\(name)((x, y), dim=1)"
        ) { _, parts, axis in
            try Tensor.concatenate(parts, axis)
        }
    }

    static let functions: [Builtin] = [
        cat("cat"), cat("concat"), cat("concatenate"),
        Builtin(
            "stack", group: "torch", summary: "Tensors laid on top of each other along a new axis.", tensors,
            first, returns: "a tensor",
            example: "torch.stack([x, y])", pytorch: "torch.stack([x, y])"
        ) { _, parts, axis in try Tensor.stack(parts, axis) },
        Builtin(
            "hstack", group: "torch", summary: "Tensors side by side.", tensors, returns: "a tensor",
            example: "torch.hstack([x, y])",
            pytorch: "torch.hstack([x, y])"
        ) { _, parts in
            try Tensor.concatenate(
                try parts.map { $0.rank == 0 ? try $0.unsqueeze(0) : $0 },
                parts.allSatisfy { $0.rank <= 1 } ? 0 : 1)
        },
        Builtin(
            "vstack", group: "torch", summary: "Tensors one below the other.", tensors, returns: "a tensor",
            example: "torch.vstack([x, y])",
            pytorch: "torch.vstack([x, y])"
        ) { _, parts in
            guard !parts.isEmpty else {
                throw ScriptError("RuntimeError", "vstack expects a non-empty TensorList")
            }
            return try Tensor.concatenate(try parts.map { $0.rank < 2 ? try $0.reshape([1, -1]) : $0 }, 0)
        },
        Builtin(
            "where", group: "torch",
            summary: "Elements of one where a condition holds, of another elsewhere.",
            Parameter<Tensor>("condition", "a bool tensor"),
            Parameter<Operand?>("input", "where it holds", default: nil),
            Parameter<Operand?>("other", "elsewhere", default: nil), returns: "a tensor",
            example: "torch.where(x > 0, x, 0)",
            pytorch: "torch.where(x > 0, x, 0)"
        ) { _, condition, yes, no -> Value in
            guard let yes, let no else { return .tuple(try condition.nonzeroColumns().map(\.scriptValue)) }
            let (a, b): (Tensor, Tensor)
            switch (yes, no) {
            case (.tensor(let x), _): (a, b) = (x, try no.tensor(fitting: x))
            case (_, .tensor(let y)): (a, b) = (try yes.tensor(fitting: y), y)
            case (.number(let x), .number(let y)): (a, b) = (try .scalar(x), try .scalar(y))
            }
            return try Tensor.select(condition, a, b).scriptValue
        },
        Builtin(
            "einsum", group: "torch", summary: "Sums of products, axes named by letters.",
            Parameter<String>("equation", "such as 'ij,jk->ik'"),
            Parameter<Value>("operands", "the tensors", .variadic), returns: "a tensor",
            example: "torch.einsum('ij,jk->ik', a, b)",
            pytorch: "torch.einsum('ij,jk->ik', a, b)"
        ) { _, equation, operands in
            var values = try Operations.array(operands)
            guard !values.isEmpty else {
                throw ScriptError(
                    "ValueError", "einsum(): must specify the equation string and at least one operand",
                    hint: "torch.einsum('ij,jk->ik', a, b)")
            }
            if values.count == 1, case .list(let list) = values[0] { values = list.elements }
            let tensors = try values.map { value -> Tensor in
                guard let tensor = try Tensor.from(value) else {
                    throw ScriptError(
                        "TypeError", "einsum() wants Tensors after the equation, not \(value.typeName)")
                }
                return tensor
            }
            return try Tensor.einsum(equation, tensors)
        },
        Builtin(
            "is_tensor", group: "torch", summary: "Whether something is a tensor.",
            Parameter<Value>("obj", "anything"), returns: "bool",
            example: "torch.is_tensor(x)", pytorch: "torch.is_tensor(x)"
        ) { _, value in try Tensor.from(value) != nil },
        Builtin(
            "meshgrid", group: "torch", summary: "Coordinates of a grid.",
            Parameter<Value>("tensors", "rows of coordinates", .variadic),
            Parameter<String>("indexing", "'ij' or 'xy'", default: "ij", .keywordOnly),
            returns: "a tuple of tensors",
            example: "torch.meshgrid(x, y, indexing='ij')", pytorch: "torch.meshgrid(x, y, indexing='ij')"
        ) { _, rows, indexing -> Value in
            var parts = try Operations.array(rows)
            if parts.count == 1, parts[0].isSequence { parts = try Operations.array(parts[0]) }
            guard !parts.isEmpty else {
                throw ScriptError("RuntimeError", "meshgrid expects a non-empty TensorList")
            }
            let vectors = try parts.enumerated().map { place, part -> Tensor in
                guard let vector = try Tensor.from(part) else {
                    throw ScriptError(
                        "TypeError",
                        "expected Tensor as element \(place) in argument 0, but got \(part.typeName)")
                }
                guard vector.rank <= 1 else {
                    throw ScriptError("RuntimeError", "torch.meshgrid: Expected 0D or 1D tensors")
                }
                return try vector.flatten()
            }
            guard indexing == "ij" || indexing == "xy" else {
                throw ScriptError(
                    "RuntimeError",
                    "torch.meshgrid: indexing must be one of \"xy\" or \"ij\", but received: \(indexing)")
            }
            guard Set(vectors.map(\.dtype)).count <= 1 else {
                throw ScriptError(
                    "RuntimeError", "torch.meshgrid: expects all tensors to have the same dtype")
            }
            let shape = vectors.map(\.count)
            return .tuple(
                try vectors.enumerated().map { axis, vector in
                    var sizes = Array(repeating: 1, count: shape.count)
                    sizes[axis] = shape[axis]
                    let grid = try vector.reshape(sizes).expand(shape)
                    return try (indexing == "xy" && shape.count >= 2 ? grid.transpose(0, 1) : grid)
                        .scriptValue
                })
        },
    ]
}
