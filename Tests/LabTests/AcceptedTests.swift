import Foundation
import Lab
import Language
import Testing

/// Settings are followed or refused: none is taken and forgotten.
@Suite struct AcceptedTests {
    private func run(_ code: String) throws -> String {
        let fixture = SessionFixture()
        try fixture.session.run(code)
        return fixture.output.text
    }

    @Test("rcParams are followed")
    func settings() throws {
        let text = try run(
            """
            plt.rcParams['figure.figsize'] = (8, 3)
            plt.rcParams.update({'axes.grid': True, 'font.size': 14})
            print(plt.rcParams['figure.figsize'], plt.rcParams['font.size'], plt.rcParams['axes.grid'])
            plt.rcdefaults()
            print(plt.rcParams['figure.figsize'], plt.rcParams['axes.grid'])
            """)
        #expect(text == "(8, 3) 14 True\n[6.4, 4.8] False\n")
    }

    @Test(
        "figsize is the size of the picture",
        arguments: ["plt.figure(figsize=(8, 3))", "plt.rcParams['figure.figsize'] = [8, 3]"])
    func size(_ line: String) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "lagado-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("figure.svg").path
        _ = try run("\(line)\nplt.plot([1, 2])\nplt.savefig('\(path)')")
        let picture = try String(contentsOfFile: path, encoding: .utf8)
        #expect(picture.contains("width=\"800\"") && picture.contains("height=\"300\""))
    }

    @Test(
        "What no figure would follow is refused by name",
        arguments: [
            ("plt.rcParams['axes.prop_cycle'] = 3", "NotImplementedError", "axes.prop_cycle"),
            ("plt.rcParams['figure.figsiz'] = 3", "KeyError", "figure.figsiz"),
            ("plt.rcParams['figure.figsize'] = (0, 3)", "ValueError", "(0, 3)"),
            ("plt.rcParams['nothing.like.it']", "KeyError", "nothing.like.it"),
            ("plt.figure(figsiz=(3, 3))", "TypeError", "figsiz"),
            ("plt.subplots(1, 2, subplot_kw={'projection': 'polar'})", "NotImplementedError", "subplot_kw"),
            ("plt.imshow([[1, 2]], origin='left')", "ValueError", "origin"),
            ("plt.hexbin([1], [2])", "NotImplementedError", "plt.hexbin"),
            ("np.set_printoptions(formatter={'float': str})", "NotImplementedError", "formatter"),
            ("np.set_printoptions(precison=3)", "TypeError", "precison"),
            ("torch.optim.Adam([torch.ones(1)], capturable=True)", "NotImplementedError", "capturable"),
            (
                "torch.optim.SGD([torch.ones(1)], lr=1, differentiable=True)", "NotImplementedError",
                "differentiable"
            ),
        ])
    func refused(_ line: String, _ kind: String, _ named: String) throws {
        var failure: ScriptError?
        do { _ = try run(line) } catch { failure = ScriptError(error) }
        #expect(failure?.className == kind, "\(line): \(failure?.message ?? "no error")")
        #expect(failure?.message.contains(named) == true, "\(line): \(failure?.message ?? "no error")")
    }

    @Test("Figures are made as before")
    func usual() throws {
        _ = try run(
            """
            fig, axs = plt.subplots(2, 2, figsize=(8, 6), sharex=True)
            axs[0, 1].plot([1, 2]), axs[1][0].imshow([[1, 2]], origin='upper', cmap='gray')
            fig.suptitle('a', fontsize=12)
            plt.tight_layout(pad=1)
            fig, axs = plt.subplots(1, 1, squeeze=False)
            axs[0, 0].plot([1, 2])
            plt.close()
            """)
    }
}
