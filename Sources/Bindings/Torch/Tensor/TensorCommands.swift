import Language
import Tensors

/// Every command on tensors, declared once: most are both a function of `torch` and a method of `Tensor`.
package enum TensorCommands {
    /// The operations of the table, each declared once.
    static let operations: [Operation] =
        Operation.unary + Operation.binary + Operation.bounded + Operation.reductions + Operation.shapes
        + Operation.products

    /// Functions of `torch` that are methods of tensors too.
    package static let shared: [Builtin] =
        operations.flatMap(\.shared) + TensorViews.shared + TensorSelection.shared + TensorWrites.shared
        + TypeCommands.shared
        + LinearAlgebraModule.shared.filter {
            ["inverse", "pinverse", "det", "matrix_power"].contains($0.name)
        }
    /// Methods of tensors only.
    static let methodsOnly: [Builtin] =
        operations.flatMap(\.inPlace) + TensorViews.methods + TensorConversions.methods
        + TensorSelection.methods + TensorGradients.methods + TensorFilling.methods + TensorWrites.methods
    /// Functions of `torch` only.
    package static let functionsOnly: [Builtin] =
        TensorCreation.functions + TensorPatterns.functions + TensorJoining.functions
        + TypeCommands.functions + FunctionTransforms.functions

    /// A method of tensors by name.
    package static func method(_ name: String) -> Builtin? {
        guard case .builtin(let command)? = TensorType.shared.scriptClass.attribute(name) else { return nil }
        return command
    }

    /// Groups of commands that pass gradients on. The settings of optimizers, data
    /// and utilities are numbers anyway.
    static let gradientGroups: Set<String> = [
        "torch", "torch.nn", "torch.nn.functional", "torch.nn.init", "torch.linalg", "torch.distributions",
    ]

    static var methods: [Builtin] { sharedByNumPyNames + methodsOnly.map(takingNumPyNames) }
    static var functions: [Builtin] {
        (sharedByNumPyNames + functionsOnly.map(takingNumPyNames)).map(WrongTypes.ofTorch)
    }
    private static let sharedByNumPyNames = shared.map(takingNumPyNames)

    /// NumPy's names of arguments, which PyTorch takes wherever its own parser reads them. Functions that it
    /// has written in Python take their own names alone.
    static func takingNumPyNames(_ command: Builtin) -> Builtin {
        let command = forms[command.name].map(command.alsoTaking) ?? command
        return WrongTypes.torch.contains(command.name)
            ? command
            : command.alsoTaking([
                "axis": "dim", "keepdims": "keepdim", "x": "input", "a": "input", "x1": "input",
                "x2": "other",
            ])
    }

    /// What PyTorch's forms of a function call a parameter that is one here.
    private static let forms: [String: [String: String]] = {
        let sections = [
            "sections": "indices_or_sections", "indices": "indices_or_sections",
            "tensor_indices_or_sections": "indices_or_sections",
        ]
        return [
            "hsplit": sections, "vsplit": sections, "tensor_split": sections,
            "split": ["split_size": "split_size_or_sections", "tensor": "input"],
            "max": ["other": "dim"], "min": ["other": "dim"], "tensordot": ["a": "input", "b": "other"],
            "det": ["input": "A"], "inverse": ["input": "A"], "matrix_power": ["input": "A"],
            "pinverse": ["input": "A"], "random_": ["from_": "from"], "uniform_": ["from_": "from"],
            "requires_grad_": ["mode": "requires_grad"],
        ]
    }()
}

/// The tensor that an operation is about: the first argument of a function, the receiver of a method.
let input = Parameter<Tensor>("input", "the tensor")
/// An axis, counted from either end.
let dim = Parameter<Int>("dim", "the axis; -1 is the last")
/// Axes to reduce; all where none is named.
let dims = Parameter<Sizes?>("dim", "the axis or axes; all if left out", default: nil)
let keepdim = Parameter<Bool>("keepdim", "whether the axis stays with size 1", default: false)
