/// Turning blocks of sixteen rows, so that what lay along a row lies across the lanes.
enum LaneTranspose {
    /// y[c, r] = x[r, c] for any matrix, side by side where it is large; rows lie `xStep` and `yStep` apart.
    static func apply(_ x: Floats, _ xStep: Int, rows: Int, columns: Int, into y: MutableFloats, _ yStep: Int)
    {
        Partition.forEachRow((rows + 15) / 16, columns: 16 * columns) { index in
            let row = 16 * index, x = x + row * xStep, y = y + row
            let (wholeRows, wholeColumns) = (min(16, rows - row), columns / 16 * 16)
            if wholeRows == 16 {
                for column in stride(from: 0, to: wholeColumns, by: 16) {
                    block(x + column, xStep, into: y + column &* yStep, yStep)
                }
            }
            for column in (wholeRows == 16 ? wholeColumns : 0)..<columns {
                for row in 0..<wholeRows { y[column &* yStep &+ row] = x[row &* xStep &+ column] }
            }
        }
    }

    /// The same for multiples of sixteen, on the calling thread.
    @inline(never)
    static func whole(_ x: Floats, _ xStep: Int, rows: Int, columns: Int, into y: MutableFloats, _ yStep: Int)
    {
        for row in stride(from: 0, to: rows, by: 16) {
            for column in stride(from: 0, to: columns, by: 16) {
                block(x + row &* xStep + column, xStep, into: y + column &* yStep + row, yStep)
            }
        }
    }

    /// y[c, r] = x[r, c] for sixteen rows and columns, in squares of four;
    /// rows lie `xStep` and `yStep` apart.
    @inline(__always)
    private static func block(_ x: Floats, _ xStep: Int, into y: MutableFloats, _ yStep: Int) {
        for column in stride(from: 0, to: 16, by: 4) {
            for row in stride(from: 0, to: 16, by: 4) {
                square(x + row &* xStep + column, xStep, into: y + column &* yStep + row, yStep)
            }
        }
    }

    @inline(__always)
    private static func square(_ x: Floats, _ xStep: Int, into y: MutableFloats, _ yStep: Int) {
        let (a, b) = (four(x), four(x + xStep)), (c, d) = (four(x + 2 &* xStep), four(x + 3 &* xStep))
        for i in 0..<4 {
            UnsafeMutableRawPointer(y + i &* yStep).storeBytes(
                of: SIMD4(a[i], b[i], c[i], d[i]), as: SIMD4<Float>.self)
        }
    }

    @inline(__always)
    private static func four(_ x: Floats) -> SIMD4<Float> {
        UnsafeRawPointer(x).loadUnaligned(as: SIMD4<Float>.self)
    }
}
