import Language
import Plots
import Tensors

/// A figure that the module `matplotlib.pyplot`, which is written in the language, describes: dicts and lists
/// of what is drawn, as `Plots` knows it.
enum FigureDescription {
    /// - Throws: TypeError, ValueError for what is no description.
    static func figure(_ value: Value) throws -> Figure {
        let whole = try Fields(value)
        var figure = Figure(title: try whole.text("title"), columns: try whole.int("columns") ?? 1)
        if let size = try whole.numbers("size"), size.count == 2 {
            figure.size = Figure.Size(width: size[0], height: size[1])
        }
        figure.axes = try whole.list("axes").map(axes)
        return figure
    }

    private static func axes(_ value: Value) throws -> Axes {
        let fields = try Fields(value)
        var axes = Axes(
            title: try fields.text("title"), xLabel: try fields.text("xlabel"),
            yLabel: try fields.text("ylabel"),
            xLimits: try limits(fields, "xlim"), yLimits: try limits(fields, "ylim"),
            xScale: try fields.text("xscale") == "log" ? .log : .linear,
            yScale: try fields.text("yscale") == "log" ? .log : .linear, xTicks: try ticks(fields, "xticks"),
            yTicks: try ticks(fields, "yticks"), grid: try fields.flag("grid") ?? false,
            legend: try fields.flag("legend"), frame: try fields.flag("frame") ?? true,
            elements: try fields.list("elements").map(element))
        if let part = try fields.numbers("part"), part.count == 4 {
            axes.part = Axes.Part(x: part[0], y: part[1], width: part[2], height: part[3])
        }
        axes.twins = try fields.list("twins").map(self.axes)
        axes.legendTitle = try fields.text("legendtitle")
        if let scale = fields["colours"] {
            let fields = try Fields(scale)
            axes.colours = ColourScale(
                lower: try fields.number("lower") ?? 0, upper: try fields.number("upper") ?? 1,
                palette: try fields.colours("palette") ?? [], label: try fields.text("label"))
        }
        return axes
    }

    private static func limits(_ fields: Fields, _ name: String) throws -> AxisLimits? {
        guard let value = fields[name] else { return nil }
        let ends = try Operations.array(value)
        guard ends.count == 2 else { return nil }
        return AxisLimits(from: try Double.from(ends[0]), to: try Double.from(ends[1]))
    }

    private static func ticks(_ fields: Fields, _ name: String) throws -> [Tick]? {
        guard fields[name] != nil else { return nil }
        return try fields.list(name).compactMap { tick in
            let parts = try Operations.array(tick)
            guard parts.count == 2, let place = try Double.from(parts[0]) else { return nil }
            return Tick(place, try parts[1].str())
        }
    }

    private static func style(_ fields: Fields) throws -> Style {
        var style = Style(
            colour: try fields.colour("color"), line: try fields.text("linestyle").map(Style.stroke(named:)),
            marker: try fields.text("marker").map(Style.marker(named:)),
            width: try fields.number("linewidth"),
            opacity: try fields.number("alpha") ?? 1)
        style.markerSize = try fields.number("markersize")
        return style
    }

    private static func element(_ value: Value) throws -> Element {
        let fields = try Fields(value), name = try fields.text("label"), kind = try fields.text("kind") ?? ""
        switch kind {
        case "line":
            return .line(
                try Line(
                    name: name, x: fields.numbers("x") ?? [], y: fields.numbers("y") ?? [],
                    style: style(fields)))
        case "area":
            return .area(
                try Area(
                    name: name, x: fields.numbers("x") ?? [], y: fields.numbers("y") ?? [],
                    style: style(fields),
                    edge: fields.colour("edge")))
        case "points":
            var points = try Scatter(
                name: name, x: fields.numbers("x") ?? [], y: fields.numbers("y") ?? [], style: style(fields),
                size: fields.number("size") ?? 6)
            (points.colours, points.sizes) = (try fields.colours("colors"), try fields.numbers("sizes"))
            return .scatter(points)
        case "bars":
            var bars = try Bars(
                name: name, positions: fields.numbers("at") ?? [], heights: fields.numbers("ends") ?? [],
                width: fields.number("width") ?? 0.8,
                direction: fields.flag("lying") == true ? .lying : .upright,
                style: style(fields))
            (bars.colours, bars.bases) = (try fields.colours("colors"), try fields.numbers("bases"))
            return .bars(bars)
        case "image": return .image(try image(fields))
        case "text": return .text(try note(fields))
        case "rule":
            return .rule(
                Rule(
                    try fields.flag("upright") == true ? .upright : .level, at: try fields.number("at") ?? 0,
                    name: name, style: try style(fields)))
        default: throw ScriptError("ValueError", "nothing is drawn as '\(kind)'")
        }
    }

    private static func image(_ fields: Fields) throws -> Image {
        var image = try Image(
            rows: fields.int("rows") ?? 0, columns: fields.int("columns") ?? 0,
            values: fields.numbers("values") ?? [],
            lower: fields.number("lower"), upper: fields.number("upper"), colourBar: false,
            square: fields.flag("square") ?? true)
        if let name = try fields.text("map"), let map = try? ColourMap(named: name) { image.colourMap = map }
        image.palette = try fields.colours("palette")
        image.pixels = try fields.colours("pixels")
        if let ends = try fields.numbers("borders"), ends.count == 4 {
            image.borders = Image.Borders(left: ends[0], right: ends[1], first: ends[2], last: ends[3])
        }
        return image
    }

    private static func note(_ fields: Fields) throws -> Note {
        var note = Note(
            x: try fields.number("x") ?? 0, y: try fields.number("y") ?? 0,
            text: try fields.text("text") ?? "",
            anchor: try fields.text("anchor").flatMap(Note.Anchor.init(rawValue:)) ?? .start,
            colour: try fields.colour("color"))
        if let target = try fields.numbers("target"), target.count == 2 {
            note.target = AxisLimits(from: target[0], to: target[1])
        }
        note.isPart = try fields.flag("part") ?? false
        note.size = try fields.number("size") ?? 12
        note.drop = try fields.number("drop") ?? 0
        note.angle = try fields.number("angle") ?? 0
        note.ground = try fields.colour("ground")
        return note
    }

    /// The fields of a dict; those that are None are not there.
    private struct Fields {
        private let dict: DictValue

        init(_ value: Value) throws {
            guard case .dict(let dict) = value else {
                throw ScriptError("TypeError", "a dict was expected, not a \(value.typeName)")
            }
            self.dict = dict
        }

        subscript(_ name: String) -> Value? { dict.string(name).flatMap { $0.isNone ? nil : $0 } }
        func text(_ name: String) throws -> String? { try self[name].map { try $0.str() } }
        func int(_ name: String) throws -> Int? { try self[name].map { try Operations.requireIndex($0) } }
        func flag(_ name: String) throws -> Bool? { try self[name].map { try Operations.truth($0) } }
        func list(_ name: String) throws -> [Value] { try self[name].map { try Operations.array($0) } ?? [] }
        func number(_ name: String) throws -> Double? { try self[name].flatMap { try Double.from($0) } }
        func numbers(_ name: String) throws -> [Double]? {
            try self[name].map({ try PlottedNumbers.row($0) })
        }
        func colour(_ name: String) throws -> Colour? { try text(name).map(Colour.init(named:)) }

        /// One text for each colour, or all in one: six digits each.
        func colours(_ name: String) throws -> [Colour]? {
            guard let value = self[name] else { return nil }
            if let tensor = try Tensor.from(value) {
                return try tensor.to(.int64).nestedList().listOfInts().map {
                    Colour(
                        UInt8(truncatingIfNeeded: $0 >> 16), UInt8(truncatingIfNeeded: $0 >> 8),
                        UInt8(truncatingIfNeeded: $0))
                }
            }
            return try Operations.array(value).map { try Colour(named: $0.str()) }
        }
    }
}

extension Value {
    /// The whole numbers of a list.
    fileprivate func listOfInts() throws -> [Int] {
        try Operations.array(self).map { try Operations.requireIndex($0) }
    }
}
