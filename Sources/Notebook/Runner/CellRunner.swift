import Foundation

/// Whatever can run the cells of a lesson, one after another, keeping variables between them.
public protocol CellRunner: AnyObject {
    /// Runs one cell to its end. An error in the cell is part of the result.
    func run(_ source: String, cell: CellIdentity) -> CellResult

    /// Why something that a cell needs is not there, in a few words; nil if it is there.
    func missing(_ need: Need) -> String?

    /// What an exercise's check says to an answer. Neither leaves a trace.
    func judge(_ answer: String, by checks: [Cell]) -> CheckResult
}

extension CellRunner {
    public func missing(_ need: Need) -> String? { nil }
}

/// Which cell of which file is run: for messages and tracebacks.
public struct CellIdentity: Equatable, Sendable {
    public var file: String
    /// The number of the cell, from 1.
    public var number: Int
    public var label: String?
    /// The line of the file on which the source begins, from 1.
    public var line: Int
    /// True for assertions that are not shown.
    public var isCheck: Bool

    /// What errors call the source: `cell 3 (label)`, `check after cell 3`.
    public var name: String {
        "\(isCheck ? "check after cell" : "cell") \(number)" + (label.map { " (\($0))" } ?? "")
    }

    /// The file as messages name it, and how many of its lines stand above the cell's.
    public var place: (file: String, linesBefore: Int) {
        // Nobody counts the lines of a notebook's JSON.
        let isNotebook = (file as NSString).pathExtension.lowercased() == "ipynb"
        return isNotebook ? ("\(file), cell \(number)", 0) : (file, line - 1)
    }

    public init(file: String, number: Int, label: String? = nil, line: Int, isCheck: Bool = false) {
        self.file = file
        self.number = number
        self.label = label
        self.line = line
        self.isCheck = isCheck
    }
}

/// What came of a cell.
public struct CellResult: Equatable, Sendable {
    /// All that the cell printed, its value included, as on the screen.
    public var output: String
    /// The message of the error that ended the cell, without the echo of the source; nil if none did.
    public var error: String?
    public var seconds: Double
    /// True if Ctrl-C ended the cell.
    public var interrupted: Bool
    /// True if the cell was stopped since it took longer than it may.
    public var timedOut: Bool

    public init(
        output: String, error: String? = nil, seconds: Double = 0, interrupted: Bool = false,
        timedOut: Bool = false
    ) {
        self.output = output
        self.error = error
        self.seconds = seconds
        self.interrupted = interrupted
        self.timedOut = timedOut
    }
}
