import Foundation
import Lab
import Language

/// A session with the built-in tale, small enough that everything in it takes no time.
struct SessionFixture {
    let session: Session
    let output = CapturedOutput()

    init(configuration: Session.Configuration = .init()) {
        session = Session(configuration: configuration, sink: output)
        session.keepsUndo = true
    }

    /// Text, tokenizer, sampler, batch, model, optimizer and trainer under the names that examples use.
    static let lecture = """
        text = load("voyage")
        tokenizer = train_tokenizer(text, vocab_size=300)
        tokens = torch.tensor(tokenizer.encode(text))
        train_data, test_data = split(tokens, 0.9)
        sampler = RandomSampler(train_data, batch_size=2, seq_len=16)
        X, Y = sampler.batch()
        model = Model5(n_vocab=tokenizer.vocab_size, embed_dim=16, n_blocks=2, n_heads=2, seq_len=32)
        optimizer = AdamW(model.parameters(), lr=0.001)
        trainer = Trainer(model, optimizer, sampler, test=RandomSampler(test_data, 2, 16), eval_every=10)
        """

    func withLecture() throws -> SessionFixture {
        try session.run(SessionFixture.lecture)
        return self
    }

    /// Runs a cell; gives what it wrote, and behind it the text of tables that it showed.
    @discardableResult
    func run(_ source: String) throws -> String {
        let (before, shown) = (output.text.count, output.displayed.count)
        try session.run(source, echo: .all)
        let tables = output.displayed.dropFirst(shown).filter {
            [[.html], [.html, .svg]].contains($0.types)
        }
        return output.text.dropFirst(before) + tables.compactMap { $0.text() }.joined()
    }

    /// Runs a cell that has to fail.
    func failure(_ source: String) -> String {
        do {
            try session.run(source, echo: .all)
            return ""
        } catch {
            return ErrorReport(ScriptError(error)).message
        }
    }
}
