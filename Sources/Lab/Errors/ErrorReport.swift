import Bindings
import Foundation
import Language
import Presentation

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
        return Formatting.visible(error.lines.joined(separator: "\n"))
    }

    /// What `why()` adds: PyTorch's words, what the kind of error means, the calls that led there.
    public func explanation(columns: Int = 80) -> String {
        var lines = [message]
        if let pytorch = error.pytorch, !pytorch.isEmpty {
            lines.append("PyTorch says")
            lines += pytorch.split(separator: "\n", omittingEmptySubsequences: false).map {
                "  " + Formatting.visible(String($0))
            }
        }
        if let meaning = ErrorReport.meanings[error.kind] {
            lines.append(Session.filled("\(error.kind): \(meaning)", columns, indent: 2))
        }
        if let range = error.range, let source = error.source {
            lines += place(range, source, promptWidth: nil)
        }
        for frame in error.frames.prefix(20) {
            let line = frame.source.position(frame.range.lower).line
            lines.append(
                "\(frame.isImport ? "imported" : "called") by \(frame.source.name), line \(line): "
                    + Formatting.visible(frame.source.line(line).text.trimmingCharacters(in: .whitespaces)))
        }
        return lines.joined(separator: "\n")
    }

    /// Kinds of error in a sentence, for who meets them for the first time.
    private static let meanings: [String: String] = [
        "ShapeError":
            "two tensors do not fit together; show(x) names the axes of a tensor. In PyTorch it is a "
            + "RuntimeError, sometimes a ValueError or an IndexError.",
        "NameError": "nothing has this name yet, in this session.",
        "TypeError": "a value has a type that does not fit here.",
        "ValueError": "a value has the right type, but makes no sense here.",
        "IndexError": "an index that the list or the axis does not have; the first is 0, the last is -1.",
        "KeyError": "a dict or a table has no such key.",
        "AttributeError":
            "the object before the dot has nothing of this name; Tab after the dot lists what it has.",
        "SyntaxError": "the line is not Python, or a part of Python that is not supported here.",
        "ModuleNotFoundError":
            "no module of this name comes with the lab, none can be installed, and no file of this name lies "
            + "beside the program or in the working folder.",
        "RecursionError": "a function calls itself without end.",
        "MemoryError": "it would take more memory than there is, and was refused before it began.",
        "OverflowError":
            "a number is too large for what has to hold it: a float, an index, an element of a tensor.",
        "FileNotFoundError": "there is no file of this name in that folder.",
        "ZeroDivisionError": "a number was divided by zero; tensors give inf or nan instead.",
        "KeyboardInterrupt": "Ctrl-C ended the statement; variables and finished steps are kept.",
    ]

    /// The whole report.
    ///
    /// - Parameter promptWidth: columns of the prompt in front of the line that was just typed;
    ///   the caret then goes right under that line, which is not written again.
    ///   Nil where the line is not on the screen.
    /// - Parameter columns: details that are longer than this are told in several lines.
    /// - Parameter breaksMessage: whether the message itself is, too.
    public func text(promptWidth: Int? = nil, columns: Int? = nil, breaksMessage: Bool = false) -> String {
        if error.isInterruption { return message }
        var lines = error.earlier.flatMap {
            [ErrorReport($0.error).text(columns: columns, breaksMessage: breaksMessage), "", $0.sentence, ""]
        }
        for frame in error.frames.prefix(20).reversed() {
            let line = frame.source.position(frame.range.lower).line
            let step = frame.isImport ? "importing" : "calling \(frame.function)"
            lines.append("in \(frame.source.name), line \(line), \(step)")
            lines.append(
                "    " + Formatting.visible(frame.source.line(line).text.trimmingCharacters(in: .whitespaces))
            )
        }
        if error.frames.count > 20 { lines.append("… \(error.frames.count - 20) more calls") }
        if let range = error.range, let source = error.source {
            lines += place(
                range, source, promptWidth: error.frames.isEmpty && error.earlier.isEmpty ? promptWidth : nil)
        }
        guard let columns else { return (lines + [message]).joined(separator: "\n") }
        for (index, line) in message.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            // What to try is a line to type, and stays one, unless it is a sentence; so does what a message
            // quotes in lines of its own.
            let isLine = line.hasPrefix("  try: ") && !(breaksMessage && line.hasSuffix("."))
            if line.hasPrefix("  "), !isLine {
                lines.append("  " + Session.filled(String(line.dropFirst(2)), columns - 2, indent: 2))
            } else if index == 0, breaksMessage {
                lines.append(Session.filled(String(line), columns - 2, indent: 2))
            } else {
                lines.append(String(line))
            }
        }
        return lines.joined(separator: "\n")
    }

    private func place(_ range: SourceRange, _ source: Source, promptWidth: Int?) -> [String] {
        let marked = source.marked(range)
        if let promptWidth,
            source.lineCount == 1 || source.text.trimmingCharacters(in: .newlines) == marked.text
        {
            return [marked.carets(margin: promptWidth)]
        }
        return ["\(source.name), line \(source.position(range.lower).line)"] + marked.withoutIndentation.lines
    }
}
