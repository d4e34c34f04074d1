import Documents
import Foundation

/// What a notebook says that one of its cells has printed, as it is compared.
struct StoredOutputs {
    /// What `stdout` had and what the values print as, in their order, then the name of the error that
    /// ended the cell. Nil for a cell that never ran.
    let text: String?
    /// The exception that ended the cell.
    let errorName: String?
    /// Kinds of output that are not compared, other than pictures.
    let leftOut: [String]

    /// - Parameter hasRun: whether the notebook numbers the cell as one that has run.
    init(_ outputs: [CellOutput], leftOut: [String], hasRun: Bool) {
        var text = "", name: String?
        func add(_ part: String) {
            if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
            text += part
        }
        for output in outputs {
            switch output {
            case .text(let words): text += words
            case .error(let kind, _): name = kind
            case .shown: if let words = output.plain { add(words) }
            }
        }
        if let name { add(name) }
        let isKnown = hasRun || !outputs.isEmpty || !leftOut.isEmpty
        (self.text, errorName, self.leftOut) = (isKnown ? text : nil, name, leftOut)
    }
}
