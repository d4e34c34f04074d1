import Bindings
import Language

extension Session {
    /// What running a cell will take on this machine, as far as that is known
    /// before: nil where nothing of it is.
    ///
    /// Statements whose cost cannot be told (names that the cell itself makes, functions) count nothing, so
    /// it is a lower bound.
    ///
    /// - Returns: seconds, bytes beside what is there already, and how the seconds are known where they are
    ///   those of work that was done and timed in this session.
    public func cost(ofCell source: String) -> (seconds: Double, bytes: Double, measured: String?)? {
        let cell = ParsedCell(source)
        let program = cell.source
        guard let tree = cell.parsed else { return nil }
        let evaluator = CostEvaluator(session: self)
        let known = tree.statements.compactMap { try? evaluator.estimate(program.text($0.range)) }
        guard !known.isEmpty else { return nil }
        let total = known.reduce(CostEstimate(), +)
        let bytes = known.map(\.memory).max() ?? 0
        guard total.duration > 0 || bytes > 0 else { return nil }
        return (total.duration, bytes, total.isMeasured ? total.source : nil)
    }
}
