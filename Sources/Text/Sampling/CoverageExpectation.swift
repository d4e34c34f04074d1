import Foundation
import Statistics

/// What a number of windows can be expected to see of a text, computed instead of drawn.
///
/// A place p of N tokens is among the inputs of a window that starts at p − T + 1 … p, as far as windows
/// start there: at 0 … N − T − 1, S = N − T starts. In the middle these are T starts; at the beginning fewer;
/// at the end fewer as well, and of the last token none, since it is a target only. A random window sees p
/// with probability cₚ / S, and of n independent ones the number that do is binomial.
public struct CoverageExpectation: Equatable, Sendable {
    /// The share of the text that no window has among its inputs: the mean of (1 − cₚ/S)ⁿ.
    public var neverSeenFraction: Double
    /// How much the number of times that a token is seen varies over the text and by chance.
    public var standardDeviation: Double
    /// The Gini coefficient of these numbers; nil where computing it would take too long.
    public var gini: Double?
    /// Windows that start where an earlier one did: n − S (1 − (1 − 1/S)ⁿ).
    public var repeatedStarts: Double
    /// Tokens near the beginning that fewer windows can see than the middle, and near the end.
    public var (thinStart, thinEnd): (Int, Int)
}

extension CoverageExpectation {
    /// `windows` independent random windows.
    ///
    /// - Complexity: O(√n · min(T, 512)).
    init(random shape: WindowShape, windows n: Int) {
        let starts = Double(shape.startCount)
        let groups = Self.groups(shape)
        let total = Double(shape.count)
        let trials = Double(n)
        var (unseen, mean, square) = (0.0, 0.0, 0.0)
        for (reach, places) in groups {
            let p = reach / starts
            unseen += places * (p >= 1 ? (n == 0 ? 1 : 0) : exp(trials * log1p(-p)))
            mean += places * trials * p
            square += places * (trials * p * (1 - p) + trials * p * trials * p)
        }
        mean /= total
        self.init(
            neverSeenFraction: unseen / total,
            standardDeviation: max(0, square / total - mean * mean).squareRoot(),
            gini: Self.gini(groups, starts, trials),
            repeatedStarts: trials + starts * expm1(trials * log1p(-1 / starts)),
            thinStart: min(shape.sequenceLength, shape.startCount) - 1,
            thinEnd: min(shape.sequenceLength, shape.startCount))
        if shape.startCount == 1 { repeatedStarts = max(0, trials - 1) }
    }

    /// Windows that do not overlap, each once before any comes again.
    init(epochsOf shape: WindowShape, windows n: Int) {
        let perEpoch = shape.windowsInEpoch
        let (whole, rest) = (n / perEpoch, n % perEpoch)
        let inWindows = Double(perEpoch * shape.sequenceLength) / Double(shape.count)
        let again = Double(rest) / Double(perEpoch)
        // The three numbers of times: left over at the end, in `whole` windows, in one more.
        let shares = [1 - inWindows, inWindows * (1 - again), inWindows * again]
        let times = [0.0, Double(whole), Double(whole + 1)]
        let mean = zip(shares, times).reduce(0) { $0 + $1.0 * $1.1 }
        let spread = zip(shares, times).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }
        var difference = 0.0
        for i in 0..<3 { for j in 0..<3 { difference += shares[i] * shares[j] * abs(times[i] - times[j]) } }
        self.init(
            neverSeenFraction: shares[0] + (whole == 0 ? shares[1] : 0),
            standardDeviation: spread.squareRoot(),
            gini: mean > 0 ? difference / (2 * mean) : nil,
            repeatedStarts: Double(max(0, n - perEpoch)), thinStart: 0,
            thinEnd: shape.count - perEpoch * shape.sequenceLength)
    }

    /// Windows at given places, in a new random order in each epoch.
    ///
    /// - Parameters:
    ///   - starts: of all windows, each different from the others.
    ///   - perEpoch: how many of them an epoch gives out.
    public init(shuffled starts: [Int], of shape: WindowShape, perEpoch: Int, windows n: Int) {
        let N = Double(starts.count)
        let (whole, rest) = (n / max(perEpoch, 1), n % max(perEpoch, 1))
        let parts = [(times: Double(whole), drawn: Double(perEpoch)), (1, Double(rest))]
        // How many windows hold a token, and how many tokens there are of that kind.
        var held: [Int: Int] = [:]
        for count in Coverage(shape, starts: starts).counts { held[count, default: 0] += 1 }
        var (unseen, mean, square) = (0.0, 0.0, 0.0)
        for (windows, places) in held {
            let c = Double(windows), p = c / N
            var (none, average, spread) = (1.0, 0.0, 0.0)
            for (times, drawn) in parts where times > 0 && drawn > 0 {
                let ways =
                    N - c < drawn
                    ? -Double.infinity
                    : lgamma(N - c + 1) + lgamma(N - drawn + 1) - lgamma(N - c - drawn + 1) - lgamma(N + 1)
                none *= c == 0 ? 1 : exp(times * ways)
                average += times * drawn * p
                if N > 1 { spread += times * drawn * p * (1 - p) * (N - drawn) / (N - 1) }
            }
            unseen += Double(places) * none
            mean += Double(places) * average
            square += Double(places) * (spread + average * average)
        }
        let total = Double(shape.count)
        mean /= total
        let missed = pow(1 - Double(perEpoch) / N, Double(whole)) * (1 - Double(rest) / N)
        self.init(
            neverSeenFraction: unseen / total,
            standardDeviation: max(0, square / total - mean * mean).squareRoot(), gini: nil,
            repeatedStarts: Double(n) - N * (1 - missed), thinStart: 0, thinEnd: held[0] ?? 0)
    }

    /// How many starts can see a place, and how many places there are of that kind. Long ramps at the ends
    /// are taken in 512 steps.
    private static func groups(_ shape: WindowShape) -> [(reach: Double, places: Double)] {
        let full = min(shape.sequenceLength, shape.startCount)
        // Up from 1 to full − 1, the middle, down from full − 1 to 0.
        let steps = min(512, full)
        var groups: [(Double, Double)] = [(Double(full), Double(shape.count - 2 * full + 1)), (0, 1)]
        for step in 0..<steps {
            let low = (full - 1) / steps * step + (full - 1) % steps * step / steps
            let high = (full - 1) / steps * (step + 1) + (full - 1) % steps * (step + 1) / steps
            guard high > low else { continue }
            groups.append((Double(low + 1 + high) / 2, 2 * Double(high - low)))
        }
        return groups
    }

    private static func gini(_ groups: [(reach: Double, places: Double)], _ starts: Double, _ n: Double)
        -> Double?
    {
        let most = groups.map { n * $0.reach / starts }.max() ?? 0
        guard n > 0, most < 1e6 else { return nil }
        let top = Int(min(n, most + 12 * most.squareRoot() + 30))
        var frequencies = [Double](repeating: 0, count: top + 1)
        for (reach, places) in groups where places > 0 {
            let p = reach / starts
            guard p > 0, p < 1 else {
                frequencies[p > 0 ? top : 0] += places
                continue
            }
            let middle = n * p
            let wide = 12 * middle.squareRoot() + 30
            let range = max(0, Int(middle - wide))...min(top, Int(middle + wide))
            for k in range {
                let x = Double(k)
                let ways = lgamma(n + 1) - lgamma(x + 1) - lgamma(n - x + 1)
                frequencies[k] += places * exp(ways + x * log(p) + (n - x) * log1p(-p))
            }
        }
        return Evenness.gini(frequencies: frequencies)
    }
}

extension Sampler {
    /// What so many windows of a sampler of this kind see, computed.
    public func expectation(windows: Int) -> CoverageExpectation {
        Self.kind == .random
            ? CoverageExpectation(random: shape, windows: windows)
            : CoverageExpectation(epochsOf: shape, windows: windows)
    }
}
