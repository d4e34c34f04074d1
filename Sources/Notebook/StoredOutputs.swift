import Foundation

/// What a notebook says that one of its cells has printed.
struct StoredOutputs {
    /// What `stdout` had and what the values print as, in their order, then the name of the error that
    /// ended the cell. Nil for a cell that never ran.
    let text: String?
    /// The exception that ended the cell.
    let errorName: String?
    /// Kinds of output that are not compared, other than pictures.
    let leftOut: [String]

    /// - Parameter cell: a code cell in format 4.
    init(_ cell: [String: Any]) {
        let outputs = cell["outputs"] as? [[String: Any]] ?? []
        var text = "", name: String?, leftOut: [String] = []
        func add(_ part: String) {
            if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
            text += part
        }
        for output in outputs {
            switch output["output_type"] as? String {
            case "stream":
                // Warnings and progress go to stderr.
                if output["name"] as? String != "stderr" { text += Self.joined(output["text"]) }
            case "error":
                name = output["ename"] as? String ?? "Exception"
            default:
                let data = output["data"] as? [String: Any] ?? [:]
                if let widget = data.keys.first(where: { $0.contains("widget") }) {
                    leftOut.append(widget)
                } else if data.keys.contains(where: { $0.hasPrefix("image/") }) {
                    continue
                } else if let plain = data["text/plain"] {
                    add(Self.joined(plain))
                } else {
                    leftOut += data.keys.sorted()
                }
            }
        }
        if let name { add(name) }
        let hasRun = cell["execution_count"] is NSNumber || !outputs.isEmpty
        (self.text, errorName, self.leftOut) = (hasRun ? text : nil, name, leftOut)
    }

    /// A text that a notebook keeps as one string or as a list of lines.
    static func joined(_ value: Any?) -> String { (value as? [String])?.joined() ?? value as? String ?? "" }
}
