import Disk
import Documents
import Foundation
import Presentation

extension Lesson {
    /// Reads a Jupyter notebook in format 4, with the outputs that are stored in it.
    ///
    /// - Throws: ``LessonError``: for broken JSON with the line, else with the number of the cell.
    public static func notebook(_ bytes: [UInt8], name: String) throws -> Lesson {
        let root = try NotebookReader.json(bytes, name)
        let reader = NotebookReader(name: name, root: root)
        return Lesson(
            name: name, format: .notebook, source: bytes, settings: try reader.settings(),
            parts: try reader.parts())
    }
}

/// What the JSON of a notebook means.
private struct NotebookReader {
    let name: String
    let root: StrictJSON

    static func json(_ bytes: [UInt8], _ name: String) throws -> StrictJSON {
        let bytes = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? Array(bytes.dropFirst(3)) : bytes
        do { return try StrictJSON(bytes) } catch let error as StrictJSON.Broken {
            let offset = error.offset.map { min($0, bytes.count) }
            let line = offset.map { bytes[..<$0].count { $0 == 0x0a } + 1 }
            throw LessonError(
                file: name, line: line, message: "this is not a notebook: its JSON is broken: \(error.what)",
                hint: "save it again from Jupyter")
        }
    }

    private func fail(_ message: String, cell: Int? = nil, hint: String? = nil) -> LessonError {
        let place = cell.map { "cell \($0) of the notebook: " } ?? ""
        return LessonError(
            file: name, line: nil, message: place + message, hint: hint ?? "save it again from Jupyter")
    }

    /// True for a notebook of our own, whose metadata mean what they mean in a lesson.
    private var isOwn: Bool {
        root["metadata"]?["lagado"] != nil || root["metadata"]?["kernelspec"]?["name"]?.text == "lagado"
    }

    func settings() throws -> Lesson.Settings {
        guard case .object = root else {
            throw fail("this JSON is not a notebook: it is \(root.kind), not an object")
        }
        guard let format = root["nbformat"] else {
            throw fail(
                "this JSON is not a notebook: it has no 'nbformat'", hint: "give the file of a notebook")
        }
        guard let version = format.count else {
            throw fail("this notebook's 'nbformat' is \(format.kind), not a whole number")
        }
        guard version == 4 else {
            throw fail(
                "this notebook is in format \(version), and format 4 is read",
                hint: "convert it: jupyter nbconvert --to notebook --nbformat 4 \(name)")
        }
        var settings = Lesson.Settings()
        guard let metadata = root["metadata"] else { return settings }
        guard case .object = metadata else { throw fail("'metadata' is \(metadata.kind), not an object") }
        settings.title = metadata["title"]?.text
        guard let own = metadata["lagado"] else { return settings }
        guard case .object(let pairs) = own else { throw fail("'lagado' is \(own.kind), not an object") }
        for (key, value) in pairs {
            switch (key, value) {
            case ("format", .number(let digits)):
                guard digits == "1" else {
                    throw fail(
                        "lesson format \(digits) is not known, and format 1 is", hint: "write \"format\": 1")
                }
            case ("seed", .number(let digits)):
                guard let seed = UInt64(digits) else {
                    throw fail("the seed \(digits) is not a whole number from 0", hint: "write \"seed\": 42")
                }
                settings.seed = seed
            case ("title", .string(let text)): settings.title = text
            case ("minutes", .number(let digits)):
                guard let minutes = Int(digits), (1...10_000).contains(minutes) else {
                    throw fail(
                        "'minutes' is not a number of minutes: \(digits)", hint: "write \"minutes\": 45")
                }
                settings.minutes = minutes
            case ("needs", .array(let names)):
                settings.needs = try names.map { name in
                    guard let need = name.text.flatMap(Need.init) else {
                        let known = Need.allCases.map(\.rawValue).joined(separator: ", ")
                        throw fail("'needs' names something unknown", hint: "known: \(known)")
                    }
                    return need
                }
            default:
                throw fail(
                    "'lagado' has no key '\(key)' of this kind",
                    hint: "known: format, minutes, needs, seed, title")
            }
        }
        return settings
    }

    func parts() throws -> [Part] {
        guard let list = root["cells"] else { throw fail("the notebook has no list of cells") }
        guard let cells = list.elements else { throw fail("'cells' is \(list.kind), not a list") }
        var parts: [Part] = []
        var number = 0
        for (index, cell) in cells.enumerated() {
            guard case .object = cell else {
                throw fail("it is \(cell.kind), not an object", cell: index + 1)
            }
            let source = try source(cell, index + 1)
            switch cell["cell_type"] {
            case .string("code"):
                if !isCheck(cell) { number += 1 }
                parts.append(.cell(try code(cell, source, number: number, at: index + 1)))
            case .string("markdown"), .string("raw"):
                if isOwn {
                    parts.add(source, line: 1, number: number)
                } else {
                    parts.append(.prose(source, line: 1))
                }
            case let kind?:
                throw fail(
                    "its 'cell_type' is \(kind), not \"code\", \"markdown\" or \"raw\"", cell: index + 1)
            case nil: throw fail("it says no 'cell_type'", cell: index + 1)
            }
        }
        return parts
    }

    private func source(_ cell: StrictJSON, _ index: Int) throws -> String {
        guard let text = try joined(cell["source"], "source", index) else {
            throw fail("it has no 'source'", cell: index)
        }
        return try withAttachments(text.replacingOccurrences(of: "\r\n", with: "\n"), cell, index)
    }

    /// Prose with the pictures that were pasted into it, which a notebook keeps beside it.
    private func withAttachments(_ text: String, _ cell: StrictJSON, _ index: Int) throws -> String {
        guard case .object(let pairs)? = cell["attachments"], text.contains("attachment:") else {
            return text
        }
        var text = text
        for (name, bundle) in pairs {
            guard case .object(let data) = bundle, let type = Self.bestPicture(data.map(\.name)),
                var picture = try joined(bundle[type], name, index)
            else { continue }
            if type == "image/svg+xml" { picture = Data(picture.utf8).base64EncodedString() }
            let address = "data:\(type);base64,\(picture.filter { !$0.isWhitespace })"
            let encoded = name.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? name
            for word in Set([name, encoded]) {
                text = text.replacingOccurrences(of: "attachment:" + word, with: address)
            }
        }
        return text
    }

    /// A text that a notebook keeps as one string or as a list of lines; nil where there is none.
    private func joined(_ value: StrictJSON?, _ field: String, _ index: Int) throws -> String? {
        switch value {
        case nil: return nil
        case .string(let text): return text
        case .array(let lines):
            return try lines.map { line in
                guard let text = line.text else {
                    throw fail("'\(field)' has \(line.kind) among its lines", cell: index)
                }
                return text
            }.joined()
        case let other?:
            throw fail("'\(field)' is \(other.kind), not a string or a list of lines", cell: index)
        }
    }

    // MARK: - Code

    private func tags(_ cell: StrictJSON) -> [String] {
        cell["metadata"]?["tags"]?.elements?.compactMap(\.text) ?? []
    }

    private func isCheck(_ cell: StrictJSON) -> Bool { isOwn && tags(cell).contains(Document.checkTag) }

    private func code(_ cell: StrictJSON, _ source: String, number: Int, at index: Int) throws -> Cell {
        if let metadata = cell["metadata"], metadata.kind != "an object" {
            throw fail("'metadata' is \(metadata.kind), not an object", cell: index)
        }
        if let field = cell["metadata"]?["tags"], field.elements?.allSatisfy({ $0.text != nil }) != true {
            throw fail("'tags' is not a list of strings", cell: index)
        }
        var options = isOwn ? try self.options(cell, index) : CellOptions()
        // Tags by which this program says something of a lesson to Jupyter.
        let own = isOwn ? [Document.checkTag] + (options.mustFail ? ["raises-exception"] : []) : []
        options.take(tags: tags(cell).filter { !own.contains($0) })
        let outputs = try outputs(cell, index)
        let stored = StoredOutputs(
            outputs.list, leftOut: outputs.leftOut, hasRun: cell["execution_count"]?.count != nil)
        if stored.errorName != nil { options.mustFail = true }
        var expected: ExpectedOutput?
        if isOwn, cell["execution_count"]?.count == nil {
            // What a lesson says, carried over: with its wild cards, and the whole message of an error.
            let text = Document.expected(Document.Code(source: source, outputs: outputs.list))
            expected = text.map { ExpectedOutput(text: $0, line: 1, range: 0..<0, fence: 0..<0) }
        } else {
            expected = stored.text.map { ExpectedOutput(stored, $0) }
        }
        return Cell(
            kind: isCheck(cell) ? .check : .code, number: number, source: source, line: 1, options: options,
            expected: isCheck(cell) ? nil : expected, stored: outputs.list)
    }

    /// The options of a lesson's cell, which its metadata have under the same names.
    private func options(_ cell: StrictJSON, _ index: Int) throws -> CellOptions {
        guard case .object(let pairs)? = cell["metadata"] else { return CellOptions() }
        var lines: [String] = []
        for (key, value) in pairs where CellOptions.known.contains(key) && key != "tags" {
            switch value {
            case .string(let text):
                lines += text.split(separator: "\n", omittingEmptySubsequences: false).map {
                    ":\(key): \($0)"
                }
            case .number, .bool: lines.append(":\(key): \(value)")
            case .array(let words):
                lines.append(":\(key): \(words.compactMap(\.text).joined(separator: ", "))")
            default: throw fail("the option '\(key)' cannot be \(value.kind)", cell: index)
            }
        }
        do {
            return try CellOptions.read(lines, firstLine: 1, file: name).options
        } catch let error as LessonError {
            throw fail(error.message, cell: index, hint: error.hint)
        }
    }

    /// What the cell gave, and the kinds of output that have no text and are no picture.
    private func outputs(_ cell: StrictJSON, _ index: Int) throws -> (list: [CellOutput], leftOut: [String]) {
        guard let field = cell["outputs"] else { return ([], []) }
        guard let outputs = field.elements else {
            throw fail("'outputs' is \(field.kind), not a list", cell: index)
        }
        var list: [CellOutput] = []
        var leftOut: [String] = []
        for output in outputs {
            guard case .object = output else {
                throw fail("one of its outputs is \(output.kind), not an object", cell: index)
            }
            switch output["output_type"]?.text {
            case "stream":
                // Warnings and progress go to stderr.
                guard output["name"]?.text != "stderr" else { continue }
                list.append(.text(try joined(output["text"], "text", index) ?? ""))
            case "error":
                let kind = output["ename"]?.text ?? "Exception"
                let words = output["evalue"]?.text ?? ""
                list.append(.error(kind: kind, message: words.isEmpty ? kind : "\(kind): \(words)"))
            case "display_data", "execute_result", "update_display_data":
                guard let data = output["data"] else { continue }
                guard case .object(let pairs) = data else {
                    throw fail("the 'data' of an output is \(data.kind), not an object", cell: index)
                }
                let names = pairs.map(\.name)
                if let widget = names.first(where: { $0.contains("widget") }) {
                    leftOut.append(widget)
                } else if let type = Self.bestPicture(names) {
                    let form = Form(try joined(data[type], type, index) ?? "")
                    list.append(.shown(Forms(StoredForms(plain: nil, [(MediaType(rawValue: type), form)]))))
                } else if let plain = try joined(data["text/plain"], "text/plain", index),
                    case let rich = try richTexts(data, index), !rich.isEmpty
                {
                    list.append(.shown(Forms(StoredForms(plain: plain, rich))))
                } else if let plain = try joined(data["text/plain"], "text/plain", index) {
                    // A value begins a line of its own.
                    var before = ""
                    if case .text(let text)? = list.last, !text.isEmpty, !text.hasSuffix("\n") {
                        before = "\n"
                    }
                    list.append(.text(before + (plain.hasSuffix("\n") ? plain : plain + "\n")))
                } else {
                    leftOut += names.sorted()
                }
            case let kind?: throw fail("an output has the unknown type '\(kind)'", cell: index)
            case nil: throw fail("one of its outputs says no 'output_type'", cell: index)
            }
        }
        return (list, leftOut)
    }

    /// What it is as marked-up text.
    private func richTexts(_ data: StrictJSON, _ index: Int) throws -> [(type: MediaType, form: Form)] {
        try [MediaType.html, .markdown, .latex].compactMap { type in
            try joined(data[type.rawValue], type.rawValue, index).map { (type, Form($0)) }
        }
    }

    /// The picture that stays sharp, where an output has several.
    private static func bestPicture(_ names: [String]) -> String? {
        names.first { $0 == "image/svg+xml" } ?? names.first { $0.hasPrefix("image/") }
    }
}
