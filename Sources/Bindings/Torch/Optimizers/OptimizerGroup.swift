import Neural
import Language
import Tensors

/// One entry of `param_groups`, as a live dict: settings are read from the engine's group and written to it;
/// the list of parameters, and what a program keeps beside them, stand here.
final class OptimizerGroup: DictSource {
    let group: ParameterGroup
    private weak var owner: OptimizerObject?
    /// All keys in order. A setting's value is the one that was written last, so that it looks as it was
    /// written as long as it says what the engine's group says.
    private let stored: DictValue

    /// A group with what a dict says.
    ///
    /// - Throws: as `set` does.
    private init(_ stored: DictValue, owner: OptimizerObject, _ group: ParameterGroup) {
        (self.stored, self.owner, self.group) = (stored, owner, group)
    }

    /// The group behind an entry of `param_groups`; a dict that a program has put there becomes one.
    ///
    /// - Throws: TypeError for what is no dict, KeyError for a dict without a setting, and as `set` does.
    static func of(_ element: Value, _ owner: OptimizerObject) throws -> OptimizerGroup {
        guard case .dict(let dict) = element else {
            throw ScriptError("TypeError", "param_groups holds dicts, not a \(element.typeName)")
        }
        if let known = dict.source as? OptimizerGroup { return known }
        let stored = DictValue()
        for (key, value) in dict.pairs { try stored.set(key, value) }
        let made = OptimizerGroup(stored, owner: owner, ParameterGroup([], OptimizerSettings()))
        try made.takeSettings()
        dict.become(viewOf: made)
        return made
    }

    /// What a snapshot has to keep beside the engine's group.
    var contents: Value { .dict(stored) }

    // MARK: As a dict

    var holders: [Value] { (owner.map { [$0.scriptValue] } ?? []) + [contents] }

    var pairs: [(key: Value, value: Value)] { stored.pairs.map { ($0.key, shown($0.key, $0.value)) } }

    func get(_ key: Value) throws -> Value? { try stored.get(key).map { shown(key, $0) } }

    /// - Throws: TypeError and ValueError for what cannot be a setting, NotImplementedError for one that is
    ///   not in Lagado.
    func set(_ key: Value, _ value: Value) throws {
        if let name = key.text { try take(name, value) }
        try stored.set(key, value)
    }

    func remove(_ key: Value) throws -> Value? {
        guard let value = try get(key) else { return nil }
        try stored.remove(key)
        return value
    }

    // MARK: Settings

    /// The engine's names of what stands under a key: two for `betas`, none for what is no setting.
    private func names(_ key: String) -> [String] {
        guard let names = owner.map({ type(of: $0.optimizer).settingNames }) else { return [] }
        if key == "betas", names.contains("beta1") { return ["beta1", "beta2"] }
        return names.contains(key) ? [key] : []
    }

    /// The value as it was written, or what the engine says where that has changed since.
    private func shown(_ key: Value, _ value: Value) -> Value {
        guard let key = key.text else { return value }
        let names = names(key), now = names.compactMap { group.settings[$0] }
        guard !now.isEmpty, let written = try? numbers(key, value), written != now else { return value }
        switch value {
        case .bool: return .bool(now[0] != 0)
        default: return now.count == 2 ? .tuple(now.map(Value.float)) : .float(now[0])
        }
    }

    private func numbers(_ key: String, _ value: Value) throws -> [Double] {
        func invalid() throws -> ScriptError {
            ScriptError("ValueError", "Invalid value of '\(key)' in param_groups: \(try value.repr())")
        }
        if key == "betas" {
            guard let betas = try [Double].from(value), betas.count == 2,
                betas.allSatisfy({ $0 >= 0 && $0 < 1 })
            else { throw try invalid() }
            return betas
        }
        if case .bool(let flag) = value { return [flag ? 1 : 0] }
        // A schedule that goes beyond its end may say a rate below 0, as in PyTorch.
        guard let number = try Double.from(value), number.isFinite, number >= 0 || key == "lr" else {
            throw try invalid()
        }
        return [number]
    }

    /// Entries of a group that say how PyTorch computes the same numbers, or nothing at all.
    private static let silent: Set<String> = ["params", "param_names", "initial_lr", "foreach", "fused"]

    private func take(_ key: String, _ value: Value) throws {
        guard !OptimizerGroup.silent.contains(key), let owner else { return }
        let names = names(key)
        if names.isEmpty {
            // What a program has added for itself is nobody's setting.
            guard let usual = owner.defaults.string(key),
                try Operations.truth(value) != Operations.truth(usual)
            else { return }
            throw ScriptError(
                "NotImplementedError",
                "torch.optim.\(owner.kind)(\(key)=\(try value.repr())) is not in Lagado",
                hint: "\(key)=\(try usual.repr())")
        }
        for (name, number) in zip(names, try numbers(key, value)) { group.settings[name] = number }
    }

    private func takeSettings() throws {
        for (key, value) in stored.pairs { if let name = key.text { try take(name, value) } }
    }

    /// Looks at what can have changed without a word: a setting that is a tensor or a list, one that is gone.
    ///
    /// - Throws: KeyError for a setting that is gone.
    func refresh() throws {
        guard let owner else { return }
        for (key, _) in owner.defaults.pairs {
            guard let name = key.text else { continue }
            switch stored.string(name) {
            case nil: throw Wording.missingKey(key)
            case .object?, .list?: if let value = stored.string(name) { try take(name, value) }
            default: continue
            }
        }
    }

    // MARK: Parameters

    /// The tensors of the group, as its list says now; nil where they are those that the engine has.
    ///
    /// - Throws: KeyError where the list is gone, TypeError for what is no tensor.
    func otherMembers() throws -> [Tensor]? {
        guard let params = stored.string("params") else { throw Wording.missingKey(.string("params")) }
        func tensor(_ value: Value) -> Tensor? {
            if case .object(let object) = value { return (object as? TensorObject)?.tensor }
            return nil
        }
        if case .list(let list) = params, list.elements.count == group.parameters.count,
            zip(list.elements, group.parameters).allSatisfy({ tensor($0) === $1 })
        {
            return nil
        }
        return try Operations.array(params).map { value in
            if let tensor = tensor(value) { return tensor }
            throw ScriptError(
                "TypeError", "optimizer can only optimize Tensors, but one of the params is \(value.typeName)"
            )
        }
    }
}
