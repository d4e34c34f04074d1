// Walking through a program without running it: for tools that look for names and calls.

extension Expression {
    /// The direct parts, those of lambdas and comprehensions too, in the order of the source.
    public var parts: [Expression] {
        var parts: [Expression] = []
        Expression.visit(kind) { parts.append($0) }
        return parts
    }
}

extension Statement {
    /// Where the statement begins in its source, its decorators included, in bytes.
    public var start: Int {
        switch kind {
        case .define(_, let decorators), .defineClass(_, _, _, let decorators):
            return decorators.first?.range.lower ?? range.lower
        default: return range.lower
        }
    }
}

extension Program {
    /// Calls `body` with every expression, outer before inner, in the order of the source.
    public func forEachExpression(_ body: (Expression) -> Void) {
        forEachStatement { statement in
            var expressions = Array(statement.expressions.reversed())
            while let expression = expressions.popLast() {
                body(expression)
                expressions += expression.parts.reversed()
            }
        }
    }

    /// Calls `body` with every statement, those of blocks, functions and classes too, in the order of the
    /// source.
    public func forEachStatement(_ body: (Statement) -> Void) {
        var statements = Array(self.statements.reversed())
        while let statement = statements.popLast() {
            body(statement)
            switch statement.kind {
            case .define(let function, _): statements += function.body.reversed()
            case .defineClass(_, _, let inner, _): statements += inner.reversed()
            default: statements += statement.blocks.joined().reversed()
            }
        }
    }
}
