// Several tensors into one, arranged as rows, columns, layers, blocks or grids.

extension Tensor {
    /// Side by side: along the second axis, rows along the first. `torch.hstack`.
    ///
    /// - Throws: ValueError for no tensors, ShapeError where other axes differ.
    public static func hstack(_ parts: [Tensor]) throws -> Tensor {
        try concatenate(
            try parts.map { $0.rank == 0 ? try $0.unsqueeze(0) : $0 },
            parts.allSatisfy { $0.rank <= 1 } ? 0 : 1)
    }

    /// One below the other, along the first axis; a row counts as a matrix of one. `torch.vstack`.
    ///
    /// - Throws: RuntimeError for no tensors.
    public static func vstack(_ parts: [Tensor]) throws -> Tensor {
        guard !parts.isEmpty else { throw TensorError(.runtime, "vstack expects a non-empty TensorList") }
        return try rowStack(parts)
    }

    /// The same, refusing no tensors as `torch.cat` does. `torch.row_stack`.
    /// [n, m], [k, m], … → [n + k + …, m].
    ///
    /// - Throws: ValueError for no tensors, ShapeError where other axes differ.
    public static func rowStack(_ parts: [Tensor]) throws -> Tensor {
        try concatenate(try parts.map { $0.rank < 2 ? try $0.reshape([1, -1]) : $0 }, 0)
    }

    /// Behind each other, along the third axis. `torch.dstack`.
    ///
    /// - Throws: ValueError for no tensors, ShapeError where other axes differ.
    public static func dstack(_ parts: [Tensor]) throws -> Tensor {
        try concatenate(
            try parts.map { x in
                x.rank >= 3 ? x : x.rank == 2 ? try x.unsqueeze(-1) : try x.reshape([1, -1, 1])
            }, 2)
    }

    /// Rows as columns, side by side. `torch.column_stack`. k rows [n] → [n, k]; matrices [n, m] as they are.
    ///
    /// - Throws: ValueError for no tensors, ShapeError where lengths differ.
    public static func columnStack(_ parts: [Tensor]) throws -> Tensor {
        try concatenate(try parts.map { $0.rank <= 1 ? try $0.reshape([-1, 1]) : $0 }, 1)
    }

    /// Matrices along a diagonal, 0 elsewhere: [n₁ + n₂ + …, m₁ + m₂ + …]. `torch.block_diag`.
    ///
    /// - Throws: RuntimeError for what has more than two axes.
    public static func blockDiagonal(_ parts: [Tensor]) throws -> Tensor {
        let blocks = try parts.map { $0.rank < 2 ? try $0.reshape([1, -1]) : $0 }
        guard blocks.allSatisfy({ $0.rank == 2 }) else {
            throw TensorError(
                .runtime, "torch.block_diag: Input tensors must have 2 or fewer dimensions.")
        }
        let width = blocks.reduce(0) { $0 + $1.shape[1] }
        var before = 0
        return try concatenate(
            try blocks.map { block in
                defer { before += block.shape[1] }
                let rows = block.shape[0]
                func zeros(_ columns: Int) throws -> [Tensor] {
                    columns > 0 ? [try Tensor.zeros([rows, columns], block.dtype)] : []
                }
                let row = try zeros(before) + [block] + zeros(width - before - block.shape[1])
                return row.count == 1 ? block : try concatenate(row, 1)
            }, 0)
    }

    /// Coordinates of a grid: rows of n, m, … elements become tensors [n, m, …] each. `torch.meshgrid`.
    ///
    /// - Parameter xy: whether the first two axes are exchanged, as in a picture.
    /// - Throws: RuntimeError for no rows, for what has more than one axis, and for rows of several types.
    public static func meshgrid(_ rows: [Tensor], xy: Bool = false) throws -> [Tensor] {
        guard !rows.isEmpty else { throw TensorError(.runtime, "meshgrid expects a non-empty TensorList") }
        guard rows.allSatisfy({ $0.rank <= 1 }) else {
            throw TensorError(.runtime, "torch.meshgrid: Expected 0D or 1D tensors")
        }
        guard Set(rows.map(\.dtype)).count == 1 else {
            throw TensorError(.runtime, "torch.meshgrid: expects all tensors to have the same dtype")
        }
        let sizes = rows.map(\.count)
        return try rows.indices.map { axis in
            let grid = try rows[axis].flatten().placed(onAxis: axis, of: sizes.count).expand(sizes)
            return xy && sizes.count >= 2 ? try grid.transpose(0, 1) : grid
        }
    }

    /// A row [n] along one of `rank` axes: [1, …, n, …, 1].
    public func placed(onAxis axis: Int, of rank: Int) throws -> Tensor {
        var sizes = Array(repeating: 1, count: rank)
        sizes[axis] = count
        return try reshape(sizes)
    }
}
