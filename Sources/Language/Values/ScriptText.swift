/// A string of code points, kept as UTF-8.
///
/// ASCII text is indexed in constant time; other text through a table with the offset of every 64th code
/// point, made when first needed. So a whole book can be sliced and walked through.
///
/// Sendable: the bytes never change; those that interpreters share are ASCII and need no table, and the hash
/// is one word that every thread computes alike.
public final class ScriptText: @unchecked Sendable {
    public let bytes: [UInt8]
    /// The number of code points: Python's `len`.
    public let count: Int
    var cachedHash = 0
    private var offsets: [Int] = []

    public init(_ text: String) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
        self.bytes = bytes
        count = ScriptText.countScalars(bytes)
    }

    /// From bytes that are known to be valid UTF-8.
    package init(bytes: [UInt8]) {
        self.bytes = bytes
        count = ScriptText.countScalars(bytes)
    }

    init(bytes: [UInt8], count: Int) {
        self.bytes = bytes
        self.count = count
    }

    @inline(__always)
    public var isASCII: Bool { count == bytes.count }

    public var string: String { String(decoding: bytes, as: UTF8.self) }

    static let empty = ScriptText(bytes: [], count: 0)

    /// The 128 strings of one ASCII character, shared.
    private static let single: [ScriptText] = (0..<128).map { ScriptText(bytes: [UInt8($0)], count: 1) }

    /// The bytes from `start` to `end`, both at code point boundaries.
    func piece(_ start: Int, _ end: Int) -> ScriptText {
        if end - start == 1, bytes[start] < 128 { return ScriptText.single[Int(bytes[start])] }
        if start == 0 && end == bytes.count { return self }
        let part = Array(bytes[start..<end])
        return isASCII ? ScriptText(bytes: part, count: part.count) : ScriptText(bytes: part)
    }

    /// How many bytes the code point takes that begins with `lead`.
    @inline(__always)
    static func width(_ lead: UInt8) -> Int {
        lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    }

    private static func countScalars(_ bytes: [UInt8]) -> Int {
        var continuations = 0
        bytes.withUnsafeBufferPointer { buffer in
            for byte in buffer { continuations &+= (byte & 0xC0) == 0x80 ? 1 : 0 }
        }
        return bytes.count - continuations
    }

    /// The byte offset of the code point at `index` (0…count).
    func offset(_ index: Int) -> Int {
        if isASCII { return index }
        if index >= count { return bytes.count }
        if offsets.isEmpty {
            offsets.reserveCapacity(count / 64 + 1)
            var position = 0
            for (offset, byte) in bytes.enumerated() where (byte & 0xC0) != 0x80 {
                if position & 63 == 0 { offsets.append(offset) }
                position += 1
            }
        }
        var offset = offsets[index >> 6]
        for _ in 0..<(index & 63) { offset += ScriptText.width(bytes[offset]) }
        return offset
    }

    /// The code point index of the byte at `offset`.
    func index(ofByte offset: Int) -> Int {
        if isASCII { return offset }
        var count = 0
        for byte in bytes[..<offset] where (byte & 0xC0) != 0x80 { count += 1 }
        return count
    }

    /// The code point at `index`, which must lie in `0..<count`.
    func character(_ index: Int) -> ScriptText {
        let start = offset(index)
        return piece(start, start + ScriptText.width(bytes[start]))
    }

    /// The code points `start, start + step, …`, `length` of them.
    package func slice(start: Int, step: Int, length: Int) -> ScriptText {
        if length == 0 { return .empty }
        if step == 1 { return piece(offset(start), offset(start + length)) }
        var result: [UInt8] = []
        result.reserveCapacity(length)
        var index = start
        for _ in 0..<length {
            let from = offset(index)
            result.append(contentsOf: bytes[from..<(from + ScriptText.width(bytes[from]))])
            index &+= step
        }
        return ScriptText(bytes: result, count: length)
    }

    /// The code points as numbers.
    public var scalars: [UInt32] {
        if isASCII { return bytes.map(UInt32.init) }
        return string.unicodeScalars.map(\.value)
    }

    static func == (a: ScriptText, b: ScriptText) -> Bool { a === b || a.bytes == b.bytes }

    /// By code point, which for UTF-8 is by byte.
    package static func < (a: ScriptText, b: ScriptText) -> Bool { a.compare(b) < 0 }

    func compare(_ other: ScriptText) -> Int {
        bytes.withUnsafeBufferPointer { left in
            other.bytes.withUnsafeBufferPointer { right in
                let shared = min(left.count, right.count)
                var index = 0
                while index < shared {
                    if left[index] != right[index] { return left[index] < right[index] ? -1 : 1 }
                    index += 1
                }
                return left.count == right.count ? 0 : left.count < right.count ? -1 : 1
            }
        }
    }

    package var hash: Int {
        if cachedHash != 0 { return cachedHash }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        bytes.withUnsafeBufferPointer { buffer in
            for byte in buffer { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        hash ^= hash >> 32
        hash = hash &* 0x9E37_79B9_7F4A_7C15
        let result = Int(truncatingIfNeeded: hash >> 2) | 1
        cachedHash = result
        return result
    }

    func concatenated(_ other: ScriptText) throws -> ScriptText {
        if other.bytes.isEmpty { return self }
        if bytes.isEmpty { return other }
        try Limits.check(textBytes: bytes.count + other.bytes.count)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + other.bytes.count)
        result.append(contentsOf: bytes)
        result.append(contentsOf: other.bytes)
        return ScriptText(bytes: result, count: count + other.count)
    }

    func repeated(_ times: Int) throws -> ScriptText {
        if times <= 0 || bytes.isEmpty { return .empty }
        let (total, overflow) = bytes.count.multipliedReportingOverflow(by: times)
        try Limits.check(textBytes: overflow ? Int.max : total)
        var result: [UInt8] = []
        result.reserveCapacity(total)
        for _ in 0..<times { result.append(contentsOf: bytes) }
        return ScriptText(bytes: result, count: count * times)
    }
}
