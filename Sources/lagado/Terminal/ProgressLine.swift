import Foundation
import Presentation

/// One line on a terminal that says how far a long work is: bar, rate, time left, and what else is known.
///
/// It is drawn at most ten times a second and erased when the work is done. A panel of further lines can
/// stand above it, renewed twice a second. In a pipe it draws nothing.
final class ProgressLine {
    private let words: ProgressText
    private let terminal: Terminal
    private let write: (String) -> Void
    private let clock: () -> Double
    private let started: Double
    private var lastDrawn = -Double.infinity
    private var isShown = false
    private var hasHushed = false
    /// The panel as it was made last, and how many lines of it stand on the screen.
    private var (panel, panelDrawn, linesShown) = ([String](), -Double.infinity, 0)

    /// - Parameters:
    ///   - total: how many units there are; nil if nobody knows.
    ///   - unit: what is counted, for the rate: `step`, `token`, `B` (bytes are shown as kB, MB).
    ///   - write: sends text to the terminal. Standard error, so that results can still go to a file.
    init(
        label: String, total: Int?, unit: String, terminal: Terminal,
        write: @escaping (String) -> Void = { FileHandle.standardError.write(Data($0.utf8)) },
        clock: @escaping () -> Double = { ProcessInfo.processInfo.systemUptime }
    ) {
        words = ProgressText(label: label, total: total, unit: unit, unicode: terminal.unicode)
        self.terminal = terminal
        self.write = write
        self.clock = clock
        started = clock()
    }

    /// Says that `done` units are finished.
    ///
    /// - Parameters:
    ///   - extras: more to show, such as `loss 5.812`.
    ///   - panel: makes the lines above, for a width and a height; those that find room are shown.
    func update(_ done: Int, extras: [String] = [], panel: ((RenderOptions) -> [String])? = nil) {
        guard terminal.isErrorTerminal else { return }
        let now = clock()
        guard now - lastDrawn >= 0.1 else { return }
        lastDrawn = now
        hush()
        let size = terminal.size
        // Room for the ^C that a terminal writes: a line that wraps could not be taken off.
        let line = words.line(done, seconds: now - started, extras: extras, width: size.width - 3)
        guard let panel, size.height >= 12 else {
            isShown = true
            return write("\r" + terminal.shown(line) + "\u{1b}[K")
        }
        var rows = self.panel
        // The first half second may be all there is.
        if now - started >= 0.5, now - panelDrawn >= 0.5 {
            let options = RenderOptions(
                width: min(size.width - 1, 100), height: 6, unicode: terminal.unicode)
            // What is taken off again has to be as many lines as were written.
            rows = panel(options).flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }
                .map { Columns.prefix(terminal.shown(String($0)), size.width - 1) }
            panelDrawn = clock()
        }
        let text = erasing + rows.map { $0 + "\n" }.joined() + terminal.shown(line)
        (isShown, self.panel, linesShown) = (true, rows, rows.count)
        write(text)
    }

    /// Keeps the terminal from writing what is typed, until the line is gone.
    private func hush() {
        guard !isShown, !hasHushed, terminal.isInteractive else { return }
        hasHushed = true
        Terminal.setEcho(false)
    }

    /// What takes line and panel off.
    private var erasing: String {
        isShown ? "\r" + (linesShown == 0 ? "" : "\u{1b}[\(linesShown)A") + "\u{1b}[J" : ""
    }

    /// Erases the line, and the panel, which the next update shows again at once.
    func finish() {
        if isShown { write(linesShown == 0 ? "\r\u{1b}[K" : erasing) }
        (isShown, linesShown, lastDrawn) = (false, 0, -.infinity)
        if hasHushed { Terminal.setEcho(true) }
        hasHushed = false
    }
}
