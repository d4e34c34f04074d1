extension Parser {
    /// One line of statements or one compound statement.
    mutating func statement() throws -> [Statement] {
        let start = token
        if start.kind == .symbol, start.text == "@" { return [try decorated()] }
        if start.kind == .keyword {
            switch start.text {
            case "if": return [try branch()]
            case "while": return [try whileLoop()]
            case "for": return [try forLoop()]
            case "def": return [try define([])]
            case "class": return [try defineClass([])]
            case "try": return [try attempt()]
            case "with": return [try with()]
            case "async":
                let next = position + 1 < tokens.count ? " " + tokens[position + 1].text : ""
                throw failure(
                    "'async\(next)' is not available", start.range,
                    hint: next == " def" ? "a plain def does the same, one thing after another" : nil)
            case "else", "elif", "except", "finally":
                throw failure("'\(start.text)' without a block before it", start.range)
            default: break
            }
        }
        if startsMatch { return [try matchStatement()] }
        if let line = interactive() {
            if token.kind == .newline { _ = advance() }
            return [line]
        }
        return try simpleLine()
    }

    /// Statements without blocks, between `;`, up to the end of the line.
    private mutating func simpleLine() throws -> [Statement] {
        var statements = [try simple()]
        while takeSymbol(";") {
            statements[statements.count - 1].hidesValue = true
            if token.kind == .newline || token.kind == .end { break }
            statements.append(try simple())
        }
        if token.kind == .newline { _ = advance() } else if token.kind != .end { throw leftover() }
        return statements
    }

    private func leftover() -> ScriptError {
        if isSymbol(":=") {
            return failure(
                "invalid syntax", token.range, hint: "= assigns; inside an expression (name := value)")
        }
        if isSymbol("=") { return failure("cannot assign here", token.range, hint: "use == to compare") }
        if previous.kind == .name, token.kind == .string || token.kind == .name || token.kind == .number {
            if ["print", "exec"].contains(previous.text) {
                return failure(
                    "Missing parentheses in call to '\(previous.text)'. Did you mean \(previous.text)(...)?",
                    token.range)
            }
        }
        return failure("invalid syntax", token.range)
    }

    mutating func block() throws -> [Statement] {
        guard takeSymbol(":") else {
            if isSymbol("=") {
                throw failure("invalid syntax. Maybe you meant '==' instead of '='?", token.range)
            }
            throw unexpected("expected ':'")
        }
        if token.kind != .newline { return try simpleLine() }
        return try indented { try $0.statement() }
    }

    /// The lines below a head, one level further in.
    mutating func indented<Part>(_ part: (inout Parser) throws -> [Part]) throws -> [Part] {
        _ = advance()
        guard token.kind == .indent else {
            wantsBlock = tokens[position...].allSatisfy {
                $0.kind == .end || $0.kind == .dedent || $0.kind == .newline
            }
            throw ScriptError(
                "IndentationError", "expected an indented block", range: previousHeader(), source: source)
        }
        _ = advance()
        return try nested { parser in
            parser.blockDepth += 1
            var parts: [Part] = []
            while parser.token.kind != .dedent, parser.token.kind != .end {
                if parser.token.kind == .newline {
                    _ = parser.advance()
                    continue
                }
                if parser.token.kind == .indent {
                    throw parser.failure("unexpected indent", parser.token.range, kind: "IndentationError")
                }
                parts.append(contentsOf: try part(&parser))
            }
            if parser.token.kind == .dedent { _ = parser.advance() }
            parser.blockDepth -= 1
            return parts
        }
    }

    private func previousHeader() -> SourceRange {
        if token.kind == .end || token.kind == .dedent {
            let last = tokens[..<position].last { $0.kind == .symbol }?.range ?? token.range
            return last
        }
        return token.range
    }

    private mutating func loopBlock() throws -> [Statement] {
        loopDepth += 1
        defer { loopDepth -= 1 }
        return try block()
    }

    mutating func finish(_ kind: Statement.Kind, _ start: SourceRange) -> Statement {
        var last = position - 1
        while last > 0, [.newline, .dedent, .indent].contains(tokens[last].kind) { last -= 1 }
        return Statement(
            kind: kind, range: SourceRange(start.lower, max(start.lower, tokens[max(0, last)].range.upper)))
    }

    private mutating func branch() throws -> Statement {
        let start = advance().range
        var branches = [Statement.Branch(condition: try namedOrExpression(), body: try block())]
        while takeKeyword("elif") {
            branches.append(Statement.Branch(condition: try namedOrExpression(), body: try block()))
        }
        let otherwise = takeKeyword("else") ? try block() : []
        return finish(.branch(branches, otherwise: otherwise), start)
    }

    private mutating func whileLoop() throws -> Statement {
        let start = advance().range
        let condition = try namedOrExpression()
        let body = try loopBlock()
        let otherwise = takeKeyword("else") ? try block() : []
        return finish(.whileLoop(condition, body, otherwise: otherwise), start)
    }

    private mutating func forLoop() throws -> Statement {
        let start = advance().range
        let target = try targets()
        guard takeKeyword("in") else { throw unexpected("expected 'in'") }
        let iterable = try expressions()
        let body = try loopBlock()
        let otherwise = takeKeyword("else") ? try block() : []
        return finish(.forLoop(target, iterable, body, otherwise: otherwise), start)
    }

    private mutating func decorated() throws -> Statement {
        var decorators: [Expression] = []
        while takeSymbol("@") {
            let decorator = try namedOrExpression()
            decorators.append(decorator)
            if token.kind == .newline { _ = advance() }
        }
        if isKeyword("def") { return try define(decorators) }
        if isKeyword("class") { return try defineClass(decorators) }
        throw unexpected("expected 'def' after a decorator")
    }

    private mutating func define(_ decorators: [Expression]) throws -> Statement {
        let start = advance().range
        let (name, _) = try expectName("the name of the function")
        try expectSymbol("(")
        let parameters = try parameterList(until: ")", annotations: true)
        try expectSymbol(")")
        let returns = takeSymbol("->") ? try expression() : nil
        let loops = loopDepth
        loopDepth = 0
        functionDepth += 1
        let body = try block()
        functionDepth -= 1
        loopDepth = loops
        let statement = finish(.pass, start)
        let function = FunctionTree(
            name: name, parameters: parameters, body: body, expression: nil, returns: returns,
            range: statement.range)
        return Statement(kind: .define(function, decorators: decorators), range: statement.range)
    }

    mutating func parameterList(until end: String, annotations: Bool) throws -> [ParameterTree] {
        var parameters: [ParameterTree] = []
        var passing = Passing.either
        var hasDefault = false
        while !isSymbol(end) {
            let mark = token.range
            if parameters.last?.passing == .keywords {
                throw failure("arguments cannot follow var-keyword argument", mark)
            }
            if takeSymbol("/") {
                if passing == .keywordOnly { throw failure("/ must be ahead of *", mark) }
                if parameters.isEmpty { throw failure("at least one argument must precede /", mark) }
                if parameters.contains(where: { $0.passing == .positionalOnly }) {
                    throw failure("/ may appear only once", mark)
                }
                for index in parameters.indices { parameters[index].passing = .positionalOnly }
            } else if takeSymbol("**") {
                let (name, range) = try expectName()
                let annotation = annotations && takeSymbol(":") ? try expression() : nil
                if isSymbol("=") {
                    throw failure("var-keyword argument cannot have default value", token.range)
                }
                parameters.append(
                    ParameterTree(
                        name: name, defaultValue: nil, annotation: annotation, passing: .keywords,
                        range: range))
            } else if takeSymbol("*") {
                if passing == .keywordOnly { throw failure("* argument may appear only once", mark) }
                passing = .keywordOnly
                if token.kind == .name {
                    let (name, range) = try expectName()
                    let annotation = annotations && takeSymbol(":") ? try starredOrExpression() : nil
                    if isSymbol("=") {
                        throw failure("var-positional argument cannot have default value", token.range)
                    }
                    parameters.append(
                        ParameterTree(
                            name: name, defaultValue: nil, annotation: annotation, passing: .variadic,
                            range: range))
                } else if !isSymbol(",") || tokens[min(position + 1, tokens.count - 1)].text == end
                    || tokens[min(position + 1, tokens.count - 1)].text == "**"
                {
                    throw failure("named arguments must follow bare *", mark)
                }
            } else {
                let (name, range) = try expectName("a parameter")
                let annotation = annotations && takeSymbol(":") ? try expression() : nil
                var value: Expression? = nil
                if takeSymbol("=") {
                    value = try expression()
                    hasDefault = true
                } else if hasDefault, passing == .either {
                    throw failure("non-default argument follows default argument", range)
                }
                parameters.append(
                    ParameterTree(
                        name: name, defaultValue: value, annotation: annotation, passing: passing,
                        range: range))
            }
            if let last = parameters.last, parameters.dropLast().contains(where: { $0.name == last.name }) {
                throw failure("duplicate argument '\(last.name)' in function definition", last.range)
            }
            if !takeSymbol(",") { break }
        }
        return parameters
    }

    private mutating func defineClass(_ decorators: [Expression]) throws -> Statement {
        let start = advance().range
        let (name, _) = try expectName("the name of the class")
        var bases: [ArgumentTree] = []
        if takeSymbol("(") {
            bases = try arguments()
            try expectSymbol(")")
        }
        let saved = (loopDepth, functionDepth)
        loopDepth = 0
        functionDepth = 0
        let body = try block()
        (loopDepth, functionDepth) = saved
        return finish(.defineClass(name, bases, body, decorators: decorators), start)
    }

    private mutating func attempt() throws -> Statement {
        let start = advance().range
        let body = try block()
        var handlers: [Statement.Handler] = []
        while isKeyword("except") {
            let word = advance()
            if isSymbol("*") { throw failure("'except*' is not available", token.range) }
            var type: Expression? = nil
            var name: String? = nil
            if !isSymbol(":") {
                type = try expression()
                if isSymbol(",") {
                    throw failure("multiple exception types must be parenthesized", token.range)
                }
                if takeKeyword("as") { name = try expectName().0 }
            }
            if handlers.last.map({ $0.type == nil }) == true {
                throw failure("default 'except:' must be last", word.range)
            }
            handlers.append(Statement.Handler(type: type, name: name, body: try block()))
        }
        let otherwise = !handlers.isEmpty && takeKeyword("else") ? try block() : []
        let finally = takeKeyword("finally") ? try block() : nil
        if handlers.isEmpty, finally == nil {
            if token.kind == .end || tokens[position...].allSatisfy({ $0.kind == .dedent || $0.kind == .end })
            {
                wantsBlock = true
                blockDepth -= 1
            }
            throw unexpected("expected 'except' or 'finally' block")
        }
        return finish(.attempt(body, handlers, otherwise: otherwise, finally: finally ?? []), start)
    }

    private mutating func with() throws -> Statement {
        let start = advance().range
        var contexts: [Statement.Context] = []
        let mark = position
        func items(_ parser: inout Parser, until end: String?) throws {
            repeat {
                if let end, parser.isSymbol(end) { break }
                let value = try parser.expression()
                let target = parser.takeKeyword("as") ? try parser.target() : nil
                contexts.append(Statement.Context(value: value, target: target))
            } while parser.takeSymbol(",")
        }
        var isParenthesised = false
        if takeSymbol("(") {
            isParenthesised = (try? items(&self, until: ")")) != nil && takeSymbol(")") && isSymbol(":")
        }
        if !isParenthesised {
            contexts = []
            position = mark
            try items(&self, until: nil)
        }
        return finish(.with(contexts, try block()), start)
    }
}
