import Language

/// `torch.device('cpu')`. There is one device; the other names exist so that programs can ask for them.
///
/// Sendable: declared once, shared by all interpreters, and never changed afterwards.
public final class DeviceObject: ScriptObject, @unchecked Sendable {
    public let kind: String
    public let index: Int?

    init(_ kind: String, _ index: Int? = nil) { (self.kind, self.index) = (kind, index) }

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
            guard let index = values[1] else { return device.object }
            return DeviceObject(device.object.kind, try Operations.requireIndex(index))
        })
    private static let declaration = Builtin(
        "device", group: "torch",
        summary: "Names the device that tensors live on; here it is always the CPU.",
        Parameter<Device>("type", "'cpu', or 'cuda' for programs that ask"),
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
}

extension Value {
    /// `format(value, spec)`.
    func formatted(_ spec: String) throws -> String { try Format.format(self, spec) }
}

/// A device as an argument: `'cpu'`, `'cuda:0'` or a device object.
public struct Device: ScriptConvertible {
    let object: DeviceObject

    public static var scriptName: String { "device" }
    public static func from(_ value: Value) throws -> Device? {
        if case .object(let object) = value { return (object as? DeviceObject).map(Device.init) }
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

    /// Refuses to put anything on a device that this machine, as far as programs can see, does not have.
    package func check() throws {
        switch object.kind {
        case "cpu": return
        case "cuda":
            throw ScriptError(
                "RuntimeError",
                "Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU and "
                    + "installed a driver from http://www.nvidia.com/Download/index.aspx",
                details: ["tensors and models live on the CPU here"],
                hint: "device = torch.device('cuda:0' if torch.cuda.is_available() else 'cpu')")
        default:
            throw ScriptError(
                "RuntimeError", "there is no device of type '\(object.kind)' here", hint: "'cpu'")
        }
    }
}
