/// Independent random windows, as the lecture draws them: no Dataset, no DataLoader, no epochs.
///
/// Each start is `torch.randint(count − T, size=(B,))`: the next 32 random bits modulo `count − T`, one draw
/// a window, so that the same seed gives the batches that PyTorch gives.
public final class RandomSampler: Sampler {
    public static let kind = SamplerKind.random
    public let shape: WindowShape
    public private(set) var coverage: Coverage

    /// For a text of `count` tokens.
    ///
    /// - Throws: `TextError` if a size is not positive, or no window fits.
    public init(count: Int, batchSize: Int = 16, sequenceLength: Int = 256) throws {
        shape = try WindowShape(count: count, batchSize: batchSize, sequenceLength: sequenceLength)
        coverage = Coverage(shape)
    }

    public func nextStarts(from source: RandomSource) -> [Int] {
        let bound = UInt64(shape.startCount)
        return (0..<shape.batchSize).map { _ in
            // PyTorch takes 64 bits where the bound does not fit in 32.
            let bits =
                bound < 1 << 32
                ? UInt64(source.nextUInt32())
                : UInt64(source.nextUInt32()) << 32 | UInt64(source.nextUInt32())
            let start = Int(bits % bound)
            coverage.add(start: start)
            return start
        }
    }

    public var state: SamplerState {
        SamplerState(
            kind: "random", shape: shape, position: 0, order: [], epoch: 0, windows: coverage.windows,
            starts: coverage.compactStarts)
    }

    public func restore(_ state: SamplerState) throws {
        try state.check(kind: "random", shape: shape)
        coverage = Coverage(shape, compactStarts: state.starts)
    }
}

/// What a DataLoader with `shuffle=True` would do: the text cut into windows that do not overlap, in a new
/// random order each epoch, so that every window is seen once before any is seen again.
///
/// The order is `torch.randperm(windows)`. The last batch of an epoch is filled from the next epoch, so that
/// every batch has B windows. Up to T tokens at the end of the text belong to no window.
public final class EpochSampler: Sampler {
    public static let kind = SamplerKind.epoch
    public let shape: WindowShape
    public private(set) var coverage: Coverage
    /// Epochs finished.
    public private(set) var epoch = 0
    private var order: [Int] = []
    private var position = 0

    /// Windows in an epoch.
    public var windowCount: Int { shape.windowsInEpoch }

    /// Batches in an epoch, the last one filled up.
    public var batchesPerEpoch: Int { (windowCount + shape.batchSize - 1) / shape.batchSize }

    /// For a text of `count` tokens.
    ///
    /// - Throws: `TextError` if a size is not positive, or no window fits.
    public init(count: Int, batchSize: Int = 16, sequenceLength: Int = 256) throws {
        shape = try WindowShape(count: count, batchSize: batchSize, sequenceLength: sequenceLength)
        coverage = Coverage(shape)
    }

    public func nextStarts(from source: RandomSource) -> [Int] {
        (0..<shape.batchSize).map { _ in
            if position == order.count {
                if !order.isEmpty { epoch += 1 }
                order = Self.permutation(of: windowCount, from: source).map { $0 * shape.sequenceLength }
                position = 0
            }
            let start = order[position]
            position += 1
            coverage.add(start: start)
            return start
        }
    }

    /// `torch.randperm(count)`: for i below count − 1, exchange element i with
    /// element i + (bits mod (count − i)).
    public static func permutation(of count: Int, from source: RandomSource) -> [Int] {
        var order = Array(0..<max(0, count))
        for index in 0..<max(0, count - 1) {
            let offset = Int(UInt64(source.nextUInt32()) % UInt64(count - index))
            order.swapAt(index, index + offset)
        }
        return order
    }

    public var state: SamplerState {
        SamplerState(
            kind: "epoch", shape: shape, position: position, order: order, epoch: epoch,
            windows: coverage.windows, starts: coverage.compactStarts)
    }

    public func restore(_ state: SamplerState) throws {
        try state.check(kind: "epoch", shape: shape)
        guard state.order.isEmpty || state.order.count == windowCount else {
            throw TextError(
                .value, "the state orders \(state.order.count) windows, the text has \(windowCount)")
        }
        (order, position, epoch) = (state.order, state.position, state.epoch)
        coverage = Coverage(shape, compactStarts: state.starts)
    }
}

/// The text from front to back in windows that do not overlap, and from the front again: for evaluation,
/// where every token shall count once. It draws no random numbers.
public final class SequentialSampler: Sampler {
    public static let kind = SamplerKind.sequential
    public let shape: WindowShape
    public private(set) var coverage: Coverage
    /// Times that the text was gone through.
    public private(set) var epoch = 0
    private var position = 0

    /// Windows in one pass through the text.
    public var windowCount: Int { shape.windowsInEpoch }
    /// Batches in one pass through the text, the last one filled up.
    public var batchesPerEpoch: Int { (windowCount + shape.batchSize - 1) / shape.batchSize }

    /// For a text of `count` tokens.
    ///
    /// - Throws: `TextError` if a size is not positive, or no window fits.
    public init(count: Int, batchSize: Int = 16, sequenceLength: Int = 256) throws {
        shape = try WindowShape(count: count, batchSize: batchSize, sequenceLength: sequenceLength)
        coverage = Coverage(shape)
    }

    public func nextStarts(from source: RandomSource) -> [Int] { nextStarts() }

    /// The next B windows.
    public func nextStarts() -> [Int] {
        (0..<shape.batchSize).map { _ in
            if position == windowCount {
                position = 0
                epoch += 1
            }
            let start = position * shape.sequenceLength
            position += 1
            coverage.add(start: start)
            return start
        }
    }

    public var state: SamplerState {
        SamplerState(
            kind: "sequential", shape: shape, position: position, order: [], epoch: epoch,
            windows: coverage.windows, starts: coverage.compactStarts)
    }

    public func restore(_ state: SamplerState) throws {
        try state.check(kind: "sequential", shape: shape)
        guard state.position <= windowCount else {
            throw TextError(.value, "the state is at window \(state.position), the text has \(windowCount)")
        }
        (position, epoch) = (state.position, state.epoch)
        coverage = Coverage(shape, compactStarts: state.starts)
    }
}
