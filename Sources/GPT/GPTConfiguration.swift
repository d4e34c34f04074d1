import Kernels
import Tensors

/// Sizes and variants of a GPT-2 style model.
public struct GPTConfiguration: Equatable, Sendable {
    /// What ties the output head to the token embedding.
    public enum Tied: String, Codable, CaseIterable, Sendable {
        /// Two parameters on one storage, each with its own gradient and moments: `final_head.weight =
        /// nn.Parameter(wte.weight)`.
        case lecture
        /// One parameter; both gradients add up.
        case shared
        /// Two independent matrices.
        case none
    }

    /// How parameters start.
    public enum Initialisation: String, Sendable {
        /// PyTorch's defaults: Embedding N(0, 1), Linear U(−1/√in, 1/√in).
        case lecture
        /// N(0, 0.02), residual projections N(0, 0.02/√(2L)), biases 0 (Radford et al. 2019).
        case gpt2
    }

    /// The name the model goes by: Model5 or GPT2.
    public var name: String
    /// V, tokens in the vocabulary.
    public var vocabularySize: Int
    /// E, the width of the residual stream.
    public var width: Int
    /// H, attention heads in a block; E is divisible by it.
    public var heads: Int
    /// L, transformer blocks.
    public var blocks: Int
    /// The longest sequence, T.
    public var context: Int
    /// How head and embedding share numbers.
    public var tied: Tied
    /// The form of the GELU between the two layers of a block.
    public var gelu: GELUForm
    /// Logits are divided by √E before the softmax (the lecture), or not (GPT-2).
    public var scalesLogits: Bool
    /// Calling the model gives log-probabilities (the lecture) or logits (GPT-2).
    public var returnsLogProbabilities: Bool
    /// What the parameters are drawn from.
    public var initialisation: Initialisation

    /// The lecture's Model 5: GPT-2 small with a context of 256.
    public static let model5 = GPTConfiguration(
        name: "Model5", vocabularySize: 50257, width: 768, heads: 12, blocks: 12, context: 256,
        tied: .lecture, gelu: .erf,
        scalesLogits: true, returnsLogProbabilities: true, initialisation: .lecture)

    /// GPT-2 small as published.
    public static let gpt2 = GPTConfiguration(
        name: "GPT2", vocabularySize: 50257, width: 768, heads: 12, blocks: 12, context: 1024, tied: .shared,
        gelu: .tanh,
        scalesLogits: false, returnsLogProbabilities: false, initialisation: .gpt2)

    /// What logits are multiplied by: 1/√E or 1.
    public var logitScale: Double { scalesLogits ? 1 / Double(width).squareRoot() : 1 }

    /// Refuses sizes that make no model, before any memory is taken.
    ///
    /// - Throws: ValueError for sizes that make no sense, MemoryError for a
    ///   model that this machine cannot hold.
    public func check() throws {
        let sizes = [
            ("n_vocab", vocabularySize), ("embed_dim", width), ("n_heads", heads), ("n_blocks", blocks),
            ("seq_len", context),
        ]
        for (name, size) in sizes where size < 1 {
            throw TensorError(.value, "\(self.name): \(name) must be at least 1, got \(size)")
        }
        for (name, size) in sizes where size > 1 << 31 {
            throw TensorError(.memory, "\(self.name): \(name) = \(size) is more than any machine could hold")
        }
        guard width % heads == 0 else {
            // The nearest number of heads that fits; 1 always does, and more than the width never do.
            var distance = max(0, heads - width)
            while heads - distance > 1, width % (heads - distance) != 0, width % (heads + distance) != 0 {
                distance += 1
            }
            let near = width % (heads - distance) == 0 ? heads - distance : heads + distance
            throw TensorError(
                .value, "\(name): embed_dim \(width) is not divisible by n_heads \(heads)",
                hint: "n_heads=\(near)")
        }
        let bytes = Double(parameterCount) * 4
        guard bytes < Double(Memory.physical) else {
            throw TensorError(
                .memory,
                "\(name): \(Int(bytes / 4e6)) million parameters need \(Int(bytes / 1e9)) GB, this machine "
                    + "has \(Memory.physical / 1_000_000_000) GB",
                hint: "a smaller embed_dim or n_blocks")
        }
    }

    /// Different numbers that training moves; a head tied in either way counts once. Sizes are taken as sane.
    public var parameterCount: Int {
        func times(_ factors: Int...) -> Double { factors.reduce(1) { $0 * Double($1) } }
        let E = width
        let block = times(12, E, E) + times(13, E)
        let total =
            times(vocabularySize, E) * (tied == .none ? 2 : 1) + times(context, E) + times(blocks) * block
            + times(2, E)
        return total < 9e18 ? Int(total) : .max
    }

    /// Numbers as an optimizer lists them: the lecture's head counts again.
    public var listedParameterCount: Double {
        Double(parameterCount) + (tied == .lecture ? Double(vocabularySize) * Double(width) : 0)
    }

    /// Multiplications and additions of a forward pass over `batch` sequences of `length`, products only.
    public func forwardFLOPs(batch: Int, length: Int) -> Double {
        let (B, T, E, L, V) = (
            Double(batch), Double(length), Double(width), Double(blocks), Double(vocabularySize)
        )
        // A product of [n, k] and [k, m] is 2·n·k·m. Attention: scores and
        // weighted values, half of them masked.
        return 2 * B * T * (L * 12 * E * E + V * E) + L * B * 2 * T * T * E
    }

    /// Bytes of all that a trace of [batch, length] tokens keeps.
    public func traceBytes(batch: Int, length: Int) -> Double {
        let tokens = Double(batch) * Double(length)
        // Of a block 16 rows of the width (a stream that is read is the one that was left), and the pattern
        // with its scores.
        let block = 16 * Double(width) + 2 * Double(heads) * Double(length)
        return 4 * tokens * (2 * Double(width) + Double(blocks) * block + 2 * Double(vocabularySize))
    }

    /// A training step: backward is two products for each of forward's.
    public func stepFLOPs(batch: Int, length: Int) -> Double {
        3 * forwardFLOPs(batch: batch, length: length)
    }
}
