extension CPUKernels {
    public func gather(
        _ table: Floats, ids: UnsafePointer<Int64>, into y: MutableFloats, count: Int, columns: Int
    ) {
        Partition.forEachRow(count, columns: columns) { i in
            (y + i * columns).update(from: table + Int(ids[i]) * columns, count: columns)
        }
    }

    // Each piece takes some columns of every row, so that no two write to the same place and the order of the
    // rows stays as it is.
    public func scatterAdd(
        _ dy: Floats, ids: UnsafePointer<Int64>, into table: MutableFloats, count: Int, columns: Int
    ) {
        let width = count * columns <= Partition.piece ? columns : 64
        ThreadPool.forEach((columns + max(width, 1) - 1) / max(width, 1)) { block in
            let first = block * width
            let size = min(width, columns - first)
            for i in 0..<count {
                Self.add(dy + i * columns + first, to: table + Int(ids[i]) * columns + first, size)
            }
        }
    }
}
