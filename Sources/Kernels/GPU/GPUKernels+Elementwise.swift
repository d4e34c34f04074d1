extension GPUKernels {
    func unary(_ op: UnaryOperation, _ x: Operand<Float>, into y: Operand<Float>, count: Int) {
        guard count > 0 else { return }
        if items(count, "unary_\(op)", "elementwise", .read(x), .write(y)) { return }
        beside.unary(op, x, into: y, count: count)
    }

    func binary(
        _ op: BinaryOperation, _ a: Operand<Float>, stride aStride: Int, _ b: Operand<Float>,
        stride bStride: Int, into y: Operand<Float>, count: Int
    ) {
        guard count > 0 else { return }
        if items(
            count, "binary_\(op)", "elementwise", .read(a), .long(aStride), .read(b), .long(bStride),
            .write(y))
        {
            return
        }
        beside.binary(op, a, stride: aStride, b, stride: bStride, into: y, count: count)
    }

    func binary(_ op: BinaryOperation, _ x: Operand<Float>, _ b: Float, into y: Operand<Float>, count: Int) {
        guard count > 0 else { return }
        if items(count, "number_\(op)", "elementwise", .read(x), .float(b), .write(y)) { return }
        beside.binary(op, x, b, into: y, count: count)
    }

    func binary(
        _ op: BinaryOperation, _ way: StridedIterator, _ x: Operand<Float>, _ y: Operand<Float>,
        into z: Operand<Float>
    ) {
        guard let walk = GPUWalk(way), walk.count > 0,
            items(walk.count, "walk_\(op)", "elementwise", .read(x), .read(y), .write(z), walk.given)
        else { return beside.binary(op, way, x, y, into: z) }
    }

    func axpy(_ alpha: Float, _ x: Operand<Float>, into y: Operand<Float>, count: Int) {
        guard count > 0 else { return }
        if items(count, "axpy", "elementwise", .float(alpha), .read(x), .write(y)) { return }
        beside.axpy(alpha, x, into: y, count: count)
    }

    func gelu(_ form: GELUForm, _ x: Operand<Float>, into y: Operand<Float>, count: Int) {
        guard count > 0 else { return }
        if items(count, "gelu_\(form)_float", "elementwise", .read(x), .write(y)) { return }
        beside.gelu(form, x, into: y, count: count)
    }

    func gelu(_ form: GELUForm, _ x: Operand<BFloat16>, into y: Operand<BFloat16>, count: Int) {
        guard count > 0 else { return }
        if items(count, "gelu_\(form)_bf16", "elementwise", .read(x), .write(y)) { return }
        beside.gelu(form, x, into: y, count: count)
    }

    func geluBackward(
        _ form: GELUForm, _ x: Operand<Float>, dy: Operand<Float>, into dx: Operand<Float>, count: Int
    ) {
        guard count > 0 else { return }
        if items(count, "gelu_backward_\(form)_float", "elementwise", .read(x), .read(dy), .write(dx)) {
            return
        }
        beside.geluBackward(form, x, dy: dy, into: dx, count: count)
    }

    func geluBackward(
        _ form: GELUForm, _ x: Operand<BFloat16>, dy: Operand<BFloat16>, into dx: Operand<BFloat16>,
        count: Int
    ) {
        guard count > 0 else { return }
        if items(count, "gelu_backward_\(form)_bf16", "elementwise", .read(x), .read(dy), .write(dx)) {
            return
        }
        beside.geluBackward(form, x, dy: dy, into: dx, count: count)
    }

    func convert(_ x: Operand<Float>, into y: Operand<BFloat16>, count: Int) {
        guard count > 0 else { return }
        if items(count, "narrow", "elementwise", .read(x), .write(y)) { return }
        beside.convert(x, into: y, count: count)
    }

    func convert(_ x: Operand<BFloat16>, into y: Operand<Float>, count: Int) {
        guard count > 0 else { return }
        if items(count, "widen", "elementwise", .read(x), .write(y)) { return }
        beside.convert(x, into: y, count: count)
    }
}
