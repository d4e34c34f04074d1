import Bindings
import Language
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
