import Foundation
import Lab
import Language
import Testing

/// Every door through which a program writes a file, tried at places outside the folder in which it may
/// write.
struct WritingFolderTests {
    let root: URL
    let inside: URL

    init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("lagado-\(UUID().uuidString)")
        inside = root.appendingPathComponent("in")
        for folder in ["in/sub", "out"] {
            try FileManager.default.createDirectory(
                at: root.appendingPathComponent(folder), withIntermediateDirectories: true)
        }
        try FileManager.default.createSymbolicLink(
            atPath: inside.path + "/link", withDestinationPath: "../out")
        for ending in ["svg", "png", "safetensors", "bpe", "py", "ipynb"] {
            try FileManager.default.createSymbolicLink(
                atPath: inside.path + "/file.\(ending)", withDestinationPath: "../out/file.\(ending)")
        }
    }

    /// A line that writes to PATH, and the ending that its file has.
    static let doors: [(line: String, ending: String)] = [
        ("plt.plot([1]); plt.savefig('PATH')", "svg"), ("plt.plot([1]); plt.gcf().savefig('PATH')", "png"),
        ("plot([1, 2], path='PATH')", "svg"),
        ("plot([1, 2]).save('PATH')", "png"), ("torch.save({'a': torch.ones(1)}, 'PATH')", "safetensors"),
        ("Model5(n_vocab=256, embed_dim=8, n_blocks=1, n_heads=1, seq_len=8).save('PATH')", "safetensors"),
        ("train_tokenizer('a sea, a sea', 258).save('PATH')", "bpe"),
        ("x = 1\n%save PATH", "py"), ("x = 1\n%export PATH", "ipynb"),
        ("%export PATH --without-errors", "ipynb"),
        (
            "m = Model5(n_vocab=256, embed_dim=8, n_blocks=1, n_heads=1, seq_len=8)\nt = Trainer(m, "
                + "AdamW(m.parameters()), RandomSampler(torch.arange(99), 2, 8))\nt.save('PATH')",
            "safetensors"
        ),
        (
            "m = Model5(n_vocab=256, embed_dim=8, n_blocks=1, n_heads=1, seq_len=8)\nt = Trainer(m, "
                + "AdamW(m.parameters()), RandomSampler(torch.arange(99), 2, 8))\nt.run(1).plot('PATH')",
            "svg"
        ),
    ]

    private func session() -> Session {
        let session = Session(configuration: Session.Configuration(writingFolder: inside.path))
        // A cell that has run, for the magics that write cells.
        try? session.run("1 + 1")
        return session
    }

    private func failure(_ session: Session, _ line: String) -> String {
        do {
            try session.run(line)
            return ""
        } catch { return ErrorReport(ScriptError(error)).message }
    }

    @Test(arguments: doors) func nothingIsWrittenOutside(line: String, ending: String) throws {
        let session = session()
        let outside = [
            root.path + "/out/x.\(ending)", inside.path + "/../out/x.\(ending)",
            inside.path + "/sub/../../out/x.\(ending)",
            inside.path + "/link/x.\(ending)", inside.path + "/file.\(ending)", "~/lagado-never.\(ending)",
            "/x.\(ending)", inside.path + "/link/../x.\(ending)",
        ]
        for path in outside {
            let message = failure(session, line.replacingOccurrences(of: "PATH", with: path))
            #expect(
                message.hasPrefix("PermissionError: a lesson writes files in its working folder only"),
                "\(path): \(message)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: root.path + "/out").isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: root.path).sorted() == ["in", "out"])
        // Within it, the same line writes.
        for path in [
            inside.path + "/x.\(ending)", inside.path + "/sub/x.\(ending)",
            inside.path + "/sub/../y.\(ending)",
        ] {
            #expect(failure(session, line.replacingOccurrences(of: "PATH", with: path)) == "")
            #expect(FileManager.default.fileExists(atPath: path))
        }
    }

    @Test(arguments: [
        "open('/x', 'w')", "open('/etc/x', 'a')", "import os; os.makedirs('/x')",
        "import os; os.remove('/x')",
        "import os; os.rename('a', '/b')", "import pathlib; pathlib.Path('/x').write_text('a')",
        "import shutil; shutil.copy('/etc/passwd', '/x')", "import shutil; shutil.rmtree('/lagado-x')",
        "import os; os.system('ls')", "import os; os.popen('ls')", "import os; os.symlink('/', 'x')",
        "import os; os.chdir('/')", "import subprocess", "import ctypes", "%%bash\nls",
        "%%writefile x\na", "np.save('x', np.ones(1))", "plt.imsave('x.png', [[1]])",
    ]) func whatWritesOrRunsElsewhereIsNotThere(line: String) { #expect(failure(session(), line) != "") }

    @Test func aShellLineRunsNothing() throws {
        let session = session()
        try session.run("!touch \(root.path)/out/x")
        #expect(try FileManager.default.contentsOfDirectory(atPath: root.path + "/out").isEmpty)
    }

    @Test func withoutAFolderAPersonWritesWhereTheyMay() throws {
        let session = Session()
        try session.run("plot([1, 2]).save('\(root.path)/out/x.svg')")
        #expect(FileManager.default.fileExists(atPath: root.path + "/out/x.svg"))
    }

    @Test func whatExportLeavesOut() throws {
        let session = Session()
        session.keepsUndo = true
        for cell in [
            "x = 1", "y = 2", "%undo", "1 / 0", "%snap s", "z = 3", "w = 4", "%undo s", "q = 5", "%undo",
            "%redo", "x",
        ] {
            try? session.run(cell)
        }
        func sources(_ line: String) throws -> [String] {
            let path = "\(root.path)/a.ipynb"
            try session.run(line.replacingOccurrences(of: "FILE", with: path))
            let root =
                try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
                as? [String: Any]
            return (root?["cells"] as? [[String: Any]] ?? []).compactMap {
                ($0["source"] as? [String])?.joined()
            }
        }
        #expect(try sources("%export FILE --without-errors") == ["x = 1", "q = 5", "x"])
        #expect(try sources("%export --without-errors FILE") == ["x = 1", "q = 5", "x"])
        #expect(try sources("%export FILE").contains("1 / 0"))
        #expect(failure(session, "%export --what a.md").contains("--without-errors"))
    }
}
