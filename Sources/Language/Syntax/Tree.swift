/// One part of a formatted string: plain text, or an expression with how to show it.
public enum StringPart: Equatable {
    case text(String)
    indirect case value(Expression, conversion: Character?, spec: [StringPart])
}

/// One argument of a call: plain, `name=…`, `*…` or `**…`.
public struct ArgumentTree: Equatable {
    public enum Form: Equatable { case plain, star, doubleStar }
    public var name: String?
    public var form: Form
    public var value: Expression
    /// The name where there is one, else the value.
    public var range: SourceRange
}

/// `for target in iterable if condition …` inside a comprehension.
public struct ComprehensionClause: Equatable {
    public var target: Expression
    public var iterable: Expression
    public var conditions: [Expression]
}

/// The words that compare; `in` and `is` with their negations beside the operators that objects can answer.
public enum Comparison: Equatable {
    case value(ComparisonOperator)
    case isSame, isNotSame, isIn, isNotIn
}

/// A parameter in a definition.
public struct ParameterTree: Equatable {
    public var name: String
    public var defaultValue: Expression?
    public var annotation: Expression?
    public var passing: Passing
    public var range: SourceRange
}

/// A definition with `def` or `lambda`.
public struct FunctionTree: Equatable {
    public var name: String
    public var parameters: [ParameterTree]
    public var body: [Statement]
    /// The whole body of a lambda.
    public var expression: Expression?
    /// What stands behind `->`.
    public var returns: Expression?
    public var range: SourceRange
}

/// An expression and where it stands.
public struct Expression: Equatable {
    public enum Collection: Equatable { case list, tuple, set }
    public enum ComprehensionKind: Equatable { case list, set, dict, generator }

    public indirect enum Kind: Equatable {
        case none, ellipsis
        case bool(Bool)
        case int(Int)
        /// A number that does not fit in a machine word, by its digits.
        case bigInteger(String, radix: Int)
        case float(Double)
        case string(String)
        case bytes([UInt8])
        case joined([StringPart])
        case name(String)
        case collection(Collection, [Expression])
        /// A nil key stands for `**value`.
        case dict([DictItem])
        case starred(Expression)
        case unary(UnaryOperator, Expression)
        case not(Expression)
        case binary(BinaryOperator, Expression, Expression)
        case and(Expression, Expression)
        case or(Expression, Expression)
        case compare(Expression, [ComparisonStep])
        case ternary(condition: Expression, Expression, otherwise: Expression)
        case call(Expression, [ArgumentTree])
        case attribute(Expression, String, SourceRange)
        case subscripted(Expression, Expression)
        case slice(Expression?, Expression?, Expression?)
        case lambda(FunctionTree)
        case comprehension(ComprehensionKind, Expression, value: Expression?, [ComprehensionClause])
        case yield(Expression?)
        case yieldFrom(Expression)
        /// `name := value`, with the place of the name.
        case named(String, SourceRange, Expression)
    }

    public struct DictItem: Equatable {
        public var key: Expression?
        public var value: Expression
    }

    public struct ComparisonStep: Equatable {
        public var comparison: Comparison
        public var operand: Expression
    }

    public let kind: Kind
    public let range: SourceRange
    /// Levels of the tree below and with this node.
    public let height: Int
    /// Whether a `yield` of the function around it stands in it.
    let yields: Bool
    /// Whether a `:=` of the function around it stands in it.
    let binds: Bool

    init(_ kind: Kind, _ range: SourceRange) {
        self.kind = kind
        self.range = range
        var (highest, yields, binds) = (0, false, false)
        Expression.visit(kind) {
            highest = max(highest, $0.height)
            yields = yields || $0.yields
            binds = binds || $0.binds
        }
        height = highest + 1
        switch kind {
        case .yield, .yieldFrom: yields = true
        case .named: binds = true
        case .lambda(let function):
            // What stands in its body is its own.
            let outside = function.parameters.compactMap(\.defaultValue)
            (yields, binds) = (outside.contains(where: \.yields), outside.contains(where: \.binds))
        default: break
        }
        (self.yields, self.binds) = (yields, binds)
    }

    /// Calls `body` with each direct part, those of lambdas and comprehensions too.
    static func visit(_ kind: Kind, _ body: (Expression) -> Void) {
        switch kind {
        case .none, .ellipsis, .bool, .int, .bigInteger, .float, .string, .bytes, .name: break
        case .joined(let parts): visit(parts, body)
        case .collection(_, let elements): elements.forEach(body)
        case .dict(let items):
            for item in items {
                item.key.map(body)
                body(item.value)
            }
        case .starred(let inner), .unary(_, let inner), .not(let inner), .attribute(let inner, _, _),
            .yieldFrom(let inner), .named(_, _, let inner):
            body(inner)
        case .yield(let value): value.map(body)
        case .binary(_, let a, let b), .and(let a, let b), .or(let a, let b), .subscripted(let a, let b):
            body(a)
            body(b)
        case .compare(let first, let steps):
            body(first)
            steps.forEach { body($0.operand) }
        case .ternary(let condition, let a, let b):
            body(condition)
            body(a)
            body(b)
        case .call(let callee, let arguments):
            body(callee)
            arguments.forEach { body($0.value) }
        case .slice(let a, let b, let c):
            a.map(body)
            b.map(body)
            c.map(body)
        case .lambda(let function):
            function.parameters.forEach { $0.defaultValue.map(body) }
            function.expression.map(body)
        case .comprehension(_, let element, let value, let clauses):
            body(element)
            value.map(body)
            for clause in clauses {
                body(clause.target)
                body(clause.iterable)
                clause.conditions.forEach(body)
            }
        }
    }

    private static func visit(_ parts: [StringPart], _ body: (Expression) -> Void) {
        for part in parts {
            if case .value(let expression, _, let spec) = part {
                body(expression)
                visit(spec, body)
            }
        }
    }
}

/// A statement and where it stands.
public struct Statement: Equatable {
    public struct Branch: Equatable {
        public var condition: Expression
        public var body: [Statement]
    }

    public struct Handler: Equatable {
        public var type: Expression?
        public var name: String?
        public var body: [Statement]
    }

    public struct Context: Equatable {
        public var value: Expression
        public var target: Expression?
    }

    /// One `case` of a `match`.
    public struct Case: Equatable {
        public var pattern: Pattern
        public var condition: Expression?
        public var body: [Statement]
    }

    public struct ImportedName: Equatable {
        public var name: String
        public var alias: String?
        public var range: SourceRange
    }

    public indirect enum Kind: Equatable {
        case expression(Expression)
        case assign([Expression], Expression)
        /// An annotation without a value binds nothing.
        case annotated(Expression, Expression?, annotation: Expression)
        case augmented(Expression, BinaryOperator, Expression)
        case delete([Expression])
        case pass, breakLoop, continueLoop
        case returnValue(Expression?)
        case branch([Branch], otherwise: [Statement])
        case whileLoop(Expression, [Statement], otherwise: [Statement])
        case forLoop(Expression, Expression, [Statement], otherwise: [Statement])
        case define(FunctionTree, decorators: [Expression])
        case defineClass(String, [ArgumentTree], [Statement], decorators: [Expression])
        case importModules([ImportedName])
        case importNames(String, SourceRange, [ImportedName])
        case global([String])
        case nonlocal([String])
        case assert(Expression, Expression?)
        case raise(Expression?, from: Expression?)
        case attempt([Statement], [Handler], otherwise: [Statement], finally: [Statement])
        case with([Context], [Statement])
        case match(Expression, [Case])
        /// A line that is not Python, in a cell.
        case interactive(InteractiveLine)
    }

    public let kind: Kind
    public let range: SourceRange
    /// A `;` stands behind it: where the values of a cell are shown, its own is not.
    public internal(set) var hidesValue = false
}

/// A parsed program.
public struct Program: Equatable {
    public var statements: [Statement]

    public init(statements: [Statement]) { self.statements = statements }
}
