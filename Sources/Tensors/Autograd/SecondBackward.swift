import Kernels

// Gradients of gradients. A backward is made of operations on tensors like any other computation; with
// `create_graph=True` these are recorded. What it reads was saved outside the recorded computation, so that
// nothing holds on to itself, and is attached to it again while it runs.

extension Node {
    /// Whose numbers a saved tensor has.
    enum Source {
        /// Those of an input, or those of an output, by its place.
        case input(Int), output(Int)

        /// Found by memory, sizes and steps; nil for numbers that were computed on the way.
        init?(of saved: Tensor, inputs: [Tensor], outputs: [Tensor]) {
            func isSame(_ other: Tensor) -> Bool {
                saved.storage === other.storage && saved.offset == other.offset && saved.shape == other.shape
                    && saved.strides == other.strides
            }
            if let place = inputs.firstIndex(where: isSame) {
                self = .input(place)
            } else if let place = outputs.firstIndex(where: isSame) {
                self = .output(place)
            } else {
                return nil
            }
        }
    }

    /// Gives saved numbers as computed from inputs or outputs of an operation. The third argument maps a
    /// gradient of theirs to those of the sources; nil where they are the source's own numbers.
    typealias Attach = (Tensor, [Source], ((Tensor) throws -> [Tensor?])?) -> Tensor

    /// How the backward of an operation is recorded itself.
    enum SecondBackward {
        /// It is made of recorded operations, and everything that it reads is among `saved` and has the
        /// numbers of an input or an output.
        case same
        /// What it reads only decides which way a gradient goes: nothing has to be attached.
        case choices
        /// Other operations give the same gradients, recorded.
        case other(([Tensor?], @escaping Attach) throws -> [Tensor?])
        /// Nobody has written down how: it says so.
        case refused

        /// The form for an operation with one result.
        static func another(_ body: @escaping (_ dy: Tensor, @escaping Attach) throws -> [Tensor?])
            -> SecondBackward
        {
            .other { gradients, attach in try body(gradients[0]!, attach) }
        }
    }
}

extension TensorError {
    static func notRecorded(_ node: Node) -> TensorError {
        TensorError(
            .runtime, "the gradient of \(node.shownName) is not recorded here: create_graph=True ends at it",
            hint: "the same formula in other operations, or create_graph=False")
    }
}

extension Tensor {
    /// Records, where recording is on, what one step of a backward computed by other means than recorded
    /// operations: how a gradient of its result goes back to `inputs`. Elsewhere nothing happens.
    func again(_ name: String, _ inputs: [Tensor], _ backward: @escaping (Tensor) throws -> [Tensor?])
        -> Tensor
    {
        Tensor.records(inputs) ? recorded(name, inputs, backward) : self
    }

    /// Zeros of a shape with this tensor's numbers at the place that `view` shows: what a view's gradient is.
    func placed(in shape: [Int], _ name: String, at view: @escaping (Tensor) throws -> Tensor) throws
        -> Tensor
    {
        let whole = try Tensor.zeros(shape, dtype)
        try Tensor.copy(from: detach(), into: view(whole))
        return whole.again(name, [self]) { [try view($0)] }
    }

    /// The gradients of `inputs` through `composed`, recorded: a fused operation is differentiated by the
    /// formula that it stands for.
    ///
    /// - Parameter inputs: tensors that `composed` reads, attached to the recorded computation.
    static func pullback(
        _ dy: Tensor, of inputs: [Tensor?], through composed: () throws -> Tensor
    ) throws -> [Tensor?] {
        let wanted = inputs.compactMap { $0 }.filter(\.requiresGrad), y = try composed()
        guard y.requiresGrad, !wanted.isEmpty else { return inputs.map { _ in nil } }
        let found = try Tensor.gradients(of: [(y, dy)], wanted, keepsGraph: true, records: true)
        return inputs.map { input in
            wanted.firstIndex { $0 === input }.flatMap { found[$0] }
        }
    }
}
