import Foundation
import Lab
import Language
import Testing

/// `%step` and `%ops`: a line from inside.
@Suite(.serialized) struct StepTests {
    /// A person at the stops: what is answered to each, and what was asked.
    private final class Person {
        var answers: [Session.Answer]
        var prompts: [String] = []

        init(_ answers: [Session.Answer]) { self.answers = answers }

        func answer(_ prompt: String) -> Session.Answer {
            prompts.append(prompt)
            return answers.isEmpty ? .line("") : answers.removeFirst()
        }
    }

    private static let net = """
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.fc1 = nn.Linear(2, 3)
                self.fc2 = nn.Linear(3, 1)
            def forward(self, x):
                h = torch.relu(self.fc1(x) * 2)
                return self.fc2(h)
        torch.manual_seed(0)
        net = Net()
        x = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
        """

    private func fixture(_ program: String = StepTests.net) throws -> SessionFixture {
        let fixture = SessionFixture()
        try fixture.session.run(program)
        return fixture
    }

    private func asked(_ fixture: SessionFixture, _ answers: String...) -> Person {
        let person = Person(answers.map { .line($0) })
        fixture.session.ask = { person.answer($0) }
        return person
    }

    /// Times are what they are; everything else is compared.
    private func timeless(_ text: String) -> String {
        text.replacingOccurrences(of: "took [0-9.]+ (µs|ms|s)", with: "took T", options: .regularExpression)
    }

    private func headings(_ text: String) -> [String] {
        text.split(separator: "\n").filter {
            $0.hasPrefix("[") && $0.contains("] ") && !$0.contains("tensor(")
        }.map {
            String($0.drop { $0 != " " }.dropFirst())
        }
    }

    // MARK: Forward

    @Test func aModelWrittenAsAClassIsPrintedFromInside() throws {
        let text = timeless(try fixture().run("%step y = net(x)"))
        #expect(
            text.hasPrefix(
                "[1] fc1   Linear\n  y = x·Wᵀ + b, W [out, in]\n  in   x [2, 2] float32, 16 bytes\n"
                    + "  out  [2, 3] float32, 24 bytes, took T\n       min "), "\(text)")
        #expect(
            headings(text) == ["fc1   Linear", "h   in Net", "fc2   Linear   = the result of net"], "\(text)")
        #expect(text.contains("\n  torch.relu(self.fc1(x) * 2)\n  in   fc1 [2, 3] float32"), "\(text)")
    }

    @Test func theLineDefinesWhatItDefines() throws {
        let fixture = try fixture()
        try fixture.run("%step y = net(x)")
        #expect(try fixture.run("torch.equal(y, net(x)), y.requires_grad") == "(True, True)\n")
        #expect(try fixture.run("%step net(x);").contains("fc2"))
        #expect(try fixture.run("%step net(x).shape").hasSuffix("\ntorch.Size([2, 1])\n"))
    }

    @Test func everyNamedActivationOfABuiltInModel() throws {
        let fixture = try SessionFixture().withLecture()
        let text = try fixture.run("%step log_probs = model(X)")
        let names = headings(text).map { String($0.prefix { $0 != " " }) }
        let traced = try fixture.run("print('\\n'.join(model.trace(X).names))").split(separator: "\n").map(
            String.init)
        #expect(traced.filter { !names.contains($0) && !text.contains("= \($0)") } == [])
        #expect(text.contains("[B=2, H=2, T=16, T=16] float32"))
        #expect(text.contains("pattern   in CausalSelfAttention\n  softmax of scores, the future left out"))
        // What is shown is what trace() has.
        #expect(try fixture.run("torch.allclose(log_probs, model.trace(X)['log_probs'])") == "True\n")
    }

    /// A picture keeps its blanks, names are whole, and axes are what they are, also where two have one size.
    @Test func picturesNamesAndAxesAreWhole() throws {
        let fixture = try SessionFixture().withLecture()
        let text = try fixture.run("%step trainer.step()")
        #expect(text.contains("\n          X reads"), "\(text)")
        #expect(text.contains("[3E=48, E=16]") && text.contains("[4E=64]"), "\(text)")
        let loss = try fixture.run("loss = model.loss(X, Y)\n%step loss.backward()")
        #expect(loss.contains("to layernorm_final.weight.grad") && loss.contains("to final_head.weight.grad"))
        #expect(!loss.split(separator: "\n").contains { $0.contains("arrives at") && $0.contains("…") })
        // B·T rows are as many as the model has places.
        #expect(loss.contains("[32, E=16]"), "\(loss)")
        for line in loss.split(separator: "\n") where !line.contains("[") { #expect(line.count <= 80) }
        let square = try fixture.run("%step model(X[:, :8])")
        let q = square.components(separatedBy: "blocks.0.attn.q   in").last ?? ""
        #expect(q.contains("out  [B=2, H=2, T=8, E/H=8]"), "\(q.prefix(600))")
    }

    @Test func aBlockIsCalled() throws {
        let lab = try SessionFixture().withLecture()
        #expect(
            try lab.run(
                """
                t = model.trace(X)
                a = model.blocks[0](t['embed']); b = model.blocks[0].attn(t['blocks.0.layernorm_1'])
                for x, name in [(a, 'resid_post'), (b, 'attn_out')]:
                    print((x - t['blocks.0.' + name]).abs().max().item() < 1e-5)
                """) == "True\nTrue\n")
        let message = lab.failure("model.blocks[0](X)")
        #expect(message.contains("Block wants the residual stream [B, T, E=16]"), "\(message)")
    }

    @Test func modulesCalledTwiceAreNumberedAndHooksRun() throws {
        let fixture = try fixture(
            """
            class Twice(nn.Module):
                def __init__(self):
                    super().__init__()
                    self.layers = nn.Sequential(nn.Linear(2, 2), nn.ReLU())
                def forward(self, x):
                    for _ in range(2): x = self.layers(x)
                    return x
            net = Twice()
            calls = []
            handle = net.layers[0].register_forward_hook(lambda m, i, o: calls.append(o.shape))
            """)
        let text = try fixture.run("%step y = net(torch.ones(1, 2))")
        let names = headings(text).map { String($0.prefix { $0 != " " }) }
        #expect(
            names == ["ones", "layers.0", "layers.1", "layers", "layers.0#2", "layers.1#2", "layers#2"],
            "\(names)")
        #expect(try fixture.run("len(calls)") == "2\n")
    }

    @Test func linesWithoutModules() throws {
        let fixture = try fixture(
            "w = torch.tensor([[1.0], [2.0]]); b = torch.tensor(0.5); x = torch.ones(3, 2)")
        let text = timeless(try fixture.run("%step y = x @ w + b"))
        #expect(headings(text) == ["@   operation", "y   +   operation"], "\(text)")
        #expect(
            text.contains("out  [3, 1] float32, 12 bytes, took T\n       min 3   mean 3   max 3\n"), "\(text)"
        )
        #expect(try fixture.run("%step 1 + 2") == "3\n")
        #expect(fixture.output.notes.last == "nothing to stop at: the line computes with no tensor")
        let odd = try fixture.run(
            "%step z = torch.tensor([float('nan'), 1.0, float('inf')]) > 0; torch.zeros(0, 3); z")
        #expect(odd.contains("min 1   mean 1   max 1   1 nan   1 infinite"), "\(odd)")
        #expect(odd.contains("2 of 3 are True") && odd.contains("       empty\n"), "\(odd)")
    }

    @Test func aNumberOfGradientsAndPartsOfAStep() throws {
        let fixture = try fixture()
        try fixture.run("loss = (net(x) ** 2).mean()")
        let text = try fixture.run("%step loss.backward()")
        #expect(
            headings(text) == [
                "backward of mean   MeanBackward0", "backward of pow   PowBackward0",
                "backward of linear   AddmmBackward0",
                "backward of relu   ReluBackward0", "backward of mul   MulBackward0",
                "backward of linear   AddmmBackward0",
            ], "\(text)")
        #expect(
            text.contains("arrives at loss ") && text.contains("to fc1.weight.grad ")
                && text.contains("at fc2's result"), "\(text)")
        let lecture = try SessionFixture().withLecture()
        let step = try lecture.run("%step trainer.step()")
        for part in [
            "sample   part 1 of 5", "forward   part 2 of 5", "loss   part 3 of 5", "backward   part 4 of 5",
            "update   part 5 of 5",
        ] {
            #expect(step.contains("] \(part) of step 1\n"), "\(part)")
        }
        #expect(
            step.contains("X and Y are [B=2, T=16] token ids\n")
                && step.contains("the norm of all together is "))
        #expect(step.contains(" moved, by "))
    }

    // MARK: Nothing changes

    @Test func steppingChangesNoDigit() throws {
        let program = """
            torch.manual_seed(3)
            model = Model5(n_vocab=300, embed_dim=16, n_blocks=2, n_heads=2, seq_len=32)
            sampler = RandomSampler(train_data, batch_size=2, seq_len=16)
            trainer = Trainer(model, AdamW(model.parameters(), lr=0.01), sampler, accumulate=2)
            """
        let fixture = try SessionFixture().withLecture()
        for mode in ["", "%step ", "%ops "] {
            try fixture.run(program)
            try fixture.run("\(mode)log_probs = model(X)")
            try fixture.run("loss = F.nll_loss(log_probs.view(-1, 300), Y.view(-1))")
            try fixture.run("\(mode)loss.backward()")
            try fixture.run("grads = [p.grad.clone() for p in model.parameters()]")
            try fixture.run("\(mode)trainer.step()")
            try fixture.run("\(mode)trainer.step()")
            try fixture.run("with torch.no_grad():\n    \(mode)quiet = model(X)")
            try fixture.run(
                "state = [log_probs.detach(), loss.detach(), quiet, torch.rand(3)] + grads + "
                    + "[p.detach().clone() for p in model.parameters()]"
            )
            if mode.isEmpty { try fixture.run("plain = state") }
            #expect(
                try fixture.run("all(torch.equal(a, b) for a, b in zip(plain, state)), len(state)")
                    == "(True, 62)\n", "\(mode)")
        }
    }

    @Test func lookingChangesNothing() throws {
        let fixture = try fixture(
            "torch.manual_seed(1); first = torch.rand(2); torch.manual_seed(1); a = torch.zeros(2)")
        _ = asked(
            fixture, "torch.rand(100)", "b.add_(5)", "b", "a = 7", "%undo", "b +", "nope", "b.sum() + a.sum()"
        )
        let text = try fixture.run("%step b = a + 1")
        #expect(text.contains("\ntensor([6., 6.])\n"), "\(text)")
        #expect(text.contains("b   [E=2] float32") || text.contains("b   [2] float32"), "\(text)")
        #expect(text.contains("SyntaxError: at a stop one looks and changes nothing"), "\(text)")
        #expect(text.contains("NameError: name 'nope' is not defined"), "\(text)")
        #expect(text.contains("\ntensor(2.)\n"), "\(text)")
        #expect(
            try fixture.run("a.sum(), b.sum(), torch.equal(torch.rand(2), first)")
                == "(tensor(0.), tensor(2.), True)\n")
    }

    // MARK: At the stops

    @Test func intoOneAttentionHeadAndOut() throws {
        let fixture = try SessionFixture().withLecture()
        let person = asked(
            fixture, "", "into", "", "", "into", "", "", "", "", "pattern[0, 1].sum(-1)[:2]",
            "blocks.0.attn.q.shape", "out", "out", "")
        let text = try fixture.run("%step log_probs = model(X)")
        #expect(
            person.prompts.prefix(14) == [
                "step> ", "step> ", "blocks.0 step> ", "blocks.0 step> ", "blocks.0 step> ",
                "blocks.0.attn step> ", "blocks.0.attn step> ",
                "blocks.0.attn step> ", "blocks.0.attn step> ", "blocks.0.attn step> ",
                "blocks.0.attn step> ", "blocks.0.attn step> ",
                "blocks.0 step> ", "step> ",
            ], "\(person.prompts)")
        #expect(text.contains("\ntensor([1., 1.])\n") || text.contains("tensor([1.0000, 1.0000])"), "\(text)")
        #expect(text.contains("\ntorch.Size([2, 2, 16, 8])\n"), "\(text)")
        #expect(
            headings(text).map { String($0.prefix { $0 != " " }) } == [
                "embed", "blocks.0", "blocks.0.resid_pre", "blocks.0.layernorm_1", "blocks.0.attn",
                "blocks.0.attn.q", "blocks.0.attn.k",
                "blocks.0.attn.v", "blocks.0.attn.scores", "blocks.0.attn.pattern", "blocks.0.resid_mid",
                "blocks.1", "layernorm_final",
                "logits", "log_probs",
            ], "\(headings(text))")
        #expect(
            fixture.output.notes.contains(
                "Enter goes on, into and out change the depth, a name looks, stop runs the rest, help"))
    }

    @Test func stopRunsTheRest() throws {
        let fixture = try fixture()
        let person = asked(fixture, "stop")
        let text = try fixture.run("%step y = net(x)")
        #expect(headings(text) == ["fc1   Linear"] && person.prompts == ["step> "])
        #expect(
            fixture.output.notes.last
                == "the rest of the line has run without stopping; everything that it computed is there")
        #expect(try fixture.run("torch.equal(y, net(x))") == "True\n")
        // A second line stops again.
        _ = asked(fixture, "into", "out", "help")
        #expect(headings(try fixture.run("%step y = net(x)")) == ["fc1   Linear", "net   Net   = y"])
    }

    @Test func outRunsTheRestOfTheModel() throws {
        let fixture = try fixture()
        _ = asked(fixture, "out")
        let text = try fixture.run("%step y = net(x)")
        #expect(headings(text) == ["fc1   Linear", "net   Net   = y"], "\(text)")
        #expect(text.contains("\n  returns self.fc2(h)\n"), "\(text)")
    }

    @Test func controlCAtAStopEndsTheLine() throws {
        let fixture = try fixture("a = torch.ones(2)")
        let person = Person([.interrupted])
        fixture.session.ask = { person.answer($0) }
        #expect(fixture.failure("%step b = (a + 1).sum() * 2").hasPrefix("KeyboardInterrupt"))
        #expect(fixture.failure("b").hasPrefix("NameError"))
        person.answers = [.end]
        try fixture.run("%step b = (a + 1).sum() * 2")
        #expect(try fixture.run("b") == "tensor(8.)\n")
        #expect(person.prompts.count == 2)
    }

    @Test func aStepIsFinishedAfterStop() throws {
        let fixture = try SessionFixture().withLecture()
        _ = asked(fixture, "", "into", "", "out", "stop")
        let text = try fixture.run("%step trainer.step()")
        #expect(
            text.contains("] embed\n") && text.contains("] blocks.0   Block\n")
                && !text.contains("part 4 of 5"), "\(text)")
        #expect(try fixture.run("trainer.steps") == "1\n")
    }

    // MARK: Mistakes

    @Test func mistakes() throws {
        let fixture = try fixture()
        #expect(
            fixture.failure("%step")
                == "SyntaxError: %step wants something after it\n  try: %step log_probs = model(X)")
        #expect(
            fixture.failure("%ops --all")
                == "SyntaxError: %ops wants something after it\n  try: %ops model(X)")
        #expect(fixture.failure("%step net(x").hasPrefix("SyntaxError: '(' was never closed"))
        #expect(fixture.failure("%step %ops net(x)").hasPrefix("RuntimeError: %ops inside %step or %ops"))
        #expect(fixture.failure("%step %step net(x)").hasPrefix("RuntimeError: %step inside %step or %ops"))
        #expect(fixture.failure("%step net(torch.ones(1, 5))").contains("linear wants x"))
        #expect(fixture.output.notes.last == "the error came in fc1 (Linear), inside net (Net)")
        #expect(fixture.failure("%step net.fc1(x) @ torch.ones(7)").contains("Error"))
        // Nothing is left behind.
        #expect(try fixture.run("net(x).shape") == "torch.Size([2, 1])\n")
        #expect(try fixture.run("%%step\na = net(x)\nb = a + 1").contains("b   +   operation"))
        #expect(try fixture.run("a.shape == b.shape") == "True\n")
    }

    @Test func aLineIsTakenBack() throws {
        let fixture = try SessionFixture().withLecture()
        try fixture.run("before = model.wte.weight.sum().item()")
        try fixture.run("%step trainer.step()")
        #expect(try fixture.run("before == model.wte.weight.sum().item()") == "False\n")
        try fixture.run("%undo 2")
        #expect(try fixture.run("before == model.wte.weight.sum().item(), trainer.steps") == "(True, 0)\n")
        // Nobody is asked about what runs again.
        let person = asked(fixture, "stop")
        try fixture.run("%step trainer.step()")
        try fixture.run("%undo")
        try fixture.run("%redo")
        #expect(person.prompts.count == 1)
        #expect(try fixture.run("trainer.steps") == "1\n")
    }

    // MARK: %ops

    @Test func operationsAsATable() throws {
        let fixture = try fixture()
        let text = try fixture.run("%ops loss = (net(x) ** 2).mean()")
        let rows = text.split(separator: "\n").map {
            $0.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
        }
        #expect(rows[0].joined(separator: " ") == "Operations of loss = (net(x) ** 2).mean()")
        #expect(rows[1] == ["#", "operation", "in", "shapes", "ms", "memory"])
        #expect(rows[2].prefix(6) == ["1", "Linear", "fc1", "2×2", "→", "2×3"], "\(text)")
        #expect(rows[3].prefix(6) == ["2", "*", "net", "2×3", "→", "2×3"], "\(text)")
        #expect(
            rows[4].prefix(3) == ["3", "relu", "net"] && rows[5].prefix(3) == ["4", "Linear", "fc2"],
            "\(text)")
        #expect(
            rows[6].prefix(2) == ["5", "**"] && rows[7].prefix(4) == ["6", "mean", "2×1", "→"], "\(text)")
        #expect(text.contains("  6 operations, ") && text.contains(" of the line's "), "\(text)")
        let backward = try fixture.run("%ops loss.backward()")
        #expect(backward.contains("linear backward") && backward.contains("fc2"), "\(backward)")
        #expect(try fixture.run("%ops a = np.arange(6).reshape(2, 3) * 2").contains("reshape"))
        #expect(try fixture.run("%ops 1 + 2") == "Operations of 1 + 2: none, it computes with no tensor\n")
    }

    @Test func aLongTableIsCutInTheMiddle() throws {
        let fixture = try fixture("a = torch.ones(2)")
        let text = try fixture.run("%ops for i in range(100): a = a + 1")
        #expect(
            text.split(separator: "\n").count == 1 + 1 + 61 + 2 && text.contains("  …")
                && text.contains("40 more"), "\(text)")
        #expect(text.contains("%ops --all prints every row"))
        let all = try fixture.run("%ops --all for i in range(100): a = a + 1")
        #expect(all.split(separator: "\n").count == 1 + 1 + 100 + 1, "\(all)")
        #expect(try fixture.run("a[0]") == "tensor(201.)\n")
    }

    @Test func anErrorInTheMiddleShowsTheTableUpToIt() throws {
        let fixture = try fixture("a = torch.ones(2)")
        #expect(fixture.failure("%ops (a + 1) @ torch.ones(3)").contains("Error"))
        let shown = fixture.output.displayed.last?.text()
        #expect(shown?.contains("2 operations") == true, "\(shown ?? "nothing")")
    }
}
