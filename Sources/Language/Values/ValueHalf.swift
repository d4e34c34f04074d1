/// What an instance is besides its attributes where its class derives from `dict`, `list`, `str`, `int`, …:
/// a value of that type.
///
/// What the class does not define itself is asked of the value; methods of the type that are called on the
/// instance get the value (`Builtin.call`).
final class ValueHalf: Restorable {
    private(set) var value: Value
    init(_ value: Value) { self.value = value }

    var typeName: String { value.typeName }
    func repr() throws -> String { try Operations.repr(value) }
    func str() throws -> String { try Operations.str(value) }

    /// The repr; what names its type there names the class that a program has derived.
    func repr(as name: String) throws -> String {
        let text = try repr()
        switch value {
        case .set(let set):
            if !set.isFrozen, set.count > 0 { return "\(name)(\(text))" }
        case .dict(let dict): if dict.sort == nil { return text }
        case .object: if !(value.bytes != nil && value.typeName == "bytearray") { return text }
        default: return text
        }
        return name + (text.firstIndex(of: "(").map { String(text[$0...]) } ?? "")
    }
    func format(_ spec: String) throws -> String { try Format.format(value, spec) }
    func length() throws -> Int { try Operations.length(value) }
    func truth() throws -> Bool { try Operations.truth(value) }
    func iterate() throws -> ScriptIterator { try Operations.iterator(value) }
    func contains(_ element: Value) throws -> Bool { try Operations.contains(value, element) }
    func getItem(_ index: Value) throws -> Value { try Operations.item(value, index) }
    func setItem(_ index: Value, _ new: Value) throws { try Operations.setItem(value, index, new) }
    func deleteItem(_ index: Value) throws { try Operations.deleteItem(value, index) }
    func index() throws -> Int? { try Operations.index(value) }
    func number() throws -> Value? { value }
    func hash() throws -> Int { try Operations.hash(value) }
    func getAttribute(_ name: String) throws -> Value? { try Operations.attribute(value, Symbol(name)) }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject {
        ValueHalf(try memo?.copy(value) ?? CopyMemo.shallow(value))
    }
    func record(in snapshot: Snapshot) {
        let value = value
        snapshot.record(self, parts: [value]) { self.value = value }
    }

    func unary(_ operation: UnaryOperator) throws -> Value? { try Operations.unary(operation, value) }
    func binary(_ operation: BinaryOperator, _ other: Value, reflected: Bool) throws -> Value? {
        let other = other.plain
        do {
            return try Operations.binary(operation, reflected ? other : value, reflected ? value : other)
        } catch let error as ScriptError where error.isInstance(of: "TypeError") && error.range == nil {
            return nil
        }
    }
    func compare(_ operation: ComparisonOperator, _ other: Value) throws -> Value? {
        switch operation {
        case .equal: return .bool(try Operations.equal(value, other.plain))
        case .notEqual: return .bool(try !Operations.equal(value, other.plain))
        default: return try Operations.compare(operation, value, other.plain)
        }
    }
    func isEqual(to other: Value) throws -> Bool { try Operations.equal(value, other.plain) }

    /// What `list.__init__` and its kin do with the value that `__new__` has made.
    func fill(_ type: ScriptClass, _ arguments: Arguments, _ interpreter: Interpreter) throws {
        guard let constructor = type.constructor else { return }
        switch value {
        case .list, .dict, .set:
            let new = try constructor.call(interpreter, arguments)
            switch (value, new) {
            case (.list(let list), .list(let other)): list.elements = other.elements
            case (.dict(let dict), .dict(let other)):
                for (key, item) in other.pairs { try dict.set(key, item) }
                if let make = other.makeMissing { dict.makeMissing = make }
            case (.set(let set), .set(let other)) where !set.isFrozen:
                set.table.removeAll()
                for element in other.elements { try set.insert(element) }
            default: break
            }
        case .object(let object):
            guard let row = object as? ByteArrayValue else { return }
            row.bytes = try constructor.call(interpreter, arguments).bytes ?? []
        default: break
        }
    }
}

extension ScriptClass {
    /// The type of values that instances of this class are; nil for classes that derive from none.
    var valueBase: ScriptClass? {
        lineage.first { !$0.isScript && $0.constructor != nil && Types.isValueBase($0) }
    }

    /// The bare value of an instance: `__new__` of the base. What cannot change is made of the arguments,
    /// what can begins empty.
    func makeValue(_ arguments: Arguments, _ interpreter: Interpreter) throws -> ValueHalf? {
        guard let base = valueBase, let constructor = base.constructor else { return nil }
        let isFilledLater = [Types.list, Types.dict, Types.set, Types.bytearray].contains {
            base.isSubclass(of: $0)
        }
        return ValueHalf(try constructor.call(interpreter, isFilledLater ? Arguments() : arguments))
    }
}

extension Types {
    /// Whether a program's class can derive from it and its instances are values of it then.
    static func isValueBase(_ type: ScriptClass) -> Bool {
        if type === bool { return false }
        return type.lineage.contains { base in
            base === dict || base === list || base === str || base === tuple || base === int || base === float
                || base === set || base === frozenset || base === bytes || base === bytearray
        }
    }
}

extension Instance {
    /// An instance of a class that derives from a type of the language, and the value that it is.
    package convenience init(_ type: ScriptClass, value: Value) {
        self.init(type)
        native = ValueHalf(value)
    }

    /// The value that it is, where its class derives from a type of the language.
    package var plainValue: Value? { (native as? ValueHalf)?.value }
}

extension Value {
    /// What it is without the class that a program or a library has derived: the dict of an instance of
    /// `class Config(dict)`, the float of one of NumPy's.
    public var plain: Value {
        switch self {
        case .instance(let instance): return instance.plainValue ?? self
        case .object(let object): return object.plainValue ?? self
        default: return self
        }
    }

    /// What it is without the class that a program has derived; a library's object stays one.
    package var own: Value {
        if case .instance(let instance) = self, let value = instance.plainValue { return value }
        return self
    }
}
