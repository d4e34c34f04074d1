import Kernels

/// Numbers that are not computed before somebody looks at them.
///
/// Between the logits of a language model and its loss lie tensors of [B·T, V] that nobody ever reads: the
/// logits divided by a number, and the loss's gradient, 0 but for one place in each row. An operation that
/// knows what is deferred does its work without them; for everybody else they are ordinary numbers, the same
/// bits, made at the first look.
enum DeferredStorage {
    /// Each number of `of` divided by one number.
    case quotient(of: Storage, by: Float)
    /// [rows, columns] of 0, and `values[r]` at `places[r]` (none where that is negative).
    case oneHot(OneHotRows)
    /// The bits of other numbers: never computed, always read there.
    case bits(of: Storage)

    func fill(_ target: Operand<Float>, count: Int) {
        let kernels = target.buffer.device.kernels
        switch self {
        case .quotient(let source, let number):
            kernels.binary(.divide, source.numbers(), number, into: target, count: count)
        case .oneHot(let rows): kernels.oneHot(rows, into: target)
        case .bits: break
        }
    }
}

extension Tensor {
    /// Below this many numbers nothing is put off.
    private static let leastDeferred = 1 << 20

    /// a / b for a large float32 a and a number b, computed when somebody looks; nil where that does not
    /// apply.
    static func deferredQuotient(_ a: Tensor, _ b: Tensor) throws -> Tensor? {
        guard a.dtype == .float32, b.rank == 0, b.dtype == .float32, !b.requiresGrad,
            a.count >= leastDeferred, a.isContiguous, a.storage.count == a.count,
            a.storage.deferred == nil
        else { return nil }
        let storage = try Storage(
            deferring: .quotient(of: a.storage, by: Host.number(b.floats)), count: a.count,
            on: a.storage.device)
        return Tensor(storage: storage, shape: a.shape, strides: Shape.strides(a.shape), offset: 0)
    }

    /// [rows, columns] of 0 with one number in each row, made when somebody looks.
    static func deferredOneHot(_ rows: OneHotRows, on device: Device) throws -> Tensor {
        let shape = [rows.places.count, rows.columns]
        let storage = try Storage(deferring: .oneHot(rows), count: try Shape.count(shape), on: device)
        return Tensor(storage: storage, shape: shape, strides: Shape.strides(shape), offset: 0)
    }

    /// What all of this tensor's numbers will be.
    private var deferred: DeferredStorage? { isContiguous && storage.count == count ? storage.deferred : nil }

    /// The tensor that this one is a quotient of, while the division has not been done.
    var asQuotient: (dividend: Tensor, divisor: Float)? {
        guard case .quotient(let source, let divisor)? = deferred else { return nil }
        return (Tensor(storage: source, shape: shape, strides: Shape.strides(shape), offset: 0), divisor)
    }

    var asOneHot: OneHotRows? {
        guard case .oneHot(let rows)? = deferred else { return nil }
        return rows
    }
}
