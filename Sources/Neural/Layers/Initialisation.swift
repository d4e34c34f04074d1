import Foundation
import Tensors

/// `torch.nn.init`: fresh numbers for parameters, in place and never recorded.
public enum Initialisation {
    /// Numbers of inputs and outputs of a weight [out, in, …].
    private static func fans(_ tensor: Tensor) throws -> (input: Int, output: Int) {
        guard tensor.rank >= 2 else {
            throw TensorError(
                .value, "Fan in and fan out can not be computed for tensor with fewer than 2 dimensions")
        }
        let field = tensor.shape.dropFirst(2).reduce(1, *)
        return (tensor.shape[1] * field, tensor.shape[0] * field)
    }

    /// Fills a tensor, of any shape, with draws from N(mean, deviation²).
    ///
    /// - Throws: NotImplementedError for integers.
    public static func normal(
        _ tensor: Tensor, mean: Double = 0, deviation: Double = 1, _ generator: Generator = .standard
    ) throws {
        try Autograd.withoutGrad { try generator.fillNormal(tensor, mean, deviation) }
    }

    /// Fills a tensor, of any shape, with draws from [low, high).
    ///
    /// - Throws: NotImplementedError for integers.
    public static func uniform(
        _ tensor: Tensor, _ low: Double = 0, _ high: Double = 1, _ generator: Generator = .standard
    ) throws {
        try Autograd.withoutGrad { try generator.fillUniform(tensor, low, high) }
    }

    /// Fills a tensor, of any shape, with one number.
    ///
    /// - Throws: what writing to the tensor throws.
    public static func constant(_ tensor: Tensor, _ value: Number) throws {
        try Autograd.withoutGrad { try tensor.fill(value) }
    }

    /// U(−a, a) with a = gain·√(6 / (in + out)) (Glorot & Bengio 2010).
    ///
    /// - Throws: ValueError for fewer than two axes.
    public static func xavierUniform(_ tensor: Tensor, gain: Double = 1, _ generator: Generator = .standard)
        throws
    {
        let (input, output) = try fans(tensor)
        let bound = 3.0.squareRoot() * gain * (2 / Double(input + output)).squareRoot()
        try uniform(tensor, -bound, bound, generator)
    }

    /// N(0, σ²) with σ = gain·√(2 / (in + out)).
    ///
    /// - Throws: ValueError for fewer than two axes.
    public static func xavierNormal(_ tensor: Tensor, gain: Double = 1, _ generator: Generator = .standard)
        throws
    {
        let (input, output) = try fans(tensor)
        try normal(tensor, deviation: gain * (2 / Double(input + output)).squareRoot(), generator)
    }

    /// The gain that keeps the variance behind a leaky rectifier of that slope (He et al. 2015).
    public static func rectifierGain(_ slope: Double) -> Double { (2 / (1 + slope * slope)).squareRoot() }

    /// U(−b, b) with b = gain·√(3 / fan).
    ///
    /// - Throws: ValueError for fewer than two axes.
    public static func kaimingUniform(
        _ tensor: Tensor, gain: Double, outputs: Bool = false, _ generator: Generator = .standard
    ) throws {
        let fan = try fans(tensor)
        let bound = 3.0.squareRoot() * gain / Double(outputs ? fan.output : fan.input).squareRoot()
        try uniform(tensor, -bound, bound, generator)
    }

    /// N(0, σ²) with σ = gain / √fan.
    ///
    /// - Throws: ValueError for fewer than two axes.
    public static func kaimingNormal(
        _ tensor: Tensor, gain: Double, outputs: Bool = false, _ generator: Generator = .standard
    ) throws {
        let fan = try fans(tensor)
        try normal(tensor, deviation: gain / Double(outputs ? fan.output : fan.input).squareRoot(), generator)
    }
}

extension Initialisation {
    /// N(mean, deviation²) between `low` and `high`: what falls outside is drawn again, as PyTorch does it.
    /// In place, [...] as it is. `nn.init.trunc_normal_`.
    ///
    /// - Throws: ValueError where less than a third of the distribution lies between the bounds.
    public static func truncatedNormal(
        _ tensor: Tensor, mean: Double = 0, deviation: Double = 1, _ low: Double = -2, _ high: Double = 2,
        _ generator: Generator = .standard
    ) throws {
        func distribution(_ x: Double) -> Double { (1 + erf(x / 2.0.squareRoot())) / 2 }
        guard deviation > 0,
            distribution((high - mean) / deviation) - distribution((low - mean) / deviation) > 0.3
        else {
            throw TensorError(
                .value,
                "trunc_normal_ wants bounds that hold a third of the "
                    + "distribution or more, got a=\(low), b=\(high)",
                hint: "uniform_ between the bounds")
        }
        try Autograd.withoutGrad {
            try generator.fillNormal(tensor, mean, deviation)
            while true {
                let outside = try tensor.compare(.less, tensor.constant(.float(low))).bitwise(
                    .or, tensor.compare(.greater, tensor.constant(.float(high))))
                guard try outside.any().item().isTrue else { return }
                let again = try Tensor.empty(tensor.shape, tensor.dtype)
                try generator.fillNormal(again, mean, deviation)
                try Tensor.copy(from: Tensor.select(outside, again, tensor.detach()), into: tensor)
            }
        }
    }
}
