import Neural
import Tensors

/// The named intermediate results of one forward pass, in the order they were computed.
///
/// Names are TransformerLens's: `embed`, `blocks.3.resid_pre`,
/// `blocks.3.attn.pattern`, …, `logits`, `log_probs`.
public final class Trace {
    /// The names, in the order in which the tensors were computed.
    public private(set) var names: [String] = []
    private var tensors: [String: Tensor] = [:]
    /// The names that are kept; nil for all.
    private let wanted: Set<String>?
    /// What takes the place of an activation, by its name.
    private let changes: [String: (Tensor) throws -> Tensor]

    /// A trace without activations.
    ///
    /// - Parameters:
    ///   - wanted: the names of those that are to be kept, nil for all.
    ///   - changes: what a pass goes on with in place of an activation [B, …], by its name.
    public init(
        keeping wanted: Set<String>? = nil, changing changes: [String: (Tensor) throws -> Tensor] = [:]
    ) {
        (self.wanted, self.changes) = (wanted, changes)
    }

    /// What a pass goes on with: the tensor, or what takes its place.
    func pass(_ name: String, _ tensor: Tensor) throws -> Tensor {
        let result = try changes[name]?(tensor) ?? tensor
        if wanted?.contains(name) ?? true { keep(name, result) }
        return result
    }

    /// The activation of that name, or nil.
    public subscript(_ name: String) -> Tensor? { tensors[name] }

    /// Keeps `tensor` under `name` and hands it on. It may have any shape, and goes on as it is.
    @discardableResult
    public func keep(_ name: String, _ tensor: Tensor) -> Tensor {
        if tensors.updateValue(tensor, forKey: name) == nil { names.append(name) }
        return tensor
    }
}

extension Trace {
    /// How an activation comes about, in one line; nil for a name that no model here has.
    public static func formula(of name: String, _ configuration: GPTConfiguration) -> String? {
        let parts = name.split(separator: ".")
        guard let last = parts.last else { return nil }
        let short = parts.dropLast().last == "mlp" ? "mlp.\(last)" : String(last)
        switch short {
        case "logits": return "layernorm_final·W_headᵀ"
        case "log_probs":
            return configuration.scalesLogits
                ? "log_softmax(logits / √E): each row's probabilities add up to 1" : "log_softmax(logits)"
        case "mlp.post":
            return configuration.gelu == .erf ? "gelu(mlp.pre) = x·Φ(x)" : "gelu(mlp.pre), the tanh form"
        default: return formulas[short]
        }
    }

    private static let formulas = [
        "embed": "wte[ids] + wpe[positions]: what a token is, and where it stands",
        "resid_pre": "the residual stream as the block reads it",
        "layernorm_1": "(x − mean) / √(var + eps) · w + b, in front of attention",
        "q": "queries: layernorm_1·W_Qᵀ + b_Q, E/H numbers for each head",
        "k": "keys: layernorm_1·W_Kᵀ + b_K, E/H numbers for each head",
        "v": "values: layernorm_1·W_Vᵀ + b_V, E/H numbers for each head",
        "scores": "q·kᵀ / √(E/H): how well each query fits each key",
        "pattern": "softmax of scores, the future left out: row t says where token t looks",
        "z": "pattern·v, the heads side by side again",
        "attn_out": "z·W0ᵀ + b0: what attention adds to the stream",
        "resid_mid": "resid_pre + attn_out",
        "layernorm_2": "(x − mean) / √(var + eps) · w + b, in front of the two layers",
        "mlp.pre": "layernorm_2·W_1ᵀ + b_1, four times as wide",
        "mlp_out": "mlp.post·W_2ᵀ + b_2: what the two layers add to the stream",
        "resid_post": "resid_mid + mlp_out: what the next block reads",
        "layernorm_final": "(x − mean) / √(var + eps) · w + b, in front of the head",
    ]
}

/// Where a module writes its activations: nowhere, or into a trace under a path. Whoever looks on is told of
/// them as well.
struct Scope {
    let trace: Trace?
    let path: String

    static var none: Scope { Scope(trace: nil, path: "") }

    private var isHeard: Bool { trace != nil || Observation.isOn }

    /// Runs a part of the model, its activations under `name`.
    func inside(
        _ name: @autoclosure () -> String, _ module: Module, _ x: Tensor, _ body: (Scope) throws -> Tensor
    ) rethrows -> Tensor {
        guard isHeard else { return try body(self) }
        let name = path + name()
        return try Observation.part(.module(path: name, module: module, inputs: [x]), results: { [$0] }) {
            try body(Scope(trace: trace, path: name + "."))
        }
    }

    @discardableResult
    func callAsFunction(_ name: String, _ tensor: Tensor) throws -> Tensor {
        guard isHeard else { return tensor }
        let result = try trace?.pass(path + name, tensor) ?? tensor
        Observation.observer?.name(path + name, result)
        return result
    }

    /// Says how numbers would be made that the fused operation does not make.
    func beside(_ name: String, _ shape: @autoclosure () -> [Int], _ compute: @escaping () throws -> Tensor) {
        Observation.observer?.beside(path + name, shape(), compute)
    }
}
