import Kernels

// y = Π x, over everything, over one axis, and running along it.

extension Tensor {
    /// The product of all elements. [...] → []. `torch.prod`.
    public func product() throws -> Tensor {
        let y: Tensor
        if dtype.isFloatingPoint {
            let numbers = try elements(Double.self)
            y = try Tensor([numbers.reduce(1, *)], []).to(dtype)
        } else {
            y = try Tensor([elements(Int64.self).reduce(1, &*)], [])
        }
        guard Tensor.notes(self) else { return y }
        let x = detach()
        return Tensor.owned(y).recorded("ProdBackward0", [self], saved: [x, y]) { dy in
            // dx[i] = dy·y / x[i]; with a zero in x, dy times the product of the others
            if x.rank == 0 { return [dy] }
            let zeros = try x.compare(.equal, x.constant(.int(0))).sum().item().int
            guard zeros > 0 else { return [try dy * (y / x)] }
            guard zeros == 1 else { return [try Tensor.zeros(x.shape, dy.dtype)] }
            return [try dy * x.flatten().productOfOthers(0).reshape(x.shape)]
        }
    }

    /// The product over one axis. `torch.prod(dim)`.
    ///
    /// - Throws: IndexError for an axis that is not there.
    public func product(_ axis: Int, keepDim: Bool = false) throws -> Tensor {
        let at = try Shape.axis(axis, rank: rank)
        guard rank > 0 else { return try product() }
        let x = detach(), type: DType = dtype.isFloatingPoint ? dtype : .int64
        let whole: Tensor
        if shape[at] == 0 {
            whole = try Tensor.ones(shape.enumerated().map { $0.offset == at ? 1 : $0.element }, type)
        } else {
            whole = try x.runningProduct(at).slice(at, from: shape[at] - 1, to: shape[at])
        }
        let y = try whole.squeezed(at, keepDim)
        guard Tensor.notes(self) else { return y }
        return Tensor.owned(y).recorded("ProdBackward1", [self], saved: [x, whole]) { dy in
            let dy = try dy.reshape(whole.shape)
            return [try x.hasZero() ? dy * x.productOfOthers(at) : dy * (whole / x)]
        }
    }

    /// y[i] = x[0] · … · x[i]. `torch.cumprod`. [...] → [...]. O(count).
    ///
    /// - Throws: IndexError for an axis that is not there.
    public func cumulativeProduct(_ axis: Int) throws -> Tensor {
        let at = try Shape.axis(axis, rank: rank)
        let y = try runningProduct(at)
        guard Tensor.notes(self) else { return y }
        let x = detach()
        return Tensor.owned(y).recorded("CumprodBackward0", [self], saved: [x, y]) { dy in
            guard x.rank > 0 else { return [dy] }
            // dx[i] = Σ_{j ≥ i} dy[j]·y[j] / x[i]
            guard try x.hasZero() else { return [try (dy * y).flip([at]).cumulativeSum(at).flip([at]) / x] }
            if Tensor.records(x, dy) { throw Tensor.zeroInProduct }
            return [try x.runningProductGradient(dy, at)]
        }
    }

    private func hasZero() throws -> Bool { try compare(.equal, constant(.int(0))).any().item().isTrue }

    private func runningProduct(_ axis: Int) throws -> Tensor {
        guard dtype.isFloatingPoint else {
            return try alongAxis(axis, Int64.self, Host.runningProduct)
        }
        return try alongAxis(axis, Double.self, Host.runningProduct).to(
            dtype)
    }

    /// y[i] = Π_{j ≠ i} x[j]: the product of what stands before times the product of what stands behind.
    private func productOfOthers(_ axis: Int) throws -> Tensor {
        if Tensor.records(self) { throw Tensor.zeroInProduct }
        return try unrecordedProductOfOthers(axis)
    }

    /// Where a factor is 0, the gradient is computed without recording it.
    private static let zeroInProduct = TensorError(
        .runtime, "the gradient of a product with a factor 0 is not recorded here",
        hint: "create_graph=False, or factors that are not 0")

    private func unrecordedProductOfOthers(_ axis: Int) throws -> Tensor {
        try alongAxis(axis, Double.self, Host.productOfOthers).to(dtype)
    }

    /// dx[i] = (x[0]·…·x[i − 1]) · s[i] with s[i] = dy[i] + x[i + 1]·s[i + 1]: without
    /// a division, for rows with zeros.
    private func runningProductGradient(_ dy: Tensor, _ axis: Int) throws -> Tensor {
        let gradients = try dy.to(.float64).transpose(axis, -1).contiguous().elements(Double.self)
        var start = 0
        return try alongAxis(axis, Double.self) { p in
            Host.runningProductGradient(p, gradients[start..<(start + p.count)])
            start += p.count
        }.to(dy.dtype)
    }
}
