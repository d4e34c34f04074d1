import Foundation

/// A figure as data: one or more axes in a grid, nothing drawn yet.
///
/// Whoever has numbers builds a figure; a renderer at the edge of the program turns it into text for a
/// terminal (``render(options:)``) or into a picture (``svg(width:height:)``).
///
/// ```swift
/// let figure = try Figure.curves(
///     title: "Loss", xLabel: "step", yLabel: "nats",
///     [("train", [0, 100, 200], [17.3, 6.4, 6.1]), ("test", [0, 100, 200], [17.3, 6.5, 6.3])])
/// let text = figure.render()
/// ```
public struct Figure: Equatable, Sendable {
    /// A heading above all axes.
    public var title: String?
    /// How large the picture is, in pixels; nil lets ``svg(width:height:)``
    /// choose. A terminal has its own size.
    public var size: Size?
    /// How many axes stand side by side; rows follow from the number of axes.
    public var columns: Int
    /// The axes, row by row.
    public var axes: [Axes]

    public init(title: String? = nil, columns: Int = 1, axes: [Axes] = []) {
        self.title = title
        self.columns = max(1, columns)
        self.axes = axes
    }

    /// Width and height of a picture, in pixels.
    public struct Size: Equatable, Sendable {
        public var width: Double
        public var height: Double

        public init(width: Double, height: Double) { (self.width, self.height) = (width, height) }
    }

    /// How many rows of axes there are.
    public var rows: Int { (axes.count + columns - 1) / columns }

    /// A figure of named curves over one pair of axes.
    ///
    /// - Parameter curves: name, x values, y values. The two lists of a curve have the same length.
    /// - Throws: ``PlotError`` if a curve's lists differ in length.
    public static func curves(
        title: String? = nil, xLabel: String? = nil, yLabel: String? = nil,
        _ curves: [(name: String, x: [Double], y: [Double])]
    ) throws -> Figure {
        let lines = try curves.map { Element.line(try Line(name: $0.name, x: $0.x, y: $0.y)) }
        return Figure(axes: [Axes(title: title, xLabel: xLabel, yLabel: yLabel, elements: lines)])
    }
}

/// One pair of axes with what is drawn on it.
public struct Axes: Equatable, Sendable {
    public var title: String?
    public var xLabel: String?
    public var yLabel: String?
    /// What part of the x axis is shown; nil shows all data.
    public var xLimits: AxisLimits?
    public var yLimits: AxisLimits?
    public var xScale: Scale
    public var yScale: Scale
    /// Ticks chosen by the author; nil lets ``Ticks`` choose them.
    public var xTicks: [Tick]?
    public var yTicks: [Tick]?
    public var grid: Bool
    /// True and false as said; nil shows a legend when two elements have a name.
    public var legend: Bool?
    /// False hides frame, ticks and labels.
    public var frame: Bool
    public var elements: [Element]
    /// Which part of the figure the axes take; nil gives each a cell of the grid.
    public var part: Part?
    /// Other scales up the right side, with what is drawn on them over the same x axis.
    public var twins: [Axes] = []
    /// What colours stand for; nil says it of an image alone.
    public var colours: ColourScale?
    /// What stands above the names in the legend.
    public var legendTitle: String?

    /// A part of a figure: the upper left corner and the size, where the whole is 1 by 1.
    public struct Part: Equatable, Sendable {
        public var x: Double, y: Double, width: Double, height: Double

        public init(x: Double, y: Double, width: Double, height: Double) {
            (self.x, self.y, self.width, self.height) = (x, y, width, height)
        }
    }

    public init(
        title: String? = nil, xLabel: String? = nil, yLabel: String? = nil, xLimits: AxisLimits? = nil,
        yLimits: AxisLimits? = nil, xScale: Scale = .linear, yScale: Scale = .linear, xTicks: [Tick]? = nil,
        yTicks: [Tick]? = nil, grid: Bool = false, legend: Bool? = nil, frame: Bool = true,
        elements: [Element] = []
    ) {
        self.title = title
        self.xLabel = xLabel
        self.yLabel = yLabel
        self.xLimits = xLimits
        self.yLimits = yLimits
        self.xScale = xScale
        self.yScale = yScale
        self.xTicks = xTicks
        self.yTicks = yTicks
        self.grid = grid
        self.legend = legend
        self.frame = frame
        self.elements = elements
    }
}

/// Colours for equal parts of a range of values.
public struct ColourScale: Equatable, Sendable {
    public var lower: Double, upper: Double
    public var palette: [Colour]
    public var label: String?

    public init(lower: Double, upper: Double, palette: [Colour], label: String? = nil) {
        (self.lower, self.upper, self.palette, self.label) = (lower, upper, palette, label)
    }

    /// The colour for a part of the range.
    func colour(at part: Double) -> Colour {
        palette.isEmpty
            ? .ink : palette[min(max(Int(part * Double(palette.count)), 0), palette.count - 1)]
    }
}

/// How values are laid along an axis. Values ≤ 0 have no place on a logarithmic one and are left out.
public enum Scale: String, Equatable, Sendable {
    case linear
    case log
}

/// The ends of an axis. `from` may be above `to`: then the axis runs backwards, as `set_ylim(10, 0)` does.
/// An end that is nil follows the data.
public struct AxisLimits: Equatable, Sendable {
    public var from: Double?
    public var to: Double?

    public init(from: Double?, to: Double?) {
        self.from = from
        self.to = to
    }
}

/// A mark on an axis and what is written at it.
public struct Tick: Equatable, Sendable {
    public var position: Double
    public var label: String

    public init(_ position: Double, _ label: String) {
        self.position = position
        self.label = label
    }
}

/// What is wrong with the data or the style of a plot, and what to do.
public struct PlotError: Error, Equatable, Sendable, CustomStringConvertible {
    public var message: String
    public var hint: String?

    public init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }

    public var description: String { hint.map { "\(message)\n  \($0)" } ?? message }

    static func lengths(_ what: String, _ x: Int, _ y: Int) -> PlotError {
        PlotError("\(what): x has \(x) values and y has \(y)", hint: "give as many y values as x values")
    }
}
