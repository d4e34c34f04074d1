import Bindings
import Foundation

/// Lines that were copied with the prompts of IPython (`In [5]: `, `   ...: `) or of Python (`>>> `, `... `).
///
/// As IPython does, the prompts are taken off where the first line of a cell has one. What stands behind
/// `Out[5]: ` was an answer and is no line to run: it is told, not left out.
enum PastedPrompts {
    /// Which program's prompts.
    private enum Kind {
        case ipython, python

        init?(firstLine: String) {
            if firstLine.range(of: ipythonPrompt, options: .regularExpression) != nil
                || firstLine.range(of: answer, options: .regularExpression) != nil
            {
                self = .ipython
            } else if firstLine.range(of: pythonPrompt, options: .regularExpression) != nil {
                self = .python
            } else {
                return nil
            }
        }

        var prompts: [String] {
            switch self {
            case .ipython: return [PastedPrompts.ipythonPrompt, #"^\s*\.{3,}: ?"#]
            case .python: return [PastedPrompts.pythonPrompt, #"^\s*\.\.\.( |$)"#]
            }
        }
    }

    private static let ipythonPrompt = #"^\s*In ?\[\d+\]: ?"#
    private static let pythonPrompt = #"^\s*>>>( |$)"#
    private static let answer = #"^\s*Out ?\[\d+\]:"#

    /// The source without prompts, and whether lines of it are answers; nil
    /// where its first line has no prompt.
    static func removed(from source: String) -> (text: String, hasAnswers: Bool)? {
        // The first letters of all four; everything else goes on untouched.
        guard let first = source.first(where: { !$0.isWhitespace }), "IO>".contains(first) else { return nil }
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let line = lines.first(where: { !$0.allSatisfy(\.isWhitespace) }),
            let kind = Kind(firstLine: line)
        else { return nil }
        var hasAnswers = false
        let text = lines.map { line -> String in
            if kind == .ipython, line.range(of: answer, options: .regularExpression) != nil {
                hasAnswers = true
                return line.trimmingCharacters(in: .whitespaces)
            }
            for prompt in kind.prompts {
                if let range = line.range(of: prompt, options: .regularExpression) {
                    return String(line[range.upperBound...])
                }
            }
            return line
        }.joined(separator: "\n")
        return (text, hasAnswers)
    }

    /// The same for a file that is to run elsewhere.
    static func withoutPrompts(_ source: String) -> String {
        guard let (text, hasAnswers) = removed(from: source), !hasAnswers else { return source }
        return text
    }
}
