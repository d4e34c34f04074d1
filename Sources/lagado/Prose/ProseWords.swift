import Formula
import Lab
import Markdown
import Presentation

/// Parts of lines as words that can be laid into lines of any width.
struct ProseWords {
    struct Word {
        var spans: [ProseSpan] = []
        var width = 0
        /// Whether a blank parts the word from the one before it; wide characters have none between them.
        var hasBlank: Bool
        /// Whether the word begins a line in any case.
        var beginsLine = false
    }

    private(set) var words: [Word] = []
    /// What the next piece of text belongs to: the last word, a new one behind a blank, a new line.
    private var state = State.inside
    private enum State { case inside, blank, line, apart }

    private let page: ProseText

    init(_ inlines: [Inline], _ page: ProseText) {
        self.page = page
        for inline in inlines { add(inline) }
    }

    /// The columns of the longest word.
    var longest: Int { words.map(\.width).max() ?? 0 }

    private mutating func add(_ inline: Inline) {
        switch inline {
        case .text(let text, let traits):
            var text = text
            if traits.contains(.raised) { text = page.unicode ? Formula.raised(text) : "^" + text }
            if traits.contains(.lowered) { text = page.unicode ? Formula.lowered(text) : "_" + text }
            if traits.contains(.struck), !page.style.isOn { text = "~~\(text)~~" }
            add(text, look(traits))
        case .code(let text, let traits):
            add(page.style.isOn ? text : "`\(text)`", look(traits).union(.code))
        case .formula(let latex, let traits):
            add(page.unicode ? Formula.line(latex) : "$\(latex)$", look(traits))
        case .image(let description, let source):
            add("[image: \(description.isEmpty ? ProseWords.name(of: source) : description)]", .dim)
        case .address(let address):
            if words.isEmpty {
                add(address, .dim)
            } else {
                add(" (\(address))", .dim)
            }
        case .lineBreak: state = .line
        }
    }

    /// The name of a picture's file; one that lies in the text itself has none.
    private static func name(of source: String) -> String {
        if source.isEmpty || source.hasPrefix("data:") { return "without a name" }
        // A picture that lies in the notebook.
        let source = source.hasPrefix("attachment:") ? String(source.dropFirst("attachment:".count)) : source
        return source.split(separator: "/").last.map { $0.prefix { $0 != "?" } }.map(String.init) ?? source
    }

    private func look(_ traits: Inline.Traits) -> ProseSpan.Look {
        var look: ProseSpan.Look = []
        if traits.contains(.strong) { look.insert(.bold) }
        if traits.contains(.emphasis) { look.insert(.italic) }
        if traits.contains(.struck) { look.insert(.struck) }
        // The number of a footnote is a link too.
        let isLink = traits.contains(.link) && !traits.contains(.raised)
        if traits.contains(.underlined) || isLink { look.insert(.underlined) }
        return look
    }

    private mutating func add(_ text: String, _ look: ProseSpan.Look) {
        // Where there is ASCII only, a blank that holds words together is a blank.
        let text = page.shown(page.unicode ? text : text.replacing("\u{A0}", with: " "))
        for (index, part) in text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
            if index > 0, state != .line { state = .blank }
            guard !part.isEmpty else { continue }
            let isPlain = part.utf8.allSatisfy { $0 < 128 }
            if isPlain {
                put(String(part), part.utf8.count, look)
            } else {
                putWide(part, look)
            }
        }
    }

    /// A line can end behind every wide character.
    private mutating func putWide(_ text: Substring, _ look: ProseSpan.Look) {
        var run = "", columns = 0
        for character in text {
            let width = Columns.width(character)
            if width > 1 {
                put(run, columns, look)
                (run, columns) = ("", 0)
                // Punctuation stays with what it follows.
                if state == .inside, character.isLetter || character.isSymbol { state = .apart }
                put(String(character), width, look)
                if state == .inside { state = .apart }
            } else {
                if run.isEmpty, state == .apart, character.isPunctuation { state = .inside }
                run.append(character)
                columns += width
            }
        }
        put(run, columns, look)
    }

    private mutating func put(_ text: String, _ columns: Int, _ look: ProseSpan.Look) {
        guard !text.isEmpty else { return }
        if words.isEmpty || state != .inside {
            words.append(Word(hasBlank: state == .blank, beginsLine: state == .line))
        }
        state = .inside
        let last = words.count - 1
        words[last].width += columns
        if words[last].spans.last?.look == look {
            words[last].spans[words[last].spans.count - 1].text += text
        } else {
            words[last].spans.append(ProseSpan(text: text, look: look))
        }
    }

    /// The words in lines no longer than a width; a word that is longer itself is cut.
    func lines(width: Int) -> [ProseLine] {
        var filler = LineFiller(max(width, 1))
        var lines: [ProseLine] = []
        var line = ProseLine()
        func close() {
            lines.append(line)
            line = ProseLine()
        }
        for (index, word) in words.enumerated() {
            let place = filler.place(
                word.width, hasBlank: word.hasBlank, beginsLine: index > 0 && word.beginsLine)
            if place == .newLine { close() }
            if place == .here(gap: 1) {
                // A blank inside of underlined words is underlined.
                line.append(" ", (line.spans.last?.look ?? []).intersection(word.spans.first?.look ?? []), 1)
            }
            guard word.width > filler.width else {
                for span in word.spans { line.append(span.text, span.look, Columns.width(span.text)) }
                continue
            }
            filler.column = line.width
            for span in word.spans {
                for character in span.text {
                    let columns = Columns.width(character)
                    if filler.place(columns, hasBlank: false) == .newLine { close() }
                    line.append(String(character), span.look, columns)
                }
            }
        }
        if line.width > 0 { lines.append(line) }
        return lines
    }
}
