import Foundation

extension Operations {
    /// Guards against values nested without end; one counter for each thread.
    package static func nested<T>(_ body: () throws -> T) throws -> T {
        let depth = NestingDepth.current
        depth.value += 1
        defer { depth.value -= 1 }
        if depth.value > Limits.valueDepth { throw Wording.valueTooDeep() }
        return try body()
    }

    /// Equality as containers see it: the same object equals itself.
    public static func identicalOrEqual(_ a: Value, _ b: Value) throws -> Bool {
        try identical(a, b) || equal(a, b)
    }

    /// `a is b`.
    public static func identical(_ a: Value, _ b: Value) -> Bool {
        switch (a, b) {
        case (.none, .none), (.ellipsis, .ellipsis), (.notImplemented, .notImplemented): return true
        case (.bool(let x), .bool(let y)): return x == y
        case (.int(let x), .int(let y)): return x == y
        case (.float(let x), .float(let y)): return x.bitPattern == y.bitPattern
        case (.str(let x), .str(let y)): return x === y || (x.count <= 20 && x == y)
        case (.list(let x), .list(let y)): return x === y
        case (.tuple(let x), .tuple(let y)): return x === y || (x.elements.isEmpty && y.elements.isEmpty)
        case (.dict(let x), .dict(let y)): return x === y
        case (.set(let x), .set(let y)): return x === y
        case (.slice(let x), .slice(let y)): return x === y
        case (.range(let x), .range(let y)): return x === y
        case (.function(let x), .function(let y)): return x === y
        case (.boundMethod(let x), .boundMethod(let y)): return x === y
        case (.type(let x), .type(let y)): return x === y
        case (.instance(let x), .instance(let y)): return x === y
        case (.module(let x), .module(let y)): return x === y
        case (.builtin(let x), .builtin(let y)): return x === y
        case (.object(let x), .object(let y)): return x === y
        default: return false
        }
    }

    /// `a == b` as a plain truth value.
    public static func equal(_ a: Value, _ b: Value) throws -> Bool {
        switch (a, b) {
        case (.int(let x), .int(let y)): return x == y
        case (.str(let x), .str(let y)): return x == y
        case (.list(let x), .list(let y)):
            return try x === y || nested { try equal(x.elements, y.elements) }
        case (.tuple(let x), .tuple(let y)):
            return try x === y || nested { try equal(x.elements, y.elements) }
        case (.dict(let x), .dict(let y)):
            guard x.count == y.count else { return false }
            return try nested {
                for (key, value) in x.pairs {
                    guard let other = try y.get(key), try identicalOrEqual(value, other) else { return false }
                }
                return true
            }
        case (.set(let x), .set(let y)):
            guard x.count == y.count else { return false }
            for element in x.elements where try !y.contains(element) { return false }
            return true
        case (.range(let x), .range(let y)):
            if x.count != y.count { return false }
            return x.count == 0 || (x.start == y.start && (x.count == 1 || x.step == y.step))
        case (.slice(let x), .slice(let y)):
            return try equal(x.start, y.start) && equal(x.stop, y.stop) && equal(x.step, y.step)
        case (.boundMethod(let x), .boundMethod(let y)):
            return identical(x.receiver, y.receiver) && identical(x.function, y.function)
        case (.instance, _), (_, .instance), (.object, _), (_, .object):
            return try nested { try truth(compare(.equal, a, b)) }
        default:
            if let order = numericOrder(a, b) { return order == .some(0) }
            return identical(a, b)
        }
    }

    private static func equal(_ a: [Value], _ b: [Value]) throws -> Bool {
        guard a.count == b.count else { return false }
        for index in a.indices where try !identicalOrEqual(a[index], b[index]) { return false }
        return true
    }

    /// -1, 0 or 1 for two numbers; the inner nil means unordered (NaN), the outer that one is no number.
    static func numericOrder(_ a: Value, _ b: Value) -> Int?? {
        switch (a, b) {
        case (.float(let x), .float(let y)): return .some(order(x, y))
        case (.float(let x), _):
            guard let y = integer(b) else { return nil }
            return .some(order(y, x).map { -$0 })
        case (_, .float(let y)):
            guard let x = integer(a) else { return nil }
            return .some(order(x, y))
        default:
            guard let x = integer(a), let y = integer(b) else { return nil }
            return .some(x < y ? -1 : x > y ? 1 : 0)
        }
    }

    @inline(__always)
    package static func integer(_ value: Value) -> Int? {
        switch value {
        case .int(let number): return number
        case .bool(let flag): return flag ? 1 : 0
        default: return nil
        }
    }

    private static func order(_ x: Double, _ y: Double) -> Int? {
        x < y ? -1 : x > y ? 1 : x == y ? 0 : nil
    }

    /// Exact also where the integer does not fit in a double.
    private static func order(_ x: Int, _ y: Double) -> Int? {
        if y.isNaN { return nil }
        if x.magnitude < 1 << 53 { return order(Double(x), y) }
        if y >= 9_223_372_036_854_775_808.0 { return -1 }
        if y < -9_223_372_036_854_775_808.0 { return 1 }
        let whole = y.rounded(.down)
        let floor = Int(whole)
        if x != floor { return x < floor ? -1 : 1 }
        return y > whole ? -1 : 0
    }

    /// A comparison; objects may answer with anything.
    public static func compare(_ operation: ComparisonOperator, _ a: Value, _ b: Value) throws -> Value {
        if case .object(let object) = a {
            let result = try CallWatching.apply(operation.rawValue, [a, b]) {
                try object.compare(operation, b)
            }
            if let result { return result }
        }
        if case .instance(let instance) = a, let result = try compareInstance(operation, instance, b) {
            return result
        }
        if case .object(let object) = b {
            let result = try CallWatching.apply(operation.rawValue, [a, b]) {
                try object.compare(operation.mirrored, a)
            }
            if let result { return result }
        }
        if case .instance(let instance) = b, let result = try compareInstance(operation.mirrored, instance, a)
        {
            return result
        }
        switch operation {
        case .equal, .notEqual:
            let same: Bool
            switch (a, b) {
            case (.object(let object), _): same = try object.isEqual(to: b)
            case (_, .object(let object)): same = try object.isEqual(to: a)
            case (.instance, _), (_, .instance): same = identical(a, b)
            default: same = try equal(a, b)
            }
            return .bool(same == (operation == .equal))
        default:
            if case .set(let x) = a, case .set(let y) = b { return .bool(try subset(operation, x, y)) }
            return .bool(try ordered(operation, a, b))
        }
    }

    private static func compareInstance(
        _ operation: ComparisonOperator, _ instance: Instance, _ other: Value
    ) throws -> Value? {
        if let result = try callSpecial(instance, Names.comparison(operation), [other]) {
            if case .notImplemented = result {} else { return result }
        }
        if operation == .notEqual, let result = try callSpecial(instance, Names.eq, [other]) {
            if case .notImplemented = result {} else { return .bool(try !truth(result)) }
        }
        if let native = instance.native { return try native.compare(operation, other) }
        return nil
    }

    private static func subset(_ operation: ComparisonOperator, _ x: SetValue, _ y: SetValue) throws -> Bool {
        func within(_ small: SetValue, _ large: SetValue) throws -> Bool {
            for element in small.elements where try !large.contains(element) { return false }
            return true
        }
        switch operation {
        case .less: return try x.count < y.count && within(x, y)
        case .lessOrEqual: return try x.count <= y.count && within(x, y)
        case .greater: return try y.count < x.count && within(y, x)
        default: return try y.count <= x.count && within(y, x)
        }
    }

    /// `a < b` and its kin as a truth value.
    package static func ordered(_ operation: ComparisonOperator, _ a: Value, _ b: Value) throws -> Bool {
        func holds(_ order: Int) -> Bool {
            switch operation {
            case .less: return order < 0
            case .lessOrEqual: return order <= 0
            case .greater: return order > 0
            default: return order >= 0
            }
        }
        if let order = numericOrder(a, b) { return order.map(holds) ?? false }
        switch (a, b) {
        case (.str(let x), .str(let y)): return holds(x.compare(y))
        case (.list(let x), .list(let y)):
            return try nested { try ordered(operation, x.elements, y.elements, holds) }
        case (.tuple(let x), .tuple(let y)):
            return try nested { try ordered(operation, x.elements, y.elements, holds) }
        case (.instance, _), (_, .instance), (.object, _), (_, .object):
            if case .instance(let x) = a, let result = try compareInstance(operation, x, b) {
                return try truth(result)
            }
            if case .object(let x) = a, let result = try x.compare(operation, b) { return try truth(result) }
            if case .instance(let y) = b, let result = try compareInstance(operation.mirrored, y, a) {
                return try truth(result)
            }
            if case .object(let y) = b, let result = try y.compare(operation.mirrored, a) {
                return try truth(result)
            }
        default: break
        }
        throw ScriptError(
            "TypeError",
            "'\(operation.rawValue)' not supported between instances of '\(a.typeName)' and '\(b.typeName)'")
    }

    private static func ordered(
        _ operation: ComparisonOperator, _ a: [Value], _ b: [Value], _ holds: (Int) -> Bool
    ) throws -> Bool {
        for index in 0..<min(a.count, b.count) where try !identicalOrEqual(a[index], b[index]) {
            return try ordered(operation, a[index], b[index])
        }
        return holds(a.count < b.count ? -1 : a.count > b.count ? 1 : 0)
    }

    /// `x in container`.
    public static func contains(_ container: Value, _ value: Value) throws -> Bool {
        switch container {
        case .list(let list):
            for element in list.elements where try identicalOrEqual(element, value) { return true }
            return false
        case .tuple(let tuple):
            for element in tuple.elements where try identicalOrEqual(element, value) { return true }
            return false
        case .dict(let dict): return try dict.get(value) != nil
        case .type(let type) where type.behaviour != nil:
            if let found = try type.behaviour?.contains(type, value) { return found }
            throw ScriptError("TypeError", "argument of type 'type' is not iterable")
        case .set(let set): return try set.contains(value)
        case .str(let text):
            guard case .str(let part) = value.plain else {
                throw ScriptError(
                    "TypeError", "'in <string>' requires string as left operand, not \(value.typeName)")
            }
            return text.find(part.bytes, from: 0, to: text.bytes.count) != nil
        case .range(let range):
            let value = value.plain
            if let number = integer(value) { return range.contains(number) }
            if case .float(let number) = value, let whole = Int(exactly: number) {
                return range.contains(whole)
            }
            if case .object(let object) = value, let whole = try object.index() {
                return range.contains(whole)
            }
            return false
        case .object(let object): return try object.contains(value)
        case .instance(let instance):
            if let result = try callSpecial(instance, Names.contains, [value]) { return try truth(result) }
            if let own = instance.plainValue { return try contains(own, value) }
            if instance.type.lookup(Names.iter) == nil, instance.type.lookup(Names.getitem) == nil {
                if let native = instance.native { return try native.contains(value) }
                break
            }
            let iterator = try iterator(container)
            while let element = try iterator.next() {
                if try identicalOrEqual(element, value) { return true }
            }
            return false
        default: break
        }
        throw ScriptError("TypeError", "argument of type '\(container.typeName)' is not iterable")
    }

    /// `hash(x)`, equal for equal values: 1, 1.0 and True are one key.
    public static func hash(_ value: Value) throws -> Int {
        switch value {
        case .int(let number): return hash(number)
        case .str(let text): return text.hash
        case .bool(let flag): return flag ? 1 : 0
        case .none: return 0x1_2345_6789
        case .float(let number):
            if let whole = Int(exactly: number) { return hash(whole) }
            return FloatFormat.hash(number)
        case .tuple(let tuple):
            return try nested {
                var hash: UInt = 0x345678
                for element in tuple.elements {
                    hash = (hash ^ UInt(bitPattern: try Operations.hash(element))) &* 0x9E37_79B9_7F4A_7C15
                    hash ^= hash >> 29
                }
                return Int(bitPattern: hash)
            }
        case .set(let set) where set.isFrozen:
            return try set.elements.reduce(0x7FED) { try $0 ^ (Operations.hash($1) &* 31) }
        case .list, .dict, .set, .slice:
            throw ScriptError(
                "TypeError", "unhashable type: '\(value.typeName)'",
                hint: {
                    if case .list = value { return "use a tuple, which cannot change, as the key" }
                    return nil
                }())
        case .range(let range): return range.count &* 31 &+ range.start
        case .instance(let instance):
            if let result = try callSpecial(instance, Names.hash) {
                // A number past 64 bits is made smaller, as in Python.
                if result.bigInteger != nil { return try hash(result) }
                return try requireIndex(result)
            }
            if instance.type.lookup(Names.eq) != nil {
                throw ScriptError("TypeError", "unhashable type: '\(value.typeName)'")
            }
            if let own = instance.plainValue {
                switch own {
                case .list, .dict: throw ScriptError("TypeError", "unhashable type: '\(value.typeName)'")
                default: return try hash(own)
                }
            }
            return ObjectIdentifier(instance).hashValue
        case .object(let object): return try object.hash()
        default: return identity(value)
        }
    }

    @inline(__always)
    private static func hash(_ number: Int) -> Int {
        if number == -1 { return -2 }
        if number.magnitude < (1 << 61) - 1 { return number }
        let rest = Int(number.magnitude % ((1 << 61) - 1))
        return number < 0 ? (rest == 1 ? -2 : -rest) : rest
    }

    /// `id(x)`.
    static func identity(_ value: Value) -> Int {
        func address(_ object: AnyObject) -> Int {
            Int(bitPattern: Unmanaged.passUnretained(object).toOpaque())
        }
        switch value {
        case .none: return 1
        case .ellipsis: return 2
        case .notImplemented: return 3
        case .bool(let flag): return flag ? 5 : 4
        case .int(let number): return number &* 32 &+ 9_000_000
        case .float(let number): return Int(truncatingIfNeeded: number.bitPattern >> 1)
        case .str(let x): return address(x)
        case .list(let x): return address(x)
        case .tuple(let x): return address(x)
        case .dict(let x): return address(x)
        case .set(let x): return address(x)
        case .slice(let x): return address(x)
        case .range(let x): return address(x)
        case .function(let x): return address(x)
        case .boundMethod(let x): return address(x)
        case .type(let x): return address(x)
        case .instance(let x): return address(x)
        case .module(let x): return address(x)
        case .builtin(let x): return address(x)
        case .object(let x): return address(x)
        }
    }
}

/// How deep the printing or comparing of a value is, for each thread.
package final class NestingDepth {
    var value = 0
    /// Containers that are being printed, for `[...]`.
    package var printing: [Int] = []

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key) { pointer in
            if let pointer { Unmanaged<NestingDepth>.fromOpaque(pointer).release() }
        }
        return key
    }()

    package static var current: NestingDepth {
        if let pointer = pthread_getspecific(key) {
            return Unmanaged<NestingDepth>.fromOpaque(pointer).takeUnretainedValue()
        }
        let depth = NestingDepth()
        pthread_setspecific(key, Unmanaged.passRetained(depth).toOpaque())
        return depth
    }
}
