import Presentation
import Statistics

extension Sample {
    /// `mean ± half of the 95 % interval`, both times `scale`; the mean alone of a single value.
    func interval(digits: Int, scale: Double = 1) -> String {
        var text = Formatting.fixed(scale * mean, digits)
        // What rounds to 0 has no sign.
        if text.hasPrefix("-"), Double(text) == 0 { text.removeFirst() }
        return text + (margin().map { " ± " + Formatting.fixed(scale * $0, digits) } ?? "")
    }
}
