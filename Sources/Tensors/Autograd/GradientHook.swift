/// A function that is told a tensor's gradient when backward has it; what it gives, if anything, takes the
/// gradient's place.
public final class GradientHook {
    /// When a hook of a leaf is called.
    public enum Time: Sendable {
        /// With the gradient, before it is added to the leaf's `grad`.
        case before
        /// With the leaf, when its `grad` is there.
        case after
    }

    let body: (Tensor) throws -> Tensor?
    let time: Time
    var isActive = true

    /// A hook that gets the gradient and gives another of the same shape, or nil to leave it; afterwards it
    /// gets the leaf itself, and what it gives is nothing.
    public init(_ time: Time = .before, _ body: @escaping (Tensor) throws -> Tensor?) {
        (self.time, self.body) = (time, body)
    }

    /// Takes the hook off: it is told nothing from now on. `handle.remove()`.
    public func remove() { isActive = false }

    static func apply(_ hooks: [GradientHook], to gradient: Tensor) throws -> Tensor {
        try hooks.filter { $0.isActive && $0.time == .before }.reduce(gradient) { gradient, hook in
            guard let changed = try hook.body(gradient) else { return gradient }
            guard changed.shape == gradient.shape else {
                throw TensorError.shape(
                    "a hook must give a gradient of the same shape",
                    "got \(Shape.description(changed.shape))", "wanted \(Shape.description(gradient.shape))")
            }
            return Autograd.isEnabled ? changed : changed.detach()
        }
    }

    /// Tells a leaf's hooks that its `grad` is there.
    static func tell(_ hooks: [GradientHook], of leaf: Tensor) throws {
        for hook in hooks where hook.isActive && hook.time == .after { _ = try hook.body(leaf) }
    }
}

/// A function that is told the gradients of an operation's inputs, and those of its outputs which they were
/// computed from; what it gives, if anything, takes the place of the former.
public final class NodeHook {
    let body: (_ inputs: [Tensor?], _ outputs: [Tensor?]) throws -> [Tensor?]?
    var isActive = true

    /// - Parameter body: gets gradients in the shapes of inputs and outputs; gives as many as there are
    ///   inputs.
    public init(_ body: @escaping (_ inputs: [Tensor?], _ outputs: [Tensor?]) throws -> [Tensor?]?) {
        self.body = body
    }

    /// Takes the hook off. `handle.remove()`.
    public func remove() { isActive = false }
}
