/// What LaTeX's commands without arguments stand for.
enum FormulaSymbols {
    static func piece(_ command: String) -> FormulaPiece? {
        if let letter = letters[command] { return FormulaPiece(text: letter) }
        if let relation = relations[command] { return FormulaPiece(text: relation, kind: .relation) }
        if let operation = operations[command] { return FormulaPiece(text: operation, kind: .spaced) }
        if let large = largeOperators[command] { return FormulaPiece(text: large, kind: .large) }
        if functions.contains(command) { return FormulaPiece(text: command, kind: .function) }
        if let bracket = brackets[command] { return bracket }
        if let space = spaces[command] { return FormulaPiece(text: space, kind: .space) }
        return nil
    }

    private static let letters: [String: String] = [
        "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ",
        "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "varkappa": "ϰ", "lambda": "λ",
        "mu": "μ", "nu": "ν", "xi": "ξ", "omicron": "ο", "pi": "π", "varpi": "ϖ", "rho": "ρ", "varrho": "ϱ",
        "sigma": "σ", "varsigma": "ς", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ",
        "psi": "ψ", "omega": "ω",
        "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ",
        "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
        "infty": "∞", "partial": "∂", "nabla": "∇", "hbar": "ℏ", "ell": "ℓ", "Re": "ℜ", "Im": "ℑ",
        "aleph": "ℵ",
        "emptyset": "∅", "varnothing": "∅", "forall": "∀ ", "exists": "∃ ", "nexists": "∄ ", "neg": "¬",
        "lnot": "¬",
        "top": "⊤", "bot": "⊥", "angle": "∠", "degree": "°", "prime": "′", "dagger": "†", "ddagger": "‡",
        "ldots": "…", "dots": "…", "cdots": "⋯", "vdots": "⋮", "ddots": "⋱", "dotsc": "…", "dotsb": "⋯",
        "cdot": "·", "circ": "∘", "bullet": "•", "star": "⋆", "ast": "*", "imath": "ı", "jmath": "ȷ",
        "checkmark": "✓", "square": "□", "Box": "□", "triangle": "△", "blacksquare": "■", "wp": "℘",
        "%": "%", "$": "$", "#": "#", "&": "&", "_": "_", "backslash": "\\", "textbackslash": "\\", "S": "§",
        "copyright": "©", "pounds": "£", "euro": "€", "i": "i", "j": "j", "complement": "∁", "surd": "√",
    ]

    private static let relations: [String: String] = [
        "leq": "≤", "le": "≤", "leqslant": "≤", "geq": "≥", "ge": "≥", "geqslant": "≥", "neq": "≠", "ne": "≠",
        "equiv": "≡", "approx": "≈", "sim": "∼", "simeq": "≃", "cong": "≅", "propto": "∝", "ll": "≪",
        "gg": "≫",
        "lt": "<", "gt": ">", "in": "∈", "notin": "∉", "ni": "∋", "subset": "⊂", "subseteq": "⊆",
        "supset": "⊃",
        "supseteq": "⊇", "to": "→", "rightarrow": "→", "leftarrow": "←", "gets": "←", "leftrightarrow": "↔",
        "Rightarrow": "⇒", "Leftarrow": "⇐", "Leftrightarrow": "⇔", "implies": "⇒", "iff": "⇔", "mapsto": "↦",
        "longrightarrow": "⟶", "longleftarrow": "⟵", "Longrightarrow": "⟹", "uparrow": "↑", "downarrow": "↓",
        "hookrightarrow": "↪", "perp": "⊥", "parallel": "∥", "mid": "|", "models": "⊨", "vdash": "⊢",
        "coloneqq": "≔", "doteq": "≐", "prec": "≺", "succ": "≻", "asymp": "≍", "triangleq": "≜",
        "nearrow": "↗",
        "searrow": "↘", "rightleftharpoons": "⇌", "preceq": "≼", "succeq": "≽",
    ]

    private static let operations: [String: String] = [
        "times": "×", "div": "÷", "pm": "±", "mp": "∓", "cup": "∪", "cap": "∩", "setminus": "∖", "wedge": "∧",
        "land": "∧", "vee": "∨", "lor": "∨", "oplus": "⊕", "otimes": "⊗", "odot": "⊙", "ominus": "⊖",
        "sqcup": "⊔", "sqcap": "⊓", "bmod": "mod", "uplus": "⊎", "boxplus": "⊞", "boxtimes": "⊠",
    ]

    private static let largeOperators: [String: String] = [
        "sum": "∑", "prod": "∏", "coprod": "∐", "int": "∫", "iint": "∬", "iiint": "∭", "oint": "∮",
        "bigcup": "⋃", "bigcap": "⋂", "bigoplus": "⨁", "bigotimes": "⨂", "bigwedge": "⋀", "bigvee": "⋁",
    ]

    private static let functions: Set<String> = [
        "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh",
        "coth",
        "log", "ln", "lg", "exp", "min", "max", "sup", "inf", "lim", "limsup", "liminf", "arg", "argmin",
        "argmax", "det", "dim", "ker", "gcd", "deg", "hom", "Pr", "softmax", "tr", "rank", "sgn",
    ]

    private static let brackets: [String: FormulaPiece] = [
        "{": FormulaPiece(text: "{", kind: .open), "lbrace": FormulaPiece(text: "{", kind: .open),
        "}": FormulaPiece(text: "}", kind: .close), "rbrace": FormulaPiece(text: "}", kind: .close),
        "langle": FormulaPiece(text: "⟨", kind: .open), "rangle": FormulaPiece(text: "⟩", kind: .close),
        "lfloor": FormulaPiece(text: "⌊", kind: .open), "rfloor": FormulaPiece(text: "⌋", kind: .close),
        "lceil": FormulaPiece(text: "⌈", kind: .open), "rceil": FormulaPiece(text: "⌉", kind: .close),
        "lvert": FormulaPiece(text: "|", kind: .open), "rvert": FormulaPiece(text: "|", kind: .close),
        "lVert": FormulaPiece(text: "‖", kind: .open), "rVert": FormulaPiece(text: "‖", kind: .close),
        "lbrack": FormulaPiece(text: "[", kind: .open), "rbrack": FormulaPiece(text: "]", kind: .close),
        "|": FormulaPiece(text: "‖"), "Vert": FormulaPiece(text: "‖"), "vert": FormulaPiece(text: "|"),
    ]

    private static let spaces: [String: String] = [
        ",": " ", ";": " ", ":": " ", ">": " ", " ": " ", "quad": "  ", "qquad": "   ", "enspace": " ",
        "thinspace": " ",
        "medspace": " ", "thickspace": " ", "space": " ",
    ]

    /// Commands that only set sizes and places: they leave no trace.
    static let silent: Set<String> = [
        "!", "left", "right", "middle", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl",
        "biggr",
        "Biggl", "Biggr", "bigm", "Bigm", "displaystyle", "textstyle", "scriptstyle", "limits", "nolimits",
        "nonumber",
        "notag", "hfill", "centering", "rm", "it", "sf", "tt", "cal", "normalsize", "small", "large", "Large",
        "hline",
        "negthinspace", "allowbreak", "noindent",
    ]

    /// Commands whose argument is words.
    static let words: Set<String> = [
        "text", "textrm", "textit", "textsf", "texttt", "textbf", "mbox", "hbox", "textnormal", "emph",
        "textup",
    ]

    /// Commands whose argument is a formula in upright letters: it is one name.
    static let names: Set<String> = [
        "mathrm", "mathit", "mathsf", "mathtt", "operatorname", "mathop", "mathnormal",
    ]

    /// Commands whose argument is left out: numbers and names for references.
    static let forgotten: Set<String> = [
        "label", "tag", "hspace", "vspace", "phantom", "hphantom", "vphantom", "color",
    ]
}
