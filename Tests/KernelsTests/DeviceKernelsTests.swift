import Foundation
import Kernels
import Testing

/// The GPU that `LAGADO_GPU` names (`cuda`, `opencl`), else this machine's processor as OpenCL drives it,
/// with our kernel for products.
private let processor: Device? = {
    let wish = ProcessInfo.processInfo.environment["LAGADO_GPU"] ?? "pocl"
    return ["off", "pocl"].contains(wish) ? Accelerators.processor(products: .own) : Accelerators.device(0)
}()

/// The same with CLBlast's products, where it is installed.
private let clblast = Accelerators.processor(products: .library)

/// The kernels of GPUs beside the plain loops.
@Suite(
    .serialized,
    .enabled(if: processor != nil, "OpenCL finds no processor here (Debian: pocl-opencl-icd)"))
struct DeviceKernelsTests {
    private var kernels: OnDevice { OnDevice(processor!) }

    private func compare(_ cases: [KernelCase], tolerance: Double = 1e-5, nanMaySpread: Bool = false) {
        for one in cases {
            expectClose(
                one.run(kernels), one.run(ReferenceKernels()), one.name, nanMaySpread: nanMaySpread,
                tolerance: tolerance)
        }
        #expect(processor?.failure == nil)
        #expect(processor?.news() == [])
    }

    @Test("Elements, sums and optimizers", arguments: [false, true])
    func vectors(nan: Bool) {
        for size in [1, 3, 17, 257, 1025] { compare(KernelCase.vectors(size, nan: nan)) }
    }

    @Test("Rows", arguments: [false, true])
    func rows(nan: Bool) {
        for (rows, columns) in [(1, 1), (3, 5), (17, 31), (70, 257), (3, 1100)] {
            compare(KernelCase.rows(rows, columns, nan: nan))
        }
    }

    @Test("Products by our kernel", arguments: [false, true])
    func products(nan: Bool) {
        for (m, n, k) in [(1, 1, 1), (3, 5, 31), (64, 64, 16), (65, 130, 17), (5, 257, 64), (3, 5, 0)] {
            compare(KernelCase.products(m, n, k, nan: nan))
        }
        for (m, n, k) in [(3, 5, 7), (70, 130, 20)] { compare(KernelCase.linear(m, n, k)) }
        for (batch, m, n, k) in [(1, 3, 5, 7), (7, 5, 17, 16), (0, 3, 3, 3)] {
            compare([.batched(batch, m, n, k)])
        }
    }

    @Test("Attention", arguments: [false, true])
    func attention(nan: Bool) { compare(KernelsTests.attentionCases(nan: nan), nanMaySpread: nan) }

    @Test("Numbers of bfloat16")
    func bfloat16s() {
        for (m, n, k) in [(1, 1, 1), (3, 5, 31), (17, 63, 65), (130, 70, 65)] {
            compare(KernelCase.bfloat16s(m, n, k), tolerance: 3e-3)
        }
        compare(Array(KernelsTests.bfloat16AttentionCases.prefix(6)), tolerance: 2e-2)
    }

    @Test("Infinities, NaN, zeros of both signs and the smallest numbers") func specials() {
        let x: [Float] = [
            .infinity, -.infinity, .nan, 0, -0.0, 1e-42, -1e-42, 88, -88, 104, -104, 1e30, -1e30, 0.5, 1.5,
            2.5, -1,
        ]
        var cases = UnaryOperation.allCases.map { op in
            KernelCase(name: "\(op)") { kernels in
                var y = x
                kernels.unary(op, x, into: &y, count: x.count)
                return [y.map { abs($0) < 1e-37 ? 0 : $0 }]
            }
        }
        cases += BinaryOperation.allCases.map { op in
            KernelCase(name: "\(op)") { kernels in
                var y = x
                kernels.binary(op, x, stride: 1, x.reversed(), stride: 1, into: &y, count: x.count)
                return [y.map { abs($0) < 1e-37 ? 0 : $0 }]
            }
        }
        for row: [Float] in [
            [1, -.infinity, 2], [.infinity, 1, 2], [-.infinity, -.infinity, 1], [1, .nan, 2],
            [-1e30, 1e30, 0],
        ] {
            cases.append(
                KernelCase(name: "rows of \(row)") { kernels in
                    var (y, z, d, losses) = (row, row, row, [Float](repeating: 0, count: 1))
                    kernels.softmax(row, into: &y, rows: 1, columns: 3)
                    kernels.logSoftmax(row, into: &z, rows: 1, columns: 3)
                    kernels.crossEntropy(
                        &d, stride: 3, targets: [2], scale: 0.5, gradient: 1, ignoreIndex: -100,
                        losses: &losses, rows: 1, columns: 3)
                    return [y, z, d, losses]
                })
        }
        compare(cases)
    }

    @Test("Products by CLBlast", .enabled(if: clblast != nil, "OpenCL finds no processor here"))
    func productsByCLBlast() {
        let kernels = OnDevice(clblast!)
        for (m, n, k) in [(1, 1, 1), (3, 5, 31), (65, 130, 17)] {
            for one in KernelCase.products(m, n, k) + KernelCase.linear(m, n, k) {
                expectClose(one.run(kernels), one.run(ReferenceKernels()), one.name)
            }
        }
        #expect(clblast?.failure == nil)
    }

    @Test("A second run gives the same digits") func determinism() {
        let cases =
            KernelCase.vectors(3000) + KernelCase.rows(70, 257) + KernelCase.products(65, 130, 200)
            + [.attention(.joined, batch: 2, heads: 2, queries: 70, keys: 70, width: 16, causal: true)]
        for one in cases { #expect(sameBits(one.run(kernels), one.run(kernels)), "\(one.name)") }
    }

    @Test("Memory that is not there is none, and what was given back is used again")
    func memory() throws {
        let small = try #require(Accelerators.processor(limit: 4 << 20))
        var first = small.allocate(2 << 20)
        #expect(first != nil && small.allocate(4 << 20) == nil)
        #expect(small.memory.allocated == 2 << 20 && small.failure == nil)
        first = nil
        #expect(small.memory.allocated == 0 && small.memory.reserved == 2 << 20)
        #expect(small.allocate(4 << 20) != nil && small.memory.peak == 4 << 20)
        small.emptyCache()
        #expect(small.memory.reserved == 0)
    }
}
