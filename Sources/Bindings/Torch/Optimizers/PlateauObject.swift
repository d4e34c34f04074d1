import Language
import Neural

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
