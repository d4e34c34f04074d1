import Foundation

// Losses that are one operation each: their slopes at the edges are not those of their parts.

extension Tensor {
    /// −(y·ln p + (1 − y)·ln(1 − p)), element by element; logarithms are not below −100, and the slope not
    /// steeper than 1e12, as in PyTorch.
    ///
    /// - Throws: ShapeError for shapes that do not broadcast.
    public func binaryCrossEntropyTerms(_ target: Tensor) throws -> Tensor {
        try mapped(
            "BinaryCrossEntropyBackward0", with: target,
            { p, y in
                (y - 1) * max(Foundation.log1p(-p), -100) - y * max(Foundation.log(p), -100)
            },
            slopes: (
                // ∂/∂p = (p − y) / ((1 − p)·p),  ∂/∂y = −ln(p / (1 − p))
                { p, y in (p - y) / max((1 - p) * p, 1e-12) },
                { p, _ in -Foundation.log(p / (1 - p)) }
            ),
            again: { p, y in
                let rest = try p.constant(.int(1)) - p
                return (
                    try (p - y) / (rest * p).maximum(p.constant(.float(1e-12))), try -((p / rest).log())
                )
            })
    }

    /// The same of logits x: (1 − y)·x − w·ln σ(x), w = 1 + (v − 1)·y for a weight v of what is positive.
    /// Logits, targets and weight broadcast to one shape.
    ///
    /// - Throws: ShapeError for shapes that do not broadcast.
    public func binaryCrossEntropyOfLogitsTerms(_ target: Tensor, _ positiveWeight: Tensor?) throws -> Tensor
    {
        let (x, y) = (detach(), target.detach()), one = try x.constant(.int(1)), v = positiveWeight?.detach()
        let rest = try (y.constant(.int(1)) - y) * x
        let w = try v.map { try ($0 - $0.constant(.int(1))) * y + $0.constant(.int(1)) }
        let terms = try rest - (w.map { try $0 * x.logSigmoid() } ?? x.logSigmoid())
        guard Tensor.notes(self, target) else { return terms }
        let saved = [x, y] + (v.map { [$0] } ?? [])
        return terms.recorded("BinaryCrossEntropyWithLogitsBackward0", [self, target], saved: saved) { dy in
            // ∂/∂x = σ(x) − y, with weights (t + 1 − y)·σ(x) − t, t = v·y
            let sigmoid = try x.sigmoid()
            let dx: Tensor
            if let t = try v.map({ try $0 * y }) {
                dx = try (t + one - y) * sigmoid - t
            } else {
                dx = try sigmoid - y
            }
            // ∂/∂y = −x, with weights ln σ(−x) − v·ln σ(x)
            let slope = try v.map { try (-x).logSigmoid() - x.logSigmoid() * $0 } ?? -x
            return [try (dy * dx).summed(to: x.shape), try (dy * slope).summed(to: y.shape)]
        }
    }

    /// ½·d²/β for |d| < β and |d| − ½·β beyond, times a scale; d is the distance
    /// from the target. Shapes broadcast.
    ///
    /// - Throws: ShapeError for shapes that do not broadcast.
    public func smoothDistance(_ target: Tensor, beta: Double, scale: Double, _ name: String) throws -> Tensor
    {
        func value(_ d: Double) -> Double {
            scale * (Swift.abs(d) < beta ? 0.5 * d * d / beta : Swift.abs(d) - 0.5 * beta)
        }
        // d / β, and ±1 from β on
        func slope(_ d: Double) -> Double { scale * (d <= -beta ? -1 : d >= beta ? 1 : d / beta) }
        return try mapped(
            name, with: target, { value($0 - $1) }, slopes: ({ slope($0 - $1) }, { slope($1 - $0) }),
            again: { x, y in
                let d = try x - y, steps = beta > 0 ? try d / d.constant(.float(beta)) : try d.sign()
                let slope = try steps.clamp(.float(-1), .float(1)) * d.constant(.float(scale))
                return (slope, try -slope)
            })
    }

    /// (x − y)², element by element.
    ///
    /// - Throws: ShapeError for shapes that do not broadcast.
    public func squaredDistance(_ target: Tensor) throws -> Tensor {
        let difference = try detach() - target.detach()
        let y = try difference.square()
        guard Tensor.notes(self, target) else { return y }
        let (sizes, others) = (shape, target.shape), (needX, needY) = (requiresGrad, target.requiresGrad)
        func gradients(_ dy: Tensor, _ difference: Tensor) throws -> [Tensor?] {
            // y = (a − b)²:  da = 2·dy·(a − b),  db = 2·dy·(b − a)
            let two = try difference.constant(.int(2))
            return [
                needX ? try (dy * difference * two).summed(to: sizes) : nil,
                needY ? try (dy * (difference.constant(.int(0)) - difference) * two).summed(to: others) : nil,
            ]
        }
        let again = Node.SecondBackward.another { dy, attach in
            let whole = attach(difference, [.input(0), .input(1)]) {
                [try $0.summed(to: sizes), try (-$0).summed(to: others)]
            }
            return try gradients(dy, whole)
        }
        return y.recorded("MseLossBackward0", [self, target], saved: [difference], again: again) {
            try gradients($0, difference)
        }
    }

    /// max(x, low) of which the gradient knows nothing: it passes everywhere. [...] → [...].
    public func floored(_ low: Double) throws -> Tensor {
        try detach().maximum(constant(.float(low))).recorded("CloneBackward0", [self]) { [$0] }
    }
}
