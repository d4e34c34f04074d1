import Bindings
import Foundation
import Language
import Tensors

/// A line of a cell that is not Python: a magic, a question, a line for IPython's shell.
struct MagicLine {
    enum Kind {
        /// `%name arguments`, or `%%name arguments` with the rest of the cell.
        case magic(name: String, arguments: String, body: String?)
        /// `x?`, `?x`, `x??`.
        case question(query: String, detailed: Bool)
        /// `!command`.
        case shell(String)
        /// `Out[5]: 10`, which IPython has said.
        case answer
    }
    let kind: Kind
    let text: String

    /// Reads a line; nil where it is an ordinary one.
    init?(_ line: String) {
        let text = line.trimmingCharacters(in: .whitespaces)
        self.text = text
        if text.hasPrefix("%") {
            let rest = text.drop { $0 == "%" }
            let name = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "?" })
            if name.isEmpty && rest.first?.isWhitespace == true { return nil }
            if name.hasSuffix("?") {
                kind = .question(query: "%" + name.filter { $0 != "?" }, detailed: name.hasSuffix("??"))
                return
            }
            let arguments = String(rest.dropFirst(name.count)).trimmingCharacters(in: .whitespaces)
            kind = .magic(name: name, arguments: arguments, body: nil)
        } else if text.hasPrefix("!") {
            kind = .shell(String(text.dropFirst()).trimmingCharacters(in: .whitespaces))
        } else if text.hasPrefix("?") || text.hasSuffix("?") {
            let query = text.trimmingCharacters(in: CharacterSet(charactersIn: "? ;"))
            // Names, dots, and a call's brackets: anything else with a question mark is a slip to be told.
            guard query.allSatisfy({ $0.isLetter || $0.isNumber || "_.*%()".contains($0) }) else {
                return nil
            }
            kind = .question(query: query, detailed: text.hasPrefix("??") || text.hasSuffix("??"))
        } else {
            return nil
        }
    }

    init(kind: Kind, text: String) { (self.kind, self.text) = (kind, text) }
}

extension Session {
    /// What a cell is once its magic lines have been replaced by calls.
    struct Cell {
        var source: String
        var magics: [MagicLine] = []
        /// A trailing `;` was typed.
        var hidesValue = false

        /// False where it will not run at all, and where it asks and looks only.
        var canChangeSession: Bool {
            guard case .complete(let program) = Parser.parse(source) else { return false }
            let only =
                magics.count == program.statements.count
                && source.split(separator: "\n").allSatisfy { line in
                    line.hasPrefix("__magic__(") || line.allSatisfy(\.isWhitespace)
                }
            return !only
                || magics.contains { line in
                    guard case .magic(let name, _, _) = line.kind else { return false }
                    return Magics.all.first { $0.name == name }?.changesSession ?? false
                }
        }
    }

    /// Replaces the lines that are not Python, and no others: a line is only looked at where the parser
    /// stumbles.
    ///
    /// - Parameter firstNumber: the number that stands for the first of them.
    static func prepare(_ typed: String, firstNumber: Int = 0) -> Cell {
        var magics: [MagicLine] = []
        let source = PastedPrompts.removed(from: typed, &magics, firstNumber: firstNumber) ?? typed
        var cell = Cell(source: source, magics: magics, hidesValue: hasTrailingSemicolon(source))
        let first = source.drop { $0 == "\n" || $0 == " " }
        if first.hasPrefix("%%") {
            let lines = first.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            if let line = MagicLine(String(lines[0])), case .magic(let name, let arguments, _) = line.kind {
                let body = lines.count > 1 ? String(lines[1]) : ""
                cell.magics = [
                    MagicLine(kind: .magic(name: name, arguments: arguments, body: body), text: line.text)
                ]
                // Empty lines before it stay, so that places stay true.
                let before = source.prefix { $0 == "\n" || $0 == " " }.filter { $0 == "\n" }
                cell.source = before + "__magic__(\(firstNumber))"
                return cell
            }
        }
        guard source.contains("%") || source.contains("?") || source.contains("!") else { return cell }
        var lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for _ in 0..<lines.count {
            let parsed = Source(lines.joined(separator: "\n"))
            let stumble: Int?
            switch Parser.parse(parsed) {
            case .complete: stumble = nil
            case .invalid(let error):
                let line = error.range.map { parsed.position($0.lower).line - 1 } ?? 0
                stumble = isMagic(lines, line) ? line : firstMagic(lines, parsesBefore: true)
            case .incomplete: stumble = firstMagic(lines, parsesBefore: true)
            }
            guard let index = stumble, lines.indices.contains(index), let magic = MagicLine(lines[index])
            else { break }
            let indent = lines[index].prefix { $0 == " " || $0 == "\t" }
            lines[index] = indent + "__magic__(\(firstNumber + cell.magics.count))"
            cell.magics.append(magic)
        }
        cell.source = lines.joined(separator: "\n")
        return cell
    }

    private static func isMagic(_ lines: [String], _ index: Int) -> Bool {
        lines.indices.contains(index) && MagicLine(lines[index]) != nil
    }

    /// The first magic line that everything above lets stand: not in the middle of a bracket or of a string.
    private static func firstMagic(_ lines: [String], parsesBefore: Bool) -> Int? {
        for (index, line) in lines.enumerated() where MagicLine(line) != nil {
            switch Parser.parse(lines[..<index].joined(separator: "\n")) {
            case .complete: return index
            case .incomplete(let indent) where indent > 0 && line.hasPrefix(" "): return index
            default: continue
            }
        }
        return nil
    }

    /// Whether a cell ends in `;` (before a comment).
    static func hasTrailingSemicolon(_ source: String) -> Bool {
        guard source.contains(";"),
            let last = source.split(whereSeparator: \.isNewline).last(where: {
                !$0.allSatisfy(\.isWhitespace)
            })
        else { return false }
        let line = last.trimmingCharacters(in: .whitespaces)
        if line.hasSuffix(";") { return true }
        guard let hash = line.lastIndex(of: "#") else { return false }
        return line[..<hash].trimmingCharacters(in: .whitespaces).hasSuffix(";")
    }

    // MARK: Running a cell

    /// On the evaluating thread.
    func runCell(_ source: String, name: String, number: Int, echo: Echo) throws -> Value? {
        let cell = Session.prepare(source, firstNumber: magicLines.count)
        if keepsUndo, !isInsideMagic, cell.canChangeSession {
            timeline.begin(source, number: number, name: name, echo: echo)
        }
        magicLines += cell.magics
        guard !magicLines.isEmpty else { return try run(cell, name: name, number: number, echo: echo) }
        do { return try run(cell, name: name, number: number, echo: echo) } catch {
            throw placed(error, in: Source(cell.source, name: name))
        }
    }

    private func run(_ cell: Cell, name: String, number: Int, echo: Echo) throws -> Value? {
        let program = Source(cell.source, name: name)
        let value: Value?
        switch echo {
        case .all: value = try runEach(program, hideLast: cell.hidesValue)
        case .last, .none:
            value = try interpreter.run(program, mode: echo == .none ? .module : .cell)
            if echo == .last, !cell.hidesValue, let value { try show(value) }
        }
        if let value, !value.isNone, !isInsideMagic { keep(value, number: number) }
        return value
    }

    /// Every top-level statement by itself, each value shown. Earlier lines are left empty, so that places
    /// stay true.
    private func runEach(_ program: Source, hideLast: Bool) throws -> Value? {
        guard case .complete(let tree) = Parser.parse(program) else {
            return try interpreter.run(program, mode: .cell)
        }
        var last: Value?
        var starts = tree.statements.map { program.position($0.start).line }
        // Statements that share a line run together.
        var previous = 0
        starts.removeAll { line in
            defer { previous = line }
            return line == previous
        }
        let lines = (1...max(1, program.lineCount)).map { program.line($0).text }
        for (index, start) in starts.enumerated() {
            let end = index + 1 < starts.count ? starts[index + 1] - 1 : lines.count
            let text =
                String(repeating: "\n", count: start - 1) + lines[(start - 1)..<end].joined(separator: "\n")
            last = try interpreter.run(Source(text, name: program.name), mode: .cell)
            let hidden = Session.hasTrailingSemicolon(lines[(start - 1)..<end].joined(separator: "\n"))
            if let last, !hidden { try show(last) }
        }
        return last
    }

    /// Results that were shown: `_` is the last, `__` and `___` those before, `_3` that of cell 3.
    func keep(_ value: Value, number: Int? = nil) {
        let names = interpreter.builtins
        names["___"] = names["__"]
        names["__"] = names["_"]
        names["_"] = value
        // A batch of full-size logits is 800 MB: only `_` keeps such a thing alive.
        if let number, Session.bytes(of: value) <= 64 << 20 { names["_\(number)"] = value }
    }

    /// Bytes of the tensors in a value; containers are looked into one level deep.
    static func bytes(of value: Value) -> Int {
        switch value {
        case .object(let object): return (object as? TensorObject)?.tensor.storage.bytes ?? 0
        case .tuple(let tuple):
            return tuple.elements.reduce(0) {
                if case .object = $1 { return $0 + bytes(of: $1) } else { return $0 }
            }
        case .list(let list):
            return list.elements.prefix(100).reduce(0) {
                if case .object = $1 { return $0 + bytes(of: $1) } else { return $0 }
            }
        default: return 0
        }
    }
}
