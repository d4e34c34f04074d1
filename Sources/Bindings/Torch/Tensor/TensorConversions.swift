import Foundation
import Language
import Tensors

/// Commands that change type or kind, and copies.
enum TensorConversions {
    private static func cast(_ name: String, _ dtype: DType) -> Builtin {
        Builtin(
            name, group: "torch", summary: "The elements as \(dtype).", input, returns: "a tensor",
            example: "x.\(name)()",
            pytorch: "x.\(name)()"
        ) { _, x in try x.to(dtype) }.costing(Costs.elementwise)
    }

    /// `x.to(dtype)`, `x.to(device)`, `x.to(other)`, and both by keyword.
    static func to(_ x: Tensor, _ targets: [Value]) throws -> Tensor {
        var result = x
        for target in targets where !target.isNone {
            if let dtype = try DType.from(target) {
                result = try ComputeContext.on(result.device) { try result.to(dtype) }
            } else if let other = try Tensor.from(target) {
                result = try ComputeContext.on(result.device) { try result.to(other.dtype) }
                    .to(other.device)
            } else if let device = try Device.from(target) {
                result = try result.to(device.resolved())
            } else if case .bool = target {
                continue
            } else {
                throw ScriptError(
                    "TypeError", "to() wants a dtype, a device or a Tensor, not \(target.typeName)")
            }
        }
        return result
    }

    /// `torch.FloatTensor`, on a GPU `torch.cuda.FloatTensor`.
    private static func name(_ x: Tensor) -> String {
        let name = x.dtype.tensorName
        return x.device.isHost ? name : name.replacingOccurrences(of: "torch.", with: "torch.cuda.")
    }

    /// Names of types of elements that are not here, and what is near.
    static let missingTypes: [String: String] = [
        "uint64": "torch.int64",
        "complex32": "two tensors, real and imaginary", "chalf": "two tensors, real and imaginary",
        "complex64": "two tensors, real and imaginary", "cfloat": "two tensors, real and imaginary",
        "complex128": "two tensors, real and imaginary", "cdouble": "two tensors, real and imaginary",
        "float8_e4m3fn": "torch.bfloat16", "float8_e5m2": "torch.bfloat16", "qint8": "torch.int8",
        "quint8": "torch.uint8", "qint32": "torch.int32",
    ]

    /// `x.float()`, `x.long()`, `x.bfloat16()`: one for each type.
    private static let casts: [Builtin] = DType.allCases.filter(\.hasShortNames).map { type in
        cast(type == .bfloat16 ? type.rawValue : type.alias ?? type.rawValue, type)
    }

    static let methods: [Builtin] =
        casts + [
            Builtin(
                "get_device", group: "torch", summary: "The device of a tensor as a number: -1 for the CPU.",
                input, returns: "int",
                example: "x.get_device()", pytorch: "x.get_device()"
            ) { _, x in x.device.isHost ? -1 : x.device.index },
            Builtin(
                "pin_memory", group: "torch", summary: "The tensor itself: there is no GPU to copy to.",
                input, returns: "the tensor", example: "x.pin_memory()", pytorch: "x.pin_memory()"
            ) { _, x in x },
            Builtin(
                "new_empty", group: "torch",
                summary: "An uninitialised tensor of the same type; it holds zeros here.", input,
                Parameter<Sizes>("size", "the sizes", .variadic), returns: "a tensor",
                example: "x.new_empty(2, 3)", pytorch: "x.new_empty(2, 3)"
            ) { _, x, sizes in try Tensor.zeros(sizes.elements, x.dtype) },
            Builtin(
                "to", group: "torch", summary: "The tensor with another type, or on another device.", input,
                Parameter<Value>(
                    "target", "a dtype, a device or another tensor", default: .none, .positionalOnly),
                Parameter<Value>("second", "a dtype after a device", default: .none, .positionalOnly),
                Parameter<Value>("device", "the device", default: .none, .keywordOnly),
                Parameter<DType?>("dtype", "the type", default: nil, .keywordOnly),
                Parameter<Bool>("non_blocking", "has no effect here", default: false, .keywordOnly),
                Parameter<Bool>("copy", "whether to copy in any case", default: false, .keywordOnly),
                returns: "a tensor",
                example: "x.to(torch.float64)", pytorch: "x.to(torch.float64)"
            ) { _, x, first, second, device, dtype, _, copy in
                let result = try to(x, [first, second, device, dtype.scriptValue])
                return copy && result === x ? try x.clone() : result
            }.costing(Costs.ofFirst),
            Builtin(
                "type", group: "torch", summary: "The name of the type, or the tensor with another.", input,
                Parameter<DType?>("dtype", "the new type", default: nil), returns: "str or a tensor",
                example: "x.type()", pytorch: "x.type()"
            ) { _, x, dtype -> Value in
                try dtype.map { try x.to($0).scriptValue } ?? .string(name(x))
            }.raisingWrongTypes(as: "ValueError") { parameter, value in
                parameter.name == "dtype" && value.text != nil
            },
            Builtin(
                "type_as", group: "torch", summary: "The elements in the type of another tensor.", input,
                Parameter<Tensor>("other", "whose type"), returns: "a tensor", example: "x.type_as(y)",
                pytorch: "x.type_as(y)"
            ) { _, x, y in
                try ComputeContext.on(x.device) { try x.to(y.dtype) }.to(y.device)
            },
            Builtin(
                "cpu", group: "torch", summary: "The tensor on the CPU: itself, or a copy.", input,
                returns: "a tensor",
                example: "x.cpu()", pytorch: "x.cpu()"
            ) { _, x in try x.to(.host) },
            Builtin(
                "cuda", group: "torch", summary: "The tensor on a GPU: itself, or a copy.", input,
                Parameter<Device?>("device", "which; the current one if left out", default: nil),
                returns: "a tensor", example: "x.cuda()", pytorch: "x.cuda()"
            ) { _, x, device -> Tensor in
                try x.to((device ?? Device(object: DeviceObject("cuda"))).resolved())
            },
            Builtin(
                "numpy", group: "torch", summary: "A NumPy array over the same memory.", input,
                Parameter<Bool>("force", "whether to detach first", default: false, .keywordOnly),
                returns: "an array",
                example: "x.detach().numpy()", pytorch: "x.detach().numpy()"
            ) { _, x, force -> Value in
                guard force || !x.requiresGrad else {
                    throw ScriptError(
                        "RuntimeError",
                        "Can't call numpy() on Tensor that requires grad. "
                            + "Use tensor.detach().numpy() instead.",
                        hint: "x.detach().numpy()")
                }
                guard force || x.device.isHost else { throw DeviceRule.noArray(on: x.device) }
                let x = try x.detach().to(.host)
                guard x.dtype != .bfloat16 else {
                    throw ScriptError(
                        "TypeError", "Got unsupported ScalarType BFloat16: NumPy has no such type",
                        hint: "x.float().numpy()")
                }
                return ArrayObject(x.detachedView()).scriptValue
            },
            Builtin(
                "item", group: "torch", summary: "The only element as a number.", input, returns: "a number",
                example: "loss.item()",
                pytorch: "loss.item()"
            ) { _, x in try x.item() },
            Builtin(
                "tolist", group: "torch", summary: "The elements as nested lists.", input, returns: "list",
                example: "x.tolist()",
                pytorch: "x.tolist()"
            ) { _, x in try x.nestedList() },
            Builtin(
                "clone", group: "torch", summary: "A copy with memory of its own; gradients pass through.",
                input,
                returns: "a tensor",
                example: "x.clone()", pytorch: "x.clone()"
            ) { _, x in try x.clone() },
            Builtin(
                "detach", group: "torch", summary: "The same numbers, outside any recorded computation.",
                input,
                returns: "a tensor",
                example: "x.detach()", pytorch: "x.detach()"
            ) { _, x in x.detachedView() },
            Builtin(
                "new_zeros", group: "torch", summary: "Zeros of the same type.", input,
                Parameter<Sizes>("size", "the sizes", .variadic),
                returns: "a tensor", example: "x.new_zeros(2, 3)", pytorch: "x.new_zeros(2, 3)"
            ) { _, x, sizes in
                try Tensor.zeros(sizes.elements, x.dtype)
            },
            Builtin(
                "new_ones", group: "torch", summary: "Ones of the same type.", input,
                Parameter<Sizes>("size", "the sizes", .variadic),
                returns: "a tensor", example: "x.new_ones(2, 3)", pytorch: "x.new_ones(2, 3)"
            ) { _, x, sizes in
                try Tensor.ones(sizes.elements, x.dtype)
            },
            Builtin(
                "new_full", group: "torch", summary: "A tensor of one value, of the same type.", input,
                Parameter<Sizes>("size", "the sizes"),
                Parameter<Number>("fill_value", "the number"), returns: "a tensor",
                example: "x.new_full((2, 3), 7)",
                pytorch: "x.new_full((2, 3), 7)"
            ) { _, x, sizes, value in try Tensor.full(sizes.elements, value, x.dtype) },
            Builtin(
                "new_tensor", group: "torch", summary: "A tensor of the same type from numbers.", input,
                Parameter<Value>("data", "numbers, in lists"), returns: "a tensor",
                example: "x.new_tensor([1, 2])",
                pytorch: "x.new_tensor([1, 2])"
            ) { _, x, data in try TensorData.tensor(data, x.dtype) },
        ]
}
