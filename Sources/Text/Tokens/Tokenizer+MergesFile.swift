import Foundation

extension Tokenizer {
    /// GPT-2's tokenizer from the bytes of its `vocab.bpe`: 50,000 merges,
    /// 50,257 ids, `<|endoftext|>` is 50256.
    ///
    /// - Throws: `TextError` for bytes that are not such a file.
    public static func gpt2(mergesFile bytes: [UInt8]) throws -> Tokenizer {
        try Tokenizer(name: "gpt2", mergesFile: bytes, specialTokens: ["<|endoftext|>"])
    }

    /// A tokenizer from the format of GPT-2's `vocab.bpe`: a first line with the version,
    /// then one merge a line, two tokens in their visible spelling (`Ġ t`) with a space between;
    /// `mergesFile` writes the same format.
    ///
    /// - Throws: `TextError` naming the line, if it is not such a file.
    public convenience init(name: String, mergesFile bytes: [UInt8], specialTokens: [String] = []) throws {
        var reader = MergesReader(bytes)
        try reader.read(file: name)
        var special: [String: Int] = [:]
        for text in specialTokens {
            special[text] = reader.vocabulary.count
            reader.vocabulary.append(text.utf8)
        }
        self.init(
            name: name, merges: reader.merges, vocabulary: reader.vocabulary, table: reader.table,
            specialTokens: special)
    }

    /// The merges in the format of GPT-2's `vocab.bpe`, which other libraries read too.
    public var mergesFile: String {
        var text = "#version: 0.2\n"
        for merge in merges {
            text += ByteAlphabet.visible(vocabulary[Int(merge.left)])
            text += " "
            text += ByteAlphabet.visible(vocabulary[Int(merge.right)])
            text += "\n"
        }
        return text
    }
}

/// Reads merges line by line, giving each token its id as it is made.
private struct MergesReader {
    let bytes: [UInt8]
    var vocabulary: Vocabulary
    var merges: [(left: Int32, right: Int32)] = []
    let table: MergeTable

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // A merge takes at least four bytes ("a b\n"); GPT-2's take nine on average.
        let expected = bytes.count / 8 + 256
        vocabulary = Vocabulary(capacity: expected)
        for byte in ByteAlphabet.bytesByID { vocabulary.append(CollectionOfOne(byte)) }
        merges.reserveCapacity(expected)
        table = MergeTable(capacity: max(expected, bytes.count / 4))
    }

    mutating func read(file: String) throws {
        let map = ByteAlphabet.bytesByScalar
        var line = 1
        var at = 0
        let first = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        if bytes.starts(with: Array("#version".utf8)) {
            at = first + 1
            line = 2
        }
        var token: [UInt8] = []
        var split = -1
        token.reserveCapacity(256)
        func broken(_ why: String) -> TextError {
            TextError(
                .value, "line \(line) of the merges of '\(file)' \(why)",
                hint: "A merges file has two tokens a line with one space between, as in GPT-2's vocab.bpe.")
        }
        while at < bytes.count {
            token.removeAll(keepingCapacity: true)
            split = -1
            while at < bytes.count, bytes[at] != UInt8(ascii: "\n") {
                let byte = bytes[at]
                at += 1
                if byte == UInt8(ascii: " ") {
                    if split >= 0 { throw broken("has more than two tokens") }
                    split = token.count
                    continue
                }
                if byte == UInt8(ascii: "\r"), at == bytes.count || bytes[at] == UInt8(ascii: "\n") {
                    continue
                }
                var scalar = Int(byte)
                if byte >= 0xC2 && byte < 0xE0 && at < bytes.count && bytes[at] & 0xC0 == 0x80 {
                    scalar = Int(byte & 0x1F) << 6 | Int(bytes[at] & 0x3F)
                    at += 1
                } else if byte >= 0x80 {
                    throw broken("has a character that no byte is written as")
                }
                guard scalar < map.count, map[scalar] >= 0 else {
                    throw broken("has a character that no byte is written as")
                }
                token.append(UInt8(truncatingIfNeeded: map[scalar]))
            }
            at += 1
            if token.isEmpty && split < 0 {
                line += 1
                continue
            }
            guard split > 0, split < token.count else { throw broken("is not two tokens") }
            let ids: (left: Int?, right: Int?) = token.withUnsafeBufferPointer {
                (
                    vocabulary.id(of: .init(rebasing: $0[..<split])),
                    vocabulary.id(of: .init(rebasing: $0[split...]))
                )
            }
            guard let left = ids.left, let right = ids.right else {
                throw broken("joins a token that no earlier line makes")
            }
            guard vocabulary.count < MergeTable.largestID else {
                throw broken("is one too many: 2,097,151 is the limit")
            }
            guard table.insert(left: Int32(left), right: Int32(right), merged: Int32(vocabulary.count)) else {
                throw broken("repeats an earlier merge")
            }
            merges.append((Int32(left), Int32(right)))
            vocabulary.append(token)
            line += 1
        }
    }
}
