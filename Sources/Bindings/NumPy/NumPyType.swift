import Language
import Tensors

/// `array.dtype`: what an array holds.
///
/// Sendable: declared once, shared by all interpreters, and never changed afterwards.
final class NumPyType: ScriptObject, @unchecked Sendable {
    let dtype: DType
    private let ownClass: ScriptClass

    private init(_ dtype: DType) {
        self.dtype = dtype
        // `Float32DType`, `UInt8DType`, `BoolDType`.
        let word =
            dtype == .uint8 ? "UInt8" : dtype.rawValue.prefix(1).uppercased() + dtype.rawValue.dropFirst()
        ownClass = ScriptClass("\(word)DType", bases: [NumPyType.base])
        ownClass.module = "numpy.dtypes"
    }

    private static let all = Dictionary(uniqueKeysWithValues: DType.allCases.map { ($0, NumPyType($0)) })
    static func of(_ dtype: DType) -> NumPyType { all[dtype] ?? NumPyType(dtype) }

    /// `np.dtype`, which makes one of any of its names.
    static let base: ScriptClass = {
        let type = ScriptClass(
            "dtype", bases: [Types.object],
            constructor: Builtin(
                "dtype", group: "numpy", summary: "The type of the elements of an array.",
                Parameter<Value>("dtype", "a type, or its name"), returns: "a dtype",
                example: "np.dtype('float32').itemsize", pytorch: "torch.float32"
            ) { _, value -> Value in .object(NumPyType.of(try NumPy.type(value) ?? .float64)) })
        type.module = "numpy"
        return type
    }()

    var typeName: String { "numpy.dtypes.\(ownClass.name)" }
    var scriptClass: ScriptClass? { ownClass }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }
    func repr() throws -> String { "dtype('\(dtype)')" }
    func str() throws -> String { "\(dtype)" }
    func format(_ spec: String) throws -> String { try Value.string(str()).formatted(spec) }

    var attributeNames: [String] {
        [
            "name", "itemsize", "kind", "char", "str", "type", "num", "byteorder", "alignment", "shape",
            "ndim", "names",
        ]
    }
    func getAttribute(_ name: String) throws -> Value? {
        let order = dtype.size == 1 ? "|" : "<"
        switch name {
        case "name": return .string("\(dtype)")
        case "itemsize", "alignment": return .int(dtype.size)
        case "kind":
            return .string(dtype == .bool ? "b" : dtype.isFloatingPoint ? "f" : dtype.isSigned ? "i" : "u")
        case "char": return NumPyType.letters[dtype].map { .string($0.letter) }
        case "num": return NumPyType.letters[dtype].map { .int($0.number) }
        case "str": return dtype.arrayName.map { .string(order + $0) }
        case "byteorder": return .string(dtype.size == 1 ? "|" : "=")
        case "type": return .type(ScalarType.of(dtype))
        case "shape": return .tuple([])
        case "ndim": return .int(0)
        case "names": return Value.none
        default: return nil
        }
    }

    /// NumPy's letter and number of a type.
    private static let letters: [DType: (letter: String, number: Int)] = [
        .bool: ("?", 0), .int8: ("b", 1), .uint8: ("B", 2), .int16: ("h", 3), .int32: ("i", 5),
        .int64: ("l", 7), .float16: ("e", 23), .float32: ("f", 11), .float64: ("d", 12),
    ]

    func isEqual(to other: Value) throws -> Bool {
        switch other {
        case .object(let object): return (object as? NumPyType)?.dtype == dtype
        case .type, .str: return (try? NumPy.type(other)) == dtype
        default: return false
        }
    }
    func hash() throws -> Int { dtype.hashValue }
}
