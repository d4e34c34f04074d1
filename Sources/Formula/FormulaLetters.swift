/// Characters in other shapes: raised, lowered, bold, with something above them.
enum FormulaLetters {
    static let raised = table(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθιφχ′⊤∘*∗†",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿᶥᵠᵡ′ᵀ°**†")

    static let lowered = table(
        "0123456789+-−=()aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ")

    private static func table(_ plain: String, _ shaped: String) -> [Character: Character] {
        Dictionary(zip(plain, shaped), uniquingKeysWith: { first, _ in first })
    }

    /// Combining characters by the command that sets them.
    static let accents: [String: Character] = [
        "hat": "\u{302}", "widehat": "\u{302}", "bar": "\u{304}", "tilde": "\u{303}", "widetilde": "\u{303}",
        "vec": "\u{20D7}", "dot": "\u{307}", "ddot": "\u{308}", "check": "\u{30C}", "breve": "\u{306}",
        "acute": "\u{301}", "grave": "\u{300}", "mathring": "\u{30A}",
    ]

    /// Combining characters that run over every character below or above them.
    static let bars: [String: Character] = ["overline": "\u{305}", "underline": "\u{332}"]

    /// A letter of one of mathematics' alphabets; the character itself where that has none.
    static func shaped(_ character: Character, by command: String) -> Character {
        guard let scalar = character.unicodeScalars.first, character.unicodeScalars.count == 1 else {
            return character
        }
        let (upper, lower, digit): (UInt32, UInt32?, UInt32?)
        switch command {
        case "mathbf", "boldsymbol", "bm", "pmb", "bf":
            if let greek = greekBold(scalar) { return greek }
            (upper, lower, digit) = (0x1D400, 0x1D41A, 0x1D7CE)
        case "mathbb":
            if let known = doubleStruck[character] { return known }
            (upper, lower, digit) = (0x1D538, 0x1D552, 0x1D7D8)
        case "mathcal", "mathscr":
            if let known = script[character] { return known }
            (upper, lower, digit) = (0x1D49C, nil, nil)
        case "mathfrak":
            if let known = fraktur[character] { return known }
            (upper, lower, digit) = (0x1D504, 0x1D51E, nil)
        default: return character
        }
        let shaped: UInt32?
        switch scalar.value {
        case 0x41...0x5A: shaped = upper + scalar.value - 0x41
        case 0x61...0x7A: shaped = lower.map { $0 + scalar.value - 0x61 }
        case 0x30...0x39: shaped = digit.map { $0 + scalar.value - 0x30 }
        default: shaped = nil
        }
        return shaped.flatMap(Unicode.Scalar.init).map(Character.init) ?? character
    }

    private static func greekBold(_ scalar: Unicode.Scalar) -> Character? {
        let value: UInt32
        switch scalar.value {
        case 0x391...0x3A9 where scalar.value != 0x3A2: value = 0x1D6A8 + scalar.value - 0x391
        case 0x3B1...0x3C9: value = 0x1D6C2 + scalar.value - 0x3B1
        default: return nil
        }
        return Unicode.Scalar(value).map(Character.init)
    }

    // Letters that Unicode had before it got the alphabets.
    private static let doubleStruck: [Character: Character] = [
        "C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ",
    ]
    private static let script: [Character: Character] = [
        "B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ",
    ]
    private static let fraktur: [Character: Character] = ["C": "ℭ", "H": "ℌ", "I": "ℑ", "R": "ℜ", "Z": "ℨ"]
}
