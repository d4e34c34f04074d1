/// A function that is told a tensor's gradient when backward has it; what it gives, if anything, takes the
/// gradient's place.
public final class GradientHook {
    let body: (Tensor) throws -> Tensor?
    var isActive = true

    /// A hook that gets the gradient and gives another of the same shape, or nil to leave it.
    public init(_ body: @escaping (Tensor) throws -> Tensor?) { self.body = body }

    /// Takes the hook off: it is told nothing from now on. `handle.remove()`.
    public func remove() { isActive = false }

    static func apply(_ hooks: [GradientHook], to gradient: Tensor) throws -> Tensor {
        try hooks.filter(\.isActive).reduce(gradient) { gradient, hook in
            guard let changed = try hook.body(gradient) else { return gradient }
            guard changed.shape == gradient.shape else {
                throw TensorError.shape(
                    "a hook must give a gradient of the same shape",
                    "got \(Shape.description(changed.shape))", "wanted \(Shape.description(gradient.shape))")
            }
            return Autograd.isEnabled ? changed : changed.detach()
        }
    }
}
