import Kernels

/// A call of one kernel on made-up numbers; the result is every buffer that it wrote.
struct KernelCase {
    let name: String
    let run: (any Kernels) -> [[Float]]
}

/// The same numbers for the same seed.
struct Numbers {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(bitPattern: Int64(seed)) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func floats(_ count: Int, _ range: ClosedRange<Float> = -2...2) -> [Float] {
        (0..<count).map { _ in
            range.lowerBound + (range.upperBound - range.lowerBound) * Float(next() >> 40) / Float(1 << 24)
        }
    }

    mutating func ids(_ count: Int, below limit: Int) -> [Int64] {
        (0..<count).map { _ in Int64(next() % UInt64(limit)) }
    }
}

extension KernelCase {
    /// Elementwise operations, reductions and optimizers on vectors of `count` numbers.
    static func vectors(_ count: Int, nan: Bool = false) -> [KernelCase] {
        var numbers = Numbers(count)
        var x = numbers.floats(count)
        var positive = numbers.floats(count, 0.01...3)
        let other = numbers.floats(count)
        if nan { (x[count / 2], positive[count / 3]) = (.nan, .nan) }
        let (a, p, b) = (x, positive, other)
        var cases: [KernelCase] = []
        for op in UnaryOperation.allCases {
            let input =
                [.squareRoot, .reciprocalSquareRoot, .log, .log2, .log10, .log1p].contains(op) ? p : a
            cases.append(
                KernelCase(name: "\(op)") { kernels in
                    var y = [Float](repeating: 7, count: count)
                    kernels.unary(op, input, into: &y, count: count)
                    return [y]
                })
        }
        for op in BinaryOperation.allCases {
            for (aStride, bStride) in [(1, 1), (1, 0), (0, 1), (0, 0)] {
                cases.append(
                    KernelCase(name: "\(op) strides \(aStride) \(bStride)") { kernels in
                        var y = [Float](repeating: 7, count: count)
                        kernels.binary(
                            op, op == .power ? p : a, stride: aStride, b, stride: bStride, into: &y,
                            count: count)
                        return [y]
                    })
            }
        }
        for exponent in [-1, 1, 2, 3, 0.5] as [Float] {
            cases.append(
                KernelCase(name: "power \(exponent)") { kernels in
                    var y = [Float](repeating: 7, count: count)
                    kernels.binary(.power, p, stride: 1, [exponent], stride: 0, into: &y, count: count)
                    return [y]
                })
        }
        cases.append(
            KernelCase(name: "axpy") { kernels in
                var y = b
                kernels.axpy(0.7, a, into: &y, count: count)
                return [y]
            })
        for form in [GELUForm.erf, .tanh] {
            cases.append(
                KernelCase(name: "gelu \(form)") { kernels in
                    var (y, dx) = (b, b)
                    kernels.gelu(form, a, into: &y, count: count)
                    kernels.geluBackward(form, a, dy: b, into: &dx, count: count)
                    return [y, dx]
                })
        }
        cases.append(
            KernelCase(name: "sums") { kernels in
                [[Float(kernels.sum(p, count: count)), Float(kernels.sumOfSquares(p, count: count))]]
            })
        return cases + optimizers(count, parameter: a, gradient: b, square: p)
    }

    private static func optimizers(
        _ count: Int, parameter: [Float], gradient: [Float], square: [Float]
    ) -> [KernelCase] {
        var cases: [KernelCase] = []
        for decoupled in [true, false] {
            cases.append(
                KernelCase(name: "adam decoupled \(decoupled)") { kernels in
                    let step = AdamStep(
                        rate: 0.01, beta1: 0.9, beta2: 0.999, eps: 1e-8, weightDecay: 0.1,
                        decoupled: decoupled, step: 3,
                        gradientScale: 0.5)
                    var (p, m, v) = (parameter, gradient, square)
                    // Two parameters at once, the first with a part of the numbers.
                    let (part, all) = (count / 3, count)
                    p.withUnsafeMutableBufferPointer { p in
                        m.withUnsafeMutableBufferPointer { m in
                            v.withUnsafeMutableBufferPointer { v in
                                gradient.withUnsafeBufferPointer { gradient in
                                    guard let p = p.baseAddress, let m = m.baseAddress, let v = v.baseAddress,
                                        let g = gradient.baseAddress
                                    else { return }
                                    kernels.adam([
                                        AdamUpdate(step, parameter: p, gradient: g, m: m, v: v, count: part),
                                        AdamUpdate(
                                            step, parameter: p + part, gradient: g + part, m: m + part,
                                            v: v + part, count: all - part),
                                    ])
                                }
                            }
                        }
                    }
                    return [p, m, v]
                })
        }
        for (momentum, nesterov, first) in [(0, false, false), (0.9, false, true), (0.9, true, false)] {
            cases.append(
                KernelCase(name: "sgd \(momentum) \(nesterov) \(first)") { kernels in
                    let step = SGDStep(
                        rate: 0.1, momentum: Float(momentum), dampening: 0.1, weightDecay: 0.01,
                        nesterov: nesterov,
                        first: first, gradientScale: 2)
                    var (p, buffer) = (parameter, square)
                    if momentum == 0 {
                        kernels.sgd(step, parameter: &p, gradient: gradient, buffer: nil, count: count)
                    } else {
                        kernels.sgd(step, parameter: &p, gradient: gradient, buffer: &buffer, count: count)
                    }
                    return [p, buffer]
                })
        }
        return cases
    }

    /// Operations on the rows of a matrix.
    static func rows(_ rows: Int, _ columns: Int, nan: Bool = false) -> [KernelCase] {
        var numbers = Numbers(rows * 1000 + columns)
        let count = rows * columns
        var values = numbers.floats(count, -4...4)
        if nan { values[count / 2] = .nan }
        let (x, dy) = (values, numbers.floats(count))
        let (weight, bias) = (numbers.floats(columns), numbers.floats(columns))
        let ids = numbers.ids(rows, below: columns)
        var cases: [KernelCase] = []
        cases.append(
            KernelCase(name: "softmax") { kernels in
                var (y, dx) = (x, x)
                kernels.softmax(x, into: &y, rows: rows, columns: columns)
                kernels.softmaxBackward(y: y, dy: dy, into: &dx, rows: rows, columns: columns)
                return [y, dx]
            })
        cases.append(
            KernelCase(name: "logSoftmax") { kernels in
                var (y, dx) = (x, x)
                kernels.logSoftmax(x, into: &y, rows: rows, columns: columns)
                kernels.logSoftmaxBackward(y: y, dy: dy, into: &dx, rows: rows, columns: columns)
                return [y, dx]
            })
        for affine in [true, false] {
            cases.append(
                KernelCase(name: "layerNorm affine \(affine)") { kernels in
                    var (y, dx, dweight, dbias) = (x, x, weight, bias)
                    var mean = [Float](repeating: 0, count: rows)
                    var rstd = mean
                    if affine {
                        kernels.layerNorm(
                            x, weight: weight, bias: bias, eps: 1e-3, into: &y, mean: &mean, rstd: &rstd,
                            rows: rows,
                            columns: columns)
                        kernels.layerNormBackward(
                            x, weight: weight, mean: mean, rstd: rstd, dy: dy, into: &dx, dweight: &dweight,
                            dbias: &dbias,
                            rows: rows, columns: columns)
                    } else {
                        kernels.layerNorm(
                            x, weight: nil, bias: nil, eps: 1e-3, into: &y, mean: &mean, rstd: &rstd,
                            rows: rows,
                            columns: columns)
                        kernels.layerNormBackward(
                            x, weight: nil, mean: mean, rstd: rstd, dy: dy, into: &dx, dweight: nil,
                            dbias: nil,
                            rows: rows, columns: columns)
                    }
                    return [y, mean, rstd, dx, dweight, dbias]
                })
        }
        cases.append(
            KernelCase(name: "layerNorm behind a residual connection") { kernels in
                var (sum, y, dx, dweight, dbias) = (x, x, x, weight, bias)
                var mean = [Float](repeating: 0, count: rows)
                var rstd = mean
                sum.withUnsafeMutableBufferPointer { sum in
                    dy.withUnsafeBufferPointer { dy in
                        guard let sum = sum.baseAddress, let dy = dy.baseAddress else { return }
                        kernels.layerNorm(
                            x, residual: (dy, sum), weight: weight, bias: bias, eps: 1e-3, into: &y,
                            mean: &mean, rstd: &rstd, rows: rows,
                            columns: columns)
                    }
                }
                kernels.layerNormBackward(
                    sum, weight: weight, mean: mean, rstd: rstd, dy: dy, residual: x, into: &dx,
                    dweight: &dweight, dbias: &dbias, rows: rows,
                    columns: columns)
                return [sum, y, mean, rstd, dx, dweight, dbias]
            })
        for gradient in [nil, 0.3] as [Float?] {
            for scale in [1, 0.25, -0.5] as [Float] {
                cases.append(
                    KernelCase(name: "crossEntropy gradient \(gradient ?? 0) scale \(scale)") { kernels in
                        var z = x
                        var losses = [Float](repeating: 9, count: rows)
                        kernels.crossEntropy(
                            &z, stride: columns, targets: ids, scale: scale, gradient: gradient,
                            ignoreIndex: ids[rows / 2],
                            losses: &losses, rows: rows, columns: columns)
                        return [z, losses]
                    })
            }
        }
        cases.append(
            KernelCase(name: "bias") { kernels in
                var (y, dbias) = (x, bias)
                kernels.addBias(bias, to: &y, rows: rows, columns: columns)
                kernels.addColumnSums(of: dy, to: &dbias, rows: rows, columns: columns)
                return [y, dbias]
            })
        cases.append(
            KernelCase(name: "gather and scatterAdd") { kernels in
                let ids = ids.map { $0 % Int64(max(1, rows / 2)) }
                var (y, table) = (x, x)
                kernels.gather(x, ids: ids, into: &y, count: rows, columns: columns)
                kernels.scatterAdd(dy, ids: ids, into: &table, count: rows, columns: columns)
                return [y, table]
            })
        return cases
    }
}
