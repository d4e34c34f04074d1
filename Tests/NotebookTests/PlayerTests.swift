import Foundation
import Lab
import Language
import Notebook
import Testing

/// Stepping through a lesson: what comes back, and that a detour leaves no trace.
@Suite(.serialized) struct PlayerTests {
    /// A lesson of pocket size in which everything that has a state changes it.
    static let lesson = """
        ---
        lagado: {format: 1, seed: 7}
        ---
        # A small lesson

        ```{code-cell} lagado
        :label: text
        import itertools, random, collections
        random.seed(3); np.random.seed(4)
        text = load("voyage")[:4000]
        tokenizer = train_tokenizer(text, 280)
        tokens = torch.tensor(tokenizer.encode(text))
        ```
        ```{code-cell} lagado
        :label: model
        sampler = RandomSampler(tokens, batch_size=2, seq_len=8)
        model = Model5(n_vocab=280, embed_dim=8, n_blocks=1, n_heads=2, seq_len=8)
        optimizer = AdamW(model.parameters(), lr=0.01)
        trainer = Trainer(model, optimizer, sampler)
        ```
        ```{code-cell} lagado
        :label: forward
        X, Y = sampler.batch()
        log_probs = model(X)
        loss = F.nll_loss(log_probs.view(-1, 280), Y.view(-1))
        ```
        ```{code-cell} lagado
        :label: backward
        loss.backward()
        optimizer.step()
        ```
        ```{code-cell} lagado
        :step: silent
        rows = collections.deque([1, 2, 3], maxlen=5)
        letters = iter("abcdefghijklmnopqrstuvwxyz")
        squares = (n * n for n in itertools.count())
        both = zip(letters, squares)
        ```
        ```{code-cell} lagado
        :label: train
        run = trainer.run(3)
        optimizer.zero_grad()
        ```
        ```{code-cell} lagado
        :label: draw
        rows.append(next(both)); rows.append(random.random())
        noise = np.random.rand(2)
        fig, ax = plt.subplots(); ax.plot([1, 2, 3])
        ```
        ```{code-cell} lagado
        :label: mlp
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.body = nn.Sequential(nn.Linear(3, 4), nn.Dropout(0.5), nn.Linear(4, 1))
                self.register_buffer("seen", torch.zeros(1))
            def forward(self, x):
                self.seen += 1
                return self.body(x)

        net = Net()
        sgd = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
        schedule = torch.optim.lr_scheduler.StepLR(sgd, 2, gamma=0.5)
        history = []
        ```
        ```{code-cell} lagado
        :label: loop
        for i in range(3):
            sgd.zero_grad()
            out = net(torch.randn(5, 3)).pow(2).mean()
            out.backward()
            sgd.step(); schedule.step()
            history.append(out.item())
        ```
        ```{code-cell} lagado
        :label: graph
        w = torch.ones(3, requires_grad=True)
        y = (w * torch.randn(3)).exp().sum()
        view = w.detach()[1:]
        ```
        ```{code-cell} lagado
        :label: used
        y.backward()
        view += 1
        next(letters)
        ```
        """

    /// Prints everything that the lesson has made, to the last bit.
    static let witness = """
        def bits(t):
            t = t.detach()
            return (tuple(t.shape), str(t.dtype), t.tolist())
        for name, value in sorted(globals().items()):
            if isinstance(value, torch.Tensor):
                grad = None if value.grad is None else bits(value.grad)
                print(name, bits(value), value.requires_grad, grad)
        for m in [globals().get('model'), globals().get('net')]:
            if m is not None:
                print(m.training, [(k, bits(v)) for k, v in m.state_dict().items()])
                print([None if p.grad is None else bits(p.grad) for p in m.parameters()])
        for o in [globals().get('optimizer'), globals().get('sgd')]:
            if o is not None:
                s = o.state_dict()
                print([(g['lr'], len(g['params'])) for g in s['param_groups']])
                for k, e in s['state'].items():
                    print([(k, n, bits(v) if isinstance(v, torch.Tensor) else v) for n, v in e.items()])
        for name in ['run', 'history', 'rows', 'noise', 'X', 'trainer']:
            if name in globals():
                v = globals()[name]
                print(name, v.losses if name == 'run' else v.steps if name == 'trainer' else v)
        if 'schedule' in globals(): print(schedule.get_last_lr(), schedule.last_epoch)
        if 'sampler' in globals(): print(sampler.windows, sampler.batch()[0].tolist())
        if 'letters' in globals(): print(next(letters), next(squares), next(both))
        for name in ['y', 'loss']:
            try: globals()[name].backward()
            except (RuntimeError, KeyError) as e: print(name, type(e).__name__)
        if 'w' in globals(): print(None if w.grad is None else bits(w.grad))
        if 'model' in globals(): print([None if p.grad is None else bits(p.grad) for p in model.parameters()])
        print(torch.rand(2).tolist())
        # The first cell gives these their seeds.
        if 'tokens' in globals(): print(np.random.rand(), random.random())
        """

    static func player() throws -> (player: Player, output: CapturedOutput) {
        let output = CapturedOutput()
        let lesson = try Lesson.parse(Array(lesson.utf8), name: "small.md")
        let session = Session(configuration: .init(seed: lesson.settings.seed ?? 0), sink: output)
        return (Player(lesson, in: session), output)
    }

    /// The state as text; leaves no trace.
    static func state(_ player: Player, _ output: CapturedOutput) throws -> String {
        let before = output.text.count
        let keeps = player.session.keepsUndo
        player.session.keepsUndo = true
        try player.session.run(witness, name: "witness", echo: .none)
        let text = String(output.text.dropFirst(before))
        try player.session.goBack(1)
        player.session.keepsUndo = keeps
        return text
    }

    /// What a straight run has before each step, and at the end.
    static func straightStates() throws -> [String] {
        let (player, output) = try player()
        var states = [try state(player, output)]
        while player.place < player.steps.count {
            _ = player.runSilently(to: player.place + 1)
            states.append(try state(player, output))
        }
        return states
    }

    /// Lines that a person may type, all of which change something.
    static let excursions = [
        "torch.rand(3)", "mine = 5", "trainer.run(2)", "loss.backward()", "rows.append(9)", "next(both)",
        "model.wte.weight.data.zero_()", "del X", "import math", "optimizer.param_groups[0]['lr'] = 5.0",
        "net.body[0] = nn.Linear(3, 4)", "history.clear()", "1 / 0", "net.eval()", "random.random()",
        "class Net: pass", "y.backward(retain_graph=True)", "w.data[0] = 7.0; w.grad = torch.ones(3)",
        "text = text.upper()", "noise *= 2", "torch.manual_seed(0)", "schedule.step()", "list(letters)",
        "torch.set_printoptions(precision=2)", "plt.plot([5, 6])", "X += 1", "sampler.batch()",
    ]

    @Test func walksLeaveNoTrace() throws {
        let walks = ProcessInfo.processInfo.environment["LAGADO_WALKS"].flatMap { Int($0) } ?? 12
        let seed = ProcessInfo.processInfo.environment["LAGADO_WALKS_SEED"].flatMap { UInt64($0) } ?? 1
        let straight = try PlayerTests.straightStates()
        var random = SplitMix(state: seed)
        for walk in 0..<walks {
            let (player, output) = try PlayerTests.player()
            // Some walks have no memory for snapshots, and make everything again.
            if walk % 4 == 3 { player.session.timeline.limit = 1 << 14 }
            var trail: [String] = []
            for _ in 0..<Int(random.next() % 24 + 4) {
                switch random.next() % 12 {
                case 0, 1, 2, 3:
                    trail.append("next")
                    try advance(player, trail)
                case 4, 5:
                    trail.append("back")
                    try player.back()
                case 6:
                    trail.append("again")
                    if try player.back() { try advance(player, trail) }
                case 7:
                    let target = Int(random.next() % UInt64(player.steps.count))
                    trail.append("goto \(target + 1)")
                    try player.takeBackExcursions()
                    let number = player.steps[target].cell.number
                    _ = try player.go(to: "\(number)")
                case 8:
                    // What is passed over is missing later, so it is taken back again.
                    trail.append("skip")
                    if player.skip() != nil { try player.back() }
                case 9 where !player.session.timeline.entries.isEmpty:
                    trail.append("undo redo")
                    let count = Int(random.next() % UInt64(min(3, player.session.timeline.entries.count)) + 1)
                    try player.session.goBack(count)
                    try player.session.goForth(count)
                default:
                    let line = PlayerTests.excursions[
                        Int(random.next() % UInt64(PlayerTests.excursions.count))]
                    trail.append(line)
                    _ = try? player.session.run(line, echo: .all)
                }
            }
            try player.takeBackExcursions()
            let place = player.place
            expectSame(try PlayerTests.state(player, output), straight[place], "walk \(walk): \(trail)")
            _ = player.runSilently(to: player.steps.count)
            expectSame(
                try PlayerTests.state(player, output), straight[straight.count - 1],
                "walk \(walk), to the end: \(trail)")
            while try player.back() {}
            #expect(player.place == 0)
            expectSame(
                try PlayerTests.state(player, output), straight[0],
                "walk \(walk), back to the beginning: \(trail)")
        }
    }

    /// Runs the next cell. Where something that was typed makes a difference, it is taken back first.
    private func advance(_ player: Player, _ trail: [String]) throws {
        var outcome = try player.next()
        if case .differs = outcome {
            try player.takeBackExcursions()
            outcome = try player.next()
        }
        switch outcome {
        case .ran, .atEnd: return
        case .failed(let step, let error):
            Issue.record("\(trail): \(step.cell.title) \(error.kind) \(error.message)")
        default: Issue.record("\(trail): \(outcome)")
        }
    }

    /// Two long texts, of which only the first line that differs is worth reading.
    private func expectSame(_ got: String, _ wanted: String, _ walk: @autoclosure () -> String) {
        guard got != wanted else { return }
        let pairs = zip(
            got.split(separator: "\n", omittingEmptySubsequences: false),
            wanted.split(separator: "\n", omittingEmptySubsequences: false))
        let first =
            pairs.first { $0 != $1 }.map { "\($0.prefix(200))\n  wanted \($1.prefix(200))" } ?? "lengths"
        Issue.record("\(walk())\n  got    \(first)")
    }
}

/// A small generator of random numbers that is none of the session's.
private struct SplitMix {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
