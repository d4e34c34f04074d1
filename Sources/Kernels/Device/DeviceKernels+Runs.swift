// Rows and runs made of a device's own kernels, side by side.

extension DeviceKernels {
    /// z = op(x, y) over a shape; the operands are x, y and z, whose last axis has stride 1 or (x, y) 0.
    public func binary(
        _ op: BinaryOperation, _ way: StridedIterator, _ x: Operand<Float>, _ y: Operand<Float>,
        into z: Operand<Float>
    ) {
        let inner = way.inner, strides = way.innerStrides
        let bundle = max(1, (1 << 15) / inner)
        ThreadPool.forEach((way.outer + bundle - 1) / bundle) { part in
            for index in (part * bundle)..<min(way.outer, (part + 1) * bundle) {
                binary(
                    op, x + way.offset(0, index), stride: strides[0], y + way.offset(1, index),
                    stride: strides[1], into: z + way.offset(2, index), count: inner)
            }
        }
    }

    /// `batch` products of bfloat16 matrices; operand i starts at `offsets(i)` from each base.
    public func batchedGemm(
        batch: Int, _ a: OperandMatrix<BFloat16>, _ b: OperandMatrix<BFloat16>, m: Int, n: Int, k: Int,
        into c: Operand<BFloat16>, stride ldc: Int, offsets: (Int) -> (a: Int, b: Int, c: Int)
    ) {
        ThreadPool.forEach(batch) { index in
            let at = offsets(index)
            gemm(
                OperandMatrix(a.base + at.a, stride: a.stride, transposed: a.transposed),
                OperandMatrix(b.base + at.b, stride: b.stride, transposed: b.transposed),
                m: m, n: n, k: k, bias: nil, into: c + at.c, stride: ldc)
        }
    }

    /// y[r] = Σ row r, in float64 partial sums, rounded once.
    public func rowSums(_ x: Operand<Float>, rows: Int, length: Int, into y: Operand<Float>) {
        let kernels = host
        Host.mapRows(x, rows: rows, length: length, into: y) {
            Float(kernels.sum($0.baseAddress!, count: $0.count))
        }
    }
}
