import Tensors

// Convolution and pooling. Windows are gathered by indexing, and the rest is a product of matrices (or a
// reduction), so that backward is that of the two.

extension Tensor {
    /// The places of a window's elements along an axis of `size`: [outputs, kernel].
    private static func places(_ size: Int, kernel: Int, stride: Int, dilation: Int, _ operation: String)
        throws -> (Tensor, outputs: Int)
    {
        guard kernel > 0, stride > 0, dilation > 0 else {
            throw TensorError(
                .runtime, "\(operation): kernel size, stride and dilation must be greater than zero")
        }
        let (reach, overflow) = (kernel - 1).multipliedReportingOverflow(by: dilation)
        guard !overflow, reach < size else {
            throw TensorError(
                .runtime,
                "\(operation): Calculated padded input size per channel: \(size). Kernel size: \(kernel). "
                    + "Kernel size can't be greater than actual input size"
            )
        }
        let outputs = (size - reach - 1) / stride + 1
        let starts = try Tensor.arange(.int(0), .int(outputs)) * Tensor.scalar(.int(stride))
        let steps = try Tensor.arange(.int(0), .int(kernel)) * Tensor.scalar(.int(dilation))
        return (try starts.unsqueeze(1) + steps.unsqueeze(0), outputs)
    }

    /// Windows over the last `kernel.count` axes: [B, C, L…] → [B, C, outputs…, kernel…].
    private func windows(
        kernel: [Int], stride: [Int], padding: [Int], dilation: [Int], fill: Number, _ operation: String
    ) throws -> Tensor {
        let n = kernel.count, border = padding.reversed().flatMap { [$0, $0] }
        let source = padding.allSatisfy { $0 == 0 } ? self : try padded(border, value: fill)
        var indices: [Index] = [.slice(nil, nil, 1), .slice(nil, nil, 1)]
        for axis in 0..<n {
            let (places, outputs) = try Tensor.places(
                source.shape[rank - n + axis], kernel: kernel[axis], stride: stride[axis],
                dilation: dilation[axis], operation)
            var sizes = [Int](repeating: 1, count: 2 * n)
            (sizes[axis], sizes[n + axis]) = (outputs, kernel[axis])
            indices.append(.tensor(try places.reshape(sizes)))
        }
        return try source.index(indices)
    }

    /// Cross-correlation of x [B, C, L…] (or [C, L…]) with W [O, C / groups, K…]. `F.conv1d`, `F.conv2d`.
    ///
    /// - Throws: ShapeError and RuntimeError for shapes that do not fit.
    public func convolution(
        _ weight: Tensor, _ bias: Tensor?, stride: [Int], padding: [Int], dilation: [Int], groups: Int = 1
    ) throws -> Tensor {
        let n = stride.count, operation = "conv\(n)d"
        guard weight.rank == n + 2 else {
            throw TensorError(
                .shape, "\(operation) wants a weight [out, in, \(n == 1 ? "kernel" : "height, width")]",
                details: ["weight \(Shape.description(weight.shape))"])
        }
        guard padding.allSatisfy({ $0 >= 0 }) else {
            throw TensorError(.runtime, "negative padding is not supported")
        }
        if rank == n + 1 {
            return try unsqueeze(0).convolution(
                weight, bias, stride: stride, padding: padding, dilation: dilation, groups: groups
            ).squeeze(0)
        }
        guard rank == n + 2, groups > 0, shape[1] % groups == 0, shape[1] / groups == weight.shape[1],
            weight.shape[0] % groups == 0
        else {
            throw TensorError(
                .shape, "\(operation) wants x [B, C, …] with the weight's channels",
                details: ["x \(Shape.description(shape))     weight \(Shape.description(weight.shape))"],
                hint: "channels are axis 1: x.transpose(1, 2) or x.unsqueeze(1)")
        }
        if groups > 1 {
            let parts = try zip(chunk(groups, 1), weight.chunk(groups, 0)).enumerated().map { index, pair in
                try pair.0.convolution(
                    pair.1, bias?.chunk(groups, 0)[index], stride: stride, padding: padding,
                    dilation: dilation)
            }
            return try Tensor.concatenate(parts, 1)
        }
        let kernel = Array(weight.shape.dropFirst(2))
        let all = try windows(
            kernel: kernel, stride: stride, padding: padding, dilation: dilation, fill: .int(0), operation)
        // [B, C, outputs…, kernel…] → [B, outputs…, C·kernel…] · [C·kernel…, O] → [B, O, outputs…]
        let outputs = Array(all.shape[2..<(2 + n)])
        let order = [0] + Array(2..<(2 + n)) + [1] + Array((2 + n)..<(2 + 2 * n))
        let rows = try all.permute(order).reshape(
            [shape[0]] + outputs + [weight.shape[1] * kernel.reduce(1, *)])
        let y = try rows.linear(weight.reshape([weight.shape[0], -1]), bias)
        return try y.permute([0, n + 1] + Array(1...n)).contiguous()
    }

    /// The largest (or the mean) of each window. `F.max_pool1d`, `F.avg_pool2d` and their like. [B, C,
    /// sizes…] → [B, C, windows…], or without B.
    ///
    /// - Throws: RuntimeError, in PyTorch's words, for windows that do not fit.
    public func pooled(kernel: [Int], stride: [Int], padding: [Int], largest: Bool) throws -> Tensor {
        let n = kernel.count
        guard zip(kernel, padding).allSatisfy({ $0 > 0 && $1 >= 0 && $1 <= $0 / 2 }) else {
            throw TensorError(
                .runtime, "pad should be at most half of effective kernel size, and both not negative",
                details: ["padding \(padding), kernel size \(kernel)"])
        }
        if rank == n + 1 {
            return try unsqueeze(0).pooled(kernel: kernel, stride: stride, padding: padding, largest: largest)
                .squeeze(0)
        }
        guard rank == n + 2 else {
            throw TensorError(
                .shape, "pooling over \(n) axes wants [B, C, …]", details: ["got \(Shape.description(shape))"]
            )
        }
        let all = try windows(
            kernel: kernel, stride: stride, padding: padding, dilation: kernel.map { _ in 1 },
            fill: largest ? .float(-.infinity) : .int(0),
            largest ? "max_pool\(n)d" : "avg_pool\(n)d")
        let flat = try all.flatten(2 + n, 1 + 2 * n)
        return largest ? try flat.maximum(along: -1).values : try flat.mean([-1])
    }
}

/// A convolution over the last axes of [B, C, L…]; `weight` [out, in / groups, kernel…] and `bias` [out] are
/// drawn as PyTorch draws them.
public final class Convolution: Module {
    /// Channels read and channels made.
    public private(set) var channels: (input: Int, output: Int)
    /// Sizes for each of the axes that the kernel moves along, first to last.
    public private(set) var kernel: [Int], stride: [Int], padding: [Int], dilation: [Int]
    /// Groups of channels that do not see each other.
    public private(set) var groups: Int

    /// A convolution along `kernel.count` axes, with parameters drawn as PyTorch draws them.
    ///
    /// - Throws: ValueError for sizes and groups that make no sense.
    public init(
        _ input: Int, _ output: Int, kernel: [Int], stride: [Int], padding: [Int], dilation: [Int],
        groups: Int = 1, bias: Bool = true,
        generator: Generator = .standard
    ) throws {
        guard input > 0, output > 0, groups > 0, input % groups == 0, output % groups == 0 else {
            throw TensorError(
                .value, "in_channels and out_channels must be divisible by groups",
                details: ["in \(input), out \(output), groups \(groups)"])
        }
        guard kernel.allSatisfy({ $0 > 0 }), padding.allSatisfy({ $0 >= 0 }) else {
            throw TensorError(.runtime, "kernel sizes must be greater than zero")
        }
        channels = (input, output)
        (self.kernel, self.stride, self.padding, self.dilation, self.groups) = (
            kernel, stride, padding, dilation, groups
        )
        super.init()
        let fan = try Shape.count([input / groups] + kernel)
        let bound = 1 / Double(fan).squareRoot()
        register("weight", try Parameters.uniform([output, input / groups] + kernel, bound, generator))
        put(parameter: "bias", nil)
        if bias { register("bias", try Parameters.uniform([output], bound, generator)) }
    }

    public override func takeSettings(from other: Module) -> Bool {
        guard let other = other as? Convolution, other.kernel.count == kernel.count else { return false }
        (channels, kernel, stride) = (other.channels, other.kernel, other.stride)
        (padding, dilation, groups) = (other.padding, other.dilation, other.groups)
        return true
    }

    public override var typeName: String { givenName ?? "Conv\(kernel.count)d" }
    public override var details: String {
        func tuple(_ values: [Int]) -> String {
            "(" + values.map(String.init).joined(separator: ", ") + (values.count == 1 ? ",)" : ")")
        }
        var parts = [
            "\(channels.input), \(channels.output), kernel_size=\(tuple(kernel)), stride=\(tuple(stride))"
        ]
        if padding.contains(where: { $0 != 0 }) { parts.append("padding=\(tuple(padding))") }
        if dilation.contains(where: { $0 != 1 }) { parts.append("dilation=\(tuple(dilation))") }
        if groups != 1 { parts.append("groups=\(groups)") }
        if parameter("bias") == nil { parts.append("bias=False") }
        return parts.joined(separator: ", ")
    }

    public override func callAsFunction(_ x: Tensor) throws -> Tensor {
        try x.convolution(
            parameter("weight") ?? Module.nothing, parameter("bias"), stride: stride, padding: padding,
            dilation: dilation, groups: groups)
    }
}

/// What stands beyond the ends of an axis where it is no number.
public enum Border: String { case reflect, replicate, circular }

extension Tensor {
    /// Borders taken from the tensor itself; `sizes` counts from the last
    /// axis: (left, right, top, bottom, …).
    ///
    /// - Throws: RuntimeError for a border wider than what it is made of.
    public func padded(_ sizes: [Int], _ border: Border) throws -> Tensor {
        guard sizes.count % 2 == 0, sizes.count / 2 <= rank else {
            throw TensorError(
                .runtime,
                "Padding length must be divisible by 2 and fit the axes, "
                    + "got \(sizes.count) numbers for \(rank) axes"
            )
        }
        var result = self
        for place in 0..<(sizes.count / 2) {
            let axis = rank - 1 - place, size = shape[axis],
                (left, right) = (sizes[2 * place], sizes[2 * place + 1])
            let most = border == .reflect ? size - 1 : border == .circular ? size : Int.max
            guard size > 0, left >= 0, right >= 0, left <= most, right <= most else {
                throw TensorError(
                    .runtime,
                    "Padding size should be less than the corresponding input dimension, but got: padding "
                        + "(\(left), \(right)) at dimension \(axis) of input \(Shape.description(shape))"
                )
            }
            _ = try Shape.count([left, right, 8])
            try Shape.checkMemory(left + size + right, each: 24)
            let places = (-left..<(size + right)).map { position -> Int64 in
                switch border {
                case .replicate: return Int64(min(max(position, 0), size - 1))
                case .circular: return Int64(((position % size) + size) % size)
                case .reflect:
                    return Int64(
                        position < 0 ? -position : position >= size ? 2 * (size - 1) - position : position)
                }
            }
            result = try result.indexSelect(axis, Tensor(places))
        }
        return result
    }
}
