import Foundation
import Neural
import Tensors
import TestSupport
import Testing

/// Layers against their formulas in Double; their gradients are those of the operations, tested in
/// KernelsTests.
struct LayerTests {
    private let generator = Generator(seed: 3)

    private func random(_ shape: [Int]) throws -> Tensor {
        let tensor = try Tensor.empty(shape)
        try generator.fillNormal(tensor)
        return tensor
    }

    @Test func linearIsAProductWithTheTransposeAndABias() throws {
        let layer = try Linear(5, 3, generator: generator)
        let x = try random([4, 5])
        let (w, b) = (try layer.weight.elements(Double.self), try #require(layer.bias).elements(Double.self))
        let rows = try x.elements(Double.self)
        var expected: [Double] = []
        for n in 0..<4 {
            for o in 0..<3 {
                var sum = b[o]
                for i in 0..<5 { sum += rows[n * 5 + i] * w[o * 5 + i] }
                expected.append(sum)
            }
        }
        #expect(relativeError(try layer(x).elements(Double.self), expected) < 1e-6)
        #expect(w.allSatisfy { abs($0) <= 1 / 5.0.squareRoot() })
    }

    @Test func layerNormHasMeanZeroAndVarianceOne() throws {
        let layer = try LayerNorm(17)
        let x = try random([3, 17])
        let rows = try x.elements(Double.self)
        var expected: [Double] = []
        for n in 0..<3 {
            let row = Array(rows[(n * 17)..<(n * 17 + 17)])
            let mean = row.reduce(0, +) / 17
            let squares = row.map { ($0 - mean) * ($0 - mean) }
            let deviation = (squares.reduce(0, +) / 17 + 1e-5).squareRoot()
            expected += row.map { ($0 - mean) / deviation }
        }
        #expect(relativeError(try layer(x).elements(Double.self), expected) < 1e-6)
    }

    @Test func layerNormOfAnotherWidthIsRefusedInItsOwnWords() throws {
        let layer = try LayerNorm(5), x = try random([3, 4])
        for work in [{ _ = try layer(x) }, { _ = try layer(adding: x, to: x) }] as [() throws -> Void] {
            #expect(throws: TensorError.self) { try work() }
            do { try work() } catch {
                #expect(
                    "\(error)".contains("normalized_shape=[5], expected input with shape [*, 5]"), "\(error)")
            }
        }
    }

    @Test func embeddingTakesRows() throws {
        let layer = try Embedding(7, 2, generator: generator)
        let table = try layer.weight.elements(Float.self)
        let ids: [Int64] = [6, 0, 6]
        let got = try layer(Tensor(ids, [3]))
        #expect(got.shape == [3, 2])
        #expect(try got.elements(Float.self) == ids.flatMap { [table[Int($0) * 2], table[Int($0) * 2 + 1]] })
        #expect(throws: TensorError.self) { try layer(Tensor([Int64(7)], [1])) }
        #expect(throws: TensorError.self) { try layer(Tensor([Int64(-1)], [1])) }
    }

    @Test func geluInBothForms() throws {
        let x = try random([33])
        let values = try x.elements(Double.self)
        let exact = values.map { (v: Double) -> Double in 0.5 * v * (1 + erf(v / 2.0.squareRoot())) }
        let tanhs = values.map { (v: Double) -> Double in
            let inner = (2 / Double.pi).squareRoot() * (v + 0.044715 * v * v * v)
            return 0.5 * v * (1 + tanh(inner))
        }
        #expect(relativeError(try GELU(.erf)(x).elements(Double.self), exact) < 1e-6)
        #expect(relativeError(try GELU(.tanh)(x).elements(Double.self), tanhs) < 1e-6)
    }

    @Test func dropoutKeepsTheMeanInTrainingAndDoesNothingAfter() throws {
        let layer = try Dropout(0.25)
        let x = try Tensor.ones([4000])
        let kept = try layer(x).elements(Double.self)
        #expect(Set(kept.map { ($0 * 3).rounded() }) == [0, 4])
        #expect(abs(kept.reduce(0, +) / 4000 - 1) < 0.05)
        layer.eval()
        #expect(try layer(x).elements(Float.self) == x.elements(Float.self))
        #expect(throws: TensorError.self) { try Dropout(1.5) }
    }

    @Test func parametersComeInTheOrderOfRegistrationAndOnlyOnce() throws {
        let (first, norm) = (try Linear(2, 2, generator: generator), try LayerNorm(2))
        let model = Sequential([first, norm, first])
        #expect(
            model.namedParameters().map(\.name) == ["0.weight", "0.bias", "1.weight", "1.bias"])
        #expect(model.namedParameters(removeDuplicates: false).count == 6)
        let state = Dictionary(uniqueKeysWithValues: model.stateDictionary().map { ($0.name, $0.tensor) })
        let twin = Sequential([try Linear(2, 2), try LayerNorm(2), try Linear(2, 2)])
        try twin.loadStateDictionary(state)
        let x = try random([3, 2])
        #expect(try twin(x).elements(Float.self) == model(x).elements(Float.self))
        #expect(throws: TensorError.self) { try Sequential([first]).loadStateDictionary(state) }
    }
}
