import Foundation
import Language
import PythonLibrary
import Testing

/// Modules in files: found, run once, told of by their own lines.
@Suite final class ModuleFileTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("lagado-\(UUID().uuidString)")
        for inner in ["pkg/sub", "plain"] {
            try FileManager.default.createDirectory(
                at: folder.appendingPathComponent(inner), withIntermediateDirectories: true)
        }
        for (name, text) in ModuleFileTests.files {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private static let files = [
        "helper.py": "'Helps.'\ncount = 1\ndef bump():\n    global count\n    count += 1\n    return count\n"
            + "def names(): return 'count' in globals(), globals()['__name__']\nclass Thing: pass\n",
        "pkg/__init__.py": "name = 'p'\n", "pkg/a.py": "value = 7\n",
        "pkg/b.py": "from . import a\nfrom .a import value\nfrom .sub import deep\n"
            + "def both(): return a.value + value\n",
        "pkg/sub/__init__.py": "",
        "pkg/sub/deep.py": "from .. import a\ndef where(): return __name__, a.value\n",
        "pkg/star.py": "__all__ = ['shown']\nshown = 1\nhidden = 2\n", "plain/inside.py": "x = 3\n",
        "one.py": "import two\ndone = two.f()\n", "two.py": "import one\ndef f(): return 'ok'\n",
        "three.py": "from four import x\n", "four.py": "from three import y\nx = 1\n",
        "random.py": "mine = True\n", "broken.py": "x = 1\n1 / 0\n",
    ]

    private func said(_ program: String) -> (output: String, error: ScriptError?) {
        let output = CapturedOutput()
        let interpreter = Interpreter.withLibrary(output: output)
        interpreter.searchPath.elements = [.string(folder.path)]
        do {
            try interpreter.run(program, name: "main.py", mode: .module)
            return (output.text, nil)
        } catch { return (output.text, ScriptError(error)) }
    }

    @Test(arguments: [
        (
            "import helper, helper as again\nfrom helper import bump, count\n"
                + "print(helper is again, bump(), helper.bump(), helper.count, count, helper.names())",
            "True 2 3 3 1 (True, 'helper')\n"
        ),
        (
            "import helper\nhelper.count = 10\nprint(helper.bump(), helper.Thing, helper.bump.__module__, "
                + "helper.__doc__, vars(helper)['count'])",
            "11 <class 'helper.Thing'> helper Helps. 11\n"
        ),
        (
            "import pkg.sub.deep\nimport pkg.a as a\nfrom pkg import b\nfrom pkg.sub import deep\n"
                + "print(pkg.a is a, pkg.name, b.both(), pkg.sub.deep.where(), deep.__package__)",
            "True p 14 ('pkg.sub.deep', 7) pkg.sub\n"
        ),
        ("from pkg.star import *\nprint(shown, 'hidden' in globals())", "1 False\n"),
        ("import one\nprint(one.done)\nimport sys\nprint(sys.modules['one'] is one)", "ok\nTrue\n"),
        ("import plain.inside\nfrom plain import inside\nprint(inside.x, plain)", "3 <module 'plain'>\n"),
        (
            "import tempfile, random\nprint(random.mine, len(tempfile.mktemp()) > 5)", "True True\n"
        ),
        (
            "try:\n    import broken\nexcept ZeroDivisionError:\n    import sys\n    "
                + "print('broken' in sys.modules)",
            "False\n"
        ),
    ]) func modulesAreFound(program: String, wanted: String) {
        let result = said(program)
        #expect(result.output == wanted, "\(result.error?.lines ?? [])")
    }

    @Test(arguments: [
        ("import nowhere", "ModuleNotFoundError", "No module named 'nowhere'"),
        ("import helper.x", "ModuleNotFoundError", "No module named 'helper.x'; 'helper' is not a package"),
        ("import pkg.x", "ModuleNotFoundError", "No module named 'pkg.x'"),
        ("from pkg import x", "ImportError", "cannot import name 'x' from 'pkg'"),
        (
            "import three", "ImportError",
            "cannot import name 'x' from partially initialized module 'four' (most likely due to a circular "
                + "import)"
        ),
        ("from . import a", "ImportError", "attempted relative import with no known parent package"),
        ("import pkg\npkg.x", "AttributeError", "module 'pkg' has no attribute 'x'"),
    ]) func errorsAreCPythons(program: String, kind: String, message: String) {
        let error = said(program).error
        #expect(error?.kind == kind)
        if program == "import three" {
            // CPython words it for the module whose names are asked for first.
            #expect(
                error?.message.contains("partially initialized module 'three'") == true,
                "\(error?.message ?? "")")
        } else {
            #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
        }
    }

    @Test func anErrorInAFileIsToldThere() {
        let error = said("x = 1\nimport broken").error
        #expect(error?.source?.name.hasSuffix("/broken.py") == true)
        #expect(error.flatMap { $0.range.map { r in error?.source?.position(r.lower).line } } == 2)
        #expect(error?.frames.first?.isImport == true && error?.frames.first?.source.name == "main.py")
    }

    @Test func anErrorInsideTheLibraryIsToldAtTheCall() {
        let error = said("import statistics\n\nx = statistics.mean([])").error
        #expect(error?.source?.name == "main.py" && error?.frames.isEmpty == true)
        #expect(error?.range.map { error?.source?.text($0) } == "statistics.mean([])")
        let inside = said(
            "import heapq\nclass A:\n    def __lt__(self, other):\n        return 1 / 0\n"
                + "heapq.heapify([A(), A()])"
        ).error
        #expect(inside?.range.map { inside?.source?.text($0) } == "1 / 0")
    }

    @Test func aSnapshotPutsTheVariablesOfAFileBack() throws {
        let interpreter = Interpreter.withLibrary()
        interpreter.searchPath.elements = [.string(folder.path)]
        try interpreter.run("import helper\nhelper.bump()")
        let snapshot = Snapshot()
        snapshot.visit(interpreter.globals.all.map(\.value))
        try interpreter.run("helper.bump()\nhelper.new = 1")
        snapshot.restore()
        #expect(try interpreter.run("(helper.count, hasattr(helper, 'new'))")?.repr() == "(2, False)")
    }
}
