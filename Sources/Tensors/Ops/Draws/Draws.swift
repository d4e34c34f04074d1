// Random numbers whose distribution tensors tell. A draw does not move with them: their
// gradients are 0, as in PyTorch.

extension Tensor {
    /// 1 with the probability of each element, else 0. `torch.bernoulli`. [...] → [...].
    ///
    /// - Throws: NotImplementedError for integers, RuntimeError for a probability outside [0, 1].
    public static func bernoulli(_ p: Tensor, _ generator: Generator = .standard) throws -> Tensor {
        guard p.dtype.isFloatingPoint else {
            throw TensorError(
                .notImplemented, "\"bernoulli_tensor_cpu_p_\" not implemented for '\(p.dtype)'",
                hint: "p.float()")
        }
        let result = try empty(p.shape, p.dtype)
        try generator.fillBernoulli(result, p.detach())
        return result.drawn("BernoulliBackward0", from: [p])
    }

    /// Draws with an average and a deviation for each element, broadcast. `torch.normal`.
    ///
    /// - Throws: ShapeError for shapes that do not broadcast.
    public static func normal(_ mean: Tensor, _ deviation: Tensor, _ generator: Generator = .standard) throws
        -> Tensor
    {
        let result = try empty(Shape.broadcast(mean.shape, deviation.shape, for: "normal"))
        try generator.fillNormal(result)
        return try (result * deviation.detach() + mean.detach()).drawn(
            "NormalBackward3", from: [mean, deviation])
    }

    private func drawn(_ name: String, from parameters: [Tensor]) -> Tensor {
        let shapes = parameters.map(\.shape)
        return recorded(name, parameters) { dy in try shapes.map { try Tensor.zeros($0, dy.dtype) } }
    }
}
