import Tensors

/// Each channel of [N, C] or [N, C, L] brought to mean 0 and variance 1 over a batch, then scaled and
/// shifted; while evaluating with the running averages (Ioffe & Szegedy 2015).
public final class BatchNorm: Module {
    /// Channels, the second axis of x.
    public private(set) var channels: Int
    /// Added to the variance.
    public private(set) var eps: Double
    /// How much of the running statistics a batch replaces; nil: the mean of all batches.
    public private(set) var momentum: Double?
    /// Whether running statistics are kept.
    public private(set) var tracks: Bool
    /// How many axes the input may have: [2, 3] for BatchNorm1d, [4] for BatchNorm2d.
    private let ranks: [Int]

    /// Statistics over all axes but the second, w and b of one number a channel.
    ///
    /// - Throws: ValueError for a size below 0, MemoryError.
    public init(
        _ channels: Int, eps: Double = 1e-5, momentum: Double? = 0.1, affine: Bool = true,
        tracks: Bool = true, ranks: [Int]
    ) throws {
        guard channels >= 0 else {
            throw TensorError(.value, "num_features must not be negative, got \(channels)")
        }
        (self.channels, self.eps, self.momentum, self.tracks, self.ranks) = (
            channels, eps, momentum, tracks, ranks
        )
        super.init()
        put(parameter: "weight", nil)
        put(parameter: "bias", nil)
        if affine {
            register("weight", try Tensor.ones([channels], Parameters.type).requireGrad())
            register("bias", try Tensor.zeros([channels], Parameters.type).requireGrad())
        }
        for name in ["running_mean", "running_var", "num_batches_tracked"] { register(buffer: name, nil) }
        guard tracks else { return }
        register(buffer: "running_mean", try .zeros([channels], Parameters.type))
        register(buffer: "running_var", try .ones([channels], Parameters.type))
        register(buffer: "num_batches_tracked", try .scalar(.int(0)))
    }

    public override func takeSettings(from other: Module) -> Bool {
        guard let other = other as? BatchNorm else { return false }
        (channels, eps, momentum, tracks) = (other.channels, other.eps, other.momentum, other.tracks)
        return true
    }

    public override var typeName: String { givenName ?? (ranks == [4] ? "BatchNorm2d" : "BatchNorm1d") }
    public override var details: String {
        let affine = parameter("weight") == nil ? "False" : "True"
        return
            "\(channels), eps=\(LayerNorm.shown(eps)), momentum=\(momentum.map { "\($0)" } ?? "None"), "
            + "affine=\(affine), bias=\(affine), track_running_stats=\(tracks ? "True" : "False")"
    }

    private func buffer(_ name: String) -> Tensor? { bufferSlots.first { $0.name == name }?.tensor }

    public override func callAsFunction(_ x: Tensor) throws -> Tensor {
        guard ranks.contains(x.rank) else {
            throw TensorError(
                .value,
                "expected \(ranks.map { "\($0)D" }.joined(separator: " or ")) input (got \(x.rank)D input)",
                details: ["input \(Shape.description(x.shape))"])
        }
        guard x.shape[1] == channels else {
            throw TensorError(
                .shape, "\(typeName) wants \(channels) channels at axis 1",
                details: ["input \(Shape.description(x.shape))"])
        }
        let axes = [0] + Array(2..<x.rank), spread = [1, channels] + Array(repeating: 1, count: x.rank - 2)
        let n = x.count / max(1, channels)
        let (mean, variance): (Tensor, Tensor)
        // As PyTorch: a module whose averages were taken away goes by the batch.
        let (means, variances) = (buffer("running_mean"), buffer("running_var"))
        if isTraining || means == nil && variances == nil {
            guard n > 1 else {
                throw TensorError(
                    .value,
                    "Expected more than 1 value per channel when training, "
                        + "got input size torch.Size(\(Shape.description(x.shape)))")
            }
            (mean, variance) = (try x.mean(axes), try x.variance(axes, correction: 0))
            if isTraining && tracks { try follow(mean.detach(), variance.detach(), n) }
        } else {
            (mean, variance) = (means ?? Module.nothing, variances ?? Module.nothing)
        }
        let centred = try x - mean.reshape(spread)
        var y = try centred * (variance + variance.constant(.float(eps))).rsqrt().reshape(spread)
        if let weight = parameter("weight"), let bias = parameter("bias") {
            y = try y * weight.reshape(spread) + bias.reshape(spread)
        }
        return y
    }

    /// Moves the running averages towards this batch's.
    private func follow(_ mean: Tensor, _ variance: Tensor, _ n: Int) throws {
        guard let means = buffer("running_mean"), let variances = buffer("running_var"),
            let batches = buffer("num_batches_tracked")
        else { return }
        try Autograd.withoutGrad {
            try Tensor.copy(from: batches + batches.constant(.int(1)), into: batches)
            let share = try momentum ?? 1 / batches.item().double
            let unbiased = try variance * variance.constant(.float(Double(n) / Double(n - 1)))
            for (running, now) in [(means, mean), (variances, unbiased)] {
                try Tensor.copy(
                    from: running * running.constant(.float(1 - share)) + now * now.constant(.float(share)),
                    into: running)
            }
        }
    }
}

/// x / √(mean x² + eps) · weight over the last axis (Zhang & Sennrich 2019).
public final class RMSNorm: Module {
    /// Numbers in a row that is normed.
    public private(set) var width: Int
    /// Added to the mean of squares; nil: the smallest that the type tells from 0.
    public private(set) var eps: Double?

    /// w of ones [width], where it is wanted.
    ///
    /// - Throws: MemoryError.
    public init(_ width: Int, eps: Double? = nil, weight hasWeight: Bool = true) throws {
        guard width >= 0 else { throw TensorError(.value, "RMSNorm wants a size of 0 or more, got \(width)") }
        (self.width, self.eps) = (width, eps)
        super.init()
        put(parameter: "weight", nil)
        if hasWeight { register("weight", try Tensor.ones([width], Parameters.type).requireGrad()) }
    }

    public override func takeSettings(from other: Module) -> Bool {
        guard let other = other as? RMSNorm else { return false }
        (width, eps) = (other.width, other.eps)
        return true
    }

    public override var details: String {
        "(\(width),), eps=\(eps.map(LayerNorm.shown) ?? "None"), "
            + "elementwise_affine=\(parameter("weight") == nil ? "False" : "True")"
    }
    public override func callAsFunction(_ x: Tensor) throws -> Tensor {
        try x.rmsNorm(width, parameter("weight"), eps: eps)
    }
}

extension Tensor {
    /// x / √(mean x² + eps) · w over rows of `width`, in the shape of x.
    ///
    /// - Throws: RuntimeError where x does not end in `width` numbers.
    public func rmsNorm(_ width: Int, _ weight: Tensor?, eps: Double?) throws -> Tensor {
        guard shape.last == width else {
            throw TensorError(
                .runtime,
                "Given normalized_shape=[\(width)], expected input with shape [*, \(width)], but got input "
                    + "of size\(Shape.description(shape))"
            )
        }
        let square = try square().mean([-1], keepDim: true)
        let smallest = dtype == .float64 ? Double.ulpOfOne : 1.1920928955078125e-07
        let y = try self * (square + square.constant(.float(eps ?? smallest))).rsqrt()
        return try weight.map { try y * $0 } ?? y
    }
}

extension LayerNorm {
    /// A small number as Python writes it.
    static func shown(_ number: Double) -> String {
        let text = "\(number)"
        guard let e = text.firstIndex(of: "e"), text[text.index(after: e)...].hasPrefix("-"),
            text.count - text.distance(from: text.startIndex, to: e) == 3
        else { return text }
        return text.replacing(".0e-", with: "e-").replacing("e-", with: "e-0")
    }
}
