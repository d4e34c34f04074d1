import Kernels
import Tensors

extension Generator: RandomSource {}

/// X and Y of one training step: Y is X moved by one token, `Y[:, :-1] == X[:, 1:]`.
public struct Batch {
    /// Inputs [B, T], int64.
    public let X: Tensor
    /// Targets [B, T], int64.
    public let Y: Tensor
    /// Where each window starts in the text.
    public let starts: [Int]

    /// The same on another device; itself where it lies there.
    ///
    /// - Throws: MemoryError where that device has no room.
    public func moved(to device: Device) throws -> Batch {
        if X.device === device, Y.device === device { return self }
        return Batch(X: try X.to(device), Y: try Y.to(device), starts: starts)
    }
}

/// A tokenised text, a way to choose windows of it, and the random numbers it
/// draws from: what gives out batches.
public final class BatchSource {
    /// The tokens, [N] int64.
    public let tokens: Tensor
    /// What chooses the windows.
    public let sampler: any Sampler
    /// PyTorch's default generator, unless one was given.
    public let generator: Generator

    /// Batches of `tokens` [N] int64.
    ///
    /// - Throws: `TextError` where the sampler was made for a text of another length.
    public init(_ tokens: Tensor, _ sampler: any Sampler, generator: Generator = .standard) throws {
        guard tokens.rank == 1, tokens.dtype == .int64 || tokens.dtype == .int32 else {
            throw TextError(
                .value,
                "a sampler wants one row of token ids, got \(tokens.dtype) "
                    + "\(Shape.description(tokens.shape))",
                hint: "encode(text), or torch.tensor(tokenizer.encode(text))")
        }
        guard tokens.count == sampler.shape.count else {
            throw TextError(
                .value, "the sampler is for \(sampler.shape.count) tokens, these are \(tokens.count)")
        }
        (self.tokens, self.sampler, self.generator) = (
            try tokens.detach().to(.int64).contiguous(), sampler, generator
        )
    }

    /// The next batch, counted in the sampler's coverage.
    ///
    /// - Throws: what `at` throws.
    public func next() throws -> Batch { try at(sampler.nextStarts(from: generator)) }

    /// The batch of windows that start at `starts`; draws nothing and counts nothing.
    ///
    /// - Throws: `TextError` for a start from which no window and its targets fit.
    public func at(_ starts: [Int]) throws -> Batch {
        let (B, T) = (starts.count, sampler.shape.sequenceLength)
        for start in starts { try sampler.shape.check(start: start) }
        let text = tokens.numbers(Int64.self)
        func windows(_ shift: Int) throws -> Tensor {
            // Windows lie where the text lies.
            try ComputeContext.on(tokens.device) {
                try Tensor(starts.flatMap { Host.array(text + ($0 + shift), count: T) }, [B, T])
            }
        }
        return Batch(X: try windows(0), Y: try windows(1), starts: starts)
    }
}
