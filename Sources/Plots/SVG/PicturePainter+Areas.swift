import Foundation

/// Bars and images.
extension PicturePainter {
    /// The bars in pixels, cut at the frame.
    func boxes(_ bars: Bars) -> [Box] {
        let upright = bars.direction == .upright
        let along = upright ? picture.x : picture.y
        let across = upright ? picture.y : picture.x
        func cut(_ part: Double) -> Double { min(max(part, 0), 1) }
        return zip(bars.positions, bars.heights).enumerated().compactMap { index, bar in
            let (position, height) = bar, base = cut(across.clampedPart(bars.base(index)))
            guard let a = along.part(position - bars.width / 2),
                let b = along.part(position + bars.width / 2),
                max(a, b) > 0, min(a, b) < 1, AxisMapping.isDrawable(height)
            else { return nil }
            let (low, high) = (cut(min(a, b)), cut(max(a, b)))
            let end = cut(across.clampedPart(height))
            if upright {
                let (top, bottom) = (picture.pixelY(max(base, end)), picture.pixelY(min(base, end)))
                return Box(
                    x: picture.pixelX(low), y: top, width: (high - low) * picture.plot.width,
                    height: bottom - top)
            }
            let (left, right) = (picture.pixelX(min(base, end)), picture.pixelX(max(base, end)))
            return Box(
                x: left, y: picture.pixelY(high), width: right - left,
                height: (high - low) * picture.plot.height)
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
                "stroke": boxes.count <= 200 ? "#ffffff" : "",
                "stroke-width": boxes.count <= 200 ? "0.5" : "",
            ])
        let isOwn = bars.colours != nil && boxes.count == bars.positions.count
        for (index, box) in boxes.enumerated() where box.height > 0 && box.width > 0 {
            markup.empty(
                "rect",
                [
                    "x": number(box.x), "y": number(box.y), "width": number(max(box.width, 0.5)),
                    "height": number(max(box.height, 0.5)),
                    "fill": isOwn ? bars.colour(index)?.hex ?? "" : "",
                ])
        }
        markup.close("g")
    }

    /// A small matrix is drawn as rectangles, neighbours of one colour in a row joined; a fine one as a
    /// bitmap of at most
    /// 256 × 256 means.
    func draw(_ image: Image, on markup: inout Markup) {
        guard image.rows > 0, image.columns > 0 else { return }
        let isFine = image.rows * image.columns > 2500
        let columns = min(image.columns, 256)
        let rows = min(image.rows, 256)
        let range = image.range
        func span(_ index: Int, of total: Int, count: Int) -> Range<Int> {
            (index * count / total)..<max((index + 1) * count / total, index * count / total + 1)
        }
        let missing = Colour(0xe8, 0xe8, 0xe8)
        let colours = (0..<rows).map { row in
            (0..<columns).map { column in
                image.colour(
                    rows: span(row, of: rows, count: image.rows),
                    columns: span(column, of: columns, count: image.columns), in: range) ?? missing
            }
        }
        guard let whole = box(image, rows: 0..<image.rows, columns: 0..<image.columns) else { return }
        let number = Markup.number
        if isFine {
            var bitmap = Bitmap(width: columns, height: rows, bytes: [])
            // An axis that runs the other way turns the picture.
            let ends = image.ends
            for row in picture.y.isReversed == (ends.first < ends.last) ? colours : colours.reversed() {
                for colour in picture.x.isReversed == (ends.left < ends.right) ? row.reversed() : row {
                    bitmap.bytes += [colour.red, colour.green, colour.blue]
                }
            }
            markup.empty(
                "image",
                [
                    "x": number(whole.x), "y": number(whole.y), "width": number(whole.width),
                    "height": number(whole.height), "preserveAspectRatio": "none",
                    "image-rendering": "pixelated",
                    "href": bitmap.address,
                ])
            return
        }
        // Edges would show as hair lines between cells if they were smoothed.
        markup.open("g", ["shape-rendering": "crispEdges"])
        for row in 0..<rows {
            var first = 0
            while first < columns {
                var last = first
                while last + 1 < columns, colours[row][last + 1] == colours[row][first] { last += 1 }
                let from = span(first, of: columns, count: image.columns).lowerBound
                let to = span(last, of: columns, count: image.columns).upperBound
                if let cell = box(image, rows: span(row, of: rows, count: image.rows), columns: from..<to) {
                    markup.empty(
                        "rect",
                        [
                            "x": number(cell.x), "y": number(cell.y), "width": number(cell.width + 0.1),
                            "height": number(cell.height + 0.1), "fill": colours[row][first].hex,
                        ])
                }
                first = last + 1
            }
        }
        markup.close("g")
    }

    /// Where cells of a matrix lie on the page.
    private func box(_ image: Image, rows: Range<Int>, columns: Range<Int>) -> Box? {
        guard let a = picture.x.part(image.place(column: columns.lowerBound)),
            let b = picture.x.part(image.place(column: columns.upperBound)),
            let c = picture.y.part(image.place(row: rows.lowerBound)),
            let d = picture.y.part(image.place(row: rows.upperBound))
        else { return nil }
        let (left, right) = (picture.pixelX(min(a, b)), picture.pixelX(max(a, b)))
        let (top, bottom) = (picture.pixelY(max(c, d)), picture.pixelY(min(c, d)))
        return Box(x: left, y: top, width: right - left, height: bottom - top)
    }

    /// A surface within its outline.
    func draw(_ area: Area, _ look: Look, on markup: inout Markup) {
        let number = Markup.number
        let corners = zip(area.x, area.y).compactMap { a, b -> String? in
            guard let px = picture.x.part(a), let py = picture.y.part(b) else { return nil }
            return "\(number(picture.pixelX(px))) \(number(picture.pixelY(py)))"
        }
        guard corners.count > 2 else { return }
        markup.empty(
            "path",
            [
                "d": "M" + corners.joined(separator: "L") + "Z", "fill": look.colour.hex,
                "opacity": area.style.opacity < 1 ? "\(area.style.opacity)" : "",
                "stroke": area.edge?.hex ?? "", "stroke-width": area.edge == nil ? "" : "1",
            ])
    }
}
