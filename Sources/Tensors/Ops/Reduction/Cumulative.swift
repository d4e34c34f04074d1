import Foundation
import Kernels

// Running extremes and differences along one axis.

extension Tensor {
    /// Rows of `axis` side by side as [rows][length], handed to `body` one after the other, and put back
    /// where they were.
    func alongAxis<T: Scalar>(_ axis: Int, _ type: T.Type, _ body: (MutableHostRow<T>) -> Void)
        throws -> Tensor
    {
        let axis = try Shape.axis(axis, rank: rank)
        let moved = try detach().to(T.dtype).transpose(axis, -1).clone()
        let length = moved.shape.last ?? 1
        Host.forEachRow(
            moved.uninitialized(T.self), rows: length == 0 ? 0 : moved.count / length, length: length, body)
        return try moved.transpose(axis, -1).contiguous()
    }

    /// The largest so far, with its place; the last among equals, as in PyTorch. Both have this tensor's
    /// shape, [...]; O(count). `torch.cummax`.
    ///
    /// - Throws: IndexError for an axis that is not there.
    public func cumulativeMax(_ axis: Int) throws -> (values: Tensor, indices: Tensor) {
        try runningExtreme(axis, largest: true)
    }

    /// The smallest so far, with its place; the last among equals, as in PyTorch. Both have this tensor's
    /// shape, [...]; O(count). `torch.cummin`.
    ///
    /// - Throws: IndexError for an axis that is not there.
    public func cumulativeMin(_ axis: Int) throws -> (values: Tensor, indices: Tensor) {
        try runningExtreme(axis, largest: false)
    }

    private func runningExtreme(_ axis: Int, largest: Bool) throws -> (values: Tensor, indices: Tensor) {
        var places: [Int64] = []
        let axis = try Shape.axis(axis, rank: rank)
        _ = try alongAxis(axis, Double.self) { places += Host.runningExtreme($0, largest: largest) }
        guard rank > 0 else { return (try clone(), try Tensor.zeros([], .int64)) }
        let indices = try Tensor(places, try transpose(axis, -1).shape).transpose(axis, -1).contiguous()
        return (try gather(axis, indices), indices)
    }

    /// ln Σ_{j ≤ i} exp x[j]. `torch.logcumsumexp`. [...] → [...].
    ///
    /// - Throws: NotImplementedError for integers, IndexError for an axis that is not there.
    public func logCumulativeSumExp(_ axis: Int) throws -> Tensor {
        let at = try Shape.axis(axis, rank: rank)
        guard dtype.isFloatingPoint else {
            throw TensorError(
                .notImplemented, "\"logcumsumexp_out_cpu\" not implemented for '\(dtype.scalarName)'",
                hint: "x.float()")
        }
        let y = try detach().runningLogSum(at)
        guard Tensor.notes(self) else { return y }
        let x = detach()
        let again = Node.SecondBackward.another { dy, attach in
            let (x, y) = (attach(x, [.input(0)], nil), attach(y, [.output(0)], nil))
            return [try (dy * (-y).exp()).flip([at]).cumulativeSum(at).flip([at]) * x.exp()]
        }
        return Tensor.owned(y).recorded("LogcumsumexpBackward0", [self], saved: [x, y], again: again) { dy in
            // dx[i] = Σ_{j ≥ i} dy[j]·exp(x[i] − y[j]), the two signs of dy apart, each by its logarithm
            func part(_ signed: Tensor) throws -> Tensor {
                let isDouble = signed.dtype == .float64
                let most = isDouble ? Double.greatestFiniteMagnitude : Double(Float.greatestFiniteMagnitude)
                let lowest = try signed.constant(.float(-most))
                let isPositive = try signed.compare(.greater, signed.constant(.int(0)))
                let logs = try Tensor.select(isPositive, signed.log(), lowest) - y
                return try (logs.flip([at]).runningLogSum(at).flip([at]) + x).exp()
            }
            return [try part(dy) - part(-dy)]
        }
    }

    private func runningLogSum(_ axis: Int) throws -> Tensor {
        try alongAxis(axis, Double.self, Host.runningLogSumExp).to(dtype)
    }

    /// x[i + 1] − x[i], n times over. `torch.diff`. [..., m, ...] → [..., m − n, ...], empty where m < n.
    ///
    /// - Throws: RuntimeError for a negative n and for a tensor without axes.
    public func diff(_ n: Int = 1, _ axis: Int = -1) throws -> Tensor {
        let axis = try Shape.axis(axis, rank: rank)
        guard rank > 0 else {
            throw TensorError(.runtime, "diff expects input to be at least one-dimensional")
        }
        guard n >= 0 else { throw TensorError(.runtime, "order must be non-negative but got \(n)") }
        var result = self
        for _ in 0..<min(n, shape[axis]) {
            let size = result.shape[axis]
            let (high, low) = (
                try result.slice(axis, from: min(1, size), to: size),
                try result.slice(axis, from: 0, to: max(0, size - 1))
            )
            result = dtype == .bool ? try high.bitwise(.xor, low) : try high - low
        }
        return result
    }

    func squeezed(_ axis: Int, _ keepDim: Bool) throws -> Tensor {
        keepDim || rank == 0 ? self : try squeeze(axis)
    }
}
