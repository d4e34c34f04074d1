import Foundation
import Script
import Tensors

/// A session at one moment: variables and all that they reach, random numbers, results, how things are printed.
///
/// Numbers are shared with the session until one side writes (`TensorSnapshot`), so that what is kept costs memory only
/// for what changes afterwards.
final class SessionSnapshot: Snapshot {
    /// What the person called it, or the cell that it was taken before.
    let title: String
    /// Every tensor that was reached.
    var tensors: [TensorSnapshot] = []
    private unowned let session: Session
    private let variables: [(name: String, value: Value)]
    private let results: [(name: String, value: Value)]
    private let randomState: [UInt64], arrayRandomState: NumPyGenerator.State
    private let printing: PrintOptions
    private let (streamed, book, records): (ScriptText?, String?, Bool)

    /// - Parameter most: objects after which it is given up (`isTooLarge`).
    init(of session: Session, title: String, most: Int = .max) {
        (self.session, self.title) = (session, title)
        variables = session.interpreter.globals.all
        results = session.interpreter.builtins.all.filter { Session.isResultName($0.name) }
        (randomState, arrayRandomState) = (Generator.standard.snapshot, NumPyGenerator.standard.snapshot)
        printing = PrintOptions.standard
        (streamed, book, records) = (session.streamed, session.lastBook, Autograd.isEnabled)
        super.init(most: most)
        visit(variables.map(\.value))
        visit(results.map(\.value))
        // Its roles and added tokens are a program's to set; it is no variable.
        visit(.object(session.tokenizer))
        // Sources of random numbers that modules hold are a session's state too.
        visit(session.interpreter.modules.values.map(Value.module))
    }

    /// Puts the session back; what cannot come back is told.
    ///
    /// - Returns: names of variables whose recorded computation is used up.
    func restoreSession() -> [String] {
        restore()
        let globals = session.interpreter.globals, builtins = session.interpreter.builtins
        globals.removeAll()
        for (name, value) in variables { globals[name] = value }
        for name in builtins.names where Session.isResultName(name) { builtins[name] = nil }
        for (name, value) in results { builtins[name] = value }
        (Generator.standard.snapshot, NumPyGenerator.standard.snapshot) = (randomState, arrayRandomState)
        PrintOptions.standard = printing
        (session.streamed, session.lastBook, Autograd.isEnabled) = (streamed, book, records)
        let lost = Set(tensors.filter(\.hasLostItsRecording).map { ObjectIdentifier($0.tensor) })
        return variables.compactMap { name, value in
            guard let tensor = try? Tensor.from(value), lost.contains(ObjectIdentifier(tensor)) else {
                return nil
            }
            return name
        }
    }

    // MARK: Differences

    /// One line for each variable that is new, gone or changed, then what else is different.
    func differences() throws -> [[String]] {
        let now = session.interpreter.globals.all.filter { Session.isVariable($0) }
        let before = variables.filter { Session.isVariable($0) }
        let old = Dictionary(before.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        var rows: [[String]] = []
        for (name, value) in now {
            guard let was = old[name] else {
                rows.append(["new", name, try session.summary(of: value)])
                continue
            }
            if !Snapshot.isSame(was, value) {
                rows.append([
                    "changed", name, "\(try session.summary(of: was)) → \(try session.summary(of: value))",
                ])
            } else if let change = try change(of: value) {
                rows.append(["changed", name, change])
            }
        }
        let present = Set(now.map(\.name))
        for (name, value) in before where !present.contains(name) {
            rows.append(["gone", name, try session.summary(of: value)])
        }
        if Generator.standard.snapshot != randomState {
            rows.append(["", "random numbers", "were drawn, or the seed was set"])
        }
        return rows
    }

    // MARK: Memory

    /// Blocks of numbers that the snapshot holds, with their bytes.
    private var blocks: [ObjectIdentifier: Int] {
        Dictionary(
            tensors.map { (ObjectIdentifier($0.memory), $0.memory.bytes) }, uniquingKeysWith: { a, _ in a })
    }

    /// Bytes of all numbers that it reaches.
    private(set) lazy var bytes = blocks.values.reduce(0, +)

    /// Bytes that it alone keeps alive once `next` has followed: numbers that were written over or dropped in between, what
    /// recorded computations that were dropped still hold, and its own records.
    func bytesKept(before next: SessionSnapshot) -> Int {
        let later = next.blocks, present = Set(next.tensors.map { ObjectIdentifier($0.tensor) })
        let numbers = blocks.reduce(0) { $0 + (later[$1.key] == nil ? $1.value : 0) }
        var kept: [ObjectIdentifier: Int] = [:]
        for dropped in tensors
        where dropped.tensor.gradFunction != nil && !present.contains(ObjectIdentifier(dropped.tensor)) {
            for storage in dropped.tensor.storagesKeptForBackward() {
                kept[ObjectIdentifier(storage)] = storage.bytes
            }
        }
        return numbers + kept.values.reduce(0, +) + count * SessionSnapshot.bytesOfARecord
    }

    /// About what one recorded object takes beside its numbers.
    private static let bytesOfARecord = 400
}

extension Session {
    /// `_`, `__`, `_3`: results that were shown.
    static func isResultName(_ name: String) -> Bool {
        name.hasPrefix("_") && (name.allSatisfy { $0 == "_" } || Int(name.dropFirst()) != nil)
    }

    /// Whether a global is a variable that a person thinks of as theirs.
    static func isVariable(_ entry: (name: String, value: Value)) -> Bool {
        switch entry.value {
        case .module, .builtin: return false
        default: return !entry.name.hasPrefix("__")
        }
    }

    // MARK: Undo

    /// Bytes that undo may keep beside the session's own: an eighth of the machine's memory.
    static let undoBytes = Int(clamping: ProcessInfo.processInfo.physicalMemory / 8)
    private static let longestUndo = 50
    /// Objects whose recording takes no time that a person would notice.
    private static let mostUndoObjects = 100_000

    /// Remembers the session before a cell, as far as the memory for it goes.
    func rememberForUndo(_ source: String, number: Int) {
        let snapshot = SessionSnapshot(of: self, title: "cell \(number)", most: Session.mostUndoObjects)
        guard !snapshot.isTooLarge, snapshot.bytes <= undoLimit else {
            undo = []
            undoIsRefused =
                snapshot.isTooLarge
                ? "the session holds more than \(Words.grouped(Session.mostUndoObjects)) lists and objects, too many to be remembered unasked"
                : "the tensors take \(DisplayCommands.memory(snapshot.bytes)), and up to \(DisplayCommands.memory(undoLimit)) are kept unasked"
            return
        }
        undoIsRefused = nil
        if let last = undo.indices.last {
            undo[last].bytesKept = undo[last].snapshot.bytesKept(before: snapshot)
        }
        undo.append((snapshot, 0))
        if undo.count > Session.longestUndo { undo.removeFirst() }
        while undo.count > 1, undo.reduce(0, { $0 + $1.bytesKept }) > undoLimit { undo.removeFirst() }
    }

    /// Goes back before the last `count` cells.
    func undoCells(_ count: Int) throws {
        guard count > 0 else {
            throw ScriptError("ValueError", "%undo takes back one cell or more, not \(count)", hint: "%undo")
        }
        guard !undo.isEmpty else { throw nothingToUndo() }
        guard count <= undo.count else {
            throw ScriptError(
                "ValueError", "only the last \(Words.count(undo.count, "cell")) can be taken back",
                hint: "%undo \(undo.count)")
        }
        let snapshot = undo[undo.count - count].snapshot
        undo.removeLast(count)
        goBack(to: snapshot, "before \(snapshot.title)")
    }

    func goBack(to snapshot: SessionSnapshot, _ place: String) {
        let lost = snapshot.restoreSession()
        output.note(
            "back \(place): variables, tensors, models, optimizers and random numbers are as they were")
        if !lost.isEmpty {
            output.note(
                "the recorded computation behind \(lost.prefix(5).joined(separator: ", ")) was used up by backward(): run the line that made it again"
            )
        }
    }

    private func nothingToUndo() -> ScriptError {
        if let reason = undoIsRefused {
            return ScriptError(
                "ValueError", "the last cell cannot be taken back: \(reason)",
                hint: "%snap NAME before what you may want to take back; %undo NAME then goes back to it")
        }
        return ScriptError(
            "ValueError",
            keepsUndo ? "there is no cell to take back" : "cells are remembered at the prompt only",
            hint: snaps.isEmpty
                ? "%snap NAME before what you may want to take back" : "%undo \(snaps.last?.title ?? "NAME")")
    }
}
