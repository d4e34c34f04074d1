import Lab
import Testing

/// `next_token`, `heads`, `hist`, `explain`, `perplexity`.
@Suite struct LookCommandTests {
    /// A model as nanoGPT has it: scores of the last place alone where no targets are given, dropout.
    static let own = """
        class Own(nn.Module):
            def __init__(self):
                super().__init__()
                self.block_size = 16
                self.wte = nn.Embedding(300, 8)
                self.drop = nn.Dropout(0.5)
                self.body = nn.Linear(8, 8)
                self.head = nn.Linear(8, 300)
            def forward(self, idx, targets=None):
                x = self.head(self.body(self.drop(self.wte(idx))))
                if targets is None:
                    return x[:, [-1]], None
                return x, F.cross_entropy(x.view(-1, 300), targets.view(-1))
        own = Own()
        own.train()

        """

    @Test func nextTokens() throws {
        let fixture = try SessionFixture().withLecture()
        try fixture.run(Self.own)
        for line in [
            "torch.allclose(next_token(model, 'the sea', k=4).probabilities, "
                + "model(encode('the sea')[None])[0, -1].exp().topk(4).values)",
            "next_token(model, X[0], k=3).ids.tolist() == model(X[:1])[0, -1].topk(3).indices.tolist()",
            "torch.allclose(next_token(model, 'a').distribution.sum(), torch.tensor(1.))",
            "torch.allclose(next_token(model, 'a', k=300).logits.softmax(-1), "
                + "next_token(model, 'a', k=300).probabilities)",
            "len(next_token(model, tokens[:100])) == 10", "next_token(own, 'the', k=2).ids.shape == (2,)",
            "next_token(own, 'the').ids.tolist() == next_token(own, 'the').ids.tolist() and own.training",
            "next_token(model, 'a', k=1).pieces[0] == tokenizer.decode(next_token(model, 'a', k=1).ids)",
        ] {
            #expect(try fixture.run(line) == "True\n", "\(line)")
        }
        let shown = try fixture.run("next_token(model, tokens[:100], k=2)")
        #expect(shown.contains("the model reads 32 tokens: the last of the prompt's 100"))
        #expect(shown.contains("  token "))
        for line in shown.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }

    @Test func headsOfABlock() throws {
        let fixture = try SessionFixture().withLecture()
        let shown = try fixture.run("h = heads(model.trace(X), layer=1, n=6)\nh")
        #expect(shown.contains("Heads of block 1, means over 16 tokens"))
        #expect(shown.contains("head 0") && shown.contains("head 1"))
        for line in shown.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        for line in [
            "torch.equal(h.patterns, model.trace(X)['blocks.1.attn.pattern'][0])",
            "p = h.patterns.double()\nabs(h.entropies[1] + (p[1] * "
                + "p[1].clamp(min=1e-45).log()).sum().item() / 16) < 1e-5",
            "abs(h.distances[0] - (p[0] * (torch.arange(16)[:, None] - "
                + "torch.arange(16))).sum().item() / 16) < 1e-5",
        ] {
            #expect(try fixture.run(line).hasSuffix("True\n"), "\(line)")
        }
    }

    @Test func distributions() throws {
        let fixture = try SessionFixture().withLecture()
        #expect(
            try fixture.run("hist(torch.tensor([1., 1., 2., float('nan'), float('inf'), 0.]), bins=2)")
                .hasPrefix(
                    """
                    Distribution
                      numbers     6, [6] float32
                      mean        1
                      deviation   0.8165
                      min         0
                      max         2
                      not finite  1 NaN, 1 infinite
                      zero        1

                    """))
        for line in [
            "hist([3, 1, 2], bins=2).counts == [1, 2]", "hist([3, 1, 2], bins=2).edges == [1.0, 2.0, 3.0]",
            "w = model.wte.weight\nabs(hist(w).std - w.std().item()) < 1e-6 and "
                + "abs(hist(w).mean - w.mean().item()) < 1e-6",
            "sum(hist(model.wte.weight, bins=7).counts) == model.wte.weight.numel()",
            "hist(X > 3).max == 1.0",
            "hist(torch.full((3,), float('nan'))).nan == 3", "hist(np.arange(5)).max == 4.0",
            "hist(torch.tensor(2.)).min == 2.0",
        ] {
            #expect(try fixture.run(line).hasSuffix("True\n"), "\(line)")
        }
        let forms = try #require(fixture.output.displayed.last)
        _ = forms
        try fixture.run("hist([1, 2])")
        #expect(fixture.output.displayed.last?.types == [.html, .svg])
    }

    @Test func lossesExplained() throws {
        let fixture = try SessionFixture().withLecture()
        try fixture.run(Self.own)
        let shown = try fixture.run("e = explain(model, X, Y, tokens)\ne")
        #expect(shown.hasPrefix("The loss is ") && shown.contains("counted in 17,227 tokens, Witten–Bell"))
        for line in shown.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        for line in [
            "abs(e.loss - model.loss(X, Y).item()) < 1e-5 and e.losses.shape == X.shape",
            "abs(e.uniform - math.log(300)) < 1e-12 and e.bigram < e.unigram < e.uniform",
            "torch.allclose(e.losses, F.nll_loss(model(X).view(-1, 300), Y.view(-1), "
                + "reduction='none').view_as(X), atol=1e-5)",
            "abs(explain(own, X, Y).loss - own.eval()(X, Y)[1].item()) < 1e-5",
            "explain(model, X[0], Y[0], text).losses.shape == (1, 16)",
            "isinstance(explain(model, X, Y).verdict, str)",
        ] {
            #expect(try fixture.run(line) == "True\n", "\(line)")
        }
    }

    @Test func perplexityOfAText() throws {
        let fixture = try SessionFixture().withLecture()
        try fixture.run(Self.own)
        let shown = try fixture.run("p = perplexity(model, test_data[:97])\np")
        #expect(shown.contains("3 windows of 32 tokens, side by side"))
        for line in [
            "abs(p.loss - model.loss(test_data[:96].view(3, 32), test_data[1:97].view(3, 32)).item()) < 1e-5",
            "p.tokens == 96 and p.windows == 3 and abs(p.perplexity - math.exp(p.loss)) < 1e-9",
            "perplexity(own, test_data[:40]).windows == 3",
            "perplexity(model, 'the sea and the ship').tokens > 5",
            "perplexity(model, test_data[:97], stride=8).loss != p.loss",
        ] {
            #expect(try fixture.run(line) == "True\n", "\(line)")
        }
        #expect(try fixture.run("%cost perplexity(model, test_data)").contains("passes"))
    }

    @Test(arguments: [
        ("next_token(model, '')", "at least one token"), ("next_token(model, [999])", "0 to 299"),
        ("next_token(model, 'a', k=0)", "between 1 and 300"), ("next_token(nn.Module(), 'a')", "forward"),
        ("heads(model.trace(X), layer=7)", "blocks 0 to 1, not 7"),
        ("heads(model.trace(X), n=0)", "at least 1"),
        ("heads(trace(Own(), X))", "of a Model5 or GPT2"), ("hist([])", "is empty"),
        ("hist('a')", "hist draws numbers"),
        ("hist([1], bins=0)", "between 1 and 10,000"), ("explain(model, X, Y[:, :2])", "same shape"),
        ("explain(model, X.float(), Y.float())", "reads token ids"),
        ("explain(model, X + 1000, Y)", "0 to 299"),
        ("explain(model, X, Y, [3])", "nothing can be counted"),
        ("explain(model, X[:0], Y[:0])", "as [B, T]"),
        ("perplexity(model, [3])", "at least two tokens"), ("perplexity(model, [3, 999])", "0 to 299"),
        ("perplexity(model, tokens, seq_len=33)", "longer than the model's context of 32"),
        ("perplexity(model, tokens, stride=0)", "stride must lie between 1 and seq_len=32"),
    ])
    func whatIsWrongIsSaid(line: String, words: String) throws {
        let fixture = try SessionFixture().withLecture()
        try fixture.run(Self.own)
        let failure = fixture.failure(line)
        #expect(failure.contains(words), "\(line): \(failure)")
    }
}
