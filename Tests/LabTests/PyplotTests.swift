import Foundation
import Lab
import Language
import Testing

/// Programs over `matplotlib.pyplot` with what matplotlib prints for them, recorded by
/// `scripts/record-torch-cases.py`, and the figures that they give.
@Suite("Programs print what they print with matplotlib", .serialized)
struct PyplotTests {
    private static let prelude = """
        import math
        import torch
        import torch.nn as nn
        import torch.nn.functional as F
        import numpy as np
        torch.manual_seed(0);
        """

    @Test(arguments: TorchCase.all("pyplot")) func cases(_ one: TorchCase) throws {
        let fixture = SessionFixture()
        let scratch = FileManager.default.temporaryDirectory
            .appendingPathComponent("lagado-case-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        try fixture.session.run(Self.prelude + "\nscratch = '\(scratch.path)'")
        try #require(fixture.output.text.isEmpty)
        var failure: ScriptError?
        do { try fixture.session.run(one.program, echo: .last) } catch { failure = ScriptError(error) }
        #expect(failure?.className == one.error, "\(one.name): \(failure?.message ?? fixture.output.text)")
        if one.error == nil {
            #expect(Self.plain(fixture.output.text) == Self.plain(one.output), "\(one.name)")
        }
    }

    /// A cell shows its last value in its own layout: lines and blanks do not count.
    private static func plain(_ text: String) -> String { text.filter { !$0.isWhitespace } }

    /// A call, and what its picture has to hold.
    static let pictures: [(call: String, parts: [String])] = [
        ("plt.fill_between([0, 1, 2], [1, 2, 1], alpha=0.3, label='band'); plt.legend()", ["band", "0.3"]),
        (
            "fig, ax = plt.subplots(); ax.plot([1, 2]); t = ax.twinx(); t.plot([9, 5], 'r'); "
                + "t.set_ylabel('right')", ["right", "#ff0000", "#1f77b4"]
        ),
        (
            "plt.imshow([[0, 1]], cmap='Reds'); plt.colorbar(label='scale')",
            ["#fff5f0", "#67000d", "scale"]
        ),
        ("plt.imshow(np.array([[[255, 0, 0], [0, 255, 0]]], dtype=np.uint8))", ["#ff0000", "#00ff00"]),
        (
            "fig, p = plt.subplot_mosaic('AAB;CCB'); p['A'].set_title('wide'); p['B'].set_title('tall')",
            ["wide", "tall"]
        ),
        ("plt.bar([0, 1], [1, 2], color=['crimson', '#abc'])", ["#dc143c", "#aabbcc"]),
        (
            "plt.text(0.5, 0.5, 'words', color='C1', fontsize=20, rotation=45)",
            ["words", "#ff7f0e", "rotate(-45"]
        ),
        ("plt.axvspan(1, 2, color='gold', alpha=0.5); plt.plot([0, 3], [0, 1])", ["#ffd700"]),
        ("plt.pie([1, 2], labels=['one', 'two'], autopct='%.0f%%')", ["one", "33%", "67%"]),
        (
            "plt.errorbar([1, 2], [3, 4], yerr=0.5, fmt='o', label='e'); plt.legend(title='head')",
            ["e</text>", "head"]
        ),
        (
            "z = np.arange(12.).reshape(3, 4); plt.contourf(z); plt.contour(z, colors='k')",
            ["<image", "#000000"]
        ),
        ("plt.scatter([1, 2], [3, 4], c=['r', 'g'], s=[10, 200])", ["#ff0000", "#008000"]),
        (
            "plt.annotate('top', xy=(1, 1), xytext=(0.2, 0.5), arrowprops=dict(arrowstyle='->')); "
                + "plt.plot([0, 1])", ["top"]
        ),
        (
            "fig, ax = plt.subplots(figsize=(3, 2)); ax.axhline(0.5, ls='--', c='0.5'); "
                + "ax.set(xlim=(0, 1), title='t')", ["width=\"300\"", "#808080"]
        ),
    ]

    @Test(arguments: pictures) func picturesHoldWhatIsDrawn(call: String, parts: [String]) throws {
        let fixture = SessionFixture()
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("lagado-\(UUID().uuidString).svg").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try fixture.session.run("import matplotlib.pyplot as plt\nimport numpy as np\n\(call)")
        try fixture.session.run("plt.savefig('\(path)')")
        let picture = try String(contentsOfFile: path, encoding: .utf8)
        for part in parts { #expect(picture.contains(part), "\(call): \(part)") }
        // The terminal shows it too.
        try fixture.session.run("plt.show()")
        #expect(!fixture.output.displayed.isEmpty)
    }

    /// What a terminal and the SVG do not show is said once.
    @Test func looksArePassedOverWithANote() throws {
        let fixture = SessionFixture()
        try fixture.session.run(
            """
            import matplotlib.pyplot as plt
            plt.plot([1], markerfacecolor='r')
            plt.plot([1], markerfacecolor='b')
            """
        )
        #expect(fixture.output.notes.filter { $0.contains("markerfacecolor") }.count == 1)
    }

    /// Going back puts figures back.
    @Test func figuresComeBack() throws {
        let fixture = SessionFixture()
        try fixture.session.run("import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2])")
        try fixture.session.run("ax.plot([3, 4]); ax.set_title('t'); plt.gcf().suptitle('all')")
        try fixture.session.run("%undo")
        try fixture.session.run(
            "print(len(ax.lines), repr(ax.get_title()), plt.gcf() is fig, fig.get_suptitle() == '')")
        #expect(fixture.output.text.hasSuffix("1 '' True True\n"), "\(fixture.output.text)")
    }
}
