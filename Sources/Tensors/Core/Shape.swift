import Kernels
import Presentation

/// Sizes of the axes of a tensor, and what follows from them.
public enum Shape {
    /// The number of elements, or a MemoryError when it does not fit any machine.
    ///
    /// Sizes beside an axis of size 0 count as well: products of a shape's sizes never overflow, whichever
    /// are taken.
    ///
    /// - Throws: ValueError for a negative size, MemoryError for more elements than can be counted.
    public static func count(_ shape: [Int]) throws -> Int {
        var (count, isEmpty) = (1, false)
        for size in shape {
            guard size >= 0 else {
                throw TensorError.value("a size cannot be negative: \(description(shape))")
            }
            if size == 0 { isEmpty = true }
            let (product, overflow) = count.multipliedReportingOverflow(by: max(size, 1))
            guard !overflow else {
                throw TensorError(
                    .memory, "a tensor of shape \(description(shape)) has more elements than can be counted")
            }
            count = product
        }
        return isEmpty ? 0 : count
    }

    /// Refuses a row of `count` numbers that does not fit in memory, before anything begins to make it.
    ///
    /// For work on Swift's arrays, whose memory the system would end the process for; tensors see for
    /// themselves.
    /// - Parameter each: bytes that one of them takes on the way, copies included.
    /// - Throws: MemoryError that names the bytes.
    public static func checkMemory(_ count: Int, each: Int = 16) throws {
        let (bytes, overflow) = count.multipliedReportingOverflow(by: each)
        guard overflow || bytes > 1 << 26 else { return }
        guard !overflow, bytes < Memory.available else {
            let size = overflow ? "more memory than can be counted" : Formatting.size(bytes)
            throw TensorError(
                .memory, "cannot allocate \(size) for \(count) numbers: not enough memory on this machine",
                hint: "fewer at a time")
        }
    }

    /// Strides of a contiguous tensor, in elements.
    public static func strides(_ shape: [Int]) -> [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        var step = 1
        for axis in shape.indices.reversed() {
            strides[axis] = step
            step &*= max(shape[axis], 1)
        }
        return strides
    }

    /// `[16, 256]`
    public static func description(_ shape: [Int]) -> String {
        "[" + shape.map(String.init).joined(separator: ", ") + "]"
    }

    /// An axis counted from either end: -1 is the last one. A scalar has the axes 0 and -1, as in PyTorch.
    ///
    /// - Throws: IndexError for an axis outside −rank ..< rank.
    public static func axis(_ axis: Int, rank: Int) throws -> Int {
        let limit = max(rank, 1)
        guard axis >= -limit && axis < limit else {
            throw TensorError(
                .index,
                "Dimension out of range (expected to be in range of [\(-limit), \(limit - 1)], but got "
                    + "\(axis))"
            )
        }
        return axis < 0 ? axis + limit : axis
    }

    /// Refuses axes, counted from the front, of which one is named twice.
    ///
    /// - Throws: RuntimeError that names the axis.
    public static func checkDistinct(_ axes: [Int]) throws {
        guard Set(axes).count == axes.count else {
            let twice = axes.first { axis in axes.filter { $0 == axis }.count > 1 } ?? 0
            throw TensorError(.runtime, "dim \(twice) appears multiple times in the list of dims")
        }
    }

    /// A new axis that would let the shapes meet, where there is one.
    private static func broadcastHint(_ a: [Int], _ b: [Int]) -> String? {
        if a.count == 1 && b.count > 1 && b.dropLast().last == a[0] {
            return "a new axis at the end of the first: a[:, None], or a.unsqueeze(-1)"
        }
        if b.count == 1 && a.count > 1 && a.dropLast().last == b[0] {
            return "a new axis at the end of the second: b[:, None], or b.unsqueeze(-1)"
        }
        if a.count == 2 && Array(a.reversed()) == b { return "transpose one: b.T" }
        return a.count == 1 && b.count == 1 ? "every pair of elements: a[:, None] and b[None, :]" : nil
    }

    /// The shape that two shapes broadcast to: aligned at the right, sizes equal or one of them 1.
    ///
    /// - Throws: ShapeError where two sizes meet of which neither is 1, with a new axis that would help.
    public static func broadcast(_ a: [Int], _ b: [Int], for operation: String) throws -> [Int] {
        if a == b { return a }
        let rank = max(a.count, b.count)
        var result = [Int](repeating: 1, count: rank)
        for i in 0..<rank {
            let x = i < a.count ? a[a.count - 1 - i] : 1
            let y = i < b.count ? b[b.count - 1 - i] : 1
            guard x == y || x == 1 || y == 1 else {
                throw TensorError.shape(
                    "\(operation) cannot broadcast \(description(a)) with \(description(b))",
                    "sizes \(x) and \(y) meet at axis \(-1 - i) and neither is 1", hint: broadcastHint(a, b),
                    pytorch:
                        "The size of tensor a (\(x)) must match the size of tensor b (\(y)) at "
                        + "non-singleton dimension \(rank - 1 - i)"
                )
            }
            result[rank - 1 - i] = x == 1 ? y : x
        }
        return result
    }
}
