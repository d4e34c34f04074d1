/// Light styling of text on a terminal: weight and a few of the terminal's own colours, or nothing at all.
struct TextStyling {
    var isOn: Bool

    func bold(_ text: String) -> String { wrap(text, "1") }
    func dim(_ text: String) -> String { wrap(text, "2") }
    func underlined(_ text: String) -> String { wrap(text, "4") }
    func red(_ text: String) -> String { wrap(text, "31") }
    func green(_ text: String) -> String { wrap(text, "32") }
    func cyan(_ text: String) -> String { wrap(text, "36") }

    private func wrap(_ text: String, _ code: String) -> String {
        isOn && !text.isEmpty ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
    }

    /// An error's text: carets and the kind of the error in red.
    func error(_ text: String) -> String {
        guard isOn else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            if line.contains("^"), line.allSatisfy({ $0 == " " || $0 == "^" }) { return red(String(line)) }
            guard let colon = line.firstIndex(of: ":"), line[..<colon].last?.isLetter == true,
                line[..<colon].allSatisfy({ $0.isLetter || $0.isNumber }), line.first?.isUppercase == true
            else { return String(line) }
            return red(bold(String(line[..<colon]))) + line[colon...]
        }.joined(separator: "\n")
    }
}
