import Foundation
import Language
import Tensors

/// `torch.finfo` and `torch.iinfo`: the limits of a type.
final class FloatInformation: ScriptObject {
    private let dtype: DType
    private let fields: [(String, Value)]
    private var isNumPy = false

    private init(_ dtype: DType, _ fields: [(String, Value)]) { (self.dtype, self.fields) = (dtype, fields) }

    /// The same limits as numbers of the type, as NumPy tells them.
    var asNumPy: FloatInformation {
        let result = FloatInformation(
            dtype,
            fields.map { name, value in
                guard case .float(let number) = value else { return (name, value) }
                return (name, ScalarObject.value(Number.float(number).converted(to: dtype), dtype))
            })
        result.isNumPy = true
        return result
    }

    var typeName: String { dtype.isFloatingPoint ? "finfo" : "iinfo" }
    func repr() throws -> String {
        if isNumPy, dtype.isFloatingPoint {
            let shown = try ["resolution", "min", "max"].map { name in
                "\(name)=\(try getAttribute(name)?.str() ?? "")"
            }
            return "finfo(" + (shown + ["dtype=\(dtype)"]).joined(separator: ", ") + ")"
        }
        let shown = try fields.filter { $0.0 != "bits" }.map { name, value in
            switch value {
            case .int(let number): "\(name)=\(String(format: "%g", Double(number)))"
            case .float(let number): "\(name)=\(String(format: "%g", number))"
            default: "\(name)=\(try value.repr())"
            }
        }
        return "\(typeName)(" + (shown + ["dtype=\(dtype)"]).joined(separator: ", ") + ")"
    }
    var attributeNames: [String] { fields.map(\.0) + ["dtype"] }
    func getAttribute(_ name: String) throws -> Value? {
        name == "dtype"
            ? (isNumPy ? .object(NumPyType.of(dtype)) : .string("\(dtype)"))
            : fields.first { $0.0 == name }?.1
    }

    static let finfo = Builtin(
        "finfo", group: "torch", summary: "The numerical limits of a floating-point type.",
        Parameter<DType?>("type", "the type; the default type where left out", default: nil),
        returns: "bits, eps, max, min, tiny", example: "torch.finfo(torch.float32).eps",
        pytorch: "torch.finfo(torch.float32)"
    ) { _, given -> Value in
        let dtype = given ?? .standard
        guard dtype.isFloatingPoint else {
            throw ScriptError(
                "TypeError",
                "torch.finfo() requires a floating point input type. "
                    + "Use torch.iinfo to handle 'torch.\(dtype)'"
            )
        }
        let (most, tiny) = (dtype.largest, dtype.smallestNormal)
        // As many decimal digits as every number of the type has.
        let resolution = Foundation.pow(10, Foundation.log10(dtype.epsilon).rounded(.up))
        return .object(
            FloatInformation(
                dtype,
                [
                    ("bits", .int(8 * dtype.size)), ("resolution", .float(resolution)),
                    ("min", .float(-most)),
                    ("max", .float(most)), ("eps", .float(dtype.epsilon)), ("smallest_normal", .float(tiny)),
                    ("tiny", .float(tiny)),
                ]))
    }

    static let iinfo = Builtin(
        "iinfo", group: "torch", summary: "The numerical limits of an integer type.",
        Parameter<DType>("type", "the type"),
        returns: "bits, max, min", example: "torch.iinfo(torch.int64).max",
        pytorch: "torch.iinfo(torch.int64)"
    ) { _, dtype -> Value in
        guard let limits = dtype.integerLimits else {
            throw ScriptError(
                "TypeError",
                "torch.iinfo() requires an integer input type. Use torch.finfo to handle 'torch.\(dtype)'")
        }
        return .object(
            FloatInformation(
                dtype,
                [
                    ("bits", .int(8 * dtype.size)), ("min", .int(limits.lowerBound)),
                    ("max", .int(limits.upperBound)),
                ]))
    }
}
