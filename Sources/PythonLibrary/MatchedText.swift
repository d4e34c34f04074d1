/// A text in which a pattern was looked for: bytes for PCRE2, characters for Python.
final class MatchedText {
    let text: String
    let bytes: [UInt8]
    /// How many characters stand before each 1,024th byte; nothing where every byte is a character.
    private lazy var marks: [Int] = {
        guard bytes.contains(where: { $0 >= 0x80 }) else { return [] }
        var (marks, count) = ([Int](), 0)
        for (place, byte) in bytes.enumerated() {
            if place % Self.step == 0 { marks.append(count) }
            if byte & 0xc0 != 0x80 { count += 1 }
        }
        return marks
    }()
    private static let step = 1024

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    /// The character that begins at a byte.
    func character(at byte: Int) -> Int {
        guard !marks.isEmpty else { return byte }
        let mark = min(byte / Self.step, marks.count - 1)
        return bytes[(mark * Self.step)..<byte].reduce(marks[mark]) { $0 + ($1 & 0xc0 != 0x80 ? 1 : 0) }
    }

    /// The byte at which a character begins; the end where there are fewer.
    func byte(at character: Int) -> Int {
        guard !marks.isEmpty else { return min(character, bytes.count) }
        var mark = marks.partitioningIndex { $0 > character } - 1
        mark = max(0, mark)
        var (place, count) = (mark * Self.step, marks[mark])
        while place < bytes.count {
            if bytes[place] & 0xc0 != 0x80 {
                if count == character { return place }
                count += 1
            }
            place += 1
        }
        return bytes.count
    }

    subscript(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

extension [Int] {
    /// The first place from which on `isBehind` holds, in an ascending row.
    fileprivate func partitioningIndex(_ isBehind: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
