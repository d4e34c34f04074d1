import Foundation
import Tensors

// Probability distributions with PyTorch's draws and formulas: Categorical, Normal, Bernoulli and Uniform.

/// What can be drawn from, and how probable something is. `batch` is the shape of several in one.
///
/// Gradients flow into the parameters through everything but draws.
public protocol Distribution {
    /// The shape of the distributions in one, [] for a single one. `batch_shape`.
    var batch: [Int] { get }
    /// Parameters under PyTorch's names.
    var parameters: [(name: String, tensor: Tensor)] { get }
    /// Draws [shape…, batch…], without gradients.
    ///
    /// - Throws: RuntimeError for parameters that cannot be drawn from,
    ///   MemoryError for a shape that does not fit.
    func sample(_ shape: [Int], _ generator: Generator) throws -> Tensor
    /// ln p(x), broadcast with the batch.
    ///
    /// - Throws: ShapeError for an x that does not broadcast with the batch.
    func logProb(_ x: Tensor) throws -> Tensor
    /// −Σ p·ln p, in nats: [batch…].
    ///
    /// - Throws: MemoryError where there is no room for it.
    func entropy() throws -> Tensor
    /// The average, [batch…]; nil where there is none.
    ///
    /// - Throws: MemoryError where there is no room for it.
    func mean() throws -> Tensor?
    /// The square root of the variance, [batch…]; nil where there is none.
    ///
    /// - Throws: MemoryError where there is no room for it.
    func deviation() throws -> Tensor?
    /// The probability of less than x; nil where it has no formula here. Broadcast with the batch.
    ///
    /// - Throws: ShapeError for an x that does not broadcast.
    func cumulative(_ x: Tensor) throws -> Tensor?
}

extension Distribution {
    /// The probability of less than x, broadcast with the batch; nil where it has no formula here.
    ///
    /// - Throws: ShapeError for an x that does not broadcast.
    public func cumulative(_ x: Tensor) throws -> Tensor? { nil }
}

/// One of several classes, from weights or from logits [batch…, classes].
public struct Categorical: Distribution {
    private let probabilities: Tensor, logits: Tensor
    /// How many distributions there are.
    public let batch: [Int]
    private let classes: Int

    /// From weights, which need not add up to 1.
    ///
    /// - Throws: ValueError for weights without axes, and for negative ones.
    public init(weights: Tensor) throws {
        try Categorical.check(weights)
        if try weights.detach().compare(.less, weights.constant(.int(0))).any().item().isTrue {
            throw TensorError(
                .value,
                "Expected parameter probs to satisfy the constraint Simplex(), but found negative values")
        }
        let p = try weights / weights.sum([-1], keepDim: true), eps = 1.1920928955078125e-07
        self.init(p, try p.clamp(.float(eps), .float(1 - eps)).log())
    }

    /// From logits.
    ///
    /// - Throws: ValueError for logits without axes.
    public init(logits: Tensor) throws {
        try Categorical.check(logits)
        self.init(try logits.softmax(-1), try logits.logSoftmax(-1))
    }

    private init(_ probabilities: Tensor, _ logits: Tensor) {
        (self.probabilities, self.logits) = (probabilities, logits)
        (batch, classes) = (Array(probabilities.shape.dropLast()), probabilities.shape.last ?? 0)
    }

    private static func check(_ given: Tensor) throws {
        guard given.rank > 0 else {
            throw TensorError(.value, "`probs` parameter must be at least one-dimensional.")
        }
    }

    /// Parameters under PyTorch's names.
    public var parameters: [(name: String, tensor: Tensor)] {
        [("probs", probabilities), ("logits", logits)]
    }
    /// Draws [shape…, batch…], without gradients.
    ///
    /// - Throws: MemoryError for more draws than fit.
    public func sample(_ shape: [Int], _ generator: Generator) throws -> Tensor {
        let count = try Shape.count(shape), rows = try probabilities.detach().reshape([-1, classes])
        let draws = try rows.multinomial(max(count, 1), replacement: true, generator).transpose(0, 1)
        return try draws.contiguous().reshape(shape + batch)
    }
    /// ln p(x), broadcast with the batch.
    ///
    /// - Throws: ShapeError for an x that does not broadcast.
    public func logProb(_ x: Tensor) throws -> Tensor {
        let places = try x.to(.int64).unsqueeze(-1)
        let shape = try Shape.broadcast(Array(places.shape.dropLast()), batch, for: "log_prob")
        return try logits.expand(shape + [classes]).gather(-1, places.expand(shape + [1])).squeeze(-1)
    }
    /// −Σ p·ln p, in nats: [batch…].
    ///
    /// - Throws: MemoryError where the result does not fit.
    public func entropy() throws -> Tensor { try -(probabilities * logits).sum([-1]) }
    /// The average: [batch…]; nil where there is none.
    ///
    /// - Throws: MemoryError where the result does not fit.
    public func mean() throws -> Tensor? { nil }
    /// The deviation: [batch…]; nil where there is none.
    ///
    /// - Throws: MemoryError where the result does not fit.
    public func deviation() throws -> Tensor? { nil }
}

/// e^(−(x − μ)²/2σ²) / σ√2π.
public struct Normal: Distribution {
    private let loc: Tensor, scale: Tensor
    /// How many distributions there are.
    public let batch: [Int]

    /// With this average and deviation, which broadcast.
    ///
    /// - Throws: ValueError for a deviation that is not above 0.
    public init(_ mean: Tensor, _ deviation: Tensor) throws {
        guard try deviation.detach().compare(.greater, deviation.constant(.int(0))).all().item().isTrue else {
            throw TensorError(
                .value, "Expected parameter scale to satisfy the constraint GreaterThan(lower_bound=0.0)")
        }
        batch = try Shape.broadcast(mean.shape, deviation.shape, for: "Normal")
        (loc, scale) = (try mean.expand(batch), try deviation.expand(batch))
    }

    /// Parameters under PyTorch's names.
    public var parameters: [(name: String, tensor: Tensor)] { [("loc", loc), ("scale", scale)] }
    /// Draws [shape…, batch…], without gradients.
    ///
    /// - Throws: MemoryError for more draws than fit.
    public func sample(_ shape: [Int], _ generator: Generator) throws -> Tensor {
        let draws = try Tensor.empty(shape + batch)
        try generator.fillNormal(draws)
        return try draws * scale.detach() + loc.detach()
    }
    /// ln p(x), broadcast with the batch.
    ///
    /// - Throws: ShapeError for an x that does not broadcast.
    public func logProb(_ x: Tensor) throws -> Tensor {
        let z = try (x - loc).square() / (scale.square() * scale.constant(.int(2)))
        return try -z - scale.log() - scale.constant(.float(log((2 * Double.pi).squareRoot())))
    }
    /// −Σ p·ln p, in nats: [batch…].
    ///
    /// - Throws: MemoryError where the result does not fit.
    public func entropy() throws -> Tensor {
        try scale.log() + scale.constant(.float(0.5 + 0.5 * log(2 * Double.pi)))
    }
    /// The average: [batch…]; nil where there is none.
    ///
    /// - Throws: MemoryError where the result does not fit.
    public func mean() throws -> Tensor? { loc }
    /// The deviation: [batch…]; nil where there is none.
    ///
    /// - Throws: MemoryError where the result does not fit.
    public func deviation() throws -> Tensor? { scale }
    /// The probability of less than x, broadcast with the batch; nil where it has no formula here.
    ///
    /// - Throws: ShapeError for an x that does not broadcast.
    public func cumulative(_ x: Tensor) throws -> Tensor? {
        let z = try (x - loc) / (scale * scale.constant(.float(2.0.squareRoot())))
        return try (z.erf() + z.constant(.int(1))) * z.constant(.float(0.5))
    }
}

/// 1 with probability p, else 0.
public struct Bernoulli: Distribution {
    private let p: Tensor

    /// With these probabilities of 1: [batch…].
    public init(_ probability: Tensor) { p = probability }

    /// How many distributions there are.
    public var batch: [Int] { p.shape }
    /// Parameters under PyTorch's names.
    public var parameters: [(name: String, tensor: Tensor)] { [("probs", p)] }
    /// Draws [shape…, batch…], without gradients.
    ///
    /// - Throws: MemoryError for more draws than fit.
    public func sample(_ shape: [Int], _ generator: Generator) throws -> Tensor {
        let draws = try Tensor.empty(shape + batch)
        try generator.fillBernoulli(draws, p.detach())
        return draws
    }
    /// ln p(x), broadcast with the batch.
    ///
    /// - Throws: ShapeError for an x that does not broadcast.
    public func logProb(_ x: Tensor) throws -> Tensor {
        let one = try p.constant(.int(1))
        return try x.xlogy(p) + (one - x).xlogy(one - p)
    }
    /// −Σ p·ln p, in nats: [batch…].
    ///
    /// - Throws: MemoryError where the result does not fit.
    public func entropy() throws -> Tensor {
        let q = try p.constant(.int(1)) - p
        return try -(p.xlogy(p) + q.xlogy(q))
    }
    /// The average: [batch…]; nil where there is none.
    ///
    /// - Throws: MemoryError where the result does not fit.
    public func mean() throws -> Tensor? { p }
    /// The deviation: [batch…]; nil where there is none.
    ///
    /// - Throws: MemoryError where the result does not fit.
    public func deviation() throws -> Tensor? { try (p * (p.constant(.int(1)) - p)).sqrt() }
}

/// Evenly between two numbers, the upper one excluded.
public struct Uniform: Distribution {
    private let low: Tensor, high: Tensor
    /// How many distributions there are.
    public let batch: [Int]

    /// Between these ends, which broadcast.
    ///
    /// - Throws: ShapeError for ends that do not broadcast.
    public init(_ low: Tensor, _ high: Tensor) throws {
        (self.low, self.high) = (low, high)
        batch = try Shape.broadcast(low.shape, high.shape, for: "Uniform")
    }

    /// Parameters under PyTorch's names.
    public var parameters: [(name: String, tensor: Tensor)] { [("low", low), ("high", high)] }
    /// Draws [shape…, batch…], without gradients.
    ///
    /// - Throws: MemoryError for more draws than fit.
    public func sample(_ shape: [Int], _ generator: Generator) throws -> Tensor {
        let draws = try Tensor.empty(shape + batch)
        try generator.fillUniform(draws)
        return try low.detach() + draws * (high.detach() - low.detach())
    }
    /// ln p(x), broadcast with the batch.
    ///
    /// - Throws: ShapeError for an x that does not broadcast.
    public func logProb(_ x: Tensor) throws -> Tensor {
        let inside = try x.compare(.greaterOrEqual, low).bitwise(.and, x.compare(.less, high)).to(.float32)
        return try inside.log() - (high - low).log()
    }
    /// −Σ p·ln p, in nats: [batch…].
    ///
    /// - Throws: MemoryError where the result does not fit.
    public func entropy() throws -> Tensor { try (high - low).log() }
    /// The average: [batch…]; nil where there is none.
    ///
    /// - Throws: MemoryError where the result does not fit.
    public func mean() throws -> Tensor? { try (low + high) * low.constant(.float(0.5)) }
    /// The deviation: [batch…]; nil where there is none.
    ///
    /// - Throws: MemoryError where the result does not fit.
    public func deviation() throws -> Tensor? {
        try (high - low) * low.constant(.float(1 / 12.0.squareRoot()))
    }
}
