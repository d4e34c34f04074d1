import Foundation
import Language
import Tensors

/// What NumPy's operators give for two single numbers of one type: whole numbers wrap around, a division
/// by zero is an infinity or 0, and each is told once (`FloatingPointHandling`).
enum ScalarArithmetic {
    /// `a operation b`, both numbers of the type; nil for an operator that numbers do not have.
    static func apply(_ operation: BinaryOperator, _ a: Number, _ b: Number, _ type: DType) throws -> Value? {
        switch type.kind {
        case .bool: return try truthValues(operation, a.isTrue, b.isTrue)
        case .integer: return try wholeNumbers(operation, a.int, b.int, type)
        case .floatingPoint: return try floats(operation, a.double, b.double, type)
        }
    }

    /// `operation a`.
    static func apply(_ operation: UnaryOperator, _ a: Number, _ type: DType) throws -> Value? {
        switch (operation, type.kind) {
        case (.plus, _): return ScalarObject.value(a, type)
        case (.negate, .bool):
            throw ScriptError(
                "TypeError",
                "The numpy boolean negative, the `-` operator, is not supported, "
                    + "use the `~` operator or the logical_not function instead.", hint: "~x")
        case (.negate, .integer):
            return try wrapped((0).subtractingReportingOverflow(a.int), "negative", type)
        case (.negate, .floatingPoint): return ScalarObject.value(.float(-a.double), type)
        case (.invert, .bool): return ScalarObject.value(.bool(!a.isTrue), type)
        case (.invert, .integer): return ScalarObject.value(Number.int(~a.int).converted(to: type), type)
        case (.invert, .floatingPoint): throw unsupported("invert")
        }
    }

    private static func unsupported(_ name: String) -> ScriptError {
        ScriptError(
            "TypeError",
            "ufunc '\(name)' not supported for the input types, and the inputs could not be safely "
                + "coerced to any supported types according to the casting rule ''safe''")
    }

    /// What NumPy calls an operator.
    private static func name(_ operation: BinaryOperator) -> String {
        switch operation {
        case .add: "add"
        case .subtract: "subtract"
        case .multiply: "multiply"
        case .divide: "divide"
        case .floorDivide: "floor_divide"
        case .remainder: "remainder"
        case .power: "power"
        case .matrixMultiply: "matmul"
        case .shiftLeft: "left_shift"
        case .shiftRight: "right_shift"
        case .and: "bitwise_and"
        case .or: "bitwise_or"
        case .exclusiveOr: "bitwise_xor"
        }
    }

    // MARK: Truth values

    private static func truthValues(_ operation: BinaryOperator, _ x: Bool, _ y: Bool) throws -> Value? {
        switch operation {
        case .add, .or: return ScalarObject.value(.bool(x || y), .bool)
        case .multiply, .and: return ScalarObject.value(.bool(x && y), .bool)
        case .exclusiveOr: return ScalarObject.value(.bool(x != y), .bool)
        case .subtract:
            throw ScriptError(
                "TypeError",
                "numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, "
                    + "the `^` operator, or the logical_xor function instead.", hint: "a ^ b")
        case .divide: return try floats(operation, x ? 1 : 0, y ? 1 : 0, .float64)
        default: return try wholeNumbers(operation, x ? 1 : 0, y ? 1 : 0, .int8)
        }
    }

    // MARK: Whole numbers

    private static func wholeNumbers(_ operation: BinaryOperator, _ x: Int, _ y: Int, _ type: DType) throws
        -> Value?
    {
        let name = name(operation)
        switch operation {
        case .add: return try wrapped(x.addingReportingOverflow(y), name, type)
        case .subtract: return try wrapped(x.subtractingReportingOverflow(y), name, type)
        case .multiply: return try wrapped(x.multipliedReportingOverflow(by: y), name, type)
        case .divide: return try floats(operation, Double(x), Double(y), .float64)
        case .floorDivide, .remainder:
            if y == 0 {
                try FloatingPointHandling.report(.divide, "scalar \(name)")
                return ScalarObject.value(.int(0), type)
            }
            if operation == .remainder {
                let rest = y == -1 ? 0 : x % y
                return ScalarObject.value(.int(rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest), type)
            }
            let (quotient, overflow) = x.dividedReportingOverflow(by: y)
            if overflow { return try wrapped((x, true), name, type) }
            return try wrapped(
                (quotient &* y != x && (x < 0) != (y < 0) ? quotient - 1 : quotient, false), name, type)
        case .power: return try power(x, y, type)
        case .shiftLeft:
            let result = (0..<(8 * type.size)).contains(y) ? x << y : 0
            return ScalarObject.value(Number.int(result).converted(to: type), type)
        case .shiftRight:
            let result = (0..<(8 * type.size)).contains(y) ? x >> y : x < 0 ? -1 : 0
            return ScalarObject.value(.int(result), type)
        case .and: return ScalarObject.value(.int(x & y), type)
        case .or: return ScalarObject.value(.int(x | y), type)
        case .exclusiveOr: return ScalarObject.value(.int(x ^ y), type)
        case .matrixMultiply: return nil
        }
    }

    /// What is left of a result in the bits of its type; that something is lost is told.
    private static func wrapped(
        _ result: (partialValue: Int, overflow: Bool), _ name: String, _ type: DType
    ) throws -> Value {
        let number = Number.int(result.partialValue).converted(to: type)
        if result.overflow || number.int != result.partialValue {
            try FloatingPointHandling.report(.over, "scalar \(name)")
        }
        return ScalarObject.value(number, type)
    }

    private static func power(_ base: Int, _ exponent: Int, _ type: DType) throws -> Value {
        guard exponent >= 0 else {
            throw ScriptError(
                "ValueError", "Integers to negative integer powers are not allowed.", hint: "float(x) ** -1")
        }
        var (result, factor, rest) = (1, base, exponent)
        while rest > 0 {
            if rest & 1 == 1 { result = result &* factor }
            factor = factor &* factor
            rest >>= 1
        }
        return ScalarObject.value(Number.int(result).converted(to: type), type)
    }

    // MARK: Floats

    private static func floats(_ operation: BinaryOperator, _ x: Double, _ y: Double, _ type: DType) throws
        -> Value?
    {
        let wide: Double
        switch operation {
        // Twice the digits and a few more: rounding to the type is the only rounding that shows.
        case .add: wide = x + y
        case .subtract: wide = x - y
        case .multiply: wide = x * y
        case .divide: wide = x / y
        case .floorDivide, .remainder:
            let isQuotient = operation == .floorDivide
            if type == .float64 {
                let (quotient, rest) = divided(x, y)
                wide = isQuotient ? quotient : rest
            } else {
                let (quotient, rest) = divided(Float(x), Float(y))
                wide = Double(isQuotient ? quotient : rest)
            }
        case .power: wide = type == .float64 ? pow(x, y) : Double(pow(Float(x), Float(y)))
        case .matrixMultiply: return nil
        default: throw unsupported(name(operation))
        }
        let result = type.nearest(wide)
        if !result.isFinite, !x.isNaN, !y.isNaN {
            let name = "scalar \(name(operation))"
            if result.isNaN {
                try FloatingPointHandling.report(.invalid, name)
            } else if x.isFinite, y.isFinite {
                let isDivision = operation == .power ? x == 0 : y == 0
                try FloatingPointHandling.report(isDivision ? .divide : .over, name)
            }
        }
        return ScalarObject.value(.float(result), type)
    }

    /// `//` and `%`, rounded as NumPy rounds them.
    private static func divided<T: BinaryFloatingPoint>(_ x: T, _ y: T) -> (quotient: T, rest: T) {
        var rest = x.truncatingRemainder(dividingBy: y)
        if y == 0 { return (x / y, rest) }
        var quotient = (x - rest) / y
        if rest != 0 {
            if (y < 0) != (rest < 0) {
                rest += y
                quotient -= 1
            }
        } else {
            rest = T(signOf: y, magnitudeOf: 0)
        }
        guard quotient != 0 else { return (T(signOf: x / y, magnitudeOf: 0), rest) }
        let whole = quotient.rounded(.down)
        return (quotient - whole > 0.5 ? whole + 1 : whole, rest)
    }
}
