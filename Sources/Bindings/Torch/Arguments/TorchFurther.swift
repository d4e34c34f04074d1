import Language
import Tensors

/// Arguments of PyTorch's functions that are settings of one or two of them.
enum TorchFurther {
    static let all: [SharedArgument] = [
        SharedArgument(
            parameter: .init(
                "output_size", "the size of the axis that comes out, where it is known", default: "None",
                type: "int or None", .keywordOnly),
            commands: "torch: repeat_interleave; torch.Tensor: repeat_interleave"
        ) { call in
            let result = try call.result()
            guard let size = try Int?.from(call["output_size"] ?? .none) ?? nil,
                let y = try Tensor.from(result)
            else { return result }
            let axis = try Int?.from(call.argument("dim") ?? .none) ?? nil
            guard try y.shape[Shape.axis(axis ?? 0, rank: y.rank)] == size else {
                throw ScriptError("RuntimeError", "Allocated size does not match required size.")
            }
            return result
        },
        SharedArgument(
            parameter: .init("p", "the probability of all", default: "None", type: "float", .either),
            commands: "torch: bernoulli; torch.Tensor: bernoulli"
        ) { call in
            guard let p = call["p"], !p.isNone else { return try call.result() }
            guard let x = try call.argument("input").flatMap({ try Tensor.from($0) }) else {
                return try call.result()
            }
            guard let number = try Double.from(p) else {
                throw ScriptError("TypeError", "bernoulli(): argument 'p' must be float, not \(p.typeName)")
            }
            let source = try call.argument("generator").flatMap { try GeneratorObject.from($0) }
            let result = try Tensor.empty(x.shape, x.dtype)
            try (source?.generator ?? .standard).fillBernoulli(result, Tensor([number], []))
            return result.scriptValue
        },
    ]
}
