import Disk
import Foundation
import Testing

/// Zip files: what is written is read, what lies about itself is refused.
struct ZipTests {
    private final class Row { var bytes: [UInt8] = [] }

    private func archive(_ body: (inout ZipWriter) throws -> Void) throws -> [UInt8] {
        let row = Row()
        var zip = ZipWriter { row.bytes += $0 }
        try body(&zip)
        try zip.finish()
        return row.bytes
    }

    private func reason(_ bytes: [UInt8]) -> String? {
        do {
            let zip = try ZipArchive(BytesInMemory(bytes))
            for entry in zip.entries { _ = try zip.bytes(of: entry, limit: 1 << 20) }
        } catch { return (error as? ZipArchive.Broken)?.reason ?? "\(error)" }
        return nil
    }

    @Test func whatIsWrittenIsRead() throws {
        let long = [UInt8](repeating: 7, count: 100_000), short = Array("words".utf8)
        let bytes = try archive { zip in
            try zip.add("a/short", short, alignment: 64)
            try zip.add("a/none", [])
            try zip.add("a/packed", long, packs: true)
        }
        #expect(bytes.count < 1000)
        let zip = try ZipArchive(BytesInMemory(bytes))
        #expect(zip.entries.map(\.name) == ["a/short", "a/none", "a/packed"])
        for (name, content) in [("a/short", short), ("a/none", []), ("a/packed", long)] {
            #expect(try zip.bytes(of: #require(zip[name]), limit: .max) == content)
        }
        // Numbers begin where a processor likes them to.
        #expect(bytes[64..<69].elementsEqual(short))
        #expect(zip["b"] == nil)
    }

    @Test func noTableOfContents() throws {
        let bytes = try archive { try $0.add("a", [1, 2, 3]) }
        for count in [0, 1, 21, bytes.count - 1] {
            #expect(reason(Array(bytes.prefix(count)))?.contains("no table of contents") == true)
        }
    }

    @Test func whatLiesAboutItselfIsRefused() throws {
        let long = [UInt8](repeating: 7, count: 5000)
        let bytes = try archive { zip in
            try zip.add("a", [1, 2, 3])
            try zip.add("b", long, packs: true)
        }
        let first = bytes.indices.first { bytes[$0...].starts(with: [0x50, 0x4B, 1, 2]) } ?? 0
        let second = bytes.indices.last { bytes[$0...].starts(with: [0x50, 0x4B, 1, 2]) } ?? 0
        func changed(_ place: Int, _ new: [UInt8]) -> String? {
            var copy = bytes
            copy.replaceSubrange(place..<(place + new.count), with: new)
            return reason(copy)
        }
        #expect(reason(bytes) == nil)
        // A size that packed bytes cannot have, a place outside, two in one place, one name twice.
        #expect(changed(second + 24, [0, 0, 0, 0x7F])?.contains("unpack to") == true)
        #expect(changed(first + 42, [0, 0, 0, 0x7F])?.contains("outside") == true)
        #expect(changed(first + 20, [0xFF, 0xFF, 0, 0, 0xFF, 0xFF, 0, 0])?.contains("outside") == true)
        #expect(changed(second + 46, Array("a".utf8))?.contains("two entries") == true)
        #expect(changed(second + 42, [0, 0, 0, 0]) != nil)
        #expect(changed(first + 16, [0, 0, 0, 0])?.contains("checksum") == true)
        #expect(changed(first + 8, [1])?.contains("encrypted") == true)
        #expect(changed(first + 10, [12])?.contains("packed in a way") == true)
    }

    @Test func changedBytesEndInAnError() throws {
        let bytes = try archive { zip in
            for name in 0..<20 { try zip.add("\(name)", Array("\(name) words".utf8), packs: name % 2 == 0) }
        }
        var state: UInt64 = 3
        for _ in 0..<3000 {
            var copy = bytes
            for _ in 0..<3 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                copy[Int(state >> 33) % copy.count] = UInt8(truncatingIfNeeded: state >> 20)
            }
            _ = reason(copy)
        }
    }
}
