import Presentation

/// A text without what is not the book, and a report of what was taken off.
public struct CleanedText: Equatable, Sendable {
    /// What is left: the book, each line ended by one line feed.
    public let text: String
    /// What was taken off, counted.
    public let removed: Removed

    /// What was taken off.
    public struct Removed: Equatable, Sendable {
        /// A byte-order mark at the beginning.
        public var byteOrderMark = false
        /// Carriage returns before line feeds, or alone.
        public var carriageReturns = 0
        /// Bytes of Gutenberg's header, with its START line.
        public var header = 0
        /// Bytes of Gutenberg's licence, with its END line.
        public var licence = 0
        /// Empty lines at both ends.
        public var emptyLines = 0
    }

    /// One line for a person.
    public var report: String {
        var parts: [String] = []
        if removed.byteOrderMark { parts.append("the byte-order mark") }
        if removed.carriageReturns > 0 {
            parts.append("\(Formatting.grouped(removed.carriageReturns)) carriage returns")
        }
        if removed.header > 0 {
            parts.append("Gutenberg's header (\(Formatting.grouped(removed.header)) bytes)")
        }
        if removed.licence > 0 { parts.append("its licence (\(Formatting.grouped(removed.licence)) bytes)") }
        if removed.emptyLines > 0 { parts.append("\(removed.emptyLines) empty lines at the ends") }
        return parts.isEmpty
            ? "nothing to remove"
            : "removed " + parts.joined(separator: ", ")
                + "; \(Formatting.grouped(text.utf8.count)) bytes are left"
    }
}

/// Takes off Gutenberg's header and licence and a byte-order mark, and makes every line end in one line feed.
///
/// A text without Gutenberg's marks keeps all its words. The header's title, author and date go with the
/// header; the book has its own title page.
public func clean(_ text: String) -> CleanedText {
    var removed = CleanedText.Removed()
    var bytes = Array(text.utf8)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
        bytes.removeFirst(3)
        removed.byteOrderMark = true
    }
    (bytes, removed.carriageReturns) = lineFeeds(bytes)
    let markers = GutenbergMarkers(String(decoding: bytes, as: UTF8.self))
    var from = 0
    var to = bytes.count
    if let start = markers.start {
        from = start.upperBound
        removed.header = from
    }
    if let end = markers.end {
        to = end.lowerBound
        removed.licence = bytes.count - to
    }
    let newline = UInt8(ascii: "\n")
    if markers.start != nil || markers.end != nil {
        while from < to, bytes[from] == newline {
            from += 1
            removed.emptyLines += 1
        }
        while to - 1 > from, bytes[to - 1] == newline, bytes[to - 2] == newline {
            to -= 1
            removed.emptyLines += 1
        }
    }
    return CleanedText(text: String(decoding: bytes[from..<max(from, to)], as: UTF8.self), removed: removed)
}

/// CRLF and lone CR become LF.
private func lineFeeds(_ bytes: [UInt8]) -> (bytes: [UInt8], removed: Int) {
    let carriageReturn = UInt8(ascii: "\r")
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var removed = 0
    for (index, byte) in bytes.enumerated() {
        if byte != carriageReturn {
            result.append(byte)
            continue
        }
        removed += 1
        if index + 1 == bytes.count || bytes[index + 1] != UInt8(ascii: "\n") {
            result.append(UInt8(ascii: "\n"))
        }
    }
    return (result, removed)
}
