import Foundation
import Language
import Tensors

/// Commands of `numpy` that work element by element.
enum NumPyElementwise {
    private static func floating(
        _ name: String, _ summary: String, _ apply: @escaping (Tensor) throws -> Tensor
    ) -> Builtin {
        NumPy.command(name, summary) { try apply(NumPy.floats($0)) }
    }

    private static func both(
        _ names: [String], _ summary: String, _ apply: @escaping (Tensor, Tensor) throws -> Tensor?
    ) -> [Builtin] {
        names.map { name in
            Builtin(
                name, group: "numpy", summary: summary, Parameter<Value>("x1", "a number, list or array"),
                Parameter<Value>("x2", "a number, list or array"), returns: "a number or an array",
                example: "np.\(name)([1, 2], 2)", pytorch: "torch.\(name)(x, y)"
            ) { _, a, b -> Value in
                // A number beside an array takes its type from there.
                let isNumber = try Tensor.from(a) == nil && !a.isSequence
                let x = isNumber ? nil : try NumPy.tensor(a)
                guard let y = try x.map({ try NumPy.operand(b, beside: $0) }) ?? NumPy.tensor(b),
                    let first = try x ?? NumPy.operand(a, beside: y)
                else {
                    throw ScriptError(
                        "TypeError",
                        "np.\(name)() wants numbers or arrays, not \(a.typeName) and \(b.typeName)")
                }
                return try ArrayObject.rewording {
                    guard let result = try apply(first, y) else {
                        throw ScriptError("TypeError", "np.\(name)() does not take these")
                    }
                    return try ArrayObject.value(result)
                }
            }
        }
    }

    private static func promoting(_ apply: @escaping (Tensor, Tensor) throws -> Tensor) -> (Tensor, Tensor)
        throws -> Tensor
    {
        { a, b in
            let (x, y) = try NumPy.promoted(a, b)
            return try apply(x, y)
        }
    }

    private static func doubles(_ apply: @escaping (Tensor, Tensor) throws -> Tensor) -> (Tensor, Tensor)
        throws -> Tensor
    {
        promoting { try apply(NumPy.floats($0), NumPy.floats($1)) }
    }

    private static let single: [Builtin] = [
        floating("sqrt", "The square root.") { try $0.sqrt() },
        floating("exp", "e to a power.") { try $0.exp() },
        floating("exp2", "2 to a power.") { try $0.exp2() },
        floating("expm1", "e to a power, minus 1.") { try $0.expm1() },
        floating("log", "The natural logarithm.") { try $0.log() },
        floating("log2", "The logarithm to base 2.") { try $0.log2() },
        floating("log10", "The logarithm to base 10.") { try $0.log10() },
        floating("log1p", "The natural logarithm of 1 plus x.") { try $0.log1p() },
        floating("sin", "The sine.") { try $0.sin() },
        floating("cos", "The cosine.") { try $0.cos() }, floating("tan", "The tangent.") { try $0.tan() },
        floating("arcsin", "The angle of a sine.") { try $0.asin() },
        floating("arccos", "The angle of a cosine.") { try $0.acos() },
        floating("arctan", "The angle of a tangent.") { try $0.atan() },
        floating("sinh", "The hyperbolic sine.") { try $0.sinh() },
        floating("cosh", "The hyperbolic cosine.") { try $0.cosh() },
        floating("tanh", "The hyperbolic tangent.") { try $0.tanh() },
        floating("sinc", "The normalised sinc.") { try $0.sinc() },
        floating("cbrt", "The cube root.") { try $0.mapped("cbrt", Foundation.cbrt) { _, _ in 0 } },
        floating("deg2rad", "Degrees as radians.") { try $0 * $0.constant(.float(.pi / 180)) },
        floating("radians", "Degrees as radians.") { try $0 * $0.constant(.float(.pi / 180)) },
        floating("rad2deg", "Radians as degrees.") { try $0 * $0.constant(.float(180 / .pi)) },
        floating("degrees", "Radians as degrees.") { try $0 * $0.constant(.float(180 / .pi)) },
        floating("floor", "The largest whole number not above.") { try $0.floor() },
        floating("ceil", "The smallest whole number not below.") { try $0.ceil() },
        floating("trunc", "Without what stands behind the point.") { try $0.trunc() },
        floating("rint", "Rounded to the nearest whole number.") { try $0.round() },
        floating("fix", "Without what stands behind the point.") { try $0.trunc() },
        NumPy.command("abs", "The size of each element.") { try NumPy.size($0) },
        NumPy.command("absolute", "The size of each element.") { try NumPy.size($0) },
        NumPy.command("fabs", "The size of each element.") { try NumPy.floats($0).abs() },
        NumPy.command("square", "Each element times itself.") { try $0.square() },
        NumPy.command("sign", "-1, 0 or 1.") { try $0.sign() },
        NumPy.command("negative", "With the other sign.") { try -$0 },
        NumPy.command("reciprocal", "One over each element.") {
            try $0.dtype.isFloatingPoint ? $0.reciprocal() : $0.to(.float64).reciprocal().trunc().to($0.dtype)
        },
        NumPy.command("isnan", "Where elements are not a number.") { try $0.isNaN() },
        NumPy.command("isinf", "Where elements are infinite.") { try $0.isInfinite() },
        NumPy.command("isfinite", "Where elements are finite.") { try $0.isFinite() },
        NumPy.command("logical_not", "Where elements are 0.") { try $0.logicalNot() },
        NumPy.command("invert", "Each bit the other way.") { try $0.inverted() },
        NumPy.command("nan_to_num", "NaN becomes 0, infinity the largest number.") {
            let most = Double.greatestFiniteMagnitude
            return try $0.maskedFill($0.isNaN(), .int(0)).clamp(.float(-most), .float(most))
        },
    ]

    private static let rounding: [Builtin] = ["round", "around"].map { name in
        Builtin(
            name, group: "numpy", summary: "Rounded to so many places.", NumPy.object,
            Parameter<Int>("decimals", "digits behind the point", default: 0),
            returns: "a number or an array",
            example: "np.\(name)([2.567], 1)", pytorch: "torch.round(x)"
        ) { _, value, places -> Value in try ArrayObject.value(rounded(NumPy.tensor(value), places)) }
    }

    private static let clipping: [Builtin] = [
        Builtin(
            "clip", group: "numpy", summary: "Elements brought between two bounds.", NumPy.object,
            Parameter<Value>("a_min", "the lower bound", default: .none),
            Parameter<Value>("a_max", "the upper bound", default: .none), returns: "a number or an array",
            example: "np.clip([1, 5], 0, 3)", pytorch: "torch.clamp(x, 0, 3)"
        ) { _, value, low, high -> Value in
            try ArrayObject.value(clipped(NumPy.tensor(value), low, high))
        }
    ]

    /// One statement for each: a chain of them takes a compiler minutes.
    private static let pairs: [Builtin] = {
        var all: [Builtin] = []
        all += both(["add"], "The sum.") { try NumPy.combined(.add, $0, $1) }
        all += both(["subtract"], "The difference.") { try NumPy.combined(.subtract, $0, $1) }
        all += both(["multiply"], "The product.") { try NumPy.combined(.multiply, $0, $1) }
        all += both(["divide", "true_divide"], "The quotient.") { try NumPy.combined(.divide, $0, $1) }
        all += both(["floor_divide"], "The quotient, rounded down.") {
            try NumPy.combined(.floorDivide, $0, $1)
        }
        all += both(["mod", "remainder"], "The rest of a division.") {
            try NumPy.combined(.remainder, $0, $1)
        }
        all += both(["power"], "Each element to a power.") { try NumPy.combined(.power, $0, $1) }
        all += both(["float_power"], "Each element to a power, in float64.") {
            try $0.to(.float64).pow($1.to(.float64))
        }
        all += both(["maximum", "fmax"], "The larger of two.", promoting { try $0.maximum($1) })
        all += both(["minimum", "fmin"], "The smaller of two.", promoting { try $0.minimum($1) })
        all += both(["arctan2"], "The angle of a point.", doubles { try $0.atan2($1) })
        all += both(["hypot"], "The length of two sides.", doubles { try $0.hypot($1) })
        all += both(
            ["logaddexp"], "The logarithm of a sum of exponentials.", doubles { try $0.logAddExp($1) })
        all += both(
            ["copysign"], "The size of one with the sign of the other.", doubles { try $0.copySign($1) })
        all += both(["fmod"], "The rest with the sign of the dividend.", promoting { try $0.fmod($1) })
        all += both(["equal"], "Where two are equal.") { try NumPy.compared(.equal, $0, $1) }
        all += both(["not_equal"], "Where two differ.") { try NumPy.compared(.notEqual, $0, $1) }
        all += both(["less"], "Where the first is smaller.") { try NumPy.compared(.less, $0, $1) }
        all += both(["less_equal"], "Where the first is not larger.") {
            try NumPy.compared(.lessOrEqual, $0, $1)
        }
        all += both(["greater"], "Where the first is larger.") { try NumPy.compared(.greater, $0, $1) }
        all += both(["greater_equal"], "Where the first is not smaller.") {
            try NumPy.compared(.greaterOrEqual, $0, $1)
        }
        all += both(["logical_and"], "Where both are not 0.") { try $0.to(.bool).bitwise(.and, $1.to(.bool)) }
        all += both(["logical_or"], "Where one is not 0.") { try $0.to(.bool).bitwise(.or, $1.to(.bool)) }
        all += both(["logical_xor"], "Where exactly one is not 0.") {
            try $0.to(.bool).bitwise(.xor, $1.to(.bool))
        }
        all += both(["bitwise_and"], "The bits that both have.", promoting { try $0.bitwise(.and, $1) })
        all += both(["bitwise_or"], "The bits that one has.", promoting { try $0.bitwise(.or, $1) })
        all += both(["bitwise_xor"], "The bits that exactly one has.", promoting { try $0.bitwise(.xor, $1) })
        return all
    }()

    static let commands: [Builtin] = [single, rounding, clipping, pairs].flatMap { $0 }

    static func rounded(_ x: Tensor, _ places: Int) throws -> Tensor {
        guard x.dtype.isFloatingPoint, places != 0 else { return try x.round() }
        let scale = pow(10, Double(places))
        return try (x * x.constant(.float(scale))).round() / x.constant(.float(scale))
    }

    static func clipped(_ x: Tensor, _ low: Value, _ high: Value) throws -> Tensor {
        var y = x
        if !low.isNone, let bound = try NumPy.operand(low, beside: x) {
            y = try promoting { try $0.maximum($1) }(y, bound)
        }
        if !high.isNone, let bound = try NumPy.operand(high, beside: x) {
            y = try promoting { try $0.minimum($1) }(y, bound)
        }
        return y === x ? try x.clone() : y
    }
}
