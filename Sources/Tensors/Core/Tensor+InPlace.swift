// Changes in place: the numbers of a tensor are replaced, and what is recorded of it with them.

/// Numbers put to places of a tensor: what is written, and what backward makes of it.
///
/// Declared once for both of its forms: `x.written(_:)` is a copy with the numbers in it (`index_add`),
/// `x.write(_:)` puts them into `x` itself (`index_add_`).
public struct Write {
    typealias Backward = (Tensor) throws -> [Tensor?]

    /// PyTorch's name of the operation, as `grad_fn=<…>` prints it.
    let name: String
    /// Where the numbers come from: tensors whose gradients backward gives, beside that of the tensor itself.
    let sources: [Tensor]
    /// Indices and masks that backward reads again: it notices when they were changed.
    var watched: [Tensor] = []
    /// Whether a tensor of integers takes the numbers of a float tensor that needs a gradient, as `copy_`
    /// does.
    var convertsTypes = false
    /// Whether elements that are one in memory may be written: they get one number, or the write itself looks
    /// at the part that it writes.
    var mayShareMemory = false
    /// How the gradient's own gradient is computed.
    var again: Node.SecondBackward = .same
    /// Checks everything, then writes into the tensor; nothing is recorded meanwhile. Gives the backward:
    /// from dy the gradient of the tensor, then those of the sources. The flag says whether backward will be
    /// wanted.
    let apply: (_ target: Tensor, _ records: Bool) throws -> Backward

    /// Whether a write into `target` is a part of the recorded computation: integers have no gradients.
    func isRecorded(for target: Tensor) throws -> Bool {
        if target.dtype.isFloatingPoint { return true }
        if !convertsTypes && sources.contains(where: \.requiresGrad) {
            throw TensorError(
                .runtime, "Autograd not support dtype: a tensor of \(target.dtype) cannot pass a gradient on",
                hint: "x.float(), or value.detach()", pytorch: "Autograd not support dtype: \(target.dtype)")
        }
        return false
    }
}

extension Tensor {
    /// A view of the same numbers, never this tensor itself, outside any recorded computation. `x.detach()`.
    public func detachedView() -> Tensor {
        Tensor(storage: storage, shape: shape, strides: strides, offset: offset)
    }

    /// x ← change(x): `x += 1`, `x.mul_(2)`. The result has to have this tensor's shape; it is converted to
    /// its type.
    ///
    /// - Returns: false where `change` gives nothing.
    /// - Throws: RuntimeError for a leaf that requires gradients, and for a result that does not fit.
    @discardableResult
    public func update(_ name: String, _ change: (Tensor) throws -> Tensor?) throws -> Bool {
        if !Tensor.fillsInPlace.contains(name) { try checkElementsApart() }
        // Numbers alone: nothing to record.
        guard Autograd.isEnabled else {
            guard let result = try change(self) else { return false }
            try replace(name, with: result)
            return true
        }
        try checkLeaves()
        let mark = Node.latest
        guard var result = try change(self) else { return false }
        guard requiresGrad || result.requiresGrad else {
            try replace(name, with: result)
            return true
        }
        if piece != .none { throw refusedPiece() }
        if result.gradFunction?.keeps(storage, since: mark) == true {
            // What is overwritten now is what backward needs: the operation is given a copy of it to keep.
            result = self
            guard let again = try change(copied()) else { return false }
            result = again
        }
        storage.settleDependents()
        try replace(name, with: result.dtype == dtype ? result : try result.to(dtype))
        takePlace(of: result)
        return true
    }

    /// change(x): a new tensor, or x itself with the new numbers in it. `F.relu(x, inplace=True)`.
    ///
    /// - Parameter name: what PyTorch calls the form that writes, such as `relu_`.
    /// - Throws: what `update` throws, where x itself changes.
    public func changed(
        inPlace: Bool, _ name: @autoclosure () -> String, _ change: (Tensor) throws -> Tensor
    ) throws -> Tensor {
        guard inPlace else { return try change(self) }
        try update(name(), change)
        return self
    }

    /// The same numbers in memory of their own, at the same place of the recorded computation.
    private func copied() throws -> Tensor {
        let copy = try Autograd.withoutGrad { try clone() }
        (copy.gradFunction, copy.gradOutput) = (gradFunction, gradOutput)
        return copy
    }

    /// `x[indices] = value`, in place, recorded where `x` or `value` is.
    ///
    /// - Parameter isNumber: whether the value is a plain number, which elements that are one in memory may
    ///   be set to.
    /// - Throws: IndexError for places that are not there, ShapeError for a value that does not broadcast,
    ///   and what `write` throws.
    public func assign(
        _ indices: [Index], _ value: Tensor, keepsType: Bool = false, isNumber: Bool = false
    ) throws {
        guard Autograd.isEnabled, requiresGrad || value.requiresGrad else {
            return try setIndex(indices, to: value, keepsType: keepsType, isNumber: isNumber)
        }
        try write(.assign(indices, value, keepsType: keepsType, isNumber: isNumber))
    }

    /// Writes into this tensor, in place: `x.index_add_(0, i, y)`, `x[i] = y`. Where the tensor or a source
    /// of the write needs a gradient, the tensor becomes a part of the recorded computation, as in PyTorch.
    ///
    /// - Throws: RuntimeError for a leaf that requires gradients, and for a tensor of integers that numbers
    ///   with a gradient are put into.
    public func write(_ write: Write) throws {
        if !write.mayShareMemory { try checkElementsApart() }
        guard Autograd.isEnabled, requiresGrad || write.sources.contains(where: \.requiresGrad) else {
            _ = try write.apply(self, false)
            return
        }
        guard try write.isRecorded(for: self) else {
            _ = try Autograd.withoutGrad { try write.apply(self, false) }
            return
        }
        try checkLeaves()
        if piece != .none { throw refusedPiece() }
        storage.settleDependents()
        let before = detachedView()
        (before.gradFunction, before.gradOutput) = (gradFunction, gradOutput)
        let backward = try Autograd.withoutGrad { try write.apply(self, true) }
        let result = detachedView()
        Observation.suspended {
            result.recorded(
                write.name, [before] + write.sources, saved: write.watched, again: write.again, backward)
        }
        takePlace(of: result)
        if let observer = Observation.observer {
            Tensor.tell(observer, write.name, nil, [before] + write.sources, [self])
        }
    }

    /// A copy of this tensor, written into: `x.index_add(0, i, y)`. The copy has this tensor's shape.
    ///
    /// - Throws: What the write refuses: IndexError for places, ShapeError for sizes, RuntimeError for types.
    public func written(_ write: Write) throws -> Tensor {
        let result = try detach().clone()
        let records = try Tensor.records([self] + write.sources) && write.isRecorded(for: self)
        let backward = try Autograd.withoutGrad { try write.apply(result, records) }
        guard records else { return result }
        return result.recorded(
            write.name, [self] + write.sources, saved: write.watched, again: write.again, backward)
    }

    /// Changes that give one number to all elements which they change, so that these may be one in memory.
    private static let fillsInPlace: Set<String> = ["masked_fill_", "fill_diagonal_"]

    /// - Throws: RuntimeError for a tensor of which several elements are one in memory (`expand`), and cannot
    ///   each be changed.
    @inline(__always)
    func checkElementsApart() throws {
        if strides.contains(0) { try refuseSharedElements() }
    }

    @inline(never)
    private func refuseSharedElements() throws {
        guard zip(shape, strides).contains(where: { $0 > 1 && $1 == 0 }), !shape.contains(0) else { return }
        throw TensorError(
            .runtime,
            "unsupported operation: more than one element of the written-to tensor refers to a single memory "
                + "location. Please clone() the tensor before performing the operation.",
            hint: "x.clone()")
    }

    /// A view that was given as one of several does not change in place where a gradient depends on it.
    private func refusedPiece() -> TensorError {
        TensorError(
            .runtime,
            "Output \(gradOutput) of \(piece == .split ? "Split" : "Unbind") is a view and is being modified "
                + "inplace. This view is the output of a function that returns multiple views. Such "
                + "functions do not allow the output views to be modified inplace. You should replace the "
                + "inplace operation by an out-of-place one.", hint: "a slice of it: x[:2] += 1")
    }

    /// Refuses to write to memory of which another part is read: what a place gets would depend on the order.
    ///
    /// As PyTorch, only where both, of any shapes [...], lie without gaps.
    ///
    /// - Throws: RuntimeError.
    public func checkApart(from other: Tensor) throws {
        guard storage === other.storage, other !== self, count > 0, other.count > 0 else { return }
        guard offset < other.offset + other.count, other.offset < offset + count else { return }
        guard fillsItsSpan, other.fillsItsSpan else { return }
        if offset == other.offset, count == other.count, strides == other.strides || count == 1 { return }
        throw TensorError(
            .runtime,
            "unsupported operation: some elements of the input tensor and the written-to tensor refer to a "
                + "single memory location. Please clone() the tensor before performing the operation.",
            hint: "x.clone()")
    }

    /// Whether its elements, in some order, lie side by side, each once.
    private var fillsItsSpan: Bool {
        var expected = 1
        for (size, stride) in zip(shape, strides).filter({ $0.0 > 1 }).sorted(by: { $0.1 < $1.1 }) {
            guard stride == expected else { return false }
            expected *= size
        }
        return true
    }

    private func replace(_ name: String, with result: Tensor) throws {
        guard result.shape == shape else {
            throw TensorError.shape(
                "output with shape \(Shape.description(shape)) doesn't match the broadcast shape "
                    + "\(Shape.description(result.shape))",
                "\(name) keeps the shape of the tensor", hint: "x = x … instead")
        }
        guard result.dtype.category <= dtype.category else {
            throw TensorError(
                .runtime, "result type \(result.dtype) can't be cast to the desired output type \(dtype)",
                hint: "x = x … instead")
        }
        try Tensor.copy(from: result.detach(), into: self)
    }
}

extension Tensor {
    /// The leaves that a recorded tensor was computed from: the tensor itself where it is one. O(operations).
    public var recordedLeaves: [Tensor] { gradFunction?.allLeaves ?? (requiresGrad ? [self] : []) }

    /// Makes this tensor a leaf without gradients. `x.detach_()`.
    public func forgetRecording() {
        (gradFunction, gradOutput, retainsGrad, leafRequiresGrad) = (nil, 0, false, false)
        forgetBase()
    }
}
