extension Tensor {
    /// Elements at given places along an axis; the other axes of both broadcast. `torch.take_along_dim`.
    ///
    /// - Parameter axis: nil takes from the flattened tensor.
    /// - Throws: ShapeError where the indices have another number of axes.
    public func takeAlong(_ places: Tensor, _ axis: Int?) throws -> Tensor {
        guard let axis else { return try flatten().gather(0, places.flatten()) }
        let at = try Shape.axis(axis, rank: rank)
        guard places.rank == rank else {
            throw TensorError.shape(
                "take_along_dim wants indices with as many axes as the input",
                "input \(Shape.description(shape))     indices \(Shape.description(places.shape))")
        }
        var (own, other) = (shape, places.shape)
        (own[at], other[at]) = (1, 1)
        let common = try Shape.broadcast(own, other, for: "take_along_dim")
        func stretched(_ t: Tensor) throws -> Tensor {
            var sizes = common
            sizes[at] = t.shape[at]
            return try t.expand(sizes)
        }
        return try stretched(self).gather(at, stretched(places))
    }
}
