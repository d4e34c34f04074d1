/// Writes a zip file, one entry after the other.
public struct ZipWriter {
    private let sink: ByteSink
    private var position = 0
    private var table: [UInt8] = []
    private var count = 0

    /// - Parameter sink: takes the next bytes of the file.
    public init(_ sink: @escaping ByteSink) { self.sink = sink }

    /// Adds an entry; what `body` is called with takes all of its bytes at once.
    ///
    /// - Parameters:
    ///   - alignment: where in the file its bytes begin: at a multiple of this, 1 for anywhere.
    ///   - packs: whether they are packed.
    public mutating func add(
        _ name: String, _ bytes: UnsafeRawBufferPointer, alignment: Int = 1, packs: Bool = false
    ) throws {
        let checksum = Deflate.checksum(bytes), packed = packs ? Deflate.pack(bytes) : nil
        let size = bytes.count, packedSize = packed?.count ?? size, header = position
        var extra: [UInt8] = []
        if alignment > 1 {
            // A field that readers skip, as long as it has to be.
            let start = position + 30 + name.utf8.count + 4
            let length = (alignment - start % alignment) % alignment
            extra = Array("FB".utf8) + little(length, 2) + Array(repeating: UInt8(ascii: "Z"), count: length)
        }
        // Sizes stand behind the bytes, and there is nothing to say behind none.
        let flags = 0x0800 | (size > 0 ? 8 : 0)
        let method = packed == nil ? 0 : 8
        try put(little(0x0403_4B50, 4) + little(0, 2) + little(flags, 2) + little(method, 2))
        try put(little(0, 16) + little(name.utf8.count, 2) + little(extra.count, 2))
        try put(Array(name.utf8) + extra)
        if let packed { try put(packed) } else { try put(bytes) }
        let isLarge = size > 0xFFFF_FFFE || packedSize > 0xFFFF_FFFE || header > 0xFFFF_FFFE
        if size > 0 {
            let width = isLarge ? 8 : 4
            try put(
                little(0x0807_4B50, 4) + little(Int(checksum), 4) + little(packedSize, width)
                    + little(size, width))
        }
        let wide =
            isLarge
            ? little(1, 2) + little(24, 2) + little(size, 8) + little(packedSize, 8)
                + little(header, 8) : []
        func narrow(_ number: Int) -> [UInt8] { little(isLarge ? 0xFFFF_FFFF : number, 4) }
        table += little(0x0201_4B50, 4) + little(0, 4) + little(flags, 2) + little(method, 2) + little(0, 4)
        table += little(Int(checksum), 4) + narrow(packedSize) + narrow(size)
        table += little(name.utf8.count, 2) + little(wide.count, 2) + little(0, 10) + narrow(header)
        table += Array(name.utf8) + wide
        count += 1
    }

    /// The same of an array of bytes.
    public mutating func add(_ name: String, _ bytes: [UInt8], alignment: Int = 1, packs: Bool = false) throws
    {
        try bytes.withUnsafeBytes { try add(name, $0, alignment: alignment, packs: packs) }
    }

    /// Writes the table of contents: the file is whole.
    public mutating func finish() throws {
        let start = position, size = table.count
        try put(table)
        let record = position
        try put(
            little(0x0606_4B50, 4) + little(44, 8) + little(0x031E, 2) + little(45, 2) + little(0, 8)
                + little(count, 8) + little(count, 8) + little(size, 8) + little(start, 8))
        try put(little(0x0706_4B50, 4) + little(0, 4) + little(record, 8) + little(1, 4))
        try put(
            little(0x0605_4B50, 4) + little(0, 4) + little(min(count, 0xFFFF), 2)
                + little(min(count, 0xFFFF), 2) + little(min(size, 0xFFFF_FFFF), 4)
                + little(min(start, 0xFFFF_FFFF), 4) + little(0, 2))
    }

    private mutating func put(_ bytes: UnsafeRawBufferPointer) throws {
        try sink(bytes)
        position += bytes.count
    }

    private mutating func put(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try put($0) } }

    private func little(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { $0 < 8 ? UInt8(truncatingIfNeeded: number >> (8 * $0)) : 0 }
    }
}
