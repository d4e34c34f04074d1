import Foundation

/// The least and greatest drawable values met so far.
struct Extent {
    var low = Double.infinity
    var high = -Double.infinity

    mutating func add(_ value: Double, scale: Scale) {
        guard AxisMapping.isDrawable(value), scale == .linear || value > 0 else { return }
        low = min(low, value)
        high = max(high, value)
    }
}

extension Axes {
    /// The image, if there is one: it decides how axes and labels are laid out.
    var image: Image? {
        for case .image(let image) in elements { return image }
        return nil
    }

    /// Whether a legend is drawn.
    var showsLegend: Bool {
        let named = elements.filter { $0.name != nil }.count
        return legend ?? (named > 1) && named > 0
    }

    /// Both axes' ranges for all that is drawn on them.
    ///
    /// - Parameter margin: the part of the span of the data that stays free on each side, for x and for y.
    func places(margin: (x: Double, y: Double)) -> (x: AxisMapping, y: AxisMapping) {
        var x = Extent()
        var y = Extent()
        // The base of bars and the edges of an image touch the frame.
        var xSticky: [Double] = []
        var ySticky: [Double] = []
        for element in elements {
            switch element {
            case .line(let line): add(line.x, line.y, &x, &y)
            case .scatter(let scatter): add(scatter.x, scatter.y, &x, &y)
            case .bars(let bars): add(bars, &x, &y, &xSticky, &ySticky)
            case .area(let area): add(area.x, area.y, &x, &y)
            case .rule(let rule):
                if rule.direction == .level { y.add(rule.position, scale: yScale) }
                if rule.direction == .upright { x.add(rule.position, scale: xScale) }
            case .text(let note) where note.isPart: break
            case .text(let note):
                add([note.x], [note.y], &x, &y)
                if let target = note.target, let tx = target.from, let ty = target.to {
                    add([tx], [ty], &x, &y)
                }
            case .image(let image):
                let ends = image.ends
                for value in [ends.left, ends.right] { x.add(value, scale: xScale) }
                for value in [ends.first, ends.last] { y.add(value, scale: yScale) }
                xSticky += [ends.left, ends.right]
                ySticky += [ends.first, ends.last]
            }
        }
        // An image's row 0 is on top, so its y axis runs downwards unless limits say otherwise.
        var yLimits = self.yLimits
        if image != nil, yLimits == nil { yLimits = AxisLimits(from: y.high, to: y.low) }
        return (
            AxisMapping(
                low: x.low, high: x.high, limits: xLimits, scale: xScale, margin: margin.x,
                sticky: (xSticky.contains(x.low), xSticky.contains(x.high))),
            AxisMapping(
                low: y.low, high: y.high, limits: yLimits, scale: yScale, margin: margin.y,
                sticky: (ySticky.contains(y.low), ySticky.contains(y.high)))
        )
    }

    private func add(_ xs: [Double], _ ys: [Double], _ x: inout Extent, _ y: inout Extent) {
        for (a, b) in zip(xs, ys) where AxisMapping.isDrawable(a) && AxisMapping.isDrawable(b) {
            if let from = xLimits?.from, let to = xLimits?.to, a < min(from, to) || a > max(from, to) {
                continue
            }
            x.add(a, scale: xScale)
            y.add(b, scale: yScale)
        }
    }

    private func add(
        _ bars: Bars, _ x: inout Extent, _ y: inout Extent, _ xSticky: inout [Double],
        _ ySticky: inout [Double]
    ) {
        let upright = bars.direction == .upright
        for (index, (position, height)) in zip(bars.positions, bars.heights).enumerated()
        where AxisMapping.isDrawable(position) {
            for side in [position - bars.width / 2, position + bars.width / 2] {
                if upright { x.add(side, scale: xScale) } else { y.add(side, scale: yScale) }
            }
            for end in [bars.base(index), height] {
                if upright { y.add(end, scale: yScale) } else { x.add(end, scale: xScale) }
            }
        }
        if upright { ySticky.append(bars.base) } else { xSticky.append(bars.base) }
    }
}

/// The colour and stroke of each element, settled before drawing.
struct Look: Equatable {
    var colour: Colour
    var stroke: Style.Stroke
    var marker: Style.Marker?
    /// The element's place among those that take a colour from the cycle.
    var index: Int
}

extension Axes {
    /// One look per element: what its style says, and the next colour of the cycle where it says nothing.
    var looks: [Look] {
        var next = 0
        return elements.map { element in
            let style: Style
            var stroke = Style.Stroke.solid
            switch element {
            case .line(let line): style = line.style
            case .scatter(let scatter):
                style = scatter.style
                stroke = .none
            case .bars(let bars): style = bars.style
            case .rule(let rule): style = rule.style
            case .area(let area): style = area.style
            case .image, .text: return Look(colour: .ink, stroke: .solid, marker: nil, index: next)
            }
            defer { next += 1 }
            let colour = style.colour ?? Colour.cycle[next % Colour.cycle.count]
            return Look(colour: colour, stroke: style.line ?? stroke, marker: style.marker, index: next)
        }
    }
}
