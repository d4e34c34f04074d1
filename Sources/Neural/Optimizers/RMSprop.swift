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
        let wide = WideUpdate(parameter)
        let g = try wide.decayed(scaled(move.gradient), parameter, settings.weightDecay)
        let square = try memory.take(index, "square_avg", parameter)
        let (kept, fresh) = (try wide.number(settings.alpha), try wide.number(1 - settings.alpha))
        try wide.set(square) { v, _, _ in try v * kept }
        try wide.set(square, g) { v, g, _ in try v + fresh * g * g }
        let denominator: Tensor
        if settings.centered {
            let mean = try memory.take(index, "grad_avg", parameter)
            try wide.set(mean, g) { m, g, _ in try m + fresh * (g - m) }
            denominator = try wide.rounded(square, mean) { v, m, _ in try v - m * m }
            try wide.set(denominator) { d, _, _ in try d.sqrt() }
        } else {
            denominator = try wide.rounded(square) { v, _, _ in try v.sqrt() }
        }
        let (eps, rate) = (try wide.number(settings.eps), try wide.number(-settings.rate))
        try wide.set(denominator) { d, _, _ in try d + eps }
        guard settings.momentum > 0 else {
            return try wide.set(parameter, g, denominator) { x, g, d in try x + rate * g / d }
        }
        let buffer = try memory.take(index, "momentum_buffer", parameter)
        let momentum = try wide.number(settings.momentum)
        try wide.set(buffer) { b, _, _ in try b * momentum }
        try wide.set(buffer, g, denominator) { b, g, d in try b + g / d }
        try wide.set(parameter, buffer) { x, b, _ in try x + rate * b }
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
        let wide = WideUpdate(parameter)
        let g = try wide.decayed(scaled(move.gradient), parameter, settings.weightDecay)
        let sum = try memory.take(index, "sum", parameter, settings.initialSum)
        try wide.set(sum, g) { v, g, _ in try v + g * g }
        let before = made[index, default: 0]
        made[index] = before + 1
        let (eps, rate) = (
            try wide.number(settings.eps),
            try wide.number(-settings.rate / (1 + Double(before) * settings.rateDecay))
        )
        let denominator = try wide.rounded(sum) { v, _, _ in try v.sqrt() }
        try wide.set(denominator) { d, _, _ in try d + eps }
        try wide.set(parameter, g, denominator) { x, g, d in try x + rate * g / d }
    }

    public override var state: [Entry] {
        memory.entries
            + made.keys.sorted().compactMap { index in
                (try? ComputeContext.on(.host) { try Tensor([Int64(made[index] ?? 0)], []) }).map {
                    (index, "step", $0)
                }
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
        if let found = tensors.first(where: { $0.index == index && $0.name == name }) {
            guard found.tensor.device === parameter.device else {
                throw TensorError.devices(
                    parameter.device, found.tensor.device,
                    hint: "model.to(…) before the optimizer's first step, or "
                        + "optimizer.load_state_dict(optimizer.state_dict()), which brings its state along")
            }
            return found.tensor
        }
        let made = try Tensor.full(parameter.shape, .float(value), parameter.dtype)
        tensors.append((index, name, made))
        return made
    }
}
