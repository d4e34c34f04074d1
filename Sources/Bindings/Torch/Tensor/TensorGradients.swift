import Language
import Tensors

/// Gradients.
enum TensorGradients {
    private static let target: Parameter<TensorObject> = receiver("the tensor")

    static let methods: [Builtin] = [
        Builtin(
            "backward", group: "torch",
            summary: "Computes the gradient of this number for every leaf that asked for it.", input,
            Parameter<Tensor?>(
                "gradient", "the gradient of the loss for this tensor; 1 for one element", default: nil),
            Parameter<Bool>("retain_graph", "keeps what is needed to do it again", default: false),
            returns: "None; gradients are in x.grad",
            example: "loss.backward()", pytorch: "loss.backward()", formula: "x.grad += ∂loss/∂x"
        ) { _, x, gradient, keep -> Value in
            if !x.requiresGrad {
                throw ScriptError(
                    "RuntimeError", "element 0 of tensors does not require grad and does not have a grad_fn",
                    hint: "compute it from parameters, outside torch.no_grad()")
            }
            try x.backward(gradient, retainGraph: keep)
            return .none
        },
        Builtin(
            "requires_grad_", group: "torch", summary: "Asks for gradients of this tensor, or no longer.",
            target,
            Parameter<Bool>("requires_grad", "whether", default: true), returns: "the tensor itself",
            example: "x.requires_grad_()",
            pytorch: "x.requires_grad_()"
        ) { _, x, flag in
            try x.tensor.requireGrad(flag)
            return x
        },
        Builtin(
            "retain_grad", group: "torch", summary: "Keeps the gradient although the tensor is no leaf.",
            input, returns: "None",
            example: "x.retain_grad()", pytorch: "x.retain_grad()"
        ) { _, x -> Value in
            try x.retainGrad()
            return .none
        },
        Builtin(
            "detach_", group: "torch", summary: "Takes the tensor out of the recorded computation.", target,
            returns: "the tensor itself", example: "x.detach_()", pytorch: "x.detach_()"
        ) { _, x in
            x.tensor.forgetRecording()
            return x
        },
    ]
}

/// Setting elements in place.
enum TensorFilling {
    private static let target: Parameter<TensorObject> = receiver("the tensor that changes")
    private static let generator = Parameter<GeneratorObject?>(
        "generator", "where the random numbers come from", default: nil, .keywordOnly)

    static let methods: [Builtin] = [
        Builtin(
            "zero_", group: "torch", summary: "Sets every element to 0.", target,
            returns: "the tensor itself", example: "x.zero_()",
            pytorch: "x.zero_()"
        ) { _, x in
            try x.tensor.write(.renewed("ZeroBackward0", isNumber: true) { try $0.fill(.int(0)) })
            return x
        },
        Builtin(
            "fill_", group: "torch", summary: "Sets every element to one number.", target,
            Parameter<Operand>("value", "a number, or a tensor without axes"),
            returns: "the tensor itself", example: "x.fill_(7)", pytorch: "x.fill_(7)"
        ) { _, x, value in
            switch value {
            case .number(let number):
                try x.tensor.write(.renewed("FillBackward0", isNumber: true) { try $0.fill(number) })
            case .tensor(let tensor): try x.tensor.write(.fill(tensor))
            }
            return x
        },
        Builtin(
            "copy_", group: "torch", summary: "Takes over the elements of another tensor.", target,
            Parameter<Tensor>("src", "the tensor to copy"), returns: "the tensor itself",
            example: "x.copy_(y)", pytorch: "x.copy_(y)"
        ) { _, x, source in
            try x.tensor.write(.copy(source))
            return x
        },
        Builtin(
            "normal_", group: "torch", summary: "Draws every element from a normal distribution.", target,
            Parameter<Double>("mean", "the average", default: 0),
            Parameter<Double>("std", "the deviation", default: 1), generator,
            returns: "the tensor itself", example: "x.normal_(0, 0.02)", pytorch: "x.normal_(0, 0.02)"
        ) { _, x, mean, deviation, generator in
            try x.tensor.write(
                .renewed("NormalBackward0") {
                    try (generator?.generator ?? .standard).fillNormal($0, mean, deviation)
                })
            return x
        },
        Builtin(
            "uniform_", group: "torch", summary: "Draws every element evenly between two numbers.", target,
            Parameter<Double>("from", "the lower end", default: 0),
            Parameter<Double>("to", "the upper end", default: 1), generator,
            returns: "the tensor itself", example: "x.uniform_(-1, 1)", pytorch: "x.uniform_(-1, 1)"
        ) { _, x, low, high, generator in
            try x.tensor.write(
                .renewed("UniformBackward0") {
                    try (generator?.generator ?? .standard).fillUniform($0, low, high)
                })
            return x
        },
    ]
}
