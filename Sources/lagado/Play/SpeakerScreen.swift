import Foundation
import Lab
import Notebook

/// The speaker's side of a lesson: notes, the next cell, its cost and the clock, on a second terminal or in a file.
final class SpeakerScreen {
    private let path: String
    private let isTerminal: Bool

    /// - Throws: ``UsageError`` for a path that cannot be written.
    init(_ path: String) throws {
        self.path = path
        let descriptor = Foundation.open(path, O_WRONLY | O_CREAT | O_NOCTTY | O_CLOEXEC | O_NONBLOCK, 0o644)
        guard descriptor >= 0 else {
            throw UsageError(
                message: "notes cannot be written to \(path): \(String(cString: strerror(errno)))",
                hint: "give a file, or the name that `tty` prints on the other terminal")
        }
        isTerminal = isatty(descriptor) == 1
        close(descriptor)
    }

    /// - Parameters:
    ///   - elapsed: seconds since the lesson was opened.
    ///   - cost: what the next cell takes, in words.
    func show(_ player: Player, elapsed: Double, cost: String?) {
        var lines: [String] = []
        let count = player.steps.count
        var head = "\(player.lesson.settings.title ?? (player.lesson.name as NSString).lastPathComponent)"
        head += "   cell \(min(player.place + 1, count)) of \(count)   \(SpeakerScreen.clock(elapsed))"
        if let minutes = player.lesson.settings.minutes, count > 0 {
            let plan = Double(minutes) * 60
            let here = plan * Double(player.place) / Double(count)
            let late = elapsed - here
            head += " of \(SpeakerScreen.clock(plan)), "
            head +=
                abs(late) < 30
                ? "on time" : "\(SpeakerScreen.clock(abs(late))) \(late > 0 ? "late" : "early")"
        }
        lines.append(head)
        lines.append("")
        if let step = player.upcoming {
            for note in step.notes { lines += [note, ""] }
            if step.notes.isEmpty { lines += ["(no notes for this cell)", ""] }
            lines += step.cell.source.split(separator: "\n", omittingEmptySubsequences: false).map {
                "  " + $0
            }
            if let cost { lines += ["", cost] }
        } else {
            lines.append("(the end)")
        }
        write(Words.visible(lines.joined(separator: "\n")) + "\n")
    }

    /// `7:05`, `1:02:30`.
    static func clock(_ seconds: Double) -> String {
        let whole = Int(min(max(0, seconds), 1e9))
        let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
        return hours > 0
            ? String(format: "%d:%02d:%02d", hours, minutes, rest) : String(format: "%d:%02d", minutes, rest)
    }

    /// A terminal is cleared, a file replaced. One that has gone away is no reason to stop.
    private func write(_ text: String) {
        let flags = O_WRONLY | O_NOCTTY | O_CLOEXEC | O_NONBLOCK | (isTerminal ? 0 : O_CREAT | O_TRUNC)
        let descriptor = Foundation.open(path, flags, 0o644)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let bytes = Array(((isTerminal ? "\u{1b}[H\u{1b}[2J" : "") + text).utf8)
        _ = Foundation.write(descriptor, bytes, bytes.count)
    }
}
