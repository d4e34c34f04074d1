// Polynomials, lines through points, slopes and areas: rows of numbers as functions of one variable.

extension Tensor {
    /// The coefficients of the polynomial nearest to points, the highest power
    /// first: [degree + 1]. `numpy.polyfit`.
    ///
    /// - Throws: TypeError for rows of several lengths and for a negative degree.
    public static func polyfit(_ x: Tensor, _ y: Tensor, _ degree: Int) throws -> Tensor {
        guard x.rank == 1, y.rank == 1, x.count == y.count, degree >= 0 else {
            throw TensorError(.type, "expected x and y to have same length, and deg >= 0")
        }
        guard x.count > 0 else { throw TensorError(.type, "expected non-empty vector for x") }
        let powers = try x.unsqueeze(1).pow(Tensor((0...degree).reversed().map { Double($0) }))
        // Columns of one length are better to solve with.
        let lengths = try powers.square().sum([0]).sqrt()
        let found = try (powers / lengths).leastSquares(
            y, rcond: Double(x.count) * Double.ulpOfOne, by: .singularValues)
        return try found.solution / lengths
    }

    /// A polynomial's value at each element, after Horner. `numpy.polyval`. [...] →
    /// [...], coefficients [n]; O(count·n).
    ///
    /// - Parameter coefficients: the highest power first.
    public func polyval(_ coefficients: Tensor) throws -> Tensor {
        var result = try self * constant(.int(0))
        for index in 0..<coefficients.count { result = try result * self + coefficients.select(0, index) }
        return result
    }

    /// Heights on the line through points (`places`, `heights`), at each element; level
    /// beyond the ends. `numpy.interp`.
    ///
    /// - Throws: ValueError for no points and for rows of several lengths.
    public func interpolated(_ places: Tensor, _ heights: Tensor) throws -> Tensor {
        let x = try places.elements(Double.self), y = try heights.elements(Double.self)
        guard x.count == y.count, !x.isEmpty else {
            throw TensorError(.value, "fp and xp are not of the same length.")
        }
        let values = try elements(Double.self).map { value -> Double in
            guard let next = x.firstIndex(where: { $0 > value }) else { return y[y.count - 1] }
            guard next > 0 else { return y[0] }
            let part = (value - x[next - 1]) / (x[next] - x[next - 1])
            return y[next - 1] + part * (y[next] - y[next - 1])
        }
        return try Tensor(values, shape)
    }

    /// The area below the line through points: Σ (yᵢ + yᵢ₊₁)/2·(xᵢ₊₁ − xᵢ). `numpy.trapezoid`.
    ///
    /// - Parameters:
    ///   - places: x; `distance` apart where left out.
    /// - Throws: ValueError for rows of several lengths.
    public func trapezoid(_ places: Tensor? = nil, distance: Double = 1) throws -> Tensor {
        guard rank > 0 else {
            throw TensorError(.value, "diff requires input that is at least one dimensional")
        }
        let y = dtype.isFloatingPoint ? self : try to(.float64), n = shape[rank - 1]
        guard n > 1 else { return try .zeros(Array(shape.dropLast()), y.dtype) }
        if let places {
            guard places.rank == 1 || places.rank == rank, places.shape.last == n else {
                throw TensorError(.value, "x and y want the same number of elements")
            }
        }
        let heights = try (y.narrow(-1, 1, n - 1) + y.narrow(-1, 0, n - 1)) / y.constant(.int(2))
        let widths = try places?.to(y.dtype).diff(1, -1) ?? y.constant(.float(distance))
        return try (heights * widths).sum([-1])
    }

    /// Which part of a convolution is kept.
    public enum ConvolutionPart: String, Sendable { case full, same, valid }

    /// y[k] = Σ a[i]·b[k − i] of two rows. `numpy.convolve`.
    ///
    /// - Throws: ValueError for what is no row, and for empty rows.
    public func convolved(_ other: Tensor, _ part: ConvolutionPart = .full) throws -> Tensor {
        guard rank <= 1, other.rank <= 1, count > 0, other.count > 0 else {
            throw TensorError(.value, "convolve wants two rows that are not empty")
        }
        let (p, q) = (try elements(Double.self), try other.elements(Double.self))
        var full = [Double](repeating: 0, count: p.count + q.count - 1)
        for i in p.indices { for j in q.indices { full[i + j] += p[i] * q[j] } }
        let (most, least) = (max(p.count, q.count), min(p.count, q.count))
        switch part {
        case .full: break
        case .same: full = Array(full[((least - 1) / 2)..<((least - 1) / 2 + most)])
        case .valid: full = Array(full[(least - 1)..<most])
        }
        return try Tensor(full).to(dtype)
    }
}
