import Language
import Tensors

/// Setting elements in place.
enum TensorFilling {
    private static let target: Parameter<TensorObject> = receiver("the tensor that changes")
    private static let generator = Parameter<GeneratorObject?>(
        "generator", "where the random numbers come from", default: nil, .keywordOnly)

    /// One above the largest number that `x.random_()` draws: floats as far as they hold every whole number.
    private static func naturalBound(_ dtype: DType) -> Int {
        switch dtype.kind {
        case .bool: return 2
        case .integer: return dtype == .int64 ? .max : (dtype.integerLimits?.upperBound ?? 0) + 1
        case .floatingPoint(_, let fraction): return (1 << (fraction + 1)) + 1
        }
    }

    static let methods: [Builtin] = [
        Builtin(
            "zero_", group: "torch", summary: "Fills a tensor with zeros.", target,
            returns: "the tensor itself", example: "x.zero_()",
            pytorch: "x.zero_()"
        ) { _, x in
            try x.tensor.write(.renewed("ZeroBackward0", isNumber: true) { try $0.fill(.int(0)) })
            return x
        },
        Builtin(
            "fill_", group: "torch", summary: "Fills a tensor with one number.", target,
            Parameter<TensorOrNumber>("value", "a number, or a tensor without axes"),
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
            "copy_", group: "torch", summary: "Copies the elements of another tensor.", target,
            Parameter<Tensor>("other", "the tensor to copy"), returns: "the tensor itself",
            example: "x.copy_(y)", pytorch: "x.copy_(y)"
        ) { _, x, source in
            try x.tensor.checkApart(from: source)
            // From another device it comes by way of a copy there, through which gradients go back.
            try x.tensor.write(.copy(source.to(x.tensor.device)))
            return x
        }.alsoTaking(["src": "other"]),
        Builtin(
            "normal_", group: "torch", summary: "Draws every element from a normal distribution.", target,
            Parameter<Double>("mean", "the mean", default: 0),
            Parameter<Double>("std", "the standard deviation", default: 1), generator,
            returns: "the tensor itself", example: "x.normal_(0, 0.02)", pytorch: "x.normal_(0, 0.02)"
        ) { _, x, mean, deviation, generator in
            try x.tensor.write(
                .renewed("NormalBackward0") {
                    try (generator?.generator ?? .standard).fillNormal($0, mean, deviation)
                })
            return x
        },
        Builtin(
            "uniform_", group: "torch", summary: "Draws every element from a uniform distribution.", target,
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
        Builtin(
            "exponential_", group: "torch", summary: "Draws every element from an exponential distribution.",
            target, Parameter<Double>("lambd", "the rate", default: 1), generator,
            returns: "the tensor itself", example: "x.exponential_()", pytorch: "x.exponential_()"
        ) { _, x, rate, generator in
            try x.tensor.write(
                .renewed("ExponentialBackward0") {
                    try (generator?.generator ?? .standard).fillExponential($0, rate: rate)
                })
            return x
        },
        Builtin(
            "bernoulli_", group: "torch", summary: "Draws every element from a Bernoulli distribution.",
            target,
            Parameter<TensorOrNumber>("p", "the probability", default: .number(.float(0.5)), shown: "0.5"),
            generator,
            returns: "the tensor itself", example: "x.bernoulli_(0.3)", pytorch: "x.bernoulli_(0.3)"
        ) { _, x, p, generator in
            let probability: Tensor
            switch p {
            case .tensor(let tensor): probability = tensor
            case .number(let number): probability = try Tensor([number.double], [])
            }
            try x.tensor.write(
                .renewed("BernoulliBackward1", from: [probability]) {
                    try (generator?.generator ?? .standard).fillBernoulli($0, probability.detach())
                })
            return x
        },
        Builtin(
            "random_", group: "torch", summary: "Draws every element from the integers of a range.", target,
            Parameter<Int?>("from", "the least, or the bound if it is the only one", default: nil),
            Parameter<Int?>("to", "one above the largest number", default: nil), generator,
            returns: "the tensor itself", example: "x.random_(10)", pytorch: "x.random_(10)"
        ) { _, x, from, to, generator in
            let natural = naturalBound(x.tensor.dtype)
            let (low, high) = from == nil ? (0, natural) : to == nil ? (0, from ?? 0) : (from ?? 0, to ?? 0)
            try x.tensor.write(
                .renewed("RandomBackward0") {
                    let source = generator?.generator ?? .standard
                    try Tensor.copy(from: source.integers(low, high, $0.shape), into: $0)
                })
            return x
        },
        Builtin(
            "fill_diagonal_", group: "torch", summary: "Fills the diagonal with a number.", target,
            Parameter<Number>("fill_value", "the number"),
            Parameter<Bool>("wrap", "whether it begins again below: only False here", default: false),
            returns: "the tensor itself",
            example: "x.fill_diagonal_(1)", pytorch: "x.fill_diagonal_(1)"
        ) { _, x, value, wraps in
            guard !wraps else {
                throw ScriptError(
                    "NotImplementedError", "fill_diagonal_(wrap=True) is not in Lagado", hint: "wrap=False")
            }
            try x.tensor.update("fill_diagonal_") { try $0.withDiagonal(value) }
            return x
        },
    ]
}
