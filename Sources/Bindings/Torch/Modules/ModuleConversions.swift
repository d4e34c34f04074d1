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
                try device.check()
            } else if let other = try Tensor.from(target) {
                _ = try convert(object, to: other.dtype)
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
                summary: "The module with another type of numbers; the device is always the CPU here.",
                target,
                Parameter<Value>("device", "the device, a dtype or a tensor", default: .none),
                Parameter<Value>("dtype", "the type of parameters and buffers", default: .none),
                Parameter<Bool>("non_blocking", "has no effect here", default: false),
                returns: "the module itself", example: "model.to('cpu')", pytorch: "model.to(device)"
            ) { _, object, device, dtype, _ in try convert(object, [device, dtype]) },
            Builtin(
                "cpu", group: "torch.nn", summary: "The module itself: everything is on the CPU.", target,
                returns: "the module", example: "model.cpu()", pytorch: "model.cpu()"
            ) { _, object in object },
            Builtin(
                "cuda", group: "torch.nn", summary: "Not available: there is no GPU support.", target,
                Parameter<Value>("device", "which", default: .none),
                returns: "nothing", example: "model.cuda()", pytorch: "model.cuda()"
            ) { _, object, _ -> ModuleObject in
                try Device(object: DeviceObject("cuda")).check()
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
