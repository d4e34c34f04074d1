/// A zip file that is open for reading: its table of contents is read and checked, its entries are read as
/// they are asked for.
///
/// What a file says of itself is held against the file before it is believed: places outside of it, entries
/// that lie over one another and sizes that packed bytes cannot have are errors, and nothing is allocated for
/// them.
public struct ZipArchive {
    /// One file in the archive.
    public struct Entry {
        /// With its folders.
        public let name: String
        /// Bytes when unpacked, and as they lie there.
        public let size: Int, packedSize: Int
        let isPacked: Bool
        let checksum: UInt32
        let header: Int
    }

    /// Why it cannot be read.
    public struct Broken: Error {
        /// What is wrong, without the path.
        public let reason: String
        /// Whether there is no table of contents at all.
        public let isUnknown: Bool

        init(_ reason: String, isUnknown: Bool = false) {
            (self.reason, self.isUnknown) = (reason, isUnknown)
        }
    }

    /// In the order of the table of contents.
    public let entries: [Entry]
    private let places: [String: Int]
    private let source: any ByteSource
    /// Where the table of contents begins: no entry reaches further.
    private let end: Int

    /// Whether bytes begin as a zip file does.
    public static func isLikely(_ start: [UInt8]) -> Bool { start.starts(with: [0x50, 0x4B, 3, 4]) }

    /// - Throws: `Broken` for what is no sound zip file; what the source throws.
    public init(_ source: any ByteSource) throws {
        self.source = source
        let table = try ZipArchive.table(of: source)
        end = table.start
        let bytes = try source.part(table.size, at: table.start)
        guard bytes.count == table.size else { throw Broken("its table of contents is cut off") }
        var reader = Fields(bytes), entries: [Entry] = [], places: [String: Int] = [:], total = 0
        while reader.at < bytes.count {
            let entry = try ZipArchive.entry(&reader)
            guard entry.header <= end - 30, entry.packedSize <= end - 30 - entry.header else {
                throw Broken("'\(entry.name)' lies outside of it")
            }
            // No archive that somebody made has two entries in one place.
            total += entry.packedSize
            guard total <= end else { throw Broken("its entries lie over one another") }
            guard places.updateValue(entries.count, forKey: entry.name) == nil else {
                throw Broken("it has two entries '\(entry.name)'")
            }
            entries.append(entry)
        }
        guard entries.count == table.count else {
            throw Broken("it says it has \(table.count) entries and has \(entries.count)")
        }
        (self.entries, self.places) = (entries, places)
    }

    /// The entry of a name; nil where there is none.
    public subscript(_ name: String) -> Entry? { places[name].map { entries[$0] } }

    /// All of an entry.
    ///
    /// - Throws: `Broken` for more than `limit` bytes, and for what is not what the archive says.
    public func bytes(of entry: Entry, limit: Int) throws -> [UInt8] {
        guard entry.size <= limit else {
            throw Broken("'\(entry.name)' has \(entry.size) bytes, and at most \(limit) are read")
        }
        var failure: (any Error)?
        let bytes = [UInt8](unsafeUninitializedCapacity: entry.size) { buffer, filled in
            do {
                try read(entry, into: UnsafeMutableRawBufferPointer(buffer))
                filled = entry.size
            } catch { failure = error }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Unpacks an entry into memory of its size.
    ///
    /// - Throws: `Broken` where it is not what the archive says.
    public func read(_ entry: Entry, into target: UnsafeMutableRawBufferPointer) throws {
        guard target.count == entry.size else {
            throw Broken("'\(entry.name)' has \(entry.size) bytes where \(target.count) are wanted")
        }
        let start = try start(of: entry)
        if entry.isPacked {
            let packed = try source.part(entry.packedSize, at: start)
            guard packed.count == entry.packedSize,
                Deflate.unpack(packed, into: target.baseAddress, count: entry.size)
            else { throw Broken("what '\(entry.name)' holds cannot be unpacked") }
        } else {
            guard try source.read(into: target.baseAddress, entry.size, at: start) == entry.size else {
                throw Broken("'\(entry.name)' is cut off")
            }
        }
        guard Deflate.checksum(UnsafeRawBufferPointer(target)) == entry.checksum else {
            throw Broken("what '\(entry.name)' holds has been changed: its checksum is another")
        }
    }

    /// Where the bytes of an entry begin: behind a header of its own.
    private func start(of entry: Entry) throws -> Int {
        var header = Fields(try source.part(30, at: entry.header))
        guard try header.number(4) == 0x0403_4B50 else { throw Broken("'\(entry.name)' has no header") }
        header.at = 26
        let start = entry.header + 30 + (try header.number(2)) + (try header.number(2))
        guard start <= end, entry.packedSize <= end - start else {
            throw Broken("'\(entry.name)' lies outside of it")
        }
        return start
    }

    // MARK: The table of contents

    /// Where it lies and how many entries it has, as the end of the file says.
    private static func table(of source: any ByteSource) throws -> (start: Int, size: Int, count: Int) {
        let length = min(source.size, 22 + 0xFFFF), from = source.size - length
        let tail = try source.part(length, at: from)
        var place = tail.count - 22
        while place >= 0 {
            if tail[place] == 0x50, tail[place...].starts(with: [0x50, 0x4B, 5, 6]),
                place + 22 + Int(tail[place + 20]) + Int(tail[place + 21]) << 8 <= tail.count
            {
                break
            }
            place -= 1
        }
        guard place >= 0 else { throw Broken("it has no table of contents", isUnknown: true) }
        var reader = Fields(Array(tail[place...]))
        reader.at = 10
        var count = try reader.number(2), size = try reader.number(4), start = try reader.number(4)
        if count == 0xFFFF || size == 0xFFFF_FFFF || start == 0xFFFF_FFFF {
            // The numbers are too large for these fields, and stand in a record before.
            var locator = Fields(try source.part(20, at: from + place - 20))
            guard from + place >= 20, try locator.number(4) == 0x0706_4B50 else {
                throw Broken("its table of contents cannot be found")
            }
            locator.at = 8
            var record = Fields(try source.part(56, at: locator.number(8)))
            guard try record.number(4) == 0x0606_4B50 else {
                throw Broken("its table of contents cannot be found")
            }
            record.at = 32
            (count, size, start) = (try record.number(8), try record.number(8), try record.number(8))
        }
        guard start <= from + place, size <= from + place - start, count <= size / 46 else {
            throw Broken("its table of contents lies outside of it")
        }
        return (start, size, count)
    }

    /// The next entry of the table.
    private static func entry(_ reader: inout Fields) throws -> Entry {
        let begin = reader.at
        guard try reader.number(4) == 0x0201_4B50 else { throw Broken("its table of contents is damaged") }
        reader.at = begin + 8
        let flags = try reader.number(2), method = try reader.number(2)
        reader.at = begin + 16
        let checksum = UInt32(try reader.number(4))
        var packed = try reader.number(4), size = try reader.number(4)
        let nameLength = try reader.number(2), extraLength = try reader.number(2)
        let commentLength = try reader.number(2)
        reader.at = begin + 42
        var header = try reader.number(4)
        let name = String(decoding: try reader.part(nameLength), as: UTF8.self)
        var extra = Fields(try reader.part(extraLength))
        _ = try reader.part(commentLength)
        while extra.at + 4 <= extra.count {
            let kind = try extra.number(2), length = try extra.number(2)
            var field = Fields(try extra.part(length))
            guard kind == 1 else { continue }
            if size == 0xFFFF_FFFF { size = try field.number(8) }
            if packed == 0xFFFF_FFFF { packed = try field.number(8) }
            if header == 0xFFFF_FFFF { header = try field.number(8) }
        }
        guard flags & 1 == 0 else { throw Broken("'\(name)' is encrypted") }
        guard method == 0 || method == 8 else { throw Broken("'\(name)' is packed in a way of its own") }
        guard method == 8 || size == packed else { throw Broken("'\(name)' has two sizes") }
        guard size / Deflate.largestRatio <= packed else {
            throw Broken("'\(name)' says that \(packed) bytes unpack to \(size)")
        }
        return Entry(
            name: name, size: size, packedSize: packed, isPacked: method == 8, checksum: checksum,
            header: header)
    }

    /// Numbers in bytes, the lowest byte first.
    private struct Fields {
        private let bytes: [UInt8]
        var at = 0

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        var count: Int { bytes.count }

        mutating func part(_ count: Int) throws -> [UInt8] {
            guard at <= bytes.count, count <= bytes.count - at else {
                throw Broken("its table of contents is cut off")
            }
            at += count
            return Array(bytes[(at - count)..<at])
        }

        mutating func number(_ count: Int) throws -> Int {
            var number: UInt64 = 0
            for (index, byte) in try part(count).enumerated() {
                number |= UInt64(byte) << (8 * UInt64(index))
            }
            guard let result = Int(exactly: number) else { throw Broken("it says a size that no file has") }
            return result
        }
    }
}
