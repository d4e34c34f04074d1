import Language
import Tensors

/// A snapshot that knows tensors: their numbers, gradients, and the operations recorded behind them.
open class EngineSnapshot: Snapshot {
    /// Every tensor that was reached.
    package var tensors: [TensorSnapshot] = []
    /// Every recorded operation that was reached, as far as they are kept.
    private var operations: [Tensors.Node.Snapshot] = []
    /// Whether recorded computations come back after a `backward()` that has used them up.
    private let keepsComputations: Bool

    /// - Parameters:
    ///   - most: objects after which it is given up (`isTooLarge`).
    ///   - keepsComputations: false leaves the memory of recorded computations to the `backward()` that
    ///     gives it back; they are lost then.
    package init(most: Int, keepsComputations: Bool) {
        self.keepsComputations = keepsComputations
        super.init(most: most)
    }

    /// Records the operations behind a tensor, and what leaves they were given.
    ///
    /// Complexity: linear in the operations that were not recorded yet.
    func record(computation last: Tensors.Node) {
        guard keepsComputations else { return }
        var pending = [last]
        while let node = pending.popLast(), !isTooLarge {
            guard !hasRecorded(node) else { continue }
            let operation = Tensors.Node.Snapshot(node)
            operations.append(operation)
            record(node) { operation.restore() }
            for leaf in node.leaves { record(leaf) }
            pending += node.next
        }
    }

    /// Blocks of numbers that the snapshot holds, with their bytes.
    package private(set) lazy var blocks: [ObjectIdentifier: Int] = {
        var blocks: [ObjectIdentifier: Int] = [:]
        for tensor in tensors { blocks[ObjectIdentifier(tensor.memory)] = tensor.memory.bytes }
        for operation in operations {
            for (_, block, _) in operation.memory { blocks[ObjectIdentifier(block)] = block.bytes }
        }
        return blocks
    }()

    /// Bytes of all numbers that it reaches.
    package private(set) lazy var bytes = blocks.values.reduce(0, +)
}
