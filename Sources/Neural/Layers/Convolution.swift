import Tensors

// Convolution. Windows are laid side by side, and the rest is one product of matrices for each example, so
// that backward is that of the two.

extension Tensor {
    /// `Given groups=1, weight of size [4, 1, 3], expected input…`
    private func channelError(_ weight: Tensor, _ groups: Int, wanted: Int, transposed: Bool) -> TensorError {
        TensorError(
            .runtime,
            "Given \(transposed ? "transposed=1, " : "groups=\(groups), ")weight of size "
                + "\(Shape.description(weight.shape)), expected input\(Shape.description(shape)) to have "
                + "\(wanted) channels, but got \(rank > 1 ? shape[1] : 0) channels instead",
            hint: "channels are axis 1: x.transpose(1, 2) or x.unsqueeze(1)")
    }

    /// Checks what convolutions of both directions want; gives the axes that the kernel moves along.
    private func checkConvolution(
        _ weight: Tensor, _ bias: Tensor?, stride: [Int], padding: [Int], dilation: [Int], groups: Int,
        _ operation: String
    ) throws {
        let n = stride.count
        guard weight.rank == n + 2, rank == n + 2 else {
            throw TensorError(
                .runtime,
                "Expected \(n + 1)D (unbatched) or \(n + 2)D (batched) input to \(operation), but "
                    + "got input of "
                    + "size: \(Shape.description(shape))",
                details: ["weight \(Shape.description(weight.shape))"],
                hint: rank == n ? "x.unsqueeze(0) adds the axis of channels" : nil)
        }
        guard (stride + padding + dilation + [groups]).allSatisfy({ $0 < 1 << 31 }) else {
            throw TensorError(.runtime, "\(operation): the settings are more than can be counted with")
        }
        guard padding.allSatisfy({ $0 >= 0 }) else {
            throw TensorError(.runtime, "negative padding is not supported")
        }
        guard stride.allSatisfy({ $0 > 0 }) else {
            throw TensorError(.runtime, "non-positive stride is not supported")
        }
        guard dilation.allSatisfy({ $0 > 0 }) else {
            throw TensorError(.runtime, "dilation should be greater than zero")
        }
        guard groups > 0 else { throw TensorError(.runtime, "non-positive groups is not supported") }
        guard dtype.isFloatingPoint else {
            throw TensorError(
                .runtime,
                "Input type (\(dtype.tensorName)) and bias type (\(weight.dtype.tensorName)) should "
                    + "be the same", hint: "x.float()")
        }
        let channels = operation.hasPrefix("conv_") ? weight.shape[1] * groups : weight.shape[0]
        guard bias.map({ $0.shape == [channels] }) ?? true else {
            throw TensorError(
                .runtime,
                "Given weight of size \(Shape.description(weight.shape)), expected bias to be "
                    + "1-dimensional with "
                    + "\(channels) elements, but got bias of size "
                    + "\(Shape.description(bias?.shape ?? [])) instead"
            )
        }
        guard weight.shape[0] % groups == 0, weight.shape[0] > 0 else {
            throw TensorError(
                .runtime,
                "Given groups=\(groups), expected weight to be divisible by \(groups) at dimension "
                    + "0, but got "
                    + "weight of size \(Shape.description(weight.shape)) instead")
        }
    }

    private func adding(channelBias bias: Tensor?, _ n: Int) throws -> Tensor {
        guard var bias else { return self }
        if Autocast.isEnabled, bias.dtype != dtype { bias = try bias.to(dtype) }
        return try self + bias.reshape([bias.count] + Array(repeating: 1, count: n))
    }

    /// Cross-correlation of x [B, C, L…] (or [C, L…]) with W [O, C / groups, K…]. `F.conv1d`, `F.conv2d`,
    /// `F.conv3d`.
    ///
    /// - Throws: RuntimeError, in PyTorch's words, for shapes that do not fit.
    public func convolution(
        _ weight: Tensor, _ bias: Tensor?, stride: [Int], padding: [Int], dilation: [Int], groups: Int = 1
    ) throws -> Tensor {
        let n = stride.count, operation = "conv\(n)d"
        if rank == n + 1, weight.rank == n + 2 {
            return try unsqueeze(0).convolution(
                weight, bias, stride: stride, padding: padding, dilation: dilation, groups: groups
            ).squeeze(0)
        }
        try checkConvolution(
            weight, bias, stride: stride, padding: padding, dilation: dilation, groups: groups, operation)
        guard weight.shape[1].multipliedReportingOverflow(by: groups) == (shape[1], false) else {
            throw channelError(weight, groups, wanted: weight.shape[1] &* groups, transposed: false)
        }
        let source =
            padding.allSatisfy { $0 == 0 }
            ? self : try padded(padding.reversed().flatMap { [$0, $0] })
        let kernel = Array(weight.shape[2...]), sizes = Array(source.shape[2...])
        guard zip(zip(kernel, dilation), sizes).allSatisfy({ ($0.0 - 1) * $0.1 < $1 }) else {
            func listed(_ sizes: [Int]) -> String { sizes.map(String.init).joined(separator: " x ") }
            let reach = zip(kernel, dilation).map { ($0 - 1) * $1 + 1 }
            throw TensorError(
                .runtime,
                "Calculated padded input size per channel: (\(listed(sizes))). Kernel size: "
                    + "(\(listed(reach))). "
                    + "Kernel size can't be greater than actual input size")
        }
        let places = try WindowPlaces(sizes: sizes, kernel: kernel, stride: stride, dilation: dilation)
        let (batch, out) = (shape[0], weight.shape[0])
        let width = weight.shape[1] * kernel.reduce(1, *), positions = places.outputs.reduce(1, *)
        // [B, C, K…, O…] → [B, (G,) C/G·K, positions]; W [(G,) O/G, C/G·K]
        let columns = try source.windows(places)
        let y =
            groups == 1
            ? try weight.reshape([out, width]).matmul(columns.reshape([batch, width, positions]))
            : try weight.reshape([groups, out / groups, width]).matmul(
                columns.reshape([batch, groups, width, positions]))
        return try y.reshape([batch, out] + places.outputs).adding(channelBias: bias, n).shown(
            as: "ConvolutionBackward0", from: [self, weight] + (bias.map { [$0] } ?? []))
    }

    /// The transpose of a convolution: x [B, C, L…] spread by W [C, O / groups, K…] onto larger axes.
    /// `F.conv_transpose1d` and its like.
    ///
    /// - Throws: RuntimeError, in PyTorch's words, for shapes that do not fit.
    public func transposedConvolution(
        _ weight: Tensor, _ bias: Tensor?, stride: [Int], padding: [Int], outputPadding: [Int],
        dilation: [Int], groups: Int = 1
    ) throws -> Tensor {
        let n = stride.count, operation = "conv_transpose\(n)d"
        if rank == n + 1, weight.rank == n + 2 {
            return try unsqueeze(0).transposedConvolution(
                weight, bias, stride: stride, padding: padding, outputPadding: outputPadding,
                dilation: dilation, groups: groups
            ).squeeze(0)
        }
        try checkConvolution(
            weight, bias, stride: stride, padding: padding, dilation: dilation, groups: groups, operation)
        guard weight.shape[0] == shape[1] else {
            throw channelError(weight, groups, wanted: weight.shape[0], transposed: true)
        }
        guard zip(outputPadding, zip(stride, dilation)).allSatisfy({ $0 >= 0 && $0 < max($1.0, $1.1) }) else {
            throw TensorError(
                .runtime,
                "output padding must be smaller than either stride or dilation, but got output_padding="
                    + "\(outputPadding), stride=\(stride) and dilation=\(dilation)")
        }
        let kernel = Array(weight.shape[2...]), sizes = Array(shape[2...])
        // The axes that a convolution with the same windows would read, borders included.
        var whole: [Int] = []
        for axis in 0..<n {
            let reach = (sizes[axis] - 1) * stride[axis] + (kernel[axis] - 1) * dilation[axis] + 1
            whole.append(reach + outputPadding[axis])
            guard reach + outputPadding[axis] - 2 * padding[axis] > 0 else {
                throw TensorError(
                    .runtime,
                    "Given input size per channel: \(Shape.description(sizes)). Calculated output size "
                        + "per channel is too small")
            }
        }
        _ = try Shape.count([shape[0], weight.shape[1] * groups] + whole)
        let places = try WindowPlaces(
            sizes: whole, kernel: kernel, stride: stride, dilation: dilation, outputs: sizes)
        let (batch, inner) = (shape[0], weight.shape[0] / groups)
        let width = weight.shape[1] * kernel.reduce(1, *), positions = sizes.reduce(1, *)
        // Wᵀ [(G,) O/G·K, C/G] · x [B, (G,) C/G, positions]
        let columns =
            groups == 1
            ? try weight.reshape([inner, width]).transpose(0, 1).matmul(reshape([batch, inner, positions]))
            : try weight.reshape([groups, inner, width]).transpose(1, 2).matmul(
                reshape([batch, groups, inner, positions]))
        var y = try columns.reshape([batch, weight.shape[1] * groups] + kernel + sizes).windowSums(places)
        for axis in 0..<n where padding[axis] > 0 {
            y = try y.slice(2 + axis, from: padding[axis], to: whole[axis] - padding[axis])
        }
        return try y.contiguous().adding(channelBias: bias, n).shown(
            as: "ConvolutionBackward0", from: [self, weight] + (bias.map { [$0] } ?? []))
    }
}

extension Tensor {
    /// Windows over two axes as columns: [B, C, H, W] → [B, C·K, windows]. `F.unfold`.
    ///
    /// - Throws: RuntimeError for windows that do not fit.
    public func unfoldedColumns(kernel: [Int], stride: [Int], padding: [Int], dilation: [Int]) throws
        -> Tensor
    {
        if rank == 3 {
            return try unsqueeze(0).unfoldedColumns(
                kernel: kernel, stride: stride, padding: padding, dilation: dilation
            ).squeeze(0)
        }
        guard rank == 4, padding.allSatisfy({ $0 >= 0 }) else {
            throw TensorError(
                .runtime,
                "Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other "
                    + "non-zero dimensions "
                    + "for input, but got: \(Shape.description(shape))")
        }
        let source =
            padding.allSatisfy { $0 == 0 } ? self : try padded(padding.reversed().flatMap { [$0, $0] })
        let places = try WindowPlaces(
            sizes: Array(source.shape[2...]), kernel: kernel, stride: stride, dilation: dilation)
        return try source.windows(places).reshape(
            [shape[0], shape[1] * kernel.reduce(1, *), places.outputs.reduce(1, *)]
        ).shown(as: "Im2ColBackward0", from: [self])
    }

    /// Columns of windows back in place, what overlaps added up: [B, C·K, windows] → [B, C, H, W]. `F.fold`.
    ///
    /// - Throws: RuntimeError for columns that the size does not have.
    public func foldedColumns(
        size: [Int], kernel: [Int], stride: [Int], padding: [Int], dilation: [Int]
    ) throws -> Tensor {
        if rank == 2 {
            return try unsqueeze(0).foldedColumns(
                size: size, kernel: kernel, stride: stride, padding: padding, dilation: dilation
            ).squeeze(0)
        }
        guard rank == 3, padding.allSatisfy({ $0 >= 0 && $0 < 1 << 31 }),
            (size + kernel).allSatisfy({ $0 > 0 && $0 < 1 << 31 })
        else {
            throw TensorError(
                .runtime,
                "Expected 2D or 3D (batch mode) tensor for input with possibly 0 batch size and non-zero "
                    + "dimensions for input, but got: \(Shape.description(shape))")
        }
        let field = kernel.reduce(1, *)
        guard field > 0, shape[1] % field == 0 else {
            throw TensorError(
                .runtime,
                "Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got "
                    + "input.size(1)=\(shape[1]) and kernel_size=\(kernel).")
        }
        let whole = zip(size, padding).map { $0 + 2 * $1 }
        let places = try WindowPlaces(sizes: whole, kernel: kernel, stride: stride, dilation: dilation)
        guard shape[2] == places.outputs.reduce(1, *) else {
            throw TensorError(
                .runtime,
                "Given output_size=\(size), kernel_size=\(kernel), dilation=\(dilation), padding=\(padding), "
                    + "stride=\(stride), expected size of input's dimension 2 to match the "
                    + "calculated number of "
                    + "sliding blocks \(places.outputs.map(String.init).joined(separator: " * ")) = "
                    + "\(places.outputs.reduce(1, *)), but got input.size(2)=\(shape[2]).")
        }
        var y = try reshape([shape[0], shape[1] / field] + kernel + places.outputs).windowSums(places)
        for axis in 0..<2 where padding[axis] > 0 {
            y = try y.slice(2 + axis, from: padding[axis], to: whole[axis] - padding[axis])
        }
        return try y.contiguous().shown(as: "Col2ImBackward0", from: [self])
    }
}
