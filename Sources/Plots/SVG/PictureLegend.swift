import Foundation

/// The box with names, placed where it hides the least.
struct PictureLegend {
    let picture: AxesPicture

    func draw(on markup: inout Markup, covered: [(x: Double, y: Double)]) {
        let own = Array(zip(picture.axes.elements, picture.looks))
        let all = own + picture.axes.twins.flatMap { Array(zip($0.elements, $0.looks)) }
        let entries = all.compactMap { element, look in
            element.name.map {
                (name: $0.count > 40 ? String($0.prefix(39)) + "…" : $0, element: element, look: look)
            }
        }
        let title = picture.axes.legendTitle, above = title == nil ? 0.0 : 18
        let widest = max(
            entries.map { Markup.width($0.name, size: 12) }.max() ?? 0,
            title.map { Markup.width($0, size: 12) - 30 } ?? 0)
        let box = place(
            width: widest + 50, height: Double(entries.count) * 18 + 10 + above, covered: covered)
        let number = Markup.number
        markup.empty(
            "rect",
            [
                "x": number(box.x), "y": number(box.y), "width": number(box.width),
                "height": number(box.height),
                "rx": "3", "fill": "#ffffff", "fill-opacity": "0.85", "stroke": "#cccccc",
            ])
        let painter = PicturePainter(picture: picture)
        if let title {
            markup.label(
                title,
                ["x": number(box.x + box.width / 2), "y": number(box.y + 18), "text-anchor": "middle"])
        }
        for (index, entry) in entries.enumerated() {
            let middle = box.y + 14 + above + Double(index) * 18
            if entry.element.isFilled {
                markup.empty(
                    "rect",
                    [
                        "x": number(box.x + 9), "y": number(middle - 5), "width": "24", "height": "10",
                        "fill": entry.look.colour.hex,
                    ])
            } else {
                if entry.look.stroke != .none {
                    markup.empty(
                        "path",
                        [
                            "d": "M\(number(box.x + 8)) \(number(middle))h26",
                            "stroke": entry.look.colour.hex,
                            "stroke-width": "1.8", "fill": "none",
                            "stroke-dasharray": PicturePainter.dashes(entry.look.stroke),
                        ])
                }
                if let shape = entry.look.marker ?? (entry.look.stroke == .none ? .circle : nil) {
                    painter.marker(shape, at: (box.x + 21, middle), size: 6, entry.look, on: &markup)
                }
            }
            markup.label(entry.name, ["x": number(box.x + 41), "y": number(middle + 4)])
        }
    }

    /// Of nine places inside the frame, the first that covers the fewest points of data.
    private func place(width: Double, height: Double, covered: [(x: Double, y: Double)]) -> Box {
        let plot = picture.plot
        let right = plot.right - width - 8
        let bottom = plot.bottom - height - 8
        let (centre, middle) = (plot.x + (plot.width - width) / 2, plot.y + (plot.height - height) / 2)
        let corners = [
            (right, plot.y + 8), (plot.x + 8, plot.y + 8), (plot.x + 8, bottom), (right, bottom),
            (right, middle),
            (plot.x + 8, middle), (centre, bottom), (centre, plot.y + 8), (centre, middle),
        ]
        var best: (box: Box, hidden: Int)?
        for corner in corners {
            let box = Box(x: corner.0, y: corner.1, width: width, height: height)
            let near = Box(x: box.x - 4, y: box.y - 4, width: width + 8, height: height + 8)
            let hidden = covered.reduce(0) { $0 + (near.contains($1.x, $1.y) ? 1 : 0) }
            if hidden == 0 { return box }
            if hidden < best?.hidden ?? .max { best = (box, hidden) }
        }
        return best?.box ?? Box(x: right, y: plot.y + 8, width: width, height: height)
    }
}

extension Element {
    /// Whether it is a surface rather than a line.
    fileprivate var isFilled: Bool {
        switch self {
        case .bars, .area: true
        default: false
        }
    }
}
