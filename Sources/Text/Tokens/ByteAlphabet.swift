/// GPT-2's way of writing any byte as a visible character, so that its merges are lines of plain text.
///
/// The 188 bytes that Latin-1 prints stand for themselves; the other 68 (spaces, control codes) become U+0100
/// and on, in order: a space is `Ġ`, a line feed `Ċ`. The same order gives the ids of the single-byte tokens.
enum ByteAlphabet {
    /// The byte that token `id` stands for, for ids 0 to 255.
    static let bytesByID: [UInt8] = {
        let printable = Array(UInt8(33)...126) + Array(UInt8(161)...172) + Array(UInt8(174)...255)
        let known = Set(printable)
        return printable + (0...255).filter { !known.contains($0) }
    }()

    /// The token of each byte.
    static let idsByByte: [Int32] = {
        var ids = [Int32](repeating: 0, count: 256)
        for (id, byte) in bytesByID.enumerated() { ids[Int(byte)] = Int32(id) }
        return ids
    }()

    private static let printableCount = 188

    /// The scalar that a byte is written as.
    static let scalarsByByte: [Unicode.Scalar] = {
        var scalars = [Unicode.Scalar](repeating: "\0", count: 256)
        for (id, byte) in bytesByID.enumerated() {
            let value = id < printableCount ? UInt32(byte) : UInt32(256 + id - printableCount)
            scalars[Int(byte)] = Unicode.Scalar(value)!  // below 0x144: always a scalar
        }
        return scalars
    }()

    /// The byte that a scalar stands for, or −1; indexed by the scalar's value, below `scalarLimit`.
    static let bytesByScalar: [Int16] = {
        var bytes = [Int16](repeating: -1, count: scalarLimit)
        for byte in 0..<256 { bytes[Int(scalarsByByte[byte].value)] = Int16(byte) }
        return bytes
    }()
    static let scalarLimit = 0x144

    /// Bytes in their visible form.
    static func visible(_ bytes: some Sequence<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        for byte in bytes { text.append(scalarsByByte[Int(byte)]) }
        return String(text)
    }
}
