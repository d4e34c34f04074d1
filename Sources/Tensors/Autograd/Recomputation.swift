extension Tensor {
    /// body(inputs), of which only the inputs are kept: backward runs `body` again for whatever it needs of
    /// it (Chen et al.
    /// 2016, "Training deep nets with sublinear memory cost"). `torch.utils.checkpoint.checkpoint`.
    ///
    /// Costs a second forward pass through `body` and saves everything that it would have kept. Results and
    /// gradients have the same bits as without, random numbers of PyTorch's default generator included.
    ///
    /// - Parameters:
    ///   - inputs: what `body` computes from; other tensors that it uses (parameters) get their gradients
    ///     too.
    ///   - preservingRandomState: draws the same random numbers the second time.
    ///   - body: gets tensors with the numbers of `inputs`; must compute the same every time.
    /// - Throws: What `body` throws; in backward, RuntimeError where its result has another shape the second
    ///   time.
    public static func checkpoint(
        _ inputs: [Tensor], preservingRandomState: Bool = true, _ body: @escaping ([Tensor]) throws -> Tensor
    ) throws -> Tensor {
        guard Autograd.isEnabled else { return try body(inputs) }
        let isMixed = Autocast.isEnabled
        let random = preservingRandomState ? Generator.standard.snapshot : nil
        let kept = inputs.map { (numbers: $0.detachedView(), requiresGrad: $0.requiresGrad) }
        func run() throws -> (leaves: [Tensor], result: Tensor) {
            let leaves = kept.map { input in
                let leaf = input.numbers.detachedView()
                leaf.leafRequiresGrad = input.requiresGrad
                return leaf
            }
            return (
                leaves, try Autograd.recording(true) { try Autocast.enabled(isMixed) { try body(leaves) } }
            )
        }
        // Recorded here too, and forgotten at once: the record says whether any gradient will be asked for.
        let first = try run().result
        guard first.requiresGrad else { return first }
        let y = first.detachedView()
        y.gradFunction = Node(
            first.gradFunction?.name ?? "CheckpointFunctionBackward", inputs: inputs, outputs: [y],
            saved: kept.map(\.numbers), again: .refused
        ) { gradients in
            let now = Generator.standard.snapshot
            if let random { Generator.standard.snapshot = random }
            defer { if random != nil { Generator.standard.snapshot = now } }
            let (leaves, again) = try run()
            guard again.shape == gradients[0]?.shape else {
                throw TensorError(
                    .runtime, "checkpoint: the function gave another shape when it ran again for backward",
                    details: [
                        "first \(Shape.description(gradients[0]?.shape ?? []))     again "
                            + "\(Shape.description(again.shape))"
                    ],
                    hint: "a function that computes the same every time")
            }
            // Parameters take their gradients here, the inputs' go on from here.
            try again.backward(gradients[0])
            return leaves.map(\.grad)
        }
        return y
    }
}
