import Foundation
import Presentation

/// Rows of a benchmark: what was measured, in which unit, as text for a person and as JSON for a script.
struct BenchReport {
    let name: String
    private(set) var settings: [(key: String, value: String)] = []
    private(set) var rows: [(key: String, label: String, value: Double, unit: String)] = []

    init(_ name: String) { self.name = name }

    mutating func setting(_ key: String, _ value: CustomStringConvertible) {
        settings.append((key, "\(value)"))
    }

    mutating func add(_ key: String, _ label: String, _ value: Double, _ unit: String) {
        rows.append((key, label, value, unit))
    }

    var text: String {
        let title = "\(name): " + settings.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        let width = rows.map(\.label.count).max() ?? 0
        return
            ([title]
            + rows.map { row in
                "  " + Columns.padded(row.label, width + 2)
                    + BenchReport.number(row.value) + " " + row.unit
            }).joined(separator: "\n")
    }

    var json: String {
        var object: [String: Any] = ["benchmark": name]
        for (key, value) in settings { object[key] = Int(value) ?? Double(value) ?? value as Any }
        for row in rows { object[row.key] = row.value }
        let data = try? JSONSerialization.data(
            withJSONObject: object, options: [.sortedKeys, .prettyPrinted])
        return String(decoding: data ?? Data("{}".utf8), as: UTF8.self)
    }

    /// Four significant digits, right-aligned.
    private static func number(_ value: Double) -> String {
        let digits = value == 0 ? 2 : max(0, 3 - Int(log10(abs(value)).rounded(.down)))
        let text = String(format: "%.\(min(digits, 6))f", value)
        return String(repeating: " ", count: max(0, 10 - text.count)) + text
    }
}

/// Clocks and counters of this process.
enum Measure {
    /// Seconds since some moment in the past.
    static var now: Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }

    static func seconds<Result>(_ body: () throws -> Result) rethrows -> Double {
        let start = now
        _ = try body()
        return now - start
    }

    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return .nan }
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// The most memory that this process has had in use, in GB (10⁹ bytes).
    static var peakGigabytes: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Double(usage.ru_maxrss) * 1024 / 1e9
    }
}
