// What moves numbers without computing, on the host.

extension DeviceKernels {
    public func copy(_ x: Operand<UInt8>, into y: Operand<UInt8>, bytes: Int) {
        y.writing.update(from: x.reading, count: bytes)
    }

    public func clear(_ y: Operand<UInt8>, bytes: Int) {
        let y = y.writing, chunk = 1 << 22
        ThreadPool.forEach((bytes + chunk - 1) / chunk) { part in
            (y + part * chunk).update(repeating: 0, count: min(chunk, bytes - part * chunk))
        }
    }

    public func copy(size: Int, _ way: StridedIterator, _ x: Operand<UInt8>, into y: Operand<UInt8>) {
        switch size {
        case 8: copyElements(UInt64.self, way, x, y)
        case 4: copyElements(UInt32.self, way, x, y)
        case 2: copyElements(UInt16.self, way, x, y)
        default: copyElements(UInt8.self, way, x, y)
        }
    }

    private func copyElements<T>(
        _: T.Type, _ way: StridedIterator, _ x: Operand<UInt8>, _ y: Operand<UInt8>
    ) {
        let (source, target) = (x.bound(to: T.self).reading, y.bound(to: T.self).writing)
        let (from, to) = (way.innerStrides[0], way.innerStrides[1])
        let inner = way.inner
        // One long run is cut, many short ones are bundled: pieces of about 64 K elements for the pool.
        let piece = 1 << 16
        func run(_ x: UnsafePointer<T>, _ y: UnsafeMutablePointer<T>, _ count: Int) {
            if from == 1 && to == 1 {
                y.update(from: x, count: count)
            } else if from == 0 && to == 1 {
                y.update(repeating: x.pointee, count: count)
            } else {
                for i in 0..<count { y[i &* to] = x[i &* from] }
            }
        }
        if way.outer == 1 {
            ThreadPool.forEach((inner + piece - 1) / piece) { part in
                let start = part * piece
                run(source + start * from, target + start * to, min(piece, inner - start))
            }
        } else {
            let bundle = max(1, piece / inner)
            ThreadPool.forEach((way.outer + bundle - 1) / bundle) { part in
                for index in (part * bundle)..<min(way.outer, (part + 1) * bundle) {
                    run(source + way.offset(0, index), target + way.offset(1, index), inner)
                }
            }
        }
    }

    public func select(
        size: Int, _ way: StridedIterator, _ mask: Operand<Bool>, _ x: Operand<UInt8>, _ y: Operand<UInt8>,
        into z: Operand<UInt8>
    ) {
        switch size {
        case 8: selectElements(UInt64.self, way, mask, x, y, z)
        case 4: selectElements(UInt32.self, way, mask, x, y, z)
        case 2: selectElements(UInt16.self, way, mask, x, y, z)
        default: selectElements(UInt8.self, way, mask, x, y, z)
        }
    }

    private func selectElements<T>(
        _: T.Type, _ way: StridedIterator, _ mask: Operand<Bool>, _ x: Operand<UInt8>, _ y: Operand<UInt8>,
        _ z: Operand<UInt8>
    ) {
        let m = mask.reading, s = way.innerStrides
        let (x, y, z) = (
            x.bound(to: T.self).reading, y.bound(to: T.self).reading, z.bound(to: T.self).writing
        )
        for outer in 0..<way.outer {
            let (p, q) = (m + way.offset(0, outer), x + way.offset(1, outer))
            let (r, t) = (y + way.offset(2, outer), z + way.offset(3, outer))
            for i in 0..<way.inner { t[i &* s[3]] = p[i &* s[0]] ? q[i &* s[1]] : r[i &* s[2]] }
        }
    }
}
