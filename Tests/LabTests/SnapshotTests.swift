import Foundation
import Lab
import Language
import Testing

/// `%undo`, `%snap` and `%diff`: what comes back, bit for bit.
@Suite(.serialized) struct SnapshotTests {
    /// A cell that prepares, one that changes, and an expression that has to be after undo what it was
    /// before.
    static let cases: [(String, String, String)] = [
        ("x = 1", "x = 2", "x"), ("x = 1", "del x", "x"),
        ("x = [1, [2]]", "x[1].append(3); x.append(4)", "x"),
        ("d = {'a': 1}", "d['b'] = 2; d['a'] = 5", "d"), ("s = {1, 2}", "s.add(3); s.remove(1)", "sorted(s)"),
        ("y = 1", "import math; y = math", "y"), ("t = torch.ones(3)", "t += 1; t[0] = 9", "t"),
        ("t = torch.ones(4); v = t[1:]", "v *= 3", "t, v, t[1:] is v"),
        ("t = torch.ones(2)", "t = t + 1", "t"),
        ("p = nn.Parameter(torch.ones(2))", "(p * 2).sum().backward()", "p.grad"),
        (
            "p = nn.Parameter(torch.ones(2)); (p * 2).sum().backward()",
            "p.grad.zero_(); p.requires_grad_(False)", "p.grad, p.requires_grad"
        ),
        (
            "class A:\n  n = 1\n\na = A(); a.x = [1]", "a.x.append(2); a.y = 3; A.n = 5; A.m = 1",
            "a.x, hasattr(a, 'y'), A.n, hasattr(A, 'm')"
        ),
        (
            "def counter():\n  n = 0\n  def f():\n    nonlocal n\n    n += 1\n    return n\n  return f\n\nc "
                + "= counter(); c()",
            "c(); c()", "c.__name__"
        ),
        ("class C: pass\n", "C.__name__ = 'X'; C.__qualname__ = 'Y'", "C, C.__name__"),
        (
            "plt.rcParams['font.size'] = 9",
            "plt.rcParams['font.size'] = 8; plt.rcParams['axes.grid'] = True",
            "plt.rcParams['font.size'], plt.rcParams['axes.grid']"
        ),
        (
            """
            o = torch.optim.SGD([torch.ones(1, requires_grad=True)], lr=1.0)
            s = torch.optim.lr_scheduler.ReduceLROnPlateau(o, patience=1); s.step(1.0)
            """, "s.step(1.0); s.step(2.0); s.step(2.0)", "s.best, s.num_bad_epochs, s.get_last_lr()"
        ),
        ("torch.manual_seed(3)", "torch.rand(5)", "torch.rand(2)"),
        ("g = torch.Generator().manual_seed(1)", "torch.rand(3, generator=g)", "torch.rand(2, generator=g)"),
        ("np.random.seed(1)", "np.random.rand(3)", "np.random.rand(2)"),
        (
            "rng = np.random.default_rng(3); rng.integers(5, dtype=np.int32)",
            "rng.normal(size=3); rng.shuffle([1, 2])", "rng.bit_generator.state, rng.random(2)"
        ),
        ("t = torch.ones(2); v = t.view(torch.int32)", "v[0] = 0", "t, v"),
        ("x = 1", "torch.set_default_dtype(torch.float64)", "torch.ones(1)"),
        (
            "torch.set_printoptions(precision=4); x = torch.tensor(1/3)",
            "torch.set_printoptions(precision=8)", "x"
        ),
        (
            "m = nn.Linear(2, 2)", "m.weight.data.zero_(); m.eval(); m.extra = 3",
            "m.weight, m.training, hasattr(m, 'extra')"
        ),
        ("m = nn.Sequential(nn.Linear(2, 2))", "m.append(nn.ReLU())", "m"),
        ("m = nn.Linear(2, 2)", "m.bias = None", "m.bias"),
        (
            "class N(nn.Module):\n  def __init__(self):\n    super().__init__()\n    self.l = nn.Linear(2, "
                + "2)\n  def forward(self, x): return self.l(x)\n\nn = N()",
            "n.l = nn.Linear(2, 3); n.k = 1", "n, hasattr(n, 'k'), n(torch.ones(2)).shape"
        ),
        ("5", "6", "_"),
        ("import random; random.seed(1)", "random.gauss(0, 1)", "random.gauss(0, 1), random.random()"),
        ("r = np.random.RandomState(3)", "r.randn(3)", "r.randn(2)"),
        ("s = RandomSampler(torch.arange(100), 2, 4)", "s.batch(); s.batch()", "s.windows, s.batch()"),
        ("s = EpochSampler(torch.arange(100), 2, 4); s.batch()", "s.batch()", "s.batch()[0]"),
    ]

    /// Writes through live views: the state comes back, whatever door the write came through.
    static let views: [(String, String, String)] = [
        (
            "class A: pass\n\na = A(); a.x = [1]", "vars(a)['y'] = 2; a.__dict__['x'].append(3)",
            "a.x, hasattr(a, 'y'), vars(a)"
        ),
        (
            "class A: pass\n\na = A(); a.x = 1; d = vars(a)", "d['x'] = 5; d.clear(); d['z'] = 1; a.q = 2",
            "a.x, d, d is vars(a), hasattr(a, 'q')"
        ),
        ("class A: pass\n\na = A(); a.x = 1", "a.__dict__ = {'y': 2}", "a.x, hasattr(a, 'y')"),
        ("class A: pass\n\nclass B: pass\n\na = A()", "a.__class__ = B", "type(a).__name__"),
        ("k = 1", "globals()['k'] = 2; globals()['new'] = 3; del globals()['k']", "k, 'new' in globals()"),
        ("g = globals(); k = 1", "g['k'] = 2", "k, g['k']"),
        ("def f(a=1): return a\n", "f.__defaults__ = (2,); f.__dict__['n'] = 1; f.m = 2", "f(), vars(f)"),
        ("import math; d = vars(math)", "math.mine = 1; d['pi'] = 3", "math.pi, hasattr(math, 'mine')"),
        ("import math", "math.mine = 1; math.pi = 3", "round(math.pi, 5), hasattr(math, 'mine')"),
        (
            "m = nn.Linear(2, 2)", "vars(m)['training'] = False; vars(m)['x'] = 1; m.x = 2",
            "m.training, hasattr(m, 'x')"
        ),
        (
            "m = nn.Linear(2, 2); p = m._parameters",
            "p['weight'] = None; del p['bias']; p['q'] = nn.Parameter(torch.ones(1))",
            "m, list(p), m.weight"
        ),
        (
            "m = nn.Module(); m.register_buffer('c', torch.ones(2))", "m.c = None; m.d = 1",
            "m.c, m.state_dict()"
        ),
        (
            "m = nn.Module(); m.register_buffer('c', None)", "m.c = torch.ones(2)",
            "m.c, m.state_dict(), list(m._buffers)"
        ),
        (
            "m = nn.Sequential(nn.ReLU(), nn.Tanh())", "m._modules['0'] = nn.GELU(); m._modules.pop('1')",
            "m, len(m)"
        ),
        ("m = nn.Dropout(0.0)", "m.p = 1.0; m.training = False", "m, m(torch.ones(2)), m.training"),
        (
            "x = nn.Parameter(torch.zeros(2)); y = torch.ones(2)",
            "x.data = y; y[0] = 5; x.data = torch.ones(3)", "x, y, x.shape"
        ),
        ("m = nn.Dropout(0.0)", "for i in range(2000): m.p = i / 2000", "m, m.p, m(torch.ones(2))"),
        (
            "from transformers import GPT2Tokenizer\nt = GPT2Tokenizer.from_pretrained('gpt2')",
            "t.padding_side = 'left'; t.model_max_length = 7", "t.padding_side, t.model_max_length"
        ),
        ("a = np.arange(4); b = a[::-1]", "b[0] = 9; b += 1", "a, b"),
        (
            "p = nn.Parameter(torch.ones(1)); q = nn.Parameter(torch.ones(1)); o = torch.optim.SGD([p], "
                + "lr=0.5)",
            "o.param_groups[0]['params'].append(q); o.param_groups[0]['lr'] = 1; q.grad = torch.ones(1); "
                + "o.step()",
            "o.param_groups, q, o.defaults['lr']"
        ),
        (
            "p = nn.Parameter(torch.ones(1)); o = torch.optim.Adam([p], lr=0.5); p.grad = torch.ones(1); "
                + "o.step()",
            "o.state.clear(); o.param_groups.pop(); o.step()", "o.state, len(o.param_groups), p"
        ),
        (
            "from torch.utils.data import Subset, TensorDataset\ns = Subset(TensorDataset(torch.arange(4)), "
                + "[0, 1])",
            "s.indices.append(3); s.indices[0] = 2", "s.indices, s[0], len(s)"
        ),
    ]

    @Test(arguments: cases + views) func undoBringsBack(before: String, change: String, look: String) throws {
        // What the expression gives without the change is what it has to give after undo.
        let plain = SessionFixture()
        try plain.run(before)
        let wanted = try plain.run(look)
        let fixture = SessionFixture()
        try fixture.run(before)
        try fixture.run(change)
        try fixture.run("%undo")
        #expect(try fixture.run(look) == wanted, "\(change)")
    }

    @Test func trainingAfterUndoHasTheSameBits() throws {
        let fixture = try SessionFixture().withLecture()
        try fixture.run("trainer.run(3)")
        let first = try fixture.run(
            "trainer.run(4).losses[3:], trainer.evaluate(), generate(model, 'The', 5)")
        try fixture.run("%undo")
        #expect(try fixture.run("trainer.steps") == "3\n")
        #expect(
            try fixture.run("trainer.run(4).losses[3:], trainer.evaluate(), generate(model, 'The', 5)")
                == first)
        // Back over several cells, also over the one that made the first steps.
        try fixture.run("%undo 3")
        #expect(try fixture.run("trainer.steps, len(optimizer.state)") == "(0, 0)\n")
        #expect(
            try fixture.run("trainer.run(7).losses[3:], trainer.evaluate(), generate(model, 'The', 5)")
                == first)
    }

    @Test func aLoopOfOnesOwnGoesBackToo() throws {
        let fixture = try SessionFixture().withLecture()
        let loop = """
            for i in range(3):
                X, Y = sampler.batch()
                optimizer.zero_grad()
                loss = nll_loss(model(X), Y)
                loss.backward()
                optimizer.step()
                print(loss.item())
            """
        let first = try fixture.run(loop)
        try fixture.run("%undo")
        #expect(try fixture.run(loop) == first)
    }

    @Test func namedSnapshotsAreKept() throws {
        let fixture = try SessionFixture().withLecture()
        try fixture.run("x = 1")
        try fixture.run("%snap before")
        let first = try fixture.run("trainer.run(2).losses")
        try fixture.run("x = 2; new = [1]; del text")
        let changes = try fixture.run("%diff before")
        for words in [
            "Since snapshot 'before'", "x", "1 → 2", "new", "gone", "text", "0 → 2 steps", "parameters moved",
            "random numbers",
        ] {
            #expect(changes.contains(words), "\(changes)")
        }
        for _ in 0..<2 {
            try fixture.run("%undo before")
            #expect(try fixture.run("x, len(text) > 0, 'new' in globals()") == "(1, True, False)\n")
            #expect(try fixture.run("%diff before") == "nothing has changed since snapshot 'before'\n")
            #expect(try fixture.run("trainer.run(2).losses") == first)
        }
        #expect(try fixture.run("%snap").contains("before"))
    }

    @Test func questionsAndMistakesAreNoCellsToTakeBack() throws {
        let fixture = SessionFixture()
        try fixture.run("x = 1")
        try fixture.run("x = 2")
        try fixture.run("%who")
        try fixture.run("x?")
        _ = fixture.failure("x = (")
        try fixture.run("%undo")
        #expect(try fixture.run("x") == "1\n")
    }

    @Test func whatCannotBeDoneIsSaid() throws {
        let fixture = SessionFixture()
        #expect(fixture.failure("%undo").contains("there is no cell to take back"))
        try fixture.run("x = 1")
        #expect(fixture.failure("%undo 5").contains("only the last 1 cell can be taken back"))
        #expect(fixture.failure("%undo 0").contains("one cell or more"))
        #expect(fixture.failure("%undo befor").contains("there is no snapshot 'befor'"))
        try fixture.run("%snap before")
        #expect(fixture.failure("%diff befor").contains("Did you mean 'before'?"))
        #expect(fixture.failure("%snap two words").contains("no name for a snapshot"))
        fixture.session.timeline.limit = 1000
        try fixture.run("t = torch.zeros(1000)")
        try fixture.run("t += 1")
        // Its own state was too large, and is made again from the one before.
        try fixture.run("%undo")
        #expect(fixture.output.notes.contains { $0.contains("this state was too large to keep: 1 cell") })
        #expect(try fixture.run("t.sum()") == "tensor(0.)\n")
        fixture.session.timeline.limit = 1 << 30
        try fixture.run("many = [[i] for i in range(300000)]")
        try fixture.run("many[0] = 1")
        try fixture.run("%undo")
        #expect(try fixture.run("many[0]") == "[0]\n")
        try fixture.run("many[0] = 1")
        try fixture.run("%snap all")
        try fixture.run("many[1].append(5)")
        try fixture.run("%undo all")
        #expect(try fixture.run("many[:2]") == "[1, [1]]\n")
    }

    @Test func aUsedUpComputationComesBack() throws {
        let fixture = SessionFixture()
        try fixture.run("w = nn.Parameter(torch.ones(2)); loss = (w * w).sum()")
        try fixture.run("loss.backward()")
        try fixture.run("%undo")
        #expect(try fixture.run("w.grad is None") == "True\n")
        try fixture.run("loss.backward()")
        #expect(try fixture.run("w.grad") == "tensor([2., 2.])\n")
    }

    /// What backward needs is written over in between, and its version with it.
    @Test func aComputationWhoseNumbersChangedComesBack() throws {
        let fixture = SessionFixture()
        try fixture.run("w = nn.Parameter(torch.ones(2)); loss = (w * w).sum()")
        try fixture.run("loss.backward(); w.data += 5; w.grad.zero_()")
        try fixture.run("torch.optim.SGD([w], lr=1.0).step()")
        try fixture.run("%undo 2")
        try fixture.run("loss.backward()")
        #expect(try fixture.run("w.grad, w.data") == "(tensor([2., 2.]), tensor([1., 1.]))\n")
    }

    @Test func whatWasTooLargeIsMadeAgain() throws {
        let fixture = SessionFixture()
        fixture.session.timeline.limit = 1 << 20
        try fixture.run("t = torch.zeros(100000)")
        for _ in 0..<6 { try fixture.run("t = t + 1") }
        // 400 KB each: two that are not the present one fit.
        try fixture.run("%undo 2")
        #expect(try fixture.run("t[0]") == "tensor(4.)\n")
        try fixture.run("%undo 3")
        #expect(fixture.output.notes.contains { $0.contains("run again, about") })
        #expect(try fixture.run("t[0]") == "tensor(2.)\n")
    }

    @Test func whatWasStoppedCannotBeMadeAgain() throws {
        let fixture = SessionFixture()
        fixture.session.timeline.limit = 100_000
        try fixture.run("t = torch.zeros(100000); n = 0")
        let interruption = fixture.session.interruption
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.2) { interruption.request() }
        _ = fixture.failure("while True: n += 1")
        try fixture.run("m = n")
        #expect(fixture.failure("%undo").contains("cell 2 was stopped by Ctrl-C"))
        #expect(try fixture.run("n == m") == "True\n")
        try fixture.run("%undo 4")
        #expect(fixture.failure("n").contains("not defined"))
    }

    @Test func redoGoesForthAgain() throws {
        let fixture = SessionFixture()
        try fixture.run("x = [1]")
        try fixture.run("x.append(2); torch.manual_seed(1)")
        try fixture.run("y = torch.rand(2)")
        try fixture.run("x.append(3)")
        try fixture.run("%undo 3")
        #expect(try fixture.session.run("x")?.repr() == "[1]")
        // Looking was a cell too: what was taken back before it is gone.
        #expect(fixture.failure("%redo").contains("nothing to run again"))
        try fixture.run("x.append(2); torch.manual_seed(1)")
        try fixture.run("y = torch.rand(2)")
        try fixture.run("x.append(3)")
        try fixture.run("%undo 3")
        try fixture.run("%redo")
        try fixture.run("%redo 2")
        #expect(fixture.failure("%redo").contains("nothing to run again"))
        #expect(
            try fixture.run("x, y, torch.rand(1)")
                == "([1, 2, 3], tensor([0.7576, 0.2793]), tensor([0.4031]))\n")
        #expect(fixture.failure("%redo x").contains("takes a number of cells"))
    }
}
