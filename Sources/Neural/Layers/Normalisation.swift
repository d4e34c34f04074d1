import Tensors

// Numbers brought to mean 0 and variance 1: over a batch, over groups of channels, over each channel by
// itself.

extension Tensor {
    /// Sizes that spread one number a channel over [N, C, …].
    private var channelSpread: [Int] { [1, shape[1]] + Array(repeating: 1, count: rank - 2) }

    private func scaled(_ weight: Tensor?, _ bias: Tensor?) throws -> Tensor {
        let spread = channelSpread
        let scaled = try weight.map { try self * $0.reshape(spread) } ?? self
        return try bias.map { try scaled + $0.reshape(spread) } ?? scaled
    }

    private func checkChannels(_ tensors: [(name: String, tensor: Tensor?)], _ count: Int) throws {
        for (name, tensor) in tensors {
            guard let tensor, tensor.count != count else { continue }
            throw TensorError(
                .runtime, "\(name) should contain \(count) elements not \(tensor.count)")
        }
    }

    /// Moves a running statistic towards that of now: running ← (1 − share)·running + share·now.
    private static func follow(_ running: Tensor, _ now: Tensor, share: Double) throws {
        try Autograd.withoutGrad {
            try copy(
                from: running * running.constant(.float(1 - share)) + now * now.constant(.float(share)),
                into: running)
        }
    }

    /// Each channel of [N, C, …] to mean 0 and variance 1 over the batch, or by running statistics (Ioffe &
    /// Szegedy 2015). `F.batch_norm`.
    ///
    /// - Parameters:
    ///   - running: mean and variance [C], moved towards the batch's by a share of `momentum` while training.
    ///   - training: whether the batch's statistics are used.
    /// - Throws: ValueError for one number a channel while training, RuntimeError for tensors that do not
    ///   fit.
    public func batchNorm(
        running: (mean: Tensor?, variance: Tensor?), weight: Tensor?, bias: Tensor?, training: Bool,
        momentum: Double = 0.1, eps: Double = 1e-5
    ) throws -> Tensor {
        guard rank >= 2 else {
            throw TensorError(
                .runtime, "batch_norm wants an input [N, C, …]",
                details: [
                    "input \(Shape.description(shape))"
                ])
        }
        let channels = shape[1], n = count / max(1, channels)
        try checkFloating("batch_norm")
        try checkChannels(
            [
                ("running_mean", running.mean), ("running_var", running.variance), ("weight", weight),
                ("bias", bias),
            ], channels)
        let mean: Tensor, variance: Tensor
        if training {
            guard n != 1 else {
                throw TensorError(
                    .value,
                    "Expected more than 1 value per channel when training, "
                        + "got input size torch.Size(\(Shape.description(shape)))")
            }
            let axes = [0] + Array(2..<rank)
            (mean, variance) = (try self.mean(axes), try self.variance(axes, correction: 0))
            if let means = running.mean { try Tensor.follow(means, mean.detach(), share: momentum) }
            if let variances = running.variance {
                let unbiased = try variance.detach() * variance.constant(.float(Double(n) / Double(n - 1)))
                try Tensor.follow(variances, unbiased, share: momentum)
            }
        } else {
            guard let means = running.mean, let variances = running.variance else {
                throw TensorError(
                    .runtime, "Expected running_mean and running_var to be defined when training=False")
            }
            (mean, variance) = (means, variances)
        }
        let spread = channelSpread
        let rate = try (variance + variance.constant(.float(eps))).rsqrt()
        let y = try (self - mean.reshape(spread)) * rate.reshape(spread)
        return try y.scaled(weight, bias).shown(
            as: "NativeBatchNormBackward0", from: [self] + [weight, bias].compactMap { $0 })
    }

    /// Each group of channels of each example to mean 0 and variance 1 (Wu & He 2018). `F.group_norm`. [N, C,
    /// …] as it is.
    ///
    /// - Throws: RuntimeError, in PyTorch's words, for channels that groups do not divide.
    public func groupNorm(_ groups: Int, weight: Tensor?, bias: Tensor?, eps: Double = 1e-5) throws -> Tensor
    {
        guard rank >= 2, groups > 0, shape[1] % groups == 0 else {
            throw TensorError(
                .runtime,
                "Expected number of channels in input to be divisible by num_groups, but got input of shape "
                    + "\(Shape.description(shape)) and num_groups=\(groups)")
        }
        try checkChannels([("weight", weight), ("bias", bias)], shape[1])
        guard count > 0 else { return self }
        return try reshape([shape[0], groups, count / shape[0] / groups]).layerNorm(
            weight: nil, bias: nil, eps: eps
        ).reshape(shape).scaled(weight, bias).shown(
            as: "NativeGroupNormBackward0", from: [self] + [weight, bias].compactMap { $0 })
    }

    /// Each channel of each example to mean 0 and variance 1, or by running statistics (Ulyanov and others
    /// 2016). `F.instance_norm`. [N, C, …] as it is.
    ///
    /// - Throws: ValueError for channels of one number, RuntimeError for tensors that do not fit.
    public func instanceNorm(
        running: (mean: Tensor?, variance: Tensor?), weight: Tensor?, bias: Tensor?, usesInput: Bool = true,
        momentum: Double = 0.1, eps: Double = 1e-5
    ) throws -> Tensor {
        guard rank >= 3 else {
            throw TensorError(
                .runtime, "instance_norm wants an input [N, C, …]",
                details: [
                    "input \(Shape.description(shape))"
                ])
        }
        guard usesInput else {
            return try batchNorm(
                running: running, weight: weight, bias: bias, training: false, eps: eps)
        }
        let channels = shape[1], n = shape.dropFirst(2).reduce(1, *)
        try checkChannels(
            [
                ("running_mean", running.mean), ("running_var", running.variance), ("weight", weight),
                ("bias", bias),
            ], channels)
        guard n != 1 else {
            throw TensorError(
                .value,
                "Expected more than 1 spatial element when training, "
                    + "got input size torch.Size(\(Shape.description(shape)))")
        }
        if let means = running.mean {
            try Tensor.follow(means, detach().flatten(2).mean([2]).mean([0]), share: momentum)
        }
        if let variances = running.variance {
            try Tensor.follow(
                variances, detach().flatten(2).variance([2], correction: 1).mean([0]), share: momentum)
        }
        guard count > 0 else { return self }
        return try flatten(2).layerNorm(weight: nil, bias: nil, eps: eps).reshape(shape).scaled(weight, bias)
    }

    /// x / √(mean x² + eps) · w over the last axes (Zhang & Sennrich 2019), in the shape of x. `F.rms_norm`.
    ///
    /// - Parameter eps: the smallest number that the type tells from 0 where left out.
    /// - Throws: RuntimeError where x does not end in these sizes.
    public func rmsNorm(_ sizes: [Int], _ weight: Tensor?, eps: Double?) throws -> Tensor {
        try checkEnds(in: sizes)
        let axes = Array((rank - sizes.count)..<rank)
        let square = try square().mean(axes, keepDim: true)
        let smallest = dtype == .float64 ? Double.ulpOfOne : 1.1920928955078125e-07
        let y = try self * (square + square.constant(.float(eps ?? smallest))).rsqrt()
        return try weight.map { try y * $0 } ?? y
    }

    /// `layerNorm` over several last axes. `F.layer_norm`.
    ///
    /// - Throws: RuntimeError where x does not end in these sizes.
    public func layerNorm(_ sizes: [Int], weight: Tensor?, bias: Tensor?, eps: Double = 1e-5) throws -> Tensor
    {
        try checkEnds(in: sizes)
        guard sizes.count > 1 else { return try layerNorm(weight: weight, bias: bias, eps: eps) }
        return try flatten(-sizes.count).layerNorm(
            weight: weight?.flatten(), bias: bias?.flatten(), eps: eps
        ).reshape(shape).shown(as: "NativeLayerNormBackward0", from: [self])
    }

    private func checkEnds(in sizes: [Int]) throws {
        guard !sizes.isEmpty, Array(shape.suffix(sizes.count)) == sizes else {
            let wanted = sizes.map(String.init).joined(separator: ", ")
            throw TensorError(
                .runtime,
                "Given normalized_shape=[\(wanted)], expected input with shape [*, \(wanted)], but "
                    + "got input of size\(Shape.description(shape))",
                hint: "F.layer_norm(x, (\(shape.last ?? 1),))")
        }
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
