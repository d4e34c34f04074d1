import Language
import Tensors

/// `torch.finfo` and `torch.iinfo`: the limits of a type.
final class FloatInformation: ScriptObject {
    private let dtype: DType
    private let fields: [(String, Value)]

    private init(_ dtype: DType, _ fields: [(String, Value)]) { (self.dtype, self.fields) = (dtype, fields) }

    var typeName: String { dtype.isFloatingPoint ? "finfo" : "iinfo" }
    func repr() throws -> String {
        typeName + "("
            + (try fields.map { "\($0)=\(try $1.repr())" } + ["dtype=\(dtype)"]).joined(separator: ", ") + ")"
    }
    var attributeNames: [String] { fields.map(\.0) + ["dtype"] }
    func getAttribute(_ name: String) throws -> Value? {
        name == "dtype" ? .string("\(dtype)") : fields.first { $0.0 == name }?.1
    }

    static let finfo = Builtin(
        "finfo", group: "torch", summary: "The limits of a type of float.",
        Parameter<DType>("type", "the type", default: .float32, shown: "torch.float32"),
        returns: "bits, eps, max, min, tiny", example: "torch.finfo(torch.float32).eps",
        pytorch: "torch.finfo(torch.float32)"
    ) { _, dtype -> Value in
        switch dtype {
        case .float32:
            let (most, tiny) = (Double(Float.greatestFiniteMagnitude), Double(Float.leastNormalMagnitude))
            return .object(
                FloatInformation(
                    dtype,
                    [
                        ("bits", .int(32)), ("resolution", .float(1e-6)), ("min", .float(-most)),
                        ("max", .float(most)),
                        ("eps", .float(Double(Float.ulpOfOne))), ("smallest_normal", .float(tiny)),
                        ("tiny", .float(tiny)),
                    ]))
        case .float64:
            let (most, tiny) = (Double.greatestFiniteMagnitude, Double.leastNormalMagnitude)
            return .object(
                FloatInformation(
                    dtype,
                    [
                        ("bits", .int(64)), ("resolution", .float(1e-15)), ("min", .float(-most)),
                        ("max", .float(most)),
                        ("eps", .float(Double.ulpOfOne)), ("smallest_normal", .float(tiny)),
                        ("tiny", .float(tiny)),
                    ]))
        case .bfloat16:
            let (most, tiny) = (0x1.FEp127, Double(Float.leastNormalMagnitude))
            return .object(
                FloatInformation(
                    dtype,
                    [
                        ("bits", .int(16)), ("resolution", .float(0.01)), ("min", .float(-most)),
                        ("max", .float(most)),
                        ("eps", .float(0.0078125)), ("smallest_normal", .float(tiny)), ("tiny", .float(tiny)),
                    ]))
        default:
            throw ScriptError(
                "TypeError",
                "torch.finfo() requires a floating point input type. Use torch.iinfo to handle "
                    + "'torch.\(dtype)'"
            )
        }
    }

    static let iinfo = Builtin(
        "iinfo", group: "torch", summary: "The limits of a type of integer.",
        Parameter<DType>("type", "the type"),
        returns: "bits, max, min", example: "torch.iinfo(torch.int64).max",
        pytorch: "torch.iinfo(torch.int64)"
    ) { _, dtype -> Value in
        switch dtype {
        case .int64:
            return .object(
                FloatInformation(dtype, [("bits", .int(64)), ("min", .int(.min)), ("max", .int(.max))]))
        case .int32:
            return .object(
                FloatInformation(
                    dtype, [("bits", .int(32)), ("min", .int(Int(Int32.min))), ("max", .int(Int(Int32.max)))])
            )
        default:
            throw ScriptError(
                "TypeError",
                "torch.iinfo() requires an integer input type. Use torch.finfo to handle 'torch.\(dtype)'")
        }
    }
}
