import Bindings
import Language
import Neural
import Tensors

/// What the person calls parameters, and results of operations.
final class GradientNames {
    private var leaves: [ObjectIdentifier: String] = [:]
    private var nodes: [ObjectIdentifier: String] = [:]

    init(_ session: Session) {
        let variables = session.interpreter.globals.all
        let models = variables.compactMap { variable in
            ((try? ModuleObject.from(variable.value)) ?? nil).map { (variable.name, $0.module) }
        }
        var seen = Set<ObjectIdentifier>()
        let distinct = models.filter { seen.insert(ObjectIdentifier($0.1)).inserted }
        for (variable, module) in distinct {
            for (name, parameter) in module.namedParameters() where leaves[ObjectIdentifier(parameter)] == nil
            {
                leaves[ObjectIdentifier(parameter)] = distinct.count > 1 ? "\(variable).\(name)" : name
            }
        }
        for (name, value) in variables {
            guard !Session.isResultName(name), let tensor = StepText.tensor(value) else { continue }
            if let node = tensor.gradFunction, nodes[ObjectIdentifier(node)] == nil {
                nodes[ObjectIdentifier(node)] = name
            }
            if tensor.isLeaf, leaves[ObjectIdentifier(tensor)] == nil {
                leaves[ObjectIdentifier(tensor)] = name
            }
        }
    }

    func leaf(_ tensor: Tensor) -> String? { leaves[ObjectIdentifier(tensor)] }

    /// The name of what an operation made; where nobody gave one, the layer whose parameters it used.
    func result(of node: Node) -> String? {
        if let name = node.resultName ?? nodes[ObjectIdentifier(node)] { return name }
        return layer(of: node).map { "\($0)'s result" }
    }

    /// The layer whose weight an operation used: `blocks.0.mlp_1`.
    func layer(of node: Node) -> String? {
        for case .leaf(let tensor)? in node.targets {
            guard let name = leaf(tensor), name.hasSuffix(".weight") else { continue }
            return String(name.dropLast(".weight".count))
        }
        return nil
    }
}
