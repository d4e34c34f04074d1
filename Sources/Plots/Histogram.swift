import Foundation

/// Values counted in bins of equal width.
public struct Histogram: Equatable, Sendable {
    /// How many values lie in each bin. The last bin includes its upper edge, as NumPy's does.
    public let counts: [Int]
    /// The borders of the bins: one more than there are bins.
    public let edges: [Double]
    /// How many values were not finite, or outside the range, and are counted nowhere.
    public let left: Int

    /// Counts values in bins.
    ///
    /// - Parameter range: the borders of the first and the last bin; nil takes
    ///   the least and the greatest value.
    /// - Throws: ``PlotError`` if there are no bins, more than 100,000, or the range runs backwards.
    public init(_ values: [Double], bins: Int = 10, range: (Double, Double)? = nil) throws {
        guard bins >= 1, bins <= 100_000 else {
            throw PlotError("hist: \(bins) bins", hint: "ask for 1 to 100000 bins")
        }
        var low = Double.infinity
        var high = -Double.infinity
        for value in values where AxisMapping.isDrawable(value) {
            low = min(low, value)
            high = max(high, value)
        }
        if let range { (low, high) = range }
        if range != nil, !AxisMapping.isDrawable(low) || !AxisMapping.isDrawable(high) || low > high {
            throw PlotError("hist: no range from \(low) to \(high)", hint: "give (least, greatest)")
        }
        if low > high { (low, high) = (0, 1) }
        if low == high { (low, high) = (low - 0.5, high + 0.5) }
        if low == high { (low, high) = (low.nextDown, high.nextUp) }  // numbers so large that 0.5 is lost

        var counts = [Int](repeating: 0, count: bins)
        var left = 0
        for value in values {
            guard AxisMapping.isDrawable(value), value >= low, value <= high else {
                left += 1
                continue
            }
            counts[min(Int((value - low) / (high - low) * Double(bins)), bins - 1)] += 1
        }
        self.counts = counts
        self.left = left
        edges = (0...bins).map { low + (high - low) * Double($0) / Double(bins) }
    }

    /// The histogram as bars that touch each other.
    ///
    /// - Parameter density: true divides by count and width, so that the area is 1.
    public func bars(name: String? = nil, density: Bool = false, style: Style = Style()) throws -> Bars {
        let width = (edges[edges.count - 1] - edges[0]) / Double(counts.count)
        let total = Double(max(counts.reduce(0, +), 1))
        return try Bars(
            name: name, positions: zip(edges, edges.dropFirst()).map { ($0 + $1) / 2 },
            heights: counts.map { density ? Double($0) / total / width : Double($0) }, width: width,
            style: style)
    }
}
