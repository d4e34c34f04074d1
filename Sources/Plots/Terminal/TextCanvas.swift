import Foundation
import Presentation

/// One character cell of a terminal.
struct Glyph: Equatable {
    var character: Character
    var foreground: Colour?
    var background: Colour?

    static let blank = Glyph(character: " ")
    /// Stands behind a character that is two cells wide; writes nothing.
    static let wideTail = Glyph(character: "\0")
}

/// A rectangle of character cells that is drawn upon from the back to the front.
struct TextCanvas {
    let width: Int
    let height: Int
    private(set) var rows: [[Glyph]]

    init(width: Int, height: Int) {
        self.width = max(width, 0)
        self.height = max(height, 0)
        rows = Array(repeating: Array(repeating: .blank, count: self.width), count: self.height)
    }

    func contains(column: Int, row: Int) -> Bool {
        column >= 0 && column < width && row >= 0 && row < height
    }

    /// Puts one character; outside the canvas nothing happens.
    mutating func put(
        _ character: Character, column: Int, row: Int, colour: Colour? = nil, on background: Colour? = nil
    ) {
        guard contains(column: column, row: row) else { return }
        rows[row][column] = Glyph(
            character: character, foreground: colour, background: background ?? rows[row][column].background)
    }

    /// Writes a line of text, cut at the edges.
    mutating func write(_ text: [Glyph], column: Int, row: Int) {
        for (offset, glyph) in text.enumerated() where contains(column: column + offset, row: row) {
            rows[row][column + offset] = glyph
        }
    }

    /// Lights a dot of the braille pattern: 2 dots per column and 4 per row, counted from the top left.
    mutating func dot(x: Int, y: Int, colour: Colour?) {
        let (column, row) = (x >> 1, y >> 2)
        guard x >= 0, y >= 0, contains(column: column, row: row) else { return }
        let bits: [UInt32] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
        let bit = bits[(y & 3) * 2 + (x & 1)]
        let old = rows[row][column].character.unicodeScalars.first?.value ?? 0
        let pattern = (0x2800...0x28ff).contains(old) ? old | bit : 0x2800 | bit
        guard let scalar = Unicode.Scalar(pattern) else { return }
        put(Character(scalar), column: column, row: row, colour: colour)
    }
}

/// How text for a terminal is written.
struct TextStyle {
    var unicode: Bool
    var colour: Bool
    var trueColour: Bool

    /// The cells that a label takes. Control characters are shown as symbols, never sent.
    func glyphs(_ text: String, colour: Colour? = nil) -> [Glyph] {
        var glyphs: [Glyph] = []
        for character in text {
            for shown in shown(character) {
                let columns = Columns.width(shown)
                // A mark with nothing to stand on would take a cell that it does not fill.
                guard columns > 0 else { continue }
                glyphs.append(Glyph(character: shown, foreground: colour))
                if columns > 1 { glyphs.append(.wideTail) }
            }
        }
        return glyphs
    }

    private func shown(_ character: Character) -> [Character] {
        if character == "\r\n" { return unicode ? ["␍", "␊"] : ["\\", "r", "\\", "n"] }
        guard let scalar = character.unicodeScalars.first else { return [] }
        guard let picture = scalar.controlPicture else {
            return [unicode || scalar.isASCII ? character : "?"]
        }
        if unicode { return [scalar.isASCII ? Character(picture) : "?"] }
        switch scalar {
        case "\n": return ["\\", "n"]
        case "\r": return ["\\", "r"]
        case "\t": return ["\\", "t"]
        default: return ["?"]
        }
    }

    /// Cuts a label to a width, with an ellipsis in place of what is lost.
    func cut(_ glyphs: [Glyph], to width: Int) -> [Glyph] {
        guard glyphs.count > width else { return glyphs }
        guard width > 0 else { return [] }
        var kept = Array(glyphs.prefix(width - 1))
        // Half of a wide character would push the rest of the line.
        if glyphs[width - 1].character == "\0", !kept.isEmpty { kept[kept.count - 1] = .blank }
        return kept + [Glyph(character: unicode ? "…" : "~", foreground: glyphs[0].foreground)]
    }

    /// The bytes for one row: trailing blanks are dropped, colours are set only where they change.
    func line(_ glyphs: [Glyph]) -> String {
        var row = glyphs[...]
        while let last = row.last, last.character == " ", last.background == nil || !colour {
            row = row.dropLast()
        }
        var text = ""
        var current: (Colour?, Colour?) = (nil, nil)
        for glyph in row where glyph.character != "\0" {
            let foreground = glyph.foreground == .ink ? nil : glyph.foreground
            if colour, (foreground, glyph.background) != current {
                text += escape(foreground, glyph.background)
                current = (foreground, glyph.background)
            }
            text.append(glyph.character)
        }
        if current.0 != nil || current.1 != nil { text += "\u{1b}[0m" }
        return text
    }

    private func escape(_ foreground: Colour?, _ background: Colour?) -> String {
        var codes = ["0"]
        if let foreground { codes.append("38;" + code(foreground)) }
        if let background { codes.append("48;" + code(background)) }
        return "\u{1b}[" + codes.joined(separator: ";") + "m"
    }

    private func code(_ colour: Colour) -> String {
        if trueColour { return "2;\(colour.red);\(colour.green);\(colour.blue)" }
        // The 6 × 6 × 6 cube of the 256 colours, whose levels are 0, 95, 135, 175, 215,
        // 255; greys have 24 of their own.
        func level(_ channel: UInt8) -> Int {
            channel < 48 ? 0 : channel < 115 ? 1 : (Int(channel) - 35) / 40
        }
        let spread = max(colour.red, colour.green, colour.blue) - min(colour.red, colour.green, colour.blue)
        if spread < 8, colour.red > 8, colour.red < 248 { return "5;\(232 + (Int(colour.red) - 8) / 10)" }
        return "5;\(16 + 36 * level(colour.red) + 6 * level(colour.green) + level(colour.blue))"
    }
}
