import Language
import Neural
import Tensors

/// `F.max_pool2d` and its like.
enum PoolingFunctions {
    private typealias C = ConvolutionFunctions
    private static let group = "torch.nn.functional"
    private static let apart = Parameter<Sizes?>(
        "stride", "the stride of the windows; their size if left out", default: nil)
    private static let ceil = Parameter<Bool>(
        "ceil_mode", "whether a last window counts that ends outside", default: false)
    private static let withIndices = Parameter<Bool>(
        "return_indices", "whether the places of the largest come too", default: false)
    private static let outputs = Parameter<Value>(
        "output_size", "sizes of the result, for each axis or for all; None keeps one")

    private static func maximum(_ n: Int) -> Builtin {
        Builtin(
            "max_pool\(n)d", group: group, summary: "Max pooling.", input, C.kernel, apart, C.padding,
            C.dilation, ceil, withIndices, returns: "a tensor, or a pair with the places",
            example: "F.max_pool\(n)d(x, 2)", pytorch: "F.max_pool\(n)d(x, 2)"
        ) { _, x, kernel, stride, padding, dilation, ceil, both -> Value in
            let (values, indices) = try x.maxPooled(
                kernel: C.each(kernel, n, "kernel_size", "pool"),
                stride: C.each(
                    stride.flatMap { $0.elements.isEmpty ? nil : $0 } ?? kernel, n, "stride", "pool"),
                padding: C.each(padding, n, "padding", "pool"),
                dilation: C.each(dilation, n, "dilation", "pool"), ceil: ceil)
            return both ? .tuple([values.scriptValue, indices.scriptValue]) : values.scriptValue
        }
    }

    private static func average(_ n: Int) -> Builtin {
        let includes = Parameter<Bool>(
            "count_include_pad", "whether the zeros around count as elements", default: true)
        func pooled(
            _ x: Tensor, _ kernel: Sizes, _ stride: Sizes?, _ padding: Sizes, _ ceil: Bool, _ includes: Bool,
            _ divisor: Int?
        ) throws -> Tensor {
            try x.averagePooled(
                kernel: C.each(kernel, n, "kernel_size", "pool"),
                stride: C.each(
                    stride.flatMap { $0.elements.isEmpty ? nil : $0 } ?? kernel, n, "stride", "pool"),
                padding: C.each(padding, n, "padding", "pool"), ceil: ceil, includingPadding: includes,
                divisor: divisor)
        }
        guard n > 1 else {
            return Builtin(
                "avg_pool1d", group: group, summary: "Average pooling.", input, C.kernel, apart, C.padding,
                ceil, includes, returns: "a tensor", example: "F.avg_pool1d(x, 2)",
                pytorch: "F.avg_pool1d(x, 2)"
            ) { _, x, kernel, stride, padding, ceil, includes in
                try pooled(x, kernel, stride, padding, ceil, includes, nil)
            }
        }
        return Builtin(
            "avg_pool\(n)d", group: group, summary: "Average pooling.", input, C.kernel, apart, C.padding,
            ceil, includes,
            Parameter<Int?>("divisor_override", "what sums are divided by instead", default: nil),
            returns: "a tensor", example: "F.avg_pool\(n)d(x, 2)", pytorch: "F.avg_pool\(n)d(x, 2)"
        ) { _, x, kernel, stride, padding, ceil, includes, divisor in
            try pooled(x, kernel, stride, padding, ceil, includes, divisor)
        }
    }

    /// Sizes of which some may be None.
    private static func sizes(_ value: Value, _ n: Int) throws -> [Int?] {
        if value.isNone { return Array(repeating: nil, count: n) }
        if let single = try Operations.index(value) { return Array(repeating: single, count: n) }
        let elements = try Operations.array(value)
        guard elements.count == n || elements.count == 1 else {
            throw ScriptError("RuntimeError", "output_size must have \(n) elements, got \(elements.count)")
        }
        let given = try elements.map { $0.isNone ? nil : try Operations.requireIndex($0) }
        return given.count == n ? given : Array(repeating: given[0], count: n)
    }

    private static func adaptive(_ n: Int) -> [Builtin] {
        [
            Builtin(
                "adaptive_avg_pool\(n)d", group: group,
                summary: "Average pooling with windows that give a result of a wanted size.", input, outputs,
                returns: "a tensor", example: "F.adaptive_avg_pool\(n)d(x, 1)",
                pytorch: "F.adaptive_avg_pool\(n)d(x, 1)"
            ) { _, x, size in try x.adaptiveAverage(sizes(size, n)) },
            Builtin(
                "adaptive_max_pool\(n)d", group: group,
                summary: "Max pooling with windows that give a result of a wanted size.", input, outputs,
                withIndices, returns: "a tensor, or a pair with the places",
                example: "F.adaptive_max_pool\(n)d(x, 1)", pytorch: "F.adaptive_max_pool\(n)d(x, 1)"
            ) { _, x, size, both -> Value in
                let (values, indices) = try x.adaptiveMaximum(sizes(size, n))
                return both ? .tuple([values.scriptValue, indices.scriptValue]) : values.scriptValue
            },
        ]
    }

    static let all: [Builtin] = [1, 2, 3].flatMap { [maximum($0), average($0)] + adaptive($0) }
}
