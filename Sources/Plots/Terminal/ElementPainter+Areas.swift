import Foundation

/// Bars and images: what fills whole characters.
extension ElementPainter {
    func draw(_ bars: Bars, look: Look, on canvas: inout TextCanvas) {
        let upright = bars.direction == .upright
        let (along, across) = upright ? (x, y) : (y, x)
        let cells = upright ? canvas.width : canvas.height
        let depth = upright ? canvas.height : canvas.width
        // Of several bars in one column, the tallest is seen.
        var ends = [(base: Double, end: Double, index: Int)?](repeating: nil, count: cells)
        for (index, (position, height)) in zip(bars.positions, bars.heights).enumerated() {
            let base = min(max(across.clampedPart(bars.base(index)), 0), 1)
            guard let low = along.part(position - bars.width / 2),
                let high = along.part(position + bars.width / 2),
                max(low, high) >= 0, min(low, high) <= 1, AxisMapping.isDrawable(height)
            else { continue }
            let (a, b) = upright ? (min(low, high), max(low, high)) : (1 - max(low, high), 1 - min(low, high))
            let first = min(max(Int((min(max(a, 0), 1) * Double(cells)).rounded()), 0), cells - 1)
            let last = min(max(Int((min(max(b, 0), 1) * Double(cells)).rounded()), first + 1), cells)
            let end = min(max(across.clampedPart(height), 0), 1)
            for cell in first..<last {
                if let other = ends[cell], abs(other.end - other.base) > abs(end - base) { continue }
                ends[cell] = (base, end, index)
            }
        }
        for (cell, end) in ends.enumerated() {
            guard let (base, end, index) = end, end != base else { continue }
            var look = look
            if let colour = bars.colour(index) { look.colour = colour }
            fill(cell, from: base, to: end, depth: depth, upright: upright, look: look, canvas: &canvas)
        }
    }

    /// Fills a column upwards, or a row to the right, in eighths of a character.
    private func fill(
        _ cell: Int, from base: Double, to end: Double, depth: Int, upright: Bool, look: Look,
        canvas: inout TextCanvas
    ) {
        let low = Int((min(base, end) * Double(depth) * 8).rounded())
        var high = Int((max(base, end) * Double(depth) * 8).rounded())
        high = max(high, low + 1)  // what is not zero is seen
        let eighths: [Character] = upright ? Array(" ▁▂▃▄▅▆▇█") : Array(" ▏▎▍▌▋▊▉█")
        let full = fill(look)
        for index in 0..<depth {
            let covered = min(high, index * 8 + 8) - max(low, index * 8)
            guard covered > 0 else { continue }
            let (column, row) = upright ? (cell, depth - 1 - index) : (index, cell)
            let startsHere = max(low, index * 8) == index * 8
            if covered == 8 {
                canvas.put(full, column: column, row: row, colour: look.colour)
            } else if !style.unicode || full != "█" {
                if covered >= 4 || high - low < 4 {
                    canvas.put(full, column: column, row: row, colour: look.colour)
                }
            } else if startsHere {
                canvas.put(eighths[covered], column: column, row: row, colour: look.colour)
            } else if covered >= 2 {
                // Blocks that hang from the top or the right exist as halves only.
                let half: Character = upright ? "▀" : "▐"
                canvas.put(covered >= 6 ? "█" : half, column: column, row: row, colour: look.colour)
            }
        }
    }

    func draw(_ image: Image, on canvas: inout TextCanvas) {
        guard image.rows > 0, image.columns > 0 else { return }
        let range = image.range
        let shades = ImageLayout.shades(unicode: style.unicode)
        // Two rows of colours fit in a character where the matrix is finer than the characters.
        let halves = style.colour && style.unicode && image.rows > canvas.height ? 2 : 1
        for row in 0..<canvas.height {
            for column in 0..<canvas.width {
                let blocks = (0..<halves).map { half in
                    block(
                        image, column: column, of: canvas.width, row: row * halves + half,
                        of: canvas.height * halves)
                }
                if style.colour {
                    let colours = blocks.map { block in
                        block.flatMap { image.colour(rows: $0.rows, columns: $0.columns, in: range) }
                    }
                    if halves == 2 {
                        canvas.put(
                            colours[0] == nil ? " " : "▀", column: column, row: row, colour: colours[0],
                            on: colours[1])
                    } else if let colour = colours[0] {
                        canvas.put(" ", column: column, row: row, on: colour)
                    }
                } else if let block = blocks[0],
                    let part = image.mean(rows: block.rows, columns: block.columns)
                        .flatMap({ image.shade($0, in: range) })
                {
                    canvas.put(ImageLayout.shade(part, of: shades), column: column, row: row)
                } else {
                    canvas.put("?", column: column, row: row)
                }
            }
        }
    }

    /// The matrix's cells under one character; nil where there are none.
    private func block(_ image: Image, column: Int, of width: Int, row: Int, of height: Int) -> (
        rows: Range<Int>, columns: Range<Int>
    )? {
        let ends = image.ends
        guard
            let columns = cells(
                column, of: width, place: x, from: ends.left, to: ends.right, count: image.columns,
                flipped: false),
            let rows = cells(
                row, of: height, place: y, from: ends.first, to: ends.last, count: image.rows, flipped: true)
        else { return nil }
        return (rows, columns)
    }

    /// The rows or columns of a matrix that lie under one character.
    private func cells(
        _ index: Int, of total: Int, place: AxisMapping, from start: Double, to end: Double, count: Int,
        flipped: Bool
    ) -> Range<Int>? {
        // Cells lie between the two ends, the first at the start.
        func value(_ part: Double) -> Double {
            let part = flipped ? 1 - part : part
            let value = place.lower + (place.upper - place.lower) * (place.isReversed ? 1 - part : part)
            return end == start ? 0 : (value - start) / (end - start) * Double(count)
        }
        let a = value(Double(index) / Double(total))
        let b = value(Double(index + 1) / Double(total))
        let (low, high) = (min(a, b), max(a, b))
        guard high > 1e-9, low < Double(count) - 1e-9 else { return nil }
        let first = Int(max(low + 1e-9, 0).rounded(.down))
        let last = Int(min(high - 1e-9, Double(count) - 0.5).rounded(.down))
        // Smaller than a cell: the one under the middle.
        if high - low <= 1 {
            let middle = Int(min(max((low + high) / 2, 0), Double(count) - 0.5))
            return middle..<(middle + 1)
        }
        return first..<max(last + 1, first + 1)
    }

    /// Fills what lies within an outline, row by row, where nothing stands yet.
    func draw(_ area: Area, look: Look, on canvas: inout TextCanvas) {
        let corners = zip(area.x, area.y).compactMap { a, b -> (x: Double, y: Double)? in
            guard let px = x.part(a), let py = y.part(b) else { return nil }
            return (px, py)
        }
        guard corners.count > 2 else { return }
        let shade: Character = style.unicode ? "░" : ":"
        for row in 0..<canvas.height {
            let level = 1 - (Double(row) + 0.5) / Double(canvas.height)
            var crossings: [Double] = []
            for (index, a) in corners.enumerated() {
                let b = corners[(index + 1) % corners.count]
                guard (a.y <= level) != (b.y <= level) else { continue }
                crossings.append(a.x + (b.x - a.x) * (level - a.y) / (b.y - a.y))
            }
            crossings.sort()
            for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
                let first = max(crossings[pair], 0), last = min(crossings[pair + 1], 1)
                guard last > first else { continue }
                let from = Int((first * Double(canvas.width)).rounded())
                let to = Int((last * Double(canvas.width)).rounded())
                for column in from..<max(to, from) where canvas.contains(column: column, row: row) {
                    guard canvas.rows[row][column].character == " " else { continue }
                    canvas.put(shade, column: column, row: row, colour: look.colour)
                }
            }
        }
    }
}
