import Foundation

/// One line on a terminal that says how far a long work is: bar, rate, time left, and what else is known.
///
/// It is drawn at most ten times a second and erased when the work is done. In a pipe it draws nothing.
final class ProgressLine {
    private let label: String
    private let total: Int?
    private let unit: String
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
        self.label = label
        self.total = total.flatMap { $0 > 0 ? $0 : nil }
        self.unit = unit
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
        write(
            "\r" + text(done, seconds: now - started, extras: extras, width: terminal.size.width - 1)
                + "\u{1b}[K")
    }

    /// Erases the line.
    func finish() {
        if isShown { write("\r\u{1b}[K") }
        isShown = false
    }

    /// The line itself, cut to a width.
    func text(_ done: Int, seconds: Double, extras: [String], width: Int) -> String {
        var parts: [String] = []
        let rate = seconds > 0 ? Double(done) / seconds : 0
        if let total {
            let share = min(max(Double(done) / Double(total), 0), 1)
            parts.append(unit == "B" ? "\(bytes(Double(done)))/\(bytes(Double(total)))" : "\(done)/\(total)")
            parts.append("\(Int(share * 100))%")
        } else {
            parts.append(unit == "B" ? bytes(Double(done)) : "\(done) \(unit)\(done == 1 ? "" : "s")")
        }
        if rate > 0 {
            parts.append(
                unit == "B"
                    ? "\(bytes(rate))/s"
                    : rate >= 1 ? number(rate) + " \(unit)/s" : number(1 / rate) + " s/\(unit)")
            if let total, done < total { parts.append(time(Double(total - done) / rate) + " left") }
        }
        parts += extras
        let words = parts.joined(separator: "  ")
        var line = label.isEmpty ? "" : label + " "
        let room = width - line.count - words.count - 1
        if let total, room >= 8 {
            let cells = min(room, 30)
            line += bar(min(max(Double(done) / Double(total), 0), 1), cells: cells) + " "
        }
        return terminal.shown(String((line + words).prefix(max(width, 0))))
    }

    private func bar(_ share: Double, cells: Int) -> String {
        let eighths = Int((share * Double(cells * 8)).rounded(.down))
        guard terminal.unicode else {
            return "["
                + String(repeating: "#", count: eighths / 8 * (cells - 2) / cells)
                .padding(toLength: cells - 2, withPad: ".", startingAt: 0) + "]"
        }
        let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        let text = String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
        return text + String(repeating: "░", count: max(cells - text.count, 0))
    }

    private func number(_ value: Double) -> String {
        value >= 1e6
            ? String(format: "%.1e", value)
            : String(format: value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value)
    }

    private func bytes(_ value: Double) -> String {
        if value < 1e3 { return "\(Int(value)) B" }
        return value < 1e6 ? String(format: "%.0f kB", value / 1e3) : String(format: "%.1f MB", value / 1e6)
    }

    private func time(_ seconds: Double) -> String {
        guard seconds < 360_000 else { return "days" }
        let whole = Int(seconds.rounded(.up))
        let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
        if hours > 0 { return String(format: "%d:%02d:%02d", hours, minutes, rest) }
        return whole < 60 ? "\(rest) s" : String(format: "%d:%02d", minutes, rest)
    }
}
