import Foundation
import Lab
import Presentation

/// What came of a test of lessons, in the XML that CI servers read: a suite for
/// each file, a case for each cell.
public struct JUnitReport {
    private var suites: [Suite] = []

    private struct Suite {
        var file: String
        var cases: [Case]
    }

    private struct Case {
        enum Outcome {
            case ok
            case failure(kind: String, message: String, text: String)
            case error(kind: String, message: String, text: String)
            case skipped(String)
        }
        var name: String
        var line: Int?
        var seconds: Double
        var outcome: Outcome
        /// What the cell printed.
        var output: String
    }

    public init() {}

    /// Adds what came of a lesson. An output that differs and a check that fails are failures; any other
    /// error that ended a cell is an error.
    public mutating func add(_ report: LessonReport) {
        let cases = report.cells.map { cell in
            Case(
                name: (cell.cell.kind == .check ? "check after " : "") + cell.cell.title,
                line: cell.cell.line,
                seconds: cell.seconds, outcome: Self.outcome(cell, file: report.lesson.name),
                output: cell.output)
        }
        suites.append(Suite(file: report.lesson.name, cases: cases))
    }

    /// Adds a file that could not be read as a lesson.
    public mutating func add(broken file: String, line: Int?, message: String) {
        let first = String(message.prefix { $0 != "\n" })
        suites.append(
            Suite(
                file: file,
                cases: [
                    Case(
                        name: "reading the lesson", line: line, seconds: 0,
                        outcome: .error(kind: "LessonError", message: first, text: message), output: "")
                ]))
    }

    private static func outcome(_ cell: CellReport, file: String) -> Case.Outcome {
        let text = cell.text(file: file)
        switch cell.status {
        case .ok: return .ok
        case .differs: return .failure(kind: "differs", message: "the output differs", text: text)
        case .didNotFail:
            return .failure(kind: "did not fail", message: "the cell had to fail and did not", text: text)
        case .accepts(let what):
            return .failure(kind: "accepts", message: "the check accepts \(what)", text: text)
        case .failed(let message):
            let first = String(message.prefix { $0 != "\n" })
            let kind = String(first.prefix { $0 != ":" })
            return cell.cell.kind == .check && !cell.timedOut
                ? .failure(kind: kind, message: first, text: text)
                : .error(kind: kind, message: first, text: text)
        case .skipped(let reason): return .skipped(reason)
        case .interrupted:
            return .error(kind: "KeyboardInterrupt", message: "the cell was interrupted", text: text)
        }
    }

    // MARK: - XML

    /// The report as a document.
    public var xml: String {
        let all = suites.flatMap(\.cases)
        var lines = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            "<testsuites name=\"lagado test\"\(Self.counts(all))>",
        ]
        for suite in suites {
            let file = Self.attribute("file", suite.file)
            lines.append(
                "  <testsuite\(Self.attribute("name", suite.file))\(file)\(Self.counts(suite.cases))>")
            for test in suite.cases {
                let head =
                    "    <testcase" + Self.attribute("name", test.name)
                    + Self.attribute("classname", suite.file) + file
                    + (test.line.map { " line=\"\($0)\"" } ?? "")
                    + " time=\"\(Formatting.fixed(test.seconds, 3))\""
                let inner = Self.inner(test)
                lines += inner.isEmpty ? [head + "/>"] : [head + ">"] + inner + ["    </testcase>"]
            }
            lines.append("  </testsuite>")
        }
        lines.append("</testsuites>")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func inner(_ test: Case) -> [String] {
        func element(_ name: String, _ kind: String, _ message: String, _ text: String) -> String {
            let attributes = attribute("type", kind) + attribute("message", message)
            return "      <\(name)\(attributes)>\(escaped(text))</\(name)>"
        }
        var lines: [String] = []
        switch test.outcome {
        case .ok: break
        case .failure(let kind, let message, let text): lines.append(element("failure", kind, message, text))
        case .error(let kind, let message, let text): lines.append(element("error", kind, message, text))
        case .skipped(let reason): return ["      <skipped\(attribute("message", reason))/>"]
        }
        if !test.output.isEmpty { lines.append("      <system-out>\(escaped(test.output))</system-out>") }
        return lines
    }

    private static func counts(_ cases: [Case]) -> String {
        var (failures, errors, skipped) = (0, 0, 0)
        for test in cases {
            switch test.outcome {
            case .ok: break
            case .failure: failures += 1
            case .error: errors += 1
            case .skipped: skipped += 1
            }
        }
        let seconds = Formatting.fixed(cases.reduce(0) { $0 + $1.seconds }, 3)
        return " tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\""
            + " skipped=\"\(skipped)\" time=\"\(seconds)\""
    }

    private static func attribute(_ name: String, _ value: String) -> String {
        " \(name)=\"\(escaped(value).replacingOccurrences(of: "\n", with: "&#10;"))\""
    }

    /// Text as XML 1.0 allows it; line feeds stay.
    private static func escaped(_ text: String) -> String {
        Escaping.xml(text) { $0 == "\n" ? "\n" : nil }
    }
}
