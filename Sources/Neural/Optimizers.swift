import Kernels
import Tensors

/// Moves parameters against their gradients.
open class Optimizer {
    public private(set) var parameters: [Tensor]
    /// The learning rate; schedules change it between steps.
    public var rate: Double
    public var weightDecay: Double
    /// Moves along the gradients and not against them.
    public var maximizes = false
    /// Number of steps made.
    public internal(set) var steps = 0

    init(_ parameters: [Tensor], rate: Double, weightDecay: Double) throws {
        guard !parameters.isEmpty else {
            throw TensorError(.value, "optimizer got an empty parameter list", hint: "model.parameters()")
        }
        guard rate >= 0, rate.isFinite else { throw TensorError(.value, "Invalid learning rate: \(rate)") }
        guard weightDecay >= 0, weightDecay.isFinite else {
            throw TensorError(.value, "Invalid weight_decay value: \(weightDecay)")
        }
        guard Set(parameters.map(ObjectIdentifier.init)).count == parameters.count else {
            throw TensorError(.value, "some parameters appear in more than one parameter group")
        }
        (self.parameters, self.rate, self.weightDecay) = (parameters, rate, weightDecay)
    }

    /// As `torch.optim` calls it.
    public var typeName: String { String(describing: type(of: self)) }

    /// Changes one setting, by its PyTorch name; flags are 0 and 1. False where the optimizer has none of
    /// that name.
    open func set(_ setting: String, _ value: Double) -> Bool {
        switch setting {
        case "lr": rate = value
        case "weight_decay": weightDecay = value
        case "maximize": maximizes = value != 0
        default: return false
        }
        return true
    }

    /// Names of what it can remember of a parameter.
    open var stateNames: [String] { [] }

    /// Goes on with other parameters. What is remembered of each is given too, numbered by the new places.
    public func replace(parameters: [Tensor], state: [(index: Int, name: String, tensor: Tensor)]) throws {
        let before = self.parameters
        self.parameters = parameters
        do { try restore(state, steps: steps) } catch {
            self.parameters = before
            throw error
        }
    }

    /// Settings by their PyTorch names, in the order that `repr` prints them.
    open var settings: [(name: String, value: Double)] { [("lr", rate), ("weight_decay", weightDecay)] }

    /// Numbers that are kept between steps for each number of a parameter.
    open var stateCount: Int { 0 }

    /// Makes room for what is kept between steps before the first step makes anything else: what stays for
    /// good then lies together, and not between what comes and goes. Changes no result.
    open func prepare() throws {}

    /// Updates every parameter that has a gradient. In place.
    ///
    /// - Parameter gradientScale: what gradients are multiplied by on the way, such as a `clippingFactor`;
    ///   they stay as they are.
    public func step(gradientScale: Double = 1) throws {
        steps += 1
        self.gradientScale = Float(gradientScale)
        defer { self.gradientScale = 1 }
        try Autograd.withoutGrad {
            // Whoever looks on is told of one operation.
            let moves: [Move] = try Observation.suspended {
                let moves: [Move] = try parameters.enumerated().compactMap { index, parameter in
                    try parameter.grad.map {
                        (index, parameter, maximizes ? try $0.negated() : try $0.contiguous())
                    }
                }
                try update(moves)
                return moves
            }
            if let observer = Observation.observer, !moves.isEmpty {
                let parameters = moves.map(\.parameter)
                observer.operation("\(typeName).step", parameters + moves.map(\.gradient), parameters)
            }
        }
    }

    typealias Move = (index: Int, parameter: Tensor, gradient: Tensor)

    /// Moves all parameters; one after the other where an optimizer does not say how to move them at once.
    func update(_ moves: [Move]) throws {
        for move in moves { try update(move.index, move.parameter, move.gradient) }
    }

    /// Of the step that is under way.
    fileprivate private(set) var gradientScale: Float = 1

    func update(_ index: Int, _ parameter: Tensor, _ gradient: Tensor) throws {}

    public func zeroGrad(setToNone: Bool = true) throws {
        for parameter in parameters {
            if setToNone { parameter.grad = nil } else { try parameter.grad?.fill(.int(0)) }
        }
    }

    /// Tensors that must be saved to go on as if never stopped, by parameter number and name; missing ones
    /// are not yet made.
    open var state: [(index: Int, name: String, tensor: Tensor)] { [] }

    /// Puts back what `state` and `steps` said.
    open func restore(_ state: [(index: Int, name: String, tensor: Tensor)], steps: Int) throws {
        self.steps = steps
    }

    /// Checks one restored tensor against its parameter.
    func checked(_ index: Int, _ tensor: Tensor) throws -> Tensor {
        guard parameters.indices.contains(index), tensor.shape == parameters[index].shape,
            tensor.dtype == .float32
        else {
            throw TensorError(
                .runtime,
                "the saved optimizer state does not fit: entry \(index) has shape "
                    + "\(Shape.description(tensor.shape))",
                hint: "an optimizer over the same parameters, in the same order")
        }
        return tensor.isContiguous && !tensor.requiresGrad ? tensor : try tensor.detach().contiguous()
    }
}

/// Adam (Kingma & Ba 2015): weight decay, if any, is added to the gradient.
open class Adam: Optimizer {
    /// Schedules change the first between steps.
    public var betas: (Double, Double)
    public private(set) var eps: Double
    var decoupled: Bool { false }
    open override var stateCount: Int { 2 }
    private var moments: [Int: (m: Tensor, v: Tensor, step: Int)] = [:]
    /// Zeros that `prepare` made, for parameters that have not been updated yet.
    private var prepared: [Int: (m: Tensor, v: Tensor)] = [:]

    public init(
        _ parameters: [Tensor], rate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999),
        eps: Double = 1e-8,
        weightDecay: Double = 0
    ) throws {
        guard betas.0 >= 0 && betas.0 < 1 else {
            throw TensorError(.value, "Invalid beta parameter at index 0: \(betas.0)")
        }
        guard betas.1 >= 0 && betas.1 < 1 else {
            throw TensorError(.value, "Invalid beta parameter at index 1: \(betas.1)")
        }
        guard eps >= 0 else { throw TensorError(.value, "Invalid epsilon value: \(eps)") }
        (self.betas, self.eps) = (betas, eps)
        try super.init(parameters, rate: rate, weightDecay: weightDecay)
    }

    open override func set(_ setting: String, _ value: Double) -> Bool {
        switch setting {
        case "eps": eps = value
        case "beta1": betas.0 = value
        case "beta2": betas.1 = value
        default: return super.set(setting, value)
        }
        return true
    }

    open override var stateNames: [String] { ["exp_avg", "exp_avg_sq", "step"] }

    open override var settings: [(name: String, value: Double)] {
        [("lr", rate), ("beta1", betas.0), ("beta2", betas.1), ("eps", eps), ("weight_decay", weightDecay)]
    }

    override func update(_ moves: [Move]) throws {
        if let (_, parameter, _) = moves.first(where: {
            !$0.parameter.isContiguous || $0.parameter.dtype != .float32
        }) {
            throw TensorError(
                .runtime,
                "\(typeName) wants contiguous float32 parameters, got \(parameter.dtype) "
                    + "\(Shape.description(parameter.shape))"
            )
        }
        // Parameters side by side, but two that share their numbers (a tied head) one after the other.
        var updates: [AdamOperands] = [], storages: Set<ObjectIdentifier> = []
        for (index, parameter, gradient) in moves {
            if !storages.insert(ObjectIdentifier(parameter.storage)).inserted {
                parameter.device.kernels.adam(updates)
                (updates, storages) = ([], [ObjectIdentifier(parameter.storage)])
            }
            var entry = try moments[index] ?? zeros(index)
            entry.step += 1
            moments[index] = entry
            let step = AdamStep(
                rate: rate, beta1: betas.0, beta2: betas.1, eps: eps, weightDecay: weightDecay,
                decoupled: decoupled, step: entry.step,
                gradientScale: gradientScale)
            updates.append(
                AdamOperands(
                    step, parameter: try parameter.mutableNumbers(Float.self),
                    gradient: gradient.numbers(Float.self),
                    m: try entry.m.mutableNumbers(Float.self), v: try entry.v.mutableNumbers(Float.self),
                    count: parameter.count))
        }
        guard let device = moves.first?.parameter.device else { return }
        withExtendedLifetime(moves) { device.kernels.adam(updates) }
    }

    private func zeros(_ index: Int) throws -> (m: Tensor, v: Tensor, step: Int) {
        if let (m, v) = prepared.removeValue(forKey: index) { return (m, v, 0) }
        return (try Tensor.zeros(parameters[index].shape), try Tensor.zeros(parameters[index].shape), 0)
    }

    open override func prepare() throws {
        for (index, parameter) in parameters.enumerated()
        where moments[index] == nil && prepared[index] == nil && parameter.requiresGrad {
            prepared[index] = (try Tensor.zeros(parameter.shape), try Tensor.zeros(parameter.shape))
        }
    }

    open override var state: [(index: Int, name: String, tensor: Tensor)] {
        moments.keys.sorted().flatMap { index -> [(index: Int, name: String, tensor: Tensor)] in
            let entry = moments[index]!
            return [
                (index, "exp_avg", entry.m), (index, "exp_avg_sq", entry.v),
                (index, "step", (try? Tensor([Int64(entry.step)], [])) ?? entry.m),
            ]
        }
    }

    open override func restore(_ state: [(index: Int, name: String, tensor: Tensor)], steps: Int) throws {
        var restored: [Int: (m: Tensor, v: Tensor, step: Int)] = [:]
        for index in Set(state.map(\.index)) {
            func entry(_ name: String) throws -> Tensor {
                guard let found = state.first(where: { $0.index == index && $0.name == name }) else {
                    throw TensorError(
                        .runtime, "the saved optimizer state lacks '\(name)' of parameter \(index)")
                }
                return found.tensor
            }
            let step = try entry("step").item().int
            guard (0...1 << 53).contains(step) else {
                throw TensorError(
                    .runtime, "the saved optimizer state is damaged: step \(step) of parameter \(index)")
            }
            restored[index] = (
                try checked(index, entry("exp_avg")), try checked(index, entry("exp_avg_sq")), step
            )
        }
        (moments, prepared) = (restored, [:])
        self.steps = steps
    }
}

/// AdamW (Loshchilov & Hutter 2019): weight decay shrinks the parameter itself.
public final class AdamW: Adam {
    override var decoupled: Bool { true }

    public override init(
        _ parameters: [Tensor], rate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999),
        eps: Double = 1e-8,
        weightDecay: Double = 1e-2
    ) throws {
        try super.init(parameters, rate: rate, betas: betas, eps: eps, weightDecay: weightDecay)
    }
}

/// Stochastic gradient descent with optional (Nesterov) momentum, as PyTorch writes it.
public final class SGD: Optimizer {
    /// Schedules change it between steps.
    public var momentum: Double
    public private(set) var dampening: Double
    public private(set) var nesterov: Bool
    public override var stateCount: Int { momentum == 0 ? 0 : 1 }
    private var buffers: [Int: Tensor] = [:]

    public init(
        _ parameters: [Tensor], rate: Double = 1e-3, momentum: Double = 0, dampening: Double = 0,
        weightDecay: Double = 0,
        nesterov: Bool = false
    ) throws {
        guard momentum >= 0 else { throw TensorError(.value, "Invalid momentum value: \(momentum)") }
        guard !nesterov || (momentum > 0 && dampening == 0) else {
            throw TensorError(.value, "Nesterov momentum requires a momentum and zero dampening")
        }
        (self.momentum, self.dampening, self.nesterov) = (momentum, dampening, nesterov)
        try super.init(parameters, rate: rate, weightDecay: weightDecay)
    }

    public override func set(_ setting: String, _ value: Double) -> Bool {
        switch setting {
        case "momentum": momentum = value
        case "dampening": dampening = value
        case "nesterov": nesterov = value != 0
        default: return super.set(setting, value)
        }
        return true
    }

    public override var stateNames: [String] { ["momentum_buffer"] }

    public override var settings: [(name: String, value: Double)] {
        [("lr", rate), ("momentum", momentum), ("dampening", dampening), ("weight_decay", weightDecay)]
    }

    override func update(_ index: Int, _ parameter: Tensor, _ gradient: Tensor) throws {
        let first = buffers[index] == nil
        if momentum != 0 && first { buffers[index] = try Tensor.zeros(parameter.shape) }
        guard parameter.isContiguous, parameter.dtype == .float32 else {
            throw TensorError(
                .runtime,
                "SGD wants contiguous float32 parameters, got \(parameter.dtype) "
                    + "\(Shape.description(parameter.shape))"
            )
        }
        parameter.device.kernels.sgd(
            SGDStep(
                rate: Float(rate), momentum: Float(momentum), dampening: Float(dampening),
                weightDecay: Float(weightDecay),
                nesterov: nesterov, first: first, gradientScale: gradientScale),
            parameter: try parameter.mutableNumbers(Float.self), gradient: gradient.numbers(Float.self),
            buffer: try buffers[index]?.mutableNumbers(Float.self), count: parameter.count)
    }

    public override var state: [(index: Int, name: String, tensor: Tensor)] {
        buffers.keys.sorted().map { ($0, "momentum_buffer", buffers[$0]!) }
    }

    public override func restore(_ state: [(index: Int, name: String, tensor: Tensor)], steps: Int) throws {
        buffers = try Dictionary(
            state.filter { $0.name == "momentum_buffer" }.map {
                ($0.index, try checked($0.index, $0.tensor))
            },
            uniquingKeysWith: { $1 })
        self.steps = steps
    }
}

/// ‖g‖₂ over all gradients: one pass that only reads.
public func gradientNorm(_ parameters: [Tensor]) throws -> Double {
    try parameters.compactMap(\.grad).reduce(0) { sum, gradient in
        guard gradient.dtype == .float32 else {
            return sum + (try gradient.detach().to(.float64).square().sum().item().double)
        }
        let g = try gradient.contiguous()
        return sum + g.device.kernels.sumOfSquares(g.numbers(Float.self), count: g.count)
    }.squareRoot()
}

/// What gradients of that norm are multiplied by, so that they are no longer than `limit`: 1 where they are
/// shorter.
public func clippingFactor(norm: Double, limit: Double) -> Double {
    let factor = limit / (norm + 1e-6)
    return factor >= 1 ? 1 : factor
}

/// ‖g‖ₚ over all gradients; where it exceeds `limit` they are scaled down to it, in place. `clip_grad_norm_`.
///
/// A norm that is not finite scales too: by NaN where it is NaN, by 0 where it is infinite, as in PyTorch.
/// Throws where
/// `refusingInfinite` and the norm is not finite; nothing has changed then.
@discardableResult
public func clipGradientNorm(
    _ parameters: [Tensor], _ limit: Double, p: Double = 2, refusingInfinite: Bool = false
) throws -> Double {
    let norm = p == 2 ? try gradientNorm(parameters) : try gradientNorm(parameters, p)
    if refusingInfinite, !norm.isFinite {
        throw TensorError(
            .runtime,
            "The total norm of order \(p) for gradients from `parameters` is non-finite, so it cannot be "
                + "clipped. To disable "
                + "this error and scale the gradients by the non-finite norm anyway, set "
                + "`error_if_nonfinite=False`"
        )
    }
    let factor = clippingFactor(norm: norm, limit: limit)
    guard factor != 1 else { return norm }
    for gradient in parameters.compactMap(\.grad) {
        if gradient.dtype == .float32, gradient.isContiguous {
            let g = try gradient.mutableNumbers(Float.self)
            gradient.device.kernels.binary(.multiply, g, Float(factor), into: g, count: gradient.count)
        } else {
            try Tensor.copy(from: gradient * gradient.constant(.float(factor)), into: gradient)
        }
    }
    return norm
}

/// The p-norm of the p-norms of all gradients, 0 where there are none.
private func gradientNorm(_ parameters: [Tensor], _ p: Double) throws -> Double {
    let norms = try parameters.compactMap(\.grad).map { try $0.detach().norm(p).item().double }
    return norms.isEmpty ? 0 : try Tensor(norms).norm(p).item().double
}
