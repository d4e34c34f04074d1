import Language
import Neural
import Tensors

/// `F.conv1d` and its like, over one, two and three axes, and windows as columns.
enum ConvolutionFunctions {
    static let kernel = Parameter<Sizes>(
        "kernel_size", "positions of a window, for each axis or for all")
    static let stride = Parameter<Sizes>(
        "stride", "the stride of the windows", default: Sizes([1]), shown: "1")
    static let padding = Parameter<Sizes>(
        "padding", "zero padding on each side", default: Sizes([0]), shown: "0")
    static let dilation = Parameter<Sizes>(
        "dilation", "the dilation: the distance of a window's elements", default: Sizes([1]), shown: "1")
    private static let paddingOrWord = Parameter<Value>(
        "padding", "zero padding on each side, 'same' or 'valid'", default: .int(0))
    private static let groups = Parameter<Int>(
        "groups", "groups of channels that are convolved separately", default: 1)
    private static let bias = Parameter<Tensor?>("bias", "[out]", default: nil)
    private static let axes = ["one axis", "two axes", "three axes"]

    /// One number for each of `n` axes.
    static func each(_ sizes: Sizes, _ n: Int, _ name: String, _ command: String = "convolution") throws
        -> [Int]
    {
        // Products of two of them are counted with.
        guard sizes.elements.allSatisfy({ $0 > -(1 << 31) && $0 < 1 << 31 }) else {
            throw ScriptError("RuntimeError", "\(name)=\(sizes.elements) is more than a \(command) can count")
        }
        if sizes.elements.count == 1 { return Array(repeating: sizes.elements[0], count: n) }
        guard sizes.elements.count == n else {
            throw ScriptError(
                "RuntimeError",
                "expected \(name) to be a single integer value or a list of \(n) values to match the "
                    + "\(command) dimensions, but got \(name)=\(sizes.elements)")
        }
        return sizes.elements
    }

    /// The numbers behind a padding in words: how much stands before and behind each axis.
    private static func borders(
        _ value: Value, _ n: Int, kernel: [Int], stride: [Int], dilation: [Int]
    ) throws -> (before: [Int], after: [Int]) {
        guard let word = value.text else {
            guard let sizes = try Sizes.from(value) else {
                throw ScriptError(
                    "TypeError",
                    "conv\(n)d(): argument 'padding' must be tuple of ints, not \(value.typeName)")
            }
            let numbers = try each(sizes, n, "padding")
            return (numbers, numbers)
        }
        switch word {
        case "valid": return (kernel.map { _ in 0 }, kernel.map { _ in 0 })
        case "same":
            guard stride.allSatisfy({ $0 == 1 }) else {
                throw ScriptError("RuntimeError", "padding='same' is not supported for strided convolutions")
            }
            let all = zip(kernel, dilation).map { max($0 - 1, 0) * max($1, 1) }
            return (all.map { $0 / 2 }, all.map { $0 - $0 / 2 })
        default: throw ScriptError("RuntimeError", "Invalid padding string: '\(word)'")
        }
    }

    private static func convolution(_ n: Int) -> Builtin {
        Builtin(
            "conv\(n)d", group: "torch.nn.functional", summary: "A convolution over \(axes[n - 1]).", input,
            Parameter<Tensor>("weight", "[out, in / groups, kernel]"), bias, stride, paddingOrWord, dilation,
            groups,
            returns: "a tensor", example: "F.conv\(n)d(x, weight)", pytorch: "F.conv\(n)d(x, weight)"
        ) { _, x, weight, bias, stride, padding, dilation, groups in
            let (stride, dilation) = (try each(stride, n, "stride"), try each(dilation, n, "dilation"))
            let kernel = weight.rank == n + 2 ? Array(weight.shape[2...]) : [Int](repeating: 1, count: n)
            let (before, after) = try borders(padding, n, kernel: kernel, stride: stride, dilation: dilation)
            // What stands on one side alone is put there first.
            let rest = zip(after, before).map { $0 - $1 }
            let source =
                rest.allSatisfy { $0 == 0 }
                ? x : try x.padded(rest.reversed().flatMap { [0, $0] })
            return try source.convolution(
                weight, bias, stride: stride, padding: before, dilation: dilation, groups: groups)
        }
    }

    private static func transposed(_ n: Int) -> Builtin {
        Builtin(
            "conv_transpose\(n)d", group: "torch.nn.functional",
            summary: "A transposed convolution over \(axes[n - 1]): the way back from a convolution's shape.",
            input, Parameter<Tensor>("weight", "[in, out / groups, kernel]"), bias, stride, padding,
            Parameter<Sizes>(
                "output_padding", "what the result has more on one side", default: Sizes([0]), shown: "0"),
            groups, dilation,
            returns: "a tensor", example: "F.conv_transpose\(n)d(x, weight)",
            pytorch: "F.conv_transpose\(n)d(x, weight)"
        ) { _, x, weight, bias, stride, padding, more, groups, dilation in
            try x.transposedConvolution(
                weight, bias, stride: each(stride, n, "stride"), padding: each(padding, n, "padding"),
                outputPadding: each(more, n, "output_padding"), dilation: each(dilation, n, "dilation"),
                groups: groups)
        }
    }

    static let all: [Builtin] =
        [1, 2, 3].map(convolution) + [1, 2, 3].map(transposed) + [
            Builtin(
                "unfold", group: "torch.nn.functional",
                summary: "Windows over two axes as columns: what a convolution multiplies with.", input,
                kernel,
                dilation, padding, stride, returns: "a tensor [B, C·window, windows]",
                example: "F.unfold(x, 2)", pytorch: "F.unfold(x, kernel_size=2)"
            ) { _, x, kernel, dilation, padding, stride in
                try x.unfoldedColumns(
                    kernel: each(kernel, 2, "kernel_size"), stride: each(stride, 2, "stride"),
                    padding: each(padding, 2, "padding"), dilation: each(dilation, 2, "dilation"))
            },
            Builtin(
                "fold", group: "torch.nn.functional",
                summary: "Columns of windows back in place, overlapping elements summed.",
                Parameter<Tensor>("input", "[B, C·window, windows]"),
                Parameter<Sizes>("output_size", "height and width of the result"), kernel, dilation, padding,
                stride, returns: "a tensor [B, C, height, width]",
                example: "F.fold(columns, (4, 4), 2)", pytorch: "F.fold(columns, (4, 4), kernel_size=2)"
            ) { _, x, size, kernel, dilation, padding, stride in
                try x.foldedColumns(
                    size: each(size, 2, "output_size"), kernel: each(kernel, 2, "kernel_size"),
                    stride: each(stride, 2, "stride"), padding: each(padding, 2, "padding"),
                    dilation: each(dilation, 2, "dilation"))
            },
        ]
}
