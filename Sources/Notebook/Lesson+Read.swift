import Disk
import Foundation

extension Lesson {
    /// Reads a lesson (`.md`), a notebook (`.ipynb`) or a script (any other name).
    ///
    /// - Throws: ``LessonError`` if the file cannot be read or is not understood: file, line, what to do.
    public static func read(path: String) throws -> Lesson {
        let bytes: [UInt8]
        do { bytes = try ReadableFile(path).all(limit: 64 << 20) } catch let error as FileError {
            throw LessonError(
                file: path, line: nil, message: error.message,
                hint: error.reason == .notFound
                    ? "check the spelling, or give the whole path"
                    : "give the path of a file that you may read")
        }
        return try parse(bytes, name: path)
    }

    /// Reads a lesson from bytes; the ending of the name says in which format.
    public static func parse(_ bytes: [UInt8], name: String) throws -> Lesson {
        switch (name as NSString).pathExtension.lowercased() {
        case "md", "markdown", "myst": try markdown(bytes, name: name)
        case "ipynb": try notebook(bytes, name: name)
        default: try script(bytes, name: name)
        }
    }

    /// Reads a script: one cell, or several parted by lines that begin with `# %%` (jupytext's percent format).
    public static func script(_ bytes: [UInt8], name: String) throws -> Lesson {
        let lines = try SourceLines(bytes, name: name).lines
        var parts: [Part] = []
        var number = 0
        var start = 0
        var isProse = false
        var title: String?
        var tags: [String] = []
        func close(_ end: Int) {
            let texts = lines[start..<end].map(\.text)
            if isProse {
                let words = texts.map { $0.hasPrefix("# ") ? String($0.dropFirst(2)) : $0 == "#" ? "" : $0 }
                parts.append(.prose(Prose(text: words.joined(separator: "\n"), line: start + 1)))
            } else if texts.contains(where: { !$0.allSatisfy(\.isWhitespace) }) {
                number += 1
                var options = CellOptions()
                options.label = title
                options.take(tags: tags)
                parts.append(
                    .cell(
                        Cell(
                            number: number, source: texts.joined(separator: "\n"), line: start + 1,
                            options: options,
                            end: lines.isEmpty ? 0 : lines[max(end - 1, 0)].range.upperBound)))
            }
        }
        for (index, line) in lines.enumerated()
        where line.text.hasPrefix("# %%") || line.text.hasPrefix("#%%") {
            close(index)
            start = index + 1
            let rest = line.text.drop { "# %".contains($0) }
            isProse = rest.hasPrefix("[markdown]") || rest.hasPrefix("[md]") || rest.hasPrefix("[raw]")
            tags = Fence.tags(in: rest)
            let words = rest.prefix { $0 != "[" }.trimmingCharacters(in: .whitespaces)
            title = words.isEmpty || words.contains("=") ? nil : words
        }
        close(lines.count)
        return Lesson(name: name, format: .script, source: bytes, settings: Settings(), parts: parts)
    }

    /// Reads a Jupyter notebook in format 4, with the outputs that are stored in it.
    public static func notebook(_ bytes: [UInt8], name: String) throws -> Lesson {
        func fail(_ message: String, _ hint: String? = nil) -> LessonError {
            LessonError(file: name, line: nil, message: message, hint: hint)
        }
        let json: Any
        do {
            json = try JSONSerialization.jsonObject(with: Data(bytes))
        } catch {
            throw fail("this is not a notebook: its JSON is broken", "save it again from Jupyter")
        }
        guard let root = json as? [String: Any], let version = (root["nbformat"] as? NSNumber)?.intValue
        else {
            throw fail("this JSON is not a notebook: it has no 'nbformat'")
        }
        guard version == 4 else {
            throw fail(
                "this notebook is in format \(version), and format 4 is read",
                "convert it: jupyter nbconvert --to notebook --nbformat 4 \(name)")
        }
        guard let cells = root["cells"] as? [[String: Any]] else {
            throw fail("the notebook has no list of cells")
        }
        var parts: [Part] = []
        var number = 0
        for (index, cell) in cells.enumerated() {
            let source: String
            switch cell["source"] {
            case let text as String: source = text
            case let lines as [String]: source = lines.joined()
            default: throw fail("cell \(index + 1) of the notebook has no source")
            }
            let text = source.replacingOccurrences(of: "\r\n", with: "\n")
            guard cell["cell_type"] as? String == "code" else {
                parts.append(.prose(Prose(text: text, line: 1)))
                continue
            }
            number += 1
            var options = CellOptions()
            let tags = (cell["metadata"] as? [String: Any])?["tags"] as? [String] ?? []
            options.take(tags: tags)
            let stored = StoredOutputs(cell)
            if stored.errorName != nil { options.mustFail = true }
            parts.append(
                .cell(
                    Cell(
                        number: number, source: text, line: 1, options: options,
                        expected: stored.text.map { ExpectedOutput(stored, $0) })))
        }
        var settings = Settings()
        let own = (root["metadata"] as? [String: Any])?["lagado"] as? [String: Any]
        settings.seed = (own?["seed"] as? NSNumber).flatMap { UInt64(exactly: $0.doubleValue) }
        return Lesson(name: name, format: .notebook, source: bytes, settings: settings, parts: parts)
    }
}
