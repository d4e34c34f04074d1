/// Plain loops over numbers, on the host: everything that no device has a kernel for, in whatever type.
///
/// Operands may lie on any device: opening them brings their numbers to the host (`Buffer.hostNumbers`), and
/// a device's own kernel takes them back when it next needs them. Nothing above this module sees an address.
///
/// The loops are generic over the function of an element, which the compiler puts into them.
public enum Host {
    // MARK: Between arrays and operands

    /// y[i] = elements[i].
    public static func store<T>(_ elements: [T], into y: Operand<T>) {
        guard !elements.isEmpty else { return }
        elements.withUnsafeBufferPointer { y.writing.update(from: $0.baseAddress!, count: $0.count) }
    }

    /// The `count` numbers of x.
    public static func array<T>(_ x: Operand<T>, count: Int) -> [T] {
        Array(UnsafeBufferPointer(start: x.reading, count: count))
    }

    /// The number that x begins with.
    @inlinable
    public static func number<T>(_ x: Operand<T>) -> T { x.reading.pointee }

    /// y[0] = value.
    @inlinable
    public static func set<T>(_ value: T, at y: Operand<T>) { y.writing.pointee = value }

    /// The bytes of `count` numbers while `body` runs, for a file.
    public static func withBytes<T, Result>(
        _ x: Operand<T>, count: Int, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        try body(UnsafeRawBufferPointer(UnsafeBufferPointer(start: x.reading, count: count)))
    }

    /// The same for bytes that a file fills.
    public static func withMutableBytes<T, Result>(
        _ y: Operand<T>, count: Int, _ body: (UnsafeMutableRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        try body(UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(start: y.writing, count: count)))
    }

    /// The address of x in the host's memory, as a number that says which operands are the same.
    public static func address<T>(_ x: Operand<T>) -> Int { Int(bitPattern: x.reading) }

    // MARK: Element by element

    /// y[i] = f(i).
    @inlinable
    public static func fill<T>(_ y: Operand<T>, count: Int, _ f: (Int) throws -> T) rethrows {
        let y = y.writing
        for i in 0..<count { y[i] = try f(i) }
    }

    /// y[places[i]] = values[i], places below 0 left out.
    public static func set<T>(_ values: [T], at places: [Int], of y: Operand<T>) {
        let y = y.writing
        for (place, value) in zip(places, values) where place >= 0 { y[place] = value }
    }

    /// y[p] += 1 for each of the places.
    public static func count(_ places: [Int64], in y: Operand<Int64>) {
        let y = y.writing
        for place in places { y[Int(place)] += 1 }
    }

    /// y[i] = f(x[i]).
    @inlinable
    public static func map<T, R>(_ x: Operand<T>, into y: Operand<R>, count: Int, _ f: (T) -> R) {
        let (x, y) = (x.reading, y.writing)
        for i in 0..<count { y[i] = f(x[i]) }
    }

    /// z[i] = f(x[i], y[i]), in parts side by side.
    @inlinable
    public static func map<T, R>(
        _ x: Operand<T>, _ y: Operand<T>, into z: Operand<R>, count: Int, _ f: (T, T) -> R
    ) {
        let (x, y, z, piece) = (x.reading, y.reading, z.writing, 1 << 14)
        ThreadPool.forEach((count + piece - 1) / piece) { part in
            for i in (part * piece)..<min(count, (part + 1) * piece) { z[i] = f(x[i], y[i]) }
        }
    }

    /// z = f(x, y) over a shape; the iterator's operands are x, y and z.
    @inlinable
    public static func map<T, R>(
        _ way: StridedIterator, _ x: Operand<T>, _ y: Operand<T>, into z: Operand<R>, _ f: (T, T) -> R
    ) {
        let (x, y, z) = (x.reading, y.reading, z.writing)
        let (dx, dy, dz) = (way.innerStrides[0], way.innerStrides[1], way.innerStrides[2])
        for outer in 0..<way.outer {
            let (p, q, r) = (x + way.offset(0, outer), y + way.offset(1, outer), z + way.offset(2, outer))
            for i in 0..<way.inner { r[i &* dz] = f(p[i &* dx], q[i &* dy]) }
        }
    }

    /// The first i for which f(x[i]) is true.
    @inlinable
    public static func firstIndex<T>(_ x: Operand<T>, count: Int, where f: (T) -> Bool) -> Int? {
        UnsafeBufferPointer(start: x.reading, count: count).firstIndex(where: f)
    }

    /// Calls `f` with every number, in order.
    @inlinable
    public static func forEach<T>(_ x: Operand<T>, count: Int, _ f: (Int, T) -> Void) {
        let x = x.reading
        for i in 0..<count { f(i, x[i]) }
    }

    // MARK: Runs

    /// y[i] = x[i·stride].
    @inlinable @inline(__always)
    public static func copy<T>(_ x: Operand<T>, every stride: Int, into y: Operand<T>, count: Int) {
        let (x, y) = (x.reading, y.writing)
        for i in 0..<count { y[i] = x[i &* stride] }
    }

    /// y[i·stride] = x[i].
    @inlinable @inline(__always)
    public static func copy<T>(_ x: Operand<T>, into y: Operand<T>, every stride: Int, count: Int) {
        let (x, y) = (x.reading, y.writing)
        for i in 0..<count { y[i &* stride] = x[i] }
    }

    /// y[i·stride] = f(y[i·stride], x[i]), one after the other.
    @inlinable @inline(__always)
    public static func merge<T>(
        _ x: Operand<T>, into y: Operand<T>, every stride: Int, count: Int, _ f: (T, T) -> T
    ) {
        let (x, y) = (x.reading, y.writing)
        for i in 0..<count { y[i &* stride] = f(y[i &* stride], x[i]) }
    }

    // MARK: Products

    /// z += x · y for one product of matrices [m, k]·[k, n] with any strides; z is contiguous.
    @inlinable
    public static func multiplyAdd<T>(
        _ x: Operand<T>, _ xStrides: (down: Int, right: Int), _ y: Operand<T>,
        _ yStrides: (down: Int, right: Int), into z: Operand<T>, m: Int, n: Int, k: Int,
        _ multiplyAdd: (T, T, T) -> T
    ) {
        let (x, y, z) = (x.reading, y.reading, z.writing)
        for i in 0..<m {
            for p in 0..<k {
                let factor = x[i * xStrides.down + p * xStrides.right]
                for j in 0..<n {
                    z[i * n + j] = multiplyAdd(
                        z[i * n + j], factor, y[p * yStrides.down + j * yStrides.right])
                }
            }
        }
    }
}
