import Foundation
import Presentation

extension CellOptions {
    static let known = ["label", "step", "cost", "fast", "needs", "check", "tol", "tags", "output"]

    /// Reads the `:key: value` lines at the top of a cell, or the `key: value`
    /// lines between two of three dashes.
    ///
    /// - Returns: the options and how many lines they take, with a blank line after them.
    /// - Throws: ``LessonError`` for an option or a value that is not known.
    static func read(_ lines: [String], firstLine: Int, file: String) throws -> (
        options: CellOptions, count: Int
    ) {
        var options = CellOptions()
        var seen: Set<String> = []
        var (entries, count) = try block(lines, firstLine: firstLine, file: file) ?? ([], 0)
        if count == 0 {
            while count < lines.count, let (key, value) = split(lines[count]) {
                entries.append((key, value, firstLine + count))
                count += 1
            }
        }
        for (key, value, line) in entries {
            func fail(_ message: String, _ hint: String) -> LessonError {
                LessonError(file: file, line: line, message: message, hint: hint)
            }
            guard known.contains(key) else {
                let near = known.first { $0.hasPrefix(key) || key.hasPrefix($0) }
                throw fail(
                    "a cell has no option ':\(key):'",
                    (near.map { "did you mean ':\($0):'? " } ?? "")
                        + "Known: \(known.joined(separator: ", "))")
            }
            // Several lines of `:fast:` make a longer program.
            if !seen.insert(key).inserted, key != "fast" {
                throw fail("the option ':\(key):' is given twice", "keep one of them")
            }
            guard !value.isEmpty else {
                throw fail("the option ':\(key):' has no value", "write one after it")
            }
            func one<T: RawRepresentable & CaseIterable>(_ text: String, _ type: T.Type) throws -> T
            where T.RawValue == String {
                if let found = T(rawValue: text) { return found }
                let names = T.allCases.map(\.rawValue).joined(separator: ", ")
                throw fail("':\(key):' cannot be '\(text)'", "it is one of: \(names)")
            }
            switch key {
            case "label": options.label = value
            case "step": options.step = try one(value, Step.self)
            case "cost": options.cost = value
            case "fast": options.fast = options.fast.map { $0 + "\n" + value } ?? value
            case "needs": options.needs = try words(value).map { try one($0, Need.self) }
            case "output": options.output = try one(value, Output.self)
            case "tags": options.take(tags: words(value))
            case "check":
                guard value == "error" else {
                    throw fail(
                        "':check:' cannot be '\(value)'", "write ':check: error' for a cell that must fail")
                }
                options.mustFail = true
            default:
                guard let tolerance = Double(value), tolerance >= 0, tolerance.isFinite else {
                    throw fail("':tol:' cannot be '\(value)'", "write a number such as 0.01")
                }
                options.tolerance = tolerance
            }
        }
        if count > 0, count < lines.count, lines[count].trimmingBlanks.isEmpty { count += 1 }
        return (options, count)
    }

    /// MyST's other way: a block of YAML between lines of three dashes. No Python begins with such a line.
    private static func block(
        _ lines: [String], firstLine: Int, file: String
    ) throws -> (entries: [(key: String, value: String, line: Int)], count: Int)? {
        guard lines.first?.trimmingTrailingBlanks == "---" else { return nil }
        guard let end = lines.dropFirst().firstIndex(where: { $0.trimmingTrailingBlanks == "---" }) else {
            throw LessonError(
                file: file, line: firstLine, message: "the options of this cell are not closed",
                hint: "end them with a line of three dashes: ---")
        }
        let entries = try FrontMatter.entries(
            Array(lines[1..<end]), firstLine: firstLine + 1, file: file, what: "options of the cell")
        return (
            try entries.map { key, value, line in
                switch value {
                case .text(let text): return (key, text, line)
                case .list(let items):
                    let words = items.map { if case .text(let text) = $0 { text } else { "" } }
                    return (key, words.joined(separator: ","), line)
                case .map:
                    if !known.contains(key) { return (key, "{}", line) }
                    throw LessonError(
                        file: file, line: line, message: "the option '\(key)' cannot be a mapping",
                        hint: "write \(key): value")
                }
            }, end + 1
        )
    }

    /// `:key: value`. No statement of the language begins with a colon.
    private static func split(_ line: String) -> (key: String, value: String)? {
        guard line.hasPrefix(":"), let end = line.dropFirst().firstIndex(of: ":") else { return nil }
        let key = line[line.index(after: line.startIndex)..<end]
        guard !key.isEmpty, key.allSatisfy({ $0.isLetter || $0 == "-" || $0 == "_" }) else { return nil }
        let value = String(line[line.index(after: end)...])
        guard key == "fast" else { return (String(key), value.trimmingBlanks) }
        // A line of a program: what stands before it beyond one blank is its indentation.
        let code = value.hasPrefix(" ") ? value.dropFirst() : value[...]
        return ("fast", code.allSatisfy { $0 == " " } ? "" : String(code))
    }

    /// Words parted by blanks or commas, in brackets or not.
    private static func words(_ text: String) -> [String] {
        text.split { " ,[]|'\"".contains($0) }.map(String.init)
    }
}
