import Dispatch

/// Multiply-adds that never leave the registers, on all threads: what this machine could compute at best.
struct MultiplyAdds {
    private let pieces = ThreadPool.threads * 16, steps = 200_000
    private let sums: BenchmarkBuffer

    init() throws { sums = try BenchmarkBuffer(pieces) }

    /// The arithmetic of one `run()`, a multiply-add counted as two.
    var flops: Double { Double(pieces * steps) * 12 * 32 }

    func run() {
        let (base, steps) = (sums.base, steps)
        ThreadPool.forEach(pieces) { base[$0] = Self.chains(steps, Lanes(repeating: base[$0])) }
    }

    /// Twelve chains of multiply-adds side by side: more than the units need to hide their latency.
    @inline(never)
    private static func chains(_ steps: Int, _ start: Lanes) -> Float {
        var (a, b, c, d, e, f) = (start, start, start, start, start, start)
        var (g, h, i, j, k, l) = (start, start, start, start, start, start)
        let (x, y) = (start * 1e-3, start * 0.5)
        for _ in 0..<steps {
            a = a.times(x, plus: y); b = b.times(x, plus: y); c = c.times(x, plus: y); d = d.times(x, plus: y)
            e = e.times(x, plus: y); f = f.times(x, plus: y); g = g.times(x, plus: y); h = h.times(x, plus: y)
            i = i.times(x, plus: y); j = j.times(x, plus: y); k = k.times(x, plus: y); l = l.times(x, plus: y)
            // Different from chain to chain, or the compiler would see that all are the same.
            (a, b, c, d, e, f, g, h, i, j, k, l) = (b, c, d, e, f, g, h, i, j, k, l, a)
        }
        return (a + b + c + d + e + f + g + h + i + j + k + l).total
    }
}
