extension Parser {
    mutating func primary() throws -> Expression {
        let start = token
        switch start.kind {
        case .name:
            _ = advance()
            return try make(.name(start.text), from: start.range)
        case .number:
            _ = advance()
            let value = try number(start)
            return try make(value, from: start.range)
        case .string: return try strings()
        case .keyword:
            switch start.text {
            case "None", "True", "False":
                _ = advance()
                return try make(start.text == "None" ? .none : .bool(start.text == "True"), from: start.range)
            case "await":
                throw failure(
                    "'await' is not available", start.range, hint: "call the function directly")
            case "not", "lambda": return try expression()
            default: throw failure("invalid syntax", start.range)
            }
        case .symbol:
            switch start.text {
            case "(": return try nested { try $0.parenthesised() }
            case "[": return try nested { try $0.listDisplay() }
            case "{": return try nested { try $0.braces() }
            case "...":
                _ = advance()
                return try make(.ellipsis, from: start.range)
            default: throw failure("invalid syntax", start.range)
            }
        default:
            throw unexpected(
                start.kind == .end || start.kind == .newline
                    ? "invalid syntax: the line ends too early" : "invalid syntax")
        }
    }

    private func number(_ token: Token) throws -> Expression.Kind {
        let text = token.text.replacing("_", with: "").lowercased()
        for (prefix, radix) in [("0x", 16), ("0b", 2), ("0o", 8)] where text.hasPrefix(prefix) {
            let digits = text.dropFirst(2)
            if let value = Int(digits, radix: radix) { return .int(value) }
            if digits.isEmpty || !digits.allSatisfy({ $0.hexDigitValue.map { $0 < radix } ?? false }) {
                throw failure("invalid number '\(token.text)'", token.range)
            }
            return .bigInteger(String(digits), radix: radix)
        }
        if text.allSatisfy({ $0 >= "0" && $0 <= "9" }) {
            if let value = Int(text) { return .int(value) }
            if text.utf8.count > BigInteger.mostDigits {
                throw failure(
                    "Exceeds the limit (\(BigInteger.mostDigits) digits) for integer string conversion: "
                        + "value has \(text.utf8.count) digits", token.range,
                    hint: "base 16 has no such limit: 0x…")
            }
            return .bigInteger(text, radix: 10)
        }
        guard let value = Double(text.hasSuffix(".") ? text + "0" : text.replacing(".e", with: ".0e")) else {
            throw failure("invalid number '\(token.text)'", token.range)
        }
        return .float(value)
    }

    private mutating func parenthesised() throws -> Expression {
        let start = advance().range
        if takeSymbol(")") { return try make(.collection(.tuple, []), from: start) }
        if isKeyword("yield") {
            let value = try yield()
            try close(")", start)
            return Expression(value.kind, range(from: start))
        }
        let first = try starredOrNamed()
        if isKeyword("for") {
            let result = try comprehension(.generator, first, nil, start)
            try expectSymbol(")")
            return Expression(result.kind, range(from: start))
        }
        if isSymbol(",") {
            var elements = [first]
            while takeSymbol(",") {
                if isSymbol(")") { break }
                elements.append(try starredOrNamed())
            }
            try close(")", start)
            return try make(.collection(.tuple, elements), from: start)
        }
        try close(")", start)
        if case .starred = first.kind { throw failure("cannot use starred expression here", first.range) }
        return Expression(first.kind, range(from: start))
    }

    private mutating func close(_ bracket: String, _ start: SourceRange) throws {
        if takeSymbol(bracket) { return }
        if token.kind == .end { throw failure("'\(source.text(start))' was never closed", start) }
        throw failure("invalid syntax. Perhaps you forgot a comma?", token.range)
    }

    private mutating func listDisplay() throws -> Expression {
        let start = advance().range
        if takeSymbol("]") { return try make(.collection(.list, []), from: start) }
        let first = try starredOrNamed()
        if isKeyword("for") {
            let result = try comprehension(.list, first, nil, start)
            try close("]", start)
            return Expression(result.kind, range(from: start))
        }
        var elements = [first]
        while takeSymbol(",") {
            if isSymbol("]") { break }
            elements.append(try starredOrNamed())
        }
        try close("]", start)
        return try make(.collection(.list, elements), from: start)
    }

    private mutating func braces() throws -> Expression {
        let start = advance().range
        if takeSymbol("}") { return try make(.dict([]), from: start) }
        if isSymbol("**") {
            return try dictDisplay([], start)
        }
        let first = try starredOrNamed()
        if takeSymbol(":") {
            let value = try expression()
            if isKeyword("for") {
                let result = try comprehension(.dict, first, value, start)
                try close("}", start)
                return Expression(result.kind, range(from: start))
            }
            let items = [Expression.DictItem(key: first, value: value)]
            if takeSymbol(",") { return try dictDisplay(items, start) }
            try close("}", start)
            return try make(.dict(items), from: start)
        }
        if isKeyword("for") {
            let result = try comprehension(.set, first, nil, start)
            try close("}", start)
            return Expression(result.kind, range(from: start))
        }
        var elements = [first]
        while takeSymbol(",") {
            if isSymbol("}") { break }
            elements.append(try starredOrNamed())
        }
        try close("}", start)
        return try make(.collection(.set, elements), from: start)
    }

    private mutating func dictDisplay(_ first: [Expression.DictItem], _ start: SourceRange) throws
        -> Expression
    {
        var items = first
        while !isSymbol("}") {
            if takeSymbol("**") {
                items.append(Expression.DictItem(key: nil, value: try binary(0)))
            } else {
                let key = try expression()
                try expectSymbol(":")
                items.append(Expression.DictItem(key: key, value: try expression()))
            }
            if !takeSymbol(",") { break }
        }
        try close("}", start)
        return try make(.dict(items), from: start)
    }
}
