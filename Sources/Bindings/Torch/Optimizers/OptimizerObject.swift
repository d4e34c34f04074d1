import Language
import Neural
import Tensors

/// `torch.optim.AdamW(…)` and its like: one of the engine's optimizers for each group of parameters.
public final class OptimizerObject: NativeObject, ScriptConvertible {
    public let kind: String
    /// The engine's optimizers, group by group.
    public private(set) var optimizers: [Optimizer]
    /// The groups as `synchronise` last found them, one for each of the engine's optimizers.
    private(set) var groups: [DictValue]
    /// What `param_groups` shows: a program changes the list, its dicts and their lists of parameters, so
    /// all of it is read before every step.
    private(set) var list: ListValue
    /// What `defaults` shows: the settings of groups that come later.
    let defaults: DictValue
    /// Numbers of steps that a program has been shown as tensors, with what they said then.
    var shownSteps: [ObjectIdentifier: (tensor: Tensor, steps: Int)] = [:]

    init(_ kind: String, _ optimizers: [Optimizer], _ groups: [DictValue], defaults: [(String, Value)]) {
        (self.kind, self.optimizers, self.groups) = (kind, optimizers, groups)
        list = ListValue(groups.map(Value.dict))
        self.defaults = DictValue()
        for (name, value) in defaults { self.defaults.setString(name, value) }
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
        for (index, element) in list.elements.enumerated() {
            guard case .dict(let group) = element else { continue }
            lines.append("Parameter Group \(index)")
            let settings = group.pairs.compactMap { key, value in key.text.map { ($0, value) } }.filter {
                $0.0 != "params"
            }
            for (name, value) in settings.sorted(by: { $0.0 < $1.0 }) {
                lines.append("    \(name): \(try value.repr())")
            }
        }
        return (lines + [")"]).joined(separator: "\n")
    }

    /// Takes over what a program has put into the groups.
    ///
    /// - Throws: KeyError for a setting that is gone, TypeError and ValueError for what cannot be one,
    ///   NotImplementedError for one that is not there.
    public func synchronise() throws {
        try matchParameters()
        for (group, optimizer) in zip(groups, optimizers) {
            for (key, _) in defaults.pairs where group.string(key.text ?? "") == nil {
                throw ScriptError("KeyError", try key.repr())
            }
            for (key, value) in group.pairs {
                guard let name = key.text, !OptimizerObject.silent.contains(name) else { continue }
                try set(name, value, optimizer)
            }
        }
        try readSteps()
    }

    /// Entries of a group that are no settings, or settings that say how PyTorch computes the same numbers.
    private static let silent: Set<String> = ["params", "param_names", "initial_lr", "foreach", "fused"]

    private func set(_ name: String, _ value: Value, _ optimizer: Optimizer) throws {
        func invalid() throws -> ScriptError {
            ScriptError("ValueError", "Invalid value of '\(name)' in param_groups: \(try value.repr())")
        }
        if name == "betas" {
            guard let betas = try [Double].from(value), betas.count == 2,
                betas.allSatisfy({ $0 >= 0 && $0 < 1 })
            else {
                throw try invalid()
            }
            _ = (optimizer.set("beta1", betas[0]), optimizer.set("beta2", betas[1]))
            return
        }
        if case .bool(let flag) = value {
            if optimizer.set(name, flag ? 1 : 0) { return }
            let now = defaults.string(name)
            guard let now, try Operations.truth(now) == flag else {
                if now == nil { return }
                throw ScriptError(
                    "NotImplementedError",
                    "torch.optim.\(kind)(\(name)=\(flag ? "True" : "False")) is not in Lagado")
            }
            return
        }
        // What a program has added for itself is nobody's setting.
        guard defaults.string(name) != nil else { return }
        guard let number = try Double.from(value), number.isFinite, number >= 0 else { throw try invalid() }
        _ = optimizer.set(name, number)
    }

    /// The tensors of a group, as its list says now.
    private func members(_ group: DictValue) throws -> [Tensor] {
        guard let params = group.string("params") else { throw ScriptError("KeyError", "'params'") }
        return try Operations.array(params).map { value in
            if case .object(let object) = value, let tensor = (object as? TensorObject)?.tensor {
                return tensor
            }
            throw ScriptError(
                "TypeError", "optimizer can only optimize Tensors, but one of the params is \(value.typeName)"
            )
        }
    }

    /// Gives the engine's optimizers the groups and the parameters that the program's list has now; what is
    /// remembered of a parameter goes with it.
    private func matchParameters() throws {
        let now = try list.elements.map { element -> DictValue in
            guard case .dict(let group) = element else {
                throw ScriptError("TypeError", "param_groups holds dicts, not a \(element.typeName)")
            }
            return group
        }
        let tensors = try now.map(members)
        let isSame =
            now.count == groups.count
            && zip(zip(now, groups), zip(tensors, optimizers)).allSatisfy { groups, members in
                groups.0 === groups.1 && members.0.elementsEqual(members.1.parameters, by: ===)
            }
        if isSame { return }
        var memory: [ObjectIdentifier: [(name: String, tensor: Tensor)]] = [:]
        for optimizer in optimizers {
            for entry in optimizer.state where optimizer.parameters.indices.contains(entry.index) {
                memory[ObjectIdentifier(optimizer.parameters[entry.index]), default: []].append(
                    (entry.name, entry.tensor))
            }
        }
        // The group that was there keeps its optimizer; one that is new takes over from one that went.
        var free = zip(groups, optimizers).filter { group, _ in !now.contains { $0 === group } }.map(\.1)[...]
        var matched: [Optimizer] = []
        for (group, members) in zip(now, tensors) {
            if let place = groups.firstIndex(where: { $0 === group }) {
                matched.append(optimizers[place])
            } else {
                matched.append(try free.popFirst() ?? make(group, members))
            }
        }
        for (optimizer, members) in zip(matched, tensors) {
            let state = members.enumerated().flatMap { index, tensor in
                (memory[ObjectIdentifier(tensor)] ?? []).map {
                    (index: index, name: $0.name, tensor: $0.tensor)
                }
            }
            try optimizer.replace(parameters: members, state: state)
        }
        (groups, optimizers) = (now, matched)
    }

    /// An engine's optimizer with the settings of a group.
    private func make(_ group: DictValue, _ members: [Tensor]) throws -> Optimizer {
        let settings = group.pairs.compactMap { key, value in key.text.map { ($0, value) } }.filter {
            name, _ in
            defaults.string(name) != nil && !OptimizerObject.silent.contains(name)
                && !["maximize", "amsgrad", "decoupled_weight_decay"].contains(name)
        }
        let tensors = Value.list(members.map(\.scriptValue))
        guard let native = OptimizerModules.classes[kind]?.native, let interpreter = Interpreter.current,
            let made = try native.construct(nil, Arguments([tensors], keywords: settings), interpreter)
                as? OptimizerObject,
            let optimizer = made.optimizers.first
        else { throw ScriptError("RuntimeError", "\(kind) takes no more groups") }
        return optimizer
    }

    /// Takes in one more group: its settings, with the defaults where it says nothing.
    func add(_ group: DictValue) throws {
        try synchronise()
        guard let given = group.string("params") else {
            throw ScriptError("KeyError", "a parameter group is a dict with the key 'params'")
        }
        let members = try Tensor.from(given) == nil ? given : .list([given])
        let merged = DictValue()
        merged.setString("params", .list(try NeuralModules.tensors(members).map(\.scriptValue)))
        for (key, value) in defaults.pairs { try merged.set(key, value) }
        for (key, value) in group.pairs where key.text != "params" { try merged.set(key, value) }
        let tensors = try self.members(merged)
        guard tensors.allSatisfy(\.isLeaf) else {
            throw ScriptError("ValueError", "can't optimize a non-leaf Tensor")
        }
        let known = Set(optimizers.flatMap(\.parameters).map(ObjectIdentifier.init))
        guard !tensors.contains(where: { known.contains(ObjectIdentifier($0)) }) else {
            throw ScriptError("ValueError", "some parameters appear in more than one parameter group")
        }
        list.elements.append(.dict(merged))
        do { try synchronise() } catch {
            list.elements.removeLast()
            throw error
        }
    }

    /// What a snapshot puts back.
    func restore(optimizers: [Optimizer], groups: [DictValue], list: ListValue) {
        (self.optimizers, self.groups, self.list, shownSteps) = (optimizers, groups, list, [:])
    }

    private static let target = Parameter<OptimizerObject>("self", "the optimizer", .positionalOnly)

    nonisolated(unsafe) public static let nativeType = NativeType<OptimizerObject>(
        ScriptClass("Optimizer"),
        properties: [
            .init(
                "param_groups", "The groups of parameters with their settings.", get: { Value.list($0.list) },
                set: { object, value in
                    guard case .list(let list) = value else {
                        throw ScriptError(
                            "TypeError", "param_groups must be a list of dicts, not \(value.typeName)")
                    }
                    object.list = list
                    try object.synchronise()
                }),
            .init("defaults", "The settings of groups that say nothing else.") { .dict($0.defaults) },
            .init(
                "state", "What the optimizer remembers of each parameter.",
                get: { .dict(DictValue(viewOf: OptimizerMemories($0))) },
                set: { object, value in
                    guard case .dict(let dict) = value else {
                        throw ScriptError("TypeError", "state must be a dict, not \(value.typeName)")
                    }
                    let view = OptimizerMemories(object), pairs = dict.pairs
                    for (key, _) in view.pairs { _ = try view.remove(key) }
                    for (key, value) in pairs { try view.set(key, value) }
                }),
        ],
        methods: [
            Builtin(
                "step", group: "torch.optim", summary: "Moves the parameters against their gradients.",
                target,
                Parameter<Value>("closure", "a function that computes the loss anew", default: .none),
                returns: "None",
                example: "optimizer.step()", pytorch: "optimizer.step()"
            ) { interpreter, object, closure -> Value in
                let loss =
                    closure.isNone ? Value.none : try Operations.call(closure, Arguments(), interpreter)
                try object.synchronise()
                for optimizer in object.optimizers { try optimizer.step() }
                try object.readSteps()
                return loss
            },
            Builtin(
                "zero_grad", group: "torch.optim", summary: "Forgets all gradients.", target,
                Parameter<Bool>("set_to_none", "or sets them to zero", default: true), returns: "None",
                example: "optimizer.zero_grad()", pytorch: "optimizer.zero_grad(set_to_none=True)"
            ) { _, object, none -> Value in
                try object.synchronise()
                for optimizer in object.optimizers { try optimizer.zeroGrad(setToNone: none) }
                return .none
            },
            Builtin(
                "add_param_group", group: "torch.optim",
                summary: "Takes in more parameters, with settings of their own.", target,
                Parameter<Value>("param_group", "a dict with 'params' and settings"), returns: "None",
                example: "optimizer.add_param_group({'params': head.parameters(), 'lr': 0.01})",
                pytorch: "optimizer.add_param_group(group)"
            ) { _, object, group -> Value in
                guard case .dict(let dict) = group else {
                    throw ScriptError("TypeError", "param_group must be a dict, but got \(group.typeName)")
                }
                try object.add(dict)
                return .none
            },
            Builtin(
                "state_dict", group: "torch.optim", summary: "Everything that going on later needs.", target,
                returns: "a dict",
                example: "optimizer.state_dict()['param_groups']", pytorch: "optimizer.state_dict()"
            ) { _, object -> Value in
                try OptimizerState.dictionary(object)
            },
            Builtin(
                "load_state_dict", group: "torch.optim", summary: "Goes on where state_dict() was taken.",
                target,
                Parameter<Value>("state_dict", "what state_dict() gave"), returns: "None",
                example: "optimizer.load_state_dict(state)",
                pytorch: "optimizer.load_state_dict(state)"
            ) { _, object, state -> Value in
                try OptimizerState.restore(object, state)
                return .none
            },
        ])
}

/// An optimizer's memory as dicts, numbered through all groups as PyTorch does it.
enum OptimizerState {
    static func dictionary(_ object: OptimizerObject) throws -> Value {
        try object.synchronise()
        let state = DictValue()
        var first = 0
        var groups: [Value] = []
        for (optimizer, group) in zip(object.optimizers, object.groups) {
            // As PyTorch's, it shares the tensors that the optimizer goes on with.
            for index in Set(optimizer.state.map(\.index)).sorted() {
                let inner = DictValue()
                for (name, tensor) in try ParameterMemory(object, optimizer, index).tensors() {
                    inner.setString(name, tensor.scriptValue)
                }
                try state.set(.int(first + index), .dict(inner))
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
        guard case .dict(let whole) = value, case .dict(let state)? = whole.string("state"),
            case .list(let groups)? = whole.string("param_groups")
        else {
            var isDict = false
            if case .dict = value { isDict = true }
            throw ScriptError(
                "TypeError", "load_state_dict() wants what state_dict() gave, not \(value.typeName)",
                exceptionClass: isDict ? "KeyError" : "AttributeError")
        }
        try object.synchronise()
        guard groups.elements.count == object.groups.count else {
            throw ScriptError("ValueError", "loaded state dict has a different number of parameter groups")
        }
        for (group, optimizer) in zip(groups.elements, object.optimizers) {
            guard case .dict(let settings) = group, let members = settings.string("params") else { continue }
            guard try Operations.length(members) == optimizer.parameters.count else {
                throw ScriptError(
                    "ValueError",
                    "loaded state dict contains a parameter group that doesn't match the size of "
                        + "optimizer's group"
                )
            }
        }
        var first = 0
        for (place, optimizer) in object.optimizers.enumerated() {
            let count = optimizer.parameters.count
            var entries: [(index: Int, name: String, tensor: Tensor)] = []
            for (key, inner) in state.pairs {
                guard case .int(let number) = key, number >= first, number < first + count,
                    case .dict(let fields) = inner
                else { continue }
                for (name, field) in fields.pairs {
                    guard let name = name.text, let tensor = try Tensor.from(field) else { continue }
                    entries.append((number - first, name, tensor))
                }
            }
            let steps =
                try entries.first { $0.name == "step" }.map { try $0.tensor.item().int } ?? optimizer.steps
            try optimizer.restore(entries, steps: steps)
            if case .dict(let settings) = groups.elements[place] {
                for (key, value) in settings.pairs where key.text != "params" {
                    try object.groups[place].set(key, value)
                }
            }
            first += count
        }
    }
}
