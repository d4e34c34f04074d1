// `match subject:` with its cases. Both words are names everywhere else.

extension Parser {
    /// Whether the line at which the parser stands begins a `match` statement: it ends in a colon, and no
    /// other line that begins with a name does.
    var startsMatch: Bool {
        guard token.kind == .name, token.text == "match", position + 1 < tokens.count else { return false }
        let next = tokens[position + 1]
        switch next.kind {
        case .name, .number, .string: break
        case .keyword:
            guard ["None", "True", "False", "not", "lambda"].contains(next.text) else { return false }
        case .symbol:
            guard ["(", "[", "{", "-", "+", "~", "*", "..."].contains(next.text) else { return false }
        default: return false
        }
        let end = tokens[position...].firstIndex { $0.kind == .newline || $0.kind == .end } ?? position
        return tokens[end - 1].kind == .symbol && tokens[end - 1].text == ":"
    }

    mutating func matchStatement() throws -> Statement {
        let start = advance().range
        let subject = try subjectOfMatch()
        try expectSymbol(":")
        let cases = try indented { parser -> [Statement.Case] in
            guard parser.token.kind == .name, parser.token.text == "case" else {
                throw parser.unexpected("expected 'case'")
            }
            return [try parser.matchCase()]
        }
        for (index, item) in cases.enumerated() where index < cases.count - 1 && item.condition == nil {
            if let reason = item.pattern.matchesAll { throw unreachable(reason, item.pattern.range) }
        }
        return finish(.match(subject, cases), start)
    }

    private mutating func subjectOfMatch() throws -> Expression {
        let start = token.range
        let first = try starredOrNamed()
        guard isSymbol(",") else {
            if case .starred = first.kind { throw failure("can't use starred expression here", first.range) }
            return first
        }
        var elements = [first]
        while takeSymbol(",") {
            if isSymbol(":") { break }
            elements.append(try starredOrNamed())
        }
        return try make(.collection(.tuple, elements), from: start)
    }

    private mutating func matchCase() throws -> Statement.Case {
        _ = advance()
        let pattern = try patterns()
        var names: Set<String> = []
        try check(pattern, &names)
        let condition = takeKeyword("if") ? try namedOrExpression() : nil
        return Statement.Case(pattern: pattern, condition: condition, body: try block())
    }

    // MARK: Patterns

    private func finished(_ kind: Pattern.Kind, _ start: SourceRange) -> Pattern {
        Pattern(kind: kind, range: range(from: start))
    }

    /// A row without brackets, or one pattern.
    private mutating func patterns() throws -> Pattern {
        let start = token.range
        let first = try elementPattern()
        guard isSymbol(",") else {
            if case .star = first.kind { return finished(.sequence([first]), start) }
            return first
        }
        var row = [first]
        while takeSymbol(",") {
            if isSymbol(":") || isKeyword("if") { break }
            row.append(try elementPattern())
        }
        return finished(.sequence(row), start)
    }

    private mutating func elementPattern() throws -> Pattern {
        let start = token.range
        guard takeSymbol("*") else { return try pattern() }
        let (name, _) = try expectName()
        return finished(.star(name == "_" ? nil : name), start)
    }

    private mutating func pattern() throws -> Pattern {
        try nested { parser in
            let start = parser.token.range
            var row = [try parser.closedPattern()]
            while parser.takeSymbol("|") { row.append(try parser.closedPattern()) }
            let result = row.count == 1 ? row[0] : parser.finished(.either(row), start)
            guard parser.takeKeyword("as") else { return result }
            let (name, place) = try parser.expectName()
            if name == "_" { throw parser.failure("cannot use '_' as a target", place) }
            return parser.finished(.bound(result, name), start)
        }
    }

    private mutating func closedPattern() throws -> Pattern {
        let start = token
        switch start.kind {
        case .number, .string: return try literalPattern()
        case .keyword where ["None", "True", "False"].contains(start.text):
            return finished(.same(try primary()), start.range)
        case .name: return try namePattern()
        case .symbol:
            switch start.text {
            case "-": return try literalPattern()
            case "(", "[":
                _ = advance()
                return try nested { try $0.rowPattern(start.text == "(" ? ")" : "]", start.range) }
            case "{":
                _ = advance()
                return try nested { try $0.mappingPattern(start.range) }
            default: break
            }
        default: break
        }
        throw unexpected("invalid syntax")
    }

    private mutating func literalPattern() throws -> Pattern {
        let start = token.range
        let value = try binary(4)
        switch value.kind {
        case .int, .bigInteger, .float, .string, .bytes, .unary(.negate, _):
            return finished(.value(value), start)
        default: throw failure("patterns may only match literals and attribute lookups", value.range)
        }
    }

    private mutating func namePattern() throws -> Pattern {
        let start = token.range
        let (name, _) = try expectName()
        if !isSymbol("."), !isSymbol("(") {
            return finished(name == "_" ? .any(nil) : .any(name), start)
        }
        var value = try make(.name(name), from: start)
        while takeSymbol(".") {
            let (attribute, place) = try expectName("an attribute")
            value = try make(.attribute(value, attribute, place), from: start)
        }
        guard takeSymbol("(") else { return finished(.value(value), start) }
        return try nested { try $0.classPattern(value, start) }
    }

    private mutating func classPattern(_ type: Expression, _ start: SourceRange) throws -> Pattern {
        var (parts, named): ([Pattern], [Pattern.Named]) = ([], [])
        while !isSymbol(")") {
            if token.kind == .name, position + 1 < tokens.count, tokens[position + 1].text == "=" {
                let (name, place) = try expectName()
                _ = advance()
                if named.contains(where: { $0.name == name }) {
                    throw failure("attribute name repeated in class pattern: \(name)", place)
                }
                named.append(.init(name: name, pattern: try pattern()))
            } else {
                let part = try pattern()
                if !named.isEmpty { throw failure("positional patterns follow keyword patterns", part.range) }
                parts.append(part)
            }
            if !takeSymbol(",") { break }
        }
        try expectSymbol(")")
        return finished(.type(type, parts, named), start)
    }

    /// What stands in brackets: a row, or in round ones without a comma the pattern itself.
    private mutating func rowPattern(_ end: String, _ start: SourceRange) throws -> Pattern {
        var row: [Pattern] = []
        var hasComma = false
        while !isSymbol(end) {
            row.append(try elementPattern())
            if !takeSymbol(",") { break }
            hasComma = true
        }
        try expectSymbol(end)
        if end == ")", !hasComma, row.count == 1 {
            if case .star = row[0].kind { return finished(.sequence(row), start) }
            return Pattern(kind: row[0].kind, range: range(from: start))
        }
        return finished(.sequence(row), start)
    }

    private mutating func mappingPattern(_ start: SourceRange) throws -> Pattern {
        var items: [Pattern.Item] = []
        var rest: String?
        while !isSymbol("}") {
            if let rest { throw failure("'**\(rest)' must stand last in a mapping pattern", token.range) }
            if takeSymbol("**") {
                let (name, place) = try expectName()
                if name == "_" { throw failure("invalid syntax", place) }
                rest = name
            } else {
                let key = try closedPattern()
                switch key.kind {
                case .value(let value), .same(let value):
                    if items.contains(where: { $0.key.kind == value.kind }) {
                        throw failure(
                            "mapping pattern checks duplicate key (\(source.text(value.range)))", value.range)
                    }
                    try expectSymbol(":")
                    items.append(.init(key: value, pattern: try pattern()))
                default:
                    throw failure(
                        "mapping pattern keys may only match literals and attribute lookups", key.range)
                }
            }
            if !takeSymbol(",") { break }
        }
        try expectSymbol("}")
        return finished(.mapping(items, rest: rest), start)
    }

    // MARK: What cannot be

    private func unreachable(_ reason: String, _ range: SourceRange) -> ScriptError {
        failure("\(reason) makes remaining patterns unreachable", range)
    }

    /// - Parameter names: those that the pattern binds are added.
    private func check(_ pattern: Pattern, _ names: inout Set<String>) throws {
        func bind(_ name: String) throws {
            if !names.insert(name).inserted {
                throw failure("multiple assignments to name '\(name)' in pattern", pattern.range)
            }
        }
        switch pattern.kind {
        case .value, .same: break
        case .any(let name), .star(let name): if let name { try bind(name) }
        case .either(let row):
            for part in row.dropLast() {
                if let reason = part.matchesAll { throw unreachable(reason, part.range) }
            }
            let before = names
            var first: Set<String>?
            for part in row {
                var its = before
                try check(part, &its)
                if let first, first != its {
                    throw failure("alternative patterns bind different names", pattern.range)
                }
                first = its
            }
            names = first ?? names
        case .sequence(let row):
            if row.filter({ if case .star = $0.kind { true } else { false } }).count > 1 {
                throw failure("multiple starred expressions in sequence pattern", pattern.range)
            }
            for part in row { try check(part, &names) }
        case .mapping(let items, let rest):
            for item in items { try check(item.pattern, &names) }
            if let rest { try bind(rest) }
        case .type(_, let parts, let named):
            for part in parts + named.map(\.pattern) { try check(part, &names) }
        case .bound(let inner, let name):
            try check(inner, &names)
            try bind(name)
        }
    }
}
