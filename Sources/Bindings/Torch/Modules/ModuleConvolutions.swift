import Language
import Neural
import Tensors

/// Convolution and pooling, as modules and as functions.
enum ModuleConvolutions {
    private static let kernel = Parameter<Sizes>(
        "kernel_size", "positions of a window, for each axis or for all")
    private static let stride = Parameter<Sizes>(
        "stride", "the stride of the windows", default: Sizes([1]), shown: "1")
    private static let apart = Parameter<Sizes?>(
        "stride", "the stride of the windows; their size if left out", default: nil)
    private static let padding = Parameter<Sizes>(
        "padding", "zero padding on each side", default: Sizes([0]), shown: "0")
    private static let dilation = Parameter<Sizes>(
        "dilation", "the dilation: the distance of a window's elements", default: Sizes([1]), shown: "1")
    private static let groups = Parameter<Int>(
        "groups", "groups of channels that are convolved separately", default: 1)

    /// A padding in words: PyTorch's two are not here, and others are wrong there too.
    /// - Parameter place: which positional argument it is, counted from 0.
    private static func refusingWords(
        _ command: Builtin, _ place: Int, _ wrong: @escaping (String) -> ScriptError
    )
        -> Builtin
    {
        command.checking { arguments in
            let given = arguments.positional
            guard let word = (given.count > place ? given[place] : arguments.keyword("padding"))?.text else {
                return
            }
            guard word == "same" || word == "valid" else { throw wrong(word) }
            throw ScriptError(
                "NotImplementedError", "\(command.name)(padding='\(word)') is not in Lagado",
                hint: word == "valid" ? "padding=0" : "padding=(kernel_size - 1) // 2 for an odd kernel")
        }
    }

    /// One number for each of `n` axes.
    private static func each(_ sizes: Sizes, _ n: Int, _ name: String) throws -> [Int] {
        if sizes.elements.count == 1 { return Array(repeating: sizes.elements[0], count: n) }
        guard sizes.elements.count == n else {
            throw ScriptError(
                "RuntimeError", "expected \(name) to be a single integer value or a list of \(n) values")
        }
        return sizes.elements
    }

    static let modules: [Builtin] = [1, 2].flatMap { n -> [Builtin] in
        [
            refusingWords(
                Builtin(
                    "Conv\(n)d", group: "torch.nn",
                    summary: "A convolution over \(n == 1 ? "one axis" : "two axes").",
                    Parameter<Int>("in_channels", "channels of the input"),
                    Parameter<Int>("out_channels", "channels of the result"), kernel, stride, padding,
                    dilation,
                    groups, Parameter<Bool>("bias", "whether a bias is added", default: true),
                    returns: "a module",
                    example: "nn.Conv\(n)d(1, 4, 3)", pytorch: "nn.Conv\(n)d(1, 4, 3)"
                ) { _, input, output, kernel, stride, padding, dilation, groups, bias in
                    ModuleObject(
                        try Convolution(
                            input, output, kernel: each(kernel, n, "kernel_size"),
                            stride: each(stride, n, "stride"), padding: each(padding, n, "padding"),
                            dilation: each(dilation, n, "dilation"), groups: groups, bias: bias), "Conv\(n)d")
                }, 4
            ) {
                ScriptError(
                    "ValueError", "Invalid padding string '\($0)', should be one of {'valid', 'same'}")
            },
            pool("MaxPool\(n)d", n, largest: true), pool("AvgPool\(n)d", n, largest: false),
        ]
    }

    private static func pool(_ name: String, _ n: Int, largest: Bool) -> Builtin {
        Builtin(
            name, group: "torch.nn",
            summary: "\(largest ? "Max" : "Average") pooling.", kernel, apart, padding,
            returns: "a module",
            example: "nn.\(name)(2)", pytorch: "nn.\(name)(2)"
        ) { _, kernel, stride, padding in
            let (k, s, p) = (
                try each(kernel, n, "kernel_size"), try each(stride ?? kernel, n, "stride"),
                try each(padding, n, "padding")
            )
            func tuple(_ sizes: Sizes, _ values: [Int], always: Bool) -> String {
                always || sizes.elements.count > 1
                    ? "(" + values.map(String.init).joined(separator: ", ") + (n == 1 ? ",)" : ")")
                    : "\(sizes.elements[0])"
            }
            let always = !largest && n == 1
            let details =
                "kernel_size=\(tuple(kernel, k, always: always)), "
                + "stride=\(tuple(stride ?? kernel, s, always: always)), "
                + "padding=\(tuple(padding, p, always: always))"
                + (largest ? ", dilation=1, ceil_mode=False" : "")
            return ModuleObject(
                Activation(name, details) {
                    try $0.pooled(kernel: k, stride: s, padding: p, largest: largest)
                }, name)
        }
    }

    static let functions: [Builtin] = [1, 2].flatMap { n -> [Builtin] in
        [
            refusingWords(
                Builtin(
                    "conv\(n)d", group: "torch.nn.functional",
                    summary: "A convolution over \(n == 1 ? "one axis" : "two axes").", input,
                    Parameter<Tensor>("weight", "[out, in / groups, kernel]"),
                    Parameter<Tensor?>("bias", "[out]", default: nil), stride, padding, dilation, groups,
                    returns: "a tensor", example: "F.conv\(n)d(x, weight)", pytorch: "F.conv\(n)d(x, weight)"
                ) { _, x, weight, bias, stride, padding, dilation, groups in
                    try x.convolution(
                        weight, bias, stride: each(stride, n, "stride"), padding: each(padding, n, "padding"),
                        dilation: each(dilation, n, "dilation"), groups: groups)
                }, 4
            ) { ScriptError("RuntimeError", "Invalid padding string: '\($0)'") },
            poolFunction("max_pool\(n)d", n, largest: true), poolFunction("avg_pool\(n)d", n, largest: false),
        ]
    }

    private static func poolFunction(_ name: String, _ n: Int, largest: Bool) -> Builtin {
        Builtin(
            name, group: "torch.nn.functional",
            summary: "\(largest ? "Max" : "Average") pooling.", input, kernel, apart,
            padding,
            returns: "a tensor", example: "F.\(name)(x, 2)", pytorch: "F.\(name)(x, 2)"
        ) { _, x, kernel, stride, padding in
            try x.pooled(
                kernel: each(kernel, n, "kernel_size"), stride: each(stride ?? kernel, n, "stride"),
                padding: each(padding, n, "padding"), largest: largest)
        }
    }
}
