import Tensors

/// What stands beyond the ends of an axis where it is no number.
public enum Border: String { case reflect, replicate, circular }

extension Tensor {
    /// Borders taken from the tensor itself; `sizes` counts from the last
    /// axis: (left, right, top, bottom, …).
    ///
    /// - Throws: RuntimeError for a border wider than what it is made of.
    public func padded(_ sizes: [Int], _ border: Border) throws -> Tensor {
        guard sizes.count % 2 == 0, sizes.count / 2 <= rank else {
            throw TensorError(
                .runtime,
                "Padding length must be divisible by 2 and fit the axes, "
                    + "got \(sizes.count) numbers for \(rank) axes"
            )
        }
        var result = self
        for place in 0..<(sizes.count / 2) {
            let axis = rank - 1 - place, size = shape[axis],
                (left, right) = (sizes[2 * place], sizes[2 * place + 1])
            let most = border == .reflect ? size - 1 : border == .circular ? size : Int.max
            guard size > 0, left >= 0, right >= 0, left <= most, right <= most else {
                throw TensorError(
                    .runtime,
                    "Padding size should be less than the corresponding input dimension, but got: padding "
                        + "(\(left), \(right)) at dimension \(axis) of input \(Shape.description(shape))"
                )
            }
            _ = try Shape.count([left, right, 8])
            try Shape.checkMemory(left + size + right, each: 24)
            let places = (-left..<(size + right)).map { position -> Int64 in
                switch border {
                case .replicate: return Int64(min(max(position, 0), size - 1))
                case .circular: return Int64(((position % size) + size) % size)
                case .reflect:
                    return Int64(
                        position < 0 ? -position : position >= size ? 2 * (size - 1) - position : position)
                }
            }
            result = try result.indexSelect(axis, Tensor(places))
        }
        return result
    }
}
