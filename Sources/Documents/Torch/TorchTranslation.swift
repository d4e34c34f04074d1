import Disk
import Foundation
import Language

/// A lesson as a notebook for Python with PyTorch: what is Lagado's own is written out in a first cell, as
/// far as the lesson uses it.
public struct TorchTranslation {
    /// What a lesson uses and Python has no counterpart for.
    public struct Missing: Error, Equatable, CustomStringConvertible {
        public var names: [String]

        public init(names: [String]) { self.names = names }

        public var description: String {
            "there is nothing in PyTorch for: \(names.joined(separator: ", "))\n"
                + "  leave these lines out, or export without --torch"
        }
    }

    /// What the translation has to know of the program around.
    public struct Surroundings: Sendable {
        /// Names that Lagado has and Python has not.
        public var ownNames: Set<String>
        /// Magics that IPython has not.
        public var ownMagics: Set<String>
        /// The tale that `load("voyage")` gives.
        public var tale: String
        /// Names of books with Project Gutenberg's numbers.
        public var books: [(name: String, number: Int)]

        public init(
            ownNames: Set<String>, ownMagics: Set<String>, tale: String, books: [(name: String, number: Int)]
        ) {
            (self.ownNames, self.ownMagics, self.tale, self.books) = (ownNames, ownMagics, tale, books)
        }
    }

    private let source: Document
    private let surroundings: Surroundings
    private let isProgram: Bool

    /// - Parameter isProgram: whether it will run from end to end, where an error ends it.
    public init(_ document: Document, _ surroundings: Surroundings, isProgram: Bool = false) {
        (source, self.surroundings, self.isProgram) = (document, surroundings, isProgram)
    }

    /// The document for Python, without outputs: they come when it runs there.
    ///
    /// - Throws: ``Missing`` with all that has no counterpart.
    public func document() throws -> Document {
        var (free, bound): (Set<String>, Set<String>) = ([], [])
        var missing: [String] = []
        for cell in source.cells {
            let (program, magics) = Self.parsed(cell.source)
            for name in magics where surroundings.ownMagics.contains(name) && !missing.contains("%" + name) {
                missing.append("%" + name)
            }
            for name in program.map(ownAttributes) ?? [] where !missing.contains(name) {
                missing.append(name)
            }
            for use in program?.nameUses ?? [] {
                free.formUnion(use.read.subtracting(bound))
                bound.formUnion(use.bound)
            }
        }
        let known = Set(TorchPiece.all.flatMap(\.defines) + TorchImport.lines.map(\.name))
        missing += free.filter { surroundings.ownNames.contains($0) && !known.contains($0) }.sorted()
        guard missing.isEmpty else { throw Missing(names: missing) }

        var document = source
        document.kernel = .python
        document.blocks = source.blocks.map { block in
            guard case .cell(var cell) = block else { return block }
            let mayFail = cell.failed || cell.options.contains { $0.name == "check" }
            (cell.number, cell.outputs) = (nil, nil)
            // The options are Lagado's; Jupyter knows the sign of a cell that has to fail.
            if mayFail, isProgram {
                cell.source = Self.guarded(cell.source)
            } else if mayFail, !cell.tags.contains("raises-exception") {
                cell.tags.append("raises-exception")
            }
            cell.options = []
            return .cell(cell)
        }
        let first = Document.Block.cell(Document.Code(source: prelude(free, bound)))
        let place = document.blocks.firstIndex { if case .cell = $0 { true } else { false } } ?? 0
        document.blocks.insert(first, at: place)
        return document
    }

    /// A cell whose error is printed and ends nothing.
    ///
    /// Its text is run as a text: setting its lines in would change strings that have several.
    private static func guarded(_ code: String) -> String {
        let lines = code.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let isPlain = !code.contains("\"\"\"") && !code.contains("\'\'\'") && !code.hasSuffix("\\")
        let body =
            isPlain
            ? lines.map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n")
            : "    exec(\(StrictJSON.string(code).line))"
        return "try:\n\(body)\nexcept Exception as error:\n    print(f\"{type(error).__name__}: {error}\")"
    }

    /// A cell's program, with what `%time` and `%%` lines run in their place, and the names of its magics; no
    /// program where it is none.
    private static func parsed(_ text: String) -> (Program?, magics: [String]) {
        let source = Source(text)
        guard case .complete(let program) = Parser.parse(source, as: .cell) else { return (nil, []) }
        var magics: [String] = []
        return (Program(statements: statements(program, source, &magics)), magics)
    }

    private static func statements(
        _ program: Program, _ source: Source, _ magics: inout [String]
    ) -> [Statement] {
        for case .magic(let name, _, _) in program.interactiveLines.map(\.kind) { magics.append(name) }
        return program.statements.flatMap { statement -> [Statement] in
            guard case .interactive(let line) = statement.kind else { return [statement] }
            guard case .magic(let name, let arguments, let body) = line.kind,
                let range = body ?? (["time", "timeit"].contains(name) ? arguments : nil),
                case .complete(let inner) = Parser.parse(source, in: range, as: .cell)
            else { return [] }
            return statements(inner, source, &magics)
        }
    }

    /// Methods and properties of Lagado's models, runs and figures that the pieces lack.
    private static let attributes: Set<String> = ["trace", "generate", "save", "memory", "times", "svg"]

    /// Those that a program uses and does not define itself, as they are written.
    private func ownAttributes(_ program: Program) -> [String] {
        var found: [String] = []
        program.forEachExpression { expression in
            guard case .attribute(let owner, let name, _) = expression.kind, Self.attributes.contains(name)
            else {
                return
            }
            // torch.save and the like are Python's.
            if case .name(let module) = owner.kind, TorchImport.lines.contains(where: { $0.name == module }) {
                return
            }
            let isDefined = source.cells.contains { $0.source.contains("def \(name)(") }
            guard !isDefined else { return }
            if case .name(let word) = owner.kind {
                found.append("\(word).\(name)")
            } else {
                found.append(".\(name)")
            }
        }
        return found
    }

    // MARK: - The first cell

    private func prelude(_ free: Set<String>, _ bound: Set<String>) -> String {
        var wanted = free
        var pieces: [TorchPiece] = []
        // A piece stands behind those that it needs, so the last that is wanted comes first.
        func add(_ piece: TorchPiece) {
            guard !pieces.contains(where: { $0.defines == piece.defines }) else { return }
            pieces.append(piece)
            wanted.formUnion(piece.needs)
            for name in piece.needs { if let other = Self.piece(name) { add(other) } }
        }
        for piece in TorchPiece.all where piece.defines.contains(where: free.contains) { add(piece) }
        // Some commands speak through the present tokenizer: GPT-2's, where the lesson makes none.
        if pieces.contains(where: \.usesTokenizer), !bound.contains("tokenizer"),
            let own = Self.piece("tokenizer")
        {
            add(own)
        }
        // The commands' own names of modules; a module that the lesson imports itself is imported twice.
        let imports = TorchImport.lines.filter { wanted.contains($0.name) || $0.name == "torch" }.map(\.line)
        var parts = [
            "# What Lagado has and Python has not, as far as this lesson uses it.\n"
                + imports.joined(separator: "\n")
        ]
        for piece in TorchPiece.all where pieces.contains(where: { $0.defines == piece.defines }) {
            parts.append(filled(piece.code))
        }
        if pieces.contains(where: { $0.defines == ["load"] }), usesTale {
            parts.append("VOYAGE = " + Self.literal(surroundings.tale))
        }
        parts.append("torch.manual_seed(\(source.settings.seed ?? 0));")
        return parts.joined(separator: "\n\n\n")
    }

    private static func piece(_ name: String) -> TorchPiece? {
        TorchPiece.all.first { $0.defines.contains(name) }
    }

    private var usesTale: Bool { source.cells.contains { $0.source.lowercased().contains("voyage") } }

    private func filled(_ code: String) -> String {
        guard let place = code.range(of: "@BOOKS@") else { return code }
        let books = surroundings.books.map { "\"\($0.name)\": \($0.number)" }
        var lines = [""]
        for book in books {
            if lines[lines.count - 1].count + book.count > 100 { lines.append("") }
            lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : ", ") + book
        }
        return code.replacingCharacters(in: place, with: lines.joined(separator: ",\n         "))
    }

    /// A text as Python writes it, line by line.
    private static func literal(_ text: String) -> String {
        let escaped = text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(
            of: "\"", with: "\\\""
        )
        .replacingOccurrences(of: "\r", with: "\\r")
        return "\"\"\"\\\n" + escaped + "\"\"\""
    }
}

extension TorchPiece {
    /// Whether it looks for `tokenizer` when it is called.
    fileprivate var usesTokenizer: Bool { code.contains("globals()[\"tokenizer\"]") }
}
