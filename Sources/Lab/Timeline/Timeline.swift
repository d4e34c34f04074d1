import Bindings
import Foundation
import Kernels
import Language
import Presentation
import Tensors

/// The cells that a session ran, with the state before each as far as memory allows it: what `%undo`, `%redo`
/// and a lesson's `back` go along.
///
/// A state is kept as a snapshot, which costs what changes after it. Where one had to go, the state is made
/// again: the session goes back to the nearest state before it that was kept, and the cells from there on run
/// once more, silently.
public final class Timeline {
    /// One cell, and what there was before it.
    public struct Entry {
        /// Its own number, which no other entry of this timeline ever has.
        public let id: Int
        let cell: ParsedCell
        /// As it was typed.
        public var source: String { cell.typed }
        /// The number that the cell had.
        public let number: Int
        let echo: Session.Echo
        public internal(set) var seconds = 0.0
        /// True if Ctrl-C ended the cell: running it again would not end at the same place.
        public internal(set) var wasInterrupted = false
        /// Where the lesson stood before the cell. See `Timeline.place`.
        public let place: Int
        /// Whether it was a step of the lesson, and not typed beside it.
        public let isStep: Bool
        /// The state before the cell; nil where it had to go.
        var before: SessionSnapshot?
    }

    /// The cells, oldest first.
    public private(set) var entries: [Entry] = []
    /// Cells that were taken back, oldest first, until another cell runs.
    public private(set) var undone: [Entry] = []
    /// The state after the last of `undone`, and the lesson's place there.
    private var future: (snapshot: SessionSnapshot?, place: Int)?
    /// A number that goes back and forth with the session: how far a lesson is.
    public var place = 0
    /// Whether the next cell is a step of a lesson.
    public var marksStep = false
    /// Why the last cell has no state of its own.
    private(set) var refusal: String?
    /// Bytes that snapshots may hold beside the session's own; nil: a third of what is free.
    public var limit: Int?

    private unowned let session: Session
    /// How many snapshots hold a block of numbers, and its bytes.
    private var held: [ObjectIdentifier: (bytes: Int, holders: Int)] = [:]
    /// Bytes of all blocks that snapshots hold, and of their records.
    private var heldBytes = 0

    private var lastID = 0

    init(_ session: Session) { self.session = session }

    /// Objects whose recording takes no time that a person would notice.
    private static let mostObjects = 200_000

    // MARK: Going on

    /// Notes a cell before it runs.
    func begin(_ cell: ParsedCell, number: Int, echo: Session.Echo) {
        append(cell, number: number, echo: echo, isStep: marksStep)
        marksStep = false
    }

    private func append(_ cell: ParsedCell, number: Int, echo: Session.Echo, isStep: Bool) {
        forgetUndone()
        lastID += 1
        entries.append(
            Entry(
                id: lastID, cell: cell, number: number, echo: echo, place: place, isStep: isStep,
                before: snapshot("cell \(number)")))
        makeRoom()
    }

    /// Notes what came of a cell, if it is one that was noted.
    func end(number: Int, seconds: Double, wasInterrupted: Bool) {
        guard let last = entries.indices.last, entries[last].number == number else { return }
        (entries[last].seconds, entries[last].wasInterrupted) = (seconds, wasInterrupted)
    }

    /// Notes a step of a lesson that runs nothing: a cell that is passed over.
    public func pass() {
        append(ParsedCell(""), number: session.cellNumber, echo: .none, isStep: true)
    }

    /// Forgets all; the session's state stays.
    public func clear() {
        entries.forEach { drop($0.before) }
        entries = []
        forgetUndone()
    }

    private func forgetUndone() {
        undone.forEach { drop($0.before) }
        drop(future?.snapshot)
        (undone, future) = ([], nil)
    }

    // MARK: Going back and forth

    /// Seconds that going back before an entry takes where its state has to be made again; nil where it is
    /// kept, or cannot be made again.
    public func secondsToRemake(before index: Int) -> Double? {
        guard entries.indices.contains(index), entries[index].before == nil else { return nil }
        let cells = cellsToRemake(before: index)
        return cells.isEmpty ? nil : cells.reduce(0) { $0 + $1.seconds }
    }

    /// The cells from the nearest state before an entry that is kept up to it;
    /// none where there is no such state.
    private func cellsToRemake(before index: Int) -> ArraySlice<Entry> {
        guard let start = entries[..<index].lastIndex(where: { $0.before != nil }) else { return [] }
        return entries[start..<index]
    }

    /// Goes back to the state before the last `count` cells.
    ///
    /// - Throws: ValueError where there are fewer, or where a state is gone and cannot be made again;
    ///   KeyboardInterrupt during a replay, and then nothing has changed.
    public func goBack(_ count: Int) throws {
        guard count > 0 else {
            throw ScriptError("ValueError", "%undo takes back one cell or more, not \(count)", hint: "%undo")
        }
        guard !entries.isEmpty else { throw nothingToUndo() }
        guard count <= entries.count else {
            throw ScriptError(
                "ValueError", "only the last \(Formatting.count(entries.count, "cell")) can be taken back",
                hint: "%undo \(entries.count)")
        }
        let target = entries.count - count
        let present = snapshot("now")
        let place = place
        do { try restore(before: target) } catch {
            if let present { _ = present.restoreSession() }
            drop(present)
            throw error
        }
        if future == nil { future = (present, place) } else { drop(present) }
        undone = Array(entries[target...]) + undone
        self.place = entries[target].place
        entries.removeSubrange(target...)
        makeRoom()
    }

    /// Takes back taking back, for the next `count` cells.
    public func goForth(_ count: Int) throws {
        guard count > 0, count <= undone.count else {
            let hint =
                undone.isEmpty ? "%redo is for what %undo or back took back, until another cell runs" : nil
            throw ScriptError(
                "ValueError",
                undone.isEmpty
                    ? "there is nothing to run again"
                    : "only \(Formatting.count(undone.count, "cell")) can be put back, not \(count)",
                hint: hint)
        }
        let isLast = count == undone.count
        let place = isLast ? future?.place ?? self.place : undone[count].place
        if let snapshot = isLast ? future?.snapshot : undone[count].before {
            _ = snapshot.restoreSession()
        } else {
            let present = snapshot("now")
            do { try replay(undone[..<count]) } catch {
                if let present { _ = present.restoreSession() }
                drop(present)
                throw error
            }
            drop(present)
        }
        entries += undone[..<count]
        undone.removeFirst(count)
        self.place = place
        if undone.isEmpty {
            drop(future?.snapshot)
            future = nil
        }
    }

    private func restore(before target: Int) throws {
        if let snapshot = entries[target].before {
            tellLost(snapshot.restoreSession())
            return
        }
        let cells = cellsToRemake(before: target)
        guard let first = cells.first, let snapshot = first.before else { throw nothingToUndo() }
        if let stopped = cells.last(where: \.wasInterrupted) {
            throw ScriptError(
                "ValueError",
                "the state before cell \(entries[target].number) was too large to keep, "
                    + "and cannot be made again: cell \(stopped.number) was stopped by Ctrl-C",
                hint: "%undo \(entries.count - cells.startIndex) goes back to before cell \(first.number)")
        }
        let seconds = cells.reduce(0) { $0 + $1.seconds }
        session.output.note(
            "this state was too large to keep: \(Formatting.count(cells.count, "cell")) from before cell"
                + " \(first.number) run again, about \(Formatting.duration(seconds))")
        tellLost(snapshot.restoreSession())
        try replay(cells)
    }

    /// Runs cells again without a word. An error that ended one ends it again.
    private func replay(_ cells: ArraySlice<Entry>) throws {
        let target = session.output.target
        session.output.target = FilteredOutput()
        let keepsUndo = session.keepsUndo
        session.keepsUndo = false
        defer {
            session.output.target = target
            session.keepsUndo = keepsUndo
        }
        for cell in cells where !cell.source.isEmpty {
            do { try session.runAgain(cell) } catch let error as ScriptError where !error.isInterruption {}
        }
    }

    func tellLost(_ names: [String]) {
        guard !names.isEmpty else { return }
        session.output.note(
            "the recorded computation behind \(names.prefix(5).joined(separator: ", ")) "
                + "was used up by backward(): run the line that made it again")
    }

    private func nothingToUndo() -> ScriptError {
        if let reason = refusal {
            return ScriptError(
                "ValueError", "the last cell cannot be taken back: \(reason)",
                hint: "%snap NAME before what you may want to take back; %undo NAME then goes back to it")
        }
        return ScriptError(
            "ValueError",
            session.keepsUndo ? "there is no cell to take back" : "cells are remembered at the prompt only",
            hint: session.snaps.isEmpty
                ? "%snap NAME before what you may want to take back"
                : "%undo \(session.snaps.last?.title ?? "NAME")")
    }

    /// What is different from the state before an entry; nil where that state is not kept.
    ///
    /// - Returns: rows of what happened (`changed`, `gone`, `new`), the name, and what is different. Rows
    ///   without a name are about the session as a whole.
    public func differences(since index: Int) throws -> [[String]]? {
        guard entries.indices.contains(index), let before = entries[index].before else { return nil }
        return try session.interpreter.onThread { try before.differences() }
    }

    // MARK: Memory

    /// Bytes that snapshots may hold beside the session's own.
    private var allowance: Int {
        if let limit { return limit }
        return max(Memory.physical / 8, Memory.available / 3)
    }

    /// Whether a state with so many bytes is kept.
    func keeps(_ bytes: Int) -> Bool { bytes <= allowance }

    /// A snapshot as far as the memory for it goes: with recorded computations, without, or none.
    private func snapshot(_ title: String) -> SessionSnapshot? {
        refusal = nil
        for keepsComputations in [true, false] {
            let snapshot = SessionSnapshot(
                of: session, title: title, most: Timeline.mostObjects, keepsComputations: keepsComputations)
            if snapshot.isTooLarge {
                refusal =
                    "the session holds more than \(Formatting.grouped(Timeline.mostObjects)) "
                    + "lists and objects, too many to remember automatically"
                if keepsComputations { continue }
                return nil
            }
            // All that is shared now may be written over by the cell.
            guard snapshot.bytes <= allowance else {
                refusal =
                    "the tensors take \(Formatting.memory(snapshot.bytes)), "
                    + "and up to \(Formatting.memory(allowance)) are kept automatically"
                continue
            }
            refusal = nil
            hold(snapshot)
            return snapshot
        }
        return nil
    }

    private func hold(_ snapshot: SessionSnapshot) {
        for (block, bytes) in snapshot.blocks {
            if held[block] == nil { heldBytes += bytes }
            held[block, default: (bytes, 0)].holders += 1
        }
        heldBytes += snapshot.bytesOfRecords
    }

    private func drop(_ snapshot: SessionSnapshot?) {
        guard let snapshot else { return }
        for (block, bytes) in snapshot.blocks {
            guard let count = held[block]?.holders else { continue }
            held[block] = count > 1 ? (bytes, count - 1) : nil
            if count <= 1 { heldBytes -= bytes }
        }
        heldBytes -= snapshot.bytesOfRecords
    }

    /// Lets states go until the rest fits: what was taken back first, then the oldest. The first state stays,
    /// since all others can be made again from it, and states that cannot be made again stay longest.
    private func makeRoom() {
        let present = entries.last?.before?.bytes ?? 0
        func isTooMuch() -> Bool { heldBytes - present > allowance }
        guard isTooMuch() else { return }
        for index in undone.indices.dropFirst() where isTooMuch() {
            drop(undone[index].before)
            undone[index].before = nil
        }
        for spares in [true, false] {
            for index in entries.indices.dropFirst().dropLast() where isTooMuch() {
                if spares, entries[index - 1].wasInterrupted { continue }
                drop(entries[index].before)
                entries[index].before = nil
            }
        }
    }
}

extension Session {
    /// Takes back the last cells: variables, tensors, models, optimizers and random numbers are as they were.
    ///
    /// - Throws: ValueError where there are fewer, or where the state is gone and cannot be made again;
    ///   KeyboardInterrupt while it is made again, and then nothing has changed.
    public func goBack(_ count: Int) throws {
        interruption.clear()
        try interpreter.onThread { [self] in try timeline.goBack(count) }
    }

    /// Puts back the next cells that were taken back.
    public func goForth(_ count: Int) throws {
        interruption.clear()
        try interpreter.onThread { [self] in try timeline.goForth(count) }
    }

    /// Runs cells that leave no trace: whatever they change is put back, and nobody sees what they print.
    ///
    /// - Returns: what `body` returns.
    public func tryingOut<Result>(
        name: String = "check", _ body: (_ run: (String) throws -> Void) throws -> Result
    ) throws -> Result {
        interruption.clear()
        let target = output.target
        output.target = FilteredOutput()
        let (keeps, number) = (keepsUndo, isInsideMagic)
        (keepsUndo, isInsideMagic) = (false, true)
        let before = try interpreter.onThread { [self] in SessionSnapshot(of: self, title: "before") }
        defer {
            _ = try? interpreter.onThread { before.restoreSession() }
            (keepsUndo, isInsideMagic) = (keeps, number)
            output.target = target
        }
        return try body { [self] in try run($0, name: name, echo: .none) }
    }

    /// Runs a cell of the timeline once more, without a number or a history of its own.
    fileprivate func runAgain(_ cell: Timeline.Entry) throws {
        let (isInside, poll, interruption) = (isInsideMagic, context.poll, interruption)
        isInsideMagic = false
        context.poll = { try interruption.check() }
        defer { (isInsideMagic, context.poll) = (isInside, poll) }
        try interpreter.onThread { [self] in
            _ = try runCell(cell.cell, number: cell.number, echo: cell.echo)
        }
    }
}
