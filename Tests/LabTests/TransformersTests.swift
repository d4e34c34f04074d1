import Foundation
import Lab
import Language
import Testing

/// Programs over `transformers` with what Hugging Face's own prints for them, recorded by
/// `scripts/record-torch-cases.py`.
@Suite("Programs print what they print with transformers", .serialized)
struct TransformersTests {
    private static let prelude = """
        import math
        import torch
        import torch.nn as nn
        import torch.nn.functional as F
        import numpy as np
        torch.manual_seed(0);
        """

    @Test(arguments: TorchCase.all("transformers")) func cases(_ one: TorchCase) throws {
        let fixture = SessionFixture()
        let scratch = FileManager.default.temporaryDirectory
            .appendingPathComponent("lagado-case-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        try fixture.session.run(Self.prelude + "\nscratch = '\(scratch.path)'")
        try #require(fixture.output.text.isEmpty)
        var printed = "", failure: ScriptError?
        do {
            try fixture.session.run(one.program, echo: .last)
            printed = fixture.output.text
        } catch { failure = ScriptError(error) }
        #expect(failure?.className == one.error, "\(one.name): \(failure?.message ?? printed)")
        if one.error == nil { #expect(Self.plain(printed) == Self.plain(one.output), "\(one.name)") }
    }

    /// A cell shows its last value in its own layout: lines and blanks do not count.
    private static func plain(_ text: String) -> String { text.filter { !$0.isWhitespace } }

    @Test func tokenizersOfFolders() throws {
        let fixture = SessionFixture()
        let scratch = FileManager.default.temporaryDirectory
            .appendingPathComponent("lagado-case-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let merges = "#version: 0.2\na b\nab c\n"
        let folder = scratch.path
        try Data(merges.utf8).write(to: URL(fileURLWithPath: folder + "/merges.txt"))
        try Data(#"{"a": 64, "ab": 256, "abc": 257, "<|endoftext|>": 258}"#.utf8)
            .write(to: URL(fileURLWithPath: folder + "/vocab.json"))
        try Data(#"{"model_max_length": 32, "pad_token": "<|endoftext|>"}"#.utf8)
            .write(to: URL(fileURLWithPath: folder + "/tokenizer_config.json"))
        let shown = try fixture.run(
            """
            from transformers import AutoTokenizer
            t = AutoTokenizer.from_pretrained('\(folder)', padding_side='left')
            t.encode("abcab"), t.decode([257, 256]), t.pad_token_id, t.model_max_length, \
            t.padding_side, len(t)
            """)
        #expect(Self.plain(shown) == "([257,256],'abcab',258,32,'left',259)")
        try Data(#"{"a": 7}"#.utf8).write(to: URL(fileURLWithPath: folder + "/vocab.json"))
        let message = fixture.failure("AutoTokenizer.from_pretrained('\(folder)')")
        #expect(message.contains("is not of GPT-2's kind"))
    }

    @Test(arguments: [
        ("from transformers import pipeline", "transformers.pipeline is not here"),
        ("import transformers; transformers.Trainer", "the lab's Trainer"),
        ("from transformers import GPT2LMHeadModel; GPT2LMHeadModel.from_pretrained('gpt2')", "git clone"),
        (
            "from transformers import AutoTokenizer; AutoTokenizer.from_pretrained('bert')",
            "no tokenizer 'bert'"
        ),
    ]) func whatIsNotThereSaysSo(line: String, words: String) {
        #expect(SessionFixture().failure(line).contains(words))
    }
}
