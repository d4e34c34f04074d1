import Presentation

extension ScriptError {
    /// What a person reads of it, below its place: kind and message, details, what to try.
    public var lines: [String] {
        var lines = [message.isEmpty ? kind : "\(kind): \(message)"] + notes
        lines += details.map { "  " + $0 }
        if let hint { lines.append("  try: " + hint) }
        return lines
    }
}

extension Source {
    /// The line on which a range begins; what of the range lies on it is marked.
    public func marked(_ range: SourceRange) -> MarkedLine {
        let whole = line(position(range.lower).line).range
        let lower = min(max(range.lower, whole.lower), whole.upper)
        let upper = min(max(range.upper, lower), whole.upper)
        return MarkedLine(
            before: text(SourceRange(whole.lower, lower)), marked: text(SourceRange(lower, upper)),
            after: text(SourceRange(upper, whole.upper)))
    }
}
