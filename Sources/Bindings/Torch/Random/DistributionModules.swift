import Language
import Neural
import Tensors

/// The module `torch.distributions`: Categorical, Normal, Bernoulli and Uniform, with PyTorch's draws.
enum DistributionModules {
    package static func make() -> ModuleValue {
        let module = ModuleValue(
            "torch.distributions", documentation: "Probability distributions as objects.")
        for type in types { module[type.name] = .type(type) }
        MissingNames.explain(
            in: module,
            near: [
                "Multinomial": "torch.multinomial", "Exponential": "torch.empty(n).exponential_()",
                "Beta": "torch.rand", "Dirichlet": "torch.softmax",
            ])
        return module
    }

    fileprivate static let types: [ScriptClass] = [
        categorical, normal, bernoulli, uniform,
    ].map { declaration in
        let name = declaration.name
        return ScriptClass(
            name, bases: [DistributionObject.nativeType.scriptClass],
            native: NativeClass(
                declaration: declaration, isInstance: { ($0 as? DistributionObject)?.kind == name }
            ) { _, arguments, interpreter in
                guard let made = try DistributionObject.from(declaration.call(interpreter, arguments)) else {
                    throw ScriptError("RuntimeError", "\(name)() gave no distribution")
                }
                return made
            })
    }

    private static func either(_ probs: Tensor?, _ logits: Tensor?, _ name: String) throws -> Bool {
        guard (probs == nil) != (logits == nil) else {
            throw ScriptError(
                "ValueError", "Either `probs` or `logits` must be specified, but not both.",
                hint: "\(name)(probs=p)")
        }
        return probs != nil
    }

    private static let probs = Parameter<Tensor?>("probs", "probabilities", default: nil)
    private static let logits = Parameter<Tensor?>(
        "logits", "their logarithms, up to a constant", default: nil)

    private static let categorical = Builtin(
        "Categorical", group: "torch.distributions", summary: "A categorical distribution.", probs, logits,
        returns: "a distribution",
        example: "Categorical(probs=torch.tensor([0.2, 0.8])).sample()", pytorch: "Categorical(probs=p)"
    ) { _, probs, logits -> DistributionObject in
        _ = try either(probs, logits, "Categorical")
        return DistributionObject(
            "Categorical", try probs.map { try Categorical(weights: $0) } ?? Categorical(logits: logits!))
    }

    private static func operand(_ value: TensorOrNumber) throws -> Tensor {
        switch value {
        case .tensor(let tensor): return tensor
        case .number(let number): return try .scalar(.float(number.double))
        }
    }

    private static let normal = Builtin(
        "Normal", group: "torch.distributions", summary: "A normal distribution.",
        Parameter<TensorOrNumber>("loc", "the mean"),
        Parameter<TensorOrNumber>("scale", "the standard deviation"),
        returns: "a distribution", example: "Normal(0.0, 1.0).sample((3,))", pytorch: "Normal(0.0, 1.0)",
        formula: "e^(−(x − μ)²/2σ²) / σ√2π"
    ) { _, loc, scale -> DistributionObject in
        DistributionObject("Normal", try Normal(operand(loc), operand(scale)))
    }

    private static let bernoulli = Builtin(
        "Bernoulli", group: "torch.distributions", summary: "A Bernoulli distribution.",
        Parameter<TensorOrNumber?>("probs", "the probability of yes", default: nil), logits,
        returns: "a distribution",
        example: "Bernoulli(torch.tensor(0.3)).sample()", pytorch: "Bernoulli(p)"
    ) { _, probs, logits -> DistributionObject in
        let given = try probs.map(operand)
        let isProbability = try either(given, logits, "Bernoulli")
        return DistributionObject("Bernoulli", Bernoulli(isProbability ? given! : try logits!.sigmoid()))
    }

    private static let uniform = Builtin(
        "Uniform", group: "torch.distributions", summary: "A uniform distribution.",
        Parameter<TensorOrNumber>("low", "the lower end"), Parameter<TensorOrNumber>("high", "the upper end"),
        returns: "a distribution", example: "Uniform(0.0, 1.0).sample((3,))", pytorch: "Uniform(0.0, 1.0)"
    ) { _, low, high -> DistributionObject in
        DistributionObject("Uniform", try Uniform(operand(low), operand(high)))
    }
}

/// A distribution: what it draws, and how probable something is.
final class DistributionObject: NativeObject, ScriptConvertible, Restorable {
    let kind: String
    private let distribution: any Distribution

    init(_ kind: String, _ distribution: any Distribution) {
        (self.kind, self.distribution) = (kind, distribution)
    }

    var parameters: [(name: String, tensor: Tensor)] { distribution.parameters }

    static var scriptName: String { "Distribution" }
    static func from(_ value: Value) throws -> DistributionObject? {
        if case .object(let object) = value { return object as? DistributionObject }
        return nil
    }
    var scriptValue: Value { .object(self) }
    var typeName: String { kind }
    package var scriptClass: ScriptClass? { DistributionModules.types.first { $0.name == kind } }

    func getAttribute(_ name: String) throws -> Value? {
        if let found = parameters.first(where: { $0.name == name }) { return found.tensor.scriptValue }
        // What is computed when it is read lies where the parameters lie.
        let device = parameters.first?.tensor.device ?? ComputeContext.current.device
        return try ComputeContext.on(device) { try DistributionObject.nativeType.get(self, name) }
    }
    var attributeNames: [String] { parameters.map(\.name) + DistributionObject.nativeType.propertyNames }

    func repr() throws -> String {
        let shown = try parameters.filter { kind != "Categorical" || $0.name == "probs" }.map {
            name, tensor in
            tensor.count == 1
                ? "\(name): \(try tensor.item().scriptValue.repr())"
                : "\(name): torch.Size(\(Shape.description(tensor.shape)))"
        }
        return "\(kind)(\(shown.joined(separator: ", ")))"
    }

    func record(in snapshot: Snapshot) {
        snapshot.record(self) {}
        for (_, tensor) in parameters { snapshot.record(tensor) }
    }

    private static let target = Parameter<DistributionObject>("self", "the distribution", .positionalOnly)
    private static let shape = Parameter<Sizes>(
        "sample_shape", "how many draws, in which shape", default: Sizes([]), shown: "()")
    private static let value = Parameter<Tensor>("value", "what was drawn")

    static let nativeType = NativeType<DistributionObject>(
        ScriptClass("Distribution"),
        properties: [
            .init("mean", "The average.") { try $0.distribution.mean()?.scriptValue ?? .float(.nan) },
            .init("stddev", "The deviation.") {
                try $0.distribution.deviation()?.scriptValue ?? .float(.nan)
            },
            .init("variance", "The square of the deviation.") {
                try $0.distribution.deviation()?.square().scriptValue ?? .float(.nan)
            },
            .init("batch_shape", "How many distributions.") { TorchSize.value($0.distribution.batch) },
        ],
        methods: [
            Builtin(
                "sample", group: "torch.distributions", summary: "Draws.", target, shape, returns: "a tensor",
                example: "d.sample((3,))", pytorch: "d.sample((3,))"
            ) { _, d, shape in
                try Autograd.withoutGrad { try d.distribution.sample(shape.elements, .standard) }
            },
            Builtin(
                "log_prob", group: "torch.distributions",
                summary: "The logarithm of the probability of what was drawn.", target, value,
                returns: "a tensor", example: "d.log_prob(x)",
                pytorch: "d.log_prob(x)"
            ) { _, d, x in try d.distribution.logProb(x) },
            Builtin(
                "entropy", group: "torch.distributions", summary: "How uncertain it is, in nats.", target,
                returns: "a tensor", example: "d.entropy()", pytorch: "d.entropy()"
            ) { _, d in
                try d.distribution.entropy()
            },
            Builtin(
                "cdf", group: "torch.distributions", summary: "The probability of less.", target, value,
                returns: "a tensor", example: "d.cdf(x)", pytorch: "d.cdf(x)"
            ) { _, d, x in
                guard let probability = try d.distribution.cumulative(x) else {
                    throw ScriptError("NotImplementedError", "\(d.kind) has no cdf here")
                }
                return probability
            },
        ])
}
