import Presentation
import Statistics

/// What a number of windows see of a text, drawn again and again.
public struct CoverageSimulation {
    /// One for each time.
    public let summaries: [Coverage.Summary]
    /// The first time in full.
    public let first: Coverage

    /// Tokens times repetitions from which on it is refused.
    private static let limit = 20_000_000_000

    /// Draws `batches` batches of a fresh sampler of the same kind and sizes, `repeats` times, one after the
    /// other from `source`. The sampler itself draws and counts nothing.
    ///
    /// - Parameter poll: called after each time; what it throws ends the simulation.
    /// - Throws: `TextError` where a number is below 1, or for more work than is sensible.
    /// - Complexity: O(repeats · (tokens + windows)).
    public init(
        like sampler: any Sampler, batches: Int, repeats: Int, from source: RandomSource,
        poll: () throws -> Void = {}
    ) throws {
        try Self.check(sampler.shape, batches: batches, repeats: repeats)
        var fresh = try sampler.fresh()
        try self.init(repeats: repeats, poll: poll) {
            fresh = try sampler.fresh()
            for batch in 0..<batches {
                _ = fresh.nextStarts(from: source)
                if batch % 4096 == 4095 { try poll() }
            }
            return fresh.coverage
        }
    }

    /// Draws `batches` batches, `repeats` times.
    ///
    /// - Parameter draw: gives what the windows of all batches see, one time.
    public init(
        _ shape: WindowShape, batches: Int, repeats: Int, poll: () throws -> Void = {},
        draw: () throws -> Coverage
    ) throws {
        try Self.check(shape, batches: batches, repeats: repeats)
        try self.init(repeats: repeats, poll: poll, draw)
    }

    private init(repeats: Int, poll: () throws -> Void, _ draw: () throws -> Coverage) throws {
        let first = try draw()
        var summaries = [first.summary]
        try poll()
        for _ in 1..<max(repeats, 1) {
            summaries.append(try draw().summary)
            try poll()
        }
        (self.summaries, self.first) = (summaries, first)
    }

    private static func check(_ shape: WindowShape, batches: Int, repeats: Int) throws {
        guard batches > 0 else { throw TextError(.value, "batches=\(batches): at least one batch is drawn") }
        guard repeats > 0 else { throw TextError(.value, "repeats=\(repeats): at least once") }
        let (windows, tooMany) = batches.multipliedReportingOverflow(by: shape.batchSize)
        let (work, overflow) = repeats.multipliedReportingOverflow(
            by: tooMany || windows > 1 << 40 ? Self.limit : windows + shape.count)
        guard !overflow, work < Self.limit else {
            throw TextError(
                .value,
                "\(Formatting.grouped(repeats)) times \(Formatting.grouped(batches)) batches of a text of "
                    + "\(Formatting.grouped(shape.count)) tokens would take too long",
                hint: "fewer batches, or repeats=\(max(1, repeats / 10))")
        }
    }

    /// One measure over all times.
    public func sample(_ measure: (Coverage.Summary) -> Double) -> Sample { Sample(summaries.map(measure)) }
}

extension Sampler {
    /// A sampler of the same kind and sizes that has given out nothing yet.
    func fresh() throws -> any Sampler {
        try Self.kind.sampler(
            count: shape.count, batchSize: shape.batchSize, sequenceLength: shape.sequenceLength)
    }
}
