import Tensors

/// The named intermediate results of one forward pass, in the order they were computed.
///
/// Names are TransformerLens's: `embed`, `blocks.3.resid_pre`, `blocks.3.attn.pattern`, …, `logits`, `log_probs`.
public final class Trace {
    public private(set) var names: [String] = []
    private var tensors: [String: Tensor] = [:]

    public init() {}

    /// The activation of that name, or nil.
    public subscript(_ name: String) -> Tensor? { tensors[name] }

    /// Keeps `tensor` under `name` and hands it on.
    @discardableResult
    public func keep(_ name: String, _ tensor: Tensor) -> Tensor {
        if tensors.updateValue(tensor, forKey: name) == nil { names.append(name) }
        return tensor
    }
}

/// Where a module writes its activations: nowhere, or into a trace under a path.
struct Scope {
    let trace: Trace?
    let path: String

    static let none = Scope(trace: nil, path: "")

    func inside(_ name: @autoclosure () -> String) -> Scope { trace == nil ? self : Scope(trace: trace, path: path + name() + ".") }

    @discardableResult
    func callAsFunction(_ name: String, _ tensor: Tensor) -> Tensor { trace?.keep(path + name, tensor) ?? tensor }
}
