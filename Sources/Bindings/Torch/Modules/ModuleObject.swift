import Language
import Neural
import Presentation
import Tensors

/// A module of a model in the language: one of the library's layers, or the native half of an instance whose
/// class a program built upon `nn.Module`.
open class ModuleObject: NativePart, ScriptConvertible {
    public let module: Module
    /// The class of the library, such as `Linear`.
    public let className: String
    /// The program's own instance, where this is its native half. Weak: the instance owns this object.
    public private(set) weak var owner: Instance?
    // The values behind the children, so that hooks and overridden methods of theirs are found. They keep a
    // program's instances alive; the engine's module knows only its own half of them.
    private var childValues: [String: Value] = [:]
    /// Attributes that are neither parameters nor modules nor buffers.
    private(set) var extras = DictValue()
    weak var attributeView: DictValue?
    var forwardHooks: [ModuleHook] = []
    var preHooks: [ModuleHook] = []
    var backwardHooks: [ModuleHook] = []
    var backwardPreHooks: [ModuleHook] = []
    var stateHooks = StateHooks()
    /// Functions that compute a tensor each time its name is read, by name.
    var computed: [String: Value] = [:]
    /// Told what each call gives, while somebody looks on; what it returns is the result.
    package var watch: ((Value) throws -> Value)?
    /// Tokens in the windows that a trainer has trained it on.
    package var trainedLength: Int?
    /// Makes a fresh module of the same kind and settings, where a constructor made
    /// this one: what a copy starts from.
    /// - Parameter changes: settings that are others than the constructor was told.
    var remake: ((_ changes: [(name: String, value: Value)]) throws -> ModuleObject)?
    /// Settings that a program has changed since, each with its latest value.
    var changedSettings: [(name: String, value: Value)] = []

    public required init(_ module: Module, _ className: String) {
        (self.module, self.className) = (module, className)
        (module as? ScriptModule)?.object = self
    }

    func adopt(owner: Instance) {
        self.owner = owner
        module.givenName = owner.type.name
    }

    // MARK: As a value

    open class var scriptName: String { "nn.Module" }
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

    /// The value of a child: the program's instance, or the one object that stands
    /// for a part of a library's model.
    func child(_ name: String) -> Value? {
        guard let child = module.children.first(where: { $0.name == name })?.module else { return nil }
        if let value = childValues[name], let object = try? ModuleObject.from(value), object.module === child
        {
            return value
        }
        let value = ModuleObject(child, ModuleTypes.className(of: child)).scriptValue
        childValues[name] = value
        return value
    }

    /// Names and values of the children, in order.
    package var childList: [(name: String, value: Value)] {
        module.children.compactMap { child in self.child(child.name).map { (child.name, $0) } }
    }

    func register(child name: String, _ value: Value) throws {
        guard let object = try ModuleObject.from(value) else {
            throw ScriptError("TypeError", "\(value.typeName) is not a Module subclass")
        }
        module.register(name, object.module)
        childValues[name] = value
    }

    /// Takes a parameter, buffer or child off the lists.
    func removeChild(_ name: String) {
        module.unregister(name)
        childValues[name] = nil
        if !(module is ScriptModule) { lookForStandIns() }
    }

    /// Lets the engine's module find tensors of a program under the names of parameters that were taken off.
    func lookForStandIns() {
        module.standIn = { [weak self] name in
            guard let self, let value = try? self.owner?.attribute(name) ?? self.getAttribute(name) else {
                return nil
            }
            if case .object(let object) = value { return (object as? TensorObject)?.tensor }
            return nil
        }
    }

    /// Lets the name of a child stand for nothing.
    func clear(child name: String) {
        module.put(child: name, nil)
        childValues[name] = nil
    }

    open func getAttribute(_ name: String) throws -> Value? {
        if let found = module.parameterSlots.first(where: { $0.name == name }) {
            return found.parameter?.scriptValue ?? Value.none
        }
        if module.childSlots.contains(where: { $0.name == name }) { return child(name) ?? Value.none }
        if let found = module.bufferSlots.first(where: { $0.name == name }) {
            return found.tensor?.scriptValue ?? Value.none
        }
        if name == "training" { return .bool(module.isTraining) }
        if let function = computed[name], let interpreter = Interpreter.current {
            return try Operations.call(function, Arguments(), interpreter)
        }
        if let found = extras.string(name) { return found }
        if let part = ModuleSlots.Part(rawValue: name) { return .dict(ModuleSlots.view(of: self, part)) }
        if name == "__dict__" { return .dict(attributes(of: nil)) }
        return ModuleTypes.property(of: module, name)
    }

    /// Copies the attributes that are neither parameters nor modules.
    func takeExtras(of other: ModuleObject, _ copy: (Value) throws -> Value) throws {
        for (name, value) in other.extras.pairs { try extras.set(name, copy(value)) }
    }

    open func setAttribute(_ name: String, _ value: Value) throws {
        if try adopt(name, value) { try extras.remove(.string(name)) } else { extras.setString(name, value) }
    }

    public func deleteAttribute(_ name: String) throws {
        if try extras.remove(.string(name)) != nil { return }
        guard try getAttribute(name) != nil else {
            throw ScriptError("AttributeError", "'\(typeName)' object has no attribute '\(name)'")
        }
        guard hasSlot(name) else {
            throw ScriptError(
                "AttributeError", "attribute '\(name)' of '\(typeName)' objects cannot be deleted here")
        }
        removeChild(name)
    }

    private func hasSlot(_ name: String) -> Bool {
        module.parameterSlots.contains { $0.name == name } || module.childSlots.contains { $0.name == name }
            || module.bufferSlots.contains { $0.name == name }
    }

    open var attributeNames: [String] {
        module.parameterSlots.map(\.name) + module.bufferSlots.map(\.name) + module.childSlots.map(\.name)
            + extras.pairs.compactMap(\.key.text).sorted() + ["training"]
    }

    public func adopt(_ name: String, _ value: Value, owner: Instance) throws -> Bool {
        try adopt(name, value)
    }

    /// Keeps parameters, modules and buffers in the engine's module, by PyTorch's rules for `module.name =
    /// value`; anything else is the program's own.
    private func adopt(_ name: String, _ value: Value) throws -> Bool {
        if name == "training" {
            module.setTraining(try Operations.truth(value))
            return true
        }
        var tensor: Tensor?
        if case .object(let object) = value { tensor = (object as? TensorObject)?.tensor }
        let isParameter = module.parameterSlots.contains { $0.name == name }
        if let tensor, tensor.isParameter {
            if !isParameter { removeChild(name) }
            module.register(name, tensor)
            return true
        }
        if isParameter {
            guard value.isNone else {
                throw refusal(value, "parameter '\(name)' (torch.nn.Parameter or None", "nn.Parameter(…)")
            }
            module.put(parameter: name, nil)
            return true
        }
        let isChild = module.childSlots.contains { $0.name == name }
        if try ModuleObject.from(value) != nil {
            if !isChild { removeChild(name) }
            try register(child: name, value)
            return true
        }
        if isChild {
            guard value.isNone else {
                throw refusal(value, "child module '\(name)' (torch.nn.Module or None")
            }
            clear(child: name)
            return true
        }
        if module.bufferSlots.contains(where: { $0.name == name }) {
            guard value.isNone || tensor != nil else {
                throw refusal(value, "buffer '\(name)' (torch.nn.Buffer, torch.Tensor or None")
            }
            module.register(buffer: name, tensor)
            return true
        }
        if tensor == nil { try changeSetting(name, value) }
        return false
    }

    private func refusal(_ value: Value, _ what: String, _ hint: String? = nil) -> ScriptError {
        let kind =
            (try? Tensor.from(value)).flatMap { $0 }.map { $0.dtype.tensorName }
            ?? value.typeName
        return ScriptError("TypeError", "cannot assign '\(kind)' as \(what) expected)", hint: hint)
    }

    /// `dropout.p = 0.2`: what a constructor was told changes as if it had been told so.
    ///
    /// - Throws: NotImplementedError where the module cannot change that, what the
    ///   constructor throws at the value.
    private func changeSetting(_ name: String, _ value: Value) throws {
        guard !(module is ScriptModule), !isContainer, ModuleTypes.isSetting(name, of: self) else { return }
        if let now = ModuleTypes.property(of: module, name), try Operations.identicalOrEqual(now, value) {
            return
        }
        // The fresh module's random numbers are thrown away, and the generator does not notice.
        let before = Generator.standard.snapshot
        defer { Generator.standard.snapshot = before }
        let changes = changedSettings.filter { $0.name != name } + [(name, value)]
        guard let remake, module.takeSettings(from: try remake(changes).module) else {
            throw ScriptError(
                "NotImplementedError",
                "setting '\(name)' of a \(className) that is there already is not in Lagado",
                hint: "a new module: nn.\(className)(…)")
        }
        changedSettings = changes
    }

    // MARK: As a dict

    /// `vars(module)`: live.
    func attributes(of owner: Instance?) -> DictValue {
        if let attributeView { return attributeView }
        let view = DictValue(viewOf: ModuleAttributes(self, owner))
        attributeView = view
        return view
    }

    public func attributeDictionary(of owner: Instance) -> DictValue? { attributes(of: owner) }

    public func classChanged(of owner: Instance) { module.givenName = owner.type.name }

    /// A copy with its numbers, of a model that is copied as a whole; nil for a
    /// module that is copied part by part.
    open func wholeCopy() throws -> ModuleObject? { nil }

    // MARK: Calling

    public func call(_ arguments: Arguments, _ interpreter: Interpreter) throws -> Value {
        let me = scriptValue
        guard let forward = try Operations.attribute(me, ModuleObject.forward) else {
            throw ScriptError(
                "NotImplementedError", "Module [\(typeName)] is missing the required \"forward\" function",
                hint: "def forward(self, x): …")
        }
        guard let watch = interpreter.watch, let watch = watch as? any ModuleWatch else {
            return try pass(me, forward, arguments, interpreter)
        }
        return try watch.module(self, arguments) { try pass(me, forward, arguments, interpreter) }
    }

    private func pass(_ me: Value, _ forward: Value, _ arguments: Arguments, _ interpreter: Interpreter)
        throws -> Value
    {
        if preHooks.isEmpty && forwardHooks.isEmpty && backwardHooks.isEmpty && watch == nil
            && backwardPreHooks.isEmpty
        {
            return try Operations.call(forward, arguments, interpreter)
        }
        let result = try callWithHooks(me, forward, arguments, interpreter)
        return try watch?(result) ?? result
    }

    private static let forward = Symbol("forward")
}

/// Is told, beside what a `CallWatch` is told, which modules a program calls.
public protocol ModuleWatch: CallWatch {
    /// A module is called; `body` runs its `forward` and its hooks.
    func module(_ module: ModuleObject, _ arguments: Arguments, _ body: () throws -> Value) throws -> Value
}

extension ModuleObject: Restorable {
    public func record(in snapshot: Snapshot) {
        let (children, hooks, preHooks, backward) = (childValues, forwardHooks, self.preHooks, backwardHooks)
        let (settings, name, length) = (changedSettings, module.givenName, trainedLength)
        let (backwardPre, state, computed) = (backwardPreHooks, stateHooks, computed)
        let around: [ModuleHook] = hooks + preHooks + backward
        let functions: [Value] =
            (around + backwardPre + state.all).map { $0.function } + Array(computed.values)
        let parts = Array(children.values) + [.dict(extras)] + functions
        let parameters = module.namedParameters().map { TensorSnapshot($0.parameter) }
        let buffers = module.namedBuffers().map { TensorSnapshot($0.tensor) }
        let modules = module.namedModules().map(\.module), training = modules.map(\.isTraining)
        let hookCounts = [hooks.count, preHooks.count, backward.count]
        snapshot.record(self, parts: parts) { [self] in
            (childValues, forwardHooks, self.preHooks, backwardHooks) = (children, hooks, preHooks, backward)
            (module.givenName, trainedLength) = (name, length)
            (backwardPreHooks, stateHooks, self.computed) = (backwardPre, state, computed)
            restore(settings: settings)
        } change: { [self] in
            let now = module.namedModules().map(\.module)
            if !now.elementsEqual(modules, by: ===) { return "has other modules in it" }
            let same = module.namedParameters().map(\.parameter).elementsEqual(parameters) {
                $0 === $1.tensor
            }
            if !same { return "has other parameters" }
            if now.map(\.isTraining) != training { return "was switched between train() and eval()" }
            if [forwardHooks.count, self.preHooks.count, backwardHooks.count] != hookCounts {
                return "has other hooks"
            }
            if let movement = try TensorSnapshot.movement(parameters) { return movement }
            let moved = buffers.filter { !$0.isUntouched }.count
            return moved == 0 ? nil : "\(Formatting.count(moved, "buffer")) changed"
        }
        for (_, part) in module.namedModules() { snapshot.record(part) }
    }

    private func restore(settings: [(name: String, value: Value)]) {
        let isSame = settings.elementsEqual(changedSettings) {
            $0.name == $1.name && Snapshot.isSame($0.value, $1.value)
        }
        if isSame { return }
        let now = Generator.standard.snapshot
        defer { Generator.standard.snapshot = now }
        if let remake, let before = try? remake(settings) { _ = module.takeSettings(from: before.module) }
        changedSettings = settings
    }
}

/// The engine's half of a module whose class a program wrote: calling it calls the program's `forward`.
package final class ScriptModule: Module {
    weak var object: ModuleObject?

    /// The class's name as it is now: a program may change it.
    package override var typeName: String { object?.typeName ?? super.typeName }

    /// A class of a program may say it in its own way.
    package override var text: String {
        guard let owner = object?.owner, let method = owner.type.attribute("__repr__"),
            let interpreter = Interpreter.current
        else { return super.text }
        if case .builtin = method { return super.text }
        let shown = try? Operations.call(method, Arguments([.instance(owner)]), interpreter).text
        return (shown ?? nil) ?? super.text
    }

    package override var details: String {
        guard let object, let interpreter = Interpreter.current,
            let method = try? Operations.attribute(object.scriptValue, Symbol("extra_repr")),
            let text = try? Operations.call(method, Arguments(), interpreter).text
        else { return "" }
        return text
    }

    package override func callAsFunction(_ x: Tensor) throws -> Tensor {
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
