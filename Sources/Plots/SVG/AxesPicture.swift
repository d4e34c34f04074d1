import Foundation

/// Lays out and draws one pair of axes: margins from the labels, frame, ticks, elements, legend.
struct AxesPicture {
    private(set) var axes: Axes
    /// What the names of clips and gradients begin with.
    let names: String
    let index: Int
    let x: AxisMapping
    private(set) var y: AxisMapping
    private(set) var looks: [Look]
    private(set) var plot: Box
    private var xTicks: [Tick]
    private var yTicks: [Tick]
    /// True if the labels below the axis are too long to stand side by side.
    private var slanted = false
    private let cell: Box
    private let barWidth: Double
    /// How much room the labels of the x axis take below the frame.
    private let below: Double

    init(axes: Axes, cell: Box, names: String, index: Int) {
        self.axes = axes
        self.names = names
        self.index = index
        self.cell = cell
        (x, y) = axes.places(margin: (0.04, 0.05))
        looks = axes.looks
        let image = axes.image
        let labels0 = axes.colours?.label == nil ? 0.0 : 20
        barWidth =
            (image?.colourBar == true || axes.colours != nil ? 62 + labels0 : 0)
            + axes.twins.reduce(0) { $0 + AxesPicture.widthOfTwin($1, height: cell.height) }
        let outer = AxesPicture.margin(axes)
        xTicks = []
        yTicks =
            axes.yTicks
            ?? image?.rowLabels?.enumerated().map { Tick(Double($0), $1) }
            ?? Ticks.of(y, about: max(Int((cell.height - outer.top - 60) / 45), 2))
        let place = y
        yTicks = yTicks.filter { place.contains($0.position) }
        let widest = yTicks.map { Markup.width(AxesPicture.cut($0.label), size: 11) }.max() ?? 0
        var left = axes.frame ? widest + 14 : 0
        if axes.yLabel?.isEmpty == false, axes.frame { left += 20 }
        left = min(left + 12, cell.width * 0.45)

        let width = max(cell.width - left - 20 - barWidth, 20)
        xTicks = axes.xTicks ?? image?.columnLabels?.enumerated().map { Tick(Double($0), $1) } ?? []
        if xTicks.isEmpty, axes.xTicks == nil {
            // Fewer ticks until their labels stand clear of each other.
            for count in stride(from: max(Int(width / 70), 2), through: 2, by: -1) {
                xTicks = Ticks.of(x, about: count)
                let labels = xTicks.map { Markup.width($0.label, size: 11) + 14 }.reduce(0, +)
                if labels <= width { break }
            }
        }
        let across = x
        xTicks = xTicks.filter { across.contains($0.position) }
        let labels = xTicks.map { Markup.width(AxesPicture.cut($0.label), size: 11) }
        let named = axes.xTicks != nil || image?.columnLabels != nil
        var room = width
        if let image, image.square, image.rows > 0 {  // a square matrix may be narrower than the cell
            room = min(width, (cell.height - outer.top - 54) / Double(image.rows) * Double(image.columns))
        }
        slanted = named && (labels.max() ?? 0) + 6 > room / Double(max(xTicks.count, 1))
        var bottom =
            axes.frame ? (slanted ? min((labels.max() ?? 0) * 0.71 + 20, cell.height * 0.35) : 26) : 8
        below = bottom
        if axes.xLabel?.isEmpty == false, axes.frame { bottom += 20 }
        bottom += 8

        plot = Box(
            x: cell.x + left, y: cell.y + outer.top, width: width,
            height: max(cell.height - outer.top - bottom, 20))
        if let image, image.square, image.rows > 0, image.columns > 0 {
            let side = min(plot.width / Double(image.columns), plot.height / Double(image.rows))
            let (wide, high) = (side * Double(image.columns), side * Double(image.rows))
            plot = Box(
                x: plot.x + (plot.width - wide) / 2, y: plot.y + (plot.height - high) / 2, width: wide,
                height: high)
        }
    }

    /// Room for the ticks and the label of another scale, in pixels.
    private static func widthOfTwin(_ twin: Axes, height: Double) -> Double {
        let labels =
            ticks(ofTwin: twin, height: height).map { Markup.width(cut($0.label), size: 11) }.max() ?? 0
        return labels + 14 + (twin.yLabel?.isEmpty == false ? 20 : 0)
    }

    private static func ticks(ofTwin twin: Axes, height: Double) -> [Tick] {
        let place = twin.places(margin: (0.04, 0.05)).y
        return (twin.yTicks ?? Ticks.of(place, about: max(Int((height - 76) / 45), 2)))
            .filter { place.contains($0.position) }
    }

    /// Draws what stands on another scale, and the scale at the right side.
    private func drawTwin(_ twin: Axes, at edge: Double, clip: String, on markup: inout Markup) {
        var other = self
        other.axes = twin
        other.y = twin.places(margin: (0.04, 0.05)).y
        other.looks = twin.looks
        markup.open("g", ["clip-path": "url(#\(clip))"])
        PicturePainter(picture: other).draw(on: &markup)
        markup.close("g")
        PicturePainter(picture: other).drawNotes(on: &markup)
        let number = Markup.number, ticks = AxesPicture.ticks(ofTwin: twin, height: cell.height)
        var marks = edge > plot.right ? "M\(number(edge)) \(number(plot.y))V\(number(plot.bottom))" : ""
        for tick in ticks {
            guard let part = other.y.part(tick.position) else { continue }
            let place = pixelY(part)
            marks += "M\(number(edge)) \(number(place))h4"
            markup.label(
                AxesPicture.cut(tick.label),
                ["x": number(edge + 8), "y": number(place + 4), "font-size": "11"])
        }
        markup.empty("path", ["d": marks, "stroke": SVGPalette.frame, "fill": "none"])
        guard let label = twin.yLabel, !label.isEmpty else { return }
        let widest = ticks.map { Markup.width(AxesPicture.cut($0.label), size: 11) }.max() ?? 0
        let (px, py) = (number(edge + widest + 24), number(plot.y + plot.height / 2))
        markup.label(
            label, ["x": px, "y": py, "text-anchor": "middle", "transform": "rotate(-90 \(px) \(py))"])
    }

    private static func margin(_ axes: Axes) -> (top: Double, right: Double) {
        (axes.title?.isEmpty == false ? 38 : 16, 20)
    }

    /// Labels of ticks are cut: a long token must not take the room of the plot.
    static func cut(_ label: String) -> String {
        label.count > 16 ? String(label.prefix(15)) + "…" : label
    }

    func pixelX(_ part: Double) -> Double { plot.x + part * plot.width }
    func pixelY(_ part: Double) -> Double { plot.bottom - part * plot.height }

    func draw(on markup: inout Markup) {
        let number = Markup.number
        let clip = "\(names)plot\(index)"
        markup.open("clipPath", ["id": clip])
        markup.empty(
            "rect",
            [
                "x": number(plot.x), "y": number(plot.y), "width": number(plot.width),
                "height": number(plot.height),
            ])
        markup.close("clipPath")
        if axes.grid { drawGrid(on: &markup) }
        markup.open("g", ["clip-path": "url(#\(clip))"])
        let painter = PicturePainter(picture: self)
        painter.draw(on: &markup)
        markup.close("g")
        if axes.frame { drawFrame(on: &markup) }
        if let title = axes.title, !title.isEmpty {
            markup.label(
                title,
                [
                    "x": number(plot.x + plot.width / 2), "y": number(plot.y - 12), "text-anchor": "middle",
                    "font-size": "14",
                ])
        }
        painter.drawNotes(on: &markup)
        var edge = plot.right
        for twin in axes.twins {
            drawTwin(twin, at: edge, clip: clip, on: &markup)
            edge += AxesPicture.widthOfTwin(twin, height: cell.height)
        }
        if let scale = axes.colours {
            drawColourBar(scale.lower, scale.upper, scale.colour, scale.label, on: &markup)
        } else if let image = axes.image, image.colourBar {
            drawColourBar(image.range.lower, image.range.upper, image.colour, nil, on: &markup)
        }
        if axes.showsLegend { PictureLegend(picture: self).draw(on: &markup, covered: painter.inkPoints()) }
    }

    private func drawGrid(on markup: inout Markup) {
        var path = ""
        for tick in xTicks {
            guard let part = x.part(tick.position) else { continue }
            path += "M\(Markup.number(pixelX(part))) \(Markup.number(plot.y))V\(Markup.number(plot.bottom))"
        }
        for tick in yTicks {
            guard let part = y.part(tick.position) else { continue }
            path += "M\(Markup.number(plot.x)) \(Markup.number(pixelY(part)))H\(Markup.number(plot.right))"
        }
        markup.empty("path", ["d": path, "stroke": SVGPalette.grid, "stroke-width": "1", "fill": "none"])
    }

    private func drawFrame(on markup: inout Markup) {
        let number = Markup.number
        markup.empty(
            "rect",
            [
                "x": number(plot.x), "y": number(plot.y), "width": number(plot.width),
                "height": number(plot.height),
                "fill": "none", "stroke": SVGPalette.frame, "stroke-width": "1",
            ])
        var marks = ""
        var lastRight = -Double.infinity
        for tick in xTicks.sorted(by: { (x.part($0.position) ?? 0) < (x.part($1.position) ?? 0) }) {
            guard let part = x.part(tick.position) else { continue }
            let place = pixelX(part)
            marks += "M\(number(place)) \(number(plot.bottom))v4"
            let label = AxesPicture.cut(tick.label)
            let half = slanted ? 6 : Markup.width(label, size: 11) / 2 + 2
            guard place - half >= lastRight else { continue }
            lastRight = place + half
            let (px, py) = (number(place + (slanted ? 4 : 0)), number(plot.bottom + (slanted ? 14 : 18)))
            markup.label(
                label,
                [
                    "x": px, "y": py, "text-anchor": slanted ? "end" : "middle", "font-size": "11",
                    "transform": slanted ? "rotate(-45 \(px) \(py))" : "",
                ])
        }
        var lastY = Double.infinity
        for tick in yTicks.sorted(by: { (y.part($0.position) ?? 0) < (y.part($1.position) ?? 0) }) {
            guard let part = y.part(tick.position) else { continue }
            let place = pixelY(part)
            marks += "M\(number(plot.x)) \(number(place))h-4"
            guard lastY - place >= 11 else { continue }
            lastY = place
            markup.label(
                AxesPicture.cut(tick.label),
                ["x": number(plot.x - 8), "y": number(place + 4), "text-anchor": "end", "font-size": "11"])
        }
        markup.empty("path", ["d": marks, "stroke": SVGPalette.frame, "fill": "none"])
        if let label = axes.xLabel, !label.isEmpty {
            markup.label(
                label,
                [
                    "x": number(plot.x + plot.width / 2), "y": number(plot.bottom + below + 12),
                    "text-anchor": "middle",
                ])
        }
        if let label = axes.yLabel, !label.isEmpty {
            let labels = yTicks.map { Markup.width(AxesPicture.cut($0.label), size: 11) }.max() ?? 0
            let (px, py) = (number(plot.x - labels - 20), number(plot.y + plot.height / 2))
            markup.label(
                label, ["x": px, "y": py, "text-anchor": "middle", "transform": "rotate(-90 \(px) \(py))"])
        }
    }

    private func drawColourBar(
        _ lower: Double, _ upper: Double, _ colour: (Double) -> Colour, _ words: String?,
        on markup: inout Markup
    ) {
        let number = Markup.number
        let gradient = "\(names)map\(index)"
        markup.open("linearGradient", ["id": gradient, "x1": "0", "y1": "1", "x2": "0", "y2": "0"])
        for stop in 0...16 {
            let part = Double(stop) / 16
            markup.empty("stop", ["offset": "\(part)", "stop-color": colour(part).hex])
        }
        markup.close("linearGradient")
        let bar = Box(x: plot.right + 12, y: plot.y, width: 12, height: plot.height)
        markup.empty(
            "rect",
            [
                "x": number(bar.x), "y": number(bar.y), "width": number(bar.width),
                "height": number(bar.height),
                "fill": "url(#\(gradient))", "stroke": SVGPalette.frame, "stroke-width": "0.7",
            ])
        if let words, !words.isEmpty {
            let (px, py) = (number(bar.right + 56), number(bar.y + bar.height / 2))
            markup.label(
                words, ["x": px, "y": py, "text-anchor": "middle", "transform": "rotate(-90 \(px) \(py))"])
        }
        let range = (lower: lower, upper: upper)
        guard range.lower < range.upper else {
            markup.label(
                Ticks.label(range.lower, step: 0),
                ["x": number(bar.right + 6), "y": number(bar.y + bar.height / 2 + 4), "font-size": "11"])
            return
        }
        for tick in Ticks.linear(from: range.lower, to: range.upper, about: max(Int(bar.height / 50), 2)) {
            let place = bar.bottom - (tick.position - range.lower) / (range.upper - range.lower) * bar.height
            markup.empty(
                "path", ["d": "M\(number(bar.right)) \(number(place))h3", "stroke": SVGPalette.frame])
            markup.label(tick.label, ["x": number(bar.right + 6), "y": number(place + 4), "font-size": "11"])
        }
    }
}
