import Neural
import Script
import Tensors

/// A module of a model in the language: one of the library's layers, or the native half of an instance whose class a
/// program built upon `nn.Module`.
open class ModuleObject: NativePart, ScriptConvertible {
    public let module: Module
    /// The class of the library, such as `Linear`.
    public let className: String
    /// The program's own instance, where this is its native half. Weak: the instance owns this object.
    public private(set) weak var owner: Instance?
    // The values behind the children, so that hooks and overridden methods of theirs are found. They keep a program's
    // instances alive; the engine's module knows only its own half of them.
    private var childValues: [String: Value] = [:]
    private var extras: [String: Value] = [:]
    var forwardHooks: [ModuleHook] = []
    var preHooks: [ModuleHook] = []
    var backwardHooks: [ModuleHook] = []
    /// Makes a fresh module of the same kind and settings, where a constructor made this one: what a copy starts from.
    var remake: (() throws -> ModuleObject)?

    public required init(_ module: Module, _ className: String) {
        (self.module, self.className) = (module, className)
        (module as? ScriptModule)?.object = self
    }

    func adopt(owner: Instance) {
        self.owner = owner
        module.givenName = owner.type.name
    }

    // MARK: As a value

    public class var scriptName: String { "nn.Module" }
    public static func from(_ value: Value) throws -> Self? {
        switch value {
        case .object(let object): return object as? Self
        case .instance(let instance): return instance.native as? Self
        default: return nil
        }
    }
    public var scriptValue: Value { owner.map(Value.instance) ?? .object(self) }

    open var typeName: String { owner?.type.name ?? className }
    open var scriptClass: ScriptClass? { ModuleTypes.scriptClass(className) }
    open func repr() throws -> String { module.description }
    public var isCallable: Bool { true }
    public var callDeclaration: Builtin? { declaration(of: "forward") }

    // MARK: Attributes

    /// The value of a child: the program's instance, or the one object that stands for a part of a library's model.
    func child(_ name: String) -> Value? {
        guard let child = module.children.first(where: { $0.name == name })?.module else { return nil }
        if let value = childValues[name], let object = try? ModuleObject.from(value), object.module === child { return value }
        let value = ModuleObject(child, ModuleTypes.className(of: child)).scriptValue
        childValues[name] = value
        return value
    }

    /// Names and values of the children, in order.
    var childList: [(name: String, value: Value)] { module.children.compactMap { child in self.child(child.name).map { (child.name, $0) } } }

    func register(child name: String, _ value: Value) throws {
        guard let object = try ModuleObject.from(value) else {
            throw ScriptError("TypeError", "\(value.typeName) is not a Module subclass")
        }
        module.register(name, object.module)
        childValues[name] = value
    }

    func removeChild(_ name: String) {
        module.unregister(name)
        childValues[name] = nil
    }

    open func getAttribute(_ name: String) throws -> Value? {
        if let found = module.ownParameters.first(where: { $0.name == name }) { return found.parameter.scriptValue }
        if let found = child(name) { return found }
        if let found = module.buffers.first(where: { $0.name == name }) { return found.tensor.scriptValue }
        if name == "training" { return .bool(module.isTraining) }
        if let found = extras[name] { return found }
        switch name {
        case "_modules": return .dict(childList.map { ($0.name, $0.value) })
        case "_parameters": return .dict(module.ownParameters.map { ($0.name, $0.parameter.scriptValue) })
        case "_buffers": return .dict(module.buffers.map { ($0.name, $0.tensor.scriptValue) })
        default: return ModuleTypes.property(of: module, name)
        }
    }

    /// Copies the attributes that are neither parameters nor modules.
    func takeExtras(of other: ModuleObject, _ copy: (Value) throws -> Value) throws { extras = try other.extras.mapValues(copy) }

    public func setAttribute(_ name: String, _ value: Value) throws {
        if try adopt(name, value) { extras[name] = nil } else { extras[name] = value }
    }

    public func deleteAttribute(_ name: String) throws {
        if extras.removeValue(forKey: name) != nil { return }
        guard try getAttribute(name) != nil else {
            throw ScriptError("AttributeError", "'\(typeName)' object has no attribute '\(name)'")
        }
        removeChild(name)
    }

    open var attributeNames: [String] {
        module.ownParameters.map(\.name) + module.buffers.map(\.name) + module.children.map(\.name) + extras.keys.sorted() + ["training"]
    }

    public func adopt(_ name: String, _ value: Value, owner: Instance) throws -> Bool { try adopt(name, value) }

    /// Keeps parameters, modules and replaced buffers in the engine's module; anything else is the program's own.
    private func adopt(_ name: String, _ value: Value) throws -> Bool {
        let isParameter = module.ownParameters.contains { $0.name == name }
        let isChild = module.children.contains { $0.name == name }
        if case .object(let object) = value, let tensor = (object as? TensorObject)?.tensor {
            if tensor.isParameter {
                if !isParameter { removeChild(name) }
                module.register(name, tensor)
                return true
            }
            if isParameter {
                throw ScriptError(
                    "TypeError",
                    "cannot assign '\(TensorConversions.typeName(tensor.dtype))' as parameter '\(name)' (torch.nn.Parameter or None expected)",
                    hint: "nn.Parameter(…)")
            }
            if module.buffers.contains(where: { $0.name == name }) {
                module.register(buffer: name, tensor)
                return true
            }
        } else if try ModuleObject.from(value) != nil {
            if isParameter { module.unregister(name) }
            try register(child: name, value)
            return true
        }
        guard isParameter || isChild else { return false }
        guard value.isNone else {
            throw ScriptError(
                "TypeError", "cannot assign '\(value.typeName)' as \(isChild ? "child module" : "parameter") '\(name)' "
                    + "(torch.nn.\(isChild ? "Module" : "Parameter") or None expected)")
        }
        removeChild(name)
        return false
    }

    // MARK: Calling

    public func call(_ arguments: Arguments, _ interpreter: Interpreter) throws -> Value {
        let me = scriptValue
        guard let forward = try Operations.attribute(me, ModuleObject.forward) else {
            throw ScriptError(
                "NotImplementedError", "Module [\(typeName)] is missing the required \"forward\" function", hint: "def forward(self, x): …")
        }
        if preHooks.isEmpty && forwardHooks.isEmpty && backwardHooks.isEmpty { return try Operations.call(forward, arguments, interpreter) }
        return try callWithHooks(me, forward, arguments, interpreter)
    }

    private static let forward = Symbol("forward")
}

extension ModuleObject: Restorable {
    public func record(in snapshot: Snapshot) {
        let (children, own, hooks, preHooks, backward) = (childValues, extras, forwardHooks, self.preHooks, backwardHooks)
        let parts = Array(children.values) + Array(own.values) + (hooks + preHooks + backward).map(\.function)
        let parameters = module.namedParameters().map { TensorSnapshot($0.parameter) }
        snapshot.record(self, parts: parts) { [self] in
            (childValues, extras, forwardHooks, self.preHooks, backwardHooks) = (children, own, hooks, preHooks, backward)
        } change: {
            try TensorSnapshot.movement(parameters)
        }
        for (_, part) in module.namedModules() { snapshot.record(part) }
    }
}

/// The engine's half of a module whose class a program wrote: calling it calls the program's `forward`.
final class ScriptModule: Module {
    weak var object: ModuleObject?

    override var details: String {
        guard let object, let interpreter = Interpreter.current,
            let method = try? Operations.attribute(object.scriptValue, Symbol("extra_repr")),
            let text = try? Operations.call(method, Arguments(), interpreter).text
        else { return "" }
        return text
    }

    override func callAsFunction(_ x: Tensor) throws -> Tensor {
        guard let object, let interpreter = Interpreter.current else {
            throw TensorError(.runtime, "Module [\(typeName)] is no longer there")
        }
        let result = try Operations.call(object.scriptValue, Arguments([x.scriptValue]), interpreter)
        guard let tensor = try Tensor.from(result) else {
            throw TensorError(.type, "Module [\(typeName)] gave no Tensor here, but a \(result.typeName)")
        }
        return tensor
    }
}
