/// A stretch of a source, in UTF-8 offsets.
public struct SourceRange: Equatable, Sendable {
    public var lower: Int
    public var upper: Int

    public init(_ lower: Int, _ upper: Int) {
        self.lower = lower
        self.upper = upper
    }

    func union(_ other: SourceRange) -> SourceRange {
        SourceRange(min(lower, other.lower), max(upper, other.upper))
    }
}

/// A program's text with a table of its lines. Any text will do: tabs, CRLF, NUL, a byte-order mark.
public final class Source {
    /// What errors call it: a file name, `cell 12`, `prompt`.
    public let name: String
    public let bytes: [UInt8]
    private let lineStarts: [Int]
    /// The module that it is the source of; nil for the program itself.
    public let module: String?
    /// Whether it is a part of this program, written in the language: errors are not told at places in it.
    public let isLibrary: Bool

    public init(
        _ text: String, name: String = "<prompt>", module: String? = nil, isLibrary: Bool = false
    ) {
        (self.name, self.module, self.isLibrary) = (name, module, isLibrary)
        bytes = Array(text.utf8)
        var starts = [0]
        for (offset, byte) in bytes.enumerated() where byte == 10 { starts.append(offset + 1) }
        lineStarts = starts
    }

    private init(_ other: Source, name: String) {
        (self.name, bytes, lineStarts) = (name, other.bytes, other.lineStarts)
        (module, isLibrary) = (other.module, other.isLibrary)
    }

    /// The same text under another name.
    public func named(_ name: String) -> Source { Source(self, name: name) }

    public var text: String { String(decoding: bytes, as: UTF8.self) }

    public var lineCount: Int { lineStarts.count }

    /// The text of a range; offsets past the end are clamped.
    public func text(_ range: SourceRange) -> String {
        let lower = min(max(0, range.lower), bytes.count)
        let upper = min(max(lower, range.upper), bytes.count)
        return String(decoding: bytes[lower..<upper], as: UTF8.self)
    }

    /// A place as a person reads it: `train.py, line 3: x += 1`.
    func place(of range: SourceRange) -> String {
        let line = position(range.lower).line
        let text = self.text(range).split(separator: "\n").first.map(String.init) ?? ""
        return "\(name), line \(line): \(text)"
    }

    /// Line and column of an offset, both from 1; the column counts code points.
    public func position(_ offset: Int) -> (line: Int, column: Int) {
        let offset = min(max(0, offset), bytes.count)
        var low = 0
        var high = lineStarts.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle - 1 }
        }
        let column = bytes[lineStarts[low]..<offset].reduce(0) { $0 + (($1 & 0xC0) == 0x80 ? 0 : 1) }
        return (low + 1, column + 1)
    }

    /// A line without its ending, lines counted from 1.
    public func line(_ number: Int) -> (text: String, range: SourceRange) {
        guard number >= 1, number <= lineStarts.count else { return ("", SourceRange(0, 0)) }
        let start = lineStarts[number - 1]
        var end = number < lineStarts.count ? lineStarts[number] - 1 : bytes.count
        if end > start, bytes[end - 1] == 13 { end -= 1 }
        return (text(SourceRange(start, end)), SourceRange(start, end))
    }

    /// Text from the bytes of a file.
    ///
    /// - Throws: SyntaxError that names the first byte that is not UTF-8, or says that the file is binary.
    public static func decode(_ bytes: [UInt8], name: String) throws -> Source {
        var bytes = bytes[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        if let zero = bytes.firstIndex(of: 0) {
            throw ScriptError(
                "SyntaxError", "\(name) is not a program: there is a zero byte at position \(zero)",
                hint: "give a text file, such as a .py or .md file")
        }
        if let bad = firstInvalid(bytes) {
            throw ScriptError(
                "SyntaxError",
                "\(name) is not UTF-8 text: byte 0x\(String(bytes[bad], radix: 16)) at position \(bad)",
                hint: "save the file as UTF-8")
        }
        return Source(String(decoding: bytes, as: UTF8.self), name: name)
    }

    /// The position of the first byte that breaks UTF-8.
    private static func firstInvalid(_ bytes: ArraySlice<UInt8>) -> Int? {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let lead = bytes[index]
            if lead < 0x80 {
                index += 1
                continue
            }
            let width =
                lead >= 0xC2 && lead < 0xE0
                ? 2 : lead >= 0xE0 && lead < 0xF0 ? 3 : lead >= 0xF0 && lead < 0xF5 ? 4 : 0
            guard width > 0, index + width <= bytes.endIndex else { return index }
            for next in bytes[(index + 1)..<(index + width)] where next & 0xC0 != 0x80 { return index }
            let second = bytes[index + 1]
            if (lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F)
                || (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)
            {
                return index
            }
            index += width
        }
        return nil
    }
}
