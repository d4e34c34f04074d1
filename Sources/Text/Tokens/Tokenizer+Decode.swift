extension Tokenizer {
    /// The text of these ids; bytes that are not UTF-8 become U+FFFD, as in Python with `errors="replace"`.
    ///
    /// - Throws: `TextError` naming the id and where it stands, if one is not in the vocabulary.
    public func decode(_ ids: [Int]) throws -> String {
        String(decoding: try decodeBytes(ids), as: UTF8.self)
    }

    /// The text of ids as models give them.
    ///
    /// - Throws: `TextError`, as for whole numbers of another width.
    public func decode(_ ids: [Int32]) throws -> String { try decode(ids.map(Int.init)) }

    /// The bytes of these ids; a character may begin in one token and end in the next.
    ///
    /// - Throws: `TextError` naming the id and where it stands, if one is not in the vocabulary.
    public func decodeBytes(_ ids: [Int]) throws -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(ids.count * 5)
        for (position, id) in ids.enumerated() {
            guard id >= 0, id < vocabularySize else {
                throw outOfRange(id, position: ids.count > 1 ? position : nil)
            }
            result.append(contentsOf: vocabulary[id])
        }
        return result
    }

    /// The bytes that one token stands for.
    ///
    /// - Throws: `TextError` for an id that is not in the vocabulary.
    public func tokenBytes(_ id: Int) throws -> [UInt8] {
        guard id >= 0, id < vocabularySize else { throw outOfRange(id, position: nil) }
        return Array(vocabulary[id])
    }

    /// One token in GPT-2's visible spelling (`Ġthe`), as in `vocab.json`.
    ///
    /// - Throws: `TextError` for an id that is not in the vocabulary.
    public func visibleToken(_ id: Int) throws -> String { ByteAlphabet.visible(try tokenBytes(id)) }

    /// The bytes that a visible spelling (`Ġthe`) stands for; nil if it has a
    /// character that no byte is written as.
    public static func bytes(ofVisible token: String) -> [UInt8]? {
        let map = ByteAlphabet.bytesByScalar
        var bytes: [UInt8] = []
        for scalar in token.unicodeScalars {
            guard scalar.value < map.count, map[Int(scalar.value)] >= 0 else { return nil }
            bytes.append(UInt8(truncatingIfNeeded: map[Int(scalar.value)]))
        }
        return bytes
    }

    /// The id of the one token that is exactly this text, special tokens included; nil if there is none.
    public func id(ofToken text: String) -> Int? {
        if let special = specialTokens[text] { return special }
        return id(ofToken: Array(text.utf8))
    }

    /// The id of the one token that is exactly these bytes.
    public func id(ofToken bytes: [UInt8]) -> Int? { bytes.withUnsafeBufferPointer { vocabulary.id(of: $0) } }

    private func outOfRange(_ id: Int, position: Int?) -> TextError {
        let place = position.map { " at position \($0)" } ?? ""
        return TextError(
            .index,
            "token id \(id)\(place) is not in the vocabulary of \(name): ids are 0 to \(vocabularySize - 1)")
    }
}
