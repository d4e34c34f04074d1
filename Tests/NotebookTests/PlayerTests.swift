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

    @Test func hiddenCellsGoWithTheNext() throws {
        let (player, _) = try PlayerTests.player()
        _ = try player.go(to: "backward")
        _ = try player.next()
        #expect(player.current?.cell.number == 5)
        _ = try player.next()
        #expect(player.current?.cell.options.label == "draw")
        try player.back()
        // The silent cell ran for the one behind it.
        #expect(player.current?.cell.number == 5)
    }

    @Test func whatAnExcursionChangesIsTold() throws {
        let (player, _) = try PlayerTests.player()
        _ = try player.go(to: "train")
        try player.session.run("mine = 3", echo: .all)
        guard case .ran = try player.next() else {
            Issue.record("a new variable changes nothing in the lesson")
            return
        }
        try player.session.run("rows.clear(); sum = 3; torch.rand(1)", echo: .all)
        guard case .differs(let rows, let count) = try player.next() else {
            Issue.record("a changed variable was not told")
            return
        }
        #expect(count == 1)
        #expect(rows.map { $0[1] } == ["rows", "random numbers"])
        guard case .failed = try player.next() else { return }
        Issue.record("the second time it goes on")
    }

    /// However often a cell failed or was stopped: one `back` takes back all of it, and running it again
    /// begins at its beginning.
    @Test func triesOfOneCellAreOne() throws {
        let lesson = try Lesson.parse(
            Array(
                """
                ```{code-cell} lagado
                x = [1]; n = 0
                ```
                ```{code-cell} lagado
                x.append(2)
                y
                ```
                ```{code-cell} lagado
                z = 1
                ```

                """.utf8), name: "l.md")
        let player = Player(lesson, in: Session(sink: CapturedOutput()))
        _ = try player.next()
        for _ in 0..<3 { _ = try player.next() }
        #expect(try player.session.run("x")?.repr() == "[1, 2]")
        try player.back()
        #expect(try player.session.run("x")?.repr() == "[1]")
        #expect(player.place == 1)
        _ = try player.next()
        // What is typed after a failure may be its cure, and the cell runs on top of it.
        try player.session.run("y = 5")
        guard case .ran = try player.next() else {
            Issue.record("it has to run now")
            return
        }
        #expect(player.place == 2)
        try player.back()
        #expect(try player.session.run("x")?.repr() == "[1]")
        _ = try player.next()
        player.skip()
        #expect(player.wasSkipped(1))
        try player.back()
        #expect(player.place == 1)
        #expect(try player.session.run("x")?.repr() == "[1]")
    }

    @Test func aBuiltInThatIsHiddenIsTold() throws {
        let lesson = try Lesson.parse(
            Array("```{code-cell}\nx = [1, 2]\n```\n```{code-cell}\nsum(x)\n```\n".utf8), name: "l.md")
        for line in ["sum = max", "import math as sum", "def sum(x): return 0\n"] {
            let player = Player(lesson, in: Session(sink: CapturedOutput()))
            _ = try player.next()
            try player.session.run(line)
            guard case .differs(let rows, _) = try player.next() else {
                Issue.record("\(line) is not told")
                continue
            }
            #expect(rows.map { $0[1] } == ["sum"])
        }
    }

    /// A second lesson in a session knows nothing of the first.
    @Test func oneLessonAfterAnother() throws {
        let (first, output) = try PlayerTests.player()
        _ = first.runSilently(to: 3)
        let lesson = try Lesson.parse(
            Array("---\nlagado: {format: 1, seed: 7}\n---\n```{code-cell}\ntorch.rand(1)\n```\n".utf8),
            name: "two.md")
        let second = Player(lesson, in: first.session)
        #expect(try second.back() == false)
        _ = try second.next()
        #expect(output.text.hasSuffix("tensor([0.5349])\n"))
        #expect(try second.back())
        #expect(try second.back() == false)
        #expect(first.session.variables["X"] != nil)
    }

    @Test func labelsAndNumbersThatAreNotThere() throws {
        let (player, _) = try PlayerTests.player()
        #expect(throws: ScriptError.self) { try player.go(to: "modle") }
        do { _ = try player.go(to: "modle") } catch {
            #expect(ScriptError(error).message.contains("Did you mean 'model'?"))
        }
        #expect(throws: ScriptError.self) { try player.go(to: "99") }
        #expect(try player.back() == false)
    }

    @Test func aFailedCellStaysNext() throws {
        let lesson = try Lesson.parse(
            Array("```{code-cell} lagado\nx = 1\n```\n```{code-cell} lagado\nx = 2\ny = nothing\n```\n".utf8),
            name: "l.md")
        let player = Player(lesson, in: Session(sink: CapturedOutput()))
        _ = try player.next()
        guard case .failed(let step, let error) = try player.next() else {
            Issue.record("it has to fail")
            return
        }
        #expect(step.cell.number == 2)
        #expect(error.kind == "NameError")
        #expect(player.place == 1)
        #expect(try player.session.run("x")?.repr() == "2")
        try player.back()
        #expect(player.place == 1)
        #expect(try player.session.run("x")?.repr() == "1")
    }

    @Test func aScriptIsSteppedStatementByStatement() throws {
        let source = """
            # the first
            x = 1
            x += 1; y = 2

            # a function
            # of two lines
            def f(a):
                # inside
                return a

            @staticmethod
            def g(): pass
            print(f(x))  # done
            # the end
            """
        let lesson = try Lesson.parse(Array(source.utf8), name: "s.py")
        let player = Player(lesson, in: Session(sink: CapturedOutput()))
        #expect(
            player.steps.map(\.cell.source) == [
                "# the first\nx = 1", "x += 1; y = 2",
                "# a function\n# of two lines\ndef f(a):\n    # inside\n    return a",
                "@staticmethod\ndef g(): pass", "print(f(x))  # done\n# the end",
            ])
        #expect(player.steps.map(\.cell.line) == [1, 3, 5, 11, 13])
        #expect(player.runSilently(to: 5) == nil)
    }

    static let exercise = """
        ```{code-cell} lagado
        tokens = torch.arange(10, 20)
        X = tokens[:-2].view(4, 2)
        ```
        ```{code-cell} lagado
        :tags: [exercise]
        Y = tokens[___:-1].view(4, 2)
        ```
        ```hint
        Each answer is the token that follows.
        ```
        ```hint
        One token on.
        ```
        ```check
        assert Y.shape == X.shape, f"Y has the shape {tuple(Y.shape)}, and X {tuple(X.shape)}"
        by = (Y - X).unique().tolist()
        assert by == [1], f"you shifted by {by[0]} tokens"
        assert torch.equal(Y, X + 1)
        ```
        ```solution
        Y = tokens[1:-1].view(4, 2)
        ```
        ```wrong
        Y = tokens[2:].view(4, 2)
        ```
        ```wrong
        Y = X
        ```
        ```{code-cell} lagado
        Y[0]
        ```
        """

    @Test func anExerciseIsAnsweredAndChecked() throws {
        let output = CapturedOutput()
        let player = Player(
            try Lesson.parse(Array(PlayerTests.exercise.utf8), name: "e.md"), in: Session(sink: output))
        _ = try player.next()
        guard case .exercise = try player.next() else {
            Issue.record("it waits for an answer")
            return
        }
        #expect(player.checkExercise() == .wrong("there is no 'Y' yet: run the cell with your answer"))
        try player.session.run("Y = tokens[2:].view(4, 2)")
        #expect(player.checkExercise() == .wrong("you shifted by 2 tokens"))
        #expect(player.nextHint()?.text == "Each answer is the token that follows.")
        #expect(player.nextHint()?.number == 2)
        #expect(player.nextHint()?.number == 2)
        try player.session.run("Y = tokens[1:-1].view(4, 2)")
        #expect(player.checkExercise() == .right)
        #expect(player.solved == [2])
        #expect(player.place == 2)
        // A check leaves nothing behind.
        #expect(player.session.variables["by"] == nil)
        try player.back()
        #expect(player.place == 1)
    }

    @Test func theSolutionRunsOnceItWasShown() throws {
        let player = Player(
            try Lesson.parse(Array(PlayerTests.exercise.utf8), name: "e.md"),
            in: Session(sink: CapturedOutput()))
        _ = try player.next()
        #expect(player.showSolution() == "Y = tokens[1:-1].view(4, 2)")
        guard case .ran = try player.next() else {
            Issue.record("the solution runs")
            return
        }
        #expect(player.solutionsShown == [2])
        #expect(player.solved.isEmpty)
    }

    /// What `lagado run` does: remarks on a cell are no output of it.
    @Test func aCellWhoseOutputIsRemovedKeepsItsRemarks() throws {
        let text = """
            ```{code-cell} lagado
            :tags: [remove-output]
            class B:
                def __repr__(self): return 'B'
                def _repr_html_(self): return 1 / 0
            print('printed')
            B()
            ```
            """
        let output = CapturedOutput()
        let player = Player(try Lesson.parse(Array(text.utf8), name: "r.md"), in: Session(sink: output))
        _ = try player.next()
        #expect(output.text == "" && output.displayed.isEmpty)
        #expect(output.notes.contains { $0.contains("B._repr_html_() failed") })
        // Where cells run to get to a place, nothing is said.
        let silent = CapturedOutput()
        let other = Player(try Lesson.parse(Array(text.utf8), name: "r.md"), in: Session(sink: silent))
        _ = other.runSilently(to: 1)
        #expect(other.place == 1 && silent.text == "" && silent.notes.isEmpty)
    }

    static let comparisons: [(String, String)] = [
        (
            "assert torch.equal(x, y)",
            "rows 1 and 3 differ: in row 1 x has tensor([2., 3.]), and y has tensor([0., 3.])"
        ),
        (
            "assert (x == y).all()",
            "rows 1 and 3 differ: in row 1 x has tensor([2., 3.]), and y has tensor([0., 3.])"
        ),
        ("assert torch.equal(x, y[0])", "x has the shape [4, 2], and y[0] has [2]"),
        ("assert n == 4", "n is 3, not 4"),
        ("assert row == [1, 5, 3]", "element 1 differs: row has 2, and [1, 5, 3] has 5"),
        ("assert row == [1]", "row has 3 elements, and [1] has 1"),
        ("assert n > 4", "n is 3, and n > 4 is wanted"),
        ("assert not n", "not yet: a check of the result fails"),
        ("assert zzz == 1", "there is no 'zzz' yet: run the cell with your answer"),
        (
            "assert n.foo == 1",
            "the check cannot be made with these values: 'int' object has no attribute 'foo'"
        ),
        ("assert n == 4, 'four is wanted'", "four is wanted"),
    ]

    @Test(arguments: comparisons) func aFailedCheckSaysWhatDiffers(source: String, words: String) throws {
        let session = Session(sink: CapturedOutput())
        try session.run(
            "x = torch.arange(8.).view(4, 2); y = x.clone(); y[1, 0] = 0; y[3, 1] = 0; n = 3; row = [1, 2, 3]"
        )
        #expect(session.check([Cell(kind: .check, number: 1, source: source, line: 1)]) == .wrong(words))
    }

    @Test func testingProvesTheCheckOfAnExercise() throws {
        func report(_ text: String) throws -> LessonReport {
            LessonTest(try Lesson.parse(Array(text.utf8), name: "e.md")).run(SessionRunner())
        }
        let good = try report(PlayerTests.exercise)
        #expect(good.exit == .fine, "\(good.cells.map(\.status))")
        let lax = PlayerTests.exercise.replacingOccurrences(
            of: "assert by == [1], f\"you shifted by {by[0]} tokens\"\nassert torch.equal(Y, X + 1)\n",
            with: "")
        #expect(try report(lax).cells[1].status == .accepts("the wrong answer in line 23"))
        let blind = PlayerTests.exercise.replacingOccurrences(
            of: "Y = tokens[2:].view(4, 2)", with: "Y = tokens[1:-1].view(4, 2)")
        #expect(try report(blind).exit == .differs)
        let broken = PlayerTests.exercise.replacingOccurrences(
            of: "```solution\nY = tokens[1:-1]", with: "```solution\nY = tokens[2:]")
        #expect(try report(broken).exit == .cellFailed)
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
