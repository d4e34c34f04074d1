import Bindings
import Foundation
import Language
import Presentation

extension Session {
    /// A value as a prompt shows it: its repr, long strings cut in the middle with their length.
    public func display(_ value: Value) throws -> String {
        switch value {
        case .str(let text): return Session.shortened(text, longest: configuration.longestString)
        case .tuple(let tuple) where hasLongString(tuple.elements):
            let parts = try tuple.elements.map(display)
            return parts.count == 1 ? "(\(parts[0]),)" : "(\(parts.joined(separator: ", ")))"
        case .list(let list) where hasLongString(list.elements):
            return "[\(try list.elements.map(display).joined(separator: ", "))]"
        default: return try context.run { try value.repr() }
        }
    }

    private func hasLongString(_ elements: [Value]) -> Bool {
        elements.count <= 1000
            && elements.contains {
                if case .str(let text) = $0 {
                    return text.count > configuration.longestString
                } else {
                    return false
                }
            }
    }

    /// Python's repr, both ends of it where the string is long:
    /// `'The Project Gutenb' … (607,430 characters) … 'books.\r\n'`.
    static func shortened(_ text: ScriptText, longest: Int) -> String {
        guard text.count > longest else { return Operations.quoted(text.string) }
        let half = max(1, longest / 2)
        let scalars = text.string.unicodeScalars
        let head = String(String.UnicodeScalarView(scalars.prefix(half)))
        let tail = String(String.UnicodeScalarView(scalars.suffix(half)))
        return
            "\(Operations.quoted(head)) … (\(Formatting.grouped(text.count)) characters) … "
            + "\(Operations.quoted(tail))"
    }
}
