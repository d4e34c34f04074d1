import Neural
import Tensors
import Testing

/// Groups of parameters, and hooks around a step.
struct ParameterGroupTests {
    private static let kinds: [(name: String, make: @Sendable ([ParameterGroup]) throws -> Optimizer)] = [
        ("SGD", { try SGD(groups: $0) }), ("Adam", { try Adam(groups: $0) }),
        ("AdamW", { try AdamW(groups: $0) }), ("RMSprop", { try RMSprop(groups: $0) }),
        ("Adagrad", { try Adagrad(groups: $0) }),
    ]

    private func parameters() throws -> [Tensor] {
        try [[1, -2, 0.5], [3, 4, 5, 6]].map { (numbers: [Float]) in try Tensor(numbers, [numbers.count]) }
    }

    private func settings(_ rate: Double, _ decay: Double, up: Bool = false) -> OptimizerSettings {
        var settings = OptimizerSettings(rate: rate, weightDecay: decay)
        (settings.momentum, settings.rateDecay, settings.maximizes) = (0.5, 0.1, up)
        return settings
    }

    private func giveGradients(_ parameters: [Tensor], _ step: Int) throws {
        for parameter in parameters {
            parameter.grad = try Tensor.full(parameter.shape, .float(0.25 * Double(step + 1)))
        }
    }

    private func numbers(_ parameters: [Tensor]) throws -> [[Float]] {
        try parameters.map { try $0.elements(Float.self) }
    }

    /// One optimizer with two groups does what two optimizers do, to the last bit.
    @Test(arguments: kinds.map(\.name)) func groupsAreAsOptimizersOfTheirOwn(_ name: String) throws {
        let make = try #require(Self.kinds.first { $0.name == name }).make
        let (a, b) = (settings(0.1, 0.01), settings(0.02, 0, up: true))
        let together = try parameters(), apart = try parameters()
        let one = try make([ParameterGroup([together[0]], a), ParameterGroup([together[1]], b)])
        let two = [try make([ParameterGroup([apart[0]], a)]), try make([ParameterGroup([apart[1]], b)])]
        for step in 0..<4 {
            try giveGradients(together + apart, step)
            try one.step()
            for optimizer in two { try optimizer.step() }
            // A schedule writes to the group.
            one.groups[1].settings.rate *= 0.5
            two[1].rate *= 0.5
        }
        #expect(try numbers(together) == numbers(apart))
        #expect(one.groups[0].settings.rate == 0.1 && one.steps == 4)
        #expect(Set(one.state.map(\.index)) == [0, 1])
    }

    @Test(arguments: kinds.map(\.name)) func memoryGoesWithItsParameter(_ name: String) throws {
        let make = try #require(Self.kinds.first { $0.name == name }).make
        let moved = try parameters(), still = try parameters()
        func run(_ parameters: [Tensor], swapping: Bool) throws {
            let optimizer = try make([ParameterGroup(parameters, settings(0.1, 0))])
            for step in 0..<4 {
                try giveGradients(parameters, step)
                try optimizer.step()
                if swapping {
                    try optimizer.replace(
                        groups: [(optimizer.groups[0], optimizer.groups[0].parameters.reversed())])
                }
            }
        }
        try run(moved, swapping: true)
        try run(still, swapping: false)
        #expect(try numbers(moved) == numbers(still))
    }

    @Test func anArrangementComesBack() throws {
        let all = try parameters()
        let optimizer = try AdamW(groups: [ParameterGroup([all[0]], settings(0.1, 0))])
        try giveGradients(all, 0)
        try optimizer.step()
        let (before, state, steps) = (optimizer.arrangement, optimizer.state, optimizer.steps)
        try optimizer.add(ParameterGroup([all[1]], settings(0.2, 0)))
        optimizer.groups[0].settings.rate = 9
        try optimizer.step()
        try optimizer.restore(before, state: state, steps: steps)
        #expect(optimizer.groups.count == 1 && optimizer.parameters.count == 1 && optimizer.steps == 1)
        #expect(optimizer.rate == 0.1)
        #expect(throws: TensorError.self) { try optimizer.add(ParameterGroup([all[0]], settings(0.1, 0))) }
        #expect(throws: TensorError.self) { try optimizer.add(ParameterGroup([all[1]], settings(-1, 0))) }
        #expect(optimizer.groups.count == 1)
    }

    @Test func settingsHavePyTorchsNames() {
        var settings = OptimizerSettings()
        for (index, name) in Set(Self.names).sorted().enumerated() {
            settings[name] =
                ["maximize", "nesterov", "centered", "amsgrad"].contains(name) ? 1 : Double(index) / 100
        }
        for (index, name) in Set(Self.names).sorted().enumerated() {
            #expect(
                settings[name]
                    == (["maximize", "nesterov", "centered", "amsgrad"].contains(name)
                        ? 1 : Double(index) / 100))
        }
        #expect(settings["lr_"] == nil)
    }
    private static let names =
        SGD.settingNames + AdamW.settingNames + RMSprop.settingNames + Adagrad.settingNames

    @Test func hooksStandAroundAStep() throws {
        let all = try parameters()
        let optimizer = try SGD(all, rate: 1)
        var told: [String] = []
        let first = optimizer.preHooks.add { told.append("before \($0.steps)") }
        optimizer.postHooks.add { told.append("after \($0.steps)") }
        try giveGradients(all, 0)
        try optimizer.step { told.append("closure") }
        optimizer.preHooks.remove(first)
        try optimizer.step()
        #expect(told == ["before 0", "closure", "after 1", "after 2"])
        // One that throws leaves everything as it is.
        optimizer.preHooks.add { _ in throw TensorError(.runtime, "no") }
        let before = try numbers(all)
        #expect(throws: TensorError.self) { try optimizer.step() }
        #expect(try numbers(all) == before && optimizer.steps == 2)
    }
}
