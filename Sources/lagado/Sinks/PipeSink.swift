import Foundation
import Lab
import Notebook
import Plots
import Script

/// Output into a pipe or a file: results on standard output as they are, remarks on standard error, no colour.
final class PipeSink: OutputSink {
    /// What the last progress said about the test loss; a line is written when it changes.
    private var lastEvaluation = ""

    func write(_ text: String) { Streams.output.write(text) }

    func display(_ object: any ScriptObject) { Streams.output.write(FigureText.plain(object)) }

    func note(_ text: String) { Streams.error.write(text.hasSuffix("\n") ? text : text + "\n") }

    /// A bar would fill a log: only a new evaluation is worth a line.
    func progress(_ progress: Script.Progress?) {
        guard let progress else {
            lastEvaluation = ""
            return
        }
        let evaluation = progress.extras.first { $0.name.hasPrefix("test") }?.text ?? ""
        guard !evaluation.isEmpty, evaluation != lastEvaluation else { return }
        lastEvaluation = evaluation
        let whole = progress.total.map { " of \($0)" } ?? ""
        let extras = progress.extras.map { "\($0.name) \($0.text)" }.joined(separator: "  ")
        Streams.error.write("\(progress.label) \(progress.completed)\(whole)  \(extras)\n")
    }
}
