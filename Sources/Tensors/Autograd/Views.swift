import Kernels

// Views and changes in place. A view knows the tensor that it shows a part of (its base, never a view
// itself): a change to either is a change to both, and backward has to know it. As PyTorch does it: a write
// to a view makes the base the result of a `CopySlices`, and every other view of the base is recorded anew,
// as a part of what the base is now, when somebody next asks how it was computed.

/// Where a view lies in its base.
struct ViewPlace {
    let shape: [Int], strides: [Int], offset: Int
    let base: (shape: [Int], strides: [Int])

    init(of view: Tensor, in base: Tensor) {
        (shape, strides, offset) = (view.shape, view.strides, view.offset - base.offset)
        self.base = (base.shape, base.strides)
    }

    /// Whether several elements of the view are one in memory, or may be.
    var overlaps: Bool {
        // In order of their strides, each axis has to step over everything that those below it reach.
        let axes = zip(shape, strides).filter { $0.0 > 1 }.sorted { $0.1 < $1.1 }
        var reach = 0
        for (size, stride) in axes {
            if stride <= reach { return true }
            reach += (size - 1) * stride
        }
        return false
    }

    /// A gradient of the base, in memory of its own that lies as the base does; zeros where there is none.
    func whole(_ gradient: Tensor?, _ type: DType) throws -> Tensor {
        let span =
            base.shape.contains(0) ? 0 : zip(base.shape, base.strides).reduce(1) { $0 + ($1.0 - 1) * $1.1 }
        let memory = try Tensor.zeros([span], type)
        let whole = Tensor(storage: memory.storage, shape: base.shape, strides: base.strides, offset: 0)
        if let gradient { try Tensor.copy(from: gradient, into: whole) }
        return whole
    }

    /// The view's part of what `whole` made.
    func part(of whole: Tensor) -> Tensor {
        Tensor(storage: whole.storage, shape: shape, strides: strides, offset: offset)
    }

    /// The gradients of the base without the view's part, and of that part, from the gradient of the whole.
    func divided(_ gradient: Tensor?, _ type: DType) throws -> (rest: Tensor, part: Tensor) {
        let rest = try whole(gradient?.detach(), type), shown = part(of: rest)
        let own = try shown.clone()
        try shown.fill(.int(0))
        guard let gradient else { return (rest, own) }
        return (
            rest.again("CopySlicesBackward", [gradient]) { [try divided($0, type).rest] },
            own.again("AsStridedBackward0", [gradient]) { [try spread($0)] }
        )
    }

    /// The gradient of the base from that of the view: 0 where the view shows nothing.
    func spread(_ gradient: Tensor) throws -> Tensor {
        let whole = try whole(nil, gradient.dtype)
        func recorded(_ whole: Tensor) -> Tensor {
            whole.again("AsStridedBackwardBackward0", [gradient]) {
                [try divided($0, $0.dtype).part]
            }
        }
        guard overlaps else {
            try Tensor.copy(from: gradient.detach(), into: part(of: whole))
            return recorded(whole)
        }
        // What is one in memory gets the sum.
        let places = try Tensor.arange(.int(0), .int(whole.storage.count))
        let shown = try part(of: places).contiguous().flatten()
        let flat = Tensor(storage: whole.storage, shape: [whole.storage.count], strides: [1], offset: 0)
        try flat.write(.indexAdd(0, shown, gradient.detach().flatten()))
        return recorded(whole)
    }
}

extension Tensor {
    /// A view of this tensor: other sizes and steps over the same numbers.
    func aliasing(_ shape: [Int], _ strides: [Int], offset: Int? = nil) -> Tensor {
        let view = Tensor(storage: storage, shape: shape, strides: strides, offset: offset ?? self.offset)
        view.becomeView(of: self)
        return view
    }

    /// The same numbers, unrelated to this tensor but by their memory, with its place in the computation.
    private func recordedAlias() -> Tensor {
        let alias = detachedView()
        (alias.gradFunction, alias.gradOutput) = (gradFunction, gradOutput)
        return alias
    }

    /// Records that this tensor, into which the numbers of `result` have just been put, was computed as
    /// `result` was; through a view the base, and all of its views, change with it.
    func takePlace(of result: Tensor) {
        guard let base = viewBase else {
            (gradFunction, gradOutput, retainsGrad) = (result.gradFunction, result.gradOutput, false)
            return
        }
        let place = ViewPlace(of: self, in: base), before = base.recordedAlias(), type = base.dtype
        let node = Node("CopySlices", inputs: [before, result], outputs: [base], saved: []) { gradients in
            // base with base[part] = y:  dbase = d with d[part] = 0,  dy = d[part]
            let (rest, part) = try place.divided(gradients[0], type)
            return [rest, part]
        }
        (base.gradFunction, base.gradOutput, base.retainsGrad) = (node, 0, false)
        retainsGrad = false
        recordAnew(in: base)
    }

    /// How this view is computed from its base, as the base is now.
    func recordAnew(in base: Tensor) {
        viewedVersion = storage.version
        viewedFunction = base.gradFunction
        guard viewedFunction != nil else { return noteView(nil) }
        let place = ViewPlace(of: self, in: base)
        noteView(
            Node("AsStridedBackward0", inputs: [base], outputs: [self], saved: []) {
                [try place.spread($0[0]!)]
            })
    }

    /// Refuses to change a leaf that requires gradients, through a view of it, too.
    ///
    /// - Throws: RuntimeError.
    func checkLeaves() throws {
        guard Autograd.isEnabled else { return }
        if leafRequiresGrad && isLeaf { try checkInPlace() }
        guard let base = viewBase, base.leafRequiresGrad, base.isLeaf else { return }
        throw TensorError(
            .runtime, "a view of a leaf Variable that requires grad is being used in an in-place operation.",
            hint: "with torch.no_grad(): …")
    }
}
