import Tensors

// Pooling: one number for each window.

/// The windows of a pooling, as PyTorch counts them.
struct PoolWindows {
    let places: WindowPlaces
    /// What is added on both ends of each axis.
    let before: [Int], after: [Int]
    private let sizes: [Int], padding: [Int]

    /// - Parameter ceil: whether a last window that begins inside but ends outside counts.
    /// - Throws: RuntimeError, in PyTorch's words, for windows that do not fit.
    init(
        _ shape: [Int], kernel: [Int], stride: [Int], padding: [Int], dilation: [Int], ceil: Bool,
        _ operation: String
    ) throws {
        let n = kernel.count, sizes = Array(shape[2...])
        for (what, values) in [("kernel size", kernel), ("stride", stride), ("dilation", dilation)] {
            guard values.allSatisfy({ $0 > 0 && $0 < 1 << 31 }) else {
                throw TensorError(.runtime, "\(what) should be greater than zero, but got \(values)")
            }
        }
        guard padding.allSatisfy({ $0 >= 0 }) else {
            throw TensorError(.runtime, "pad must be non-negative, but got pad: \(padding)")
        }
        guard zip(zip(kernel, dilation), padding).allSatisfy({ $1 <= (($0.0 - 1) * $0.1 + 1) / 2 }) else {
            throw TensorError(
                .runtime,
                "pad should be at most half of effective kernel size, but got pad=\(padding), "
                    + "kernel_size=\(kernel) and dilation=\(dilation)")
        }
        var outputs: [Int] = [], after: [Int] = []
        for axis in 0..<n {
            let (L, p, s) = (sizes[axis], padding[axis], stride[axis])
            let reach = (kernel[axis] - 1) * dilation[axis] + 1
            let room = L + 2 * p - reach
            var count =
                room < 0 && !ceil
                ? 0 : (room + (ceil ? s - 1 : 0)).quotientAndRemainder(dividingBy: s).quotient + 1
            if room + (ceil ? s - 1 : 0) < 0 { count = 0 }
            if ceil, count > 0, (count - 1) * s >= L + p { count -= 1 }
            guard count > 0 else {
                func listed(_ sizes: [Int]) -> String { sizes.map(String.init).joined(separator: "x") }
                throw TensorError(
                    .runtime,
                    "Given input size: (\(listed(Array(shape[1...])))). Calculated output size of "
                        + "\(operation): "
                        + "\(count) at axis \(axis + 2). Output size is too small")
            }
            outputs.append(count)
            after.append(max(0, (count - 1) * s + reach - L - p))
        }
        (before, self.after, self.sizes, self.padding) = (padding, after, sizes, padding)
        places = try WindowPlaces(
            sizes: (0..<n).map { sizes[$0] + padding[$0] + after[$0] }, kernel: kernel, stride: stride,
            dilation: dilation, outputs: outputs)
    }

    /// The tensor with its borders, as windows: [B, C, L…] → [B, C, positions in a window, O…].
    func windows(of x: Tensor, fill: Number) throws -> Tensor {
        let borders = zip(before, after).reversed().flatMap { [$0, $1] }
        let source = borders.allSatisfy { $0 == 0 } ? x : try x.padded(borders, value: fill)
        return try source.windows(places).reshape(
            [x.shape[0], x.shape[1], places.kernel.reduce(1, *)] + places.outputs)
    }

    /// Numbers in each window that its sum is divided by, [O…].
    func counts(includingPadding: Bool, _ type: DType) throws -> Tensor {
        var product = try Tensor.ones([], type)
        let n = places.kernel.count
        for axis in 0..<n {
            let (L, p) = (sizes[axis], padding[axis])
            let along = (0..<places.outputs[axis]).map { output -> Double in
                let start = output * places.stride[axis] - p
                let end = min(start + places.kernel[axis], L + p)
                return Double(includingPadding ? end - start : min(end, L) - max(start, 0))
            }
            var spread = [Int](repeating: 1, count: n)
            spread[axis] = along.count
            product = try product * Tensor(along).to(type).reshape(spread)
        }
        return product
    }

    /// Places in the windows, [B, C, O…], as places in a channel of the tensor.
    func flat(_ inWindow: Tensor) throws -> Tensor {
        let n = places.kernel.count
        var rest = inWindow, result = try inWindow.constant(.int(0)), step = 1
        for axis in (0..<n).reversed() {
            let size = try rest.constant(.int(places.kernel[axis]))
            let position = try rest.remainder(size)
            rest = try rest.floorDivided(by: size)
            var spread = [Int](repeating: 1, count: n)
            spread[axis] = places.outputs[axis]
            let starts = try Tensor(
                (0..<places.outputs[axis]).map { Int64($0 * places.stride[axis] - padding[axis]) }
            ).reshape(spread)
            let along = try position * position.constant(.int(places.dilation[axis])) + starts
            result = try result + along * along.constant(.int(step))
            step *= sizes[axis]
        }
        return result
    }
}

extension Tensor {
    /// Calls `body` with an axis of batches, which goes again where it was not there.
    private func batched<Result>(
        _ n: Int, _ operation: String, _ body: (Tensor) throws -> Result, _ single: (Result) throws -> Result
    ) throws -> Result {
        if rank == n + 1 { return try single(body(unsqueeze(0))) }
        guard rank == n + 2 else {
            throw TensorError(
                .runtime,
                "\(operation)() Expected \(n + 1)D or \(n + 2)D input tensor, but got "
                    + Shape.description(shape))
        }
        return try body(self)
    }

    private func checkPooled(_ operation: String) throws {
        guard shape.dropFirst().allSatisfy({ $0 > 0 }) else {
            throw TensorError(
                .runtime,
                "\(operation)(): Expected input to have non-zero size for non-batch dimensions, but got "
                    + Shape.description(shape))
        }
    }

    /// The largest number of each window and its place in the channel. `F.max_pool1d` and its like.
    /// [B, C, L…] → [B, C, O…], or without B.
    ///
    /// - Throws: RuntimeError, in PyTorch's words, for windows that do not fit.
    public func maxPooled(
        kernel: [Int], stride: [Int], padding: [Int], dilation: [Int], ceil: Bool = false
    ) throws -> (values: Tensor, indices: Tensor) {
        let n = kernel.count, operation = "max_pool\(n)d"
        return try batched(n, operation) { x in
            try x.checkPooled(operation)
            let pool = try PoolWindows(
                x.shape, kernel: kernel, stride: stride, padding: padding, dilation: dilation, ceil: ceil,
                operation)
            let least = x.dtype.isFloatingPoint ? Number.float(-.infinity) : try x.amin().item()
            let found = try pool.windows(of: x, fill: least).maximum(along: 2)
            found.values.shown(
                as: n == 2
                    ? "MaxPool2DWithIndicesBackward0"
                    : n == 3
                        ? "MaxPool3DWithIndicesBackward0"
                        : "SqueezeBackward1", from: [self])
            return (found.values, try pool.flat(found.indices))
        } _: {
            (try $0.values.squeeze(0), try $0.indices.squeeze(0))
        }
    }

    /// The mean of each window. `F.avg_pool1d` and its like. [B, C, L…] → [B, C, O…], or without B.
    ///
    /// - Parameters:
    ///   - includingPadding: whether the zeros around count as numbers.
    ///   - divisor: what sums are divided by in place of how many numbers there are.
    /// - Throws: RuntimeError, in PyTorch's words, for windows that do not fit.
    public func averagePooled(
        kernel: [Int], stride: [Int], padding: [Int], ceil: Bool = false, includingPadding: Bool = true,
        divisor: Int? = nil
    ) throws -> Tensor {
        let n = kernel.count, operation = "avg_pool\(n)d"
        guard divisor != 0 else { throw TensorError(.runtime, "divisor must be not zero") }
        return try batched(n, operation) { x in
            try x.checkPooled(operation)
            try x.checkFloating(operation + "_out_frame")
            let pool = try PoolWindows(
                x.shape, kernel: kernel, stride: stride, padding: padding, dilation: kernel.map { _ in 1 },
                ceil: ceil, operation)
            let sums = try pool.windows(of: x, fill: .int(0)).sum([2])
            let counts =
                try divisor.map { try sums.constant(.int($0)) }
                ?? pool.counts(includingPadding: includingPadding, sums.dtype)
            return try (sums / counts).shown(
                as: n == 1 ? "SqueezeBackward1" : "AvgPool\(n)DBackward0", from: [self])
        } _: {
            try $0.squeeze(0)
        }
    }

    /// Where the parts begin and end that an axis of `size` is cut into for `outputs` numbers.
    private static func parts(_ size: Int, _ outputs: Int) -> [(start: Int, end: Int)] {
        (0..<outputs).map { ($0 * size / outputs, (($0 + 1) * size + outputs - 1) / outputs) }
    }

    private func checkAdaptive(_ outputs: [Int?], _ operation: String) throws -> [Int] {
        try checkPooled(operation)
        return try zip(outputs, shape[2...]).map { output, size in
            let output = output ?? size
            guard output >= 0 else {
                throw TensorError(
                    .runtime,
                    "\(operation): elements of output_size must be greater than or equal "
                        + "to 0 but received \(output)")
            }
            _ = try Shape.count([output, 64])
            try Shape.checkMemory(output, each: 1024)
            return output
        }
    }

    /// Means of as many parts as are asked for, nearly of one size. `F.adaptive_avg_pool2d` and its like.
    /// [B, C, L…] → [B, C, outputs…], nil where an axis stays as it is.
    ///
    /// - Throws: RuntimeError, in PyTorch's words, for what does not fit.
    public func adaptiveAverage(_ outputs: [Int?]) throws -> Tensor {
        let n = outputs.count, operation = "adaptive_avg_pool\(n)d"
        return try batched(n, operation) { x in
            let outputs = try x.checkAdaptive(outputs, operation)
            var y = x
            if outputs.allSatisfy({ $0 == 1 }) {
                y = try x.mean(Array(2..<(2 + n)), keepDim: true)
            } else {
                for axis in 0..<n where outputs[axis] != x.shape[2 + axis] {
                    let means = try Tensor.parts(x.shape[2 + axis], outputs[axis]).map {
                        try Interruptible.poll()
                        return try y.slice(2 + axis, from: $0.start, to: $0.end).mean(
                            [2 + axis], keepDim: true)
                    }
                    var none = y.shape
                    none[2 + axis] = 0
                    y = means.isEmpty ? try Tensor.zeros(none, y.dtype) : try .concatenate(means, 2 + axis)
                }
            }
            return y.shown(
                as: outputs.allSatisfy { $0 == 1 } && n > 1
                    ? "MeanBackward1" : n == 1 ? "SqueezeBackward1" : "AdaptiveAvgPool\(n)DBackward0",
                from: [self])
        } _: {
            try $0.squeeze(0)
        }
    }

    /// The largest numbers of as many parts as are asked for, and their places in the channel.
    /// `F.adaptive_max_pool2d` and its like.
    ///
    /// - Throws: RuntimeError, in PyTorch's words, for what does not fit.
    public func adaptiveMaximum(_ outputs: [Int?]) throws -> (values: Tensor, indices: Tensor) {
        let n = outputs.count, operation = "adaptive_max_pool\(n)d"
        return try batched(n, operation) { x in
            let outputs = try x.checkAdaptive(outputs, operation), sizes = Array(x.shape[2...])
            // The numbers of a channel's places go along with its values.
            let places = try Tensor.arange(.int(0), .int(sizes.reduce(1, *))).reshape(sizes)
            func walk(_ part: Tensor, _ places: Tensor, _ axis: Int) throws -> [(Tensor, Tensor)] {
                if axis == n {
                    try Interruptible.poll()
                    let found = try part.flatten(2).maximum(along: 2)
                    return [(found.values, try places.flatten().take(found.indices))]
                }
                return try Tensor.parts(sizes[axis], outputs[axis]).flatMap {
                    try walk(
                        part.slice(2 + axis, from: $0.start, to: $0.end),
                        places.slice(axis, from: $0.start, to: $0.end), axis + 1)
                }
            }
            let found = try walk(x, places, 0), whole = Array(x.shape[..<2]) + outputs
            guard !found.isEmpty else {
                return (try Tensor.zeros(whole, x.dtype), try Tensor.zeros(whole, .int64))
            }
            let values = try Tensor.stack(found.map(\.0), 2).reshape(whole)
            values.shown(
                as: n == 1 ? "SqueezeBackward1" : "AdaptiveMaxPool\(n)DBackward0", from: [self])
            return (values, try Tensor.stack(found.map(\.1), 2).reshape(whole))
        } _: {
            (try $0.values.squeeze(0), try $0.indices.squeeze(0))
        }
    }
}
