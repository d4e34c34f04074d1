import Foundation
import Lab
import Testing

/// What `lens`, `attention`, `ablate` and `patch` give, against PyTorch: `Inside/recorded.json`, written by
/// `scripts/record-inside.py`.
@Suite struct InsideTests {
    /// The recorded model and its batch, drawn as PyTorch draws them.
    private static let model = """
        import json
        torch.manual_seed(7)
        tokens = torch.randint(101, (400,))
        model = Model5(n_vocab=101, embed_dim=48, n_blocks=2, n_heads=4, seq_len=24)
        places = torch.randint(400 - 24, (3,))[:, None] + torch.arange(24)
        X, Y = tokens[places], tokens[places + 1]
        recorded = json.loads(open(path).read())
        ablated, patched = recorded["ablate"], recorded["patch"]
        def near(a, b, most=1e-5):
            a, b = torch.as_tensor(a).double(), torch.as_tensor(b).double()
            difference = (a - b).abs().max().item()
            return a.shape == b.shape and difference < most or (a.shape, b.shape, difference)
        def share(x):
            return (torch.tensor(x) - patched["corrupted"]) / (patched["clean"] - patched["corrupted"])

        """

    private func fixture() throws -> SessionFixture {
        let fixture = SessionFixture()
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "Inside/recorded.json"
        ).path
        try fixture.run("path = '\(path)'\n" + Self.model)
        return fixture
    }

    @Test(arguments: [
        "X.tolist() == recorded['X']",
        "near(lens(model.trace(X), k=3).probabilities, recorded['lens'])",
        "near(lens(model.trace(X), place=23).probabilities[:, 0], torch.tensor(recorded['lens'])[:, 2])",
        "near(attention(model.trace(X), layer=1, head=2, n=24).values, recorded['attention'])",
        "near(heads(model.trace(X), layer=1, n=24).patterns[2], recorded['attention'])",
        "near(next_token(model, X[0]).distribution, recorded['next'])",
        "near(explain(model, X, Y).losses, recorded['losses'], 2e-5)",
    ]) func looksAsInPyTorch(line: String) throws {
        #expect(try fixture().run(line) == "True\n", "\(line)")
    }

    @Test(arguments: ["zero", "mean"]) func ablatesAsInPyTorch(how: String) throws {
        let fixture = try fixture()
        let mean = how == "mean" ? "True" : "False"
        try fixture.run("mean, wanted, loss = \(mean), ablated['\(how)'], ablated['loss']")
        try fixture.run("all = ablate(model, X, Y, mean=mean)")
        for line in [
            "near(all.baseline, loss)", "near(all.heads, torch.tensor(wanted['heads']) - loss)",
            "near(all.blocks, torch.tensor(wanted['blocks']) - loss)",
            "near([[ablate(model, X, Y, head=(l, h), mean=mean).loss for h in range(4)] for "
                + "l in range(2)], wanted['heads'])",
            "near([ablate(model, X, Y, block=l, mean=mean).loss for l in range(2)], wanted['blocks'])",
            "near(ablate(model, X, Y, block=1, mean=mean).heads, torch.tensor(wanted['heads'])[1:] - loss)",
            "near([ablate(model, X, Y, position=p, mean=mean).loss for p in (0, 5, -1)], "
                + "wanted['positions'])",
            "near(ablate(model, X, Y, head=(1, 2), position=4, mean=mean).loss, wanted['head at 4'])",
            "near(ablate(model, X, Y, at='blocks.1.resid_pre', position=7, mean=mean).change, "
                + "wanted['stream before 1 at 7'] - loss)",
        ] {
            #expect(try fixture.run(line) == "True\n", "\(line)")
        }
    }

    @Test func patchesAsInPyTorch() throws {
        let fixture = try fixture()
        try fixture.run("clean, corrupted = X[0], X[1]\nall = patch(model, clean, corrupted)")
        for line in [
            "near([all.clean, all.corrupted], [patched['clean'], patched['corrupted']])",
            "near(all.heads, share(patched['heads']))", "near(all.blocks, share(patched['blocks']))",
            "near([[patch(model, clean, corrupted, head=(l, h)).patched for h in range(4)] "
                + "for l in range(2)], "
                + "patched['heads'])",
            "near([patch(model, clean, corrupted, block=l).patched for l in range(2)], patched['blocks'])",
            "near([patch(model, clean, corrupted, position=p).patched for p in range(24)], "
                + "patched['positions'])",
            "near([patch(model, clean, corrupted, at='blocks.1.resid_pre', position=p).patched "
                + "for p in range(24)], "
                + "patched['stream before 1'])",
            "near(patch(model, clean, corrupted, head=(1, 3), position=23).patched, patched['head at 23'])",
            "near(patch(model, clean, corrupted, at='embed').recovered, 1.0)",
            "near(patch(model, clean, corrupted, (patched['wrong'], "
                + "patched['right'])).clean, -patched['clean'])",
        ] {
            #expect(try fixture.run(line) == "True\n", "\(line)")
        }
    }

    /// The same model as a class with modules where TransformerLens has hooks.
    @Test func classesOfAProgramsOwn() throws {
        let fixture = try fixture()
        try fixture.run(
            """
            class Attn(nn.Module):
                def __init__(self):
                    super().__init__()
                    self.QKV, self.W0, self.z = nn.Linear(48, 144), nn.Linear(48, 48), nn.Identity()
                def forward(self, x):
                    B, T, E = x.shape
                    q, k, v = [p.view(B, T, 4, 12).transpose(1, 2) for p in self.QKV(x).split(48, 2)]
                    y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
                    return self.W0(self.z(y.transpose(1, 2).reshape(B, T, E)))
            class Block(nn.Module):
                def __init__(self):
                    super().__init__()
                    self.layernorm_1, self.attn = nn.LayerNorm(48), Attn()
                    self.layernorm_2, self.mlp_1 = nn.LayerNorm(48), nn.Linear(48, 192)
                    self.mlp_2 = nn.Linear(192, 48)
                def forward(self, x):
                    x = x + self.attn(self.layernorm_1(x))
                    return x + self.mlp_2(F.gelu(self.mlp_1(self.layernorm_2(x))))
            class Own(nn.Module):
                def __init__(self):
                    super().__init__()
                    self.wte, self.wpe = nn.Embedding(101, 48), nn.Embedding(24, 48)
                    self.blocks = nn.Sequential(Block(), Block())
                    self.layernorm_final, self.final_head = nn.LayerNorm(48), nn.Linear(48, 101, bias=False)
                    self.drop = nn.Dropout(0.9)
                def forward(self, ids):
                    x = self.drop(self.wte(ids) + self.wpe(torch.arange(ids.shape[1])))
                    x = self.layernorm_final(self.blocks(x))
                    return F.log_softmax(self.final_head(x) / 48 ** 0.5, -1)
            own = Own()
            own.load_state_dict(model.state_dict())
            """)
        for line in [
            "near(ablate(own, X, Y, at='blocks.1.attn').loss, ablate(model, X, Y, "
                + "at='blocks.1.attn_out').loss)",
            "near(ablate(own, X, Y, at='blocks.0.mlp_2', mean=True).loss, "
                + "ablate(model, X, Y, at='blocks.0.mlp_out', mean=True).loss)",
            "near(ablate(own, X, Y, at='drop', position=5).loss, ablated['zero']['positions'][1])",
            "near(patch(own, X[0], X[1], at='drop', position=3).patched, patched['positions'][3])",
            "near(patch(own, X[0], X[1], at='blocks.1.attn.z').patched, "
                + "patch(model, X[0], X[1], at='blocks.1.attn.z').patched)",
            "set(ablate(own, X, Y).changes) == {n for n, m in own.named_modules() if n}",
            "near(patch(own, X[0], X[1]).changes['blocks'], 1.0)",
            "own.training and own(X[:1]).shape == (1, 24, 101)",
        ] {
            #expect(try fixture.run(line) == "True\n", "\(line)")
        }
        for (line, words) in [
            ("ablate(own, X, Y, head=(0, 1))", "head is for Model5 and GPT2"),
            ("ablate(own, X, Y, at='blocks.1.attnn')", "Did you mean 'blocks.1.attn'"),
            ("patch(own, X[0], X[1], position=3)", "position alone is for Model5 and GPT2"),
        ] {
            #expect(fixture.failure(line).contains(words), "\(line): \(fixture.failure(line))")
        }
    }

    @Test func tablesAreReadable() throws {
        let fixture = try fixture()
        for line in [
            "ablate(model, X, Y)", "ablate(model, X, Y, block=1)", "ablate(model, X, Y, head=(1, 2))",
            "patch(model, X[0], X[1])", "patch(model, X[0], X[1], block=0)",
            "patch(model, X[0], X[1], at='embed')",
        ] {
            let shown = try fixture.run(line)
            #expect(shown.split(separator: "\n").count > 3)
            for row in shown.split(separator: "\n") { #expect(row.count <= 80, "\(row)") }
        }
        #expect(try fixture.run("%cost ablate(model, X, Y)").contains("passes"))
    }

    @Test(arguments: [
        ("ablate(model, X, Y, head=(0, 4))", "heads 0 to 3, not 4"),
        ("ablate(model, X, Y, head=(2, 0))", "blocks 0 to 1"),
        ("ablate(model, X, Y, head=3)", "(layer, head)"),
        ("ablate(model, X, Y, block=-1)", "blocks 0 to 1, not -1"),
        ("ablate(model, X, Y, position=24)", "position 24 of a sequence of 24 tokens"),
        ("ablate(model, X, Y, block=0, head=(0, 0))", "not head and block"),
        ("ablate(model, X, Y, at='blocks.0.zz')", "nothing to replace is called"),
        ("ablate(model, X, Y, at='blocks.0.attn.scores')", "nothing to replace is called"),
        ("ablate(model, X, Y[:1])", "same shape"), ("ablate(model, X + 100, Y)", "vocabulary of 0 to 100"),
        ("patch(model, X[0], X[1, :5])", "clean has 24, corrupted 5"),
        ("patch(model, X[0], X[0])", "answers=(right, wrong)"),
        ("patch(model, X[0], X[1], answers=(1, 200))", "0 to 100"),
        ("patch(model, X[0], X[1], answers=3)", "(right, wrong)"),
        ("patch(model, [], [])", "at least one token"),
        ("patch(model, tokens[:30], tokens[30:60])", "context of 24"),
        (
            "trace(model, torch.zeros(1, 24, dtype=torch.long).expand(10 ** 9, 24))",
            "over 24,000,000,000 tokens needs"
        ),
    ])
    func whatIsWrongIsSaid(line: String, words: String) throws {
        let failure = try fixture().failure(line)
        #expect(failure.contains(words), "\(line): \(failure)")
    }
}
