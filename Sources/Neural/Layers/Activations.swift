import Tensors

// Modules without parameters that each name one operation.

/// tanh x, element by element, any shape.
public final class Tanh: Module {
    public override func callAsFunction(_ x: Tensor) throws -> Tensor { try x.tanh() }
}

/// 1 / (1 + e^−x), element by element, any shape.
public final class Sigmoid: Module {
    public override func callAsFunction(_ x: Tensor) throws -> Tensor { try x.sigmoid() }
}

/// Exponentials that add up to 1 along an axis.
public final class Softmax: Module {
    /// The axis that is summed over, counted from the end where it is negative.
    public private(set) var axis: Int

    /// Over this axis.
    public init(_ axis: Int) { self.axis = axis }

    public override var details: String { "dim=\(axis)" }
    public override func callAsFunction(_ x: Tensor) throws -> Tensor { try x.softmax(axis) }

    public override func takeSettings(from other: Module) -> Bool {
        guard let other = other as? Softmax else { return false }
        axis = other.axis
        return true
    }
}

/// x − ln Σ e^x along an axis: logarithms of probabilities, in the shape of x.
public final class LogSoftmax: Module {
    /// The axis that is summed over, counted from the end where it is negative.
    public private(set) var axis: Int

    /// Over this axis.
    public init(_ axis: Int) { self.axis = axis }

    public override var details: String { "dim=\(axis)" }
    public override func callAsFunction(_ x: Tensor) throws -> Tensor { try x.logSoftmax(axis) }

    public override func takeSettings(from other: Module) -> Bool {
        guard let other = other as? LogSoftmax else { return false }
        axis = other.axis
        return true
    }
}

/// y = x.
public final class Identity: Module {
    public override func callAsFunction(_ x: Tensor) throws -> Tensor { x }
}

/// Several axes as one: [B, …] → [B, n] unless told otherwise.
public final class Flatten: Module {
    /// The first and the last axis that become one.
    public private(set) var start: Int, end: Int

    /// Joins the axes from the first to the last of these.
    public init(_ start: Int = 1, _ end: Int = -1) { (self.start, self.end) = (start, end) }

    public override var details: String { "start_dim=\(start), end_dim=\(end)" }
    public override func callAsFunction(_ x: Tensor) throws -> Tensor { try x.flatten(start, end) }

    public override func takeSettings(from other: Module) -> Bool {
        guard let other = other as? Flatten else { return false }
        (start, end) = (other.start, other.end)
        return true
    }
}

/// Modules in a row that are not called one after the other: only kept, named 0, 1, 2, …
public final class ModuleList: Module {
    /// A row of modules, registered as `0`, `1`, …
    public init(_ modules: [Module] = []) {
        super.init()
        for (index, module) in modules.enumerated() { register(String(index), module) }
    }
}

/// A module without parameters that names one operation, with the settings that `repr` shows.
public final class Activation: Module {
    private let name: String
    private var settings: String
    private var compute: (Tensor) throws -> Tensor

    /// A module without parameters that computes y from x; `name` and `details` are what `repr` shows. Shapes
    /// of x and y are those of the operation: most keep [...].
    public init(_ name: String, _ details: String = "", _ compute: @escaping (Tensor) throws -> Tensor) {
        (self.name, settings, self.compute) = (name, details, compute)
    }

    public override var typeName: String { givenName ?? name }
    public override var details: String { settings }
    public override func callAsFunction(_ x: Tensor) throws -> Tensor { try compute(x) }

    public override func takeSettings(from other: Module) -> Bool {
        guard let other = other as? Activation else { return false }
        (settings, compute) = (other.settings, other.compute)
        return true
    }
}

/// One axis as several: [B, 6] → [B, 2, 3].
public final class Unflatten: Module {
    /// The axis that is cut, and the sizes that it is cut into; one may be −1, what is left.
    public private(set) var axis: Int, sizes: [Int]

    /// Cuts this axis into these sizes.
    public init(_ axis: Int, _ sizes: [Int]) { (self.axis, self.sizes) = (axis, sizes) }

    public override var details: String {
        "dim=\(axis), unflattened_size=(" + sizes.map(String.init).joined(separator: ", ")
            + (sizes.count == 1 ? ",)" : ")")
    }
    public override func callAsFunction(_ x: Tensor) throws -> Tensor { try x.unflatten(axis, sizes) }

    public override func takeSettings(from other: Module) -> Bool {
        guard let other = other as? Unflatten else { return false }
        (axis, sizes) = (other.axis, other.sizes)
        return true
    }
}
