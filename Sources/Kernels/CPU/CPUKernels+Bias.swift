/// The bias of a linear layer and its gradient.
extension CPUKernels {
    public func addBias(_ bias: Floats, to y: MutableFloats, rows: Int, columns: Int) {
        Partition.forEachRow(rows, columns: columns) { row in Self.add(bias, to: y + row * columns, columns) }
    }

    public func addColumnSums(of dy: Floats, to dbias: MutableFloats, rows: Int, columns: Int) {
        Self.columnSums(dy, dbias, rows, columns)
    }

    public func addColumnSums(of dy: BFloats, to dbias: MutableFloats, rows: Int, columns: Int) {
        Self.columnSums(dy, dbias, rows, columns)
    }

    @inline(__always)
    private static func columnSums<Number: LaneNumber>(
        _ dy: UnsafePointer<Number>, _ dbias: MutableFloats, _ rows: Int, _ columns: Int
    ) {
        guard rows > 0, columns > 0 else { return }
        let blocks = Partition.rowBlocks(rows)
        let isSmall = rows * columns <= Partition.piece
        let (count, size) = isSmall ? (1, rows) : blocks
        // Sums of blocks of rows, then the sum of those: fewer roundings in a row, and
        // something to do for every core.
        Scratch.with(count * columns) { sums in
            ThreadPool.forEach(count) { block in
                let total = sums + block * columns
                total.update(repeating: 0, count: columns)
                for row in block * size..<min(rows, (block + 1) * size) {
                    let dy = dy + row * columns
                    forEachLanes(columns) { i, n in
                        store(load(total + i, n) + Number.lanes(dy + i, n), total + i, n)
                    }
                }
            }
            for block in 1..<max(count, 1) { add(sums + block * columns, to: sums, columns) }
            add(sums, to: dbias, columns)
        }
    }
}
