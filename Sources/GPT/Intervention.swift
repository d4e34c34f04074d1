import Neural
import Tensors

/// What takes the place of a part of an activation.
public enum Replacement {
    /// Nothing is written there: zero.
    case zero
    /// What it is on average, over the batch and its positions.
    case mean
    /// What it was in another pass, of the same shape.
    case tensor(Tensor)
}

/// A part of an activation: one head's share of it, one position, or all.
public struct ActivationPart: Equatable, Sendable {
    /// One of the heads; nil for all.
    public var head: Int?
    /// One of the positions; nil for all.
    public var position: Int?

    /// All of an activation, or what is narrowed down.
    public init(head: Int? = nil, position: Int? = nil) { (self.head, self.position) = (head, position) }

    /// A copy of an activation in which the part is another.
    ///
    /// - Parameters:
    ///   - x: [B, T, ...], where heads lie side by side in the last axis, or [B, H, T, ...].
    ///   - heads: H.
    /// - Throws: IndexError for a position that is not there, ShapeError for a tensor of another shape.
    public func replaced(in x: Tensor, by replacement: Replacement, heads: Int) throws -> Tensor {
        let copy = try x.detach().clone()
        let target = try view(of: copy, heads, position)
        switch replacement {
        case .zero: try target.fill(.int(0))
        case .mean:
            let all = try view(of: x.detach(), heads, nil)
            // Over the batch and its positions; features stay apart, and heads.
            let axes = x.rank == 4 && head == nil ? [0, 2] : x.rank == 4 ? [0, 1] : [0, 1]
            let mean = try all.mean(axes, keepDim: true)
            try Tensor.copy(from: mean, into: target)
        case .tensor(let other):
            guard other.shape == x.shape else {
                throw TensorError(
                    .shape, "an activation is replaced by one of the same shape",
                    details: [
                        "here \(Shape.description(x.shape))     there \(Shape.description(other.shape))"
                    ])
            }
            try Tensor.copy(from: view(of: other.detach(), heads, position), into: target)
        }
        return copy
    }

    private func view(of x: Tensor, _ heads: Int, _ position: Int?) throws -> Tensor {
        var part = x
        let isApart = x.rank == 4
        if let position { part = try part.slice(isApart ? 2 : 1, from: position, to: position + 1) }
        guard let head else { return part }
        if isApart { return try part.select(1, head) }
        let width = (x.shape.last ?? 0) / max(1, heads)
        return try part.slice(x.rank - 1, from: head * width, to: (head + 1) * width)
    }
}

/// Parts of activations that are replaced in a pass: what ablation and activation patching do.
public struct Intervention: Equatable, Sendable {
    /// A part of one activation, by its name in a trace.
    public struct Place: Equatable, Sendable {
        /// Its name, such as `blocks.0.attn.z`.
        public let activation: String
        /// Which part of it.
        public let part: ActivationPart
    }
    /// All that is replaced.
    public let places: [Place]

    /// A part of any activation, by its name in a trace.
    public static func activation(_ name: String, _ part: ActivationPart = ActivationPart()) -> Intervention {
        Intervention(places: [Place(activation: name, part: part)])
    }

    /// What one head has gathered, before W0 (`hook_z` in TransformerLens).
    public static func head(_ head: Int, ofBlock layer: Int, position: Int? = nil) -> Intervention {
        activation("blocks.\(layer).attn.z", ActivationPart(head: head, position: position))
    }

    /// Both that a block adds to the residual stream: `attn_out` and `mlp_out`.
    public static func block(_ layer: Int, position: Int? = nil) -> Intervention {
        let part = ActivationPart(position: position)
        return Intervention(
            places: ["attn_out", "mlp_out"].map { Place(activation: "blocks.\(layer).\($0)", part: part) })
    }

    /// The residual stream at one position, as the first block reads it.
    public static func position(_ position: Int) -> Intervention {
        activation("embed", ActivationPart(position: position))
    }

    /// The activations that it changes.
    public var names: Set<String> { Set(places.map(\.activation)) }

    /// The changes, for a trace to make.
    func changes(by replacement: (String) throws -> Replacement, heads: Int) rethrows -> [String:
        (Tensor) throws -> Tensor]
    {
        var changes: [String: (Tensor) throws -> Tensor] = [:]
        for place in places {
            let replacement = try replacement(place.activation), before = changes[place.activation]
            changes[place.activation] = { x in
                try place.part.replaced(in: before?(x) ?? x, by: replacement, heads: heads)
            }
        }
        return changes
    }
}

extension GPT {
    /// Names of activations that can be replaced, in the order of a pass. Scores are not among them: the
    /// pattern is what is made of them.
    public var replaceable: [String] {
        let parts = [
            "resid_pre", "layernorm_1", "attn.q", "attn.k", "attn.v", "attn.pattern", "attn.z", "attn_out",
            "resid_mid", "layernorm_2", "mlp.pre", "mlp.post", "mlp_out", "resid_post",
        ]
        return ["embed"]
            + (0..<configuration.blocks).flatMap { layer in parts.map { "blocks.\(layer).\($0)" } }
            + ["layernorm_final"]
    }

    /// The mean loss of targets [B, T] after ids [B, T], with parts of activations replaced; the same pass,
    /// attention step by step, where nothing is.
    ///
    /// - Throws: as `loss`, IndexError for a position that is not there.
    public func loss(
        _ ids: Tensor, _ targets: Tensor, replacing intervention: Intervention?, by replacement: Replacement
    ) throws -> Double {
        try measuring {
            let changes = try intervention?.changes(by: { _ in replacement }, heads: configuration.heads)
            let x = try hidden(ids, in: Trace(keeping: [], changing: changes ?? [:]))
            return try loss(hidden: x, targets).item().double
        }
    }

    /// Log-probabilities of the token after each row of ids [B, T], [B, V], with parts of activations taken
    /// from another pass.
    ///
    /// - Parameter clean: a trace with the activations that are replaced.
    /// - Throws: as `hidden`, ShapeError for a trace over ids of another shape.
    public func nextLogProbabilities(
        after ids: Tensor, replacing intervention: Intervention? = nil, from clean: Trace? = nil
    ) throws -> Tensor {
        try measuring {
            let changes = try intervention?.changes(
                by: { name in
                    guard let tensor = clean?[name] else {
                        throw TensorError(.index, "the trace has no '\(name)'")
                    }
                    return .tensor(tensor)
                }, heads: configuration.heads)
            let x = try hidden(ids, in: Trace(keeping: [], changing: changes ?? [:]))
            return try scores(ofHidden: x.select(1, -1)).logSoftmax(-1)
        }
    }

    /// A trace of ids [B, T] that has these activations alone.
    ///
    /// - Throws: as `hidden`.
    public func trace(_ ids: Tensor, keeping names: Set<String>) throws -> Trace {
        let trace = Trace(keeping: names)
        _ = try measuring { try hidden(ids, in: trace) }
        return trace
    }
}
