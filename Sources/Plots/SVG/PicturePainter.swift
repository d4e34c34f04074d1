import Foundation

/// Draws elements as shapes, from the back to the front.
struct PicturePainter {
    let picture: AxesPicture
    private var x: AxisMapping { picture.x }
    private var y: AxisMapping { picture.y }

    init(picture: AxesPicture) { self.picture = picture }

    func draw(on markup: inout Markup) {
        let elements = Array(zip(picture.axes.elements, picture.looks))
        for case (.image(let image), _) in elements { draw(image, on: &markup) }
        for case (.area(let area), let look) in elements { draw(area, look, on: &markup) }
        for case (.bars(let bars), let look) in elements { draw(bars, look, on: &markup) }
        for (element, look) in elements {
            switch element {
            case .line(let line): draw(line, look, on: &markup)
            case .scatter(let scatter): draw(scatter, look, on: &markup)
            case .rule(let rule): draw(rule, look, on: &markup)
            case .bars, .image, .text, .area: break
            }
        }
    }

    static func dashes(_ stroke: Style.Stroke) -> String {
        switch stroke {
        case .solid, .none: ""
        case .dashed: "7 4"
        case .dotted: "1.5 3"
        case .dashDot: "7 3 1.5 3"
        }
    }

    // MARK: - Lines and points

    /// The line in pixels, cut at the borders: one list of points per connected piece.
    private func pieces(_ line: Line) -> [[(x: Double, y: Double)]] {
        var pieces: [[(x: Double, y: Double)]] = []
        var piece: [(x: Double, y: Double)] = []
        var last: (x: Double, y: Double)?
        func pixel(_ place: (x: Double, y: Double)) -> (x: Double, y: Double) {
            (picture.pixelX(place.x), picture.pixelY(place.y))
        }
        for (a, b) in zip(line.x, line.y) {
            guard let px = x.part(a), let py = y.part(b) else {
                if !piece.isEmpty { pieces.append(piece) }
                (piece, last) = ([], nil)
                continue
            }
            let here = (x: px, y: py)
            if let last, let (start, end) = Clip.segment(last, here) {
                let (from, to) = (pixel(start), pixel(end))
                if piece.isEmpty { piece = [from] }
                if let tail = piece.last, abs(tail.x - from.x) > 0.05 || abs(tail.y - from.y) > 0.05 {
                    pieces.append(piece)
                    piece = [from]
                }
                piece.append(to)
            } else if last == nil, Clip.segment(here, here) != nil {
                piece = [pixel(here)]
            }
            last = here
        }
        if !piece.isEmpty { pieces.append(piece) }
        return pieces.map { PicturePainter.thinned($0) }
    }

    /// Of many points in one column of pixels only the first, least, greatest and last can be seen.
    ///
    /// - Parameter scale: how many columns a unit of x has; half pixels are finer than any screen shows.
    static func thinned(_ points: [(x: Double, y: Double)], scale: Double = 2) -> [(x: Double, y: Double)] {
        guard points.count > 4000 else { return points }
        var kept: [(x: Double, y: Double)] = []
        var start = 0
        while start < points.count {
            var (end, least, greatest) = (start, start, start)
            let column = (points[start].x * scale).rounded(.down)
            while end < points.count, (points[end].x * scale).rounded(.down) == column {
                if points[end].y < points[least].y { least = end }
                if points[end].y > points[greatest].y { greatest = end }
                end += 1
            }
            var last = -1
            for index in [start, least, greatest, end - 1].sorted() where index != last {
                kept.append(points[index])
                last = index
            }
            start = end
        }
        return kept
    }

    private func draw(_ line: Line, _ look: Look, on markup: inout Markup) {
        let number = Markup.number
        if look.stroke != .none {
            for piece in pieces(line) {
                if piece.count == 1 {  // no neighbour to be joined with
                    marker(.circle, at: piece[0], size: 5, look, opacity: line.style.opacity, on: &markup)
                    continue
                }
                let path = piece.map { "\(number($0.x)) \(number($0.y))" }.joined(separator: "L")
                markup.empty(
                    "path",
                    [
                        "d": "M" + path, "fill": "none", "stroke": look.colour.hex,
                        "stroke-width": number(line.style.width ?? 1.8), "stroke-linejoin": "round",
                        "stroke-dasharray": PicturePainter.dashes(look.stroke),
                        "opacity": line.style.opacity < 1 ? "\(line.style.opacity)" : "",
                    ])
            }
        }
        guard let shape = look.marker else { return }
        var last = (x: -1e9, y: -1e9)
        for (a, b) in zip(line.x, line.y) {
            guard let place = visible(a, b), abs(place.x - last.x) > 0.3 || abs(place.y - last.y) > 0.3 else {
                continue
            }
            marker(
                shape, at: place, size: line.style.markerSize ?? (shape == .point ? 3.5 : 6), look,
                opacity: line.style.opacity,
                on: &markup)
            last = place
        }
    }

    private func visible(_ a: Double, _ b: Double) -> (x: Double, y: Double)? {
        guard let px = x.part(a), let py = y.part(b), (-0.001...1.001).contains(px),
            (-0.001...1.001).contains(py)
        else { return nil }
        return (picture.pixelX(px), picture.pixelY(py))
    }

    private func draw(_ scatter: Scatter, _ look: Look, on markup: inout Markup) {
        var extent = Extent()
        for value in scatter.values ?? [] { extent.add(value, scale: .linear) }
        var seen = Set<[Int]>()
        for index in scatter.x.indices {
            guard let place = visible(scatter.x[index], scatter.y[index]) else { continue }
            // Of very many points, those on the same half pixel are drawn once.
            if scatter.x.count > 5000, !seen.insert([Int(place.x * 2), Int(place.y * 2)]).inserted {
                continue
            }
            var look = look
            if let value = scatter.values?[index] {
                guard AxisMapping.isDrawable(value) else { continue }
                let span = extent.high - extent.low
                look.colour = scatter.colourMap.colour(at: span > 0 ? (value - extent.low) / span : 0.5)
            }
            if let colours = scatter.colours, colours.indices.contains(index) { look.colour = colours[index] }
            let size = scatter.sizes.flatMap { $0.indices.contains(index) ? $0[index] : nil } ?? scatter.size
            marker(
                look.marker ?? .circle, at: place, size: size, look, opacity: scatter.style.opacity,
                on: &markup)
        }
    }

    func marker(
        _ shape: Style.Marker, at place: (x: Double, y: Double), size: Double, _ look: Look,
        opacity: Double = 1,
        on markup: inout Markup
    ) {
        let number = Markup.number
        let half = size / 2
        let (px, py) = (number(place.x), number(place.y))
        let faint = opacity < 1 ? "\(opacity)" : ""
        func outline(_ corners: [(Double, Double)]) {
            let path = corners.map { "\(number(place.x + $0.0 * half)) \(number(place.y + $0.1 * half))" }
            markup.empty(
                "path",
                ["d": "M" + path.joined(separator: "L") + "Z", "fill": look.colour.hex, "opacity": faint])
        }
        switch shape {
        case .point, .circle:
            markup.empty(
                "circle", ["cx": px, "cy": py, "r": number(half), "fill": look.colour.hex, "opacity": faint])
        case .square: outline([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)])
        case .triangle: outline([(0, -1.15), (1.1, 0.9), (-1.1, 0.9)])
        case .triangleDown: outline([(0, 1.15), (1.1, -0.9), (-1.1, -0.9)])
        case .diamond: outline([(0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)])
        case .star:
            outline(
                (0..<10).map { corner in
                    let (angle, radius) = (Double(corner) * .pi / 5, corner % 2 == 0 ? 1.4 : 0.6)
                    return (sin(angle) * radius, -cos(angle) * radius)
                })
        case .plus, .cross:
            let (low, high) = (number(place.x - half), number(place.x + half))
            let path =
                shape == .plus
                ? "M\(low) \(py)H\(high)M\(px) \(number(place.y - half))V\(number(place.y + half))"
                : "M\(low) \(number(place.y - half))l\(number(size)) \(number(size))m0 "
                    + "-\(number(size))l-\(number(size)) \(number(size))"
            markup.empty(
                "path",
                [
                    "d": path, "stroke": look.colour.hex, "stroke-width": "1.5", "fill": "none",
                    "opacity": faint,
                ])
        }
    }

    private func draw(_ rule: Rule, _ look: Look, on markup: inout Markup) {
        let number = Markup.number
        let plot = picture.plot
        let path: String
        if rule.direction == .level {
            guard let part = y.part(rule.position) else { return }
            path = "M\(number(plot.x)) \(number(picture.pixelY(part)))H\(number(plot.right))"
        } else {
            guard let part = x.part(rule.position) else { return }
            path = "M\(number(picture.pixelX(part))) \(number(plot.y))V\(number(plot.bottom))"
        }
        markup.empty(
            "path",
            [
                "d": path, "stroke": look.colour.hex, "stroke-width": number(rule.style.width ?? 1.5),
                "fill": "none",
                "stroke-dasharray": PicturePainter.dashes(look.stroke),
            ])
    }

    /// Words stand above everything else and are not cut at the frame.
    func drawNotes(on markup: inout Markup) {
        let number = Markup.number
        for case .text(let note) in picture.axes.elements {
            let part = note.isPart ? (note.x, note.y) : (x.part(note.x), y.part(note.y))
            guard let px = part.0, let py = part.1, abs(px) < 2, abs(py) < 2 else { continue }
            let place = (x: picture.pixelX(px), y: picture.pixelY(py))
            let colour = note.colour?.hex ?? SVGPalette.ink
            if let target = note.target, let tx = target.from, let ty = target.to, let end = visible(tx, ty) {
                let middle = note.anchor == .start ? 0.5 : note.anchor == .middle ? 0 : -0.5
                let start = (
                    x: place.x + Markup.width(note.text, size: 12) * middle,
                    y: place.y + (end.y > place.y ? 4 : -12)
                )
                let angle = atan2(end.y - start.y, end.x - start.x)
                var path = "M\(number(start.x)) \(number(start.y))L\(number(end.x)) \(number(end.y))"
                for side in [-0.45, 0.45] {
                    let tip = (x: end.x - cos(angle + side) * 8, y: end.y - sin(angle + side) * 8)
                    path += "M\(number(end.x)) \(number(end.y))L\(number(tip.x)) \(number(tip.y))"
                }
                markup.empty("path", ["d": path, "stroke": colour, "stroke-width": "1.2", "fill": "none"])
            }
            let (left, base) = (number(place.x), number(place.y + note.drop * note.size))
            if let ground = note.ground {
                let width = Markup.width(note.text, size: note.size) + 6
                let shift = note.anchor == .start ? 3 : note.anchor == .middle ? width / 2 : width - 3
                markup.empty(
                    "rect",
                    [
                        "x": number(place.x - shift), "y": number(place.y + (note.drop - 1) * note.size - 1),
                        "width": number(width), "height": number(note.size * 1.4), "fill": ground.hex,
                    ])
            }
            markup.label(
                note.text,
                [
                    "x": left, "y": base, "text-anchor": note.anchor.rawValue, "fill": colour,
                    "font-size": note.size == 12 ? "" : number(note.size),
                    "transform": note.angle == 0
                        ? "" : "rotate(\(number(-note.angle)) \(left) \(number(place.y)))",
                ])
        }
    }

    /// Where data is, so that the legend can keep clear of it.
    func inkPoints() -> [(x: Double, y: Double)] {
        var points: [(x: Double, y: Double)] = []
        for (element, look) in zip(picture.axes.elements, picture.looks) {
            switch element {
            case .line(let line):
                for piece in pieces(line) {
                    guard look.stroke != .none else {
                        points += piece
                        continue
                    }
                    for (a, b) in zip(piece, piece.dropFirst()) {
                        let count = min(max(Int(hypot(b.x - a.x, b.y - a.y) / 4), 1), 1000)
                        for step in 0...count {
                            let part = Double(step) / Double(count)
                            points.append((a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part))
                        }
                    }
                }
            case .scatter(let scatter):
                points += zip(scatter.x, scatter.y).compactMap { visible($0, $1) }
            case .bars(let bars):
                for box in boxes(bars) {
                    for part in stride(from: 0.0, through: 1, by: 0.1) {
                        points.append((box.x + box.width / 2, box.y + box.height * part))
                        points.append((box.x + box.width * part, box.y))
                    }
                }
            case .rule, .text, .image, .area: break
            }
        }
        return points
    }
}
