import Tensors

/// A module that compares an input with a target.
open class Loss: Module {
    /// What becomes of the losses of all elements: their mean, their sum, or each by itself.
    public private(set) var reduction: LossReduction

    /// With this reduction.
    public init(_ reduction: LossReduction = .mean) { self.reduction = reduction }

    open override func takeSettings(from other: Module) -> Bool {
        guard type(of: other) == type(of: self), let other = other as? Loss else { return false }
        reduction = other.reduction
        return true
    }

    /// The loss of an input against a target: without axes, or with those of the elements where nothing is
    /// reduced.
    ///
    /// - Throws: ShapeError and RuntimeError, in PyTorch's words, for operands that do not fit.
    open func callAsFunction(_ x: Tensor, _ target: Tensor) throws -> Tensor {
        throw TensorError(.runtime, "Module [\(typeName)] is missing the required \"forward\" function")
    }

    public override func callAsFunction(_ x: Tensor) throws -> Tensor {
        throw TensorError(
            .type, "\(typeName) wants an input and a target", hint: "loss_function(log_probs, targets)")
    }
}

/// −Σ x[r, target[r]] / n of log-probabilities [N, C] and targets [N].
public final class NLLLoss: Loss {
    /// The class id whose rows are left out.
    public private(set) var ignored: Int

    /// With this reduction, rows of the class `ignoring` left out.
    public init(_ reduction: LossReduction = .mean, ignoring: Int = -100) {
        ignored = ignoring
        super.init(reduction)
    }

    public override func takeSettings(from other: Module) -> Bool {
        guard let same = other as? NLLLoss else { return false }
        ignored = same.ignored
        return super.takeSettings(from: other)
    }

    public override func callAsFunction(_ x: Tensor, _ target: Tensor) throws -> Tensor {
        try x.nllLoss(target, reduction: reduction, ignoring: ignored)
    }
}

/// (x − target)².
public final class MSELoss: Loss {
    public override func callAsFunction(_ x: Tensor, _ target: Tensor) throws -> Tensor {
        try x.squaredError(target, reduction: reduction)
    }
}

/// |x − target|.
public final class L1Loss: Loss {
    public override func callAsFunction(_ x: Tensor, _ target: Tensor) throws -> Tensor {
        try x.absoluteError(target, reduction: reduction)
    }
}

/// target · (ln target − x), x log-probabilities: Kullback–Leibler divergence.
public final class KLDivLoss: Loss {
    /// Divides by the size of the first axis, as the mathematical definition wants; `mean` divides by all
    /// elements.
    public private(set) var perRow: Bool
    /// Whether the target holds logarithms too.
    public private(set) var isLogTarget: Bool

    /// With this reduction; `perRow` is PyTorch's `batchmean`.
    public init(_ reduction: LossReduction = .mean, perRow: Bool = false, logTarget: Bool = false) {
        (self.perRow, isLogTarget) = (perRow, logTarget)
        super.init(reduction)
    }

    public override func takeSettings(from other: Module) -> Bool {
        guard let same = other as? KLDivLoss else { return false }
        (perRow, isLogTarget) = (same.perRow, same.isLogTarget)
        return super.takeSettings(from: other)
    }

    public override func callAsFunction(_ x: Tensor, _ target: Tensor) throws -> Tensor {
        try x.klDivergence(target, reduction: reduction, perRow: perRow, logTarget: isLogTarget)
    }
}

extension Tensor {
    /// (x − target)², reduced. Shapes are broadcast.
    ///
    /// - Throws: ShapeError and RuntimeError, in PyTorch's words, for operands that do not fit.
    public func squaredError(_ target: Tensor, reduction: LossReduction = .mean) throws -> Tensor {
        try checkLoss(target, "mse_cpu")
        return try squaredDistance(target).reduced(reduction)
    }

    /// Refuses integers where PyTorch's `kernel` does.
    func checkLoss(_ target: Tensor, _ kernel: String) throws {
        guard !dtype.isFloatingPoint, !target.dtype.isFloatingPoint else { return }
        throw TensorError(
            .notImplemented, "\"\(kernel)\" not implemented for '\(dtype.scalarName)'", hint: "x.float()")
    }

    /// |x − target|, reduced. Shapes are broadcast.
    ///
    /// - Throws: ShapeError and RuntimeError, in PyTorch's words, for operands that do not fit.
    public func absoluteError(_ target: Tensor, reduction: LossReduction = .mean) throws -> Tensor {
        try (self - target).abs().reduced(reduction)
    }

    /// Σ p·(ln p − x): how far log-probabilities x are from the distribution p. Where p is 0 the term is 0.
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

    /// x·y / (max(|x|, eps)·max(|y|, eps)) along an axis.
    ///
    /// - Throws: ShapeError and RuntimeError, in PyTorch's words, for operands that do not fit.
    public func cosineSimilarity(_ other: Tensor, _ axis: Int = 1, eps: Double = 1e-8) throws -> Tensor {
        // The axis is one of the shape that both are brought to.
        let shape = try Shape.broadcast(shape, other.shape, for: "cosine_similarity")
        let (a, b) = (try expand(shape), try other.expand(shape))
        let x = try a / a.norm(2, [axis], keepDim: true).floored(eps)
        let y = try b / b.norm(2, [axis], keepDim: true).floored(eps)
        return try (x * y).sum([axis])
    }

    /// x / max(‖x‖ₚ, eps) along an axis.
    ///
    /// - Throws: IndexError for an axis that is not there.
    public func normalized(_ p: Double = 2, _ axis: Int = 1, eps: Double = 1e-12) throws -> Tensor {
        try self / norm(p, [axis], keepDim: true).clamp(.float(eps), nil)
    }

    /// 1 at the place of each id, 0 elsewhere: [...] → [..., classes], int64.
    ///
    /// - Throws: RuntimeError for what is no id of so many classes.
    public func oneHot(_ classes: Int = -1) throws -> Tensor {
        guard dtype == .int64 else {
            throw TensorError(
                .runtime, "one_hot is only applicable to index tensor of type LongTensor", hint: "x.long()")
        }
        let largest = count == 0 ? -1 : try extreme(largest: true).item().int
        if count > 0, try extreme(largest: false).item().int < 0 {
            throw TensorError(.runtime, "Class values must be non-negative.")
        }
        guard largest < .max else {
            throw TensorError(.memory, "one_hot: as many classes as \(largest) do not fit in memory")
        }
        let width = classes == -1 ? largest + 1 : classes
        guard width > 0 else { throw TensorError(.runtime, "num_classes should be positive") }
        guard largest < width else {
            throw TensorError(.runtime, "Class values must be smaller than num_classes.")
        }
        let result = try Tensor.zeros(shape + [width], .int64)
        try result.write(.scatter(-1, unsqueeze(-1), .int(1)))
        return result
    }

    /// Borders of one number; `sizes` counts from the last axis: (left, right, top, bottom, …).
    ///
    /// - Throws: RuntimeError for more borders than axes, and for one that takes away more than there is.
    public func padded(_ sizes: [Int], value: Number = .int(0)) throws -> Tensor {
        guard sizes.count % 2 == 0, sizes.count / 2 <= rank else {
            throw TensorError(
                .runtime,
                "Padding length should be less than or equal to two times the input dimension but got "
                    + "padding length \(sizes.count) and input of dimension \(rank)"
            )
        }
        var result = self
        for (place, axis) in (0..<(sizes.count / 2)).map({ ($0, rank - 1 - $0) }) {
            func border(_ size: Int) throws -> Tensor? {
                guard size > 0 else { return nil }
                var shape = result.shape
                shape[axis] = size
                return try Tensor.full(shape, value, dtype)
            }
            let (left, right) = (sizes[2 * place], sizes[2 * place + 1])
            let start = max(0, -max(left, -Int.max)), end = result.shape[axis] - max(0, -max(right, -Int.max))
            guard start <= end else {
                throw TensorError(
                    .runtime, "a negative padding takes away more than there is at axis \(axis)")
            }
            let kept = left < 0 || right < 0 ? try result.slice(axis, from: start, to: end) : result
            let parts = [try border(left), kept, try border(right)].compactMap { $0 }
            result = parts.count == 1 ? parts[0] : try Tensor.concatenate(parts, axis)
        }
        return result
    }
}
