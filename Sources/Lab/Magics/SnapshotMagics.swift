import Bindings
import Foundation
import Language
import Presentation

/// Magics that go back, and say what has changed.
enum SnapshotMagics {
    static let all: [Magic] = [undo, redo, snap, diff]

    static let undo = Magic(
        "undo",
        "Undoes the last cell, the last N cells, or all since a snapshot: "
            + "variables, tensors, model, optimizer, random numbers.",
        .name(
            "N | NAME", "how many cells, or a snapshot to go back to; one cell if left out",
            completion: .snapshots),
        example: "%undo 2", subject: .time
    ) { session, target in
        let line = target ?? "1"
        if let count = Int(line) {
            let place = session.timeline.entries.dropLast(max(0, count - 1)).last?.number
            try session.timeline.goBack(count)
            return session.output.note(
                "back before cell \(place ?? 1): \(asTheyWere); %redo runs them again")
        }
        let snapshot = try find(session, line)
        if session.keepsUndo {
            let number = session.cellNumber - 1
            let cell = ParsedCell("%undo \(line)", name: "cell \(number)")
            session.timeline.begin(cell, number: number, echo: .none)
        }
        let lost = snapshot.restoreSession()
        session.output.note("back at snapshot '\(line)': \(asTheyWere)")
        session.timeline.tellLost(lost)
    }

    private static let asTheyWere =
        "variables, tensors, models, optimizers and random numbers are as they were"

    static let redo = Magic(
        "redo", "Redoes the last cell that was undone, or N of them, until another cell runs.",
        .number("N", "how many cells; one if left out", what: "a number of cells", sample: 2),
        example: "%redo", subject: .time
    ) { session, count in
        try session.timeline.goForth(count ?? 1)
        let number = session.timeline.entries.last?.number ?? 0
        session.output.note("redone: everything is as it was after cell \(number)")
    }

    static let snap = Magic(
        "snap",
        "Keeps the session as it is now under a name, for %undo "
            + "NAME and %diff NAME; lists what is kept without one.",
        .name("NAME", "what the snapshot is called", completion: .snapshots), example: "%snap before",
        subject: .session
    ) { session, name in
        guard let line = name else {
            let lines = session.snaps.map { "  \($0.title)" }
            session.output.write(
                (lines.isEmpty ? "no snapshots yet: %snap NAME" : lines.joined(separator: "\n")) + "\n")
            return
        }
        guard
            line.unicodeScalars.allSatisfy({
                $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_" || $0 == "-"
            }), Int(line) == nil
        else {
            throw ScriptError(
                "ValueError", "'\(Formatting.visible(line))' is no name for a snapshot", hint: "%snap before")
        }
        session.snaps.removeAll { $0.title == line }
        session.snaps.append(SessionSnapshot(of: session, title: line))
        session.output.note(
            "snapshot '\(line)' is kept; %undo \(line) goes back to it, %diff \(line) says what has changed")
    }

    static let diff = Magic(
        "diff", "Says what has changed since a snapshot; since before the last cell where none is named.",
        .name("NAME", "the snapshot to compare with", completion: .snapshots), example: "%diff before",
        subject: .session
    ) { session, name in
        let (snapshot, line) = (try compared(session, name), name ?? "")
        let rows = try snapshot.differences()
        let since = line.isEmpty ? "before \(snapshot.title)" : "snapshot '\(line)'"
        guard !rows.isEmpty else { return session.output.write("nothing has changed since \(since)\n") }
        session.show(TableObject("Since \(since)", rows: rows).forms)
    }

    /// The snapshot of that name; the state before the last cell where none is named.
    private static func compared(_ session: Session, _ name: String?) throws -> SessionSnapshot {
        if let name { return try find(session, name) }
        guard let last = session.timeline.entries.last?.before ?? session.snaps.last else {
            throw ScriptError(
                "ValueError", "there is nothing to compare with",
                hint: "%snap before, then later %diff before")
        }
        return last
    }

    private static func find(_ session: Session, _ name: String) throws -> SessionSnapshot {
        if let found = session.snaps.last(where: { $0.title == name }) { return found }
        let near =
            Suggestions.best(for: name, among: session.snaps.map(\.title)).map { ". Did you mean '\($0)'?" }
            ?? ""
        throw ScriptError(
            "ValueError", "there is no snapshot '\(Formatting.visible(name))'" + near,
            details: session.snaps.isEmpty
                ? [] : ["kept: " + session.snaps.map(\.title).joined(separator: ", ")],
            hint: "%snap \(name), before what you may want to take back")
    }
}
