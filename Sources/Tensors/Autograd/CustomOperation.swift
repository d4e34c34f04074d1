import Kernels

/// An operation whose forward and backward somebody else computes. `torch.autograd.Function`.
public enum CustomOperation {
    /// Records that `outputs` were computed from `inputs`.
    ///
    /// - Parameters:
    ///   - name: what `grad_fn` shows.
    ///   - outputs: results that gradients pass; each is a tensor of its own, of any shape.
    ///   - saved: what the operation keeps, noticed when it is changed before backward.
    ///   - backward: the gradients of the inputs, in their shapes, from those of the outputs; nil for an
    ///     output that nobody asked for. With `create_graph=True` it runs while operations are recorded.
    /// - Returns: the tensors saved, to be asked for in backward; nil where nothing is recorded.
    public static func record(
        _ name: String, inputs: [Tensor], outputs: [Tensor], saved: [Tensor?],
        backward: @escaping ([Tensor?]) throws -> [Tensor?]
    ) -> SavedTensors? {
        guard Tensor.records(inputs) else { return nil }
        let watched = saved.compactMap { tensor in tensor?.detachedView() }
        Tensor.record(outputs, name, inputs, saved: watched, again: .choices, backward)
        guard let node = outputs.first?.gradFunction else { return nil }
        return SavedTensors(saved, of: node, outputs)
    }
}

/// What a custom operation has kept of its inputs and outputs: as they were computed, without holding on to
/// the operation itself.
public final class SavedTensors {
    private enum Entry { case none, tensor(Tensor), output(Tensor, Int) }
    private let entries: [Entry]
    private weak var node: Node?

    init(_ saved: [Tensor?], of node: Node, _ outputs: [Tensor]) {
        self.node = node
        entries = saved.map { tensor in
            guard let tensor else { return .none }
            guard let place = outputs.firstIndex(where: { $0 === tensor }) else { return .tensor(tensor) }
            return .output(tensor.detachedView(), place)
        }
    }

    /// The tensors, in the order and the shapes in which they were saved, each at its place of the recorded
    /// computation.
    public var tensors: [Tensor?] {
        entries.map { entry in
            switch entry {
            case .none: return nil
            case .tensor(let tensor): return tensor
            case .output(let numbers, let place):
                let tensor = numbers.detachedView()
                if let node { (tensor.gradFunction, tensor.gradOutput) = (node, place) }
                return tensor
            }
        }
    }
}
