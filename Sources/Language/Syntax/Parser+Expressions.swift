extension Parser {
    /// Expressions with commas between them; several make a tuple.
    mutating func expressions() throws -> Expression {
        let start = token.range
        let first = try starredOrExpression()
        guard isSymbol(",") else {
            if case .starred = first.kind { throw failure("can't use starred expression here", first.range) }
            return first
        }
        var elements = [first]
        while takeSymbol(",") {
            if !startsExpression { break }
            elements.append(try starredOrExpression())
        }
        return try make(.collection(.tuple, elements), from: start)
    }

    /// What may stand by itself on a line and behind `=`.
    mutating func expressionsOrYield() throws -> Expression {
        isKeyword("yield") ? try yield() : try expressions()
    }

    /// `yield`, `yield values`, `yield from iterable`.
    mutating func yield() throws -> Expression {
        let start = advance().range
        if functionDepth == 0 { throw failure("'yield' outside function", start) }
        if takeKeyword("from") {
            let value = try expression()
            return try make(.yieldFrom(value), from: start)
        }
        let ends =
            token.kind == .newline || token.kind == .end
            || token.kind == .symbol && [")", "]", "}", "=", ";", ",", ":"].contains(token.text)
        let value = ends ? nil : try expressions()
        return try make(.yield(value), from: start)
    }

    private var startsExpression: Bool {
        switch token.kind {
        case .name, .number, .string: return true
        case .keyword: return ["None", "True", "False", "not", "lambda"].contains(token.text)
        case .symbol: return ["(", "[", "{", "-", "+", "~", "*", "..."].contains(token.text)
        default: return false
        }
    }

    mutating func starredOrExpression() throws -> Expression {
        let start = token.range
        if takeSymbol("*") {
            let row = try binary(0)
            return try make(.starred(row), from: start)
        }
        return try expression()
    }

    /// One element of a display, of a call or of a subscript.
    mutating func starredOrNamed() throws -> Expression {
        isSymbol("*") ? try starredOrExpression() : try namedOrExpression()
    }

    /// `name := value`, or an expression.
    mutating func namedOrExpression() throws -> Expression {
        guard token.kind == .name, position + 1 < tokens.count, tokens[position + 1].kind == .symbol,
            tokens[position + 1].text == ":="
        else {
            let result = try expression()
            if isSymbol(":=") {
                throw failure(
                    "cannot use assignment expressions with \(result.describedForAssignment)", result.range)
            }
            return result
        }
        let name = advance()
        _ = advance()
        let value = try expression()
        return try make(.named(name.text, name.range, value), from: name.range)
    }

    /// One expression: a ternary, a lambda, or what stands below them.
    mutating func expression() throws -> Expression {
        try nested { try $0.ternary() }
    }

    private mutating func ternary() throws -> Expression {
        let start = token.range
        if isKeyword("lambda") { return try lambda() }
        let value = try disjunction()
        guard isKeyword("if") else {
            return value
        }
        _ = advance()
        let condition = try disjunction()
        guard takeKeyword("else") else { throw unexpected("expected 'else' after 'if' expression") }
        let otherwise = try expression()
        return try make(.ternary(condition: condition, value, otherwise: otherwise), from: start)
    }

    private mutating func lambda() throws -> Expression {
        let start = advance().range
        let parameters = try parameterList(until: ":", annotations: false)
        try expectSymbol(":")
        functionDepth += 1
        let body = try expression()
        functionDepth -= 1
        let function = FunctionTree(
            name: "<lambda>", parameters: parameters, body: [], expression: body, range: range(from: start))
        return try make(.lambda(function), from: start)
    }

    mutating func disjunction() throws -> Expression {
        let start = token.range
        var result = try conjunction()
        while takeKeyword("or") {
            let right = try conjunction()
            result = try make(.or(result, right), from: start)
        }
        return result
    }

    private mutating func conjunction() throws -> Expression {
        let start = token.range
        var result = try negation()
        while takeKeyword("and") {
            let right = try negation()
            result = try make(.and(result, right), from: start)
        }
        return result
    }

    private mutating func negation() throws -> Expression {
        let start = token.range
        if takeKeyword("not") { return try make(.not(try nested { try $0.negation() }), from: start) }
        return try comparison()
    }

    private mutating func comparison() throws -> Expression {
        let start = token.range
        let first = try binary(0)
        var steps: [Expression.ComparisonStep] = []
        while true {
            let comparison: Comparison
            if token.kind == .symbol, let operation = ComparisonOperator(rawValue: token.text) {
                _ = advance()
                comparison = .value(operation)
            } else if takeKeyword("in") {
                comparison = .isIn
            } else if isKeyword("not"), position + 1 < tokens.count, tokens[position + 1].text == "in" {
                _ = advance()
                _ = advance()
                comparison = .isNotIn
            } else if takeKeyword("is") {
                comparison = takeKeyword("not") ? .isNotSame : .isSame
            } else {
                break
            }
            steps.append(Expression.ComparisonStep(comparison: comparison, operand: try binary(0)))
        }
        return steps.isEmpty ? first : try make(.compare(first, steps), from: start)
    }

    private static let levels: [String: (Int, BinaryOperator)] = [
        "|": (0, .or), "^": (1, .exclusiveOr), "&": (2, .and), "<<": (3, .shiftLeft), ">>": (3, .shiftRight),
        "+": (4, .add), "-": (4, .subtract), "*": (5, .multiply), "/": (5, .divide), "//": (5, .floorDivide),
        "%": (5, .remainder), "@": (5, .matrixMultiply),
    ]

    /// Binary operators that bind at least as tightly as `level`.
    mutating func binary(_ level: Int) throws -> Expression {
        let start = token.range
        var result = try unary()
        while token.kind == .symbol, let (its, operation) = Parser.levels[token.text], its >= level {
            _ = advance()
            // Read before `make` is called, which ends the range where the parser stands.
            let right = try binary(its + 1)
            result = try make(.binary(operation, result, right), from: start)
        }
        return result
    }

    private mutating func unary() throws -> Expression {
        let start = token
        guard start.kind == .symbol, let operation = UnaryOperator(rawValue: start.text) else {
            return try power()
        }
        _ = advance()
        let operand = try nested { try $0.unary() }
        if operation == .negate, case .int(let value) = operand.kind,
            operand.range.lower == start.range.upper,
            let negative = Int(exactly: -Double(value)), value < 1 << 52
        {
            return try make(.int(negative), from: start.range)
        }
        return try make(.unary(operation, operand), from: start.range)
    }

    private mutating func power() throws -> Expression {
        let start = token.range
        let base = try postfix()
        guard takeSymbol("**") else { return base }
        let exponent = try nested { try $0.unary() }
        return try make(.binary(.power, base, exponent), from: start)
    }

    /// A primary with its calls, attributes and subscripts.
    mutating func postfix() throws -> Expression {
        let start = token.range
        var result = try primary()
        while token.kind == .symbol {
            switch token.text {
            case ".":
                _ = advance()
                let (name, place) = try expectName("an attribute")
                result = try make(.attribute(result, name, place), from: start)
            case "(":
                _ = advance()
                let arguments = try nested { try $0.arguments() }
                try expectSymbol(")", closing("("))
                result = try make(.call(result, arguments), from: start)
            case "[":
                _ = advance()
                let index = try nested { try $0.subscriptIndex() }
                try expectSymbol("]", closing("["))
                result = try make(.subscripted(result, index), from: start)
            default: return result
            }
        }
        return result
    }

    private func closing(_ bracket: String) -> String {
        startsExpression ? "invalid syntax. Perhaps you forgot a comma?" : "'\(bracket)' was never closed"
    }

    private mutating func subscriptIndex() throws -> Expression {
        let start = token.range
        let first = try subscriptItem()
        guard isSymbol(",") else {
            if case .starred = first.kind { return try make(.collection(.tuple, [first]), from: start) }
            return first
        }
        var elements = [first]
        while takeSymbol(",") {
            if isSymbol("]") { break }
            elements.append(try subscriptItem())
        }
        return try make(.collection(.tuple, elements), from: start)
    }

    private mutating func subscriptItem() throws -> Expression {
        let start = token.range
        let lower = isSymbol(":") ? nil : try starredOrNamed()
        guard takeSymbol(":") else { return lower! }
        func bound(_ parser: inout Parser) throws -> Expression? {
            parser.isSymbol(":") || parser.isSymbol("]") || parser.isSymbol(",")
                ? nil : try parser.expression()
        }
        let upper = try bound(&self)
        let step = takeSymbol(":") ? try bound(&self) : nil
        return try make(.slice(lower, upper, step), from: start)
    }

    /// The inside of a call's parentheses.
    mutating func arguments() throws -> [ArgumentTree] {
        var result: [ArgumentTree] = []
        while !isSymbol(")"), token.kind != .end {
            let start = token
            if takeSymbol("**") {
                let value = try expression()
                result.append(
                    ArgumentTree(name: nil, form: .doubleStar, value: value, range: range(from: start.range)))
            } else if takeSymbol("*") {
                let value = try expression()
                result.append(
                    ArgumentTree(name: nil, form: .star, value: value, range: range(from: start.range)))
            } else if start.kind == .name, position + 1 < tokens.count, tokens[position + 1].kind == .symbol,
                tokens[position + 1].text == "="
            {
                _ = advance()
                _ = advance()
                if result.contains(where: { $0.name == start.text }) {
                    throw failure("keyword argument repeated: \(start.text)", start.range)
                }
                let value = try expression()
                result.append(ArgumentTree(name: start.text, form: .plain, value: value, range: start.range))
            } else {
                var value = try namedOrExpression()
                if isKeyword("for") {
                    value = try comprehension(.generator, value, nil, start.range)
                } else if result.contains(where: { $0.name != nil }) {
                    throw failure("positional argument follows keyword argument", value.range)
                }
                if isSymbol("=") {
                    throw failure(
                        "expression cannot contain assignment, perhaps you meant \"==\"?", value.range)
                }
                result.append(ArgumentTree(name: nil, form: .plain, value: value, range: value.range))
            }
            if !takeSymbol(",") { break }
        }
        return result
    }

    mutating func comprehension(
        _ kind: Expression.ComprehensionKind, _ element: Expression, _ value: Expression?,
        _ start: SourceRange
    ) throws -> Expression {
        var clauses: [ComprehensionClause] = []
        while isKeyword("for") {
            _ = advance()
            let target = try targets()
            guard takeKeyword("in") else { throw unexpected("expected 'in'") }
            let iterable = try nested { try $0.disjunctionOrLambda() }
            var conditions: [Expression] = []
            while takeKeyword("if") { conditions.append(try conditionOfComprehension()) }
            clauses.append(ComprehensionClause(target: target, iterable: iterable, conditions: conditions))
            if clauses.count > 20 { throw failure("too many 'for' in one comprehension", range(from: start)) }
        }
        if isKeyword("async") { throw failure("'async' is not available", token.range) }
        let inside =
            [element, value].compactMap { $0 } + clauses.flatMap(\.conditions)
            + clauses.dropFirst().map(\.iterable)
        if let place = inside.first(where: \.yields) {
            let name = Expression(.comprehension(kind, element, value: value, clauses), start)
                .describedForAssignment
            throw failure("'yield' inside \(name)", place.range)
        }
        try checkNamed(inside, clauses)
        if case .starred = element.kind {
            throw failure("iterable unpacking cannot be used in comprehension", element.range)
        }
        return try make(.comprehension(kind, element, value: value, clauses), from: start)
    }

    private mutating func conditionOfComprehension() throws -> Expression {
        if token.kind == .name, position + 1 < tokens.count, tokens[position + 1].text == ":=" {
            return try namedOrExpression()
        }
        return try disjunctionOrLambda()
    }

    /// - Throws: SyntaxError for a `:=` where a comprehension cannot have one.
    private func checkNamed(_ inside: [Expression], _ clauses: [ComprehensionClause]) throws {
        if let place = clauses.map(\.iterable).first(where: \.binds) {
            throw failure(
                "assignment expression cannot be used in a comprehension iterable expression", place.range)
        }
        var targets = NameCollector()
        for clause in clauses { targets.bind(clause.target) }
        for expression in inside where expression.binds {
            var names = NameCollector()
            names.bindNamed(expression)
            if let name = names.bound.first(where: { targets.bound.contains($0) }) {
                throw failure(
                    "assignment expression cannot rebind comprehension iteration variable '\(name)'",
                    expression.range)
            }
        }
    }

    private mutating func disjunctionOrLambda() throws -> Expression {
        isKeyword("lambda") ? try expression() : try disjunction()
    }
}
