import Foundation

/// Optimizers; the formulas stand in `ReferenceKernels+Optimizers.swift`.
extension CPUKernels {
    public func adam(_ updates: [AdamUpdate]) {
        // Each parameter starts a piece of its own, and small ones share a
        // thread's turn with their neighbours.
        var pieces: [(update: AdamUpdate, start: Int, count: Int)] = [], turns: [Int] = [], room = 0
        for update in updates {
            for start in stride(from: 0, to: update.count, by: Self.adamPiece) {
                let count = min(Self.adamPiece, update.count - start)
                if room < count { turns.append(pieces.count); room = Self.adamPiece }
                room -= count
                pieces.append((update, start, count))
            }
        }
        turns.append(pieces.count)
        ThreadPool.forEach(turns.count - 1) { turn in
            for piece in pieces[turns[turn]..<turns[turn + 1]] {
                Self.adam(piece.update, piece.start, piece.count)
            }
        }
    }

    /// The root and the quotient make a number cost several times what copying it costs.
    private static let adamPiece = Partition.piece / 4

    private static func adam(_ update: AdamUpdate, _ start: Int, _ count: Int) {
        let step = update.step
        // Everything that is the same for all numbers is computed once, in Double.
        let correction1 = 1 - pow(step.beta1, Double(step.step))
        let correction2 = (1 - pow(step.beta2, Double(step.step))).squareRoot()
        let keep = Lanes(repeating: step.decoupled ? Float(1 - step.rate * step.weightDecay) : 1)
        let decay = Lanes(repeating: Float(step.weightDecay))
        let rate = Lanes(repeating: Float(-step.rate / correction1))
        let gradientScale = Lanes(repeating: step.gradientScale)
        let mixing = Lanes(repeating: Float(1 - step.beta1))
        let beta2 = Lanes(repeating: Float(step.beta2))
        let newSquare = Lanes(repeating: Float(1 - step.beta2))
        let rootScale = Lanes(repeating: Float(1 / correction2))
        let eps = Lanes(repeating: Float(step.eps))
        let (p, g, m, v) = (
            update.parameter + start, update.gradient + start, update.m + start, update.v + start
        )
        forEachLanes(count) { i, n in
            let old = load(p + i, n)
            var g = load(g + i, n) * gradientScale
            if !step.decoupled { g = old.times(decay, plus: g) }
            let mean = (g - load(m + i, n)).times(mixing, plus: load(m + i, n))
            let square = (g * g).times(newSquare, plus: load(v + i, n) * beta2)
            let spread = VectorMath.squareRoot(square).times(rootScale, plus: eps)
            store((mean / spread).times(rate, plus: old * keep), p + i, n)
            store(mean, m + i, n)
            store(square, v + i, n)
        }
    }

    public func sgd(
        _ step: SGDStep, parameter: MutableFloats, gradient: Floats, buffer: MutableFloats?, count: Int
    ) {
        let gradientScale = Lanes(repeating: step.gradientScale)
        let decay = Lanes(repeating: step.weightDecay)
        let momentum = Lanes(repeating: step.momentum)
        let share = Lanes(repeating: 1 - step.dampening)
        let rate = Lanes(repeating: -step.rate)
        Partition.forEachPiece(count) { start, size in
            let (p, g) = (parameter + start, gradient + start)
            let buffer = buffer.map { $0 + start }
            forEachLanes(size) { i, n in
                let old = load(p + i, n)
                var change = old.times(decay, plus: load(g + i, n) * gradientScale)
                if let buffer {
                    let moved =
                        step.first ? change : (change * share).addingProduct(load(buffer + i, n), momentum)
                    store(moved, buffer + i, n)
                    change = step.nesterov ? change.addingProduct(moved, momentum) : moved
                }
                store(change.times(rate, plus: old), p + i, n)
            }
        }
    }
}
