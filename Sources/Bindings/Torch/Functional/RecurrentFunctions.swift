import Language
import Neural
import Tensors

/// `torch._VF`: what `nn.LSTM` and its like stand on, under PyTorch's names.
enum RecurrentFunctions {
    package static func make() -> ModuleValue {
        ModuleValue(
            "torch._VF", documentation: "What recurrent layers compute.",
            commands: [Recurrence.tanh, .relu, .lstm, .gru].flatMap { [sequence($0), cell($0)] } + [named])
    }

    /// The name of an operation that is made of others in the language.
    private static let named = Builtin(
        "named", group: "torch",
        summary: "Gives a result the name that grad_fn shows for the whole operation.",
        Parameter<Tensor>("result", "what the operation gave"),
        Parameter<String>("name", "PyTorch's name of its backward"),
        Parameter<Value>("inputs", "the tensors that it was made of", .variadic), returns: "the result"
    ) { _, result, name, inputs in
        result.shown(as: name, from: try Operations.array(inputs).compactMap { try Tensor.from($0) })
    }

    private static func tensors(_ value: Value, _ what: String) throws -> [Tensor] {
        try Operations.array(value).map { element in
            guard let tensor = try Tensor.from(element) else {
                throw ScriptError("TypeError", "\(what) must be tensors, not \(element.typeName)")
            }
            return tensor
        }
    }

    private static func memory(_ value: Value, _ kind: Recurrence) throws -> Recurrence.Memory {
        if kind != .lstm, let h = try Tensor.from(value) { return (h, nil) }
        let parts = try tensors(value, "hidden states")
        guard parts.count == (kind == .lstm ? 2 : 1) else {
            throw ScriptError(
                "RuntimeError", kind == .lstm ? "lstm expects two hidden states" : "expects one hidden state")
        }
        return (parts[0], kind == .lstm ? parts[1] : nil)
    }

    /// The weights of each layer and direction: W, U, then two biases and a projection where there are any.
    private static func weights(_ all: [Tensor], _ hasBiases: Bool, _ count: Int) throws -> [Recurrence
        .Weights]
    {
        let each = count > 0 ? all.count / count : 0, plain = hasBiases ? 4 : 2
        guard count > 0, all.count == each * count, each == plain || each == plain + 1 else {
            throw ScriptError("RuntimeError", "got an incorrect number of RNN parameters")
        }
        return (0..<count).map { index in
            let own = all[(index * each)..<((index + 1) * each)].map { $0 }
            return Recurrence.Weights(
                input: own[0], state: own[1], inputBias: hasBiases ? own[2] : nil,
                stateBias: hasBiases ? own[3] : nil, projection: each > plain ? own[plain] : nil)
        }
    }

    private static func result(_ output: Tensor, _ last: Recurrence.Memory) -> Value {
        .tuple([output.scriptValue, last.h.scriptValue] + (last.c.map { [$0.scriptValue] } ?? []))
    }

    private static func sequence(_ kind: Recurrence) -> Builtin {
        Builtin(
            kind.rawValue, group: "torch", summary: "All layers of a recurrent network over a sequence.",
            input,
            Parameter<Value>("hx", "what is remembered at first; or batch_sizes of a packed sequence"),
            Parameter<Value>("params", "the weights of all layers; or hx"),
            Parameter<Value>("has_biases", "whether there are biases; or params"),
            Parameter<Value>("num_layers", "how many layers; or has_biases"),
            Parameter<Value>("dropout", "dropped between layers; or num_layers"),
            Parameter<Value>("train", "whether dropout is on; or dropout"),
            Parameter<Value>("bidirectional", "whether it is read backwards too; or train"),
            Parameter<Value>("batch_first", "[B, T, in] and not [T, B, in]; or bidirectional"),
            returns: "the outputs and what is remembered"
        ) { _, x, a, b, c, d, e, f, g, h -> Value in
            // With batch sizes everything stands one place further on, and the last is not there.
            var rest = [a, b, c, d, e, f, g, h], sizes: [Int]?, batchFirst = false
            if case .bool = c {
                batchFirst = try Operations.truth(rest.removeLast())
            } else {
                sizes = try Tensor.from(rest.removeFirst())?.to(.int64).integers()
            }
            let memory = try memory(rest[0], kind), all = try tensors(rest[1], "params")
            let hasBiases = try Operations.truth(rest[2]), layers = try Operations.requireIndex(rest[3])
            let dropout = try Double.from(rest[4]) ?? 0, trains = try Operations.truth(rest[5])
            let directions = try Operations.truth(rest[6]) ? 2 : 1
            guard layers > 0, layers < 100_000 else {
                throw ScriptError("ValueError", "num_layers must be greater than zero")
            }
            let weights = try weights(all, hasBiases, layers * directions)
            if let sizes {
                let (output, last) = try kind.run(
                    x, sizes, memory, weights, directions: directions, dropout: trains ? dropout : 0)
                return result(output, last)
            }
            guard x.rank == 3 else {
                throw ScriptError("RuntimeError", "input must have 3 dimensions, got \(x.rank)")
            }
            let steps = batchFirst ? try x.transpose(0, 1) : x, batch = steps.shape[1]
            guard batch > 0 else {
                throw ScriptError("RuntimeError", "Expected batch size to be larger than 0 in RNN")
            }
            try Shape.checkMemory(steps.shape[0], each: 8)
            let (output, last) = try kind.run(
                steps.reshape([steps.shape[0] * batch, steps.shape[2]]),
                Array(repeating: batch, count: steps.shape[0]), memory, weights, directions: directions,
                dropout: trains ? dropout : 0)
            let name =
                directions == 2
                ? "CatBackward0" : kind == .lstm ? "MkldnnRnnLayerBackward0" : "StackBackward0"
            let y = try output.reshape([steps.shape[0], batch, output.shape[1]]).shown(as: name, from: [x])
            return result(batchFirst ? try y.transpose(0, 1) : y, last)
        }
    }

    private static func cell(_ kind: Recurrence) -> Builtin {
        Builtin(
            kind.rawValue + "_cell", group: "torch", summary: "One step of a recurrent network.", input,
            Parameter<Value>("hx", "what is remembered"), Parameter<Tensor>("w_ih", "W [gates·H, in]"),
            Parameter<Tensor>("w_hh", "U [gates·H, H]"),
            Parameter<Tensor?>("b_ih", "the bias beside W", default: nil),
            Parameter<Tensor?>("b_hh", "the bias beside U", default: nil), returns: "what is remembered then"
        ) { _, x, hx, input, state, inputBias, stateBias -> Value in
            let next = try kind.cell(
                x, memory(hx, kind),
                Recurrence.Weights(
                    input: input, state: state, inputBias: inputBias, stateBias: stateBias))
            guard let c = next.c else { return next.h.scriptValue }
            return .tuple([next.h.scriptValue, c.scriptValue])
        }
    }
}
