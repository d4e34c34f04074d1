import Foundation

/// One thing drawn on a pair of axes.
public enum Element: Equatable, Sendable {
    case line(Line)
    case scatter(Scatter)
    case bars(Bars)
    case image(Image)
    case text(Note)
    case rule(Rule)
    case area(Area)

    /// The name under which the element stands in the legend.
    public var name: String? {
        switch self {
        case .line(let line): line.name
        case .scatter(let scatter): scatter.name
        case .bars(let bars): bars.name
        case .rule(let rule): rule.name
        case .area(let area): area.name
        case .image, .text: nil
        }
    }
}

/// Points joined by a line, in the order given. A value that is not finite leaves a gap.
public struct Line: Equatable, Sendable {
    public var name: String?
    public var x: [Double]
    public var y: [Double]
    public var style: Style

    /// - Throws: ``PlotError`` if `x` and `y` differ in length.
    public init(name: String? = nil, x: [Double], y: [Double], style: Style = Style()) throws {
        guard x.count == y.count else { throw PlotError.lengths("plot", x.count, y.count) }
        self.name = name
        self.x = x
        self.y = y
        self.style = style
    }

    /// Values at x = 0, 1, 2, …
    public init(name: String? = nil, y: [Double], style: Style = Style()) {
        self.name = name
        self.x = (0..<y.count).map(Double.init)
        self.y = y
        self.style = style
    }
}

/// Separate points, all of one colour or each coloured by a value.
public struct Scatter: Equatable, Sendable {
    public var name: String?
    public var x: [Double]
    public var y: [Double]
    /// One value per point, shown as a colour; nil gives all points the style's colour.
    public var values: [Double]?
    public var colourMap: ColourMap
    public var style: Style
    /// The diameter of a point in a picture, in pixels.
    public var size: Double
    /// A colour and a diameter for each point, in place of one for all.
    public var colours: [Colour]?
    public var sizes: [Double]?

    /// - Throws: ``PlotError`` if the lists differ in length.
    public init(
        name: String? = nil, x: [Double], y: [Double], values: [Double]? = nil,
        colourMap: ColourMap = .viridis, style: Style = Style(marker: .circle), size: Double = 6
    ) throws {
        guard x.count == y.count else { throw PlotError.lengths("scatter", x.count, y.count) }
        if let values, values.count != x.count {
            throw PlotError(
                "scatter: \(x.count) points and \(values.count) colour values",
                hint: "give one colour value per point")
        }
        self.name = name
        self.x = x
        self.y = y
        self.values = values
        self.colourMap = colourMap
        self.style = style
        self.size = size.isFinite ? min(max(size, 1), 100) : 6
    }
}

/// Bars from a base to a height.
public struct Bars: Equatable, Sendable {
    public enum Direction: String, Equatable, Sendable {
        case upright
        /// Long labels are read best at the left of lying bars.
        case lying
    }

    public var name: String?
    /// The middle of each bar on the axis along which bars stand.
    public var positions: [Double]
    public var heights: [Double]
    /// The width of every bar in units of the axis.
    public var width: Double
    public var base: Double
    public var direction: Direction
    public var style: Style
    /// A colour and a base for each bar, in place of one for all.
    public var colours: [Colour]?
    public var bases: [Double]?

    /// Where a bar begins.
    func base(_ index: Int) -> Double {
        bases.flatMap { $0.indices.contains(index) ? $0[index] : nil } ?? base
    }

    /// The colour of a bar; nil for that of all.
    func colour(_ index: Int) -> Colour? { colours.flatMap { $0.indices.contains(index) ? $0[index] : nil } }

    /// - Throws: ``PlotError`` if `positions` and `heights` differ in length.
    public init(
        name: String? = nil, positions: [Double], heights: [Double], width: Double = 0.8, base: Double = 0,
        direction: Direction = .upright, style: Style = Style()
    ) throws {
        guard positions.count == heights.count else {
            throw PlotError.lengths("bar", positions.count, heights.count)
        }
        self.name = name
        self.positions = positions
        self.heights = heights
        self.width = width.isFinite && width > 0 ? width : 0.8
        self.base = base.isFinite ? base : 0
        self.direction = direction
        self.style = style
    }
}

/// Words at a place; with `target`, an arrow leads from the words to it.
public struct Note: Equatable, Sendable {
    public enum Anchor: String, Equatable, Sendable { case start, middle, end }

    public var x: Double
    public var y: Double
    public var text: String
    public var target: AxisLimits?
    public var anchor: Anchor
    public var colour: Colour?
    /// Whether the place is a part of the plot, from its lower left corner, in place of values.
    public var isPart = false
    /// The height of letters in a picture, in pixels, and how many heights below its place they lie.
    public var size = 12.0
    public var drop = 0.0
    /// Degrees by which the words are turned to the left in a picture, and what lies behind them.
    public var angle = 0.0
    public var ground: Colour?

    /// - Parameter target: the point that an arrow leads to: `from` is its x, `to` its y.
    public init(
        x: Double, y: Double, text: String, target: AxisLimits? = nil, anchor: Anchor = .start,
        colour: Colour? = nil
    ) {
        self.x = x
        self.y = y
        self.text = text
        self.target = target
        self.anchor = anchor
        self.colour = colour
    }
}

/// A straight line across the whole plot: `axhline` (level) or `axvline` (upright).
public struct Rule: Equatable, Sendable {
    public enum Direction: String, Equatable, Sendable { case level, upright }

    public var name: String?
    public var direction: Direction
    public var position: Double
    public var style: Style

    public init(
        _ direction: Direction, at position: Double, name: String? = nil, style: Style = Style(line: .dashed)
    ) {
        self.name = name
        self.direction = direction
        self.position = position
        self.style = style
    }
}

/// A surface within an outline: `fill_between`, `axvspan`, a piece of a pie.
public struct Area: Equatable, Sendable {
    public var name: String?
    /// The corners, in order; the last is joined with the first.
    public var x: [Double]
    public var y: [Double]
    /// Its colour and how much of what lies behind is seen.
    public var style: Style
    /// The colour of its outline; nil for none.
    public var edge: Colour?

    /// - Throws: ``PlotError`` if `x` and `y` differ in length.
    public init(name: String? = nil, x: [Double], y: [Double], style: Style = Style(), edge: Colour? = nil)
        throws
    {
        guard x.count == y.count else { throw PlotError.lengths("fill", x.count, y.count) }
        (self.name, self.x, self.y, self.style, self.edge) = (name, x, y, style, edge)
    }
}
