import Tensors

/// What the parameters of a group are told, under PyTorch's names as under Swift's. An optimizer reads those
/// that its `settingNames` list; the others keep their defaults.
public struct OptimizerSettings: Equatable, Sendable {
    /// `lr`, the learning rate; schedules change it between steps.
    public var rate = 1e-3
    /// `weight_decay`: how much parameters shrink.
    public var weightDecay = 0.0
    /// `maximize`: moves along the gradients and not against them.
    public var maximizes = false
    /// `momentum` of SGD and RMSprop: how much of the last step stays.
    public var momentum = 0.0
    /// `dampening` of SGD: how little of the gradient comes in.
    public var dampening = 0.0
    /// `nesterov` of SGD: looks one step ahead.
    public var nesterov = false
    /// The first of Adam's `betas`: how slowly the mean of the gradients forgets.
    public var beta1 = 0.9
    /// The second of Adam's `betas`: how slowly the mean of their squares forgets.
    public var beta2 = 0.999
    /// `eps`, added to divisors.
    public var eps = 1e-8
    /// `alpha` of RMSprop: how slowly the mean of squares forgets.
    public var alpha = 0.99
    /// `centered` of RMSprop: whether the mean gradient is taken off.
    public var centered = false
    /// `amsgrad` of Adam: whether steps are divided by the largest mean of squares so far.
    public var amsgrad = false
    /// `lr_decay` of Adagrad: how the rate falls.
    public var rateDecay = 0.0
    /// `initial_accumulator_value` of Adagrad: where the sum of squares starts.
    public var initialSum = 0.0

    /// The defaults, with this rate and this decay.
    public init(rate: Double = 1e-3, weightDecay: Double = 0) {
        (self.rate, self.weightDecay) = (rate, weightDecay)
    }

    /// A setting by its PyTorch name, flags as 0 and 1, `betas` as `beta1` and `beta2`; nil for a name that
    /// is none. What is written to such a name is lost.
    public subscript(name: String) -> Double? {
        get {
            switch name {
            case "lr": rate
            case "weight_decay": weightDecay
            case "maximize": maximizes ? 1 : 0
            case "momentum": momentum
            case "dampening": dampening
            case "nesterov": nesterov ? 1 : 0
            case "beta1": beta1
            case "beta2": beta2
            case "eps": eps
            case "alpha": alpha
            case "centered": centered ? 1 : 0
            case "amsgrad": amsgrad ? 1 : 0
            case "lr_decay": rateDecay
            case "initial_accumulator_value": initialSum
            default: nil
            }
        }
        set {
            guard let newValue else { return }
            switch name {
            case "lr": rate = newValue
            case "weight_decay": weightDecay = newValue
            case "maximize": maximizes = newValue != 0
            case "momentum": momentum = newValue
            case "dampening": dampening = newValue
            case "nesterov": nesterov = newValue != 0
            case "beta1": beta1 = newValue
            case "beta2": beta2 = newValue
            case "eps": eps = newValue
            case "alpha": alpha = newValue
            case "centered": centered = newValue != 0
            case "amsgrad": amsgrad = newValue != 0
            case "lr_decay": rateDecay = newValue
            case "initial_accumulator_value": initialSum = newValue
            default: break
            }
        }
    }
}

/// Parameters that an optimizer moves with the same settings: one entry of `param_groups`.
///
/// The settings may change between steps; which parameters are in it, the optimizer's `replace` changes.
public final class ParameterGroup {
    /// The parameters, of any shapes, in the order in which their state is numbered.
    public internal(set) var parameters: [Tensor]
    /// What the next step is made with.
    public var settings: OptimizerSettings

    /// Parameters of any shapes that are moved with these settings.
    public init(_ parameters: [Tensor], _ settings: OptimizerSettings) {
        (self.parameters, self.settings) = (parameters, settings)
    }
}
