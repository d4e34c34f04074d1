import Language
import Tensors

/// Commands of `numpy` that change shapes, join and split.
enum NumPyShapes {
    private static let parts = Parameter<Value>("arrays", "a list of arrays")
    private static let sections = Parameter<Value>("indices_or_sections", "how many, or where they end")

    private static func tensors(_ value: Value) throws -> [Tensor] {
        let all = try Operations.array(value).map { try NumPy.tensor($0) }
        guard !all.isEmpty else { throw ScriptError("ValueError", "need at least one array to concatenate") }
        let isMixed = Set(all.map(\.dtype)).count > 1
        return isMixed
            ? try all.map { try $0.to(all.dropFirst().reduce(all[0]) { try NumPy.promoted($0, $1).0 }.dtype) }
            : all
    }

    private static func joining(
        _ name: String, _ summary: String, _ apply: @escaping ([Tensor]) throws -> Tensor
    ) -> Builtin {
        Builtin(
            name, group: "numpy", summary: summary, parts, returns: "an array",
            example: "np.\(name)(([1, 2], [3, 4]))", pytorch: "torch.\(name)((a, b))"
        ) { _, arrays in
            ArrayObject(try ArrayObject.rewording { try apply(tensors(arrays)) })
        }
    }

    private static let arranging: [Builtin] = [
        Builtin(
            "concatenate", group: "numpy", summary: "Concatenates arrays along an axis.", parts,
            Parameter<Int?>("axis", "the axis; flattened if None", default: 0), returns: "an array",
            example: "np.concatenate(([1], [2]))", pytorch: "torch.cat((a, b))"
        ) { _, arrays, axis in
            let all = try tensors(arrays)
            return ArrayObject(
                try ArrayObject.rewording {
                    try axis.map { try Tensor.concatenate(all, $0) }
                        ?? Tensor.concatenate(all.map { try $0.flatten() })
                })
        },
        Builtin(
            "stack", group: "numpy", summary: "Stacks arrays along a new axis.", parts,
            Parameter<Int>("axis", "where the axis is put", default: 0), returns: "an array",
            example: "np.stack(([1], [2]))", pytorch: "torch.stack((a, b))"
        ) { _, arrays, axis in
            ArrayObject(try ArrayObject.rewording { try Tensor.stack(tensors(arrays), axis) })
        },
        joining("vstack", "Stacks arrays vertically.") { try Tensor.vstack($0) },
        joining("hstack", "Stacks arrays horizontally.") { try Tensor.hstack($0) },
        joining("column_stack", "Stacks vectors as columns.") { try Tensor.columnStack($0) },
        Builtin(
            "append", group: "numpy", summary: "A copy with elements added at the end.", NumPy.object,
            Parameter<Value>("values", "the elements"), NumPy.axis, returns: "an array",
            example: "np.append([1, 2], 3)", pytorch: "torch.cat((a, b))"
        ) { _, value, more, axis in
            let (x, y) = try NumPy.promoted(NumPy.tensor(value), NumPy.tensor(more))
            return ArrayObject(
                try ArrayObject.rewording {
                    try axis.map { try Tensor.concatenate([x, y], $0) }
                        ?? Tensor.concatenate([x.flatten(), y.flatten()])
                })
        },
        Builtin(
            "split", group: "numpy",
            summary: "Splits along an axis into equal parts, or at given indices.", NumPy.object,
            sections, Parameter<Int>("axis", "the axis", default: 0), returns: "a list of arrays",
            example: "np.split(np.arange(4), 2)", pytorch: "torch.tensor_split(x, 2)"
        ) { _, value, parts, axis in try pieces(NumPy.tensor(value), parts, axis, isEqual: true) },
        Builtin(
            "array_split", group: "numpy", summary: "Splits along an axis into parts, as equal as possible.",
            NumPy.object, sections, Parameter<Int>("axis", "the axis", default: 0),
            returns: "a list of arrays",
            example: "np.array_split(np.arange(5), 2)", pytorch: "torch.tensor_split(x, 2)"
        ) { _, value, parts, axis in try pieces(NumPy.tensor(value), parts, axis, isEqual: false) },
        Builtin(
            "transpose", group: "numpy", summary: "Axes in reverse, or in the order given.", NumPy.object,
            Parameter<Sizes?>("axes", "the order", default: nil), returns: "an array",
            example: "np.transpose([[1, 2]])", pytorch: "x.permute(1, 0)"
        ) { _, value, axes -> Value in
            let x = try NumPy.tensor(value)
            return try ArrayObject.made(axes.map { try x.permute($0.elements) } ?? x.transposed(), of: value)
        },
        NumPy.command("flipud", "Reverses the order of the rows.") { try flipped($0, 0) },
        NumPy.command("fliplr", "Reverses the order of the columns.") { try flipped($0, 1) },
        Builtin(
            "squeeze", group: "numpy", summary: "Removes axes of size 1.", NumPy.object, NumPy.axis,
            returns: "an array", example: "np.squeeze([[1, 2]])", pytorch: "x.squeeze()"
        ) { _, value, axis -> Value in
            let x = try NumPy.tensor(value)
            if let axis, x.rank > 0, try x.shape[Shape.axis(axis, rank: x.rank)] != 1 {
                throw ScriptError(
                    "ValueError", "cannot select an axis to squeeze out which has size not equal to one")
            }
            return try ArrayObject.made(x.squeeze(axis), of: value)
        },
        Builtin(
            "flip", group: "numpy", summary: "Reverses the order of elements.", NumPy.object, NumPy.axes,
            returns: "an array", example: "np.flip([1, 2])", pytorch: "x.flip(0)"
        ) { _, value, axes -> Value in
            let x = try NumPy.tensor(value)
            let chosen = axes?.elements ?? Array(0..<x.rank)
            if let axis = chosen.first(where: { $0 < -x.rank || $0 >= x.rank }) {
                throw ScriptError(
                    "AxisError", "axis \(axis) is out of bounds for array of dimension \(x.rank)",
                    exceptionClass: "numpy.AxisError")
            }
            guard Set(chosen.map { $0 < 0 ? $0 + x.rank : $0 }).count == chosen.count else {
                throw ScriptError("ValueError", "repeated axis")
            }
            return try ArrayObject.made(x.flippedView(chosen), of: value)
        },
        Builtin(
            "repeat", group: "numpy", summary: "Repeats each element.", NumPy.object,
            Parameter<Int>("repeats", "how often"), NumPy.axis, returns: "an array",
            example: "np.repeat([1, 2], 2)",
            pytorch: "x.repeat_interleave(2)"
        ) { _, value, times, axis in ArrayObject(try NumPy.tensor(value).repeatInterleaved(times, axis)) },
        Builtin(
            "diag", group: "numpy", summary: "The diagonal of a matrix, or a matrix with a diagonal.",
            NumPy.object, Parameter<Int>("k", "which diagonal", default: 0), returns: "an array",
            example: "np.diag([1, 2])", pytorch: "torch.diag(x)"
        ) { _, value, k in
            let x = try NumPy.tensor(value)
            return ArrayObject(
                x.rank == 1 ? try x.diagonalMatrix(k) : try x.diagonal(k), isReadOnly: x.rank > 1)
        },
    ]

    /// `flipud` and `fliplr`.
    private static func flipped(_ x: Tensor, _ axis: Int) throws -> Tensor {
        guard x.rank > axis else { throw ScriptError("ValueError", "Input must be >= \(axis + 1)-d.") }
        return try x.flippedView([axis])
    }

    private static let broadcasting: [Builtin] = [("broadcast_to", "Broadcasts axes of size 1.")].map {
        name, summary in
        Builtin(
            name, group: "numpy", summary: summary, NumPy.object, NumPy.shape, returns: "an array",
            example: "np.broadcast_to([1, 2], (3, 2))", pytorch: "x.expand(3, 2)"
        ) { _, value, shape in
            ArrayObject(
                try ArrayObject.rewording { try NumPy.tensor(value).expand(shape.elements) }, isReadOnly: true
            )
        }
    }

    private static let positions: [Builtin] = [
        Builtin(
            "ix_", group: "numpy", summary: "Index arrays that select every combination of rows and columns.",
            Parameter<Value>("args", "rows of positions", .variadic), returns: "a tuple of arrays",
            example: "np.ix_([0, 1], [0, 2])",
            pytorch: "x[rows[:, None], columns]"
        ) { _, rows -> Value in
            let all = try Operations.array(rows).map { try NumPy.tensor($0).flatten() }
            return .tuple(
                try all.enumerated().map { axis, row in
                    ArrayObject(try row.placed(onAxis: axis, of: all.count)).scriptValue
                })
        }
    ]

    private static let questions: [Builtin] = [
        Builtin(
            "ndim", group: "numpy", summary: "The number of axes.", NumPy.object, returns: "int",
            example: "np.ndim([[1, 2]])", pytorch: "x.ndim"
        ) { _, value in try NumPy.tensor(value).rank },
        Builtin(
            "shape", group: "numpy", summary: "The size of each axis.", NumPy.object, returns: "a tuple",
            example: "np.shape([[1, 2]])", pytorch: "x.shape"
        ) { _, value -> Value in .tuple(try NumPy.tensor(value).shape.map(Value.int)) },
        Builtin(
            "size", group: "numpy", summary: "The number of elements, or the size of an axis.", NumPy.object,
            NumPy.axis, returns: "int", example: "np.size([[1, 2]])", pytorch: "x.numel()"
        ) { _, value, axis in
            let x = try NumPy.tensor(value)
            return try axis.map { x.shape[try Shape.axis($0, rank: x.rank)] } ?? x.count
        },
        Builtin(
            "isscalar", group: "numpy", summary: "Whether a value is a single number or a text.",
            Parameter<Value>("element", "any value"), returns: "bool", example: "np.isscalar(3.5)",
            pytorch: "not torch.is_tensor(x)"
        ) { _, value -> Bool in
            switch value.plain {
            case .int, .float, .bool, .str: return true
            default: return ScalarObject.from(value) != nil || value.bytes != nil || value.bigInteger != nil
            }
        },
    ]

    static let commands: [Builtin] = [arranging, broadcasting, positions, questions].flatMap { $0 }

    /// Pieces that end at given places, or so many; with `isEqual`, a number has to divide the axis.
    private static func pieces(_ x: Tensor, _ parts: Value, _ axis: Int, isEqual: Bool) throws -> Value {
        let at = try Shape.axis(axis, rank: x.rank)
        guard x.rank > 0 else { throw ScriptError("ValueError", "array split does not work on a number") }
        let size = x.shape[at]
        var whole = try Operations.index(parts)
        if case .float(let number) = parts {
            guard number.isFinite else {
                throw ScriptError("OverflowError", "cannot convert float infinity or NaN to integer")
            }
            guard !isEqual || Double(size).truncatingRemainder(dividingBy: number) == 0 else {
                throw ScriptError("ValueError", "array split does not result in an equal division")
            }
            whole = Int(exactly: number.rounded(.towardZero))
        }
        let sections: Sections
        if let count = whole {
            guard count > 0 else { throw ScriptError("ValueError", "number sections must be larger than 0.") }
            guard !isEqual || size % count == 0 else {
                throw ScriptError("ValueError", "array split does not result in an equal division")
            }
            sections = .count(count)
        } else {
            let places = try NumPy.tensor(parts)
            guard !places.dtype.isFloatingPoint || places.count == 0 else {
                throw ScriptError(
                    "TypeError", "slice indices must be integers or None or have an __index__ method")
            }
            sections = .ends(try places.integers())
        }
        return .list(try x.tensorSplit(sections, at).map { ArrayObject($0).scriptValue })
    }
}
