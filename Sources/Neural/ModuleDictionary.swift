import Tensors

/// Modules under names of their own: only kept.
public final class ModuleDictionary: Module {
    public override var typeName: String { givenName ?? "ModuleDict" }
}

/// Parameters in a row, named 0, 1, 2, …
public final class ParameterList: Module {
    /// The parameters, of any shapes, registered as `0`, `1`, … `nn.ParameterList`.
    public init(_ parameters: [Tensor] = []) {
        super.init()
        for (index, parameter) in parameters.enumerated() { register(String(index), parameter) }
    }

    public override var details: String {
        let lines = ownParameters.map {
            "  (\($0.name)): Parameter containing: [torch.\($0.parameter.dtype) of size "
                + "\($0.parameter.shape.map(String.init).joined(separator: "x"))]"
        }
        return lines.joined(separator: "\n")
    }
}
