import Foundation
import Language

/// The module `math`.
enum MathModule {
    private static func real(
        _ name: String, _ summary: String, domain: @escaping (Double) -> Bool = { _ in true },
        _ body: @escaping (Double) -> Double
    ) -> Builtin {
        Builtin(name, group: "math", summary: summary, Parameter<Double>("x", "a number", .positionalOnly)) {
            _, x -> Double in
            if !domain(x) { throw ScriptError("ValueError", "math domain error") }
            let result = body(x)
            if result.isInfinite, x.isFinite { throw ScriptError("OverflowError", "math range error") }
            return result
        }
    }

    private static func whole(_ name: String, _ summary: String, _ rule: FloatingPointRoundingRule) -> Builtin
    {
        Builtin(name, group: "math", summary: summary, Parameter<Value>("x", "a number", .positionalOnly)) {
            _, x -> Value in
            if let number = Operations.integer(x.own) { return .int(number) }
            if x.bigInteger != nil { return x }
            if case .instance = x, let method = try Operations.attribute(x, Symbol("__\(name)__")),
                let interpreter = Interpreter.current
            {
                return try Operations.call(method, Arguments(), interpreter)
            }
            if case .instance = x.own, name == "trunc" {
                throw ScriptError("TypeError", "type \(x.typeName) doesn't define __trunc__ method")
            }
            return try Conversions.whole(number(x).rounded(rule))
        }
    }

    /// A logarithm of a number of any size. - Throws: ValueError for 0 and below.
    private static func logarithm(_ value: Value, _ base: BigInteger.LogarithmBase) throws -> Double {
        if let big = value.own.bigInteger {
            guard let result = BigInteger.logarithm(.object(big), base: base) else {
                throw ScriptError("ValueError", "math domain error")
            }
            return result
        }
        let x = try number(value)
        if x <= 0 { throw ScriptError("ValueError", "math domain error") }
        switch base {
        case .natural: return log(x)
        case .two: return log2(x)
        case .ten: return log10(x)
        }
    }

    private static func logarithm(_ name: String, _ summary: String, _ base: BigInteger.LogarithmBase)
        -> Builtin
    {
        Builtin(name, group: "math", summary: summary, Parameter<Value>("x", "a number", .positionalOnly)) {
            _, x -> Double in try logarithm(x, base)
        }
    }

    /// A count of any size that is not below 0, for `comb` and `perm`.
    private static func count(_ value: Value, _ what: String) throws -> Value {
        let number = try whole(value)
        if try Operations.ordered(.less, number, .int(0)) {
            throw ScriptError("ValueError", "\(what) must be a non-negative integer")
        }
        return number
    }

    /// n·(n − 1)·…, k factors.
    private static func falling(_ n: Value, _ k: Int, _ interpreter: Interpreter) throws -> Value {
        var result = Value.int(1)
        for step in 0..<k {
            try interpreter.interruption.check()
            result = try Operations.binary(.multiply, result, Operations.binary(.subtract, n, .int(step)))
        }
        return result
    }

    /// A number as a float. - Throws: TypeError for anything else.
    private static func number(_ value: Value) throws -> Double {
        guard let number = try Double.from(value) else {
            throw ScriptError("TypeError", "must be real number, not \(value.typeName)")
        }
        return number
    }

    /// A whole number of any size. - Throws: TypeError for anything else.
    private static func whole(_ value: Value) throws -> Value {
        value.bigInteger != nil ? value : .int(try Operations.requireIndex(value))
    }

    package static func make() -> ModuleValue {
        let commands: [Builtin] = [
            real("sqrt", "The square root.", domain: { !($0 < 0) }) { $0.squareRoot() },
            real("exp", "e to a power.") { exp($0) },
            real("expm1", "e to a power, minus 1.") { expm1($0) },
            real("log1p", "The logarithm of 1 + x.", domain: { !($0 <= -1) }) { log1p($0) },
            logarithm("log2", "The logarithm to base 2.", .two),
            logarithm("log10", "The logarithm to base 10.", .ten),
            real("sin", "The sine.", domain: { !$0.isInfinite }) { sin($0) },
            real("cos", "The cosine.", domain: { !$0.isInfinite }) { cos($0) },
            real("tan", "The tangent.", domain: { !$0.isInfinite }) { tan($0) },
            real("asin", "The arc sine.", domain: { !(abs($0) > 1) }) { asin($0) },
            real("acos", "The arc cosine.", domain: { !(abs($0) > 1) }) { acos($0) },
            real("atan", "The arc tangent.") { atan($0) },
            real("sinh", "The hyperbolic sine.") { sinh($0) },
            real("cosh", "The hyperbolic cosine.") { cosh($0) },
            real("tanh", "The hyperbolic tangent.") { tanh($0) },
            real("erf", "The error function.") { erf($0) },
            real("erfc", "The complementary error function.") { erfc($0) },
            real("gamma", "The gamma function.") { tgamma($0) },
            real("lgamma", "The logarithm of the gamma function.") { lgamma($0) },
            real("fabs", "The absolute value of a number.") { abs($0) },
            real("radians", "Converts degrees to radians.") { $0 * .pi / 180 },
            real("degrees", "Converts radians to degrees.") { $0 * 180 / .pi },
            whole("floor", "The largest integer not above x.", .down),
            whole("ceil", "The smallest integer not below x.", .up),
            whole("trunc", "The integer part.", .towardZero),
            Builtin(
                "log", group: "math", summary: "The logarithm, natural by default.",
                Parameter<Value>("x", "a number", .positionalOnly),
                Parameter<Value?>("base", "of the logarithm", default: nil, .positionalOnly)
            ) { _, x, base -> Double in
                let top = try logarithm(x, .natural)
                guard let base else { return top }
                let bottom = try logarithm(base, .natural)
                if bottom == 0 { throw ScriptError("ZeroDivisionError", "float division by zero") }
                return top / bottom
            },
            Builtin(
                "pow", group: "math", summary: "A power, as a float.", Parameter<Double>("x", "a number"),
                Parameter<Double>("y", "the power")
            ) { _, x, y -> Value in
                if x == 0, y < 0, y.isFinite { throw ScriptError("ValueError", "math domain error") }
                return try Operations.floats(.power, x, y) ?? .none
            },
            Builtin(
                "atan2", group: "math", summary: "The arc tangent of y / x, in the quadrant of the point.",
                Parameter<Double>("y", "the y of the point"),
                Parameter<Double>("x", "the x of the point")
            ) { _, y, x -> Double in atan2(y, x) },
            Builtin(
                "hypot", group: "math", summary: "The length of a vector.",
                raw: [.init("coordinates", "its parts", type: "float", .variadic)]
            ) { _, arguments in .float(length(try arguments.positional.map(number))) },
            Builtin(
                "dist", group: "math", summary: "The distance between two points.",
                Parameter<Value>("p", "a point"), Parameter<Value>("q", "a point")
            ) { _, p, q -> Double in
                let (p, q) = (try Operations.array(p).map(number), try Operations.array(q).map(number))
                if p.count != q.count {
                    throw ScriptError("ValueError", "both points must have the same number of dimensions")
                }
                return length(zip(p, q).map { $0 - $1 })
            },
            real("exp2", "2 to a power.") { exp2($0) },
            real("ulp", "The distance to the next float.") { $0.isFinite ? abs($0).ulp : abs($0) },
            Builtin(
                "nextafter", group: "math", summary: "The next float after x towards y.",
                Parameter<Double>("x", "a number"), Parameter<Double>("y", "where to")
            ) { _, x, y -> Double in nextafter(x, y) },
            Builtin(
                "remainder", group: "math", summary: "What is left of x beside the nearest multiple of y.",
                Parameter<Double>("x", "a number"), Parameter<Double>("y", "by what")
            ) { _, x, y -> Double in
                if x.isNaN || y.isNaN { return x + y }
                if x.isInfinite || y == 0 { throw ScriptError("ValueError", "math domain error") }
                return remainder(x, y)
            },
            real("cbrt", "The cube root.") { cbrt($0) },
            real("asinh", "The inverse hyperbolic sine.") { asinh($0) },
            real("acosh", "The inverse hyperbolic cosine.", domain: { !($0 < 1) }) { acosh($0) },
            real("atanh", "The inverse hyperbolic tangent.", domain: { !(abs($0) >= 1) }) { atanh($0) },
            Builtin(
                "modf", group: "math", summary: "The fractional and the integer part.",
                Parameter<Double>("x", "a number")
            ) { _, x -> Value in
                if x.isInfinite { return .tuple([.float(copysign(0, x)), .float(x)]) }
                let whole = x.rounded(.towardZero)
                return .tuple([.float(copysign(x - whole, x)), .float(whole)])
            },
            Builtin(
                "frexp", group: "math", summary: "A number as m * 2**e.", Parameter<Double>("x", "a number")
            ) { _, x -> Value in
                if x == 0 || !x.isFinite { return .tuple([.float(x), .int(0)]) }
                let parts = frexp(x)
                return .tuple([.float(parts.0), .int(Int(parts.1))])
            },
            Builtin(
                "ldexp", group: "math", summary: "The product of x and 2**i.",
                Parameter<Double>("x", "a number"),
                Parameter<Int>("i", "the power of 2")
            ) { _, x, power -> Double in
                let result = scalbn(x, max(-5000, min(5000, power)))
                if result.isInfinite, x.isFinite { throw ScriptError("OverflowError", "math range error") }
                return result
            },
            Builtin(
                "lcm", group: "math", summary: "The least common multiple.",
                raw: [.init("integers", "whole numbers", type: "int", .variadic)]
            ) { _, arguments in
                try arguments.positional.reduce(.int(1)) {
                    try BigInteger.leastCommonMultiple($0, whole($1)) ?? .none
                }
            },
            Builtin(
                "perm", group: "math", summary: "The number of ways to choose k of n in order.",
                Parameter<Value>("n", "how many there are"),
                Parameter<Value>("k", "how many to take, all if left out", default: .none)
            ) { interpreter, n, k -> Value in
                let n = try count(n, "n"), k = try k.isNone ? n : count(k, "k")
                if try Operations.ordered(.greater, k, n) { return .int(0) }
                return try falling(n, Operations.requireIndex(k), interpreter)
            },
            Builtin(
                "fmod", group: "math", summary: "The remainder with the sign of x.",
                Parameter<Double>("x", "a number"), Parameter<Double>("y", "by what")
            ) { _, x, y -> Double in
                if y == 0 || x.isInfinite { throw ScriptError("ValueError", "math domain error") }
                return fmod(x, y)
            },
            Builtin(
                "copysign", group: "math", summary: "The magnitude of x with the sign of y.",
                Parameter<Double>("x", "the size"), Parameter<Double>("y", "the sign")
            ) { _, x, y -> Double in copysign(x, y) },
            Builtin(
                "isnan", group: "math", summary: "Whether a number is NaN.",
                Parameter<Double>("x", "a number")
            ) { _, x -> Bool in x.isNaN },
            Builtin(
                "isinf", group: "math", summary: "Whether a number is infinite.",
                Parameter<Double>("x", "a number")
            ) { _, x -> Bool in x.isInfinite },
            Builtin(
                "isfinite", group: "math", summary: "Whether a number is finite.",
                Parameter<Double>("x", "a number")
            ) { _, x -> Bool in x.isFinite },
            Builtin(
                "isclose", group: "math", summary: "Whether two numbers are nearly equal.",
                Parameter<Double>("a", "a number"), Parameter<Double>("b", "a number"),
                Parameter<Double>("rel_tol", "relative tolerance", default: 1e-9, .keywordOnly),
                Parameter<Double>("abs_tol", "absolute tolerance", default: 0, .keywordOnly)
            ) { _, a, b, relative, absolute -> Bool in
                a == b
                    || (a.isFinite && b.isFinite
                        && abs(a - b) <= max(relative * max(abs(a), abs(b)), absolute))
            },
            Builtin(
                "factorial", group: "math", summary: "The factorial: the product of 1 to n.",
                Parameter<Value>("n", "a whole number")
            ) { _, value -> Value in
                let whole = try whole(value)
                guard case .int(let n) = whole else {
                    if try Operations.ordered(.less, whole, .int(0)) {
                        throw ScriptError("ValueError", "factorial() not defined for negative values")
                    }
                    throw ScriptError(
                        "OverflowError", "factorial() argument should not exceed 9223372036854775807")
                }
                if n < 0 { throw ScriptError("ValueError", "factorial() not defined for negative values") }
                return try BigInteger.factorial(n)
            },
            Builtin(
                "isqrt", group: "math", summary: "The integer square root.",
                Parameter<Value>("n", "a whole number")
            ) { _, n -> Value in
                guard let root = BigInteger.squareRoot(try whole(n)) else {
                    throw ScriptError("ValueError", "isqrt() argument must be nonnegative")
                }
                return root
            },
            Builtin(
                "gcd", group: "math", summary: "The greatest common divisor.",
                raw: [.init("integers", "whole numbers", type: "int", .variadic)]
            ) { _, arguments in
                try arguments.positional.reduce(.int(0)) {
                    BigInteger.greatestCommonDivisor($0, try whole($1)) ?? .none
                }
            },
            Builtin(
                "comb", group: "math", summary: "The number of ways to choose k of n.",
                Parameter<Value>("n", "how many there are"), Parameter<Value>("k", "how many to choose")
            ) { interpreter, n, k -> Value in
                let n = try count(n, "n"), k = try count(k, "k")
                if case .int(let all) = n, case .int(let some) = k {
                    return try BigInteger.choices(all, some)
                }
                if try Operations.ordered(.greater, k, n) { return .int(0) }
                let other = try Operations.binary(.subtract, n, k)
                let few = try Operations.requireIndex(Operations.ordered(.less, k, other) ? k : other)
                return try Operations.binary(
                    .floorDivide, falling(n, few, interpreter), BigInteger.factorial(few))
            },
            Builtin(
                "prod", group: "math", summary: "The product of the elements.",
                Parameter<Value>("iterable", "what to multiply"),
                Parameter<Value>("start", "where to begin", default: .int(1), .keywordOnly)
            ) { _, value, start -> Value in
                try Operations.array(value).reduce(start) { try Operations.binary(.multiply, $0, $1) }
            },
            Builtin(
                "fsum", group: "math", summary: "The sum, computed exactly and rounded once.",
                Parameter<Value>("iterable", "numbers")
            ) { _, values -> Double in
                var partials: [Double] = []
                for value in try Operations.array(values) {
                    var x = try number(value)
                    var kept: [Double] = []
                    for partial in partials {
                        var y = partial
                        if abs(x) < abs(y) { swap(&x, &y) }
                        let high = x + y
                        let low = y - (high - x)
                        if low != 0 { kept.append(low) }
                        x = high
                    }
                    partials = kept + [x]
                }
                return partials.reduce(0, +)
            },
        ]
        let module = ModuleValue("math", documentation: "Functions of real numbers.", commands: commands)
        for (name, value) in [
            ("pi", Double.pi), ("e", M_E), ("tau", 2 * Double.pi), ("inf", Double.infinity),
            ("nan", Double.nan),
        ] { module[name] = .float(value) }
        return module
    }

    /// The length of a vector, without overflow on the way.
    private static func length(_ parts: [Double]) -> Double {
        if parts.contains(where: \.isInfinite) { return .infinity }
        let largest = parts.map { abs($0) }.max() ?? 0
        if largest == 0 || largest.isNaN { return largest }
        if parts.count == 2 { return hypot(parts[0], parts[1]) }
        return largest * parts.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
    }
}
