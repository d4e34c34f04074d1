import Foundation
import Neural
import Tensors
import TestSupport
import Testing

/// Optimizers against their formulas in Double.
struct OptimizerTests {
    static let start: [Double] = [1, -2, 0.5]
    static let gradients: [[Double]] = [[0.5, -1, 2], [0.1, 0.3, -2], [0, 0, 1e-3], [-4, 1, 0.5]]

    /// The parameter after all gradients.
    private func moved(_ make: ([Tensor]) throws -> Optimizer) throws -> [Double] {
        let parameter = try Tensor(Self.start.map { Float($0) }, [3])
        let optimizer = try make([parameter])
        for gradient in Self.gradients {
            parameter.grad = try Tensor(gradient.map { Float($0) }, [3])
            try optimizer.step()
        }
        #expect(optimizer.steps == Self.gradients.count)
        return try parameter.elements(Double.self)
    }

    private func adam(rate: Double, decay: Double, decoupled: Bool) -> [Double] {
        (0..<3).map { i in
            var (p, m, v) = (Self.start[i], 0.0, 0.0)
            for (step, gradients) in Self.gradients.enumerated() {
                var g = gradients[i]
                if decoupled { p *= 1 - rate * decay } else { g += decay * p }
                m = 0.9 * m + 0.1 * g
                v = 0.999 * v + 0.001 * g * g
                let t = Double(step + 1)
                p -= rate * (m / (1 - pow(0.9, t))) / ((v / (1 - pow(0.999, t))).squareRoot() + 1e-8)
            }
            return p
        }
    }

    @Test func adamWShrinksTheParameterItself() throws {
        let expected = adam(rate: 0.1, decay: 0.3, decoupled: true)
        #expect(relativeError(try moved { try AdamW($0, rate: 0.1, weightDecay: 0.3) }, expected) < 1e-6)
    }

    @Test func adamAddsDecayToTheGradient() throws {
        let expected = adam(rate: 0.1, decay: 0.3, decoupled: false)
        #expect(relativeError(try moved { try Adam($0, rate: 0.1, weightDecay: 0.3) }, expected) < 1e-6)
    }

    /// A tied head may be listed beside the embedding: two parameters over the same numbers move one after
    /// the other.
    @Test func parametersThatShareTheirNumbersTakeTurns() throws {
        let count = 300_000
        func moved(_ make: (Tensor, Tensor) throws -> [Optimizer]) throws -> [Float] {
            let first = try Tensor.ones([count])
            let second = Tensor(storage: first.storage, shape: [count], strides: [1], offset: 0)
            (first.grad, second.grad) = (
                try Tensor.full([count], .float(0.5)), try Tensor.full([count], .float(-2))
            )
            for optimizer in try make(first, second) { try optimizer.step() }
            return try first.elements(Float.self)
        }
        let together = try moved { [try AdamW([$0, $1], rate: 0.1, weightDecay: 0.3)] }
        let inTurn = try moved {
            [try AdamW([$0], rate: 0.1, weightDecay: 0.3), try AdamW([$1], rate: 0.1, weightDecay: 0.3)]
        }
        #expect(together == inTurn && Set(together).count == 1)
    }

    @Test(arguments: [false, true]) func sgdWithMomentum(nesterov: Bool) throws {
        let (rate, momentum, decay) = (0.05, 0.9, 0.1)
        let expected = (0..<3).map { i in
            var p = Self.start[i]
            var buffer: Double?
            for gradients in Self.gradients {
                let g = gradients[i] + decay * p
                let b = buffer.map { momentum * $0 + g } ?? g
                buffer = b
                p -= rate * (nesterov ? g + momentum * b : b)
            }
            return p
        }
        let got = try moved {
            try SGD($0, rate: rate, momentum: momentum, weightDecay: decay, nesterov: nesterov)
        }
        #expect(relativeError(got, expected) < 1e-6)
    }

    @Test func aParameterWithoutAGradientStays() throws {
        let (a, b) = (try Tensor.ones([2]), try Tensor.ones([2]))
        let optimizer = try AdamW([a, b], rate: 0.1)
        a.grad = try Tensor.ones([2])
        try optimizer.step()
        #expect(try a.elements(Float.self) != [1, 1] && b.elements(Float.self) == [1, 1])
        try optimizer.zeroGrad()
        #expect(a.grad == nil)
    }

    @Test func whatMakesNoSenseIsRefused() throws {
        let a = try Tensor.ones([2])
        #expect(throws: TensorError.self) { try AdamW([]) }
        #expect(throws: TensorError.self) { try AdamW([a, a]) }
        #expect(throws: TensorError.self) { try AdamW([a], rate: -1) }
        #expect(throws: TensorError.self) { try Adam([a], betas: (1, 0.9)) }
        #expect(throws: TensorError.self) { try SGD([a], nesterov: true) }
    }
}
