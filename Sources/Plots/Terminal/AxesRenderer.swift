import Foundation
import Presentation

/// Lays out one pair of axes as rows of characters: title, plot area with frame and ticks, labels, legend.
struct AxesRenderer {
    let axes: Axes
    let options: RenderOptions
    let style: TextStyle
    let x: AxisMapping
    let y: AxisMapping
    let looks: [Look]

    init(axes: Axes, options: RenderOptions, style: TextStyle) {
        self.axes = axes
        self.options = options
        self.style = style
        // Every column counts in a terminal, so lines run from edge to edge.
        (x, y) = axes.places(margin: (0, 0.04))
        looks = AxesRenderer.distinguishable(axes, colour: options.colour)
    }

    func rows() -> [[Glyph]] {
        var yTicks = self.yTicks
        let widest = yTicks.map { style.glyphs($0.label).count }.max() ?? 0
        let labelWidth = axes.frame ? min(widest, max(options.width / 4, 6)) : 0
        let frameWidth = axes.frame ? labelWidth + 2 : 0  // "label ┤"
        let size = plotSize(width: max(options.width - frameWidth - 1, 8))
        if let image = axes.image, axes.yTicks == nil, image.rowLabels != nil, size.height < image.rows {
            yTicks = Ticks.of(y, about: max(size.height / 3, 2))  // labels of single rows have no room
        }
        var canvas = TextCanvas(width: size.width, height: size.height)
        let painter = ElementPainter(x: x, y: y, style: style, looks: looks)
        if axes.grid { drawGrid(on: &canvas, yTicks: yTicks) }
        painter.draw(axes, on: &canvas)
        for twin in axes.twins {
            ElementPainter(x: x, y: twin.places(margin: (0, 0.04)).y, style: style, looks: twin.looks)
                .draw(twin, on: &canvas)
        }

        var rows: [[Glyph]] = []
        let middle = frameWidth + size.width / 2
        func add(_ text: String?, centre: Bool) {
            guard let text, !text.isEmpty else { return }
            let glyphs = style.cut(style.glyphs(text), to: options.width)
            let indent = centre ? max(min(middle - glyphs.count / 2, options.width - glyphs.count), 0) : 0
            rows.append(Array(repeating: .blank, count: indent) + glyphs)
        }
        add(axes.title, centre: true)
        add(axes.frame ? axes.yLabel : nil, centre: false)
        let left = leftEdge(yTicks, height: size.height, labelWidth: labelWidth)
        for row in 0..<size.height {
            rows.append((axes.frame ? left[row] : []) + canvas.rows[row])
        }
        if axes.frame {
            rows += bottomEdge(indent: frameWidth, width: size.width)
            add(axes.xLabel, centre: true)
        }
        for twin in axes.twins {
            let place = twin.places(margin: (0, 0.04)).y, step = (place.upper - place.lower) / 10
            let ends = Ticks.label(place.lower, step: step) + " to " + Ticks.label(place.upper, step: step)
            add("right axis: " + (twin.yLabel.map { $0 + ", " } ?? "") + ends, centre: false)
        }
        if let scale = axes.colours, options.colour { rows.append(colourBar(scale, indent: frameWidth)) }
        if let image = axes.image {
            if !options.colour {
                if image.key { rows += key(image, indent: frameWidth) }
            } else if image.colourBar, axes.colours == nil {
                rows.append(colourBar(image, indent: frameWidth))
            }
        }
        rows += legend(indent: frameWidth)
        return rows
    }

    /// Without colours, two lines that look alike get different strokes and, where points are few, markers.
    private static func distinguishable(_ axes: Axes, colour: Bool) -> [Look] {
        var looks = axes.looks
        let lines = axes.elements.indices.filter { if case .line = axes.elements[$0] { true } else { false } }
        guard !colour, lines.count > 1 else { return looks }
        var taken: [Style.Stroke] = []
        for index in lines {
            guard case .line(let line) = axes.elements[index], looks[index].stroke != .none else { continue }
            if taken.contains(looks[index].stroke), line.style.line == nil || looks[index].stroke == .solid {
                let free = [Style.Stroke.solid, .dotted, .dashed, .dashDot].first { !taken.contains($0) }
                looks[index].stroke = free ?? looks[index].stroke
            }
            taken.append(looks[index].stroke)
            if looks[index].marker == nil, line.x.count <= 16, taken.count > 1 || line.x.count <= 8 {
                let markers: [Style.Marker] = [.circle, .square, .triangle, .diamond, .cross, .plus]
                looks[index].marker = markers[(taken.count - 1) % markers.count]
            }
        }
        return looks
    }

    // MARK: - Sizes

    /// The size of the plot area in characters. A matrix gets whole characters for
    /// each of its cells where it fits.
    private func plotSize(width: Int) -> (width: Int, height: Int) {
        if let image = axes.image, image.rows > 0, image.columns > 0 {
            return ImageLayout.size(image, width: width, height: options.height, style: style)
        }
        let lying = axes.elements.compactMap { element -> Int? in
            if case .bars(let bars) = element, bars.direction == .lying { bars.positions.count } else { nil }
        }.max()
        if let lying, lying > 0, lying <= 60 { return (width, lying) }
        return (width, options.height)
    }

    private var yTicks: [Tick] {
        if let ticks = axes.yTicks { return ticks }
        if let labels = axes.image?.rowLabels { return labels.enumerated().map { Tick(Double($0), $1) } }
        return Ticks.of(y, about: max(options.height / 3, 2))
    }

    // MARK: - Frame

    private func row(_ value: Double, height: Int) -> Int? {
        guard y.contains(value), let part = y.part(value) else { return nil }
        return min(max(Int(((1 - part) * Double(height) - 0.5).rounded()), 0), height - 1)
    }

    private func column(_ value: Double, width: Int) -> Int? {
        guard x.contains(value), let part = x.part(value) else { return nil }
        return min(max(Int((part * Double(width) - 0.5).rounded()), 0), width - 1)
    }

    private func leftEdge(_ ticks: [Tick], height: Int, labelWidth: Int) -> [[Glyph]] {
        let plain: Character = style.unicode ? "│" : "|"
        let mark: Character = style.unicode ? "┤" : "+"
        let blanks = [Glyph](repeating: .blank, count: labelWidth + 1)
        var rows = Array(repeating: blanks + [Glyph(character: plain)], count: height)
        var taken = Set<Int>()
        for tick in ticks {
            guard let row = row(tick.position, height: height), taken.insert(row).inserted else { continue }
            let label = style.cut(style.glyphs(tick.label), to: labelWidth)
            let indent = [Glyph](repeating: .blank, count: labelWidth - label.count)
            rows[row] = indent + label + [.blank, Glyph(character: mark)]
        }
        return rows
    }

    private func bottomEdge(indent: Int, width: Int) -> [[Glyph]] {
        let blanks = [Glyph](repeating: .blank, count: max(indent - 1, 0))
        var line = [Glyph](repeating: Glyph(character: style.unicode ? "─" : "-"), count: width)
        let corner = Glyph(character: style.unicode ? "└" : "+")
        if let labels = axes.image?.columnLabels, axes.xTicks == nil, width >= labels.count, !labels.isEmpty {
            let below = ImageLayout.columnLabels(labels, width: width, style: style) {
                column(Double($0), width: width)
            }
            return [blanks + [corner] + line]
                + below.map { blanks + [.blank] + $0 }
        }
        // A label is written where it touches no other; it may use the columns left of the plot.
        var labels = [Glyph](repeating: .blank, count: indent + width + 1)
        var free = 0
        for tick in xTicks(width: width) {
            guard let column = column(tick.position, width: width) else { continue }
            let glyphs = style.cut(style.glyphs(tick.label), to: max(width / 2, 4))
            let wanted = indent + column - (glyphs.count - 1) / 2
            let start = max(min(wanted, labels.count - glyphs.count), 0)
            line[column] = Glyph(character: style.unicode ? "┬" : "+")
            guard start >= free, !glyphs.isEmpty else { continue }
            labels.replaceSubrange(start..<(start + glyphs.count), with: glyphs)
            free = start + glyphs.count + 1
        }
        return [blanks + [corner] + line, labels]
    }

    private func xTicks(width: Int) -> [Tick] {
        if let ticks = axes.xTicks {
            return ticks.sorted { (x.part($0.position) ?? 0) < (x.part($1.position) ?? 0) }
        }
        let ticks = Ticks.of(x, about: max(width / 10, 2))
        return x.isReversed ? ticks.reversed() : ticks
    }

    private func drawGrid(on canvas: inout TextCanvas, yTicks: [Tick]) {
        let dot: Character = style.unicode ? "·" : "."
        let grey = Colour(128, 128, 128)
        for tick in yTicks {
            guard let row = row(tick.position, height: canvas.height) else { continue }
            for column in 0..<canvas.width { canvas.put(dot, column: column, row: row, colour: grey) }
        }
        for tick in xTicks(width: canvas.width) {
            guard let column = column(tick.position, width: canvas.width) else { continue }
            for row in 0..<canvas.height { canvas.put(dot, column: column, row: row, colour: grey) }
        }
    }

    // MARK: - Legends

    private func colourBar(_ image: Image, indent: Int) -> [Glyph] {
        let range = image.range
        let step = (range.upper - range.lower) / 100
        let blanks = [Glyph](repeating: .blank, count: indent)
        let shades = (0..<20).map {
            Glyph(character: " ", background: image.colour(at: (Double($0) + 0.5) / 20))
        }
        return blanks + style.glyphs(Ticks.label(range.lower, step: step) + " ") + shades
            + style.glyphs(" " + Ticks.label(range.upper, step: step))
    }

    private func colourBar(_ scale: ColourScale, indent: Int) -> [Glyph] {
        let step = (scale.upper - scale.lower) / 100
        let shades = (0..<20).map {
            Glyph(character: " ", background: scale.colour(at: (Double($0) + 0.5) / 20))
        }
        return [Glyph](repeating: .blank, count: indent)
            + style.glyphs(Ticks.label(scale.lower, step: step) + " ") + shades
            + style.glyphs(" " + Ticks.label(scale.upper, step: step) + (scale.label.map { "  " + $0 } ?? ""))
    }

    /// What the characters of a matrix stand for, in as many rows as that takes.
    private func key(_ image: Image, indent: Int) -> [[Glyph]] {
        guard image.rows > 0, image.columns > 0 else { return [] }
        let blanks = [Glyph](repeating: .blank, count: indent)
        var rows: [[Glyph]] = []
        var row = blanks
        for entry in ImageLayout.key(image, unicode: style.unicode) {
            let glyphs = style.cut(style.glyphs(entry), to: max(options.width - indent, 8))
            if row.count > indent, row.count + 3 + glyphs.count > options.width {
                rows.append(row)
                row = blanks
            }
            row += (row.count > indent ? [.blank, .blank, .blank] : []) + glyphs
        }
        return rows + [row]
    }

    private func legend(indent: Int) -> [[Glyph]] {
        guard axes.showsLegend else { return [] }
        let painter = ElementPainter(x: x, y: y, style: style, looks: looks)
        let blanks = [Glyph](repeating: .blank, count: indent)
        var rows: [[Glyph]] = []
        var row = blanks
        if let title = axes.legendTitle { row += style.glyphs(title + ":") }
        for (element, look) in Array(zip(axes.elements, looks))
            + axes.twins.flatMap({ Array(zip($0.elements, $0.looks)) })
        {
            guard let name = element.name else { continue }
            let entry = style.cut(
                painter.sample(of: element, look: look) + [.blank] + style.glyphs(name),
                to: max(options.width - indent, 8))
            if row.count > indent, row.count + 3 + entry.count > options.width {
                rows.append(row)
                row = blanks
            }
            row += (row.count > indent ? [.blank, .blank, .blank] : []) + entry
        }
        return rows + [row]
    }
}
