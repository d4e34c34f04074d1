import Foundation

/// Where values lie on an axis: the one mapping that renderers share.
struct AxisMapping: Equatable {
    var lower: Double
    var upper: Double
    var scale: Scale
    /// True if the axis runs from `upper` to `lower`.
    var isReversed = false

    /// Values beyond 10³⁰⁰ are treated as infinite, so that differences of two values stay finite.
    static func isDrawable(_ value: Double) -> Bool { abs(value) <= 1e300 }

    /// The way from the start (0) to the end (1) of the axis; nil for a value that has no place on it.
    func part(_ value: Double) -> Double? {
        guard AxisMapping.isDrawable(value) else { return nil }
        let part: Double
        switch scale {
        case .linear: part = (value - lower) / (upper - lower)
        case .log:
            guard value > 0 else { return nil }
            part = (log10(value) - log10(lower)) / (log10(upper) - log10(lower))
        }
        guard part.isFinite else { return nil }
        return isReversed ? 1 - part : part
    }

    /// Part of the way, but values ≤ 0 on a logarithmic axis lie far below it: for the base of bars.
    func clampedPart(_ value: Double) -> Double {
        if scale == .log, value <= 0 { return isReversed ? 1 : 0 }
        return part(value) ?? 0
    }

    func contains(_ value: Double) -> Bool {
        guard let part = part(value) else { return false }
        return part >= -1e-9 && part <= 1 + 1e-9
    }

    /// The range of an axis for data that spans `low…high`.
    ///
    /// - Parameters:
    ///   - margin: what part of the span stays free at either end.
    ///   - sticky: ends that get no margin, such as the base of bars.
    init(
        low: Double, high: Double, limits: AxisLimits?, scale: Scale, margin: Double,
        sticky: (low: Bool, high: Bool) = (false, false)
    ) {
        self.scale = scale
        var (low, high) = (low, high)
        if low > high { (low, high) = scale == .log ? (1, 10) : (0, 1) }
        if scale == .log {
            let (a, b) = (log10(low), log10(high))
            let free = a == b ? 0.5 : (b - a) * margin
            low = max(pow(10, a - (sticky.low && a != b ? 0 : free)), 1e-300)
            high = min(pow(10, b + (sticky.high && a != b ? 0 : free)), 1e300)
        } else if low == high {
            let free = low == 0 ? 0.5 : abs(low) * 0.05
            (low, high) = (low - free, high + free)
        } else {
            let free = (high - low) * margin
            (low, high) = (low - (sticky.low ? 0 : free), high + (sticky.high ? 0 : free))
        }
        func usable(_ value: Double?) -> Double? {
            value.flatMap { AxisMapping.isDrawable($0) && (scale == .linear || $0 > 0) ? $0 : nil }
        }
        let from = usable(limits?.from)
        let to = usable(limits?.to)
        if let from, let to { isReversed = from > to }
        lower = isReversed ? to ?? low : from ?? low
        upper = isReversed ? from ?? high : to ?? high
        if lower >= upper {  // one end given, on the wrong side of all data; or two equal ends
            if scale == .log {
                upper = min(lower * 10, 1e301)
            } else {
                upper = lower + max(abs(lower) * 0.1, 1)
            }
        }
        if !(upper > lower) { (lower, upper) = scale == .log ? (1, 10) : (0, 1) }
    }
}
