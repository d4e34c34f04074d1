extension ReferenceKernels {
    // y[i, :] = table[ids[i], :]
    public func gather(
        _ table: Floats, ids: UnsafePointer<Int64>, into y: MutableFloats, count: Int, columns: Int
    ) {
        for i in 0..<count {
            for c in 0..<columns { y[i * columns + c] = table[Int(ids[i]) * columns + c] }
        }
    }

    // y[i, :] = table[ids[i], :] undone: a row that was read several times collects several gradients.
    public func scatterAdd(
        _ dy: Floats, ids: UnsafePointer<Int64>, into table: MutableFloats, count: Int, columns: Int
    ) {
        for i in 0..<count {
            for c in 0..<columns { table[Int(ids[i]) * columns + c] += dy[i * columns + c] }
        }
    }
}
