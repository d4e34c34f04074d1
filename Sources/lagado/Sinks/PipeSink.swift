import Foundation
import Lab
import Language
import Notebook
import Plots

/// Output into a pipe or a file: results on standard output as they are, remarks on standard error, no
/// colour.
final class PipeSink: OutputSink {
    func write(_ text: String) { Streams.output.write(text) }

    func display(_ object: any ScriptObject) { Streams.output.write(FigureText.plain(object)) }

    func note(_ text: String) { Streams.error.write(text.hasSuffix("\n") ? text : text + "\n") }

    /// Silent: a bar would fill a log, and what is worth a line, such as an evaluation, comes as a note.
    func progress(_ progress: Language.Progress?) {}
}
