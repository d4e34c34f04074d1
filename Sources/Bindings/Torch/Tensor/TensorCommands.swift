import Language
import Tensors

/// Every command on tensors, declared once: most are both a function of `torch` and a method of `Tensor`.
package enum TensorCommands {
    /// Functions of `torch` that are methods of tensors too.
    package static let shared: [Builtin] =
        TensorElementwise.shared + TensorViews.shared + TensorReductions.shared + TensorSelection.shared
        + TensorProducts.shared
        + TensorRare.shared + TensorWrites.shared
    /// Methods of tensors only.
    static let methodsOnly: [Builtin] =
        TensorElementwise.inPlace + TensorViews.methods + TensorConversions.methods + TensorSelection.methods
        + TensorGradients.methods + TensorFilling.methods + TensorRare.methods + TensorWrites.methods
    /// Functions of `torch` only.
    package static let functionsOnly: [Builtin] =
        TensorCreation.functions + TensorJoining.functions + TensorRare.functions

    /// Groups of commands that pass gradients on. The settings of optimizers, data and utilities are
    /// numbers anyway.
    static let gradientGroups: Set<String> = [
        "torch", "torch.nn", "torch.nn.functional", "torch.nn.init", "torch.linalg", "torch.distributions",
    ]

    static var methods: [Builtin] { shared + methodsOnly }
    static var functions: [Builtin] { (shared + functionsOnly).map(WrongTypes.ofTorch) }
}

/// The tensor that an operation is about: the first argument of a function, the receiver of a method.
let input = Parameter<Tensor>("input", "the tensor")
/// An axis, counted from either end.
let dim = Parameter<Int>("dim", "the axis; -1 is the last")
/// Axes to reduce; all where none is named.
let dims = Parameter<Sizes?>("dim", "the axis or axes; all where left out", default: nil)
let keepdim = Parameter<Bool>("keepdim", "whether the axis stays with size 1", default: false)
