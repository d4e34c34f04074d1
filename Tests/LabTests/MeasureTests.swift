import Foundation
import Lab
import Testing

/// What a text and training on it are measured by: coverage, splits, drift, leakage, grids.
@Suite struct MeasureTests {
    @Test func coverageDrawnAndComputed() throws {
        let lab = try SessionFixture().withLecture()
        #expect(try lab.run("coverage(sampler)").contains("windows given out"))
        _ = try lab.run("before = torch.get_rng_state(); c = coverage(sampler, batches=50, repeats=40)")
        #expect(try lab.run("print(abs(c.never_seen - c.never_seen_expected) < 0.03)") == "True\n")
        #expect(
            try lab.run("print(bool((torch.get_rng_state() == before).all()), sampler.windows)") == "True 2\n"
        )
        #expect(try lab.run("c").contains("computed"))
        #expect(
            try lab.run("print(c.samples.shape, c.counts.shape == train_data.shape)")
                == "torch.Size([40]) True\n")
        for (call, part) in [
            ("coverage(sampler, batches=0)", "at least one batch"),
            ("coverage(sampler, batches=5, repeats=0)", "at least once"),
            ("coverage(sampler, batches=10**15)", "too long"), ("coverage(3)", "sampler"),
        ] { #expect(lab.failure(call).contains(part), "\(call): \(lab.failure(call))") }
    }

    @Test func splitsFoldsAndDrift() throws {
        let lab = try SessionFixture().withLecture()
        #expect(
            try lab.run("a = folds(tokens, 4); print(len(a), sum(len(t) for _, t in a) == len(tokens))")
                == "4 True\n")
        #expect(
            try lab.run(
                "print(len(split(tokens, .8, holdout='blocks', blocks=3)[1]) == len(split(tokens, .8)[1]))")
                == "True\n")
        _ = try lab.run("d = drift(train_data, test_data, stretches=20)")
        #expect(try lab.run("d").contains("divergence from the rest"))
        #expect(
            try lab.run("print(0 < d.p_value <= 1, d.stretches.shape, d.divergence > 0)")
                == "True torch.Size([20]) True\n")
        for (call, part) in [
            ("split(tokens, 0)", "between 0 and 1"), ("split(tokens, 1)", "between 0 and 1"),
            ("split(tokens, .9, blocks=3)", "holdout=\"blocks\""), ("folds(tokens, 1)", "two folds"),
            ("folds(tokens, 10**5)", "cannot be cut"), ("folds([1, 2], 3)", "cannot be cut"),
            ("drift([], tokens)", "empty"), ("drift(tokens, tokens, stretches=-1)", "stretches"),
        ] { #expect(lab.failure(call).contains(part), "\(call): \(lab.failure(call))") }
    }

    @Test func leakageOfOverlappingWindows() throws {
        let lab = try SessionFixture().withLecture()
        _ = try lab.run(
            """
            windows = [train_data[i:i+32] for i in range(0, 400, 4)]
            leak = leakage(windows[::2], windows[1::2], n=16)
            """)
        #expect(try lab.run("print(leak.share > .99, leak.windows)") == "True 50\n")
        #expect(try lab.run("leak").contains("more than half"))
        #expect(try lab.run("print(leakage(train_data[:500], train_data[500:900]).tokens)") == "0\n")
        #expect(try lab.run("print(leakage(X, X, n=8).longest)") == "16\n")
        #expect(
            try lab.run(
                "ds = torch.utils.data.TensorDataset(X, Y); print(leakage(ds, ds, n=4).share)") == "1.0\n")
        #expect(lab.failure("leakage(train_data, test_data, n=0)").contains("at least one token"))
        #expect(lab.failure("leakage([1], [1])").contains("no row has"))
        #expect(lab.failure("leakage('abc', [1])").contains("train"))
    }

    @Test func gridsOfSmallModels() throws {
        let lab = try SessionFixture().withLecture()
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("grid-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let call =
            "compare({'tied': ['lecture', 'none'], 'embed_dim': 16, 'n_blocks': 1, 'seq_len': 16}, "
            + "steps=6, seeds=2, vocab_size=280, file='\(folder)/runs.jsonl')"
        let shown = try lab.run("c = \(call)\nprint(c)")
        #expect(shown.contains("2 settings over 2 seeds, 4 runs") && shown.contains("lecture"), "\(shown)")
        #expect(
            try lab.run("print(len(c.runs), sorted(c.losses), len(c.p_values))")
                == "4 ['lecture', 'none'] 1\n")
        // The same call reads what is there; one more seed runs only that.
        let before = try String(contentsOfFile: folder + "/runs.jsonl", encoding: .utf8)
        #expect(try lab.run("d = \(call)\nprint(d.runs[3] == c.runs[3])") == "True\n")
        #expect(try String(contentsOfFile: folder + "/runs.jsonl", encoding: .utf8) == before)
        _ = try lab.run(call.replacingOccurrences(of: "seeds=2", with: "seeds=3"))
        let after = try String(contentsOfFile: folder + "/runs.jsonl", encoding: .utf8)
        #expect(after.hasPrefix(before) && after.split(separator: "\n").count == 6)
        for (call, part) in [
            ("compare({'samplr': ['random']})", "Did you mean 'sampler'?"),
            ("compare({'sampler': ['randm']})", "\"random\", \"epoch\", \"sequential\""),
            ("compare({'sampler': []})", "no values"), ("compare({'share': [0]})", "between 0 and 1"),
            ("compare({}, seeds=1000000)", "yes=True"),
            (
                "compare({'lr': [i / 1000 for i in range(1, 1001)], 'steps': list(range(1, 1001))})",
                "yes=True"
            ),
            ("compare({'steps': [10**9]})", "yes=True"), ("compare({'size': 'huge'})", "\"tiny\""),
            ("compare({'seq_len': 10**6})", "tokens"), ("compare([1])", "dict"),
            ("compare({'corpus': 'no such book'})", "no such book"),
            ("compare({}, seeds=0)", "at least one seed"),
            ("compare({}, file='\(folder)')", "folder"), ("compare({}, vocab_size=3)", "256"),
        ] {
            #expect(lab.failure(call).contains(part), "\(call): \(lab.failure(call))")
        }
    }
}
