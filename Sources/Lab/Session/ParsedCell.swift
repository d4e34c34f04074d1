import Foundation
import Language

/// A cell, read once: what the person typed, and the program that it is.
///
/// The same value says whether the cell is complete, whether undo has to know of it, and runs. Lines that
/// are not Python (`%magic`, `!command`, `name?`) are statements of its program.
public struct ParsedCell {
    /// As it was typed, with prompts that were pasted.
    public let typed: String
    /// What was parsed; the places of the program are places in it.
    let source: Source
    /// The part of the source that is the cell; nil for all of it.
    private let range: SourceRange?
    private let dialect: Parser.Dialect
    private let outcome: Parser.Outcome

    /// Reads what was typed.
    public init(_ typed: String, name: String = "<prompt>") {
        let pasted = PastedPrompts.removed(from: typed)
        self.typed = typed
        source = Source(pasted?.text ?? typed, name: name)
        range = nil
        dialect = pasted?.hasAnswers == true ? .pastedCell : .cell
        outcome = Parser.parse(source, as: dialect)
    }

    /// Reads a part of another cell: what stands behind a magic's name, or below it.
    init(_ code: MagicCode) {
        (typed, source, range, dialect) = (code.text, code.source, code.range, .cell)
        outcome = Parser.parse(source, in: range, as: dialect)
    }

    private init(_ other: ParsedCell, typed: String, source: Source) {
        (self.typed, self.source, range) = (typed, source, other.range)
        (dialect, outcome) = (other.dialect, other.outcome)
    }

    /// The same cell under the name that errors call it.
    func named(_ name: String) -> ParsedCell { ParsedCell(self, typed: typed, source: source.named(name)) }

    /// The same cell for a text that has no empty lines at its end; nil where the text is another one.
    public func typed(as text: String) -> ParsedCell? {
        guard typed.hasPrefix(text),
            typed.utf8.dropFirst(text.utf8.count).allSatisfy({ $0 == 10 || $0 == 32 })
        else { return nil }
        return ParsedCell(self, typed: text, source: source)
    }

    /// - Throws: SyntaxError and its kin where it is no program, with the place.
    func program() throws -> Program {
        switch outcome {
        case .complete(let program): return program
        case .invalid(let error): throw error.placed { (self.source, $1) }
        case .incomplete: throw Parser.incompleteError(source, in: range, as: dialect)
        }
    }

    /// Nil where it is none.
    var parsed: Program? {
        if case .complete(let program) = outcome { return program }
        return nil
    }

    var isBlank: Bool { typed.allSatisfy(\.isWhitespace) }

    /// The lines that are not Python, in order.
    var interactiveLines: [InteractiveLine] { parsed?.interactiveLines ?? [] }

    /// The magics that it has, with what stands behind their names.
    var magics: [(magic: Magic, arguments: String)] {
        interactiveLines.compactMap { line in
            guard case .magic(let name, let arguments, _) = line.kind, let magic = Magics.named(name)
            else { return nil }
            return (magic, source.text(arguments))
        }
    }

    /// False where it will not run at all, and where it asks and looks only.
    var canChangeSession: Bool {
        guard let program = parsed else { return false }
        return !hasOnlyInteractiveLines(program) || magics.contains(where: \.magic.changesSession)
    }

    /// Whether there is nothing else, not even a comment.
    private func hasOnlyInteractiveLines(_ program: Program) -> Bool {
        var place = range?.lower ?? 0
        func isBlank(to end: Int) -> Bool {
            source.bytes[min(place, end)..<end].allSatisfy { [9, 10, 13, 32].contains($0) }
        }
        for statement in program.statements {
            guard case .interactive(let line) = statement.kind, isBlank(to: line.range.lower) else {
                return false
            }
            place = line.end
        }
        return isBlank(to: range?.upper ?? source.bytes.count)
    }

    /// Whether Enter should run what was typed so far. A block stays open until an empty line, and so
    /// does what stands below a `%%magic`.
    public var completeness: Completeness {
        if source.text.drop(while: { $0 == "\n" || $0 == " " }).hasPrefix("%%") {
            return typed.hasSuffix("\n") ? .complete : .incomplete(indent: 0)
        }
        switch outcome.typed(in: source) {
        case .complete: return .complete
        case .incomplete(let levels):
            let (blanks, overflow) = levels.multipliedReportingOverflow(by: 4)
            return .incomplete(indent: overflow ? 0 : blanks)
        case .invalid: return .invalid
        }
    }
}

/// Whether a source can run as it is.
public enum Completeness: Equatable, Sendable {
    case complete
    /// More lines are wanted; the next begins with this many blanks.
    case incomplete(indent: Int)
    /// It is wrong already, and no further line mends it.
    case invalid
}
