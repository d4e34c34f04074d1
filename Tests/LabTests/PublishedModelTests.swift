import Foundation
import GPT
import Lab
import Language
import TestSupport
import Testing
import Text

/// `load_model("gpt2")`: what is said, asked and used. What comes over a network is `WeightsTests`'.
@Suite struct PublishedModelTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("weights-\(UUID())")
        .path

    /// A network that ends as a test says.
    private struct Network: Downloader {
        var length: Int?
        var end: @Sendable () -> any Error = { TextError(.connection, "Could not resolve host") }

        func download(_ url: String, progress: (DownloadProgress) throws -> Void) throws -> Download {
            try progress(DownloadProgress(url: url, received: 120_000_000, total: 548_105_171))
            throw end()
        }

        func announcement(of url: String, progress: (DownloadProgress) throws -> Void) throws -> Announcement
        {
            guard let length else { throw TextError(.connection, "Could not resolve host") }
            return Announcement(status: 200, length: length, sha256: nil)
        }
    }

    private func lab(_ network: Network = Network(), data: String = "") -> SessionFixture {
        let library = Library(
            environment: ["XDG_CACHE_HOME": folder, "LAGADO_DATA": data], downloader: network)
        return SessionFixture(configuration: .init(library: library))
    }

    /// Answers one question after another.
    private func answering(_ fixture: SessionFixture, _ answers: [Session.Answer]) {
        var left = answers
        fixture.session.ask = { prompt in
            #expect(prompt == "fetch them? [y/N] ")
            return left.isEmpty ? .end : left.removeFirst()
        }
    }

    @Test func whereNobodyCanBeAskedNothingIsFetched() {
        let fixture = lab()
        let message = fixture.failure("load_model('gpt2')")
        #expect(message.hasPrefix("FileNotFoundError: gpt2's weights (548.1 MB) are not on this machine"))
        #expect(message.contains("load_model(\"gpt2\", download=True)"))
        #expect(
            fixture.failure("load_model('openai-community/gpt2-xl')").contains("gpt2-xl's weights are not"))
        #expect(fixture.failure("load_model('gpt2', download=False)").contains("are not on this machine"))
        #expect(fixture.output.notes.isEmpty)
        #expect(fixture.failure("load_model('gpt9')").contains("there is no file 'gpt9'"))
    }

    @Test func thePersonIsAskedAfterTheSizeWasSaid() {
        for (answers, words) in [
            ([Session.Answer.line("")], "FileNotFoundError"),
            ([.line("what"), .line("n")], "FileNotFoundError"),
            ([.end], "FileNotFoundError"), ([.interrupted], "KeyboardInterrupt"),
            ([.line("y")], "ConnectionError: cannot get gpt2's weights"),
        ] {
            let fixture = lab()
            answering(fixture, answers)
            #expect(fixture.failure("load_model('gpt2')").contains(words))
            #expect(
                fixture.output.notes.first
                    == "gpt2's weights: 548.1 MB from huggingface.co, into \(folder)/lagado/gpt2")
        }
        let large = lab(Network(length: 3_247_000_000))
        answering(large, [.line("n")])
        #expect(large.failure("load_model('gpt2-large')").contains("gpt2-large's weights (3247.0 MB)"))
        // What is not known is asked of the server, which is not there.
        let offline = lab().failure("load_model('gpt2-large', download=True)")
        #expect(offline.contains("Could not resolve host") && offline.contains("load_model('FOLDER')"))
    }

    @Test func whatCtrlCLeavesIsTold() {
        let fixture = lab(Network(end: { ScriptError("KeyboardInterrupt", "") }))
        #expect(fixture.failure("load_model('gpt2', download=True)").hasPrefix("KeyboardInterrupt"))
        #expect(
            fixture.output.notes.last == "120.0 MB of gpt2 are kept; the same line goes on there",
            "\(fixture.output.notes)")
    }

    @Test(.enabled(if: Shared.isPresent, Shared.missing)) func aFolderThatIsHereIsUsed() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: folder + "/data/gpt2", withDestinationPath: Shared.golden("hf-tiny").path)
        let fixture = lab(data: folder + "/data")
        _ = try fixture.run("model = load_model('gpt2')")
        #expect(fixture.output.notes.contains("gpt2's weights from \(folder)/data/gpt2"))
        #expect(
            try fixture.run(
                """
                from transformers import GPT2LMHeadModel
                print(GPT2LMHeadModel.from_pretrained('gpt2').config.n_embd == model.wte.weight.shape[1])
                """) == "True\n")
    }
}
