import Kernels

// A = Q·R, A = V·diag(L)·Vᵀ, A = U·diag(S)·Vᵀ, A = L·Lᵀ, with their backward passes.
//
// The signs of vectors are LAPACK's. Backward passes follow Townsend, "Differentiating the Singular Value
// Decomposition" (2016), and Murray, "Differentiation of the Cholesky decomposition" (2016).

/// How much of Q is wanted: `mode` of `torch.linalg.qr`.
public enum QRMode: String, Sendable, CaseIterable {
    /// Q [m, k], R [k, n], k = min(m, n).
    case reduced
    /// Q [m, m], R [m, n].
    case complete
    /// R [k, n] alone; Q is empty.
    case r
}

extension Tensor {
    private var turned: Tensor { get throws { try transpose(-2, -1) } }
    private var leadingAxes: [Int] { Array(shape.dropLast(2)) }

    /// The same with every number of the diagonal of each matrix [..., n, n] replaced.
    private func withDiagonal(_ diagonal: Tensor) throws -> Tensor {
        let n = shape[rank - 1]
        return try Tensor.select(Tensor.eye(n).to(.bool), diagonal.unsqueeze(-1).expand(shape), self)
    }

    /// a[..., j] − a[..., i] at [..., i, j]; 1 where i = j.
    private func gaps() throws -> Tensor {
        let gaps = try unsqueeze(-2) - unsqueeze(-1)
        return try gaps.maskedFill(Tensor.eye(shape[rank - 1]).to(.bool), .int(1))
    }

    // MARK: Q and R

    /// Orthonormal columns Q and a triangle R with Q·R = A for A [..., m, n].
    /// O(m·n·min(m, n)). `torch.linalg.qr`.
    ///
    /// - Throws: `TensorError` where A holds no matrices, and in backward where Q alone does not say A.
    public func qr(_ mode: QRMode = .reduced) throws -> (q: Tensor, r: Tensor) {
        try LinearAlgebra.check(self, "linalg.qr")
        func factored<Real: LAPACKScalar & Scalar>(_: Real.Type) throws -> (q: Tensor, r: Tensor) {
            let batch = try MatrixBatch<Real>(self), least = Swift.min(batch.rows, batch.columns)
            let width = mode == .complete ? batch.rows : least
            let parts = try batch.map {
                try Factorizations.qr(
                    $0, rows: batch.rows, columns: batch.columns, complete: mode == .complete,
                    poll: Interruptible.poll)
            }
            return (
                mode == .r
                    ? try Tensor.empty([0], dtype)
                    : try MatrixBatch.tensor(parts.map(\.q), batch.leading, batch.rows, width),
                try MatrixBatch.tensor(parts.map(\.r), batch.leading, width, batch.columns)
            )
        }
        let (q, r) = try LinearAlgebra.dispatch(dtype, { try factored(Float.self) }) {
            try factored(Double.self)
        }
        guard Tensor.notes(self) else { return (q, r) }
        let outputs = [Tensor.owned(q), Tensor.owned(r)], x = detach()
        let (m, n) = (shape[rank - 2], shape[rank - 1])
        Tensor.record(outputs, "LinalgQrBackward0", [self], saved: [q, r, x]) { gradients in
            guard mode != .r else {
                throw TensorError(
                    .runtime,
                    "The derivative of linalg.qr depends on Q, which is not computed when mode='r'. "
                        + "Please use linalg.qr(A, mode='reduced') if you are going to require gradients.")
            }
            guard mode == .reduced || m <= n else {
                throw TensorError(
                    .runtime,
                    "The QR decomposition is not differentiable when mode='complete' and nrows > ncols.")
            }
            var dq = try gradients[0] ?? Tensor.zeros(q.shape, q.dtype)
            let dr = try gradients[1] ?? Tensor.zeros(r.shape, r.dtype)
            guard m < n else { return [try Tensor.qrBackward(dq, dr, q, r)] }
            // A = [A₁ A₂], R = [R₁ R₂]: A₁ = Q·R₁, and R₂ = Qᵀ·A₂
            let right = try dr.slice(-1, from: m, to: n)
            dq = try dq + x.slice(-1, from: m, to: n).matmul(right.turned)
            let first = try Tensor.qrBackward(
                dq, dr.slice(-1, from: 0, to: m), q, r.slice(-1, from: 0, to: m))
            return [try Tensor.concatenate([first, q.matmul(right)], -1)]
        }
        return (outputs[0], outputs[1])
    }

    /// dA = (dQ + Q·sym(triu(dR·Rᵀ − Qᵀ·dQ)))·R⁻ᵀ for a square R; sym(X) = X + Xᵀ with the diagonal once.
    private static func qrBackward(_ dq: Tensor, _ dr: Tensor, _ q: Tensor, _ r: Tensor) throws -> Tensor {
        let m = try (dr.matmul(r.turned) - q.turned.matmul(dq)).triu()
        let inner = try dq + q.matmul(m + m.triu(1).turned)
        // Y·Rᵀ = inner  ⇔  R·Yᵀ = innerᵀ
        return try r.solve(inner.turned).turned
    }

    // MARK: Eigenvalues

    /// Eigenvalues [..., n], ascending, and eigenvectors [..., n, n] (columns) of symmetric matrices, of
    /// which one triangle is read. O(n³). `torch.linalg.eigh`.
    ///
    /// - Throws: `TensorError` for matrices that are not square, or where they do not converge.
    public func eigh(upper: Bool = false) throws -> (values: Tensor, vectors: Tensor) {
        try eigenvalues(upper: upper, vectors: true)
    }

    /// The eigenvalues [..., n] alone. `torch.linalg.eigvalsh`.
    ///
    /// - Throws: what `eigh` throws.
    public func eigvalsh(upper: Bool = false) throws -> Tensor {
        try eigenvalues(upper: upper, vectors: Tensor.records(self)).values
    }

    private func eigenvalues(upper: Bool, vectors wanted: Bool) throws -> (values: Tensor, vectors: Tensor) {
        try LinearAlgebra.checkSquare(self, "linalg.eigh")
        func factored<Real: LAPACKScalar & Scalar>(_: Real.Type) throws -> (Tensor, Tensor) {
            let batch = try MatrixBatch<Real>(self), n = batch.rows
            let parts = try batch.map {
                try Factorizations.eigh(
                    $0, size: n, upper: upper, vectors: wanted, poll: Interruptible.poll)
            }
            try LinearAlgebra.check(
                parts.map(\.info), "linalg.eigh", isBatch: rank > 2, LinearAlgebra.divergence("eigenvalues"))
            return (
                try Tensor(parts.flatMap(\.values), batch.leading + [n]),
                wanted
                    ? try MatrixBatch.tensor(parts.map(\.vectors), batch.leading, n, n)
                    : try Tensor.empty([0], dtype)
            )
        }
        let (values, vectors) = try LinearAlgebra.dispatch(dtype, { try factored(Float.self) }) {
            try factored(Double.self)
        }
        guard Tensor.notes(self) else { return (values, vectors) }
        let outputs = [Tensor.owned(values), Tensor.owned(vectors)]
        Tensor.record(outputs, "LinalgEighBackward0", [self], saved: [values, vectors]) { gradients in
            // dA = V·(diag(dL) + ½·skew(Vᵀ·dV) / (Lⱼ − Lᵢ))·Vᵀ, symmetric as A is
            let dl = try gradients[0] ?? Tensor.zeros(values.shape, values.dtype)
            guard let dv = gradients[1] else {
                return [try (vectors * dl.unsqueeze(-2)).matmul(vectors.turned)]
            }
            let turn = try vectors.turned.matmul(dv), half = try turn.constant(.float(0.5))
            let inner = try ((turn - turn.turned) * half / values.gaps()).withDiagonal(dl)
            return [try vectors.matmul(inner).matmul(vectors.turned)]
        }
        return (outputs[0], outputs[1])
    }

    // MARK: Singular values

    /// U [..., m, k], S [..., min(m, n)] (the largest first) and Vᵀ [..., k, n] with U·diag(S)·Vᵀ = A,
    /// where k is min(m, n), or m and n where `full`. O(m·n·min(m, n)). `torch.linalg.svd`.
    ///
    /// - Throws: `TensorError` where A holds no matrices, or a number is not finite.
    public func svd(full: Bool = false) throws -> (u: Tensor, s: Tensor, vt: Tensor) {
        try singular(full ? .all : .thin)
    }

    /// The singular values [..., min(m, n)] alone. `torch.linalg.svdvals`.
    ///
    /// - Throws: what `svd` throws.
    public func svdvals() throws -> Tensor { try singular(Tensor.records(self) ? .thin : .none).s }

    private func singular(_ vectors: Factorizations.Vectors) throws -> (u: Tensor, s: Tensor, vt: Tensor) {
        try LinearAlgebra.check(self, "linalg.svd")
        let (m, n) = (shape[rank - 2], shape[rank - 1]), least = Swift.min(m, n)
        func factored<Real: LAPACKScalar & Scalar>(_: Real.Type) throws -> (u: Tensor, s: Tensor, vt: Tensor)
        {
            let batch = try MatrixBatch<Real>(self)
            let parts = try batch.map {
                try Factorizations.svd($0, rows: m, columns: n, vectors: vectors, poll: Interruptible.poll)
            }
            try LinearAlgebra.check(
                parts.map(\.info), "linalg.svd", isBatch: rank > 2,
                LinearAlgebra.divergence("singular values"))
            let s = try Tensor(parts.flatMap(\.values), batch.leading + [least])
            guard vectors != .none else { return (try .empty([0], dtype), s, try .empty([0], dtype)) }
            let (wide, high) = vectors == .all ? (m, n) : (least, least)
            return (
                try MatrixBatch.tensor(parts.map(\.u), batch.leading, m, wide), s,
                try MatrixBatch.tensor(parts.map(\.vt), batch.leading, high, n)
            )
        }
        let (u, s, vt) = try LinearAlgebra.dispatch(dtype, { try factored(Float.self) }) {
            try factored(Double.self)
        }
        guard Tensor.notes(self), vectors != .none else { return (u, s, vt) }
        let outputs = [Tensor.owned(u), Tensor.owned(s), Tensor.owned(vt)]
        Tensor.record(outputs, "LinalgSvdBackward0", [self], saved: [u, s, vt]) { gradients in
            let thinU = try u.slice(-1, from: 0, to: least), thinVT = try vt.slice(-2, from: 0, to: least)
            return [
                try Tensor.svdBackward(
                    (
                        try gradients[0]?.slice(-1, from: 0, to: least), gradients[1],
                        try gradients[2]?.slice(-2, from: 0, to: least)
                    ), thinU, s, thinVT)
            ]
        }
        return (outputs[0], outputs[1], outputs[2])
    }

    /// dA = U·[(skew(Uᵀ·dU) / E)·S + S·(skew(Vᵀ·dV) / E) + diag(dS)]·Vᵀ + (1 − U·Uᵀ)·dU·S⁻¹·Vᵀ
    /// + U·S⁻¹·dVᵀ·(1 − V·Vᵀ), with Eᵢⱼ = Sⱼ² − Sᵢ² and skew(X) = X − Xᵀ.
    private static func svdBackward(
        _ gradients: (du: Tensor?, ds: Tensor?, dvt: Tensor?), _ u: Tensor, _ s: Tensor, _ vt: Tensor
    ) throws -> Tensor {
        let (m, n, k) = (u.shape[u.rank - 2], vt.shape[vt.rank - 1], s.shape[s.rank - 1])
        let ds = try gradients.ds ?? Tensor.zeros(s.shape, s.dtype)
        guard gradients.du != nil || gradients.dvt != nil else {
            return try (u * ds.unsqueeze(-2)).matmul(vt)
        }
        let gaps = try s.square().gaps()
        func skew(_ x: Tensor) throws -> Tensor { try (x - x.turned) / gaps }
        var inner = try Tensor.zeros(s.shape + [k], s.dtype)
        if let du = gradients.du { inner = try skew(u.turned.matmul(du)) * s.unsqueeze(-2) }
        if let dvt = gradients.dvt { inner = try inner + skew(vt.matmul(dvt.turned)) * s.unsqueeze(-1) }
        inner = try inner.withDiagonal(ds)
        var left = try u.matmul(inner)
        if m > k, let du = gradients.du {
            let scaled = try du / s.unsqueeze(-2)
            left = try left + scaled - u.matmul(u.turned.matmul(scaled))
        }
        var result = try left.matmul(vt)
        if n > k, let dvt = gradients.dvt {
            let scaled = try dvt / s.unsqueeze(-1)
            result = try result + u.matmul(scaled - scaled.matmul(vt.turned).matmul(vt))
        }
        return result
    }

    // MARK: Positive matrices

    /// L [..., n, n] with L·Lᵀ = A, A positive definite; its lower triangle is read.
    /// O(n³). `torch.linalg.cholesky`.
    ///
    /// - Throws: `TensorError` for matrices that are not square, or not positive definite.
    public func cholesky() throws -> Tensor {
        try LinearAlgebra.checkSquare(self, "linalg.cholesky")
        func factored<Real: LAPACKScalar & Scalar>(_: Real.Type) throws -> Tensor {
            let batch = try MatrixBatch<Real>(self)
            let parts = try batch.map {
                try Factorizations.cholesky($0, size: batch.rows, poll: Interruptible.poll)
            }
            try LinearAlgebra.check(parts.map(\.info), "linalg.cholesky", isBatch: rank > 2) {
                "The factorization could not be completed because the input is not positive-definite (the "
                    + "leading minor of order \($0) is not positive-definite)."
            }
            return try MatrixBatch.tensor(parts.map(\.l), batch.leading, batch.rows, batch.rows)
        }
        let l = try LinearAlgebra.dispatch(dtype, { try factored(Float.self) }) { try factored(Double.self) }
        guard Tensor.notes(self) else { return l }
        return Tensor.owned(l).recorded("LinalgCholeskyExBackward0", [self], saved: [l]) { dl in
            // dA = L⁻ᵀ·Φ·L⁻¹ with Φ = (tril(Lᵀ·dL) + tril(Lᵀ·dL, −1)ᵀ) / 2
            let lower = try l.turned.matmul(dl).tril()
            let phi = try (lower + lower.tril(-1).turned) * lower.constant(.float(0.5))
            let right = try l.turned.solve(phi.turned).turned
            return [try l.turned.solve(right)]
        }
    }

    // MARK: What is nearest to an inverse

    /// A⁺ [..., n, m] for A [..., m, n], by singular values above `rcond` of the largest; max(m, n) steps of
    /// the type where left out. O(m·n·min(m, n)). `torch.linalg.pinv`.
    ///
    /// - Throws: `TensorError` where A holds no matrices, or a number is not finite.
    public func pseudoInverse(rcond: Double? = nil) throws -> Tensor {
        try LinearAlgebra.check(self, "linalg.pinv")
        let x = detach(), (m, n) = (shape[rank - 2], shape[rank - 1])
        let y = try Observation.suspended { () -> Tensor in
            guard m > 0, n > 0 else { return try Tensor.zeros(leadingAxes + [n, m], dtype) }
            let (u, s, vt) = try x.svd()
            let isLarge = try s.compare(.greater, x.smallest(s, rcond))
            let inverted = try Tensor.select(isLarge, s.reciprocal(), s.constant(.int(0)))
            return try (vt.turned * inverted.unsqueeze(-2)).matmul(u.turned)
        }
        guard Tensor.notes(self) else { return y }
        return Tensor.owned(y).recorded("LinalgPinvBackward0", [self], saved: [x, y]) {
            [try Tensor.pseudoInverseBackward($0, x, y)]
        }
    }

    /// dA for Y = A⁺ (Golub and Pereyra 1973):
    /// −(Y·dYᵀ·Y)ᵀ + (1 − A·Y)·dYᵀ·Y·Yᵀ + Yᵀ·Y·dYᵀ·(1 − Y·A).
    private static func pseudoInverseBackward(_ dy: Tensor, _ a: Tensor, _ y: Tensor) throws -> Tensor {
        let turned = try dy.turned, inner = try y.matmul(turned).matmul(y).turned
        let left = try turned.matmul(y).matmul(y.turned), right = try y.turned.matmul(y).matmul(turned)
        return try left - a.matmul(y.matmul(left)) + (right - right.matmul(y).matmul(a)) - inner
    }

    /// What a singular value must exceed to count: [..., 1].
    private func smallest(_ s: Tensor, _ rcond: Double?) throws -> Tensor {
        let step = dtype == .float32 ? Double(Float.ulpOfOne) : Double.ulpOfOne
        let part = rcond ?? Double(Swift.max(shape[rank - 2], shape[rank - 1])) * step
        return try s.slice(-1, from: 0, to: 1) * s.constant(.float(part))
    }

    /// How many singular values count, [...] int64. `torch.linalg.matrix_rank`.
    ///
    /// - Throws: `TensorError` where A holds no matrices, or a number is not finite.
    ///
    /// - Parameters:
    ///   - tolerance: singular values up to this one count as 0.
    ///   - relative: the same as a fraction of the largest; the larger bound counts where both are given.
    public func matrixRank(above tolerance: Double? = nil, relative: Double? = nil) throws -> Tensor {
        let x = detach(), s = try x.svdvals()
        guard s.shape[s.rank - 1] > 0 else { return try Tensor.zeros(leadingAxes, .int64) }
        guard tolerance != nil || relative != nil else {
            return try s.compare(.greater, x.smallest(s, nil)).to(.int64).sum([-1])
        }
        let share = try s.amax([-1], keepDim: true) * s.constant(.float(relative ?? 0))
        let bound = try share.maximum(share.constant(.float(tolerance ?? 0)))
        return try s.compare(.greater, bound).to(.int64).sum([-1])
    }

    /// What `leastSquares` found.
    public struct LeastSquares {
        /// [..., n, k], or [..., n] where the right side was a vector.
        public let solution: Tensor
        /// The rank of each matrix, [...] int64.
        public let rank: Tensor
        /// The singular values [..., min(m, n)], where they were computed; else empty.
        public let singularValues: Tensor
    }

    /// X with the least ‖A·X − B‖, and of such the shortest, for A [..., m, n] and B [..., m, k] or [..., m].
    /// O(m·n·min(m, n)). `torch.linalg.lstsq`.
    ///
    /// - Parameter rcond: below this part of the largest a singular value counts as 0; max(m, n) steps of the
    ///   type where left out.
    /// - Throws: `TensorError` for shapes that do not fit, two types, or where
    ///   singular values do not converge.
    public func leastSquares(
        _ b: Tensor, rcond: Double? = nil, by way: Factorizations.Nearest = .triangle
    ) throws -> LeastSquares {
        let name = "torch.linalg.lstsq"
        guard rank >= 2 else { throw TensorError.shape("\(name): input must have at least 2 dimensions.") }
        try LinearAlgebra.check(self, name)
        guard b.rank >= 1 else { throw TensorError.shape("\(name): other must have at least 1 dimension.") }
        guard b.dtype == dtype else {
            throw TensorError(
                .runtime,
                "\(name): Expected input and other to have the same dtype, but got input's dtype "
                    + "\(dtype.scalarName) and other's dtype \(b.dtype.scalarName)")
        }
        let (m, n) = (shape[rank - 2], shape[rank - 1]), isVector = b.rank == rank - 1
        guard isVector || b.rank == rank else {
            throw TensorError.shape(
                "\(name): input.dim() must be greater or equal to other.dim() and "
                    + "(input.dim() - other.dim()) <= 1",
                "A \(Shape.description(shape))     B \(Shape.description(b.shape))")
        }
        let right = isVector ? try b.unsqueeze(-1) : b
        guard right.shape[right.rank - 2] == m else {
            throw TensorError.shape(
                "\(name): input.size(-2) should match other.size(-\(isVector ? 1 : 2))",
                "A \(Shape.description(shape))     B \(Shape.description(b.shape))")
        }
        guard leadingAxes == Array(right.shape.dropLast(2)) else {
            throw TensorError.shape(
                "\(name): A and B are batches of different shapes",
                "A \(Shape.description(shape))     B \(Shape.description(b.shape))")
        }
        let step = dtype == .float32 ? Double(Float.ulpOfOne) : Double.ulpOfOne
        let limit = rcond ?? Double(Swift.max(m, n)) * step
        let found = try LinearAlgebra.dispatch(
            dtype, { try nearest(right, limit, way, Float.self) },
            { try nearest(right, limit, way, Double.self) })
        var x = found.solution
        if Tensor.notes(self, b) {
            let a = detach(), side = right.detach()
            x = Tensor.owned(x).recorded("LinalgLstsqBackward0", [self, right], saved: [a, side]) { dx in
                // X = A⁺·B:  dB = A⁺ᵀ·dX, and dA is that of A⁺, which has dX·Bᵀ
                let y = try a.pseudoInverse(rcond: limit)
                return [
                    try Tensor.pseudoInverseBackward(dx.matmul(side.turned), a, y),
                    try y.turned.matmul(dx),
                ]
            }
        }
        return LeastSquares(
            solution: isVector ? try x.squeeze(-1) : x, rank: found.rank, singularValues: found.singularValues
        )
    }

    private func nearest<Real: LAPACKScalar & Scalar>(
        _ b: Tensor, _ rcond: Double, _ way: Factorizations.Nearest, _: Real.Type
    ) throws -> LeastSquares {
        let batch = try MatrixBatch<Real>(self), sides = try MatrixBatch<Real>(b)
        let columns = sides.map { $0 }
        var which = 0
        let parts = try batch.map { matrix in
            defer { which += 1 }
            return try Factorizations.nearest(
                matrix, rows: batch.rows, columns: batch.columns, columns[which], count: sides.columns,
                rcond: Real(rcond), by: way, poll: Interruptible.poll)
        }
        try LinearAlgebra.check(parts.map(\.info), "torch.linalg.lstsq", isBatch: rank > 2) { _ in
            "The least squares solution did not converge: "
                + "the input matrix contained non-finite values or is ill-conditioned."
        }
        let values = parts.flatMap(\.values)
        return LeastSquares(
            solution: try MatrixBatch.tensor(parts.map(\.x), batch.leading, batch.columns, sides.columns),
            rank: try Tensor(parts.map { Int64($0.rank) }, batch.leading),
            singularValues: way == .triangle
                ? try Tensor.empty([0], dtype)
                : try Tensor(values, batch.leading + [Swift.min(batch.rows, batch.columns)]))
    }
}
