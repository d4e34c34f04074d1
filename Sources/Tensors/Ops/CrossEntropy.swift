import Kernels

/// How the losses of the rows become one number.
public enum LossReduction: String, Sendable { case mean, sum, none }

extension Tensor {
    /// −Σ x[r, target[r]] / n: the negative log-likelihood of log-probabilities x [N, C], targets [N].
    ///
    /// Targets equal to `ignoring` count for nothing. Also x [N, C, d₁, …] with targets [N, d₁, …], as in PyTorch.
    public func nllLoss(_ targets: Tensor, reduction: LossReduction = .mean, ignoring: Int = -100) throws -> Tensor {
        if rank > 2 {
            try checkTargets(targets, "nll_loss")
            let moved = try permute([0] + Array(2..<rank) + [1]).reshape([-1, shape[1]])
            let loss = try moved.nllLoss(targets.reshape([-1]), reduction: reduction, ignoring: ignoring)
            return reduction == .none ? try loss.reshape(targets.shape) : loss
        }
        if rank == 1 { return try unsqueeze(0).nllLoss(targets.reshape([1]), reduction: reduction, ignoring: ignoring).reshape([]) }
        let ids = try checkTargets(targets, "nll_loss")
        if dtype == .float64 { return try likelihoodInDouble(ids, reduction, ignoring) }
        let (x, classes) = (try detach().to(.float32).contiguous(), shape[1])
        let n = ids.count, places = ids.pointer(Int64.self), values = x.floats
        let counted = (0..<n).filter { places[$0] != ignoring }.count
        let weight: Float = reduction == .mean ? 1 / Float(counted) : 1
        let rows = try Tensor.empty([n]), losses = rows.freshFloats
        var total = 0.0
        for r in 0..<n {
            losses[r] = places[r] == ignoring ? 0 : -values[r * classes + Int(places[r])]
            total += Double(losses[r])
        }
        // Nothing to average over is NaN, as in PyTorch.
        let result = reduction == .none ? rows : try Tensor([Float(reduction == .sum ? total : total / Double(counted))], [])
        return result.recorded("NllLossBackward0", [self], saved: [ids]) { dy in
            // loss = −w·Σ x[r, t]:  dx[r, t] = −w·dloss, 0 elsewhere
            let dloss = try dy.expand(reduction == .none ? [n] : []).contiguous().elements(Float.self)
            return [try Tensor.promisedOneHot(OneHotRows(
                places: (0..<n).map { places[$0] == ignoring ? -1 : Int(places[$0]) },
                values: (0..<n).map { -weight * dloss[reduction == .none ? $0 : 0] }, columns: classes))]
        }
    }

    /// The same in float64, op by op.
    private func likelihoodInDouble(_ ids: Tensor, _ reduction: LossReduction, _ ignoring: Int) throws -> Tensor {
        let ignored = try ids.compare(.equal, ids.constant(.int(ignoring)))
        let picked = try gather(1, ids.maskedFill(ignored, .int(0)).unsqueeze(1)).squeeze(1)
        let losses = try (-picked).maskedFill(ignored, .int(0))
        switch reduction {
        case .none: return losses
        case .sum: return try losses.sum()
        case .mean: return try losses.sum() / ignored.logicalNot().to(dtype).sum()
        }
    }

    /// nll_loss(log_softmax(x), targets) in one op, never holding the log-probabilities. x [N, C], targets [N].
    public func crossEntropy(_ targets: Tensor, reduction: LossReduction = .mean, ignoring: Int = -100) throws -> Tensor {
        guard rank == 2, dtype == .float32, reduction != .none else {
            return try logSoftmax(rank == 1 ? 0 : 1).nllLoss(targets, reduction: reduction, ignoring: ignoring)
        }
        let ids = try checkTargets(targets, "cross_entropy")
        let (rows, classes) = (shape[0], shape[1])
        let losses = try Tensor.empty([rows])
        let records = Tensor.records(self)
        let weight = try Tensor.lossWeight(ids, reduction, ignoring)
        // The kernel turns a copy of the logits into their gradient where one will be asked for.
        let z = records ? try detach().clone() : try detach().contiguous()
        kernels.crossEntropy(
            UnsafeMutablePointer(mutating: z.floats), stride: classes, targets: ids.pointer(Int64.self), scale: 1, gradient: records ? weight : nil,
            ignoreIndex: Int64(ignoring), losses: losses.freshFloats, rows: rows, columns: classes)
        let loss = try losses.sum() * losses.constant(.float(Double(weight)))
        return loss.recorded("NllLossBackward0", [self]) { dy in [try z * dy] }
    }

    /// Head and loss in one: the cross-entropy of `scale · x·Wᵀ`, in chunks of rows, so that [rows, V] never exists.
    ///
    /// The gradients are computed on the way forward, while each chunk of logits is still in hand (3 products instead
    /// of 4); backward only multiplies them by the incoming gradient.
    /// - Parameters: self is x [N, E]; weight W [V, E]; targets [N].
    /// - Returns: `share` times the mean over rows.
    public func linearCrossEntropy(
        _ weight: Tensor, _ targets: Tensor, scale: Double = 1, share: Double = 1, ignoring: Int = -100, chunk: Int = HeadProducts.chunk
    ) throws -> Tensor {
        let isComputable = Autocast.applies(self, weight) || (dtype == .float32 && weight.dtype == .float32)
        guard rank == 2, weight.rank == 2, shape[1] == weight.shape[1], isComputable else {
            throw TensorError.shape(
                "linear_cross_entropy wants x [N, E] and weight [V, E]", "x \(Shape.description(shape))", "weight \(Shape.description(weight.shape))")
        }
        let (rows, width, classes) = (shape[0], shape[1], weight.shape[0])
        let ids = try Tensor.checkedTargets(targets, rows: [rows], classes: classes, "linear_cross_entropy")
        let gradientScale = try Tensor.lossWeight(ids, .mean, ignoring) * Float(share)
        let (needX, needW) = (Autograd.isEnabled && requiresGrad, Autograd.isEnabled && weight.requiresGrad)
        let dx = needX ? try Tensor.empty([rows, width]) : nil
        let dw = needW ? (rows == 0 ? try Tensor.zeros([classes, width]) : try Tensor.empty([classes, width])) : nil
        let losses = try Tensor.empty([rows])
        let head = try HeadProducts(self, weight, scale: scale, rows: min(chunk, rows), gradients: needX || needW)
        for start in stride(from: 0, to: rows, by: chunk) {
            try Interruptible.poll()
            let n = min(chunk, rows - start)
            let (places, results) = (ids.pointer(Int64.self) + start, losses.freshFloats + start)
            // z = x·Wᵀ   [n, V], then the losses of its rows, and dz
            head.forward(start, n, into: head.z, stride: head.stride)
            if let dz = head.dz {
                kernels.crossEntropy(
                    head.z, stride: head.stride, targets: places, scale: head.scale, gradient: gradientScale, ignoreIndex: Int64(ignoring),
                    losses: results, into: dz, rows: n, columns: classes)
            } else {
                kernels.crossEntropy(
                    head.z, stride: head.stride, targets: places, scale: head.scale, gradient: needX || needW ? gradientScale : nil,
                    ignoreIndex: Int64(ignoring), losses: results, rows: n, columns: classes)
            }
            if let dx { head.inputGradient(n, into: dx.freshFloats + start * width) }
            if let dw { head.weightGradient(start, n, into: dw.freshFloats) }
        }
        let loss = try losses.sum() * losses.constant(.float(Double(gradientScale)))
        return loss.recorded("LinearCrossEntropyBackward0", [self, weight]) { dy in
            // Usually the loss itself is what backward starts from, and dy is 1.
            if case .float(1) = try dy.item() { return [dx, dw] }
            return [try dx.map { try $0 * dy }, try dw.map { try $0 * dy }]
        }
    }

    /// 1/n over the targets that count, or 1 for a sum.
    private static func lossWeight(_ ids: Tensor, _ reduction: LossReduction, _ ignoring: Int) throws -> Float {
        guard reduction == .mean else { return 1 }
        let pointer = ids.pointer(Int64.self)
        return 1 / Float((0..<ids.count).filter { pointer[$0] != ignoring }.count)
    }

    @discardableResult
    private func checkTargets(_ targets: Tensor, _ operation: String) throws -> Tensor {
        guard rank >= 2 else {
            throw TensorError.shape("\(operation) wants [N, classes] and [N]", "input \(Shape.description(shape))")
        }
        return try Tensor.checkedTargets(
            targets, rows: [shape[0]] + shape.dropFirst(2), classes: shape[1], operation, input: shape)
    }

    private static func checkedTargets(
        _ targets: Tensor, rows: [Int], classes: Int, _ operation: String, input: [Int]? = nil
    ) throws -> Tensor {
        guard targets.shape == rows else {
            let name = operation == "nll_loss" ? "log_probs" : "logits"
            let flat = input.map { $0.count == 3 && targets.shape == Array($0.dropLast()) } ?? false
            throw TensorError.shape(
                "\(operation) wants [N, classes] and [N]",
                "input \(Shape.description(input ?? rows + [classes]))     target \(Shape.description(targets.shape))",
                hint: flat ? "\(operation)(\(name).view(-1, \(input![2])), Y.view(-1))" : nil,
                pytorch: input.map { sizes in
                    sizes.count == 2
                        ? "Expected input batch_size (\(sizes[0])) to match target batch_size (\(targets.shape.first ?? 1))."
                        : "Expected target size \(Shape.description(rows)), got \(Shape.description(targets.shape))"
                })
        }
        guard targets.dtype == .int64 || targets.dtype == .int32 else {
            throw TensorError(.runtime, "\(operation): expected target of integers (token ids), got \(targets.dtype)", hint: "Y.long()",
                pytorch: "expected scalar type Long but found \(targets.dtype == .float32 ? "Float" : "\(targets.dtype)")")
        }
        let ids = try targets.detach().to(.int64).contiguous()
        try checkIds(ids, below: classes, ignoring: -100, what: "target")
        return ids
    }
}
