import Lab
import Language
import Presentation

/// What came of the cells of one file: how many ran, which failed, and why.
struct RunTally {
    let file: String
    private var ran = 0
    private var failures: [(cell: String, line: Int?, why: String)] = []

    init(file: String) { self.file = file }

    /// - Parameter error: what ended the cell; nil if it went well.
    mutating func add(_ cell: String, _ error: ScriptError?) {
        ran += 1
        guard let error else { return }
        let line = error.range.flatMap { range in error.source.map { $0.position(range.lower).line } }
        let why = ErrorReport(error).message.prefix { $0 != "\n" }
        failures.append((cell, line, String(why)))
    }

    /// A line with the numbers, and one for each failure.
    var text: String {
        var lines = [
            "\(file): \(Formatting.count(ran, "cell")) run, "
                + "\(failures.isEmpty ? "none" : String(failures.count)) failed"
        ]
        let width = failures.map { Columns.width($0.cell) }.max() ?? 0
        for failure in failures {
            let line = failure.line.map { "line \($0)" } ?? ""
            lines.append(
                "  \(Columns.padded(failure.cell, width))  \(Columns.padded(line, 8))  \(failure.why)")
        }
        return lines.joined(separator: "\n")
    }
}
