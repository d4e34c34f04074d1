/// The words of a page, as they come: each piece remembers how it is set.
extension BlockBuilder {
    func text(_ text: String) {
        guard silence == 0 else { return }
        let last = frames.count - 1
        if isIn(.pre) {
            frames[last].inlines.append(.text(text, []))
            return
        }
        if let element = elements.last {
            if element.isDisplay != nil {
                formula += text
                return
            }
            if element.isCode {
                add(.code(collapsed(text), traits))
                return
            }
        }
        var words = collapsed(text)
        guard !words.isEmpty else { return }
        if words.hasPrefix(" "), endsWithSpace { words.removeFirst() }
        guard !words.isEmpty else { return }
        add(.text(words, traits))
    }

    /// Blanks and line ends in a row are one blank; a no-break space is none of them.
    func collapsed(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var isSpace = false
        for scalar in text.unicodeScalars {
            if [" ", "\n", "\t", "\r", "\u{0C}"].contains(scalar) {
                if !isSpace { result.append(" ") }
                isSpace = true
            } else {
                result.append(scalar)
                isSpace = false
            }
        }
        return String(result)
    }

    /// True where a blank would stand behind another one or at the beginning of a line.
    var endsWithSpace: Bool {
        switch frames[frames.count - 1].inlines.last {
        case nil, .lineBreak: true
        case .text(let text, _): text.hasSuffix(" ")
        default: false
        }
    }

    func add(_ inline: Inline) {
        let last = frames.count - 1
        let end = frames[last].inlines.count - 1
        // A parser hands over a text in many pieces. What is there is taken out
        // first, so that it grows where it is.
        switch (inline, frames[last].inlines.last) {
        case (.text(let text, let traits), .text(var before, traits)?):
            frames[last].inlines[end] = .lineBreak
            before += text
            frames[last].inlines[end] = .text(before, traits)
        case (.code(let text, let traits), .code(var before, traits)?):
            frames[last].inlines[end] = .lineBreak
            before += text
            frames[last].inlines[end] = .code(before, traits)
        default: frames[last].inlines.append(inline)
        }
    }

    /// A formula on lines of its own ends the paragraph.
    func addFormula(_ latex: String, isDisplay: Bool) {
        guard isDisplay else { return add(.formula(latex, traits)) }
        flush()
        frames[frames.count - 1].blocks.append(.formula(latex))
    }

    /// MyST's roles: `{math}` before a piece of code says what it is.
    func readRole() {
        let last = frames.count - 1
        let inlines = frames[last].inlines
        guard inlines.count >= 2, case .code(let code, let traits) = inlines[inlines.count - 1],
            case .text(let before, let outer) = inlines[inlines.count - 2], before.hasSuffix("}"),
            let brace = before.lastIndex(of: "{")
        else { return }
        let role = before[before.index(after: brace)...].dropLast()
        guard !role.isEmpty, role.allSatisfy({ $0.isLetter || "-:+_".contains($0) }) else { return }
        frames[last].inlines.removeLast(2)
        if brace > before.startIndex { frames[last].inlines.append(.text(String(before[..<brace]), outer)) }
        // `words <target>`
        var words = code
        if code.hasSuffix(">"), let open = code.lastIndex(of: "<"), open > code.startIndex {
            words = String(code[..<open])
            while words.hasSuffix(" ") { words.removeLast() }
        }
        switch role {
        case "math": frames[last].inlines.append(.formula(code, traits))
        case "sub", "subscript": add(.text(code, traits.union(.lowered)))
        case "sup", "superscript": add(.text(code, traits.union(.raised)))
        case "code", "kbd", "file", "command", "samp", "program", "option", "envvar":
            frames[last].inlines.append(.code(code, traits))
        case "strong": add(.text(words, traits.union(.strong)))
        case "emphasis": add(.text(words, traits.union(.emphasis)))
        default: add(.text(words, traits))
        }
    }

    func openLink(_ attributes: [String: String], _ element: inout Element) {
        guard let address = attributes["href"], !address.isEmpty else { return }
        element.isLink = true
        traits.insert(.link)
        links.append((address, frames[frames.count - 1].inlines.count))
    }

    func closeLink() {
        guard let link = links.popLast() else { return }
        let inlines = frames[frames.count - 1].inlines
        let words = inlines[min(link.start, inlines.count)...].map(\.words).joined()
        if LinkAddress.isWorthShowing(link.address, behind: words) { add(.address(link.address)) }
    }

    /// Ends a paragraph.
    func flush() {
        let last = frames.count - 1
        guard case let inlines = trimmed(frames[last].inlines), !frames[last].inlines.isEmpty else { return }
        if isIn(.pre) { return }
        frames[last].inlines = []
        links = links.map { ($0.address, 0) }
        guard !inlines.isEmpty else { return }
        frames[last].blocks.append(.paragraph(inlines))
    }

    func trimmed(_ inlines: [Inline]) -> [Inline] {
        var inlines = inlines[...]
        func isEmpty(_ inline: Inline?) -> Bool {
            switch inline {
            case .lineBreak: true
            case .text(let text, _): text.allSatisfy { $0 == " " }
            default: false
            }
        }
        while isEmpty(inlines.last) { inlines.removeLast() }
        while isEmpty(inlines.first) { inlines.removeFirst() }
        if case .text(var text, let traits)? = inlines.last, text.hasSuffix(" ") {
            text.removeLast()
            inlines[inlines.endIndex - 1] = .text(text, traits)
        }
        return Array(inlines)
    }
}
