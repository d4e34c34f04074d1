extension Host {
    /// What a pass over many numbers gathers of them.
    public struct Summary {
        /// Of the finite numbers: the extremes, Σx and Σx².
        public var (least, greatest, sum, squares) = (Double.infinity, -Double.infinity, 0.0, 0.0)
        /// How many numbers are nan, and how many infinite.
        public var (nans, infinities) = (0, 0)

        @usableFromInline init() {}

        @inlinable
        mutating func take(_ value: Double) {
            guard value.isFinite else {
                if value.isNaN { nans += 1 } else { infinities += 1 }
                return
            }
            least = Swift.min(least, value)
            greatest = Swift.max(greatest, value)
            sum += value
            squares += value * value
        }

        @inlinable
        mutating func take(_ part: Summary) {
            (least, greatest) = (Swift.min(least, part.least), Swift.max(greatest, part.greatest))
            (sum, squares) = (sum + part.sum, squares + part.squares)
            (nans, infinities) = (nans + part.nans, infinities + part.infinities)
        }
    }

    /// Range, sum, sum of squares over the finite numbers of x, and how many are not finite: parts of a fixed
    /// size side by side, put together in their order.
    @inlinable
    public static func summary<T>(_ x: Operand<T>, count: Int, _ number: (T) -> Double) -> Summary {
        let x = x.reading, chunk = 1 << 16, chunks = (count + chunk - 1) / chunk
        let parts = UnsafeMutablePointer<Summary>.allocate(capacity: chunks)
        defer { parts.deallocate() }
        ThreadPool.forEach(chunks) { index in
            var part = Summary()
            for i in (index * chunk)..<min(count, (index + 1) * chunk) { part.take(number(x[i])) }
            (parts + index).initialize(to: part)
        }
        var all = Summary()
        for index in 0..<chunks { all.take(parts[index]) }
        return all
    }
}
