import Foundation
import Lab
import Language
import Testing

/// Results, magics, files, completion and errors of a session.
@Suite(.serialized) struct SessionTests {
    @Test func resultsHaveNames() throws {
        let fixture = SessionFixture()
        try fixture.run("3")
        try fixture.run("4")
        try fixture.run("5;")
        #expect(fixture.output.text == "3\n4\n")
        #expect(try fixture.run("_, __, _1") == "(5, 4, 3)\n")
    }

    @Test func linesForIPythonAreRemarkedOnOnce() throws {
        let fixture = SessionFixture()
        try fixture.run(
            "%matplotlib inline\n%config InlineBackend.figure_format = 'svg'\n!pip install torch\nx = 3")
        try fixture.run(
            "import matplotlib_inline.backend_inline\n"
                + "matplotlib_inline.backend_inline.set_matplotlib_formats('svg')"
        )
        try fixture.run(
            "from IPython import display\ndisplay.set_matplotlib_formats('svg')\nfor i in range(2):\n    "
                + "!ls\n    %load_ext autoreload"
        )
        #expect(try fixture.run("x") == "3\n")
        #expect(fixture.output.notes.count == 1, "\(fixture.output.notes)")
        #expect(fixture.failure("%matplotlb inline").contains("there is no magic '%matplotlb'"))
    }

    @Test func promptsOfIPythonAndPythonAreTakenOff() throws {
        let fixture = SessionFixture()
        try fixture.run("In [4]: x = 21")
        #expect(try fixture.run("In [5]: x * 2") == "42\n")
        #expect(
            try fixture.run("In [6]: for i in range(2):\n   ...:     print(i + x)\n   ...:") == "21\n22\n")
        #expect(try fixture.run(">>> for i in range(2):\n...     print(i)\n...\n>>> x") == "0\n1\n21\n")
        #expect(fixture.failure("Out[5]: 42").contains("is an answer of IPython's"))
        #expect(fixture.failure("In [5]: x * 2\nOut[5]: 42").contains("is an answer of IPython's"))
        // Within a cell it is Python, which looks the place up.
        #expect(fixture.failure("y = 1\nIn [5]: x * 2").contains("NameError: name 'In'"))
        #expect(
            fixture.failure("y.z: int").contains("AttributeError")
                || fixture.failure("q.z: int").contains("NameError"))
    }

    @Test func whyKnowsPyTorchsWords() throws {
        let fixture = SessionFixture()
        #expect(try fixture.run("why()") == "no error yet\n")
        _ = fixture.failure("lenn([1])")
        let text = try fixture.run("why()")
        #expect(text.contains("NameError: name 'lenn' is not defined") && text.contains("^^^^"), "\(text)")
        #expect(try fixture.run("why()") == text)
        var error = ScriptError("ShapeError", "they do not fit")
        error.pytorch = "RuntimeError: mat1 and mat2 shapes cannot be multiplied"
        #expect(ErrorReport(error).explanation().contains("PyTorch says\n  RuntimeError: mat1"))
    }

    @Test func aSessionIsCarriedAway() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "lagado-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let fixture = SessionFixture()
        try fixture.run("x = 3\nx < 4")
        try fixture.run("%who")
        try fixture.run("plot([3, 1, 2])")
        _ = fixture.failure("1 / 0")
        func written(_ magic: String, _ name: String) throws -> String {
            let path = folder.appendingPathComponent(name).path
            try fixture.run("%\(magic) \(path)")
            return try String(contentsOfFile: path, encoding: .utf8)
        }
        let notebook = try #require(
            JSONSerialization.jsonObject(with: Data(written("export", "a.ipynb").utf8)) as? [String: Any])
        let cells = try #require(notebook["cells"] as? [[String: Any]])
        #expect(
            cells.compactMap { ($0["source"] as? [String])?.joined() } == [
                "x = 3\nx < 4", "plot([3, 1, 2])", "1 / 0",
            ])
        let outputs = cells.compactMap { ($0["outputs"] as? [[String: Any]])?.first }
        #expect((outputs[0]["text"] as? [String]) == ["True\n"])
        #expect(
            (outputs[1]["data"] as? [String: Any])?.keys.sorted() == [
                "image/png", "image/svg+xml", "text/plain",
            ])
        #expect(outputs[2]["ename"] as? String == "ZeroDivisionError")
        let lesson = try written("export", "a.md")
        #expect(
            lesson.contains("```output\nTrue\n```")
                && lesson.contains(
                    ":check: error\n\n1 / 0\n```\n\n```output\nZeroDivisionError: division by zero\n"),
            "\(lesson)")
        #expect(
            try written("export", "a.html").contains("x &lt; <span class=\"n\">4</span>")
                && written("export", "b.html").contains("<svg"))
        let program = try written("export", "a.py")
        #expect(program.hasPrefix("# ---\n# jupyter:\n") && program.contains("lagado: {format: 1, seed: 0}"))
        #expect(
            program.contains("\n# %%\nx = 3\nx < 4\n") && program.contains("\n# %%\nplot([3, 1, 2])\n")
                && !program.contains("1 / 0"))
        #expect(try written("save", "b.py") == "x = 3\nx < 4\n\nplot([3, 1, 2])\n")
        #expect(fixture.failure("%export a.doc").contains("ending in .ipynb or .md or .html or .py"))
        #expect(SessionFixture().failure("%export a.py").contains("no cell has run"))
    }

    @Test func pytorchsLinesForWhatWasTyped() throws {
        let fixture = try SessionFixture().withLecture()
        #expect(try fixture.run("%pytorch X, Y = sampler.batch()").contains("torch.randint"))
        #expect(try fixture.run("%pytorch").contains("torch.optim.AdamW"))
        #expect(try fixture.run("%pytorch x = 3") == "nothing in it has another line in PyTorch\n")
        #expect(try fixture.run("%pytorch torch.arange(3)") == "nothing in it has another line in PyTorch\n")
    }

    @Test func namesMadeThroughGlobalsAreVariables() throws {
        let fixture = SessionFixture()
        try fixture.run(
            "globals()['made_here'] = 12\nclass A: pass\n\na = A()\nvars(a)['inside'] = 1\n"
                + "m = nn.Module()\nm._parameters['weights'] = nn.Parameter(torch.ones(1))")
        #expect(try fixture.run("%who").contains("made_here"))
        for (line, wanted) in [("made", "made_here"), ("a.ins", "inside"), ("m.wei", "weights")] {
            #expect(
                fixture.session.completions(line, cursor: line.utf8.count).candidates.contains(wanted),
                "\(line)")
        }
        #expect(try fixture.run("del globals()['made_here']\n'made_here' in globals()") == "False\n")
        #expect(!(try fixture.run("%who").contains("made_here")))
    }

    @Test func whatARunRecordedIsForReading() throws {
        let fixture = try SessionFixture().withLecture()
        try fixture.run("run = trainer.run(2); X, Y = sampler.batch()")
        for line in [
            "run.losses.append(1)", "run.losses[0] = 1", "del run.losses[0]", "trainer.losses.clear()",
            "trainer.history.losses.sort()", "run.losses += [1]", "run.times['sample'] = 1",
            "run.times.clear()",
            "sampler.starts[0] = 3", "run.test_losses.append(1)", "import random; random.shuffle(run.losses)",
            "model.trace(X).names.append('x')",
        ] { #expect(fixture.failure(line).contains("a change would be lost"), "\(line)") }
        #expect(
            try fixture.run(
                "l = list(run.losses); l.append(1); m = run.losses[:]; m[0] = 1; len(l), len(run.losses), "
                    + "dict(run.times).pop('loss') > 0"
            )
                == "(3, 2, True)\n")
        for line in ["trainer.steps = 3", "sampler.batch_size = 3", "model.n_heads = 3", "run.note = 1"] {
            #expect(!fixture.failure(line).isEmpty, "\(line)")
        }
    }

    /// A line up to the cursor, and candidates that have to be among those offered, first ones first.
    static let completions: [(String, [String])] = [
        ("mod", ["model"]), ("model.tr", ["trace", "train"]), ("torch.aran", ["arange"]),
        ("torch.nn.functional.soft", ["softmax"]), ("F.soft", ["softmax"]),
        ("sampler.batch(se", ["seed="]), ("sampler.batch(", ["seed=", "at="]),
        ("generate(model, 'a', temp", ["temperature="]), ("X.sha", ["shape"]),
        ("text.upp", ["upper"]), ("'a'.upp", ["upper"]), ("d['al", ["alpha"]), ("d[\"", ["alpha", "beta"]),
        ("load('gul", ["gulliver"]),
        ("model = Model5(tied='", ["lecture", "shared", "none"]), ("%un", ["%undo"]),
        ("%time mod", ["model"]), ("import torch.n", ["torch.nn"]),
        ("from torch import ", ["arange"]), ("from import ", []), ("from  import x", []),
        ("from torch.nn import Lin", ["Linear"]), ("net.inn", ["inner"]),
        ("net.inner.wei", ["weight"]), ("twice(", ["x=", "times="]),
        ("for i in ran", ["range"]), ("x = [mod", ["model"]), ("print(model.bl", ["blocks"]),
        ("def f():\n    return mod", ["model"]), ("%undo be", ["before"]),
        ("trainer.optim", ["optimizer"]), ("trainer.optimizer.st", ["state", "step"]), ("plt.pl", ["plot"]),
        ("np.ar", ["arange"]), ("self_made.__", []),
        ("Trainer(model, optimizer, sampler, precision=\"", ["float32", "bf16"]),
        ("generate(model, 'a', weights='i", ["int8"]), ("split(tokens, 0.9, '", ["tail", "head", "blocks"]),
        ("split(tokens, holdout='b", ["blocks"]), ("F.mse_loss(x, y, reduction='s", ["sum"]),
        ("load(name='voy", ["voyage"]), ("%color o", ["on", "off"]), ("%timeit -", ["-n", "-r"]),
        ("%ops --", ["--all"]), ("%%ti", ["%%time", "%%timeit"]), ("%%time\nmod", ["model"]),
        ("%timeit -n 10 model.tr", ["trace"]), ("%who Te", ["Tensor"]), ("%reset net", ["net"]),
    ]

    @Test func tabOffersWhatFits() throws {
        let fixture = try SessionFixture().withLecture()
        try fixture.run(
            """
            d = {'alpha': 1, 'beta': 2}
            class Net(nn.Module):
                def __init__(self):
                    super().__init__()
                    self.inner = nn.Linear(2, 2)
            net = Net()
            def twice(x, times=2): return x * times
            """)
        try fixture.run("%snap before")
        for (line, wanted) in Self.completions {
            let start = DispatchTime.now().uptimeNanoseconds
            let found = fixture.session.completions(line, cursor: line.utf8.count)
            let milliseconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e6
            for word in wanted {
                #expect(found.candidates.contains(word), "\(line): \(found.candidates.prefix(8))")
            }
            if line.hasSuffix("(") {
                #expect(found.candidates.first == wanted.first && found.signature != nil, "\(line)")
            }
            #expect(milliseconds < 200, "\(line) took \(milliseconds) ms")
        }
    }

    /// On a terminal the words of an error are broken between words; what can be typed is one line.
    @Test func messagesAreBrokenBetweenWords() throws {
        let fixture = SessionFixture()
        (fixture.session.breaksMessages, fixture.session.columns) = (true, { 50 })
        let line = "raise ValueError('one two three four five six seven eight nine ten eleven')"
        func report() -> String {
            do { try fixture.session.run(line) } catch { return fixture.session.report(error) }
            return ""
        }
        #expect(
            report().hasSuffix(
                "ValueError: one two three four five six seven\n  eight nine ten eleven"), "\(report())")
        #expect(report().contains("    " + line + "\n"))
        fixture.session.breaksMessages = false
        #expect(report().hasSuffix("seven eight nine ten eleven"))
    }

    @Test func aRunMarksTheRowsThatItLeavesOut() throws {
        let fixture = try SessionFixture().withLecture()
        try fixture.run("trainer = Trainer(model, optimizer, sampler, test=sampler, eval_every=1)")
        #expect(!(try fixture.run("run = trainer.run(9); print(run)").contains("…")))
        let shown = try fixture.run("run = trainer.run(21); print(run)")
        #expect(shown.contains("rows left out: run.test_steps, run.test_losses have all"), "\(shown)")
        let left = shown.components(separatedBy: "… ").last?.prefix { $0 != " " } ?? ""
        #expect(try fixture.run("print(len(run.test_steps) - 12)") == left + "\n")
    }
}
