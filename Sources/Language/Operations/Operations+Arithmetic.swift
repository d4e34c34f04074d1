import Foundation

extension Operations {
    /// `a operation b`.
    public static func binary(_ operation: BinaryOperator, _ a: Value, _ b: Value) throws -> Value {
        switch (a, b) {
        case (.int(let x), .int(let y)): return try integers(operation, x, y)
        case (.float(let x), .float(let y)):
            if let result = try floats(operation, x, y) { return result }
        case (.float(let x), .int(let y)):
            if let result = try floats(operation, x, Double(y)) { return result }
        case (.int(let x), .float(let y)):
            if let result = try floats(operation, Double(x), y) { return result }
        case (.bool(let x), .bool(let y)):
            switch operation {
            case .and: return .bool(x && y)
            case .or: return .bool(x || y)
            case .exclusiveOr: return .bool(x != y)
            default: return try integers(operation, x ? 1 : 0, y ? 1 : 0)
            }
        case (.bool(let x), .int), (.bool(let x), .float): return try binary(operation, .int(x ? 1 : 0), b)
        case (.int, .bool(let y)), (.float, .bool(let y)): return try binary(operation, a, .int(y ? 1 : 0))
        case (.object, _), (_, .object), (.instance, _), (_, .instance):
            if let result = try overloaded(operation, a, b) { return result }
        default: break
        }
        if let result = try containers(operation, a, b) { return result }
        throw unsupported(operation.rawValue, a, b)
    }

    static func unsupported(_ operation: String, _ a: Value, _ b: Value) -> ScriptError {
        if case .str = a, operation == "+" {
            return ScriptError(
                "TypeError", "can only concatenate str (not \"\(b.typeName)\") to str",
                hint: "an f-string joins text and numbers: f\"… {x}\"")
        }
        if case .list = a, operation == "+" {
            return ScriptError("TypeError", "can only concatenate list (not \"\(b.typeName)\") to list")
        }
        if case .tuple = a, operation == "+" {
            return ScriptError("TypeError", "can only concatenate tuple (not \"\(b.typeName)\") to tuple")
        }
        if operation == "*", a.isRow != b.isRow || a.isRow {
            return ScriptError(
                "TypeError",
                "can't multiply sequence by non-int of type '\((a.isRow ? b : a).typeName)'")
        }
        let name = operation == "**" ? "** or pow()" : operation
        return ScriptError(
            "TypeError", "unsupported operand type(s) for \(name): '\(a.typeName)' and '\(b.typeName)'")
    }

    /// The result in a machine word, or past it.
    @inline(__always)
    private static func checked(
        _ result: (partialValue: Int, overflow: Bool), _ operation: BinaryOperator, _ x: Int, _ y: Int
    ) throws -> Value {
        result.overflow ? try beyond(operation, x, y) : .int(result.partialValue)
    }

    @inline(never)
    private static func beyond(_ operation: BinaryOperator, _ x: Int, _ y: Int) throws -> Value {
        try BigInteger.binary(operation, .int(x), .int(y)) ?? .none
    }

    static func integers(_ operation: BinaryOperator, _ x: Int, _ y: Int) throws -> Value {
        switch operation {
        case .add: return try checked(x.addingReportingOverflow(y), operation, x, y)
        case .subtract: return try checked(x.subtractingReportingOverflow(y), operation, x, y)
        case .multiply: return try checked(x.multipliedReportingOverflow(by: y), operation, x, y)
        case .divide:
            if y == 0 { throw ScriptError("ZeroDivisionError", "division by zero") }
            // Both exact, so that one rounding is all there is.
            if x.magnitude <= 1 << 53, y.magnitude <= 1 << 53 { return .float(Double(x) / Double(y)) }
            return try beyond(operation, x, y)
        case .floorDivide:
            if y == 0 { throw ScriptError("ZeroDivisionError", "integer division or modulo by zero") }
            let (quotient, overflow) = x.dividedReportingOverflow(by: y)
            if overflow { return try beyond(operation, x, y) }
            return .int(quotient &* y != x && (x < 0) != (y < 0) ? quotient - 1 : quotient)
        case .remainder:
            if y == 0 { throw ScriptError("ZeroDivisionError", "integer modulo by zero") }
            if y == -1 { return .int(0) }
            let rest = x % y
            return .int(rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest)
        case .power: return try power(x, y)
        case .shiftLeft:
            if y < 0 { throw ScriptError("ValueError", "negative shift count") }
            if x == 0 { return .int(0) }
            let result = y < 64 ? x << y : 0
            if y >= 63 || result >> y != x { return try beyond(operation, x, y) }
            return .int(result)
        case .shiftRight:
            if y < 0 { throw ScriptError("ValueError", "negative shift count") }
            return .int(x >> y)
        case .and: return .int(x & y)
        case .or: return .int(x | y)
        case .exclusiveOr: return .int(x ^ y)
        case .matrixMultiply: throw unsupported("@", .int(x), .int(y))
        }
    }

    private static func power(_ base: Int, _ exponent: Int) throws -> Value {
        if exponent < 0 {
            if base == 0 {
                throw ScriptError("ZeroDivisionError", "0.0 cannot be raised to a negative power")
            }
            return .float(pow(Double(base), Double(exponent)))
        }
        var result = 1
        var factor = base
        var rest = exponent
        while true {
            if rest & 1 == 1 {
                let (product, overflow) = result.multipliedReportingOverflow(by: factor)
                if overflow { return try beyond(.power, base, exponent) }
                result = product
            }
            rest >>= 1
            if rest == 0 { return .int(result) }
            let (square, overflow) = factor.multipliedReportingOverflow(by: factor)
            if overflow { return try beyond(.power, base, exponent) }
            factor = square
        }
    }

    package static func floats(_ operation: BinaryOperator, _ x: Double, _ y: Double) throws -> Value? {
        switch operation {
        case .add: return .float(x + y)
        case .subtract: return .float(x - y)
        case .multiply: return .float(x * y)
        case .divide:
            if y == 0 { throw ScriptError("ZeroDivisionError", "float division by zero") }
            return .float(x / y)
        case .floorDivide:
            if y == 0 { throw ScriptError("ZeroDivisionError", "float floor division by zero") }
            return .float(floorDivision(x, y).quotient)
        case .remainder:
            if y == 0 { throw ScriptError("ZeroDivisionError", "float modulo") }
            return .float(floorDivision(x, y).rest)
        case .power:
            if x == 0 && y < 0 {
                throw ScriptError("ZeroDivisionError", "0.0 cannot be raised to a negative power")
            }
            if x < 0, y.isFinite, y != y.rounded() {
                throw ScriptError(
                    "ValueError", "a negative number to a fractional power is complex, which is not supported"
                )
            }
            let result = pow(x, y)
            if result.isInfinite && x.isFinite && y.isFinite {
                throw ScriptError("OverflowError", "the result is too large for a float")
            }
            return .float(result)
        default: return nil
        }
    }

    /// As CPython rounds `//` and `%` of floats.
    static func floorDivision(_ x: Double, _ y: Double) -> (quotient: Double, rest: Double) {
        var rest = fmod(x, y)
        var quotient = (x - rest) / y
        if rest != 0 {
            if (y < 0) != (rest < 0) {
                rest += y
                quotient -= 1
            }
        } else {
            rest = copysign(0, y)
        }
        if quotient != 0 {
            let whole = quotient.rounded(.down)
            quotient = quotient - whole > 0.5 ? whole + 1 : whole
        } else {
            quotient = copysign(0, x / y)
        }
        return (quotient, rest)
    }

    private static func overloaded(_ operation: BinaryOperator, _ a: Value, _ b: Value) throws -> Value? {
        let names = Names.binary(operation)
        func attempt(_ value: Value, _ other: Value, reflected: Bool) throws -> Value? {
            switch value {
            case .object(let object):
                return try CallWatching.apply(
                    operation.rawValue, reflected ? [other, value] : [value, other]
                ) {
                    try object.binary(operation, other, reflected: reflected)
                }
            case .instance(let instance):
                let name = reflected ? names.reflected : names.plain
                if let result = try callSpecial(instance, name, [other]) {
                    if case .notImplemented = result { return nil }
                    return result
                }
                return try instance.native?.binary(operation, other, reflected: reflected)
            default: return nil
            }
        }
        // A subclass's reflected method goes first, as in Python.
        if case .instance(let x) = a, case .instance(let y) = b, x.type !== y.type,
            y.type.isSubclass(of: x.type),
            let result = try attempt(b, a, reflected: true)
        {
            return result
        }
        return try attempt(a, b, reflected: false) ?? attempt(b, a, reflected: true)
    }

    private static func containers(_ operation: BinaryOperator, _ a: Value, _ b: Value) throws -> Value? {
        switch (operation, a, b) {
        case (.add, .str(let x), .str(let y)): return .str(try x.concatenated(y))
        case (_, .dict(let x), .dict(let y)) where x.sort?.combine != nil && x.sort === y.sort:
            return try x.sort?.combine?(operation, x, y)
        case (.add, .list(let x), .list(let y)):
            try Limits.check(elements: x.elements.count + y.elements.count)
            return .list(x.elements + y.elements)
        case (.add, .tuple(let x), .tuple(let y)):
            try Limits.check(elements: x.elements.count + y.elements.count)
            return (x.kind == nil ? y : x).derived(x.elements + y.elements)
        case (.multiply, .str(let text), _):
            guard let times = try index(b) else { return nil }
            return .str(try text.repeated(times))
        case (.multiply, _, .str(let text)):
            guard let times = try index(a) else { return nil }
            return .str(try text.repeated(times))
        case (.multiply, .list(let list), _):
            guard let times = try index(b) else { return nil }
            return .list(try repeated(list.elements, times))
        case (.multiply, _, .list(let list)):
            guard let times = try index(a) else { return nil }
            return .list(try repeated(list.elements, times))
        case (.multiply, .tuple(let tuple), _):
            guard let times = try index(b) else { return nil }
            return tuple.derived(try repeated(tuple.elements, times))
        case (.multiply, _, .tuple(let tuple)):
            guard let times = try index(a) else { return nil }
            return tuple.derived(try repeated(tuple.elements, times))
        case (.remainder, .str(let text), _): return .string(try PercentFormat.format(text.string, b))
        case (.or, .dict(let x), .dict(let y)):
            let result = DictValue()
            for (key, value) in x.pairs + y.pairs { try result.set(key, value) }
            return .dict(result)
        case (_, .set(let x), .set(let y)):
            let frozen = x.isFrozen
            switch operation {
            case .or: return .set(try SetValue(x.elements + y.elements, isFrozen: frozen))
            case .and: return .set(try SetValue(x.elements.filter { try y.contains($0) }, isFrozen: frozen))
            case .subtract:
                return .set(try SetValue(x.elements.filter { try !y.contains($0) }, isFrozen: frozen))
            case .exclusiveOr:
                let left = try x.elements.filter { try !y.contains($0) }
                let right = try y.elements.filter { try !x.contains($0) }
                return .set(try SetValue(left + right, isFrozen: frozen))
            default: return nil
            }
        default: return nil
        }
    }

    private static func repeated(_ elements: [Value], _ times: Int) throws -> [Value] {
        if times <= 0 || elements.isEmpty { return [] }
        let (total, overflow) = elements.count.multipliedReportingOverflow(by: times)
        try Limits.check(elements: overflow ? Int.max : total)
        if elements.count == 1 { return [Value](repeating: elements[0], count: times) }
        var result: [Value] = []
        result.reserveCapacity(total)
        for _ in 0..<times { result.append(contentsOf: elements) }
        return result
    }

    /// `a operation= b`: the value to bind again, after lists, sets and objects have changed in place.
    public static func inPlace(_ operation: BinaryOperator, _ a: Value, _ b: Value) throws -> Value {
        switch (operation, a) {
        case (.add, .list(let list)):
            let more = try array(b)
            try Limits.check(elements: list.elements.count + more.count)
            try list.checkChangeable()
            list.elements.append(contentsOf: more)
            return a
        case (.multiply, .list(let list)):
            try list.checkChangeable()
            list.elements = try repeated(list.elements, requireIndex(b))
            return a
        case (.or, .dict(let dict)) where dict.sort?.combine == nil:
            guard case .dict(let other) = b else { break }
            for (key, value) in other.pairs { try dict.set(key, value) }
            return a
        case (.or, .set(let set)) where !set.isFrozen:
            guard case .set(let other) = b else { break }
            for element in other.elements { try set.insert(element) }
            return a
        case (.subtract, .set(let set)) where !set.isFrozen:
            guard case .set(let other) = b else { break }
            for element in other.elements { try set.remove(element) }
            return a
        case (.and, .set(let set)) where !set.isFrozen:
            guard case .set(let other) = b else { break }
            for element in set.elements where try !other.contains(element) { try set.remove(element) }
            return a
        case (_, .object(let object)):
            let result = try CallWatching.apply(operation.rawValue + "=", [a, b]) {
                try object.inPlace(operation, b)
            }
            if let result { return result }
        case (_, .instance(let instance)):
            if let result = try callSpecial(instance, Names.binary(operation).inPlace, [b]) {
                if case .notImplemented = result { break }
                return result
            }
            if let own = instance.plainValue {
                // `+=` of a list changes it: the instance stays the one that it was.
                let result: Value
                do { result = try inPlace(operation, own, b.plain) } catch let error as ScriptError
                    where error.isInstance(of: "TypeError")
                { break }
                return identical(result, own) && own.canChange ? a : result
            }
            if let result = try instance.native?.inPlace(operation, b) { return result }
        default: break
        }
        do {
            return try binary(operation, a, b)
        } catch var error as ScriptError
            where error.message.hasPrefix("unsupported operand type(s) for \(operation.rawValue):")
        {
            error.message = error.message.replacingOccurrences(
                of: "for \(operation.rawValue):", with: "for \(operation.rawValue)=:")
            throw error
        }
    }

    /// `-x`, `+x`, `~x`.
    public static func unary(_ operation: UnaryOperator, _ value: Value) throws -> Value {
        switch (operation, value) {
        case (.negate, .int(let number)):
            return try checked((0).subtractingReportingOverflow(number), .subtract, 0, number)
        case (.negate, .float(let number)): return .float(-number)
        case (.plus, .int), (.plus, .float): return value
        case (.invert, .int(let number)): return .int(~number)
        case (_, .bool(let flag)): return try unary(operation, .int(flag ? 1 : 0))
        case (_, .object(let object)):
            let result = try CallWatching.apply(operation.rawValue, [value]) { try object.unary(operation) }
            if let result { return result }
        case (_, .instance(let instance)):
            let name = operation == .negate ? Names.neg : operation == .plus ? Names.pos : Names.invert
            if let result = try callSpecial(instance, name) { return result }
            if let result = try instance.native?.unary(operation) { return result }
        default: break
        }
        throw ScriptError(
            "TypeError", "bad operand type for unary \(operation.rawValue): '\(value.typeName)'")
    }
}

extension Value {
    /// Whether a number of it can be put one behind the other.
    fileprivate var isRow: Bool {
        switch self {
        case .str, .list, .tuple: return true
        default: return bytes != nil
        }
    }
}

extension Value {
    fileprivate var canChange: Bool {
        switch self {
        case .list, .dict, .set, .object: return true
        default: return false
        }
    }
}
