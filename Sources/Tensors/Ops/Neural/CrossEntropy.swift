import Kernels

/// How the losses of the rows become one number.
public enum LossReduction: String, Sendable { case mean, sum, none }

extension Tensor {
    /// −Σ x[r, target[r]] / n: the negative log-likelihood of log-probabilities x [N, C], targets [N].
    ///
    /// Targets equal to `ignoring` count for nothing. Also x [N, C, d₁, …] with targets
    /// [N, d₁, …], as in PyTorch. `F.nll_loss`.
    ///
    /// - Throws: IndexError for a target that is no class; ValueError for another number of targets than
    ///   rows, ShapeError for other sizes behind it; RuntimeError for targets that are not int64.
    public func nllLoss(_ targets: Tensor, reduction: LossReduction = .mean, ignoring: Int = -100) throws
        -> Tensor
    {
        if rank > 2 {
            let ids = try checkedTargets(targets, "nll_loss", ignoring: ignoring)
            let moved = try permute([0] + Array(2..<rank) + [1]).reshape([ids.count, shape[1]])
            let loss = try moved.nllLoss(ids.reshape([-1]), reduction: reduction, ignoring: ignoring)
            return reduction == .none ? try loss.reshape(targets.shape) : loss
        }
        if rank == 1 {
            let ids = try checkedTargets(targets, "nll_loss", ignoring: ignoring).reshape([1])
            let loss = try unsqueeze(0).nllLoss(ids, reduction: reduction, ignoring: ignoring)
            return try loss.reshape([])
        }
        let ids = try checkedTargets(targets, "nll_loss", ignoring: ignoring)
        guard dtype.isFloatingPoint else { throw Tensor.notForIntegers("nll_loss", dtype) }
        guard dtype == .float64 else {
            let losses = try to(.float32).rowLosses(ids, reduction: reduction, ignoring: ignoring, Float.self)
            // Under autocast losses are computed, and stay, in float32.
            return Autocast.isEnabled ? losses : try losses.to(dtype)
        }
        return try rowLosses(ids, reduction: reduction, ignoring: ignoring, Double.self)
    }

    /// The losses of checked targets, for numbers of type `T`: x [N, C], ids [N].
    private func rowLosses<T: Scalar & BinaryFloatingPoint>(
        _ ids: Tensor, reduction: LossReduction, ignoring: Int, _: T.Type
    ) throws -> Tensor {
        let (x, classes, n) = (try detach().contiguous(), shape[1], ids.count)
        let places = try ids.elements(Int64.self), values = x.numbers(T.self)
        let counted = (0..<n).filter { places[$0] != ignoring }.count
        let weight: T = reduction == .mean ? 1 / T(counted) : 1
        let rows = try Tensor.empty([n], T.dtype)
        var total = 0.0
        Host.fill(rows.uninitialized(T.self), count: n) { r -> T in
            let loss = places[r] == ignoring ? 0 : -Host.number(values + (r * classes + Int(places[r])))
            total += Double(loss)
            return loss
        }
        // Nothing to average over is NaN, as in PyTorch.
        let sum = reduction == .sum ? total : total / Double(counted)
        let result = reduction == .none ? rows : try Tensor([T(sum)], [])
        let again = Node.SecondBackward.another { dy, _ in
            let picked = try Tensor.picked(ids, ignoring, classes, dy.dtype)
            return [try picked * dy.constant(.float(-Double(weight))) * dy.expand([n]).unsqueeze(1)]
        }
        return result.recorded("NllLossBackward0", [self], saved: [ids], again: again) { dy in
            // loss = −w·Σ x[r, t]:  dx[r, t] = −w·dloss, 0 elsewhere
            let dloss = try dy.expand(reduction == .none ? [n] : []).contiguous().elements(T.self)
            let values = (0..<n).map { -weight * dloss[reduction == .none ? $0 : 0] }
            let places = (0..<n).map { places[$0] == ignoring ? -1 : Int(places[$0]) }
            if T.self == Float.self {
                let values = values.map { Float($0) }
                return [
                    try Tensor.deferredOneHot(
                        OneHotRows(places: places, values: values, columns: classes), on: dy.device)
                ]
            }
            let dx = try Tensor.zeros([n, classes], T.dtype)
            Host.set(
                values, at: places.enumerated().map { $1 < 0 ? -1 : $0 * classes + $1 },
                of: dx.uninitialized(T.self))
            return [dx]
        }
    }

    /// What PyTorch's losses say to numbers that are not of a floating point type.
    private static func notForIntegers(_ operation: String, _ dtype: DType) -> TensorError {
        TensorError(
            .runtime, "\(operation) is not implemented for \(dtype)", hint: "x.float()",
            pytorch: "\"\(operation)_out_frame\" not implemented for '\(dtype.scalarName)'")
    }

    /// nll_loss(log_softmax(x), targets) in one op, never holding the log-probabilities. x [N, C],
    /// targets [N]. `F.cross_entropy`.
    ///
    /// - Throws: as `nllLoss`.
    public func crossEntropy(_ targets: Tensor, reduction: LossReduction = .mean, ignoring: Int = -100) throws
        -> Tensor
    {
        guard rank == 2, dtype == .float32, reduction != .none else {
            return try logSoftmax(rank == 1 ? 0 : 1).nllLoss(
                targets, reduction: reduction, ignoring: ignoring)
        }
        let ids = try checkedTargets(targets, "cross_entropy", ignoring: ignoring)
        let (rows, classes) = (shape[0], shape[1])
        let losses = try Tensor.empty([rows])
        let records = Tensor.records(self)
        let weight = try Tensor.lossWeight(ids, reduction, ignoring)
        // The kernel turns a copy of the logits into their gradient where one will be asked for.
        let z = records ? try detach().clone() : try detach().contiguous()
        kernels.crossEntropy(
            z.floats, stride: classes, targets: ids.numbers(Int64.self),
            scale: 1, gradient: records ? weight : nil,
            ignoreIndex: Int64(ignoring), losses: losses.uninitializedFloats, rows: rows, columns: classes)
        let loss = try Observation.suspended { try losses.sum() * losses.constant(.float(Double(weight))) }
        let again = Node.SecondBackward.another { dy, attach in
            // z = w·(p − picked), p = softmax x, in rows that count:  dx = w·(p·d − p·Σ p·d)
            let picked = try Tensor.picked(ids, ignoring, classes, .float32)
            let counts = try picked.sum([1], keepDim: true), w = try z.constant(.float(Double(weight)))
            func gradient() -> Tensor {
                attach(z, [.input(0)]) { d in
                    let p = try gradient() / w + picked, weighted = try p * d * counts
                    return [try (weighted - p * weighted.sum([1], keepDim: true)) * w]
                }
            }
            return [try gradient() * dy]
        }
        return loss.recorded("NllLossBackward0", [self], again: again) { dy in [try z * dy] }
    }

    /// Head and loss in one: the cross-entropy of `scale · x·Wᵀ`, in chunks of rows,
    /// so that [rows, V] never exists.
    ///
    /// The gradients are computed on the way forward, while each chunk of logits is still in hand (3 products
    /// instead of 4); backward only multiplies them by the incoming gradient.
    /// - Parameters: self is x [N, E]; weight W [V, E]; targets [N].
    /// - Returns: `share` times the mean over rows.
    public func linearCrossEntropy(
        _ weight: Tensor, _ targets: Tensor, scale: Double = 1, share: Double = 1, ignoring: Int = -100,
        chunk: Int = HeadProducts.chunk
    ) throws -> Tensor {
        let isComputable = Autocast.applies(self, weight) || (dtype == .float32 && weight.dtype == .float32)
        guard rank == 2, weight.rank == 2, shape[1] == weight.shape[1], isComputable else {
            throw TensorError.shape(
                "linear_cross_entropy wants x [N, E] and weight [V, E]", "x \(Shape.description(shape))",
                "weight \(Shape.description(weight.shape))")
        }
        let (rows, width, classes) = (shape[0], shape[1], weight.shape[0])
        let ids = try Tensor.checkedTargets(
            targets, rows: [rows], classes: classes, "linear_cross_entropy", ignoring: ignoring)
        let gradientScale = try Tensor.lossWeight(ids, .mean, ignoring) * Float(share)
        let (needX, needW) = (Autograd.isEnabled && requiresGrad, Autograd.isEnabled && weight.requiresGrad)
        let dx = needX ? try Tensor.empty([rows, width]) : nil
        let dw =
            needW
            ? (rows == 0 ? try Tensor.zeros([classes, width]) : try Tensor.empty([classes, width])) : nil
        let losses = try Tensor.empty([rows])
        let head = try HeadProducts(
            self, weight, scale: scale, rows: min(chunk, rows), gradients: needX || needW)
        for start in stride(from: 0, to: rows, by: chunk) {
            try Interruptible.poll()
            let n = min(chunk, rows - start)
            let (places, results) = (ids.numbers(Int64.self) + start, losses.uninitializedFloats + start)
            // z = x·Wᵀ   [n, V], then the losses of its rows, and dz
            head.forward(start, n, into: head.z, stride: head.stride)
            if let dz = head.dz {
                kernels.crossEntropy(
                    head.z, stride: head.stride, targets: places, scale: head.scale, gradient: gradientScale,
                    ignoreIndex: Int64(ignoring),
                    losses: results, into: dz, rows: n, columns: classes)
            } else {
                kernels.crossEntropy(
                    head.z, stride: head.stride, targets: places, scale: head.scale,
                    gradient: needX || needW ? gradientScale : nil,
                    ignoreIndex: Int64(ignoring), losses: results, rows: n, columns: classes)
            }
            if let dx { head.inputGradient(n, into: dx.uninitializedFloats + start * width) }
            if let dw { head.weightGradient(start, n, into: dw.uninitializedFloats) }
        }
        let loss = try Observation.suspended {
            try losses.sum() * losses.constant(.float(Double(gradientScale)))
        }
        return loss.recorded(
            "LinearCrossEntropyBackward0", [self, weight], again: .refused, beside: [targets]
        ) { dy in
            // Usually the loss itself is what backward starts from, and dy is 1.
            if case .float(1) = try dy.item() { return [dx, dw] }
            return [try dx.map { try $0 * dy }, try dw.map { try $0 * dy }]
        }
    }

    /// 1 at the class of each row that counts, 0 elsewhere: [N, C].
    private static func picked(_ ids: Tensor, _ ignoring: Int, _ classes: Int, _ type: DType) throws -> Tensor
    {
        let column = try ids.reshape([ids.count, 1]), all = try Tensor.arange(.int(0), .int(classes))
        let counted = try column.compare(.notEqual, column.constant(.int(ignoring)))
        return try column.compare(.equal, all).bitwise(.and, counted).to(type)
    }

    /// 1/n over the targets that count, or 1 for a sum.
    private static func lossWeight(_ ids: Tensor, _ reduction: LossReduction, _ ignoring: Int) throws -> Float
    {
        guard reduction == .mean else { return 1 }
        var counted = 0
        Host.forEach(ids.numbers(Int64.self), count: ids.count) { if $1 != ignoring { counted += 1 } }
        return 1 / Float(counted)
    }

    /// The targets of this tensor's rows as int64, next to one another: every
    /// one a class of it, or `ignoring`.
    ///
    /// All losses over class ids take their targets from here: what it lets
    /// through is read without another look.
    private func checkedTargets(_ targets: Tensor, _ operation: String, ignoring: Int) throws -> Tensor {
        guard rank >= 1 else {
            throw TensorError.shape(
                "\(operation) wants [N, classes] and [N]", "input \(Shape.description(shape))")
        }
        if rank == 1 {
            // One row without an axis of rows; its target stands alone or in a row of one.
            return try Tensor.checkedTargets(
                targets, rows: targets.shape == [1] ? [1] : [], classes: shape[0], operation,
                ignoring: ignoring)
        }
        return try Tensor.checkedTargets(
            targets, rows: [shape[0]] + shape.dropFirst(2), classes: shape[1], operation, input: shape,
            ignoring: ignoring)
    }

    private static func checkedTargets(
        _ targets: Tensor, rows: [Int], classes: Int, _ operation: String, input: [Int]? = nil, ignoring: Int
    ) throws -> Tensor {
        guard targets.shape == rows else {
            let name = operation == "nll_loss" ? "log_probs" : "logits"
            let flat = input.map { $0.count == 3 && targets.shape == Array($0.dropLast()) } ?? false
            // Another number of rows is a ValueError in PyTorch, other sizes behind it are not.
            let isBatch = rows.isEmpty || targets.shape.first != rows.first
            throw TensorError(
                isBatch ? .value : .shape, "\(operation) wants [N, classes] and [N]",
                details: [
                    "input \(Shape.description(input ?? rows + [classes]))     target "
                        + "\(Shape.description(targets.shape))"
                ],
                hint: flat ? "\(operation)(\(name).view(-1, \(input![2])), Y.view(-1))" : nil,
                pytorch: input.map { sizes in
                    sizes.count == 2
                        ? "Expected input batch_size (\(sizes[0])) to match target batch_size "
                            + "(\(targets.shape.first ?? 1))."
                        : "Expected target size \(Shape.description(rows)), got "
                            + "\(Shape.description(targets.shape))"
                },
                // PyTorch: the numbers of rows are compared in Python for two axes, in the engine for more.
                raisedAs: rows.first == targets.shape.first && rows.count > 1 ? nil : .value)
        }
        guard targets.dtype == .int64 else {
            throw TensorError(
                .runtime, "\(operation): expected targets of int64 (token ids), got \(targets.dtype)",
                hint: "Y.long()",
                pytorch: "expected scalar type Long but found \(targets.dtype.scalarName)")
        }
        let ids = try targets.detach().contiguous()
        try checkIds(ids, below: classes, ignoring: Int64(ignoring), what: "target")
        return ids
    }
}
