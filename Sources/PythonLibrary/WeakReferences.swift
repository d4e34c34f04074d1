import Language

/// The module `_weakref`, which `weakref` stands on.
enum WeakReferences {
    static func make() -> ModuleValue {
        let module = ModuleValue(
            "_weakref", documentation: "References that keep nothing alive.", commands: [])
        module["ref"] = .type(WeakReference.type)
        return module
    }
}

/// `weakref.ref(x)`: the object as long as somebody else has it, then None.
final class WeakReference: ScriptObject {
    private weak var target: AnyObject?
    /// What makes a value of the object again.
    private let make: (AnyObject) -> Value?
    private let identity: Int

    init(_ value: Value) throws {
        switch value {
        case .instance(let instance):
            (target, make) = (instance, { ($0 as? Instance).map(Value.instance) })
        case .function(let function):
            (target, make) = (function, { ($0 as? FunctionValue).map(Value.function) })
        case .type(let type): (target, make) = (type, { ($0 as? ScriptClass).map(Value.type) })
        case .set(let set): (target, make) = (set, { ($0 as? SetValue).map(Value.set) })
        case .module(let module): (target, make) = (module, { ($0 as? ModuleValue).map(Value.module) })
        case .object(let object) where value.bigInteger == nil && value.bytes == nil:
            (target, make) = (object, { ($0 as? any ScriptObject).map(Value.object) })
        default:
            throw ScriptError("TypeError", "cannot create weak reference to '\(value.typeName)' object")
        }
        identity = ObjectIdentifier(target!).hashValue
    }

    private var value: Value { target.flatMap(make) ?? .none }

    var typeName: String { "ReferenceType" }
    var scriptClass: ScriptClass? { WeakReference.type }
    func repr() throws -> String { target == nil ? "<weakref; dead>" : "<weakref; to '\(value.typeName)'>" }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }
    var isCallable: Bool { true }
    func call(_ arguments: Arguments, _ interpreter: Interpreter) throws -> Value { value }
    func hash() throws -> Int { target == nil ? identity : try Operations.hash(value) }
    /// Two that stand for equal objects are equal; one that stands for none equals itself alone.
    func isEqual(to other: Value) throws -> Bool {
        guard case .object(let object) = other, let reference = object as? WeakReference else { return false }
        if reference === self { return true }
        guard target != nil, reference.target != nil else { return false }
        return try Operations.identicalOrEqual(value, reference.value)
    }

    static let type = ScriptClass(
        "ReferenceType", of: "weakref", isInstance: { $0 is WeakReference }
    ) { arguments, _ in
        guard let value = arguments.positional.first else {
            throw ScriptError("TypeError", "ref expected at least 1 argument, got 0")
        }
        if arguments.positional.count > 1, !arguments.positional[1].isNone {
            throw ScriptError(
                "NotImplementedError",
                "weakref.ref(x, callback) is not in Lagado: nothing runs when an object goes",
                hint: "weakref.ref(x), asked when it is needed")
        }
        return try WeakReference(value)
    }
}
