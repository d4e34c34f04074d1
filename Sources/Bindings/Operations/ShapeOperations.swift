import Language
import Tensors

// The operations that change the shape, the order of axes, or which part is seen.

extension Operation {
    static let shapes: [Operation] = arrangements + axes + pieces + turns + repeats + parts + triangles

    private static let start = Parameter<Int>("dim", "the axis", default: 0)
    private static let dims = Parameter<Sizes>("dims", "the axes", .variadic)
    private static let diagonal = Parameter<Int>("diagonal", "the diagonal that bounds it", default: 0)

    private static func header(
        _ names: String..., summary: String, formula: String = "", returns: String = "a tensor",
        example: String, pytorch: String? = nil, writes: Bool = false, cost: CostRule? = nil,
        line: UInt = #line
    ) -> Header {
        Header(
            names: names, summary: summary, formula: formula, returns: returns, example: example,
            pytorch: pytorch, writes: writes, cost: cost, place: SourcePlace(#fileID, line))
    }

    /// An operation that gives several tensors.
    private static func several<A: ScriptConvertible, B: ScriptConvertible>(
        _ name: String, _ summary: String, _ a: Parameter<A>, _ b: Parameter<B>, example: String,
        file: StaticString = #fileID, line: UInt = #line, apply: @escaping (Tensor, A, B) throws -> [Tensor]
    ) -> Operation {
        Operation(
            Builtin(
                name, group: "torch", summary: summary, input, a, b, returns: "a tuple of tensors",
                example: example, pytorch: example, file: file, line: line
            ) { _, x, a, b in Value.tuple(try apply(x, a, b).map(\.scriptValue)) })
    }

    private static let arrangements: [Operation] = [
        Operation(
            header(
                "reshape", summary: "The same elements in another shape: a view where possible, else a copy.",
                example: "x.NAME(2, -1)"),
            Parameter<Sizes>("shape", "the new sizes; one may be -1", .variadic),
            numpy: (
                ("reshape", "np.reshape([1, 2, 3, 4], (2, 2))"),
                Parameter<Sizes>("shape", "the new sizes; one may be -1")
            )
        ) { try $0.reshape($1.elements) },
        Operation(
            header(
                "flatten", summary: "Flattens several axes into one.", example: "x.NAME()",
                pytorch: "torch.NAME(x)"),
            Parameter<Int>("start_dim", "the first of them", default: 0),
            Parameter<Int>("end_dim", "the last of them", default: -1)
        ) { x, first, last in
            _ = try (Shape.axis(first, rank: x.rank), Shape.axis(last, rank: x.rank))
            // Nothing to flatten is the tensor itself, as in PyTorch.
            return x.rank == 1 ? x : try x.flatten(first, last)
        },
        Operation(
            header(
                "ravel", summary: "Flattens all axes into one.", example: "x.NAME()", pytorch: "torch.NAME(x)"
            )
        ) { try $0.flatten() }
        .with(numpy: [NumPy.command("ravel", "Flattens all axes into one.") { try $0.contiguous().flatten() }]
        ),
        Operation(
            header("unflatten", summary: "Splits one axis into several.", example: "x.NAME(0, (2, -1))"), dim,
            Parameter<Sizes>("sizes", "their sizes; one may be -1")
        ) { try $0.unflatten($1, $2.elements) },
        Operation(
            header(
                "broadcast_to", summary: "Broadcasts axes of size 1 without copying.",
                example: "torch.NAME(x, (3, 4))"),
            Parameter<Sizes>("size", "the new sizes")
        ) { try $0.expand($1.elements) },
    ]

    private static let axes: [Operation] =
        [
            Operation(
                header(
                    "transpose", "swapdims", summary: "Swaps two axes: a view.", example: "x.NAME(0, 1)",
                    pytorch: "torch.NAME(x, 0, 1)"),
                Parameter<Int>("dim0", "the first axis"), Parameter<Int>("dim1", "the second axis")
            ) { try $0.transpose($1, $2) },
            Operation(
                header(
                    "swapaxes", summary: "Swaps two axes: a view.", example: "x.NAME(0, 1)",
                    pytorch: "torch.NAME(x, 0, 1)"),
                Parameter<Int>("axis0", "the first axis"), Parameter<Int>("axis1", "the second axis"),
                numpy: (
                    ("swapaxes", "np.swapaxes([[1, 2]], 0, 1)"), Parameter<Int>("axis1", "the first"),
                    Parameter<Int>("axis2", "the second")
                )
            ) { try $0.transpose($1, $2) },
            Operation(
                header(
                    "permute", summary: "The axes in another order: a view.", example: "x.NAME(2, 0, 1)",
                    pytorch: "torch.NAME(x, (2, 0, 1))"),
                Parameter<Sizes>("dims", "every axis once, in the new order", .variadic)
            ) { try $0.permute($1.elements) },
            Operation(
                header("t", summary: "The transpose of a matrix.", example: "x.NAME()")
            ) { try $0.t() },
            Operation(
                header(
                    "movedim", summary: "Axes moved to other places: a view.", example: "torch.NAME(x, 0, -1)"
                ),
                Parameter<Sizes>("source", "the axes"), Parameter<Sizes>("destination", "where they go")
            ) { try $0.movedim($1.elements, $2.elements) },
            Operation(
                header(
                    "moveaxis", summary: "Axes moved to other places: a view.",
                    example: "torch.NAME(x, 0, -1)"),
                Parameter<Sizes>("source", "the axes"), Parameter<Sizes>("destination", "where they go"),
                numpy: (
                    ("moveaxis", "np.moveaxis([[1, 2]], 0, 1)"), Parameter<Sizes>("source", "the axes"),
                    Parameter<Sizes>("destination", "where they go")
                )
            ) { try $0.movedim($1.elements, $2.elements, named: "moveaxis") },
            Operation(
                header("unsqueeze", summary: "Adds an axis of size 1.", example: "x.NAME(0)"),
                Parameter<Int>("dim", "where the axis is put"),
                numpy: (
                    ("expand_dims", "np.expand_dims([1, 2], 0)"), Parameter<Int>("axis", "where it is put")
                )
            ) { try $0.unsqueeze($1) },
            Operation(
                header("squeeze", summary: "Removes axes of size 1.", example: "x.NAME()"),
                Parameter<Sizes?>("dim", "the axes; all of size 1 if left out", default: nil)
            ) { x, axes in try axes.map { try x.squeeze($0.elements) } ?? x.squeeze() },
        ] + [1, 2, 3].map(atLeast)

    private static func atLeast(_ n: Int) -> Operation {
        let header = header(
            "atleast_\(n)d", summary: "The tensor with at least \(n) \(n == 1 ? "axis" : "axes").",
            example: "torch.NAME(x)")
        return Operation(header) { try $0.atLeast(axes: n) }
    }

    private static let sections = Parameter<Value>("indices_or_sections", "how many, or where they end")

    /// Pieces that end at given places, or so many.
    private static func cut(
        _ name: String, _ summary: String, _ split: @escaping (Tensor, Sections) throws -> [Tensor]
    ) -> Operation {
        Operation(
            Builtin(
                name, group: "torch", summary: summary, input, sections, returns: "a tuple of tensors",
                example: "torch.\(name)(x, 2)", pytorch: "torch.\(name)(x, 2)"
            ) { _, x, parts in
                Value.tuple(try split(x, Sections.from(parts, of: name)).map(\.scriptValue))
            })
    }

    private static let pieces: [Operation] = [
        several(
            "split", "Splits along an axis into parts of one size, or of the sizes given.",
            Parameter<Value>("split_size_or_sections", "the size of each piece, or a list of sizes"), start,
            example: "torch.split(x, 2, dim=1)"
        ) { x, size, axis in
            if let size = try Operations.index(size) { return try x.split(size, axis) }
            guard let sizes = try SizeTuple.from(size) else {
                throw ScriptError("TypeError", "split() wants an int or a list of ints, not \(size.typeName)")
            }
            return try x.split(sizes.elements, axis)
        },
        several(
            "chunk", "Splits along an axis into a number of chunks.", Parameter<Int>("chunks", "how many"),
            start,
            example: "torch.chunk(x, 3, dim=-1)"
        ) { try $0.chunk($1, $2) },
        several(
            "tensor_split", "Splits along an axis into parts, or at given indices.", sections,
            start, example: "torch.tensor_split(x, 3)"
        ) { try $0.tensorSplit(.from($1, of: "tensor_split"), $2) },
        cut("hsplit", "Splits horizontally.") { try $0.hsplit($1) },
        cut("vsplit", "Splits vertically.") { try $0.vsplit($1) },
        Operation(
            Builtin(
                "unbind", group: "torch", summary: "The slices along an axis, which is removed.", input,
                start,
                returns: "a tuple of tensors", example: "x.unbind(0)", pytorch: "torch.unbind(x)"
            ) { _, x, axis in Value.tuple(try x.unbind(axis).map(\.scriptValue)) }),
    ]

    private static let turns: [Operation] = [
        Operation(
            header(
                "flip", summary: "Axes in reverse order: a copy.", example: "x.NAME(0)",
                pytorch: "torch.NAME(x, (0,))"), dims
        ) { try $0.flip($1.elements) },
        Operation(
            header(
                "fliplr", summary: "Reverses the order of the columns.",
                returns: "a tensor of the same shape",
                example: "torch.NAME(x)")
        ) { try $0.fliplr() },
        Operation(
            header(
                "flipud", summary: "Reverses the order of the rows.", returns: "a tensor of the same shape",
                example: "torch.NAME(x)")
        ) { try $0.flipud() },
        Operation(
            header(
                "rot90", summary: "Rotates by quarter turns in the plane of two axes.",
                example: "torch.NAME(x)"),
            Parameter<Int>("k", "how many", default: 1),
            Parameter<[Int]>("dims", "the two axes of the plane", default: [0, 1])
        ) { try $0.rot90($1, $2) },
        Operation(
            header(
                "roll",
                summary: "Rolls elements along an axis; what falls off comes back at the other end.",
                example: "torch.NAME(x, 1)", pytorch: "torch.NAME(x, 1, dims=0)"),
            Parameter<Sizes>("shifts", "how far"),
            Parameter<Sizes?>("dims", "the axes; flattened if left out", default: nil),
            numpy: (
                ("roll", "np.roll([1, 2, 3], 1)"), Parameter<Sizes>("shift", "how far"),
                Parameter<Sizes?>("axis", "the axes; flattened if left out", default: nil)
            )
        ) { try $0.roll($1.elements, $2?.elements) },
    ]

    private static let repeats: [Operation] = [
        Operation(
            header(
                "repeat_interleave", summary: "Repeats each element.",
                example: "x.NAME(2)",
                pytorch: "torch.NAME(x, 2)"),
            Parameter<Value>("repeats", "number of repetitions, for all or for each"),
            Parameter<Int?>("dim", "the axis; flattened if left out", default: nil)
        ) { x, repeats, axis in
            if let times = try Operations.index(repeats) { return try x.repeatInterleaved(times, axis) }
            guard let times = try Tensor.from(repeats), !times.dtype.isFloatingPoint else {
                throw ScriptError(
                    "TypeError",
                    "repeat_interleave() wants an int or a row of ints for 'repeats', not \(repeats.typeName)"
                )
            }
            return try x.repeatInterleaved(times, axis)
        },
        Operation(
            header(
                "tile", summary: "Repeats the whole along each axis.", example: "x.NAME(2, 1)",
                pytorch: "torch.NAME(x, (2, 1))"),
            Parameter<Sizes>("dims", "how often", .variadic),
            numpy: (("tile", "np.tile([1, 2], 2)"), Parameter<Sizes>("reps", "how often"))
        ) { try $0.tile($1.elements) },
    ]

    private static let parts: [Operation] = [
        Operation(
            header(
                "select", summary: "One index of an axis, which is removed: a view.",
                example: "x.NAME(0, 1)"),
            dim, Parameter<Int>("index", "the position")
        ) { try $0.select($1, $2) },
        Operation(
            header(
                "narrow", summary: "A slice along an axis: a view.", example: "x.NAME(0, 1, 2)",
                pytorch: "torch.NAME(x, 0, 1, 2)"),
            dim, Parameter<Int>("start", "the first position"), Parameter<Int>("length", "how many")
        ) { try $0.narrow($1, $2, $3) },
        Operation(
            header(
                "diagonal", summary: "The diagonal of a matrix.", example: "x.NAME()",
                pytorch: "torch.NAME(x)"),
            Parameter<Int>("offset", "which diagonal", default: 0),
            Parameter<Int>("dim1", "the axis of the rows", default: 0),
            Parameter<Int>("dim2", "the axis of the columns", default: 1)
        ) { try $0.diagonal($1, $2, $3) },
        Operation(
            header(
                "diag", summary: "The diagonal of a matrix, or a matrix with a diagonal.",
                example: "torch.NAME(x)"), diagonal
        ) { try $0.diag($1) },
        Operation(
            header(
                "diag_embed", summary: "Puts vectors on the diagonals of matrices.",
                returns: "a tensor [..., n, n]",
                example: "torch.NAME(x)"),
            Parameter<Int>("offset", "which diagonal", default: 0),
            Parameter<Int>("dim1", "the axis of the rows", default: -2),
            Parameter<Int>("dim2", "the axis of the columns", default: -1)
        ) { try $0.diagEmbed($1, $2, $3) },
        Operation(
            header(
                "trace", summary: "The sum of the diagonal.", formula: "Σ x[i, i]", example: "torch.NAME(x)")
        ) { try $0.trace() }
        .with(numpy: [NumPy.command("trace", "The sum of the diagonal.") { try $0.diagonal(0).sum() }]),
    ]

    private static let border = Parameter<Int>("k", "the diagonal that bounds it", default: 0)

    private static let triangles: [Operation] = [
        Operation(
            header(
                "tril", summary: "The lower triangle; 0 above the diagonal.",
                example: "torch.NAME(torch.ones(3, 3))", pytorch: "torch.NAME(x)", writes: true,
                cost: Costs.ofFirst), diagonal,
            numpy: (("tril", "np.tril(np.ones((2, 2)))"), border)
        ) { try $0.tril($1) },
        Operation(
            header(
                "triu", summary: "The upper triangle; 0 below the diagonal.",
                example: "torch.NAME(torch.ones(3, 3), 1)", pytorch: "torch.NAME(x)", writes: true,
                cost: Costs.ofFirst), diagonal,
            numpy: (("triu", "np.triu(np.ones((2, 2)))"), border)
        ) { try $0.triu($1) },
    ]
}

extension Sections {
    /// How many, or where they end, as a program says it.
    static func from(_ value: Value, of name: String) throws -> Sections {
        if let count = try Operations.index(value) { return .count(count) }
        guard let ends = try SizeTuple.from(value) else {
            throw ScriptError("TypeError", "\(name)() wants an int or a list of ints, not \(value.typeName)")
        }
        return .ends(ends.elements)
    }
}
