import Kernels
import Language
import Tensors

/// `torch.device('cuda:0')`: the name of a device, which may be there or not; in a `with`, where tensors lie
/// that are made inside the block.
///
/// Sendable: shared by all interpreters, and never changed afterwards.
public final class DeviceObject: ScriptObject, @unchecked Sendable {
    public let kind: String
    public let index: Int?

    init(_ kind: String, _ index: Int? = nil) { (self.kind, self.index) = (kind, index) }

    /// The name of a device that is there.
    static func of(_ device: ComputeDevice) -> DeviceObject {
        device.isHost
            ? cpu
            : DeviceObject(device.name.split(separator: ":").first.map(String.init) ?? "cuda", device.index)
    }

    public static let cpu = DeviceObject("cpu")
    package static let scriptClass = ScriptClass(
        "device",
        native: NativeClass(
            declaration: declaration, isInstance: { $0 is DeviceObject }
        ) { _, arguments, _ in
            let values = try declaration.bind(arguments)
            guard let first = values[0], let device = try Device.from(first) else {
                throw ScriptError("TypeError", "device() wants a str such as 'cpu'")
            }
            guard let index = values[1], !index.isNone else { return device.object }
            let number = try Operations.requireIndex(index)
            guard number >= 0 else {
                throw ScriptError("RuntimeError", "Device index must not be negative")
            }
            return DeviceObject(device.object.kind, number)
        })
    private static let declaration = Builtin(
        "device", group: "torch",
        summary:
            "Names a device, the CPU or a GPU as 'cuda' or 'cuda:0'; in a with-statement, where tensors "
            + "are made.",
        Parameter<Device>("type", "'cpu', 'cuda', 'cuda:0', or the number of a GPU"),
        Parameter<Int?>("index", "which one", default: nil),
        returns: "a device", example: "torch.device('cpu')", pytorch: "torch.device('cpu')"
    ) { _, device, _ in device }

    public var typeName: String { "device" }
    public var scriptClass: ScriptClass? { DeviceObject.scriptClass }
    public func repr() throws -> String {
        "device(type='\(kind)'" + (index.map { ", index=\($0)" } ?? "") + ")"
    }
    public func str() throws -> String { kind + (index.map { ":\($0)" } ?? "") }
    public func format(_ spec: String) throws -> String { try Value.string(str()).formatted(spec) }
    public var attributeNames: [String] { ["type", "index"] }
    public func getAttribute(_ name: String) throws -> Value? {
        switch name {
        case "type": return .string(kind)
        case "index": return index.map(Value.int) ?? Value.none
        default: return nil
        }
    }
    public func isEqual(to other: Value) throws -> Bool {
        guard case .object(let object) = other, let device = object as? DeviceObject else { return false }
        return device.kind == kind && device.index == index
    }
    public func hash() throws -> Int { (kind + "\(index ?? -1)").hashValue }

    // MARK: In a `with`

    /// Where tensors lay before each block that the program is in.
    private enum Blocks: ComputeContextKey {
        static func initial(in _: ComputeContext) -> [ComputeDevice] { [] }
    }

    public func enter() throws -> Value {
        let context = ComputeContext.current, device = try Device(object: self).resolved()
        context[Blocks.self].append(context.standardDevice)
        context.setStandardDevice(device)
        return .object(self)
    }

    public func exit(_ error: ScriptError?) throws -> Bool {
        let context = ComputeContext.current
        if let before = context[Blocks.self].popLast() { context.setStandardDevice(before) }
        return false
    }
}

extension Value {
    /// `format(value, spec)`.
    func formatted(_ spec: String) throws -> String { try Format.format(self, spec) }
}

/// A device as an argument: `'cpu'`, `'cuda:0'`, the number of a GPU, or a device object.
public struct Device: ScriptConvertible {
    let object: DeviceObject

    public static var scriptName: String { "device" }
    public static func from(_ value: Value) throws -> Device? {
        if case .object(let object) = value { return (object as? DeviceObject).map(Device.init) }
        if case .int(let index) = value {
            guard index >= 0 else { throw ScriptError("RuntimeError", "Device index must not be negative") }
            return Device(object: DeviceObject("cuda", index))
        }
        guard let text = value.text else { return nil }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let known = ["cpu", "cuda", "mps", "xpu", "meta"]
        guard known.contains(String(parts[0])) else {
            throw ScriptError(
                "RuntimeError",
                "Expected one of \(known.joined(separator: ", ")) "
                    + "device type at start of device string: \(text)"
            )
        }
        guard parts.count == 2 else {
            return Device(object: parts[0] == "cpu" ? .cpu : DeviceObject(String(parts[0])))
        }
        guard let index = Int(parts[1]), index >= 0 else {
            throw ScriptError("RuntimeError", "Invalid device string: '\(text)'")
        }
        return Device(object: DeviceObject(String(parts[0]), index))
    }
    public var scriptValue: Value { .object(object) }

    /// The device of that name, for tensors to be put on; `cuda` without a number is the current one.
    ///
    /// - Throws: RuntimeError, in PyTorch's words, for one that this machine, as far as programs can see,
    ///   does not have.
    package func resolved() throws -> ComputeDevice {
        switch object.kind {
        case "cpu": return .host
        case "cuda":
            let context = ComputeContext.current, index = object.index ?? context.currentAccelerator
            guard let device = context.accelerator(index) else {
                let count = context.accelerators.count
                guard count > 0 else { throw Device.noGPU }
                throw ScriptError(
                    "RuntimeError", "CUDA error: invalid device ordinal",
                    details: ["there \(count == 1 ? "is one GPU" : "are \(count) GPUs") here"],
                    hint: count == 1 ? "'cuda' or 'cuda:0'" : "'cuda:0' to 'cuda:\(count - 1)'")
            }
            try device.checkWorks()
            if let interpreter = Interpreter.current, interpreter.surroundings == nil {
                interpreter.surroundings = DeviceRule()
                DeviceRule.tellOfHostWork()
            }
            return device
        default:
            throw ScriptError(
                "RuntimeError", "there is no device of type '\(object.kind)' here", hint: "'cpu'")
        }
    }

    /// What PyTorch says on a machine without a GPU.
    static var noGPU: ScriptError {
        ScriptError(
            "RuntimeError",
            "Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU and "
                + "installed a driver from http://www.nvidia.com/Download/index.aspx",
            details: ["tensors and models live on the CPU here"] + (Accelerators.note.map { [$0] } ?? []),
            hint: "device = torch.device('cuda:0' if torch.cuda.is_available() else 'cpu')")
    }

    /// Refuses to put anything on a device that is not there.
    package func check() throws { _ = try resolved() }

    /// Runs `body`; what it makes lies on `device`, on the present one where none is named.
    static func on<Result>(_ device: Device?, _ body: () throws -> Result) throws -> Result {
        guard let device else { return try body() }
        return try ComputeContext.on(device.resolved(), body)
    }
}
