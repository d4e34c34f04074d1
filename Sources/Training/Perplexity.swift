import Foundation
import GPT
import Tensors

/// The loss over a whole text, each token counted once, in windows that the model can read.
public struct Perplexity: Equatable, Sendable {
    /// The mean of −ln p, in nats a token.
    public let loss: Double
    /// Tokens that were predicted: all but the first.
    public let tokens: Int
    /// Windows, the tokens that one has at most, and by how many each begins behind the one before.
    public let windows: Int, length: Int, stride: Int

    /// e to the loss: among so many tokens the model is as undecided as one that draws evenly.
    public var perplexity: Double { exp(loss) }

    /// Windows over a text of `count` tokens: where each starts, how many inputs it has, and how many of its
    /// last targets are new.
    public static func windows(count: Int, length: Int, stride: Int) -> [(start: Int, length: Int, new: Int)]
    {
        var windows: [(start: Int, length: Int, new: Int)] = []
        // The last token is read by none, and the first predicted by none.
        let inputs = count - 1
        var (start, end) = (0, 0)
        while end < inputs {
            let next = min(start + length, inputs)
            windows.append((start, next - start, next - end))
            (start, end) = (start + stride, next)
        }
        return windows
    }

    /// Measures a model over tokens [N].
    ///
    /// - Parameters:
    ///   - length: tokens in a window.
    ///   - stride: from the start of one window to the next, `length` at most. A smaller one gives each token
    ///     more to go by, and takes longer.
    ///   - progress: told how many windows are done; throwing from it ends the measuring.
    /// - Throws: ValueError for fewer than two tokens and for sizes out of range, and what the model throws.
    public init(
        _ model: any LanguageModel, _ tokens: Tensor, length: Int, stride: Int,
        progress: (_ done: Int, _ all: Int) throws -> Void = { _, _ in }
    ) throws {
        guard tokens.rank == 1, tokens.count >= 2 else {
            throw TensorError(
                .value, "perplexity wants at least two tokens: the first is read, the others are predicted")
        }
        guard length >= 1 else { throw TensorError(.value, "seq_len must be at least 1, got \(length)") }
        guard (1...length).contains(stride) else {
            throw TensorError(
                .value,
                "stride must lie between 1 and seq_len=\(length), got \(stride): "
                    + "with a larger one tokens would be left out")
        }
        let all = Self.windows(count: tokens.count, length: length, stride: stride)
        var (sum, counted, done) = (0.0, 0, 0)
        while done < all.count {
            // Windows of the same shape side by side.
            let first = all[done], most = max(1, 4096 / first.length)
            let alike = all[done...].prefix(most).prefix { $0.length == first.length && $0.new == first.new }
            let x = try Tensor.stack(
                alike.map { try tokens.slice(0, from: $0.start, to: $0.start + $0.length) })
            let y = try Tensor.stack(
                alike.map { try tokens.slice(0, from: $0.start + 1, to: $0.start + 1 + $0.length) })
            let losses = try model.readings(x, y).losses.reshape(x.shape)
            let new = try losses.slice(1, from: first.length - first.new, to: first.length)
            sum += try new.to(.float64).sum().item().double
            counted += new.count
            done += alike.count
            try progress(done, all.count)
        }
        (self.length, self.stride, windows) = (length, stride, all.count)
        (loss, self.tokens) = (sum / Double(counted), counted)
    }
}
