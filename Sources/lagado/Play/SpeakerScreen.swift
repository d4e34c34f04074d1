import Foundation
import Lab
import Notebook
import Presentation

/// The speaker's side of a lesson: notes, the next cell, its cost and the clock, on
/// a second terminal or in a file.
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

    deinit { timer?.cancel() }

    /// What stands on the screen; the clock in it goes on while a cell runs.
    private struct Page {
        var title: String
        var place: Int
        var count: Int
        var minutes: Int?
        var body: [String]

        func text(elapsed: Double) -> String {
            var head =
                "\(title)   cell \(min(place + 1, count)) of \(count)   \(Formatting.clock(elapsed))"
            if let minutes, count > 0 {
                let plan = Double(minutes) * 60
                let late = elapsed - plan * Double(place) / Double(count)
                head += " of \(Formatting.clock(plan)), "
                head +=
                    abs(late) < 30
                    ? "on time" : "\(Formatting.clock(abs(late))) \(late > 0 ? "late" : "early")"
            }
            return Formatting.visible(([head, ""] + body).joined(separator: "\n")) + "\n"
        }
    }

    private let queue = DispatchQueue(label: "speaker")
    private var timer: (any DispatchSourceTimer)?
    private var page: Page?
    private var begin = Date()

    /// - Parameters:
    ///   - elapsed: seconds since the lesson was opened.
    ///   - cost: what the next cell takes, in words.
    func show(_ player: Player, elapsed: Double, cost: String?) {
        var body: [String] = []
        if let step = player.upcoming {
            for note in step.notes { body += [note, ""] }
            if step.notes.isEmpty { body += ["(no notes for this cell)", ""] }
            body += step.cell.source.split(separator: "\n", omittingEmptySubsequences: false).map {
                "  " + $0
            }
            if let cost { body += ["", cost] }
        } else {
            body.append("(the end)")
        }
        let settings = player.lesson.settings
        let page = Page(
            title: settings.title ?? (player.lesson.name as NSString).lastPathComponent, place: player.place,
            count: player.steps.count, minutes: settings.minutes, body: body)
        queue.sync {
            self.page = page
            begin = Date().addingTimeInterval(-elapsed)
            write(page.text(elapsed: elapsed))
        }
        if isTerminal, timer == nil { startClock() }
    }

    /// Redraws once a second: a long cell is when the clock is looked at.
    private func startClock() {
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now() + 1, repeating: 1)
        timer.setEventHandler { [weak self] in
            guard let self, let page else { return }
            write(page.text(elapsed: Date().timeIntervalSince(begin)))
        }
        timer.resume()
        self.timer = timer
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
