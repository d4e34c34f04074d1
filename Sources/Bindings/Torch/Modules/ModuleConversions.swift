import Language
import Neural
import Tensors

/// Modules in another type of numbers, or on another device.
enum ModuleConversions {
    private static let target = Parameter<ModuleObject>("self", "the module", .positionalOnly)

    /// Converts what has a fraction, parameters and buffers, in place; whole numbers stay as they are.
    private static func convert(_ object: ModuleObject, to type: DType) throws -> ModuleObject {
        guard type.isFloatingPoint else {
            throw ScriptError(
                "TypeError",
                "nn.Module.to only accepts floating point or complex dtypes, but got desired "
                    + "dtype=torch.\(type)")
        }
        try object.module.convert(to: type)
        return object
    }

    /// `model.to(device)`, `model.to(dtype)`, `model.to(device, dtype)`, `model.to(tensor)`.
    private static func convert(_ object: ModuleObject, _ targets: [Value]) throws -> ModuleObject {
        for target in targets where !target.isNone {
            if let dtype = try DType.from(target) {
                _ = try convert(object, to: dtype)
            } else if let device = try Device.from(target) {
                try object.module.move(to: device.resolved())
            } else if let other = try Tensor.from(target) {
                _ = try convert(object, to: other.dtype)
                try object.module.move(to: other.device)
            } else {
                throw ScriptError("TypeError", "to() wants a device or a dtype, not \(target.typeName)")
            }
        }
        return object
    }

    static let methods: [Builtin] =
        [
            Builtin(
                "to", group: "torch.nn",
                summary:
                    "The module itself, moved to a device or with another type of numbers: parameters "
                    + "stay, what "
                    + "they hold is copied, and two of them over one memory (a tied head) become two copies.",
                target,
                Parameter<Value>("device", "the device, a dtype or a tensor", default: .none),
                Parameter<Value>("dtype", "the type of parameters and buffers", default: .none),
                Parameter<Bool>("non_blocking", "has no effect here", default: false),
                returns: "the module itself", example: "model.to('cpu')", pytorch: "model.to(device)"
            ) { _, object, device, dtype, _ in try convert(object, [device, dtype]) },
            Builtin(
                "cpu", group: "torch.nn", summary: "The module itself, moved to the CPU.", target,
                returns: "the module", example: "model.cpu()", pytorch: "model.cpu()"
            ) { _, object in
                try object.module.move(to: .host)
                return object
            },
            Builtin(
                "cuda", group: "torch.nn", summary: "The module itself, moved to a GPU.", target,
                Parameter<Device?>("device", "which; the current one if left out", default: nil),
                returns: "the module", example: "model.cuda()", pytorch: "model.cuda()"
            ) { _, object, device -> ModuleObject in
                try object.module.move(to: (device ?? Device(object: DeviceObject("cuda"))).resolved())
                return object
            },
            Builtin(
                "type", group: "torch.nn", summary: "Converts parameters and buffers.", target,
                Parameter<DType>("dst_type", "the type"), returns: "the module itself",
                example: "model.type(torch.float64)", pytorch: "model.type(torch.float64)"
            ) { _, object, type in try convert(object, to: type) },
        ]
        + [("float", DType.float32), ("double", .float64), ("half", .float16), ("bfloat16", .bfloat16)].map {
            name, type in
            Builtin(
                name, group: "torch.nn", summary: "Converts parameters and buffers to \(type), in place.",
                target, returns: "the module itself", example: "model.\(name)()", pytorch: "model.\(name)()"
            ) { _, object in try convert(object, to: type) }
        }
}
