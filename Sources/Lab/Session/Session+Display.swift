import Bindings
import Foundation
import Language
import Presentation

extension Session {
    /// A value as a prompt shows it, in the lines that IPython makes of it, long strings cut in the middle
    /// with their length.
    public func display(_ value: Value) throws -> String {
        try context.run {
            try PrettyValue.text(value, width: 79, longestString: configuration.longestString)
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
