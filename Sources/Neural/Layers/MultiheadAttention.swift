import Tensors

/// Attention in several heads, with PyTorch's names and draws: `in_proj_weight`
/// [3E, E], `in_proj_bias`, `out_proj`.
public final class MultiheadAttention: Module {
    /// E, numbers of a token, and H, heads side by side.
    public let width: Int, heads: Int
    /// Whether inputs are [B, T, E] and not [T, B, E].
    public let batchFirst: Bool
    private let out: Linear

    /// Projections drawn as PyTorch draws them.
    ///
    /// - Throws: AssertionError where E is not divisible by H, MemoryError.
    public init(
        _ width: Int, _ heads: Int, bias: Bool = true, batchFirst: Bool = false,
        generator: Generator = .standard
    ) throws {
        guard width > 0, heads > 0 else {
            throw TensorError(
                .value,
                "embed_dim and num_heads must be greater than 0, got embed_dim=\(width) and "
                    + "num_heads=\(heads) instead"
            )
        }
        guard width % heads == 0 else {
            throw TensorError(
                .assertion, "embed_dim must be divisible by num_heads",
                details: ["embed_dim=\(width), num_heads=\(heads)"])
        }
        (self.width, self.heads, self.batchFirst) = (width, heads, batchFirst)
        out = try Linear(width, width, bias: bias, generator: generator)
        out.givenName = "NonDynamicallyQuantizableLinear"
        super.init()
        let projection = try Tensor.empty([3 * width, width], Parameters.type)
        try Initialisation.xavierUniform(projection, generator)
        register("in_proj_weight", try projection.requireGrad())
        if bias {
            register("in_proj_bias", try Tensor.zeros([3 * width], Parameters.type).requireGrad())
            if let bias = out.bias { try Initialisation.constant(bias, .int(0)) }
        }
        register("out_proj", out)
    }

    /// - Returns: the result in the shape of the query, and the weights
    ///   [B, H, T, S] ([H, T, S] without a batch).
    ///
    /// - Throws: ShapeError for queries, keys, values and a mask that do not fit together.
    public func callAsFunction(_ query: Tensor, _ key: Tensor, _ value: Tensor, mask: Tensor? = nil) throws
        -> (y: Tensor, weights: Tensor)
    {
        guard query.rank == 2 || query.rank == 3, query.shape.last == width, key.rank == query.rank,
            value.rank == query.rank
        else {
            throw TensorError(
                .shape, "MultiheadAttention wants query, key and value [B, T, \(width)] or [T, \(width)]",
                details: [
                    "query \(Shape.description(query.shape))     key \(Shape.description(key.shape))     "
                        + "value \(Shape.description(value.shape))"
                ],
                raisedAs: .assertion)
        }
        let hasBatch = query.rank == 3
        func batched(_ x: Tensor) throws -> Tensor {
            !hasBatch ? try x.unsqueeze(0) : batchFirst ? x : try x.transpose(0, 1)
        }
        guard let weight = parameter("in_proj_weight") else {
            throw TensorError(.runtime, "MultiheadAttention has lost its in_proj_weight")
        }
        let weights = try weight.chunk(3, 0), biases = try parameter("in_proj_bias")?.chunk(3, 0)
        let split = try zip([query, key, value], 0...).map { x, index in
            let z = try batched(x).linear(weights[index], biases?[index])  // [B, T, E]
            return try z.view([z.shape[0], z.shape[1], heads, width / heads]).transpose(1, 2)  // [B, H, T, D]
        }
        var scores =
            try split[0].matmul(split[1].transpose(-2, -1))
            * weight.constant(.float(1 / Double(width / heads).squareRoot()))
        if let mask {
            scores = mask.dtype == .bool ? try scores.maskedFill(mask, .float(-.infinity)) : try scores + mask
        }
        let pattern = try scores.softmax(-1)
        let z = try pattern.matmul(split[2]).transpose(1, 2)  // [B, T, H, D]
        let y = try out(z.reshape([z.shape[0], z.shape[1], width]))
        return (
            !hasBatch ? try y.squeeze(0) : batchFirst ? y : try y.transpose(0, 1),
            hasBatch ? pattern : try pattern.squeeze(0)
        )
    }
}
