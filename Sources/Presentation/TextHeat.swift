/// A text with each of its tokens shaded by a value: as characters, a line of blocks under each line of text;
/// as HTML and SVG, colours behind the words.
public struct TextHeat: FormSource {
    /// The tokens as text, in order; a line feed in one ends its line.
    public let pieces: [String]
    /// One for each piece; what is not a number is left without a shade.
    public let values: [Double]
    /// What the values are, for the line below.
    public let label: String
    /// The values with the first and the last shade.
    public let range: (lower: Double, upper: Double)
    /// Pieces that are not shown, since there are too many.
    public let left: Int

    /// Pieces that are shown at most.
    public static let most = 2000

    /// - Parameter range: nil takes the least and the greatest value.
    public init(
        _ pieces: [String], _ values: [Double], label: String, range: (lower: Double, upper: Double)? = nil
    ) {
        let finite = values.filter(\.isFinite)
        self.range = range ?? (finite.min() ?? 0, finite.max() ?? 0)
        left = max(0, pieces.count - Self.most)
        (self.pieces, self.values) = (Array(pieces.prefix(Self.most)), Array(values.prefix(Self.most)))
        self.label = label
    }

    public static func == (a: TextHeat, b: TextHeat) -> Bool {
        a.pieces == b.pieces && a.values == b.values && a.label == b.label && a.range == b.range
    }

    public var types: [MediaType] { [.html, .svg] }

    /// Where a value lies between the two ends, from 0 to 1; nil for what is not a number.
    func part(_ value: Double) -> Double? {
        guard !value.isNaN else { return nil }
        guard range.upper > range.lower else { return 0.5 }
        return min(max((value - range.lower) / (range.upper - range.lower), 0), 1)
    }

    private static func number(_ value: Double) -> String { Formatting.significant(value, 3) }

    private var legend: String { left > 0 ? ", \(Formatting.count(left, "more token")) not shown" : "" }

    /// Control characters as their pictures; a line ends behind that of a line feed.
    private static func shown(_ piece: String) -> String {
        Formatting.line(piece).replacing("⏎", with: "⏎\n")
    }

    // MARK: Characters

    /// Characters of one line, each with the piece that it belongs to.
    private func lines(_ width: Int) -> [[(character: Character, piece: Int)]] {
        var lines: [[(Character, Int)]] = [[]]
        var column = 0
        for (index, piece) in pieces.enumerated() {
            let shown = Self.shown(piece)
            // A token begins a new line where it does not fit, not its second half.
            let first = shown.split(separator: "\n", omittingEmptySubsequences: false).first ?? ""
            if column > 0, column + Columns.width(first) > width, Columns.width(first) <= width {
                lines.append([])
                column = 0
            }
            for character in shown {
                if character == "\n" {
                    lines.append([])
                    column = 0
                    continue
                }
                let columns = Columns.width(character)
                if column + columns > width {
                    lines.append([])
                    column = 0
                }
                lines[lines.count - 1].append((character, index))
                column += columns
            }
        }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// Each line of text, and under it a bar for each of its columns.
    public func text(_ options: RenderOptions) -> String? {
        let bars: [Character] = Array(options.unicode ? "▁▂▃▄▅▆▇█" : "12345678")
        var text = ""
        for line in lines(max(8, min(options.width, 80) - 4)) {
            var (words, shades) = ("", "")
            for (character, piece) in line {
                words.append(character)
                let bar = part(values[piece]).map { bars[min(7, Int($0 * 7.999))] } ?? " "
                shades += String(repeating: bar, count: Columns.width(character))
            }
            for line in [words, shades] {
                text += "  " + line.trimmingSuffix(" ") + "\n"
            }
        }
        return text + "\(label): \(bars[0]) \(Self.number(range.lower)) to \(bars[7]) "
            + "\(Self.number(range.upper))\(legend)\n"
    }

    // MARK: Colours

    /// White to orange, as a share of full colour that leaves words readable.
    private func opacity(_ value: Double) -> Double? {
        part(value).map { ($0 * 85).rounded() / 100 }
    }

    public func form(_ type: MediaType, names: String) -> Form? {
        switch type {
        case .html: Form(html)
        case .svg: Form(svg)
        default: nil
        }
    }

    private var html: String {
        var html =
            "<div class=\"tex2jax_ignore\" style=\"font-family: monospace; white-space: pre-wrap; "
            + "line-height: 1.7\">"
        for (piece, value) in zip(pieces, values) {
            let words = Escaping.html(Self.shown(piece))
            let style = opacity(value).map { " style=\"background: rgba(255, 140, 0, \($0))\"" } ?? ""
            html += "<span title=\"\(Self.number(value))\"\(style)>\(words)</span>"
        }
        return html + "</div>\n<div>\(Escaping.html(caption))</div>\n"
    }

    private var caption: String {
        "\(label): white \(Self.number(range.lower)), orange \(Self.number(range.upper))\(legend)"
    }

    private var svg: String {
        let (width, height) = (8.4, 22.0), lines = lines(76)
        let size = (76 * width + 20, Double(lines.count + 2) * height)
        var svg =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(Int(size.0))\" height=\"\(Int(size.1))\" "
            + "viewBox=\"0 0 \(Int(size.0)) \(Int(size.1))\" font-family=\"monospace\" font-size=\"14\">\n"
            + "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
        for (row, line) in lines.enumerated() {
            let top = Double(row) * height + 4
            var column = 0
            for (character, piece) in line {
                let x = Self.pixels(10 + Double(column) * width), columns = Columns.width(character)
                if let opacity = opacity(values[piece]), opacity > 0 {
                    svg +=
                        "<rect x=\"\(x)\" y=\"\(Self.pixels(top))\" "
                        + "width=\"\(Self.pixels(Double(columns) * width))\" "
                        + "height=\"\(Self.pixels(height - 2))\" fill=\"#ff8c00\" "
                        + "fill-opacity=\"\(opacity)\"/>\n"
                }
                if character != " " {
                    svg +=
                        "<text x=\"\(x)\" y=\"\(Self.pixels(top + 15))\">"
                        + "\(Escaping.xml(String(character)))</text>\n"
                }
                column += columns
            }
        }
        let base = Self.pixels(Double(lines.count + 1) * height)
        return svg + "<text x=\"10\" y=\"\(base)\" font-size=\"12\">\(Escaping.xml(caption))</text>\n</svg>\n"
    }

    private static func pixels(_ value: Double) -> String { Formatting.fixed(value, 1) }
}

extension String {
    /// Without these characters at its end.
    fileprivate func trimmingSuffix(_ character: Character) -> Substring {
        var text = self[...]
        while text.last == character { text.removeLast() }
        return text
    }
}
