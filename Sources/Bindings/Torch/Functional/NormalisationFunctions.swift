import Language
import Neural
import Tensors

/// `F.batch_norm` and its like.
enum NormalisationFunctions {
    private static let group = "torch.nn.functional"
    private static let weight = Parameter<Tensor?>("weight", "the scale", default: nil)
    private static let bias = Parameter<Tensor?>("bias", "the shift", default: nil)
    private static let eps = Parameter<Double>("eps", "added to the variance", default: 1e-5)
    private static let momentum = Parameter<Double>(
        "momentum", "weight of the batch in the running averages", default: 0.1)

    static let all: [Builtin] = [
        Builtin(
            "batch_norm", group: group,
            summary: "Batch normalisation: each channel to mean 0 and variance 1 over the batch.", input,
            Parameter<Tensor?>("running_mean", "running means [C], or None"),
            Parameter<Tensor?>("running_var", "running variances [C], or None"), weight, bias,
            Parameter<Bool>("training", "whether the batch's own statistics are used", default: false),
            momentum, eps, returns: "a tensor of the same shape",
            example: "F.batch_norm(x, None, None, training=True)",
            pytorch: "F.batch_norm(x, None, None, training=True)",
            formula: "(x − mean) / √(var + eps) · w + b"
        ) { _, x, mean, variance, weight, bias, training, momentum, eps in
            try x.batchNorm(
                running: (mean, variance), weight: weight, bias: bias, training: training, momentum: momentum,
                eps: eps)
        }.costing(Costs.ofFirst),
        Builtin(
            "instance_norm", group: group,
            summary: "Instance normalisation: each channel of each example to mean 0 and variance 1.", input,
            Parameter<Tensor?>("running_mean", "running means [C], or None", default: nil),
            Parameter<Tensor?>("running_var", "running variances [C], or None", default: nil), weight, bias,
            Parameter<Bool>("use_input_stats", "whether the input's own statistics are used", default: true),
            momentum, eps, returns: "a tensor of the same shape", example: "F.instance_norm(x.unsqueeze(0))",
            pytorch: "F.instance_norm(x)", formula: "(x − mean) / √(var + eps) · w + b"
        ) { _, x, mean, variance, weight, bias, usesInput, momentum, eps in
            try x.instanceNorm(
                running: (mean, variance), weight: weight, bias: bias, usesInput: usesInput,
                momentum: momentum, eps: eps)
        }.costing(Costs.ofFirst),
        Builtin(
            "group_norm", group: group,
            summary: "Group normalisation: each group of channels to mean 0 and variance 1.", input,
            Parameter<Int>("num_groups", "how many groups the channels are in"), weight, bias, eps,
            returns: "a tensor of the same shape", example: "F.group_norm(x, 1)",
            pytorch: "F.group_norm(x, 2)", formula: "(x − mean) / √(var + eps) · w + b"
        ) { _, x, groups, weight, bias, eps in
            try x.groupNorm(groups, weight: weight, bias: bias, eps: eps)
        }.costing(Costs.ofFirst),
        Builtin(
            "interpolate", group: group, summary: "Resizes the axes behind the channels.", input,
            Parameter<Sizes?>("size", "the sizes wanted", default: nil),
            Parameter<Value>("scale_factor", "or how many times larger", default: .none),
            Parameter<String>(
                "mode", "'nearest', 'linear', 'bilinear', 'trilinear', 'bicubic', 'area' or 'nearest-exact'",
                default: "nearest"),
            Parameter<Bool?>("align_corners", "whether the corners stay where they are", default: nil),
            Parameter<Bool?>(
                "recompute_scale_factor", "whether the scale is that of the rounded sizes", default: nil),
            Parameter<Bool>("antialias", "only False here", default: false), returns: "a tensor",
            example: "F.interpolate(torch.ones(1, 1, 4), scale_factor=2)",
            pytorch: "F.interpolate(x, scale_factor=2)"
        ) { _, x, size, scale, mode, aligned, recompute, antialias in
            try interpolate(x, size, scale, mode, aligned, recompute ?? false, antialias)
        },
    ]

    private static func interpolate(
        _ x: Tensor, _ size: Sizes?, _ scale: Value, _ mode: String, _ aligned: Bool?, _ recomputes: Bool,
        _ antialias: Bool
    ) throws -> Tensor {
        guard let kind = Interpolation(rawValue: mode) else {
            throw ScriptError(
                "NotImplementedError",
                "Input Error: Only 3D, 4D and 5D input Tensors supported (got \(x.rank)D) for the "
                    + "modes: nearest "
                    + "| linear | bilinear | bicubic | trilinear | area | nearest-exact (got \(mode))")
        }
        if [.nearest, .nearestExact, .area].contains(kind), aligned != nil {
            throw ScriptError(
                "ValueError",
                "align_corners option can only be set with the interpolating modes: linear | "
                    + "bilinear | bicubic "
                    + "| trilinear")
        }
        guard !antialias else {
            throw ScriptError("NotImplementedError", "F.interpolate(antialias=True) is not in Lagado")
        }
        let n = max(x.rank - 2, 0)
        guard (size == nil) != scale.isNone else {
            throw ScriptError(
                "ValueError",
                size == nil
                    ? "either size or scale_factor should be defined"
                    : "only one of size or scale_factor should be defined")
        }
        if let size {
            guard size.elements.count == n || size.elements.count == 1 else {
                throw ScriptError(
                    "ValueError",
                    "Input and output must have the same number of spatial dimensions, but got "
                        + "input with spatial "
                        + "dimensions of \(Array(x.shape.dropFirst(2))) and output size of \(size.elements). "
                        + "Please provide input tensor in (N, C, d1, d2, ...,dK) format and output "
                        + "size in (o1, "
                        + "o2, ...,oK) format.")
            }
            let sizes =
                size.elements.count == n ? size.elements : Array(repeating: size.elements[0], count: n)
            return try x.interpolated(
                to: sizes, scales: sizes.map { _ in nil }, kind, aligned: aligned ?? false)
        }
        var factors = try Double.from(scale).map { [$0] } ?? [Double].from(scale) ?? []
        if factors.count == 1 { factors = Array(repeating: factors[0], count: n) }
        guard factors.count == n, factors.allSatisfy({ $0.isFinite && abs($0) < 1e9 }) else {
            throw ScriptError(
                "ValueError",
                "Input and scale_factor must have the same number of spatial dimensions, but got input with "
                    + "spatial dimensions of \(Array(x.shape.dropFirst(2))) and scale_factor of shape "
                    + "\(try scale.repr()). Please provide input tensor in (N, C, d1, d2, ...,dK) format and "
                    + "scale_factor in (s1, s2, ...,sK) format.")
        }
        let sizes = zip(x.shape.dropFirst(2), factors).map { Int((Double($0) * $1).rounded(.down)) }
        return try x.interpolated(
            to: sizes, scales: factors.map { recomputes || kind == .area ? nil : $0 }, kind,
            aligned: aligned ?? false)
    }
}
