import Tensors

/// Where the heads of a block look, in numbers: of an attention pattern [H, T, T], one number a head.
public struct HeadLooks {
    /// How many tokens back, on average.
    public let distances: [Double]
    /// The share of attention on the token itself, on the one before it, and on the first of the sequence.
    public let own: [Double], previous: [Double], first: [Double]
    /// The mean entropy of a row, in nats.
    public let entropies: [Double]
    /// The entropy of looking evenly at everything that can be seen.
    public let evenEntropy: Double

    /// - Throws: what reading the numbers throws.
    public init(_ pattern: Tensor) throws {
        let (H, T) = (pattern.shape[0], pattern.shape[1])
        let pattern = try pattern.to(.float64)
        let places = try Tensor.arange(.int(0), .int(T)).to(.float64)
        let back = try places.unsqueeze(1) - places.unsqueeze(0)  // [T, T]
        func means(_ sums: Tensor, _ count: Int) throws -> [Double] {
            try sums.to(.float64).elements(Double.self).map { $0 / Double(max(1, count)) }
        }
        func share(_ distance: Int) throws -> Tensor {
            let mask = try back.compare(.equal, back.constant(.int(distance))).to(.float64)
            return try (pattern * mask).sum([1, 2])  // [H]
        }
        distances = try means((pattern * back).sum([1, 2]), T)
        own = try means(share(0), T)
        // The first token has none before it.
        previous = T > 1 ? try means(share(1), T - 1) : [Double](repeating: 0, count: H)
        first = try means(pattern.select(2, 0).sum([1]), T)
        entropies = try means(pattern.entropy().sum([1]), T)
        evenEntropy = try (places + places.constant(.int(1))).log().mean().item().double
    }
}
