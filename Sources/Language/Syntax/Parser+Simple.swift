extension Parser {
    private static let augmented: [String: BinaryOperator] = [
        "+=": .add, "-=": .subtract, "*=": .multiply, "/=": .divide, "//=": .floorDivide, "%=": .remainder,
        "**=": .power, "@=": .matrixMultiply, "<<=": .shiftLeft, ">>=": .shiftRight, "&=": .and, "|=": .or,
        "^=": .exclusiveOr,
    ]

    /// A statement without a block.
    mutating func simple() throws -> Statement {
        let start = token
        func statement(_ kind: Statement.Kind) -> Statement {
            Statement(kind: kind, range: range(from: start.range))
        }
        if start.kind == .keyword {
            switch start.text {
            case "pass":
                _ = advance()
                return statement(.pass)
            case "break", "continue":
                if loopDepth == 0 { throw failure("'\(start.text)' outside loop", start.range) }
                _ = advance()
                return statement(start.text == "break" ? .breakLoop : .continueLoop)
            case "return":
                if functionDepth == 0 { throw failure("'return' outside function", start.range) }
                _ = advance()
                let value = endsStatement ? nil : try expressions()
                return statement(.returnValue(value))
            case "del":
                _ = advance()
                let value = try expressions()
                let targets: [Expression]
                if case .collection(_, let elements) = value.kind {
                    targets = elements
                } else {
                    targets = [value]
                }
                for target in targets { try checkTarget(target, "delete") }
                return statement(.delete(targets))
            case "import":
                _ = advance()
                var names: [Statement.ImportedName] = []
                repeat {
                    let (name, place) = try dottedName()
                    let alias = takeKeyword("as") ? try expectName().0 : nil
                    names.append(Statement.ImportedName(name: name, alias: alias, range: place))
                } while takeSymbol(",")
                return statement(.importModules(names))
            case "from": return try importNames(start)
            case "global", "nonlocal":
                _ = advance()
                var names: [String] = []
                repeat { names.append(try expectName().0) } while takeSymbol(",")
                if start.text == "nonlocal", functionDepth == 0 {
                    throw failure("nonlocal declaration not allowed at module level", start.range)
                }
                return statement(start.text == "global" ? .global(names) : .nonlocal(names))
            case "assert":
                _ = advance()
                let condition = try expression()
                let message = takeSymbol(",") ? try expression() : nil
                return statement(.assert(condition, message))
            case "raise":
                _ = advance()
                if endsStatement { return statement(.raise(nil, from: nil)) }
                let value = try expression()
                let cause = takeKeyword("from") ? try expression() : nil
                return statement(.raise(value, from: cause))
            default: break
            }
        }
        let first = try expressionsOrYield()
        if isSymbol("=") {
            var targets = [first]
            while takeSymbol("=") { targets.append(try expressionsOrYield()) }
            let value = targets.removeLast()
            for target in targets { try checkTarget(target, "assign to") }
            return statement(.assign(targets, value))
        }
        if token.kind == .symbol, let operation = Parser.augmented[token.text] {
            switch first.kind {
            case .name, .attribute, .subscripted: break
            default:
                throw failure(
                    "'\(first.describedForAssignment)' is an illegal expression for augmented assignment",
                    first.range)
            }
            _ = advance()
            return statement(.augmented(first, operation, try expressionsOrYield()))
        }
        if isSymbol(":"), case .name = first.kind.targetRoot {
            _ = advance()
            let annotation = try expression()
            let value = takeSymbol("=") ? try expressionsOrYield() : nil
            return statement(.annotated(first, value, annotation: annotation))
        }
        return statement(.expression(first))
    }

    private var endsStatement: Bool { token.kind == .newline || token.kind == .end || isSymbol(";") }

    private mutating func dottedName() throws -> (String, SourceRange) {
        let start = token.range
        var name = try expectName("the name of a module").0
        while takeSymbol(".") { name += "." + (try expectName().0) }
        return (name, range(from: start))
    }

    private mutating func importNames(_ start: Token) throws -> Statement {
        _ = advance()
        let (module, place) = try importedName()
        guard takeKeyword("import") else { throw unexpected("expected 'import'") }
        if takeSymbol("*") {
            let star = Statement.ImportedName(name: "*", alias: nil, range: previous.range)
            return Statement(kind: .importNames(module, place, [star]), range: range(from: start.range))
        }
        let isParenthesised = takeSymbol("(")
        var names: [Statement.ImportedName] = []
        repeat {
            if isParenthesised, isSymbol(")") { break }
            let (name, place) = try expectName()
            let alias = takeKeyword("as") ? try expectName().0 : nil
            names.append(Statement.ImportedName(name: name, alias: alias, range: place))
        } while takeSymbol(",")
        if isParenthesised { try expectSymbol(")") }
        return Statement(kind: .importNames(module, place, names), range: range(from: start.range))
    }

    /// The module behind `from`: dots at the beginning lead from the package of the file that imports.
    private mutating func importedName() throws -> (String, SourceRange) {
        let start = token.range
        var dots = ""
        while isSymbol(".") || isSymbol("...") { dots += advance().text }
        if dots.isEmpty { return try dottedName() }
        if isKeyword("import") { return (dots, range(from: start)) }
        let (name, _) = try dottedName()
        return (dots + name, range(from: start))
    }

    /// A target of `for` or of a comprehension: names, attributes, elements, and rows of them.
    mutating func targets() throws -> Expression {
        let start = token.range
        let first = try target()
        guard isSymbol(",") else { return first }
        var elements = [first]
        while takeSymbol(",") {
            if isKeyword("in") { break }
            elements.append(try target())
        }
        return try make(.collection(.tuple, elements), from: start)
    }

    mutating func target() throws -> Expression {
        let start = token.range
        if takeSymbol("*") {
            let row = try target()
            return try make(.starred(row), from: start)
        }
        let result = try nested { try $0.postfix() }
        try checkTarget(result, "assign to")
        return result
    }

    func checkTarget(_ target: Expression, _ verb: String) throws {
        switch target.kind {
        case .name, .attribute, .subscripted: return
        case .starred(let inner) where verb != "delete": try checkTarget(inner, verb)
        case .collection(let kind, let elements) where kind != .set:
            var stars = 0
            for element in elements {
                if case .starred = element.kind { stars += 1 }
                try checkTarget(element, verb)
            }
            if stars > 1 { throw failure("multiple starred expressions in assignment", target.range) }
        default:
            let hint: String?
            if case .compare = target.kind {
                hint = nil
            } else {
                hint = verb == "assign to" ? "use == to compare" : nil
            }
            throw failure("cannot \(verb) \(target.describedForAssignment)", target.range, hint: hint)
        }
    }
}

extension Expression.Kind {
    var targetRoot: Expression.Kind {
        switch self {
        case .name, .attribute, .subscripted: return .name("")
        default: return .none
        }
    }
}

extension Expression {
    var describedForAssignment: String {
        switch kind {
        case .none: return "None"
        case .bool(let flag): return flag ? "True" : "False"
        case .ellipsis: return "ellipsis"
        case .int, .bigInteger, .float, .string, .bytes: return "literal"
        case .joined: return "f-string expression"
        case .call: return "function call"
        case .lambda: return "lambda"
        case .compare: return "comparison"
        case .ternary: return "conditional expression"
        case .comprehension(let kind, _, _, _):
            return kind == .generator
                ? "generator expression"
                : kind == .list
                    ? "list comprehension"
                    : kind == .set ? "set comprehension" : "dict comprehension"
        case .yield, .yieldFrom: return "yield expression"
        case .named: return "named expression"
        case .dict: return "dict literal"
        case .collection: return "set display"
        case .name: return "name"
        case .attribute: return "attribute"
        case .subscripted: return "subscript"
        default: return "expression"
        }
    }
}
