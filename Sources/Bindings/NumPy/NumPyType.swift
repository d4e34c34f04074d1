import Language
import Tensors

/// `array.dtype`: what an array holds.
///
/// Sendable: declared once, shared by all interpreters, and never changed afterwards.
final class NumPyType: ScriptObject, @unchecked Sendable {
    let element: ArrayElement
    private let ownClass: ScriptClass

    /// The type of numbers, nil for texts and objects.
    var dtype: DType? { if case .number(let dtype) = element { dtype } else { nil } }

    private init(_ element: ArrayElement) {
        self.element = element
        // `Float32DType`, `UInt8DType`, `StrDType`.
        let word: String
        switch element {
        case .number(.uint8): word = "UInt8"
        case .number: word = element.name.prefix(1).uppercased() + element.name.dropFirst()
        case .text: word = "Str"
        case .object: word = "Object"
        }
        ownClass = ScriptClass("\(word)DType", bases: [NumPyType.base])
        ownClass.module = "numpy.dtypes"
    }

    private static let numbers = Dictionary(
        uniqueKeysWithValues: DType.allCases.map { ($0, NumPyType(.number($0))) })
    private static let objects = NumPyType(.object)
    static func of(_ dtype: DType) -> NumPyType { numbers[dtype] ?? NumPyType(.number(dtype)) }
    static func of(_ element: ArrayElement) -> NumPyType {
        switch element {
        case .number(let dtype): of(dtype)
        case .object: objects
        case .text: NumPyType(element)
        }
    }

    /// `np.object_`: what the elements of an array of objects count as.
    static let objectClass = ScriptClass("object_", in: "numpy", bases: [ScalarType.generic])

    /// The class of single elements.
    var scalarClass: ScriptClass {
        switch element {
        case .number(let dtype): ScalarType.of(dtype)
        case .text: TextScalar.type
        case .object: NumPyType.objectClass
        }
    }

    /// `np.dtype`, which makes one of any of its names.
    static let base: ScriptClass = {
        let type = ScriptClass(
            "dtype", bases: [Types.object],
            constructor: Builtin(
                "dtype", group: "numpy", summary: "The type of the elements of an array.",
                Parameter<Value>("dtype", "a type, or its name"), returns: "a dtype",
                example: "np.dtype('float32').itemsize", pytorch: "torch.float32"
            ) { _, value -> Value in
                if let element = try ArrayElement.ofValues(value) { return .object(NumPyType.of(element)) }
                return .object(NumPyType.of(try NumPy.type(value) ?? .float64))
            })
        type.module = "numpy"
        return type
    }()

    var typeName: String { "numpy.dtypes.\(ownClass.name)" }
    var scriptClass: ScriptClass? { ownClass }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }
    func repr() throws -> String { element == .object ? "dtype('O')" : "dtype('\(element.name)')" }
    func str() throws -> String { element.name }
    func format(_ spec: String) throws -> String { try Value.string(str()).formatted(spec) }

    var attributeNames: [String] {
        [
            "name", "itemsize", "kind", "char", "str", "type", "num", "byteorder", "alignment", "shape",
            "ndim",
            "names",
        ]
    }
    func getAttribute(_ name: String) throws -> Value? {
        switch name {
        case "type": return .type(scalarClass)
        case "shape": return .tuple([])
        case "ndim": return .int(0)
        case "names": return Value.none
        default: break
        }
        switch element {
        case .number(let dtype): return attribute(name, dtype)
        case .text(let width):
            switch name {
            case "name": return .string("str\(32 * width)")
            case "itemsize": return .int(4 * width)
            case "kind", "char": return .string("U")
            case "str": return .string("<U\(width)")
            case "num": return .int(19)
            case "byteorder": return .string("=")
            case "alignment": return .int(4)
            default: return nil
            }
        case .object:
            switch name {
            case "name": return .string("object")
            case "itemsize", "alignment": return .int(8)
            case "kind", "char": return .string("O")
            case "str", "byteorder": return .string(name == "str" ? "|O" : "|")
            case "num": return .int(17)
            default: return nil
            }
        }
    }

    private func attribute(_ name: String, _ dtype: DType) -> Value? {
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
        default: return nil
        }
    }

    /// NumPy's letter and number of a type.
    private static let letters: [DType: (letter: String, number: Int)] = [
        .bool: ("?", 0), .int8: ("b", 1), .uint8: ("B", 2), .int16: ("h", 3), .uint16: ("H", 4),
        .int32: ("i", 5), .uint32: ("I", 6), .int64: ("l", 7), .float16: ("e", 23), .float32: ("f", 11),
        .float64: ("d", 12),
    ]

    func isEqual(to other: Value) throws -> Bool {
        switch other {
        case .object(let object): return (object as? NumPyType)?.element == element
        case .type, .str:
            if let other = (try? ArrayElement.ofValues(other)) ?? nil { return other == element }
            guard let dtype, let other = try? NumPy.type(other) else { return false }
            return other == dtype
        default: return false
        }
    }
    func hash() throws -> Int { element.hashValue }
}
