import Language
import Presentation

/// Python behind a magic's name, or below `%%name`: a part of the cell, so that an
/// error in it has its place there.
struct MagicCode {
    let source: Source
    let range: SourceRange

    init(_ source: Source, _ range: SourceRange) { (self.source, self.range) = (source, range) }

    var text: String { source.text(range) }

    /// What something makes of the text by itself; places of its errors are places in the cell.
    func reading<T>(_ body: (_ text: String) throws -> T) throws -> T {
        let text = self.text
        do { return try body(text) } catch {
            throw ScriptError(error).placed { other, place in
                guard other !== source, other.text == text else { return (other, place) }
                return (source, SourceRange(place.lower + range.lower, place.upper + range.lower))
            }
        }
    }
}

/// What stands behind a magic's name, read by its declaration: the one parser of magics' arguments.
struct MagicArguments {
    let magic: Magic
    private let source: Source
    /// What has not been taken yet.
    private var rest: SourceRange
    private var body: SourceRange?
    private var flags: Set<String> = []
    private var options: [String: Int] = [:]

    /// Takes the flags and options.
    ///
    /// - Throws: ValueError for an option without its number, for a flag that there is not.
    init(_ magic: Magic, _ source: Source, _ range: SourceRange, body: SourceRange?) throws {
        (self.magic, self.source, rest, self.body) = (magic, source, range, body)
        while try takeLeadingWord() {}
        if magic.takesBody { return }
        for flag in magic.parameters where isFlag(flag) && text.hasSuffix(" " + flag.form) {
            flags.insert(flag.form)
            rest.upper -= flag.form.utf8.count
            while rest.upper > rest.lower, source.bytes[rest.upper - 1] == 32 { rest.upper -= 1 }
        }
        let known = magic.parameters.filter(isFlag).map(\.form)
        if !known.isEmpty, text.hasPrefix("-") {
            throw failure(
                known.count == 1
                    ? "%\(magic.name) has one flag, \(known[0]), not '\(Formatting.visible(text))'"
                    : "the flags of %\(magic.name) are \(known.joined(separator: ", ")), not "
                        + "'\(Formatting.visible(text))'", hint: magic.example + " " + known[0])
        }
    }

    private func isFlag(_ parameter: Magic.Parameter) -> Bool {
        if case .flag = parameter.kind { true } else { false }
    }

    /// The arguments that are left.
    var text: String { source.text(rest) }

    private mutating func drop(_ count: Int) {
        rest.lower = min(rest.upper, rest.lower + count)
        while rest.lower < rest.upper, source.bytes[rest.lower] == 32 { rest.lower += 1 }
    }

    private mutating func takeLeadingWord() throws -> Bool {
        for parameter in magic.parameters {
            let word = parameter.word
            switch parameter.kind {
            case .flag where text == word || text.hasPrefix(word + " "):
                drop(word.utf8.count)
                flags.insert(word)
                return true
            case .option(let range) where text.hasPrefix(word):
                drop(word.utf8.count)
                let digits = text.prefix { ("0"..."9").contains($0) }
                guard let number = Int(digits), range.contains(number) else {
                    throw failure(
                        "%\(magic.name) \(word) wants a number from "
                            + "\(Formatting.grouped(range.lowerBound)) to "
                            + Formatting.grouped(range.upperBound), hint: "%\(magic.name) \(word) 10 …")
                }
                drop(digits.utf8.count)
                options[word] = number
                return true
            default: continue
            }
        }
        return false
    }

    // MARK: What parameters take

    func flag(_ word: String) -> Bool { flags.contains(word) }

    func option(_ word: String) -> Int? { options[word] }

    /// All that is left, without quotes around it.
    mutating func takeText() -> String? {
        let text = self.text
        rest.lower = rest.upper
        return text.isEmpty ? nil : text
    }

    /// What stands below `%%name`, or what is left of the line.
    mutating func takeCode() throws -> MagicCode? {
        if let body {
            if !text.isEmpty {
                throw ScriptError(
                    "SyntaxError",
                    "%%\(magic.name) takes the lines below it, not '\(Formatting.visible(text))'",
                    hint: "%\(magic.name) for one line")
            }
            self.body = nil
            return MagicCode(source, body)
        }
        guard !text.isEmpty else { return nil }
        defer { rest.lower = rest.upper }
        return MagicCode(source, rest)
    }

    /// - Throws: SyntaxError where something is left that nobody takes.
    func finish() throws {
        if let body, !source.text(body).allSatisfy(\.isWhitespace) {
            throw ScriptError(
                "SyntaxError", "%%\(magic.name) takes no lines below it", hint: magic.example)
        }
        if !text.isEmpty {
            throw ScriptError(
                "SyntaxError", "%\(magic.name) takes nothing more: '\(Formatting.visible(text))'",
                hint: magic.example)
        }
    }

    func failure(_ message: String, hint: String? = nil) -> ScriptError {
        ScriptError("ValueError", message, hint: hint ?? magic.example)
    }

    /// For an argument that must be given.
    var missing: ScriptError {
        ScriptError("SyntaxError", "%\(magic.name) wants something after it", hint: magic.example)
    }
}
