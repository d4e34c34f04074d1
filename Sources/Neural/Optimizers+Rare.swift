import Tensors

/// Divides each gradient by the root of a running mean of its squares (Hinton 2012), as PyTorch writes it.
public final class RMSprop: Optimizer {
    public private(set) var alpha: Double, eps: Double, momentum: Double
    public private(set) var centered: Bool
    private var memory = OptimizerMemory()

    public init(
        _ parameters: [Tensor], rate: Double = 1e-2, alpha: Double = 0.99, eps: Double = 1e-8,
        weightDecay: Double = 0, momentum: Double = 0,
        centered: Bool = false
    ) throws {
        guard alpha >= 0 else { throw TensorError(.value, "Invalid alpha value: \(alpha)") }
        guard eps >= 0 else { throw TensorError(.value, "Invalid epsilon value: \(eps)") }
        guard momentum >= 0 else { throw TensorError(.value, "Invalid momentum value: \(momentum)") }
        (self.alpha, self.eps, self.momentum, self.centered) = (alpha, eps, momentum, centered)
        try super.init(parameters, rate: rate, weightDecay: weightDecay)
    }

    public override func set(_ setting: String, _ value: Double) -> Bool {
        switch setting {
        case "alpha": alpha = value
        case "eps": eps = value
        case "momentum": momentum = value
        case "centered": centered = value != 0
        default: return super.set(setting, value)
        }
        return true
    }

    public override var stateNames: [String] { ["square_avg", "grad_avg", "momentum_buffer"] }

    override func update(_ index: Int, _ parameter: Tensor, _ gradient: Tensor) throws {
        func number(_ value: Double) throws -> Tensor { try parameter.constant(.float(value)) }
        let g = weightDecay == 0 ? gradient : try gradient + parameter.detach() * number(weightDecay)
        let square = try memory.take(index, "square_avg", parameter)
        try Tensor.copy(from: square * number(alpha) + g * g * number(1 - alpha), into: square)
        var variance = square
        if centered {
            let mean = try memory.take(index, "grad_avg", parameter)
            try Tensor.copy(from: mean + (g - mean) * number(1 - alpha), into: mean)
            variance = try square - mean * mean
        }
        var step = try g / (variance.sqrt() + number(eps))
        if momentum > 0 {
            let buffer = try memory.take(index, "momentum_buffer", parameter)
            try Tensor.copy(from: buffer * number(momentum) + step, into: buffer)
            step = buffer
        }
        try Tensor.copy(from: parameter.detach() - step * number(rate), into: parameter)
    }

    public override var state: [(index: Int, name: String, tensor: Tensor)] { memory.entries }
    public override func restore(_ state: [(index: Int, name: String, tensor: Tensor)], steps: Int) throws {
        memory = OptimizerMemory(
            try state.filter { $0.name != "step" }.map {
                ($0.index, $0.name, try checked($0.index, $0.tensor))
            })
        self.steps = steps
    }
}

/// Divides each gradient by the root of the sum of its squares so far (Duchi and others 2011).
public final class Adagrad: Optimizer {
    public private(set) var rateDecay: Double, eps: Double, initial: Double
    private var memory = OptimizerMemory()

    public init(
        _ parameters: [Tensor], rate: Double = 1e-2, rateDecay: Double = 0, weightDecay: Double = 0,
        initial: Double = 0, eps: Double = 1e-10
    ) throws {
        guard rateDecay >= 0 else { throw TensorError(.value, "Invalid lr_decay value: \(rateDecay)") }
        guard initial >= 0 else {
            throw TensorError(.value, "Invalid initial_accumulator_value value: \(initial)")
        }
        guard eps >= 0 else { throw TensorError(.value, "Invalid epsilon value: \(eps)") }
        (self.rateDecay, self.eps, self.initial) = (rateDecay, eps, initial)
        try super.init(parameters, rate: rate, weightDecay: weightDecay)
    }

    public override func set(_ setting: String, _ value: Double) -> Bool {
        switch setting {
        case "lr_decay": rateDecay = value
        case "eps": eps = value
        case "initial_accumulator_value": initial = value
        default: return super.set(setting, value)
        }
        return true
    }

    public override var stateNames: [String] { ["sum"] }

    override func update(_ index: Int, _ parameter: Tensor, _ gradient: Tensor) throws {
        func number(_ value: Double) throws -> Tensor { try parameter.constant(.float(value)) }
        let g = weightDecay == 0 ? gradient : try gradient + parameter.detach() * number(weightDecay)
        let sum = try memory.take(index, "sum", parameter, initial)
        try Tensor.copy(from: sum + g * g, into: sum)
        let step = try g / (sum.sqrt() + number(eps)) * number(rate / (1 + Double(steps - 1) * rateDecay))
        try Tensor.copy(from: parameter.detach() - step, into: parameter)
    }

    public override var state: [(index: Int, name: String, tensor: Tensor)] { memory.entries }
    public override func restore(_ state: [(index: Int, name: String, tensor: Tensor)], steps: Int) throws {
        memory = OptimizerMemory(
            try state.filter { $0.name != "step" }.map {
                ($0.index, $0.name, try checked($0.index, $0.tensor))
            })
        self.steps = steps
    }
}

/// What an optimizer remembers of each parameter, by name.
private struct OptimizerMemory {
    private var tensors: [(index: Int, name: String, tensor: Tensor)] = []

    init(_ entries: [(index: Int, name: String, tensor: Tensor)] = []) { tensors = entries }

    var entries: [(index: Int, name: String, tensor: Tensor)] { tensors }

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
