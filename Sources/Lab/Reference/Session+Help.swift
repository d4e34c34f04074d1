import Bindings
import Foundation
import Language
import Presentation

extension Session {
    /// What there is to know about a name, a command, a magic, a variable; empty for the overview.
    ///
    /// - Parameter detailed: adds the formula, the group and where the source is (`x??`).
    public func help(_ query: String = "", detailed: Bool = false) -> String {
        let name = query.trimmingCharacters(in: .whitespaces).trimmingCharacters(
            in: CharacterSet(charactersIn: "()"))
        if name.isEmpty { return overview() }
        if name.hasPrefix("%") {
            let wanted = String(name.drop { $0 == "%" })
            return Magics.named(wanted)?.page ?? search(wanted)
        }
        let path = name.split(separator: ".").map(String.init)
        if let value = resolve(path) { return help(on: value, name: name, detailed: detailed) }
        if path.count > 1, let owner = resolve(Array(path.dropLast())), case .object(let object) = owner,
            let summary = propertySummary(object, path[path.count - 1])
        {
            return "\(name)\n  \(summary)"
        }
        return Magics.named(name)?.page ?? search(name)
    }

    /// The page of a value.
    func help(on value: Value, name: String? = nil, detailed: Bool = false) -> String {
        if let command = declaration(of: value) {
            if case .object(let object) = value {
                return object.helpPage(name) + "\n\n"
                    + Session.page(command, detailed: detailed, columns: columns())
            }
            return Session.page(command, detailed: detailed, columns: columns())
        }
        switch value {
        case .function(let function):
            var lines = [function.signature]
            if let text = function.documentation { lines.append("  " + text) }
            if detailed { lines += ["", function.sourceText] }
            return lines.joined(separator: "\n")
        case .module(let module):
            let names = Operations.attributeNames(value).filter { !$0.hasPrefix("_") }.sorted()
            return [
                "module \(module.name)", module.documentation.isEmpty ? nil : "  " + module.documentation,
                Session.wrapped(names),
            ]
            .compactMap { $0 }.joined(separator: "\n")
        case .type(let type):
            return [
                type.writtenSignature.map { Session.filled($0, columns() - 4, indent: 4) }
                    ?? "class \(type.name)", type.documentation.map { "  " + $0 },
                Session.wrapped(type.attributeNames.filter { !$0.hasPrefix("_") }),
            ]
            .compactMap { $0 }.joined(separator: "\n")
        case .object(let object): return object.helpPage(name)
        default:
            let shown = ((try? display(value)) ?? "").prefix(300)
            return "\(name.map { "\($0): " } ?? "")\(value.typeName)\n  \(shown)"
        }
    }

    private func propertySummary(_ object: any ScriptObject, _ name: String) -> String? {
        (object as? any SummarisedProperties)?.propertySummary(name)
    }

    /// NumPy's spelling of PyTorch's arguments, which is taken everywhere.
    private static let common: Set<String> = ["axis", "keepdims", "x", "a", "x1", "x2"]

    /// What a parameter is, and what else a call may call it.
    private static func help(of parameter: ParameterInformation, _ command: Builtin) -> String {
        let others = command.otherNames.filter { $1 == parameter.name && !common.contains($0) }.keys.sorted()
        return parameter.help + (others.isEmpty ? "" : "; also called \(others.joined(separator: ", "))")
    }

    /// Signature, one sentence, parameters, example, the PyTorch line.
    static func page(_ command: Builtin, detailed: Bool = false, columns: Int = 80) -> String {
        var lines = [
            filled(command.signature, columns - 4, indent: 4),
            "  " + filled(command.summary, columns - 2, indent: 2),
        ]
        let parameters = command.parameters.filter { $0.name != "self" }
        if !parameters.isEmpty {
            lines.append("")
            let width = min(28, parameters.map { $0.name.count + $0.typeName.count + 3 }.max() ?? 0)
            for parameter in parameters {
                let head = "  " + Columns.padded("\(parameter.name): \(parameter.typeName)", width) + "  "
                lines.append(
                    head + filled(help(of: parameter, command), columns - width - 4, indent: width + 4))
            }
        }
        if !command.returns.isEmpty { lines += ["", "  gives     \(command.returns)"] }
        if !command.example.isEmpty { lines.append("  example   " + indented(command.example, 12)) }
        if !command.pytorch.isEmpty { lines.append("  PyTorch   " + indented(command.pytorch, 12)) }
        if detailed {
            if !command.formula.isEmpty { lines.append("  formula   " + indented(command.formula, 12)) }
            lines.append("  group     \(command.group)")
            lines.append(
                "  source    \(command.place.name), line \(command.place.line), in "
                    + "Sources/\(command.place.module)"
            )
        }
        return lines.joined(separator: "\n")
    }

    /// Words in lines that are no longer than `columns`, all but the first behind blanks.
    static func filled(_ text: String, _ columns: Int, indent: Int) -> String {
        Columns.filled(text, max(columns, 20)).joined(separator: "\n" + String(repeating: " ", count: indent))
    }

    private static func indented(_ text: String, _ columns: Int) -> String {
        text.replacingOccurrences(of: "\n", with: "\n" + String(repeating: " ", count: columns))
    }

    static func wrapped(_ names: [String], columns: Int = 80) -> String {
        guard !names.isEmpty else { return "" }
        return Columns.filled(names.joined(separator: " "), columns - 2).map { "  " + $0 }.joined(
            separator: "\n")
    }

    /// All commands by group.
    private func overview() -> String {
        var lines = [
            "Lagado: train a GPT-2 on one book and take it apart.  name? explains a name; Tab completes.", "",
        ]
        func row(_ head: String, _ names: [String]) {
            let names = Session.wrapped(names, columns: columns() - 12).replacingOccurrences(
                of: "\n", with: "\n          ")
            lines.append(Columns.padded(head, 10) + names)
        }
        for group in Catalog.groups { row(group, Catalog.commands.filter { $0.group == group }.map(\.name)) }
        row("magics", Magics.all.map { "%" + $0.name })
        row("modules", interpreter.moduleNames.filter { !$0.contains(".") })
        return lines.joined(separator: "\n")
    }

    /// The page of what modules or objects have under this name: `DataLoader`, `save_pretrained`.
    private func pageElsewhere(_ word: String) -> String? {
        guard word.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }), !word.hasPrefix("_") else {
            return nil
        }
        // Looking loads modules; this session's stay as they are.
        let other = Session(configuration: configuration)
        other.columns = columns
        var pages = Reference(other).types.flatMap(\.entries).filter { $0.name.hasSuffix("." + word) }.map {
            ($0.name, Session.page($0.command, columns: columns()))
        }
        for name in other.interpreter.moduleNames
        where !name.split(separator: ".").contains(where: { $0.hasPrefix("_") }) {
            guard let module = try? other.interpreter.module(name),
                let value = try? module[word] ?? Operations.attribute(.module(module), Symbol(word))
            else { continue }
            if case .module = value { continue }
            pages.append(("\(name).\(word)", other.help(on: value, name: "\(name).\(word)")))
        }
        guard let (path, page) = pages.first else { return nil }
        let others = pages.dropFirst().map(\.0)
        let more = others.isEmpty ? "" : "; also \(others.prefix(4).joined(separator: ", "))"
        return Columns.filled("'\(word)' is \(path)\(more)", columns()).joined(separator: "\n") + "\n\n"
            + page
    }

    /// Commands whose name or description has the word; the nearest name where none has.
    private func search(_ word: String) -> String {
        if let page = pageElsewhere(word) { return page }
        let lower = word.lowercased()
        let commands = Catalog.commands.filter {
            $0.name.lowercased().contains(lower) || $0.summary.lowercased().contains(lower)
        }
        let magics = Magics.all.filter { $0.name.contains(lower) || $0.summary.lowercased().contains(lower) }
        var lines = ["There is no '\(Formatting.visible(word))'."]
        if let near = Suggestions.best(for: word, among: names()) { lines.append("Did you mean \(near)?") }
        if !commands.isEmpty || !magics.isEmpty { lines.append("These speak of it:") }
        lines += commands.prefix(12).map { "  " + Columns.padded($0.name, 18) + $0.summary }
        lines += magics.prefix(6).map { "  " + Columns.padded("%" + $0.name, 18) + $0.summary }
        return lines.joined(separator: "\n")
    }
}

extension ScriptObject {
    /// Type, and what can stand behind the dot.
    func helpPage(_ name: String?) -> String {
        var lines = [(name.map { "\($0): " } ?? "") + typeName]
        if let text = (self as? any SummarisedProperties)?.summary { lines.append("  " + text) }
        let names = Operations.attributeNames(.object(self)).filter { !$0.hasPrefix("_") }
        let described = names.compactMap { name -> (String, String)? in
            if let command = declaration(of: name) { return (command.signature, command.summary) }
            if let summary = (self as? any SummarisedProperties)?.propertySummary(name) {
                return (name, summary)
            }
            return nil
        }
        if described.count == names.count, names.count <= 30 {
            let width = min(44, described.map(\.0.count).max() ?? 0)
            lines += described.map { "  " + Columns.padded("." + $0.0, width + 1) + "  " + $0.1 }
        } else if !names.isEmpty {
            lines.append(Session.wrapped(names.sorted()))
        }
        return lines.joined(separator: "\n")
    }
}
