import Foundation
import Lab
import Language
import Presentation

/// Runs the cells of a lesson in a session, and keeps what they print.
public final class SessionRunner: CellRunner {
    public let session: Session
    /// The error that ended the last cell, with the cell it happened in; nil if the cell went well.
    public private(set) var failure: ScriptError?
    private let sink: LessonSink
    /// False where figures are no part of what is compared: a notebook has them as pictures.
    public var keepsFigures: Bool {
        get { sink.keepsFigures }
        set { sink.keepsFigures = newValue }
    }
    /// Seconds that a cell may run; nil lets each take its time.
    public var timeout: Double?
    /// The cells that ran, by the names that errors call them.
    private var cells: [String: CellIdentity] = [:]

    /// - Parameters:
    ///   - configuration: the library and the seed that the lesson starts from.
    ///   - live: where output goes too, as it comes: the terminal of a person who reads along.
    ///
    /// A lesson writes files in the present folder only, and below it, unless the
    /// configuration names another one.
    public init(
        configuration: Session.Configuration = Session.Configuration(), live: (any OutputSink)? = nil,
        interruption: Interruption = Interruption()
    ) {
        sink = LessonSink(live: live)
        var configuration = configuration
        if configuration.writingFolder == nil {
            configuration.writingFolder = FileManager.default.currentDirectoryPath
        }
        session = Session(configuration: configuration, sink: sink, interruption: interruption)
    }

    public func run(_ source: String, cell: CellIdentity) -> CellResult {
        cells[cell.name] = cell
        sink.clear()
        failure = nil
        let start = DispatchTime.now().uptimeNanoseconds
        let deadline = timeout.map { Deadline(seconds: $0, interruption: session.interruption) }
        do {
            // A check leaves no trace, here as in the player.
            if cell.isCheck {
                try session.tryingOut(name: cell.name) { try $0(source) }
            } else {
                try session.run(source, name: cell.name, echo: .last)
            }
        } catch {
            failure = ScriptError(error)
        }
        let timedOut = deadline?.end() ?? false
        if timedOut, let timeout { failure = Self.tookTooLong(timeout, failure) }
        let message = failure.map { ErrorReport($0).message }
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
        return CellResult(
            output: sink.text, error: message, seconds: seconds,
            interrupted: failure?.isInterruption ?? false, timedOut: timedOut)
    }

    /// The error of a cell that was stopped, at the place where it was.
    private static func tookTooLong(_ timeout: Double, _ stopped: ScriptError?) -> ScriptError {
        var error = ScriptError(
            "TimeoutError", "the cell ran longer than \(String(format: "%g", timeout)) s and was stopped",
            range: stopped?.range, source: stopped?.source)
        error.frames = stopped?.frames ?? []
        return error
    }

    public func judge(_ answer: String, by checks: [Cell]) -> CheckResult {
        // An answer that never ends is none: it is stopped, and its check has not been passed.
        let deadline = timeout.map { Deadline(seconds: $0, interruption: session.interruption) }
        defer { _ = deadline?.end() }
        return session.check(checks, after: answer)
    }

    /// Where a source that ran here stands in its file: what to add to its lines, and the file's name.
    public func place(of source: Source) -> (file: String, linesBefore: Int)? {
        cells[source.name]?.place
    }

    /// A book or a vocabulary counts as there if it is on this machine: no test waits for a network.
    public func missing(_ need: Need) -> String? { SessionRunner.missing(need, in: session) }

    static func missing(_ need: Need, in session: Session) -> String? {
        let library = session.configuration.library
        switch need {
        case .gulliver:
            let folders = (library.cacheFolder.map { [$0] } ?? []) + library.dataFolders
            let isThere = folders.contains { FileManager.default.fileExists(atPath: $0 + "/pg829.txt") }
            return isThere ? nil : "the book is not on this machine yet, and load(\"gulliver\") fetches it"
        case .gpt2:
            return library.hasMerges ? nil : "GPT-2's merges are not on this machine yet"
        case .gpu:
            return session.context.accelerators.isEmpty ? "there is no GPU on this machine" : nil
        }
    }
}

/// Keeps what a cell prints in the form in which a lesson's `output` fence has it.
final class LessonSink: OutputSink {
    private(set) var text = ""
    var keepsFigures = true
    private let live: (any OutputSink)?

    init(live: (any OutputSink)?) { self.live = live }

    func clear() { text = "" }

    func write(_ text: String) {
        self.text += text
        live?.write(text)
    }

    func display(_ forms: Forms) {
        if keepsFigures || !forms.isDrawn { text += forms.text() ?? "" }
        live?.display(forms)
    }

    func progress(_ progress: Language.Progress?) { live?.progress(progress) }
    func note(_ text: String) { live?.note(text) }
}
