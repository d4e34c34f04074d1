import Bindings
import GPT
import Language
import Presentation
import Tensors
import Text

/// Token ids as an argument: a tensor of integers of any shape, a list of them, or lists in a list.
public struct TokenIDs: ScriptConvertible {
    public var ids: [Int]

    public init(_ ids: [Int]) { self.ids = ids }

    public static var scriptName: String { "tokens (Tensor or list of int)" }
    public static func from(_ value: Value) throws -> TokenIDs? {
        switch value {
        case .object:
            guard let tensor = try Tensor.from(value) else {
                return try Operations.index(value).map { TokenIDs([$0]) }
            }
            guard tensor.dtype.isInteger else {
                throw ScriptError(
                    "TypeError", "tokens are integers, this tensor holds \(tensor.dtype.rawValue)",
                    hint: "x.long(), or encode(text)")
            }
            return TokenIDs(try tensor.to(.int64).elements(Int64.self).map(Int.init))
        case .int(let id): return TokenIDs([id])
        case .list, .tuple, .range:
            var ids: [Int] = []
            for element in try Operations.array(value) {
                switch element {
                case .int(let id): ids.append(id)
                case .list, .tuple, .object:
                    guard let inner = try from(element) else { return nil }
                    ids += inner.ids
                default: return nil
                }
            }
            return TokenIDs(ids)
        default: return nil
        }
    }
    public var scriptValue: Value { .list(ids.map(Value.int)) }

    /// One row of int64.
    func tensor() throws -> Tensor { try Tensor(ids.map(Int64.init), [ids.count]) }
}

/// Text or tokens: what a prompt can be.
public enum Prompt: ScriptConvertible {
    case text(String)
    case tokens([Int])

    public static var scriptName: String { "str or tokens" }
    public static func from(_ value: Value) throws -> Prompt? {
        if let text = value.text { return .text(text) }
        return try TokenIDs.from(value).map { .tokens($0.ids) }
    }
    public var scriptValue: Value {
        switch self {
        case .text(let text): return .string(text)
        case .tokens(let ids): return TokenIDs(ids).scriptValue
        }
    }

    /// The ids that a model is to read.
    ///
    /// - Parameters:
    ///   - command: which command asks, for the wording.
    ///   - subject: what stands before the prompt in its call.
    /// - Throws: ValueError for a text without tokens, IndexError for one of another vocabulary. Tokens go as
    ///   they are: the model says what it cannot read.
    func ids(
        _ tokenizer: AnyTokenizer, _ model: any LanguageModel, _ command: String,
        of subject: String = "model",
        _ interpreter: Interpreter
    ) throws -> [Int] {
        guard case .text(let text) = self else {
            if case .tokens(let ids) = self { return ids }
            return []
        }
        let ids = try tokenizer.ids(text, interpreter).map(Int.init)
        guard !ids.isEmpty else {
            throw ScriptError(
                "ValueError", "\(command) wants a prompt of at least one token",
                hint: "\(command)(\(subject), \"The\")")
        }
        if let vocabulary = model.vocabularySize, let bad = ids.first(where: { $0 >= vocabulary }) {
            let words = try tokenizer.tokenizer(interpreter)
            throw ScriptError(
                "IndexError",
                "the tokenizer gives token id \(bad), the model's vocabulary is 0 to \(vocabulary - 1)",
                details: [
                    "tokenizer \(words.name), \(Formatting.grouped(words.vocabularySize)) tokens     "
                        + "model n_vocab=\(vocabulary)"
                ],
                hint: "the tokenizer that the model was trained with: \(command)(\(subject), prompt, "
                    + "tokenizer=…)")
        }
        return ids
    }

    /// The same for commands that only read: tokens are checked as well, and words are those at hand.
    func checkedIDs(
        _ tokenizer: AnyTokenizer?, _ model: any LanguageModel, _ command: String,
        of subject: String = "model", _ interpreter: Interpreter
    ) throws -> (ids: [Int], words: Tokenizer?) {
        let session = try interpreter.session()
        let ids = try self.ids(
            tokenizer ?? session.presentTokenizer, model, command, of: subject, interpreter)
        guard !ids.isEmpty else {
            throw ScriptError(
                "ValueError", "\(command) wants a prompt of at least one token",
                hint: "\(command)(\(subject), \"The\")")
        }
        try TokenIDs(ids).check(model)
        let words =
            try tokenizer?.tokenizer(interpreter)
            ?? session.tokenizerAtHand(vocabulary: model.vocabularySize)
        return (ids, words)
    }
}

extension TokenIDs {
    /// - Throws: IndexError for an id that a model has no row for, where its vocabulary is known.
    func check(_ model: any LanguageModel) throws {
        let size = model.vocabularySize ?? .max
        guard let bad = ids.first(where: { $0 < 0 || $0 >= size }) else { return }
        throw ScriptError(
            "IndexError",
            bad < 0
                ? "token id \(bad): ids are 0 or more"
                : "token id \(bad) is past the model's vocabulary of 0 to \(size - 1)",
            hint: bad < 0 ? nil : "the tokenizer that the model was made for")
    }
}

/// One token's bytes and the token after it, as far as they make whole
/// characters: nothing half is ever shown.
struct CharacterStream {
    private var pending: [UInt8] = []

    /// Adds bytes and gives back the characters that are complete.
    mutating func push(_ bytes: [UInt8]) -> String {
        pending += bytes
        var end = pending.count
        // At most the last three bytes can be the beginning of a character.
        for back in 1...3 where back <= pending.count {
            let byte = pending[pending.count - back]
            if byte & 0xC0 == 0x80 { continue }
            let width = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            if width > back { end = pending.count - back }
            break
        }
        let whole = String(decoding: pending[..<end], as: UTF8.self)
        pending.removeFirst(end)
        return whole
    }

    /// What was left over, with U+FFFD for broken characters.
    mutating func finish() -> String {
        defer { pending = [] }
        return String(decoding: pending, as: UTF8.self)
    }
}
