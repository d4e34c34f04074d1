import Foundation
import Kernels
import Testing

extension KernelsTests {
    /// What a function should be, and how many units in the last place it may be off.
    struct Accuracy: Sendable, CustomTestStringConvertible {
        let op: UnaryOperation
        let limit: Double
        let range: ClosedRange<Float>
        let exact: @Sendable (Double) -> Double

        var testDescription: String { "\(op)" }
    }

    static let accuracies: [Accuracy] = [
        Accuracy(op: .exp, limit: 1.5, range: -110...95) { exp($0) },
        Accuracy(op: .log, limit: 1.5, range: 0...Float.greatestFiniteMagnitude) { log($0) },
        Accuracy(op: .tanh, limit: 2, range: -12...12) { tanh($0) },
        Accuracy(op: .erf, limit: 2, range: -6...6) { erf($0) },
        Accuracy(op: .sigmoid, limit: 2.5, range: -80...95) { 1 / (1 + exp(-$0)) },
        Accuracy(op: .squareRoot, limit: 0.51, range: 0...Float.greatestFiniteMagnitude) { $0.squareRoot() },
        Accuracy(op: .sin, limit: 0.51, range: -3e38...3e38) { sin($0) },
        Accuracy(op: .cos, limit: 0.51, range: -3e38...3e38) { cos($0) },
        Accuracy(op: .tan, limit: 0.51, range: -3e38...3e38) { tan($0) },
        Accuracy(op: .log2, limit: 0.51, range: 0...Float.greatestFiniteMagnitude) { log2($0) },
        Accuracy(op: .log10, limit: 0.51, range: 0...Float.greatestFiniteMagnitude) { log10($0) },
        Accuracy(op: .log1p, limit: 0.51, range: -1...Float.greatestFiniteMagnitude) { log1p($0) },
        Accuracy(op: .expm1, limit: 0.51, range: -110...95) { expm1($0) },
    ]

    @Test("Functions are within their units in the last place", arguments: accuracies)
    func isAccurate(_ accuracy: Accuracy) {
        // Bit patterns in even steps reach every magnitude; even steps in value fill the range.
        var x: [Float] = []
        for index in 0..<120_000 {
            let bits = UInt32(truncatingIfNeeded: index &* 35_791)
            let value = Float(bitPattern: bits)
            if accuracy.range.contains(value) { x.append(value) }
            let share = Float(index) / 120_000
            let even =
                max(accuracy.range.lowerBound, -200) * (1 - share) + min(accuracy.range.upperBound, 200)
                * share
            x.append(even)
        }
        var y = x
        CPUKernels().unary(accuracy.op, x, into: &y, count: x.count)
        var (worst, at) = (0.0, Float(0))
        for (x, y) in zip(x, y) {
            let exact = accuracy.exact(Double(x))
            let rounded = Float(exact)
            if rounded.isInfinite || rounded.isNaN || rounded == 0 {
                if !(y == rounded || y.isNaN && rounded.isNaN
                    || y.magnitude <= .leastNonzeroMagnitude && rounded == 0)
                {
                    Issue.record("\(accuracy.op)(\(x)) is \(y), expected \(rounded)")
                    return
                }
                continue
            }
            let error = abs(Double(y) - exact) / Double(rounded.ulp)
            if !(error <= worst) { (worst, at) = (error, x) }
        }
        #expect(worst <= accuracy.limit, "worst at \(at)")
    }

    @Test("Functions at the edges of float32")
    func edges() {
        let (inf, nan) = (Float.infinity, Float.nan)
        let table: [(UnaryOperation, Float, Float)] = [
            (.exp, inf, inf), (.exp, -inf, 0), (.exp, nan, nan), (.exp, 0, 1), (.exp, 89, inf),
            (.exp, -104, 0),
            (.log, 0, -inf), (.log, -1, nan), (.log, inf, inf), (.log, 1, 0), (.log, nan, nan), (.log2, 8, 3),
            (.log10, 1000, 3), (.log2, 0, -inf), (.log1p, -1, -inf), (.log1p, -2, nan), (.expm1, -inf, -1),
            (.tanh, inf, 1), (.tanh, -inf, -1), (.tanh, nan, nan), (.erf, inf, 1), (.erf, -inf, -1),
            (.erf, nan, nan),
            (.sin, inf, nan), (.cos, -inf, nan), (.sin, 0, 0), (.cos, 0, 1), (.squareRoot, inf, inf),
            (.squareRoot, -1, nan), (.squareRoot, 0, 0),
            (.squareRoot, .leastNonzeroMagnitude, Float.leastNonzeroMagnitude.squareRoot()),
            (.reciprocalSquareRoot, 4, 0.5), (.reciprocalSquareRoot, 0, inf), (.reciprocal, 0, inf),
            (.sigmoid, inf, 1), (.sigmoid, -inf, 0), (.sigmoid, 0, 0.5), (.relu, nan, nan), (.relu, -inf, 0),
            (.sign, nan, 0), (.sign, -3, -1), (.round, 2.5, 2), (.round, -1.5, -2), (.round, 1e30, 1e30),
            (.floor, -0.5, -1), (.ceil, 0.5, 1), (.trunc, -1.9, -1), (.negate, 0, -0.0),
            (.absolute, -inf, inf),
        ]
        for (op, x, expected) in table {
            var y: [Float] = [7]
            CPUKernels().unary(op, [x], into: &y, count: 1)
            #expect(
                y[0] == expected && y[0].sign == expected.sign || y[0].isNaN && expected.isNaN,
                "\(op)(\(x)) is \(y[0]), expected \(expected)")
        }
    }

    @Test("Powers at the edges, as in C")
    func powers() {
        let values: [Float] = [-.infinity, -3, -2, -1, -0.5, -0.0, 0, 0.5, 1, 2, 3, .infinity, .nan]
        for a in values {
            for b in values {
                var y: [Float] = [7]
                CPUKernels().binary(.power, [a], stride: 1, [b], stride: 1, into: &y, count: 1)
                let expected = Float(pow(Double(a), Double(b)))
                #expect(
                    y[0] == expected || y[0].isNaN && expected.isNaN,
                    "\(a) to the \(b): \(y[0]), expected \(expected)")
            }
        }
    }
}
