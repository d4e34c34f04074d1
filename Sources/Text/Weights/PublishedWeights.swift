/// The weights of a GPT-2 that were published, and how one knows that they are these.
public struct PublishedWeights: Equatable, Sendable {
    /// What to type: `gpt2`.
    public let name: String
    /// Blocks, width and heads.
    public let blocks: Int, width: Int, heads: Int
    /// Bytes of `model.safetensors`, where they are known beforehand.
    public let length: Int?
    /// Its SHA-256, where it is known beforehand.
    public let sha256: String?

    /// Where a model's files are on the server of Hugging Face, its publisher's name before its own.
    public var repository: String { "openai-community/\(name)" }

    /// All that can be asked for by name, smallest first.
    public static let all = [
        PublishedWeights(
            name: "gpt2", blocks: 12, width: 768, heads: 12, length: 548_105_171,
            sha256: "248dfc3911869ec493c76e65bf2fcf7f615828b0254c12b473182f0f81d3a707"),
        PublishedWeights(
            name: "gpt2-medium", blocks: 24, width: 1024, heads: 16, length: nil, sha256: nil),
        PublishedWeights(name: "gpt2-large", blocks: 36, width: 1280, heads: 20, length: nil, sha256: nil),
        PublishedWeights(name: "gpt2-xl", blocks: 48, width: 1600, heads: 25, length: nil, sha256: nil),
    ]

    /// The weights of this name, with or without their publisher's.
    public static func named(_ name: String) -> PublishedWeights? {
        all.first { $0.name == name || $0.repository == name }
    }

    /// Weights that are known by name, with what is known of their file.
    public init(name: String, blocks: Int, width: Int, heads: Int, length: Int?, sha256: String?) {
        (self.name, self.blocks, self.width, self.heads) = (name, blocks, width, heads)
        (self.length, self.sha256) = (length, sha256)
    }
}
