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
            "concatenate", group: "numpy", summary: "Arrays laid end to end.", parts,
            Parameter<Int?>("axis", "the axis; flattened where None", default: 0), returns: "an array",
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
            "stack", group: "numpy", summary: "Arrays laid on top of each other along a new axis.", parts,
            Parameter<Int>("axis", "where the axis is put", default: 0), returns: "an array",
            example: "np.stack(([1], [2]))", pytorch: "torch.stack((a, b))"
        ) { _, arrays, axis in
            ArrayObject(try ArrayObject.rewording { try Tensor.stack(tensors(arrays), axis) })
        },
        joining("vstack", "Arrays one below the other.") {
            try Tensor.concatenate($0.map { $0.rank < 2 ? try $0.reshape([1, -1]) : $0 }, 0)
        },
        joining("hstack", "Arrays side by side.") { all in
            let rows = try all.map { $0.rank == 0 ? try $0.reshape([1]) : $0 }
            return try Tensor.concatenate(rows, rows.allSatisfy { $0.rank == 1 } ? 0 : 1)
        },
        joining("column_stack", "Rows as columns, side by side.") {
            try Tensor.concatenate($0.map { $0.rank <= 1 ? try $0.reshape([-1, 1]) : $0 }, 1)
        },
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
            "insert", group: "numpy", summary: "A copy with elements put before a position.", NumPy.object,
            Parameter<Int>("obj", "the position"), Parameter<Value>("values", "the elements"),
            returns: "an array", example: "np.insert([1, 2], 1, 9)", pytorch: "torch.cat((a[:1], b, a[1:]))"
        ) { _, value, place, more in
            let x = try NumPy.tensor(value).flatten(), y = try NumPy.tensor(more).to(x.dtype).flatten()
            let at = place < 0 ? place + x.count : place
            guard at >= 0, at <= x.count else {
                throw ScriptError(
                    "IndexError", "index \(place) is out of bounds for axis 0 with size \(x.count)")
            }
            return ArrayObject(
                try Tensor.concatenate([x.slice(0, from: 0, to: at), y, x.slice(0, from: at, to: x.count)]))
        },
        Builtin(
            "delete", group: "numpy", summary: "A copy without some positions.", NumPy.object,
            Parameter<Sizes>("obj", "the positions"), NumPy.axis, returns: "an array",
            example: "np.delete([1, 2, 3], 1)",
            pytorch: "torch.cat((a[:1], a[2:]))"
        ) { _, value, places, axis in
            let x = axis == nil ? try NumPy.tensor(value).flatten() : try NumPy.tensor(value),
                at = try Shape.axis(axis ?? 0, rank: x.rank), size = x.shape[at]
            guard places.elements.allSatisfy({ $0 >= -size && $0 < size }) else {
                throw ScriptError(
                    "IndexError", "index \(places.elements) is out of bounds for axis \(at) with size \(size)"
                )
            }
            let gone = Set(places.elements.map { $0 < 0 ? $0 + size : $0 })
            return ArrayObject(
                try x.indexSelect(at, Tensor((0..<size).filter { !gone.contains($0) }.map { Int64($0) })))
        },
        Builtin(
            "split", group: "numpy",
            summary: "Equal pieces along an axis, or pieces that end at given places.", NumPy.object,
            sections, Parameter<Int>("axis", "the axis", default: 0), returns: "a list of arrays",
            example: "np.split(np.arange(4), 2)", pytorch: "torch.tensor_split(x, 2)"
        ) { _, value, parts, axis in try pieces(NumPy.tensor(value), parts, axis, isEqual: true) },
        Builtin(
            "array_split", group: "numpy", summary: "So many pieces along an axis, as equal as can be.",
            NumPy.object, sections, Parameter<Int>("axis", "the axis", default: 0),
            returns: "a list of arrays",
            example: "np.array_split(np.arange(5), 2)", pytorch: "torch.tensor_split(x, 2)"
        ) { _, value, parts, axis in try pieces(NumPy.tensor(value), parts, axis, isEqual: false) },
        Builtin(
            "reshape", group: "numpy", summary: "The same elements in another shape.", NumPy.object,
            Parameter<Sizes>("shape", "the new sizes; one may be -1"), returns: "an array",
            example: "np.reshape([1, 2, 3, 4], (2, 2))", pytorch: "x.reshape(2, 2)"
        ) { _, value, shape -> Value in
            try ArrayObject.rewording {
                try ArrayObject.made(NumPy.tensor(value).reshape(shape.elements), of: value)
            }
        },
        Builtin(
            "transpose", group: "numpy", summary: "Axes in reverse, or in the order given.", NumPy.object,
            Parameter<Sizes?>("axes", "the order", default: nil), returns: "an array",
            example: "np.transpose([[1, 2]])", pytorch: "x.permute(1, 0)"
        ) { _, value, axes -> Value in
            let x = try NumPy.tensor(value)
            return try ArrayObject.made(axes.map { try x.permute($0.elements) } ?? x.transposed(), of: value)
        },
        NumPy.command("ravel", "All axes as one.") { try $0.contiguous().flatten() },
        NumPy.command("flipud", "Rows in reverse order.") { try flipped($0, 0) },
        NumPy.command("fliplr", "Columns in reverse order.") { try flipped($0, 1) },
        Builtin(
            "squeeze", group: "numpy", summary: "Without axes of size 1.", NumPy.object, NumPy.axis,
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
            "expand_dims", group: "numpy", summary: "A new axis of size 1.", NumPy.object,
            Parameter<Int>("axis", "where it is put"), returns: "an array",
            example: "np.expand_dims([1, 2], 0)",
            pytorch: "x.unsqueeze(0)"
        ) { _, value, axis -> Value in
            try ArrayObject.made(NumPy.tensor(value).unsqueeze(axis), of: value)
        },
        Builtin(
            "swapaxes", group: "numpy", summary: "Two axes exchanged.", NumPy.object,
            Parameter<Int>("axis1", "the first"), Parameter<Int>("axis2", "the second"), returns: "an array",
            example: "np.swapaxes([[1, 2]], 0, 1)", pytorch: "x.transpose(0, 1)"
        ) { _, value, a, b -> Value in
            try ArrayObject.made(NumPy.tensor(value).transpose(a, b), of: value)
        },
        Builtin(
            "moveaxis", group: "numpy", summary: "An axis moved to another place.", NumPy.object,
            Parameter<Int>("source", "the axis"), Parameter<Int>("destination", "where it goes"),
            returns: "an array",
            example: "np.moveaxis([[1, 2]], 0, 1)", pytorch: "torch.moveaxis(x, 0, 1)"
        ) { _, value, source, target -> Value in
            let x = try NumPy.tensor(value), from = try Shape.axis(source, rank: x.rank),
                to = try Shape.axis(target, rank: x.rank)
            var order = (0..<x.rank).filter { $0 != from }
            order.insert(from, at: to)
            return try ArrayObject.made(x.permute(order), of: value)
        },
        Builtin(
            "flip", group: "numpy", summary: "Elements in reverse order.", NumPy.object, NumPy.axes,
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
            "roll", group: "numpy", summary: "Elements shifted; what falls off comes back at the other end.",
            NumPy.object, Parameter<Int>("shift", "by how many places"), NumPy.axis, returns: "an array",
            example: "np.roll([1, 2, 3], 1)", pytorch: "torch.roll(x, 1)"
        ) { _, value, shift, axis in ArrayObject(try NumPy.tensor(value).roll(shift, axis)) },
        Builtin(
            "tile", group: "numpy", summary: "The whole repeated along each axis.", NumPy.object,
            Parameter<Sizes>("reps", "how often"), returns: "an array", example: "np.tile([1, 2], 2)",
            pytorch: "x.tile(2)"
        ) { _, value, times in
            let x = try NumPy.tensor(value)
            return ArrayObject(
                try x.repeated(
                    Array(repeating: 1, count: max(0, x.rank - times.elements.count)) + times.elements))
        },
        Builtin(
            "repeat", group: "numpy", summary: "Each element so many times in a row.", NumPy.object,
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
        Builtin(
            "pad", group: "numpy", summary: "A border of one number.", NumPy.object,
            Parameter<Value>("pad_width", "how wide: a number, (before, after), or one pair for each axis"),
            Parameter<String>("mode", "only 'constant' here", default: "constant"),
            Parameter<Number>("constant_values", "the number", default: .int(0)), returns: "an array",
            example: "np.pad([1, 2], 1)",
            pytorch: "F.pad(x, (1, 1))"
        ) { _, value, width, mode, fill in
            guard mode == "constant" else {
                throw ScriptError(
                    "NotImplementedError", "numpy.pad(mode='\(mode)') is not in Lagado",
                    hint: "F.pad(x, (1, 1), mode='\(mode)')")
            }
            let x = try NumPy.tensor(value), widths = try NumPy.tensor(width)
            guard !widths.dtype.isFloatingPoint else {
                throw ScriptError("TypeError", "`pad_width` must be of integral type.")
            }
            let numbers = try widths.elements(Int64.self).map { Int($0) }
            let pairs: [(Int, Int)]
            switch numbers.count {
            case 1: pairs = x.shape.map { _ in (numbers[0], numbers[0]) }
            case 2: pairs = x.shape.map { _ in (numbers[0], numbers[1]) }
            case 2 * x.rank: pairs = (0..<x.rank).map { (numbers[2 * $0], numbers[2 * $0 + 1]) }
            default:
                throw ScriptError("ValueError", "pad_width wants a number, a pair, or a pair for each axis")
            }
            guard numbers.allSatisfy({ $0 >= 0 }) else {
                throw ScriptError("ValueError", "index can't contain negative values")
            }
            return ArrayObject(try x.padded(pairs.reversed().flatMap { [$0.0, $0.1] }, value: fill))
        },
    ]

    /// `flipud` and `fliplr`.
    private static func flipped(_ x: Tensor, _ axis: Int) throws -> Tensor {
        guard x.rank > axis else { throw ScriptError("ValueError", "Input must be >= \(axis + 1)-d.") }
        return try x.flippedView([axis])
    }

    private static let triangles: [Builtin] = [("tril", true), ("triu", false)].map { name, isLower in
        Builtin(
            name, group: "numpy", summary: "The \(isLower ? "lower" : "upper") triangle; 0 elsewhere.",
            NumPy.object, Parameter<Int>("k", "which diagonal bounds it", default: 0), returns: "an array",
            example: "np.\(name)(np.ones((2, 2)))", pytorch: "torch.\(name)(x)"
        ) { _, value, k in
            let x = try NumPy.tensor(value)
            return ArrayObject(isLower ? try x.tril(k) : try x.triu(k))
        }
    }

    private static let broadcasting: [Builtin] = [("broadcast_to", "Axes of size 1 stretched.")].map {
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
            "ix_", group: "numpy", summary: "Index arrays that meet in every combination.",
            Parameter<Value>("args", "rows of positions", .variadic), returns: "a tuple of arrays",
            example: "np.ix_([0, 1], [0, 2])",
            pytorch: "x[rows[:, None], columns]"
        ) { _, rows -> Value in
            let all = try Operations.array(rows).map { try NumPy.tensor($0).flatten() }
            return .tuple(
                try all.enumerated().map { axis, row in
                    var shape = Array(repeating: 1, count: all.count)
                    shape[axis] = row.count
                    return ArrayObject(try row.reshape(shape)).scriptValue
                })
        }
    ]

    private static let widening: [Builtin] = (1...2).map { n in
        Builtin(
            "atleast_\(n)d", group: "numpy",
            summary: "The array with at least \(n) \(n == 1 ? "axis" : "axes").", NumPy.object,
            returns: "an array", example: "np.atleast_\(n)d([1])", pytorch: "torch.atleast_\(n)d(x)"
        ) { _, value in
            let x = try NumPy.tensor(value)
            return ArrayObject(
                x.rank >= n ? x : try x.reshape(Array(repeating: 1, count: n - x.rank) + x.shape))
        }
    }

    static let commands: [Builtin] = [arranging, triangles, broadcasting, positions, widening].flatMap { $0 }

    static func pieces(_ x: Tensor, _ parts: Value, _ axis: Int, isEqual: Bool) throws -> Value {
        let at = try Shape.axis(axis, rank: x.rank)
        guard x.rank > 0 else { throw ScriptError("ValueError", "array split does not work on a number") }
        let size = x.shape[at]
        var ends: [Int]
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
        if let count = whole {
            guard count > 0 else { throw ScriptError("ValueError", "number sections must be larger than 0.") }
            guard !isEqual || size % count == 0 else {
                throw ScriptError("ValueError", "array split does not result in an equal division")
            }
            try Shape.checkMemory(count, each: 256)
            ends = (1..<max(count, 1)).map { $0 * (size / count) + min($0, size % count) }
        } else {
            let places = try NumPy.tensor(parts)
            guard !places.dtype.isFloatingPoint || places.count == 0 else {
                throw ScriptError(
                    "TypeError", "slice indices must be integers or None or have an __index__ method")
            }
            ends = try places.elements(Int64.self).map {
                min(max(Int($0 < 0 ? $0 + Int64(size) : $0), 0), size)
            }
        }
        ends.append(size)
        var start = 0
        return .list(
            try ends.map { end in
                // An end before the last one leaves nothing, and the next piece begins there.
                defer { start = end }
                return ArrayObject(try x.slice(at, from: min(start, end), to: end)).scriptValue
            })
    }
}
