import Foundation
import TestSupport
import Text

/// GPT-2's tokenizer as the tests read it: from the merges beside the project.
enum Goldens {
    static let gpt2: Tokenizer = {
        // Tests that use it are enabled only where the file is there.
        let bytes = [UInt8](try! Data(contentsOf: Shared.data("vocab.bpe")))
        return try! Tokenizer.gpt2(mergesFile: bytes)
    }()

    struct TokenizerFile: Decodable {
        struct Case: Decodable {
            let text: String
            let ids: [Int]
        }
        struct Book: Decodable {
            let count: Int
            let sha256_int32_le: String
            let first10: [Int]
            let last10: [Int]
        }
        let cases: [Case]
        let files: [String: Book]
    }

    static func tokenizer() throws -> TokenizerFile {
        try JSONDecoder().decode(TokenizerFile.self, from: Data(contentsOf: Shared.golden("tokenizer.json")))
    }

    static func book(_ file: String) throws -> String {
        String(decoding: try Data(contentsOf: Shared.data(file)), as: UTF8.self)
    }
}

/// PyTorch's generator, written down once more so that these tests do not depend on the one under test.
final class MersenneTwister: RandomSource {
    private var state = [UInt32](repeating: 0, count: 624)
    private var index = 624

    init(seed: UInt32) {
        state[0] = seed
        for i in 1..<624 { state[i] = 1_812_433_253 &* (state[i - 1] ^ state[i - 1] >> 30) &+ UInt32(i) }
    }

    func nextUInt32() -> UInt32 {
        if index == 624 {
            for i in 0..<624 {
                let y = state[i] & 0x8000_0000 | state[(i + 1) % 624] & 0x7FFF_FFFF
                state[i] = state[(i + 397) % 624] ^ y >> 1 ^ (y & 1 == 0 ? 0 : 0x9908_B0DF)
            }
            index = 0
        }
        var y = state[index]
        index += 1
        y ^= y >> 11
        y ^= y << 7 & 0x9D2C_5680
        y ^= y << 15 & 0xEFC6_0000
        return y ^ y >> 18
    }
}
