import Presentation

/// What a sampler needs to go on from where it was, for checkpoints.
public struct SamplerState: Equatable, Sendable, Codable {
    /// `random`, `epoch` or `sequential`.
    public var kind: String
    /// The sizes that the sampler was made for.
    public var shape: WindowShape
    /// The next window's place in the order.
    public var position: Int
    /// The order of the windows in this epoch; empty for samplers without one.
    public var order: [Int]
    /// Epochs finished.
    public var epoch: Int
    /// Windows drawn so far.
    public var windows: Int
    /// Windows that started at a place, for each place where one did: pairs of place and number.
    public var starts: [[Int]]

    /// - Throws: `TextError` if this is not a state of such a sampler.
    func check(kind wanted: String, shape wantedShape: WindowShape) throws {
        guard kind == wanted else {
            throw TextError(.value, "this is the state of a \(kind) sampler, not of a \(wanted) one")
        }
        guard shape == wantedShape else {
            throw TextError(
                .value,
                "the state is for \(Formatting.grouped(shape.count)) tokens in batches of "
                    + "[\(shape.batchSize), \(shape.sequenceLength)], the sampler for "
                    + "\(Formatting.grouped(wantedShape.count)) in "
                    + "[\(wantedShape.batchSize), \(wantedShape.sequenceLength)]")
        }
        // A sampler without an order of its own checks its position itself.
        guard position >= 0, position <= order.count || (order.isEmpty && kind != "epoch"),
            (0...1 << 53).contains(epoch), (0...1 << 53).contains(windows),
            order.allSatisfy({ $0 >= 0 && $0 < shape.startCount }),
            starts.allSatisfy({
                $0.count == 2 && $0[0] >= 0 && $0[0] < shape.startCount && $0[1] > 0
                    && $0[1] <= Int(UInt32.max)
            })
        else {
            throw TextError(.value, "the state of the sampler is damaged: a number in it is out of range")
        }
    }
}
