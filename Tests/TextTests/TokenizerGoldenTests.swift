import Foundation
import TestSupport
import Testing
import Text

@Suite("GPT-2's tokens", .enabled(if: Shared.isPresent, Shared.missing))
struct TokenizerGoldenTests {
    @Test("every case has tiktoken's ids, and decodes to itself")
    func cases() throws {
        for example in try Goldens.tokenizer().cases {
            let ids = Goldens.gpt2.encode(example.text)
            #expect(ids == example.ids, "\(example.text.debugDescription)")
            #expect(try Goldens.gpt2.decode(ids) == example.text)
            #expect(Goldens.gpt2.pieces(example.text).joined() == example.text)
        }
    }

    @Test("whole books have tiktoken's ids, raw and with line feeds")
    func books() throws {
        let golden = try Goldens.tokenizer().files
        #expect(golden.count == 8)
        for (name, expected) in golden {
            let parts = name.split(separator: ":").map(String.init)
            var text = try Goldens.book(parts[0])
            if parts[1] == "lf" { text = text.replacingOccurrences(of: "\r\n", with: "\n") }
            let ids = Goldens.gpt2.encode32(text)
            #expect(ids.count == expected.count, "\(name)")
            #expect(ids.prefix(10).map(Int.init) == expected.first10, "\(name)")
            #expect(ids.suffix(10).map(Int.init) == expected.last10, "\(name)")
            let digest = ids.withUnsafeBytes { SHA256.hex($0) }
            #expect(digest == expected.sha256_int32_le, "\(name)")
            #expect(try Goldens.gpt2.decode(ids) == text)
        }
    }

    @Test func vocabulary() throws {
        let gpt2 = Goldens.gpt2
        #expect(gpt2.vocabularySize == 50257)
        #expect(gpt2.specialTokens == ["<|endoftext|>": 50256])
        #expect(gpt2.id(ofToken: " Gulliver") == nil)
        #expect(gpt2.id(ofToken: "ions") == 507)
        #expect(try gpt2.visibleToken(262) == "Ġthe")
        #expect(try gpt2.decode([50256]) == "<|endoftext|>")
        let bytes = [UInt8](try Data(contentsOf: Shared.data("vocab.bpe")))
        #expect(gpt2.mergesFile == String(decoding: bytes, as: UTF8.self))
    }

    @Test("special tokens are text unless they are asked for")
    func special() {
        let text = "one<|endoftext|>two <|endoftext|>"
        #expect(!Goldens.gpt2.encode(text).contains(50256))
        let ids = Goldens.gpt2.encode(text, allowedSpecial: ["<|endoftext|>"])
        #expect(ids == [505, 50256, 11545, 220, 50256])
    }

    @Test("decoding part of a character gives the replacement character, as Python does")
    func partOfACharacter() throws {
        let ids = Goldens.gpt2.encode("你好，世界")
        #expect(try Goldens.gpt2.decode(Array(ids.prefix(1))) == "\u{FFFD}")
        #expect(try Goldens.gpt2.decode(Array(ids.prefix(3))) == "你\u{FFFD}")
    }

    @Test func idOutOfRange() {
        #expect(
            throws: TextError(
                .index, "token id 50257 at position 1 is not in the vocabulary of gpt2: ids are 0 to 50256")
        ) { try Goldens.gpt2.decode([0, 50257]) }
        #expect(throws: TextError.self) { try Goldens.gpt2.decode([-1]) }
        #expect(throws: TextError.self) { try Goldens.gpt2.tokenBytes(.max) }
    }
}
