import Language
import Tensors

/// What `numpy` has of reductions beside those of the table, and what is NumPy's own in those (`Operation`).
enum NumPyReductions {
    private static let ddof = Parameter<Int>(
        "ddof", "what is subtracted from the number of elements", default: 0)

    /// Whether one of the axes is empty: there is no largest of nothing.
    private static func leavesNothing(_ x: Tensor, _ axes: [Int]?) throws -> Bool {
        guard x.count == 0, let axes else { return x.count == 0 }
        return try axes.contains { x.shape[try Shape.axis($0, rank: x.rank)] == 0 }
    }

    /// Refuses the extreme of nothing, in NumPy's words.
    static func checkNotEmpty(_ x: Tensor, _ axes: [Int]?, _ operation: String) throws {
        guard try !leavesNothing(x, axes) else {
            throw ScriptError(
                "ValueError",
                "zero-size array to reduction operation \(operation) which has no identity")
        }
    }

    static func largest(_ x: Tensor, _ axes: [Int]?, _ keep: Bool) throws -> Tensor {
        try checkNotEmpty(x, axes, "maximum")
        return try x.amax(axes, keepDim: keep)
    }

    static func smallest(_ x: Tensor, _ axes: [Int]?, _ keep: Bool) throws -> Tensor {
        try checkNotEmpty(x, axes, "minimum")
        return try x.amin(axes, keepDim: keep)
    }

    /// Products over several axes, one after the other.
    static func product(_ x: Tensor, _ axes: [Int]?, _ keep: Bool) throws -> Tensor {
        guard let axes else { return try x.product() }
        return try axes.map { try Shape.axis($0, rank: x.rank) }.sorted(by: >).reduce(x) {
            try $0.product($1, keepDim: keep)
        }
    }

    /// `np.nansum` and its like, which take an axis alone.
    static func overNumbers(_ name: String, _ apply: @escaping (Tensor, [Int]?) throws -> Tensor)
        -> ArrayReduction
    {
        ArrayReduction(
            name: name, own: { x, axes, _ in try apply(NumPy.floats(x), axes) }, hasSettings: false)
    }

    static func spread(_ name: String, root: Bool) -> Builtin {
        Builtin(
            name, group: "numpy", summary: "The \(root ? "standard deviation" : "variance"), divided by n.",
            NumPy.object, NumPy.axes, ddof, NumPy.keepdims, returns: "a number or an array",
            example: "np.\(name)([1, 2, 4])", pytorch: "x.\(name)(correction=0)"
        ) { _, value, axes, ddof, keep -> Value in
            try ArrayObject.value(spread(NumPy.tensor(value), axes?.reduced, ddof, keep, root: root))
        }.costing(Costs.reduction(keepdim: 3))
    }

    static func place(_ name: String, _ summary: String, largest: Bool) -> Builtin {
        Builtin(
            name, group: "numpy", summary: summary, NumPy.object, NumPy.axis,
            returns: "a number or an array", example: "np.\(name)([1, 3, 2])", pytorch: "torch.\(name)(x)"
        ) { _, value, axis -> Value in
            let x = try NumPy.tensor(value)
            guard try !leavesNothing(x, axis.map { [$0] }) else {
                throw ScriptError("ValueError", "attempt to get \(name) of an empty sequence")
            }
            return try ArrayObject.value(largest ? x.argmax(axis) : x.argmin(axis))
        }.costing(Costs.reduction(keepdim: 3))
    }

    /// What runs along an axis; along the flattened array where none is named.
    static func along(
        _ name: String, _ summary: String, _ formula: String,
        _ apply: @escaping (Tensor, Int) throws -> Tensor
    ) -> Builtin {
        Builtin(
            name, group: "numpy", summary: summary, NumPy.object, NumPy.axis, returns: "an array",
            example: "np.\(name)([1, 2, 3])", pytorch: "torch.\(name)(x, 0)", formula: formula
        ) { _, value, axis in
            let x = try NumPy.tensor(value)
            try tellSigned(name, x.dtype)
            return ArrayObject(try axis.map { try apply(x, $0) } ?? apply(x.flatten(), 0))
        }
    }

    static let differences = Builtin(
        "diff", group: "numpy", summary: "The differences of neighbouring elements.", NumPy.object,
        Parameter<Int>("n", "how often", default: 1), Parameter<Int>("axis", "the axis", default: -1),
        Parameter<Value?>(
            "prepend", "what stands before the first along the axis", default: nil, shown: "<no value>"),
        Parameter<Value?>(
            "append", "what comes after the last along the axis", default: nil, shown: "<no value>"),
        returns: "an array", example: "np.diff([1, 4, 9])", pytorch: "torch.diff(x)",
        formula: "x[i + 1] − x[i]"
    ) { _, value, n, axis, before, after -> Value in
        let x = try NumPy.tensor(value)
        func end(_ value: Value?) throws -> Tensor? {
            guard let value else { return nil }
            let tensor = try NumPy.tensor(value)
            guard tensor.rank == 0 else { return tensor }
            var shape = x.shape
            shape[try Shape.axis(axis, rank: x.rank)] = 1
            return try tensor.expand(shape)
        }
        var whole = x
        if let before = try end(before) {
            let (a, b) = try NumPy.promoted(before, whole)
            whole = try Tensor.concatenate([a, b], axis)
        }
        if let after = try end(after) {
            let (a, b) = try NumPy.promoted(whole, after)
            whole = try Tensor.concatenate([a, b], axis)
        }
        return try ArrayObject.made(whole.diff(n, axis), of: value)
    }

    private static let nanstd = Builtin(
        "nanstd", group: "numpy", summary: "The standard deviation of the elements that are not NaN.",
        NumPy.object, NumPy.axes, ddof, returns: "a number or an array", example: "np.nanstd([1.0, np.nan])",
        pytorch: "x[~x.isnan()].std(correction=0)"
    ) { _, value, axes, ddof -> Value in
        let x = try NumPy.floats(NumPy.tensor(value))
        return try ArrayObject.value(
            x.moments(where: x.isNaN().logicalNot(), axes?.reduced, correction: ddof, keepDim: false)
                .variance.sqrt())
    }

    /// Several axes as one, the last.
    private static func together(_ x: Tensor, _ axes: Sizes?) throws -> (Tensor, axis: Int?) {
        guard let chosen = axes?.reduced else { return (x, nil) }
        let places = try chosen.map { try Shape.axis($0, rank: x.rank) }
        guard places.count > 1 else { return (x, places.first) }
        guard Set(places).count == places.count else {
            throw ScriptError("ValueError", "duplicate value in 'axis'")
        }
        let moved = try x.movedim(places, places.indices.map { x.rank - places.count + $0 })
        return (try moved.flatten(x.rank - places.count, -1), x.rank - places.count)
    }

    private static let others: [Builtin] = [
        Builtin(
            "median", group: "numpy", summary: "The median, or the mean of the two in the middle.",
            NumPy.object, NumPy.axes, returns: "a number or an array", example: "np.median([1, 3, 2])",
            pytorch: "torch.quantile(x, 0.5)"
        ) { _, value, axes -> Value in
            let (x, axis) = try together(NumPy.floats(NumPy.tensor(value)), axes)
            return try ArrayObject.value(
                x.count == 0 ? .scalar(.float(.nan), .float64) : x.quantile(Tensor([0.5], []), axis))
        },
        Builtin(
            "average", group: "numpy", summary: "The mean, weighted where weights are given.", NumPy.object,
            NumPy.axis, Parameter<Value>("weights", "the weight of each element", default: .none),
            returns: "a number or an array", example: "np.average([1, 2], weights=[3, 1])",
            pytorch: "(x * w).sum() / w.sum()"
        ) { _, value, axis, weights -> Value in
            let x = try NumPy.floats(NumPy.tensor(value)), over = axis.map { [$0] }
            guard !weights.isNone else { return try ArrayObject.value(x.mean(over)) }
            let w = try NumPy.floats(NumPy.tensor(weights))
            return try ArrayObject.rewording {
                try ArrayObject.value((x * w).sum(over) / (x * x.constant(.int(0)) + w).sum(over))
            }
        },
        Builtin(
            "ptp", group: "numpy", summary: "The largest element minus the smallest.", NumPy.object,
            NumPy.axes, returns: "a number or an array", example: "np.ptp([1, 5])",
            pytorch: "x.max() - x.min()"
        ) { _, value, axes -> Value in
            let x = try NumPy.tensor(value), over = axes?.reduced
            return try ArrayObject.value(largest(x, over, false) - smallest(x, over, false))
        },
    ]

    private static let areas: [Builtin] = ["trapezoid", "trapz"].map { name in
        Builtin(
            name, group: "numpy", summary: "The integral by the trapezoidal rule.",
            Parameter<Value>("y", "the heights"),
            Parameter<Value>("x", "the x of the samples; 1 apart by default", default: .none),
            Parameter<Double>("dx", "the distance", default: 1), returns: "a number",
            example: "np.\(name)([1, 2, 3])", pytorch: "torch.trapezoid(y)"
        ) { _, y, x, dx -> Value in
            try ArrayObject.value(
                NumPy.tensor(y).trapezoid(x.isNone ? nil : NumPy.tensor(x), distance: dx))
        }
    }

    static let commands: [Builtin] = [[nanstd], others, areas].flatMap { $0 }

    /// Says that a sum of a type without signs is int64 here, uint64 in NumPy.
    static func tellSigned(_ name: String, _ type: DType) throws {
        guard case .integer(signed: false) = type.kind,
            ["sum", "prod", "nansum", "cumsum", "cumprod"].contains(name)
        else { return }
        try Interpreter.current?.warn(
            "np.\(name) of \(type) gives int64 here, uint64 in NumPy: there is no uint64", once: true)
    }

    static func spread(_ x: Tensor, _ axes: [Int]?, _ ddof: Int, _ keep: Bool, root: Bool) throws -> Tensor {
        let y = try NumPy.floats(x)
        return root
            ? try y.standardDeviation(axes, correction: ddof, keepDim: keep)
            : try y.variance(axes, correction: ddof, keepDim: keep)
    }
}
