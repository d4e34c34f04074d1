import Kernels

/// What many numbers are like, in a few.
public struct TensorSummary: Equatable, Sendable {
    public let count: Int
    /// Over the finite numbers; nan where there are none.
    public let least: Double, mean: Double, greatest: Double
    /// √Σx², over the finite numbers.
    public let norm: Double
    public let nans: Int, infinities: Int

    /// Numbers that are neither nan nor infinite.
    public var finite: Int { count - nans - infinities }
}

extension Tensor {
    /// Range, mean, norm, and how many numbers are nan or infinite. Sums are in Double, over parts of a fixed
    /// size in their order: the same bits on any number of cores. O(count).
    public func summary() throws -> TensorSummary {
        let x = try forLooking().contiguous()
        return try withExtendedLifetime(x) {
            switch x.dtype {
            case .float32: return try Tensor.summary(x.pointer(Float.self), x.count) { Double($0) }
            case .float64: return try Tensor.summary(x.pointer(Double.self), x.count) { $0 }
            case .bfloat16: return try Tensor.summary(x.pointer(BFloat16.self), x.count) { $0.number.double }
            case .int64: return try Tensor.summary(x.pointer(Int64.self), x.count) { Double($0) }
            case .int32: return try Tensor.summary(x.pointer(Int32.self), x.count) { Double($0) }
            case .bool: return try Tensor.summary(x.pointer(Bool.self), x.count) { $0 ? 1 : 0 }
            }
        }
    }

    private struct Part {
        var (least, greatest, sum, squares) = (Double.infinity, -Double.infinity, 0.0, 0.0)
        var (nans, infinities) = (0, 0)
    }

    private static func summary<T>(
        _ x: UnsafePointer<T>, _ count: Int, _ number: @escaping (T) -> Double
    ) throws -> TensorSummary {
        let chunk = 1 << 16, chunks = (count + chunk - 1) / chunk
        var parts = [Part](repeating: Part(), count: chunks)
        parts.withUnsafeMutableBufferPointer { parts in
            nonisolated(unsafe) let parts = parts
            ThreadPool.forEach(chunks) { index in
                var part = Part()
                for i in (index * chunk)..<min(count, (index + 1) * chunk) {
                    let value = number(x[i])
                    guard value.isFinite else {
                        if value.isNaN { part.nans += 1 } else { part.infinities += 1 }
                        continue
                    }
                    part.least = min(part.least, value)
                    part.greatest = max(part.greatest, value)
                    part.sum += value
                    part.squares += value * value
                }
                parts[index] = part
            }
        }
        var all = Part()
        for part in parts {
            (all.least, all.greatest) = (min(all.least, part.least), max(all.greatest, part.greatest))
            (all.sum, all.squares) = (all.sum + part.sum, all.squares + part.squares)
            (all.nans, all.infinities) = (all.nans + part.nans, all.infinities + part.infinities)
        }
        let finite = count - all.nans - all.infinities
        return TensorSummary(
            count: count, least: finite > 0 ? all.least : .nan,
            mean: finite > 0 ? all.sum / Double(finite) : .nan,
            greatest: finite > 0 ? all.greatest : .nan, norm: all.squares.squareRoot(), nans: all.nans,
            infinities: all.infinities)
    }
}
