import Foundation
import Language

/// The module `re`, over ICU's regular expressions; what Python writes otherwise is translated.
enum RegularExpressions {
    package static func make() -> ModuleValue {
        let module = ModuleValue("re", documentation: "Regular expressions.", commands: commands)
        for (names, flag) in [
            ("I IGNORECASE", 2), ("M MULTILINE", 8), ("S DOTALL", 16), ("U UNICODE", 32), ("X VERBOSE", 64),
        ] {
            for name in names.split(separator: " ") { module[String(name)] = .int(flag) }
        }
        module["error"] = .type(ExceptionTypes.type("error"))
        return module
    }

    private static let pattern = Parameter<Value>("pattern", "a regular expression")
    private static let text = Parameter<String>("string", "where to look")
    private static let flags = Parameter<Int>("flags", "re.I, re.M, re.S", default: 0)

    private static func command(
        _ name: String, _ summary: String, example: String,
        _ body: @escaping (PatternObject, String, Interpreter) throws -> Value
    ) -> Builtin {
        Builtin(name, group: "re", summary: summary, pattern, text, flags, example: example) {
            interpreter, pattern, text, flags -> Value in
            try body(PatternObject(pattern, flags: flags), text, interpreter)
        }
    }

    private static let commands: [Builtin] = [
        command(
            "findall", "All matches, as strings, or their groups.", example: "re.findall(r'\\w+', 'a sea')"
        ) { try $0.findAll($1, $2) },
        command("finditer", "All matches, one after the other.", example: "re.finditer('a', 'a sea')") {
            try $0.found($1, $2)
        },
        command("search", "The first match.", example: "re.search('s.a', 'a sea')") {
            try $0.first($1, $2, at: .anywhere)
        },
        command("match", "A match at the beginning.", example: "re.match('a', 'a sea')") {
            try $0.first($1, $2, at: .beginning)
        },
        command("fullmatch", "A match of the whole text.", example: "re.fullmatch('a sea', 'a sea')") {
            try $0.first($1, $2, at: .whole)
        },
        Builtin(
            "split", group: "re", summary: "Cuts a text where the pattern matches.", pattern, text,
            Parameter<Int>("maxsplit", "how often at the most, 0 for always", default: 0), flags,
            example: "re.split(r'\\s+', 'a sea')"
        ) { interpreter, pattern, text, count, flags -> Value in
            try PatternObject(pattern, flags: flags).split(text, interpreter, limit: count)
        },
        Builtin(
            "sub", group: "re", summary: "Puts something else in place of each match.", pattern,
            Parameter<Value>("repl", "a text with \\1 for groups, or a function of the match"), text,
            Parameter<Int>("count", "how often at the most, 0 for always", default: 0), flags,
            example: "re.sub('[^a-z]', '', 'a sea')"
        ) { interpreter, pattern, replacement, text, count, flags -> Value in
            try PatternObject(pattern, flags: flags).replace(
                text, with: replacement, interpreter, limit: count)
        },
        Builtin(
            "subn", group: "re", summary: "As sub, with the number of places.", pattern,
            Parameter<Value>("repl", "a text with \\1 for groups, or a function of the match"), text,
            Parameter<Int>("count", "how often at the most, 0 for always", default: 0), flags,
            example: "re.subn('a', '', 'a sea')"
        ) { interpreter, pattern, replacement, text, count, flags -> Value in
            let pattern = try PatternObject(pattern, flags: flags)
            let places = try pattern.findAll(text, interpreter)
            let number = min(try Operations.length(places), count > 0 ? count : Int.max)
            return .tuple([
                try pattern.replace(text, with: replacement, interpreter, limit: count), .int(number),
            ])
        },
        Builtin(
            "compile", group: "re", summary: "Reads a pattern once for many uses.", pattern, flags,
            example: "re.compile('s.a')"
        ) { _, pattern, flags -> Value in
            .object(try PatternObject(pattern, flags: flags))
        },
        Builtin(
            "escape", group: "re", summary: "A pattern that matches just this text.",
            Parameter<String>("pattern", "a text"), example: "re.escape('1.5')"
        ) { _, text -> String in
            text.map { "\\.^$*+?{}[]|()-&~# \t\n\r".contains($0) ? "\\\($0)" : String($0) }.joined()
        },
    ]
}

/// A compiled pattern.
final class PatternObject: ScriptObject {
    enum Place { case anywhere, beginning, whole }

    private let source: String
    private let expression: NSRegularExpression

    /// - Throws: `re.error` for a pattern that cannot be read.
    init(_ value: Value, flags: Int) throws {
        if case .object(let object) = value, let compiled = object as? PatternObject {
            (source, expression) = (compiled.source, compiled.expression)
            return
        }
        guard let source = value.text else {
            throw ScriptError("TypeError", "first argument must be string or compiled pattern")
        }
        self.source = source
        var options: NSRegularExpression.Options = []
        if flags & 2 != 0 { options.insert(.caseInsensitive) }
        if flags & 8 != 0 { options.insert(.anchorsMatchLines) }
        if flags & 16 != 0 { options.insert(.dotMatchesLineSeparators) }
        if flags & 64 != 0 { options.insert(.allowCommentsAndWhitespace) }
        // Python's own spelling of named groups and of the very end.
        let pattern = source.replacingOccurrences(of: "(?P<", with: "(?<").replacingOccurrences(
            of: "\\Z", with: "\\z"
        )
        .replacingOccurrences(
            of: "\\(\\?P=([A-Za-z_0-9]+)\\)", with: "\\\\k<$1>", options: .regularExpression)
        do {
            expression = try NSRegularExpression(
                pattern: pattern.isEmpty ? "(?:)" : pattern, options: options)
        } catch {
            throw ScriptError(
                "error", "re: the pattern '\(source)' is not a regular expression",
                hint: "brackets that close, and r'…' around it")
        }
    }

    var typeName: String { "Pattern" }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }
    func repr() throws -> String { "re.compile(\(try Value.string(source).repr()))" }
    var attributeNames: [String] {
        ["findall", "finditer", "fullmatch", "match", "pattern", "search", "split", "sub"]
    }

    func getAttribute(_ name: String) throws -> Value? {
        if name == "pattern" { return .string(source) }
        let this = self
        let text = Parameter<String>("string", "where to look")
        let count = Parameter<Int>("count", "how often at the most, 0 for always", default: 0)
        switch name {
        case "findall":
            return .builtin(
                Builtin(name, group: "re", summary: "All matches.", text) { interpreter, text -> Value in
                    try this.findAll(text, interpreter)
                })
        case "finditer":
            return .builtin(
                Builtin(name, group: "re", summary: "All matches.", text) { interpreter, text -> Value in
                    try this.found(text, interpreter)
                })
        case "search", "match", "fullmatch":
            let place: Place = name == "search" ? .anywhere : name == "match" ? .beginning : .whole
            return .builtin(
                Builtin(name, group: "re", summary: "The first match.", text) { interpreter, text -> Value in
                    try this.first(text, interpreter, at: place)
                })
        case "split":
            return .builtin(
                Builtin(name, group: "re", summary: "Cuts a text.", text, count) {
                    interpreter, text, count -> Value in
                    try this.split(text, interpreter, limit: count)
                })
        case "sub":
            return .builtin(
                Builtin(
                    name, group: "re", summary: "Puts something else in place.",
                    Parameter<Value>("repl", "a text or a function"), text, count
                ) {
                    interpreter, replacement, text, count -> Value in
                    try this.replace(text, with: replacement, interpreter, limit: count)
                })
        default: return nil
        }
    }

    // MARK: Matching

    func findAll(_ text: String, _ interpreter: Interpreter) throws -> Value {
        let units = Array(text.utf16)
        return .list(
            try matches(text, interpreter).map { match in
                let groups = (0..<match.numberOfRanges).map {
                    MatchObject.text(match.range(at: $0), units) ?? .string("")
                }
                return groups.count <= 2 ? groups[groups.count - 1] : .tuple(Array(groups.dropFirst()))
            })
    }

    func found(_ text: String, _ interpreter: Interpreter) throws -> Value {
        let (units, names) = (Array(text.utf16), groupNames)
        return .object(
            ArrayIterator(
                try matches(text, interpreter).map { .object(MatchObject($0, units, names: names)) }))
    }

    func first(_ text: String, _ interpreter: Interpreter, at place: Place) throws -> Value {
        let found =
            switch place {
            case .anywhere: try matches(text, interpreter, limit: 1)
            case .beginning: try matches(text, interpreter, limit: 1, options: .anchored)
            case .whole: try whole.get().matches(text, interpreter, limit: 1, options: .anchored)
            }
        guard let match = found.first else { return .none }
        return .object(MatchObject(match, Array(text.utf16), names: groupNames))
    }

    /// The pattern with the text's end behind it, so that it goes on trying until all is matched.
    private lazy var whole = Result { try PatternObject(ending: self) }

    private init(ending original: PatternObject) throws {
        source = original.source
        expression = try NSRegularExpression(
            pattern: "(?:\(original.expression.pattern))\\z", options: original.expression.options)
    }

    func split(_ text: String, _ interpreter: Interpreter, limit: Int) throws -> Value {
        let units = Array(text.utf16)
        var parts: [Value] = []
        var start = 0
        for match in try matches(text, interpreter, limit: limit) {
            parts.append(.string(String(decoding: units[start..<match.range.location], as: UTF16.self)))
            for group in 1..<max(1, match.numberOfRanges) {
                parts.append(MatchObject.text(match.range(at: group), units) ?? .none)
            }
            start = match.range.location + match.range.length
        }
        parts.append(.string(String(decoding: units[start...], as: UTF16.self)))
        return .list(parts)
    }

    func replace(_ text: String, with replacement: Value, _ interpreter: Interpreter, limit: Int) throws
        -> Value
    {
        let units = Array(text.utf16)
        var result = ""
        var start = 0
        let template = replacement.text
        let plain = template.map { !$0.contains("\\") } ?? false
        for match in try matches(text, interpreter, limit: limit) {
            result += String(decoding: units[start..<match.range.location], as: UTF16.self)
            start = match.range.location + match.range.length
            if plain, let template {
                result += template
            } else {
                let found = MatchObject(match, units, names: groupNames)
                if let template {
                    result += try found.expanded(template)
                } else {
                    guard
                        let made = try Operations.call(replacement, Arguments([.object(found)]), interpreter)
                            .text
                    else {
                        throw ScriptError("TypeError", "the function given to sub() must give a str")
                    }
                    result += made
                }
            }
        }
        result += String(decoding: units[start...], as: UTF16.self)
        return .string(result)
    }

    /// Matches from the left; Ctrl-C stops even a pattern that tries for ever.
    private func matches(
        _ text: String, _ interpreter: Interpreter, limit: Int = 0,
        options: NSRegularExpression.MatchingOptions = []
    ) throws -> [NSTextCheckingResult] {
        var found: [NSTextCheckingResult] = []
        var failure: (any Error)?
        let range = NSRange(location: 0, length: text.utf16.count)
        expression.enumerateMatches(in: text, options: options.union(.reportProgress), range: range) {
            match, _, stop in
            if let match { found.append(match) }
            do { try interpreter.interruption.check() } catch { failure = error }
            if failure != nil || (limit > 0 && found.count >= limit) { stop.pointee = true }
        }
        if let failure { throw failure }
        return found
    }

    /// `(?P<year>…)` is the first of these.
    private lazy var groupNames: [String] = {
        let name = try? NSRegularExpression(pattern: "\\(\\?<([A-Za-z_][A-Za-z_0-9]*)>|\\((?!\\?)")
        let units = Array(expression.pattern.utf16)
        let found =
            name?.matches(in: expression.pattern, range: NSRange(location: 0, length: units.count)) ?? []
        return found.map { match in MatchObject.text(match.range(at: 1), units)?.text ?? "" }
    }()
}
