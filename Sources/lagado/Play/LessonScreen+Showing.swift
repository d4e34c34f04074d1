import Foundation
import Lab
import Language
import Notebook
import Presentation

/// What is on the screen of a lesson: prose, where one is, cells, the outline, the end.
extension LessonScreen {
    /// Shows the beginning.
    func open() {
        for remark in player.lesson.remarks { sink.note(remark) }
        showUpcoming()
        note()
    }

    func clearScreen() {
        guard let terminalSink = sink as? TerminalSink, terminal.movesCursor else { return }
        terminalSink.send("\u{1b}[H\u{1b}[2J")
    }

    /// Prose, place and source of the next cell.
    ///
    /// - Parameter isBelow: whether what is on the screen is still to be seen above it.
    func showUpcoming(isBelow: Bool = false) {
        if isPresented, !isBelow { clearScreen() }
        shownPlace = player.place
        // Hidden cells before it may have prose too.
        guard let step = player.upcoming else { return showEnd() }
        for hidden in player.steps[player.place...].prefix(while: { $0.isHidden }) {
            hidden.prose.forEach { show(prose($0)) }
        }
        step.prose.forEach { show(prose($0)) }
        show(statusLine(step))
        show(code(of: step))
        waiting = step.cell.number
    }

    /// A cell that runs without having been shown.
    func showAgain(_ step: PlayerStep) {
        defer { waiting = nil }
        guard step.cell.number != waiting else { return }
        step.prose.forEach { show(prose($0)) }
        show(code(of: step))
    }

    func showEnd() {
        guard !hasEnded else { return }
        hasEnded = true
        player.epilogue.forEach { show(prose($0)) }
        if player.steps.isEmpty { return sink.note("there are no cells in \(player.lesson.name)") }
        let exercises = player.steps.filter(\.isExercise)
        var line =
            "This is the end: \(Formatting.count(player.steps.count, "cell")), "
            + "\(Formatting.duration(player.seconds))"
        if !exercises.isEmpty {
            line += "; \(player.solved.count) of \(Formatting.count(exercises.count, "exercise")) answered"
            let shown = player.solutionsShown.subtracting(player.solved).count
            if shown > 0 { line += ", \(shown) with the solution shown" }
        }
        sink.note(line + ". back, goto and your own lines go on; quit leaves")
    }

    private var style: TextStyling { (sink as? TerminalSink)?.style ?? TextStyling(isOn: false) }

    func prose(_ text: String) -> String { ProseText(terminal, style: style).text(text) + "\n" }

    private func statusLine(_ step: PlayerStep) -> String {
        let dash = terminal.unicode ? "·" : "-"
        var parts = ["cell \(step.cell.number) of \(player.steps.count)"]
        if let label = step.cell.options.label { parts[0] += " (\(label))" }
        if step.isExercise { parts.append("exercise") }
        let time = player.seconds
        if time >= 0.1 { parts.append("\(Formatting.duration(time)) so far") }
        if let cost = cost(of: step) { parts.append(cost) }
        return style.dim(parts.joined(separator: " \(dash) "))
    }

    /// What a cell will take on this machine; nil where that is not known, or nothing to speak of.
    func cost(of step: PlayerStep?) -> String? {
        guard let step else { return nil }
        if let seconds = measured[step.cell.number] {
            return seconds < 0.05 ? nil : "took \(Formatting.duration(seconds)) the last time"
        }
        guard let cost = player.session.cost(ofCell: step.cell.source),
            cost.seconds >= 0.05 || cost.bytes >= 5e7
        else {
            return nil
        }
        let memory = cost.bytes >= 1e6 ? ", \(Formatting.memory(Int(min(cost.bytes, 9e18))))" : ""
        return "about \(Formatting.duration(cost.seconds))\(memory)"
            + (cost.measured.map { ", " + $0 } ?? "")
    }

    func code(of step: PlayerStep) -> String {
        step.cell.options.showsSource ? code(step.cell.source) : style.dim("(code folded away)")
    }

    /// The cell's lines behind a bar, so that they cannot be mistaken for output.
    func code(_ source: String) -> String {
        let bar = terminal.unicode ? "│ " : "| "
        return source.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            style.dim(bar)
                + style.cyan(terminal.isOutputTerminal ? terminal.shown(String(line)) : String(line))
        }.joined(separator: "\n")
    }

    func outline() -> String {
        var lines: [String] = []
        let width = String(player.steps.count).count
        let room = max(12, min(66, (terminal.isOutputTerminal ? terminal.size.width : 80) - width - 5))
        for (index, step) in player.steps.enumerated() {
            for prose in step.prose {
                lines += prose.split(separator: "\n").filter { $0.hasPrefix("#") }.map {
                    "  " + $0.drop { $0 == "#" || $0 == " " }
                }
            }
            guard !step.isHidden else { continue }
            let isSkipped = player.wasSkipped(index) && !player.solved.contains(step.cell.number)
            let mark = index == player.place ? ">" : index > player.place ? " " : isSkipped ? "-" : "+"
            let first = step.cell.source.split(separator: "\n").first.map(String.init) ?? ""
            let label =
                (step.cell.options.label.map { $0 + ": " } ?? "") + (step.isExercise ? "(exercise) " : "")
            let number = Columns.padded(String(step.cell.number), width, right: true)
            lines.append(
                "\(mark) \(number)  "
                    + Columns.padded(label + Formatting.visible(first), room).trimmingTrailing)
        }
        lines.append("  + has run   - was passed over   > comes next")
        return lines.joined(separator: "\n") + "\n"
    }

    func show(_ text: String) {
        if !text.isEmpty { sink.show(text + "\n") }
    }
}

extension String {
    fileprivate var trimmingTrailing: String {
        var text = Substring(self)
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}
