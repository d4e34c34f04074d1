import Neural
import Script
import Tensors

/// `torch.optim.AdamW(…)` and its like: one of the engine's optimizers for each group of parameters.
public final class OptimizerObject: NativeObject, ScriptConvertible {
    public let kind: String
    /// The engine's optimizers, group by group.
    public private(set) var optimizers: [Optimizer]
    /// What `param_groups` shows; programs change the learning rate here, so it is read before every step.
    private(set) var groups: [DictValue]

    init(_ kind: String, _ optimizers: [Optimizer], _ groups: [DictValue]) {
        (self.kind, self.optimizers, self.groups) = (kind, optimizers, groups)
    }

    public static var scriptName: String { "Optimizer" }
    public static func from(_ value: Value) throws -> OptimizerObject? {
        if case .object(let object) = value { return object as? OptimizerObject }
        return nil
    }
    public var scriptValue: Value { .object(self) }
    public var typeName: String { kind }
    public var scriptClass: ScriptClass? { OptimizerModules.classes[kind] }
    public var attributeNames: [String] { OptimizerObject.nativeType.propertyNames }

    public func repr() throws -> String {
        var lines = [kind + " ("]
        for (index, group) in groups.enumerated() {
            lines.append("Parameter Group \(index)")
            let settings = group.pairs.compactMap { key, value in key.text.map { ($0, value) } }.filter { $0.0 != "params" }
            for (name, value) in settings.sorted(by: { $0.0 < $1.0 }) { lines.append("    \(name): \(try value.repr())") }
        }
        return (lines + [")"]).joined(separator: "\n")
    }

    /// Takes over what a program has put into the groups.
    public func synchronise() throws {
        for (group, optimizer) in zip(groups, optimizers) {
            func number(_ name: String) throws -> Double? {
                guard let value = group.string(name) else { return nil }
                guard let number = try Double.from(value), number.isFinite, number >= 0 else {
                    throw ScriptError("ValueError", "Invalid value of '\(name)' in param_groups: \(try value.repr())")
                }
                return number
            }
            if let rate = try number("lr") { optimizer.rate = rate }
            if let decay = try number("weight_decay") { optimizer.weightDecay = decay }
            if let momentum = try number("momentum") { (optimizer as? SGD)?.momentum = momentum }
            if let adam = optimizer as? Adam, let value = group.string("betas"), let betas = try [Double].from(value), betas.count == 2 {
                adam.betas = (betas[0], betas[1])
            }
        }
    }

    /// Takes in one more group: its settings, with those of the first group where it says nothing.
    func add(_ group: DictValue) throws {
        let merged = DictValue()
        for (key, value) in groups[0].pairs where key.text != "initial_lr" { try merged.set(key, value) }
        for (key, value) in group.pairs { try merged.set(key, value) }
        guard let members = group.string("params") else { throw ScriptError("KeyError", "a parameter group is a dict with the key 'params'") }
        merged.setString("params", try Tensor.from(members) == nil ? members : .list([members]))
        let settings = merged.pairs.compactMap { key, value in key.text.map { ($0, value) } }.filter { name, _ in
            ["lr", "weight_decay", "betas", "eps", "momentum", "dampening", "nesterov", "alpha", "centered", "lr_decay", "initial_accumulator_value"].contains(name)
        }
        guard case .type(let type)? = OptimizerModules.classes[kind].map(Value.type), let native = type.native, let interpreter = Interpreter.current,
            let made = try native.construct(nil, Arguments([.list([.dict(merged)])], keywords: settings.map { ($0.0, $0.1) }), interpreter) as? OptimizerObject
        else { throw ScriptError("RuntimeError", "\(kind) takes no more groups") }
        let known = Set(optimizers.flatMap(\.parameters).map(ObjectIdentifier.init))
        guard !made.optimizers[0].parameters.contains(where: { known.contains(ObjectIdentifier($0)) }) else {
            throw ScriptError("ValueError", "some parameters appear in more than one parameter group")
        }
        made.optimizers[0].maximizes = optimizers[0].maximizes
        optimizers += made.optimizers
        groups += made.groups
    }

    private static let target = Parameter<OptimizerObject>("self", "the optimizer", .positionalOnly)

    nonisolated(unsafe) public static let nativeType = NativeType<OptimizerObject>(
        ScriptClass("Optimizer"),
        properties: [
            .init("param_groups", "The groups of parameters with their settings.") { Value.list($0.groups.map(Value.dict)) },
            .init("state", "What the optimizer remembers of each parameter.") { object in
                let state = DictValue()
                for optimizer in object.optimizers {
                    for entry in OptimizerState.entries(optimizer) where optimizer.parameters.indices.contains(entry.index) {
                        let key = optimizer.parameters[entry.index].scriptValue
                        let inner: DictValue
                        if case .dict(let known)? = try state.get(key) { inner = known } else { inner = DictValue() }
                        inner.setString(entry.name, entry.tensor.scriptValue)
                        try state.set(key, .dict(inner))
                    }
                }
                return .dict(state)
            },
        ],
        methods: [
            Builtin("step", group: "torch.optim", summary: "Moves the parameters against their gradients.", target,
                Parameter<Value>("closure", "a function that computes the loss anew", default: .none), returns: "None",
                example: "optimizer.step()", pytorch: "optimizer.step()") { interpreter, object, closure -> Value in
                let loss = closure.isNone ? Value.none : try Operations.call(closure, Arguments(), interpreter)
                try object.synchronise()
                for optimizer in object.optimizers { try optimizer.step() }
                return loss
            },
            Builtin("zero_grad", group: "torch.optim", summary: "Forgets all gradients.", target,
                Parameter<Bool>("set_to_none", "or sets them to zero", default: true), returns: "None",
                example: "optimizer.zero_grad()", pytorch: "optimizer.zero_grad(set_to_none=True)") { _, object, none -> Value in
                for optimizer in object.optimizers { try optimizer.zeroGrad(setToNone: none) }
                return .none
            },
            Builtin("add_param_group", group: "torch.optim", summary: "Takes in more parameters, with settings of their own.", target,
                Parameter<Value>("param_group", "a dict with 'params' and settings"), returns: "None",
                example: "optimizer.add_param_group({'params': head.parameters(), 'lr': 0.01})", pytorch: "optimizer.add_param_group(group)") { _, object, group -> Value in
                guard case .dict(let dict) = group else { throw ScriptError("TypeError", "param_group must be a dict, but got \(group.typeName)") }
                try object.add(dict)
                return .none
            },
            Builtin("state_dict", group: "torch.optim", summary: "Everything that going on later needs.", target, returns: "a dict",
                example: "optimizer.state_dict()['param_groups']", pytorch: "optimizer.state_dict()") { _, object -> Value in
                try OptimizerState.dictionary(object)
            },
            Builtin("load_state_dict", group: "torch.optim", summary: "Goes on where state_dict() was taken.", target,
                Parameter<Value>("state_dict", "what state_dict() gave"), returns: "None", example: "optimizer.load_state_dict(state)",
                pytorch: "optimizer.load_state_dict(state)") { _, object, state -> Value in
                try OptimizerState.restore(object, state)
                return .none
            },
        ])
}

/// An optimizer's memory as dicts, numbered through all groups as PyTorch does it.
enum OptimizerState {
    /// What an optimizer remembers, the number of steps first, as PyTorch has it.
    static func entries(_ optimizer: Optimizer) -> [(index: Int, name: String, tensor: Tensor)] {
        optimizer.state.filter { $0.name == "step" } + optimizer.state.filter { $0.name != "step" }
    }

    static func dictionary(_ object: OptimizerObject) throws -> Value {
        let state = DictValue()
        var first = 0
        var groups: [Value] = []
        for (optimizer, group) in zip(object.optimizers, object.groups) {
            for entry in entries(optimizer) {
                let key = Value.int(first + entry.index)
                let inner: DictValue
                if case .dict(let known)? = try state.get(key) { inner = known } else { inner = DictValue() }
                // PyTorch keeps the number of steps as a float tensor.
                inner.setString(entry.name, try (entry.name == "step" ? entry.tensor.to(.float32) : entry.tensor.clone()).scriptValue)
                try state.set(key, .dict(inner))
            }
            let copy = DictValue()
            for (key, value) in group.pairs where key.text != "params" { try copy.set(key, value) }
            copy.setString("params", .list((0..<optimizer.parameters.count).map { .int(first + $0) }))
            groups.append(.dict(copy))
            first += optimizer.parameters.count
        }
        return .dict([("state", .dict(state)), ("param_groups", .list(groups))])
    }

    static func restore(_ object: OptimizerObject, _ value: Value) throws {
        guard case .dict(let whole) = value, case .dict(let state)? = whole.string("state"), case .list(let groups)? = whole.string("param_groups") else {
            var error = ScriptError("TypeError", "load_state_dict() wants what state_dict() gave, not \(value.typeName)")
            error.exceptionClass = "AttributeError"
            if case .dict = value { error.exceptionClass = "KeyError" }
            throw error
        }
        guard groups.elements.count == object.groups.count else {
            throw ScriptError("ValueError", "loaded state dict has a different number of parameter groups")
        }
        var first = 0
        for (place, optimizer) in object.optimizers.enumerated() {
            let count = optimizer.parameters.count
            var entries: [(index: Int, name: String, tensor: Tensor)] = []
            for (key, inner) in state.pairs {
                guard case .int(let number) = key, number >= first, number < first + count, case .dict(let fields) = inner else { continue }
                for (name, field) in fields.pairs {
                    guard let name = name.text, let tensor = try Tensor.from(field) else { continue }
                    entries.append((number - first, name, tensor))
                }
            }
            let steps = try entries.first { $0.name == "step" }.map { try $0.tensor.item().int } ?? optimizer.steps
            try optimizer.restore(entries, steps: steps)
            if case .dict(let settings) = groups.elements[place] {
                for (key, value) in settings.pairs where key.text != "params" { try object.groups[place].set(key, value) }
            }
            first += count
        }
    }
}
