import Kernels
import Language
import Tensors

/// Methods that look at memory in another shape, and what a tensor says of its shape.
enum TensorViews {
    private static let sizes = Parameter<Sizes>("size", "the new sizes; one may be -1", .variadic)

    /// Functions of `torch` that are methods too.
    static let shared: [Builtin] = [
        Builtin(
            "as_strided", group: "torch",
            summary: "Any sizes and steps over the same memory, as a view.", input,
            Parameter<Sizes>("size", "the sizes"),
            Parameter<Sizes>("stride", "elements from one to the next"),
            Parameter<Int?>(
                "storage_offset", "the first element's place in the memory; x's own where left out",
                default: nil), returns: "a tensor", example: "x.as_strided((2, 2), (1, 2))",
            pytorch: "torch.as_strided(x, (2, 2), (1, 2))"
        ) { _, x, size, stride, offset in try x.asStrided(size.elements, stride.elements, offset: offset) }
        .costing(Costs.ofFirst)
    ]

    static let methods: [Builtin] =
        refused + [
            Builtin(
                "unfold", group: "torch", summary: "Sliding windows along an axis, as a view.", input,
                Parameter<Int>("dimension", "the axis"), Parameter<Int>("size", "positions in a window"),
                Parameter<Int>("step", "the stride of the windows"), returns: "a tensor [..., windows, size]",
                example: "x.unfold(0, 2, 1)", pytorch: "x.unfold(0, 2, 1)"
            ) { _, x, axis, size, step in try x.unfold(axis, size, step) },
            Builtin(
                "view", group: "torch", summary: "The same elements in another shape, over the same memory.",
                input, sizes,
                returns: "a tensor", example: "x.view(-1, 4)", pytorch: "x.view(-1, 4)"
            ) { _, x, shape in try x.view(shape.elements) }.asking { _, arguments in
                // `x.view(torch.int32)`: the bits of the numbers, in another type.
                guard let value = arguments.keyword("dtype") ?? arguments.positional.dropFirst().first,
                    case .object = value, let type = (try? DType.from(value)) ?? nil,
                    let x = try arguments.positional.first.flatMap({ try Tensor.from($0) })
                else { return nil }
                return try x.bits(as: type).scriptValue
            },
            Builtin(
                "view_as", group: "torch", summary: "The same elements in the shape of another tensor.",
                input,
                Parameter<Tensor>("other", "whose shape"), returns: "a tensor", example: "x.view_as(y)",
                pytorch: "x.view_as(y)"
            ) { _, x, y in try x.view(y.shape) },
            Builtin(
                "reshape_as", group: "torch", summary: "The same elements in the shape of another tensor.",
                input,
                Parameter<Tensor>("other", "whose shape"), returns: "a tensor", example: "x.reshape_as(y)",
                pytorch: "x.reshape_as(y)"
            ) { _, x, y in try x.reshape(y.shape) },
            Builtin(
                "expand", group: "torch",
                summary: "Broadcasts axes of size 1 without copying; -1 keeps a size.",
                input,
                Parameter<Sizes>("size", "the new sizes", .variadic), returns: "a tensor",
                example: "x.expand(3, -1)",
                pytorch: "x.expand(3, -1)"
            ) { _, x, shape in try x.expand(shape.elements) },
            Builtin(
                "expand_as", group: "torch", summary: "Broadcasts to the shape of another tensor.", input,
                Parameter<Tensor>("other", "whose shape"), returns: "a tensor", example: "x.expand_as(y)",
                pytorch: "x.expand_as(y)"
            ) { _, x, y in try x.expand(y.shape) },
            Builtin(
                "repeat", group: "torch", summary: "Repeats the whole along each axis.", input,
                Parameter<Sizes>("repeats", "how often along each axis", .variadic), returns: "a tensor",
                example: "x.repeat(2, 1)",
                pytorch: "x.repeat(2, 1)"
            ) { _, x, times in try x.repeated(times.elements) },
            Builtin(
                "contiguous", group: "torch",
                summary: "The tensor itself if it is contiguous, else a contiguous copy.", input,
                returns: "a tensor", example: "x.transpose(0, 1).contiguous()", pytorch: "x.contiguous()"
            ) { _, x in try x.contiguous() }.costing(Costs.elementwise),
            Builtin(
                "is_contiguous", group: "torch", summary: "Whether the tensor is contiguous.",
                input,
                returns: "bool",
                example: "x.is_contiguous()", pytorch: "x.is_contiguous()"
            ) { _, x in x.isContiguous },
            Builtin(
                "size", group: "torch", summary: "The sizes of the axes, or of one.", input,
                Parameter<Int?>("dim", "the axis; all if left out", default: nil),
                returns: "torch.Size or int", example: "x.size(0)",
                pytorch: "x.size(0)"
            ) { _, x, axis -> Value in
                guard let axis else { return TorchSize.value(x.shape) }
                return .int(try size(x, axis, x.shape))
            },
            Builtin(
                "stride", group: "torch",
                summary: "The stride of each axis, in elements.",
                input,
                Parameter<Int?>("dim", "the axis; all if left out", default: nil), returns: "tuple or int",
                example: "x.stride()",
                pytorch: "x.stride()"
            ) { _, x, axis -> Value in
                guard let axis else { return .tuple(x.strides.map(Value.int)) }
                return .int(try size(x, axis, x.strides))
            },
            Builtin(
                "dim", group: "torch", summary: "The number of axes.", input, returns: "int",
                example: "x.dim()",
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
                "element_size", group: "torch", summary: "The size of one element in bytes.", input,
                returns: "int",
                example: "x.element_size()",
                pytorch: "x.element_size()"
            ) { _, x in x.dtype.size },
            Builtin(
                "storage_offset", group: "torch", summary: "The offset of the first element in the storage.",
                input,
                returns: "int",
                example: "x.storage_offset()", pytorch: "x.storage_offset()"
            ) { _, x in x.offset },
            Builtin(
                "data_ptr", group: "torch", summary: "A number that identifies the memory.", input,
                returns: "int",
                example: "x.data_ptr() == y.data_ptr()", pytorch: "x.data_ptr()"
            ) { _, x in
                Host.address(x.storage.numbers(UInt8.self)) &+ x.offset &* x.dtype.size
            },
        ]

    /// What PyTorch does in place and this engine does not.
    private static let refused: [Builtin] = ["t_", "squeeze_", "unsqueeze_", "transpose_"].map { name in
        Builtin(
            name, group: "torch", summary: "Not available: shapes of tensors do not change in place here.",
            raw: [input.information], returns: "nothing", example: "x.\(name)()", pytorch: "x.\(name)()"
        ) { _, _ in
            throw ScriptError(
                "NotImplementedError",
                "Tensor.\(name) is not in Lagado: the shape of a tensor does not change in place",
                hint: "x = x.\(name.dropLast())(…)")
        }
    }

    private static func size(_ x: Tensor, _ axis: Int, _ sizes: [Int]) throws -> Int {
        let at = try Shape.axis(axis, rank: x.rank)
        guard x.rank > 0 else {
            throw ScriptError("IndexError", "Dimension specified as \(axis) but tensor has no dimensions")
        }
        return sizes[at]
    }
}
