import Tensors

// How far numbers are from the right ones.

extension Tensor {
    /// (x − target)², reduced. Shapes are broadcast.
    ///
    /// - Throws: ShapeError and RuntimeError, in PyTorch's words, for operands that do not fit.
    public func squaredError(_ target: Tensor, reduction: LossReduction = .mean) throws -> Tensor {
        try checkLoss(target, "mse_cpu")
        return try squaredDistance(target).reduced(reduction)
    }

    /// |x − target|, reduced. Shapes are broadcast.
    ///
    /// - Throws: ShapeError and RuntimeError, in PyTorch's words, for operands that do not fit.
    public func absoluteError(_ target: Tensor, reduction: LossReduction = .mean) throws -> Tensor {
        try (self - target).abs().reduced(reduction)
    }

    /// ½·d² / β for |d| < β, |d| − ½·β beyond: between the two losses above it. x and target broadcast; []
    /// or, with no reduction, their shape. `F.smooth_l1_loss`.
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

    /// Huber's loss: δ times the one above. x and target broadcast; [] or, with no
    /// reduction, their shape. `F.huber_loss`.
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
}
