import Neural
import Tensors

extension GPT {
    /// The output head. PyTorch draws its weight before the lecture replaces it, so
    /// the generator moves on either way.
    static func head(_ configuration: GPTConfiguration, tiedTo embedding: Tensor, _ generator: Generator)
        throws -> Linear
    {
        let (V, E) = (configuration.vocabularySize, configuration.width)
        guard configuration.tied != .none else { return try Linear(E, V, bias: false, generator: generator) }
        generator.skip(V * E)
        let head = Linear(
            weight: configuration.tied == .shared ? embedding : try Parameters.sharing(embedding))
        return head
    }

    /// N(0, 0.02) for every matrix, 0.02/√(2L) for those that write into the residual stream, biases 0.
    func initialiseLikeGPT2(_ generator: Generator) throws {
        let residual = 0.02 / (2 * Double(configuration.blocks)).squareRoot()
        try Autograd.withoutGrad {
            for (name, parameter) in namedParameters() where !name.contains("layernorm") {
                if parameter.rank == 1 {
                    try parameter.fill(.int(0))
                } else {
                    let writes = name.hasSuffix("W0.weight") || name.hasSuffix("mlp_2.weight")
                    try generator.fillNormal(parameter, 0, writes ? residual : 0.02)
                }
            }
        }
    }
}
