import Disk
import Foundation
import Statistics
import Testing
import Text
import Training

@Suite struct ExperimentTests {
    private static func corpus(_ count: Int = 600) -> ExperimentCorpus {
        let tokens = (0..<count).map { $0 * $0 % 23 }
        return ExperimentCorpus(
            "squares", tokens: tokens, text: String(repeating: "ab", count: count), vocabulary: 23,
            tokenizer: "numbers"
        ) { $0.map { "\($0) " }.joined() }
    }

    private static func setting(_ seed: Int = 0, _ change: (inout ExperimentSetting) -> Void = { _ in })
        -> ExperimentSetting
    {
        var setting = ExperimentSetting()
        (setting.corpus, setting.sum, setting.vocabulary) = ("squares", corpus().sum, 23)
        (setting.width, setting.blocks, setting.heads, setting.length) = (8, 1, 2, 8)
        (setting.batch, setting.steps, setting.seed) = (2, 12, seed)
        change(&setting)
        return setting
    }

    private func run(_ settings: [ExperimentSetting], atOnce: Int = 1) throws -> [ExperimentResult] {
        let grid = try ExperimentGrid(settings, on: [Self.corpus()])
        var results: [ExperimentResult] = []
        try grid.run(grid.settings, atOnce: atOnce, onResult: { results.append($0) }, poll: {})
        return grid.settings.compactMap { setting in results.first { $0.setting == setting } }
    }

    private static func path() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("experiment-\(UUID()).jsonl").path
    }

    @Test func theSameDigitsHoweverManyAtOnce() throws {
        let settings = (0..<5).map { Self.setting($0) }
        let (one, many) = (try run(settings), try run(settings, atOnce: 4))
        #expect(one.count == 5 && one.map(\.losses) == many.map(\.losses))
        #expect(one.map(\.testLosses) == many.map(\.testLosses) && one.map(\.text) == many.map(\.text))
        #expect(one[0].losses != one[1].losses)
        #expect(one[0].losses.count == 12 && one[0].testSteps.first == 0 && one[0].testSteps.last == 12)
        #expect(one[0].testLoss < one[0].testLosses[0])
    }

    /// A run of the grid is the run that a trainer makes of the same pieces.
    @Test func everySettingTrains() throws {
        var settings: [ExperimentSetting] = []
        for sampler in SamplerKind.allCases {
            for split in Holdout.allCases {
                for share in [0.3, 1] {
                    settings.append(
                        Self.setting {
                            ($0.sampler, $0.split, $0.share) = (sampler, split, share)
                        })
                }
            }
        }
        let results = try run(settings, atOnce: 2)
        #expect(results.count == 18)
        for result in results { #expect(result.testLoss.isFinite && result.form != nil) }
        // A third of the text is gone through three times as often.
        let scarce = results.first { $0.setting.share < 1 }, whole = results.first { $0.setting.share == 1 }
        #expect(try #require(scarce).passes > 3 * (try #require(whole).passes))
    }

    @Test(arguments: [
        ("steps", "at least 1"), ("share", "between 0 and 1"), ("length", "tokens"), ("heads", "divisible"),
        ("rate", "above 0"), ("batch", "at least one window"),
    ])
    func whatCannotRunIsToldFirst(_ wrong: String, _ part: String) {
        let setting = Self.setting {
            switch wrong {
            case "steps": $0.steps = 0
            case "share": $0.share = 1.5
            case "length": $0.length = 1000
            case "heads": $0.heads = 3
            case "rate": $0.rate = -1
            default: $0.batch = 0
            }
        }
        #expect { try ExperimentGrid([setting], on: [Self.corpus()]) } throws: { "\($0)".contains(part) }
    }

    // MARK: Files

    @Test func whatIsInTheFileIsNotRunAgain() throws {
        let file = try ExperimentFile(Self.path())
        defer { unlink(file.path) }
        #expect(try file.read().results.isEmpty)
        let results = try run([Self.setting(0), Self.setting(1)])
        for result in results { try file.append(result) }
        let back = try file.read()
        #expect(!back.wasCut && back.results.map(\.setting) == results.map(\.setting))
        #expect(
            back.results.map(\.losses) == results.map(\.losses) && back.results[0].text == results[0].text)
    }

    /// The program was killed in the middle of a line.
    @Test func aLineThatWasCutOffIsTakenOff() throws {
        let file = try ExperimentFile(Self.path())
        defer { unlink(file.path) }
        let result = try #require(try run([Self.setting()]).first)
        try file.append(result)
        let whole = try Data(contentsOf: URL(fileURLWithPath: file.path))
        for kept in [2, 40, whole.count - 1] {
            try (whole + whole.prefix(kept)).write(to: URL(fileURLWithPath: file.path))
            let back = try file.read()
            #expect(back.wasCut && back.results.count == 1)
            #expect(try Data(contentsOf: URL(fileURLWithPath: file.path)) == whole)
        }
    }

    @Test func filesOfSomethingElseStayAsTheyAre() throws {
        let path = Self.path()
        defer { unlink(path) }
        for (text, part) in [
            ("a line\nanother\n", "line 1"), ("no result", "does not end"), ("{\"a\": 1}\n", "line 1"),
            ("\n\n[]\n", "line 3"),
        ] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            #expect { try ExperimentFile(path).read() } throws: { "\($0)".contains(part) }
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(text.utf8))
        }
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func aFullDiskEndsTheGridWithWhatWasWritten() throws {
        let file = try ExperimentFile("/dev/full")
        let grid = try ExperimentGrid([Self.setting(0), Self.setting(1)], on: [Self.corpus()])
        var came = 0
        #expect {
            try grid.run(grid.settings, atOnce: 1) {
                came += 1
                try file.append($0)
            } poll: {
            }
        } throws: { ($0 as? FileError)?.message.contains("No space left") == true }
        #expect(came == 1)
    }

    @Test func aGridCanBeStopped() throws {
        struct Stop: Error {}
        let grid = try ExperimentGrid(
            (0..<50).map { seed in Self.setting(seed) { $0.steps = 5000 } }, on: [Self.corpus()])
        #expect(throws: Stop.self) {
            try grid.run(grid.settings, atOnce: 2, onResult: { _ in }, poll: { throw Stop() })
        }
    }

    // MARK: Groups

    @Test func runsAreAveragedOverSeeds() throws {
        let results = try run(
            (0..<3).flatMap { seed in [Self.setting(seed), Self.setting(seed) { $0.sampler = .epoch }] })
        let groups = ExperimentGroup.groups(results)
        #expect(groups.count == 2 && groups.map(\.results.count) == [3, 3])
        #expect(groups[0].setting.sampler == .random)
        let own = groups[0].results.map(\.testLoss)
        #expect(groups[0].sample(\.testLoss).mean == Sample(own).mean)
        let test = try #require(groups[1].paired(with: groups[0], \.testLoss))
        #expect(
            test.differences.values
                == zip(groups[1].results, groups[0].results).map { $0.testLoss - $1.testLoss })
        #expect(groups[0].curve.map(\.step) == results[0].testSteps)
        #expect(try #require(groups[0].paired(with: groups[0], \.testLoss)).pValue == 1)
    }
}
