import Language
import Presentation

extension ScriptError {
    /// The error as text: where it is, the line with carets, what is wrong, the calls that led there.
    ///
    /// - Parameter margin: columns of the prompt behind which the line stands; carets alone are told.
    func rendered(margin: Int?) -> String {
        var lines = earlier.flatMap { [$0.error.rendered, $0.sentence, ""] }
        if let range, let source, !source.bytes.isEmpty {
            let isOneLine =
                source.lineCount == 1
                || source.line(2).range.lower == source.line(2).range.upper && source.lineCount == 2
            if margin == nil, !isOneLine || !source.name.hasPrefix("<") {
                lines.append("\(source.name), line \(source.position(range.lower).line)")
            }
            let marked = source.marked(range).withBlanksForTabs
            if margin == nil { lines.append(Formatting.visible(marked.text)) }
            lines.append(marked.carets(margin: margin ?? 0))
        }
        lines += self.lines
        for frame in frames.prefix(6) {
            let line = frame.source.position(frame.range.lower).line
            let call = Formatting.visible(frame.source.line(line).text).drop { $0 == " " }
            lines.append(
                "  in \(frame.function)(), called from \(frame.source.name), line \(line): "
                    + "\(call.prefix(60))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    var rendered: String { rendered(margin: nil) }
}

extension MarkedLine {
    fileprivate var withBlanksForTabs: MarkedLine {
        func blanks(_ text: String) -> String { text.replacing("\t", with: "    ") }
        return MarkedLine(before: blanks(before), marked: blanks(marked), after: blanks(after))
    }
}
