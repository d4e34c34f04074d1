import Presentation

/// Draws a figure as text. The same figure and options always give the same text.
public func render(_ figure: Figure, options: RenderOptions = RenderOptions()) -> String {
    figure.render(options: options)
}

extension Figure {
    /// Draws the figure as text: braille dots for lines, blocks for bars and images; lines end in `\n`.
    public func render(options: RenderOptions = RenderOptions()) -> String {
        (options.unicode ? withFormulasRead : self).drawn(options)
    }

    private func drawn(_ options: RenderOptions) -> String {
        let style = TextStyle(
            unicode: options.unicode, colour: options.colour, trueColour: options.trueColour)
        var lines: [String] = []
        if let title, !title.isEmpty {
            let glyphs = style.cut(style.glyphs(title), to: options.width)
            lines.append(style.line(centred(glyphs, in: options.width)))
        }
        if axes.isEmpty { lines.append("(an empty figure)") }
        let gap = columns > 1 ? 2 : 0
        var cell = options
        cell.width = max((options.width - gap * (columns - 1)) / columns, 16)
        for row in 0..<rows {
            let blocks = axes[(row * columns)..<min((row + 1) * columns, axes.count)].map {
                AxesRenderer(axes: $0, options: cell, style: style).rows()
            }
            if row > 0 { lines.append("") }
            for index in 0..<(blocks.map(\.count).max() ?? 0) {
                var line: [Glyph] = []
                for (column, block) in blocks.enumerated() {
                    let glyphs = index < block.count ? block[index] : []
                    line += Array(repeating: .blank, count: max(column * (cell.width + gap) - line.count, 0))
                    line += glyphs.prefix(cell.width)
                }
                lines.append(style.line(line))
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }
}

func centred(_ glyphs: [Glyph], in width: Int) -> [Glyph] {
    Array(repeating: Glyph.blank, count: max((width - glyphs.count) / 2, 0)) + glyphs
}
