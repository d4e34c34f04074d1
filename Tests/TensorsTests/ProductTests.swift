import Tensors
import Testing

@Suite(.serialized) struct ProductTests {
    private func row(_ x: Tensor) throws -> [Double] { try x.contiguous().elements(Double.self) }

    /// The scalar triple product: d(c · (a × b)) is b × c with respect to a, and c × a with respect to b.
    @Test func crossProductAndItsGradient() throws {
        let a = try Tensor([1.0, -2, 3]).requireGrad(), b = try Tensor([0.5, 4, -1]).requireGrad()
        let c = try Tensor([2.0, 7, 5])
        let y = try a.cross(b)
        #expect(try row(y) == [-10, 2.5, 5])
        try (y * c).sum().backward()
        #expect(try a.grad.map(row) == row(b.detach().cross(c)))
        #expect(try b.grad.map(row) == row(c.cross(a.detach())))
    }

    @Test func crossProductAlongAnyAxisAndOfUnequalRanks() throws {
        let columns = try Tensor((0..<6).map(Double.init), [3, 2]), up = try Tensor([0.0, 0, 1])
        let rows = try columns.transpose(0, 1)
        #expect(
            try row(columns.cross(columns + columns.sin(), 0).transpose(0, 1))
                == row(rows.cross(rows + rows.sin())))
        #expect(try row(rows.cross(up, anyRank: true)) == [2, 0, 0, 3, -1, 0])
        #expect(throws: TensorError.self) { try rows.cross(up) }
        #expect(throws: TensorError.self) { try rows.cross(rows, 0) }
        #expect(throws: TensorError.self) { try rows.cross(rows, 2) }
        #expect(throws: TensorError.self) { try Tensor([1.0], []).cross(Tensor([1.0], []), anyRank: true) }
    }

    @Test func kroneckerProductOfUnequalRanks() throws {
        let a = try Tensor([1.0, 10]).requireGrad(), b = try Tensor([1.0, 2, 3, 4], [2, 2])
        let y = try a.kron(b)
        #expect(y.shape == [2, 4])
        #expect(try row(y) == [1, 2, 10, 20, 3, 4, 30, 40])
        try y.sum().backward()
        #expect(try a.grad.map(row) == [10, 10])
    }
}
