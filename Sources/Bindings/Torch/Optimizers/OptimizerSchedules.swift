import Language
import Neural
import Presentation
import Tensors

/// The module `torch.optim.lr_scheduler`.
enum OptimizerSchedules {
    package static func make() -> ModuleValue {
        let module = ModuleValue(
            "torch.optim.lr_scheduler", documentation: "Learning rates that change.", commands: schedules)
        module["LRScheduler"] = .type(ScheduleObject.nativeType.scriptClass)
        MissingNames.explain(
            in: module,
            near: [
                "CyclicLR": "OneCycleLR", "ChainedScheduler": "SequentialLR", "MultiplicativeLR": "LambdaLR",
            ])
        return module
    }

    private static let optimizer = Parameter<OptimizerObject>("optimizer", "whose learning rate changes")
    private static let gamma = Parameter<Double>("gamma", "the factor", default: 0.1)

    private static func positive(_ value: Int, _ name: String) throws {
        guard value > 0 else { throw ScriptError("ValueError", "\(name) must be 1 or more, got \(value)") }
    }

    /// A number that a group of parameters keeps for its schedule.
    private static func number(_ group: DictValue, _ name: String) throws -> Double {
        guard let value = group.string(name) else { throw ScriptError("KeyError", "'\(name)'") }
        guard let number = try Double.from(value) else {
            throw ScriptError(
                "TypeError", "'\(name)' of a parameter group must be a number, not \(value.typeName)")
        }
        return number
    }

    private static let schedules: [Builtin] = [
        Builtin(
            "LambdaLR", group: "torch.optim", summary: "The first rate times a function of the epoch.",
            optimizer,
            Parameter<Value>("lr_lambda", "a function of the epoch, or one for each group"),
            returns: "a schedule",
            example: "LambdaLR(optimizer, lambda e: 0.95 ** e)",
            pytorch: "LambdaLR(optimizer, lambda e: 0.95 ** e)"
        ) { interpreter, object, function in
            let functions =
                function.isSequence
                ? try Operations.array(function) : Array(repeating: function, count: object.groups.count)
            guard functions.count == object.groups.count else {
                throw ScriptError(
                    "ValueError", "Expected \(object.groups.count) lr_lambdas, but got \(functions.count)")
            }
            return try ScheduleObject(
                "LambdaLR", object,
                functions.map { function in
                    .lambda { [unowned interpreter] epoch in
                        let factor = try Operations.call(function, Arguments([.int(epoch)]), interpreter)
                        guard let number = try Double.from(factor) else {
                            throw ScriptError(
                                "TypeError", "lr_lambda gave a \(factor.typeName), not a number")
                        }
                        return number
                    }
                })
        },
        Builtin(
            "StepLR", group: "torch.optim", summary: "The rate times gamma every so many epochs.", optimizer,
            Parameter<Int>("step_size", "how many epochs"), gamma, returns: "a schedule",
            example: "StepLR(optimizer, 10)",
            pytorch: "StepLR(optimizer, 10)"
        ) { _, object, size, gamma in
            try positive(size, "step_size")
            return try ScheduleObject("StepLR", object, .step(size: size, gamma: gamma))
        },
        Builtin(
            "MultiStepLR", group: "torch.optim", summary: "The rate times gamma at each of some epochs.",
            optimizer, Parameter<[Int]>("milestones", "the epochs"),
            gamma, returns: "a schedule", example: "MultiStepLR(optimizer, [30, 80])",
            pytorch: "MultiStepLR(optimizer, [30, 80])"
        ) { _, object, milestones, gamma in
            try ScheduleObject("MultiStepLR", object, .milestones(milestones, gamma: gamma))
        },
        Builtin(
            "ExponentialLR", group: "torch.optim", summary: "The rate times gamma every epoch.", optimizer,
            Parameter<Double>("gamma", "the factor"),
            returns: "a schedule", example: "ExponentialLR(optimizer, 0.9)",
            pytorch: "ExponentialLR(optimizer, 0.9)"
        ) { _, object, gamma in
            try ScheduleObject("ExponentialLR", object, .exponential(gamma: gamma))
        },
        Builtin(
            "ConstantLR", group: "torch.optim", summary: "The first rate times a factor for some epochs.",
            optimizer,
            Parameter<Double>("factor", "the factor", default: 1.0 / 3),
            Parameter<Int>("total_iters", "how many epochs", default: 5), returns: "a schedule",
            example: "ConstantLR(optimizer, 0.5, 10)", pytorch: "ConstantLR(optimizer, 0.5, 10)"
        ) { _, object, factor, total in
            guard factor >= 0, factor <= 1 else {
                throw ScriptError(
                    "ValueError", "Constant multiplicative factor expected to be between 0 and 1.")
            }
            return try ScheduleObject("ConstantLR", object, .constant(factor: factor, total: total))
        },
        Builtin(
            "PolynomialLR", group: "torch.optim", summary: "The first rate falls to 0 along a power.",
            optimizer,
            Parameter<Int>("total_iters", "how many epochs", default: 5),
            Parameter<Double>("power", "the power", default: 1), returns: "a schedule",
            example: "PolynomialLR(optimizer, 100)", pytorch: "PolynomialLR(optimizer, 100)"
        ) { _, object, total, power in
            try positive(total, "total_iters")
            return try ScheduleObject("PolynomialLR", object, .polynomial(total: total, power: power))
        },
        Builtin(
            "CosineAnnealingLR", group: "torch.optim", summary: "Half a cosine from the first rate down.",
            optimizer,
            Parameter<Int>("T_max", "epochs until it is down"),
            Parameter<Double>("eta_min", "the least rate", default: 0), returns: "a schedule",
            example: "CosineAnnealingLR(optimizer, 100)", pytorch: "CosineAnnealingLR(optimizer, 100)"
        ) { _, object, period, least in
            try positive(period, "T_max")
            return try ScheduleObject("CosineAnnealingLR", object, .cosine(period: period, least: least))
        },
        Builtin(
            "CosineAnnealingWarmRestarts", group: "torch.optim",
            summary: "Half a cosine down, again and again.", optimizer,
            Parameter<Int>("T_0", "epochs until the first restart"),
            Parameter<Int>("T_mult", "each period so many times the one before", default: 1),
            Parameter<Double>("eta_min", "the least rate", default: 0), returns: "a schedule",
            example: "CosineAnnealingWarmRestarts(optimizer, 10)",
            pytorch: "CosineAnnealingWarmRestarts(optimizer, 10)"
        ) { _, object, period, multiple, least in
            try positive(period, "T_0")
            try positive(multiple, "T_mult")
            return try ScheduleObject(
                "CosineAnnealingWarmRestarts", object,
                .restarts(period: period, multiple: multiple, least: least))
        },
        Builtin(
            "LinearLR", group: "torch.optim",
            summary: "The first rate times a factor that moves along a line.", optimizer,
            Parameter<Double>("start_factor", "the factor at first", default: 1.0 / 3),
            Parameter<Double>("end_factor", "the factor at the end", default: 1),
            Parameter<Int>("total_iters", "epochs until the end", default: 5), returns: "a schedule",
            example: "LinearLR(optimizer, 0.1, 1.0, 100)",
            pytorch: "LinearLR(optimizer, 0.1, 1.0, 100)"
        ) { _, object, start, end, total in
            guard start > 0, start <= 1 else {
                throw ScriptError(
                    "ValueError",
                    "Starting multiplicative factor expected to be greater than 0 and less or equal to 1.")
            }
            guard end >= 0, end <= 1 else {
                throw ScriptError(
                    "ValueError", "Ending multiplicative factor expected to be between 0 and 1.")
            }
            try positive(total, "total_iters")
            return try ScheduleObject("LinearLR", object, .linear(start: start, end: end, total: total))
        },
        Builtin(
            "OneCycleLR", group: "torch.optim",
            summary:
                "The 1cycle policy: the rate rises to a maximum and falls to almost 0, momentum the other "
                + "way.",
            optimizer,
            Parameter<Double>("max_lr", "the highest rate"), Parameter<Int>("total_steps", "how many steps"),
            Parameter<Double>("pct_start", "the part that rises", default: 0.3, .keywordOnly),
            Parameter<String>("anneal_strategy", "'cos' or 'linear'", default: "cos", .keywordOnly),
            Parameter<Double>("div_factor", "the highest rate over the first", default: 25, .keywordOnly),
            Parameter<Double>("final_div_factor", "the first rate over the last", default: 1e4, .keywordOnly),
            Parameter<Bool>("cycle_momentum", "whether momentum moves too", default: true, .keywordOnly),
            Parameter<Double>("base_momentum", "momentum at the highest rate", default: 0.85, .keywordOnly),
            Parameter<Double>(
                "max_momentum", "momentum at the first and the last rate", default: 0.95, .keywordOnly),
            returns: "a schedule",
            example: "OneCycleLR(optimizer, max_lr=0.1, total_steps=100)",
            pytorch: "OneCycleLR(optimizer, max_lr=0.1, total_steps=100)"
        ) { _, object, most, total, rising, strategy, start, end, cycles, leastMomentum, mostMomentum in
            try positive(total, "total_steps")
            guard strategy == "cos" || strategy == "linear" else {
                throw ScriptError(
                    "ValueError", "anneal_strategy must be one of 'cos' or 'linear', instead got \(strategy)")
            }
            guard rising >= 0, rising <= 1 else {
                throw ScriptError("ValueError", "Expected float between 0 and 1 pct_start, but got \(rising)")
            }
            // As in PyTorch, each group keeps the ends between which it moves, and they are read at every
            // step.
            for group in object.groups {
                group.setString("initial_lr", .float(most / start))
                group.setString("max_lr", .float(most))
                group.setString("min_lr", .float(most / start / end))
            }
            let isCosine = strategy == "cos"
            let schedules = object.groups.indices.map { index in
                Schedule.oneCycle(total: total, rising: rising, cosine: isCosine) { [unowned object] in
                    let group = object.groups[index]
                    return try (number(group, "initial_lr"), number(group, "max_lr"), number(group, "min_lr"))
                }
            }
            let schedule = try ScheduleObject("OneCycleLR", object, schedules)
            guard cycles else { return schedule }
            for group in object.groups {
                group.setString("max_momentum", .float(mostMomentum))
                group.setString("base_momentum", .float(leastMomentum))
            }
            try schedule.cycleMomentum { epoch, group in
                let most = try number(group, "max_momentum")
                return Schedule.cycle(
                    epoch, total, rising, isCosine, low: most, high: try number(group, "base_momentum"),
                    last: most)
            }
            return schedule
        },
        Builtin(
            "SequentialLR", group: "torch.optim", summary: "One schedule after the other.", optimizer,
            Parameter<Value>("schedulers", "a list of schedules"),
            Parameter<[Int]>("milestones", "the steps at which the next takes over"), returns: "a schedule",
            example:
                "SequentialLR(optimizer, [LinearLR(optimizer, 0.1), CosineAnnealingLR(optimizer, 90)], [10])",
            pytorch: "SequentialLR(optimizer, schedulers, milestones)"
        ) { _, object, list, milestones -> ScheduleObject in
            let parts = try Operations.array(list).map { value -> ScheduleObject in
                guard let part = try ScheduleObject.from(value), part.optimizer === object else {
                    throw ScriptError(
                        "ValueError", "SequentialLR expects all schedulers to belong to the same optimizer")
                }
                return part
            }
            guard !parts.isEmpty, milestones.count == parts.count - 1 else {
                throw ScriptError(
                    "ValueError",
                    "Sequential Schedulers expects number of schedulers provided to be one more than the "
                        + "number of milestone points, but got number of schedulers \(parts.count) and the "
                        + "number of milestones to be equal to \(milestones.count)"
                )
            }
            return try ScheduleObject(object, parts, milestones)
        },
        Builtin(
            "ReduceLROnPlateau", group: "torch.optim",
            summary: "The rate times a factor where a measure does not get better.", optimizer,
            Parameter<String>("mode", "'min' or 'max': what is better", default: "min"),
            Parameter<Double>("factor", "the factor", default: 0.1),
            Parameter<Int>("patience", "epochs that may be no better", default: 10),
            Parameter<Double>("threshold", "the least part by which it has to be better", default: 1e-4),
            Parameter<Int>("cooldown", "epochs to wait after a change", default: 0, .keywordOnly),
            Parameter<Double>("min_lr", "the least rate", default: 0, .keywordOnly), returns: "a schedule",
            example: "ReduceLROnPlateau(optimizer, patience=3)",
            pytorch: "ReduceLROnPlateau(optimizer, patience=3)"
        ) { _, object, mode, factor, patience, threshold, cooldown, least in
            guard factor < 1 else { throw ScriptError("ValueError", "Factor should be < 1.0.") }
            guard mode == "min" || mode == "max" else {
                throw ScriptError("ValueError", "mode \(mode) is unknown!")
            }
            return try PlateauObject(
                object, rises: mode == "max", factor: factor, patience: patience, threshold: threshold,
                cooldown: cooldown, least: least)
        },
    ]
}

extension OptimizerObject {
    /// The present learning rate of each group.
    fileprivate var rates: [Value] { optimizer.groups.map { .float($0.settings.rate) } }
}

/// A schedule of an optimizer's learning rate.
final class ScheduleObject: NativeObject, ScriptConvertible {
    private let kind: String
    let optimizer: OptimizerObject
    /// One for each group; empty where the parts do the work.
    private let schedules: [Schedule]
    /// The list that the program sees; what it says is read at every step.
    private var baseList = ListValue()
    private var bases: [Double] { get throws { try baseList.elements.map { try Double.from($0) ?? .nan } } }
    private var epoch = 0
    private let parts: [ScheduleObject]
    private let milestones: [Int]
    private var momentum: ((_ epoch: Int, _ group: DictValue) throws -> Double)?

    convenience init(_ kind: String, _ optimizer: OptimizerObject, _ schedule: Schedule) throws {
        try self.init(kind, optimizer, Array(repeating: schedule, count: optimizer.groups.count))
    }

    init(_ kind: String, _ optimizer: OptimizerObject, _ schedules: [Schedule]) throws {
        (self.kind, self.optimizer, self.schedules, parts, milestones) = (kind, optimizer, schedules, [], [])
        baseList.elements = try ScheduleObject.initialRates(optimizer).map(Value.float)
        try apply()
    }

    /// `SequentialLR`.
    init(_ optimizer: OptimizerObject, _ parts: [ScheduleObject], _ milestones: [Int]) throws {
        (kind, self.optimizer, schedules, self.parts, self.milestones) = (
            "SequentialLR", optimizer, [], parts, milestones
        )
        baseList.elements = try ScheduleObject.initialRates(optimizer).map(Value.float)
        for (index, base) in try bases.enumerated() { set(index, base) }
        try parts[0].restart()
    }

    /// The rates that schedules start from: those at the first schedule, kept in the groups as PyTorch keeps
    /// them.
    private static func initialRates(_ optimizer: OptimizerObject) throws -> [Double] {
        let own = try optimizer.optimizer.currentGroups()
        return try zip(optimizer.groups, own).map { dict, group in
            if let known = dict.string("initial_lr"), let rate = try Double.from(known) { return rate }
            dict.setString("initial_lr", .float(group.settings.rate))
            return group.settings.rate
        }
    }

    private func set(_ index: Int, _ rate: Double) { optimizer.optimizer.groups[index].settings.rate = rate }

    private func apply() throws {
        let groups = try optimizer.optimizer.currentGroups(), bases = try bases
        for (index, (schedule, group)) in zip(schedules, groups).enumerated()
        where bases.indices.contains(index) {
            set(
                index,
                try schedule.rate(epoch: epoch, base: bases[index], current: group.settings.rate))
        }
        if let momentum { try setMomentum(momentum) }
    }

    /// Back to the first epoch, from the first rates.
    private func restart() throws {
        epoch = 0
        for (index, base) in try bases.enumerated() where optimizer.optimizer.groups.indices.contains(index) {
            set(index, base)
        }
        try apply()
    }

    func step() throws {
        epoch += 1
        guard !parts.isEmpty else {
            if case .oneCycle(let total, _, _, _)? = schedules.first, epoch > total {
                throw ScriptError(
                    "ValueError",
                    "Tried to step \(epoch) times. The specified number of total steps is \(total)")
            }
            return try apply()
        }
        let index = milestones.filter { $0 <= epoch }.count
        if index > 0 && milestones[index - 1] == epoch {
            try parts[index].restart()
        } else {
            try parts[index].step()
        }
    }

    /// Momentum (or the first of Adam's betas) moves with the epochs.
    func cycleMomentum(_ function: @escaping (_ epoch: Int, _ group: DictValue) throws -> Double) throws {
        guard optimizer.groups.allSatisfy({ $0.string("momentum") != nil || $0.string("betas") != nil })
        else {
            throw ScriptError(
                "ValueError", "optimizer must support momentum or beta1 with `cycle_momentum` option enabled",
                hint: "cycle_momentum=False")
        }
        momentum = function
        try setMomentum(function)
    }

    private func setMomentum(_ function: (_ epoch: Int, _ group: DictValue) throws -> Double) throws {
        // What an optimizer does not read stays unread.
        for (dict, group) in zip(optimizer.groups, try optimizer.optimizer.currentGroups()) {
            let value = try function(epoch, dict)
            (group.settings.momentum, group.settings.beta1) = (value, value)
        }
    }

    static var scriptName: String { "LRScheduler" }
    static func from(_ value: Value) throws -> ScheduleObject? {
        if case .object(let object) = value { return object as? ScheduleObject }
        return nil
    }
    var scriptValue: Value { .object(self) }
    var typeName: String { kind }
    package var scriptClass: ScriptClass? {
        ScriptClass(kind, bases: [ScheduleObject.nativeType.scriptClass])
    }

    private static let target = Parameter<ScheduleObject>("self", "the schedule", .positionalOnly)

    static let nativeType = NativeType<ScheduleObject>(
        ScriptClass("LRScheduler"),
        properties: [
            .init("last_epoch", "How many steps were made.") { .int($0.epoch) },
            .init(
                "base_lrs", "The first rates.", get: { .list($0.baseList) },
                set: { object, value in
                    guard case .list(let list) = value, try [Double].from(value) != nil else {
                        throw ScriptError(
                            "TypeError", "base_lrs must be a list of numbers, not \(value.typeName)")
                    }
                    object.baseList = list
                }),
            .init("optimizer", "The optimizer.") { $0.optimizer.scriptValue },
        ],
        methods: [
            Builtin(
                "step", group: "torch.optim", summary: "Goes on to the next epoch.", target, returns: "None",
                example: "scheduler.step()",
                pytorch: "scheduler.step()"
            ) { _, object -> Value in
                try object.step()
                return .none
            },
            Builtin(
                "get_last_lr", group: "torch.optim", summary: "The present rates.", target, returns: "list",
                example: "scheduler.get_last_lr()",
                pytorch: "scheduler.get_last_lr()"
            ) { _, object in Value.list(object.optimizer.rates) },
            Builtin(
                "state_dict", group: "torch.optim", summary: "What is needed to resume.", target,
                returns: "a dict", example: "scheduler.state_dict()",
                pytorch: "scheduler.state_dict()"
            ) { _, object -> Value in
                .dict([
                    ("last_epoch", .int(object.epoch)), ("base_lrs", .list(object.baseList.elements)),
                    ("parts", .list(object.parts.map { .int($0.epoch) })),
                    ("_last_lr", .list(object.optimizer.rates)),
                ])
            },
            Builtin(
                "load_state_dict", group: "torch.optim", summary: "Resumes from what state_dict() gave.",
                target, Parameter<Value>("state_dict", "what state_dict() gave"),
                returns: "None", example: "scheduler.load_state_dict(state)",
                pytorch: "scheduler.load_state_dict(state)"
            ) { _, object, state -> Value in
                guard case .dict(let dict) = state, case .int(let epoch)? = dict.string("last_epoch") else {
                    throw ScriptError(
                        "TypeError", "load_state_dict() wants what state_dict() gave, not \(state.typeName)")
                }
                object.epoch = epoch
                if case .list(let bases)? = dict.string("base_lrs") {
                    object.baseList.elements = bases.elements
                }
                if let parts = dict.string("parts") {
                    for (part, epoch) in zip(object.parts, try Operations.array(parts)) {
                        part.epoch = try Operations.requireIndex(epoch)
                    }
                }
                return .none
            },
        ])
}

extension ScheduleObject: Restorable {
    func record(in snapshot: Snapshot) {
        let (epoch, baseList) = (epoch, baseList)
        let parts = [optimizer.scriptValue, .list(baseList)] + parts.map(\.scriptValue)
        snapshot.record(self, parts: parts) { [self] in
            (self.epoch, self.baseList) = (epoch, baseList)
        } change: { [self] in
            self.epoch == epoch ? nil : "\(Formatting.count(self.epoch - epoch, "step")) made"
        }
    }
}

extension PlateauObject: Restorable {
    func record(in snapshot: Snapshot) {
        let (best, bad, resting) = (best, bad, resting)
        snapshot.record(self, parts: [optimizer.scriptValue]) { [self] in
            (self.best, self.bad, self.resting) = (best, bad, resting)
        } change: { [self] in
            (self.best, self.bad, self.resting) == (best, bad, resting) ? nil : "was told measures"
        }
    }
}

/// `ReduceLROnPlateau`: `step(measure)`.
final class PlateauObject: NativeObject, ScriptConvertible {
    private let optimizer: OptimizerObject
    private let rises: Bool
    private let factor: Double, threshold: Double, least: Double
    private let patience: Int, cooldown: Int
    private var best: Double
    private var bad = 0, resting = 0

    init(
        _ optimizer: OptimizerObject, rises: Bool, factor: Double, patience: Int, threshold: Double,
        cooldown: Int, least: Double
    ) throws {
        (self.optimizer, self.rises, self.factor, self.patience, self.threshold, self.cooldown, self.least) =
            (optimizer, rises, factor, patience, threshold, cooldown, least)
        best = rises ? -.infinity : .infinity
    }

    private func step(_ measure: Double) throws {
        let groups = try optimizer.optimizer.currentGroups()
        let isBetter = rises ? measure > best * (threshold + 1) : measure < best * (1 - threshold)
        if isBetter || (rises && best == -.infinity) {
            (best, bad) = (measure, 0)
        } else {
            bad += 1
        }
        if resting > 0 { (resting, bad) = (resting - 1, 0) }
        guard bad > patience else { return }
        for group in groups {
            let rate = max(group.settings.rate * factor, least)
            if group.settings.rate - rate > 1e-8 { group.settings.rate = rate }
        }
        (resting, bad) = (cooldown, 0)
    }

    static var scriptName: String { "ReduceLROnPlateau" }
    static func from(_ value: Value) throws -> PlateauObject? {
        if case .object(let object) = value { return object as? PlateauObject }
        return nil
    }
    var scriptValue: Value { .object(self) }

    private static let target = Parameter<PlateauObject>("self", "the schedule", .positionalOnly)

    static let nativeType = NativeType<PlateauObject>(
        ScriptClass("ReduceLROnPlateau"),
        properties: [
            .init("best", "The best measure so far.") { .float($0.best) },
            .init("num_bad_epochs", "Epochs without an improvement.") { .int($0.bad) },
        ],
        methods: [
            Builtin(
                "step", group: "torch.optim", summary: "Reports a metric.", target,
                Parameter<Double>("metrics", "the measure"), returns: "None",
                example: "scheduler.step(test_loss)", pytorch: "scheduler.step(test_loss)"
            ) { _, object, measure -> Value in
                try object.step(measure)
                return .none
            },
            Builtin(
                "get_last_lr", group: "torch.optim", summary: "The present rates.", target, returns: "list",
                example: "scheduler.get_last_lr()",
                pytorch: "scheduler.get_last_lr()"
            ) { _, object in Value.list(object.optimizer.rates) },
        ])
}
