// What an operation leaves of itself for backward, and what a tensor says of it.

extension Tensor {
    /// Records that this tensor was computed from `inputs`; `backward` maps its gradient to theirs (nil:
    /// none).
    ///
    /// The closure must capture detached tensors only, listed in `saved` where an in-place change would spoil
    /// them.
    ///
    /// - Parameters:
    ///   - operation: what it is called where the name of its backward does not tell.
    ///   - again: how gradients of its gradient are computed, where not by recording `backward`.
    ///   - others: operands that can have no gradient, for who looks on.
    @discardableResult
    func recorded(
        _ name: @autoclosure () -> String, operation: StaticString? = nil, _ inputs: [Tensor],
        saved: [Tensor] = [], again: @autoclosure () -> Node.SecondBackward = .same,
        beside others: @autoclosure () -> [Tensor] = [], _ backward: @escaping (Tensor) throws -> [Tensor?]
    ) -> Tensor {
        defer {
            if let observer = Observation.observer {
                Tensor.tell(observer, name(), operation, others() + inputs, [self])
            }
        }
        guard Autograd.isEnabled, inputs.contains(where: \.requiresGrad) else { return self }
        gradFunction = Node(
            name(), operation: operation, inputs: inputs, outputs: [self], saved: saved, again: again()
        ) {
            try backward($0[0]!)
        }
        return self
    }

    /// Records that this tensor depends on `inputs` by an operation without a derivative: backward says so.
    /// The tensor itself comes back, its shape as it is; tensors of integers are not recorded.
    public func withoutDerivative(
        _ operation: String, _ inputs: [Tensor], kind: TensorError.Kind = .runtime
    ) -> Tensor {
        guard dtype.isFloatingPoint else { return self }
        return recorded("NotImplemented", inputs) { _ in
            throw TensorError(
                kind, "derivative for aten::\(operation) is not implemented",
                hint: "x.detach() where no gradient should pass")
        }
    }

    /// The same for an operation with several outputs; gradients that nobody asked for are nil.
    static func record(
        _ outputs: [Tensor], _ name: String, _ inputs: [Tensor], saved: [Tensor] = [],
        again: @autoclosure () -> Node.SecondBackward = .same,
        _ backward: @escaping ([Tensor?]) throws -> [Tensor?]
    ) {
        defer { if let observer = Observation.observer { Tensor.tell(observer, name, nil, inputs, outputs) } }
        guard Autograd.isEnabled, inputs.contains(where: \.requiresGrad) else { return }
        let node = Node(
            name, inputs: inputs, outputs: outputs, saved: saved, again: again(), backward: backward)
        for (index, output) in outputs.enumerated() {
            output.gradFunction = node
            output.gradOutput = index
        }
    }

    /// True when an operation on `inputs` would be recorded.
    static func records(_ inputs: Tensor...) -> Bool { records(inputs) }

    static func records(_ inputs: [Tensor]) -> Bool {
        Autograd.isEnabled && inputs.contains(where: \.requiresGrad)
    }

    /// The same numbers in the same storage, outside any recorded computation.
    public func detach() -> Tensor {
        if gradFunction == nil && !leafRequiresGrad { return self }
        return Tensor(storage: storage, shape: shape, strides: strides, offset: offset)
    }

    /// Keeps the gradient of a tensor that is not a leaf. `x.retain_grad()`.
    ///
    /// - Throws: RuntimeError for a tensor that does not require gradients.
    public func retainGrad() throws {
        guard requiresGrad else {
            throw TensorError(.runtime, "can't retain_grad on Tensor that has requires_grad=False")
        }
        guard let gradFunction, !retainsGrad else { return }
        retainsGrad = true
        gradFunction.retainers.append((gradOutput, Node.Weak(tensor: self)))
    }

    /// Has `hook` told this tensor's gradient. `x.register_hook(hook)`.
    ///
    /// - Throws: RuntimeError for a tensor that does not require gradients.
    public func register(_ hook: GradientHook) throws {
        guard requiresGrad else {
            throw TensorError(.runtime, "cannot register a hook on a tensor that doesn't require gradient")
        }
        if hook.time == .after, !isLeaf {
            throw TensorError(
                .runtime, "post accumulate grad hooks cannot be registered on non-leaf tensors",
                hint: "x.register_hook(hook)")
        }
        if let gradFunction {
            gradFunction.hooks.append((gradOutput, hook))
        } else {
            gradientHooks.append(hook)
        }
    }
}

extension Tensor {
    /// The tensor, whose `grad_fn` prints as the operation that made it, where others do so together here.
    /// Its shape stays.
    ///
    /// - Parameter inputs: what it was made of: a tensor that is one of them, or whose recorded operation is
    ///   theirs, keeps its name.
    @discardableResult
    public func shown(as name: String, from inputs: [Tensor]) -> Tensor {
        if let node = gradFunction, !inputs.contains(where: { $0.gradFunction === node }) {
            node.show(as: name)
        }
        return self
    }
}
