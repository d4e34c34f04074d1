import Foundation
import Language
import Tensors

/// Commands of `numpy` that make one number of many, and those that run along an axis.
enum NumPyReductions {
    private static let keepdims = Parameter<Bool>(
        "keepdims", "whether the axis stays with size 1", default: false)
    private static let ddof = Parameter<Int>(
        "ddof", "what is subtracted from the number of elements", default: 0)

    typealias Reduction = @Sendable (Tensor, [Int]?, Bool) throws -> Tensor

    /// Functions of `numpy` and methods of arrays under the same name.
    package static let shared: [(name: String, summary: String, apply: Reduction)] = [
        ("sum", "The sum of elements.", { try $0.sum($1, keepDim: $2) }),
        ("mean", "The average of elements.", { try NumPy.floats($0).mean($1, keepDim: $2) }),
        ("max", "The largest element.", { try largest($0, $1, $2, true) }),
        ("min", "The smallest element.", { try largest($0, $1, $2, false) }),
        ("any", "Whether some element is true.", { try $0.to(.bool).any($1, keepDim: $2) }),
        ("all", "Whether all elements are true.", { try $0.to(.bool).all($1, keepDim: $2) }),
        ("prod", "The product of elements.", { try product($0, $1, $2) }),
    ]

    /// Whether one of the axes is empty: there is no largest of nothing.
    private static func leavesNothing(_ x: Tensor, _ axes: [Int]?) throws -> Bool {
        guard x.count == 0, let axes else { return x.count == 0 }
        return try axes.contains { x.shape[try Shape.axis($0, rank: x.rank)] == 0 }
    }

    static func largest(_ x: Tensor, _ axes: [Int]?, _ keep: Bool, _ isMaximum: Bool) throws -> Tensor {
        guard try !leavesNothing(x, axes) else {
            throw ScriptError(
                "ValueError",
                "zero-size array to reduction operation \(isMaximum ? "maximum" : "minimum") which has no "
                    + "identity"
            )
        }
        return try x.extreme(axes, keepDim: keep, largest: isMaximum)
    }

    private static func product(_ x: Tensor, _ axes: [Int]?, _ keep: Bool) throws -> Tensor {
        guard let axes else { return try x.product() }
        return try axes.map { try Shape.axis($0, rank: x.rank) }.sorted(by: >).reduce(x) {
            try $0.product($1, keepDim: keep)
        }
    }

    private static let extremes: [(name: String, summary: String, apply: Reduction)] = [
        ("amax", "The largest element.", { try largest($0, $1, $2, true) }),
        ("amin", "The smallest element.", { try largest($0, $1, $2, false) }),
    ]

    private static let plain: [Builtin] =
        (shared + extremes).map { row in
            Builtin(
                row.name, group: "numpy", summary: row.summary, NumPy.object, NumPy.axes, NumPy.dtype,
                keepdims, returns: "a number or an array", example: "np.\(row.name)([1, 2, 3])",
                pytorch: "torch.\(row.name)(x)"
            ) { _, value, axes, dtype, keep -> Value in
                let x = try NumPy.tensor(value), type = try NumPy.type(dtype)
                return try ArrayObject.value(row.apply(type.map { try x.to($0) } ?? x, axes?.reduced, keep))
            }
        }

    private static let spreads: [Builtin] = [("std", true), ("var", false)].map { name, root in
        Builtin(
            name, group: "numpy", summary: "The \(root ? "standard deviation" : "variance"), divided by n.",
            NumPy.object, NumPy.axes, ddof, keepdims, returns: "a number or an array",
            example: "np.\(name)([1, 2, 4])", pytorch: "x.\(name)(correction=0)"
        ) { _, value, axes, ddof, keep -> Value in
            try ArrayObject.value(spread(NumPy.tensor(value), axes?.reduced, ddof, keep, root: root))
        }
    }

    private static let overNumbers: [Builtin] = [
        ("nansum", false), ("nanmean", true), ("nanmax", false), ("nanmin", false), ("nanstd", true),
    ].map { name, _ in
        Builtin(
            name, group: "numpy", summary: "The \(name.dropFirst(3)) of the elements that are numbers.",
            NumPy.object, NumPy.axes, returns: "a number or an array", example: "np.\(name)([1.0, np.nan])",
            pytorch: "torch.nansum(x)"
        ) { _, value, axes -> Value in
            let x = try NumPy.floats(NumPy.tensor(value)), missing = try x.isNaN(), over = axes?.reduced
            switch name {
            case "nanmax":
                return try ArrayObject.value(
                    largest(x.maskedFill(missing, .float(-.infinity)), over, false, true))
            case "nanmin":
                return try ArrayObject.value(
                    largest(x.maskedFill(missing, .float(.infinity)), over, false, false))
            default: break
            }
            let counted = try missing.logicalNot().to(x.dtype),
                sum = try x.maskedFill(missing, .int(0)).sum(over)
            if name == "nansum" { return try ArrayObject.value(sum) }
            let n = try counted.sum(over)
            if name == "nanmean" { return try ArrayObject.value(sum / n) }
            let mean =
                try x.maskedFill(missing, .int(0)).sum(over, keepDim: true) / counted.sum(over, keepDim: true)
            return try ArrayObject.value(
                ((x - mean).maskedFill(missing, .int(0)).square().sum(over) / n).sqrt())
        }
    }

    private static let places: [Builtin] = [("argmax", true), ("argmin", false)].map { name, isMaximum in
        Builtin(
            name, group: "numpy", summary: "The place of the \(isMaximum ? "largest" : "smallest") element.",
            NumPy.object, NumPy.axis, returns: "a number or an array", example: "np.\(name)([1, 3, 2])",
            pytorch: "torch.\(name)(x)"
        ) { _, value, axis -> Value in
            let x = try NumPy.tensor(value)
            guard try !leavesNothing(x, axis.map { [$0] }) else {
                throw ScriptError("ValueError", "attempt to get \(name) of an empty sequence")
            }
            return try ArrayObject.value(x.argExtreme(axis, largest: isMaximum))
        }
    }

    private static let quantiles: [Builtin] = [
        ("percentile", 100.0), ("quantile", 1.0), ("nanpercentile", 100.0),
    ].map { name, scale in
        Builtin(
            name, group: "numpy", summary: "The value below which a part of the elements lies.", NumPy.object,
            Parameter<Value>(
                "q", scale == 1 ? "the part, 0 to 1, or several" : "the part, 0 to 100, or several"),
            NumPy.axis, returns: "a number or an array",
            example: "np.\(name)([1, 2, 3], \(scale == 1 ? "0.5" : "50"))", pytorch: "torch.quantile(x, 0.5)"
        ) { _, value, q, axis -> Value in
            let x = try NumPy.floats(NumPy.tensor(value)), parts = try NumPy.floats(NumPy.tensor(q)),
                scaled = try parts / parts.constant(.float(scale))
            guard try scaled.elements(Double.self).allSatisfy({ $0 >= 0 && $0 <= 1 }) else {
                throw ScriptError(
                    "ValueError",
                    name == "quantile"
                        ? "Quantiles must be in the range [0, 1]"
                        : "Percentiles must be in the range [0, 100]"
                )
            }
            return try ArrayObject.value(x.quantile(scaled, axis))
        }
    }

    private static let others: [Builtin] = [
        Builtin(
            "median", group: "numpy", summary: "The middle element, or the average of the two in the middle.",
            NumPy.object, NumPy.axis, returns: "a number or an array", example: "np.median([1, 3, 2])",
            pytorch: "torch.quantile(x, 0.5)"
        ) { _, value, axis -> Value in
            let x = try NumPy.floats(NumPy.tensor(value))
            return try ArrayObject.value(
                x.count == 0 ? .scalar(.float(.nan), .float64) : x.quantile(Tensor([0.5], []), axis))
        },
        Builtin(
            "average", group: "numpy", summary: "The average, with weights where given.", NumPy.object,
            NumPy.axis, Parameter<Value>("weights", "what each element counts", default: .none),
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
            NumPy.axis, returns: "a number or an array", example: "np.ptp([1, 5])",
            pytorch: "x.max() - x.min()"
        ) { _, value, axis -> Value in
            let x = try NumPy.tensor(value), over = axis.map { [$0] }
            return try ArrayObject.value(largest(x, over, false, true) - largest(x, over, false, false))
        },
        Builtin(
            "count_nonzero", group: "numpy", summary: "How many elements are not 0.", NumPy.object,
            NumPy.axes, returns: "a number or an array", example: "np.count_nonzero([0, 1])",
            pytorch: "torch.count_nonzero(x)"
        ) { _, value, axes -> Value in try ArrayObject.value(NumPy.tensor(value).to(.bool).sum(axes?.reduced))
        },
        running("cumsum", "Running sums.") { try $0.cumulativeSum($1) },
        running("cumprod", "Running products.") { try $0.cumulativeProduct($1) },
        Builtin(
            "diff", group: "numpy", summary: "Differences of neighbours.", NumPy.object,
            Parameter<Int>("n", "how often", default: 1), Parameter<Int>("axis", "the axis", default: -1),
            returns: "an array",
            example: "np.diff([1, 4, 9])", pytorch: "torch.diff(x)"
        ) { _, value, n, axis in ArrayObject(try NumPy.tensor(value).diff(n, axis)) },
        Builtin(
            "gradient", group: "numpy", summary: "Slopes between neighbours.", NumPy.object,
            returns: "an array", example: "np.gradient([1.0, 4.0, 9.0])", pytorch: "torch.gradient(x)"
        ) { _, value in
            let x = try NumPy.floats(NumPy.tensor(value)).elements(Double.self)
            guard x.count >= 2 else {
                throw ScriptError(
                    "ValueError",
                    "Shape of array too small to calculate a numerical gradient, at least 2 elements are "
                        + "required."
                )
            }
            return ArrayObject(
                try Tensor(
                    x.indices.map { i in
                        i == 0 ? x[1] - x[0] : i == x.count - 1 ? x[i] - x[i - 1] : (x[i + 1] - x[i - 1]) / 2
                    }))
        },
    ]

    private static let areas: [Builtin] = ["trapezoid", "trapz"].map { name in
        Builtin(
            name, group: "numpy", summary: "The area below a line through points.",
            Parameter<Value>("y", "the heights"),
            Parameter<Value>("x", "where they stand; 1 apart where left out", default: .none),
            Parameter<Double>("dx", "the distance", default: 1), returns: "a number",
            example: "np.\(name)([1, 2, 3])", pytorch: "torch.trapezoid(y)"
        ) { _, y, x, dx -> Value in
            let heights = try NumPy.tensor(y).elements(Double.self),
                places = x.isNone ? nil : try NumPy.tensor(x).elements(Double.self)
            guard places.map({ $0.count == heights.count }) ?? true else {
                throw ScriptError("ValueError", "x and y want the same number of elements")
            }
            return .float(
                zip(heights, heights.dropFirst()).enumerated().reduce(0) { sum, pair in
                    sum + (pair.element.0 + pair.element.1) / 2
                        * (places.map { $0[pair.offset + 1] - $0[pair.offset] } ?? dx)
                })
        }
    }

    static let commands: [Builtin] = [plain, spreads, overNumbers, places, quantiles, others, areas].flatMap {
        $0
    }

    static func spread(_ x: Tensor, _ axes: [Int]?, _ ddof: Int, _ keep: Bool, root: Bool) throws -> Tensor {
        let y = try NumPy.floats(x)
        return root
            ? try y.standardDeviation(axes, correction: ddof, keepDim: keep)
            : try y.variance(axes, correction: ddof, keepDim: keep)
    }

    private static func running(
        _ name: String, _ summary: String, _ apply: @escaping (Tensor, Int) throws -> Tensor
    ) -> Builtin {
        Builtin(
            name, group: "numpy", summary: summary, NumPy.object, NumPy.axis, returns: "an array",
            example: "np.\(name)([1, 2, 3])", pytorch: "torch.\(name)(x, 0)"
        ) { _, value, axis in
            let x = try NumPy.tensor(value)
            return ArrayObject(try axis.map { try apply(x, $0) } ?? apply(x.flatten(), 0))
        }
    }
}
