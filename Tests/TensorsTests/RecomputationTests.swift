import Kernels
import Tensors
import Testing

/// A computation that runs again in backward has the bits of one that was kept.
@Suite(.serialized) struct RecomputationTests {
    private func random(_ shape: [Int], _ seed: UInt64) throws -> Tensor {
        let tensor = try Tensor.empty(shape)
        try Generator(seed: seed).fillNormal(tensor)
        return tensor
    }

    private func bits(_ tensor: Tensor?) throws -> [UInt32] {
        try (tensor?.contiguous().elements(Float.self) ?? []).map(\.bitPattern)
    }

    /// Loss and gradients of x and w, where the body is used twice, one after the other.
    private func gradients(checkpointed: Bool, inputNeedsGradient: Bool = true) throws -> [[UInt32]] {
        let x = try random([5, 7], 1).requireGrad(inputNeedsGradient),
            w = try random([7, 7], 2).requireGrad()
        Generator.standard.reseed(9)
        func body(_ x: Tensor) throws -> Tensor {
            // x is used twice, and random numbers are drawn.
            let noise = try Tensor.empty([5, 7])
            try Generator.standard.fillUniform(noise)
            return try x + (x.linear(w).gelu() * noise).linear(w)
        }
        func run(_ x: Tensor) throws -> Tensor {
            checkpointed ? try Tensor.checkpoint([x]) { try body($0[0]) } : try body(x)
        }
        let loss = try run(run(x)).sum()
        try loss.backward()
        let next = try Tensor.empty([1])
        try Generator.standard.fillUniform(next)
        return try [bits(loss), bits(x.grad), bits(w.grad), bits(next)]
    }

    @Test(arguments: [true, false]) func sameBits(inputNeedsGradient: Bool) throws {
        let kept = try gradients(checkpointed: false, inputNeedsGradient: inputNeedsGradient)
        #expect(try gradients(checkpointed: true, inputNeedsGradient: inputNeedsGradient) == kept)
        #expect(kept[2].count == 49)
    }

    @Test func nothingToLearnIsNotRecorded() throws {
        let x = try random([3], 1)
        var runs = 0
        let y = try Tensor.checkpoint([x]) {
            runs += 1
            return try $0[0] * $0[0]
        }
        #expect(!y.requiresGrad && runs == 1)
        let z = try Autograd.withoutGrad {
            try Tensor.checkpoint([x.clone().requireGrad()]) { try $0[0] * $0[0] }
        }
        #expect(!z.requiresGrad)
    }

    @Test func inputsMustStayAsTheyWere() throws {
        let x = try random([3], 1), w = try random([3], 2).requireGrad()
        let y = try Tensor.checkpoint([x]) { try $0[0] * w }
        try x.fill(.int(1))
        #expect(throws: TensorError.self) { try y.sum().backward() }
    }

    @Test func anotherShapeTheSecondTimeIsAnError() throws {
        let w = try random([4], 2).requireGrad()
        var runs = 0
        let y = try Tensor.checkpoint([]) { _ in
            runs += 1
            return try w.slice(0, from: 0, to: runs == 1 ? 3 : 2)
        }
        #expect(throws: TensorError.self) { try y.sum().backward() }
    }

    @Test func aKeptGraphRunsTwice() throws {
        let x = try random([3], 1).requireGrad()
        let y = try Tensor.checkpoint([x]) { try $0[0] * $0[0] }.sum()
        try y.backward(retainGraph: true)
        let once = try #require(x.grad).clone()
        try y.backward()
        #expect(try #require(x.grad).equals(once + once))
    }
}

/// What backward can compute again is not kept.
@Suite(.serialized) struct KeptMemoryTests {
    @Test func aLinearLayerDoesNotKeepAnActivationBeforeIt() throws {
        let x = try Tensor.zeros([4100, 256]).requireGrad(), w = try Tensor.zeros([16, 256]).requireGrad(),
            b = try Tensor.zeros([16]).requireGrad()
        let before = Memory.inUse
        let y = try x.gelu().linear(w, b)
        #expect(x.count > Saved.mostKept && Memory.inUse - before < 2 * 4100 * 16 * 4)
        try y.sum().backward()
        #expect(w.grad != nil)
    }
}
