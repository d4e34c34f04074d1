/// The kernels of a GPU, one file for each family, under the names that they have in `DeviceSources`.
/// Formulas and conventions are those of ``Kernels``.
///
/// A kernel whose operands do not all lie on the device (one number of the host's, say), or whose family does
/// not compile there, is computed on the host.
struct GPUKernels: DeviceKernels {
    var host: CPUKernels { CPUKernels() }

    /// What computes on the host, over operands of any device.
    var beside: HostDeviceKernels { HostDeviceKernels() }

    /// What a kernel is given, before its operands are opened.
    enum Given {
        case operand(Buffer, start: Int, writing: Bool)
        case long(Int)
        case int(Int)
        case float(Float)
        case bytes([UInt8])

        static func read<Element>(_ x: Operand<Element>) -> Given {
            .operand(x.buffer, start: x.start, writing: false)
        }
        static func write<Element>(_ x: Operand<Element>) -> Given {
            .operand(x.buffer, start: x.start, writing: true)
        }
        /// A struct of C, whose fields lie as Swift's do.
        static func plain<Value>(_ value: Value) -> Given {
            withUnsafeBytes(of: value) { .bytes(Array($0)) }
        }
    }

    /// The device that all operands lie on; nil where they do not.
    static func device(of given: [Given]) -> GPUDevice? {
        var common: Device?
        for case .operand(let buffer, _, _) in given {
            if common == nil { common = buffer.device }
            if common !== buffer.device { return nil }
        }
        return common as? GPUDevice
    }

    /// The operand's memory, opened for a kernel of its own device.
    static func opened(_ buffer: Buffer, writing: Bool) -> GPUMemory {
        let own = unsafeDowncast(buffer, to: GPUBuffer.self)
        own.open(writing: writing)
        return own.memory
    }

    private static func arguments(_ given: [Given]) -> [GPUArgument] {
        var arguments: [GPUArgument] = []
        arguments.reserveCapacity(2 * given.count)
        for one in given {
            switch one {
            case .operand(let buffer, let start, let writing):
                arguments.append(.memory(opened(buffer, writing: writing)))
                arguments.append(.long(start))
            case .long(let value): arguments.append(.long(value))
            case .int(let value): arguments.append(.int(Int32(truncatingIfNeeded: value)))
            case .float(let value): arguments.append(.float(value))
            case .bytes(let bytes): arguments.append(.bytes(bytes))
            }
        }
        return arguments
    }

    /// Asks for `groups` groups of a kernel; false where the host has to compute it.
    func groups(
        _ groups: (x: Int, y: Int, z: Int), of kernel: String, _ family: String,
        macros: [(name: String, value: String)] = [], size: Int? = nil, _ given: [Given]
    ) -> Bool {
        // No group has nothing to do, and CUDA refuses to launch none.
        guard groups.x > 0, groups.y > 0, groups.z > 0 else { return true }
        guard let device = GPUKernels.device(of: given), groups.y < 1 << 16, groups.z < 1 << 16,
            groups.x < 1 << 31
        else { return false }
        return device.launch(
            kernel, of: family, macros: macros, groups: groups, size: size, GPUKernels.arguments(given))
    }

    /// Asks for a kernel with a group for each row.
    func rows(_ rows: Int, _ kernel: String, _ family: String, _ given: Given...) -> Bool {
        groups((rows, 1, 1), of: kernel, family, given)
    }

    /// Asks for a kernel with an item for each number.
    func items(_ count: Int, _ kernel: String, _ family: String, _ given: Given...) -> Bool {
        let size = 256
        return groups(
            ((count + size - 1) / size, 1, 1), of: kernel, family, size: size, given + [.long(count)])
    }

    /// Numbers of the host for a kernel: places, offsets. Whoever asks holds the buffer until the kernel has
    /// been asked for.
    static func uploaded<Element>(_ numbers: [Element], to device: GPUDevice) -> Buffer? {
        let bytes = numbers.count * MemoryLayout<Element>.stride
        guard let buffer = device.allocate(max(bytes, 8)) else { return nil }
        numbers.withUnsafeBytes {
            if let base = $0.baseAddress {
                device.write(opened(buffer, writing: true), 0, from: base, bytes: bytes)
            }
        }
        return buffer
    }
}

/// `StridedIterator` as a kernel is given it: struct Walk of `prelude.h`.
struct GPUWalk {
    static let rank = 8
    /// The numbers that it visits.
    let count: Int
    let given: GPUKernels.Given

    /// Nil for more axes than a kernel knows.
    init?(_ way: StridedIterator) {
        guard way.sizes.count + 1 <= GPUWalk.rank else { return nil }
        let sizes = way.sizes + [way.inner]
        func filled(_ numbers: [Int]) -> [Int] {
            numbers + [Int](repeating: 0, count: GPUWalk.rank - numbers.count)
        }
        var fields = [sizes.count] + filled(sizes)
        for operand in 0..<4 {
            fields +=
                operand < way.strides.count
                ? filled(way.strides[operand] + [way.innerStrides[operand]]) : filled([])
        }
        count = way.outer * way.inner
        given = fields.withUnsafeBytes { .bytes(Array($0)) }
    }
}
