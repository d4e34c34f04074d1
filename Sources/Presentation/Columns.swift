/// Text in the columns of a terminal.
public enum Columns {
    /// The columns that a text takes: two for a wide character, none for what joins the one before it.
    ///
    /// The rule is that of Unicode's East Asian Width with its emoji: parts of one emoji (a tone of skin,
    /// what follows a zero-width joiner) take no columns of their own, and a variation selector can make one
    /// wide. A control character counts as the one column of its picture.
    ///
    /// Complexity: linear in the bytes; a look at each where all is ASCII.
    public static func width(_ text: some StringProtocol) -> Int {
        if text.utf8.allSatisfy({ $0 < 128 }) { return text.utf8.count }
        var (sum, last, isJoined) = (0, 0, false)
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            var columns = width(scalar)
            switch scalar.value {
            case 0xFE0F where last == 1 && previous?.properties.isEmoji == true && previous?.isASCII == false:
                columns = 1
            case 0x1F3FB...0x1F3FF where previous?.properties.isEmojiModifierBase == true: columns = 0
            case _ where isJoined: columns = 0
            default: break
            }
            isJoined = scalar.value == 0x200D
            sum += columns
            (previous, last) = (scalar, columns)
        }
        return sum
    }

    /// The columns that one character takes.
    public static func width(_ character: Character) -> Int {
        character.isASCII && character != "\r\n" ? 1 : width(String(character))
    }

    /// Filled with blanks to a width; cut with `…` where it is longer.
    public static func padded(_ text: String, _ columns: Int, right: Bool = false) -> String {
        let text = cut(text, columns)
        let blanks = String(repeating: " ", count: max(0, columns - width(text)))
        return right ? blanks + text : text + blanks
    }

    /// Cut with `…` where it is longer than a width.
    public static func cut(_ text: String, _ columns: Int) -> String {
        guard width(text) > columns else { return text }
        return prefix(text, columns - 1) + "…"
    }

    /// The beginning of a text, as much as a width holds.
    public static func prefix(_ text: String, _ columns: Int) -> String {
        var (taken, room) = ("", columns)
        for character in text {
            room -= width(character)
            guard room >= 0 else { break }
            taken.append(character)
        }
        return taken
    }

    /// The words of a text in lines no longer than a width; a word that is longer itself stays whole.
    public static func filled(_ text: String, _ columns: Int) -> [String] {
        var filler = LineFiller(columns)
        var lines = [""]
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            switch filler.place(width(word), hasBlank: true) {
            case .newLine: lines.append(String(word))
            case .here(let gap): lines[lines.count - 1] += (gap > 0 ? " " : "") + word
            }
        }
        return lines
    }

    /// The lines of a text, those that are longer than a width broken between words.
    public static func broken(_ text: String, _ columns: Int) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            width(line) > columns ? filled(String(line), columns) : [String(line)]
        }
    }
}

/// Says for one word after another whether it still goes into the line.
public struct LineFiller {
    public enum Place: Equatable, Sendable {
        /// Into the line, behind so many blanks.
        case here(gap: Int)
        case newLine
    }

    public let width: Int
    /// Columns that the line has so far.
    public var column = 0

    public init(_ width: Int) { self.width = width }

    /// - Parameters:
    ///   - columns: what the word takes.
    ///   - hasBlank: whether a blank parts it from the word before.
    ///   - beginsLine: whether it begins a line in any case.
    public mutating func place(_ columns: Int, hasBlank: Bool, beginsLine: Bool = false) -> Place {
        let gap = hasBlank && column > 0 ? 1 : 0
        if beginsLine || column > 0 && column + gap + columns > width {
            column = columns
            return .newLine
        }
        column += gap + columns
        return .here(gap: gap)
    }
}
