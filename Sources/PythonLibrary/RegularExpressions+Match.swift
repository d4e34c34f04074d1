import Language

/// One match, with its groups.
final class MatchObject: ScriptObject {
    private let pattern: PatternObject
    private let text: MatchedText
    /// Beginning and end of each group in bytes, −1 where it took no part.
    private let places: [Int]
    private let window: PatternObject.Window?

    init(_ pattern: PatternObject, _ text: MatchedText, _ places: [Int], _ window: PatternObject.Window?) {
        (self.pattern, self.text, self.places, self.window) = (pattern, text, places, window)
    }

    var typeName: String { "Match" }
    var scriptClass: ScriptClass? { Self.type }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }
    func repr() throws -> String {
        let (start, end) = span(0)
        return "<re.Match object; span=(\(start), \(end)), match=\(try group(0).repr())>"
    }

    // MARK: Groups

    private var groups: Int { pattern.syntax.groups }

    private func group(_ index: Int, missing: Value = .none) -> Value {
        places[2 * index] < 0 ? missing : .string(text[places[2 * index]..<places[2 * index + 1]])
    }

    private func number(_ value: Value) throws -> Int {
        let index: Int?
        if let name = value.text {
            index = pattern.syntax.names.first { $0.name == name }?.group
        } else {
            index = try Operations.index(value)
        }
        guard let index, (0...groups).contains(index) else {
            throw ScriptError("IndexError", "no such group")
        }
        return index
    }

    /// In characters, as positions of strings are.
    private func span(_ group: Int) -> (Int, Int) {
        guard places[2 * group] >= 0 else { return (-1, -1) }
        return (text.character(at: places[2 * group]), text.character(at: places[2 * group + 1]))
    }

    /// The group that ended last.
    private var lastIndex: Int? {
        let order = pattern.syntax.closing
        return order.indices.filter { places[2 * order[$0]] >= 0 }.max {
            (places[2 * order[$0] + 1], $0) < (places[2 * order[$1] + 1], $1)
        }.map { order[$0] }
    }

    func getItem(_ index: Value) throws -> Value { group(try number(index)) }

    // MARK: Attributes

    var attributeNames: [String] {
        ["endpos", "group", "lastgroup", "lastindex", "pos", "re", "regs", "string"]
    }

    func getAttribute(_ name: String) throws -> Value? {
        let length = text.character(at: text.bytes.count)
        switch name {
        case "group":
            let this = self
            return .builtin(
                Builtin(
                    name, group: "re", summary: "The text of a group, or of several.",
                    raw: [.init("groups", "numbers or names", .variadic)]
                ) { _, arguments in
                    let texts = try arguments.positional.map { this.group(try this.number($0)) }
                    return texts.isEmpty ? this.group(0) : texts.count == 1 ? texts[0] : .tuple(texts)
                })
        case "string": return .string(text.text)
        case "re": return .object(pattern)
        case "pos": return .int(window.map { min(max(0, $0.start), length) } ?? 0)
        case "endpos": return .int(window.map { min(max(0, $0.end), length) } ?? length)
        case "lastindex": return lastIndex.map(Value.int) ?? Value.none
        case "lastgroup":
            let last = lastIndex
            return pattern.syntax.names.first { $0.group == last }.map { .string($0.name) } ?? Value.none
        case "regs":
            return .tuple(
                (0...groups).map {
                    let (start, end) = span($0)
                    return .tuple([.int(start), .int(end)])
                })
        default: return nil
        }
    }

    // MARK: Methods

    static let type = ScriptClass("Match", of: "re", methods: methods, isInstance: { $0 is MatchObject }) {
        _, _ in
        throw ScriptError("TypeError", "cannot create 're.Match' instances", hint: "re.search('…', text)")
    }

    private static func method(
        _ name: String, _ parameters: [String], _ summary: String,
        _ body: @escaping (MatchObject, [Value?]) throws -> Value
    ) -> Builtin {
        Method.of(MatchObject.self, name, parameters, summary) { match, arguments, _ in
            try body(match, arguments)
        }
    }

    private static func place(
        _ name: String, _ summary: String, _ body: @escaping ((Int, Int)) -> Value
    ) -> Builtin {
        method(name, ["group=0"], summary) { body($0.span(try $0.number($1[0] ?? .int(0)))) }
    }

    private static let methods: [Builtin] = [
        method("groups", ["default=None"], "The texts of all groups.") { match, arguments in
            .tuple((0..<match.groups).map { match.group($0 + 1, missing: arguments[0] ?? .none) })
        },
        method("groupdict", ["default=None"], "The texts of the groups that have names.") {
            match, arguments in
            .dict(
                match.pattern.syntax.names.map {
                    ($0.name, match.group($0.group, missing: arguments[0] ?? .none))
                })
        },
        method("expand", ["template"], "A text with \\1 and \\g<name> filled in.") { match, arguments in
            guard let template = (arguments[0] ?? .none).text else {
                throw ScriptError("TypeError", "expected str, got '\((arguments[0] ?? .none).typeName)'")
            }
            let parts = try ReplacementTemplate(template, match.pattern.syntax)
            var result: [UInt8] = []
            match.places.withUnsafeBufferPointer { parts.expand(match.text, $0, into: &result) }
            return .string(String(decoding: result, as: UTF8.self))
        },
        place("start", "Where a group begins.") { .int($0.0) },
        place("end", "Where a group ends.") { .int($0.1) },
        place("span", "Start and end of a group.") { .tuple([.int($0.0), .int($0.1)]) },
    ]
}

/// A replacement with `\1` and `\g<name>`, read once.
struct ReplacementTemplate {
    private enum Part { case text([UInt8]), group(Int) }
    private var parts: [Part] = []

    /// - Throws: `re.error` with CPython's words and position, IndexError for a name that no group has.
    init(_ template: String, _ syntax: RegularExpressionSyntax) throws {
        guard template.utf8.contains(UInt8(ascii: "\\")) else {
            parts = [.text(Array(template.utf8))]
            return
        }
        var source = try PatternScanner(template), text = ""
        func isOctal(_ text: String?) -> Bool { text.map { $0 < "8" } ?? false }
        while let token = try source.get() {
            guard token.count == 2 else {
                text.unicodeScalars.append(token.first)
                continue
            }
            let letter = token.second
            var reference: (group: Int, back: Int)?
            switch letter {
            case "g":
                guard try source.take("<") else { throw source.error("missing <") }
                let name = try source.name(until: ">"), length = name.unicodeScalars.count
                if RegularExpressionSyntax.isName(name) {
                    guard let found = syntax.names.first(where: { $0.name == name }) else {
                        throw ScriptError("IndexError", "unknown group name \(try Value.string(name).repr())")
                    }
                    reference = (found.group, length + 1)
                } else {
                    guard let number = Int(name.trimmingPrefix("+")), number >= 0 else {
                        throw source.error(
                            "bad character in group name \(try Value.string(name).repr())", back: length + 1)
                    }
                    reference = (number, length + 1)
                }
            case "0":
                var digits = ""
                while digits.count < 2, isOctal(source.digit), let digit = source.digit {
                    digits += digit
                    try source.advance()
                }
                text.unicodeScalars.append(Unicode.Scalar(UInt8((Int(digits, radix: 8) ?? 0) & 0xff)))
            case "1"..."9":
                var digits = String(letter)
                if let second = source.digit {
                    digits += second
                    try source.advance()
                    if letter < "8", isOctal(second), isOctal(source.digit), let third = source.digit {
                        digits += third
                        try source.advance()
                        guard let code = UInt8(digits, radix: 8) else {
                            throw source.error(
                                "octal escape value \\\(digits) outside of range 0-0o377",
                                back: digits.count + 1)
                        }
                        text.unicodeScalars.append(Unicode.Scalar(code))
                        continue
                    }
                }
                reference = (Int(digits) ?? 0, digits.count)
            default:
                if let code = Self.controls[letter] {
                    text.unicodeScalars.append(code)
                } else if letter.isASCII, letter.properties.isAlphabetic {
                    throw source.error("bad escape \(token.text)", back: 2)
                } else {
                    text += token.text
                }
            }
            guard let (group, back) = reference else { continue }
            guard group <= syntax.groups else {
                throw source.error("invalid group reference \(group)", back: back)
            }
            if !text.isEmpty { parts.append(.text(Array(text.utf8))) }
            text = ""
            parts.append(.group(group))
        }
        if !text.isEmpty { parts.append(.text(Array(text.utf8))) }
    }

    private static let controls: [Unicode.Scalar: Unicode.Scalar] = [
        "a": "\u{7}", "b": "\u{8}", "f": "\u{c}", "n": "\n", "r": "\r", "t": "\t", "v": "\u{b}", "\\": "\\",
    ]

    func expand(_ text: MatchedText, _ places: UnsafeBufferPointer<Int>, into result: inout [UInt8]) {
        for part in parts {
            switch part {
            case .text(let bytes): result += bytes
            case .group(let group):
                let (start, end) = (places[2 * group], places[2 * group + 1])
                if start >= 0 { result += text.bytes[start..<end] }
            }
        }
    }
}
