import Foundation

/// A matrix as colours, row 0 on top: `imshow`, attention patterns, weights.
public struct Image: Equatable, Sendable {
    public let rows: Int
    public let columns: Int
    /// Row by row, `rows × columns` values; one that is not finite stays blank.
    public let values: [Double]
    public var colourMap: ColourMap
    /// The values that get the first and the last colour; nil takes the least and the greatest value.
    public var lower: Double?
    public var upper: Double?
    /// What is written at each row and column, for example tokens.
    public var rowLabels: [String]?
    public var columnLabels: [String]?
    public var colourBar: Bool
    /// False leaves out what characters stand for, where another image of the figure says it.
    public var key = true
    /// True makes every cell a square; false fills the plot.
    public var square: Bool
    /// Colours for equal parts of the range, in place of those of the map.
    public var palette: [Colour]?
    /// A colour for each cell, in place of those of its value.
    public var pixels: [Colour]?
    /// Where the borders lie: left and right, and above row 0 and below the last row; nil puts the middle of
    /// cell i at i.
    public var borders: Borders?

    /// The ends of an image on both axes.
    public struct Borders: Equatable, Sendable {
        public var left: Double, right: Double, first: Double, last: Double

        public init(left: Double, right: Double, first: Double, last: Double) {
            (self.left, self.right, self.first, self.last) = (left, right, first, last)
        }
    }

    /// The borders as they are.
    var ends: Borders {
        borders ?? Borders(left: -0.5, right: Double(columns) - 0.5, first: -0.5, last: Double(rows) - 0.5)
    }

    /// Where on the axis the border before a column lies, and before a row.
    func place(column: Int) -> Double {
        columns > 0 ? ends.left + (ends.right - ends.left) * Double(column) / Double(columns) : ends.left
    }
    func place(row: Int) -> Double {
        rows > 0 ? ends.first + (ends.last - ends.first) * Double(row) / Double(rows) : ends.first
    }

    /// The colour for a part of the range.
    func colour(at part: Double) -> Colour {
        guard let palette, !palette.isEmpty else { return colourMap.colour(at: part) }
        return palette[min(max(Int(part * Double(palette.count)), 0), palette.count - 1)]
    }

    /// The colour of a block of cells, of which one may stand for all; nil where it has no value.
    func colour(rows: Range<Int>, columns: Range<Int>, in range: (lower: Double, upper: Double)) -> Colour? {
        if let pixels {
            let row = (rows.lowerBound + rows.upperBound - 1) / 2
            let place = row * self.columns + (columns.lowerBound + columns.upperBound - 1) / 2
            return pixels.indices.contains(place) ? pixels[place] : nil
        }
        return mean(rows: rows, columns: columns).flatMap { shade($0, in: range) }.map { colour(at: $0) }
    }

    /// - Throws: ``PlotError`` if there are not `rows × columns` values, or not one label per row or column.
    public init(
        rows: Int, columns: Int, values: [Double], colourMap: ColourMap = .viridis, lower: Double? = nil,
        upper: Double? = nil, rowLabels: [String]? = nil, columnLabels: [String]? = nil,
        colourBar: Bool = true,
        square: Bool = true
    ) throws {
        let (size, overflow) = rows.multipliedReportingOverflow(by: columns)
        guard rows >= 0, columns >= 0, !overflow, size == values.count else {
            throw PlotError(
                "imshow: \(values.count) values do not make \(rows) rows of \(columns)",
                hint: "give one value per cell, row by row")
        }
        try Image.check(rowLabels, count: rows, "row")
        try Image.check(columnLabels, count: columns, "column")
        self.rows = rows
        self.columns = columns
        self.values = values
        self.colourMap = colourMap
        self.lower = lower
        self.upper = upper
        self.rowLabels = rowLabels
        self.columnLabels = columnLabels
        self.colourBar = colourBar
        self.square = square
    }

    private static func check(_ labels: [String]?, count: Int, _ what: String) throws {
        if let labels, labels.count != count {
            throw PlotError(
                "imshow: \(labels.count) \(what) labels for \(count) \(what)s",
                hint: "give one label per \(what)")
        }
    }

    /// The value in a cell.
    subscript(row: Int, column: Int) -> Double { values[row * columns + column] }

    /// The values that get the first and the last colour.
    public var range: (lower: Double, upper: Double) {
        var least = Double.infinity
        var greatest = -Double.infinity
        for value in values where AxisMapping.isDrawable(value) {
            least = min(least, value)
            greatest = max(greatest, value)
        }
        if least > greatest { (least, greatest) = (0, 1) }
        let low = lower.flatMap { AxisMapping.isDrawable($0) ? $0 : nil } ?? least
        let high = upper.flatMap { AxisMapping.isDrawable($0) ? $0 : nil } ?? greatest
        return (low, high)
    }

    /// Where a value lies between the first (0) and the last colour (1); nil if it is not finite. A matrix of
    /// equal values lies in the middle.
    func shade(_ value: Double, in range: (lower: Double, upper: Double)) -> Double? {
        guard AxisMapping.isDrawable(value) else { return nil }
        guard range.upper != range.lower else { return 0.5 }
        return min(max((value - range.lower) / (range.upper - range.lower), 0), 1)
    }

    /// The mean of the finite values in a block of cells; nil if there is none.
    func mean(rows: Range<Int>, columns: Range<Int>) -> Double? {
        var sum = 0.0
        var count = 0.0
        for row in rows {
            for column in columns where AxisMapping.isDrawable(self[row, column]) {
                sum += self[row, column]
                count += 1
            }
        }
        return count > 0 ? sum / count : nil
    }
}
