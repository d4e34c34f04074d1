import Language
import Presentation
import PythonLibrary
import Testing

/// Keeps what goes past the text: progress and remarks.
private final class ListeningOutput: OutputSink {
    private(set) var text = ""
    private(set) var notes: [String] = []
    private(set) var progress: [Progress?] = []
    func write(_ text: String) { self.text += text }
    func display(_ forms: Forms) {}
    func progress(_ progress: Progress?) { self.progress.append(progress) }
    func note(_ text: String) { notes.append(text) }
}

/// A library's object that copies itself, or refuses.
private final class Cargo: ScriptObject {
    let load: Value
    let isFixed: Bool
    init(_ load: Value, isFixed: Bool = false) { (self.load, self.isFixed) = (load, isFixed) }
    var typeName: String { "Cargo" }
    func getAttribute(_ name: String) throws -> Value? { name == "load" ? load : nil }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject {
        isFixed ? self : Cargo(try memo?.copy(load) ?? load)
    }
}

private final class Anchor: ScriptObject { var typeName: String { "Anchor" } }

@Suite struct ModuleTests {
    private func heard(_ program: String) throws -> ListeningOutput {
        let output = ListeningOutput()
        try Interpreter.withLibrary(output: output).run(program, mode: .module)
        return output
    }

    @Test func tqdmMovesTheProgressLineAndWritesNothing() throws {
        let output = try heard(
            "from tqdm.auto import tqdm, trange\nn = 0\nfor x in tqdm([1, 2, 3], desc='walk'): n += "
                + "x\nprint(n)"
        )
        #expect(output.text == "6\n")
        #expect(output.progress.first??.label == "walk")
        #expect(output.progress.first??.total == 3)
        #expect(output.progress.last.map { $0 == nil } == true)
        let silent = try heard(
            "from tqdm import trange\nprint(sum(trange(4, disable=True)), len(trange(5, leave=False)))")
        #expect(silent.text == "6 5\n")
        #expect(silent.progress.isEmpty)
    }

    @Test func aBarByHandShowsItsValues() throws {
        let output = try heard(
            """
            from tqdm import tqdm
            with tqdm(total=10) as bar:
                bar.update(4)
                bar.set_postfix(loss=2.34567, step=1)
                bar.refresh()
                print(bar.n, bar.total)
            tqdm.write('beside')
            """)
        #expect(output.text == "4 10\nbeside\n")
        let shown = output.progress.compactMap { $0 }.last
        #expect(shown?.completed == 4)
        #expect(shown?.extras.map { "\($0.name)=\($0.text)" } == ["loss=2.35", "step=1"])
        #expect(output.progress.last.map { $0 == nil } == true)
    }

    @Test func aBarThatABreakLeavesIsTakenAway() throws {
        let output = try heard(
            "from tqdm import tqdm\ndef f():\n  for i in tqdm(range(5)):\n    if i == 2: break\nf()")
        #expect(output.progress.last.map { $0 == nil } == true)
    }

    @Test func remarksGoBesideTheOutput() throws {
        let output = try heard(
            "import sys, warnings\nprint('error', file=sys.stderr)\nwarnings.warn('slow')\n"
                + "warnings.filterwarnings('ignore')\nwarnings.warn('unheard')"
        )
        #expect(output.text.isEmpty)
        #expect(output.notes == ["error", "UserWarning: slow"])
    }

    @Test func librariesTakePartInCopying() throws {
        let interpreter = Interpreter.withLibrary()
        let list = Value.list([.int(1)])
        interpreter.globals["list_"] = list
        interpreter.globals["cargo"] = .object(Cargo(list))
        interpreter.globals["fixed"] = .object(Cargo(list, isFixed: true))
        interpreter.globals["anchor"] = .object(Anchor())
        let row = try interpreter.run(
            """
            import copy
            a, b = copy.copy(cargo), copy.deepcopy([cargo, cargo, list_])
            (a.load is list_, b[0] is b[1], b[0].load is b[2], b[2] is list_, copy.deepcopy(fixed) is fixed)
            """)
        #expect(try row?.repr() == "(True, True, True, False, True)")
        #expect { try interpreter.run("copy.deepcopy([anchor])") } throws: { error in
            ScriptError(error).message == "a 'Anchor' object cannot be copied"
        }
    }

    @Test func everyCommandOfAModuleIsDeclaredWhole() throws {
        let interpreter = Interpreter.withLibrary()
        for name in interpreter.moduleNames {
            let module = try interpreter.module(name)
            for member in module.names {
                guard case .builtin(let command)? = module[member] else { continue }
                #expect(command.summary.hasSuffix("."), "\(name).\(member)")
                #expect(command.name == member, "\(name).\(member) calls itself \(command.name)")
                for parameter in command.parameters {
                    #expect(!parameter.help.isEmpty, "\(name).\(member) \(parameter.name)")
                }
                if command.example.hasPrefix(name + ".") {
                    #expect(throws: Never.self, "\(command.example)") {
                        try Interpreter.withLibrary().run("import \(name)\n\(command.example)")
                    }
                }
            }
        }
    }
}
