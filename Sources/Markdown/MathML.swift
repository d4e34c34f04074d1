import Presentation

/// LaTeX formulas as MathML, which browsers draw without a script: what lectures use,
/// and nothing wrong for the rest.
enum MathML {
    /// A `math` element; nil where something in the formula is not known, so that it
    /// is better shown as it is written.
    static func html(_ latex: String, isDisplay: Bool) -> String? {
        var reader = LatexReader(latex)
        guard let inner = reader.whole() else { return nil }
        let display = isDisplay ? " display=\"block\"" : ""
        return "<math xmlns=\"http://www.w3.org/1998/Math/MathML\"\(display)><mrow>\(inner)</mrow></math>"
    }

    static let letters: [String: String] = [
        "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ",
        "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ",
        "nu": "ν",
        "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "ϕ", "varphi": "φ",
        "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ",
        "Xi": "Ξ",
        "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "infty": "∞",
        "ell": "ℓ",
        "hbar": "ℏ", "emptyset": "∅", "Re": "ℜ", "Im": "ℑ",
    ]

    static let operators: [String: String] = [
        "cdot": "⋅", "times": "×", "div": "÷", "pm": "±", "mp": "∓", "ast": "∗", "star": "⋆", "circ": "∘",
        "odot": "⊙", "oplus": "⊕", "otimes": "⊗", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠",
        "neq": "≠", "approx": "≈", "sim": "∼", "simeq": "≃", "equiv": "≡", "propto": "∝", "ll": "≪",
        "gg": "≫",
        "in": "∈", "notin": "∉", "subset": "⊂", "subseteq": "⊆", "cup": "∪", "cap": "∩", "setminus": "∖",
        "forall": "∀", "exists": "∃", "neg": "¬", "land": "∧", "lor": "∨", "to": "→", "rightarrow": "→",
        "leftarrow": "←", "gets": "←", "mapsto": "↦", "Rightarrow": "⇒", "Leftarrow": "⇐", "iff": "⇔",
        "leftrightarrow": "↔", "partial": "∂", "nabla": "∇", "ldots": "…", "dots": "…", "cdots": "⋯",
        "vdots": "⋮",
        "ddots": "⋱", "mid": "∣", "parallel": "∥", "perp": "⊥", "langle": "⟨", "rangle": "⟩", "lfloor": "⌊",
        "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "lVert": "‖", "rVert": "‖", "Vert": "‖", "lvert": "|",
        "rvert": "|", "vert": "|", "|": "‖", "{": "{", "}": "}", "%": "%", "$": "$", "#": "#", "&": "&amp;",
        "_": "_",
        "top": "⊤", "dagger": "†", "prime": "′", "backslash": "\\", "colon": ":",
    ]

    /// Signs whose limits stand above and below them in a formula of its own.
    static let large: [String: String] = [
        "sum": "∑", "prod": "∏", "int": "∫", "bigcup": "⋃", "bigcap": "⋂", "oint": "∮",
    ]

    static let functions: Set<String> = [
        "log", "ln", "exp", "sin", "cos", "tan", "tanh", "sinh", "cosh", "arg", "det", "dim", "ker", "deg",
        "gcd",
    ]

    static let limits: Set<String> = ["max", "min", "sup", "inf", "lim", "argmax", "argmin"]

    static let accents: [String: String] = [
        "hat": "^", "widehat": "^", "bar": "¯", "overline": "¯", "tilde": "~", "widetilde": "~", "vec": "→",
        "dot": "˙", "ddot": "¨",
    ]

    static let variants: [String: String] = [
        "mathbf": "bold", "boldsymbol": "bold-italic", "mathbb": "double-struck", "mathcal": "script",
        "mathfrak": "fraktur", "mathsf": "sans-serif", "mathtt": "monospace", "mathit": "italic",
        "bm": "bold-italic",
    ]

    static let spaces: [String: String] = [
        ",": "0.167em", ":": "0.222em", ";": "0.278em", "!": "-0.167em", " ": "0.333em", "quad": "1em",
        "qquad": "2em", "thinspace": "0.167em",
    ]

    static let brackets: [String: (open: String, close: String)] = [
        "matrix": ("", ""), "pmatrix": ("(", ")"), "bmatrix": ("[", "]"), "vmatrix": ("|", "|"),
        "Bmatrix": ("{", "}"), "cases": ("{", ""), "aligned": ("", ""), "align": ("", ""), "align*": ("", ""),
        "array": ("", ""), "split": ("", ""),
    ]
}

/// Reads one formula from its beginning to its end.
private struct LatexReader {
    private enum Token: Equatable {
        case command(String)
        case character(Character)
    }

    private let tokens: [Token]
    private var index = 0

    init(_ latex: String) {
        var tokens: [Token] = []
        var rest = latex[...]
        while let first = rest.popFirst() {
            guard first == "\\", let next = rest.first else {
                // Blanks count in words only (\text), and those are read with them.
                tokens.append(.character(first.isWhitespace ? " " : first))
                continue
            }
            let name = rest.prefix { $0.isASCII && $0.isLetter }
            tokens.append(.command(name.isEmpty ? String(next) : String(name)))
            rest = rest.dropFirst(max(name.count, 1))
            if name == "operatorname", rest.first == "*" { rest = rest.dropFirst() }
        }
        self.tokens = tokens
    }

    private var next: Token? { index < tokens.count ? tokens[index] : nil }

    private mutating func skipBlanks() {
        while next == .character(" ") { index += 1 }
    }

    mutating func whole() -> String? {
        guard let inner = row(until: { _ in false }, depth: 0) else { return nil }
        return index == tokens.count ? inner : nil
    }

    /// Atoms with what stands above and below them, up to a token that ends the row.
    private mutating func row(until isEnd: (Token) -> Bool, depth: Int) -> String? {
        guard depth < 40 else { return nil }
        var result = ""
        while true {
            skipBlanks()
            guard let token = next, !isEnd(token) else { return result }
            guard let (atom, isLarge) = atom(depth) else { return nil }
            guard let whole = scripts(of: atom, isLarge, depth) else { return nil }
            result += whole
            // `log p`, but `log(p)`.
            if case .command(let name) = token, MathML.functions.contains(name) {
                skipBlanks()
                if let next, !isEnd(next), next != .character("("), next != .character("[") {
                    result += "<mspace width=\"0.167em\"></mspace>"
                }
            }
        }
    }

    private mutating func scripts(of atom: String, _ isLarge: Bool, _ depth: Int) -> String? {
        var (below, above): (String?, String?)
        while true {
            skipBlanks()
            if next == .character("_"), below == nil {
                index += 1
                guard let part = argument(depth) else { return nil }
                below = part
            } else if next == .character("^"), above == nil {
                index += 1
                guard let part = argument(depth) else { return nil }
                above = part
            } else if next == .character("'"), above == nil {
                var primes = ""
                while next == .character("'") {
                    primes += "′"
                    index += 1
                }
                above = "<mo>\(primes)</mo>"
            } else if next == .command("limits") || next == .command("nolimits") {
                index += 1
            } else {
                break
            }
        }
        let (under, over, both) = isLarge ? ("munder", "mover", "munderover") : ("msub", "msup", "msubsup")
        switch (below, above) {
        case (nil, nil): return atom
        case (let low?, nil): return "<\(under)>\(atom)\(low)</\(under)>"
        case (nil, let high?): return "<\(over)>\(atom)\(high)</\(over)>"
        case (let low?, let high?): return "<\(both)>\(atom)\(low)\(high)</\(both)>"
        }
    }

    /// `{…}` or one atom, as one element.
    private mutating func argument(_ depth: Int) -> String? {
        skipBlanks()
        guard next != nil, let (atom, _) = atom(depth + 1) else { return nil }
        return atom
    }

    /// The characters of `{…}` as they stand: words and names.
    private mutating func words() -> String? {
        skipBlanks()
        guard next == .character("{") else { return nil }
        index += 1
        var text = ""
        while let token = next {
            index += 1
            switch token {
            case .character("}"): return text
            case .character("{"): return nil
            case .character(let character): text.append(character)
            case .command(let name):
                guard name.count == 1, " _%&#$,".contains(name) else { return nil }
                text += name == "," ? " " : name
            }
        }
        return nil
    }

    private mutating func atom(_ depth: Int) -> (String, isLarge: Bool)? {
        guard depth < 40, let token = next else { return nil }
        index += 1
        switch token {
        case .character("{"):
            guard let inner = row(until: { $0 == .character("}") }, depth: depth + 1),
                next == .character("}")
            else { return nil }
            index += 1
            return ("<mrow>\(inner)</mrow>", false)
        case .character("}"), .character("^"), .character("_"), .character("&"), .character("#"): return nil
        case .character("~"): return ("<mspace width=\"0.333em\"></mspace>", false)
        case .character(let character): return (single(character), false)
        case .command(let name): return command(name, depth)
        }
    }

    private mutating func single(_ character: Character) -> String {
        if character.isNumber {
            var digits = String(character)
            while case .character(let more)? = next, more.isNumber || more == "." {
                // A full stop behind a number ends a sentence, not the number.
                if more == ".", !(index + 1 < tokens.count && isDigit(tokens[index + 1])) { break }
                digits.append(more)
                index += 1
            }
            return "<mn>\(digits)</mn>"
        }
        if character.isLetter { return "<mi>\(character)</mi>" }
        if character == "-" { return "<mo>−</mo>" }
        // Brackets grow where \left and \right say so.
        let isBracket = "()[]|/".contains(character)
        return "<mo\(isBracket ? " stretchy=\"false\"" : "")>\(Escaping.html(String(character)))</mo>"
    }

    private func isDigit(_ token: Token) -> Bool {
        if case .character(let character) = token { character.isNumber } else { false }
    }

    private mutating func command(_ name: String, _ depth: Int) -> (String, isLarge: Bool)? {
        if let letter = MathML.letters[name] { return ("<mi>\(letter)</mi>", false) }
        if let sign = MathML.operators[name] { return ("<mo>\(sign)</mo>", false) }
        if let sign = MathML.large[name] { return ("<mo>\(sign)</mo>", !["int", "oint"].contains(name)) }
        if MathML.functions.contains(name) { return ("<mi>\(name)</mi>", false) }
        if MathML.limits.contains(name) { return ("<mo>\(name)</mo>", true) }
        if let width = MathML.spaces[name] { return ("<mspace width=\"\(width)\"></mspace>", false) }
        if let accent = MathML.accents[name] {
            return argument(depth).map {
                (
                    "<mover accent=\"true\">\($0)<mo stretchy=\"\(name.count > 4)\">\(accent)</mo></mover>",
                    false
                )
            }
        }
        if let variant = MathML.variants[name] {
            return argument(depth).map { (Alphabet.styled($0, variant), false) }
        }
        switch name {
        case "frac", "dfrac", "tfrac":
            guard let above = argument(depth), let below = argument(depth) else { return nil }
            return ("<mfrac>\(above)\(below)</mfrac>", false)
        case "binom":
            guard let above = argument(depth), let below = argument(depth) else { return nil }
            return (
                "<mrow><mo>(</mo><mfrac linethickness=\"0\">\(above)\(below)</mfrac><mo>)</mo></mrow>", false
            )
        case "sqrt":
            skipBlanks()
            guard next == .character("[") else {
                return argument(depth).map { ("<msqrt>\($0)</msqrt>", false) }
            }
            index += 1
            guard let root = row(until: { $0 == .character("]") }, depth: depth + 1), next == .character("]")
            else { return nil }
            index += 1
            return argument(depth).map { ("<mroot>\($0)<mrow>\(root)</mrow></mroot>", false) }
        case "text", "textrm", "mbox", "textit", "textbf":
            return words().map { ("<mtext>\(Escaping.html($0))</mtext>", false) }
        case "mathrm", "operatorname":
            return words().map { ("<mi mathvariant=\"normal\">\(Escaping.html($0))</mi>", false) }
        case "left": return bracketed(depth)
        case "big", "Big", "bigg", "Bigg", "bigl", "bigr", "displaystyle", "textstyle":
            return ("<mrow></mrow>", false)
        case "begin": return environment(depth)
        default: return nil
        }
    }

    /// A bracket behind `\left` or `\right`; `.` stands for none.
    private mutating func bracket() -> String? {
        skipBlanks()
        guard let token = next else { return nil }
        index += 1
        switch token {
        case .character("."): return ""
        case .character(let character): return "<mo>\(Escaping.html(String(character)))</mo>"
        case .command(let name): return MathML.operators[name].map { "<mo>\($0)</mo>" }
        }
    }

    private mutating func bracketed(_ depth: Int) -> (String, isLarge: Bool)? {
        guard let open = bracket(),
            let inner = row(until: { $0 == .command("right") }, depth: depth + 1), next != nil
        else { return nil }
        index += 1
        return bracket().map { ("<mrow>\(open)\(inner)\($0)</mrow>", false) }
    }

    private mutating func environment(_ depth: Int) -> (String, isLarge: Bool)? {
        guard let name = words(), let brackets = MathML.brackets[name] else { return nil }
        if name == "array", words() == nil { return nil }
        var rows: [[String]] = [[]]
        while true {
            let isEnd: (Token) -> Bool = {
                $0 == .character("&") || $0 == .command("\\") || $0 == .command("end")
            }
            guard let cell = row(until: isEnd, depth: depth + 1), let token = next else { return nil }
            index += 1
            rows[rows.count - 1].append("<mtd>\(cell)</mtd>")
            if token == .command("\\") { rows.append([]) }
            if token == .command("end") {
                guard words() == name else { return nil }
                break
            }
        }
        if rows.last == ["<mtd></mtd>"] { rows.removeLast() }
        let align =
            ["cases", "aligned", "align", "align*", "split"].contains(name) ? " columnalign=\"left\"" : ""
        let table = "<mtable\(align)>" + rows.map { "<mtr>\($0.joined())</mtr>" }.joined() + "</mtable>"
        let (open, close) = (brackets.open, brackets.close)
        let before = open.isEmpty ? "" : "<mo>\(open)</mo>"
        return ("<mrow>\(before)\(table)\(close.isEmpty ? "" : "<mo>\(close)</mo>")</mrow>", false)
    }
}

/// Letters in the alphabets of mathematics: browsers take `mathvariant` for one letter in roman type only.
private enum Alphabet {
    private static let starts: [String: (upper: UInt32, lower: UInt32, digit: UInt32?)] = [
        "bold": (0x1D400, 0x1D41A, 0x1D7CE), "bold-italic": (0x1D468, 0x1D482, nil),
        "double-struck": (0x1D538, 0x1D552, 0x1D7D8), "script": (0x1D49C, 0x1D4B6, nil),
        "fraktur": (0x1D504, 0x1D51E, nil), "sans-serif": (0x1D5A0, 0x1D5BA, 0x1D7E2),
        "monospace": (0x1D670, 0x1D68A, 0x1D7F6), "italic": (0x1D434, 0x1D44E, nil),
    ]

    /// Letters that were there before their alphabets.
    private static let own: [String: [Character: String]] = [
        "double-struck": ["C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ"],
        "script": [
            "B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ", "e": "ℯ",
            "g": "ℊ",
            "o": "ℴ",
        ],
        "fraktur": ["C": "ℭ", "H": "ℌ", "I": "ℑ", "R": "ℜ", "Z": "ℨ"], "italic": ["h": "ℎ"],
    ]

    /// The element with the letters between its tags in another alphabet.
    static func styled(_ element: String, _ variant: String) -> String {
        guard let start = starts[variant] else { return element }
        var result = ""
        var isTag = false
        for character in element {
            if character == "<" || character == "&" { isTag = true }
            if character == ">" || character == ";" { isTag = false }
            guard !isTag, let value = character.asciiValue else {
                result.append(character)
                continue
            }
            var code: UInt32?
            switch value {
            case 0x41...0x5a: code = start.upper + UInt32(value - 0x41)
            case 0x61...0x7a: code = start.lower + UInt32(value - 0x61)
            case 0x30...0x39: code = start.digit.map { $0 + UInt32(value - 0x30) }
            default: break
            }
            if let letter = own[variant]?[character] {
                result += letter
            } else if let scalar = code.flatMap(Unicode.Scalar.init) {
                result.unicodeScalars.append(scalar)
            } else {
                result.append(character)
            }
        }
        return result
    }
}
