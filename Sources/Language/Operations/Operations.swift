/// What the language does with values: truth, length, iteration, positions. Arithmetic, comparison,
/// attributes and calls are in the extensions.
public enum Operations {
    /// `bool(x)`.
    @inline(__always)
    public static func truth(_ value: Value) throws -> Bool {
        switch value {
        case .bool(let flag): return flag
        case .int(let number): return number != 0
        default: return try slowTruth(value)
        }
    }

    @inline(never)
    private static func slowTruth(_ value: Value) throws -> Bool {
        switch value {
        case .none: return false
        case .bool(let flag): return flag
        case .int(let number): return number != 0
        case .float(let number): return number != 0
        case .str(let text): return !text.bytes.isEmpty
        case .list(let list): return !list.elements.isEmpty
        case .tuple(let tuple): return !tuple.elements.isEmpty
        case .dict(let dict): return dict.count > 0
        case .set(let set): return set.count > 0
        case .range(let range): return range.count > 0
        case .object(let object): return try object.truth()
        case .instance(let instance):
            if let result = try callSpecial(instance, Names.bool) {
                guard case .bool(let flag) = result else {
                    throw ScriptError("TypeError", "__bool__ should return bool, returned \(result.typeName)")
                }
                return flag
            }
            if let result = try callSpecial(instance, Names.len) {
                return try truth(result)
            }
            if let native = instance.native { return try native.truth() }
            return true
        default: return true
        }
    }

    /// `len(x)`.
    public static func length(_ value: Value) throws -> Int {
        switch value {
        case .str(let text): return text.count
        case .list(let list): return list.elements.count
        case .tuple(let tuple): return tuple.elements.count
        case .dict(let dict): return dict.count
        case .set(let set): return set.count
        case .range(let range): return range.count
        case .object(let object): return try object.length()
        case .type(let type): if let count = try type.behaviour?.length(type) { return count }
        case .instance(let instance):
            if let result = try callSpecial(instance, Names.len) {
                guard let count = try index(result) else {
                    throw ScriptError(
                        "TypeError", "'\(result.typeName)' object cannot be interpreted as an integer")
                }
                if count < 0 { throw ScriptError("ValueError", "__len__() should return >= 0") }
                return count
            }
            if let native = instance.native { return try native.length() }
        default: break
        }
        throw ScriptError("TypeError", "object of type '\(value.typeName)' has no len()")
    }

    /// The value as a position or count (`__index__`), nil where it is none.
    public static func index(_ value: Value) throws -> Int? {
        switch value {
        case .int(let number): return number
        case .bool(let flag): return flag ? 1 : 0
        case .object(let object): return try object.index()
        case .instance(let instance):
            if let result = try callSpecial(instance, Names.index) {
                switch result.own {
                case .int(let number): return number
                case .bool(let flag): return flag ? 1 : 0
                case .object(let object) where result.bigInteger != nil: return try object.index()
                default:
                    throw ScriptError(
                        "TypeError", "__index__ returned non-int (type \(result.typeName))")
                }
            }
            return try instance.plainValue.flatMap { try index($0) }
        default: return nil
        }
    }

    /// A count or position that must be an integer.
    public static func requireIndex(_ value: Value) throws -> Int {
        if case .int(let number) = value { return number }
        if let number = try index(value) { return number }
        throw ScriptError("TypeError", "'\(value.typeName)' object cannot be interpreted as an integer")
    }

    /// `iter(x)`.
    public static func iterator(_ value: Value) throws -> ScriptIterator {
        switch value {
        case .list(let list): return ListIterator(list)
        case .tuple(let tuple): return ArrayIterator(tuple.elements)
        case .range(let range): return RangeIterator(range)
        case .str(let text): return TextIterator(text)
        case .dict(let dict): return TableIterator(dict, .keys)
        case .set(let set): return TableIterator(set, .keys)
        case .object(let object): return try object.iterate()
        case .type(let type): if let found = try type.behaviour?.iterate(type) { return found }
        case .instance(let instance):
            if let result = try callSpecial(instance, Names.iter) {
                if case .instance(let other) = result, other.type.lookup(Names.next) != nil {
                    return InstanceIterator(other)
                }
                if case .instance = result {
                    throw ScriptError(
                        "TypeError", "iter() returned non-iterator of type '\(result.typeName)'")
                }
                return try iterator(result)
            }
            if let value = instance.plainValue { return try iterator(value) }
            if instance.type.lookup(Names.getitem) != nil { return SequenceIterator(instance) }
            if let native = instance.native { return try native.iterate() }
        default: break
        }
        throw ScriptError("TypeError", "'\(value.typeName)' object is not iterable")
    }

    /// All elements of something iterable, in order.
    public static func array(_ value: Value) throws -> [Value] {
        switch value {
        case .list(let list): return list.elements
        case .tuple(let tuple): return tuple.elements
        case .range(let range):
            try Limits.check(elements: range.count)
            return (0..<range.count).map { .int(range[$0]) }
        case .set(let set): return set.elements
        case .dict(let dict): return dict.pairs.map(\.key)
        default:
            let iterator = try iterator(value)
            var result: [Value] = []
            let interruption = Interpreter.current?.interruption
            while let element = try iterator.next() {
                if result.count & 1023 == 0 {
                    try interruption?.check()
                    try Limits.check(elements: result.count + 1)
                }
                result.append(element)
            }
            return result
        }
    }

    /// Calls a special method of an instance's class, nil where the class has none.
    static func callSpecial(_ instance: Instance, _ name: Symbol, _ arguments: [Value] = []) throws -> Value?
    {
        guard let method = instance.type.lookup(name) else { return nil }
        if method.isNone { return nil }
        if case .function(let function) = method {
            return try function.interpreter.call(function, Arguments([.instance(instance)] + arguments))
        }
        guard let interpreter = Interpreter.current else { return nil }
        return try call(method, Arguments([.instance(instance)] + arguments), interpreter)
    }
}

/// The special names that operations look for.
package enum Names {
    package static let bool = Symbol("__bool__"), len = Symbol("__len__"), index = Symbol("__index__")
    package static let iter = Symbol("__iter__"), next = Symbol("__next__"), getitem = Symbol("__getitem__")
    package static let setitem = Symbol("__setitem__"), delitem = Symbol("__delitem__")
    package static let contains = Symbol("__contains__"), call = Symbol("__call__"), new = Symbol("__init__")
    package static let repr = Symbol("__repr__"), str = Symbol("__str__"), format = Symbol("__format__")
    package static let eq = Symbol("__eq__"), ne = Symbol("__ne__"), hash = Symbol("__hash__")
    package static let lt = Symbol("__lt__"), le = Symbol("__le__"), gt = Symbol("__gt__"),
        ge = Symbol("__ge__")
    package static let neg = Symbol("__neg__"), pos = Symbol("__pos__"), invert = Symbol("__invert__")
    package static let trunc = Symbol("__trunc__"), array = Symbol("__array__")
    package static let abs = Symbol("__abs__"), int = Symbol("__int__"), float = Symbol("__float__")
    package static let enter = Symbol("__enter__"), exit = Symbol("__exit__"), round = Symbol("__round__")
    package static let getattr = Symbol("__getattr__"), setattr = Symbol("__setattr__"),
        delattr = Symbol("__delattr__"), getattribute = Symbol("__getattribute__"),
        get = Symbol("__get__"), set = Symbol("__set__"), delete = Symbol("__delete__"),
        setName = Symbol("__set_name__")
    package static let classSymbol = Symbol("__class__"), dict = Symbol("__dict__"), doc = Symbol("__doc__")
    package static let name = Symbol("__name__"), args = Symbol("args"), module = Symbol("__module__")
    package static let qualifiedName = Symbol("__qualname__")
    package static let reversed = Symbol("__reversed__"), forward = Symbol("forward")
    package static let defaultFactory = Symbol("default_factory")
    package static let stdout = Symbol("stdout"), write = Symbol("write"), flush = Symbol("flush")
    package static let notes = Symbol("__notes__"), missing = Symbol("__missing__"),
        create = Symbol("__new__")
    package static let classItem = Symbol("__class_getitem__"), initSubclass = Symbol("__init_subclass__")

    package static let operators: [BinaryOperator: (plain: Symbol, reflected: Symbol, inPlace: Symbol)] = {
        var table: [BinaryOperator: (plain: Symbol, reflected: Symbol, inPlace: Symbol)] = [:]
        let stems: [(BinaryOperator, String)] = [
            (.add, "add"), (.subtract, "sub"), (.multiply, "mul"), (.divide, "truediv"),
            (.floorDivide, "floordiv"),
            (.remainder, "mod"), (.power, "pow"), (.matrixMultiply, "matmul"), (.shiftLeft, "lshift"),
            (.shiftRight, "rshift"), (.and, "and"), (.or, "or"), (.exclusiveOr, "xor"),
        ]
        for (operation, stem) in stems {
            table[operation] = (Symbol("__\(stem)__"), Symbol("__r\(stem)__"), Symbol("__i\(stem)__"))
        }
        return table
    }()

    static func binary(_ operation: BinaryOperator) -> (plain: Symbol, reflected: Symbol, inPlace: Symbol) {
        operators[operation]!
    }

    static func comparison(_ operation: ComparisonOperator) -> Symbol {
        switch operation {
        case .equal: return eq
        case .notEqual: return ne
        case .less: return lt
        case .lessOrEqual: return le
        case .greater: return gt
        case .greaterOrEqual: return ge
        }
    }
}

/// Pulls from a script's `__next__`.
final class InstanceIterator: ScriptIterator {
    let instance: Instance
    init(_ instance: Instance) { self.instance = instance }

    override func next() throws -> Value? {
        try ended { try Operations.callSpecial(instance, Names.next) }
    }

    private var returned = Value.none

    private func ended(_ body: () throws -> Value?) throws -> Value? {
        do { return try body() } catch let error as ScriptError where error.isInstance(of: "StopIteration") {
            returned = error.exception.flatMap { ExceptionTypes.arguments($0).first } ?? .none
            return nil
        }
    }

    override func takeReturned() -> Value {
        defer { returned = .none }
        return returned
    }

    override func send(_ value: Value) throws -> Value? {
        try ended { try call("send", [value]) ?? super.send(value) }
    }

    override func raise(_ error: ScriptError) throws -> Value? {
        var error = error
        let exception = Interpreter.current?.exception(of: &error)
        return try ended {
            try call("throw", exception.map { [.instance($0)] } ?? []) ?? super.raise(error)
        }
    }

    override func close() throws { _ = try call("close", []) }

    /// Nil where the class has no such method.
    private func call(_ name: String, _ arguments: [Value]) throws -> Value? {
        guard let interpreter = Interpreter.current,
            let method = try Operations.attribute(.instance(instance), Symbol(name))
        else { return nil }
        return try Operations.call(method, Arguments(arguments), interpreter)
    }

    package override func record(in snapshot: Snapshot) {
        let returned = returned
        snapshot.record(self, parts: [.instance(instance), returned]) { self.returned = returned }
    }
}

/// Counts through a script's `__getitem__` until IndexError, as old sequences do.
final class SequenceIterator: ScriptIterator {
    let instance: Instance
    var position = 0
    init(_ instance: Instance) { self.instance = instance }

    override func next() throws -> Value? {
        do {
            position += 1
            return try Operations.callSpecial(instance, Names.getitem, [.int(position - 1)])
        } catch let error as ScriptError where error.kind == "IndexError" || error.kind == "StopIteration" {
            return nil
        }
    }

    package override func record(in snapshot: Snapshot) {
        let position = position
        snapshot.record(self, parts: [.instance(instance)]) { self.position = position }
    }
}
