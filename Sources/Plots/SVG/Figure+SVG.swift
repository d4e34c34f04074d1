import Foundation

extension Figure {
    /// Draws the figure as a self-contained SVG picture.
    ///
    /// The picture has a white ground of its own, so it reads the same on a light and on a dark page.
    ///
    /// - Parameters:
    ///   - width: the width in pixels; nil takes that of ``size``, or gives one
    ///     column of axes 640 and more 420 each.
    ///   - height: the height in pixels; nil takes that of ``size``, or gives one
    ///     row of axes 420 and more 320 each.
    ///   - names: what the names inside the picture begin with; pictures on one page want different ones.
    public func svg(width: Double? = nil, height: Double? = nil, names: String = "") -> String {
        withFormulasRead.picture(width, height, names)
    }

    private func picture(_ width: Double?, _ height: Double?, _ names: String) -> String {
        let standard = pictureSize
        let width = FigureSize.limited(width, standard.width)
        let height = FigureSize.limited(height, standard.height)
        var markup = Markup()
        let number = Markup.number
        markup.open(
            "svg",
            [
                "xmlns": "http://www.w3.org/2000/svg", "width": number(width), "height": number(height),
                "viewBox": "0 0 \(number(width)) \(number(height))", "role": "img",
                "aria-label": summary,
                "font-family": "'DejaVu Sans', 'Helvetica Neue', Helvetica, Arial, sans-serif",
                "font-size": "12", "fill": SVGPalette.ink,
            ])
        markup.empty("rect", ["width": "100%", "height": "100%", "rx": "6", "fill": "#ffffff"])
        var top = 0.0
        if let title, !title.isEmpty {
            markup.label(
                title,
                [
                    "x": number(width / 2), "y": "26", "text-anchor": "middle", "font-size": "16",
                    "font-weight": "600",
                ])
            top = 32
        }
        for (index, axes) in self.axes.enumerated() {
            var cell = Box(
                x: width / Double(columns) * Double(index % columns),
                y: top + (height - top) / Double(max(rows, 1)) * Double(index / columns),
                width: width / Double(columns), height: (height - top) / Double(max(rows, 1)))
            if let part = axes.part {
                cell = Box(
                    x: width * part.x, y: top + (height - top) * part.y, width: width * part.width,
                    height: (height - top) * part.height)
            }
            AxesPicture(axes: axes, cell: cell, names: names, index: index).draw(on: &markup)
        }
        markup.close("svg")
        return markup.text
    }
}

/// The few colours that are not data.
enum SVGPalette {
    static let ink = "#222222"
    static let frame = "#444444"
    static let grid = "#dddddd"
    static let missing = "#e8e8e8"
}
