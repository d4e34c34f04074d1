import Kernels
import Testing

/// Everything that uses the pool of threads, one test after the other, as some change the number of threads.
@Suite(.serialized)
struct KernelsTests {
    static let sizes = [1, 3, 5, 16, 17, 31, 64, 257]

    @Test("Every fast kernel gives what the plain loops give", arguments: [false, true])
    func agreesWithReference(nan: Bool) {
        var cases: [KernelCase] = []
        for size in Self.sizes + [1025] { cases += KernelCase.vectors(size, nan: nan) }
        for rows in [1, 3, 17, 70] {
            for columns in [1, 3, 5, 16, 17, 31, 64, 257, 1100] {
                cases += KernelCase.rows(rows, columns, nan: nan)
            }
        }
        for (m, n, k) in [
            (1, 1, 1), (1, 17, 5), (3, 5, 31), (5, 16, 17), (64, 31, 16), (1, 257, 64), (4, 33, 257),
            (257, 1, 31),
            (257, 3, 64), (31, 257, 17), (130, 70, 65), (2, 300, 1100), (3, 5, 0), (300, 300, 40),
        ] { cases += KernelCase.products(m, n, k, nan: nan) }
        if !nan {
            // Rows that meet in the cache, and an A that lies across under a wide C and over a long inner
            // axis.
            for (m, n, k) in [(600, 1023, 20), (70, 1100, 300), (70, 260, 600)] {
                cases += KernelCase.products(m, n, k)
            }
            for (m, n, k) in [
                (3, 5, 7), (2, 17, 16), (5, 3, 0), (70, 130, 20), (1024, 64, 16), (1040, 70, 33),
                (1025, 200, 64), (1100, 2100, 16), (20, 17, 13_000),
            ] {
                cases += KernelCase.linear(m, n, k)
            }
        }
        for (batch, m, n, k) in [(1, 3, 5, 7), (7, 5, 17, 16), (40, 16, 16, 31), (0, 3, 3, 3)] {
            cases.append(.batched(batch, m, n, k))
        }
        for form in DType.packed {
            for size in [1, 3, 17, 63, 64, 65, 257] {
                for m in [1, 3, 4, 5, 17] {
                    cases.append(.packed(form, m, size, 66 - min(65, size), nan: nan))
                }
                cases.append(.packed(form, 1, 19, size, nan: nan))
                cases.append(.packed(form, 7, 19, size, nan: nan))
            }
            cases += [
                .packed(form, 2, 300, 1100, nan: nan), .packed(form, 20, 700, 130, nan: nan),
                .packed(form, 3, 5, 0),
            ]
        }
        for one in cases { expectClose(one.run(CPUKernels()), one.run(ReferenceKernels()), one.name) }
        // Behind the mask a NaN is multiplied by a probability of 0 and may spread, as in PyTorch.
        for one in Self.attentionCases(nan: nan) {
            expectClose(one.run(CPUKernels()), one.run(ReferenceKernels()), one.name, nanMaySpread: nan)
        }
    }

    static var bfloat16AttentionCases: [KernelCase] {
        [
            (1, 2, 3, 5), (2, 3, 17, 16), (1, 2, 130, 64), (2, 1, 15, 1), (1, 40, 16, 8), (1, 2, 100, 20),
            (1, 1, 64, 80), (1, 1, 1, 16), (1, 33, 150, 40),
        ].flatMap { batch, heads, positions, width in
            [true, false].map {
                .attentionOfBFloat16s(
                    batch: batch, heads: heads, positions: positions, width: width, causal: $0)
            }
        }
    }

    /// Sums are float32 in both; the last bit of a rounded result, and in attention that of every
    /// probability, may differ.
    @Test("Kernels of bfloat16 give what the plain loops give", arguments: [false, true])
    func bfloat16AgreesWithReference(nan: Bool) {
        for (m, n, k) in [
            (1, 1, 1), (3, 5, 31), (17, 63, 65), (64, 31, 16), (5, 257, 64), (130, 70, 65), (3, 5, 0),
            (300, 300, 40),
        ] {
            for one in KernelCase.bfloat16s(m, n, k, nan: nan) {
                expectClose(one.run(CPUKernels()), one.run(ReferenceKernels()), one.name, tolerance: 3e-3)
            }
        }
        if !nan {
            for (m, n, k) in [(70, 130, 20), (1024, 64, 16), (1025, 200, 65), (1100, 2100, 16)] {
                for one in KernelCase.bfloat16s(m, n, k, gap: 0) {
                    expectClose(one.run(CPUKernels()), one.run(ReferenceKernels()), one.name, tolerance: 3e-3)
                }
            }
        }
        if !nan {
            for one in Self.bfloat16AttentionCases {
                expectClose(one.run(CPUKernels()), one.run(ReferenceKernels()), one.name, tolerance: 1e-2)
            }
        }
    }

    static func attentionCases(nan: Bool) -> [KernelCase] {
        var cases: [KernelCase] = []
        for layout in KernelCase.Layout.allCases {
            for causal in [true, false] {
                for (queries, keys) in [(1, 1), (3, 3), (5, 5), (17, 17), (31, 31), (65, 65), (130, 130)] {
                    cases.append(
                        .attention(
                            layout, batch: 2, heads: 3, queries: queries, keys: keys, width: 5,
                            causal: causal, nan: nan))
                }
                for (queries, keys) in [(1, 70), (4, 31), (7, 100), (66, 80), (5, 3), (70, 4)] {
                    cases.append(
                        .attention(
                            layout, batch: 1, heads: 2, queries: queries, keys: keys, width: 64,
                            causal: causal, nan: nan))
                }
                // Whole and broken registers of queries, keys and width, from 128 queries on two side by
                // side; 40 heads are each a task.
                for width in [1, 8, 16, 20, 64, 80] {
                    for (heads, queries, keys) in [
                        (1, 15, 15), (40, 16, 16), (1, 17, 17), (2, 64, 64), (1, 100, 100), (40, 20, 33),
                        (1, 100, 300),
                        (33, 128, 128), (1, 137, 137), (2, 150, 301), (1, 180, 43),
                    ] {
                        cases.append(
                            .attention(
                                layout, batch: 1, heads: heads, queries: queries, keys: keys, width: width,
                                causal: causal, nan: nan))
                    }
                }
            }
        }
        return cases
    }

    @Test(
        "Products of bfloat16 made in float32 go in pieces that are few, and give what they give as a whole")
    func widenedInPieces() {
        // Of a linear layer at Model 5's size all of it at once, or two or three pieces: not thousands.
        #expect(CPUKernels.mostWidened(4096, 3072, 768) == 1 << 23)
        #expect(CPUKernels.mostWidened(4096, 768, 768) == 4096 * 768 * 768 / 1024)
        for (m, n, k) in [(70, 130, 50), (5, 300, 64), (40, 8, 900)] {
            for (aTransposed, bTransposed) in [(false, false), (false, true), (true, false), (true, true)] {
                var numbers = Numbers(m + n + k)
                let a = numbers.floats(m * k).map(BFloat16.init),
                    b = numbers.floats(k * n).map(BFloat16.init), old = numbers.floats(m * n)
                let results = [2048, .max].map { most in
                    var c = old
                    a.withUnsafeBufferPointer { a in
                        b.withUnsafeBufferPointer { b in
                            CPUKernels().widened(
                                Matrix(a.baseAddress!, stride: aTransposed ? m : k, transposed: aTransposed),
                                Matrix(b.baseAddress!, stride: bTransposed ? k : n, transposed: bTransposed),
                                m: m, n: n, k: k, alpha: 0.5, beta: -2, into: &c, stride: n, most: most)
                        }
                    }
                    return [c]
                }
                expectClose(results[0], results[1], "\(m)×\(n)×\(k) \(aTransposed) \(bTransposed)")
            }
        }
    }

    @Test("The number of threads changes no bit")
    func sameBitsOnAnyNumberOfThreads() throws {
        var cases = KernelCase.vectors(150_001) + KernelCase.rows(300, 257) + KernelCase.rows(9, 20_011)
        cases +=
            KernelCase.products(300, 520, 70) + KernelCase.products(2, 3001, 257)
            + KernelCase.products(900, 3, 99) + KernelCase.products(100, 900, 300)
            + KernelCase.products(600, 1023, 20)
            + KernelCase.linear(1200, 520, 70)
        for form in DType.packed {
            cases += [.packed(form, 1, 3001, 257), .packed(form, 20, 1000, 257)]
        }
        cases += [.batched(40, 33, 40, 64), .batched(3, 300, 300, 300)]
        cases.append(
            .attention(.joined, batch: 3, heads: 4, queries: 150, keys: 150, width: 64, causal: true))
        cases.append(
            .attention(.separate, batch: 2, heads: 8, queries: 1, keys: 800, width: 64, causal: true))
        cases +=
            KernelCase.bfloat16s(900, 520, 70) + KernelCase.bfloat16s(1200, 520, 70, gap: 0)
            + Self.bfloat16AttentionCases
        let before = ThreadPool.threads
        defer { try? ThreadPool.setThreads(before) }
        for one in cases {
            try ThreadPool.setThreads(1)
            let alone = one.run(CPUKernels())
            for threads in [2, 5] {
                try ThreadPool.setThreads(threads)
                #expect(sameBits(alone, one.run(CPUKernels())), "\(one.name) on \(threads) threads")
            }
        }
    }

    @Test("bf16 is rounded to the nearest, ties to even; int8 fills its range")
    func packingRounds() {
        let w: [Float] = [
            1, 1.00390625, 1.01171875, -1.01171875, 3.4e38, .infinity, Float(bitPattern: 0x0001_16C2), -0.0,
        ]
        var bits = [UInt16](repeating: 0, count: w.count)
        bits.withUnsafeMutableBytes {
            CPUKernels().pack(
                w,
                into: PackedMatrix(.bfloat16, rows: 1, columns: w.count, base: $0.baseAddress!, scales: nil))
        }
        // 1 + 2⁻⁸ lies between 1 and 1 + 2⁻⁷ and goes to the even 1; 1 + 3 · 2⁻⁸ to the even 1 + 2⁻⁶; 3.4e38
        // is nearer to ∞.
        #expect(bits == [0x3F80, 0x3F80, 0x3F82, 0xBF82, 0x7F80, 0x7F80, 0x0001, 0x8000])

        var (bytes, scale) = ([Int8](repeating: 1, count: 5), [Float(0)])
        bytes.withUnsafeMutableBytes { bytes in
            scale.withUnsafeMutableBufferPointer { scale in
                CPUKernels().pack(
                    [0.5, -2, 1, 0, 2],
                    into: PackedMatrix(
                        .int8, rows: 1, columns: 5, base: bytes.baseAddress!, scales: scale.baseAddress))
            }
        }
        #expect(bytes == [32, -127, 64, 0, 127] && scale == [2 / 127])
    }

    @Test("Attention without queries gives keys and values no gradient", arguments: [true, false])
    func attentionWithoutQueries(causal: Bool) {
        let results = KernelCase.attention(
            .separate, batch: 2, heads: 2, queries: 0, keys: 7, width: 20, causal: causal
        ).run(CPUKernels())
        #expect(results == [[], [], [Float](repeating: 0, count: 2 * 2 * 2 * 7 * 20)])
    }

    @Test("A row of −∞ but for one number is that number's")
    func masksWithInfinity() {
        var x = [Float](repeating: -.infinity, count: 40)
        x[33] = 2
        var y = x
        CPUKernels().softmax(x, into: &y, rows: 1, columns: 40)
        #expect(y[33] == 1 && y.reduce(0, +) == 1)
        CPUKernels().logSoftmax(x, into: &y, rows: 1, columns: 40)
        #expect(y[33] == 0 && y[0] == -.infinity)
    }

    @Test("Results may be written over operands")
    func worksInPlace() {
        var numbers = Numbers(3)
        let (x, dy) = (numbers.floats(100), numbers.floats(100))
        let kernels = CPUKernels()
        func check(
            _ name: String, _ apart: (inout [Float]) -> Void, _ within: (MutableFloats) -> Void,
            _ start: [Float]
        ) {
            var expected = start
            apart(&expected)
            var actual = start
            actual.withUnsafeMutableBufferPointer { within($0.baseAddress!) }
            #expect(expected == actual, "\(name)")
        }
        check(
            "unary", { kernels.unary(.exp, x, into: &$0, count: 100) },
            { kernels.unary(.exp, $0, into: $0, count: 100) }, x)
        check(
            "binary", { kernels.binary(.divide, dy, stride: 1, x, stride: 1, into: &$0, count: 100) },
            { kernels.binary(.divide, dy, stride: 1, $0, stride: 1, into: $0, count: 100) }, x)
        check(
            "softmax", { kernels.softmax(x, into: &$0, rows: 4, columns: 25) },
            { kernels.softmax($0, into: $0, rows: 4, columns: 25) }, x)
        check(
            "logSoftmax", { kernels.logSoftmax(x, into: &$0, rows: 4, columns: 25) },
            { kernels.logSoftmax($0, into: $0, rows: 4, columns: 25) }, x)
        check(
            "softmaxBackward", { kernels.softmaxBackward(y: x, dy: dy, into: &$0, rows: 4, columns: 25) },
            { kernels.softmaxBackward(y: x, dy: $0, into: $0, rows: 4, columns: 25) }, dy)
        check(
            "geluBackward", { kernels.geluBackward(.erf, x, dy: dy, into: &$0, count: 100) },
            { kernels.geluBackward(.erf, x, dy: $0, into: $0, count: 100) }, dy)
    }
}

/// ‖a − b‖ / ‖b‖ < 1e−5, or `tolerance`, for every buffer, with NaN and infinities in the same places.
func expectClose(
    _ actual: [[Float]], _ expected: [[Float]], _ name: String, nanMaySpread: Bool = false,
    tolerance: Double = 1e-5
) {
    for (index, (a, b)) in zip(actual, expected).enumerated() {
        var (distance, norm) = (0.0, 0.0)
        for (i, (x, y)) in zip(a, b).enumerated() {
            if x.isFinite, y.isFinite {
                distance += (Double(x) - Double(y)) * (Double(x) - Double(y))
                norm += Double(y) * Double(y)
            } else if !(x == y || x.isNaN && (y.isNaN || nanMaySpread)) {
                Issue.record("\(name), buffer \(index), [\(i)] of \(a.count): \(x), expected \(y)")
                return
            }
        }
        let error = distance.squareRoot() / max(norm.squareRoot(), 1e-3)
        #expect(error < tolerance, "\(name), buffer \(index) of \(a.count): relative error \(error)")
    }
}

func sameBits(_ a: [[Float]], _ b: [[Float]]) -> Bool {
    a.map { $0.map(\.bitPattern) } == b.map { $0.map(\.bitPattern) }
}
