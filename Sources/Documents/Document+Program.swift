import Disk
import Foundation

extension Document {
    /// Python in jupytext's percent format: `# %%` before each cell, prose as comments.
    ///
    /// The output that a cell should give stands below it as prose with an `output` fence, as jupytext makes
    /// it of a lesson.
    public var program: String {
        var text = header
        for block in blocks {
            switch block {
            case .prose(let words): text += Document.comment("# %% [markdown]", words)
            case .note(let words): text += Document.comment("# %% [markdown]", "<!-- note: \(words) -->")
            case .cell(let cell):
                let source = cell.source
                text += "\n" + Document.mark(cell) + "\n" + source + (source.hasSuffix("\n") ? "" : "\n")
                var fences = Document.expected(cell).map { [Document.fenced("output", $0)] } ?? []
                if !cell.answers.isEmpty { fences.append(Document.fences(cell.answers)) }
                guard !fences.isEmpty else { continue }
                text += Document.comment(
                    "# %% [markdown]", String(fences.joined(separator: "\n").dropLast()))
            }
        }
        return text
    }

    /// jupytext's header: what the notebook says about itself, as comments.
    private var header: String {
        let own = self.own.map { "\($0.name): \($0.value)" }.joined(separator: ", ")
        let spec =
            kernel == .lagado
            ? "{name: lagado, display_name: Lagado, language: lagado}"
            : "{name: python3, display_name: Python 3, language: python}"
        var lines = ["# ---", "# jupyter:"]
        if let title = settings.title { lines.append("#   title: \(Document.quoted(title))") }
        lines.append("#   kernelspec: \(spec)")
        if kernel == .lagado { lines.append("#   lagado: {\(own)}") }
        return (lines + ["# ---", ""]).joined(separator: "\n")
    }

    private static func comment(_ mark: String, _ words: String) -> String {
        let lines = words.split(separator: "\n", omittingEmptySubsequences: false)
        return "\n\(mark)\n" + lines.map { $0.isEmpty ? "#\n" : "# \($0)\n" }.joined()
    }

    /// `# %% name key="value" tags=["hint"]`.
    private static func mark(_ cell: Code) -> String {
        var parts = ["# %%"]
        var tags = cell.tags
        if cell.isCheck { tags.append(checkTag) }
        for option in cell.options {
            // A label that stands for itself: jupytext's title of the cell.
            let isName =
                option.name == "label"
                && option.value.unicodeScalars.allSatisfy {
                    $0.properties.isAlphabetic || ("0"..."9").contains($0)
                        || "_- ".unicodeScalars.contains($0)
                }
            parts.append(
                isName ? option.value : "\(option.name)=\(value(option).line)")
        }
        if cell.failed, !cell.options.contains(where: { $0.name == "check" }) {
            parts.append("check=\"error\"")
        }
        if !tags.isEmpty { parts.append("tags=\(StrictJSON.array(tags.map(StrictJSON.string)).line)") }
        return parts.joined(separator: " ")
    }

    /// The tag of assertions that are not shown, where a format has no other sign for them.
    public static let checkTag = "check"

    /// An option's value as a notebook's metadata have it: numbers as numbers, lists as lists.
    static func value(_ option: Option) -> StrictJSON {
        if option.name == "needs" {
            return .array(
                option.value.split { " ,[]".contains($0) }.map { .string(String($0)) })
        }
        if option.name == "tol", let number = try? StrictJSON(Array(option.value.utf8)), case .number = number
        {
            return number
        }
        return .string(option.value)
    }
}
