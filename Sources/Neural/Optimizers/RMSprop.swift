import Tensors

/// Divides each gradient by the root of a running mean of its squares (Hinton 2012), as PyTorch writes it.
public final class RMSprop: Optimizer {
    private var memory = OptimizerMemory()

    /// One group of parameters of any shapes and any floating type. `torch.optim.RMSprop`.
    ///
    /// - Throws: ValueError for no parameters, one that is given twice, and settings out of range.
    public convenience init(
        _ parameters: [Tensor], rate: Double = 1e-2, alpha: Double = 0.99, eps: Double = 1e-8,
        weightDecay: Double = 0, momentum: Double = 0,
        centered: Bool = false
    ) throws {
        var settings = OptimizerSettings(rate: rate, weightDecay: weightDecay)
        (settings.alpha, settings.eps, settings.momentum) = (alpha, eps, momentum)
        settings.centered = centered
        try self.init(groups: [ParameterGroup(parameters, settings)])
    }

    public override class func check(_ settings: OptimizerSettings) throws {
        guard settings.alpha >= 0 else {
            throw TensorError(.value, "Invalid alpha value: \(settings.alpha)")
        }
        guard settings.eps >= 0 else { throw TensorError(.value, "Invalid epsilon value: \(settings.eps)") }
        guard settings.momentum >= 0 else {
            throw TensorError(.value, "Invalid momentum value: \(settings.momentum)")
        }
        try super.check(settings)
    }

    public override class var settingNames: [String] {
        ["lr", "momentum", "alpha", "eps", "centered", "weight_decay", "maximize"]
    }

    public override var stateNames: [String] { ["square_avg", "grad_avg", "momentum_buffer"] }

    override func update(_ move: Move) throws {
        let (index, parameter, settings) = (move.index, move.parameter, move.settings)
        func number(_ value: Double) throws -> Tensor { try parameter.constant(.float(value)) }
        let g =
            settings.weightDecay == 0
            ? move.gradient : try move.gradient + parameter.detach() * number(settings.weightDecay)
        let square = try memory.take(index, "square_avg", parameter)
        try Tensor.copy(
            from: square * number(settings.alpha) + g * g * number(1 - settings.alpha), into: square)
        var variance = square
        if settings.centered {
            let mean = try memory.take(index, "grad_avg", parameter)
            try Tensor.copy(from: mean + (g - mean) * number(1 - settings.alpha), into: mean)
            variance = try square - mean * mean
        }
        var step = try g / (variance.sqrt() + number(settings.eps))
        if settings.momentum > 0 {
            let buffer = try memory.take(index, "momentum_buffer", parameter)
            try Tensor.copy(from: buffer * number(settings.momentum) + step, into: buffer)
            step = buffer
        }
        try Tensor.copy(from: parameter.detach() - step * number(settings.rate), into: parameter)
    }

    public override var state: [Entry] { memory.entries }
    public override func restore(_ state: [Entry], steps: Int) throws {
        memory = OptimizerMemory(
            try state.filter { $0.name != "step" }.map {
                ($0.index, $0.name, try checked($0.index, $0.tensor))
            })
        self.steps = steps
    }
}

/// Divides each gradient by the root of the sum of its squares so far (Duchi and others 2011).
public final class Adagrad: Optimizer {
    private var memory = OptimizerMemory()
    /// How many steps a parameter has made: its rate falls with them.
    private var made: [Int: Int] = [:]

    /// One group of parameters of any shapes and any floating type. `torch.optim.Adagrad`.
    ///
    /// - Throws: ValueError for no parameters, one that is given twice, and settings out of range.
    public convenience init(
        _ parameters: [Tensor], rate: Double = 1e-2, rateDecay: Double = 0, weightDecay: Double = 0,
        initial: Double = 0, eps: Double = 1e-10
    ) throws {
        var settings = OptimizerSettings(rate: rate, weightDecay: weightDecay)
        (settings.rateDecay, settings.initialSum, settings.eps) = (rateDecay, initial, eps)
        try self.init(groups: [ParameterGroup(parameters, settings)])
    }

    public override class func check(_ settings: OptimizerSettings) throws {
        guard settings.rateDecay >= 0 else {
            throw TensorError(.value, "Invalid lr_decay value: \(settings.rateDecay)")
        }
        guard settings.initialSum >= 0 else {
            throw TensorError(.value, "Invalid initial_accumulator_value value: \(settings.initialSum)")
        }
        guard settings.eps >= 0 else { throw TensorError(.value, "Invalid epsilon value: \(settings.eps)") }
        try super.check(settings)
    }

    public override class var settingNames: [String] {
        ["lr", "lr_decay", "eps", "weight_decay", "initial_accumulator_value", "maximize"]
    }

    public override var stateNames: [String] { ["step", "sum"] }

    override func update(_ move: Move) throws {
        let (index, parameter, settings) = (move.index, move.parameter, move.settings)
        func number(_ value: Double) throws -> Tensor { try parameter.constant(.float(value)) }
        let g =
            settings.weightDecay == 0
            ? move.gradient : try move.gradient + parameter.detach() * number(settings.weightDecay)
        let sum = try memory.take(index, "sum", parameter, settings.initialSum)
        try Tensor.copy(from: sum + g * g, into: sum)
        let before = made[index, default: 0]
        made[index] = before + 1
        let rate = settings.rate / (1 + Double(before) * settings.rateDecay)
        let step = try g / (sum.sqrt() + number(settings.eps)) * number(rate)
        try Tensor.copy(from: parameter.detach() - step, into: parameter)
    }

    public override var state: [Entry] {
        memory.entries
            + made.keys.sorted().compactMap { index in
                (try? Tensor([Int64(made[index] ?? 0)], [])).map { (index, "step", $0) }
            }
    }

    public override func restore(_ state: [Entry], steps: Int) throws {
        // Files from before each parameter had a count of its own know that of all.
        var counts: [Int: Int] = [:]
        for entry in state { counts[entry.index] = steps }
        for entry in state where entry.name == "step" {
            counts[entry.index] = try checkedStep(entry.index, entry.tensor)
        }
        memory = OptimizerMemory(
            try state.filter { $0.name != "step" }.map {
                ($0.index, $0.name, try checked($0.index, $0.tensor))
            })
        made = counts
        self.steps = steps
    }
}

/// What an optimizer remembers of each parameter, by name.
private struct OptimizerMemory {
    private var tensors: [Optimizer.Entry] = []

    init(_ entries: [Optimizer.Entry] = []) { tensors = entries }

    var entries: [Optimizer.Entry] { tensors }

    /// The tensor of that name, made where it is not there yet.
    mutating func take(_ index: Int, _ name: String, _ parameter: Tensor, _ value: Double = 0) throws
        -> Tensor
    {
        if let found = tensors.first(where: { $0.index == index && $0.name == name }) { return found.tensor }
        let made = try Tensor.full(parameter.shape, .float(value), parameter.dtype)
        tensors.append((index, name, made))
        return made
    }
}
