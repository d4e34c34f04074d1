import Foundation

/// How a matrix is fitted into character cells, which are about twice as high as they are wide.
enum ImageLayout {
    /// Characters from empty to full.
    static func shades(unicode: Bool) -> [Character] {
        unicode ? [" ", "░", "▒", "▓", "█"] : Array(" .:-=+*#%@")
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
