import Foundation
import Kernels

/// A distribution of NumPy's `Generator`: what its parameters have to be, and how one number is drawn.
public struct DrawnDistribution: Sendable {
    /// What NumPy holds a parameter to.
    enum Bound: Sendable {
        case any, nonNegative, positive, share, positiveShare
        /// Rates from which NumPy does not draw.
        case rate

        /// What NumPy says of a value that is not in it; nil for one that is.
        func complaint(_ name: String, _ value: Double) -> String? {
            switch self {
            case .any: nil
            case .nonNegative: value < 0 || (value == 0 && value.sign == .minus) ? "\(name) < 0" : nil
            case .positive: value <= 0 ? "\(name) <= 0" : nil
            case .share: value >= 0 && value <= 1 ? nil : "\(name) < 0, \(name) > 1 or \(name) is NaN"
            case .positiveShare:
                value > 0 && value <= 1 ? nil : "\(name) <= 0, \(name) > 1 or \(name) contains NaNs"
            case .rate:
                value >= 0
                    ? value > 9.223372006484771e18 ? "\(name) value too large" : nil
                    : "\(name) < 0 or \(name) is NaN"
            }
        }
    }

    enum Draw: Sendable {
        case real(@Sendable (DefaultGenerator, Double, Double, Double) -> Double)
        case single(@Sendable (DefaultGenerator) -> Float)
        case whole(@Sendable (DefaultGenerator, Double, Double) -> Int)
    }

    let parameters: [(name: String, bound: Bound)]
    let draw: Draw

    private init(_ parameters: [(String, Bound)] = [], _ draw: Draw) {
        self.parameters = parameters.map { (name: $0.0, bound: $0.1) }
        self.draw = draw
    }

    /// By NumPy's names; those in single precision with `32` behind.
    public static let named: [String: DrawnDistribution] = [
        "random": .init([], .real { g, _, _, _ in g.uniform() }),
        "random32": .init([], .single { $0.uniformSingle() }),
        "uniform": .init(
            [("low", .any), ("high - low", .nonNegative)], .real { g, a, b, _ in a + b * g.uniform() }),
        "standard_normal": .init([], .real { g, _, _, _ in g.normal() }),
        "standard_normal32": .init([], .single { $0.normalSingle() }),
        "normal": .init(
            [("loc", .any), ("scale", .nonNegative)], .real { g, a, b, _ in a + b * g.normal() }),
        "standard_exponential": .init([], .real { g, _, _, _ in g.exponential() }),
        "standard_exponential32": .init([], .single { $0.exponentialSingle() }),
        "standard_exponential_inv": .init([], .real { g, _, _, _ in g.exponentialByInversion() }),
        "exponential": .init([("scale", .nonNegative)], .real { g, a, _, _ in a * g.exponential() }),
        "standard_gamma": .init([("shape", .nonNegative)], .real { g, a, _, _ in g.gamma(a) }),
        "gamma": .init(
            [("shape", .nonNegative), ("scale", .nonNegative)], .real { g, a, b, _ in b * g.gamma(a) }),
        "beta": .init([("a", .positive), ("b", .positive)], .real { g, a, b, _ in g.beta(a, b) }),
        "chisquare": .init([("df", .positive)], .real { g, a, _, _ in g.chiSquare(a) }),
        "f": .init(
            [("dfnum", .positive), ("dfden", .positive)],
            .real { g, a, b, _ in
                let upper = g.chiSquare(a) * b
                return upper / (g.chiSquare(b) * a)
            }),
        "standard_cauchy": .init(
            [],
            .real { g, _, _, _ in
                let upper = g.normal()
                return upper / g.normal()
            }),
        "pareto": .init([("a", .positive)], .real { g, a, _, _ in expm1(g.exponential() / a) }),
        "weibull": .init(
            [("a", .nonNegative)], .real { g, a, _, _ in a == 0 ? 0 : pow(g.exponential(), 1 / a) }),
        "power": .init([("a", .positive)], .real { g, a, _, _ in pow(-expm1(-g.exponential()), 1 / a) }),
        "laplace": .init([("loc", .any), ("scale", .nonNegative)], .real { g, a, b, _ in g.laplace(a, b) }),
        "gumbel": .init([("loc", .any), ("scale", .nonNegative)], .real { g, a, b, _ in g.gumbel(a, b) }),
        "logistic": .init(
            [("loc", .any), ("scale", .nonNegative)], .real { g, a, b, _ in g.logistic(a, b) }),
        "lognormal": .init(
            [("mean", .any), ("sigma", .nonNegative)], .real { g, a, b, _ in exp(a + b * g.normal()) }),
        "rayleigh": .init(
            [("scale", .nonNegative)], .real { g, a, _, _ in a * (2 * g.exponential()).squareRoot() }),
        "standard_t": .init([("df", .positive)], .real { g, a, _, _ in g.studentT(a) }),
        "triangular": .init(
            [("left", .any), ("mode", .any), ("right", .any)], .real { g, a, b, c in g.triangular(a, b, c) }),
        "poisson": .init([("lam", .rate)], .whole { g, a, _ in g.poisson(a) }),
        "binomial": .init(
            [("n", .nonNegative), ("p", .share)], .whole { g, n, p in g.binomial(Int(exactly: n) ?? .max, p) }
        ),
        "geometric": .init([("p", .positiveShare)], .whole { g, p, _ in g.geometric(p) }),
        "negative_binomial": .init(
            [("n", .positive), ("p", .positiveShare)], .whole { g, n, p in g.negativeBinomial(n, p) }),
    ]
}

extension DefaultGenerator {
    /// Numbers of a distribution, one after the other. The parameters broadcast to the shape.
    ///
    /// - Throws: ValueError for parameters outside of what the distribution takes, in NumPy's words;
    ///   MemoryError for a shape that does not fit; an interruption.
    public func draw(_ distribution: DrawnDistribution, _ parameters: [Tensor], _ shape: [Int]) throws
        -> Tensor
    {
        var columns: [[Double]] = []
        for ((name, bound), given) in zip(distribution.parameters, parameters) {
            let values = try given.elements(Double.self)
            for value in values {
                if let complaint = bound.complaint(name, value) { throw TensorError(.value, complaint) }
            }
            columns.append(values.count == 1 ? values : try given.expand(shape).elements(Double.self))
        }
        var place = 0
        func parameter(_ index: Int) -> Double {
            guard index < columns.count else { return 0 }
            return columns[index].count == 1 ? columns[index][0] : columns[index][place]
        }
        switch distribution.draw {
        case .single(let draw): return try Tensor.drawn(shape) { draw(self) }
        case .real(let draw):
            return try Tensor.drawn(shape) { () -> Double in
                defer { place += 1 }
                return draw(self, parameter(0), parameter(1), parameter(2))
            }
        case .whole(let draw):
            return try Tensor.drawn(shape) { () -> Int64 in
                defer { place += 1 }
                return Int64(draw(self, parameter(0), parameter(1)))
            }
        }
    }

    /// Positions [count] drawn with probabilities [n]; with `replace` false none of them twice.
    ///
    /// - Throws: ValueError where fewer can be drawn than are asked for, or there are none.
    public func choice(_ probabilities: Tensor, _ count: Int, replace: Bool) throws -> Tensor {
        let weights = try probabilities.elements(Double.self)
        guard !weights.isEmpty || count == 0 else { throw TensorError(.value, "p is empty") }
        return try Tensor(choice(weights, count, replace: replace).map { Int64($0) })
    }

    /// How often each of the outcomes [k] came up among n draws: [shape, k].
    ///
    /// - Throws: MemoryError for a shape that does not fit; an interruption.
    public func multinomial(_ n: Int, _ probabilities: Tensor, _ shape: [Int]) throws -> Tensor {
        let weights = try probabilities.elements(Double.self)
        return try rows(shape, weights.count) { multinomial(n, weights).map { Int64($0) } }
    }

    /// Shares that sum to 1, from concentrations [k]: [shape, k].
    ///
    /// - Throws: MemoryError for a shape that does not fit; an interruption.
    public func dirichlet(_ concentrations: Tensor, _ shape: [Int]) throws -> Tensor {
        let weights = try concentrations.elements(Double.self)
        return try rows(shape, weights.count) { dirichlet(weights) }
    }

    /// Rows of `width` numbers, each drawn at once: [shape, width].
    ///
    /// - Throws: MemoryError for a shape that does not fit; an interruption.
    private func rows<T: Scalar>(_ shape: [Int], _ width: Int, _ draw: () -> [T]) throws -> Tensor {
        var row: [T] = [], place = width
        return try Tensor.drawn(shape + [width]) { () -> T in
            if place == width { (row, place) = (draw(), 0) }
            defer { place += 1 }
            return row[place]
        }
    }
}
