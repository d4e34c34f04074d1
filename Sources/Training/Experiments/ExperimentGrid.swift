import Foundation
import Kernels
import Presentation
import Tensors

/// Many settings: which of them have run, what the others will take, and running them.
public struct ExperimentGrid {
    /// In the order in which they are shown; no two are the same.
    public let settings: [ExperimentSetting]
    private let corpora: [String: ExperimentCorpus]

    /// Runs of a grid, at most.
    public static let limit = 10_000_000

    /// - Parameter corpora: by the name that settings have.
    /// - Throws: what is wrong with the first setting that cannot run.
    public init(_ settings: [ExperimentSetting], on corpora: [ExperimentCorpus]) throws {
        var seen = Set<ExperimentSetting>()
        self.settings = settings.filter { seen.insert($0).inserted }
        self.corpora = Dictionary(corpora.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var checked = Set<ExperimentSetting>()
        for setting in self.settings where checked.insert(setting.withoutSeed).inserted {
            guard let corpus = self.corpora[setting.corpus] else { continue }
            try Experiment.check(setting, corpus)
        }
    }

    /// Seconds that these settings are told to take here, with so many at once.
    public static func seconds(
        _ settings: [ExperimentSetting], atOnce: Int, measuresForm: Bool = false
    ) -> Double {
        var known: [ExperimentSetting: Double] = [:]
        var total = 0.0
        for setting in settings {
            let key = setting.withoutSeed
            if known[key] == nil {
                // A small step is mostly calls: no step takes less than a millisecond a block.
                let step = max(setting.stepCost.seconds, 0.001 * Double(1 + setting.blocks))
                let tested = Double(Experiment.tests * Experiment.testWindows) / Double(3 * setting.batch)
                // A token that is generated is a pass over one place, a third of a step's calls.
                let written =
                    measuresForm
                    ? 0.001 / 3 * Double(1 + setting.blocks) * Double(Experiment.tests * Experiment.generated)
                    : 0
                known[key] = step * (Double(setting.steps) + tested) + written
            }
            total += known[key] ?? 0
        }
        return total / Double(max(1, atOnce))
    }

    /// Runs settings, several at a time, each on a thread and in a context of its own.
    ///
    /// - Parameters:
    ///   - atOnce: how many at a time.
    ///   - measuresForm: see `Experiment.run`.
    ///   - onResult: called on the present thread with each result as it comes; what it throws ends the grid.
    ///   - poll: called on the present thread some twenty times a second; what it throws ends the grid.
    /// - Throws: the first error of a run; the others are broken off. What had come by then has been handed
    ///   over.
    public func run(
        _ settings: [ExperimentSetting], atOnce: Int, measuresForm: Bool = false,
        onResult: (ExperimentResult) throws -> Void, poll: () throws -> Void
    ) throws {
        let desk = Desk(settings)
        let work: @Sendable () -> Void = { [corpora] in
            while let setting = desk.next() {
                guard let corpus = corpora[setting.corpus] else { continue }
                desk.done(
                    Result {
                        try Experiment.run(setting, on: corpus, measuresForm: measuresForm) {
                            try desk.poll()
                        }
                    })
            }
            desk.leave()
        }
        var workers: [pthread_t] = []
        for _ in 0..<max(1, min(atOnce, settings.count)) {
            guard let worker = Worker.start(work, desk) else { break }
            workers.append(worker)
        }
        defer { for worker in workers { pthread_join(worker, nil) } }
        guard !workers.isEmpty else {
            throw TensorError(.memory, "no thread could be started for the runs of the grid")
        }
        do {
            while true {
                let (results, isOver) = desk.take()
                for result in results { try onResult(result.get()) }
                if isOver && results.isEmpty { return }
                try poll()
            }
        } catch {
            desk.stop()
            throw error
        }
    }
}

/// What the workers of a grid and whoever waits for them share.
private final class Desk: @unchecked Sendable {
    private struct Stopped: Error {}

    private let condition = NSCondition()
    private var waiting: ArraySlice<ExperimentSetting>
    private var results: [Result<ExperimentResult, any Error>] = []
    private var isStopped = false
    private var working = 0

    init(_ settings: [ExperimentSetting]) { waiting = settings[...] }

    private func locked<Value>(_ body: () -> Value) -> Value {
        condition.lock()
        defer {
            condition.broadcast()
            condition.unlock()
        }
        return body()
    }

    func enter() { locked { working += 1 } }
    func leave() { locked { working -= 1 } }
    func next() -> ExperimentSetting? { locked { isStopped ? nil : waiting.popFirst() } }
    func stop() { locked { isStopped = true } }
    func poll() throws { if locked({ isStopped }) { throw Stopped() } }

    func done(_ result: Result<ExperimentResult, any Error>) {
        if case .failure(let error) = result, error is Stopped { return }
        locked { results.append(result) }
    }

    /// What has come since the last time, after a moment at most; and whether nothing more will come.
    func take() -> (results: [Result<ExperimentResult, any Error>], isOver: Bool) {
        condition.lock()
        defer { condition.unlock() }
        if results.isEmpty, working > 0 { condition.wait(until: Date(timeIntervalSinceNow: 0.05)) }
        defer { results = [] }
        return (results, working == 0)
    }
}

/// A thread with a stack that a model's forward and backward fit in.
private enum Worker {
    private static let stackBytes = 64 << 20

    /// - Returns: nil where the system starts no thread.
    static func start(_ work: @escaping @Sendable () -> Void, _ desk: Desk) -> pthread_t? {
        final class Piece {
            let work: @Sendable () -> Void
            init(_ work: @escaping @Sendable () -> Void) { self.work = work }
        }
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackBytes)
        var thread = pthread_t()
        let piece = Unmanaged.passRetained(Piece(work))
        desk.enter()
        let code = pthread_create(
            &thread, &attributes,
            { argument in
                Unmanaged<Piece>.fromOpaque(argument!).takeRetainedValue().work()
                return nil
            }, piece.toOpaque())
        guard code == 0 else {
            piece.release()
            desk.leave()
            return nil
        }
        return thread
    }
}
