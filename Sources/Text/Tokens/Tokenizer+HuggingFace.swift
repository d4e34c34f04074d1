import Disk

extension Tokenizer {
    /// Writes `vocab.json`, `merges.txt` and `tokenizer_config.json` into a folder, as Hugging Face's
    /// `save_pretrained` does for a `GPT2Tokenizer`: it cuts texts into the same ids.
    ///
    /// - Parameters:
    ///   - folder: is there already; files of these names in it are replaced.
    ///   - longest: the context of the model that reads the ids.
    /// - Throws: `FileError`; each file is whole or not there.
    public func savePretrained(_ folder: String, longest: Int = 1024) throws {
        let special = Dictionary(specialTokens.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let words = (0..<vocabularySize).map { id in
            (name: special[id] ?? ByteAlphabet.visible(vocabulary[id]), value: StrictJSON.whole(id))
        }
        try WholeFile.write(Array(StrictJSON.object(words).line.utf8), to: folder + "/vocab.json")
        try WholeFile.write(Array(mergesFile.utf8), to: folder + "/merges.txt")
        let end = specialTokens.keys.sorted().first ?? "<|endoftext|>"
        let configuration = StrictJSON.sorted([
            ("tokenizer_class", .string("GPT2Tokenizer")), ("model_max_length", .whole(longest)),
            ("bos_token", .string(end)), ("eos_token", .string(end)), ("unk_token", .string(end)),
            ("add_prefix_space", .bool(false)), ("clean_up_tokenization_spaces", .bool(false)),
        ])
        try WholeFile.write(
            Array((configuration.laidOut + "\n").utf8), to: folder + "/tokenizer_config.json")
    }
}
