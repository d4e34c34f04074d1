import Bindings
import Foundation

/// Where the cursor stands in an unfinished line: after a dot, in a string, among the arguments of a call.
///
/// The text up to the cursor is walked through once, keeping the open brackets and what stands before each.
struct CompletionContext {
    enum Place {
        case name(prefix: String, start: Int)
        case attribute(path: [String], prefix: String, start: Int)
        /// `x["pre`.
        case key(path: [String], prefix: String, start: Int)
        case string(prefix: String, start: Int)
        case magic(prefix: String, start: Int)
        case magicArgument(name: String, prefix: String, start: Int)
        case nothing
    }

    /// The innermost call around the cursor.
    struct Call {
        var path: [String]
        /// Keywords that were given already.
        var keywords: [String]
        /// The cursor is where a keyword could begin.
        var isArgumentStart: Bool
        /// The keyword whose value is being typed.
        var currentKeyword: String?
    }

    private(set) var place: Place = .nothing
    /// As `place`, where a name is looked for whatever the line is.
    private(set) var nameAtCursor: Place = .nothing
    private(set) var call: Call?
    /// The line begins with `import` or `from`.
    private(set) var isImport = false
    /// The module of `from module import`, behind it.
    private(set) var importedModule: String?

    private let bytes: [UInt8]

    private struct Bracket {
        let character: UInt8
        /// The byte behind the bracket.
        let start: Int
        var keywords: [String] = []
        /// Where the present argument begins.
        var argument: Int
    }

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var brackets: [Bracket] = []
        var index = 0
        var lineStart = 0
        var quote: (byte: UInt8, triple: Bool, start: Int)?
        var isComment = false
        while index < bytes.count {
            let byte = bytes[index]
            if let open = quote {
                if byte == UInt8(ascii: "\\") { index += 2; continue }
                if open.triple {
                    if byte == open.byte, index + 2 < bytes.count, bytes[index + 1] == byte,
                        bytes[index + 2] == byte
                    {
                        quote = nil
                        index += 3
                        continue
                    }
                } else if byte == open.byte || byte == 10 {
                    quote = nil
                }
                index += 1
                continue
            }
            switch byte {
            case 10:
                isComment = false
                if brackets.isEmpty { lineStart = index + 1 }
            case _ where isComment: break
            case UInt8(ascii: "#"): isComment = true
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                let triple = index + 2 < bytes.count && bytes[index + 1] == byte && bytes[index + 2] == byte
                quote = (byte, triple, index + (triple ? 3 : 1))
                index += triple ? 3 : 1
                continue
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
                brackets.append(Bracket(character: byte, start: index + 1, argument: index + 1))
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
                _ = brackets.popLast()
            case UInt8(ascii: ","):
                if let last = brackets.indices.last {
                    if let name = keyword(in: brackets[last].argument..<index) {
                        brackets[last].keywords.append(name)
                    }
                    brackets[last].argument = index + 1
                }
            default: break
            }
            index += 1
        }
        if isComment { return }

        let line = text(lineStart..<bytes.count)
        let trimmed = line.drop { $0 == " " || $0 == "\t" }
        isImport =
            trimmed.hasPrefix("import ") || (trimmed.hasPrefix("from ") && !trimmed.contains(" import "))
        if trimmed.hasPrefix("from "), let end = trimmed.dropFirst(5).range(of: " import ") {
            importedModule = trimmed.dropFirst(5)[..<end.lowerBound].trimmingCharacters(in: .whitespaces)
        }
        if let bracket = brackets.last(where: { $0.character == UInt8(ascii: "(") }),
            quote == nil || bracket.start <= quote!.start
        {
            let path = path(endingAt: bracket.start - 1)
            if !path.isEmpty {
                let argument = bracket.argument..<bytes.count
                let current = keyword(in: argument)
                let typed = text(argument).drop { $0 == " " || $0 == "\n" || $0 == "\t" }
                call = Call(
                    path: path, keywords: bracket.keywords,
                    isArgumentStart: typed.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
                        && brackets.last?.start == bracket.start, currentKeyword: current)
            }
        }

        if let quote {
            let prefix = text(quote.start..<bytes.count)
            if let bracket = brackets.last, bracket.character == UInt8(ascii: "["),
                isBlank(bracket.start..<(quote.start - 1))
            {
                let owner = path(endingAt: bracket.start - 1)
                place = owner.isEmpty ? .nothing : .key(path: owner, prefix: prefix, start: quote.start)
            } else {
                place = .string(prefix: prefix, start: quote.start)
            }
            return
        }

        var start = bytes.count
        while start > lineStart, CompletionContext.isName(bytes[start - 1]) { start -= 1 }
        let prefix = text(start..<bytes.count)
        nameAtCursor = .name(prefix: prefix, start: start)
        place = nameAtCursor
        if start > lineStart, bytes[start - 1] == UInt8(ascii: ".") {
            let owner = path(endingAt: start - 1)
            place =
                owner.isEmpty || isImport ? .nothing : .attribute(path: owner, prefix: prefix, start: start)
            if isImport {
                var whole = start
                while whole > lineStart,
                    CompletionContext.isName(bytes[whole - 1]) || bytes[whole - 1] == UInt8(ascii: ".")
                { whole -= 1 }
                nameAtCursor = .name(prefix: text(whole..<bytes.count), start: whole)
                place = nameAtCursor
            }
        } else if let first = prefix.utf8.first, (48...57).contains(first) {
            place = .nothing
        } else if trimmed.hasPrefix("%") {
            let offset = bytes.count - trimmed.utf8.count
            if let blank = trimmed.firstIndex(of: " ") {
                let name = String(trimmed[..<blank].drop { $0 == "%" })
                let argument =
                    trimmed.split(separator: " ", omittingEmptySubsequences: false).last.map(String.init)
                    ?? ""
                place = .magicArgument(name: name, prefix: argument, start: bytes.count - argument.utf8.count)
            } else {
                place = .magic(prefix: String(trimmed), start: offset)
            }
        }
    }

    private static func isName(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
            || byte >= 128
    }

    private func text(_ range: Range<Int>) -> String {
        range.isEmpty ? "" : String(decoding: bytes[range], as: UTF8.self)
    }

    private func isBlank(_ range: Range<Int>) -> Bool {
        range.isEmpty || bytes[range].allSatisfy { $0 == 32 || $0 == 10 }
    }

    /// `seed` of ` seed=…`; nil for `a == b` or a positional argument.
    private func keyword(in range: Range<Int>) -> String? {
        let argument = text(range).drop { $0 == " " || $0 == "\n" || $0 == "\t" }
        let name = argument.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        let rest = argument.dropFirst(name.count).drop { $0 == " " }
        return !name.isEmpty && rest.hasPrefix("=") && !rest.hasPrefix("==") ? String(name) : nil
    }

    /// The chain of names that ends just before a byte: `model.blocks` of `model.blocks.` and of
    /// `model.blocks(`.
    private func path(endingAt end: Int) -> [String] {
        var parts: [String] = []
        var end = end
        while true {
            var start = end
            while start > 0, CompletionContext.isName(bytes[start - 1]) { start -= 1 }
            guard start < end else {
                // A string literal has the methods of strings; the result of a call or an index is not known.
                if end > 0, bytes[end - 1] == UInt8(ascii: "\"") || bytes[end - 1] == UInt8(ascii: "'") {
                    return ["\""] + parts
                }
                return []
            }
            parts.insert(text(start..<end), at: 0)
            guard start > 0, bytes[start - 1] == UInt8(ascii: ".") else { return parts }
            end = start - 1
        }
    }
}
