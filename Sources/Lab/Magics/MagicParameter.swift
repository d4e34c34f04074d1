import Foundation
import Presentation

/// One typed argument of a magic.
struct MagicParameter<T> {
    let information: Magic.Parameter
    let read: (inout MagicArguments) throws -> T

    init(
        _ form: String, _ help: String, isOptional: Bool = false, kind: Magic.Parameter.Kind = .plain,
        completion: Magic.Parameter.Completion = .nothing, read: @escaping (inout MagicArguments) throws -> T
    ) {
        information = Magic.Parameter(
            form: form, help: help, isOptional: isOptional, kind: kind, completion: completion)
        self.read = read
    }
}

extension MagicParameter where T == MagicCode {
    /// Python, to the end of the line, or below `%%name`.
    static func code(_ form: String, _ help: String) -> Self {
        MagicParameter(form, help, kind: .code, completion: .code) { arguments in
            guard let code = try arguments.takeCode() else { throw arguments.missing }
            return code
        }
    }
}

extension MagicParameter where T == MagicCode? {
    static func optionalCode(_ form: String, _ help: String) -> Self {
        MagicParameter(form, help, isOptional: true, kind: .code, completion: .code) { try $0.takeCode() }
    }
}

extension MagicParameter where T == Bool {
    /// A word such as `--all`.
    static func flag(_ word: String, _ help: String) -> Self {
        MagicParameter(word, help, isOptional: true, kind: .flag) { $0.flag(word) }
    }
}

extension MagicParameter where T == Int? {
    /// A word such as `-n` with a number.
    static func option(_ word: String, _ form: String, _ help: String, in range: ClosedRange<Int>) -> Self {
        MagicParameter("\(word) \(form)", help, isOptional: true, kind: .option(range)) { $0.option(word) }
    }

    /// A whole number that may be left out.
    ///
    /// - Parameters:
    ///   - what: what the error says that the magic takes: `a number of cells`.
    ///   - sample: a number that the error suggests.
    static func number(
        _ form: String, _ help: String, what: String, in range: ClosedRange<Int> = Int.min...Int.max,
        sample: Int
    ) -> Self {
        MagicParameter(form, help, isOptional: true) { arguments in
            guard let text = arguments.takeText() else { return nil }
            guard let number = Int(text), range.contains(number) else {
                throw arguments.failure(
                    "%\(arguments.magic.name) takes \(what), not '\(Formatting.visible(text))'",
                    hint: "%\(arguments.magic.name) \(sample)")
            }
            return number
        }
    }
}

extension MagicParameter where T == String? {
    /// A word that may be left out.
    static func name(_ form: String, _ help: String, completion: Magic.Parameter.Completion) -> Self {
        MagicParameter(form, help, isOptional: true, completion: completion) { $0.takeText() }
    }

    /// One of a few words, which may be left out.
    static func choice(_ words: [String], _ help: String, synonyms: [String: String] = [:]) -> Self {
        MagicParameter(
            words.joined(separator: "|"), help, isOptional: true, completion: .words(words)
        ) { arguments in
            guard let text = arguments.takeText() else { return nil }
            let word = text.lowercased()
            if words.contains(word) { return word }
            if let word = synonyms[word] { return word }
            throw arguments.failure(
                "%\(arguments.magic.name) is \(words.joined(separator: " or ")), not "
                    + "'\(Formatting.visible(text))'")
        }
    }
}

extension MagicParameter where T == String {
    /// A file; quotes around it are none of its name.
    static func file(_ help: String) -> Self {
        MagicParameter("FILE", help, completion: .files) { arguments in
            guard let text = arguments.takeText() else { throw arguments.missing }
            return text.trimmingCharacters(in: CharacterSet(charactersIn: "\"' "))
        }
    }
}

extension MagicParameter where T == [String] {
    /// Words, or none.
    static func names(_ form: String, _ help: String, completion: Magic.Parameter.Completion) -> Self {
        MagicParameter(form, help, isOptional: true, completion: completion) { arguments in
            (arguments.takeText() ?? "").split(separator: " ").map(String.init)
        }
    }
}
