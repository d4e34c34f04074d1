// Which line of a program changed a tensor, or recorded an operation: asked of whoever runs the program, only
// for tensors that backward needs and, where anomalies are looked for, for each operation.

/// Who waits to be told a place.
struct WaitingForPlace {
    fileprivate struct Changed { weak var storage: Storage? }
    fileprivate struct Recorded { weak var node: Node? }
    fileprivate var changed: [Changed] = [], recorded: [Recorded] = []
    /// So many wait at most: where nobody tells a place, none is missed.
    fileprivate static let most = 4096
}

extension ComputeContext {
    /// The numbers of a storage that an operation has saved were changed.
    @inline(never)
    func wantPlace(of storage: Storage) {
        guard let placeWanted, waiting.changed.count < WaitingForPlace.most else { return }
        storage.changePlace = nil
        if waiting.changed.last?.storage !== storage { waiting.changed.append(.init(storage: storage)) }
        placeWanted()
    }

    /// An operation was recorded, and anomalies are looked for.
    @inline(never)
    func wantPlace(of node: Node) {
        guard let placeWanted, waiting.recorded.count < WaitingForPlace.most else { return }
        waiting.recorded.append(.init(node: node))
        placeWanted()
    }

    /// Says where the program is that has just made the changes and recorded the operations which ask.
    public func tell(place: String) {
        for one in waiting.changed { one.storage?.changePlace = place }
        for one in waiting.recorded { one.node?.place = place }
        waiting = WaitingForPlace()
    }
}

/// Looking for NaN in gradients. `torch.autograd.set_detect_anomaly`.
public struct AnomalyDetection: Equatable, Sendable {
    /// Whether backward looks at all, and whether NaN ends it.
    public var isOn = false, checksNaN = true

    /// Off where nothing is said.
    public init(isOn: Bool = false, checksNaN: Bool = true) {
        (self.isOn, self.checksNaN) = (isOn, checksNaN)
    }

    /// What the present context does.
    public static var current: AnomalyDetection {
        get { ComputeContext.with { $0.anomalies } }
        set { ComputeContext.with { $0.anomalies = newValue } }
    }
}

extension Node {
    /// Backward with the line of the forward call told in errors, and NaN among the gradients refused.
    ///
    /// - Throws: RuntimeError for NaN, in PyTorch's words; what `body` throws.
    func watchingForAnomalies(_ body: () throws -> [Tensor?]) throws -> [Tensor?] {
        let line = place.map { ["the forward call was in \($0)"] } ?? []
        let found: [Tensor?]
        do { found = try body() } catch var error as TensorError {
            error.details += line
            throw error
        }
        guard AnomalyDetection.current.checksNaN else { return found }
        for (number, gradient) in found.enumerated() {
            guard let gradient, gradient.dtype.isFloatingPoint else { continue }
            let plain = gradient.detach()
            guard try plain.compare(.notEqual, plain).any().item().isTrue else { continue }
            throw TensorError(
                .runtime, "Function '\(shownName)' returned nan values in its \(number)th output.",
                details: line, hint: line.isEmpty ? nil : "torch.where, torch.clamp or an eps before it")
        }
        return found
    }
}
