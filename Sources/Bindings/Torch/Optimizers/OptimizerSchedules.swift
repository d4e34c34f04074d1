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

    private static let optimizer = Parameter<OptimizerObject>(
        "optimizer", "the optimizer whose learning rate changes")
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
            "LambdaLR", group: "torch.optim",
            summary: "The initial learning rate times a function of the epoch.",
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
            "StepLR", group: "torch.optim",
            summary: "Multiplies the learning rate by gamma every step_size epochs.", optimizer,
            Parameter<Int>("step_size", "how many epochs"), gamma, returns: "a schedule",
            example: "StepLR(optimizer, 10)",
            pytorch: "StepLR(optimizer, 10)"
        ) { _, object, size, gamma in
            try positive(size, "step_size")
            return try ScheduleObject("StepLR", object, .step(size: size, gamma: gamma))
        },
        Builtin(
            "MultiStepLR", group: "torch.optim",
            summary: "Multiplies the learning rate by gamma at given epochs.",
            optimizer, Parameter<[Int]>("milestones", "the epochs"),
            gamma, returns: "a schedule", example: "MultiStepLR(optimizer, [30, 80])",
            pytorch: "MultiStepLR(optimizer, [30, 80])"
        ) { _, object, milestones, gamma in
            try ScheduleObject("MultiStepLR", object, .milestones(milestones, gamma: gamma))
        },
        Builtin(
            "ExponentialLR", group: "torch.optim",
            summary: "Multiplies the learning rate by gamma every epoch.", optimizer,
            Parameter<Double>("gamma", "the factor"),
            returns: "a schedule", example: "ExponentialLR(optimizer, 0.9)",
            pytorch: "ExponentialLR(optimizer, 0.9)"
        ) { _, object, gamma in
            try ScheduleObject("ExponentialLR", object, .exponential(gamma: gamma))
        },
        Builtin(
            "ConstantLR", group: "torch.optim",
            summary: "The initial learning rate times a factor for some epochs.",
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
            "PolynomialLR", group: "torch.optim", summary: "The learning rate decays to 0 as a power.",
            optimizer,
            Parameter<Int>("total_iters", "how many epochs", default: 5),
            Parameter<Double>("power", "the power", default: 1), returns: "a schedule",
            example: "PolynomialLR(optimizer, 100)", pytorch: "PolynomialLR(optimizer, 100)"
        ) { _, object, total, power in
            try positive(total, "total_iters")
            return try ScheduleObject("PolynomialLR", object, .polynomial(total: total, power: power))
        },
        Builtin(
            "CosineAnnealingLR", group: "torch.optim", summary: "Cosine annealing of the learning rate.",
            optimizer,
            Parameter<Int>("T_max", "epochs until the minimum"),
            Parameter<Double>("eta_min", "the lowest learning rate", default: 0), returns: "a schedule",
            example: "CosineAnnealingLR(optimizer, 100)", pytorch: "CosineAnnealingLR(optimizer, 100)"
        ) { _, object, period, least in
            try positive(period, "T_max")
            return try ScheduleObject("CosineAnnealingLR", object, .cosine(period: period, least: least))
        },
        Builtin(
            "CosineAnnealingWarmRestarts", group: "torch.optim",
            summary: "Cosine annealing with warm restarts.", optimizer,
            Parameter<Int>("T_0", "epochs until the first restart"),
            Parameter<Int>("T_mult", "factor by which each period is longer than the one before", default: 1),
            Parameter<Double>("eta_min", "the lowest learning rate", default: 0), returns: "a schedule",
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
            summary: "The initial learning rate times a factor that changes linearly.", optimizer,
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
            summary: "The 1cycle policy: the learning rate rises to a maximum and falls to almost 0, "
                + "momentum the other way.",
            optimizer,
            Parameter<Double>("max_lr", "the highest learning rate"),
            Parameter<Int>("total_steps", "how many steps"),
            Parameter<Double>(
                "pct_start", "the fraction of steps in which the learning rate rises", default: 0.3,
                .keywordOnly),
            Parameter<String>("anneal_strategy", "'cos' or 'linear'", default: "cos", .keywordOnly),
            Parameter<Double>(
                "div_factor", "the highest learning rate divided by the first", default: 25, .keywordOnly),
            Parameter<Double>(
                "final_div_factor", "the first learning rate divided by the last", default: 1e4,
                .keywordOnly),
            Parameter<Bool>(
                "cycle_momentum", "whether momentum is cycled inversely", default: true, .keywordOnly),
            Parameter<Double>(
                "base_momentum", "momentum at the highest learning rate", default: 0.85, .keywordOnly),
            Parameter<Double>(
                "max_momentum", "momentum at the first and the last learning rate", default: 0.95,
                .keywordOnly),
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
            // As in PyTorch, each group keeps the ends between which it moves,
            // and they are read at every step.
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
            "SequentialLR", group: "torch.optim", summary: "Several schedules, one after the other.",
            optimizer,
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
            summary: "Reduces the learning rate where a metric stops improving.", optimizer,
            Parameter<String>("mode", "'min' or 'max': what is better", default: "min"),
            Parameter<Double>("factor", "the factor", default: 0.1),
            Parameter<Int>("patience", "epochs without improvement before the rate falls", default: 10),
            Parameter<Double>("threshold", "the least improvement that counts, as a fraction", default: 1e-4),
            Parameter<Int>("cooldown", "epochs to wait after a reduction", default: 0, .keywordOnly),
            Parameter<Double>("min_lr", "the lowest learning rate", default: 0, .keywordOnly),
            returns: "a schedule",
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
