import Foundation

/// A picture in points, as a PNG file in a `data:` address: how fine matrices travel inside an SVG.
///
/// The file is written without compression (deflate's "stored" blocks, RFC 1951
/// 3.2.4), which needs no library.
struct Bitmap {
    let width: Int
    let height: Int
    /// Red, green, blue for each point, row by row.
    var bytes: [UInt8]

    var address: String { "data:image/png;base64," + Data(png).base64EncodedString() }

    private var png: [UInt8] {
        var file: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
        // 8 bits a channel, colour type 2 (RGB), no interlacing.
        file += chunk("IHDR", big(width) + big(height) + [8, 2, 0, 0, 0])
        var rows: [UInt8] = []
        rows.reserveCapacity(bytes.count + height)
        for row in 0..<height {
            rows.append(0)  // no filter
            rows += bytes[(row * width * 3)..<((row + 1) * width * 3)]
        }
        file += chunk("IDAT", stored(rows))
        file += chunk("IEND", [])
        return file
    }

    private func big(_ value: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
    }

    /// A zlib stream (RFC 1950) of blocks that are stored as they are.
    private func stored(_ data: [UInt8]) -> [UInt8] {
        var stream: [UInt8] = [0x78, 0x01]
        var start = 0
        repeat {
            let end = min(start + 65_535, data.count)
            let count = end - start
            stream += [end == data.count ? 1 : 0, UInt8(count & 255), UInt8(count >> 8)]
            stream += [UInt8(~count & 255), UInt8(~count >> 8 & 255)]
            stream += data[start..<end]
            start = end
        } while start < data.count
        var (a, b): (UInt32, UInt32) = (1, 0)  // Adler-32
        for byte in data {
            a = (a + UInt32(byte)) % 65_521
            b = (b + a) % 65_521
        }
        return stream + big(Int(b << 16 | a))
    }

    private func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + data
        var sum: UInt32 = 0xffff_ffff  // CRC-32
        for byte in body {
            sum = Bitmap.table[Int((sum ^ UInt32(byte)) & 255)] ^ sum >> 8
        }
        return big(data.count) + body + big(Int(~sum))
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xedb8_8320 ^ value >> 1 : value >> 1 }
    }
}
