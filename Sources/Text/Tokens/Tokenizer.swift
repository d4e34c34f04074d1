import Foundation
import Presentation

/// Byte-pair encoding: text to token ids and back, byte-exact with GPT-2's.
///
/// Text is cut into pieces (words, numbers, punctuation, spaces: see `Pieces`), the bytes of a piece are its
/// first tokens, and the pair with the earliest merge is joined again and again until no pair has a merge.
/// Whatever the bytes are, `decode(encode(text))` is the text.
///
/// Source: Radford et al., *Language Models are Unsupervised Multitask Learners* (2019), section 2.2;
/// Sennrich, Haddow, Birch, *Neural Machine Translation of Rare Words with Subword Units* (2016).
public final class Tokenizer: @unchecked Sendable {
    // Unchecked: everything is constant after `init` but the pool of scratch memory, which has a lock.

    /// The name by which a person knows it: `gpt2`, or what it was trained on.
    public let name: String

    /// Ids run from 0 to `vocabularySize − 1`.
    public var vocabularySize: Int { vocabulary.count }

    /// Tokens that no merge makes, such as `<|endoftext|>`, with their ids.
    public let specialTokens: [String: Int]

    /// The merges in the order in which they were learned: ids of the left part, the right part, the result.
    let merges: [(left: Int32, right: Int32)]
    let vocabulary: Vocabulary
    let table: MergeTable
    let pool = ScratchPool()

    /// The token of each byte; the ids 0 to 255 are single bytes in the order of `ByteAlphabet`.
    let byteIDs = ByteAlphabet.idsByByte

    /// A tokenizer with these merges; merge `k` makes token `256 + k`, special tokens follow.
    ///
    /// - Parameters:
    ///   - merges: pairs of ids, each below the id that the merge makes.
    ///   - specialTokens: their texts, in the order of their ids.
    /// - Throws: `TextError` if a merge names a token that is not made yet, or is there twice.
    public convenience init(
        name: String, merges: [(left: Int32, right: Int32)], specialTokens: [String] = []
    ) throws {
        var vocabulary = Vocabulary(capacity: 256 + merges.count + specialTokens.count)
        for byte in ByteAlphabet.bytesByID { vocabulary.append(CollectionOfOne(byte)) }
        let table = MergeTable(capacity: merges.count)
        guard merges.count + 256 + specialTokens.count < MergeTable.largestID else {
            throw TextError(
                .value,
                "a vocabulary of \(Formatting.grouped(merges.count + 256)) tokens is more than 2,097,151")
        }
        for (rank, merge) in merges.enumerated() {
            let made = Int32(256 + rank)
            guard (0..<made).contains(merge.left), (0..<made).contains(merge.right) else {
                throw TextError(
                    .value,
                    "merge \(rank) joins tokens \(merge.left) "
                        + "and \(merge.right), but only ids 0 to \(made - 1) exist"
                )
            }
            guard table.insert(left: merge.left, right: merge.right, merged: made) else {
                throw TextError(
                    .value,
                    "merge \(rank) joins tokens \(merge.left) and \(merge.right), as an earlier one does")
            }
            vocabulary.append(Array(vocabulary[Int(merge.left)]) + vocabulary[Int(merge.right)])
        }
        var special: [String: Int] = [:]
        for text in specialTokens {
            special[text] = vocabulary.count
            vocabulary.append(Array(text.utf8))
        }
        self.init(name: name, merges: merges, vocabulary: vocabulary, table: table, specialTokens: special)
    }

    init(
        name: String, merges: [(left: Int32, right: Int32)], vocabulary: Vocabulary, table: MergeTable,
        specialTokens: [String: Int]
    ) {
        self.name = name
        self.merges = merges
        self.vocabulary = vocabulary
        self.table = table
        self.specialTokens = specialTokens
    }
}
