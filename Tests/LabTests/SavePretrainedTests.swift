import Foundation
import GPT
import Lab
import TestSupport
import Testing

/// Folders as transformers writes and reads them.
@Suite struct SavePretrainedTests {
    private static func folder() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("pretrained-\(UUID())").path
    }

    @Test(arguments: ["Model5", "GPT2"], ["\"lecture\"", "\"shared\"", "\"none\""])
    func theSameLogitsComeBack(_ model: String, _ tied: String) throws {
        let folder = Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let lab = try SessionFixture().withLecture()
        _ = try lab.run(
            """
            one = \(model)(n_vocab=300, embed_dim=16, n_blocks=2, n_heads=2, seq_len=16, tied=\(tied))
            one.save_pretrained('\(folder)')
            two = load_model('\(folder)')
            with torch.no_grad(): a, b = one(X).log_softmax(-1), two(X).log_softmax(-1)
            """)
        #expect(try lab.run("print(float((a - b).abs().max()) < 2e-6)") == "True\n")
        _ = try lab.run(
            "from transformers import GPT2Tokenizer; t = GPT2Tokenizer.from_pretrained('\(folder)')")
        #expect(try lab.run("print(t.encode(text[:300]) == tokenizer.encode(text[:300]))") == "True\n")
        // The end of a text is an added token there, as in transformers.
        #expect(try lab.run("print(t.vocab_size, len(t), t.eos_token_id)") == "300 301 300\n")
        #expect(
            try lab.run("print(next_token(two, 'The captain', tokenizer=t).ids.shape)")
                == "torch.Size([10])\n")
    }

    /// What transformers wrote and what is written here are the same numbers under the same names.
    @Test(.enabled(if: Shared.isPresent, Shared.missing)) func theFolderIsWhatTransformersWrites() throws {
        let folder = Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let lab = SessionFixture()
        let theirs = Shared.golden("hf-tiny").path
        _ = try lab.run("load_model('\(theirs)').save_pretrained('\(folder)')")
        let (a, b) = (
            try SafetensorsFile(theirs + "/model.safetensors"),
            try SafetensorsFile(folder + "/model.safetensors")
        )
        #expect(Set(a.names) == Set(b.names))
        for name in a.names {
            #expect(a.shape(of: name) == b.shape(of: name))
            let (x, y) = (try a.tensor(name).elements(Float.self), try b.tensor(name).elements(Float.self))
            #expect(x == y, "\(name)")
        }
        func settings(_ folder: String) throws -> NSDictionary {
            try #require(
                JSONSerialization.jsonObject(
                    with: Data(contentsOf: URL(fileURLWithPath: folder + "/config.json"))) as? NSDictionary)
        }
        let (own, its) = (try settings(folder), try settings(theirs))
        for key in [
            "activation_function", "architectures", "model_type", "n_embd", "n_head", "n_layer",
            "n_positions",
            "tie_word_embeddings", "vocab_size", "layer_norm_epsilon", "resid_pdrop", "scale_attn_weights",
        ] { #expect(own[key] as? NSObject == its[key] as? NSObject, "\(key)") }
    }

    @Test func mistakes() throws {
        let lab = try SessionFixture().withLecture()
        let file = Self.folder()
        defer { try? FileManager.default.removeItem(atPath: file) }
        try Data().write(to: URL(fileURLWithPath: file))
        for (call, part) in [
            ("model.save_pretrained('\(file)')", "is a file"), ("model.save_pretrained('')", "name"),
            ("tokenizer.save_pretrained('\(file)')", "is a file"),
            ("model.save_pretrained('/proc/none/here')", "cannot make the folder"),
        ] { #expect(lab.failure(call).contains(part), "\(call): \(lab.failure(call))") }
    }
}
