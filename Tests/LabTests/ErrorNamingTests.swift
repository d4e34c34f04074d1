import Language
import Testing

/// Errors in the person's own words: names of operands and axes, and one thing to try that works.
@Suite(.serialized) struct ErrorNamingTests {
    /// A line that fails, and what its error says.
    static let cases: [(String, [String])] = [
        (
            "loss_function(out, Y)",
            ["out [B=2, T=16, V=300]     Y [B=2, T=16]", "try: loss_function(out.view(-1, 300), Y.view(-1))"]
        ),
        ("nll_loss(out, Y[0])", ["out [B=2, T=16, V=300]     Y[0] [N=16]"]),
        (
            "nll_loss(X, Y)",
            ["wants log_probs that a model gave, these are int64", "try: nll_loss(model(X), Y)"]
        ),
        ("X @ Y", ["X [B=2, T=16] @ Y [B=2, T=16]", "X @ Y.transpose(-2, -1)"]),
        ("model(X[0])", ["try: model(X[0].unsqueeze(0)) or model(X[0][None])"]),
        ("shift(X, Y[:1])", ["X [B=2, T=16]     Y[:1] [B=1, T=16]"]),
        ("sampler.batch(sed=1)", ["Did you mean 'seed'?    batch(seed=None, at=None)"]),
        ("sampler.batch(at=10**9)", ["try: X, Y = sampler.batch()"]),
        ("Model5(n_layers=3)", ["Did you mean 'n_blocks'?"]),
        ("generate(model)", ["try: generate(model, \"The man-mountain\", 20, seed=0)"]),
        ("generate(model, 'a', max_new_tokens=3)", ["Did you mean 'n'?"]),
        ("RandomSampler(text)", ["try: sampler = RandomSampler(train_data, batch_size=4, seq_len=32)"]),
        ("params(X)", ["try: params(model)"]), ("trainer.run('10')", ["try: run = trainer.run(3)"]),
        ("load('guliver')", ["Did you mean 'gulliver'?", "try: load(\"gulliver\")"]),
        ("split(text)", ["try: train_data, test_data = split(tokens, 0.9)"]),
        ("split(tokens, 0.9, holdout='end')", ["Did you mean 'tail'?"]),
        ("X.view(7, 7)", ["view keeps the number of elements; this tensor is [B=2, T=16]"]),
        ("def f(q):\n    return q @ q\n\nf(X)", ["q [2, 16] @ q [2, 16]"]),
    ]

    @Test(arguments: cases) func anErrorSpeaksOfWhatWasTyped(line: String, words: [String]) throws {
        let fixture = try SessionFixture().withLecture()
        try fixture.run("loss_function = nn.NLLLoss(); out = model(X)")
        let text = fixture.failure(line)
        for word in words { #expect(text.contains(word), "\(text)") }
    }

    /// A suggestion is a line that runs.
    @Test(arguments: cases) func whatIsSuggestedWorks(line: String, words: [String]) throws {
        let fixture = try SessionFixture().withLecture()
        try fixture.run("loss_function = nn.NLLLoss(); out = model(X)")
        let text = fixture.failure(line)
        guard let hint = text.components(separatedBy: "  try: ").last, hint != text, !line.hasPrefix("load"),
            !line.hasPrefix("def")
        else { return }
        let code = hint.components(separatedBy: ": ").last?.components(separatedBy: " or ").first ?? hint
        #expect(fixture.failure(code) == "", "\(hint)")
    }

    /// What a library is written in is no place to look for a mistake, its generators neither.
    @Test func anErrorInALibrarysGeneratorHasThePlaceOfTheCall() {
        let line = "torch.utils.data.StackDataset([1], [2], 0)"
        #expect(throws: (any Error).self) {
            do { try SessionFixture().session.run(line) } catch {
                let failure = ScriptError(error)
                #expect(failure.range?.lower == 0, "\(failure.message)")
                throw failure
            }
        }
    }
}
