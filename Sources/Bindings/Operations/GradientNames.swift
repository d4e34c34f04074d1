import Language
import Tensors

/// PyTorch's names of the backward operations that are made of others here: what `grad_fn=<…>` prints.
enum GradientNames {
    /// By function of `torch` and `torch.nn.functional`, and by method.
    private static let names = [
        "stack": "StackBackward0", "tril": "TrilBackward0", "triu": "TriuBackward0", "flip": "FlipBackward0",
        "fliplr": "FlipBackward0", "flipud": "FlipBackward0", "roll": "RollBackward0",
        "repeat": "RepeatBackward0", "tile": "RepeatBackward0", "unbind": "UnbindBackward0",
        "index_select": "IndexSelectBackward0", "masked_select": "MaskedSelectBackward0",
        "masked_fill": "MaskedFillBackward0", "sort": "SortBackward0", "topk": "TopkBackward0",
        "t": "TBackward0",
        "mv": "MvBackward0", "bmm": "BmmBackward0", "addmm": "AddmmBackward0", "baddbmm": "BaddbmmBackward0",
        "addcmul": "AddcmulBackward0", "addcdiv": "AddcdivBackward0", "trace": "TraceBackward0",
        "std_mean": "StdMeanBackward0", "var_mean": "VarMeanBackward0", "nansum": "NansumBackward0",
        "kron": "UnsafeViewBackward0", "cross": "LinalgCrossBackward0", "cdist": "CdistBackward0",
        "mse_loss": "MseLossBackward0", "smooth_l1_loss": "SmoothL1LossBackward0",
        "binary_cross_entropy": "BinaryCrossEntropyBackward0",
        "binary_cross_entropy_with_logits": "BinaryCrossEntropyWithLogitsBackward0",
    ]
    /// Those that give values with their places: the name of the values.
    private static let named = ["max": "MaxBackward0", "min": "MinBackward0", "median": "MedianBackward1"]

    /// The same command, whose results have PyTorch's name.
    static func shown(_ command: Builtin) -> Builtin {
        if let name = names[command.name] {
            return command.following { arguments, result in show(result, name, arguments) }
        }
        if let name = named[command.name] {
            return command.following { arguments, result in
                if case .tuple = result { show(result, name, arguments) }
            }
        }
        guard ["matmul", "mm"].contains(command.name) else { return command }
        return command.following { arguments, result in
            guard arguments.positional.count == 2, let result = tensor(result), result.gradFunction != nil,
                let a = tensor(arguments.positional[0]), let b = tensor(arguments.positional[1])
            else { return }
            show(result, .matrixMultiply, a, b, reflectedNumber: false)
        }
    }

    private static func tensor(_ value: Value) -> Tensor? {
        if case .object(let object) = value { return (object as? TensorObject)?.tensor }
        return nil
    }

    private static func show(_ result: Value, _ name: String, _ arguments: Arguments) {
        let inputs = (arguments.positional + arguments.keywords.map(\.value)).flatMap { value -> [Tensor] in
            switch value {
            case .list(let list): return list.elements.compactMap(tensor)
            case .tuple(let tuple): return tuple.elements.compactMap(tensor)
            default: return tensor(value).map { [$0] } ?? []
            }
        }
        switch result {
        case .tuple(let tuple):
            for element in tuple.elements { tensor(element)?.shown(as: name, from: inputs) }
        case .list(let list): for element in list.elements { tensor(element)?.shown(as: name, from: inputs) }
        default: tensor(result)?.shown(as: name, from: inputs)
        }
    }

    /// The name of an operator's result, where it depends on what stands on both sides.
    static func show(
        _ result: Tensor, _ operation: BinaryOperator, _ a: Tensor, _ b: Tensor, reflectedNumber: Bool
    ) {
        switch operation {
        case .subtract where reflectedNumber: result.shown(as: "RsubBackward1", from: [a, b])
        case .power where reflectedNumber: result.shown(as: "PowBackward2", from: [a, b])
        case .matrixMultiply where a.rank == 2 && b.rank == 1: result.shown(as: "MvBackward0", from: [a, b])
        case .matrixMultiply where a.rank == 1 && b.rank == 2:
            result.shown(as: "SqueezeBackward4", from: [a, b])
        default: break
        }
    }
}
