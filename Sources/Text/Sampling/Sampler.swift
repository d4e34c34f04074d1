import Presentation

/// Where random numbers come from: 32 bits at a draw, as PyTorch's generator on a CPU gives them.
public protocol RandomSource: AnyObject {
    /// The next 32 random bits.
    func nextUInt32() -> UInt32
}

/// A source from any function that gives the next 32 bits.
public final class ClosureRandomSource: RandomSource {
    private let next: () -> UInt32
    /// Calls `next` for every draw.
    public init(_ next: @escaping () -> UInt32) { self.next = next }
    public func nextUInt32() -> UInt32 { next() }
}

/// Chooses which windows of a text make the next batch.
///
/// A window that starts at `s` has the inputs `tokens[s ..< s + T]` and the targets `tokens[s + 1 ..< s + T +
/// 1]`: the same tokens, moved by one. So a window needs T + 1 tokens.
public protocol Sampler: AnyObject {
    /// How it chooses.
    static var kind: SamplerKind { get }

    /// `B` windows of `T` tokens each, of a text of `count` tokens.
    var shape: WindowShape { get }

    /// How often each place of the text was in the inputs of a batch.
    var coverage: Coverage { get }

    /// Starts of the next batch's windows, `B` numbers (fewer only where the sampler
    /// says so), counted in `coverage`.
    func nextStarts(from source: RandomSource) -> [Int]

    /// What is needed to go on later exactly from here, apart from the state of the random source.
    var state: SamplerState { get }

    /// Goes on from a state.
    /// - Throws: `TextError` if it belongs to another kind of sampler, or to another shape.
    func restore(_ state: SamplerState) throws
}

/// The ways to choose windows.
public enum SamplerKind: String, Codable, CaseIterable, Sendable {
    /// Independent random windows, as in the lecture.
    case random
    /// Each window once in random order, then anew: a DataLoader with full epochs.
    case epoch
    /// Each window once, in the order of the text.
    case sequential

    /// A sampler of this kind that has given out nothing yet.
    ///
    /// - Throws: `TextError` if a size is not positive, or no window fits.
    public func sampler(count N: Int, batchSize B: Int, sequenceLength T: Int) throws -> any Sampler {
        switch self {
        case .random: try RandomSampler(count: N, batchSize: B, sequenceLength: T)
        case .epoch: try EpochSampler(count: N, batchSize: B, sequenceLength: T)
        case .sequential: try SequentialSampler(count: N, batchSize: B, sequenceLength: T)
        }
    }
}

/// The sizes that every sampler has, checked once.
public struct WindowShape: Equatable, Sendable, Codable {
    /// Tokens in the text.
    public let count: Int
    /// B: windows in a batch.
    public let batchSize: Int
    /// T: tokens in a window.
    public let sequenceLength: Int

    /// The number of places where a window fits with its targets: `count − T`.
    public var startCount: Int { count - sequenceLength }

    /// How many windows fit that do not overlap: those of an epoch.
    public var windowsInEpoch: Int { (count - 1) / sequenceLength }

    /// - Throws: `TextError` if a size is not positive, or no window fits.
    public init(count: Int, batchSize: Int, sequenceLength: Int) throws {
        guard batchSize > 0 else {
            throw TextError(.value, "batch_size is \(batchSize); a batch has at least one window")
        }
        guard sequenceLength > 0 else {
            throw TextError(.value, "seq_len is \(sequenceLength); a window has at least one token")
        }
        guard count > 0 else { throw TextError(.value, "there is nothing to sample: the text has no tokens") }
        guard count > sequenceLength else {
            throw TextError(
                .value,
                "the text has \(Formatting.grouped(count)) token\(count == 1 ? "" : "s"); "
                    + "windows of seq_len=\(sequenceLength) with their targets need at least "
                    + "\(sequenceLength == .max ? "more" : Formatting.grouped(sequenceLength + 1))",
                hint: count > 1
                    ? "Take a longer text, or seq_len=\(count - 1) at most." : "Take a longer text.")
        }
        let elements = batchSize.multipliedReportingOverflow(by: sequenceLength)
        guard !elements.overflow, elements.partialValue <= 1 << 31 else {
            throw TextError(
                .value,
                "a batch of \(Formatting.grouped(batchSize)) windows of "
                    + "\(Formatting.grouped(sequenceLength)) tokens is too large",
                hint: "batch_size times seq_len must not exceed 2,147,483,648.")
        }
        self.count = count
        self.batchSize = batchSize
        self.sequenceLength = sequenceLength
    }
}

extension WindowShape {
    /// Examples of a set that are drawn one by one: each is a place, and a window of one.
    ///
    /// - Throws: `TextError` where there are none.
    public init(examples: Int, batchSize: Int) throws {
        guard examples > 0 else { throw TextError(.value, "there is nothing to sample: no examples") }
        (count, sequenceLength) = (examples, 1)
        self.batchSize = batchSize
    }
}

extension Sampler {
    /// Inputs and targets of windows that start at `starts`, row after row: `[B · T]` each.
    ///
    /// - Throws: `TextError` if a window does not fit, or `tokens` is not the
    ///   text that the sampler was made for.
    public func windows<Token>(of tokens: [Token], at starts: [Int]) throws -> (
        inputs: [Token], targets: [Token]
    ) {
        guard tokens.count == shape.count else {
            throw TextError(
                .value,
                "the sampler is for \(Formatting.grouped(shape.count)) tokens, these are "
                    + "\(Formatting.grouped(tokens.count))"
            )
        }
        let length = shape.sequenceLength
        var inputs: [Token] = []
        var targets: [Token] = []
        inputs.reserveCapacity(starts.count * length)
        targets.reserveCapacity(starts.count * length)
        for start in starts {
            try shape.check(start: start)
            inputs += tokens[start..<(start + length)]
            targets += tokens[(start + 1)..<(start + length + 1)]
        }
        return (inputs, targets)
    }
}

extension WindowShape {
    /// - Throws: `TextError` if no window with its targets can start there.
    public func check(start: Int) throws {
        guard start >= 0, start < startCount else {
            throw TextError(
                .index,
                "no window can start at \(start): starts are 0 to \(startCount - 1) "
                    + "(\(Formatting.grouped(count)) tokens, "
                    + "seq_len=\(sequenceLength), and one token on for the targets)"
            )
        }
    }
}
