import Foundation
import Tensors
import TestSupport
import Testing

/// Random numbers against PyTorch: `rng.json` of `../shared/golden`.
@Suite(.enabled(if: Shared.isPresent, Shared.missing))
struct GeneratorTests {
    @Test func drawsAreTorchs() throws {
        let data = try Data(contentsOf: Shared.golden("rng.json"))
        let cases = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
        #expect(cases.count == 3)
        var worst = 0.0
        for golden in cases {
            func numbers(_ key: String) throws -> [Double] {
                try #require(golden[key] as? [NSNumber]).map(\.doubleValue)
            }
            let generator = Generator(seed: (try #require(golden["seed"] as? NSNumber)).uint64Value)
            #expect(
                try generator.integers(0, 142007, [8]).elements(Double.self) == numbers("randint_142007_x8"))
            let uniform = try Tensor.empty([5])
            try generator.fillUniform(uniform, -0.25, 0.25)
            #expect(try uniform.elements(Float.self) == numbers("uniform_x5").map { Float($0) })
            for (count, key) in [(16, "randn_x16"), (37, "randn_x37")] {
                let normal = try Tensor.empty([count])
                try generator.fillNormal(normal)
                worst = max(worst, relativeError(try normal.elements(Double.self), try numbers(key)))
            }
            #expect(try generator.permutation(10).elements(Double.self) == numbers("randperm_10"))
            let weight = try Tensor.empty([24]), bias = try Tensor.empty([6])
            try generator.fillUniform(weight, -0.5, 0.5)
            try generator.fillUniform(bias, -0.5, 0.5)
            worst = max(
                worst, relativeError(try weight.elements(Double.self), try numbers("linear_weight_6x4")))
            #expect(try generator.integers(0, 7, [6]).elements(Double.self) == numbers("randint_7_x6_after"))
        }
        report("rng normal and Linear draws, relative", worst)
        #expect(worst < 1e-6)
    }
}
