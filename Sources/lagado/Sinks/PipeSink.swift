import Language
import Presentation

/// Output into a pipe or a file: results on standard output as they are,
/// remarks on standard error, no colour.
final class PipeSink: OutputSink {
    func write(_ text: String) { Streams.output.write(text) }

    func display(_ forms: Forms) { Streams.output.write(forms.text() ?? "") }

    func note(_ text: String) { Streams.error.write(text.hasSuffix("\n") ? text : text + "\n") }

    /// Silent: a bar would fill a log, and what is worth a line, such as an evaluation, comes as a note.
    func progress(_ progress: Language.Progress?) {}
}
