/// How the numbers of a tensor are spread: what `hist` shows.
public struct NumberSpread: Equatable, Sendable {
    /// Numbers in all, and those that are finite.
    public let count: Int, finite: Int
    /// What is not a number, what is infinite, what is zero.
    public let nan: Int, infinite: Int, zeros: Int
    /// Mean and deviation (by n − 1) of what is finite; NaN where nothing is.
    public let mean: Double, deviation: Double
    /// Its ends; NaN where nothing is.
    public let least: Double, greatest: Double
    /// How many are in each bin of equal width, and the ends of the bins, one more; empty where nothing is.
    public let counts: [Int], edges: [Double]

    /// Of a tensor of any shape, in float64.
    ///
    /// - Throws: TypeError for complex numbers, ValueError for no bins.
    public init(of tensor: Tensor, bins: Int) throws {
        let found = try Observation.suspended {
            try Autograd.withoutGrad {
                let all = try tensor.detach().reshape([-1]).to(.float64)
                let isFinite = try all.isFinite()
                return (
                    all: all, finite: try all.maskedSelect(isFinite),
                    nan: try all.isNaN().sum().item().int,
                    zeros: try all.compare(.equal, all.constant(.int(0))).sum().item().int
                )
            }
        }
        (count, finite) = (tensor.count, found.finite.count)
        (nan, zeros) = (found.nan, found.zeros)
        infinite = count - finite - nan
        guard finite > 0 else {
            (mean, deviation, least, greatest) = (.nan, .nan, .nan, .nan)
            (counts, edges) = ([], [])
            return
        }
        mean = try found.finite.mean().item().double
        deviation = finite > 1 ? try found.finite.variance().sqrt().item().double : .nan
        (least, greatest) = (try found.finite.amin().item().double, try found.finite.amax().item().double)
        let (tally, ends) = try found.finite.numPyHistogram(bins: bins, density: false)
        (counts, edges) = (try tally.elements(Int64.self).map(Int.init), try ends.elements(Double.self))
    }
}
