extension NumPyGenerator {
    /// Positions 0 to n − 1 drawn with probabilities [n]. `numpy.random.choice(n, p=…)`.
    ///
    /// - Throws: ValueError for probabilities of another number, for what is no probability, and for too few
    ///   of them above 0 where none may come again.
    public func choice(_ probabilities: Tensor, of n: Int, _ count: Int, replace: Bool) throws -> [Int] {
        let weights = try probabilities.elements(Double.self)
        guard weights.count == n else { throw TensorError(.value, "'a' and 'p' must have same size") }
        guard weights.allSatisfy({ $0 >= 0 }) else {
            throw TensorError(.value, "probabilities are not non-negative")
        }
        guard abs(weights.reduce(0, +) - 1) < 1e-6 else {
            throw TensorError(.value, "probabilities do not sum to 1")
        }
        guard replace || weights.filter({ $0 > 0 }).count >= count else {
            throw TensorError(.value, "Fewer non-zero entries in p than size")
        }
        return choice(weights, count, replace: replace)
    }
}
