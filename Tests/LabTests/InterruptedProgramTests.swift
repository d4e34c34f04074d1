import Lab
import Language
import Presentation
import Testing

/// Ctrl-C in the middle of training, handled by the program.
@Suite(.serialized)
struct InterruptedProgramTests {
    /// Presses Ctrl-C when a step of a run has been shown so often.
    private final class Presser: OutputSink {
        let interruption = Interruption()
        var (text, notes, left) = ("", [String](), Int.max)

        func write(_ text: String) { self.text += text }
        func display(_ forms: Forms) {}
        func progress(_ progress: Progress?) {
            guard progress != nil else { return }
            left -= 1
            if left == 0 { interruption.request() }
        }
        func note(_ text: String) { notes.append(text) }
    }

    private let sink = Presser()
    private let session: Session

    init() throws {
        session = Session(sink: sink, interruption: sink.interruption)
        let interruption = sink.interruption
        session.interpreter.register([
            Builtin("press", group: "test", summary: "Ctrl-C.") { _ -> Value in
                interruption.request()
                return .none
            }
        ])
    }

    /// What a program wrote.
    private func run(_ program: String) throws -> String {
        sink.text = ""
        try session.run(program, echo: .none)
        return sink.text
    }

    @Test func aRunIsLeftEarlyAndSaved() throws {
        try session.run(SessionFixture.lecture, echo: .none)
        sink.left = 2
        let text = try run(
            """
            try:
                trainer.run(100000)
                print("never")
            except KeyboardInterrupt:
                print("saving after", trainer.steps > 0, trainer.steps < 100000)
                state = model.state_dict()
                more = trainer.run(2)
            finally:
                print("finally")
            print(len(trainer.history.losses) == trainer.steps, len(state) > 0)
            """)
        #expect(text == "saving after True True\nfinally\nTrue True\n")
        #expect(sink.notes.contains { $0.hasPrefix("stopped after") })
        // The next cell starts afresh.
        #expect(try run("trainer.run(1)\nprint('on')") == "on\n")
    }

    @Test func aSecondOneEndsTheHandler() throws {
        try session.run(SessionFixture.lecture, echo: .none)
        sink.left = 2
        #expect(throws: ScriptError.self) {
            try session.run(
                "try:\n    trainer.run(100000)\nexcept KeyboardInterrupt:\n    press()\n    "
                    + "trainer.run(100000)\n    done = True",
                echo: .none)
        }
        #expect(try run("print(trainer.steps < 100000, 'done' in dir())") == "True False\n")
    }

    @Test(arguments: [
        // A Dataset's __getitem__, out of a DataLoader.
        """
        class Numbers(torch.utils.data.Dataset):
            def __len__(self): return 100
            def __getitem__(self, i):
                if i == 7: press()
                return torch.tensor([float(i)])
        seen = 0
        try:
            for batch in torch.utils.data.DataLoader(Numbers(), batch_size=4): seen += 1
        except KeyboardInterrupt: print(seen)
        """,
        // The forward of a module inside another one.
        """
        class Layer(nn.Module):
            def forward(self, x):
                press()
                for i in range(3): pass
                return x
        try: nn.Sequential(nn.Linear(2, 2), Layer())(torch.ones(2))
        except KeyboardInterrupt: print(1)
        """,
        // A hook, out of backward().
        """
        x = torch.ones(2, requires_grad=True)
        x.register_hook(lambda g: press())
        try: (x * x).sum().backward()
        except KeyboardInterrupt: print(1)
        """,
        // A loop of training as it is written by hand.
        """
        w = torch.zeros(2, requires_grad=True)
        optimizer = torch.optim.SGD([w], lr=0.1)
        steps = 0
        try:
            while True:
                loss = ((w - 1) ** 2).sum()
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                steps += 1
                if steps == 1: press()
        except KeyboardInterrupt: print(steps)
        """,
        // A context of the library is left in order.
        """
        try:
            with torch.no_grad():
                press()
        except KeyboardInterrupt: print(1 if torch.is_grad_enabled() else 'off')
        """,
    ])
    func outOfCallbacks(program: String) throws {
        try session.run("import torch\nimport torch.nn as nn\nimport torch.utils.data", echo: .none)
        #expect(try run(program) == "1\n", "\(program)")
    }

    @Test func oneThatNothingPollsForIsToldAndTheValueIsThere() throws {
        do {
            try session.run("x = [press(), 7]", echo: .none)
            Issue.record("nothing was told")
        } catch { #expect(session.report(error).contains("KeyboardInterrupt")) }
        #expect(try run("print(x[1])") == "7\n")
    }

    // MARK: - Names that were not set

    /// The message of the error in a cell.
    private func failure(_ cell: String) -> String {
        do {
            try session.run(cell, echo: .all)
            return ""
        } catch { return ErrorReport(ScriptError(error)).message }
    }

    @Test func aStoppedAssignmentSaysWhereItsValueIs() throws {
        try session.run(SessionFixture.lecture + "\nt = trainer\ndel trainer", echo: .none)
        sink.left = 2
        #expect(failure("run = t.run(100000)").hasPrefix("KeyboardInterrupt"))
        #expect(
            sink.notes.contains {
                $0.contains("; t.run(") && $0.contains("goes on, t.history is the run so far")
            })
        let message = failure("run")
        #expect(
            message.hasPrefix(
                "NameError: name 'run' is not defined: Ctrl-C stopped 'run = t.run(100000)' in cell 2 "
                    + "before it had a value"
            ))
        #expect(message.contains("try: run = t.history"))
        // From now on the name is like any other.
        try session.run("run = t.history", echo: .none)
        #expect(failure("del run\nrun") == "NameError: name 'run' is not defined")
    }

    @Test(arguments: [
        ("a = stop()", "a", "'a = stop()'"), ("a, (b, *c) = stop()", "c", "'a, (b, *c) = stop()'"),
        ("for a in stop(): pass", "a", "'for a in stop(): pass'"),
        ("with stop() as a: pass", "a", "'with stop() as a: pass'"),
        ("if True:\n    x = 1\n    a = stop()", "a", "'a = stop()'"),
        ("a: int = stop()", "a", "'a: int = stop()'"),
        ("%time a = stop()", "a", "'a = stop()'"),
        ("x = 1\nstop()\na = 2", "a", "before the line that sets it"),
        ("a = [press() for i in range(3)]", "a", "'a = [press()"),
        ("stop()\ndef a(): pass", "a", "before the line that sets it"),
        ("a = [stop() for i in range(3)]", "a", "'a = [stop()"),
    ])
    func everyKindOfAssignment(cell: String, name: String, words: String) throws {
        try session.run("def stop():\n    press()\n    for i in range(10): pass", echo: .none)
        #expect(failure(cell).hasPrefix("KeyboardInterrupt"), "\(cell)")
        let message = failure(name)
        #expect(
            message.hasPrefix("NameError: name '\(name)' is not defined: Ctrl-C stopped")
                && message.contains(words), "\(message)")
        // A name that has a value keeps it.
        try session.run("\(name) = 5", echo: .none)
        #expect(failure(cell).hasPrefix("KeyboardInterrupt"))
        #expect(try run("print(\(name))") == "5\n")
    }
}
