import Foundation
import Testing

/// `%cost`: what is known of a line before it runs.
@Suite(.serialized) struct CostTests {
    static let known: [(String, [String])] = [
        ("trainer.run(501)", ["steps", "501, about", "operations", "tokens"]),
        ("run = trainer.run(n)", ["steps", "3, about"]),
        ("trainer.run(2 * n + 1)", ["7, about"]), ("trainer.step()", ["1, about"]), ("trainer", ["1, about"]),
        ("model", ["MFLOP"]),
        ("model(X)", ["result", "[2, 16, 300]"]), ("model.loss(X, Y)", ["result", "[]"]),
        ("log_probs = model(X)", ["[2, 16, 300]"]),
        ("generate(model, 'The', 10)", ["10 more after"]),
        ("generate(model, 'The', 100)", ["past the context", "each a pass over 32 tokens"]),
        ("model.generate(X[0], 5)", ["5 more after 16"]),
        ("Model5()", ["parameters", "parameters", "a step"]), ("GPT2(n_blocks=2)", ["parameters"]),
        ("A @ B", ["result", "[30, 50]", "60,000 FLOP"]), ("torch.matmul(A, B)", ["[30, 50]"]),
        ("A.T @ A", ["[20, 20]"]), ("A + A * 2", ["[30, 20]"]),
        ("A.softmax(-1) @ B", ["[30, 50]"]), ("nn.Linear", []), ("layer(A)", ["[30, 7]"]),
        ("layer(torch.ones(5, 20))", ["[5, 7]"]),
        ("generate(model, 'a', 9223372036854775807, window='half')", ["more after"]),
        ("F.softmax(A, dim=-1)", ["[30, 20]"]), ("A.sum(dim=0)", ["[20]", "600 FLOP"]),
        ("A.mean(-1, keepdim=True)", ["[30, 1]"]), ("A.var(0, False, True)", ["[1, 20]"]),
        ("torch.amax(A)", ["[]"]),
        ("torch.atan2(A, B.T[0])", ["[30, 20]"]), ("A.add(torch.ones(7, 1, 1))", ["[7, 30, 20]"]),
        ("A.asin_()", ["[30, 20]"]), ("np.exp(A)", ["[30, 20]"]), ("np.sum(A, axis=1)", ["[30]"]),
        ("Model5()(X)", ["result", "[2, 16, 50257]", "parameters"]),
        ("Model5(n_vocab=300, embed_dim=8, n_heads=2).loss(X, Y)", ["result", "[]"]),
        ("Model5()(torch.randint(0, 300, (16, 256)))", ["[16, 256, 50257]"]),
        ("GPT2()(torch.zeros(2, 100, dtype=torch.int64))", ["[2, 100, 50257]"]),
        ("generate(GPT2(), 'The', 10)", ["10 more after", "parameters"]),
        ("generate(model, text[:20], n=10)", ["10 more after"]),
        ("model.generate(X[0, :4], 3)", ["3 more after 4"]), ("model(X[:1, 3:9])", ["[1, 6, 300]"]),
        ("F.silu(A)", ["[30, 20]"]), ("A.cumsum(0)", ["[30, 20]"]), ("net(A)", ["its 1 Linear layer"]),
    ]

    @Test(arguments: known) func aLineIsEstimated(line: String, words: [String]) throws {
        let fixture = try SessionFixture().withLecture()
        try fixture.run(
            """
            n = 3; A = torch.ones(30, 20); B = torch.ones(20, 50); layer = nn.Linear(20, 7)
            class Net(nn.Module):
                def __init__(self):
                    super().__init__()
                    self.inner = nn.Linear(20, 20)
                def forward(self, x): return self.inner(x)

            net = Net()
            """)
        let text = try fixture.run("%cost \(line)")
        for word in words + ["seconds", "memory"] { #expect(text.contains(word), "\(text)") }
        #expect(try fixture.run("trainer.steps") == "0\n")
    }

    static let unknown = [
        ("foo(3)", "name 'foo' is not defined"), ("modle(X)", "Did you mean 'model'?"),
        ("print(3)", "the cost of 'print(3)' is not known beforehand"),
        ("X.foo()", "is not known beforehand"), ("A @ A", "cannot be multiplied: 20 columns and 30 rows"),
        ("", "%cost wants something after it"),
        ("for i in x: pass", "is not known beforehand"), ("trainer.run('a')", "is not known"),
        ("Model5(embed_dim=7, n_heads=2)", "not divisible"),
        ("trainer.run(10**400)", "Error"), ("x = ", "not known"),
    ]

    @Test(arguments: unknown) func whatIsNotKnownIsSaid(line: String, message: String) throws {
        let fixture = try SessionFixture().withLecture()
        try fixture.run("A = torch.ones(30, 20)")
        let text = fixture.failure("%cost \(line)")
        #expect(text.contains(message), "\(text)")
    }

    /// The seconds of one step are those of each step, in both precisions; nothing was measured.
    @Test(arguments: ["float32", "bf16"]) func theSecondsAreThoseOfThePrecision(precision: String) throws {
        let fixture = try SessionFixture().withLecture()
        try fixture.run("trainer = Trainer(model, optimizer, sampler, precision='\(precision)')")
        let text = try fixture.run("%cost trainer.step()")
        let line = try #require(text.split(separator: "\n").first { $0.contains("seconds") })
        let seconds = try #require(line.range(of: "about ")).upperBound
        #expect(
            text.contains("1, about \(line[seconds...].trimmingCharacters(in: .whitespaces)) each"), "\(text)"
        )
    }

    @Test func measuredStepsAreBetterThanEstimates() throws {
        let fixture = try SessionFixture().withLecture()
        // One step alone has also made what later ones find ready.
        try fixture.run("trainer.run(1)")
        #expect(try fixture.run("%cost trainer.run(100)").contains("from one cold step"))
        try fixture.run("trainer.run(1)")
        let warm = try fixture.run("%cost trainer.run(100)")
        #expect(warm.contains("as measured"))
        // What going back keeps is a part of what a run takes.
        #expect(warm.contains("of it for %undo and back"), "\(warm)")
        #expect(try fixture.run("cost(trainer)").contains("as measured"))
        #expect(try fixture.run("cost(model)").contains("estimated"))
    }
}
