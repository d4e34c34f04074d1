import Bindings
import Foundation
import Language

/// Errors in magic lines, told with the line that the person typed: what runs in its place is nobody's
/// business.
extension Session {
    /// Runs a magic line of a cell. An error in what the line runs is placed in the line itself.
    func run(magicLine index: Int) throws {
        guard magicLines.indices.contains(index) else {
            throw ScriptError("NameError", "name '__magic__' is not defined")
        }
        let line = magicLines[index]
        do { try run(line) } catch {
            let whole = Source(line.wholeText, name: Session.placeName(index))
            throw ScriptError(error).placed { source, range in
                guard source.name == "magic" || source.name == "<prompt>",
                    let start = line.offset(of: source.text)
                else { return (source, range) }
                return (whole, SourceRange(range.lower + start, range.upper + start))
            }
        }
    }

    private static func placeName(_ index: Int) -> String { "magic line \(index)" }

    /// An error in the person's words: calls that stand for magic lines are those lines again.
    ///
    /// - Parameter cell: what ran; a line of it can be where a magic's own error is.
    func placed(_ error: any Error, in cell: Source) -> ScriptError {
        let typed = TypedSource(cell, magicLines)
        var others: [ObjectIdentifier: TypedSource] = [:]
        return ScriptError(error).placed { source, range in
            // What went wrong in a magic's own line or body.
            for (index, start) in typed.magicStarts where source.name == Session.placeName(index) {
                return (typed.source, SourceRange(start + range.lower, start + range.upper))
            }
            // Statements of a cell run from sources of their own, with the same lines.
            if source.name == cell.name, let place = typed.place(range, source) {
                return (typed.source, place)
            }
            let other = others[ObjectIdentifier(source)] ?? TypedSource(source, magicLines)
            others[ObjectIdentifier(source)] = other
            guard !other.magicStarts.isEmpty, let place = other.place(range, source) else {
                return (source, range)
            }
            return (other.source, place)
        }
    }

    /// A source as it was typed, made from what ran.
    private struct TypedSource {
        let source: Source
        /// Where each line that ran begins.
        private var starts: [Int] = []
        /// Where each magic line begins.
        private(set) var magicStarts: [Int: Int] = [:]
        private let magics: [MagicLine]

        init(_ prepared: Source, _ magics: [MagicLine]) {
            self.magics = magics
            var shown: [Substring] = []
            var length = 0
            for line in prepared.text.split(separator: "\n", omittingEmptySubsequences: false) {
                starts.append(length)
                let text = line.drop { $0 == " " || $0 == "\t" }
                if let index = Session.magicIndex(text), magics.indices.contains(index) {
                    magicStarts[index] = length + line.utf8.count - text.utf8.count
                    shown.append(line.prefix(line.count - text.count) + magics[index].wholeText)
                } else {
                    shown.append(line)
                }
                length += (shown.last?.utf8.count ?? 0) + 1
            }
            source = Source(shown.joined(separator: "\n"), name: prepared.name)
        }

        /// A range of what ran, or of a part of it with the same lines.
        func place(_ range: SourceRange, _ ran: Source) -> SourceRange? {
            let line = ran.position(range.lower).line
            guard line <= starts.count else { return nil }
            let (text, whole) = ran.line(line)
            if let index = Session.magicIndex(text.drop { $0 == " " || $0 == "\t" }),
                let start = magicStarts[index]
            {
                return SourceRange(start, start + magics[index].text.utf8.count)
            }
            let shift = starts[line - 1] - whole.lower
            return SourceRange(range.lower + shift, range.upper + shift)
        }
    }

    fileprivate static func magicIndex(_ text: Substring) -> Int? {
        guard text.hasPrefix("__magic__("), text.hasSuffix(")") else { return nil }
        return Int(text.dropFirst("__magic__(".count).dropLast())
    }
}

extension MagicLine {
    /// The line, and the rest of the cell where it has that too.
    fileprivate var wholeText: String {
        if case .magic(_, _, let body?) = kind { return text + "\n" + body }
        return text
    }

    /// Where in the whole text a part of it begins that was run.
    fileprivate func offset(of part: String) -> Int? {
        guard !part.isEmpty else { return nil }
        let whole = wholeText
        if case .magic(_, _, let body?) = kind, body == part { return whole.utf8.count - part.utf8.count }
        guard text.hasSuffix(part) else { return nil }
        return text.utf8.count - part.utf8.count
    }
}
