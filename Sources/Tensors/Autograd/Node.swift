import Kernels

/// One recorded operation: where its inputs came from, and how to turn gradients of its outputs into
/// gradients of its inputs.
public final class Node {
    typealias Backward = ([Tensor?]) throws -> [Tensor?]

    /// PyTorch's name, as `grad_fn=<…>` prints it.
    public let name: String
    /// What the operation is called where that name does not tell it.
    let operation: StaticString?
    /// PyTorch's name of the whole, where several operations make it here and the last is this one.
    private var nameOfWhole: String?
    /// What `grad_fn=<…>` prints.
    public var shownName: String { nameOfWhole ?? name }
    /// Takes the name of the operation that it is the last part of.
    func show(as name: String) { nameOfWhole = name }
    /// The name of what it made, where somebody who looked on knows it.
    public var resultName: String?
    /// The operations this one depends on.
    public var next: [Node] {
        inputs.compactMap { if case .node(let node, _)? = $0 { return node } else { return nil } }
    }
    enum Edge { case node(Node, Int), leaf(Tensor) }
    var inputs: [Edge?]
    let outputs: Int
    /// The type of the outputs, and so of the gradients that `backward` is given.
    let dtype: DType
    let sequence: Int
    var backward: Backward?
    /// Tensors that asked to keep their gradient, by output.
    var retainers: [(output: Int, tensor: Weak)] = []
    /// What looks at (and may replace) the gradient of an output before anything else does.
    var hooks: [(output: Int, hook: GradientHook)] = []
    /// The line of the program that recorded it, where anomalies are looked for.
    var place: String?
    /// What is told the gradients of the inputs when they are there.
    var laterHooks: [NodeHook] = []

    /// Has `hook` told what this operation's backward gives. `grad_fn.register_hook(hook)`.
    public func register(_ hook: NodeHook) { laterHooks.append(hook) }
    /// What backward reads, as it was; `source` says whose numbers it is.
    private struct Kept {
        let tensor: Tensor, version: Int, source: Source?

        var storage: Storage { tensor.storage }
    }
    private var saved: [Kept]
    /// Whether it only stands before a tensor that was attached to another operation's input or output.
    let isAlias: Bool
    /// How backward is recorded itself, where gradients of gradients are asked for.
    private var again: SecondBackward

    struct Weak { weak var tensor: Tensor? }

    init(
        _ name: String, operation: StaticString? = nil, inputs: [Tensor], outputs: [Tensor], saved: [Tensor],
        again: SecondBackward = .same, backward: @escaping Backward
    ) {
        (self.name, self.operation, self.again, isAlias) = (name, operation, again, false)
        self.outputs = outputs.count
        dtype = outputs.first?.dtype ?? .float32
        self.inputs = inputs.map { tensor in
            if let node = tensor.gradFunction { return .node(node, tensor.gradOutput) }
            return tensor.leafRequiresGrad ? .leaf(tensor) : nil
        }
        self.backward = backward
        self.saved = saved.map { tensor in
            tensor.storage.isSaved = true
            return Kept(
                tensor: tensor, version: tensor.storage.version,
                source: Source(of: tensor, inputs: inputs, outputs: outputs))
        }
        sequence = Node.counted()
        if Node.asksForPlaces { ComputeContext.with { $0.wantPlace(of: self) } }
    }

    private static var asksForPlaces: Bool { ComputeContext.with { $0.anomalies.isOn } }

    /// The number of an operation that is recorded now.
    private static func counted() -> Int {
        ComputeContext.with {
            $0.recordedOperations += 1
            return $0.recordedOperations
        }
    }

    /// Where the gradients of its inputs go; nil where nobody wants one.
    public var targets: [GradientTarget?] {
        inputs.map { edge in
            switch edge {
            case .node(let node, _)?: return .node(node)
            case .leaf(let tensor)?: return .leaf(tensor)
            case nil: return nil
            }
        }
    }

    /// Whether backward has run and given back what it needed.
    public var isFreed: Bool { backward == nil }

    /// The memory that is kept for backward.
    var keptStorages: [Storage] { saved.map(\.storage) }

    /// The leaves that this operation was given.
    public var leaves: [Tensor] {
        inputs.compactMap { if case .leaf(let tensor)? = $0 { tensor } else { nil } }
    }

    /// The leaves that this operation and those before it were given, each once. O(operations).
    var allLeaves: [Tensor] {
        var (seen, pending, found) = (Set<ObjectIdentifier>(), [self], [ObjectIdentifier: Tensor]())
        while let node = pending.popLast() {
            guard seen.insert(ObjectIdentifier(node)).inserted else { continue }
            for leaf in node.leaves { found[ObjectIdentifier(leaf)] = leaf }
            pending += node.next
        }
        return Array(found.values)
    }

    /// What the operation has saved and who waits for its gradients, to be put back after a backward that
    /// has used them up. While it is held, the memory that backward would give back stays.
    public struct Snapshot {
        /// The operation that the snapshot is of.
        public let node: Node
        /// The numbers kept for backward, each with the storage that they are in.
        public let memory: [(storage: Storage, block: Buffer, version: Int)]
        private let backward: Backward?
        private let again: SecondBackward
        private let saved: [Kept]
        private let retainers: [(output: Int, tensor: Weak)]
        private let hooks: [(output: Int, hook: GradientHook, isActive: Bool)]

        /// Notes what `node` holds. O(1) for each saved tensor: numbers are shared, not copied.
        public init(_ node: Node) {
            self.node = node
            (backward, again, saved, retainers) = (node.backward, node.again, node.saved, node.retainers)
            hooks = node.hooks.map { ($0.output, $0.hook, $0.hook.isActive) }
            memory = node.saved.map { ($0.storage, $0.storage.snapshot(), $0.storage.version) }
        }

        /// Gives the operation back what it held, and the numbers that it had saved.
        public func restore() {
            for (storage, block, version) in memory { storage.restore(block, version: version) }
            (node.backward, node.again, node.saved, node.retainers) = (backward, again, saved, retainers)
            node.hooks = hooks.map { ($0.output, $0.hook) }
            for (_, hook, isActive) in hooks { hook.isActive = isActive }
        }
    }

    /// The number of the latest operation that was recorded.
    static var latest: Int { ComputeContext.with { $0.recordedOperations } }

    /// Whether this operation, or one recorded after the operation `mark` that it depends on, keeps these
    /// numbers for backward.
    func keeps(_ storage: Storage, since mark: Int) -> Bool {
        var pending = [self]
        while let node = pending.popLast() {
            if node.keptStorages.contains(where: { $0 === storage }) { return true }
            pending += node.next.filter { $0.sequence > mark }
        }
        return false
    }

    /// True for each input whose gradient somebody wants.
    func wants(_ input: Int) -> Bool { inputs[input] != nil }

    /// The gradients of the inputs from those of the outputs.
    ///
    /// - Parameters:
    ///   - keep: whether what backward needs stays, for another one.
    ///   - records: whether the gradients are recorded as computed from what the operation had saved, too.
    func run(_ gradients: [Tensor?], keep: Bool, records: Bool) throws -> [Tensor?] {
        guard let backward else {
            throw TensorError(
                .runtime,
                "Trying to backward through the graph a second time: what it needed is already freed",
                hint: "loss.backward(retain_graph=True) the first time",
                pytorch:
                    "Trying to backward through the graph a second time (or directly access saved tensors "
                    + "after they have already been freed). "
                    + "Saved intermediate values of the graph are freed when you call .backward() or "
                    + "autograd.grad(). Specify retain_graph=True if you need to "
                    + "backward through the graph a second time or if you need to access saved tensors "
                    + "after calling backward."
            )
        }
        if let changed = saved.first(where: { $0.storage.version != $0.version }) {
            let tensor =
                "[\(changed.storage.dtype.tensorName) \(Shape.description(changed.tensor.shape))]"
            let (version, expected) = (changed.storage.version, changed.version)
            let versions = "at version \(version); expected version \(expected) instead"
            throw TensorError(
                .runtime,
                "one of the variables needed for gradient computation has been modified by an inplace "
                    + "operation",
                details: ["\(name) needs \(tensor), which is \(versions)"]
                    + (changed.storage.changePlace.map { ["it was changed in \($0)"] } ?? []),
                hint: "x = x + 1 instead of x += 1, or x.clone() before it",
                pytorch:
                    "one of the variables needed for gradient computation has been modified by an inplace "
                    + "operation: \(tensor) is \(versions).")
        }
        let result = records ? try recordedRun(gradients, backward) : try backward(gradients)
        if !keep {
            // What this operation had saved is not needed any more: its memory serves the gradients to come.
            self.backward = nil
            (saved, again) = ([], .same)
        }
        return result
    }

    // MARK: Gradients of gradients

    /// An operation that hands the gradient of its result on to where `edge` leads: what stands before a
    /// tensor that is attached to it.
    private init(aliasOf edges: [Edge?], _ type: DType, _ backward: @escaping Backward) {
        (name, operation, again, isAlias) = ("AliasBackward0", nil, .same, true)
        (inputs, outputs, dtype, self.backward, saved) = (edges, 1, type, backward, [])
        sequence = Node.counted()
    }

    private func edge(of source: Source) -> Edge? {
        switch source {
        case .input(let place): return inputs[place]
        case .output(let place): return .node(self, place)
        }
    }

    /// The backward, recorded: what it reads is for its time a part of the computation that it was saved
    /// from.
    private func recordedRun(_ gradients: [Tensor?], _ backward: Backward) throws -> [Tensor?] {
        switch again {
        case .same: break
        case .choices: return try backward(gradients)
        case .other(let body): return try body(gradients, attached)
        case .refused: throw TensorError.notRecorded(self)
        }
        var attached: [Tensor] = []
        defer { for tensor in attached { tensor.gradFunction = nil } }
        for kept in saved where kept.tensor.dtype.isFloatingPoint && kept.tensor.gradFunction == nil {
            guard let source = kept.source else { throw TensorError.notRecorded(self) }
            guard let edge = edge(of: source) else { continue }
            kept.tensor.gradFunction = Node(aliasOf: [edge], kept.tensor.dtype) { $0 }
            kept.tensor.gradOutput = 0
            attached.append(kept.tensor)
        }
        return try backward(gradients)
    }

    /// Numbers that were saved, as computed from inputs or outputs of this operation.
    ///
    /// - Parameter pullback: the gradients of the sources from that of the tensor; nil where it has the
    ///   numbers of its one source.
    private func attached(
        _ tensor: Tensor, _ sources: [Source], _ pullback: ((Tensor) throws -> [Tensor?])?
    ) -> Tensor {
        let alias = tensor.detachedView(), edges = sources.map(edge(of:))
        guard edges.contains(where: { $0 != nil }) else { return alias }
        alias.gradFunction = Node(aliasOf: edges, tensor.dtype) { gradients in
            try gradients[0].map { try pullback?($0) ?? [$0] } ?? sources.map { _ in nil }
        }
        return alias
    }

    // A chain of a hundred thousand operations is taken apart in a loop: letting Swift release it link by
    // link would recurse as deep as the chain is long.
    deinit {
        var pending: [Node] = []
        func take(_ edges: inout [Edge?]) {
            for edge in edges { if case .node(let node, _)? = edge { pending.append(node) } }
            edges = []
        }
        take(&inputs)
        while var node = pending.popLast() {
            if isKnownUniquelyReferenced(&node) { take(&node.inputs) }
        }
    }
}
