import Foundation

/// What this machine computes with all of its threads, each measured once when first asked for.
public enum MachineRates {
    /// Multiplications and additions in a second of a product of middling size.
    public static let operationsPerSecond = product { a, b, c, m, n, k in
        CPUKernels().gemm(
            MatrixOperand(a.base, stride: k), MatrixOperand(b.base, stride: k, transposed: true), m: m, n: n,
            k: k, bias: nil, into: c.base, stride: n)
    }

    /// The same of a product of bfloat16 numbers.
    public static let bfloat16OperationsPerSecond = product { a, b, c, m, n, k in
        CPUKernels().gemm(
            Matrix(a.bfloat16s, stride: k), Matrix(b.bfloat16s, stride: k, transposed: true), m: m, n: n,
            k: k, bias: nil, into: c.bfloat16s, stride: n)
    }

    private static func product(_ body: (Zeros, Zeros, Zeros, Int, Int, Int) -> Void) -> Double {
        let (m, n, k) = (1024, 2048, 768)
        let (a, b, c) = (Zeros(m * k), Zeros(n * k), Zeros(m * n))
        return 2 * Double(m * n * k) / fastest { body(a, b, c, m, n, k) }
    }

    /// Bytes read and written in a second by an elementwise operation over more than the caches hold.
    public static let bytesPerSecond: Double = {
        let count = 8 << 20
        let numbers = Zeros(2 * count)
        let seconds = fastest {
            CPUKernels().axpy(0, numbers.base, into: numbers.base + count, count: count)
        }
        return 12 * Double(count) / seconds
    }()

    /// The fastest of a few runs: what disturbs a measurement only ever makes it longer.
    private static func fastest(_ body: () -> Void) -> Double {
        body()
        return (0..<4).map { _ in
            let start = DispatchTime.now().uptimeNanoseconds
            body()
            return Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
        }.min().map { max($0, 1e-9) } ?? 1
    }

    /// Zeroed memory for a measurement, given back at its end.
    private final class Zeros {
        let base: MutableFloats
        /// As many bfloat16 numbers in the first half.
        var bfloat16s: MutableBFloats { UnsafeMutableRawPointer(base).assumingMemoryBound(to: BFloat16.self) }

        init(_ count: Int) {
            base = .allocate(capacity: count)
            base.initialize(repeating: 0, count: count)
        }
        deinit { base.deallocate() }
    }
}
