/// Where Project Gutenberg's own text ends and begins again, in the several forms of fifty years.
///
/// Positions are UTF-8 offsets of whole lines.
struct GutenbergMarkers {
    /// The book begins after this line: `*** START OF THE PROJECT GUTENBERG EBOOK … ***`, or the end of the
    /// old "small print" (`*END*THE SMALL PRINT!…`).
    private(set) var start: Range<Int>?
    /// The book ends before this line: `*** END OF …`, or `End of the Project Gutenberg EBook of …`.
    private(set) var end: Range<Int>?

    init(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var line = 0
            while line < bytes.count {
                var next = line
                while next < bytes.count && bytes[next] != UInt8(ascii: "\n") { next += 1 }
                next = min(next + 1, bytes.count)
                if let first = bytes[line..<next].first(where: { $0 != UInt8(ascii: " ") }),
                    first == UInt8(ascii: "*") || first | 0x20 == UInt8(ascii: "e")
                {
                    look(at: bytes, line..<next)
                }
                line = next
            }
        }
        // An end that stands before the start belongs to the header.
        if let start, let found = end, found.lowerBound < start.upperBound { end = nil }
    }

    private mutating func look(at bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) {
        let letters = String(decoding: bytes[line].prefix(200), as: UTF8.self).uppercased()
            .filter { $0.isLetter || $0 == " " || $0 == "*" }
        let plain = letters.filter { $0 != "*" }.split(separator: " ").joined(separator: " ")
        let gutenberg = ["PROJECT GUTENBERG", "PROJECT GUTENBERGS"].contains { plain.contains($0) }
        let stars = letters.hasPrefix("*")
        if stars && gutenberg && plain.hasPrefix("START OF") {
            if start == nil { start = line }
        } else if stars && plain.hasPrefix("END") && plain.contains("THE SMALL PRINT")
            && line.lowerBound < bytes.count / 2
        {
            // The old header: the last of these lines is where the book begins.
            // (Some files have it at the end.)
            start = line
        } else if gutenberg && plain.hasPrefix("END OF")
            && (stars || plain.hasPrefix("END OF THE PROJECT GUTENBERG")
                || plain.hasPrefix("END OF PROJECT GUTENBERG")
                || plain.hasPrefix("END OF THIS PROJECT GUTENBERG"))
        {
            if end == nil { end = line }
        }
    }
}
