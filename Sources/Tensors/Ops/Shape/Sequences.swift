import Foundation

// Rows and matrices made from a rule.

extension Tensor {
    /// Powers of a base, evenly spaced in the exponent: [count]. `torch.logspace`.
    ///
    /// - Throws: RuntimeError for a negative count; MemoryError for one that does not fit.
    public static func logspace(
        _ start: Double, _ end: Double, _ count: Int, base: Double = 10, _ dtype: DType = .float32
    ) throws -> Tensor {
        guard count >= 0 else { throw TensorError(.runtime, "number of steps must be non-negative") }
        try Shape.checkMemory(count, each: 24)
        let step = count > 1 ? (end - start) / Double(count - 1) : 0
        return try Tensor((0..<count).map { Foundation.pow(base, start + step * Double($0)) }).to(dtype)
    }

    /// Powers of each element of a row [n], the highest first: [n, m]. `torch.vander`.
    ///
    /// - Parameter columns: m; n where left out.
    /// - Throws: RuntimeError for what is no row.
    public func vander(_ columns: Int? = nil, increasing: Bool = false) throws -> Tensor {
        guard rank == 1 else { throw TensorError(.runtime, "x must be a one-dimensional tensor.") }
        let powers = try Tensor.arange(.int(0), .int(max(0, columns ?? count)))
        return try unsqueeze(1).pow(increasing ? powers : powers.flip([0]))
    }

    /// Positions of the lower (upper) triangle of a matrix, row by row: int64 [2, n].
    /// `torch.tril_indices`, `torch.triu_indices`.
    ///
    /// - Throws: RuntimeError for negative sizes; MemoryError for those that do not fit.
    public static func triangleIndices(_ rows: Int, _ columns: Int, offset: Int = 0, lower: Bool) throws
        -> Tensor
    {
        guard rows >= 0, columns >= 0 else {
            throw TensorError(
                .runtime, "row and col must be non-negative, got \(rows) and \(columns)")
        }
        try Shape.checkMemory(try Shape.count([rows, columns]), each: 32)
        var (down, right): ([Int64], [Int64]) = ([], [])
        // Without columns there may be more rows than anyone walks along.
        for i in 0..<(columns == 0 ? 0 : rows) {
            for j in 0..<columns where lower ? j - i <= offset : j - i >= offset {
                down.append(Int64(i))
                right.append(Int64(j))
            }
        }
        return try Tensor(down + right, [2, down.count])
    }
}
