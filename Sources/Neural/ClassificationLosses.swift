import Foundation
import Tensors

// Losses beside those of language models.

extension Tensor {
    /// The terms of a loss, added up, averaged or left alone.
    func reduced(_ reduction: LossReduction) throws -> Tensor {
        switch reduction {
        case .mean: return try mean()
        case .sum: return try sum()
        case .none: return self
        }
    }

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
                "targets of the input's shape are probabilities, of a floating point type, not "
                    + "\(target.dtype)",
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

    /// −(y·ln p + (1 − y)·ln(1 − p)); logarithms are not below −100, as in PyTorch.
    ///
    /// - Throws: ShapeError and RuntimeError, in PyTorch's words, for operands that do not fit.
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

    /// The same of logits, without overflow.
    ///
    /// - Throws: ShapeError and RuntimeError, in PyTorch's words, for operands that do not fit.
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

    /// ½·d² / β for |d| < β, |d| − ½·β beyond: between the two losses above it.
    ///
    /// - Throws: ShapeError and RuntimeError, in PyTorch's words, for operands that do not fit.
    public func smoothError(_ target: Tensor, beta: Double, reduction: LossReduction = .mean) throws -> Tensor
    {
        guard beta >= 0 else {
            throw TensorError(.runtime, "smooth_l1_loss does not support negative values for beta.")
        }
        try checkLoss(target, "smooth_l1_cpu")
        guard beta > 0 else { return try absoluteError(target, reduction: reduction) }
        return try smoothDistance(target, beta: beta, scale: 1, "SmoothL1LossBackward0").reduced(reduction)
    }

    /// Huber's loss: δ times the one above.
    ///
    /// - Throws: ShapeError and RuntimeError, in PyTorch's words, for operands that do not fit.
    public func huberError(_ target: Tensor, delta: Double, reduction: LossReduction = .mean) throws -> Tensor
    {
        guard delta > 0 else {
            throw TensorError(.runtime, "huber_loss does not support non-positive values for delta.")
        }
        try checkLoss(target, "huber_cpu")
        return try smoothDistance(target, beta: delta, scale: delta, "HuberLossBackward0").reduced(reduction)
    }

    /// ‖x − y + eps‖ₚ along the last axis.
    ///
    /// - Throws: ShapeError and RuntimeError, in PyTorch's words, for operands that do not fit.
    public func pairwiseDistance(_ other: Tensor, p: Double = 2, eps: Double = 1e-6, keepDim: Bool = false)
        throws -> Tensor
    {
        try (self - other + constant(.float(eps))).norm(p, [-1], keepDim: keepDim)
    }

    /// 1 − cos for pairs that belong together (target 1), max(0, cos − margin) for others (−1).
    ///
    /// - Throws: ShapeError and RuntimeError, in PyTorch's words, for operands that do not fit.
    public func cosineEmbedding(
        _ other: Tensor, _ target: Tensor, margin: Double = 0, reduction: LossReduction = .mean
    ) throws -> Tensor {
        let axis = target.rank
        guard axis <= 1 else {
            throw TensorError(.runtime, "0D or 1D target tensor expected, multi-target not supported")
        }
        guard rank == axis + 1, other.rank == axis + 1 else {
            throw TensorError(
                .runtime,
                "\(axis)D target tensor expects \(axis + 1)D input tensors, but found inputs with sizes "
                    + "\(Shape.description(shape)) and \(Shape.description(other.shape)).")
        }
        // x·y / √((x·x + ε)·(y·y + ε)): in this order it is 1, and not almost 1, where the two are equal.
        func square(_ x: Tensor) throws -> Tensor {
            let sum = try (x * x).sum([axis])
            return try sum + sum.constant(.float(1e-12))
        }
        let cosine = try (self * other).sum([axis]) / (square(self) * square(other)).sqrt()
        let together = try cosine.constant(.int(1)) - cosine, none = try cosine.constant(.int(0))
        let apart = try (cosine - cosine.constant(.float(margin))).clamp(.int(0), nil)
        // A target that is neither 1 nor −1 counts for nothing.
        func share(_ sign: Int, _ terms: Tensor) throws -> Tensor {
            try Tensor.select(target.compare(.equal, target.constant(.int(sign))), terms, none)
        }
        return try (share(1, together) + share(-1, apart)).reduced(reduction)
    }

    /// max(0, −target·(x − y) + margin).
    ///
    /// - Throws: ShapeError and RuntimeError, in PyTorch's words, for operands that do not fit.
    public func marginRanking(
        _ other: Tensor, _ target: Tensor, margin: Double = 0, reduction: LossReduction = .mean
    ) throws -> Tensor {
        guard rank == other.rank, rank == target.rank else {
            throw TensorError(
                .runtime, "margin_ranking_loss : All input tensors should have same dimension",
                details: [
                    "input1 \(Shape.description(shape))     input2 \(Shape.description(other.shape))     "
                        + "target \(Shape.description(target.shape))"
                ])
        }
        return try (-(target * (self - other)) + constant(.float(margin))).clamp(.int(0), nil).reduced(
            reduction)
    }

    /// max(0, |a − p| − |a − n| + margin).
    ///
    /// - Throws: ShapeError and RuntimeError, in PyTorch's words, for operands that do not fit.
    public func tripletMargin(
        _ positive: Tensor, _ negative: Tensor, margin: Double = 1, p: Double = 2,
        reduction: LossReduction = .mean
    ) throws -> Tensor {
        let gap = try pairwiseDistance(positive, p: p) - pairwiseDistance(negative, p: p)
        return try (gap + gap.constant(.float(margin))).clamp(.int(0), nil).reduced(reduction)
    }
}

/// A loss that names one operation on an input and a target.
public final class NamedLoss: Loss {
    private let name: String
    private var settings: String
    private var compute: (Tensor, Tensor, LossReduction) throws -> Tensor

    /// A loss by what `repr` calls it and by what it computes.
    public init(
        _ name: String, _ reduction: LossReduction, details: String = "",
        _ compute: @escaping (Tensor, Tensor, LossReduction) throws -> Tensor
    ) {
        (self.name, settings, self.compute) = (name, details, compute)
        super.init(reduction)
    }

    public override var typeName: String { givenName ?? name }
    public override var details: String { settings }
    public override func callAsFunction(_ x: Tensor, _ target: Tensor) throws -> Tensor {
        try compute(x, target, reduction)
    }

    public override func takeSettings(from other: Module) -> Bool {
        guard let same = other as? NamedLoss else { return false }
        (settings, compute) = (same.settings, same.compute)
        return super.takeSettings(from: other)
    }
}
