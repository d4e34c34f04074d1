import Language
import Synchronization

/// A compiled pattern. Does not change.
final class PatternObject: ScriptObject, @unchecked Sendable {
    let source: String
    let syntax: RegularExpressionSyntax
    private let code: PCRE2Code

    /// - Throws: `re.error` for a pattern that cannot be read.
    private init(_ source: String, flags: Int) throws {
        self.source = source
        syntax = try RegularExpressionSyntax(source, .init(rawValue: flags))
        code = try PCRE2Code(
            syntax.pattern, isCaseless: syntax.flags.contains(.ignoreCase), groups: syntax.groups)
    }

    // MARK: Reading patterns

    private struct Key: Hashable { let source: String, flags: Int }

    /// Patterns that were read, so that a loop reads its own once.
    private static let kept = Mutex<[Key: PatternObject]>([:])
    private static let mostKept = 512

    static func purge() { kept.withLock { $0 = [:] } }

    /// - Throws: `re.error` for a pattern that cannot be read, TypeError for what is none.
    static func compiled(_ value: Value, flags: Int) throws -> PatternObject {
        if case .object(let object) = value, let pattern = object as? PatternObject {
            guard flags == 0 else {
                throw ScriptError("ValueError", "cannot process flags argument with a compiled pattern")
            }
            return pattern
        }
        guard let source = value.text else {
            throw ScriptError("TypeError", "first argument must be string or compiled pattern")
        }
        let key = Key(source: source, flags: flags)
        if let known = kept.withLock({ $0[key] }) { return known }
        let made = try PatternObject(source, flags: flags)
        kept.withLock {
            if $0.count >= mostKept { $0 = [:] }
            $0[key] = made
        }
        return made
    }

    /// - Throws: TypeError for what is no text.
    static func text(_ value: Value) throws -> MatchedText {
        guard let text = value.text else {
            throw ScriptError(
                "TypeError", "expected string or bytes-like object, got '\(value.typeName)'")
        }
        return MatchedText(text)
    }

    // MARK: As a value

    var typeName: String { "Pattern" }
    var scriptClass: ScriptClass? { Self.type }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }

    func repr() throws -> String {
        var names: [String] = []
        for (flag, name) in [
            (RegularExpressionSyntax.Flags.ignoreCase, "re.IGNORECASE"), (.multiLine, "re.MULTILINE"),
            (.dotAll, "re.DOTALL"), (.verbose, "re.VERBOSE"), (.debug, "re.DEBUG"), (.ascii, "re.ASCII"),
        ] where syntax.flags.contains(flag) {
            names.append(name)
        }
        let text = String(try Value.string(source).repr().prefix(200))
        return "re.compile(\(text)\(names.isEmpty ? "" : ", ")\(names.joined(separator: "|")))"
    }

    func hash() throws -> Int { Key(source: source, flags: syntax.flags.rawValue).hashValue }

    func isEqual(to other: Value) throws -> Bool {
        guard case .object(let object) = other, let other = object as? PatternObject else { return false }
        return source == other.source && syntax.flags == other.syntax.flags
    }

    func compare(_ operation: ComparisonOperator, _ other: Value) throws -> Value? {
        switch operation {
        case .equal: return .bool(try isEqual(to: other))
        case .notEqual: return .bool(try !isEqual(to: other))
        default: return nil
        }
    }

    var attributeNames: [String] { ["flags", "groupindex", "groups", "pattern"] }

    func getAttribute(_ name: String) throws -> Value? {
        switch name {
        case "pattern": return .string(source)
        case "flags": return .int(syntax.flags.rawValue)
        case "groups": return .int(syntax.groups)
        case "groupindex": return .dict(syntax.names.map { ($0.name, .int($0.group)) })
        default: return nil
        }
    }

    // MARK: Matching

    /// Which part of a text is looked at, in characters: `pos` and `endpos`.
    struct Window {
        let start: Int, end: Int
    }

    /// Calls `body` with the places of each match, in bytes, until it says that it has enough.
    private func forEachMatch(
        _ text: MatchedText, _ window: Window?, _ interpreter: Interpreter,
        at place: PCRE2Code.Place = .anywhere, _ body: (UnsafeBufferPointer<Int>) throws -> Bool
    ) throws {
        let end = window.map { text.byte(at: max(0, $0.end)) } ?? text.bytes.count
        let start = window.map { text.byte(at: max(0, $0.start)) } ?? 0
        guard start <= end else { return }
        try text.bytes.withUnsafeBufferPointer {
            try code.forEachMatch(
                in: UnsafeBufferPointer(rebasing: $0[..<end]), from: start, place: place,
                interpreter.interruption, body)
        }
    }

    func findAll(_ text: MatchedText, _ window: Window?, _ interpreter: Interpreter) throws -> Value {
        var found: [Value] = []
        func group(_ places: UnsafeBufferPointer<Int>, _ index: Int) -> Value {
            let (start, end) = (places[2 * index], places[2 * index + 1])
            return .string(start < 0 ? "" : text[start..<end])
        }
        try forEachMatch(text, window, interpreter) { places in
            try Limits.check(elements: found.count + 1)
            switch syntax.groups {
            case 0, 1: found.append(group(places, syntax.groups))
            default: found.append(.tuple((1...syntax.groups).map { group(places, $0) }))
            }
            return true
        }
        return .list(found)
    }

    func found(_ text: MatchedText, _ window: Window?, _ interpreter: Interpreter) throws -> Value {
        var found: [Value] = []
        try forEachMatch(text, window, interpreter) {
            try Limits.check(elements: found.count + 1)
            found.append(.object(MatchObject(self, text, Array($0), window)))
            return true
        }
        return .object(ArrayIterator(found))
    }

    func first(
        _ text: MatchedText, _ window: Window?, _ interpreter: Interpreter, at place: PCRE2Code.Place
    ) throws -> Value {
        var result = Value.none
        try forEachMatch(text, window, interpreter, at: place) {
            result = .object(MatchObject(self, text, Array($0), window))
            return false
        }
        return result
    }

    func split(_ text: MatchedText, _ interpreter: Interpreter, limit: Int) throws -> Value {
        var parts: [Value] = []
        var (start, count) = (0, 0)
        guard limit >= 0 else { return .list([.string(text.text)]) }
        try forEachMatch(text, nil, interpreter) { places in
            try Limits.check(elements: parts.count + 1)
            parts.append(.string(text[start..<places[0]]))
            for group in 0..<syntax.groups {
                let (low, high) = (places[2 * group + 2], places[2 * group + 3])
                parts.append(low < 0 ? .none : .string(text[low..<high]))
            }
            start = places[1]
            count += 1
            return limit == 0 || count < limit
        }
        parts.append(.string(text[start..<text.bytes.count]))
        return .list(parts)
    }

    func replace(_ text: MatchedText, with replacement: Value, _ interpreter: Interpreter, limit: Int) throws
        -> (text: Value, count: Int)
    {
        var result: [UInt8] = []
        // How many pieces CPython would have by then: its error counts them.
        var (start, count, pieces) = (0, 0, 0)
        let template = try replacement.text.map { try ReplacementTemplate($0, syntax) }
        guard limit >= 0 else { return (.string(text.text), 0) }
        try forEachMatch(text, nil, interpreter) { places in
            result += text.bytes[start..<places[0]]
            if start < places[0] { pieces += 1 }
            start = places[1]
            count += 1
            if let template {
                template.expand(text, places, into: &result)
            } else {
                let match = MatchObject(self, text, Array(places), nil)
                let made = try Operations.call(replacement, Arguments([.object(match)]), interpreter)
                guard made.text != nil || made.isNone else {
                    throw ScriptError(
                        "TypeError",
                        "sequence item \(pieces): expected str instance, \(made.typeName) found",
                        hint: "the function given to sub() must give a str: str(…)")
                }
                if !made.isNone { pieces += 1 }
                result += Array((made.text ?? "").utf8)
            }
            try Limits.check(textBytes: result.count)
            return limit == 0 || count < limit
        }
        result += text.bytes[start...]
        return (.string(String(decoding: result, as: UTF8.self)), count)
    }

    // MARK: Methods

    static let type = ScriptClass("Pattern", of: "re", methods: methods, isInstance: { $0 is PatternObject })
    {
        _, _ in
        throw ScriptError("TypeError", "cannot create 're.Pattern' instances", hint: "re.compile('…')")
    }

    private static func method(
        _ name: String, _ parameters: [String], _ summary: String,
        _ body: @escaping (PatternObject, [Value?], Interpreter) throws -> Value
    ) -> Builtin {
        Method.of(PatternObject.self, name, parameters, summary, body)
    }

    /// A method of a text and a window in it.
    private static func looking(
        _ name: String, _ summary: String,
        _ body: @escaping (PatternObject, MatchedText, Window?, Interpreter) throws -> Value
    ) -> Builtin {
        method(name, ["string", "pos=0", "endpos=sys.maxsize"], summary) { pattern, arguments, interpreter in
            let text = try PatternObject.text(arguments[0] ?? .none)
            let start = try arguments[1].map(Operations.requireIndex) ?? 0
            let end = try arguments[2].map(Operations.requireIndex) ?? Int.max
            let window = arguments[1] == nil && arguments[2] == nil ? nil : Window(start: start, end: end)
            return try body(pattern, text, window, interpreter)
        }
    }

    private static func limit(_ value: Value?) throws -> Int { try value.map(Operations.requireIndex) ?? 0 }

    private static let methods: [Builtin] = [
        looking("findall", "All matches, as strings, or their groups.") { try $0.findAll($1, $2, $3) },
        looking("finditer", "All matches, one after the other.") { try $0.found($1, $2, $3) },
        looking("search", "The first match.") { try $0.first($1, $2, $3, at: .anywhere) },
        looking("match", "A match at the beginning.") { try $0.first($1, $2, $3, at: .beginning) },
        looking("fullmatch", "A match of the whole text.") { try $0.first($1, $2, $3, at: .whole) },
        method("split", ["string", "maxsplit=0"], "Splits a text where the pattern matches.") {
            try $0.split(text($1[0] ?? .none), $2, limit: limit($1[1]))
        },
        method("sub", ["repl", "string", "count=0"], "Replaces each match.") {
            try $0.replace(text($1[1] ?? .none), with: $1[0] ?? .none, $2, limit: limit($1[2])).text
        },
        method("subn", ["repl", "string", "count=0"], "As sub, with the number of replacements.") {
            let (result, count) = try $0.replace(
                text($1[1] ?? .none), with: $1[0] ?? .none, $2, limit: limit($1[2]))
            return .tuple([result, .int(count)])
        },
    ]
}
