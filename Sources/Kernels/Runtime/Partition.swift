/// How loops are cut into pieces for `ThreadPool`: by their shape, so that a
/// result never depends on the threads.
enum Partition {
    /// Numbers in one piece of an elementwise loop: 64 KB of each operand.
    static let piece = 16 << 10

    /// Walks 0 ..< count in pieces, side by side if there are more than two. `body(start, count)`.
    /// - Parameter cost: about how many times longer one number takes than copying it.
    @inline(__always)
    static func forEachPiece(_ count: Int, cost: Int = 1, _ body: (Int, Int) -> Void) {
        let size = piece / cost
        if count <= 2 * size {
            if count > 0 { body(0, count) }
            return
        }
        ThreadPool.forEach((count + size - 1) / size) { index in
            let start = index * size
            body(start, min(size, count - start))
        }
    }

    /// Walks the rows of a matrix, as many to a piece as make a piece's worth of numbers.
    @inline(__always)
    static func forEachRow(_ rows: Int, columns: Int, cost: Int = 1, _ body: (Int) -> Void) {
        let each = max(1, piece / (cost * max(columns, 1)))
        if rows <= each {
            for row in 0..<rows { body(row) }
            return
        }
        ThreadPool.forEach((rows + each - 1) / each) { index in
            for row in index * each..<min(rows, (index + 1) * each) { body(row) }
        }
    }

    /// Cuts rows into at most 64 blocks whose sums are kept apart and added up in order.
    static func rowBlocks(_ rows: Int) -> (count: Int, size: Int) {
        let size = max(32, (rows + 63) / 64)
        return ((rows + size - 1) / size, size)
    }
}
