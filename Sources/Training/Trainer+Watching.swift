import Foundation
import Kernels
import Neural
import Presentation
import Tensors

/// What is watched while training: one norm for each layer and step.
public enum Watch: String, CaseIterable, Sendable {
    /// ‖p‖ of the parameters after the update.
    case weights
    /// ‖Δp‖ of what the update has changed.
    case updates
    /// ‖g‖ of the gradients, before they are clipped.
    case gradients
}

/// The norms of one kind, over the steps at which they were taken.
public struct WatchedNorms: Equatable, Sendable {
    /// The layers: parts of the model that its parameters belong to, a block as one.
    public let layers: [String]
    /// Steps, counted from 0 as losses are.
    public internal(set) var steps: [Int] = []
    /// For each of `steps` a norm for each of `layers`.
    public internal(set) var norms: [[Double]] = []

    init(_ layers: [String]) { self.layers = layers }

    /// The norms of one layer over the steps.
    public func curve(_ layer: Int) -> [Double] { norms.map { $0[layer] } }
}

extension Trainer {
    /// The layer of a parameter: its path up to the number of a block, or else without the parameter's name.
    static func layer(of path: String) -> String {
        let parts = path.split(separator: ".")
        if let number = parts.firstIndex(where: { Int($0) != nil }) {
            return parts[...number].joined(separator: ".")
        }
        return parts.count > 1 ? parts.dropLast().joined(separator: ".") : path
    }

    /// Parameters by layer, in the order of the model.
    var layers: [(name: String, parameters: [Tensor])] {
        var (layers, places): ([(name: String, parameters: [Tensor])], [String: Int]) = ([], [:])
        for (name, parameter) in model.module.namedParameters() {
            let layer = Self.layer(of: name)
            if let place = places[layer] {
                layers[place].parameters.append(parameter)
            } else {
                places[layer] = layers.count
                layers.append((layer, [parameter]))
            }
        }
        return layers
    }

    /// Watches from the next update on, at every `every`-th step; 0 ends it, and what was taken stays.
    ///
    /// - Throws: ValueError for a step below 0, MemoryError where updates want a copy of all parameters for
    ///   which there is no room.
    public func watch(_ kinds: [Watch], every: Int) throws {
        guard every >= 0 else {
            throw TensorError(.value, "watch: every must be 0 or more, got \(every)")
        }
        if kinds.contains(.updates), every > 0 {
            let bytes = model.parameters().reduce(0) { $0 + $1.count * $1.dtype.size }
            let available = Trainer.available(on: model)
            guard bytes <= available else {
                throw TensorError(
                    .memory,
                    "watching updates keeps a copy of all parameters during each: "
                        + "\(Formatting.size(bytes)), and \(Formatting.size(available)) can be had",
                    hint: "trainer.watch(\"weights\")")
            }
        }
        for kind in kinds { watched[kind] = every == 0 ? nil : every }
    }

    /// Whether a kind is taken at the step that is under way.
    func isDue(_ kind: Watch) -> Bool { watched[kind].map { steps % $0 == 0 } ?? false }

    /// What has to be looked at before an update: gradients, and parameters that will have changed.
    func watchBeforeUpdate() throws -> [[Tensor]]? {
        guard !watched.isEmpty else { return nil }
        return try Observation.suspended {
            try Autograd.withoutGrad {
                if isDue(.gradients) {
                    try take(
                        .gradients,
                        of: layers.map { (name: $0.name, tensors: $0.parameters.compactMap(\.grad)) })
                }
                guard isDue(.updates) else { return nil }
                return try layers.map { try $0.parameters.map { try $0.detach().clone() } }
            }
        }
    }

    /// What is looked at after it, before the step counts as finished.
    ///
    /// - Parameter before: what `watchBeforeUpdate` gave.
    func watchAfterUpdate(_ before: [[Tensor]]?) throws {
        guard !watched.isEmpty else { return }
        try Observation.suspended {
            try Autograd.withoutGrad {
                let layers = self.layers
                if isDue(.weights) {
                    try take(
                        .weights,
                        of: layers.map { (name: $0.name, tensors: $0.parameters.map { $0.detach() }) })
                }
                guard let before else { return }
                try take(
                    .updates,
                    of: zip(layers, before).map { layer, old in
                        (
                            name: layer.name,
                            tensors: try zip(layer.parameters, old).map { try $0.detach() - $1 }
                        )
                    })
            }
        }
    }

    private func take(_ kind: Watch, of layers: [(name: String, tensors: [Tensor])]) throws {
        let names = layers.map(\.name)
        var entry = history.norms[kind] ?? WatchedNorms(names)
        // A model whose parts have changed is another one: its norms begin anew.
        if entry.layers != names { entry = WatchedNorms(names) }
        let norms = try layers.map { layer in
            try layer.tensors.reduce(0.0) { sum, tensor in
                sum + (try tensor.detach().to(.float64).square().sum().item().double)
            }.squareRoot()
        }
        // A step that was broken off in the middle is taken once more.
        if entry.steps.last == steps {
            entry.norms[entry.norms.count - 1] = norms
        } else {
            entry.steps.append(steps)
            entry.norms.append(norms)
        }
        history.norms[kind] = entry
    }
}
