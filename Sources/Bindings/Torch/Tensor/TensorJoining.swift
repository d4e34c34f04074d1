import Language
import Tensors

/// Commands that take several tensors.
enum TensorJoining {
    private static let tensors = Parameter<[Tensor]>("tensors", "a list or tuple of tensors")
    private static let first = Parameter<Int>("dim", "the axis", default: 0)

    private static func cat(_ name: String) -> Builtin {
        Builtin(
            name, group: "torch", summary: "Concatenates tensors along an axis.", tensors, first,
            returns: "a tensor",
            example: "torch.\(name)((x, y), dim=1)", pytorch: "torch.\(name)((x, y), dim=1)"
        ) { _, parts, axis in
            try Tensor.concatenate(parts, axis)
        }
    }

    static let functions: [Builtin] = [
        cat("cat"), cat("concat"), cat("concatenate"),
        Builtin(
            "stack", group: "torch", summary: "Stacks tensors along a new axis.", tensors,
            first, returns: "a tensor",
            example: "torch.stack([x, y])", pytorch: "torch.stack([x, y])"
        ) { _, parts, axis in try Tensor.stack(parts, axis) },
        Builtin(
            "hstack", group: "torch", summary: "Stacks tensors horizontally.", tensors, returns: "a tensor",
            example: "torch.hstack([x, y])",
            pytorch: "torch.hstack([x, y])"
        ) { _, parts in try Tensor.hstack(parts) },
        Builtin(
            "vstack", group: "torch", summary: "Stacks tensors vertically.", tensors, returns: "a tensor",
            example: "torch.vstack([x, y])",
            pytorch: "torch.vstack([x, y])"
        ) { _, parts in try Tensor.vstack(parts) },
        Builtin(
            "where", group: "torch",
            summary: "Elements of one where a condition holds, of another elsewhere.",
            Parameter<Tensor>("condition", "a bool tensor"),
            Parameter<TensorOrNumber?>("input", "where it holds", default: nil),
            Parameter<TensorOrNumber?>("other", "elsewhere", default: nil), returns: "a tensor",
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
        }.costing(Costs.elementwise),
        Builtin(
            "einsum", group: "torch",
            summary: "Einstein summation: sums of products over axes named by letters.",
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
            "meshgrid", group: "torch", summary: "The coordinate matrices of a grid.",
            Parameter<Value>("tensors", "rows of coordinates", .variadic),
            Parameter<String?>(
                "indexing", "'ij' or 'xy'; 'ij', with a warning, where left out", default: nil, .keywordOnly),
            returns: "a tuple of tensors",
            example: "torch.meshgrid(x, y, indexing='ij')", pytorch: "torch.meshgrid(x, y, indexing='ij')"
        ) { _, rows, named -> Value in
            if named == nil {
                try Interpreter.current?.warn(
                    "torch.meshgrid: in an upcoming release, it will be required to pass the indexing "
                        + "argument.")
            }
            let indexing = named ?? "ij"
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
                return vector
            }
            guard indexing == "ij" || indexing == "xy" else {
                throw ScriptError(
                    "RuntimeError",
                    "torch.meshgrid: indexing must be one of \"xy\" or \"ij\", but received: \(indexing)")
            }
            return .tuple(try Tensor.meshgrid(vectors, xy: indexing == "xy").map(\.scriptValue))
        },
        Builtin(
            "dstack", group: "torch", summary: "Stacks tensors along the third axis.", tensors,
            returns: "a tensor", example: "torch.dstack([x, y])", pytorch: "torch.dstack([x, y])"
        ) { _, parts in try Tensor.dstack(parts) },
        Builtin(
            "column_stack", group: "torch", summary: "Stacks vectors as columns.", tensors,
            returns: "a matrix", example: "torch.column_stack([x, y])", pytorch: "torch.column_stack([x, y])"
        ) { _, parts in try Tensor.columnStack(parts) },
        Builtin(
            "row_stack", group: "torch", summary: "Stacks tensors vertically.", tensors,
            returns: "a tensor", example: "torch.row_stack([x, y])", pytorch: "torch.row_stack([x, y])"
        ) { _, parts in try Tensor.rowStack(parts) },
        Builtin(
            "block_diag", group: "torch", summary: "A block-diagonal matrix.",
            Parameter<Value>("tensors", "the matrices", .variadic), returns: "a matrix",
            example: "torch.block_diag(torch.ones(1, 1), torch.ones(1, 2))", pytorch: "torch.block_diag(a, b)"
        ) { _, values in
            try Tensor.blockDiagonal(NeuralModules.tensors(values, wrong: "TypeError"))
        },
        Builtin(
            "cartesian_prod", group: "torch", summary: "The Cartesian product of vectors.",
            Parameter<Value>("tensors", "the rows", .variadic), returns: "a matrix",
            example: "torch.cartesian_prod(x, y)", pytorch: "torch.cartesian_prod(x, y)"
        ) { _, values in try Tensor.cartesianProduct(NeuralModules.tensors(values)) },
        Builtin(
            "combinations", group: "torch", summary: "Combinations of r elements of a vector.", input,
            Parameter<Int>("r", "how many", default: 2),
            Parameter<Bool>("with_replacement", "whether an element may be drawn again", default: false),
            returns: "a matrix", example: "torch.combinations(x)", pytorch: "torch.combinations(x)"
        ) { _, x, r, again in try x.combinations(r, withReplacement: again) },
    ]
}
