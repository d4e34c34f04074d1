import Tensors

// Modules without parameters that each name one operation.

public final class Tanh: Module {
    public override func callAsFunction(_ x: Tensor) throws -> Tensor { try x.tanh() }
}

public final class Sigmoid: Module {
    public override func callAsFunction(_ x: Tensor) throws -> Tensor { try x.sigmoid() }
}

/// Exponentials that add up to 1 along an axis.
public final class Softmax: Module {
    public let axis: Int

    public init(_ axis: Int) { self.axis = axis }

    public override var details: String { "dim=\(axis)" }
    public override func callAsFunction(_ x: Tensor) throws -> Tensor { try x.softmax(axis) }
}

public final class LogSoftmax: Module {
    public let axis: Int

    public init(_ axis: Int) { self.axis = axis }

    public override var details: String { "dim=\(axis)" }
    public override func callAsFunction(_ x: Tensor) throws -> Tensor { try x.logSoftmax(axis) }
}

/// y = x.
public final class Identity: Module {
    public override func callAsFunction(_ x: Tensor) throws -> Tensor { x }
}

/// Several axes as one: [B, …] → [B, n] unless told otherwise.
public final class Flatten: Module {
    public let start: Int, end: Int

    public init(_ start: Int = 1, _ end: Int = -1) { (self.start, self.end) = (start, end) }

    public override var details: String { "start_dim=\(start), end_dim=\(end)" }
    public override func callAsFunction(_ x: Tensor) throws -> Tensor { try x.flatten(start, end) }
}

/// Modules in a row that are not called one after the other: only kept, named 0, 1, 2, …
public final class ModuleList: Module {
    public init(_ modules: [Module] = []) {
        super.init()
        for (index, module) in modules.enumerated() { register(String(index), module) }
    }
}
