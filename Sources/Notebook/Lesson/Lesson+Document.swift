import Documents
import Foundation

extension Lesson {
    /// The lesson as something to carry away.
    ///
    /// - Parameters:
    ///   - kernel: the language in which the cells are written.
    ///   - outputs: what each cell gave; as the lesson says where none is given.
    public func document(outputs: [CellRun?]? = nil) -> Document {
        var runs = (outputs ?? []).makeIterator()
        let blocks = parts.map { part -> Document.Block in
            switch part {
            case .prose(let prose): return .prose(prose.text.trimmingCharacters(in: .newlines))
            case .note(let note): return .note(note.text)
            case .cell(let cell):
                var code = Document.Code(
                    source: cell.source, options: cell.options.list,
                    tags: CellOptions.Tag.allCases.filter(cell.options.tags.contains).map(\.rawValue)
                        + cell.options.otherTags,
                    isCheck: cell.kind == .check,
                    answers: cell.hints.map { .init(.hint, $0) } + cell.wrong.map { .init(.wrong, $0.source) }
                        + (cell.solution.map { [.init(.solution, $0)] } ?? []))
                if outputs == nil {
                    code.outputs = cell.saidOutputs
                } else if let run = runs.next() ?? nil {
                    (code.number, code.outputs) = (run.number, run.outputs)
                    // Where nothing was printed, no fence is wanted unless the lesson has one.
                    if run.outputs.isEmpty { code.outputs = cell.expected == nil ? nil : [.text("")] }
                }
                return .cell(code)
            }
        }
        return Document(
            settings: Document.Settings(
                title: settings.title, minutes: settings.minutes, seed: settings.seed,
                needs: settings.needs.map(\.rawValue)),
            blocks: blocks)
    }
}

/// What one cell of a lesson gave when it ran.
public struct CellRun: Equatable, Sendable {
    public var number: Int
    public var outputs: [CellOutput]

    public init(number: Int, outputs: [CellOutput]) { (self.number, self.outputs) = (number, outputs) }
}

extension Cell {
    /// What the file says that the cell gives.
    var saidOutputs: [CellOutput]? {
        if let stored, !stored.isEmpty { return stored }
        guard let expected else { return nil }
        guard options.mustFail else { return [.text(expected.text)] }
        // What the cell prints stands before the error that ends it.
        let lines = expected.text.split(separator: "\n", omittingEmptySubsequences: false)
        let start = lines.firstIndex { line in
            let kind = line.prefix { $0 != ":" }
            return kind.count < line.count && kind.first?.isUppercase == true
                && kind.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
        }
        guard let start else { return [.text(expected.text)] }
        let printed = lines[..<start].map { $0 + "\n" }.joined()
        let message = lines[start...].joined(separator: "\n")
        let error = CellOutput.error(kind: String(lines[start].prefix { $0 != ":" }), message: message)
        return printed.isEmpty ? [error] : [.text(printed), error]
    }
}

extension CellOptions {
    /// The options as the lines at the top of a cell have them, without the tags.
    var list: [Document.Option] {
        var list: [Document.Option] = []
        func add(_ name: String, _ value: String?) {
            if let value { list.append(Document.Option(name, value)) }
        }
        add("label", label)
        add("step", step == .stop ? nil : step.rawValue)
        add("cost", cost)
        add("fast", fast)
        add("needs", needs.isEmpty ? nil : needs.map(\.rawValue).joined(separator: ", "))
        add("check", mustFail ? "error" : nil)
        // As people write it: 1e-5, not 1e-05.
        add("tol", tolerance.map { "\($0)".replacingOccurrences(of: "e-0", with: "e-") })
        add("output", output == .sample ? "sample" : nil)
        return list
    }
}

extension Lesson {
    /// Sees to it that a document, written as a lesson, is read again as what it is.
    ///
    /// - Throws: ``LessonError`` for a cell that would be another one, such as a
    ///   source that begins like an option.
    public func check(_ document: Document) throws {
        let again: Lesson
        do { again = try Lesson.markdown(Array(document.lesson.utf8), name: name) } catch let error
            as LessonError
        {
            throw LessonError(
                file: name, line: nil, message: "it cannot be written as a lesson: \(error.message)",
                hint: error.hint)
        }
        let (wanted, got) = (document.cells, again.document().cells)
        for (index, cell) in wanted.enumerated() {
            guard index < got.count, same(cell, got[index]) else {
                throw LessonError(
                    file: name, line: nil,
                    message:
                        "cell \(index + 1) cannot be written as a lesson: it would be read as something else",
                    hint: "a lesson's cell cannot begin with a line such as ':name: value'")
            }
        }
        guard wanted.count == got.count else {
            throw LessonError(
                file: name, line: nil, message: "some of its prose would be read as a cell",
                hint: "indent the fence in it by four blanks, or name it ```text")
        }
    }

    private func same(_ a: Document.Code, _ b: Document.Code) -> Bool {
        func trimmed(_ text: String?) -> String? {
            text.map { OutputComparison.lines($0).joined(separator: "\n") }
        }
        return a.source == b.source && a.answers == b.answers && a.isCheck == b.isCheck && a.tags == b.tags
            && trimmed(Document.expected(a)) == trimmed(Document.expected(b))
            && a.options.filter { $0.name != "check" } == b.options.filter { $0.name != "check" }
    }
}
