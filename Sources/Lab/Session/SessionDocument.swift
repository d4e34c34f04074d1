import Bindings
import Documents
import Foundation
import Language
import Presentation

/// The cells of a session as a document: what a person carries away.
struct SessionDocument {
    let document: Document
    private let isPlain: Bool

    /// What of a session is carried away.
    enum Content {
        /// The cells that ran without an error, and no outputs.
        case program
        /// All cells with what was printed and drawn.
        case everything
        /// The cells that ran and were not taken back, with what was printed and drawn.
        case withoutErrors
    }

    init(_ session: Session, _ content: Content) {
        let takenBack = content == .withoutErrors ? Self.takenBack(session) : []
        let entries = session.history.filter { entry in
            (entry.succeeded || content == .everything) && !takenBack.contains(entry.number)
                && !Self.isAboutTheSession(entry.source, hidesUndo: content == .withoutErrors)
        }
        isPlain = content == .program
        document = Document(
            settings: Document.Settings(seed: session.configuration.seed),
            blocks: entries.map { entry in
                .cell(
                    Document.Code(
                        number: entry.number, source: entry.source.trimmingCharacters(in: .newlines),
                        outputs: content == .program ? nil : entry.outputs.map(\.visible)))
            })
    }

    /// Questions and lists, which say nothing to who reads the file.
    private static func isAboutTheSession(_ source: String, hidesUndo: Bool) -> Bool {
        let cell = ParsedCell(source)
        guard !cell.interactiveLines.isEmpty, !cell.canChangeSession else { return false }
        return cell.interactiveLines.allSatisfy { line in
            guard case .magic(let name, _, _) = line.kind else { return true }
            switch Magics.named(name)?.subject {
            case .session: return true
            case .time: return hidesUndo
            case .program, nil: return false
            }
        }
    }

    /// The numbers of the cells that `%undo` has taken back, and `%redo` has not put back.
    private static func takenBack(_ session: Session) -> Set<Int> {
        let standing = Set(session.timeline.entries.map(\.number))
        var taken: Set<Int> = []
        var changing: [Int] = []
        // The last cell before a snapshot was kept.
        var snaps: [String: Int] = [:]
        for entry in session.history {
            let cell = ParsedCell(entry.source)
            for (magic, arguments) in cell.magics where entry.succeeded {
                if magic.name == "snap", !arguments.isEmpty { snaps[arguments] = entry.number }
                // By count it goes along the timeline; to a snapshot it jumps.
                if magic.name == "undo", Int(arguments) == nil, let start = snaps[arguments] {
                    taken.formUnion(changing.filter { $0 > start })
                }
            }
            guard cell.canChangeSession else { continue }
            changing.append(entry.number)
            if session.keepsUndo, !standing.contains(entry.number) { taken.insert(entry.number) }
        }
        return taken
    }

    /// - Parameter ending: the ending of the file: `ipynb`, `md`, `html`, `py`; anything else is a program.
    func bytes(ending: String) -> (bytes: [UInt8], remark: String?) {
        guard let format = DocumentFormat(rawValue: ending), !(isPlain && format == .program) else {
            return (Array(program.utf8), nil)
        }
        guard format == .program else { return document.bytes(format) }
        var copy = document
        // A program would stop at the first cell that fails.
        copy.blocks = document.withoutErrors.cells.map { cell in
            var cell = cell
            cell.source = PastedPrompts.withoutPrompts(cell.source)
            return .cell(cell)
        }
        return copy.bytes(format)
    }

    /// The cells alone, one below the other.
    private var program: String {
        document.cells.map { PastedPrompts.withoutPrompts($0.source) + "\n" }.joined(separator: "\n")
    }
}

extension CellOutput {
    /// The same without characters that could command a terminal.
    public var visible: CellOutput {
        switch self {
        case .text(let text): .text(Formatting.visible(text))
        case .error(let kind, let message): .error(kind: kind, message: Formatting.visible(message))
        case .shown(let forms): .shown(forms.visible)
        }
    }
}
