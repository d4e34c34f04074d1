import Language
import Tensors

/// `with torch.autocast("cpu", dtype=torch.bfloat16):`: products inside the block are computed in bfloat16.
package final class AutocastMode: ScriptObject {
    private let flag: Bool
    private var before: [Bool] = []

    private init(_ flag: Bool) { self.flag = flag }

    package var typeName: String { "autocast" }
    package var scriptClass: ScriptClass? { AutocastMode.scriptClass }
    package func enter() throws -> Value {
        before.append(Autocast.isEnabled)
        Autocast.isEnabled = flag
        return .object(self)
    }
    package func exit(_ error: ScriptError?) throws -> Bool {
        if let last = before.popLast() { Autocast.isEnabled = last }
        return false
    }

    private static let declaration = Builtin(
        "autocast", group: "torch",
        summary: "Products inside the block take bfloat16 operands and sum in float32.",
        Parameter<String>("device_type", "where: \"cpu\"", default: "cpu"),
        Parameter<DType?>("dtype", "torch.bfloat16", default: nil, shown: "torch.bfloat16"),
        Parameter<Bool>("enabled", "False: the block does nothing", default: true),
        Parameter<Bool>("cache_enabled", "has no effect here", default: true), returns: "a block for `with`",
        example:
            "with torch.autocast(\"cpu\", dtype=torch.bfloat16): y = torch.ones(2, 2) @ torch.ones(2, 2)",
        pytorch: "with torch.autocast(\"cpu\", dtype=torch.bfloat16):"
    ) { interpreter, device, dtype, enabled, _ -> Value in
        let kind = device.split(separator: ":").first.map(String.init) ?? device
        let isCPU = kind == "cpu" || (kind == "cuda" && !ComputeContext.current.accelerators.isEmpty)
        if kind == "cuda", !isCPU {
            // As on a machine without a GPU: the block is there and does nothing.
            interpreter.output.note(
                "there is no GPU here: autocast(\"cuda\") does nothing; autocast(\"cpu\", "
                    + "dtype=torch.bfloat16) does"
            )
            return .object(AutocastMode(false))
        }
        guard isCPU else {
            throw ScriptError(
                "RuntimeError", "autocast does not know the device '\(device)'",
                hint: "torch.autocast(\"cpu\", dtype=torch.bfloat16)")
        }
        if kind == "cuda", dtype == nil, enabled {
            interpreter.output.note(
                "autocast(\"cuda\") means torch.float16 in PyTorch; here products are rounded to "
                    + "torch.bfloat16: "
                    + "dtype=torch.bfloat16 says so")
        }
        guard dtype ?? .bfloat16 == .bfloat16 else {
            interpreter.output.note(
                "autocast on a \(kind == "cpu" ? "CPU" : "GPU here") knows torch.bfloat16 alone: "
                    + "with torch.\(dtype ?? .float32) the block does nothing"
            )
            return .object(AutocastMode(false))
        }
        if enabled, !DType.bfloat16.computesFast { interpreter.output.note(slowNote) }
        return .object(AutocastMode(enabled))
    }

    /// What is said where bfloat16 brings nothing.
    package static let slowNote =
        "this CPU has no fast instructions for bfloat16: products are converted and computed in float32, "
        + "rounded and no faster"

    package static let scriptClass = ScriptClass(
        "autocast",
        native: NativeClass(declaration: declaration, isInstance: { $0 is AutocastMode }) {
            _, arguments, interpreter in
            guard case .object(let object) = try declaration.call(interpreter, arguments) else {
                throw ScriptError("RuntimeError", "autocast")
            }
            return object
        })

    static let isEnabled = Builtin(
        "is_autocast_enabled", group: "torch", summary: "Whether products are computed in bfloat16 now.",
        Parameter<String>("device_type", "where", default: "cpu"), returns: "bool",
        example: "torch.is_autocast_enabled(\"cpu\")",
        pytorch: "torch.is_autocast_enabled(\"cpu\")"
    ) { _, device in
        Autocast.isEnabled
            && (device == "cpu" || device == "cuda" && !ComputeContext.current.accelerators.isEmpty)
    }
}
