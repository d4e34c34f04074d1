import CZlib

/// Bytes packed as `deflate` packs them (RFC 1951), and the sums that zip files hold of them.
enum Deflate {
    /// No packed byte stands for more than this many.
    static let largestRatio = 1032

    /// The CRC-32 of bytes, going on from that of those before.
    static func checksum(_ bytes: UnsafeRawBufferPointer, after sum: UInt32 = 0) -> UInt32 {
        var result = UInt(sum), rest = bytes
        while let base = rest.bindMemory(to: UInt8.self).baseAddress, !rest.isEmpty {
            let count = min(rest.count, 1 << 30)
            result = crc32(result, base, UInt32(count))
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
        return UInt32(truncatingIfNeeded: result)
    }

    /// Unpacks bytes into memory of exactly the size that they have unpacked.
    ///
    /// - Returns: whether that is what they are.
    static func unpack(_ packed: [UInt8], into target: UnsafeMutableRawPointer?, count: Int) -> Bool {
        var stream = z_stream()
        guard inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            return false
        }
        defer { inflateEnd(&stream) }
        var spare: UInt8 = 0
        return packed.withUnsafeBufferPointer { source in
            var given = 0, made = 0
            while true {
                let more = min(source.count - given, 1 << 30), room = min(count - made, 1 << 30)
                stream.next_in = source.baseAddress.map { UnsafeMutablePointer(mutating: $0 + given) }
                stream.avail_in = UInt32(more)
                let status = withUnsafeMutablePointer(to: &spare) { spare in
                    // Where all is there, one byte more shows whether the stream ends.
                    stream.next_out =
                        room > 0 ? target?.assumingMemoryBound(to: UInt8.self).advanced(by: made) : spare
                    stream.avail_out = UInt32(max(room, 1))
                    return inflate(&stream, Z_NO_FLUSH)
                }
                given += more - Int(stream.avail_in)
                let fresh = max(room, 1) - Int(stream.avail_out)
                made += fresh
                guard made <= count else { return false }
                if status == Z_STREAM_END { return made == count }
                guard status == Z_OK, fresh > 0 || more > Int(stream.avail_in) else { return false }
            }
        }
    }

    /// Packed bytes; nil where there is no memory for them.
    static func pack(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        guard
            deflateInit2_(
                &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
                == Z_OK
        else { return nil }
        defer { deflateEnd(&stream) }
        var result: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 18)
        var given = 0
        let source = bytes.bindMemory(to: UInt8.self)
        while true {
            let more = min(source.count - given, 1 << 30)
            stream.next_in = source.baseAddress.map { UnsafeMutablePointer(mutating: $0 + given) }
            stream.avail_in = UInt32(more)
            let flush = given + more == source.count ? Z_FINISH : Z_NO_FLUSH
            let status = block.withUnsafeMutableBufferPointer { room in
                stream.next_out = room.baseAddress
                stream.avail_out = UInt32(room.count)
                return deflate(&stream, flush)
            }
            given += more - Int(stream.avail_in)
            result += block[..<(block.count - Int(stream.avail_out))]
            if status == Z_STREAM_END { return result }
            guard status == Z_OK || status == Z_BUF_ERROR else { return nil }
        }
    }
}
