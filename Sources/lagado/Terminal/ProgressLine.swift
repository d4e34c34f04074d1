import Foundation
import Presentation

/// One line on a terminal that says how far a long work is: bar, rate, time left, and what else is known.
///
/// It is drawn at most ten times a second and erased when the work is done. In a pipe it draws nothing.
final class ProgressLine {
    private let words: ProgressText
    private let terminal: Terminal
    private let write: (String) -> Void
    private let clock: () -> Double
    private let started: Double
    private var lastDrawn = -Double.infinity
    private var isShown = false

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
    /// - Parameter extras: more to show, such as `loss 5.812`.
    func update(_ done: Int, extras: [String] = []) {
        guard terminal.isErrorTerminal else { return }
        let now = clock()
        guard now - lastDrawn >= 0.1 else { return }
        lastDrawn = now
        isShown = true
        let line = words.line(
            done, seconds: now - started, extras: extras, width: terminal.size.width - 1)
        write("\r" + terminal.shown(line) + "\u{1b}[K")
    }

    /// Erases the line.
    func finish() {
        if isShown { write("\r\u{1b}[K") }
        isShown = false
    }
}
