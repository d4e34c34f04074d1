import Kernels
import Tensors

/// Shorter copies of the weights of linear layers, for inference: while `use` runs, those
/// layers read them instead of their own. A copy is made when its layer first runs, and again
/// when the weight has changed since.
public final class PackedWeights {
    /// What the copies are rounded to.
    public let form: DType
    private var copies: [ObjectIdentifier: PackedWeight] = [:]

    /// The one that is in use in the present context.
    private enum Current: ComputeContextKey {
        static func initial(in _: ComputeContext) -> PackedWeights? { nil }
    }

    /// No copies yet; each is made when its layer first runs.
    public init(_ form: DType) { self.form = form }

    /// Bytes in copies.
    public var bytes: Int { copies.values.reduce(0) { $0 + $1.bytes } }

    /// Runs `body` without recording, with the copies in place of the weights. Sums are in float32, whatever
    /// `torch.autocast` says outside: what is rounded here is the weights alone.
    ///
    /// - Throws: what `body` throws.
    public func use<Result>(_ body: () throws -> Result) rethrows -> Result {
        let context = ComputeContext.current, before = context[Current.self]
        context[Current.self] = self
        defer { context[Current.self] = before }
        return try Autocast.enabled(false) { try Autograd.withoutGrad(body) }
    }

    /// The copy that `layer` is to read, nil outside `use` and where something is recorded.
    static func weight(of layer: Linear) throws -> PackedWeight? {
        guard !Autograd.isEnabled, let current = ComputeContext.current[Current.self] else { return nil }
        return try current.copy(layer)
    }

    private func copy(_ layer: Linear) throws -> PackedWeight {
        let (key, weight) = (ObjectIdentifier(layer), layer.weight)
        if let copy = copies[key], copy.stands(for: weight) { return copy }
        copies[key] = nil  // its memory first
        let copy = try PackedWeight(weight, as: form)
        copies[key] = copy
        return copy
    }
}
