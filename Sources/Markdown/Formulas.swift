import Foundation

/// Prose with its formulas taken out, so that Markdown does not read `_` and `*` in them.
struct Formulas {
    /// One formula as it was written.
    struct Formula: Equatable {
        var latex: String
        /// True for one that stands on lines of its own (`$$…$$`).
        var isDisplay: Bool
    }

    /// The prose with a mark in place of each formula: characters for private use, which no text has.
    private(set) var prose = ""
    private(set) var formulas: [Formula] = []

    private static let open: Unicode.Scalar = "\u{F0000}"
    private static let close: Unicode.Scalar = "\u{F0001}"

    /// Formulas are what Jupyter, GitHub and pandoc take for them: `$$…$$` without a blank line in it; `$…$`
    /// with no blank inside at either dollar and no digit behind the last. Code is left alone.
    init(_ source: String) {
        let text = Array(source.unicodeScalars.filter { $0 != Self.open && $0 != Self.close })
        var output = String.UnicodeScalarView()
        var index = 0
        var fence: (mark: Unicode.Scalar, count: Int)?
        var atLineStart = true
        func run(_ start: Int, of scalar: Unicode.Scalar) -> Int {
            var end = start
            while end < text.count, text[end] == scalar { end += 1 }
            return end - start
        }
        func lineEnd(_ start: Int) -> Int { text[start...].firstIndex(of: "\n") ?? text.count }
        while index < text.count {
            if atLineStart {
                atLineStart = false
                let end = lineEnd(index)
                let first = text[index..<end].firstIndex { $0 != " " } ?? end
                let marks =
                    first < end && (text[first] == "`" || text[first] == "~")
                    ? run(first, of: text[first]) : 0
                let rest = text[min(first + marks, end)..<end]
                let wasOpen = fence != nil
                if let opened = fence {
                    if marks >= opened.count, text[first] == opened.mark, rest.allSatisfy({ $0 == " " }) {
                        fence = nil
                    }
                } else if marks >= 3, text[first] == "~" || !rest.contains("`") {
                    fence = (text[first], marks)
                }
                if wasOpen || fence != nil {
                    output.append(contentsOf: text[index..<min(end + 1, text.count)])
                    (index, atLineStart) = (min(end + 1, text.count), true)
                    continue
                }
            }
            let scalar = text[index]
            if scalar == "\\", index + 1 < text.count {
                output.append(contentsOf: text[index...(index + 1)])
                atLineStart = text[index + 1] == "\n"
                index += 2
            } else if scalar == "`" {
                let marks = run(index, of: "`")
                var end = index + marks
                var isClosed = false
                while end < text.count, !isClosed {
                    // Code within a line ends with its paragraph.
                    if text[end] == "\n", end + 1 < text.count, text[end + 1] == "\n" { break }
                    let count = run(end, of: "`")
                    isClosed = count == marks
                    end += max(count, 1)
                }
                let stop = isClosed ? end : index + marks
                output.append(contentsOf: text[index..<stop])
                index = stop
            } else if scalar == "$", let (formula, end) = Self.formula(text, index) {
                output.append(Self.open)
                output.append(contentsOf: String(formulas.count).unicodeScalars)
                output.append(Self.close)
                formulas.append(formula)
                index = end
            } else {
                output.append(scalar)
                atLineStart = scalar == "\n"
                index += 1
            }
        }
        prose = String(output)
    }

    /// The formula that begins at a dollar, and where it ends.
    private static func formula(_ text: [Unicode.Scalar], _ start: Int) -> (Formula, end: Int)? {
        let isDisplay = start + 1 < text.count && text[start + 1] == "$"
        let first = start + (isDisplay ? 2 : 1)
        guard first < text.count, isDisplay || !text[first].properties.isWhitespace else { return nil }
        var end = first
        while end < text.count {
            switch text[end] {
            case "\\": end += 2
            case "\n" where end + 1 < text.count && text[end + 1] == "\n": return nil
            case "$" where isDisplay:
                guard end + 1 < text.count, text[end + 1] == "$" else { return nil }
                return (Formula(latex: string(text[first..<end]), isDisplay: true), end + 2)
            case "$":
                let isDigit = end + 1 < text.count && ("0"..."9").contains(text[end + 1])
                guard end > first, !text[end - 1].properties.isWhitespace, !isDigit else { return nil }
                return (Formula(latex: string(text[first..<end]), isDisplay: false), end + 1)
            default: end += 1
            }
        }
        return nil
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    // MARK: - Back again

    /// HTML with the formulas in their places: MathML where it is understood, else the LaTeX as code.
    func restored(in html: String) -> String {
        replaced(html) { formula in
            if let math = MathML.html(formula.latex, isDisplay: formula.isDisplay) { return math }
            return "<code class=\"latex\">\(Markdown.escaped(formula.latex))</code>"
        }
    }

    /// Words with the formulas as they were written.
    func plain(_ text: String) -> String { replaced(text) { "$\($0.latex)$" } }

    private func replaced(_ text: String, _ new: (Formula) -> String) -> String {
        guard !formulas.isEmpty else { return text }
        var result = ""
        var rest = text.unicodeScalars[...]
        while let start = rest.firstIndex(of: Self.open), let end = rest[start...].firstIndex(of: Self.close)
        {
            result += String(rest[..<start])
            let number = Int(String(rest[rest.index(after: start)..<end]))
            if let number, formulas.indices.contains(number) { result += new(formulas[number]) }
            rest = rest[rest.index(after: end)...]
        }
        return result + String(rest)
    }
}
