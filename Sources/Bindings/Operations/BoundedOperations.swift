import Language
import Tensors

// Operations element by element that take more than two operands, or settings: bounds, mixtures, closeness.

extension Operation {
    private static let least = Parameter<TensorOrNumber?>("min", "the lower bound", default: nil)
    private static let most = Parameter<TensorOrNumber?>("max", "the upper bound", default: nil)
    private static let weight = Parameter<TensorOrNumber>("weight", "the weight, 0 to 1")
    private static let end = Parameter<Tensor>("end", "the end point")
    private static let other = Parameter<Tensor>("other", "a tensor")
    private static let relative = Parameter<Double>("rtol", "tolerance relative to the other", default: 1e-5)
    private static let absolute = Parameter<Double>("atol", "absolute tolerance", default: 1e-8)
    private static let equalNaN = Parameter<Bool>("equal_nan", "whether NaN is close to NaN", default: false)

    static let bounded: [Operation] = [
        Operation(
            header(
                ["clamp", "clip"], "Clamps elements between two bounds.", "min(max(x, low), high)",
                example: "x.NAME(0, 1)"), least, most, apply: clamp),
        Operation(
            header(["clamp_min"], "Clamps elements to a lower bound.", "max(x, low)", example: "x.NAME(0)"),
            Parameter<TensorOrNumber>("min", "the bound")
        ) { try clamp($0, $1, nil) },
        Operation(
            header(["clamp_max"], "Clamps elements to an upper bound.", "min(x, high)", example: "x.NAME(0)"),
            Parameter<TensorOrNumber>("max", "the bound")
        ) { try clamp($0, nil, $1) },
        Operation(
            header(
                ["lerp"], "Linear interpolation between two tensors.", "x + w·(y − x)",
                example: "torch.NAME(x, y, 0.5)"), end, weight
        ) { x, end, weight in
            switch weight {
            case .number(let number): return try x.lerp(end, number)
            case .tensor(let tensor): return try x.lerp(end, tensor)
            }
        },
        Operation(
            header(
                ["addcmul"], "A tensor plus the product of two others.", "x + v·a·b",
                example: "torch.NAME(x, a, b)"),
            Parameter<Tensor>("tensor1", "the first factor"), Parameter<Tensor>("tensor2", "the second"),
            Parameter<Number>("value", "a factor of the product", default: .int(1), .keywordOnly)
        ) { try $0.addingProduct($1, $2, value: $3) },
        Operation(
            header(
                ["addcdiv"], "A tensor plus the quotient of two others.", "x + v·a/b",
                example: "torch.NAME(x, a, b)"),
            Parameter<Tensor>("tensor1", "the dividend"), Parameter<Tensor>("tensor2", "the divisor"),
            Parameter<Number>("value", "a factor of the quotient", default: .int(1), .keywordOnly)
        ) { try $0.addingQuotient($1, $2, value: $3) },
        Operation(
            header(["nan_to_num"], "Replaces NaN and infinities by numbers.", "", example: "torch.NAME(x)"),
            Parameter<Double?>("nan", "for NaN; 0 if left out", default: nil),
            Parameter<Double?>("posinf", "for infinity; the largest number if left out", default: nil),
            Parameter<Double?>("neginf", "for minus infinity", default: nil)
        ) { try $0.nanToNum(nan: $1 ?? 0, posInf: $2, negInf: $3) }
        .with(numpy: [
            Builtin(
                "nan_to_num", group: "numpy",
                summary: "Replaces NaN by 0 and infinities by the largest numbers.",
                Parameter<Value>("x", "a number, list or array"),
                Parameter<Bool>("copy", "or in the array itself", default: true),
                Parameter<Double>("nan", "for NaN", default: 0),
                Parameter<Double?>("posinf", "for infinity; the largest number if left out", default: nil),
                Parameter<Double?>("neginf", "for minus infinity", default: nil),
                returns: "a number or an array", example: "np.nan_to_num([1.0, np.nan])",
                pytorch: "torch.nan_to_num(x)"
            ) { _, value, copies, nan, high, low -> Value in
                let x = try NumPy.tensor(value)
                let result = try x.nanToNum(nan: nan, posInf: high, negInf: low)
                guard !copies, let array = try ArrayObject.from(value) else {
                    return try ArrayObject.made(result, of: value)
                }
                try Tensor.copy(from: result, into: array.writable())
                return value
            }
        ]),
        Operation(
            header(
                ["isclose"], "Where elements of two tensors are close.", "|x − y| ≤ atol + rtol·|y|",
                example: "torch.NAME(x, y)", returns: "a bool tensor", writes: false),
            other, relative, absolute, equalNaN
        ) { try $0.areClose(to: $1, rtol: $2, atol: $3, equalNaN: $4) },
        Operation(
            Builtin(
                "allclose", group: "torch", summary: "Whether all elements of two tensors are close.", input,
                other, relative, absolute, equalNaN, returns: "bool", example: "torch.allclose(x, y)",
                pytorch: "torch.allclose(x, y)", formula: "|x − y| ≤ atol + rtol·|y|"
            ) { _, x, y, relative, absolute, nan in
                try x.isClose(to: y, rtol: relative, atol: absolute, equalNaN: nan)
            }),
        Operation(
            Builtin(
                "equal", group: "torch", summary: "Whether two tensors have one shape and equal elements.",
                input, other, returns: "bool", example: "torch.equal(x, y)", pytorch: "torch.equal(x, y)"
            ) { _, x, y in try x.equals(y) }),
    ]

    /// Bounds may be numbers, tensors, or one of each.
    private static func clamp(_ x: Tensor, _ least: TensorOrNumber?, _ most: TensorOrNumber?) throws -> Tensor
    {
        switch (least, most) {
        case (.tensor(let low)?, nil): return try x.maximum(low)
        case (nil, .tensor(let high)?): return try x.minimum(high)
        case (let low?, let high?) where low.isTensor || high.isTensor:
            return try x.clamp(low.tensor(beside: x), high.tensor(beside: x))
        default: return try x.clamp(least?.asNumber, most?.asNumber)
        }
    }

    private static func header(
        _ names: [String], _ summary: String, _ formula: String, example: String,
        returns: String = "a tensor of the same shape", writes: Bool = true, line: UInt = #line
    ) -> Header {
        Header(
            names: names, summary: summary, formula: formula, returns: returns, example: example,
            pytorch: example, writes: writes, cost: Costs.elementwise, place: SourcePlace(#fileID, line))
    }
}

extension TensorOrNumber {
    fileprivate var isTensor: Bool { if case .tensor = self { return true } else { return false } }
    fileprivate var asNumber: Number? {
        if case .number(let number) = self { return number } else { return nil }
    }
}
