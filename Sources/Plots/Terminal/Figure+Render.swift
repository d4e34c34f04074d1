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
        for (index, row) in rowsOfAxes(cell.width, gap, options.width).enumerated() {
            let blocks = row.map { placed in
                var cell = cell
                cell.width = placed.width
                return AxesRenderer(axes: placed.axes, options: cell, style: style).rows()
            }
            if index > 0 { lines.append("") }
            for index in 0..<(blocks.map(\.count).max() ?? 0) {
                var line: [Glyph] = []
                for (block, placed) in zip(blocks, row) {
                    let glyphs = index < block.count ? block[index] : []
                    line += Array(repeating: .blank, count: max(placed.column - line.count, 0))
                    line += glyphs.prefix(placed.width)
                }
                lines.append(style.line(line))
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }
}

extension Figure {
    /// The axes that stand beside each other, with the first column and the width of each: those of the grid,
    /// or those that begin at one height.
    fileprivate func rowsOfAxes(_ width: Int, _ gap: Int, _ whole: Int) -> [[(
        axes: Axes, column: Int, width: Int
    )]] {
        guard axes.contains(where: { $0.part != nil }) else {
            return (0..<rows).map { row in
                axes[(row * columns)..<min((row + 1) * columns, axes.count)].enumerated().map {
                    ($1, $0 * (width + gap), width)
                }
            }
        }
        let placed = axes.map { ($0, $0.part ?? Axes.Part(x: 0, y: 0, width: 1, height: 1)) }
        let tops = Set(placed.map { Int(($0.1.y * 50).rounded()) }).sorted()
        return tops.map { top in
            let row = placed.filter { Int(($0.1.y * 50).rounded()) == top }.sorted { $0.1.x < $1.1.x }
            return row.enumerated().map { index, entry in
                let column = row.count == 1 ? 0 : Int(entry.1.x * Double(whole))
                let next = index + 1 < row.count ? Int(row[index + 1].1.x * Double(whole)) - 2 : whole
                return (entry.0, column, max(next - column, 16))
            }
        }
    }
}

func centred(_ glyphs: [Glyph], in width: Int) -> [Glyph] {
    Array(repeating: Glyph.blank, count: max((width - glyphs.count) / 2, 0)) + glyphs
}
