import Kernels
import Language
import Tensors

/// Commands that change the shape.
enum TensorViews {
    private static let sizes = Parameter<Sizes>("shape", "the new sizes; one may be -1", .variadic)
    private static let dim0 = Parameter<Int>("dim0", "the first axis"),
        dim1 = Parameter<Int>("dim1", "the second axis")

    package static let shared: [Builtin] = [
        Builtin(
            "reshape", group: "torch",
            summary: "The same elements in another shape: a view where possible, else a copy.", input,
            Parameter<Sizes>("shape", "the new sizes; one may be -1", .variadic), returns: "a tensor",
            example: "x.reshape(2, -1)", pytorch: "x.reshape(2, -1)"
        ) { _, x, shape in try x.reshape(shape.elements) },
        Builtin(
            "transpose", group: "torch", summary: "Two axes exchanged: a view.", input, dim0, dim1,
            returns: "a tensor",
            example: "x.transpose(0, 1)", pytorch: "torch.transpose(x, 0, 1)"
        ) { _, x, a, b in try x.transpose(a, b) },
        Builtin(
            "swapaxes", group: "torch", summary: "Two axes exchanged: a view.", input,
            Parameter<Int>("axis0", "the first axis"),
            Parameter<Int>("axis1", "the second axis"), returns: "a tensor",
            example: "x.swapaxes(0, 1)", pytorch: "torch.swapaxes(x, 0, 1)"
        ) { _, x, a, b in try x.transpose(a, b) },
        Builtin(
            "permute", group: "torch", summary: "The axes in another order: a view.", input,
            Parameter<Sizes>("dims", "every axis once, in the new order", .variadic), returns: "a tensor",
            example: "x.permute(2, 0, 1)", pytorch: "torch.permute(x, (2, 0, 1))"
        ) { _, x, axes in try x.permute(axes.elements) },
        Builtin(
            "t", group: "torch", summary: "A matrix with rows and columns exchanged.", input,
            returns: "a tensor",
            example: "x.t()", pytorch: "x.t()"
        ) { _, x in
            guard x.rank <= 2 else {
                throw ScriptError(
                    "RuntimeError", "t() expects a tensor with <= 2 dimensions, but self is \(x.rank)D",
                    hint: "x.transpose(-2, -1)")
            }
            return x.rank == 2 ? try x.transpose(0, 1) : x
        },
        Builtin(
            "unsqueeze", group: "torch", summary: "A new axis of size 1.", input,
            Parameter<Int>("dim", "where the axis is put"),
            returns: "a tensor", example: "x.unsqueeze(0)", pytorch: "torch.unsqueeze(x, 0)"
        ) { _, x, axis in try x.unsqueeze(axis) },
        Builtin(
            "squeeze", group: "torch", summary: "Without axes of size 1.", input,
            Parameter<Sizes?>("dim", "which axes; all of size 1 where left out", default: nil),
            returns: "a tensor",
            example: "x.squeeze()", pytorch: "torch.squeeze(x)"
        ) { _, x, axes in
            guard let axes else { return try x.squeeze() }
            let chosen = try axes.elements.map { try Shape.axis($0, rank: x.rank) }
            try Shape.checkDistinct(chosen)
            return try chosen.sorted(by: >).reduce(x) { try $0.squeeze($1) }
        },
        Builtin(
            "flatten", group: "torch", summary: "Several axes as one.", input,
            Parameter<Int>("start_dim", "the first of them", default: 0),
            Parameter<Int>("end_dim", "the last of them", default: -1), returns: "a tensor",
            example: "x.flatten()",
            pytorch: "torch.flatten(x)"
        ) { _, x, first, last in
            _ = try (Shape.axis(first, rank: x.rank), Shape.axis(last, rank: x.rank))
            // Nothing to flatten is the tensor itself, as in PyTorch.
            return x.rank == 1 ? x : try x.flatten(first, last)
        },
        Builtin(
            "ravel", group: "torch", summary: "All axes as one.", input, returns: "a tensor",
            example: "x.ravel()",
            pytorch: "torch.ravel(x)"
        ) { _, x in try x.flatten() },
        Builtin(
            "broadcast_to", group: "torch", summary: "Axes of size 1 stretched without copying.", input,
            Parameter<Sizes>("size", "the new sizes"), returns: "a tensor",
            example: "torch.broadcast_to(x, (3, 4))",
            pytorch: "torch.broadcast_to(x, (3, 4))"
        ) { _, x, shape in try x.expand(shape.elements) },
        Builtin(
            "split", group: "torch", summary: "Pieces along an axis: of one size, or of the sizes named.",
            input,
            Parameter<Value>("split_size_or_sections", "the size of each piece, or a list of sizes"),
            Parameter<Int>("dim", "the axis", default: 0), returns: "a tuple of tensors",
            example: "torch.split(x, 2, dim=1)",
            pytorch: "torch.split(x, 2, dim=1)"
        ) { _, x, size, axis in
            if let size = try Operations.index(size) {
                return Value.tuple(try x.split(size, axis).map(\.scriptValue))
            }
            guard let sizes = try SizeTuple.from(size) else {
                throw ScriptError("TypeError", "split() wants an int or a list of ints, not \(size.typeName)")
            }
            return Value.tuple(try x.split(sizes.elements, axis).map(\.scriptValue))
        },
        Builtin(
            "chunk", group: "torch", summary: "So many pieces along an axis.", input,
            Parameter<Int>("chunks", "how many"),
            Parameter<Int>("dim", "the axis", default: 0), returns: "a tuple of tensors",
            example: "torch.chunk(x, 3, dim=-1)",
            pytorch: "torch.chunk(x, 3, dim=-1)"
        ) { _, x, count, axis in Value.tuple(try x.chunk(count, axis).map(\.scriptValue)) },
        Builtin(
            "unbind", group: "torch", summary: "The parts of one axis, without it.", input,
            Parameter<Int>("dim", "the axis", default: 0),
            returns: "a tuple of tensors", example: "x.unbind(0)", pytorch: "torch.unbind(x)"
        ) { _, x, axis in
            let at = try Shape.axis(axis, rank: x.rank)
            guard x.rank > 0 else { throw ScriptError("IndexError", "unbind: a 0-d tensor has no axes") }
            return Value.tuple(try (0..<x.shape[at]).map { try x.select(at, $0).scriptValue })
        },
        Builtin(
            "flip", group: "torch", summary: "Axes in reverse order: a copy.", input,
            Parameter<Sizes>("dims", "the axes", .variadic), returns: "a tensor", example: "x.flip(0)",
            pytorch: "torch.flip(x, (0,))"
        ) { _, x, axes in try x.flip(axes.elements) },
        Builtin(
            "roll", group: "torch",
            summary: "Elements shifted along an axis; what falls off comes back at the other end.", input,
            Parameter<Sizes>("shifts", "by how many places"),
            Parameter<Sizes?>("dims", "along which axes; flattened where left out", default: nil),
            returns: "a tensor", example: "torch.roll(x, 1)", pytorch: "torch.roll(x, 1, dims=0)"
        ) { _, x, shifts, axes in
            guard let axes else {
                guard shifts.elements.count == 1 else {
                    throw ScriptError("RuntimeError", "shifts and dimensions must align")
                }
                return try x.roll(shifts.elements[0], nil)
            }
            guard axes.elements.count == shifts.elements.count else {
                throw ScriptError(
                    "RuntimeError",
                    "shifts and dimensions must align. shifts: \(shifts.elements.count), "
                        + "dims:\(axes.elements.count)"
                )
            }
            return try zip(shifts.elements, axes.elements).reduce(x) { try $0.roll($1.0, $1.1) }
        },
        Builtin(
            "movedim", group: "torch", summary: "One axis moved to another place.", input,
            Parameter<Int>("source", "the axis"),
            Parameter<Int>("destination", "its new place"), returns: "a tensor",
            example: "torch.movedim(x, 0, -1)",
            pytorch: "torch.movedim(x, 0, -1)"
        ) { _, x, source, destination in
            let from = try Shape.axis(source, rank: x.rank), to = try Shape.axis(destination, rank: x.rank)
            guard x.rank > 0 else { return x }
            var order = Array(0..<x.rank)
            order.remove(at: from)
            order.insert(from, at: to)
            return try x.permute(order)
        },
        Builtin(
            "repeat_interleave", group: "torch", summary: "Each element so many times in a row.", input,
            Parameter<Value>("repeats", "how often, for all or for each"),
            Parameter<Int?>("dim", "the axis; flattened where left out", default: nil), returns: "a tensor",
            example: "x.repeat_interleave(2)", pytorch: "torch.repeat_interleave(x, 2)"
        ) { _, x, repeats, axis in
            if let times = try Operations.index(repeats) { return try x.repeatInterleaved(times, axis) }
            guard let times = try Tensor.from(repeats), !times.dtype.isFloatingPoint else {
                throw ScriptError(
                    "TypeError",
                    "repeat_interleave() wants an int or a row of ints for 'repeats', not \(repeats.typeName)"
                )
            }
            guard times.rank <= 1 else {
                throw ScriptError("RuntimeError", "repeats must be 0-dim or 1-dim tensor")
            }
            let at = axis == nil ? 0 : try Shape.axis(axis ?? 0, rank: x.rank)
            let source = axis == nil || x.rank == 0 ? try x.flatten() : x
            var counts = try times.elements(Int64.self)
            // One number is for all, as in PyTorch.
            if counts.count == 1 { counts = Array(repeating: counts[0], count: source.shape[at]) }
            guard counts.count == source.shape[at] else {
                throw ScriptError(
                    "RuntimeError",
                    "repeats must have the same size as input along dim, but got repeats.size(0) = "
                        + "\(counts.count) and input.size(\(at)) = \(source.shape[at])"
                )
            }
            guard counts.allSatisfy({ $0 >= 0 }) else {
                throw ScriptError("RuntimeError", "repeats can not be negative")
            }
            let (total, overflow) = counts.reduce((Int64(0), false)) { sum, count in
                let (next, overflow) = sum.0.addingReportingOverflow(count)
                return (next, sum.1 || overflow)
            }
            try Shape.checkMemory(overflow ? .max : Int(total))
            return try source.indexSelect(
                at, Tensor(counts.enumerated().flatMap { Array(repeating: Int64($0), count: Int($1)) }))
        },
        Builtin(
            "tile", group: "torch", summary: "The whole repeated along each axis.", input,
            Parameter<Sizes>("dims", "how often", .variadic),
            returns: "a tensor", example: "x.tile(2, 1)", pytorch: "torch.tile(x, (2, 1))"
        ) { _, x, times in
            try x.repeated(Array(repeating: 1, count: max(0, x.rank - times.elements.count)) + times.elements)
        },
        Builtin(
            "select", group: "torch", summary: "One position of an axis, without it: a view.", input, dim,
            Parameter<Int>("index", "the position"), returns: "a tensor", example: "x.select(0, 1)",
            pytorch: "x.select(0, 1)"
        ) { _, x, axis, position in try x.select(axis, position) },
        Builtin(
            "narrow", group: "torch", summary: "A run of positions of an axis: a view.", input, dim,
            Parameter<Int>("start", "the first position"),
            Parameter<Int>("length", "how many"), returns: "a tensor", example: "x.narrow(0, 1, 2)",
            pytorch: "torch.narrow(x, 0, 1, 2)"
        ) { _, x, axis, start, length in
            try x.narrow(axis, start, length)
        },
    ]

    static let methods: [Builtin] = [
        Builtin(
            "view", group: "torch", summary: "The same elements in another shape, over the same memory.",
            input, sizes,
            returns: "a tensor", example: "x.view(-1, 4)", pytorch: "x.view(-1, 4)"
        ) { _, x, shape in try x.view(shape.elements) },
        Builtin(
            "view_as", group: "torch", summary: "The same elements in the shape of another tensor.", input,
            Parameter<Tensor>("other", "whose shape"), returns: "a tensor", example: "x.view_as(y)",
            pytorch: "x.view_as(y)"
        ) { _, x, y in try x.view(y.shape) },
        Builtin(
            "reshape_as", group: "torch", summary: "The same elements in the shape of another tensor.", input,
            Parameter<Tensor>("other", "whose shape"), returns: "a tensor", example: "x.reshape_as(y)",
            pytorch: "x.reshape_as(y)"
        ) { _, x, y in try x.reshape(y.shape) },
        Builtin(
            "expand", group: "torch", summary: "Axes of size 1 stretched without copying; -1 keeps a size.",
            input,
            Parameter<Sizes>("sizes", "the new sizes", .variadic), returns: "a tensor",
            example: "x.expand(3, -1)",
            pytorch: "x.expand(3, -1)"
        ) { _, x, shape in try x.expand(shape.elements) },
        Builtin(
            "expand_as", group: "torch", summary: "Stretched to the shape of another tensor.", input,
            Parameter<Tensor>("other", "whose shape"), returns: "a tensor", example: "x.expand_as(y)",
            pytorch: "x.expand_as(y)"
        ) { _, x, y in try x.expand(y.shape) },
        Builtin(
            "repeat", group: "torch", summary: "The whole repeated along each axis.", input,
            Parameter<Sizes>("repeats", "how often along each axis", .variadic), returns: "a tensor",
            example: "x.repeat(2, 1)",
            pytorch: "x.repeat(2, 1)"
        ) { _, x, times in try x.repeated(times.elements) },
        Builtin(
            "contiguous", group: "torch",
            summary: "The tensor itself where its elements lie in order, else a copy.", input,
            returns: "a tensor", example: "x.transpose(0, 1).contiguous()", pytorch: "x.contiguous()"
        ) { _, x in try x.contiguous() },
        Builtin(
            "is_contiguous", group: "torch", summary: "Whether the elements lie in order in memory.", input,
            returns: "bool",
            example: "x.is_contiguous()", pytorch: "x.is_contiguous()"
        ) { _, x in x.isContiguous },
        Builtin(
            "size", group: "torch", summary: "The sizes of the axes, or of one.", input,
            Parameter<Int?>("dim", "the axis; all where left out", default: nil),
            returns: "torch.Size or int", example: "x.size(0)",
            pytorch: "x.size(0)"
        ) { _, x, axis -> Value in
            guard let axis else { return TorchSize.value(x.shape) }
            return .int(try size(x, axis, x.shape))
        },
        Builtin(
            "stride", group: "torch", summary: "How many elements lie between neighbours along each axis.",
            input,
            Parameter<Int?>("dim", "the axis; all where left out", default: nil), returns: "tuple or int",
            example: "x.stride()",
            pytorch: "x.stride()"
        ) { _, x, axis -> Value in
            guard let axis else { return .tuple(x.strides.map(Value.int)) }
            return .int(try size(x, axis, x.strides))
        },
        Builtin(
            "dim", group: "torch", summary: "The number of axes.", input, returns: "int", example: "x.dim()",
            pytorch: "x.dim()"
        ) { _, x in x.rank },
        Builtin(
            "ndimension", group: "torch", summary: "The number of axes.", input, returns: "int",
            example: "x.ndimension()",
            pytorch: "x.ndimension()"
        ) { _, x in x.rank },
        Builtin(
            "nelement", group: "torch", summary: "The number of elements.", input, returns: "int",
            example: "x.nelement()",
            pytorch: "x.nelement()"
        ) { _, x in x.count },
        Builtin(
            "element_size", group: "torch", summary: "Bytes of one element.", input, returns: "int",
            example: "x.element_size()",
            pytorch: "x.element_size()"
        ) { _, x in x.dtype.size },
        Builtin(
            "storage_offset", group: "torch", summary: "Where the first element stands in memory.", input,
            returns: "int",
            example: "x.storage_offset()", pytorch: "x.storage_offset()"
        ) { _, x in x.offset },
        Builtin(
            "data_ptr", group: "torch", summary: "A number that tells memory from other memory.", input,
            returns: "int",
            example: "x.data_ptr() == y.data_ptr()", pytorch: "x.data_ptr()"
        ) { _, x in
            Host.address(x.storage.numbers(UInt8.self)) &+ x.offset &* x.dtype.size
        },
    ]

    private static func size(_ x: Tensor, _ axis: Int, _ sizes: [Int]) throws -> Int {
        let at = try Shape.axis(axis, rank: x.rank)
        guard x.rank > 0 else {
            throw ScriptError("IndexError", "Dimension specified as \(axis) but tensor has no dimensions")
        }
        return sizes[at]
    }
}
