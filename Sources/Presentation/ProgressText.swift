/// How far a long work is, in one line: bar, rate, time left, and what else is known.
public struct ProgressText: Equatable, Sendable {
    public var label: String
    /// How many units there are; nil if nobody knows.
    public var total: Int?
    /// What is counted: `step`, `token`, `B` (bytes are shown as kB, MB).
    public var unit: String
    /// False draws the bar in ASCII.
    public var unicode: Bool

    public init(label: String, total: Int?, unit: String, unicode: Bool = true) {
        self.label = label
        self.total = total.flatMap { $0 > 0 ? $0 : nil }
        self.unit = unit
        self.unicode = unicode
    }

    /// The line, cut to a width.
    ///
    /// - Parameters:
    ///   - done: units that are finished.
    ///   - seconds: since the work began.
    ///   - extras: more to show, such as `loss 5.812`.
    public func line(_ done: Int, seconds: Double, extras: [String] = [], width: Int) -> String {
        var parts = counts(done)
        let rate = seconds > 0 ? Double(done) / seconds : 0
        if rate > 0 {
            parts.append(speed(rate))
            if let total, done < total {
                parts.append(Formatting.remaining(Double(total - done) / rate) + " left")
            }
        }
        let words = (parts + extras).joined(separator: "  ")
        var line = label.isEmpty ? "" : label + " "
        let room = width - Columns.width(line) - Columns.width(words) - 1
        if let share = share(done), room >= 8 { line += bar(share, cells: min(room, 30)) + " " }
        return Columns.prefix(line + words, max(width, 0))
    }

    private var countsBytes: Bool { unit == "B" }

    private func share(_ done: Int) -> Double? {
        total.map { min(max(Double(done) / Double($0), 0), 1) }
    }

    private func counts(_ done: Int) -> [String] {
        func amount(_ number: Int) -> String {
            countsBytes ? Formatting.transferred(Double(number)) : "\(number)"
        }
        guard let total, let share = share(done) else {
            return [amount(done) + (countsBytes ? "" : " \(unit)\(done == 1 ? "" : "s")")]
        }
        return ["\(amount(done))/\(amount(total))", "\(Int(share * 100))%"]
    }

    private func speed(_ rate: Double) -> String {
        if countsBytes { return "\(Formatting.transferred(rate))/s" }
        return rate >= 1
            ? Formatting.brief(rate) + " \(unit)/s" : Formatting.brief(1 / rate) + " s/\(unit)"
    }

    private func bar(_ share: Double, cells: Int) -> String {
        let eighths = Int((share * Double(cells * 8)).rounded(.down))
        guard unicode else {
            let full = eighths / 8 * (cells - 2) / cells
            return "[" + String(repeating: "#", count: full)
                + String(repeating: ".", count: cells - 2 - full) + "]"
        }
        let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        let text = String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
        return text + String(repeating: "░", count: max(cells - text.count, 0))
    }
}
