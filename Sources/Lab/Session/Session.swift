import Bindings
import Documents
import Foundation
import Language
import PythonLibrary
import Tensors
import Text

/// A lab: the language, every command, and the variables of one person.
///
/// ```swift
/// let session = Session()
/// try session.run("text = load('voyage')")
/// try session.run("len(text)")        // writes the value to the sink, and returns it
/// ```
///
/// One cell runs at a time; `interruption.request()` may be called from any thread. Whatever a cell does, it
/// ends in a value or a thrown `ScriptError`, and the variables stay.
public final class Session {
    /// What a session is told when it is made.
    public struct Configuration {
        /// Where books and merges are found.
        public var library: Library
        /// The seed of the one generator; the same seed gives the same digits.
        public var seed: UInt64
        /// What ``Session/writingFolder`` is at first.
        public var writingFolder: String?
        /// What `sys.argv` is: the program's name, and the words behind it.
        public var arguments: [String] = [""]
        /// The folders in which `import` looks for files first; "" is the working folder.
        public var searchPath: [String] = [""]
        /// Longest string shown whole, in characters; longer ones are cut in the middle.
        public var longestString: Int

        public init(
            library: Library = Library(), seed: UInt64 = 0, longestString: Int = 600,
            writingFolder: String? = nil
        ) {
            (self.library, self.seed, self.longestString) = (library, seed, longestString)
            self.writingFolder = writingFolder
        }
    }

    /// Which bare expressions of a cell are shown.
    public enum Echo: Sendable {
        /// The value of every top-level expression.
        case all
        /// The value of an expression that ends the cell, as at a prompt.
        case last
        /// Nothing, as in a script.
        case none
    }

    public let configuration: Configuration
    /// The folder in which, and below which, programs may write files; nil lets
    /// them write where the person may.
    public var writingFolder: String? {
        get { interpreter.writingFolder }
        set { interpreter.writingFolder = newValue }
    }
    /// What the session's computations have in common: random numbers, modes, how tensors print.
    public let context: ComputeContext
    public let interpreter: Interpreter
    public let interruption: Interruption
    /// Where text, figures, progress and notes go.
    public var sink: any OutputSink {
        get { output.target }
        set { output.target = newValue }
    }
    /// What everything in the session writes to: the sink, and the record of the cell that runs.
    let output: OutputRecorder
    /// Whether output may be coloured; `%color` asks and sets it, front ends decide what it means.
    public var usesColour = true
    /// Whether training shows its loss curve and a line of text while it runs, where that can be; `%live`
    /// sets it.
    public var showsLive = true
    /// Reads a line that the person types in the middle of a command, such as at a stop of `%step`; nil where
    /// nobody can be asked. Called on the evaluating thread, which waits.
    public var ask: ((_ prompt: String) -> Answer)?

    /// What came of asking.
    public enum Answer: Sendable {
        case line(String)
        /// Ctrl-C.
        case interrupted
        /// Ctrl-D, or the terminal is gone.
        case end
    }
    /// How wide pages of help and lists may be.
    public var columns: () -> Int = { 80 }
    /// Whether messages of errors that are longer than ``columns`` are broken between words: on a
    /// terminal. In a pipe a message is one line.
    public var breaksMessages = false
    /// The cells that were run, oldest first.
    public internal(set) var history: [HistoryEntry] = []
    /// The number that the next cell gets.
    public private(set) var cellNumber = 1

    /// One cell that was run.
    public struct HistoryEntry: Sendable {
        public let number: Int
        public let source: String
        public let seconds: Double
        public let succeeded: Bool
        /// What it wrote and showed, and the error that ended it.
        public let outputs: [CellOutput]
    }

    /// Loads when first used.
    lazy var tokenizer = TokenizerObject(library: configuration.library)
    /// Names that have no value because Ctrl-C stopped the cell that was to set them.
    var stopped: [String: StoppedAssignment] = [:]
    /// The text that `form` compares with if it is told no other.
    var lastBook: String?
    /// The text that `load` gave last, with its name.
    var lastLoaded: (name: String, text: String)?
    /// What was written as it came, so that it is not written again as a result.
    var streamed: AnyObject?
    /// The error that ended the last cell that failed, for `why()`.
    public internal(set) var lastError: ScriptError?
    /// Whether each cell can be taken back with `%undo`: what a prompt wants, and a program pays for in vain.
    public var keepsUndo = false
    /// The cells that can be taken back, and run again.
    public private(set) lazy var timeline = Timeline(self)
    /// Snapshots that the person keeps under a name, oldest first.
    var snaps: [SessionSnapshot] = []
    /// Remarks that are made once in a session.
    private var told: Set<String> = []
    /// Whether `generate` has said what a text longer than the context costs.
    var hasToldCropCost = false
    /// Called before a value is shown: a magic has something to say first.
    var willShow: (() -> Void)?
    /// True while a line of a magic runs, so that it gets no number and no history of its own.
    var isInsideMagic = false
    /// Magics that run inside one another.
    var magicDepth = 0

    public init(
        configuration: Configuration = Configuration(), sink: any OutputSink = CapturedOutput(),
        interruption: Interruption = Interruption()
    ) {
        (self.configuration, self.interruption) = (configuration, interruption)
        output = OutputRecorder(sink)
        interpreter = Interpreter(output: output, interruption: interruption)
        context = ComputeContext(seed: configuration.seed)
        interpreter.host = self
        interpreter.arguments = configuration.arguments
        interpreter.searchPath.elements = configuration.searchPath.map(Value.string)
        writingFolder = configuration.writingFolder
        StandardLibrary.install(in: interpreter)
        context.run { Catalog.install(in: self) }
    }

    /// The variables.
    public var variables: Globals { interpreter.globals }

    // MARK: Running

    /// Runs a cell: statements, magics, questions.
    ///
    /// - Parameters:
    ///   - source: one or more lines. A trailing `;` hides the value.
    ///   - name: what errors call it; `cell 3` if nil.
    ///   - echo: which values are shown on the sink.
    /// - Returns: the value of an expression at the end, nil where there is none.
    /// - Throws: ScriptError with its place.
    @discardableResult
    public func run(_ source: String, name: String? = nil, echo: Echo = .last) throws -> Value? {
        try run(ParsedCell(source), name: name, echo: echo)
    }

    /// Runs a cell that was read before, such as by a prompt that asked whether it is complete.
    @discardableResult
    public func run(_ cell: ParsedCell, name: String? = nil, echo: Echo = .last) throws -> Value? {
        try run(named: cell.named(name ?? "cell \(cellNumber)"), echo: echo)
    }

    /// Runs a cell under the name that it has.
    func run(named cell: ParsedCell, echo: Echo) throws -> Value? {
        if !isInsideMagic { interruption.clear() }
        let (poll, interruption) = (context.poll, interruption)
        context.poll = { try interruption.check() }
        defer { context.poll = poll }
        let number = cellNumber
        let start = DispatchTime.now().uptimeNanoseconds
        let counts = !isInsideMagic && !cell.isBlank
        if counts {
            cellNumber += 1
            output.begin()
        }
        var (succeeded, wasInterrupted) = (false, false)
        defer {
            if counts {
                let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
                timeline.end(number: number, seconds: seconds, wasInterrupted: wasInterrupted)
                history.append(
                    HistoryEntry(
                        number: number, source: cell.typed, seconds: seconds, succeeded: succeeded,
                        outputs: output.end()))
            }
        }
        do {
            let value = try interpreter.onThread { [self] in
                let value = try runCell(cell, number: number, echo: echo)
                // A Ctrl-C that nothing polled for is told, and what was computed is there.
                try interruption.check()
                return value
            }
            succeeded = true
            forgetSetNames()
            return value
        } catch {
            output.progress(nil)
            wasInterrupted = ScriptError(error).isInterruption
            forgetSetNames()
            rememberStopped(cell, ScriptError(error))
            let plain = ScriptError(error)
            let error = isInsideMagic ? plain : explained(ErrorNaming(session: self).named(plain))
            if counts {
                lastError = error
                output.record(error)
            }
            throw error
        }
    }

    /// Makes a remark that is worth making once.
    func tellOnce(_ text: String) {
        if told.insert(text).inserted { output.note(text) }
    }

    /// Shows a value as a prompt does: nothing for None, a figure as a figure, anything else as its repr.
    public func show(_ value: Value) throws {
        willShow?()
        switch value {
        case .none: return
        case .str(let text) where text === streamed: return
        case .object(let object) where object === streamed: return
        case .builtin(let builtin) where builtin.name == "help":
            output.write("help() lists what there is, help(name) or name? explains a name\n")
        default: show(try forms(of: value))
        }
    }

    /// Says what a program did wrong, as text for a person.
    public func report(_ error: any Error, indent: Int? = nil) -> String {
        ErrorReport(ScriptError(error)).text(
            promptWidth: indent, columns: columns(), breaksMessage: breaksMessages)
    }
}

extension Interpreter {
    /// The session that this interpreter belongs to.
    /// - Throws: RuntimeError where a command is used without one.
    func session() throws -> Session {
        guard let session = host as? Session else {
            throw ScriptError("RuntimeError", "this command needs a session")
        }
        return session
    }
}
