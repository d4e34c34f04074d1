import Lab
import Testing

/// What tables have to compute with.
@Suite struct TableValueTests {
    @Test func tablesHaveValues() throws {
        let lab = try SessionFixture().withLecture()
        #expect(
            try lab.run("p = params(model); print(p.total == model.n_parameters, p.shapes['wte.weight'])")
                == "True (300, 16)\n")
        #expect(try lab.run("print(p.counts['blocks.1.mlp_1.weight'])") == "1024\n")
        #expect(
            try lab.run("t = ties(model); print(t.groups, t.parameters)")
                == "[['wte.weight', 'final_head.weight']] [2]\n")
        #expect(try lab.run("print(ties(nn.Linear(2, 3)).groups)") == "[]\n")
        #expect(
            try lab.run(
                """
                model.loss(X, Y).backward(); g = grads(model)
                print(abs(g.norm - sum(n ** 2 for n in g.norms.values()) ** 0.5) < 1e-9)
                print(len(g.norms) == len(list(model.named_parameters())))
                print(abs(g.norms['wpe.weight'] - model.wpe.weight.grad.norm().item()) < 1e-6)
                """) == "True\nTrue\nTrue\n")
    }

    @Test func formIsMeasuredInsideCompare() throws {
        let lab = SessionFixture()
        let call =
            "compare({'sampler': ['random', 'epoch']}, steps=10, seeds=2, corpus='voyage', vocab_size=300, "
        let shown = try lab.run("a = \(call)form=True); print(a)")
        #expect(shown.contains("training  form"), "\(shown)")
        #expect(shown.contains("form: % like the book's"))
        #expect(
            try lab.run("print([len(f) for f in a.forms.values()], len(a.runs[0]['forms']))")
                == "[11, 11] 11\n")
        // The training is the same, and without it there is no column.
        let plain = try lab.run("b = \(call)form=False); print(b)")
        #expect(!plain.contains("form: %"))
        #expect(try lab.run("print(a.runs[0]['losses'] == b.runs[0]['losses'], b.forms)") == "True None\n")
    }
}
