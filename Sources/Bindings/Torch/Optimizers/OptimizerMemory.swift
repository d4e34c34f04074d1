import Language
import Neural
import Tensors

/// `optimizer.state`: what is remembered of each parameter, live.
final class OptimizerMemories: DictSource {
    private let object: OptimizerObject

    init(_ object: OptimizerObject) { self.object = object }

    var holders: [Value] { [object.scriptValue] }

    private func memory(_ key: Value) -> ParameterMemory? {
        guard case .object(let given) = key, let tensor = (given as? TensorObject)?.tensor else { return nil }
        _ = try? object.optimizer.currentGroups()
        return object.optimizer.parameters.firstIndex { $0 === tensor }.map { ParameterMemory(object, $0) }
    }

    var pairs: [(key: Value, value: Value)] {
        let optimizer = object.optimizer
        return Set(optimizer.state.map(\.index)).sorted().filter(optimizer.parameters.indices.contains).map {
            index in
            (
                optimizer.parameters[index].scriptValue,
                .dict(DictValue(viewOf: ParameterMemory(object, index)))
            )
        }
    }

    /// As PyTorch's `defaultdict`: empty for a parameter of which nothing is remembered yet.
    func get(_ key: Value) throws -> Value? { memory(key).map { .dict(DictValue(viewOf: $0)) } }

    func set(_ key: Value, _ value: Value) throws {
        guard let memory = memory(key) else {
            throw ScriptError("KeyError", "optimizer.state has an entry for each of its parameters alone")
        }
        guard case .dict(let dict) = value else {
            throw ScriptError("TypeError", "the state of a parameter is a dict, not \(value.typeName)")
        }
        try memory.replace(dict.pairs)
    }

    func remove(_ key: Value) throws -> Value? {
        guard let memory = memory(key) else { return nil }
        let pairs = memory.pairs
        guard !pairs.isEmpty else { return nil }
        try memory.replace([])
        let result = DictValue()
        for (name, value) in pairs { try result.set(name, value) }
        return .dict(result)
    }
}

/// `optimizer.state[parameter]`: its tensors by name, live.
final class ParameterMemory: DictSource {
    private let object: OptimizerObject
    private var optimizer: Optimizer { object.optimizer }
    private let index: Int

    /// - Parameter index: the parameter's number through all groups.
    init(_ object: OptimizerObject, _ index: Int) { (self.object, self.index) = (object, index) }

    var holders: [Value] { [object.scriptValue] }

    /// The number of steps first, as PyTorch has it.
    func tensors() throws -> [(name: String, tensor: Tensor)] {
        let own = optimizer.state.filter { $0.index == index }
        let ordered = own.filter { $0.name == "step" } + own.filter { $0.name != "step" }
        return try ordered.map { entry in
            guard entry.name == "step" else { return (entry.name, entry.tensor) }
            return ("step", try object.shownStep(of: optimizer.parameters[index], entry.tensor.item().int))
        }
    }

    var pairs: [(key: Value, value: Value)] {
        ((try? tensors()) ?? []).map { (.string($0.name), $0.tensor.scriptValue) }
    }

    func set(_ key: Value, _ value: Value) throws {
        var now = pairs.filter { !Snapshot.isSame($0.key, key) }
        now.append((key, value))
        try replace(now)
    }

    func remove(_ key: Value) throws -> Value? {
        let now = pairs
        guard let found = now.first(where: { Snapshot.isSame($0.key, key) }) else { return nil }
        try replace(now.filter { !Snapshot.isSame($0.key, key) })
        return found.value
    }

    /// - Throws: NotImplementedError for what this optimizer has no use for: it would be lost.
    func replace(_ pairs: [(key: Value, value: Value)]) throws {
        let others = optimizer.state.filter { $0.index != index }
        let own = try pairs.map { key, value -> (index: Int, name: String, tensor: Tensor) in
            guard let name = key.text, optimizer.stateNames.contains(name) else {
                throw ScriptError(
                    "NotImplementedError",
                    "an entry \(try key.repr()) in optimizer.state is not in Lagado: \(object.kind) keeps "
                        + optimizer.stateNames.joined(separator: ", "),
                    hint: "a dict of your own, with parameters as keys")
            }
            guard let tensor = try Tensor.from(value) else {
                throw ScriptError(
                    "TypeError", "'\(name)' of optimizer.state must be a Tensor, not \(value.typeName)")
            }
            return (index, name, tensor)
        }
        try optimizer.restore(others + own, steps: optimizer.steps)
        object.shownSteps[ObjectIdentifier(optimizer.parameters[index])] = nil
    }
}

extension OptimizerObject {
    /// The number of steps of a parameter as PyTorch keeps it, a float tensor; a program may write to it.
    func shownStep(of parameter: Tensor, _ steps: Int) throws -> Tensor {
        let key = ObjectIdentifier(parameter)
        if let shown = shownSteps[key] {
            if shown.steps != steps, try shown.tensor.item().int == shown.steps {
                try shown.tensor.fill(.int(steps))
                shownSteps[key] = (shown.tensor, steps)
            }
            return shown.tensor
        }
        let tensor = try Tensor.scalar(.float(Double(steps)))
        shownSteps[key] = (tensor, steps)
        return tensor
    }

    /// Takes over numbers of steps that a program has written to, and tells the others what they are now.
    func readSteps() throws {
        guard !shownSteps.isEmpty else { return }
        var state = optimizer.state
        var isChanged = false
        for (place, entry) in state.enumerated() where entry.name == "step" {
            let key = ObjectIdentifier(optimizer.parameters[entry.index])
            guard let shown = shownSteps[key] else { continue }
            let (now, own) = (try shown.tensor.item().int, try entry.tensor.item().int)
            if now != shown.steps {
                state[place].tensor = try Tensor([Int64(now)], [])
                shownSteps[key] = (shown.tensor, now)
                isChanged = true
            } else if own != now {
                try shown.tensor.fill(.int(own))
                shownSteps[key] = (shown.tensor, own)
            }
        }
        if isChanged { try optimizer.restore(state, steps: optimizer.steps) }
    }
}
