extension Tensor {
    /// The elements as Swift's integers, in order: positions and sizes that a program gives as a tensor.
    public func integers() throws -> [Int] { try elements(Int64.self).map { Int($0) } }
}
