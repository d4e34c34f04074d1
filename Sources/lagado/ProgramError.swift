import Lab
import Language
import Presentation

/// An error in a script or lesson, in the form that editors and compilers share: `file:line:column: what`.
///
///     tour.py:3:7: NameError: name 'lenn' is not defined. Did you mean 'len'?
///         print(lenn(x))
///               ^^^^
///     called from tour.py:9:1 in report
///         report(tokens)
struct ProgramError {
    let error: ScriptError
    /// Where a source stands in its file; nil if it is a file of its own.
    var place: (Source) -> (file: String, linesBefore: Int)? = { _ in nil }

    var text: String {
        let earlier = error.earlier.flatMap {
            [ProgramError(error: $0.error, place: place).text, "", $0.sentence, ""]
        }
        return (earlier + [ownText]).joined(separator: "\n")
    }

    private var ownText: String {
        // What a prompt says about variables that are kept is of no use where the program ends.
        let message = error.isInterruption ? "KeyboardInterrupt: stopped" : ErrorReport(error).message
        guard let range = error.range, let source = error.source else { return message }
        var lines = ["\(position(range.lower, source)): \(message.prefix { $0 != "\n" })"]
        lines += snippet(range, source)
        lines += message.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().map(String.init)
        for frame in error.frames.prefix(20) {
            let place = position(frame.range.lower, frame.source)
            lines.append(
                frame.isImport ? "imported from \(place)" : "called from \(place) in \(frame.function)")
            let line = frame.source.line(frame.source.position(frame.range.lower).line).text
            lines.append("    " + Formatting.visible(String(line.drop { $0 == " " || $0 == "\t" })))
        }
        if error.frames.count > 20 { lines.append("… \(error.frames.count - 20) more calls") }
        return lines.joined(separator: "\n")
    }

    private func position(_ offset: Int, _ source: Source) -> String {
        let (line, column) = source.position(offset)
        let place = place(source) ?? (source.name, 0)
        return "\(place.file):\(line + place.linesBefore):\(column)"
    }

    private func snippet(_ range: SourceRange, _ source: Source) -> [String] {
        let marked = source.marked(range)
        return marked.text.allSatisfy(\.isWhitespace) ? [] : marked.withoutIndentation.lines
    }
}
