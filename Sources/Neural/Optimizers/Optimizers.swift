import Kernels
import Tensors

/// Adam (Kingma & Ba 2015): weight decay, if any, is added to the gradient.
open class Adam: Optimizer {
    var decoupled: Bool { false }
    open override var stateCount: Int { 2 }
    private var moments: [Int: (m: Tensor, v: Tensor, step: Int)] = [:]
    /// The largest means of squares so far, where `amsgrad` asks for them.
    private var largest: [Int: Tensor] = [:]
    /// Zeros that `prepare` made, for parameters that have not been updated yet.
    private var prepared: [Int: (m: Tensor, v: Tensor)] = [:]

    /// One group of parameters of any shapes and any floating type. `torch.optim.Adam`.
    ///
    /// - Throws: ValueError for no parameters, one that is given twice, and settings out of range.
    public convenience init(
        _ parameters: [Tensor], rate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999),
        eps: Double = 1e-8,
        weightDecay: Double = 0
    ) throws {
        var settings = OptimizerSettings(rate: rate, weightDecay: weightDecay)
        (settings.beta1, settings.beta2, settings.eps) = (betas.0, betas.1, eps)
        try self.init(groups: [ParameterGroup(parameters, settings)])
    }

    open override class func check(_ settings: OptimizerSettings) throws {
        guard settings.beta1 >= 0 && settings.beta1 < 1 else {
            throw TensorError(.value, "Invalid beta parameter at index 0: \(settings.beta1)")
        }
        guard settings.beta2 >= 0 && settings.beta2 < 1 else {
            throw TensorError(.value, "Invalid beta parameter at index 1: \(settings.beta2)")
        }
        guard settings.eps >= 0 else { throw TensorError(.value, "Invalid epsilon value: \(settings.eps)") }
        try super.check(settings)
    }

    open override class var settingNames: [String] {
        ["lr", "beta1", "beta2", "eps", "weight_decay", "maximize", "amsgrad"]
    }

    open override var stateNames: [String] { ["exp_avg", "exp_avg_sq", "max_exp_avg_sq", "step"] }

    override func update(_ moves: [Move]) throws {
        // Parameters side by side, but two that share their numbers (a tied head) one after the other.
        guard var device = moves.first?.parameter.device else { return }
        var updates: [AdamOperands] = [], storages: Set<ObjectIdentifier> = []
        for move in moves {
            let (index, parameter, settings) = (move.index, move.parameter, move.settings)
            let isOther = device !== parameter.device
            if !storages.insert(ObjectIdentifier(parameter.storage)).inserted || isOther {
                if !updates.isEmpty { device.kernels.adam(updates) }
                (updates, storages, device) = ([], [ObjectIdentifier(parameter.storage)], parameter.device)
            }
            var entry = try moments[index] ?? zeros(index)
            try checkPlace(entry.m, of: parameter)
            entry.step += 1
            moments[index] = entry
            guard parameter.isContiguous, parameter.dtype == .float32, !settings.amsgrad else {
                try ComputeContext.on(parameter.device) {
                    if settings.amsgrad, largest[index] == nil {
                        largest[index] = try Tensor.zeros(parameter.shape, parameter.dtype)
                    }
                    try updateWide(
                        parameter, scaled(move.gradient), m: entry.m, v: entry.v, step: entry.step, settings,
                        largest: settings.amsgrad ? largest[index] : nil)
                }
                continue
            }
            let step = AdamStep(
                rate: settings.rate, beta1: settings.beta1, beta2: settings.beta2, eps: settings.eps,
                weightDecay: settings.weightDecay, decoupled: decoupled, step: entry.step,
                gradientScale: gradientScale)
            updates.append(
                AdamOperands(
                    step, parameter: try parameter.mutableNumbers(Float.self),
                    gradient: move.gradient.numbers(Float.self),
                    m: try entry.m.mutableNumbers(Float.self), v: try entry.v.mutableNumbers(Float.self),
                    count: parameter.count))
        }
        withExtendedLifetime(moves) { if !updates.isEmpty { device.kernels.adam(updates) } }
    }

    private func zeros(_ index: Int) throws -> (m: Tensor, v: Tensor, step: Int) {
        let parameter = parameters[index]
        if let (m, v) = prepared.removeValue(forKey: index), m.device === parameter.device {
            return (m, v, 0)
        }
        let (m, v) = try fresh(parameter)
        return (m, v, 0)
    }

    private func fresh(_ parameter: Tensor) throws -> (m: Tensor, v: Tensor) {
        try ComputeContext.on(parameter.device) {
            (
                try Tensor.zeros(parameter.shape, parameter.dtype),
                try Tensor.zeros(parameter.shape, parameter.dtype)
            )
        }
    }

    open override func prepare() throws {
        for (index, parameter) in parameters.enumerated()
        where moments[index] == nil && prepared[index] == nil && parameter.requiresGrad {
            prepared[index] = try fresh(parameter)
        }
    }

    open override var state: [Entry] {
        moments.keys.sorted().flatMap { index -> [Entry] in
            let entry = moments[index]!
            return [
                (index, "exp_avg", entry.m), (index, "exp_avg_sq", entry.v),
            ] + (largest[index].map { [(index, "max_exp_avg_sq", $0)] } ?? []) + [
                (
                    index, "step",
                    (try? ComputeContext.on(.host) { try Tensor([Int64(entry.step)], []) }) ?? entry.m
                )
            ]
        }
    }

    open override func restore(_ state: [Entry], steps: Int) throws {
        var restored: [Int: (m: Tensor, v: Tensor, step: Int)] = [:]
        for index in Set(state.map(\.index)) {
            func entry(_ name: String) throws -> Tensor {
                guard let found = state.first(where: { $0.index == index && $0.name == name }) else {
                    throw TensorError(
                        .runtime, "the saved optimizer state lacks '\(name)' of parameter \(index)")
                }
                return found.tensor
            }
            let step = try checkedStep(index, entry("step"))
            restored[index] = (
                try checked(index, entry("exp_avg")), try checked(index, entry("exp_avg_sq")), step
            )
        }
        var most: [Int: Tensor] = [:]
        for entry in state where entry.name == "max_exp_avg_sq" {
            most[entry.index] = try checked(entry.index, entry.tensor)
        }
        (moments, prepared, largest) = (restored, [:], most)
        self.steps = steps
    }
}

/// AdamW (Loshchilov & Hutter 2019): weight decay shrinks the parameter itself.
public final class AdamW: Adam {
    override var decoupled: Bool { true }

    /// One group of parameters of any shapes and any floating type. `torch.optim.AdamW`.
    ///
    /// - Throws: ValueError for no parameters, one that is given twice, and settings out of range.
    public convenience init(
        _ parameters: [Tensor], rate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999),
        eps: Double = 1e-8,
        weightDecay: Double = 1e-2
    ) throws {
        var settings = OptimizerSettings(rate: rate, weightDecay: weightDecay)
        (settings.beta1, settings.beta2, settings.eps) = (betas.0, betas.1, eps)
        try self.init(groups: [ParameterGroup(parameters, settings)])
    }
}

/// Stochastic gradient descent with optional (Nesterov) momentum, as PyTorch writes it.
public final class SGD: Optimizer {
    public override var stateCount: Int { groups.contains { $0.settings.momentum != 0 } ? 1 : 0 }
    private var buffers: [Int: Tensor] = [:]

    /// One group of parameters of any shapes and any floating type. `torch.optim.SGD`.
    ///
    /// - Throws: ValueError for no parameters, one that is given twice, and settings out of range.
    public convenience init(
        _ parameters: [Tensor], rate: Double = 1e-3, momentum: Double = 0, dampening: Double = 0,
        weightDecay: Double = 0,
        nesterov: Bool = false
    ) throws {
        var settings = OptimizerSettings(rate: rate, weightDecay: weightDecay)
        (settings.momentum, settings.dampening, settings.nesterov) = (momentum, dampening, nesterov)
        try self.init(groups: [ParameterGroup(parameters, settings)])
    }

    public override class func check(_ settings: OptimizerSettings) throws {
        guard settings.momentum >= 0 else {
            throw TensorError(.value, "Invalid momentum value: \(settings.momentum)")
        }
        guard !settings.nesterov || (settings.momentum > 0 && settings.dampening == 0) else {
            throw TensorError(.value, "Nesterov momentum requires a momentum and zero dampening")
        }
        try super.check(settings)
    }

    public override class var settingNames: [String] {
        ["lr", "momentum", "dampening", "weight_decay", "nesterov", "maximize"]
    }

    public override var stateNames: [String] { ["momentum_buffer"] }

    override func update(_ move: Move) throws {
        let (index, parameter, settings) = (move.index, move.parameter, move.settings)
        let first = buffers[index] == nil
        if settings.momentum != 0 && first {
            buffers[index] = try Tensor.zeros(parameter.shape, parameter.dtype)
        }
        try checkPlace(buffers[index], of: parameter)
        guard parameter.isContiguous, parameter.dtype == .float32 else {
            return try updateWide(
                parameter, scaled(move.gradient), buffer: buffers[index], first: first, settings)
        }
        parameter.device.kernels.sgd(
            SGDStep(
                rate: Float(settings.rate), momentum: Float(settings.momentum),
                dampening: Float(settings.dampening), weightDecay: Float(settings.weightDecay),
                nesterov: settings.nesterov, first: first, gradientScale: gradientScale),
            parameter: try parameter.mutableNumbers(Float.self), gradient: move.gradient.numbers(Float.self),
            buffer: try buffers[index]?.mutableNumbers(Float.self), count: parameter.count)
    }

    public override var state: [Entry] {
        buffers.keys.sorted().map { ($0, "momentum_buffer", buffers[$0]!) }
    }

    public override func restore(_ state: [Entry], steps: Int) throws {
        buffers = try Dictionary(
            state.filter { $0.name == "momentum_buffer" }.map {
                ($0.index, try checked($0.index, $0.tensor))
            },
            uniquingKeysWith: { $1 })
        self.steps = steps
    }
}

/// ‖g‖₂ over all gradients: one pass that only reads. Gradients of any shapes count as one row of numbers;
/// parameters without one count for nothing. O(elements).
///
/// - Throws: what reading a gradient throws.
public func gradientNorm(_ parameters: [Tensor]) throws -> Double {
    try parameters.compactMap(\.grad).reduce(0) { sum, gradient in
        guard gradient.dtype == .float32 else {
            return try ComputeContext.on(gradient.device) {
                sum + (try gradient.detach().to(.float64).square().sum().item().double)
            }
        }
        let g = try gradient.contiguous()
        return sum + g.device.kernels.sumOfSquares(g.numbers(Float.self), count: g.count)
    }.squareRoot()
}

/// What gradients of that norm are multiplied by, so that they are no longer than
/// `limit`: 1 where they are shorter.
public func clippingFactor(norm: Double, limit: Double) -> Double {
    let factor = limit / (norm + 1e-6)
    return factor >= 1 ? 1 : factor
}

/// ‖g‖ₚ over all gradients; where it exceeds `limit` they are scaled down to it, in place. `clip_grad_norm_`.
///
/// A norm that is not finite scales too: by NaN where it is NaN, by 0 where it is infinite, as in PyTorch.
/// Gradients of any shapes count as one row of numbers.
///
/// - Throws: RuntimeError where `refusingInfinite` and the norm is not finite; nothing has changed then.
/// - Returns: the norm before scaling.
@discardableResult
public func clipGradientNorm(
    _ parameters: [Tensor], _ limit: Double, p: Double = 2, refusingInfinite: Bool = false
) throws -> Double {
    let norm = p == 2 ? try gradientNorm(parameters) : try gradientNorm(parameters, p)
    if refusingInfinite, !norm.isFinite {
        throw TensorError(
            .runtime,
            "The total norm of order \(p) for gradients from `parameters` is non-finite, "
                + "so it cannot be clipped. To disable this error and scale the "
                + "gradients by the non-finite norm anyway, set `error_if_nonfinite=False`"
        )
    }
    let factor = clippingFactor(norm: norm, limit: limit)
    guard factor != 1 else { return norm }
    for gradient in parameters.compactMap(\.grad) {
        if gradient.dtype == .float32, gradient.isContiguous {
            let g = try gradient.mutableNumbers(Float.self)
            gradient.device.kernels.binary(.multiply, g, Float(factor), into: g, count: gradient.count)
        } else {
            try ComputeContext.on(gradient.device) {
                try Tensor.copy(from: gradient * gradient.constant(.float(factor)), into: gradient)
            }
        }
    }
    return norm
}

/// The p-norm of the p-norms of all gradients, 0 where there are none.
private func gradientNorm(_ parameters: [Tensor], _ p: Double) throws -> Double {
    let norms = try parameters.compactMap(\.grad).map { gradient in
        try ComputeContext.on(gradient.device) { try gradient.detach().norm(p).item().double }
    }
    return norms.isEmpty ? 0 : try Tensor(norms).norm(p).item().double
}
