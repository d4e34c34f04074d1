import Documents
import Foundation
import Language
import Presentation

/// Passes everything on to a sink, and keeps what the present cell writes and shows.
final class OutputRecorder: OutputSink {
    var target: any OutputSink
    private var outputs: [CellOutput] = []
    /// What was written since the last output of another kind.
    private var text = ""
    private var (isRecording, room) = (false, 0)

    /// Bytes of text kept of one cell; what is beyond is not carried away.
    private static let mostText = 1 << 18

    init(_ target: any OutputSink) { self.target = target }

    func begin() { (outputs, text, isRecording, room) = ([], "", true, OutputRecorder.mostText) }

    /// What was kept since `begin`.
    func end() -> [CellOutput] {
        finishText()
        defer { (outputs, isRecording) = ([], false) }
        return outputs
    }

    func record(_ error: ScriptError) {
        finishText()
        outputs.append(.error(kind: error.kind, message: ErrorReport(error).message))
    }

    private func finishText() {
        if !text.isEmpty { outputs.append(.text(text)) }
        text = ""
    }

    func write(_ text: String) {
        target.write(text)
        guard isRecording, room > 0 else { return }
        room -= text.utf8.count
        self.text += room > 0 ? text : "… (more was written)\n"
    }

    func display(_ forms: Forms) {
        target.display(forms)
        guard isRecording else { return }
        finishText()
        outputs.append(.shown(forms))
    }

    func progress(_ progress: Language.Progress?) { target.progress(progress) }
    func note(_ text: String) { target.note(text) }
}
