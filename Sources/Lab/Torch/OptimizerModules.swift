import Neural
import Script
import Tensors

/// The modules `torch.optim` and `torch.optim.lr_scheduler`.
enum OptimizerModules {
    static func make() -> ModuleValue {
        let module = ModuleValue("torch.optim", documentation: "Moves parameters against their gradients.")
        for declaration in declarations { if let type = classes[declaration.name] { module[declaration.name] = .type(type) } }
        module["Optimizer"] = .type(OptimizerObject.nativeType.scriptClass)
        return module
    }

    nonisolated(unsafe) static let classes: [String: ScriptClass] = Dictionary(uniqueKeysWithValues: declarations.map { declaration in
        let name = declaration.name
        return (name, ScriptClass(
            name, bases: [OptimizerObject.nativeType.scriptClass],
            native: NativeClass(declaration: declaration, isInstance: { ($0 as? OptimizerObject)?.kind == name }) { _, arguments, interpreter in
                guard let object = try OptimizerObject.from(declaration.call(interpreter, arguments)) else {
                    throw ScriptError("RuntimeError", "\(name)() gave no optimizer")
                }
                return object
            }))
    })

    private static let parameters = Parameter<Value>("params", "tensors, or dicts with 'params' and settings of their own")
    private static let rate = Parameter<Double>("lr", "the learning rate", default: 1e-3)
    private static let betas = Parameter<[Double]>("betas", "how slowly the averages forget", default: [0.9, 0.999], shown: "(0.9, 0.999)")
    private static let eps = Parameter<Double>("eps", "added to the divisor", default: 1e-8)

    /// The groups of parameters: one for tensors, one for each dict.
    private static func groups(_ value: Value, _ defaults: [(String, Value)]) throws -> [(tensors: [Tensor], group: DictValue)] {
        if try Tensor.from(value) != nil {
            throw ScriptError(
                "TypeError", "params argument given to the optimizer should be an iterable of Tensors or dicts, but got a Tensor", hint: "[x]")
        }
        let elements = try Operations.array(value)
        guard case .dict? = elements.first else { return [try one(NeuralModules.tensors(.list(elements)), nil, defaults)] }
        return try elements.map { element in
            guard case .dict(let dict) = element, let members = dict.string("params") else {
                throw ScriptError("ValueError", "a parameter group is a dict with the key 'params'")
            }
            return try one(NeuralModules.tensors(members), dict, defaults)
        }
    }

    private static func one(_ tensors: [Tensor], _ own: DictValue?, _ defaults: [(String, Value)]) throws -> (tensors: [Tensor], group: DictValue) {
        let group = DictValue()
        group.setString("params", .list(tensors.map(\.scriptValue)))
        for (name, value) in defaults { group.setString(name, own?.string(name) ?? value) }
        if let tensor = tensors.first(where: { !$0.isLeaf }) {
            throw ScriptError("ValueError", "can't optimize a non-leaf Tensor", details: ["shape \(Shape.description(tensor.shape))"])
        }
        return (tensors, group)
    }

    private static func number(_ group: DictValue, _ name: String) throws -> Double {
        guard let value = group.string(name), let number = try Double.from(value) else {
            throw ScriptError("TypeError", "'\(name)' of a parameter group must be a number")
        }
        return number
    }

    private static func pair(_ group: DictValue) throws -> (Double, Double) {
        guard let value = group.string("betas"), let betas = try [Double].from(value), betas.count == 2 else {
            throw ScriptError("TypeError", "'betas' must be two numbers", hint: "betas=(0.9, 0.999)")
        }
        return (betas[0], betas[1])
    }

    private static func adam(_ name: String, _ summary: String, decay: Double, _ formula: String) -> Builtin {
        Builtin(name, group: "torch.optim", summary: summary, parameters, rate, betas, eps, Parameter<Double>("weight_decay", "how much parameters shrink", default: decay),
            Parameter<Bool>("amsgrad", "only False here", default: false), Parameter<Value>("fused", "always so here", default: .none, .keywordOnly),
            Parameter<Value>("foreach", "has no effect here", default: .none, .keywordOnly),
            returns: "an optimizer", example: "torch.optim.\(name)(model.parameters(), lr=0.001)", pytorch: "torch.optim.\(name)(model.parameters(), lr=0.001)",
            formula: formula) { _, parameters, rate, betas, eps, decay, amsgrad, _, _ in
            guard !amsgrad else { throw ScriptError("NotImplementedError", "\(name) has no amsgrad here") }
            let made = try groups(parameters, [
                ("lr", .float(rate)), ("betas", .tuple(betas.map(Value.float))), ("eps", .float(eps)), ("weight_decay", .float(decay)), ("amsgrad", .bool(false))])
            return OptimizerObject(name, try made.map { tensors, group in
                let (rate, eps, decay) = (try number(group, "lr"), try number(group, "eps"), try number(group, "weight_decay"))
                return name == "AdamW"
                    ? try AdamW(tensors, rate: rate, betas: pair(group), eps: eps, weightDecay: decay)
                    : try Adam(tensors, rate: rate, betas: pair(group), eps: eps, weightDecay: decay)
            }, made.map(\.group))
        }
    }

    private static let declarations: [Builtin] = [
        adam("Adam", "Adam: steps divided by the root of a running mean of squares.", decay: 0, "p −= lr·m̂/(√v̂ + eps)"),
        adam("AdamW", "Adam with weight decay of its own.", decay: 0.01, "p −= lr·(m̂/(√v̂ + eps) + decay·p)"),
        Builtin("SGD", group: "torch.optim", summary: "Stochastic gradient descent, with or without momentum.", parameters, rate,
            Parameter<Double>("momentum", "how much of the last step stays", default: 0), Parameter<Double>("dampening", "how little of the gradient comes in", default: 0),
            Parameter<Double>("weight_decay", "how much parameters shrink", default: 0), Parameter<Bool>("nesterov", "looks one step ahead", default: false),
            returns: "an optimizer", example: "torch.optim.SGD(model.parameters(), lr=0.1)", pytorch: "torch.optim.SGD(model.parameters(), lr=0.1)",
            formula: "p −= lr·(g + decay·p)") { _, parameters, rate, momentum, dampening, decay, nesterov in
            let made = try groups(parameters, [
                ("lr", .float(rate)), ("momentum", .float(momentum)), ("dampening", .float(dampening)), ("weight_decay", .float(decay)), ("nesterov", .bool(nesterov))])
            return OptimizerObject("SGD", try made.map { tensors, group in
                try SGD(
                    tensors, rate: number(group, "lr"), momentum: number(group, "momentum"), dampening: number(group, "dampening"),
                    weightDecay: number(group, "weight_decay"), nesterov: Operations.truth(group.string("nesterov") ?? .bool(false)))
            }, made.map(\.group))
        },
    ]

    // MARK: Schedules

    static func makeSchedules() -> ModuleValue {
        ModuleValue("torch.optim.lr_scheduler", documentation: "Learning rates that change.", commands: schedules)
    }

    private static let optimizer = Parameter<OptimizerObject>("optimizer", "whose learning rate changes")
    private static let gamma = Parameter<Double>("gamma", "the factor", default: 0.1)

    private static let schedules: [Builtin] = [
        Builtin("LambdaLR", group: "torch.optim", summary: "The first rate times a function of the epoch.", optimizer,
            Parameter<Value>("lr_lambda", "a function of the epoch"), returns: "a schedule",
            example: "LambdaLR(optimizer, lambda e: 0.95 ** e)", pytorch: "LambdaLR(optimizer, lambda e: 0.95 ** e)") { interpreter, object, function in
            try ScheduleObject("LambdaLR", object, .lambda { [unowned interpreter] epoch in
                let factor = try Operations.call(function, Arguments([.int(epoch)]), interpreter)
                guard let number = try Double.from(factor) else { throw ScriptError("TypeError", "lr_lambda gave a \(factor.typeName), not a number") }
                return number
            })
        },
        Builtin("StepLR", group: "torch.optim", summary: "The rate times gamma every so many epochs.", optimizer,
            Parameter<Int>("step_size", "how many epochs"), gamma, returns: "a schedule", example: "StepLR(optimizer, 10)",
            pytorch: "StepLR(optimizer, 10)") { _, object, size, gamma in
            guard size > 0 else { throw ScriptError("ValueError", "step_size must be 1 or more, got \(size)") }
            return try ScheduleObject("StepLR", object, .step(size: size, gamma: gamma))
        },
        Builtin("ExponentialLR", group: "torch.optim", summary: "The rate times gamma every epoch.", optimizer, Parameter<Double>("gamma", "the factor"),
            returns: "a schedule", example: "ExponentialLR(optimizer, 0.9)", pytorch: "ExponentialLR(optimizer, 0.9)") { _, object, gamma in
            try ScheduleObject("ExponentialLR", object, .exponential(gamma: gamma))
        },
        Builtin("CosineAnnealingLR", group: "torch.optim", summary: "Half a cosine from the first rate down.", optimizer,
            Parameter<Int>("T_max", "epochs until it is down"), Parameter<Double>("eta_min", "the least rate", default: 0), returns: "a schedule",
            example: "CosineAnnealingLR(optimizer, 100)", pytorch: "CosineAnnealingLR(optimizer, 100)") { _, object, period, least in
            guard period > 0 else { throw ScriptError("ValueError", "T_max must be 1 or more, got \(period)") }
            return try ScheduleObject("CosineAnnealingLR", object, .cosine(period: period, least: least))
        },
        Builtin("LinearLR", group: "torch.optim", summary: "The first rate times a factor that moves along a line.", optimizer,
            Parameter<Double>("start_factor", "the factor at first", default: 1.0 / 3), Parameter<Double>("end_factor", "the factor at the end", default: 1),
            Parameter<Int>("total_iters", "epochs until the end", default: 5), returns: "a schedule", example: "LinearLR(optimizer, 0.1, 1.0, 100)",
            pytorch: "LinearLR(optimizer, 0.1, 1.0, 100)") { _, object, start, end, total in
            guard start > 0, start <= 1 else { throw ScriptError("ValueError", "Starting multiplicative factor expected to be greater than 0 and less or equal to 1.") }
            guard total > 0 else { throw ScriptError("ValueError", "total_iters must be 1 or more, got \(total)") }
            return try ScheduleObject("LinearLR", object, .linear(start: start, end: end, total: total))
        },
    ]
}

/// A schedule of an optimizer's learning rate.
final class ScheduleObject: NativeObject, ScriptConvertible {
    private let kind: String
    private let optimizer: OptimizerObject
    private let schedule: Schedule
    private let bases: [Double]
    private var epoch = 0

    init(_ kind: String, _ optimizer: OptimizerObject, _ schedule: Schedule) throws {
        try optimizer.synchronise()
        (self.kind, self.optimizer, self.schedule) = (kind, optimizer, schedule)
        bases = optimizer.optimizers.map(\.rate)
        try apply()
    }

    private func apply() throws {
        try optimizer.synchronise()
        for (index, inner) in optimizer.optimizers.enumerated() {
            inner.rate = try schedule.rate(epoch: epoch, base: bases[index], current: inner.rate)
            optimizer.groups[index].setString("lr", .float(inner.rate))
        }
    }

    static var scriptName: String { "LRScheduler" }
    static func from(_ value: Value) throws -> ScheduleObject? {
        if case .object(let object) = value { return object as? ScheduleObject }
        return nil
    }
    var scriptValue: Value { .object(self) }
    var typeName: String { kind }

    private static let target = Parameter<ScheduleObject>("self", "the schedule", .positionalOnly)

    nonisolated(unsafe) static let nativeType = NativeType<ScheduleObject>(
        ScriptClass("LRScheduler"),
        properties: [
            .init("last_epoch", "How many steps were made.") { .int($0.epoch) },
            .init("base_lrs", "The first rates.") { .list($0.bases.map(Value.float)) },
            .init("optimizer", "The optimizer.") { $0.optimizer.scriptValue },
        ],
        methods: [
            Builtin("step", group: "torch.optim", summary: "Goes on to the next epoch.", target, returns: "None", example: "scheduler.step()",
                pytorch: "scheduler.step()") { _, object -> Value in
                object.epoch += 1
                try object.apply()
                return .none
            },
            Builtin("get_last_lr", group: "torch.optim", summary: "The present rates.", target, returns: "list", example: "scheduler.get_last_lr()",
                pytorch: "scheduler.get_last_lr()") { _, object in Value.list(object.optimizer.optimizers.map { .float($0.rate) }) },
        ])
}
