/// Turns an error into what a person reads: the line, a caret under the exact text, what is wrong, one next
/// thing.
public enum ErrorRendering {
    /// Renders an error.
    ///
    /// - Parameters:
    ///   - showsSource: whether the offending line is printed; a prompt that has just echoed it prints carets
    ///     only.
    ///   - indent: columns that stand before the line on the screen, such as the prompt `12> `.
    ///   - width: columns of the screen; longer lines are cut around the caret.
    public static func render(
        _ error: ScriptError, showsSource: Bool = true, indent: Int = 0, width: Int = 100
    ) -> String {
        var lines = error.earlier.flatMap { earlier -> [String] in
            let text = render(earlier.error, indent: indent, width: width)
            return [text, earlier.sentence, ""]
        }
        if let range = error.range, let source = error.source, !source.bytes.isEmpty {
            let place = source.position(range.lower)
            let isOneLine =
                source.lineCount == 1
                || source.line(2).range.lower == source.line(2).range.upper && source.lineCount == 2
            if showsSource, !isOneLine || !source.name.hasPrefix("<") {
                lines.append("\(source.name), line \(place.line)")
            }
            lines.append(
                contentsOf: marked(range, source, showsSource: showsSource, indent: indent, width: width))
        }
        lines.append(contentsOf: text(error))
        lines.append(contentsOf: trace(error))
        return lines.joined(separator: "\n") + "\n"
    }

    /// The last lines: kind and message, details, what to try.
    public static func text(_ error: ScriptError) -> [String] {
        var lines = [error.message.isEmpty ? error.kind : "\(error.kind): \(error.message)"] + error.notes
        lines.append(contentsOf: error.details.map { "  " + $0 })
        if let hint = error.hint { lines.append("  try: " + hint) }
        return lines
    }

    /// The person's own calls that led to the error, innermost first.
    private static func trace(_ error: ScriptError) -> [String] {
        var lines: [String] = []
        for frame in error.frames.prefix(6) {
            let line = frame.source.position(frame.range.lower).line
            let call = frame.source.line(line).text.drop { $0 == " " || $0 == "\t" }
            lines.append(
                "  in \(frame.function)(), called from \(frame.source.name), line \(line): "
                    + "\(shown(String(call.prefix(60))))"
            )
        }
        if error.frames.count > 6 {
            lines.append(
                "  … and \(error.frames.count - 6)\(error.frames.count >= 50 ? " or more" : "") further calls"
            )
        }
        return lines
    }

    private static func marked(
        _ range: SourceRange, _ source: Source, showsSource: Bool, indent: Int, width: Int
    ) -> [String] {
        let line = source.line(source.position(range.lower).line)
        let lower = min(max(range.lower, line.range.lower), line.range.upper)
        let upper = min(max(range.upper, lower), line.range.upper)
        var before = shown(source.text(SourceRange(line.range.lower, lower)))
        let middle = shown(source.text(SourceRange(lower, upper)))
        var after = shown(source.text(SourceRange(upper, line.range.upper)))
        let marks = max(1, columns(middle))
        if showsSource {
            let room = max(20, width - indent)
            if columns(before) + columns(middle) + columns(after) > room {
                let kept = max(10, min(columns(before), room / 2))
                if columns(before) > kept { before = "…" + String(before.suffix(kept - 1)) }
                after = String(after.prefix(max(0, room - columns(before) - columns(middle))))
            }
        }
        let carets =
            String(repeating: " ", count: indent + columns(before))
            + String(repeating: "^", count: min(marks, max(1, width - indent - columns(before))))
        return showsSource
            ? [String(repeating: " ", count: indent) + before + middle + after, carets] : [carets]
    }

    /// Text for a screen: tabs become spaces, control characters are shown, never sent.
    static func shown(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 9: result += "    "
            case 0..<32: result.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? " ")
            case 127, 0x80..<0xA0: result += "␡"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Columns on a screen: wide characters take two, combining marks none.
    public static func columns(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + columns($1) }
    }

    private static func columns(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
            0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}

extension ScriptError {
    /// The whole text of the error, as a script's reader gets it.
    public var rendered: String { ErrorRendering.render(self) }
}
