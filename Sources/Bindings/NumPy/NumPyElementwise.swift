import Language
import Tensors

/// What `numpy` has of operations element by element beside those of the table (`Operation`).
enum NumPyElementwise {
    static let commands: [Builtin] = [
        ElementwiseArguments.added(
            to: NumPy.command("cbrt", "The cube root.", first: NumPy.operand) {
                try NumPy.nearestFloats($0).cbrt()
            }, operands: 1),
        ElementwiseArguments.added(
            to: NumPy.command("rint", "Rounded to the nearest whole number.", first: NumPy.operand) {
                try NumPy.nearestFloats($0).round()
            }, operands: 1),
        Builtin(
            "clip", group: "numpy", summary: "Clamps elements between two bounds.", NumPy.object,
            Parameter<Value>("a_min", "the lower bound", default: .none),
            Parameter<Value>("a_max", "the upper bound", default: .none), returns: "a number or an array",
            example: "np.clip([1, 5], 0, 3)", pytorch: "torch.clamp(x, 0, 3)"
        ) { _, value, low, high -> Value in
            try ArrayObject.value(clipped(NumPy.tensor(value), low, high))
        }.alsoTaking(["min": "a_min", "max": "a_max"]),
    ]

    static func clipped(_ x: Tensor, _ low: Value, _ high: Value) throws -> Tensor {
        var y = x
        if !low.isNone, let bound = try NumPy.operand(low, beside: x) {
            let (x, bound) = try NumPy.promoted(y, bound)
            y = try x.maximum(bound)
        }
        if !high.isNone, let bound = try NumPy.operand(high, beside: x) {
            let (x, bound) = try NumPy.promoted(y, bound)
            y = try x.minimum(bound)
        }
        return y === x ? try x.clone() : y
    }
}
