import Tensors

// How far classes are from the right ones: cross-entropy and what it is made of.

extension Tensor {
    /// Cross-entropy of logits [N, C, …] with everything PyTorch allows: weights of classes, smoothed labels,
    /// targets that are distributions [N, C, …].
    ///
    /// - Throws: ShapeError and RuntimeError, in PyTorch's words, for operands that do not fit.
    public func crossEntropy(
        _ target: Tensor, weight: Tensor?, reduction: LossReduction = .mean, ignoring: Int = -100,
        smoothing: Double = 0
    ) throws -> Tensor {
        // Targets of the input's own shape are probabilities, all others are ids of classes.
        let isDistribution = target.shape == shape
        guard !isDistribution || target.dtype.isFloatingPoint else {
            throw TensorError(
                .runtime,
                "targets of the input's shape are probabilities, "
                    + "of a floating point type, not \(target.dtype)",
                details: ["input \(Shape.description(shape))     target \(Shape.description(target.shape))"],
                hint: "one class id for each row: y.argmax(dim=1)")
        }
        guard !isDistribution || ignoring < 0 else {
            throw TensorError(.runtime, "ignore_index is not supported for floating point target")
        }
        guard smoothing <= 1, smoothing >= 0 || !isDistribution else {
            throw TensorError(.runtime, "label_smoothing must be between 0.0 and 1.0. Got: \(smoothing)")
        }
        guard weight != nil || smoothing > 0 || isDistribution else {
            return try crossEntropy(target, reduction: reduction, ignoring: ignoring)
        }
        let axis = rank == 1 ? 0 : 1, classes = rank == 0 ? 1 : shape[axis]
        let logs = try logSoftmax(axis)
        guard isDistribution else {
            return try logs.negativeLikelihood(
                target, weight: weight, reduction: reduction, ignoring: ignoring, smoothing: smoothing)
        }
        let mixed =
            smoothing > 0
            ? try target * target.constant(.float(1 - smoothing))
                + target.constant(.float(smoothing / Double(max(1, classes)))) : target
        let terms = try
            -(logs * mixed * (weight.map { try $0.spread(classes, axis, rank) } ?? logs.constant(.int(1))))
            .sum([axis])
        return reduction == .mean
            ? try terms.sum() / terms.constant(.int(max(1, count / max(1, classes))))
            : try terms.reduced(reduction)
    }

    /// Negative log-likelihood of log-probabilities [N, C, …] with weights of classes and smoothed labels.
    ///
    /// - Throws: ShapeError and RuntimeError, in PyTorch's words, for operands that do not fit.
    public func negativeLikelihood(
        _ target: Tensor, weight: Tensor?, reduction: LossReduction = .mean, ignoring: Int = -100,
        smoothing: Double = 0
    ) throws -> Tensor {
        guard weight != nil || smoothing > 0 else {
            return try nllLoss(target, reduction: reduction, ignoring: ignoring)
        }
        try weight?.refusesGradient("weight", of: "nll_loss_forward")
        let axis = rank == 1 ? 0 : 1
        if let weight, rank > 0, weight.shape != [shape[axis]] {
            throw TensorError(
                .runtime, "the weight must have one number for each class",
                details: ["weight \(Shape.description(weight.shape)), classes \(shape[axis])"])
        }
        // Refuses what does not fit, in the same words.
        _ = try detach().nllLoss(target, reduction: .none, ignoring: ignoring)
        let classes = shape[axis]
        let ignored = try target.compare(.equal, target.constant(.int(ignoring)))
        let safe = try target.maskedFill(ignored, .int(0))
        let ones = try weight ?? Tensor.ones([classes], dtype)
        let counted = try ones.index([.tensor(safe)]).maskedFill(ignored, .int(0))
        var terms = try -(gather(axis, safe.to(.int64).unsqueeze(axis)).squeeze(axis) * counted)
        if smoothing > 0 {
            let smooth = try -(self * ones.spread(classes, axis, rank)).sum([axis]).maskedFill(
                ignored, .int(0))
            terms =
                try terms * terms.constant(.float(1 - smoothing)) + smooth
                * terms.constant(.float(smoothing / Double(classes)))
        }
        return reduction == .mean ? try terms.sum() / counted.sum() : try terms.reduced(reduction)
    }

    /// Refuses an argument that PyTorch has no gradient for, where one would be asked for.
    fileprivate func refusesGradient(_ argument: String, of function: String) throws {
        guard Autograd.isEnabled, requiresGrad else { return }
        throw TensorError(
            .runtime,
            "The function '\(function)' is not differentiable with respect to argument '\(argument)'. "
                + "This input cannot have requires_grad True.", hint: "\(argument).detach()")
    }

    /// A row of numbers, one a class, along the class axis of a tensor of `rank` axes.
    private func spread(_ classes: Int, _ axis: Int, _ rank: Int) throws -> Tensor {
        var sizes = [Int](repeating: 1, count: rank)
        sizes[axis] = classes
        return try reshape(sizes)
    }

    /// −(y·ln p + (1 − y)·ln(1 − p)); logarithms are not below −100, as in PyTorch. Probabilities and targets
    /// [...] of one shape, `weight` broadcast; [] or, with no reduction, [...]. `F.binary_cross_entropy`.
    ///
    /// - Throws: ValueError for a target of another shape, RuntimeError for
    ///   probabilities or targets outside [0, 1].
    public func binaryCrossEntropy(_ target: Tensor, weight: Tensor? = nil, reduction: LossReduction = .mean)
        throws -> Tensor
    {
        guard target.shape == shape else {
            throw TensorError(
                .value,
                "Using a target size (torch.Size(\(Shape.description(target.shape)))) that is different to "
                    + "the input size (torch.Size(\(Shape.description(shape)))) is deprecated. Please "
                    + "ensure they have the same size.",
                hint: target.count == count ? "y.view_as(p)" : nil)
        }
        try weight?.refusesGradient("weight", of: "binary_cross_entropy")
        guard try detach().compare(.greaterOrEqual, constant(.int(0))).all().item().isTrue,
            try detach().compare(.lessOrEqual, constant(.int(1))).all().item().isTrue
        else {
            throw TensorError(
                .runtime, "all elements of input should be between 0 and 1",
                hint: "torch.sigmoid(x), or nn.BCEWithLogitsLoss()")
        }
        let wanted = target.detach(), unit = try wanted.constant(.int(1)), none = try wanted.constant(.int(0))
        guard try wanted.compare(.greaterOrEqual, none).all().item().isTrue,
            try wanted.compare(.lessOrEqual, unit).all().item().isTrue
        else {
            throw TensorError(.runtime, "all elements of target should be between 0 and 1")
        }
        let terms = try binaryCrossEntropyTerms(target)
        return try (weight.map { try terms * $0 } ?? terms).reduced(reduction)
    }

    /// The same of logits, without overflow. Logits and targets [...] of one shape, the weights broadcast; []
    /// or, with no reduction, [...]. `F.binary_cross_entropy_with_logits`.
    ///
    /// - Throws: ValueError for a target of another shape, NotImplementedError for integers.
    public func binaryCrossEntropyOfLogits(
        _ target: Tensor, weight: Tensor? = nil, positiveWeight: Tensor? = nil,
        reduction: LossReduction = .mean
    ) throws -> Tensor {
        guard target.shape == shape else {
            throw TensorError(
                .value,
                "Target size (torch.Size(\(Shape.description(target.shape)))) must be the same as input "
                    + "size (torch.Size(\(Shape.description(shape))))",
                hint: target.count == count ? "y.view_as(x)" : nil)
        }
        try weight?.refusesGradient("weight", of: "binary_cross_entropy_with_logits")
        try positiveWeight?.refusesGradient("pos_weight", of: "binary_cross_entropy_with_logits")
        try checkLoss(target, "log_sigmoid_cpu")
        let terms = try binaryCrossEntropyOfLogitsTerms(target, positiveWeight)
        return try (weight.map { try terms * $0 } ?? terms).reduced(reduction)
    }

    /// Σ p·(ln p − x): how far log-probabilities x are from the distribution p. Where p is 0 the term is 0. x
    /// and target broadcast; [] or, with no reduction, their shape; `perRow` divides the sum by the size of
    /// the first axis (`batchmean`). `F.kl_div`.
    ///
    /// - Throws: ShapeError and RuntimeError, in PyTorch's words, for operands that do not fit.
    public func klDivergence(
        _ target: Tensor, reduction: LossReduction = .mean, perRow: Bool = false, logTarget: Bool = false
    ) throws -> Tensor {
        guard dtype.isFloatingPoint, target.dtype.isFloatingPoint else {
            throw TensorError(.runtime, "kl_div: Integral inputs not supported.", hint: "x.float()")
        }
        let terms: Tensor
        if logTarget {
            terms = try target.exp() * (target - self)
        } else {
            // 0·ln 0 is 0; a negative probability has no logarithm and gives NaN, as in PyTorch.
            terms = try target.xlogy(target) - target * self
        }
        guard perRow else { return try terms.reduced(reduction) }
        let total = try terms.sum()
        return try total / total.constant(.int(shape.first ?? 1))
    }
}
