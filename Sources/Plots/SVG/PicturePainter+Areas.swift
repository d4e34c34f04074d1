import Foundation

/// Bars and images.
extension PicturePainter {
    /// The bars in pixels, cut at the frame.
    func boxes(_ bars: Bars) -> [Box] {
        let upright = bars.direction == .upright
        let along = upright ? picture.x : picture.y
        let across = upright ? picture.y : picture.x
        func cut(_ part: Double) -> Double { min(max(part, 0), 1) }
        let base = cut(across.clampedPart(bars.base))
        return zip(bars.positions, bars.heights).compactMap { position, height in
            guard let a = along.part(position - bars.width / 2), let b = along.part(position + bars.width / 2),
                max(a, b) > 0, min(a, b) < 1, Place.isDrawable(height)
            else { return nil }
            let (low, high) = (cut(min(a, b)), cut(max(a, b)))
            let end = cut(across.clampedPart(height))
            if upright {
                let (top, bottom) = (picture.pixelY(max(base, end)), picture.pixelY(min(base, end)))
                return Box(
                    x: picture.pixelX(low), y: top, width: (high - low) * picture.plot.width, height: bottom - top)
            }
            let (left, right) = (picture.pixelX(min(base, end)), picture.pixelX(max(base, end)))
            return Box(
                x: left, y: picture.pixelY(high), width: right - left, height: (high - low) * picture.plot.height)
        }
    }

    func draw(_ bars: Bars, _ look: Look, on markup: inout Markup) {
        let number = Markup.number
        var boxes = self.boxes(bars)
        if boxes.count > 4000 {  // narrower than pixels: the tallest of each column is what can be seen
            var tallest: [Int: Box] = [:]
            for box in boxes {
                let key = Int(bars.direction == .upright ? box.x * 2 : box.y * 2)
                if let other = tallest[key], other.width * other.height >= box.width * box.height { continue }
                tallest[key] = box
            }
            boxes = tallest.keys.sorted().compactMap { tallest[$0] }
        }
        markup.open(
            "g",
            [
                "fill": look.colour.hex, "opacity": bars.style.opacity < 1 ? "\(bars.style.opacity)" : "",
                // A thin light edge parts the bars of a histogram.
                "stroke": boxes.count <= 200 ? "#ffffff" : "", "stroke-width": boxes.count <= 200 ? "0.5" : "",
            ])
        for box in boxes where box.height > 0 && box.width > 0 {
            markup.empty(
                "rect",
                [
                    "x": number(box.x), "y": number(box.y), "width": number(max(box.width, 0.5)),
                    "height": number(max(box.height, 0.5)),
                ])
        }
        markup.close("g")
    }

    /// One rectangle per cell of the matrix, or per mean of several where there are more cells than pixels.
    /// Neighbours of one colour in a row are joined.
    func draw(_ image: Image, on markup: inout Markup) {
        guard image.rows > 0, image.columns > 0 else { return }
        let number = Markup.number
        let range = image.range
        let most = 160
        let columns = min(image.columns, most)
        let rows = min(image.rows, most)
        func span(_ index: Int, of total: Int, count: Int) -> Range<Int> {
            (index * count / total)..<max((index + 1) * count / total, index * count / total + 1)
        }
        // Edges would show as hair lines between cells if they were smoothed.
        markup.open("g", ["shape-rendering": "crispEdges"])
        for row in 0..<rows {
            let inRow = span(row, of: rows, count: image.rows)
            guard let top = picture.y.part(Double(inRow.lowerBound) - 0.5),
                let bottom = picture.y.part(Double(inRow.upperBound) - 0.5)
            else { continue }
            let colours = (0..<columns).map { column in
                image.mean(rows: inRow, columns: span(column, of: columns, count: image.columns))
                    .flatMap { image.shade($0, in: range) }.map { image.colourMap.colour(at: $0).hex }
                    ?? SVGPalette.missing
            }
            var first = 0
            while first < columns {
                var last = first
                while last + 1 < columns, colours[last + 1] == colours[first] { last += 1 }
                let from = span(first, of: columns, count: image.columns).lowerBound
                let to = span(last, of: columns, count: image.columns).upperBound
                if let a = picture.x.part(Double(from) - 0.5), let b = picture.x.part(Double(to) - 0.5) {
                    let (x0, x1) = (picture.pixelX(min(a, b)), picture.pixelX(max(a, b)))
                    let (y0, y1) = (picture.pixelY(max(top, bottom)), picture.pixelY(min(top, bottom)))
                    markup.empty(
                        "rect",
                        [
                            "x": number(x0), "y": number(y0), "width": number(x1 - x0 + 0.1),
                            "height": number(y1 - y0 + 0.1), "fill": colours[first],
                        ])
                }
                first = last + 1
            }
        }
        markup.close("g")
    }
}
