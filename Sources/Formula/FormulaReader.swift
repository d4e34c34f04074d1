/// Reads LaTeX's mathematics from left to right.
struct FormulaReader {
    private let characters: [Character]
    private var index = 0
    private var depth = 0
    /// Deeper formulas are not read; real ones are a few levels deep.
    private static let deepest = 60

    init(_ latex: String) { characters = Array(latex) }

    /// The rows of the whole formula; nil where it is broken.
    mutating func rows() -> [[FormulaPiece]]? {
        guard let rows = readRows(until: nil), index == characters.count else { return nil }
        return rows
    }

    // MARK: - Rows and groups

    /// Everything up to a closing brace or `\end`, parted at `\\`.
    private mutating func readRows(until end: Character?) -> [[FormulaPiece]]? {
        guard depth < Self.deepest else { return nil }
        depth += 1
        defer { depth -= 1 }
        var rows: [[FormulaPiece]] = [[]]
        while index < characters.count {
            let character = characters[index]
            if character == end { return rows }
            switch character {
            case "}": return nil
            case "%":
                // A comment: up to the end of its line.
                while index < characters.count, !characters[index].isNewline { index += 1 }
            case _ where character.isWhitespace: index += 1
            case "&":
                index += 1
                rows[rows.count - 1].append(FormulaPiece(text: " ", kind: .space))
            case "\\" where peek(1) == "\\":
                index += 2
                skipOption()
                rows.append([])
            case "\\" where startsEnd: return end == nil && depth > 1 ? rows : nil
            case "^", "_":
                index += 1
                guard let pieces = argument() else { return nil }
                attach(pieces, isRaised: character == "^", to: &rows[rows.count - 1])
            case "'":
                var primes = ""
                while index < characters.count, characters[index] == "'" {
                    primes += "′"
                    index += 1
                }
                append(primes, to: &rows[rows.count - 1])
            default:
                guard let pieces = atom() else { return nil }
                rows[rows.count - 1] += pieces
            }
        }
        return end == nil ? rows : nil
    }

    private func peek(_ offset: Int) -> Character? {
        index + offset < characters.count ? characters[index + offset] : nil
    }

    private func isDigit(_ offset: Int) -> Bool { peek(offset).map { $0.isASCII && $0.isNumber } ?? false }

    /// A comma with three digits behind it, and no fourth.
    private var isThousand: Bool { (1...3).allSatisfy(isDigit) && !isDigit(4) }

    private var startsEnd: Bool { characters[index...].starts(with: "\\end{") }

    /// `[2pt]` behind `\\`.
    private mutating func skipOption() {
        guard peek(0) == "[", let end = characters[index...].prefix(12).firstIndex(of: "]") else { return }
        index = end + 1
    }

    /// A group in braces, or the next symbol alone.
    private mutating func argument() -> [FormulaPiece]? {
        while let next = peek(0), next.isWhitespace { index += 1 }
        guard let next = peek(0) else { return nil }
        // `\frac12` is a half, and `x^10` ends with a 0 on the line.
        if next.isASCII, next.isNumber {
            index += 1
            return [FormulaPiece(text: String(next))]
        }
        guard next == "{" else { return next == "}" || next == "&" ? nil : atom() }
        index += 1
        guard let rows = readRows(until: "}") else { return nil }
        index += 1
        return Array(rows.joined(separator: [FormulaPiece(text: ";", kind: .punctuation)]))
    }

    /// The characters of a group, as they are.
    private mutating func rawArgument() -> String? {
        while let next = peek(0), next.isWhitespace { index += 1 }
        guard peek(0) == "{" else { return nil }
        var level = 0
        var text = ""
        while index < characters.count {
            let character = characters[index]
            index += 1
            if character == "\\", let next = peek(0) {
                if !"{}$%&#_ ".contains(next) { text.append(character) }
                text.append(next)
                index += 1
                continue
            }
            if character == "{" { level += 1 }
            if character == "}" { level -= 1 }
            if level == 0 { return text }
            if !(character == "{" && level == 1) { text.append(character == "~" ? " " : character) }
        }
        return nil
    }

    // MARK: - Symbols

    private mutating func atom() -> [FormulaPiece]? {
        let character = characters[index]
        index += 1
        switch character {
        case "{":
            index -= 1
            return argument()
        case "\\": return command()
        case "~": return [FormulaPiece(text: " ", kind: .space)]
        case "-": return [FormulaPiece(text: "−", kind: .binary)]
        case "+": return [FormulaPiece(text: "+", kind: .binary)]
        case "=", "<", ">": return [FormulaPiece(text: String(character), kind: .relation)]
        case "(", "[": return [FormulaPiece(text: String(character), kind: .open)]
        case ")", "]": return [FormulaPiece(text: String(character), kind: .close)]
        case ",", ";": return [FormulaPiece(text: String(character), kind: .punctuation)]
        case _ where character.isASCII && character.isNumber:
            // A number is one thing.
            var number = String(character)
            while let next = peek(0), isDigit(0) || next == "." && isDigit(1) || next == "," && isThousand {
                number.append(next)
                index += 1
            }
            return [FormulaPiece(text: number)]
        default: return [FormulaPiece(text: String(character))]
        }
    }

    private mutating func command() -> [FormulaPiece]? {
        guard let first = peek(0) else { return nil }
        var name = String(first)
        index += 1
        if first.isASCII, first.isLetter {
            while let next = peek(0), next.isASCII, next.isLetter {
                name.append(next)
                index += 1
            }
            if peek(0) == "*" { index += 1 }
        }
        if name == "begin" { return environment() }
        if name == "not" {
            guard let pieces = argument(), let last = pieces.first else { return nil }
            return [FormulaPiece(text: last.text + "\u{338}", kind: last.kind)] + pieces.dropFirst()
        }
        if FormulaSymbols.silent.contains(name) {
            // `\left.` has nothing to show.
            if ["left", "right"].contains(name), peek(0) == "." { index += 1 }
            return []
        }
        if FormulaSymbols.forgotten.contains(name) { return rawArgument().map { _ in [] } }
        if FormulaSymbols.words.contains(name) { return rawArgument().map { [FormulaPiece(text: $0)] } }
        if FormulaSymbols.names.contains(name) {
            return argument().map { pieces in
                let text = FormulaPiece.joined(pieces)
                return [FormulaPiece(text: text, kind: name == "operatorname" ? .function : .ordinary)]
            }
        }
        switch name {
        case "frac", "dfrac", "tfrac", "cfrac", "nicefrac": return fraction()
        case "sqrt": return root()
        case "binom", "dbinom", "tbinom":
            guard let above = argument(), let below = argument() else { return nil }
            return [FormulaPiece(text: "C(\(FormulaPiece.joined(above)), \(FormulaPiece.joined(below)))")]
        case "pmod":
            return argument().map { [FormulaPiece(text: " (mod \(FormulaPiece.joined($0)))")] }
        case "overset", "stackrel", "underset":
            guard let aside = argument(), let base = argument() else { return nil }
            var pieces = base
            attach(aside, isRaised: name != "underset", to: &pieces)
            return pieces
        case "overbrace", "underbrace", "boxed", "mathstrut", "textcolor":
            if name == "textcolor", rawArgument() == nil { return nil }
            return argument()
        default: break
        }
        if let accent = FormulaLetters.accents[name] { return accented(accent, name) }
        if let bar = FormulaLetters.bars[name] {
            return argument().map { pieces in
                [FormulaPiece(text: FormulaPiece.joined(pieces).map { "\($0)\(bar)" }.joined())]
            }
        }
        if ["mathbf", "boldsymbol", "bm", "pmb", "bf", "mathbb", "mathcal", "mathscr", "mathfrak"].contains(
            name)
        {
            return argument().map { pieces in
                pieces.map { piece in
                    FormulaPiece(
                        text: String(piece.text.map { FormulaLetters.shaped($0, by: name) }), kind: piece.kind
                    )
                }
            }
        }
        if let piece = FormulaSymbols.piece(name) { return [piece] }
        return unknown(name)
    }

    /// A command that is not known stays, with its arguments in their braces.
    private mutating func unknown(_ name: String) -> [FormulaPiece]? {
        var pieces = [FormulaPiece(text: "\\" + name)]
        while peek(0) == "{" {
            guard let inner = argument() else { return nil }
            pieces.append(FormulaPiece(text: "{" + FormulaPiece.joined(inner) + "}"))
        }
        // Letters that follow would become a part of its name.
        if pieces.count == 1, let next = peek(0), next.isWhitespace {
            pieces.append(FormulaPiece(text: " ", kind: .space))
        }
        return pieces
    }

    // MARK: - What has arguments

    private mutating func fraction() -> [FormulaPiece]? {
        guard let above = argument(), let below = argument() else { return nil }
        func bracketed(_ pieces: [FormulaPiece], _ isPlain: Bool) -> String {
            let text = FormulaPiece.joined(pieces)
            return isPlain ? text : "(\(text))"
        }
        return [
            FormulaPiece(
                text: bracketed(above, FormulaPiece.isProduct(above)) + "/"
                    + bracketed(below, FormulaPiece.isOne(below) && !FormulaPiece.joined(below).contains("/"))
            )
        ]
    }

    private mutating func root() -> [FormulaPiece]? {
        var sign = "√"
        if peek(0) == "[" {
            index += 1
            guard let rows = readRows(until: "]") else { return nil }
            index += 1
            switch FormulaPiece.tight(rows.flatMap { $0 }) {
            case "2": break
            case "3": sign = "∛"
            case "4": sign = "∜"
            case let degree: sign = Formula.raised(degree) + "√"
            }
        }
        guard let inner = argument() else { return nil }
        let text = FormulaPiece.joined(inner)
        return [FormulaPiece(text: sign + (FormulaPiece.isOne(inner) ? text : "(\(text))"))]
    }

    private mutating func accented(_ accent: Character, _ name: String) -> [FormulaPiece]? {
        guard let inner = argument() else { return nil }
        let text = FormulaPiece.joined(inner)
        if text.count == 1 { return [FormulaPiece(text: text + String(accent))] }
        // Unicode sets a mark over one letter only.
        if let first = inner.first, inner.count == 1, let letter = first.text.first,
            first.text.dropFirst().allSatisfy({ !$0.isLetter || FormulaReader.isShifted($0) })
        {
            return [FormulaPiece(text: String(letter) + String(accent) + first.text.dropFirst())]
        }
        return [FormulaPiece(text: "\(name)(\(text))")]
    }

    private static func isShifted(_ character: Character) -> Bool {
        FormulaLetters.raised.values.contains(character) || FormulaLetters.lowered.values.contains(character)
    }

    /// A superscript or a subscript joins the piece before it.
    private func attach(_ pieces: [FormulaPiece], isRaised: Bool, to row: inout [FormulaPiece]) {
        let tight = FormulaPiece.tight(pieces)
        let table = isRaised ? FormulaLetters.raised : FormulaLetters.lowered
        let isWhole = !tight.isEmpty && tight.allSatisfy { table[$0] != nil }
        let text = isWhole ? tight : FormulaPiece.joined(pieces)
        append(isRaised ? Formula.raised(text) : Formula.lowered(text), to: &row)
    }

    private func append(_ text: String, to row: inout [FormulaPiece]) {
        if row.last?.kind == .space || row.isEmpty {
            row.append(FormulaPiece(text: text))
        } else {
            row[row.count - 1].text += text
        }
    }

    // MARK: - Environments

    private mutating func environment() -> [FormulaPiece]? {
        guard let name = rawArgument() else { return nil }
        if name.hasPrefix("array") || name.hasPrefix("tabular") || name.hasPrefix("alignat") {
            _ = rawArgument()
        }
        let start = index
        guard let rows = readRows(until: nil), startsEndHere else { return nil }
        guard index > start || !rows.isEmpty else { return nil }
        index += "\\end".count
        guard rawArgument() == name else { return nil }
        let lines = rows.map(FormulaPiece.joined).filter { !$0.isEmpty }
        let inner = lines.joined(separator: "; ")
        switch name.filter({ $0 != "*" }) {
        case "bmatrix": return [FormulaPiece(text: "[\(inner)]")]
        case "pmatrix", "smallmatrix": return [FormulaPiece(text: "(\(inner))")]
        case "vmatrix": return [FormulaPiece(text: "|\(inner)|")]
        case "Vmatrix": return [FormulaPiece(text: "‖\(inner)‖")]
        case "Bmatrix": return [FormulaPiece(text: "{\(inner)}")]
        case "cases": return [FormulaPiece(text: "{ \(inner)")]
        default: return [FormulaPiece(text: lines.joined(separator: depth == 1 ? "\n" : "; "))]
        }
    }

    private var startsEndHere: Bool { index < characters.count && startsEnd }
}
