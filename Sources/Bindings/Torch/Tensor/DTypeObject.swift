import Language
import Tensors

/// `torch.float32` and its like: one object for each type of element.
///
/// Sendable: declared once, shared by all interpreters, and never changed afterwards.
public final class DTypeObject: ScriptObject, @unchecked Sendable {
    public let dtype: DType

    private init(_ dtype: DType) { self.dtype = dtype }

    private static let all: [DType: DTypeObject] =
        Dictionary(uniqueKeysWithValues: DType.allCases.map { ($0, DTypeObject($0)) })
    package static let scriptClass = ScriptClass(
        "dtype",
        native: NativeClass(isInstance: { $0 is DTypeObject }) { _, _, _ in
            throw ScriptError(
                "TypeError", "cannot create 'torch.dtype' instances",
                hint: "torch.float32, torch.long, torch.bool")
        })

    public static func of(_ dtype: DType) -> DTypeObject { all[dtype] ?? DTypeObject(dtype) }

    public var typeName: String { "dtype" }
    public var scriptClass: ScriptClass? { DTypeObject.scriptClass }
    public func repr() throws -> String { "torch.\(dtype)" }
    public var attributeNames: [String] { ["is_floating_point", "is_complex", "is_signed", "itemsize"] }
    public func getAttribute(_ name: String) throws -> Value? {
        switch name {
        case "is_floating_point": return .bool(dtype.isFloatingPoint)
        case "is_complex": return .bool(false)
        case "is_signed": return .bool(dtype.isSigned)
        case "itemsize": return .int(dtype.size)
        default: return nil
        }
    }
}

extension DType: ScriptConvertible {
    public static var scriptName: String { "torch.dtype" }
    public static func from(_ value: Value) throws -> DType? {
        switch value {
        case .object(let object): return (object as? DTypeObject)?.dtype
        case .type(let type):
            // Python's own types stand for the widest of their kind.
            switch type.name {
            case "float": return .float64
            case "int": return .int64
            case "bool": return .bool
            default: return nil
            }
        default: return nil
        }
    }
    public var scriptValue: Value { .object(DTypeObject.of(self)) }
}
