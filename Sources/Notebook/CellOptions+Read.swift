import Foundation

extension CellOptions {
    static let known = ["label", "step", "cost", "fast", "needs", "check", "tol", "tags", "output"]

    /// Reads the `:key: value` lines at the top of a cell.
    ///
    /// - Returns: the options and how many lines they take, with a blank line after them.
    /// - Throws: ``LessonError`` for an option or a value that is not known.
    static func read(_ lines: [String], firstLine: Int, file: String) throws -> (
        options: CellOptions, count: Int
    ) {
        var options = CellOptions()
        var seen: Set<String> = []
        var count = 0
        for (index, line) in lines.enumerated() {
            guard let (key, value) = split(line) else { break }
            count = index + 1
            func fail(_ message: String, _ hint: String) -> LessonError {
                LessonError(file: file, line: firstLine + index, message: message, hint: hint)
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
                throw fail("the option ':\(key):' has no value", "write one behind it")
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
            case "tags": options.tags = Set(try words(value).map { try one($0, Tag.self) })
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

    /// `:key: value`. No statement of the language begins with a colon.
    private static func split(_ line: String) -> (key: String, value: String)? {
        guard line.hasPrefix(":"), let end = line.dropFirst().firstIndex(of: ":") else { return nil }
        let key = line[line.index(after: line.startIndex)..<end]
        guard !key.isEmpty, key.allSatisfy({ $0.isLetter || $0 == "-" || $0 == "_" }) else { return nil }
        return (String(key), String(line[line.index(after: end)...]).trimmingBlanks)
    }

    /// Words parted by blanks or commas, in brackets or not.
    private static func words(_ text: String) -> [String] {
        text.split { " ,[]|'\"".contains($0) }.map(String.init)
    }
}
