import Bindings
import Language
import Plots
import Presentation
import Statistics
import Tensors
import Text

/// What batches see of a text: drawn, and computed.
enum CoverageCommand {
    static let all: [Builtin] = [coverage]

    static let coverage = Builtin(
        "coverage", group: "data",
        summary:
            "Says how much of the text a sampler has drawn, or would draw: what never, and what repeatedly.",
        Parameter<CoverageSource>("sampler", "a sampler or a DataLoader; its own draws are not touched"),
        Parameter<Int?>(
            "batches",
            "draw so many batches of a fresh one instead of looking at what this one gave out; of a "
                + "DataLoader an epoch if left out", default: nil),
        Parameter<Int>("repeats", "how often they are drawn, for means and intervals", default: 100),
        Parameter<Int>("seed", "of these draws", default: 0),
        returns: "table", example: "coverage(sampler, batches=20)",
        formula: "computed: never seen (1 − c/S)ⁿ, c of S = N − T starts reaching a token, mean over the text"
    ) { interpreter, source, batches, repeats, seed -> TableObject in
        let object: SamplerObject
        switch source {
        case .sampler(let sampler): object = sampler
        case .loader(let loader):
            return try table(
                LoaderWindows(loader, interpreter), loader, batches: batches, repeats: repeats, seed: seed,
                interpreter)
        }
        let sampler = object.source.sampler
        guard let batches else { return try drawn(object, sampler.coverage) }
        let simulation = try CoverageSimulation(
            like: sampler, batches: batches, repeats: repeats,
            from: Generator(seed: UInt64(bitPattern: Int64(seed)))
        ) { try interpreter.interruption.check() }
        return try table(simulation, object, batches)
    }

    // MARK: Once

    /// One bar a number, the tallest for the greatest.
    static func spark(_ values: [Double]) -> String {
        let top = values.max() ?? 0
        let bars = Array("▁▂▃▄▅▆▇█")
        return String(values.map { $0 <= 0 || top <= 0 ? " " : bars[min(7, Int($0 / top * 7.999))] })
    }

    private static func percent(_ share: Double) -> String {
        // A share that is there and does not show in one digit gets more.
        share > 0 && share < 0.0005
            ? (share < 1e-6 ? "< 0.0001" : Formatting.fixed(100 * share, 4)) + " %"
            : Formatting.fixed(100 * share, 1) + " %"
    }

    /// What a sampler gave out, beside what so many windows can be expected to see.
    private static func drawn(_ object: SamplerObject, _ coverage: Coverage) throws -> TableObject {
        let summary = coverage.summary
        let computed = object.source.sampler.expectation(windows: summary.windows)
        var rows = [
            ["tokens in the text", Formatting.grouped(coverage.count), ""],
            ["windows given out", Formatting.grouped(summary.windows), ""],
            [
                "tokens given out",
                Formatting.grouped(summary.tokensSeen) + ", "
                    + "\(Formatting.fixed(summary.passes, 2)) times the text",
                "",
            ],
        ]
        if summary.windows > 0 {
            rows += [
                [
                    "never seen",
                    "\(Formatting.grouped(summary.neverSeen)), \(percent(summary.neverSeenFraction))",
                    percent(computed.neverSeenFraction),
                ],
                [
                    "seen",
                    "\(Formatting.grouped(summary.minimum)) to \(Formatting.grouped(summary.maximum)) times, "
                        + Formatting.fixed(summary.mean, 2) + " ± "
                        + Formatting.fixed(summary.standardDeviation, 2),
                    "± " + Formatting.fixed(computed.standardDeviation, 2),
                ],
                [
                    "unevenness, Gini", Formatting.fixed(summary.gini, 3),
                    computed.gini.map { Formatting.fixed($0, 3) } ?? "",
                ],
                [
                    "windows drawn twice", Formatting.grouped(summary.repeatedStarts),
                    Formatting.fixed(computed.repeatedStarts, 1),
                ],
            ]
            if let even = coverage.startEvenness {
                rows.append([
                    "starts in \(even.degreesOfFreedom + 1) parts",
                    "χ² \(Formatting.fixed(even.statistic, 1)), p = \(Formatting.fixed(even.pValue, 3))",
                    "χ² \(even.degreesOfFreedom)",
                ])
            }
            if !summary.longestGap.isEmpty {
                rows.append([
                    "longest gap",
                    "tokens \(Formatting.grouped(summary.longestGap.lowerBound)) to "
                        + "\(Formatting.grouped(summary.longestGap.upperBound - 1))", "",
                ])
            }
        }
        let footer =
            summary.windows > 0
            ? ["from the first token to the last: " + spark(coverage.profile(bins: min(40, coverage.count)))]
            : []
        return TableObject(
            "Coverage of \(try object.repr())",
            headers: summary.windows > 0 ? ["", "drawn", "expected"] : [],
            rows: summary.windows > 0 ? rows : rows.map { Array($0.prefix(2)) }, footer: footer,
            values: try values([summary], computed, coverage))
    }

    // MARK: Again and again

    private static func table(
        _ simulation: CoverageSimulation, _ object: SamplerObject, _ batches: Int
    ) throws -> TableObject {
        let sampler = object.source.sampler
        let computed = sampler.expectation(windows: simulation.first.windows)
        var footer = footer(simulation)
        if type(of: sampler).kind == .random {
            footer.append(
                "\(Formatting.grouped(computed.thinStart)) tokens at the beginning and "
                    + "\(Formatting.grouped(computed.thinEnd)) at the end lie in fewer windows than the "
                    + "others; "
                    + "the last in none")
        } else if computed.thinEnd > 0 {
            footer.append("\(Formatting.count(computed.thinEnd, "token")) at the end belong to no window")
        }
        return try table(
            simulation, computed,
            title: "\(Formatting.count(batches, "batch", "batches")) of \(try object.repr())", footer: footer)
    }

    /// Batches of a DataLoader.
    private static func table(
        _ windows: LoaderWindows, _ loader: Value, batches: Int?, repeats: Int, seed: Int,
        _ interpreter: Interpreter
    ) throws -> TableObject {
        let batches = try batches ?? Operations.length(loader)
        let simulation = try windows.drawn(
            batches: batches, repeats: repeats, seed: seed, interpreter)
        let n = simulation.first.windows
        let computed = windows.perEpoch.map {
            CoverageExpectation(
                shuffled: windows.starts, of: windows.shape, perEpoch: $0, windows: n)
        }
        var footer = footer(simulation)
        if computed == nil { footer.append("nothing is computed for this order of examples") }
        let unseen = Coverage(windows.shape, starts: windows.starts).summary.neverSeen
        if !windows.areTokens {
            footer.append(
                "the examples are no windows into one row of tokens that the dataset holds: they are counted "
                    + "themselves")
        } else if unseen > 0 {
            footer.append("\(Formatting.count(unseen, "token")) belong to no example")
        }
        let name = windows.areTokens ? "token" : "example"
        return try table(
            simulation, computed,
            title: "\(Formatting.count(batches, "batch", "batches")) of \(windows.described)", footer: footer,
            place: name)
    }

    private static func footer(_ simulation: CoverageSimulation) -> [String] {
        let times = simulation.summaries.count
        return times > 1 ? ["mean ± 95 % of \(times) times; 95 % of times; computed without drawing"] : []
    }

    private static func table(
        _ simulation: CoverageSimulation, _ computed: CoverageExpectation?, title: String, footer: [String],
        place: String = "token"
    ) throws -> TableObject {
        let first = simulation.first
        let times = simulation.summaries.count
        func row(
            _ name: String, _ measure: (Coverage.Summary) -> Double, _ expected: Double?, scale: Double = 1,
            digits: Int, unit: String = ""
        ) -> [String] {
            let sample = simulation.sample(measure)
            let (low, high) = (sample.quantile(0.025), sample.quantile(0.975))
            return [
                name, sample.interval(digits: digits, scale: scale) + unit,
                times > 1
                    ? Formatting.fixed(scale * low, digits) + " – " + Formatting.fixed(scale * high, digits)
                    : "–",
                expected.map { Formatting.fixed(scale * $0, digits) + unit } ?? "–",
            ]
        }
        let rows = [
            row(
                "never seen", \.neverSeenFraction, computed?.neverSeenFraction, scale: 100,
                digits: computed.map { $0.neverSeenFraction < 0.001 } ?? false ? 4 : 2, unit: " %"),
            row(
                "times \(place == "token" ? "a" : "an") \(place) is seen", \.mean,
                Double(first.tokensSeen) / Double(first.count), digits: 2),
            row("their deviation", \.standardDeviation, computed?.standardDeviation, digits: 2),
            row("their unevenness, Gini", \.gini, computed?.gini, digits: 3),
            row(
                place == "token" ? "windows drawn twice" : "drawn again", { Double($0.repeatedStarts) },
                computed?.repeatedStarts, digits: 1),
            row("longest gap, \(place)s", { Double($0.longestGap.count) }, nil, digits: 0),
        ]
        return TableObject(
            title, headers: ["", "drawn", "one time", "computed"], rows: rows, footer: footer,
            values: try values(simulation.summaries, computed, first))
    }

    private static func values(
        _ summaries: [Coverage.Summary], _ computed: CoverageExpectation?, _ first: Coverage
    ) throws -> [TableObject.Named] {
        let unseen = summaries.map(\.neverSeenFraction)
        return [
            (
                "never_seen", "The share of the text that was never seen, on average.",
                .float(Sample(unseen).mean)
            ),
            (
                "never_seen_expected", "The same, computed.",
                computed.map { .float($0.neverSeenFraction) } ?? .none
            ),
            (
                "samples", "The share of the text that was never seen, each time.",
                try Tensor(unseen, [unseen.count]).scriptValue
            ),
            ("gini", "How unevenly the text was seen, 0 to 1.", .float(Sample(summaries.map(\.gini)).mean)),
            ("gini_expected", "The same, computed.", computed?.gini.map(Value.float) ?? .none),
            (
                "counts", "How often each token was seen, the first time.",
                try Tensor(first.counts.map(Int64.init), [first.count]).scriptValue
            ),
        ]
    }
}
