import Language

/// What a sink does for whoever writes between the outputs of cells.
extension OutputSink {
    /// Takes the progress line away, and sees to it that what comes next begins a line.
    func settle() {
        progress(nil)
        (self as? TerminalSink)?.finishLine()
    }

    /// Shows text with styling of our own, whose words are safe for the terminal already.
    func show(_ text: String) {
        guard let screen = self as? TerminalSink else { return write(text) }
        screen.finishLine()
        screen.send(text)
    }

    /// Shows an error where the output goes: on a line of its own, its kind in red where there is colour.
    func tell(error text: String) {
        settle()
        guard let screen = self as? TerminalSink else { return write(text + "\n") }
        screen.send(screen.style.error(screen.terminal.shown(text)) + "\n")
    }

    /// Shows the error that ends a program on standard error, behind what was printed.
    func tell(fatal text: String, _ terminal: Terminal) {
        settle()
        let shown = terminal.isErrorTerminal ? terminal.shown(text) : text
        let style = TextStyling(isOn: terminal.isErrorTerminal && terminal.colours != .none)
        Streams.error.write(style.error(shown) + "\n")
    }
}
