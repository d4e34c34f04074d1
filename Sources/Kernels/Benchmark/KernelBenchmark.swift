import Foundation

/// How fast the kernels are at the shapes of Model 5 (batch 16, context 256, width 768, vocabulary 50257),
/// and products also at those of a tiny model (batch 16, context 64, width 64), each beside what this machine
/// could do at best.
///
/// Two limits are measured first, with all threads: multiply-adds that never leave the registers,
/// and a STREAM triad (McCalpin 1995) over memory. Each figure is the best of several runs.
/// About five seconds and 1 GB in all.
public enum KernelBenchmark {
    /// One measurement.
    public struct Row: Sendable {
        /// What ran, such as "gemm forward QKV".
        public let name: String
        /// Its sizes, such as "4096 × 2304 × 768".
        public let shape: String
        /// Seconds for one call, the best of several.
        public let seconds: Double
        /// Speed in `unit`.
        public let rate: Double
        /// What `rate` counts.
        public let unit: Unit
        /// `rate` as a part of the machine's limit in the same unit; more than 1
        /// where a cache beats the memory.
        public let share: Double
    }

    /// There is no memory for a measurement.
    public struct OutOfMemory: Error, CustomStringConvertible {
        /// How many bytes there was no room for.
        public let bytes: Int
        public var description: String { "out of memory: \(bytes) bytes for a measurement" }
    }

    /// What is counted: arithmetic, or the memory that the kernel has to read and write at least once.
    public enum Unit: String, Sendable {
        case gigaflops = "GFLOP/s"
        case gigabytes = "GB/s"
    }

    /// Measures everything: the two limits first, then the kernels.
    /// - Parameter report: called with each row as soon as it is known.
    /// - Throws: `OutOfMemory` where the machine has not the gigabyte that it takes.
    public static func run(report: @escaping (Row) -> Void = { _ in }) throws -> [Row] {
        var bench = Bench(report: report)
        try bench.limits()
        try bench.products()
        try bench.bfloat16Products()
        try bench.smallProducts()
        try bench.attention()
        try bench.memoryBound()
        return bench.rows
    }

    /// The multiply-adds that this machine makes at present, with all threads,
    /// over a fifth of a second: GFLOP/s.
    ///
    /// The mean and not the best: for work that lasts, whose speed follows a clock that rises and falls.
    /// - Throws: `OutOfMemory`.
    public static func presentMultiplyAdds() throws -> Double {
        let work = try MultiplyAdds(), start = DispatchTime.now().uptimeNanoseconds
        var (flops, seconds) = (0.0, 0.0)
        while seconds < 0.2 {
            work.run()
            flops += work.flops
            seconds = Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
        }
        return flops / seconds * 1e-9
    }

    /// The state of one run.
    struct Bench {
        let report: (Row) -> Void
        let kernels = CPUKernels()
        var rows: [Row] = []
        var peakFlops = 0.0
        var peakBytes = 0.0

        init(report: @escaping (Row) -> Void) { self.report = report }

        /// Runs `body` for a tenth of a second, three times at least, and keeps the best. The limits, which
        /// come first and which all the rest is measured by, get half a second each.
        func best(_ body: () -> Void) -> Double {
            var best = Double.infinity
            var (total, runs) = (0.0, 0)
            let enough = rows.count < 2 ? 0.5 : 0.1
            while runs < 3 || total < enough && runs < 200 {
                let start = DispatchTime.now().uptimeNanoseconds
                body()
                let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
                best = min(best, seconds)
                total += seconds
                runs += 1
            }
            return best
        }

        /// - Parameter lead: how many times the limit of float32 the limit of this arithmetic is.
        mutating func add(
            _ name: String, _ shape: String, flops: Double, lead: Double = 1, _ body: () -> Void
        ) {
            let seconds = best(body)
            let rate = flops / seconds * 1e-9
            if rows.isEmpty { peakFlops = rate }
            append(
                Row(
                    name: name, shape: shape, seconds: seconds, rate: rate, unit: .gigaflops,
                    share: rate / (peakFlops * lead)))
        }

        mutating func add(_ name: String, _ shape: String, bytes: Double, _ body: () -> Void) {
            let seconds = best(body)
            let rate = bytes / seconds * 1e-9
            if peakBytes == 0 { peakBytes = rate }
            append(
                Row(
                    name: name, shape: shape, seconds: seconds, rate: rate, unit: .gigabytes,
                    share: rate / peakBytes))
        }

        private mutating func append(_ row: Row) {
            rows.append(row)
            report(row)
        }
    }
}

/// Memory for a measurement, filled with small numbers; given back at the end.
final class BenchmarkBuffer {
    let base: MutableFloats
    fileprivate let bytes: Int

    init(_ count: Int) throws {
        bytes = count * MemoryLayout<Float>.stride
        guard let block = Memory.allocate(bytes) else { throw KernelBenchmark.OutOfMemory(bytes: bytes) }
        base = block.assumingMemoryBound(to: Float.self)
        let base = base
        Partition.forEachPiece(count) { start, size in
            for i in start..<start + size { base[i] = Float((i &* 7919) % 1000) * 2e-3 - 1 }
        }
    }

    deinit { Memory.release(base, bytes: bytes) }
}

/// The same numbers rounded to bfloat16.
final class BenchmarkBFloat16s {
    let base: MutableBFloats
    private let buffer: BenchmarkBuffer

    fileprivate init(_ floats: BenchmarkBuffer, _ count: Int) throws {
        buffer = try BenchmarkBuffer((count + 1) / 2)
        base = UnsafeMutableRawPointer(buffer.base).bindMemory(to: BFloat16.self, capacity: count)
        CPUKernels().convert(floats.base, into: base, count: count)
    }
}

extension BenchmarkBuffer {
    var bfloat16s: BenchmarkBFloat16s {
        get throws { try BenchmarkBFloat16s(self, bytes / MemoryLayout<Float>.stride) }
    }
}
