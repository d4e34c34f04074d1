import Tensors

/// Networks that go through a sequence step by step and remember.
public enum Recurrence: String, Sendable {
    /// h ← tanh(W·x + U·h) and h ← max(0, W·x + U·h) (Elman 1990).
    case tanh = "rnn_tanh"
    /// The same with ReLU.
    case relu = "rnn_relu"
    /// Long short-term memory (Hochreiter & Schmidhuber 1997).
    case lstm
    /// Gated recurrent units (Cho and others 2014).
    case gru

    /// Rows of W and U for each number that is remembered.
    public var gates: Int {
        switch self {
        case .tanh, .relu: 1
        case .lstm: 4
        case .gru: 3
        }
    }

    /// What one layer reads in one direction: W [gates·H, in], U [gates·H, H] and a bias [gates·H] for each,
    /// and for an LSTM that hands on fewer numbers a projection [P, H].
    public struct Weights {
        let input: Tensor, state: Tensor, inputBias: Tensor?, stateBias: Tensor?, projection: Tensor?

        /// Tensors of the shapes above.
        public init(
            input: Tensor, state: Tensor, inputBias: Tensor?, stateBias: Tensor?, projection: Tensor? = nil
        ) {
            (self.input, self.state, self.inputBias, self.stateBias) = (input, state, inputBias, stateBias)
            self.projection = projection
        }
    }

    /// What is remembered: h [B, H], and c [B, H] of an LSTM.
    public typealias Memory = (h: Tensor, c: Tensor?)

    /// One step: x [B, in] and what is remembered → what is remembered then.
    ///
    /// - Throws: RuntimeError and ShapeError for tensors that do not fit together.
    public func cell(_ x: Tensor, _ memory: Memory, _ weights: Weights) throws -> Memory {
        try step(x.linear(weights.input, weights.inputBias), memory, weights)
    }

    /// One step behind the product with the input: `fromInput` = W·x + b [B, gates·H].
    private func step(_ fromInput: Tensor, _ memory: Memory, _ weights: Weights) throws -> Memory {
        let fromState = try memory.h.linear(weights.state, weights.stateBias)
        switch self {
        case .tanh: return (try (fromInput + fromState).tanh(), nil)
        case .relu: return (try (fromInput + fromState).relu(), nil)
        case .lstm:
            guard let c = memory.c else { throw TensorError(.runtime, "lstm expects two hidden states") }
            let width = c.shape[1]
            // i, f, g, o
            let gates = try (fromInput + fromState).pieces([width, width, width, width], 1)
            let next = try gates[1].sigmoid() * c + gates[0].sigmoid() * gates[2].tanh()
            let h = try gates[3].sigmoid() * next.tanh()
            return (try weights.projection.map { try h.linear($0) } ?? h, next)
        case .gru:
            let width = memory.h.shape[1], sizes = [width, width, width]
            // r, z, n
            let (x, u) = (try fromInput.pieces(sizes, 1), try fromState.pieces(sizes, 1))
            let r = try (x[0] + u[0]).sigmoid(), z = try (x[1] + u[1]).sigmoid()
            let n = try (x[2] + r * u[2]).tanh()
            return (try (memory.h - n) * z + n, nil)
        }
    }

    /// One layer in one direction over sequences that lie step by step behind one another.
    ///
    /// - Parameters:
    ///   - data: the rows of all steps, [Σ sizes, in].
    ///   - sizes: how many sequences have each step: never more than the step before.
    ///   - memory: what is remembered at first, for as many sequences as the first step has.
    ///   - isBackward: whether the last step comes first.
    /// - Returns: h of each step, [Σ sizes, H], and what is remembered at the end of each sequence.
    private func layer(
        _ data: Tensor, _ sizes: [Int], _ memory: Memory, _ weights: Weights, isBackward: Bool
    ) throws -> (output: Tensor, last: Memory) {
        let inputs = try data.linear(weights.input, weights.inputBias).pieces(sizes, 0)
        func rows(_ memory: Memory, _ start: Int, _ count: Int) throws -> Memory {
            (try memory.h.narrow(0, start, count), try memory.c?.narrow(0, start, count))
        }
        func joined(_ parts: [Memory]) throws -> Memory {
            if parts.count == 1 { return parts[0] }
            let cells = parts.compactMap(\.c)
            return (
                try Tensor.concatenate(parts.map(\.h), 0),
                cells.isEmpty ? nil : try Tensor.concatenate(cells, 0)
            )
        }
        var outputs: [Tensor] = []
        outputs.reserveCapacity(sizes.count)
        if isBackward {
            var now = try rows(memory, 0, sizes[sizes.count - 1])
            for place in sizes.indices.reversed() {
                try Interruptible.poll()
                let known = now.h.shape[0]
                if sizes[place] > known {
                    now = try joined([now, rows(memory, known, sizes[place] - known)])
                }
                now = try step(inputs[place], now, weights)
                outputs.append(now.h)
            }
            return (try Tensor.concatenate(outputs.reversed(), 0), now)
        }
        var now = memory, ended: [Memory] = []
        for place in sizes.indices {
            try Interruptible.poll()
            let known = now.h.shape[0]
            if sizes[place] < known {
                ended.append(try rows(now, sizes[place], known - sizes[place]))
                now = try rows(now, 0, sizes[place])
            }
            now = try step(inputs[place], now, weights)
            outputs.append(now.h)
        }
        ended.append(now)
        return (try Tensor.concatenate(outputs, 0), try joined(ended.reversed()))
    }

    /// All layers over sequences that lie step by step behind one another.
    ///
    /// - Parameters:
    ///   - data: the rows of all steps, [Σ sizes, in].
    ///   - sizes: how many sequences have each step: never more than the step before.
    ///   - memory: h [layers·directions, B, H], and c of an LSTM.
    ///   - weights: those of each layer, forward before backward.
    ///   - dropout: the probability with which numbers between layers are dropped; 0 while evaluating.
    /// - Returns: h of the last layer at each step, [Σ sizes, directions·H], and what all layers remember.
    /// - Throws: RuntimeError and ShapeError, in PyTorch's words, for tensors that do not fit together.
    public func run(
        _ data: Tensor, _ sizes: [Int], _ memory: Memory, _ weights: [Weights], directions: Int,
        dropout: Double
    ) throws -> (output: Tensor, last: Memory) {
        guard let longest = sizes.first, data.rank == 2 else {
            throw TensorError(.runtime, "Expected sequence length to be larger than 0 in RNN")
        }
        guard sizes.allSatisfy({ $0 > 0 && $0 <= longest }), longest <= data.shape[0],
            zip(sizes, sizes.dropFirst()).allSatisfy({ $0 >= $1 }), sizes.reduce(0, &+) == data.shape[0]
        else {
            throw TensorError(
                .runtime,
                "batch_sizes must be positive, must not rise and must add up to the rows of the input")
        }
        guard directions > 0, !weights.isEmpty, weights.count % directions == 0,
            [memory.h, memory.c].allSatisfy({
                $0.map { $0.rank == 3 && $0.shape[0] == weights.count } ?? true
            }),
            [memory.h, memory.c].allSatisfy({ $0.map { $0.shape[1] == longest } ?? true })
        else {
            throw TensorError(
                .runtime,
                "Expected hidden size \(Shape.description([weights.count, longest])) and numbers, got "
                    + Shape.description(memory.h.shape))
        }
        // In mixed precision what an LSTM remembers is of the type of the products.
        func cast(_ x: Tensor) throws -> Tensor {
            self == .lstm && Autocast.isEnabled && x.dtype == .float32 ? try x.to(.bfloat16) : x
        }
        let states = try cast(memory.h).unbind(0), cells = try memory.c.map { try cast($0).unbind(0) }
        var data = data, last: [Memory] = []
        for first in stride(from: 0, to: weights.count, by: directions) {
            var outputs: [Tensor] = []
            for place in first..<(first + directions) {
                let (output, end) = try layer(
                    data, sizes, (states[place], cells?[place]), weights[place], isBackward: place > first)
                outputs.append(output)
                last.append(end)
            }
            data = outputs.count == 1 ? outputs[0] : try Tensor.concatenate(outputs, 1)
            if dropout > 0, first + directions < weights.count { data = try data.dropout(dropout) }
        }
        let ends = last.compactMap(\.c)
        func stacked(_ parts: [Tensor]) throws -> Tensor {
            try Tensor.stack(parts, 0).shown(as: "StackBackward0", from: [])
        }
        return (data, (try stacked(last.map(\.h)), ends.isEmpty ? nil : try stacked(ends)))
    }
}
