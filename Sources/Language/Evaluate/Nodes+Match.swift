/// `match subject:`: the first case whose pattern fits and whose condition holds.
final class MatchNode: StatementNode {
    struct Case {
        let pattern: PatternNode
        let condition: Node?
        let body: [StatementNode]
    }
    let subject: Node
    let cases: [Case]
    init(_ subject: Node, _ cases: [Case], _ range: SourceRange) {
        self.subject = subject
        self.cases = cases
        super.init(range)
    }
    override func execute(_ frame: Frame) throws -> Completion {
        let value = try subject.evaluate(frame)
        for item in cases where try item.pattern.fits(value, item.condition, frame) {
            return try runBlock(item.body, frame)
        }
        return .normal
    }
}

final class ResumableMatchNode: StatementNode {
    let subject: Node
    let cases: [(pattern: PatternNode, condition: Node?, body: ResumableBlock)]
    let stage: Int
    init(
        _ subject: Node, _ cases: [(pattern: PatternNode, condition: Node?, body: ResumableBlock)],
        stage: Int,
        _ range: SourceRange
    ) {
        self.subject = subject
        self.cases = cases
        self.stage = stage
        super.init(range)
    }
    override func execute(_ frame: Frame) throws -> Completion {
        var place = frame.take(stage) - 1
        if place < 0 {
            let value = try subject.evaluate(frame)
            guard let found = try cases.firstIndex(where: { try $0.pattern.fits(value, $0.condition, frame) })
            else { return .normal }
            place = found
        }
        let completion = try cases[place].body.run(frame)
        if completion == .yielded { frame.stop(stage, at: place + 1) }
        return completion
    }
}

/// A pattern, compiled.
class PatternNode {
    typealias Bindings = [(target: any Target, value: Value)]
    let range: SourceRange
    init(_ range: SourceRange) { self.range = range }

    /// Whether a value fits. What the names of the pattern get is only noted: a pattern that does not fit
    /// binds nothing.
    func matches(_ value: Value, _ bindings: inout Bindings, _ frame: Frame) throws -> Bool { false }

    /// Whether the value fits and the condition, which sees the names, holds.
    final func fits(_ value: Value, _ condition: Node?, _ frame: Frame) throws -> Bool {
        var bindings: Bindings = []
        do { if try !matches(value, &bindings, frame) { return false } } catch {
            throw ScriptError(error).located(range, frame.source)
        }
        for (target, value) in bindings { try target.assign(value, frame) }
        return try condition.map { try test($0, frame) } ?? true
    }
}

final class ValuePatternNode: PatternNode {
    let wanted: Node
    let isSame: Bool
    init(_ wanted: Node, isSame: Bool, _ range: SourceRange) {
        self.wanted = wanted
        self.isSame = isSame
        super.init(range)
    }
    override func matches(_ value: Value, _ bindings: inout Bindings, _ frame: Frame) throws -> Bool {
        let its = try wanted.evaluate(frame)
        if isSame { return Operations.identical(value, its) }
        return try Operations.truth(Operations.compare(.equal, value, its))
    }
}

/// A name, or `_` without a target.
final class CapturePatternNode: PatternNode {
    let inner: PatternNode?
    let target: (any Target)?
    init(_ inner: PatternNode?, _ target: (any Target)?, _ range: SourceRange) {
        self.inner = inner
        self.target = target
        super.init(range)
    }
    override func matches(_ value: Value, _ bindings: inout Bindings, _ frame: Frame) throws -> Bool {
        if let inner, try !inner.matches(value, &bindings, frame) { return false }
        if let target { bindings.append((target, value)) }
        return true
    }
}

final class EitherPatternNode: PatternNode {
    let parts: [PatternNode]
    init(_ parts: [PatternNode], _ range: SourceRange) {
        self.parts = parts
        super.init(range)
    }
    override func matches(_ value: Value, _ bindings: inout Bindings, _ frame: Frame) throws -> Bool {
        let before = bindings
        for part in parts {
            if try part.matches(value, &bindings, frame) { return true }
            bindings = before
        }
        return false
    }
}

final class SequencePatternNode: PatternNode {
    let parts: [PatternNode]
    /// The place of the part with a star, which takes what is left.
    let star: Int?
    init(_ parts: [PatternNode], star: Int?, _ range: SourceRange) {
        self.parts = parts
        self.star = star
        super.init(range)
    }
    override func matches(_ value: Value, _ bindings: inout Bindings, _ frame: Frame) throws -> Bool {
        guard Operations.isSequence(value) else { return false }
        let count = try Operations.length(value)
        guard star == nil ? count == parts.count : count >= parts.count - 1 else { return false }
        let row = try Operations.unpack(value, count: parts.count, star: star)
        for (part, element) in zip(parts, row) where try !part.matches(element, &bindings, frame) {
            return false
        }
        return true
    }
}

final class MappingPatternNode: PatternNode {
    let items: [(key: Node, pattern: PatternNode)]
    let rest: (any Target)?
    init(_ items: [(key: Node, pattern: PatternNode)], rest: (any Target)?, _ range: SourceRange) {
        self.items = items
        self.rest = rest
        super.init(range)
    }
    override func matches(_ value: Value, _ bindings: inout Bindings, _ frame: Frame) throws -> Bool {
        guard let dict = try Operations.mapping(value), dict.count >= items.count else { return false }
        var keys: [Value] = []
        for item in items {
            let key = try item.key.evaluate(frame)
            guard let found = try dict.get(key), try item.pattern.matches(found, &bindings, frame) else {
                return false
            }
            keys.append(key)
        }
        if let rest {
            let left = DictValue()
            for (key, value) in dict.pairs { try left.set(key, value) }
            for key in keys { try left.remove(key) }
            bindings.append((rest, .dict(left)))
        }
        return true
    }
}

final class ClassPatternNode: PatternNode {
    let type: Node
    let parts: [PatternNode]
    let named: [(name: Symbol, pattern: PatternNode)]
    init(
        _ type: Node, _ parts: [PatternNode], _ named: [(name: Symbol, pattern: PatternNode)],
        _ range: SourceRange
    ) {
        self.type = type
        self.parts = parts
        self.named = named
        super.init(range)
    }

    /// Types of which one part alone means the value itself.
    private static let whole: [ScriptClass] = [
        Types.bool, Types.bytes, Types.bytearray, Types.dict, Types.float, Types.frozenset, Types.int,
        Types.list, Types.set, Types.str,
        Types.tuple,
    ]

    override func matches(_ value: Value, _ bindings: inout Bindings, _ frame: Frame) throws -> Bool {
        guard case .type(let wanted) = try type.evaluate(frame) else {
            throw ScriptError("TypeError", "called match pattern must be a type")
        }
        guard wanted.isInstance(value) else { return false }
        var attributes = named
        if !parts.isEmpty {
            guard let names = try places(wanted, value) else {
                return try parts[0].matches(value, &bindings, frame)
            }
            for (name, part) in zip(names, parts) {
                if named.contains(where: { $0.name == name }) {
                    throw ScriptError(
                        "TypeError", "\(wanted.name)() got multiple sub-patterns for attribute '\(name.name)'"
                    )
                }
                attributes.append((name, part))
            }
        }
        for (name, part) in attributes {
            let found: Value?
            do { found = try Operations.attribute(value, name) } catch let error as ScriptError
                where error.isInstance(of: "AttributeError")
            { return false }
            guard let found, try part.matches(found, &bindings, frame) else { return false }
        }
        return true
    }

    /// The attributes that parts without a name stand for; nil where the one part is the value itself.
    private func places(_ wanted: ScriptClass, _ value: Value) throws -> [Symbol]? {
        var names: [Symbol] = []
        if let given = wanted.lookup(Symbol("__match_args__")) {
            guard case .tuple(let tuple) = given else {
                throw ScriptError(
                    "TypeError", "\(wanted.name).__match_args__ must be a tuple (got \(given.typeName))")
            }
            names = try tuple.elements.map {
                guard let text = $0.text else {
                    throw ScriptError(
                        "TypeError", "__match_args__ elements must be strings (got \($0.typeName))")
                }
                return Symbol(text)
            }
        } else if case .tuple(let tuple) = value, let kind = tuple.kind, !kind.fields.isEmpty {
            names = kind.fields.map { Symbol($0) }
        } else if ClassPatternNode.whole.contains(where: { wanted.isSubclass(of: $0) }) {
            if parts.count == 1 { return nil }
            throw tooMany(wanted, 1)
        }
        if parts.count > names.count { throw tooMany(wanted, names.count) }
        return names
    }

    private func tooMany(_ wanted: ScriptClass, _ count: Int) -> ScriptError {
        ScriptError(
            "TypeError",
            "\(wanted.name)() accepts \(count) positional sub-pattern\(count == 1 ? "" : "s") "
                + "(\(parts.count) given)")
    }
}

extension Compiler {
    func match(_ subject: Expression, _ cases: [Statement.Case], _ range: SourceRange) throws -> StatementNode
    {
        MatchNode(
            try expression(subject),
            try cases.map {
                MatchNode.Case(
                    pattern: try pattern($0.pattern), condition: try $0.condition.map(expression),
                    body: try block($0.body))
            }, range)
    }

    func pattern(_ tree: Pattern) throws -> PatternNode {
        let range = tree.range
        switch tree.kind {
        case .value(let value): return ValuePatternNode(try expression(value), isSame: false, range)
        case .same(let value): return ValuePatternNode(try expression(value), isSame: true, range)
        case .any(let name), .star(let name):
            return CapturePatternNode(nil, name.map { self.name($0, range) }, range)
        case .bound(let inner, let name):
            return CapturePatternNode(try pattern(inner), self.name(name, range), range)
        case .either(let parts): return EitherPatternNode(try parts.map(pattern), range)
        case .sequence(let parts):
            let star = parts.firstIndex { if case .star = $0.kind { true } else { false } }
            return SequencePatternNode(try parts.map(pattern), star: star, range)
        case .mapping(let items, let rest):
            return MappingPatternNode(
                try items.map { (try expression($0.key), try pattern($0.pattern)) },
                rest: rest.map { name($0, range) }, range)
        case .type(let type, let parts, let named):
            return ClassPatternNode(
                try expression(type), try parts.map(pattern),
                try named.map { (Symbol($0.name), try pattern($0.pattern)) }, range)
        }
    }
}

extension Operations {
    /// Whether a sequence pattern looks into the value: texts are none.
    static func isSequence(_ value: Value) -> Bool {
        switch value.plain {
        case .list, .tuple, .range: return true
        case .object(let object): return object.typeName == "deque"
        default: return false
        }
    }
}
