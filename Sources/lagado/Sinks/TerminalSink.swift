import Language
import Presentation

/// Output on a terminal: figures as wide as the window, one progress line, nothing
/// that could command the terminal.
final class TerminalSink: OutputSink {
    let terminal: Terminal
    /// Whether the person wants colour; asked each time, since `%color` changes it.
    var wantsColour: () -> Bool = { true }
    /// True once something was written since it was last set to false.
    var hasWritten = false
    /// True if the cursor stands at the beginning of a line.
    private(set) var isAtLineStart = true
    private var line: (label: String, drawing: ProgressLine)?

    init(_ terminal: Terminal) { self.terminal = terminal }

    var style: TextStyling { TextStyling(isOn: wantsColour() && terminal.colours != .none) }

    func write(_ text: String) {
        guard !text.isEmpty else { return }
        send(terminal.shown(text))
    }

    func display(_ forms: Forms) {
        let size = terminal.size
        let options = RenderOptions(
            width: min(size.width - 1, 120), height: min(max(size.height - 12, 8), 20), colour: style.isOn,
            trueColour: terminal.colours == .million, unicode: terminal.unicode)
        guard let text = forms.text(options) else { return }
        guard forms.isDrawn else { return send(terminal.shown(text)) }
        // A figure's own colour codes have to arrive; its words were made safe when it was drawn.
        finishLine()
        send(text)
    }

    func note(_ text: String) {
        finishLine()
        let lines = Columns.broken(terminal.shown(text), max(20, min(terminal.size.width - 1, 110)))
        send(lines.map(style.dim).joined(separator: "\n") + "\n")
    }

    func progress(_ progress: Language.Progress?) {
        guard let progress else {
            line?.drawing.finish()
            line = nil
            return
        }
        if line?.label != progress.label {
            line?.drawing.finish()
            finishLine()
            let isBytes = progress.label.hasPrefix("download")
            line = (
                progress.label,
                ProgressLine(
                    label: progress.label, total: progress.total, unit: isBytes ? "B" : progress.unit,
                    terminal: terminal)
            )
        }
        line?.drawing.update(
            progress.completed, extras: progress.extras.map { "\($0.name) \($0.text)" }, panel: progress.panel
        )
        hasWritten = true
    }

    /// Text that is safe for the terminal already.
    func send(_ text: String) {
        line?.drawing.finish()
        Streams.output.write(text)
        hasWritten = true
        isAtLineStart = text.hasSuffix("\n")
    }

    /// Sees to it that what comes next begins a line.
    func finishLine() {
        if !isAtLineStart { send("\n") }
    }
}
