import Documents
import Foundation
import Lab
import Language

/// Runs a lesson and keeps what each cell gives, for a document of it.
public struct LessonRecording {
    /// What came of it.
    public struct Result {
        /// In the order of the lesson's cells; nil for those that did not run.
        public var runs: [CellRun?]
        /// The error that ended the run, nil where all went well.
        public var failure: ScriptError?
        /// The cell in which that was.
        public var failedCell: Cell?
    }

    public let lesson: Lesson

    public init(_ lesson: Lesson) { self.lesson = lesson }

    /// Runs the cells in their order, up to an error that the lesson does not want.
    ///
    /// - Parameters:
    ///   - goesOn: runs the cells after an error as well.
    ///   - tell: is told of each cell before it runs, and why where one is left out.
    public func run(_ runner: SessionRunner, goesOn: Bool, tell: (Cell, _ leftOut: String?) -> Void) -> Result
    {
        var result = Result(runs: [])
        var ended = false
        for cell in lesson.cells {
            let missing = (lesson.settings.needs + cell.options.needs).filter { $0 == .gpu }.compactMap(
                runner.missing)
            let reason = cell.options.skipped ?? missing.first.map { "it needs a gpu, and \($0)" }
            if ended || reason != nil {
                result.runs.append(nil)
                if !ended { tell(cell, reason) }
                continue
            }
            tell(cell, nil)
            let before = runner.session.history.count
            // Later cells want what the exercise makes; who gets the document fills in the blank themselves.
            let source = cell.isExercise ? cell.solution ?? cell.source : cell.source
            let came = runner.run(source, cell: cell.identity(in: lesson.name))
            let entry = runner.session.history.count > before ? runner.session.history.last : nil
            let outputs =
                source == cell.source ? (entry?.outputs ?? []).map(\.visible) : cell.saidOutputs ?? []
            result.runs.append(CellRun(number: cell.number, outputs: outputs))
            if let failure = runner.failure,
                (!cell.options.mustFail && !cell.options.mayFail) || came.interrupted
            {
                if result.failure == nil { (result.failure, result.failedCell) = (failure, cell) }
                ended = !goesOn || came.interrupted
                if came.interrupted { (result.failure, result.failedCell) = (failure, cell) }
            }
        }
        return result
    }
}
