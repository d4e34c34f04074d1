import Lab
import Language
import Presentation
import Testing

/// What a person can ask of `generate`, and what comes back.
@Suite(.serialized)
struct GenerateCommandTests {
    /// Stops the running statement after some pieces of text.
    private final class Stopper: OutputSink {
        let interruption = Interruption()
        var (text, notes, left) = ("", [String](), Int.max)

        func write(_ text: String) {
            self.text += text
            left -= 1
            if left == 0 { interruption.request() }
        }
        func display(_ forms: Forms) {}
        func progress(_ progress: Progress?) {}
        func note(_ text: String) { notes.append(text) }
    }

    private let sink = Stopper()
    private let session: Session

    init() throws {
        session = Session(sink: sink, interruption: sink.interruption)
        try session.run(
            """
            tokenizer = train_tokenizer("the sea and the sky and the ship " * 20, 260)
            model = Model5(n_vocab=260, embed_dim=32, n_blocks=1, n_heads=2, seq_len=16, seed=1)
            """)
        sink.notes = []
    }

    private func error(_ program: String) -> String {
        do {
            try session.run(program)
            return "no error"
        } catch { return session.report(error) }
    }

    @Test func wordsThatAreNoChoiceAreTold() {
        #expect(
            error("generate(model, 'the', 3, weights='int3')").contains(
                "weights is \"float32\", \"bf16\" or \"int8\", not 'int3'. Did you mean 'int8'?"))
        #expect(
            error("model.generate([1], 3, window='x')").contains("window is \"crop\" or \"half\", not 'x'"))
        #expect(
            error("Model5(tied='share')").contains(
                "tied is \"lecture\", \"shared\" or \"none\", not 'share'. Did you mean 'shared'?"))
        #expect(error("generate(model, 'the', 3, weights=8)").contains("TypeError"))
        #expect(error("generate(model, 'the', 10 ** 7)").contains("too many"))
        #expect(error("generate(model, 'the', -1)").contains("must be 0 or more"))
    }

    @Test func everyFormContinuesThePrompt() throws {
        for weights in ["float32", "bf16", "int8"] {
            let text = try session.run("generate(model, 'the sea', 12, seed=3, weights='\(weights)')")
            #expect(text?.text?.hasPrefix("the sea") == true)
        }
        try session.run(
            "a = model.generate([1, 2], 9, temperature=0)\nb = model.generate([1, 2], 9, temperature=0, "
                + "weights='bf16')"
        )
        // Under autocast the rounded weights are still what they are.
        try session.run(
            """
            with torch.autocast("cpu", dtype=torch.bfloat16):
                c = model.generate([1, 2], 9, temperature=0, weights='bf16')
                d = model.generate([1, 2], 9)
            """)
        #expect(try session.run("torch.equal(b, c) and d.shape == b.shape")?.repr() == "True")
        #expect(try session.run("a.shape == b.shape == torch.Size([1, 11])")?.repr() == "True")
    }

    @Test func aTextThatOutgrowsTheContextSaysOnceWhatItCosts() throws {
        try session.run("model.generate([1], 16)")
        #expect(sink.notes == [])
        try session.run("model.generate([1], 30, window='half')")
        #expect(sink.notes == [])
        try session.run("generate(model, 'the', 30)")
        try session.run("generate(model, 'the', 30)")
        #expect(
            sink.notes.count == 1 && sink.notes[0].contains("window=\"half\""),
            "once in a session: \(sink.notes)")
    }

    @Test func whatWasWrittenBeforeControlCIsKept() throws {
        sink.left = 6
        let message = error("generate(model, 'the', 1000, window='half', seed=0)")
        #expect(message.contains("KeyboardInterrupt"))
        #expect(
            sink.notes.count == 1 && sink.notes[0].hasSuffix("of 1,000: _ is the text so far"),
            "\(sink.notes)")
        let kept = try #require(try session.run("_")?.text)
        #expect(kept.hasPrefix("the") && kept.count > 3 && sink.text.contains(kept.prefix(4)))
    }
}
