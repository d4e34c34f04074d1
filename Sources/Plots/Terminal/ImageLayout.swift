import Foundation

/// How a matrix is fitted into character cells, which are about twice as high as they are wide.
enum ImageLayout {
    /// Characters that stand for a value where there is no colour: the first for the lowest value alone, so
    /// that what is more than nothing is seen; the others for equal parts of what is above it.
    static func shades(unicode: Bool) -> [Character] {
        Array(unicode ? " ░▒▓█" : "0123456789")
    }

    /// The character for a place between the lowest (0) and the highest value (1).
    static func shade(_ part: Double, of shades: [Character]) -> Character {
        guard part > 0 else { return shades[0] }
        let steps = shades.count - 1
        // A value on the border belongs to the part below it.
        return shades[min(max(Int((part * Double(steps) - 1e-9).rounded(.up)), 1), steps)]
    }

    /// What the characters stand for: `░ to 0.25`.
    static func key(_ image: Image, unicode: Bool) -> [String] {
        let shades = shades(unicode: unicode)
        let (lower, upper) = image.range
        guard upper > lower else { return ["\(shade(0.5, of: shades)) \(Ticks.label(lower, step: 0))"] }
        let step = (upper - lower) / Double(shades.count - 1)
        func label(_ index: Int) -> String { Ticks.label(lower + step * Double(index), step: step / 10) }
        if unicode {
            return ["blank \(label(0))"] + (1..<shades.count).map { "\(shades[$0]) to \(label($0))" }
        }
        return ["0: \(label(0))", "1: to \(label(1))", "9: to \(label(9))"]
    }

    static func size(_ image: Image, width: Int, height: Int, style: TextStyle) -> (width: Int, height: Int) {
        let longest = (image.columnLabels ?? []).map { style.glyphs($0).count }.max() ?? 0
        if image.square {
            let factor = min(
                width / (2 * image.columns), max(height, image.rows <= 32 ? image.rows : 0) / image.rows)
            if factor >= 1 {
                // Wide enough for the labels, if there is room.
                let cell =
                    longest >= 2 * factor && (longest + 1) * image.columns <= width ? longest + 1 : 2 * factor
                return (cell * image.columns, factor * image.rows)
            }
            let scale = min(
                Double(width) / Double(2 * image.columns), Double(2 * height) / Double(image.rows), 1)
            return (
                max(Int((Double(2 * image.columns) * scale).rounded()), min(width, 4)),
                max(min(Int((Double(image.rows) * scale).rounded()), 2 * height), 1)
            )
        }
        return (
            image.columns <= width ? width / image.columns * image.columns : width,
            image.rows <= height ? max(height / image.rows, 1) * image.rows : height
        )
    }

    /// Labels below the columns: beside each other where they fit, else written downwards.
    static func columnLabels(
        _ labels: [String], width: Int, style: TextStyle, column: (Int) -> Int?
    ) -> [[Glyph]] {
        let cell = width / max(labels.count, 1)
        let glyphs = labels.map { style.glyphs($0) }
        let longest = glyphs.map(\.count).max() ?? 0
        if longest < cell || longest <= 1 {
            var row = [Glyph](repeating: .blank, count: width)
            for (index, label) in glyphs.enumerated() {
                for (offset, glyph) in label.enumerated() {
                    let place = index * cell + (cell - label.count) / 2 + offset
                    if row.indices.contains(place) { row[place] = glyph }
                }
            }
            return [row]
        }
        let height = min(longest, 10)
        var rows = Array(repeating: [Glyph](repeating: .blank, count: width), count: height)
        for (index, label) in glyphs.enumerated() {
            guard let place = column(index), place < width else { continue }
            let upright = style.cut(label.filter { $0.character != "\0" }, to: height)
            for (row, glyph) in upright.enumerated() { rows[row][place] = glyph }
        }
        return rows
    }
}
