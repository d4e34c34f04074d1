import Foundation

/// Seconds that each part of a training step took.
public struct StepTimes: Equatable, Sendable {
    /// Seconds of the five parts; with `accumulate`, of all batches of the step.
    public var sample = 0.0, forward = 0.0, loss = 0.0, backward = 0.0, update = 0.0

    /// Nothing measured yet.
    public init() {}

    /// Seconds of the whole step.
    public var total: Double { sample + forward + loss + backward + update }
}

/// What was measured while training: the curve of the lecture.
public struct History: Equatable, Sendable {
    /// The loss of the batch of each step, before the step's update.
    public internal(set) var losses: [Double] = []
    /// Losses on held-out batches: after the update of which step, and the mean over the batches.
    public internal(set) var testLosses: [(step: Int, loss: Double)] = []
    /// Seconds that each step took, part by part.
    public internal(set) var times: [StepTimes] = []
    /// Tokens that were trained on.
    public internal(set) var tokens = 0

    /// Norms that were watched, by kind.
    public internal(set) var norms: [Watch: WatchedNorms] = [:]

    /// No steps yet.
    public init() {}

    /// The same losses and tokens; times are left out.
    public static func == (a: History, b: History) -> Bool {
        a.losses == b.losses && a.testLosses.map(\.step) == b.testLosses.map(\.step)
            && a.testLosses.map(\.loss) == b.testLosses.map(\.loss) && a.tokens == b.tokens
    }

    /// Seconds in all steps together, evaluation left out.
    public var seconds: Double { times.reduce(0) { $0 + $1.total } }

    /// Tokens trained on in a second of steps; 0 before the first.
    public var tokensPerSecond: Double { seconds > 0 ? Double(tokens) / seconds : 0 }
}
