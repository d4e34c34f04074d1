import Foundation

// Choices of elements.

extension Tensor {
    /// Every choice of one element from each row: [n·m·…, rows]. `torch.cartesian_prod`.
    ///
    /// - Throws: RuntimeError for no rows, and for what is none.
    public static func cartesianProduct(_ rows: [Tensor]) throws -> Tensor {
        guard rows.allSatisfy({ $0.rank == 1 }), !rows.isEmpty else {
            throw TensorError(.runtime, "torch.cartesian_prod: expected 1D vectors")
        }
        if rows.count == 1 { return rows[0] }
        let sizes = rows.map(\.count)
        return try stack(
            try rows.indices.map { axis in
                try rows[axis].placed(onAxis: axis, of: sizes.count).expand(sizes).flatten()
            }, 1)
    }

    /// Every choice of r elements of a row, in order: [choices, r]. `torch.combinations`.
    ///
    /// - Parameter withReplacement: whether an element may come again.
    /// - Throws: RuntimeError for what is no row; MemoryError for more choices than fit.
    public func combinations(_ r: Int = 2, withReplacement: Bool = false) throws -> Tensor {
        guard rank == 1, r >= 0 else {
            throw TensorError(.runtime, "combinations wants a row of elements and r of 0 or more")
        }
        guard r > 0 else { return try Tensor.empty([0], dtype) }
        // How many there will be: n over r, or n + r − 1 over r.
        let n = Double(count), k = Double(r), most = withReplacement ? n + k - 1 : n
        let amount =
            n == 0 || k > most
            ? 0
            : Foundation.exp(
                Foundation.lgamma(most + 1) - Foundation.lgamma(k + 1) - Foundation.lgamma(most - k + 1))
        guard amount * k < 1e8 else {
            throw TensorError(
                .memory, "there are too many combinations: \(r) out of \(count)", raisedAs: .memory)
        }
        var found: [[Int64]] = [[]]
        for place in 0..<r where !found.isEmpty {
            guard withReplacement || place < count else {
                found = []
                break
            }
            found = found.flatMap { chosen in
                let start = chosen.last.map { withReplacement ? $0 : $0 + 1 } ?? 0
                return (start..<max(start, Int64(count))).map { chosen + [$0] }
            }
            guard found.count < 10_000_000 else {
                throw TensorError(.memory, "there are too many combinations", raisedAs: .memory)
            }
        }
        return found.isEmpty
            ? try Tensor.empty([0, r], dtype)
            : try index([.tensor(Tensor(found.flatMap { $0 }, [found.count, r]))])
    }
}
