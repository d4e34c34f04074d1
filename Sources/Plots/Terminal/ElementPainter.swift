import Foundation

/// Draws elements on a canvas of characters, from the back to the front.
struct ElementPainter {
    let x: AxisMapping
    let y: AxisMapping
    let style: TextStyle
    let looks: [Look]

    func draw(_ axes: Axes, on canvas: inout TextCanvas) {
        guard canvas.width > 0, canvas.height > 0 else { return }
        for (element, look) in zip(axes.elements, looks) {
            if case .image(let image) = element { draw(image, on: &canvas) }
            if case .bars(let bars) = element { draw(bars, look: look, on: &canvas) }
            if case .area(let area) = element { draw(area, look: look, on: &canvas) }
        }
        for (element, look) in zip(axes.elements, looks) {
            switch element {
            case .line(let line): draw(line, look: look, on: &canvas)
            case .scatter(let scatter): draw(scatter, look: look, on: &canvas)
            case .rule(let rule): draw(rule, look: look, on: &canvas)
            case .bars, .image, .text, .area: break
            }
        }
        for case .text(let note) in axes.elements { draw(note, on: &canvas) }
    }

    /// What stands before an element's name in the legend: three characters of
    /// its line, or its marker or block.
    func sample(of element: Element, look: Look) -> [Glyph] {
        let colour = look.colour
        if case .area = element {
            let shade: Character = style.unicode ? "░" : ":"
            return [Glyph(character: shade, foreground: colour), Glyph(character: shade, foreground: colour)]
        }
        if case .bars = element {
            return [
                Glyph(character: fill(look), foreground: colour),
                Glyph(character: fill(look), foreground: colour),
            ]
        }
        guard look.stroke != .none else { return [Glyph(character: marker(look), foreground: colour)] }
        var glyphs: [Glyph]
        if style.unicode {
            var canvas = TextCanvas(width: 4, height: 1)
            var pen = Pen(stroke: look.stroke)
            for x in 0..<8 where pen.advance() { canvas.dot(x: x, y: 2, colour: colour) }
            glyphs = canvas.rows[0]
        } else {
            glyphs = (0..<3).map { _ in Glyph(character: letter(look), foreground: colour) }
        }
        if look.marker != nil, style.unicode {
            glyphs = [
                glyphs[0], glyphs[1], Glyph(character: marker(look), foreground: colour), glyphs[2],
                glyphs[3],
            ]
        }
        return glyphs
    }

    // MARK: - Lines and points

    private func draw(_ line: Line, look: Look, on canvas: inout TextCanvas) {
        let size = style.unicode ? (canvas.width * 2, canvas.height * 4) : (canvas.width, canvas.height)
        if look.stroke != .none {
            var pen = Pen(stroke: style.unicode ? look.stroke : .solid)
            for piece in pieces(line, columns: size.0) {
                // A value between two gaps has no neighbour to be joined with.
                if piece.count == 1 { point(piece[0], look, canvas: &canvas) }
                for (start, end) in zip(piece, piece.dropFirst()) {
                    segment(from: start, to: end, size: size, pen: &pen, look: look, canvas: &canvas)
                }
            }
        }
        guard look.marker != nil else { return }
        for (a, b) in zip(line.x, line.y) {
            if let px = x.part(a), let py = y.part(b) { point((px, py), look, canvas: &canvas) }
        }
    }

    /// The line as connected pieces, parted where a value has no place; of many points in one column of dots
    /// only those are kept that can be seen.
    private func pieces(_ line: Line, columns: Int) -> [[(x: Double, y: Double)]] {
        var pieces: [[(x: Double, y: Double)]] = []
        var piece: [(x: Double, y: Double)] = []
        for (a, b) in zip(line.x, line.y) {
            if let px = x.part(a), let py = y.part(b) {
                piece.append((px, py))
            } else if !piece.isEmpty {
                pieces.append(piece)
                piece = []
            }
        }
        if !piece.isEmpty { pieces.append(piece) }
        return pieces.map { PicturePainter.thinned($0, scale: Double(columns)) }
    }

    private func draw(_ scatter: Scatter, look: Look, on canvas: inout TextCanvas) {
        var extent = Extent()
        for value in scatter.values ?? [] { extent.add(value, scale: .linear) }
        for index in scatter.x.indices {
            guard let px = x.part(scatter.x[index]), let py = y.part(scatter.y[index]) else { continue }
            var look = look
            if let value = scatter.values?[index] {
                guard AxisMapping.isDrawable(value) else { continue }
                let span = extent.high - extent.low
                look.colour = scatter.colourMap.colour(at: span > 0 ? (value - extent.low) / span : 0.5)
            }
            if let colours = scatter.colours, colours.indices.contains(index) { look.colour = colours[index] }
            // Many points are a cloud of dots; a few get their markers.
            if style.unicode, scatter.x.count > canvas.width * canvas.height / 8, inside(px), inside(py) {
                canvas.dot(
                    x: Int((px * Double(canvas.width * 2 - 1)).rounded()),
                    y: Int(((1 - py) * Double(canvas.height * 4 - 1)).rounded()), colour: look.colour)
            } else {
                point((px, py), look, canvas: &canvas)
            }
        }
    }

    private func inside(_ part: Double) -> Bool { part >= -1e-9 && part <= 1 + 1e-9 }

    private func point(_ place: (x: Double, y: Double), _ look: Look, canvas: inout TextCanvas) {
        guard inside(place.x), inside(place.y) else { return }
        canvas.put(
            style.unicode || look.stroke == .none ? marker(look) : letter(look),
            column: min(Int(max(place.x, 0) * Double(canvas.width)), canvas.width - 1),
            row: min(Int(max(1 - place.y, 0) * Double(canvas.height)), canvas.height - 1), colour: look.colour
        )
    }

    private func segment(
        from start: (x: Double, y: Double), to end: (x: Double, y: Double), size: (Int, Int), pen: inout Pen,
        look: Look, canvas: inout TextCanvas
    ) {
        guard let (a, b) = Clip.segment(start, end) else { return }
        let x0 = a.x * Double(size.0 - 1)
        let y0 = (1 - a.y) * Double(size.1 - 1)
        let x1 = b.x * Double(size.0 - 1)
        let y1 = (1 - b.y) * Double(size.1 - 1)
        let steps = max(abs(x1.rounded() - x0.rounded()), abs(y1.rounded() - y0.rounded()))
        let count = Int(steps)
        for step in 0...count {
            let part = count == 0 ? 0 : Double(step) / Double(count)
            let px = Int((x0 + (x1 - x0) * part).rounded())
            let py = Int((y0 + (y1 - y0) * part).rounded())
            // The end of one segment is the start of the next: it counts once in a pattern of dashes.
            guard step > 0 || !pen.isOn(px, py) else { continue }
            guard pen.move(to: px, py) else { continue }
            if style.unicode {
                canvas.dot(x: px, y: py, colour: look.colour)
            } else {
                canvas.put(letter(look), column: px, row: py, colour: look.colour)
            }
        }
    }

    private func draw(_ rule: Rule, look: Look, on canvas: inout TextCanvas) {
        let level = rule.direction == .level
        guard let part = (level ? y : x).part(rule.position), inside(part) else { return }
        let dash: Character = style.unicode ? (level ? "╌" : "╎") : (level ? "-" : "|")
        let place = level ? 1 - part : part
        let cells = level ? canvas.height : canvas.width
        let index = min(Int(max(place, 0) * Double(cells)), cells - 1)
        for other in 0..<(level ? canvas.width : canvas.height) {
            let (column, row) = level ? (other, index) : (index, other)
            if canvas.rows[row][column].character == " " {
                canvas.put(dash, column: column, row: row, colour: look.colour)
            }
        }
    }

    private func draw(_ note: Note, on canvas: inout TextCanvas) {
        if let target = note.target, let tx = target.from, let ty = target.to, let px = x.part(tx),
            let py = y.part(ty)
        {
            let look = Look(colour: note.colour ?? .ink, stroke: .none, marker: .star, index: 0)
            point((px, py), look, canvas: &canvas)
        }
        let place = note.isPart ? (note.x, note.y) : (x.part(note.x), y.part(note.y))
        guard let px = place.0, let py = place.1, inside(px), inside(py) else { return }
        let glyphs = style.glyphs(note.text, colour: note.colour)
        let shift = note.anchor == .start ? 0 : note.anchor == .middle ? glyphs.count / 2 : glyphs.count
        let column = min(Int(max(px, 0) * Double(canvas.width)), canvas.width - 1) - shift
        canvas.write(
            glyphs, column: max(min(column, canvas.width - glyphs.count), 0),
            row: min(Int(max(1 - py, 0) * Double(canvas.height)), canvas.height - 1))
    }

    // MARK: - Characters

    func letter(_ look: Look) -> Character { Array("*o+x#@%&")[look.index % 8] }

    func fill(_ look: Look) -> Character {
        if !style.unicode { return Array("#=:%+o")[look.index % 6] }
        return style.colour ? "█" : Array("█▒░▓")[look.index % 4]
    }

    func marker(_ look: Look) -> Character {
        guard style.unicode else {
            switch look.marker {
            case .point: return "."
            case .plus: return "+"
            case .cross: return "x"
            case .star: return "*"
            default: return letter(look) == "*" ? "o" : letter(look)
            }
        }
        switch look.marker {
        case .point: return "•"
        case .square: return "■"
        case .triangle: return "▲"
        case .triangleDown: return "▼"
        case .diamond: return "◆"
        case .star: return "★"
        case .plus: return "+"
        case .cross: return "×"
        case .circle, nil: return "●"
        }
    }
}

/// Moves along a line and says where a dashed one is drawn.
struct Pen {
    let pattern: [Bool]
    private var travelled = 0
    private var last: (Int, Int)?

    init(stroke: Style.Stroke) {
        switch stroke {
        case .solid, .none: pattern = [true]
        case .dotted: pattern = [true, false, false]
        case .dashed: pattern = [true, true, true, true, false, false, false]
        case .dashDot: pattern = [true, true, true, true, false, false, true, false, false]
        }
    }

    func isOn(_ x: Int, _ y: Int) -> Bool { last.map { $0 == (x, y) } ?? false }

    mutating func advance() -> Bool {
        defer { travelled += 1 }
        return pattern[travelled % pattern.count]
    }

    mutating func move(to x: Int, _ y: Int) -> Bool {
        last = (x, y)
        return advance()
    }
}

/// Cuts lines at the borders of the plot, the unit square (Liang and Barsky 1984).
enum Clip {
    static func segment(
        _ a: (x: Double, y: Double), _ b: (x: Double, y: Double)
    ) -> (a: (x: Double, y: Double), b: (x: Double, y: Double))? {
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        guard dx.isFinite, dy.isFinite else { return nil }
        var (enter, leave) = (0.0, 1.0)
        for (p, q) in [(-dx, a.x), (dx, 1 - a.x), (-dy, a.y), (dy, 1 - a.y)] {
            if p == 0 {
                if q < -1e-9 { return nil }
            } else if p < 0 {
                enter = max(enter, q / p)
            } else {
                leave = min(leave, q / p)
            }
        }
        guard enter <= leave else { return nil }
        func at(_ part: Double) -> (x: Double, y: Double) {
            (min(max(a.x + dx * part, 0), 1), min(max(a.y + dy * part, 0), 1))
        }
        return (at(enter), at(leave))
    }
}
