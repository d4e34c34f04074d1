import Foundation
import Script

/// An error as a person reads it: the place with a caret, what, the shapes, one next thing.
///
/// ```
/// cell 13, line 1
///     sampler.batch(sed=1)
///                   ^^^
/// TypeError: batch() has no argument 'sed'. Did you mean 'seed'?    batch(seed=None, at=None)
/// ```
public struct ErrorReport {
    public let error: ScriptError

    public init(_ error: ScriptError) { self.error = error }

    /// Kind and message, details, hint: what a lesson compares.
    public var message: String {
        if error.isInterruption { return "KeyboardInterrupt: stopped; variables and finished steps are kept" }
        var lines = [error.message.isEmpty ? error.kind : "\(error.kind): \(error.message)"]
        lines += error.details.map { "  " + $0 }
        if let hint = error.hint { lines.append("  try: " + hint) }
        return Words.visible(lines.joined(separator: "\n"))
    }

    /// The whole report.
    ///
    /// - Parameter promptWidth: columns of the prompt in front of the line that was just typed; the caret then goes
    ///   right under that line, which is not written again. Nil where the line is not on the screen.
    public func text(promptWidth: Int? = nil) -> String {
        if error.isInterruption { return message }
        var lines: [String] = []
        for frame in error.frames.prefix(20).reversed() {
            let line = frame.source.position(frame.range.lower).line
            lines.append("in \(frame.source.name), line \(line), calling \(frame.function)")
            lines.append("    " + Words.visible(frame.source.line(line).text.trimmingCharacters(in: .whitespaces)))
        }
        if error.frames.count > 20 { lines.append("… \(error.frames.count - 20) more calls") }
        if let range = error.range, let source = error.source {
            lines += place(range, source, promptWidth: error.frames.isEmpty ? promptWidth : nil)
        }
        lines.append(message)
        return lines.joined(separator: "\n")
    }

    private func place(_ range: SourceRange, _ source: Source, promptWidth: Int?) -> [String] {
        let (line, _) = source.position(range.lower)
        let (text, whole) = source.line(line)
        let before = source.text(SourceRange(whole.lower, min(range.lower, whole.upper)))
        let marked = source.text(SourceRange(range.lower, max(range.lower, min(range.upper, whole.upper))))
        let carets = String(repeating: "^", count: max(1, Words.width(marked)))
        if let promptWidth, source.lineCount == 1 || source.text.trimmingCharacters(in: .newlines) == text {
            return [String(repeating: " ", count: promptWidth + Words.width(before)) + carets]
        }
        let indent = before.prefix { $0 == " " || $0 == "\t" }.count
        let blanks = max(0, Words.width(before) - indent)
        return [
            "\(source.name), line \(line)",
            "    " + Words.visible(String(text.dropFirst(indent))),
            "    " + String(repeating: " ", count: blanks) + carets,
        ]
    }
}
