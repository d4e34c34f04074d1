import Kernels
import Testing

extension KernelsTests {
    /// A function of some numbers: what it gives, and from a gradient of that, the gradient of the numbers.
    struct Differentiable: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let input: Int
        let forward: @Sendable (ReferenceKernels, [Float]) -> [Float]
        let backward: @Sendable (ReferenceKernels, [Float], _ dy: [Float]) -> [Float]
    }

    @Test("Backward is the slope of forward", arguments: differentiables)
    func matchesCentralDifferences(_ function: Differentiable) {
        var numbers = Numbers(11)
        let kernels = ReferenceKernels()
        let x = numbers.floats(function.input, -1.5...1.5)
        let dy = numbers.floats(function.forward(kernels, x).count, -1...1)
        let dx = function.backward(kernels, x, dy)
        var (distance, norm) = (0.0, 0.0)
        for i in x.indices {
            // Wide steps, as forward rounds to float32, and Richardson's correction for their width.
            func slope(_ step: Float) -> Double {
                var (above, below) = (x, x)
                above[i] += step
                below[i] -= step
                let (high, low) = (function.forward(kernels, above), function.forward(kernels, below))
                var change = 0.0
                for j in dy.indices { change += Double(dy[j]) * (Double(high[j]) - Double(low[j])) }
                return change / (Double(above[i]) - Double(below[i]))
            }
            let expected = (4 * slope(0.03125) - slope(0.0625)) / 3
            distance += (expected - Double(dx[i])) * (expected - Double(dx[i]))
            norm += expected * expected
        }
        #expect((distance / norm).squareRoot() < 2e-4)
    }

    static let differentiables: [Differentiable] = [
        Differentiable(testDescription: "GELU, erf", input: 17) { kernels, x in
            var y = x
            kernels.gelu(.erf, x, into: &y, count: 17)
            return y
        } backward: { kernels, x, dy in
            var dx = x
            kernels.geluBackward(.erf, x, dy: dy, into: &dx, count: 17)
            return dx
        },
        Differentiable(testDescription: "GELU, tanh", input: 17) { kernels, x in
            var y = x
            kernels.gelu(.tanh, x, into: &y, count: 17)
            return y
        } backward: { kernels, x, dy in
            var dx = x
            kernels.geluBackward(.tanh, x, dy: dy, into: &dx, count: 17)
            return dx
        },
        Differentiable(testDescription: "softmax", input: 15) { kernels, x in
            var y = x
            kernels.softmax(x, into: &y, rows: 3, columns: 5)
            return y
        } backward: { kernels, x, dy in
            var (y, dx) = (x, x)
            kernels.softmax(x, into: &y, rows: 3, columns: 5)
            kernels.softmaxBackward(y: y, dy: dy, into: &dx, rows: 3, columns: 5)
            return dx
        },
        Differentiable(testDescription: "log-softmax", input: 15) { kernels, x in
            var y = x
            kernels.logSoftmax(x, into: &y, rows: 3, columns: 5)
            return y
        } backward: { kernels, x, dy in
            var (y, dx) = (x, x)
            kernels.logSoftmax(x, into: &y, rows: 3, columns: 5)
            kernels.logSoftmaxBackward(y: y, dy: dy, into: &dx, rows: 3, columns: 5)
            return dx
        },
        // x [5, 7], weight [7], bias [7]
        Differentiable(testDescription: "layer norm", input: 49) { kernels, input in
            layerNorm(kernels, input).y
        } backward: { kernels, input, dy in
            let (_, mean, rstd) = layerNorm(kernels, input)
            let (x, weight) = (Array(input[0..<35]), Array(input[35..<42]))
            var (dx, dweight, dbias) = (x, [Float](repeating: 0, count: 7), [Float](repeating: 0, count: 7))
            kernels.layerNormBackward(
                x, weight: weight, mean: mean, rstd: rstd, dy: dy, into: &dx, dweight: &dweight,
                dbias: &dbias,
                rows: 5, columns: 7)
            return dx + dweight + dbias
        },
        Differentiable(testDescription: "cross-entropy", input: 12) { kernels, x in
            // The loss of each of the three rows, times the gradient that backward is told.
            var (z, losses) = (x, [Float](repeating: 0, count: 3))
            kernels.crossEntropy(
                &z, stride: 4, targets: [1, 3, 0], scale: 0.7, gradient: nil, ignoreIndex: 3, losses: &losses,
                rows: 3,
                columns: 4)
            return [losses.reduce(0, +)]
        } backward: { kernels, x, dy in
            var (z, losses) = (x, [Float](repeating: 0, count: 3))
            kernels.crossEntropy(
                &z, stride: 4, targets: [1, 3, 0], scale: 0.7, gradient: dy[0], ignoreIndex: 3,
                losses: &losses, rows: 3,
                columns: 4)
            return z
        },
        attention(causal: true), attention(causal: false),
    ]

    private static func layerNorm(_ kernels: ReferenceKernels, _ input: [Float]) -> (
        y: [Float], [Float], [Float]
    ) {
        var (y, mean, rstd) = (
            Array(input[0..<35]), [Float](repeating: 0, count: 5), [Float](repeating: 0, count: 5)
        )
        kernels.layerNorm(
            Array(input[0..<35]), weight: Array(input[35..<42]), bias: Array(input[42...]), eps: 1e-2,
            into: &y,
            mean: &mean, rstd: &rstd, rows: 5, columns: 7)
        return (y, mean, rstd)
    }

    /// q, k, v [2 heads, 5 positions, 3 wide], one after the other.
    private static func attention(causal: Bool) -> Differentiable {
        let strides = AttentionStrides(batch: 30, head: 15, position: 3)
        let shape = AttentionShape(
            batch: 1, heads: 2, queries: 5, keys: 5, width: 3, causal: causal, scale: 0.6, q: strides,
            k: strides,
            v: strides, z: strides)
        @Sendable func forward(_ kernels: ReferenceKernels, _ x: [Float]) -> (z: [Float], sums: [Float]) {
            var (z, sums) = ([Float](repeating: 0, count: 30), [Float](repeating: 0, count: 10))
            kernels.attention(
                shape, q: Array(x[0..<30]), k: Array(x[30..<60]), v: Array(x[60...]), into: &z,
                logSumExp: &sums)
            return (z, sums)
        }
        return Differentiable(testDescription: "attention, causal \(causal)", input: 90) {
            forward($0, $1).z
        } backward: {
            kernels, x, dz in
            let (z, sums) = forward(kernels, x)
            var (dq, dk, dv) = (z, z, z)
            kernels.attentionBackward(
                shape, q: Array(x[0..<30]), k: Array(x[30..<60]), v: Array(x[60...]), z: z, logSumExp: sums,
                dz: dz,
                dq: &dq, dk: &dk, dv: &dv)
            return dq + dk + dv
        }
    }
}
