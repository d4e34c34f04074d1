import Kernels

// The way back: nodes run from the last to the first, and gradients gather at the leaves.

extension Tensor {
    /// Σ d output / d input for each of `inputs`, nothing added to anybody's `grad`; nil where no output
    /// depends on one. `torch.autograd.grad`. Each gradient has the shape of its input.
    ///
    /// - Parameters:
    ///   - outputs: what is differentiated, each with the gradient that comes to it: nil for 1, where it has
    ///     one element.
    ///   - keepsGraph: keeps what backward needs, so that it can run again.
    ///   - records: gives gradients that can be differentiated themselves. `create_graph=True`.
    /// - Throws: RuntimeError and ShapeError as for `backward`; RuntimeError where `records` meets an
    ///   operation whose gradient is not recorded.
    public static func gradients(
        of outputs: [(tensor: Tensor, gradient: Tensor?)], _ inputs: [Tensor], keepsGraph: Bool = false,
        records: Bool = false
    ) throws -> [Tensor?] {
        let capture = Capture(inputs)
        try backward(outputs, keepsGraph: keepsGraph, records: records, capture)
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
        try Tensor.backward([(self, gradient)], keepsGraph: retainGraph, records: false, nil)
    }

    /// The same for several tensors at once, whose leaves get the sum, each in its leaf's shape.
    ///
    /// - Parameters:
    ///   - keepsGraph: keeps what backward needs, so that it can run again.
    ///   - records: the gradients can be differentiated themselves. `create_graph=True`.
    ///   - inputs: the only tensors whose `grad` is added to; nil for all leaves.
    /// - Throws: as for one; RuntimeError where `records` meets an operation whose gradient is not recorded.
    public static func backward(
        _ outputs: [(tensor: Tensor, gradient: Tensor?)], keepsGraph: Bool = false, records: Bool = false,
        inputs: [Tensor]? = nil
    ) throws {
        guard let inputs else {
            return try backward(outputs, keepsGraph: keepsGraph, records: records, nil)
        }
        let found = try gradients(of: outputs, inputs, keepsGraph: keepsGraph, records: records)
        try Autograd.recording(records) {
            for (input, gradient) in zip(inputs, found) {
                guard let gradient else { continue }
                try input.accumulate(gradient, owned: false)
                if input.gradFunction == nil { try GradientHook.tell(input.gradientHooks, of: input) }
            }
        }
    }

    private static func backward(
        _ outputs: [(tensor: Tensor, gradient: Tensor?)], keepsGraph: Bool, records: Bool, _ capture: Capture?
    ) throws {
        var seeds: [(tensor: Tensor, gradient: Tensor)] = []
        for (tensor, gradient) in outputs {
            let seed = try tensor.seed(gradient)
            seeds.append((tensor, records ? seed : seed.detach()))
        }
        try Autograd.recording(records) {
            for (leaf, seed) in seeds where leaf.gradFunction == nil {
                let seed = try GradientHook.apply(leaf.gradientHooks, to: seed)
                if let capture {
                    try capture.add(seed, to: leaf)
                } else {
                    try leaf.accumulate(seed, owned: false)
                    try GradientHook.tell(leaf.gradientHooks, of: leaf)
                }
            }
            try propagate(
                seeds.filter { $0.tensor.gradFunction != nil }, keep: keepsGraph || records, records: records,
                capture)
        }
    }

    /// The gradient that comes to this tensor: `gradient`, or 1.
    private func seed(_ gradient: Tensor?) throws -> Tensor {
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
        if let gradient, gradient.device !== device {
            throw TensorError.devices(
                device, gradient.device, hint: "x.backward(gradient.to(x.device))")
        }
        return try gradient ?? ComputeContext.on(device) { try Tensor.ones(shape, dtype) }
    }

    /// The sum of two gradients, where they lie.
    private static func sum(_ a: Tensor, _ b: Tensor) throws -> Tensor {
        a.storage.isPlaced ? try a + b : try ComputeContext.on(a.device) { try a + b }
    }

    /// Nodes run in the reverse order of their making: a later one never depends on an earlier one's
    /// gradient.
    private static func propagate(
        _ seeds: [(tensor: Tensor, gradient: Tensor)], keep: Bool, records: Bool, _ capture: Capture?
    ) throws {
        var order: [Node] = []
        var gradients: [ObjectIdentifier: [Tensor?]] = [:]
        var stack = seeds.compactMap(\.tensor.gradFunction)
        while let node = stack.popLast() {
            let key = ObjectIdentifier(node)
            guard gradients[key] == nil else { continue }
            gradients[key] = Array(repeating: nil, count: node.outputs)
            order.append(node)
            // Before a tensor whose gradient alone is wanted, nothing is computed.
            if capture?.ends(at: node) != true { stack.append(contentsOf: node.next) }
        }
        order.sort { $0.sequence > $1.sequence }
        // Where the context was, as soon as it has been elsewhere; nil as long as all is on the host.
        var before: (Device, String?)? = ComputeContext.with {
            $0.device.isHost ? nil : ($0.device, $0.operation)
        }
        defer { if let before { ComputeContext.with { ($0.device, $0.operation) = before } } }
        let needed = capture.map { $0.needed(order) }
        for (tensor, gradient) in seeds {
            guard let node = tensor.gradFunction else { continue }
            let key = ObjectIdentifier(node), present = gradients[key]![tensor.gradOutput]
            gradients[key]![tensor.gradOutput] = try present.map { try sum($0, gradient) } ?? gradient
        }
        let looksForAnomalies = AnomalyDetection.current.isOn
        // Gradients of leaves with hooks are added up first: a hook is told the sum.
        var waiting: [(leaf: Tensor, gradient: Tensor)] = []
        for node in order {
            try Interruptible.poll()
            // Where an operation promoted its operands, their gradients come back in the wider type.
            var incoming = gradients.removeValue(forKey: ObjectIdentifier(node))!
            guard let first = incoming.first(where: { $0 != nil }) ?? nil else { continue }
            // Each operation goes back where its results lie.
            if before != nil || !first.storage.isOnHost {
                let device = first.device
                ComputeContext.with {
                    if before == nil { before = ($0.device, $0.operation) }
                    ($0.device, $0.operation) = (device, node.name)
                }
            }
            incoming = try incoming.map { gradient in
                try gradient.map { $0.dtype == node.dtype ? $0 : try $0.to(node.dtype) }
            }
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
            if let needed, !needed.contains(ObjectIdentifier(node)) { continue }
            let outgoing = try Observation.part(
                .gradient(node, arrived: incoming, targets: node.targets), results: { $0 },
                {
                    var found =
                        looksForAnomalies
                        ? try node.watchingForAnomalies {
                            try node.run(incoming, keep: keep, records: records)
                        } : try node.run(incoming, keep: keep, records: records)
                    for hook in node.laterHooks where hook.isActive {
                        found = try hook.body(found, incoming) ?? found
                    }
                    return found
                })
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
                        waiting[place].gradient = try sum(waiting[place].gradient, gradient)
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
                    if gradients[key] == nil { continue }
                    if let present = gradients[key]![output] {
                        gradients[key]![output] = try sum(present, gradient)
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
                try GradientHook.tell(leaf.gradientHooks, of: leaf)
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

        /// Whether nothing before a node is asked for: a result of it is wanted, and the last that is.
        ///
        /// Only for nodes that stand before a tensor which was attached for a backward: what they lead to is
        /// the computation that is differentiated around this one.
        func ends(at node: Node) -> Bool { node.isAlias && outputs[ObjectIdentifier(node)] != nil }

        /// The nodes on the way to what is wanted; the others need not run.
        ///
        /// - Parameter order: each node before those that it leads to.
        func needed(_ order: [Node]) -> Set<ObjectIdentifier> {
            var found: Set<ObjectIdentifier> = []
            for node in order.reversed() where !ends(at: node) {
                let leads = node.inputs.contains { edge in
                    switch edge {
                    case .leaf(let tensor)?: return leaves[ObjectIdentifier(tensor)] != nil
                    case .node(let next, let output)?:
                        let key = ObjectIdentifier(next)
                        return found.contains(key) || outputs[key]?[output] != nil
                    case nil: return false
                    }
                }
                if leads { found.insert(ObjectIdentifier(node)) }
            }
            return found
        }

        func add(_ gradient: Tensor, to leaf: Tensor) throws {
            guard let present = leaves[ObjectIdentifier(leaf)] else { return }
            let gradient = gradient.dtype == leaf.dtype ? gradient : try gradient.to(leaf.dtype)
            leaves[ObjectIdentifier(leaf)] = try present.map { try Tensor.sum($0, gradient) } ?? gradient
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
        if storage.isPlaced { return try accumulateHere(gradient, owned: owned) }
        try ComputeContext.on(device) { try accumulateHere(gradient, owned: owned) }
    }

    private func accumulateHere(_ gradient: Tensor, owned: Bool) throws {
        // A parameter that was moved while its gradient was under way.
        if !gradient.storage.isBeside(storage) {
            return try accumulateHere(gradient.to(device), owned: true)
        }
        if gradient.dtype != dtype { return try accumulateHere(gradient.to(dtype), owned: true) }
        if Autograd.isEnabled {
            grad = try grad.map { try $0 + gradient } ?? gradient.clone().shown(as: "CopyBackwards", from: [])
            return
        }
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
