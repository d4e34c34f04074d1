/// What stands behind `case`.
public struct Pattern: Equatable {
    public struct Item: Equatable {
        public var key: Expression
        public var pattern: Pattern
    }

    public struct Named: Equatable {
        public var name: String
        public var pattern: Pattern
    }

    public indirect enum Kind: Equatable {
        /// Something equal to it: a literal, `Colour.RED`.
        case value(Expression)
        /// `None`, `True` or `False` itself.
        case same(Expression)
        /// Anything, under a name; `_` has none.
        case any(String?)
        /// The rest of a row.
        case star(String?)
        case either([Pattern])
        case sequence([Pattern])
        case mapping([Item], rest: String?)
        case type(Expression, [Pattern], [Named])
        /// `pattern as name`.
        case bound(Pattern, String)
    }

    public var kind: Kind
    public var range: SourceRange

    /// The patterns in it.
    var parts: [Pattern] {
        switch kind {
        case .value, .same, .any, .star: return []
        case .either(let row), .sequence(let row): return row
        case .mapping(let items, _): return items.map(\.pattern)
        case .type(_, let parts, let named): return parts + named.map(\.pattern)
        case .bound(let inner, _): return [inner]
        }
    }

    /// The names that it binds.
    var names: [String] {
        var own: [String] = []
        switch kind {
        case .any(let name?), .star(let name?), .mapping(_, let name?), .bound(_, let name): own = [name]
        default: break
        }
        return parts.flatMap(\.names) + own
    }

    /// The expressions that it reads.
    var expressions: [Expression] {
        var own: [Expression] = []
        switch kind {
        case .value(let value), .same(let value), .type(let value, _, _): own = [value]
        case .mapping(let items, _): own = items.map(\.key)
        default: break
        }
        return own + parts.flatMap(\.expressions)
    }

    /// Why it fits whatever comes, nil where it does not.
    var matchesAll: String? {
        switch kind {
        case .any(let name): return name.map { "name capture '\($0)'" } ?? "wildcard"
        case .bound(let inner, let name): return inner.matchesAll.map { _ in "name capture '\(name)'" }
        case .either(let row): return row.last?.matchesAll
        default: return nil
        }
    }
}
