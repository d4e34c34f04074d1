import Foundation
import Language
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
        "Categorical", group: "torch.distributions", summary: "One of several classes.", probs, logits,
        returns: "a distribution",
        example: "Categorical(probs=torch.tensor([0.2, 0.8])).sample()", pytorch: "Categorical(probs=p)"
    ) { _, probs, logits -> DistributionObject in
        let isProbability = try either(probs, logits, "Categorical")
        guard let given = probs ?? logits, given.rank > 0 else {
            throw ScriptError("ValueError", "`probs` parameter must be at least one-dimensional.")
        }
        if let probs, try probs.detach().compare(.less, probs.constant(.int(0))).any().item().isTrue {
            throw ScriptError(
                "ValueError",
                "Expected parameter probs to satisfy the constraint Simplex(), but found negative values")
        }
        let p = isProbability ? try given / given.sum([-1], keepDim: true) : try given.softmax(-1)
        let logs =
            isProbability
            ? try p.clamp(.float(1.1920928955078125e-07), .float(1 - 1.1920928955078125e-07)).log()
            : try given.logSoftmax(-1)
        let batch = Array(p.shape.dropLast()), classes = p.shape.last ?? 0
        return DistributionObject("Categorical", batch, [("probs", p), ("logits", logs)]) { shape in
            let count = try Shape.count(shape), rows = try p.detach().reshape([-1, classes])
            let draws = try rows.multinomial(max(count, 1), replacement: true).transpose(0, 1)
            return try draws.contiguous().reshape(shape + batch)
        } logProb: { value in
            let places = try value.to(.int64).unsqueeze(-1)
            let shape = try Shape.broadcast(Array(places.shape.dropLast()), batch, for: "log_prob")
            return try logs.expand(shape + [classes]).gather(-1, places.expand(shape + [1])).squeeze(-1)
        } entropy: {
            try -(p * logs).sum([-1])
        } mean: {
            nil
        } deviation: {
            nil
        }
    }

    private static func operand(_ value: Operand) throws -> Tensor {
        switch value {
        case .tensor(let tensor): return tensor
        case .number(let number): return try .scalar(.float(number.double))
        }
    }

    private static let normal = Builtin(
        "Normal", group: "torch.distributions", summary: "The bell curve.",
        Parameter<Operand>("loc", "the average"), Parameter<Operand>("scale", "the deviation"),
        returns: "a distribution", example: "Normal(0.0, 1.0).sample((3,))", pytorch: "Normal(0.0, 1.0)",
        formula: "e^(−(x − μ)²/2σ²) / σ√2π"
    ) { _, loc, scale -> DistributionObject in
        let (given, width) = (try operand(loc), try operand(scale))
        guard try width.detach().compare(.greater, width.constant(.int(0))).all().item().isTrue else {
            throw ScriptError(
                "ValueError",
                "Expected parameter scale to satisfy the constraint GreaterThan(lower_bound=0.0)")
        }
        let batch = try Shape.broadcast(given.shape, width.shape, for: "Normal")
        let (mean, deviation) = (try given.expand(batch), try width.expand(batch))
        return DistributionObject("Normal", batch, [("loc", mean), ("scale", deviation)]) { shape in
            let draws = try Tensor.empty(shape + batch)
            try Generator.standard.fillNormal(draws)
            return try draws * deviation.detach() + mean.detach()
        } logProb: { x in
            let z = try (x - mean).square() / (deviation.square() * deviation.constant(.int(2)))
            return try -z - deviation.log() - deviation.constant(.float(log((2 * Double.pi).squareRoot())))
        } entropy: {
            try deviation.log() + deviation.constant(.float(0.5 + 0.5 * log(2 * Double.pi)))
        } mean: {
            mean
        } deviation: {
            deviation
        } cumulative: { x in
            let z = try (x - mean) / (deviation * deviation.constant(.float(2.0.squareRoot())))
            return try (z.erf() + z.constant(.int(1))) * z.constant(.float(0.5))
        }
    }

    private static let bernoulli = Builtin(
        "Bernoulli", group: "torch.distributions", summary: "Yes or no.",
        Parameter<Operand?>("probs", "the probability of yes", default: nil), logits,
        returns: "a distribution",
        example: "Bernoulli(torch.tensor(0.3)).sample()", pytorch: "Bernoulli(p)"
    ) { _, probs, logits -> DistributionObject in
        let given = try probs.map(operand)
        let p = try either(given, logits, "Bernoulli") ? given! : logits!.sigmoid()
        let one = try p.constant(.int(1))
        return DistributionObject("Bernoulli", p.shape, [("probs", p)]) { shape in
            let draws = try Tensor.empty(shape + p.shape)
            try Generator.standard.fillBernoulli(draws, p.detach())
            return draws
        } logProb: { x in
            try x.xlogy(p) + (one - x).xlogy(one - p)
        } entropy: {
            try -(p.xlogy(p) + (one - p).xlogy(one - p))
        } mean: {
            p
        } deviation: {
            try (p * (one - p)).sqrt()
        }
    }

    private static let uniform = Builtin(
        "Uniform", group: "torch.distributions", summary: "Evenly between two numbers.",
        Parameter<Operand>("low", "the lower end"), Parameter<Operand>("high", "the upper end"),
        returns: "a distribution", example: "Uniform(0.0, 1.0).sample((3,))", pytorch: "Uniform(0.0, 1.0)"
    ) { _, low, high -> DistributionObject in
        let (a, b) = (try operand(low), try operand(high)),
            batch = try Shape.broadcast(a.shape, b.shape, for: "Uniform")
        return DistributionObject("Uniform", batch, [("low", a), ("high", b)]) { shape in
            let draws = try Tensor.empty(shape + batch)
            try Generator.standard.fillUniform(draws)
            return try a.detach() + draws * (b.detach() - a.detach())
        } logProb: { x in
            let inside = try x.compare(.greaterOrEqual, a).bitwise(.and, x.compare(.less, b)).to(.float32)
            return try inside.log() - (b - a).log()
        } entropy: {
            try (b - a).log()
        } mean: {
            try (a + b) * a.constant(.float(0.5))
        } deviation: {
            try (b - a) * a.constant(.float(1 / 12.0.squareRoot()))
        }
    }
}

/// A distribution: what it draws, and how probable something is.
final class DistributionObject: NativeObject, ScriptConvertible, Restorable {
    let kind: String
    private let batch: [Int]
    private let parameters: [(name: String, tensor: Tensor)]
    private let draw: ([Int]) throws -> Tensor
    private let logProb: (Tensor) throws -> Tensor
    private let entropy: () throws -> Tensor
    private let mean: () throws -> Tensor?
    private let deviation: () throws -> Tensor?
    private let cumulative: ((Tensor) throws -> Tensor)?

    init(
        _ kind: String, _ batch: [Int], _ parameters: [(name: String, tensor: Tensor)],
        draw: @escaping ([Int]) throws -> Tensor,
        logProb: @escaping (Tensor) throws -> Tensor, entropy: @escaping () throws -> Tensor,
        mean: @escaping () throws -> Tensor?,
        deviation: @escaping () throws -> Tensor?, cumulative: ((Tensor) throws -> Tensor)? = nil
    ) {
        (self.kind, self.batch, self.parameters, self.draw, self.logProb) = (
            kind, batch, parameters, draw, logProb
        )
        (self.entropy, self.mean, self.deviation, self.cumulative) = (entropy, mean, deviation, cumulative)
    }

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
        return try DistributionObject.nativeType.get(self, name)
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
            .init("mean", "The average.") { try $0.mean()?.scriptValue ?? .float(.nan) },
            .init("stddev", "The deviation.") { try $0.deviation()?.scriptValue ?? .float(.nan) },
            .init("variance", "The square of the deviation.") {
                try $0.deviation()?.square().scriptValue ?? .float(.nan)
            },
            .init("batch_shape", "How many distributions.") { TorchSize.value($0.batch) },
        ],
        methods: [
            Builtin(
                "sample", group: "torch.distributions", summary: "Draws.", target, shape, returns: "a tensor",
                example: "d.sample((3,))", pytorch: "d.sample((3,))"
            ) { _, d, shape in
                try Autograd.withoutGrad { try d.draw(shape.elements) }
            },
            Builtin(
                "log_prob", group: "torch.distributions",
                summary: "The logarithm of the probability of what was drawn.", target, value,
                returns: "a tensor", example: "d.log_prob(x)",
                pytorch: "d.log_prob(x)"
            ) { _, d, x in try d.logProb(x) },
            Builtin(
                "entropy", group: "torch.distributions", summary: "How uncertain it is, in nats.", target,
                returns: "a tensor", example: "d.entropy()", pytorch: "d.entropy()"
            ) { _, d in
                try d.entropy()
            },
            Builtin(
                "cdf", group: "torch.distributions", summary: "The probability of less.", target, value,
                returns: "a tensor", example: "d.cdf(x)", pytorch: "d.cdf(x)"
            ) { _, d, x in
                guard let cumulative = d.cumulative else {
                    throw ScriptError("NotImplementedError", "\(d.kind) has no cdf here")
                }
                return try cumulative(x)
            },
        ])
}
