import Tensors
import Testing

/// A residual connection and the norm behind it, in one operation and one after the other.
struct LayerNormTests {
    private func random(_ shape: [Int], _ seed: UInt64) throws -> Tensor {
        let tensor = try Tensor.empty(shape)
        try Generator(seed: seed).fillNormal(tensor)
        return tensor
    }

    private func numbers(_ tensor: Tensor?) throws -> [Float] {
        try (tensor?.contiguous().elements(Float.self) ?? [])
    }

    /// The sum, the norm, and the gradients of all four inputs, for a loss that uses the sum, the norm or
    /// both.
    private func run(_ shape: [Int], addend: [Int], fused: Bool, sum useSum: Bool, norm useNorm: Bool) throws
        -> (bits: [[UInt32]], gradients: [[Float]])
    {
        let width = shape.last!
        let inputs = try [random(shape, 1), random(addend, 2), random([width], 3), random([width], 4)].map {
            try $0.requireGrad()
        }
        let (x, y, weight, bias) = (inputs[0], inputs[1], inputs[2], inputs[3])
        let (sum, norm): (Tensor, Tensor)
        if fused {
            (sum, norm) = try x.addLayerNorm(y, weight: weight, bias: bias)
        } else {
            sum = try x + y
            norm = try sum.layerNorm(weight: weight, bias: bias)
        }
        var loss = try Tensor.zeros([])
        if useSum { loss = try loss + (sum * random(shape, 5)).sum() }
        if useNorm { loss = try loss + (norm * random(shape, 6)).sum() }
        try loss.backward()
        return (
            try [sum, norm].map { try numbers($0.detach()).map(\.bitPattern) },
            try inputs.map { try numbers($0.grad) }
        )
    }

    @Test(arguments: [[3, 5, 16], [40, 300], [1, 7]], [(true, true), (true, false), (false, true)])
    func addLayerNormIsBothInTurn(_ shape: [Int], _ used: (sum: Bool, norm: Bool)) throws {
        for addend in [shape, [shape.last!]] {
            let one = try run(shape, addend: addend, fused: true, sum: used.sum, norm: used.norm)
            let two = try run(shape, addend: addend, fused: false, sum: used.sum, norm: used.norm)
            #expect(one.bits == two.bits)
            for (a, b) in zip(one.gradients, two.gradients) {
                #expect(a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= 1e-5 * (1 + abs($1)) })
            }
        }
    }

    @Test func aChangeOfTheSumIsNoticed() throws {
        let x = try random([4, 8], 1).requireGrad()
        let (sum, y) = try x.addLayerNorm(random([4, 8], 2), weight: nil, bias: nil)
        try Autograd.withoutGrad { try sum.fill(.int(0)) }
        #expect(throws: TensorError.self) { try y.sum().backward() }
    }
}
