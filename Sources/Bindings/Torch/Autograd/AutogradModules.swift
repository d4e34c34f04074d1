import Language
import Tensors

/// The modules `torch.autograd` and `torch.autograd.functional`.
enum AutogradModules {
    package static func make() -> ModuleValue {
        let module = ModuleValue(
            "torch.autograd", documentation: "Gradients as functions.", commands: [gradient])
        MissingNames.explain(
            in: module,
            near: [
                "Function": "the operation from torch's own functions, whose gradients are known",
                "Variable": "torch.tensor(data, requires_grad=True)",
                "backward": "x.backward()", "gradcheck": "(f(x + h) - f(x - h)) / (2 * h)",
                "detect_anomaly": "torch.isnan(x).any()",
            ])
        return module
    }

    static func makeFunctional() -> ModuleValue {
        let module = ModuleValue(
            "torch.autograd.functional", documentation: "Matrices of gradients.", commands: [jacobian])
        MissingNames.explain(in: module, near: ["hessian": "torch.autograd.functional.jacobian"])
        return module
    }

    private static let gradient = Builtin(
        "grad", group: "torch",
        summary: "The gradients of a scalar with respect to some tensors, without adding to any .grad.",
        Parameter<Value>("outputs", "what is differentiated"),
        Parameter<Value>("inputs", "a tensor, or several"),
        Parameter<Tensor?>(
            "grad_outputs", "the gradient with respect to the outputs; 1 for one element", default: nil),
        Parameter<Bool?>("retain_graph", "keeps the graph for another backward()", default: nil),
        Parameter<Bool>("create_graph", "only False here", default: false),
        Parameter<Bool>("allow_unused", "None for a tensor that plays no part", default: false),
        returns: "a tuple of tensors",
        example: "g, = torch.autograd.grad(loss, x)", pytorch: "torch.autograd.grad(loss, x)"
    ) { _, outputs, inputs, gradient, retain, create, unused -> Value in
        guard !create else {
            throw ScriptError(
                "NotImplementedError",
                "torch.autograd.grad(create_graph=True) is not in Lagado: gradients are not recorded",
                hint: "the derivative by hand, or differences")
        }
        let results = try NeuralModules.tensors(outputs, wrong: "AssertionError"),
            wanted = try NeuralModules.tensors(inputs, wrong: "RuntimeError")
        guard !wanted.isEmpty else {
            throw ScriptError("RuntimeError", "`inputs` argument to `grad()` cannot be empty.")
        }
        guard let output = results.first, results.count == 1 else {
            throw ScriptError(
                "RuntimeError", "grad() takes one output here, got \(results.count)",
                hint: "the sum of the outputs")
        }
        guard wanted.allSatisfy(\.requiresGrad) else {
            throw ScriptError(
                "RuntimeError", "One of the differentiated Tensors does not require grad",
                hint: "x.requires_grad_()")
        }
        let found = try output.gradients(of: wanted, gradient, retainGraph: retain ?? false)
        guard unused || !found.contains(where: { $0 == nil }) else {
            throw ScriptError(
                "RuntimeError",
                "One of the differentiated Tensors appears to not have been used in the graph. Set "
                    + "allow_unused=True if this is the desired behavior.",
                hint: "allow_unused=True")
        }
        return .tuple(found.map { $0.map(\.scriptValue) ?? .none })
    }

    private static let jacobian = Builtin(
        "jacobian", group: "torch", summary: "The Jacobian of a function.",
        Parameter<Value>("func", "a function of one tensor"),
        Parameter<Tensor>("inputs", "where to differentiate"), returns: "a tensor [outputs, inputs]",
        example: "torch.autograd.functional.jacobian(f, x)",
        pytorch: "torch.autograd.functional.jacobian(f, x)", formula: "J[i, j] = ∂f(x)[i] / ∂x[j]"
    ) { interpreter, function, x in
        try Autograd.recording(true) {
            let point = try x.detachedView().clone().requireGrad()
            guard
                let y = try Tensor.from(
                    Operations.call(function, Arguments([point.scriptValue]), interpreter))
            else {
                throw ScriptError("TypeError", "jacobian() wants a function that gives a Tensor")
            }
            let flat = try y.flatten()
            let rows = try (0..<flat.count).map { place -> Tensor in
                guard y.requiresGrad else { return try Tensor.zeros(x.shape) }
                return try flat.select(0, place).gradients(of: [point], retainGraph: true)[0]
                    ?? Tensor.zeros(x.shape)
            }
            return try Tensor.stack(rows).reshape(y.shape + x.shape)
        }
    }
}
