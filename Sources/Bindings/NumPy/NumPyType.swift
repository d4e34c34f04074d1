import Language
import Tensors

/// `numpy.float32` (a class that makes numbers) and `array.dtype` (what an array holds).
///
/// Sendable: declared once, shared by all interpreters, and never changed afterwards.
final class NumPyType: ScriptObject, @unchecked Sendable {
    let dtype: DType
    private let isClass: Bool

    private init(_ dtype: DType, isClass: Bool) { (self.dtype, self.isClass) = (dtype, isClass) }

    private static let classes = Dictionary(
        uniqueKeysWithValues: DType.allCases.map { ($0, NumPyType($0, isClass: true)) })
    private static let kinds = Dictionary(
        uniqueKeysWithValues: DType.allCases.map { ($0, NumPyType($0, isClass: false)) })
    static func number(_ dtype: DType) -> NumPyType { classes[dtype] ?? NumPyType(dtype, isClass: true) }
    static func of(_ dtype: DType) -> NumPyType { kinds[dtype] ?? NumPyType(dtype, isClass: false) }

    var typeName: String { isClass ? "type" : "dtype" }
    func repr() throws -> String { isClass ? "<class 'numpy.\(dtype)'>" : "dtype('\(dtype)')" }
    func str() throws -> String { isClass ? try repr() : "\(dtype)" }
    func format(_ spec: String) throws -> String { try Value.string(str()).formatted(spec) }
    var attributeNames: [String] { ["name", "itemsize", "kind", "__name__"] }
    func getAttribute(_ name: String) throws -> Value? {
        switch name {
        case "name", "__name__": return .string("\(dtype)")
        case "itemsize": return .int(dtype.size)
        case "kind":
            return .string(dtype == .bool ? "b" : dtype.isFloatingPoint ? "f" : dtype.isSigned ? "i" : "u")
        default: return nil
        }
    }
    var isCallable: Bool { isClass }
    func call(_ arguments: Arguments, _ interpreter: Interpreter) throws -> Value {
        guard isClass, arguments.positional.count <= 1, arguments.keywords.isEmpty else {
            throw ScriptError("TypeError", "numpy.\(dtype)() wants one number")
        }
        return try ArrayObject.value(NumPy.tensor(arguments.positional.first ?? .int(0), dtype))
    }
    func isEqual(to other: Value) throws -> Bool {
        if case .object(let object) = other, let type = object as? NumPyType { return type.dtype == dtype }
        return try DType.from(other) ?? other.text.flatMap(DType.init(rawValue:)) == dtype
    }
    func hash() throws -> Int { dtype.hashValue }
}
