import Foundation
import Lab
import Language
import Testing

/// What every declaration owes its reader: help, completion and the reference pages are made of it.
@Suite(.serialized) struct ReferenceTests {
    private static let entries = Reference().all.flatMap(\.entries)

    @Test func everySummaryIsOneSentence() {
        for entry in Self.entries {
            // What every method with a line under its name says behind its own sentence.
            let text = entry.command.summary.replacingOccurrences(of: ". In place.", with: ", in place.")
            #expect(text.hasSuffix(".") && !text.contains("\n"), "\(entry.name): \(text)")
            #expect(
                text.first.map { $0.isUppercase || $0.isNumber || !$0.isLetter } == true
                    || text.hasPrefix("e to "), "\(entry.name): \(text)")
            #expect(!text.dropLast().contains(". "), "\(entry.name): \(text)")
        }
    }

    @Test func everyParameterHasHelp() {
        for entry in Self.entries {
            var seen: Set<String> = []
            for parameter in entry.command.parameters {
                #expect(
                    !parameter.help.isEmpty && !parameter.name.isEmpty, "\(entry.name): \(parameter.name)")
                #expect(
                    seen.insert(parameter.name).inserted,
                    "\(entry.name) has two parameters '\(parameter.name)'")
            }
        }
    }

    @Test func commandsHaveAResultAndAnExample() {
        let own =
            Reference().commands.flatMap(\.entries)
            + Reference().types.filter { $0.title != "Methods of nn.Module" }.flatMap(\.entries)
        for entry in own {
            #expect(!entry.command.returns.isEmpty && !entry.command.example.isEmpty, "\(entry.name)")
        }
    }

    @Test func namesAreDeclaredOnce() {
        let names = Reference().commands.flatMap(\.entries).map(\.name)
        #expect(Set(names).count == names.count)
        let magics = Magics.all.map(\.name)
        #expect(Set(magics).count == magics.count)
    }

    /// Each in a session of its own, in an empty folder, where the names that examples use are there.
    @Test func theExamplesOfCommandsRun() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "lagado-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let before = FileManager.default.currentDirectoryPath
        FileManager.default.changeCurrentDirectoryPath(folder.path)
        defer {
            FileManager.default.changeCurrentDirectoryPath(before)
            try? FileManager.default.removeItem(at: folder)
        }
        try Data("x = 3\n".utf8).write(to: folder.appendingPathComponent("exercise.py"))
        // An encoding is GPT-2's and needs its merges: `TokenizerTests` runs those.
        let without = [
            "Methods of Tensor", "Methods of nn.Module", "Methods of optimizer", "Methods of encoding",
        ]
        let types = Reference().types.filter { !without.contains($0.title) }
        let lines =
            (Reference().commands + types).flatMap(\.entries).map { ($0.name, $0.command.example) }
            // The words to a lesson are read by the prompt: `PlayTests` types them.
            + Magics.all.filter { LessonVerb(rawValue: $0.name) == nil && $0.name != "play" }.map {
                ($0.name, $0.example)
            }
        for (name, example) in lines {
            let fixture = try SessionFixture().withLecture()
            try fixture.run("%snap before")
            try fixture.run("trace = model.trace(X); run = trainer.run(1)")
            // The lecture's variable hides the command.
            if name == "trace" { try fixture.run("del trace") }
            try fixture.run("later = 1")
            try fixture.run("%undo")
            do { try fixture.session.run(example) } catch {
                Issue.record("\(name): \(example)\n\(ErrorReport(ScriptError(error)).message)")
            }
        }
    }

    @Test func everyExampleIsPython() throws {
        for entry in Self.entries where !entry.command.example.isEmpty {
            if case .complete = Parser.parse(entry.command.example) { continue }
            Issue.record("\(entry.name): \(entry.command.example)")
        }
        let own = Reference().all.filter {
            ["Python's own", "Module math", "Module string"].contains($0.title)
        }.flatMap(\.entries)
        for entry in own {
            let fixture = SessionFixture()
            try fixture.run("import math, string")
            #expect(fixture.failure(entry.command.example) == "", "\(entry.name): \(entry.command.example)")
        }
    }

    @Test func theReferenceHasEverything() {
        let text = Reference().markdown()
        for entry in Self.entries where entry.command.group != "methods" {
            #expect(text.contains(entry.command.name + "("), "\(entry.name)")
        }
        for magic in Magics.all { #expect(text.contains("| `%\(magic.name)"), "\(magic.name)") }
        let names = Reference().names()
        for name in [
            "torch.arange", "torch.nn.Linear", "torch.nn.functional.softmax", "torch.optim.AdamW",
            "numpy.zeros", "matplotlib.pyplot.plot", "Tensor.view",
        ] {
            #expect(names.contains("| `\(name)` |"), "\(name)")
        }
    }

    @Test func helpPages() throws {
        let session = try SessionFixture().withLecture().session
        #expect(session.help("nll_loss", detailed: true).contains("formula"))
        #expect(session.help("Model5", detailed: true).contains("source    ModelCommands.swift, line "))
        #expect(session.help("model.trace").contains("Runs the model and keeps every intermediate result"))
        #expect(session.help("%undo").contains("example   %undo 2"))
        #expect(session.help("tokenise").contains("Did you mean"))
        #expect(session.help("atention").contains("Did you mean attention?"))
        for line in session.help("Model5").split(separator: "\n") where !line.contains("example") {
            #expect(line.count <= 80, "\(line)")
        }
        try session.run("def twice(x, times=2):\n    'Doubles.'\n    return x * times")
        #expect(session.help("twice") == "twice(x, times=2)\n  Doubles.")
        #expect(session.help("twice", detailed: true).contains("return x * times"))
    }
}
