import Language
import Tensors

/// Commands about types of elements.
enum TypeCommands {
    /// A function of `torch` and a method of tensors.
    static let shared: [Builtin] = [
        Builtin(
            "is_floating_point", group: "torch", summary: "Whether the elements are floats.", input,
            returns: "bool", example: "x.is_floating_point()", pytorch: "torch.is_floating_point(x)"
        ) { _, x in x.dtype.isFloatingPoint }
    ]

    static let functions: [Builtin] = [
        Builtin(
            "result_type", group: "torch", summary: "The type that an operation on two values gives.",
            Parameter<TensorOrNumber>("tensor1", "a tensor or number"),
            Parameter<TensorOrNumber>("tensor2", "a tensor or number"),
            returns: "torch.dtype", example: "torch.result_type(torch.tensor(1), 2.0)",
            pytorch: "torch.result_type(x, y)"
        ) { _, a, b -> DType in
            switch (a, b) {
            case (.tensor(let x), _): return try (x + b.tensor(beside: x)).dtype
            case (_, .tensor(let y)): return try (a.tensor(beside: y) + y).dtype
            case (.number(let x), .number(let y)): return DType.promoted(x.dtype, y.dtype)
            }
        }.alsoTaking([
            "tensor": "tensor1", "scalar": "tensor1", "other": "tensor2", "scalar1": "tensor1",
            "scalar2": "tensor2",
        ]),
        Builtin(
            "promote_types", group: "torch", summary: "The type that two types are promoted to.",
            Parameter<DType>("type1", "a type"), Parameter<DType>("type2", "a type"), returns: "torch.dtype",
            example: "torch.promote_types(torch.int32, torch.float32)", pytorch: "torch.promote_types(a, b)"
        ) { _, a, b in DType.promoted(a, b) },
        Builtin(
            "can_cast", group: "torch", summary: "Whether a type may become another.",
            Parameter<DType>("from_", "a type"), Parameter<DType>("to", "a type"), returns: "bool",
            example: "torch.can_cast(torch.int64, torch.float32)", pytorch: "torch.can_cast(a, b)"
        ) { _, a, b in
            !(a.isFloatingPoint && !b.isFloatingPoint) && !(a != .bool && b == .bool)
        },
        Builtin(
            "is_nonzero", group: "torch", summary: "Whether the only element is not 0.", input,
            returns: "bool", example: "torch.is_nonzero(torch.tensor(1))", pytorch: "torch.is_nonzero(x)"
        ) { _, x in
            try TensorObject.of(x).truth()
        },
    ]
}
