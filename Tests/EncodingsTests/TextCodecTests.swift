import Encodings
import Testing

@Suite struct TextCodecTests {
    private func message(_ work: () throws -> [UInt8]) -> String {
        do {
            _ = try work()
            return ""
        } catch { return (error as? CodecFault)?.message ?? "\(error)" }
    }

    /// What CPython 3.11 says of `bytes.decode`.
    @Test(
        arguments: [
            (
                TextCodec.utf8, [0xFF],
                "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"
            ),
            (
                .utf8, [97, 0xC3],
                "'utf-8' codec can't decode byte 0xc3 in position 1: unexpected end of data"
            ),
            (
                .utf8, [0xE2, 0x82],
                "'utf-8' codec can't decode bytes in position 0-1: unexpected end of data"
            ),
            (
                .utf8, [0xE2, 0x82, 97],
                "'utf-8' codec can't decode bytes in position 0-1: invalid continuation byte"
            ),
            (
                .utf8, [0xED, 0xA0, 0x80],
                "'utf-8' codec can't decode byte 0xed in position 0: invalid continuation byte"
            ),
            (
                .ascii, [97, 0xE4],
                "'ascii' codec can't decode byte 0xe4 in position 1: ordinal not in range(128)"
            ),
            (
                .windows1252, [0x81],
                "'charmap' codec can't decode byte 0x81 in position 0: character maps to <undefined>"
            ),
            (
                .utf16Little, [97, 0, 98],
                "'utf-16-le' codec can't decode byte 0x62 in position 2: truncated data"
            ),
            (
                .utf16Little, [0x00, 0xDC],
                "'utf-16-le' codec can't decode bytes in position 0-1: illegal encoding"
            ),
        ] as [(TextCodec, [UInt8], String)])
    func bytesThatAreNoText(codec: TextCodec, bytes: [UInt8], wanted: String) {
        #expect(message { try codec.decode(bytes) } == wanted)
    }

    @Test func textGoesThereAndBack() throws {
        let text = Array("Ä sea — 😀 €".utf8)
        for codec in TextCodec.allCases where ![.ascii, .latin1, .windows1252].contains(codec) {
            #expect(try codec.decode(codec.encode(text)) == text, "\(codec)")
        }
        #expect(try TextCodec.windows1252.encode(Array("Ä—€".utf8)) == [0xC4, 0x97, 0x80])
        #expect(try TextCodec.windows1252.decode([0xC4, 0x97, 0x80]) == Array("Ä—€".utf8))
        #expect(try TextCodec.latin1.decode([0xC4, 0x80]) == Array("Ä\u{80}".utf8))
        #expect(try TextCodec.utf16.encode(Array("a".utf8)) == [0xFF, 0xFE, 97, 0])
        #expect(try TextCodec.utf16.decode([0xFE, 0xFF, 0, 97]) == Array("a".utf8))
    }

    @Test func whatDoesNotFitIsToldOrPassedOver() throws {
        let text = Array("aä😀b".utf8)
        #expect(
            message { try TextCodec.ascii.encode(text) }
                == "'ascii' codec can't encode characters in position 1-2: ordinal not in range(128)")
        #expect(
            message { try TextCodec.latin1.encode(text) }
                == "'latin-1' codec can't encode character '\\U0001f600' in position 2: "
                + "ordinal not in range(256)")
        #expect(try TextCodec.ascii.encode(text, .replace) == Array("a??b".utf8))
        #expect(try TextCodec.ascii.encode(text, .xmlcharrefreplace) == Array("a&#228;&#128512;b".utf8))
        #expect(try TextCodec.utf8.decode([97, 0xFF, 98], .replace) == Array("a\u{FFFD}b".utf8))
        #expect(try TextCodec.utf8.decode([97, 0xFF, 98], .ignore) == Array("ab".utf8))
        #expect(try TextCodec.utf8.decode([0xE2, 0x82], .backslashreplace) == Array("\\xe2\\x82".utf8))
    }
}
