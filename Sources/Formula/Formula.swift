/// Mathematics in LaTeX as people read it in one line: `\frac{1}{2\sigma^2}` is `1/(2σ²)`.
///
/// What is not known stays as it was written.
public enum Formula {
    /// A formula without its dollars, in one line of Unicode. Rows of a system (`\begin{align}`) are joined
    /// by `; `.
    ///
    /// A formula that is broken (a brace is missing) comes back as it is.
    ///
    ///     Formula.line(#"\sum_{i=1}^n x_i^2 \leq \sqrt{a+b}"#)        // ∑ᵢ₌₁ⁿ xᵢ² ≤ √(a + b)
    public static func line(_ latex: String) -> String {
        lines(latex).joined(separator: "; ")
    }

    /// A formula as lines: one, or as many as `\\` parts it into.
    public static func lines(_ latex: String) -> [String] { read(latex) ?? [latex] }

    /// Nil where the formula is broken.
    private static func read(_ latex: String) -> [String]? {
        // Nobody reads a formula of many pages; a broken file can have one.
        guard latex.utf8.count <= 20_000 else { return nil }
        var reader = FormulaReader(latex)
        guard let rows = reader.rows() else { return nil }
        let lines = rows.flatMap { FormulaPiece.joined($0).split(separator: "\n").map(String.init) }
        return lines.filter { !$0.isEmpty }
    }

    /// A title or a label in which formulas stand between dollars, as matplotlib reads it: only where the
    /// number of dollars is even; `\$` is a dollar.
    ///
    ///     Formula.label(#"loss for $\sigma = 0.1$"#)         // loss for σ = 0.1
    ///     Formula.label("from $5")                          // from $5
    public static func label(_ text: String) -> String {
        guard text.contains("$") else { return text }
        var parts: [String] = [""]
        var isEscaped = false
        for character in text {
            if character == "$", !isEscaped {
                parts.append("")
            } else {
                // The backslash stays for now: a formula reads it itself.
                parts[parts.count - 1].append(character)
            }
            isEscaped = character == "\\" && !isEscaped
        }
        func plain(_ part: String) -> String { part.split("\\$").joined(separator: "$") }
        guard parts.count % 2 == 1 else { return plain(text) }
        return parts.enumerated().map {
            $0 % 2 == 0 ? plain($1) : read($1)?.joined(separator: "; ") ?? "$\($1)$"
        }.joined()
    }

    /// A text as a superscript: in raised characters where all of them exist, else `^(…)`.
    public static func raised(_ text: String) -> String { shifted(text, FormulaLetters.raised, mark: "^") }

    /// A text as a subscript: in lowered characters where all of them exist, else `_(…)`.
    public static func lowered(_ text: String) -> String { shifted(text, FormulaLetters.lowered, mark: "_") }

    private static func shifted(_ text: String, _ table: [Character: Character], mark: String) -> String {
        let tight = text.filter { $0 != " " }
        let characters = tight.map { table[$0] }
        if !tight.isEmpty, !characters.contains(nil) { return String(characters.compactMap { $0 }) }
        return text.count == 1 ? mark + text : "\(mark)(\(text))"
    }
}

extension String {
    /// Parts between every appearance of a text.
    fileprivate func split(_ separator: String) -> [String] {
        var parts: [String] = []
        var part = ""
        var rest = self[...]
        while !rest.isEmpty {
            if rest.hasPrefix(separator) {
                parts.append(part)
                part = ""
                rest = rest.dropFirst(separator.count)
            } else {
                part.append(rest.removeFirst())
            }
        }
        return parts + [part]
    }
}
