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

    /// The loss of an input against a target: without axes, or with those of the
    /// elements where nothing is reduced.
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

/// A loss that names one operation on an input and a target: every loss of `torch.nn` is one.
public final class NamedLoss: Loss {
    private let name: String
    private var settings: String
    private var compute: (Tensor, Tensor, LossReduction) throws -> Tensor

    /// A loss by what `repr` calls it and by what it computes. Input and target have the shapes that the
    /// operation takes; the loss is [] or, with no reduction, theirs.
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

extension Tensor {
    /// The terms of a loss, added up, averaged or left alone.
    func reduced(_ reduction: LossReduction) throws -> Tensor {
        switch reduction {
        case .mean: return try mean()
        case .sum: return try sum()
        case .none: return self
        }
    }

    /// Refuses integers where PyTorch's `kernel` does.
    func checkLoss(_ target: Tensor, _ kernel: String) throws {
        guard !dtype.isFloatingPoint, !target.dtype.isFloatingPoint else { return }
        throw TensorError(
            .notImplemented, "\"\(kernel)\" not implemented for '\(dtype.scalarName)'", hint: "x.float()")
    }
}
