import Foundation

/// A text file as lines that remember which bytes they are.
struct SourceLines {
    struct Line {
        /// Without the line end and without a carriage return before it.
        var text: String
        /// The bytes of the line with its end.
        var range: Range<Int>
    }

    let lines: [Line]
    /// `\r\n` if the first line of the file ends so, else `\n`.
    let lineEnd: String

    /// - Throws: ``LessonError`` if the bytes are not UTF-8 text, with the line where that shows.
    init(_ bytes: [UInt8], name: String) throws {
        var lines: [Line] = []
        // A byte-order mark belongs to no line.
        var start = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
        var lineEnd: String?
        while start < bytes.count {
            var end = start
            while end < bytes.count, bytes[end] != 0x0a { end += 1 }
            var last = end
            if last > start, bytes[last - 1] == 0x0d { last -= 1 }
            if lineEnd == nil, end < bytes.count { lineEnd = last < end ? "\r\n" : "\n" }
            guard let text = String(validating: bytes[start..<last], as: UTF8.self), !text.utf8.contains(0)
            else {
                throw LessonError(
                    file: name, line: lines.count + 1, message: "this is not text in UTF-8",
                    hint: "save the file as UTF-8, or give a lesson (.md), "
                        + "a notebook (.ipynb) or a script (.py)"
                )
            }
            let next = min(end + 1, bytes.count)
            lines.append(Line(text: text, range: start..<next))
            start = next
        }
        self.lines = lines
        self.lineEnd = lineEnd ?? "\n"
    }
}
