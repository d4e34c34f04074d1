import Language
import Tensors

/// The modules `torch.autograd` and `torch.autograd.functional`.
enum AutogradModules {
    static func make() -> ModuleValue {
        let module = ModuleValue(
            "torch.autograd", documentation: "Gradients as functions.", commands: [gradient, backwardCommand])
        MissingNames.explain(
            in: module,
            near: [
                "Variable": "torch.tensor(data, requires_grad=True)"
            ])
        return module
    }

    private static let gradient = Builtin(
        "grad", group: "torch",
        summary: "The gradients of outputs with respect to some tensors, without adding to any .grad.",
        Parameter<Value>("outputs", "what is differentiated: a tensor, or several, whose gradients add up"),
        Parameter<Value>("inputs", "a tensor, or several"),
        Parameter<Value>(
            "grad_outputs", "the gradient with respect to each output; 1 for one element", default: .none),
        Parameter<Bool?>(
            "retain_graph", "keeps the graph for another backward(); None: as create_graph says", default: nil
        ),
        Parameter<Bool>(
            "create_graph", "gives gradients that can be differentiated themselves", default: false),
        Parameter<Bool?>(
            "allow_unused", "None for a tensor that plays no part; None: as materialize_grads says",
            default: nil),
        Parameter<Bool>("is_grads_batched", "only False here", default: false),
        Parameter<Bool>("materialize_grads", "zeros for a tensor that plays no part", default: false),
        returns: "a tuple of tensors",
        example: "g, = torch.autograd.grad(loss, x)", pytorch: "torch.autograd.grad(loss, x)"
    ) { _, outputs, inputs, gradients, retain, create, unused, batched, materializes -> Value in
        guard !batched else {
            throw ScriptError(
                "NotImplementedError", "torch.autograd.grad(is_grads_batched=True) is not in Lagado",
                hint: "a loop over the gradients")
        }
        if materializes, unused == false {
            throw ScriptError(
                "ValueError",
                "Expected allow_unused to be True or not passed when materialize_grads=True, but got: False.")
        }
        let wanted = try NeuralModules.tensors(inputs, wrong: "RuntimeError")
        guard !wanted.isEmpty else {
            throw ScriptError("RuntimeError", "grad requires non-empty inputs.")
        }
        guard wanted.allSatisfy(\.requiresGrad) else {
            throw ScriptError(
                "RuntimeError", "One of the differentiated Tensors does not require grad",
                hint: "x.requires_grad_()")
        }
        let pairs = try paired(NeuralModules.tensors(outputs, wrong: "AssertionError"), gradients)
        let found = try Tensor.gradients(
            of: pairs, wanted, keepsGraph: retain ?? create, records: create)
        if !(unused ?? materializes), let place = found.firstIndex(where: { $0 == nil }) {
            throw ScriptError(
                "RuntimeError",
                "The differentiated Tensor at index \(place) appears to not have been used in the graph. Set "
                    + "allow_unused=True if this is the desired behavior.",
                hint: "allow_unused=True")
        }
        return .tuple(
            try zip(found, wanted).map { found, input in
                if let found { return found.scriptValue }
                return materializes ? try Tensor.zeros(input.shape, input.dtype).scriptValue : .none
            })
    }

    private static let backwardCommand = Builtin(
        "backward", group: "torch",
        summary: "Computes the gradients of several tensors at once, added up, for every leaf that asked.",
        Parameter<Value>("tensors", "what is differentiated: a tensor, or several"),
        Parameter<Value>(
            "grad_tensors", "the gradient with respect to each; 1 for one element", default: .none),
        Parameter<Bool?>(
            "retain_graph", "keeps the graph for another backward(); None: as create_graph says", default: nil
        ),
        Parameter<Bool>(
            "create_graph", "gives gradients that can be differentiated themselves", default: false),
        Parameter<Value>("grad_variables", "the old name of grad_tensors", default: .none),
        Parameter<Value>("inputs", "the only tensors whose .grad is added to", default: .none),
        returns: "None; gradients are in x.grad", example: "torch.autograd.backward([a, b])",
        pytorch: "torch.autograd.backward([a, b])"
    ) { interpreter, tensors, gradients, retain, create, old, inputs -> Value in
        if !gradients.isNone, !old.isNone {
            throw ScriptError(
                "RuntimeError",
                "`grad_tensors` and `grad_variables` (deprecated) arguments both passed to `backward()`. "
                    + "Please only use `grad_tensors`.")
        }
        let outputs = try NeuralModules.tensors(tensors, wrong: "TypeError")
        try backward(
            paired(outputs, gradients.isNone ? old : gradients), retain, create, inputs, interpreter)
        return .none
    }

    /// `backward()` of one tensor or of several.
    static func backward(
        _ outputs: [(tensor: Tensor, gradient: Tensor?)], _ retain: Bool?, _ create: Bool, _ inputs: Value,
        _ interpreter: Interpreter
    ) throws {
        for (place, output) in outputs.enumerated() where !output.tensor.requiresGrad {
            throw ScriptError(
                "RuntimeError",
                "element \(place) of tensors does not require grad and does not have a grad_fn",
                hint: "compute it from parameters, outside torch.no_grad()")
        }
        let targets = inputs.isNone ? nil : try NeuralModules.tensors(inputs, wrong: "TypeError")
        if let targets, targets.isEmpty {
            throw ScriptError("RuntimeError", "`inputs` argument to `backward()` cannot be empty.")
        }
        if let targets, !targets.allSatisfy(\.requiresGrad) {
            throw ScriptError(
                "RuntimeError", "One of the differentiated Tensors does not require grad",
                hint: "x.requires_grad_()")
        }
        if create {
            try interpreter.warn(
                "Using backward() with create_graph=True will create a reference cycle between "
                    + "the parameter and its gradient which can cause a memory leak. We recommend using "
                    + "autograd.grad when creating the graph to avoid this.")
        }
        try Tensor.backward(outputs, keepsGraph: retain ?? create, records: create, inputs: targets)
    }

    /// Each output with the gradient that is given for it.
    private static func paired(_ outputs: [Tensor], _ gradients: Value) throws -> [(
        tensor: Tensor, gradient: Tensor?
    )] {
        if gradients.isNone { return outputs.map { ($0, nil) } }
        let given = try CustomFunctions.gradients(gradients)
        guard given.count == outputs.count else {
            throw ScriptError("RuntimeError", "got \(outputs.count) tensors and \(given.count) gradients")
        }
        return Array(zip(outputs, given))
    }
}
