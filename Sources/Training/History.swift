import Foundation

/// Seconds that each part of a training step took.
public struct StepTimes: Equatable, Sendable {
    public var sample = 0.0, forward = 0.0, loss = 0.0, backward = 0.0, update = 0.0

    public init() {}

    public var total: Double { sample + forward + loss + backward + update }
}

/// What was measured while training: the curve of the lecture.
public struct History: Equatable, Sendable {
    /// The loss of the batch of each step, before the step's update.
    public internal(set) var losses: [Double] = []
    /// Losses on held-out batches: after the update of which step, and the mean over the batches.
    public internal(set) var testLosses: [(step: Int, loss: Double)] = []
    public internal(set) var times: [StepTimes] = []
    /// Tokens that were trained on.
    public internal(set) var tokens = 0

    public init() {}

    public static func == (a: History, b: History) -> Bool {
        a.losses == b.losses && a.testLosses.map(\.step) == b.testLosses.map(\.step)
            && a.testLosses.map(\.loss) == b.testLosses.map(\.loss) && a.tokens == b.tokens
    }

    /// Seconds in all steps together, evaluation left out.
    public var seconds: Double { times.reduce(0) { $0 + $1.total } }

    public var tokensPerSecond: Double { seconds > 0 ? Double(tokens) / seconds : 0 }
}
