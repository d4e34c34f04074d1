import Foundation
import Language
import Plots
import Tensors

/// What can be drawn, each declared once for `plt.name(…)` and for `ax.name(…)`.
///
/// Sendable: declared once, shared by all interpreters, and never changed afterwards.
struct Drawing: @unchecked Sendable {
    let name: String
    /// The name as a method of axes, where it is another: `title` is `set_title` there.
    let method: String
    let summary: String
    let parameters: [ParameterInformation]
    let example: String
    let draw: (AxesObject, inout DrawingCall) throws -> Value

    init(
        _ name: String, method: String? = nil, _ summary: String, _ parameters: [String], example: String,
        _ draw: @escaping (AxesObject, inout DrawingCall) throws -> Value
    ) {
        self.name = name
        self.method = method ?? name
        self.summary = summary
        self.parameters = parameters.map { text in
            let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
            let name = parts[0]
            let help = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
            if name.hasPrefix("*") {
                return Parameter<Value>(String(name.dropFirst()), help, .variadic).information
            }
            if name.hasSuffix("?") {
                return Parameter<Value>(String(name.dropLast()), help, default: .none).information
            }
            return Parameter<Value>(name, help).information
        }
        self.example = example
        self.draw = draw
    }

    /// As a function of `plt`, on the current axes.
    func function(_ current: @escaping () -> AxesObject) -> Builtin {
        Builtin(
            name, group: "pyplot", summary: summary, raw: parameters, returns: "None",
            example: "plt.\(example)", pytorch: "plt.\(example)"
        ) { _, arguments in
            try run(current(), DrawingCall(name, arguments))
        }
    }

    static var methods: [Builtin] {
        all.map { drawing in
            let this = Parameter<AxesObject>("self", "the axes", .positionalOnly).information
            return Builtin(
                drawing.method, group: "pyplot", summary: drawing.summary, raw: [this] + drawing.parameters,
                returns: "None",
                example: "plt.\(drawing.example)"
            ) { _, arguments in
                guard let first = arguments.positional.first, let axes = try AxesObject.from(first) else {
                    throw ScriptError("TypeError", "\(drawing.method)() wants axes")
                }
                return try drawing.run(axes, DrawingCall(drawing.method, arguments, skipping: 1))
            }
        } + [set]
    }

    private func run(_ axes: AxesObject, _ call: DrawingCall) throws -> Value {
        var call = call
        let before = axes.axes
        do {
            let value = try draw(axes, &call)
            try call.finish()
            return value
        } catch {
            // Half a drawing is none.
            axes.axes = before
            throw error
        }
    }

    package static let all: [Drawing] = elements + labels

    // MARK: Elements

    private static func curves(_ axes: AxesObject, _ call: inout DrawingCall) throws -> Value {
        let label = try call.text("label")
        // plot(y), plot(x, y), plot(x, y, 'k--'), and several of these in a row.
        var lines: [(x: Value?, y: Value, format: String?)] = []
        while let first = call.positional.popFirst() {
            var (x, y): (Value?, Value) = (nil, first)
            if let second = call.positional.first, second.text == nil {
                (x, y) = (first, second)
                call.positional.removeFirst()
            }
            let format = call.positional.first?.text
            if format != nil { call.positional.removeFirst() }
            lines.append((x, y, format))
        }
        guard !lines.isEmpty else {
            throw ScriptError(
                "TypeError", "\(call.name)() wants numbers to draw", hint: "plt.plot([3.2, 2.9, 2.7])")
        }
        let keywords = call.keywords
        for line in lines {
            call.keywords = keywords
            var style = try call.style(format: line.format)
            style.width = style.width ?? axes.canvas.settings.lineWidth
            let columns = try DrawingCall.columns(line.y)
            let x = try line.x.map(DrawingCall.columns)
            for (index, y) in columns.enumerated() {
                let places = x.map { $0[min(index, $0.count - 1)] } ?? y.indices.map(Double.init)
                axes.axes.elements.append(.line(try Line(name: label, x: places, y: y, style: style)))
            }
        }
        return .none
    }

    private static func scaled(_ name: String, x: Scale, y: Scale) -> Drawing {
        Drawing(
            name, "Draws curves on logarithmic axes.", ["*args: x, y and a format such as 'k--'"],
            example: "\(name)([1, 10, 100])"
        ) { axes, call in
            if x == .log { axes.axes.xScale = .log }
            if y == .log { axes.axes.yScale = .log }
            return try curves(axes, &call)
        }
    }

    private static let elements: [Drawing] = [
        Drawing(
            "plot", "Draws curves.",
            [
                "*args: x, y and a format such as 'k--'", "label?: a name for the legend", "color?: a colour",
                "linestyle?: such as '-' or '--'",
                "marker?: such as 'o' or 's'", "linewidth?: a width", "alpha?: from 0 to 1",
            ], example: "plot([3.2, 2.9, 2.7], 'k', label='Train')", curves),
        scaled("semilogy", x: .linear, y: .log), scaled("semilogx", x: .log, y: .linear),
        scaled("loglog", x: .log, y: .log),
        Drawing(
            "scatter", "Draws a scatter plot.",
            [
                "x: the x of the points", "y: the y of the points", "s?: sizes",
                "c?: a colour, or a value for each point",
                "label?: a name for the legend",
                "cmap?: a colour map",
            ], example: "scatter([1, 2, 3], [2, 1, 3])"
        ) { axes, call in
            let (x, y) = (try DrawingCall.numbers(call.need("x")), try DrawingCall.numbers(call.need("y")))
            let size = try call.next("s").map(DrawingCall.numbers)?.first
            var values: [Double]?
            if let colours = call.next("c") {
                if colours.text == nil, let numbers = try? DrawingCall.numbers(colours),
                    numbers.count == x.count, numbers.count > 4 || numbers.contains(where: { $0 > 1 })
                {
                    values = numbers
                } else {
                    call.keywords.append(("color", colours))
                }
            }
            let map = try call.text("cmap").map(ColourMap.init(named:)) ?? axes.canvas.settings.colourMap
            let name = try call.text("label")
            var style = try call.style()
            style.marker = style.marker ?? .circle
            axes.axes.elements.append(
                .scatter(
                    try Scatter(
                        name: name, x: x, y: y, values: values, colourMap: map, style: style,
                        size: size.map { $0.squareRoot() } ?? 6)))
            return .none
        },
        bars(
            "bar", "Draws vertical bars.",
            ["x: positions or names", "height: heights", "width?: the width of a bar, 0.8 if left out"],
            .upright,
            example: "bar(['a', 'b'], [3, 5])"),
        bars(
            "barh", "Draws horizontal bars.",
            ["y: positions or names", "width: lengths", "height?: the height of a bar, 0.8 if left out"],
            .lying,
            example: "barh(['a', 'b'], [3, 5])"),
        Drawing(
            "hist", "Draws a histogram.",
            [
                "x: numbers", "bins?: how many", "density?: whether to normalise to an area of 1",
                "label?: a name for the legend",
            ],
            example: "hist([1, 2, 2, 3], bins=3)"
        ) { axes, call in
            let values = try DrawingCall.numbers(call.need("x"))
            let bins = try call.next("bins").map { try DrawingCall.number($0, "bins", "hist") } ?? 10
            guard bins >= 1, bins <= 100_000, bins == bins.rounded() else {
                throw ScriptError("ValueError", "hist(): bins must be a whole number from 1 on")
            }
            let range = try call.next("range").map(DrawingCall.numbers)
            let density = try call.next("density").map { try Operations.truth($0) } ?? false
            let name = try call.text("label")
            let histogram = try Histogram(
                values, bins: Int(bins), range: range.flatMap { $0.count == 2 ? ($0[0], $0[1]) : nil })
            axes.axes.elements.append(
                .bars(try histogram.bars(name: name, density: density, style: call.style())))
            let counts = try Tensor(histogram.counts.map(Double.init), [histogram.counts.count])
            return .tuple([
                counts.scriptValue, try Tensor(histogram.edges, [histogram.edges.count]).scriptValue, .none,
            ])
        },
        Drawing(
            "imshow", "Draws a matrix as colours, row 0 on top.",
            [
                "X: a matrix", "cmap?: a colour map", "vmin?: the value of the first colour",
                "vmax?: the value of the last",
                "aspect?: 'auto' fills the axes",
            ], example: "imshow(torch.eye(8))"
        ) { axes, call in
            let value = try call.need("X")
            let tensor = try Tensor.from(value) ?? TensorData.tensor(value)
            guard tensor.rank == 2, tensor.count <= PlottedNumbers.most else {
                throw ScriptError(
                    "TypeError", "imshow() draws a matrix, not shape \(Shape.description(tensor.shape))",
                    hint: tensor.rank > 2 ? "x[0]" : nil)
            }
            let map =
                try call.next("cmap").flatMap(\.text).map(ColourMap.init(named:))
                ?? axes.canvas.settings.colourMap
            try call.only("origin", "upper", hint: "imshow(x.flip(0))")
            try call.only("extent", hint: "xticks(…) and yticks(…) name the rows and columns")
            let square = try call.text("aspect") != "auto"
            axes.axes.elements.append(
                .image(
                    try Image(
                        rows: tensor.shape[0], columns: tensor.shape[1],
                        values: tensor.detach().to(.float64).contiguous().elements(Double.self),
                        colourMap: map,
                        lower: call.number("vmin"), upper: call.number("vmax"), colourBar: false,
                        square: square)))
            return .object(MappableObject(axes))
        },
        rule("axhline", .level, "y"), rule("axvline", .upright, "x"),
        Drawing(
            "text", "Writes text at a point.", ["x: the position", "y: the position", "s: the text"],
            example: "text(1, 2, 'here')"
        ) { axes, call in
            let x = try DrawingCall.number(call.need("x"), "x", "text"),
                y = try DrawingCall.number(call.need("y"), "y", "text")
            let words = try call.need("s").str()
            axes.axes.elements.append(
                .text(Plots.Note(x: x, y: y, text: words, colour: try call.style().colour)))
            return .none
        },
    ]

    private static func rule(_ name: String, _ direction: Rule.Direction, _ at: String) -> Drawing {
        Drawing(
            name, "Draws a line across the whole plot.",
            ["\(at)?: the position, 0 if left out", "label?: a name for the legend"], example: "\(name)(0.5)"
        ) { axes, call in
            let place = try call.next(at).map { try DrawingCall.number($0, at, name) } ?? 0
            let label = try call.text("label")
            axes.axes.elements.append(.rule(Rule(direction, at: place, name: label, style: try call.style())))
            return .none
        }
    }

    private static func bars(
        _ name: String, _ summary: String, _ parameters: [String], _ direction: Bars.Direction,
        example: String
    ) -> Drawing {
        Drawing(
            name, summary, parameters + ["label?: a name for the legend", "color?: a colour"],
            example: example
        ) { axes, call in
            let upright = direction == .upright
            let places = try call.need(upright ? "x" : "y"),
                heights = try DrawingCall.numbers(call.need(upright ? "height" : "width"))
            var positions = heights.indices.map(Double.init)
            let names = try [String].from(places)
            if names == nil { positions = try DrawingCall.numbers(places) }
            let width =
                try call.next(upright ? "width" : "height").map { try DrawingCall.number($0, "width", name) }
                ?? 0.8
            try call.only("align", "center", hint: "\(name)(x + width / 2, …)")
            let base = try call.number(upright ? "bottom" : "left") ?? 0
            let label = try call.text("label")
            axes.axes.elements.append(
                .bars(
                    try Bars(
                        name: label, positions: positions, heights: heights, width: width, base: base,
                        direction: direction, style: call.style())))
            if let names {
                let ticks = zip(positions, names).map { Tick($0, $1) }
                if upright { axes.axes.xTicks = ticks } else { axes.axes.yTicks = ticks }
            }
            return .none
        }
    }

    /// The last image of the axes that `mappable` lies on gets a bar with its scale.
    static func colourBar(_ mappable: Value, _ canvas: Canvas) throws {
        var index = canvas.current
        if case .object(let object) = mappable, let image = object as? MappableObject {
            index = image.axes.index
        }
        guard
            let place = canvas.figure.axes[index].elements.lastIndex(where: {
                if case .image = $0 { true } else { false }
            }),
            case .image(var image) = canvas.figure.axes[index].elements[place]
        else {
            throw ScriptError(
                "RuntimeError", "colorbar(): there is no image to show the colours of",
                hint: "plt.imshow(x) first")
        }
        image.colourBar = true
        canvas.figure.axes[index].elements[place] = .image(image)
    }
}
