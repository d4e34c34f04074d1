/// One symbol of a formula, and how it stands to its neighbours.
struct FormulaPiece: Equatable {
    enum Kind: Equatable {
        case ordinary
        /// `sin`, `log`: a blank parts it from what it is applied to, unless that is in brackets.
        case function
        /// `∑`, `∫` with their limits.
        case large
        /// `+`, `−`: between two things it stands apart, before one it is a sign.
        case binary
        /// `×`, `∪`: stands apart.
        case spaced
        /// `=`, `≤`, `∈`: stands apart.
        case relation
        case open, close
        /// A comma, a semicolon.
        case punctuation
        /// A blank that was asked for.
        case space
    }

    var text: String
    var kind: Kind = .ordinary

    /// The pieces in one line.
    static func joined(_ pieces: [FormulaPiece]) -> String {
        let pieces = pieces.filter { !$0.text.isEmpty }
        var result = ""
        var before: FormulaPiece?
        var isOwed = false
        for (index, piece) in pieces.enumerated() {
            if piece.kind == .space {
                if !result.hasSuffix(" ") { result += piece.text }
                continue
            }
            let isLast = !pieces[(index + 1)...].contains { $0.kind != .space }
            // A sign holds on to what follows it; between two operands it does not.
            let isBetween = piece.kind == .binary && isOperand(before) && !isLast
            let isApart =
                switch piece.kind {
                case .relation, .spaced: true
                case .binary: isBetween || isOwed
                case .close, .punctuation: false
                default: isOwed || isParted(before?.kind, piece.kind) || runsOn(before, piece)
                }
            if isApart, !result.isEmpty, !result.hasSuffix(" ") { result += " " }
            result += piece.text
            isOwed = isBetween || [.relation, .spaced, .punctuation, .large].contains(piece.kind)
            before = piece
        }
        return String(result.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    private static func isParted(_ before: Kind?, _ kind: Kind) -> Bool {
        switch before {
        case .function: kind != .open
        case .ordinary, .close: kind == .function || kind == .large
        default: false
        }
    }

    /// True where a letter would look like a part of the index before it: `W_Q x`.
    private static func runsOn(_ before: FormulaPiece?, _ piece: FormulaPiece) -> Bool {
        guard let mark = before?.text.dropLast().last, mark == "_" || mark == "^" else { return false }
        return piece.text.first.map { $0.isLetter || $0.isNumber } ?? false
    }

    /// The pieces without any blank between them, for a superscript.
    static func tight(_ pieces: [FormulaPiece]) -> String {
        pieces.filter { $0.kind != .space }.map(\.text).joined()
    }

    private static func isOperand(_ piece: FormulaPiece?) -> Bool {
        switch piece?.kind {
        case .ordinary, .close, .large: true
        default: false
        }
    }

    /// True if the pieces can be divided or have a root taken without brackets.
    static func isOne(_ pieces: [FormulaPiece]) -> Bool {
        let shown = pieces.filter { $0.kind != .space && !$0.text.isEmpty }
        if shown.count == 1 {
            return shown[0].kind == .ordinary && !shown[0].text.contains { $0 == "/" || $0 == " " }
        }
        if shown.allSatisfy({ $0.kind == .ordinary && ($0.text.allSatisfy(\.isNumber) || $0.text == ".") }) {
            return !shown.isEmpty
        }
        // dx, ∂w
        if shown.count == 2, ["d", "∂", "δ", "Δ"].contains(shown[0].text), shown[1].kind == .ordinary {
            return true
        }
        return isBracketed(shown)
    }

    /// True if the pieces can stand above a fraction's bar without brackets: a product can.
    static func isProduct(_ pieces: [FormulaPiece]) -> Bool {
        let shown = pieces.filter { $0.kind != .space && !$0.text.isEmpty }
        return !shown.isEmpty && shown.allSatisfy { $0.kind == .ordinary && !$0.text.contains("/") }
            || isOne(pieces)
    }

    private static func isBracketed(_ shown: [FormulaPiece]) -> Bool {
        guard shown.first?.kind == .open, shown.last?.kind == .close else { return false }
        var depth = 0
        for (index, piece) in shown.enumerated() {
            if piece.kind == .open { depth += 1 }
            if piece.kind == .close { depth -= 1 }
            if depth == 0, index < shown.count - 1 { return false }
        }
        return true
    }
}
