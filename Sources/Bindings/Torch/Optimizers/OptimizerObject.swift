import Language
import Neural
import Tensors

/// `torch.optim.AdamW(…)` and its like: an engine's optimizer, its groups as the dicts of `param_groups`.
public final class OptimizerObject: NativeObject, ScriptConvertible {
    /// As `torch.optim` calls it.
    public let kind: String
    /// The engine's optimizer.
    public let optimizer: Optimizer
    /// What `param_groups` shows. A program changes the list and the groups' lists of parameters; the engine
    /// asks for both before it uses them.
    private(set) var list: ListValue
    /// What `defaults` shows: the settings of groups that come later.
    let defaults: DictValue
    /// Numbers of steps that a program has been shown as tensors, with what they said then.
    var shownSteps: [ObjectIdentifier: (tensor: Tensor, steps: Int)] = [:]
    /// Functions of the program that are called around a step.
    var hookFunctions: [(token: HookToken, function: Value)] = []
    /// What the step that is under way was given to compute the loss with.
    private var closure = Value.none

    /// - Parameters:
    ///   - optimizer: an engine's optimizer of that kind over the tensors in the groups' `params`.
    /// - Throws: as writing to a group does.
    init(_ kind: String, _ optimizer: Optimizer, _ groups: [DictValue], defaults: [(String, Value)]) throws {
        (self.kind, self.optimizer) = (kind, optimizer)
        list = ListValue(groups.map(Value.dict))
        self.defaults = DictValue()
        for (name, value) in defaults { self.defaults.setString(name, value) }
        try takeGroups()
        optimizer.willUse = { [weak self] in try self?.takeGroups() }
    }

    /// The dicts of the groups.
    var groups: [DictValue] {
        list.elements.compactMap { if case .dict(let group) = $0 { group } else { nil } }
    }

    /// Gives the engine the groups and the parameters that the program's lists have now.
    ///
    /// - Throws: KeyError for a setting that is gone, TypeError for what is no group or no tensor.
    private func takeGroups() throws {
        let now = try list.elements.map { try OptimizerGroup.of($0, self) }
        for group in now { try group.refresh() }
        let others = try now.map { try $0.otherMembers() }
        let isSame =
            now.count == optimizer.groups.count && others.allSatisfy { $0 == nil }
            && zip(now, optimizer.groups).allSatisfy { $0.group === $1 }
        if !isSame {
            try optimizer.replace(
                groups: zip(now, others).map { ($0.group, $1 ?? $0.group.parameters) })
        }
        try readSteps()
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
            lines += (index > 0 ? [""] : []) + ["Parameter Group \(index)"]
            let settings = group.pairs.compactMap { key, value in key.text.map { ($0, value) } }.filter {
                $0.0 != "params"
            }
            for (name, value) in settings.sorted(by: { $0.0 < $1.0 }) {
                lines.append("    \(name): \(try value.repr())")
            }
        }
        return (lines + [")"]).joined(separator: "\n")
    }

    /// Takes in one more group: its settings, with the defaults where it says nothing.
    func add(_ group: DictValue) throws {
        _ = try optimizer.currentGroups()
        guard let given = group.string("params") else {
            throw ScriptError("KeyError", "a parameter group is a dict with the key 'params'")
        }
        let members = try Tensor.from(given) == nil ? given : .list([given])
        let tensors = try NeuralModules.tensors(members)
        let merged = DictValue()
        merged.setString("params", .list(tensors.map(\.scriptValue)))
        for (key, value) in defaults.pairs { try merged.set(key, value) }
        for (key, value) in group.pairs where key.text != "params" { try merged.set(key, value) }
        guard tensors.allSatisfy(\.isLeaf) else {
            throw ScriptError("ValueError", "can't optimize a non-leaf Tensor")
        }
        let known = Set(optimizer.parameters.map(ObjectIdentifier.init))
        guard !tensors.contains(where: { known.contains(ObjectIdentifier($0)) }) else {
            throw ScriptError("ValueError", "some parameters appear in more than one parameter group")
        }
        list.elements.append(.dict(merged))
        do { try takeGroups() } catch {
            list.elements.removeLast()
            throw error
        }
    }

    /// What a snapshot puts back.
    func restore(list: ListValue) { (self.list, shownSteps) = (list, [:]) }

    // MARK: Steps

    private func step(_ closure: Value, _ interpreter: Interpreter) throws -> Value {
        var loss = Value.none
        self.closure = closure
        defer { self.closure = .none }
        try optimizer.step {
            if !self.closure.isNone { loss = try Operations.call(self.closure, Arguments(), interpreter) }
        }
        try readSteps()
        return loss
    }

    /// Registers `hook(optimizer, args, kwargs)` before or after each step, as PyTorch calls it.
    private func register(
        _ function: Value, _ point: ReferenceWritableKeyPath<Optimizer, HookList<Optimizer.StepHook>>,
        _ interpreter: Interpreter
    ) throws -> HookHandle {
        try HookHandle.check(function)
        let token = optimizer[keyPath: point].add { [weak self, unowned interpreter] _ in
            guard let self else { return }
            let arguments = [self.scriptValue] + (self.closure.isNone ? [] : [self.closure])
            let result = try Operations.call(
                function, Arguments([self.scriptValue, .tuple(arguments), .dict([])]), interpreter)
            guard point == \Optimizer.preHooks, !result.isNone else { return }
            guard case .tuple(let pair) = result, pair.elements.count == 2,
                case .tuple(let positional) = pair.elements[0], case .dict(let named) = pair.elements[1]
            else {
                throw ScriptError(
                    "RuntimeError",
                    "\(try function.repr()) must return None or a tuple of (new_args, new_kwargs), but got "
                        + "\(try result.repr()).")
            }
            self.closure =
                positional.elements.count > 1 ? positional.elements[1] : named.string("closure") ?? .none
        }
        hookFunctions.append((token, function))
        return HookHandle { [weak self] in
            self?.optimizer[keyPath: point].remove(token)
            self?.hookFunctions.removeAll { $0.token === token }
        }
    }

    private static let target = Parameter<OptimizerObject>("self", "the optimizer", .positionalOnly)

    public static let nativeType = NativeType<OptimizerObject>(
        ScriptClass("Optimizer", bases: [OptimizerBase.scriptClass]),
        properties: [
            .init(
                "param_groups", "The groups of parameters with their settings.", get: { Value.list($0.list) },
                set: { object, value in
                    guard case .list(let list) = value else {
                        throw ScriptError(
                            "TypeError", "param_groups must be a list of dicts, not \(value.typeName)")
                    }
                    let before = object.list
                    object.list = list
                    do { try object.takeGroups() } catch {
                        object.list = before
                        throw error
                    }
                }),
            .init("defaults", "The default settings of groups.") { .dict($0.defaults) },
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
                "step", group: "torch.optim", summary: "Updates the parameters.",
                target,
                Parameter<Value>("closure", "a function that computes the loss anew", default: .none),
                returns: "None",
                example: "optimizer.step()", pytorch: "optimizer.step()"
            ) { interpreter, object, closure -> Value in try object.step(closure, interpreter) },
            Builtin(
                "zero_grad", group: "torch.optim", summary: "Clears all gradients.", target,
                Parameter<Bool>("set_to_none", "or sets them to zero", default: true), returns: "None",
                example: "optimizer.zero_grad()", pytorch: "optimizer.zero_grad(set_to_none=True)"
            ) { _, object, none -> Value in
                try object.optimizer.zeroGrad(setToNone: none)
                return .none
            },
            Builtin(
                "add_param_group", group: "torch.optim",
                summary: "Adds a group of parameters with settings of its own.", target,
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
                "register_step_pre_hook", group: "torch.optim",
                summary: "Calls a function before each step, when the gradients are there.", target,
                Parameter<Value>("hook", "a function of (optimizer, args, kwargs)"),
                returns: "a handle with remove()",
                example: "optimizer.register_step_pre_hook(lambda o, args, kwargs: print('step'))",
                pytorch: "optimizer.register_step_pre_hook(hook)"
            ) { interpreter, object, hook in try object.register(hook, \.preHooks, interpreter) },
            Builtin(
                "register_step_post_hook", group: "torch.optim",
                summary: "Calls a function after each step.", target,
                Parameter<Value>("hook", "a function of (optimizer, args, kwargs)"),
                returns: "a handle with remove()",
                example: "optimizer.register_step_post_hook(lambda o, args, kwargs: print('done'))",
                pytorch: "optimizer.register_step_post_hook(hook)"
            ) { interpreter, object, hook in try object.register(hook, \.postHooks, interpreter) },
            Builtin(
                "state_dict", group: "torch.optim", summary: "Everything that is needed to resume.", target,
                returns: "a dict",
                example: "optimizer.state_dict()['param_groups']", pytorch: "optimizer.state_dict()"
            ) { _, object -> Value in
                try OptimizerState.dictionary(object)
            },
            Builtin(
                "load_state_dict", group: "torch.optim", summary: "Resumes from what state_dict() gave.",
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
        let groups = try object.optimizer.currentGroups()
        let state = DictValue()
        // As PyTorch's, it shares the tensors that the optimizer goes on with.
        for index in Set(object.optimizer.state.map(\.index)).sorted() {
            let inner = DictValue()
            for (name, tensor) in try ParameterMemory(object, index).tensors() {
                inner.setString(name, tensor.scriptValue)
            }
            try state.set(.int(index), .dict(inner))
        }
        var first = 0
        var copies: [Value] = []
        for (group, dict) in zip(groups, object.groups) {
            let copy = DictValue()
            for (key, value) in dict.pairs where key.text != "params" { try copy.set(key, value) }
            copy.setString("params", .list((0..<group.parameters.count).map { .int(first + $0) }))
            copies.append(.dict(copy))
            first += group.parameters.count
        }
        return .dict([("state", .dict(state)), ("param_groups", .list(copies))])
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
        let own = try object.optimizer.currentGroups()
        guard groups.elements.count == own.count else {
            throw ScriptError("ValueError", "loaded state dict has a different number of parameter groups")
        }
        for (group, own) in zip(groups.elements, own) {
            guard case .dict(let settings) = group, let members = settings.string("params") else { continue }
            guard try Operations.length(members) == own.parameters.count else {
                throw ScriptError(
                    "ValueError",
                    "loaded state dict contains a parameter group that "
                        + "doesn't match the size of optimizer's group"
                )
            }
        }
        var entries: [Optimizer.Entry] = []
        for (key, inner) in state.pairs {
            guard case .int(let number) = key, object.optimizer.parameters.indices.contains(number),
                case .dict(let fields) = inner
            else { continue }
            for (name, field) in fields.pairs {
                guard let name = name.text, let tensor = try Tensor.from(field) else { continue }
                entries.append((number, name, tensor))
            }
        }
        let steps =
            try entries.first { $0.name == "step" }.map { try $0.tensor.item().int } ?? object.optimizer.steps
        try object.optimizer.restore(entries, steps: steps)
        for (saved, group) in zip(groups.elements, object.groups) {
            guard case .dict(let settings) = saved else { continue }
            for (key, value) in settings.pairs where key.text != "params" { try group.set(key, value) }
        }
    }
}
