import Bindings
import Foundation
import Language

/// The reference: every command, magic, module, function, class and method, read from their declarations.
///
/// `lagado help --markdown` prints it, `lagado help --names` the table of names from PyTorch, NumPy and
/// matplotlib alone; the contract tests walk through the same entries.
public struct Reference {
    /// One declared thing.
    public struct Entry: Sendable {
        /// As a program calls it: `torch.arange`, `Tensor.view`, `load`.
        public let name: String
        public let command: Builtin
    }

    public struct Section: Sendable {
        public let title: String
        public let introduction: String
        public let entries: [Entry]
        /// What is no command: attributes with their sentence, names of constants without.
        public let attributes: [(name: String, summary: String)]
    }

    private let session: Session

    public init(_ session: Session = Session()) { self.session = session }

    // MARK: What there is

    /// The short register, group by group.
    public var commands: [Section] {
        Catalog.groups.map { group in
            let commands = Catalog.commands.filter { $0.group == group }
            return Section(
                title: "Commands: \(group)", introduction: "",
                entries: commands.map { Entry(name: $0.name, command: $0) }, attributes: [])
        }
    }

    /// Methods and attributes of the things that commands give.
    public var types: [Section] {
        let described: [(String, ScriptClass, [String], (String) -> String?)] = [
            (
                "Tensor", TensorType.shared.scriptClass, TensorType.shared.propertyNames,
                TensorType.shared.summary
            ),
            ("nn.Module", ModuleTypes.base, [], { _ in nil }),
            describe("model", ModelObject.nativeType), describe("optimizer", OptimizerObject.nativeType),
            describe("trainer", TrainerObject.nativeType),
            describe("run", RunObject.nativeType), describe("sampler", SamplerObject.nativeType),
            describe("tokenizer", TokenizerObject.nativeType),
            describe("encoding", EncodingObject.nativeType),
            describe("vocabulary", VocabularyObject.nativeType),
            describe("trace", TraceObject.nativeType), describe("figure", FigureObject.nativeType),
        ]
        return described.map { name, type, properties, summary in
            let own = type.attributeNames.filter {
                !$0.hasPrefix("_")
                    && (name == "nn.Module" || ModuleTypes.base.attribute($0) == nil || name == "Tensor")
            }
            let methods = own.compactMap { method -> Entry? in
                guard case .builtin(let command)? = type.attribute(method) else { return nil }
                return Entry(name: "\(name).\(method)", command: command)
            }
            return Section(
                title: "Methods of \(name)", introduction: "", entries: methods.sorted { $0.name < $1.name },
                attributes: properties.map { ($0, summary($0) ?? "") })
        }
    }

    private func describe<T>(_ name: String, _ type: NativeType<T>) -> (
        String, ScriptClass, [String], (String) -> String?
    ) {
        (name, type.scriptClass, type.propertyNames, type.summary)
    }

    /// Modules: functions, classes by their constructors, and the names of everything else.
    public var modules: [Section] {
        session.interpreter.moduleNames.compactMap { name in
            guard let module = try? session.interpreter.module(name) else { return nil }
            var (entries, others): ([Entry], [(String, String)]) = ([], [])
            for member in Operations.attributeNames(.module(module)).filter({ !$0.hasPrefix("__") }).sorted()
            {
                guard
                    let value = module[member]
                        ?? ((try? Operations.attribute(.module(module), Symbol(member))) ?? nil)
                else { continue }
                if case .module = value { continue }
                if let command = session.declaration(of: value) {
                    entries.append(Entry(name: "\(name).\(member)", command: command))
                } else {
                    others.append((member, value.typeName))
                }
            }
            return Section(
                title: "Module \(name)", introduction: module.documentation, entries: entries,
                attributes: others)
        }
    }

    /// Python's own functions and types.
    public var language: Section {
        let names = session.interpreter.builtins.names.filter { !$0.hasPrefix("_") }.sorted()
        let own = Set(Catalog.commands.map(\.name))
        let entries = names.compactMap { name -> Entry? in
            guard !own.contains(name), let value = session.interpreter.builtins[name],
                let command = session.declaration(of: value), command.name == name,
                !command.group.hasPrefix("torch")
            else { return nil }
            return Entry(name: name, command: command)
        }
        return Section(title: "Python's own", introduction: "", entries: entries, attributes: [])
    }

    public var all: [Section] { commands + types + modules + [language] }

    // MARK: As Markdown

    public func markdown() -> String {
        var lines = [
            "# Lagado: reference", "",
            "Made by `lagado help --markdown` from the declarations of the program itself.", "",
        ]
        for section in commands + types + modules + [language]
        where !section.entries.isEmpty || !section.attributes.isEmpty {
            lines += ["## \(section.title)", ""]
            if !section.introduction.isEmpty { lines += [Reference.escaped(section.introduction), ""] }
            for entry in section.entries { lines += page(entry) }
            if !section.attributes.isEmpty {
                lines +=
                    section.attributes.map {
                        "- `\($0.name)`" + ($0.summary.isEmpty ? "" : ": \(Reference.escaped($0.summary))")
                    } + [""]
            }
        }
        lines += ["## Magics", "", "| Line | What it does | Arguments | Example |", "|---|---|---|---|"]
        lines += Magics.all.map { magic in
            let arguments = magic.parameters.map { "`\($0.form)`: \($0.help)" }.joined(separator: "; ")
            return "| `\(Reference.cell(magic.usage))` | \(Reference.cell(magic.summary)) | "
                + "\(Reference.cell(arguments)) | `\(Reference.cell(magic.example))` |"
        }
        return lines.joined(separator: "\n") + "\n\n" + names()
    }

    private func page(_ entry: Entry) -> [String] {
        let command = entry.command
        let owner = entry.name.split(separator: ".").dropLast().joined(separator: ".")
        let signature = (owner.isEmpty ? "" : owner + ".") + command.signature
        var lines = ["### `\(signature)`", "", Reference.escaped(command.summary), ""]
        for parameter in command.parameters where parameter.name != "self" {
            lines.append(
                "- `\(parameter.name)` (\(Reference.escaped(parameter.typeName))): "
                    + "\(Reference.escaped(parameter.help))"
            )
        }
        if !command.returns.isEmpty { lines += ["", "Gives \(Reference.escaped(command.returns))."] }
        if !command.example.isEmpty { lines += ["", "```python", command.example, "```"] }
        if !command.pytorch.isEmpty {
            lines += ["", "PyTorch: `" + command.pytorch.replacingOccurrences(of: "\n", with: "; ") + "`"]
        }
        if !command.formula.isEmpty { lines += ["", "Formula: `\(command.formula)`"] }
        return lines + [""]
    }

    /// The table of names from elsewhere that are spoken here, with the line of PyTorch that each stands for.
    public func names() -> String {
        let elsewhere = ["torch", "numpy", "matplotlib", "transformers", "tiktoken", "requests"]
        let sections =
            modules.filter { section in
                elsewhere.contains {
                    section.title == "Module \($0)" || section.title.hasPrefix("Module \($0).")
                }
            }
            + types.filter { ["Methods of Tensor", "Methods of nn.Module"].contains($0.title) }
        var lines = [
            "## Names from PyTorch, NumPy and matplotlib", "", "| Name | What it does |", "|---|---|",
        ]
        var seen: Set<String> = []
        for section in sections {
            for entry in section.entries where seen.insert(entry.name).inserted {
                lines.append("| `\(entry.name)` | \(Reference.cell(entry.command.summary)) |")
            }
            let owner = section.title.split(separator: " ").last.map(String.init) ?? ""
            for (name, summary) in section.attributes where seen.insert("\(owner).\(name)").inserted {
                lines.append("| `\(owner).\(name)` | \(Reference.cell(summary)) |")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func escaped(_ text: String) -> String {
        text.replacingOccurrences(of: "<", with: "\\<").replacingOccurrences(of: "*", with: "\\*")
            .replacingOccurrences(of: "_", with: "\\_")
    }

    /// Text in a cell of a table.
    private static func cell(_ text: String) -> String {
        text.replacingOccurrences(of: "|", with: "\\|").replacingOccurrences(of: "\n", with: " ")
    }
}
