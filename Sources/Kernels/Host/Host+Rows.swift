/// A row of numbers as a function over rows is handed it; it must not outlive the call.
public typealias HostRow<T> = UnsafeBufferPointer<T>
/// A row that the function changes in place.
public typealias MutableHostRow<T> = UnsafeMutableBufferPointer<T>

extension Host {
    /// y[r] = f(row r) for rows of `length` numbers, in parts side by side.
    @inlinable
    public static func mapRows<T, R>(
        _ x: Operand<T>, rows: Int, length: Int, into y: Operand<R>, _ f: (HostRow<T>) -> R
    ) {
        let (x, y) = (x.reading, y.writing), bundle = max(1, (1 << 15) / max(length, 1))
        ThreadPool.forEach((rows + bundle - 1) / bundle) { part in
            for row in (part * bundle)..<min(rows, (part + 1) * bundle) {
                y[row] = f(HostRow(start: x + row * length, count: length))
            }
        }
    }

    /// y[r, :] = f(row r), `size` numbers for each row.
    @inlinable
    public static func expandRows<T, R>(
        _ x: Operand<T>, rows: Int, length: Int, into y: Operand<R>, size: Int, _ f: (HostRow<T>) -> [R]
    ) {
        let (x, y) = (x.reading, y.writing)
        for row in 0..<rows {
            for (i, value) in f(HostRow(start: x + row * length, count: length)).enumerated() {
                y[row * size + i] = value
            }
        }
    }

    /// Calls `f` with each row, which it may change, in order.
    @inlinable
    public static func forEachRow<T>(
        _ x: Operand<T>, rows: Int, length: Int, _ f: (MutableHostRow<T>) throws -> Void
    ) rethrows {
        let x = x.writing
        for row in 0..<rows { try f(MutableHostRow(start: x + row * length, count: length)) }
    }
}
