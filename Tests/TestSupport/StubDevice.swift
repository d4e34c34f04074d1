import Foundation
import Kernels
import Synchronization

/// A device that is none: its numbers lie in this machine's memory, but behind a type that only its own
/// kernels open, upside down (every byte inverted), so that whoever read them past the boundary would compute
/// nonsense. It has kernels for about a third of what there is; the rest is computed on the host.
public final class StubDevice: Device, @unchecked Sendable {
    /// What has happened at the boundary.
    public struct Count: Sendable {
        public var kernels = 0, downloads = 0, uploads = 0
    }

    let counted = Mutex(Count())
    public var count: Count { counted.withLock { $0 } }

    /// What a test makes of it: bytes of memory that it says it has, and why it does not work any more.
    public struct Condition: Sendable {
        public var memory: Int?
        public var failure: String?
    }
    private let condition = Mutex(Condition())
    let held = Mutex(DeviceMemory())

    public init(name: String = "stub") { super.init(name: name, kernels: StubKernels()) }

    /// Lets it have less memory, or fail.
    public func become(_ change: @Sendable (inout Condition) -> Void) { condition.withLock { change(&$0) } }

    public override var failure: String? { condition.withLock { $0.failure } }
    public override var memory: DeviceMemory { held.withLock { $0 } }
    public override func resetPeak() { held.withLock { $0.peak = $0.allocated } }
    public override var properties: DeviceProperties {
        var known = DeviceProperties(title: "Stub 1")
        known.totalMemory = condition.withLock { $0.memory } ?? 1 << 30
        (known.multiprocessors, known.capability) = (2, (9, 0))
        return known
    }

    public override func allocate(_ bytes: Int) -> Buffer? {
        let limit = condition.withLock { $0.memory } ?? .max
        let fits = held.withLock { held in
            guard held.allocated + bytes <= limit else { return false }
            held.allocated += bytes
            (held.reserved, held.peak) = (held.allocated, max(held.peak, held.allocated))
            return true
        }
        return fits ? StubBuffer(bytes: bytes, on: self) : nil
    }
}

/// Inverted bytes.
final class StubBuffer: MirroredBuffer {
    private let hidden: UnsafeMutableBufferPointer<UInt8>

    override init(bytes: Int, on device: Device) {
        hidden = .allocate(capacity: bytes)
        hidden.initialize(repeating: 0x5A)
        super.init(bytes: bytes, on: device)
    }

    deinit {
        hidden.deallocate()
        stub?.held.withLock {
            $0.allocated -= bytes
            $0.reserved = $0.allocated
        }
    }

    private var stub: StubDevice? { device as? StubDevice }

    override func download(to target: UnsafeMutableRawPointer) {
        stub?.counted.withLock { $0.downloads += 1 }
        for i in hidden.indices { target.storeBytes(of: ~hidden[i], toByteOffset: i, as: UInt8.self) }
    }

    override func upload(from source: UnsafeRawPointer) {
        stub?.counted.withLock { $0.uploads += 1 }
        for i in hidden.indices { hidden[i] = ~source.load(fromByteOffset: i, as: UInt8.self) }
    }

    /// The numbers the right way round, for a kernel of the device.
    func numbers(_ start: Int) -> [Float] {
        open(writing: false)
        stub?.counted.withLock { $0.kernels += 1 }
        return (start..<bytes / 4).map { i in
            Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(~hidden[4 * i + $1]) << UInt32(8 * $1) })
        }
    }

    func store(_ numbers: [Float], _ start: Int) {
        open(writing: true)
        for (i, number) in numbers.enumerated() {
            for byte in 0..<4 {
                hidden[4 * (start + i) + byte] = ~UInt8(
                    truncatingIfNeeded: number.bitPattern >> UInt32(8 * byte))
            }
        }
    }
}

/// A third of the kernels, each the host's over numbers that were turned round.
struct StubKernels: DeviceKernels {
    var host: CPUKernels { CPUKernels() }

    private func numbers(_ x: Operand<Float>) -> [Float] { (x.buffer as! StubBuffer).numbers(x.start) }

    /// Lets `body` change what y holds.
    private func change(_ y: Operand<Float>, _ body: (UnsafeMutablePointer<Float>) -> Void) {
        let buffer = y.buffer as! StubBuffer
        var held = buffer.numbers(y.start)
        held.withUnsafeMutableBufferPointer { if let base = $0.baseAddress { body(base) } }
        buffer.store(held, y.start)
    }

    private func with(_ x: Operand<Float>, _ body: (UnsafePointer<Float>) -> Void) {
        numbers(x).withUnsafeBufferPointer { if let base = $0.baseAddress { body(base) } }
    }

    private func with(
        _ a: OperandMatrix<Float>, _ b: OperandMatrix<Float>, _ body: (MatrixOperand, MatrixOperand) -> Void
    ) {
        with(a.base) { p in
            with(b.base) { q in
                body(
                    MatrixOperand(p, stride: a.stride, transposed: a.transposed),
                    MatrixOperand(q, stride: b.stride, transposed: b.transposed))
            }
        }
    }

    func gemm(
        _ a: OperandMatrix<Float>, _ b: OperandMatrix<Float>, m: Int, n: Int, k: Int, alpha: Float,
        beta: Float, into c: Operand<Float>, stride ldc: Int
    ) {
        with(a, b) { p, q in
            change(c) { host.gemm(p, q, m: m, n: n, k: k, alpha: alpha, beta: beta, into: $0, stride: ldc) }
        }
    }

    func gemm(
        _ a: OperandMatrix<Float>, _ b: OperandMatrix<Float>, m: Int, n: Int, k: Int, bias: Operand<Float>?,
        into c: Operand<Float>, stride ldc: Int
    ) {
        let bias = bias.map(numbers)
        with(a, b) { p, q in
            change(c) { c in
                guard let bias else {
                    return host.gemm(p, q, m: m, n: n, k: k, bias: nil, into: c, stride: ldc)
                }
                bias.withUnsafeBufferPointer {
                    host.gemm(p, q, m: m, n: n, k: k, bias: $0.baseAddress, into: c, stride: ldc)
                }
            }
        }
    }

    func batchedGemm(
        batch: Int, _ a: OperandMatrix<Float>, _ b: OperandMatrix<Float>, m: Int, n: Int, k: Int,
        alpha: Float, beta: Float, into c: Operand<Float>, stride ldc: Int,
        offsets: (Int) -> (a: Int, b: Int, c: Int)
    ) {
        with(a, b) { p, q in
            change(c) {
                host.batchedGemm(
                    batch: batch, p, q, m: m, n: n, k: k, alpha: alpha, beta: beta, into: $0, stride: ldc,
                    offsets: offsets)
            }
        }
    }

    func unary(_ op: UnaryOperation, _ x: Operand<Float>, into y: Operand<Float>, count: Int) {
        with(x) { x in change(y) { host.unary(op, x, into: $0, count: count) } }
    }

    func axpy(_ alpha: Float, _ x: Operand<Float>, into y: Operand<Float>, count: Int) {
        with(x) { x in change(y) { host.axpy(alpha, x, into: $0, count: count) } }
    }

    func gelu(_ form: GELUForm, _ x: Operand<Float>, into y: Operand<Float>, count: Int) {
        with(x) { x in change(y) { host.gelu(form, x, into: $0, count: count) } }
    }

    func geluBackward(
        _ form: GELUForm, _ x: Operand<Float>, dy: Operand<Float>, into dx: Operand<Float>, count: Int
    ) {
        with(x) { x in
            with(dy) { dy in change(dx) { host.geluBackward(form, x, dy: dy, into: $0, count: count) } }
        }
    }

    func addColumnSums(of dy: Operand<Float>, to dbias: Operand<Float>, rows: Int, columns: Int) {
        with(dy) { dy in change(dbias) { host.addColumnSums(of: dy, to: $0, rows: rows, columns: columns) } }
    }

    func sum(_ x: Operand<Float>, count: Int) -> Double {
        var sum = 0.0
        with(x) { sum = host.sum($0, count: count) }
        return sum
    }

    func softmax(_ x: Operand<Float>, into y: Operand<Float>, rows: Int, columns: Int) {
        with(x) { x in change(y) { host.softmax(x, into: $0, rows: rows, columns: columns) } }
    }

    func logSoftmax(_ x: Operand<Float>, into y: Operand<Float>, rows: Int, columns: Int) {
        with(x) { x in change(y) { host.logSoftmax(x, into: $0, rows: rows, columns: columns) } }
    }

    func sgd(
        _ step: SGDStep, parameter: Operand<Float>, gradient: Operand<Float>, buffer: Operand<Float>?,
        count: Int
    ) {
        with(gradient) { gradient in
            change(parameter) { parameter in
                guard let buffer else {
                    return host.sgd(
                        step, parameter: parameter, gradient: gradient, buffer: nil, count: count)
                }
                change(buffer) {
                    host.sgd(step, parameter: parameter, gradient: gradient, buffer: $0, count: count)
                }
            }
        }
    }
}
