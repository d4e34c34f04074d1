extension GPUKernels {
    func copy(_ x: Operand<UInt8>, into y: Operand<UInt8>, bytes: Int) {
        guard bytes > 0 else { return }
        if let device = GPUKernels.device(of: [.read(x), .write(y)]) {
            let source = GPUKernels.opened(x.buffer, writing: false)
            let target = GPUKernels.opened(y.buffer, writing: true)
            device.copy(source, x.start, into: target, y.start, bytes: bytes)
        } else if x.buffer.device.isHost, let device = y.buffer.device as? GPUDevice {
            // To the device, without a copy in the host's memory.
            device.write(
                GPUKernels.opened(y.buffer, writing: true), y.start, from: x.reading, bytes: bytes)
        } else if y.buffer.device.isHost, let device = x.buffer.device as? GPUDevice {
            let source = GPUKernels.opened(x.buffer, writing: false)
            if !device.read(source, x.start, into: y.writing, bytes: bytes) {
                y.writing.update(repeating: 0, count: bytes)
            }
        } else {
            beside.copy(x, into: y, bytes: bytes)
        }
    }

    func clear(_ y: Operand<UInt8>, bytes: Int) {
        guard bytes > 0 else { return }
        guard let device = GPUKernels.device(of: [.write(y)]) else { return beside.clear(y, bytes: bytes) }
        device.clear(GPUKernels.opened(y.buffer, writing: true), y.start, bytes: bytes)
    }

    func copy(size: Int, _ way: StridedIterator, _ x: Operand<UInt8>, into y: Operand<UInt8>) {
        if way.outer == 1, way.innerStrides == [1, 1] {
            // One run of bytes.
            return copy(
                Operand(x.buffer, start: x.start * size), into: Operand(y.buffer, start: y.start * size),
                bytes: way.inner * size)
        }
        guard let walk = GPUWalk(way), walk.count > 0,
            items(walk.count, "copy_\(size)", "memory", .read(x), .write(y), walk.given)
        else { return beside.copy(size: size, way, x, into: y) }
    }

    func select(
        size: Int, _ way: StridedIterator, _ mask: Operand<Bool>, _ x: Operand<UInt8>, _ y: Operand<UInt8>,
        into z: Operand<UInt8>
    ) {
        guard let walk = GPUWalk(way), walk.count > 0,
            items(
                walk.count, "select_\(size)", "memory", .read(mask), .read(x), .read(y), .write(z), walk.given
            )
        else { return beside.select(size: size, way, mask, x, y, into: z) }
    }
}
