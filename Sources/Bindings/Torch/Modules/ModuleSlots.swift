import Language
import Neural
import Tensors

/// `module._parameters`, `_buffers`, `_modules`: the lists of the engine's module as live dicts. They take
/// what they are given without asking, as PyTorch's dicts do, short of what could not be there.
final class ModuleSlots: DictSource {
    enum Part: String { case parameters = "_parameters", buffers = "_buffers", modules = "_modules" }

    private let object: ModuleObject
    private let part: Part

    private init(_ object: ModuleObject, _ part: Part) { (self.object, self.part) = (object, part) }

    static func view(of object: ModuleObject, _ part: Part) -> DictValue {
        DictValue(viewOf: ModuleSlots(object, part))
    }

    var holders: [Value] { [object.scriptValue] }

    var pairs: [(key: Value, value: Value)] {
        let module = object.module
        switch part {
        case .parameters:
            return module.parameterSlots.map { (.string($0.name), $0.parameter?.scriptValue ?? .none) }
        case .buffers: return module.bufferSlots.map { (.string($0.name), $0.tensor?.scriptValue ?? .none) }
        case .modules: return module.childSlots.map { (.string($0.name), object.child($0.name) ?? .none) }
        }
    }

    func set(_ key: Value, _ value: Value) throws {
        guard let name = key.text else {
            throw ScriptError("TypeError", "a name in \(part.rawValue) must be a str, not \(key.typeName)")
        }
        func refusal(_ what: String) -> ScriptError {
            ScriptError("TypeError", "\(part.rawValue) holds \(what) or None here, not a \(value.typeName)")
        }
        if part == .modules {
            guard try !value.isNone && ModuleObject.from(value) == nil else {
                return value.isNone ? object.clear(child: name) : try object.register(child: name, value)
            }
            throw refusal("modules")
        }
        var tensor: Tensor?
        if case .object(let given) = value { tensor = (given as? TensorObject)?.tensor }
        guard value.isNone || tensor != nil else { throw refusal("tensors") }
        if part == .buffers {
            object.module.register(buffer: name, tensor)
        } else {
            object.module.put(parameter: name, tensor)
        }
    }

    func remove(_ key: Value) throws -> Value? {
        guard let name = key.text, let value = try get(key) else { return nil }
        object.removeChild(name)
        return value
    }
}

/// `vars(module)`: the flag, the three lists and the module's own attributes, live.
final class ModuleAttributes: DictSource {
    private let object: ModuleObject
    /// The program's instance, where the module is its native half. Weak: the instance owns the module.
    private weak var owner: Instance?

    init(_ object: ModuleObject, _ owner: Instance?) { (self.object, self.owner) = (object, owner) }

    var holders: [Value] { [object.scriptValue] }

    private static let own = ["training"] + [ModuleSlots.Part.parameters, .buffers, .modules].map(\.rawValue)

    var pairs: [(key: Value, value: Value)] {
        let own = ModuleAttributes.own.compactMap { name in
            (try? object.getAttribute(name)).flatMap { $0 }.map { (key: Value.string(name), value: $0) }
        }
        guard let owner else { return own + object.extras.pairs }
        return own
            + owner.attributeNames.compactMap { name in owner.attribute(name).map { (.string(name), $0) } }
    }

    func get(_ key: Value) throws -> Value? {
        guard let name = key.text else { return nil }
        if ModuleAttributes.own.contains(name) { return try object.getAttribute(name) }
        return owner?.attribute(name) ?? object.extras.string(name)
            ?? ModuleTypes.property(of: object.module, name)
    }

    func set(_ key: Value, _ value: Value) throws {
        guard let name = key.text else {
            throw ScriptError("TypeError", "the name of an attribute must be a str, not \(key.typeName)")
        }
        if let part = ModuleSlots.Part(rawValue: name) {
            guard case .dict(let dict) = value else {
                throw ScriptError("TypeError", "\(name) must be a dict, not \(value.typeName)")
            }
            let view = ModuleSlots.view(of: object, part)
            let pairs = dict.pairs
            for (key, _) in view.pairs { try view.remove(key) }
            for (key, value) in pairs { try view.set(key, value) }
            return
        }
        try object.setPlain(name, value, owner)
    }

    func remove(_ key: Value) throws -> Value? {
        guard let name = key.text else { return nil }
        if ModuleAttributes.own.contains(name) {
            throw ScriptError("NotImplementedError", "taking '\(name)' out of a module is not in Lagado")
        }
        if let owner, let value = owner.attribute(name) {
            owner.removeAttribute(name)
            return value
        }
        return try object.extras.remove(key)
    }
}

extension ModuleObject {
    /// Sets an attribute past the rules for parameters and modules:
    /// `vars(m)['teacher'] = model` registers nothing.
    func setPlain(_ name: String, _ value: Value, _ owner: Instance?) throws {
        if name == "training" || ModuleTypes.isSetting(name, of: self) {
            try setAttribute(name, value)
            if name == "training" || owner == nil { return }
        }
        if let owner { owner.setAttribute(name, value) } else { extras.setString(name, value) }
    }
}
