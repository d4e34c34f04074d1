import Tensors

/// Keys and values of the positions that a model has already seen, so that each new token costs one position.
///
/// For each block k and v [B, H, capacity, E/H]; the first `length` positions are filled.
public final class KeyValueCache {
    /// Positions that there is room for.
    public let capacity: Int
    /// Positions that are filled.
    public private(set) var length = 0
    private var keys: [Tensor], values: [Tensor]

    /// Room for the context of a model, for so many sequences.
    ///
    /// - Throws: MemoryError.
    public init(_ configuration: GPTConfiguration, batch: Int) throws {
        capacity = configuration.context
        let shape = [batch, configuration.heads, capacity, configuration.width / configuration.heads]
        keys = try (0..<configuration.blocks).map { _ in try Tensor.empty(shape) }
        values = try (0..<configuration.blocks).map { _ in try Tensor.empty(shape) }
    }

    /// Stores k and v [B, H, T, E/H] of `block` behind what is there and returns all so far, as views.
    func append(_ block: Int, _ k: Tensor, _ v: Tensor) throws -> (k: Tensor, v: Tensor) {
        let end = length + k.shape[2]
        guard end <= capacity else {
            throw TensorError(.value, "the cache holds \(capacity) positions, not \(end)")
        }
        try Tensor.copy(from: k, into: keys[block].slice(2, from: length, to: end))
        try Tensor.copy(from: v, into: values[block].slice(2, from: length, to: end))
        return (try keys[block].slice(2, from: 0, to: end), try values[block].slice(2, from: 0, to: end))
    }

    /// All blocks have stored `count` new positions.
    func advance(_ count: Int) { length += count }

    /// Forgets everything.
    public func reset() { length = 0 }
}
