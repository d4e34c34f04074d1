import CGMP
import Foundation

/// A whole number that does not fit in a machine word: to a program an `int` like any other.
///
/// What fits is always `.int`; so arithmetic stays with machine words until one overflows, and comes back
/// to them.
///
/// Sendable: a number never changes.
public final class BigInteger: @unchecked Sendable {
    private typealias Number = UnsafeMutablePointer<__mpz_struct>
    private let limbs: Number

    private init() {
        limbs = .allocate(capacity: 1)
        __gmpz_init(limbs)
    }

    private convenience init(_ value: Int) {
        self.init()
        __gmpz_set_si(limbs, value)
    }

    deinit {
        __gmpz_clear(limbs)
        limbs.deallocate()
    }

    // MARK: To and from values

    /// The number as a value: a machine word where it fits.
    private var value: Value {
        __gmpz_fits_slong_p(limbs) != 0 ? .int(__gmpz_get_si(limbs)) : .object(self)
    }

    /// Whole numbers of any size, nil for what is none.
    private static func from(_ value: Value) -> BigInteger? {
        switch value {
        case .int(let number): return BigInteger(number)
        case .bool(let flag): return BigInteger(flag ? 1 : 0)
        default: return value.bigInteger
        }
    }

    /// The number that digits are, nil where they are none.
    package static func parse(_ digits: String, radix: Int) -> Value? {
        let result = BigInteger()
        return __gmpz_set_str(result.limbs, digits, Int32(radix)) == 0 ? result.value : nil
    }

    /// A float without its fraction. - Throws: as CPython for infinity and NaN.
    static func whole(_ number: Double) throws -> Value {
        if number.isNaN { throw ScriptError("ValueError", "cannot convert float NaN to integer") }
        if number.isInfinite {
            throw ScriptError("OverflowError", "cannot convert float infinity to integer")
        }
        if let whole = Int(exactly: number.rounded(.towardZero)) { return .int(whole) }
        let result = BigInteger()
        __gmpz_set_d(result.limbs, number)
        return result.value
    }

    /// The number that bytes are, the lowest last.
    package static func from(_ bytes: [UInt8], isSigned: Bool) -> Value {
        let result = BigInteger()
        if !bytes.isEmpty { __gmpz_import(result.limbs, bytes.count, 1, 1, 0, 0, bytes) }
        if isSigned, let first = bytes.first, first >= 128 {
            let whole = BigInteger(1)
            __gmpz_mul_2exp(whole.limbs, whole.limbs, UInt(bytes.count * 8))
            __gmpz_sub(result.limbs, result.limbs, whole.limbs)
        }
        return result.value
    }

    /// The number in `count` bytes, the lowest last; nil where they are too few.
    package static func bytes(of value: Value, count: Int, isSigned: Bool) -> [UInt8]? {
        guard let given = from(value) else { return nil }
        let copy = BigInteger()
        __gmpz_set(copy.limbs, given.limbs)
        let half = isSigned ? count * 8 - 1 : count * 8
        if copy.isNegative {
            // -2**(bits - 1) is the lowest.
            guard isSigned, count > 0 else { return nil }
            let whole = BigInteger(1)
            __gmpz_mul_2exp(whole.limbs, whole.limbs, UInt(count * 8))
            __gmpz_add(copy.limbs, copy.limbs, whole.limbs)
            guard !copy.isNegative, __gmpz_sizeinbase(copy.limbs, 2) == count * 8 else { return nil }
        } else if copy.bitLength > max(0, half) {
            return nil
        }
        var result = [UInt8](repeating: 0, count: count)
        var written = 0
        let size = (copy.bitLength + 7) / 8
        if size > 0 {
            result.withUnsafeMutableBufferPointer { buffer in
                _ = __gmpz_export(buffer.baseAddress! + (count - size), &written, 1, 1, 0, 0, copy.limbs)
            }
        }
        return result
    }

    // MARK: What it is

    var isNegative: Bool { limbs.pointee._mp_size < 0 }
    private var isZero: Bool { limbs.pointee._mp_size == 0 }

    /// Bits of its size.
    package var bitLength: Int { isZero ? 0 : __gmpz_sizeinbase(limbs, 2) }

    /// Ones among the bits of its size.
    var bitCount: Int {
        let size = BigInteger()
        __gmpz_abs(size.limbs, limbs)
        return Int(__gmpz_popcount(size.limbs))
    }

    /// The digits of its size.
    func digits(radix: Int = 10, uppercase: Bool = false) -> String {
        let text = __gmpz_get_str(nil, Int32(uppercase ? -radix : radix), limbs)!
        defer { free(text) }
        let all = String(cString: text)
        return isNegative ? String(all.dropFirst()) : all
    }

    /// Digits in base 10 that a program may ask for at once, as in CPython.
    static let mostDigits = 4300

    /// The nearest float. - Throws: OverflowError past the largest.
    func double() throws -> Double {
        let (top, dropped) = BigInteger.leading(self, isExact: true)
        let result = scalbn(Double(top), dropped)
        if result.isInfinite { throw ScriptError("OverflowError", "int too large to convert to float") }
        return isNegative ? -result : result
    }

    /// The highest 64 bits of its size, the last of them set where anything was lost, and how many were
    /// dropped.
    private static func leading(_ big: BigInteger, isExact: Bool) -> (UInt64, Int) {
        let size = BigInteger()
        __gmpz_abs(size.limbs, big.limbs)
        let dropped = max(0, size.bitLength - 64)
        let isLost = !isExact || dropped > 0 && __gmpz_scan1(size.limbs, 0) < UInt(dropped)
        __gmpz_tdiv_q_2exp(size.limbs, size.limbs, UInt(dropped))
        return (UInt64(__gmpz_get_ui(size.limbs)) | (isLost ? 1 : 0), dropped)
    }

    // MARK: Arithmetic

    /// - Throws: MemoryError for a result that would take the machine.
    private static func check(bits: Int) throws {
        if bits > Limits.integerBits {
            throw ScriptError(
                "MemoryError", "an integer of \(bits == .max ? "that many" : String(bits)) bits is too large",
                hint: "a float, such as 2.0 ** 100, is as good where the last digits do not count")
        }
    }

    /// `a operation b` of two whole numbers of any size, nil for what is none.
    static func binary(_ operation: BinaryOperator, _ a: Value, _ b: Value) throws -> Value? {
        if operation == .power { return try power(a, b) }
        if operation == .shiftLeft || operation == .shiftRight { return try shifted(operation, a, b) }
        guard let x = from(a), let y = from(b) else { return nil }
        let result = BigInteger()
        switch operation {
        case .add: __gmpz_add(result.limbs, x.limbs, y.limbs)
        case .subtract: __gmpz_sub(result.limbs, x.limbs, y.limbs)
        case .multiply:
            try check(bits: x.bitLength + y.bitLength)
            __gmpz_mul(result.limbs, x.limbs, y.limbs)
        case .floorDivide:
            if y.isZero { throw ScriptError("ZeroDivisionError", "integer division or modulo by zero") }
            __gmpz_fdiv_q(result.limbs, x.limbs, y.limbs)
        case .remainder:
            if y.isZero { throw ScriptError("ZeroDivisionError", "integer modulo by zero") }
            __gmpz_fdiv_r(result.limbs, x.limbs, y.limbs)
        case .divide: return .float(try x.divided(by: y))
        case .and: __gmpz_and(result.limbs, x.limbs, y.limbs)
        case .or: __gmpz_ior(result.limbs, x.limbs, y.limbs)
        case .exclusiveOr: __gmpz_xor(result.limbs, x.limbs, y.limbs)
        default: return nil
        }
        return result.value
    }

    /// The quotient, rounded once.
    private func divided(by other: BigInteger) throws -> Double {
        if other.isZero { throw ScriptError("ZeroDivisionError", "division by zero") }
        if isZero { return 0 }
        // Enough bits in the quotient that one rounding is all that is left to do.
        let shift = 66 - (bitLength - other.bitLength)
        let (x, y, rest) = (BigInteger(), BigInteger(), BigInteger())
        __gmpz_abs(x.limbs, limbs)
        __gmpz_abs(y.limbs, other.limbs)
        let wide = shift >= 0 ? x : y
        __gmpz_mul_2exp(wide.limbs, wide.limbs, UInt(shift.magnitude))
        __gmpz_tdiv_qr(x.limbs, rest.limbs, x.limbs, y.limbs)
        let (top, dropped) = BigInteger.leading(x, isExact: rest.isZero)
        let result = scalbn(Double(top), dropped - shift)
        if result.isInfinite {
            throw ScriptError("OverflowError", "integer division result too large for a float")
        }
        return isNegative != other.isNegative ? -result : result
    }

    private static func shifted(_ operation: BinaryOperator, _ a: Value, _ b: Value) throws -> Value? {
        guard let x = from(a), let count = from(b) else { return nil }
        if count.isNegative { throw ScriptError("ValueError", "negative shift count") }
        if x.isZero { return .int(0) }
        let places = Operations.integer(b)
        let result = BigInteger()
        if operation == .shiftRight {
            guard let places else { return .int(x.isNegative ? -1 : 0) }
            __gmpz_fdiv_q_2exp(result.limbs, x.limbs, UInt(places))
        } else {
            let (bits, overflow) = x.bitLength.addingReportingOverflow(places ?? .max)
            try check(bits: overflow ? .max : bits)
            __gmpz_mul_2exp(result.limbs, x.limbs, UInt(places ?? 0))
        }
        return result.value
    }

    private static func power(_ a: Value, _ b: Value) throws -> Value? {
        guard let base = from(a), let exponent = from(b) else { return nil }
        if exponent.isNegative {
            if base.isZero {
                throw ScriptError("ZeroDivisionError", "0.0 cannot be raised to a negative power")
            }
            return try Operations.floats(.power, base.double(), exponent.double())
        }
        if exponent.isZero { return .int(1) }
        if base.bitLength <= 1 {
            let isOdd = __gmpz_tstbit(exponent.limbs, 0) != 0
            return .int(base.isZero ? 0 : base.isNegative && isOdd ? -1 : 1)
        }
        let (bits, overflow) = (base.bitLength - 1).multipliedReportingOverflow(
            by: Operations.integer(b) ?? .max)
        try check(bits: overflow ? .max : bits)
        // Square by square, so that Ctrl-C comes between two of them.
        let (result, factor) = (BigInteger(1), BigInteger())
        __gmpz_set(factor.limbs, base.limbs)
        var rest = Operations.integer(b) ?? 0
        while true {
            try Interpreter.current?.interruption.check()
            if rest & 1 == 1 { __gmpz_mul(result.limbs, result.limbs, factor.limbs) }
            rest >>= 1
            if rest == 0 { return result.value }
            __gmpz_mul(factor.limbs, factor.limbs, factor.limbs)
        }
    }

    /// `pow(base, exponent, modulus)`. - Throws: ValueError where there is no such number.
    static func power(_ base: Value, _ exponent: Value, modulus: Value) throws -> Value? {
        guard let x = from(base), let y = from(exponent), let size = from(modulus) else { return nil }
        if size.isZero { throw ScriptError("ValueError", "pow() 3rd argument cannot be 0") }
        let (result, factor) = (BigInteger(), BigInteger())
        __gmpz_set(factor.limbs, x.limbs)
        if y.isNegative, __gmpz_invert(factor.limbs, x.limbs, size.limbs) == 0 {
            throw ScriptError("ValueError", "base is not invertible for the given modulus")
        }
        let count = BigInteger()
        __gmpz_abs(count.limbs, y.limbs)
        try powm(result, factor, count, size)
        if size.isNegative, !result.isZero { __gmpz_add(result.limbs, result.limbs, size.limbs) }
        return result.value
    }

    /// `result = base**exponent % modulus`, a few bits of the exponent at a time, so that Ctrl-C comes
    /// between.
    private static func powm(
        _ result: BigInteger, _ base: BigInteger, _ exponent: BigInteger, _ modulus: BigInteger
    ) throws {
        let bits = exponent.bitLength
        // As many bits at a time as take a moment.
        let step = max(1, min(bits, (1 << 24) / max(64, modulus.bitLength)))
        guard step < bits else {
            return __gmpz_powm(result.limbs, base.limbs, exponent.limbs, modulus.limbs)
        }
        let (part, factor, squarings) = (BigInteger(), BigInteger(), BigInteger(1))
        __gmpz_mul_2exp(squarings.limbs, squarings.limbs, UInt(step))
        __gmpz_set_si(result.limbs, 1)
        for place in stride(from: (bits - 1) / step * step, through: 0, by: -step) {
            try Interpreter.current?.interruption.check()
            __gmpz_fdiv_q_2exp(part.limbs, exponent.limbs, UInt(place))
            __gmpz_fdiv_r_2exp(part.limbs, part.limbs, UInt(step))
            __gmpz_powm(result.limbs, result.limbs, squarings.limbs, modulus.limbs)
            __gmpz_powm(factor.limbs, base.limbs, part.limbs, modulus.limbs)
            __gmpz_mul(result.limbs, result.limbs, factor.limbs)
            __gmpz_mod(result.limbs, result.limbs, modulus.limbs)
        }
    }

    static func unary(_ operation: UnaryOperator, _ value: Value) -> Value? {
        guard let x = from(value) else { return nil }
        let result = BigInteger()
        switch operation {
        case .negate: __gmpz_neg(result.limbs, x.limbs)
        case .plus: return value
        case .invert: __gmpz_com(result.limbs, x.limbs)
        }
        return result.value
    }

    /// The size without the sign.
    static func magnitude(_ value: Value) -> Value? {
        guard let x = from(value) else { return nil }
        return x.isNegative ? unary(.negate, value) : value
    }

    /// The next multiple of `10**places`, half to even.
    static func rounded(_ value: Value, places: Int) throws -> Value? {
        guard let x = from(value), let unit = try power(.int(10), .int(places)).flatMap(from) else {
            return nil
        }
        let (quotient, rest) = (BigInteger(), BigInteger())
        __gmpz_fdiv_qr(quotient.limbs, rest.limbs, x.limbs, unit.limbs)
        __gmpz_mul_2exp(rest.limbs, rest.limbs, 1)
        let order = __gmpz_cmp(rest.limbs, unit.limbs)
        if order > 0 || order == 0 && __gmpz_tstbit(quotient.limbs, 0) != 0 {
            __gmpz_add_ui(quotient.limbs, quotient.limbs, 1)
        }
        __gmpz_mul(quotient.limbs, quotient.limbs, unit.limbs)
        return quotient.value
    }

    // MARK: Functions of whole numbers

    /// The greatest common divisor, nil for what is no whole number.
    package static func greatestCommonDivisor(_ a: Value, _ b: Value) -> Value? {
        guard let x = from(a), let y = from(b) else { return nil }
        let result = BigInteger()
        __gmpz_gcd(result.limbs, x.limbs, y.limbs)
        return result.value
    }

    /// The least common multiple.
    package static func leastCommonMultiple(_ a: Value, _ b: Value) throws -> Value? {
        guard let x = from(a), let y = from(b) else { return nil }
        try check(bits: x.bitLength + y.bitLength)
        let result = BigInteger()
        __gmpz_lcm(result.limbs, x.limbs, y.limbs)
        return result.value
    }

    /// The largest whole number whose square is not above one that is not negative.
    package static func squareRoot(_ value: Value) -> Value? {
        guard let x = from(value), !x.isNegative else { return nil }
        let result = BigInteger()
        __gmpz_sqrt(result.limbs, x.limbs)
        return result.value
    }

    /// The natural logarithm of a whole number of any size above 0; nil for any other value.
    package static func logarithm(_ value: Value, base: LogarithmBase) -> Double? {
        guard let x = from(value), !x.isNegative, !x.isZero else { return nil }
        // A fraction and a power of 2, as CPython does it.
        var exponent = 0
        let fraction = __gmpz_get_d_2exp(&exponent, x.limbs)
        switch base {
        case .natural: return log(fraction) + log(2) * Double(exponent)
        case .two: return log2(fraction) + Double(exponent)
        case .ten: return log10(fraction) + log10(2) * Double(exponent)
        }
    }
    package enum LogarithmBase { case natural, two, ten }

    /// The product of 1 to n. - Throws: MemoryError where it is too large.
    package static func factorial(_ n: Int) throws -> Value {
        try check(bits: n > 1 << 40 ? .max : Int(lgamma(Double(n) + 1) / M_LN2))
        let result = BigInteger()
        __gmpz_fac_ui(result.limbs, UInt(n))
        return result.value
    }

    /// The ways to choose k of n.
    package static func choices(_ n: Int, _ k: Int) throws -> Value {
        let k = min(k, n - k)
        if k < 0 { return .int(0) }
        let bits = (lgamma(Double(n) + 1) - lgamma(Double(k) + 1) - lgamma(Double(n - k) + 1)) / M_LN2
        try check(bits: bits.isFinite && bits < 1e15 ? Int(max(0, bits)) : .max)
        if k > 1 << 32 { try check(bits: .max) }
        let result = BigInteger()
        __gmpz_bin_uiui(result.limbs, UInt(n), UInt(k))
        return result.value
    }

    // MARK: Comparison

    /// -1, 0 or 1; nil where the other is no number or NaN.
    fileprivate func order(_ other: Value) -> Int? {
        if case .float(let y) = other {
            if y.isNaN { return nil }
            if y.isInfinite { return y > 0 ? -1 : 1 }
            return Int(__gmpz_cmp_d(limbs, y).signum())
        }
        guard let y = BigInteger.from(other) else { return nil }
        return Int(__gmpz_cmp(limbs, y.limbs).signum())
    }

    /// CPython's hash: the rest by the prime 2**61 - 1.
    fileprivate var hashed: Int {
        let rest = Int(__gmpz_tdiv_ui(limbs, (1 << 61) - 1))
        let result = isNegative ? -rest : rest
        return result == -1 ? -2 : result
    }
}

extension BigInteger: ScriptObject {
    public var typeName: String { "int" }
    public var scriptClass: ScriptClass? { Types.int }
    public func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }

    public func repr() throws -> String {
        if bitLength > 14200, digits().utf8.count > BigInteger.mostDigits {
            throw ScriptError(
                "ValueError",
                "Exceeds the limit (\(BigInteger.mostDigits) digits) for integer string conversion; use "
                    + "sys.set_int_max_str_digits() to increase the limit",
                hint: "hex(x) has no such limit")
        }
        return (isNegative ? "-" : "") + digits()
    }

    public func format(_ spec: String) throws -> String { try Format.whole(.big(self), spec, "int") }

    public func getAttribute(_ name: String) throws -> Value? {
        switch name {
        case "real", "numerator": return .object(self)
        case "imag": return .int(0)
        case "denominator": return .int(1)
        default: return nil
        }
    }

    public func unary(_ operation: UnaryOperator) throws -> Value? {
        BigInteger.unary(operation, .object(self))
    }

    public func binary(_ operation: BinaryOperator, _ other: Value, reflected: Bool) throws -> Value? {
        if case .float(let number) = other {
            let own = try double()
            return try Operations.floats(operation, reflected ? number : own, reflected ? own : number)
        }
        let own = Value.object(self)
        return try BigInteger.binary(operation, reflected ? other : own, reflected ? own : other)
    }

    public func compare(_ operation: ComparisonOperator, _ other: Value) throws -> Value? {
        switch other {
        case .int, .bool, .float: break
        default: if other.bigInteger == nil { return nil }
        }
        guard let order = order(other) else { return .bool(operation == .notEqual) }
        switch operation {
        case .equal: return .bool(order == 0)
        case .notEqual: return .bool(order != 0)
        case .less: return .bool(order < 0)
        case .lessOrEqual: return .bool(order <= 0)
        case .greater: return .bool(order > 0)
        case .greaterOrEqual: return .bool(order >= 0)
        }
    }

    public func isEqual(to other: Value) throws -> Bool { order(other) == 0 }
    public func hash() throws -> Int { hashed }

    /// - Throws: OverflowError: no position and no count is that large.
    public func index() throws -> Int? {
        throw ScriptError("OverflowError", "cannot fit 'int' into an index-sized integer")
    }

    public func number() throws -> Value? { .float(try double()) }
}

extension Value {
    /// A whole number that does not fit in a machine word; nil for anything else.
    package var bigInteger: BigInteger? {
        guard case .object(let object) = self else { return nil }
        return object as? BigInteger
    }
}

/// A whole number of any size, as what shows it sees it.
enum WholeNumber {
    case small(Int)
    case big(BigInteger)

    /// Nil where a value is no whole number.
    init?(_ value: Value) throws {
        if let big = value.bigInteger {
            self = .big(big)
        } else if let number = try Operations.index(value) {
            self = .small(number)
        } else {
            return nil
        }
    }

    var isNegative: Bool {
        switch self {
        case .small(let number): return number < 0
        case .big(let number): return number.isNegative
        }
    }

    /// The digits of its size. - Throws: ValueError where base 10 has too many.
    func digits(radix: Int = 10, uppercase: Bool = false) throws -> String {
        switch self {
        case .small(let number): return String(number.magnitude, radix: radix, uppercase: uppercase)
        case .big(let number):
            if radix == 10 { _ = try number.repr() }
            return number.digits(radix: radix, uppercase: uppercase)
        }
    }

    func double() throws -> Double {
        switch self {
        case .small(let number): return Double(number)
        case .big(let number): return try number.double()
        }
    }

    var value: Value {
        switch self {
        case .small(let number): return .int(number)
        case .big(let number): return .object(number)
        }
    }
}
