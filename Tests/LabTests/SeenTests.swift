import Foundation
import Lab
import Testing

/// What commands say of a wrong shift, of a DataLoader, of batches that are not counted; what help finds.
@Suite struct SeenTests {
    @Test func explainSaysWhatShiftSays() throws {
        let lab = try SessionFixture().withLecture()
        let wrong = try lab.run("print(explain(model, X, X))")
        #expect(wrong.contains("Y is not X moved by one token. not moved: each answer is the token that was"))
        let right = try lab.run("print(explain(model, X, Y))")
        #expect(!right.contains("is not X moved"))
        #expect(try lab.run("print(explain(model, X, Y.flip(0)))").contains("Y[0] answers X[1]"))
        // A single token has no next one in its row.
        #expect(!(try lab.run("print(explain(model, X[:, :1], Y[:, :1]))").contains("is not X moved")))
    }

    private static let windows = """
        from torch.utils.data import Dataset, DataLoader, TensorDataset
        class Windows(Dataset):
            def __init__(self, tokens, T, stride):
                self.tokens, self.T, self.stride = tokens, T, stride
                self.asked = 0
            def __len__(self): return (len(self.tokens) - 1 - self.T) // self.stride + 1
            def __getitem__(self, n):
                self.asked += 1
                start = n * self.stride
                return self.tokens[start:start + self.T], self.tokens[start + 1:start + self.T + 1]
        data = torch.arange(1000)
        windows = Windows(data, 10, 10)
        """

    @Test func aDataLoaderIsCoveredAsASamplerIs() throws {
        let lab = SessionFixture()
        try lab.run(Self.windows)
        try lab.run("loader = DataLoader(windows, batch_size=8, shuffle=True); state = torch.get_rng_state()")
        let epoch = try lab.run("t = coverage(loader, repeats=3); print(t)")
        #expect(
            epoch.contains("13 batches of DataLoader(1,000 tokens, 99 examples, batch_size=8, windows of 10)")
        )
        #expect(epoch.contains("10 tokens belong to no example"), "\(epoch)")
        #expect(
            try lab.run("print(round(t.never_seen, 4), round(t.never_seen_expected, 4))") == "0.01 0.01\n")
        // Half an epoch sees half; drawn and computed agree, as for the sampler of that kind.
        try lab.run(
            "h = coverage(loader, batches=6, repeats=20); e = coverage(EpochSampler(data, 8, 10), batches=6)")
        #expect(
            try lab.run(
                """
                x = h.never_seen
                print(abs(x - h.never_seen_expected) < 1e-9, round(x, 2), round(e.never_seen, 2))
                """
            )
                == "True 0.52 0.52\n")
        // Overlapping windows: some are missed, others seen often.
        try lab.run(
            "o = coverage(DataLoader(Windows(data, 10, 1), 8, shuffle=True), batches=20, repeats=200)")
        #expect(try lab.run("print(abs(o.never_seen - o.never_seen_expected) < 0.01)") == "True\n")
        // What the loader itself would draw, and what its dataset has counted, stays.
        #expect(
            try lab.run("print(bool((torch.get_rng_state() == state).all()), windows.asked)") == "True 0\n")
        #expect(
            try lab.run(
                """
                a, b = [coverage(loader, batches=6) for _ in range(2)]
                print(torch.equal(a.counts, b.counts))
                """
            )
                == "True\n")
    }

    @Test func otherLoaders() throws {
        let lab = SessionFixture()
        try lab.run(Self.windows)
        let plain = try lab.run("print(coverage(DataLoader(TensorDataset(torch.rand(20, 3)), 4), repeats=2))")
        #expect(plain.contains("5 batches of DataLoader(20 examples, batch_size=4)"), "\(plain)")
        #expect(plain.contains("times an example is seen") && plain.contains("they are counted themselves"))
        #expect(plain.contains("nothing is computed for this order"))
        let weighted = try lab.run(
            """
            from torch.utils.data import WeightedRandomSampler
            s = WeightedRandomSampler([1.0] + [0.0] * 98, 16)
            print(coverage(DataLoader(windows, batch_size=8, sampler=s), repeats=2))
            """)
        #expect(weighted.contains("99.00 ± 0.00 %"), "\(weighted)")
        #expect(lab.failure("coverage(DataLoader([], 4))").contains("no examples"))
        #expect(
            lab.failure(
                """
                from torch.utils.data import IterableDataset
                class Stream(IterableDataset):
                    def __iter__(self): return iter(range(3))
                coverage(DataLoader(Stream()))
                """
            ).contains("no length"))
        #expect(lab.failure("coverage(3)").contains("sampler or DataLoader"))
    }

    @Test func aSeededBatchSaysThatItIsNotCounted() throws {
        let lab = try SessionFixture().withLecture()
        try lab.run("sampler.batch(seed=1); sampler.batch(seed=2);")
        #expect(
            lab.output.notes.filter { $0.contains("it is not counted in windows and coverage") }.count == 1)
        #expect(try lab.run("print(sampler.windows)") == "2\n")
    }

    @Test func helpFindsWhatModulesAndObjectsHave() throws {
        let lab = SessionFixture()
        let loader = lab.session.help("DataLoader")
        #expect(loader.hasPrefix("'DataLoader' is torch.utils.data.DataLoader"), "\(loader)")
        #expect(loader.contains("a new random order each time"))
        let saved = lab.session.help("save_pretrained")
        #expect(saved.hasPrefix("'save_pretrained' is model.save_pretrained"), "\(saved)")
        #expect(lab.session.help("unsqueeze").contains("Tensor.unsqueeze"))
        #expect(lab.session.help("no_such_name").hasPrefix("There is no 'no_such_name'."))
    }

    @Test func aModelsTypeIsWhatItPrints() throws {
        let lab = try SessionFixture().withLecture()
        #expect(try lab.run("print(type(model).__name__, isinstance(model, nn.Module))") == "Model5 True\n")
        #expect(
            try lab.run(
                """
                g = GPT2(n_vocab=300, embed_dim=16, n_blocks=1, n_heads=2, seq_len=8)
                print(type(g).__name__)
                """
            )
                == "GPT2\n")
        #expect(try lab.run("print(isinstance(g, type(g)), isinstance(g, type(model)))") == "True False\n")
    }
}
