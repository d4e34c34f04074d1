import Language
import Neural
import Presentation
import Tensors

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

    /// The rates that schedules start from: those at the first schedule, kept in
    /// the groups as PyTorch keeps them.
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
                "step", group: "torch.optim", summary: "Advances to the next epoch.", target, returns: "None",
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

extension OptimizerObject {
    /// The present learning rate of each group.
    var rates: [Value] { optimizer.groups.map { .float($0.settings.rate) } }
}
