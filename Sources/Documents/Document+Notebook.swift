import Disk
import Foundation
import Presentation

extension Document {
    /// A Jupyter notebook in format 4.5, laid out as Jupyter lays it out. Figures are in it as SVG, as text,
    /// and as PNG.
    ///
    /// - Parameter withPNG: false leaves the PNG pictures out.
    /// - Throws: ``PictureError`` where a figure cannot be drawn as PNG.
    public func notebook(withPNG: Bool = true) throws -> String {
        var names = CellNames()
        let cells = try blocks.flatMap { block -> [StrictJSON] in
            switch block {
            case .prose(let words): return [Document.prose(words, names.next())]
            case .note(let words): return [Document.prose("<!-- note: \(words) -->", names.next())]
            case .cell(let cell):
                let code = try Document.code(cell, names.next(cell), withPNG)
                guard !cell.answers.isEmpty else { return [code] }
                return [code, Document.prose(String(Document.fences(cell.answers).dropLast()), names.next())]
            }
        }
        let root = StrictJSON.sorted([
            ("cells", .array(cells)), ("metadata", metadata), ("nbformat", .whole(4)),
            ("nbformat_minor", .whole(5)),
        ])
        return root.laidOut + "\n"
    }

    private var metadata: StrictJSON {
        switch kernel {
        case .python:
            return .sorted(
                [
                    (
                        "kernelspec",
                        .sorted([
                            ("name", .string("python3")), ("display_name", .string("Python 3")),
                            ("language", .string("python")),
                        ])
                    ), ("language_info", .sorted([("name", .string("python"))])),
                ] + titles)
        case .lagado:
            let own = self.own.map { name, value -> (name: String, value: StrictJSON) in
                (name, name == "needs" ? .array(settings.needs.map(StrictJSON.string)) : .number(value))
            }
            return .sorted(
                [
                    ("file_format", .string("mystnb")),
                    (
                        "kernelspec",
                        .sorted([
                            ("name", .string("lagado")), ("display_name", .string("Lagado")),
                            ("language", .string("lagado")),
                        ])
                    ), ("language_info", .sorted([("name", .string("python"))])), ("lagado", .sorted(own)),
                ] + titles)
        }
    }

    private var titles: [(name: String, value: StrictJSON)] {
        settings.title.map { [("title", .string($0))] } ?? []
    }

    private static func prose(_ words: String, _ id: String) -> StrictJSON {
        .sorted([
            ("cell_type", .string("markdown")), ("id", .string(id)), ("metadata", .object([])),
            ("source", lines(words)),
        ])
    }

    private static func code(_ cell: Code, _ id: String, _ withPNG: Bool) throws -> StrictJSON {
        var metadata = cell.options.map { (name: $0.name, value: value($0)) }
        var tags = cell.tags
        if cell.isCheck { tags.append(checkTag) }
        if cell.failed || cell.options.contains(where: { $0.name == "check" }) {
            // Without it, Jupyter would stop here.
            if !tags.contains("raises-exception") { tags.append("raises-exception") }
        }
        if !tags.isEmpty { metadata.append(("tags", .array(tags.map(StrictJSON.string)))) }
        return .sorted([
            ("cell_type", .string("code")), ("execution_count", cell.number.map(StrictJSON.whole) ?? .null),
            ("id", .string(id)), ("metadata", .sorted(metadata)), ("source", lines(cell.source)),
            ("outputs", .array(try (cell.outputs ?? []).compactMap { try output($0, withPNG) })),
        ])
    }

    private static func output(_ output: CellOutput, _ withPNG: Bool) throws -> StrictJSON? {
        switch output {
        case .text(let text):
            guard !text.isEmpty else { return nil }
            return .sorted([
                ("output_type", .string("stream")), ("name", .string("stdout")), ("text", lines(text)),
            ])
        case .shown(let forms): return try bundle(forms, withPNG)
        case .error(let kind, let message):
            // Jupyter writes the kind before the words.
            let words = message.hasPrefix(kind + ": ") ? String(message.dropFirst(kind.count + 2)) : message
            return .sorted([
                ("output_type", .string("error")), ("ename", .string(kind)), ("evalue", .string(words)),
                (
                    "traceback",
                    .array(
                        message.split(separator: "\n", omittingEmptySubsequences: false).map {
                            .string(String($0))
                        })
                ),
            ])
        }
    }

    /// All forms of a thing under their types.
    private static func bundle(_ forms: Forms, _ withPNG: Bool) throws -> StrictJSON {
        var data: [(name: String, value: StrictJSON)] = []
        var metadata: [(name: String, value: StrictJSON)] = []
        for type in forms.types where withPNG || type != .png || !forms.isDrawn {
            guard let form = try forms.form(type) else { continue }
            data.append((type.rawValue, type.isText ? lines(form.data) : .string(form.data)))
            if let size = form.size {
                let shown = [("width", StrictJSON.whole(size.width)), ("height", .whole(size.height))]
                metadata.append((type.rawValue, .sorted(shown.map { (name: $0.0, value: $0.1) })))
            }
        }
        if let text = forms.text() {
            data.append((MediaType.plain.rawValue, lines(forms.isDrawn ? text : String(text.dropLast()))))
        }
        return .sorted([
            ("output_type", .string("display_data")), ("metadata", .sorted(metadata)),
            ("data", .sorted(data)),
        ])
    }

    /// A text as a list of its lines, each with its end.
    static func lines(_ text: String) -> StrictJSON {
        var rows = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) + "\n" }
        if let last = rows.popLast(), last.utf8.count > 1 { rows.append(String(last.dropLast())) }
        return .array(rows.map(StrictJSON.string))
    }

    /// Names for cells, which have to differ: the label of a cell where it is one, else a number.
    private struct CellNames {
        private var taken: Set<String> = []
        private var count = 0

        mutating func next(_ cell: Code? = nil) -> String {
            count += 1
            var name = "cell-\(count)"
            if let label = cell?.options.first(where: { $0.name == "label" })?.value, label.utf8.count <= 64,
                label.unicodeScalars.allSatisfy({
                    $0.isASCII
                        && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-" || $0 == "_")
                }), !label.isEmpty
            {
                name = label
            }
            while !taken.insert(name).inserted { name = "cell-\(count)-\(taken.count)" }
            return name
        }
    }
}
