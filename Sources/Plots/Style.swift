import Foundation

/// How a line or its points look. What is nil is chosen by the renderer, differently for each series.
public struct Style: Equatable, Sendable {
    public enum Stroke: String, Equatable, Sendable { case solid, dashed, dotted, dashDot, none }
    public enum Marker: String, Equatable, Sendable {
        case point, circle, square, triangle, triangleDown, diamond, star, plus, cross
    }

    public var colour: Colour?
    public var line: Stroke?
    public var marker: Marker?
    /// Line width in a picture, in pixels; nil is 1.8.
    public var width: Double?
    /// From 0 (not to be seen) to 1, in a picture.
    public var opacity: Double
    /// The diameter of markers in a picture, in pixels; nil is 6.
    public var markerSize: Double?

    public init(
        colour: Colour? = nil, line: Stroke? = nil, marker: Marker? = nil, width: Double? = nil,
        opacity: Double = 1
    ) {
        self.colour = colour
        self.line = line
        self.marker = marker
        self.width = width.flatMap { $0.isFinite && $0 >= 0 ? min($0, 50) : nil }
        self.opacity = opacity.isFinite ? min(max(opacity, 0), 1) : 1
    }

    /// A style in matplotlib's shorthand, in any order: colour letter or name, marker, line: `'k'`, `'ro-'`,
    /// `'b--'`, `'C1.'`. As there, a marker without a line draws points only.
    ///
    /// - Throws: ``PlotError`` quoting what was not understood.
    public init(format: String) throws {
        var style = Style()
        var rest = Substring(format)
        while let character = rest.first {
            if let (length, stroke) = Style.stroke(at: rest), style.line == nil {
                style.line = stroke
                rest = rest.dropFirst(length)
            } else if let (length, colour) = Style.colour(at: rest), style.colour == nil {
                style.colour = colour
                rest = rest.dropFirst(length)
            } else if let marker = Style.markers[character], style.marker == nil {
                style.marker = marker
                rest = rest.dropFirst()
            } else if let colour = try? Colour(named: format) {
                style = Style(colour: colour)
                break
            } else {
                throw PlotError(
                    "plot format '\(format)': '\(rest)' is not understood",
                    hint: "write a colour (k r g b c m y w, C0 to C9), a marker (. "
                        + "o s ^ v D * + x) and a line (- -- -. :)"
                )
            }
        }
        if style.marker != nil, style.line == nil { style.line = Stroke.none }
        self = style
    }

    /// A line style as matplotlib names it: `-`, `--`, `:`, `-.`, `solid`,
    /// `dashed`, `dotted`, `dashdot`, `None`.
    public static func stroke(named name: String) throws -> Stroke {
        switch name.lowercased() {
        case "-", "solid": return .solid
        case "--", "dashed": return .dashed
        case ":", "dotted": return .dotted
        case "-.", "dashdot": return .dashDot
        case "none", "", " ": return .none
        default:
            throw PlotError("no line style is called '\(name)'", hint: "use '-', '--', ':', '-.' or 'None'")
        }
    }

    /// A marker as matplotlib names it: `.`, `o`, `s`, `^`, `v`, `D`, `d`, `*`, `+`, `x`.
    public static func marker(named name: String) throws -> Marker {
        guard name.count == 1, let character = name.first, let marker = markers[character] else {
            throw PlotError("no marker is called '\(name)'", hint: "use one of . o s ^ v D * + x")
        }
        return marker
    }

    private static let markers: [Character: Marker] = [
        ".": .point, ",": .point, "o": .circle, "s": .square, "^": .triangle, "v": .triangleDown,
        "<": .triangle,
        ">": .triangle, "D": .diamond, "d": .diamond, "*": .star, "p": .star, "h": .star, "+": .plus,
        "P": .plus,
        "x": .cross, "X": .cross,
    ]

    private static func stroke(at text: Substring) -> (length: Int, stroke: Stroke)? {
        if text.hasPrefix("--") { return (2, .dashed) }
        if text.hasPrefix("-.") { return (2, .dashDot) }
        if text.hasPrefix("-") { return (1, .solid) }
        if text.hasPrefix(":") { return (1, .dotted) }
        return nil
    }

    private static func colour(at text: Substring) -> (length: Int, colour: Colour)? {
        if text.first == "C", let digit = text.dropFirst().first, let index = digit.wholeNumberValue,
            digit.isASCII
        {
            return (2, Colour.cycle[index])
        }
        guard let letter = text.first, "krgbcmyw".contains(letter),
            let colour = try? Colour(named: String(letter))
        else { return nil }
        return (1, colour)
    }
}
