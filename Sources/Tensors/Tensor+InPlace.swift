// Changes in place: the numbers of a tensor are replaced, and what is recorded of it with them.

extension Tensor {
    /// A view of the same numbers, never this tensor itself, outside any recorded computation. `x.detach()`.
    public func detachedView() -> Tensor {
        Tensor(storage: storage, shape: shape, strides: strides, offset: offset)
    }

    /// x ← change(x): `x += 1`, `x.mul_(2)`. The result has to have this tensor's shape; it is converted to its type.
    ///
    /// - Returns: false where `change` gives nothing.
    /// - Throws: RuntimeError for a leaf that requires gradients, for a result that does not fit, and for a recorded
    ///   tensor whose memory something else (a view, a saved operand) still reads.
    @discardableResult
    public func update(_ name: String, _ change: (Tensor) throws -> Tensor?) throws -> Bool {
        if !Tensor.writesOneNumber.contains(name) { try checkPlaces() }
        // Numbers alone: nothing to record.
        guard Autograd.isEnabled else {
            guard let result = try change(self) else { return false }
            try replace(name, with: result)
            return true
        }
        if isLeaf && requiresGrad { try checkInPlace() }
        guard let result = try change(self) else { return false }
        guard requiresGrad || result.requiresGrad else {
            try replace(name, with: result)
            return true
        }
        let (node, output) = (result.gradFunction, result.gradOutput)
        try checkReplaceable(name)
        try replace(name, with: result.dtype == dtype ? result : try result.to(dtype))
        (gradFunction, gradOutput, retainsGrad) = (node, output, false)
        return true
    }

    /// Changes that give all elements in one place the same number, so that they may be one element.
    private static let writesOneNumber: Set<String> = ["zero_", "fill_", "masked_fill_", "fill_diagonal_"]

    /// - Throws: RuntimeError for a tensor whose elements share their places (`expand`), which cannot each be changed.
    public func checkPlaces() throws {
        guard zip(shape, strides).contains(where: { $0 > 1 && $1 == 0 }), !shape.contains(0) else { return }
        throw TensorError(
            .runtime,
            "unsupported operation: more than one element of the written-to tensor refers to a single memory "
                + "location. Please clone() the tensor before performing the operation.",
            hint: "x.clone()")
    }

    /// `x[indices] = value`, in place, recorded where `x` or `value` is.
    public func assign(_ indices: [Index], _ value: Tensor) throws {
        guard Autograd.isEnabled, requiresGrad || value.requiresGrad else { return try setIndex(indices, to: value) }
        if isLeaf && requiresGrad { try checkInPlace() }
        try checkReplaceable("x[…] =")
        let before = aliasing(shape, strides)
        (before.gradFunction, before.gradOutput) = (gradFunction, gradOutput)
        try Autograd.withoutGrad { try setIndex(indices, to: value) }
        gradFunction = nil
        let (shape, sizes) = (shape, value.shape)
        recorded("CopySlices", [before, value]) { dy in
            // y = x with y[i] = v:  dx = dy with dx[i] = 0,  dv = dy[i]
            let dx = try dy.clone()
            let dv = try dy.index(indices).summed(to: sizes)
            try dx.setIndex(indices, to: Tensor.zeros([], dy.dtype))
            assert(dx.shape == shape)
            return [dx, dv]
        }
    }

    private func replace(_ name: String, with result: Tensor) throws {
        guard result.shape == shape else {
            throw TensorError.shape(
                "output with shape \(Shape.description(shape)) doesn't match the broadcast shape \(Shape.description(result.shape))",
                "\(name) keeps the shape of the tensor", hint: "x = x … instead")
        }
        guard result.dtype.category <= dtype.category else {
            throw TensorError(
                .runtime, "result type \(result.dtype) can't be cast to the desired output type \(dtype)", hint: "x = x … instead")
        }
        try Tensor.copy(from: result.detach(), into: self)
    }

    /// Refuses to overwrite memory that views or saved operands of a recorded computation read.
    private func checkReplaceable(_ name: String) throws {
        storage.settleDependents()
        guard isKnownUniquelyReferenced(&storage) else {
            throw TensorError(
                .runtime,
                "one of the variables needed for gradient computation would be modified by an inplace operation (\(name))",
                details: ["shape \(Shape.description(shape)); its memory is shared with a view or with an operation that needs it"],
                hint: "x = x + 1 instead of x += 1, or x = x.clone() before it")
        }
    }
}

extension Tensor {
    /// Makes this tensor a leaf without gradients. `x.detach_()`.
    public func forgetRecording() {
        (gradFunction, gradOutput, retainsGrad, leafRequiresGrad) = (nil, 0, false, false)
    }
}
