import Language
import Tensors

/// Commands that make tensors by a rule, or under PyTorch's older names.
enum TensorPatterns {
    private static let dtype = Parameter<DType?>(
        "dtype", "the type of the elements", default: nil, .keywordOnly)

    static let functions: [Builtin] =
        [
            Builtin(
                "logspace", group: "torch", summary: "Powers of a base with evenly spaced exponents.",
                Parameter<Double>("start", "the first exponent"), Parameter<Double>("end", "the last"),
                Parameter<Int>("steps", "how many"), Parameter<Double>("base", "the base", default: 10),
                dtype, returns: "a tensor [steps]", example: "torch.logspace(0, 2, 3)",
                pytorch: "torch.logspace(0, 2, 3)"
            ) { _, start, end, steps, base, dtype in
                try Tensor.logspace(start, end, steps, base: base, dtype ?? .standard)
            },
            indices("tril_indices", "The indices of a lower triangle.", lower: true),
            indices("triu_indices", "The indices of an upper triangle.", lower: false),
            Builtin(
                "vander", group: "torch", summary: "Powers of each element, the highest first.",
                Parameter<Tensor>("x", "a row"),
                Parameter<Int?>("N", "how many powers; as many as elements if left out", default: nil),
                Parameter<Bool>("increasing", "the lowest first", default: false), returns: "a matrix",
                example: "torch.vander(torch.tensor([1, 2]))", pytorch: "torch.vander(x)"
            ) { _, x, n, rising in try x.vander(n, increasing: rising) },
            Builtin(
                "randint_like", group: "torch", summary: "Random integers of the shape of a tensor.",
                input, Parameter<Int>("low", "the least, or the bound if it is the only one"),
                Parameter<Int?>("high", "one above the largest number", default: nil), dtype,
                Parameter<GeneratorObject?>(
                    "generator", "where the random numbers come from", default: nil, .keywordOnly),
                returns: "a tensor of the same shape", example: "torch.randint_like(x, 9)",
                pytorch: "torch.randint_like(x, 9)"
            ) { _, x, low, high, dtype, generator in
                try (generator?.generator ?? .standard).integers(high == nil ? 0 : low, high ?? low, x.shape)
                    .to(
                        dtype ?? x.dtype)
            },
            Builtin(
                "poisson", group: "torch", summary: "Not available: this distribution is not here yet.",
                input,
                returns: "nothing", example: "torch.poisson(x)", pytorch: "torch.poisson(x)"
            ) { _, _ -> Value in
                throw ScriptError(
                    "NotImplementedError", "torch.poisson is not in Lagado",
                    hint: "torch.multinomial, torch.bernoulli or torch.normal")
            },
        ]
        + DType.allCases.filter(\.hasShortNames).map { type in
            let name = "\(type.scalarName)Tensor"
            return Builtin(
                name, group: "torch", summary: "A tensor of \(type) from numbers, or zeros of a shape.",
                Parameter<Value>("data", "numbers in lists, or sizes", .variadic), returns: "a tensor",
                example: "torch.\(name)([1, 2])", pytorch: "torch.\(name)([1, 2])"
            ) { _, given in
                let values = try Operations.array(given)
                if values.first?.isSequence != true,
                    try values.first.map({ try Tensor.from($0) == nil }) ?? true,
                    let sizes = try Sizes.from(.tuple(values))
                {
                    return try Tensor.zeros(sizes.elements, type)
                }
                guard values.count == 1 else {
                    throw ScriptError("TypeError", "\(name)() wants sizes or one list of numbers")
                }
                return try TensorData.sharing(values[0], type)
            }
        }

    private static func indices(_ name: String, _ summary: String, lower: Bool) -> Builtin {
        Builtin(
            name, group: "torch", summary: summary, Parameter<Int>("row", "rows"),
            Parameter<Int>("col", "columns"),
            Parameter<Int>("offset", "the diagonal that bounds it", default: 0),
            Parameter<Device?>("device", "where it lies", default: nil, .keywordOnly),
            returns: "an int64 tensor [2, n]", example: "torch.\(name)(3, 3)", pytorch: "torch.\(name)(3, 3)"
        ) { _, rows, columns, offset, device in
            try Device.on(device) {
                try Tensor.triangleIndices(rows, columns, offset: offset, lower: lower)
            }
        }
    }
}
