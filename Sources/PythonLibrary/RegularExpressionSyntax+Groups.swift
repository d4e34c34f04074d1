import Language

/// What stands in parentheses: groups, references to them, conditions, flags, looking ahead and behind.
extension RegularExpressionSyntax {
    /// The rest of `(…)` behind its beginning.
    mutating func group(_ start: Int, name: String?, isVerbose: Bool, isAscii: Bool) throws -> Piece {
        let number = widths.count
        if let name {
            if let known = names.first(where: { $0.name == name }) {
                throw source.error(
                    "redefinition of group name \(quoted(name)) as group \(number); was group \(known.group)",
                    back: name.unicodeScalars.count + 1)
            }
            names.append((name, number))
        }
        widths.append(nil)
        let inner = try body(start, isVerbose: isVerbose, isAscii: isAscii)
        widths[number] = inner.width
        closing.append(number)
        return Piece(text: "(\(inner.text))", width: inner.width)
    }

    private mutating func body(_ start: Int, isVerbose: Bool, isAscii: Bool) throws -> Piece {
        let inner = try alternatives(isVerbose: isVerbose, isAscii: isAscii, nested: true)
        try close(start)
        return inner
    }

    private mutating func close(_ start: Int) throws {
        guard try source.take(")") else {
            throw source.error("missing ), unterminated subpattern", back: source.position - start)
        }
    }

    /// What follows `(?`; nothing for a comment and for flags of the whole.
    mutating func extended(
        _ start: Int, _ isVerbose: inout Bool, _ isAscii: inout Bool, isFirst: Bool
    ) throws -> [Piece] {
        guard let token = try source.get() else { throw source.error("unexpected end of pattern") }
        switch token.text {
        case "P":
            if try source.take("<") {
                let name = try source.name(until: ">")
                try checkName(name)
                return [try group(start, name: name, isVerbose: isVerbose, isAscii: isAscii)]
            }
            if try source.take("=") {
                let name = try source.name(until: ")")
                try checkName(name)
                return [try reference(named(name), back: name.unicodeScalars.count + 1)]
            }
            guard let other = try source.get() else { throw source.error("unexpected end of pattern") }
            throw source.error("unknown extension ?P\(other.text)", back: other.count + 2)
        case ":":
            let inner = try body(start, isVerbose: isVerbose, isAscii: isAscii)
            return [Piece(text: "(?:\(inner.text))", width: inner.width)]
        case ">":
            let inner = try body(start, isVerbose: isVerbose, isAscii: isAscii)
            return [Piece(text: "(?>\(inner.text))", width: inner.width)]
        case "#":
            while true {
                guard source.next != nil else {
                    throw source.error("missing ), unterminated comment", back: source.position - start)
                }
                if try source.get() == ")" { return [] }
            }
        case "=", "!", "<":
            return [try looking(start, token, isVerbose: isVerbose, isAscii: isAscii)]
        case "(": return [try condition(start, isVerbose: isVerbose, isAscii: isAscii)]
        default:
            guard token == "-" || Flags.letters[token.first] != nil && token.count == 1 else {
                throw source.error("unknown extension ?\(token.text)", back: token.count + 1)
            }
            guard let (added, removed) = try flagChange(token) else {
                guard isFirst else {
                    throw source.error(
                        "global flags not at the start of the expression", back: source.position - start)
                }
                (isVerbose, isAscii) = (flags.contains(.verbose), flags.contains(.ascii))
                return []
            }
            let inner = try body(
                start, isVerbose: (isVerbose || added.contains(.verbose)) && !removed.contains(.verbose),
                isAscii: added.contains(.ascii) || isAscii && !added.contains(.unicode))
            func letters(_ flags: Flags) -> String {
                (flags.contains(.ignoreCase) ? "i" : "") + (flags.contains(.multiLine) ? "m" : "")
                    + (flags.contains(.dotAll) ? "s" : "")
            }
            let off = letters(removed)
            return [
                Piece(
                    text: "(?\(letters(added))\(off.isEmpty ? "" : "-\(off)"):\(inner.text))",
                    width: inner.width)
            ]
        }
    }

    /// `(?=…)`, `(?!…)`, `(?<=…)`, `(?<!…)`
    private mutating func looking(
        _ start: Int, _ token: PatternScanner.Token, isVerbose: Bool, isAscii: Bool
    ) throws -> Piece {
        guard token == "<" else {
            let inner = try body(start, isVerbose: isVerbose, isAscii: isAscii)
            return Piece(text: "(?\(token.text)\(inner.text))", width: 0...0)
        }
        guard let kind = try source.get() else { throw source.error("unexpected end of pattern") }
        guard kind == "=" || kind == "!" else {
            throw source.error("unknown extension ?<\(kind.text)", back: kind.count + 2)
        }
        let outer = lookBehindGroups
        if outer == nil { lookBehindGroups = widths.count }
        let inner = try alternatives(isVerbose: isVerbose, isAscii: isAscii, nested: true)
        lookBehindGroups = outer
        try close(start)
        guard inner.width.lowerBound == inner.width.upperBound else {
            throw ScriptError("error", "look-behind requires fixed-width pattern")
        }
        return Piece(text: "(?<\(kind.text)\(inner.text))", width: 0...0)
    }

    /// `(?(1)yes|no)`
    private mutating func condition(_ start: Int, isVerbose: Bool, isAscii: Bool) throws -> Piece {
        let name = try source.name(until: ")"), length = name.unicodeScalars.count
        let number: Int
        if Self.isName(name) {
            number = try named(name)
        } else {
            guard let value = Int(name.trimmingPrefix("+")), value >= 0 else {
                throw source.error("bad character in group name \(quoted(name))", back: length + 1)
            }
            guard value > 0 else { throw source.error("bad group number", back: length + 1) }
            guard value < 1 << 30 else {
                throw source.error("invalid group reference \(value)", back: length + 1)
            }
            if !awaited.contains(where: { $0.group == value }) {
                awaited.append((value, source.position - length - 1))
            }
            number = value
        }
        try checkLookBehind(number)
        let yes = try sequence(isVerbose: isVerbose, isAscii: isAscii, nested: true, isFirst: false)
        var no = Piece(text: "", width: 0...0)
        if try source.take("|") {
            no = try sequence(isVerbose: isVerbose, isAscii: isAscii, nested: true, isFirst: false)
            if source.next == "|" {
                throw source.error("conditional backref with more than two branches")
            }
        }
        try close(start)
        let width =
            min(yes.width.lowerBound, no.width.lowerBound)...max(yes.width.upperBound, no.width.upperBound)
        return Piece(text: "(?(\(number))\(yes.text)|\(no.text))", width: width)
    }

    private func named(_ name: String) throws -> Int {
        guard let found = names.first(where: { $0.name == name }) else {
            throw source.error("unknown group name \(quoted(name))", back: name.unicodeScalars.count + 1)
        }
        return found.group
    }

    func reference(_ group: Int, back: Int) throws -> Piece {
        guard group < widths.count, let width = widths[group] else {
            throw source.error("cannot refer to an open group", back: back)
        }
        try checkLookBehind(group)
        return Piece(text: "\\g{\(group)}", width: width)
    }

    private func checkLookBehind(_ group: Int) throws {
        guard let lookBehindGroups else { return }
        guard group < widths.count, widths[group] != nil else {
            throw source.error("cannot refer to an open group")
        }
        guard group < lookBehindGroups else {
            throw source.error("cannot refer to group defined in the same lookbehind subpattern")
        }
    }

    static func isName(_ name: String) -> Bool {
        let scalars = name.unicodeScalars
        guard let first = scalars.first, first == "_" || first.properties.isXIDStart else { return false }
        return scalars.allSatisfy { $0.properties.isXIDContinue }
    }

    private func checkName(_ name: String) throws {
        guard Self.isName(name) else {
            throw source.error(
                "bad character in group name \(quoted(name))", back: name.unicodeScalars.count + 1)
        }
    }

    func quoted(_ name: String) -> String { (try? Value.string(name).repr()) ?? "'\(name)'" }

    /// `i-s:` of `(?i-s:…)`; nil for flags of the whole, which are set.
    private mutating func flagChange(_ first: PatternScanner.Token) throws -> (Flags, Flags)? {
        func isWord(_ token: PatternScanner.Token) -> Bool { token.first.properties.isAlphabetic }
        var (added, removed) = (Flags(), Flags())
        var token = first
        if token != "-" {
            while true {
                guard let flag = Flags.letters[token.first] else { break }
                if flag == .locale {
                    throw source.error("bad inline flags: cannot use 'L' flag with a str pattern")
                }
                added.insert(flag)
                if Flags.types.contains(flag), added.intersection(.types) != flag {
                    throw source.error("bad inline flags: flags 'a', 'u' and 'L' are incompatible")
                }
                guard let next = try source.get() else { throw source.error("missing -, : or )") }
                token = next
                if token == ")" || token == "-" || token == ":" { break }
                guard token.count == 1, Flags.letters[token.first] != nil else {
                    throw source.error(
                        isWord(token) ? "unknown flag" : "missing -, : or )", back: token.count)
                }
            }
        }
        if token == ")" {
            flags.formUnion(added)
            return nil
        }
        if token == "-" {
            guard let next = try source.get() else { throw source.error("missing flag") }
            token = next
            guard token.count == 1, Flags.letters[token.first] != nil else {
                throw source.error(isWord(token) ? "unknown flag" : "missing flag", back: token.count)
            }
            while let flag = Flags.letters[token.first] {
                if Flags.types.contains(flag) {
                    throw source.error("bad inline flags: cannot turn off flags 'a', 'u' and 'L'")
                }
                removed.insert(flag)
                guard let next = try source.get() else { throw source.error("missing :") }
                token = next
                if token == ":" { break }
                guard token.count == 1, Flags.letters[token.first] != nil else {
                    throw source.error(isWord(token) ? "unknown flag" : "missing :", back: token.count)
                }
            }
        }
        if !added.isDisjoint(with: removed) {
            throw source.error("bad inline flags: flag turned on and off", back: 1)
        }
        return (added, removed)
    }
}
