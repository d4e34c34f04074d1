import Foundation
import Testing
import Text

@Suite("Learning byte pairs")
struct TokenizerTrainingTests {
    @Test("the most frequent pair first; of equals the one with the smallest ids")
    func smallExample() throws {
        // low ×5, lower ×2, newest ×6, widest ×3: the example of Sennrich et al., with a space before each
        // word.
        let text =
            String(repeating: " low", count: 5) + String(repeating: " lower", count: 2)
            + String(repeating: " newest", count: 6) + String(repeating: " widest", count: 3)
        let tokenizer = try Tokenizer.train(on: text, vocabularySize: 256 + 5)
        let made = try (256..<261).map { String(decoding: try tokenizer.tokenBytes($0), as: UTF8.self) }
        #expect(made == ["es", "est", "lo", " lo", " low"], "\(made)")
        #expect(try tokenizer.decode(tokenizer.encode(text)) == text)
    }

    @Test("the tale learns 1,024 merges, is shorter for it, and comes back")
    func tale() throws {
        let tokenizer = try Tokenizer.train(on: Voyage.text, vocabularySize: 1280, name: "voyage")
        #expect(tokenizer.vocabularySize == 1280)
        let ids = tokenizer.encode(Voyage.text)
        #expect(ids.count < Voyage.text.utf8.count / 3)
        #expect(ids.allSatisfy { $0 < 1280 })
        #expect(try tokenizer.decode(ids) == Voyage.text)
        let again = try Tokenizer.train(on: Voyage.text, vocabularySize: 1280)
        #expect(again.mergesFile == tokenizer.mergesFile)
        let reread = try Tokenizer(name: "voyage", mergesFile: Array(tokenizer.mergesFile.utf8))
        #expect(reread.encode(Voyage.text) == ids)
    }

    @Test("a plain search for the best pair learns the same")
    func againstPlainCounting() throws {
        let text = String(Voyage.text.prefix(1500))
        let quick = try Tokenizer.train(on: text, vocabularySize: 256 + 60)
        let bytes = try Tokenizer(name: "bytes", merges: [])
        var words = bytes.pieces(text).map { bytes.encode($0) }
        for made in 256..<quick.vocabularySize {
            var counts: [[Int]: Int] = [:]
            for word in words where word.count > 1 {
                for index in 0..<(word.count - 1) { counts[[word[index], word[index + 1]], default: 0] += 1 }
            }
            let best = counts.max { a, b in
                a.value != b.value ? a.value < b.value : b.key.lexicographicallyPrecedes(a.key)
            }!.key
            let joined = try quick.decodeBytes(best)
            #expect(try quick.tokenBytes(made) == joined)
            words = words.map { word in
                var result: [Int] = []
                var index = 0
                while index < word.count {
                    if index + 1 < word.count && word[index] == best[0] && word[index + 1] == best[1] {
                        result.append(made)
                        index += 2
                    } else {
                        result.append(word[index])
                        index += 1
                    }
                }
                return result
            }
        }
    }

    @Test("any bytes come back, valid UTF-8 or not, in short pieces and in long ones")
    func anyBytes() throws {
        let tokenizer = try Tokenizer.train(on: Voyage.text, vocabularySize: 600)
        let random = MersenneTwister(seed: 7)
        let alphabets: [[UInt8]] = [
            Array(0...255), Array("abe '\n\r.0".utf8), Array("é你😀\u{301} \u{A0}\u{2003}".utf8),
            [0xFF, 0xC3, 0xE2, 0x80, 0xF0],
        ]
        for round in 0..<400 {
            let alphabet = alphabets[round % alphabets.count]
            let length = Int(random.nextUInt32() % 300)
            let bytes = (0..<length).map { _ in alphabet[Int(random.nextUInt32()) % alphabet.count] }
            let ids = tokenizer.encode(bytes: bytes)
            #expect(try tokenizer.decodeBytes(ids) == bytes)
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(tokenizer.pieces(text).joined() == text)
        }
    }

    @Test("long pieces merge as short ones do, and in reasonable time")
    func longPieces() throws {
        let tokenizer = try Tokenizer.train(
            on: String(repeating: "ab", count: 500) + Voyage.text, vocabularySize: 700)
        let unit = "abaabbab"
        let text = String(repeating: unit, count: 200_000)
        let ids = tokenizer.encode(text)
        #expect(try tokenizer.decode(ids) == text)
        #expect(ids.count < text.utf8.count)
    }

    @Test func refused() {
        #expect(throws: TextError.self) { try Tokenizer.train(on: "", vocabularySize: 300) }
        #expect(throws: TextError.self) { try Tokenizer.train(on: "text", vocabularySize: 255) }
        #expect(throws: TextError.self) { try Tokenizer.train(on: "text", vocabularySize: .max) }
        #expect { try Tokenizer(name: "x", mergesFile: Array("#version: 0.2\na b\nc\n".utf8)) } throws: {
            "\($0)".contains("line 3 of the merges of 'x' is not two tokens")
        }
        #expect { try Tokenizer(name: "x", mergesFile: Array("ab c\n".utf8)) } throws: {
            "\($0)".contains("no earlier line makes")
        }
        #expect(throws: TextError.self) { try Tokenizer(name: "x", merges: [(0, 256)]) }
        #expect(throws: TextError.self) { try Tokenizer(name: "x", merges: [(0, 1), (0, 1)]) }
    }

    @Test("nothing is learned from pairs that stand there once")
    func rarePairs() throws {
        #expect(try Tokenizer.train(on: "abcdef", vocabularySize: 300).vocabularySize == 256)
    }
}
