import Foundation
import Kernels

/// Reverse-mode differentiation: every operation on tensors that require gradients leaves a `Node`;
/// `backward()` walks the nodes from the last to the first.
public enum Autograd {
    /// In the present context.
    public static var isEnabled: Bool {
        get { ComputeContext.with { $0.recordsGradients } }
        set { ComputeContext.with { $0.recordsGradients = newValue } }
    }

    /// Runs `body` with (or without) recording. `torch.no_grad`, `torch.enable_grad`.
    public static func recording<Result>(_ flag: Bool, _ body: () throws -> Result) rethrows -> Result {
        let before = isEnabled
        isEnabled = flag
        defer { isEnabled = before }
        return try body()
    }

    /// Runs `body` without recording. `torch.no_grad`.
    public static func withoutGrad<Result>(_ body: () throws -> Result) rethrows -> Result {
        try recording(false, body)
    }
}

/// Long work asks here, between its parts, whether somebody wants it to stop.
public enum Interruptible {
    /// Throws when the work is to be broken off.
    public static func poll() throws { try ComputeContext.with { $0.poll }() }
}

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
    fileprivate func show(as name: String) { nameOfWhole = name }
    /// The name of what it made, where somebody who looked on knows it.
    public var resultName: String?
    /// The operations this one depends on.
    public var next: [Node] {
        inputs.compactMap { if case .node(let node, _)? = $0 { return node } else { return nil } }
    }
    fileprivate enum Edge { case node(Node, Int), leaf(Tensor) }
    fileprivate var inputs: [Edge?]
    fileprivate let outputs: Int
    /// The type of the outputs, and so of the gradients that `backward` is given.
    fileprivate let dtype: DType
    fileprivate let sequence: Int
    fileprivate var backward: Backward?
    /// Tensors that asked to keep their gradient, by output.
    fileprivate var retainers: [(output: Int, tensor: Weak)] = []
    /// What looks at (and may replace) the gradient of an output before anything else does.
    fileprivate var hooks: [(output: Int, hook: GradientHook)] = []
    private var saved: [(storage: Storage, version: Int, shape: [Int])]

    fileprivate struct Weak { weak var tensor: Tensor? }

    init(
        _ name: String, operation: StaticString? = nil, inputs: [Tensor], outputs: [Tensor], saved: [Tensor],
        backward: @escaping Backward
    ) {
        (self.name, self.operation) = (name, operation)
        self.outputs = outputs.count
        dtype = outputs.first?.dtype ?? .float32
        self.inputs = inputs.map { tensor in
            if let node = tensor.gradFunction { return .node(node, tensor.gradOutput) }
            return tensor.leafRequiresGrad ? .leaf(tensor) : nil
        }
        self.backward = backward
        self.saved = saved.map { ($0.storage, $0.storage.version, $0.shape) }
        sequence = ComputeContext.with {
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

    /// What the operation has saved and who waits for its gradients, to be put back after a backward that
    /// has used them up. While it is held, the memory that backward would give back stays.
    public struct Snapshot {
        /// The operation that the snapshot is of.
        public let node: Node
        /// The numbers kept for backward, each with the storage that they are in.
        public let memory: [(storage: Storage, block: Buffer, version: Int)]
        private let backward: Backward?
        private let saved: [(storage: Storage, version: Int, shape: [Int])]
        private let retainers: [(output: Int, tensor: Weak)]
        private let hooks: [(output: Int, hook: GradientHook, isActive: Bool)]

        /// Notes what `node` holds. O(1) for each saved tensor: numbers are shared, not copied.
        public init(_ node: Node) {
            self.node = node
            (backward, saved, retainers) = (node.backward, node.saved, node.retainers)
            hooks = node.hooks.map { ($0.output, $0.hook, $0.hook.isActive) }
            memory = node.saved.map { ($0.storage, $0.storage.snapshot(), $0.storage.version) }
        }

        /// Gives the operation back what it held, and the numbers that it had saved.
        public func restore() {
            for (storage, block, version) in memory { storage.restore(block, version: version) }
            (node.backward, node.saved, node.retainers) = (backward, saved, retainers)
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

    fileprivate func run(_ gradients: [Tensor?], keep: Bool) throws -> [Tensor?] {
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
            let tensor = "[\(changed.storage.dtype.tensorName) \(Shape.description(changed.shape))]"
            let (version, expected) = (changed.storage.version, changed.version)
            let versions = "at version \(version); expected version \(expected) instead"
            throw TensorError(
                .runtime,
                "one of the variables needed for gradient computation has been modified by an inplace "
                    + "operation",
                details: ["\(name) needs \(tensor), which is \(versions)"],
                hint: "x = x + 1 instead of x += 1, or x.clone() before it",
                pytorch:
                    "one of the variables needed for gradient computation has been modified by an inplace "
                    + "operation: \(tensor) is \(versions).")
        }
        let result = try backward(gradients)
        if !keep {
            // What this operation had saved is not needed any more: its memory serves the gradients to come.
            self.backward = nil
            saved = []
        }
        return result
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

/// A function that is told a tensor's gradient when backward has it; what it gives, if anything, takes the
/// gradient's place.
public final class GradientHook {
    fileprivate let body: (Tensor) throws -> Tensor?
    var isActive = true

    /// A hook that gets the gradient and gives another of the same shape, or nil to leave it.
    public init(_ body: @escaping (Tensor) throws -> Tensor?) { self.body = body }

    /// Takes the hook off: it is told nothing from now on. `handle.remove()`.
    public func remove() { isActive = false }

    fileprivate static func apply(_ hooks: [GradientHook], to gradient: Tensor) throws -> Tensor {
        try hooks.filter(\.isActive).reduce(gradient) { gradient, hook in
            guard let changed = try hook.body(gradient) else { return gradient }
            guard changed.shape == gradient.shape else {
                throw TensorError.shape(
                    "a hook must give a gradient of the same shape",
                    "got \(Shape.description(changed.shape))", "wanted \(Shape.description(gradient.shape))")
            }
            return changed.detach()
        }
    }
}

extension Tensor {
    /// Records that this tensor was computed from `inputs`; `backward` maps its gradient to theirs (nil:
    /// none).
    ///
    /// The closure must capture detached tensors only, listed in `saved` where an in-place change would spoil
    /// them.
    ///
    /// - Parameters:
    ///   - operation: what it is called where the name of its backward does not tell.
    ///   - others: operands that can have no gradient, for who looks on.
    @discardableResult
    func recorded(
        _ name: @autoclosure () -> String, operation: StaticString? = nil, _ inputs: [Tensor],
        saved: [Tensor] = [],
        beside others: @autoclosure () -> [Tensor] = [], _ backward: @escaping (Tensor) throws -> [Tensor?]
    ) -> Tensor {
        defer {
            if let observer = Observation.observer {
                Tensor.tell(observer, name(), operation, others() + inputs, [self])
            }
        }
        guard Autograd.isEnabled, inputs.contains(where: \.requiresGrad) else { return self }
        gradFunction = Node(name(), operation: operation, inputs: inputs, outputs: [self], saved: saved) {
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
        _ backward: @escaping ([Tensor?]) throws -> [Tensor?]
    ) {
        defer { if let observer = Observation.observer { Tensor.tell(observer, name, nil, inputs, outputs) } }
        guard Autograd.isEnabled, inputs.contains(where: \.requiresGrad) else { return }
        let node = Node(name, inputs: inputs, outputs: outputs, saved: saved, backward: backward)
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
        if let gradFunction {
            gradFunction.hooks.append((gradOutput, hook))
        } else {
            gradientHooks.append(hook)
        }
    }

    /// d self / d input for each of `inputs`, nothing added to anybody's `grad`; nil where self does not
    /// depend on one. `torch.autograd.grad`. Each gradient has the shape of its input; `gradient` that of
    /// self.
    ///
    /// - Throws: RuntimeError and ShapeError as for `backward`.
    public func gradients(of inputs: [Tensor], _ gradient: Tensor? = nil, retainGraph: Bool = false) throws
        -> [Tensor?]
    {
        let capture = Capture(inputs)
        try backward(gradient, retainGraph: retainGraph, capture)
        return inputs.map(capture.gradient(of:))
    }

    /// Computes d self / d leaf for every leaf that asked for it and adds it to the leaf's `grad`.
    ///
    /// - Parameters:
    ///   - gradient: d loss / d self; may be left out for a tensor of one element.
    ///   - retainGraph: keeps what backward needs, so that it can run again.
    /// - Throws: RuntimeError where nothing was recorded or it has been used up, and for several elements
    ///   without a `gradient`; ShapeError for a gradient of another shape.
    public func backward(_ gradient: Tensor? = nil, retainGraph: Bool = false) throws {
        try backward(gradient, retainGraph: retainGraph, nil)
    }

    private func backward(_ gradient: Tensor?, retainGraph: Bool, _ capture: Capture?) throws {
        guard requiresGrad else {
            throw TensorError(
                .runtime, "this tensor does not require grad and does not have a grad_fn",
                hint: "compute it from parameters, outside torch.no_grad()")
        }
        guard gradient != nil || count == 1 else {
            throw TensorError(
                .runtime, "grad can be implicitly created only for scalar outputs",
                details: ["shape \(Shape.description(shape))"],
                hint: "x.sum().backward() or x.mean().backward()")
        }
        if let gradient, gradient.shape != shape {
            throw TensorError.shape(
                "backward: the gradient has another shape than the tensor",
                "gradient \(Shape.description(gradient.shape))",
                "tensor \(Shape.description(shape))", hint: "x.backward(torch.ones_like(x))",
                pytorch:
                    "Mismatch in shape: grad_output[0] has a shape of "
                    + "torch.Size(\(Shape.description(gradient.shape))) and output[0] has a shape of "
                    + "torch.Size(\(Shape.description(shape)))."
            )
        }
        let seed = try gradient?.detach() ?? Tensor.ones(shape, dtype)
        try Autograd.withoutGrad {
            guard let root = gradFunction else {
                let seed = try GradientHook.apply(gradientHooks, to: seed)
                return try capture.map { try $0.add(seed, to: self) } ?? accumulate(seed, owned: false)
            }
            try Tensor.propagate(from: root, output: gradOutput, seed, keep: retainGraph, capture)
        }
    }

    /// Nodes run in the reverse order of their making: a later one never depends on an earlier one's
    /// gradient.
    private static func propagate(
        from root: Node, output: Int, _ seed: Tensor, keep: Bool, _ capture: Capture?
    ) throws {
        var order: [Node] = []
        var gradients: [ObjectIdentifier: [Tensor?]] = [:]
        var stack = [root]
        while let node = stack.popLast() {
            let key = ObjectIdentifier(node)
            guard gradients[key] == nil else { continue }
            gradients[key] = Array(repeating: nil, count: node.outputs)
            order.append(node)
            stack.append(contentsOf: node.next)
        }
        order.sort { $0.sequence > $1.sequence }
        gradients[ObjectIdentifier(root)]![output] = seed
        // Gradients of leaves with hooks are added up first: a hook is told the sum.
        var waiting: [(leaf: Tensor, gradient: Tensor)] = []
        for node in order {
            try Interruptible.poll()
            // Where an operation promoted its operands, their gradients come back in the wider type.
            var incoming = try gradients.removeValue(forKey: ObjectIdentifier(node))!.map { gradient in
                try gradient.map { $0.dtype == node.dtype ? $0 : try $0.to(node.dtype) }
            }
            guard incoming.contains(where: { $0 != nil }) else { continue }
            for (output, hook) in node.hooks {
                if let gradient = incoming[output] {
                    incoming[output] = try GradientHook.apply([hook], to: gradient)
                }
            }
            if let capture { capture.look(at: node, incoming) }
            for (output, holder) in node.retainers {
                if let tensor = holder.tensor, let gradient = incoming[output] {
                    try tensor.accumulate(gradient, owned: false)
                }
            }
            let outgoing = try Observation.part(
                .gradient(node, arrived: incoming, targets: node.targets), results: { $0 },
                { try node.run(incoming, keep: keep) })
            // A leaf may keep a gradient as its own only when nothing else can be reading the same memory.
            var holders: [ObjectIdentifier: Int] = [:]
            for gradient in incoming + outgoing {
                if let gradient { holders[ObjectIdentifier(gradient.storage), default: 0] += 1 }
            }
            for (edge, gradient) in zip(node.inputs, outgoing) {
                guard let gradient, let edge else { continue }
                switch edge {
                case .leaf(let tensor) where !tensor.gradientHooks.isEmpty:
                    if let place = waiting.firstIndex(where: { $0.leaf === tensor }) {
                        waiting[place].gradient = try waiting[place].gradient + gradient
                    } else {
                        waiting.append((tensor, gradient))
                    }
                case .leaf(let tensor):
                    if let capture {
                        try capture.add(gradient, to: tensor)
                        continue
                    }
                    try tensor.accumulate(
                        gradient, owned: !keep && holders[ObjectIdentifier(gradient.storage)] == 1)
                case .node(let next, let output):
                    let key = ObjectIdentifier(next)
                    if let present = gradients[key]![output] {
                        gradients[key]![output] = try present + gradient
                    } else {
                        gradients[key]![output] = gradient
                    }
                }
            }
        }
        for (leaf, gradient) in waiting {
            let gradient = try GradientHook.apply(leaf.gradientHooks, to: gradient)
            if let capture {
                try capture.add(gradient, to: leaf)
            } else {
                try leaf.accumulate(gradient, owned: false)
            }
        }
    }

    /// Takes gradients for `autograd.grad` where backward would add them to leaves.
    private final class Capture {
        private var leaves: [ObjectIdentifier: Tensor?] = [:]
        private var outputs: [ObjectIdentifier: [Int: Tensor?]] = [:]

        init(_ inputs: [Tensor]) {
            for input in inputs {
                if let node = input.gradFunction {
                    outputs[ObjectIdentifier(node), default: [:]][input.gradOutput] = .some(nil)
                } else {
                    leaves[ObjectIdentifier(input)] = .some(nil)
                }
            }
        }

        func add(_ gradient: Tensor, to leaf: Tensor) throws {
            guard let present = leaves[ObjectIdentifier(leaf)] else { return }
            let gradient = gradient.dtype == leaf.dtype ? gradient : try gradient.to(leaf.dtype)
            leaves[ObjectIdentifier(leaf)] = try present.map { try $0 + gradient } ?? gradient
        }

        func look(at node: Node, _ gradients: [Tensor?]) {
            for (output, _) in outputs[ObjectIdentifier(node)] ?? [:] {
                outputs[ObjectIdentifier(node)]?[output] = gradients[output]
            }
        }

        func gradient(of input: Tensor) -> Tensor? {
            guard let node = input.gradFunction else { return leaves[ObjectIdentifier(input)] ?? nil }
            return outputs[ObjectIdentifier(node)]?[input.gradOutput] ?? nil
        }
    }

    /// grad += gradient. An `owned` gradient is kept as it is where there was none.
    private func accumulate(_ gradient: Tensor, owned: Bool) throws {
        if gradient.dtype != dtype { return try accumulate(gradient.to(dtype), owned: true) }
        if let grad {
            // In place, so that whoever holds `x.grad` sees it, as in PyTorch.
            if grad.dtype == .float32, grad.isContiguous, gradient.isContiguous, gradient.dtype == .float32 {
                grad.kernels.axpy(1, gradient.floats, into: try grad.mutableNumbers(Float.self), count: count)
            } else {
                try Tensor.copy(from: try grad + gradient, into: grad)
            }
        } else if owned && gradient.isContiguous && gradient.storage.count == count {
            grad = Tensor(storage: gradient.storage, shape: shape, strides: Shape.strides(shape), offset: 0)
        } else {
            grad = try gradient.clone()
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
