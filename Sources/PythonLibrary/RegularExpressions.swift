import Language

/// The module `re`: Python's patterns (`RegularExpressionSyntax`), matched by PCRE2 (`PCRE2Code`).
enum RegularExpressions {
    package static func make() -> ModuleValue {
        let module = ModuleValue("re", documentation: "Regular expressions.", commands: commands)
        for (names, flag) in [
            ("NOFLAG", 0), ("I IGNORECASE", 2), ("M MULTILINE", 8), ("S DOTALL", 16), ("U UNICODE", 32),
            ("X VERBOSE", 64), ("A ASCII", 256),
        ] {
            for name in names.split(separator: " ") { module[String(name)] = .int(flag) }
        }
        module["error"] = .type(ExceptionTypes.type("error"))
        module["Pattern"] = .type(PatternObject.type)
        module["Match"] = .type(MatchObject.type)
        return module
    }

    private static let pattern = Parameter<Value>("pattern", "a regular expression")
    private static let text = Parameter<Value>("string", "where to look")
    private static let flags = Parameter<Int>("flags", "re.I, re.M, re.S, re.X, re.A", default: 0)
    private static let replacement = Parameter<Value>(
        "repl", "a text with \\1 for groups, or a function of the match")
    private static let count = Parameter<Int>("count", "how often at the most, 0 for always", default: 0)

    private static func command(
        _ name: String, _ summary: String, example: String,
        _ body: @escaping (PatternObject, MatchedText, Interpreter) throws -> Value
    ) -> Builtin {
        Builtin(name, group: "re", summary: summary, pattern, text, flags, example: example) {
            interpreter, pattern, text, flags -> Value in
            try body(.compiled(pattern, flags: flags), PatternObject.text(text), interpreter)
        }
    }

    private static let commands: [Builtin] = [
        command(
            "findall", "All matches, as strings, or their groups.", example: "re.findall(r'\\w+', 'a sea')"
        ) { try $0.findAll($1, nil, $2) },
        command("finditer", "All matches, one after the other.", example: "re.finditer('a', 'a sea')") {
            try $0.found($1, nil, $2)
        },
        command("search", "The first match.", example: "re.search('s.a', 'a sea')") {
            try $0.first($1, nil, $2, at: .anywhere)
        },
        command("match", "A match at the beginning.", example: "re.match('a', 'a sea')") {
            try $0.first($1, nil, $2, at: .beginning)
        },
        command("fullmatch", "A match of the whole text.", example: "re.fullmatch('a sea', 'a sea')") {
            try $0.first($1, nil, $2, at: .whole)
        },
        Builtin(
            "split", group: "re", summary: "Splits a text where the pattern matches.", pattern, text,
            Parameter<Int>("maxsplit", "how often at the most, 0 for always", default: 0), flags,
            example: "re.split(r'\\s+', 'a sea')"
        ) { interpreter, pattern, text, count, flags -> Value in
            try PatternObject.compiled(pattern, flags: flags).split(
                PatternObject.text(text), interpreter, limit: count)
        },
        Builtin(
            "sub", group: "re", summary: "Replaces each match.", pattern, replacement,
            text, count, flags, example: "re.sub('[^a-z]', '', 'a sea')"
        ) { interpreter, pattern, replacement, text, count, flags -> Value in
            try PatternObject.compiled(pattern, flags: flags).replace(
                PatternObject.text(text), with: replacement, interpreter, limit: count
            ).text
        },
        Builtin(
            "subn", group: "re", summary: "As sub, with the number of replacements.", pattern, replacement,
            text,
            count, flags, example: "re.subn('a', '', 'a sea')"
        ) { interpreter, pattern, replacement, text, count, flags -> Value in
            let (result, number) = try PatternObject.compiled(pattern, flags: flags).replace(
                PatternObject.text(text), with: replacement, interpreter, limit: count)
            return .tuple([result, .int(number)])
        },
        Builtin(
            "compile", group: "re", summary: "Compiles a pattern for repeated use.", pattern, flags,
            example: "re.compile('s.a')"
        ) { _, pattern, flags -> Value in
            .object(try PatternObject.compiled(pattern, flags: flags))
        },
        Builtin(
            "escape", group: "re", summary: "Escapes the special characters of a text.",
            Parameter<String>("pattern", "a text"), example: "re.escape('1.5')"
        ) { _, text -> String in
            var result = ""
            for scalar in text.unicodeScalars {
                if "\\.^$*+?{}[]|()-&~# \t\n\r\u{b}\u{c}".unicodeScalars.contains(scalar) { result += "\\" }
                result.unicodeScalars.append(scalar)
            }
            return result
        },
        Builtin(
            "purge", group: "re", summary: "Clears the cache of compiled patterns.", example: "re.purge()"
        ) {
            _ -> Value in
            PatternObject.purge()
            return .none
        },
    ]
}
