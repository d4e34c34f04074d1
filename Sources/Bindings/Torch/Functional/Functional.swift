import Kernels
import Language
import Neural
import Tensors

/// The module `torch.nn.functional`.
package enum Functional {
    private static let weight = Parameter<Tensor?>("weight", "the scale", default: nil)
    private static let bias = Parameter<Tensor?>("bias", "the shift", default: nil)
    private static let group = "torch.nn.functional"

    package static func make() -> ModuleValue {
        let module = ModuleValue(
            "torch.nn.functional", documentation: "Layers and losses as functions.",
            commands: all.map(WrongTypes.ofFunction).map(GradientNames.shown).map {
                TorchArguments.added(to: $0, of: "torch.nn.functional")
            })
        MissingNames.explain(
            in: module,
            near: [
                "ctc_loss": "F.cross_entropy", "fractional_max_pool2d": "F.max_pool2d",
            ])
        return module
    }

    /// Commands that are functions of `torch` already, under the same name here.
    private static let borrowed: [Builtin] = {
        let names: Set<String> = ["sigmoid", "tanh"]
        return TensorCommands.shared.filter { names.contains($0.name) } + softmaxes
    }()

    /// The axis that PyTorch chooses where none is named, with a warning.
    ///
    /// - Throws: The warning, where a program makes an error of it.
    static func implicitAxis(_ name: String, _ axis: Int?, of x: Tensor) throws -> Int {
        if let axis { return axis }
        try Interpreter.current?.warn(
            "Implicit dimension choice for \(name) has been deprecated. Change the call to include dim=X as "
                + "an argument.")
        return [0, 1, 3].contains(x.rank) ? 0 : 1
    }

    private static let softmaxes: [Builtin] = [
        softmax("softmax", "Softmax along an axis: positive numbers that sum to 1.") { try $0.softmax($1) },
        softmax("log_softmax", "The logarithm of softmax along an axis.") { try $0.logSoftmax($1) },
        softmax("softmin", "Softmax of the negated elements.") { try $0.softmin($1) },
    ]

    private static func softmax(
        _ name: String, _ summary: String, _ apply: @escaping (Tensor, Int) throws -> Tensor
    ) -> Builtin {
        Builtin(
            name, group: group, summary: summary, input,
            Parameter<Int?>("dim", "the axis; chosen, with a warning, where left out", default: nil),
            Parameter<DType?>("dtype", "the type to compute in", default: nil),
            returns: "a tensor of the same shape", example: "F.\(name)(x, dim=-1)",
            pytorch: "F.\(name)(x, dim=-1)"
        ) { _, x, axis, type in
            let x = try type.map { try x.to($0) } ?? x
            return try apply(x, implicitAxis(name, axis, of: x))
        }.costing(Costs.ofFirst)
    }

    package static let all: [Builtin] =
        borrowed + ModuleLosses.functions + ModuleActivations.functions + ConvolutionFunctions.all
        + PoolingFunctions.all + NormalisationFunctions.all + [
            Builtin(
                "relu", group: group, summary: "ReLU: negative elements become 0.", input,
                ModuleActivations.inplace,
                returns: "a tensor of the same shape", example: "F.relu(x)", pytorch: "F.relu(x)",
                formula: "max(x, 0)"
            ) { _, x, isInPlace in try x.changed(inPlace: isInPlace, "relu_") { try $0.relu() } }
            .costing(Costs.ofFirst),
            Builtin(
                "gelu", group: group, summary: "GELU, the activation of GPT.", input,
                Parameter<String>("approximate", "'none' or 'tanh'", default: "none", .keywordOnly),
                returns: "a tensor of the same shape", example: "F.gelu(x)", pytorch: "F.gelu(x)",
                formula: "x·Φ(x)"
            ) { _, x, form in
                try x.gelu(ModuleLayers.geluForm(form))
            }.costing(Costs.ofFirst),
            Builtin(
                "linear", group: group, summary: "A linear layer.", input,
                Parameter<Tensor>("weight", "the matrix [out, in]"), bias,
                returns: "a tensor", example: "F.linear(x, W, b)", pytorch: "F.linear(x, W, b)",
                formula: "y = x·Wᵀ + b"
            ) { _, x, weight, bias in
                try x.linear(weight, bias)
            },
            Builtin(
                "layer_norm", group: group,
                summary: "Layer normalisation: the last axis to mean 0 and variance 1.", input,
                Parameter<Sizes>("normalized_shape", "size of the last axis"), weight, bias,
                Parameter<Double>("eps", "added to the variance", default: 1e-5),
                returns: "a tensor of the same shape", example: "F.layer_norm(x, (8,))",
                pytorch: "F.layer_norm(x, (8,), weight, bias)",
                formula: "(x − mean) / √(var + eps) · w + b"
            ) { _, x, shape, weight, bias, eps in
                try x.layerNorm(shape.elements, weight: weight, bias: bias, eps: eps)
            }.costing(Costs.ofFirst),
            Builtin(
                "embedding", group: group, summary: "Looks up rows of a table by id.",
                Parameter<Tensor>("input", "ids"), Parameter<Tensor>("weight", "the table [V, E]"),
                Parameter<Int?>("padding_idx", "an id whose row gets no gradient", default: nil),
                ModuleLayers.longest, ModuleLayers.norm, ModuleLayers.byFrequency, ModuleLayers.sparse,
                returns: "a tensor [..., E]", example: "F.embedding(ids, W)", pytorch: "F.embedding(ids, W)",
                formula: "y[…] = W[ids[…]]"
            ) { _, ids, table, padding, longest, p, byFrequency, sparse in
                try ModuleLayers.refuse(byFrequency, sparse, "F.embedding")
                let row = try Embedding.row(padding, of: table.shape.first ?? 0)
                return try Tensor.embedding(ids, table, padding: row, longest: longest, p: p)
            },
            Builtin(
                "dropout", group: group,
                summary: "Dropout: sets elements to 0 at random and scales the others up.",
                input,
                Parameter<Double>("p", "the probability", default: 0.5),
                Parameter<Bool>("training", "False does nothing", default: true), ModuleActivations.inplace,
                returns: "a tensor of the same shape", example: "F.dropout(x, 0.1)",
                pytorch: "F.dropout(x, 0.1)"
            ) { _, x, p, training, isInPlace in
                guard p >= 0, p <= 1 else {
                    throw ScriptError(
                        "ValueError", "dropout probability has to be between 0 and 1, but got \(p)")
                }
                return training ? try x.changed(inPlace: isInPlace, "dropout_") { try $0.dropout(p) } : x
            }.costing(Costs.ofFirst),
            Builtin(
                "one_hot", group: group,
                summary: "One-hot vectors: 1 at the position of each id, 0 elsewhere.",
                Parameter<Tensor>("tensor", "ids, int64"),
                Parameter<Int>(
                    "num_classes", "size of the new axis; as many as needed where -1", default: -1),
                returns: "an int64 tensor [..., classes]",
                example: "F.one_hot(torch.tensor([0, 2]), 3)", pytorch: "F.one_hot(ids, 3)"
            ) { _, ids, classes in try ids.oneHot(classes) },
            Builtin(
                "scaled_dot_product_attention", group: group,
                summary: "Scaled dot-product attention: values weighted by how well keys match queries.",
                Parameter<Tensor>("query", "[..., T, D]"), Parameter<Tensor>("key", "[..., S, D]"),
                Parameter<Tensor>("value", "[..., S, D]"),
                Parameter<Tensor?>(
                    "attn_mask", "a bool mask (true: may look) or numbers to add", default: nil),
                Parameter<Double>("dropout_p", "only 0 here", default: 0),
                Parameter<Bool>("is_causal", "whether later positions are hidden", default: false),
                Parameter<Double?>("scale", "1/√D by default", default: nil, .keywordOnly),
                Parameter<Bool>(
                    "enable_gqa", "whether several heads of q share one of k and v", default: false,
                    .keywordOnly),
                returns: "a tensor [..., T, D]",
                example: "F.scaled_dot_product_attention(q, k, v, is_causal=True)",
                pytorch: "F.scaled_dot_product_attention(q, k, v, is_causal=True)",
                formula: "softmax(q·kᵀ/√D + mask)·v"
            ) { _, q, k, v, mask, dropout, causal, scale, sharesHeads in
                guard mask == nil || !causal else {
                    throw ScriptError(
                        "RuntimeError",
                        "_scaled_dot_product_attention: "
                            + "Explicit attn_mask should not be set when is_causal=True"
                    )
                }
                guard dropout == 0 else {
                    throw ScriptError(
                        "NotImplementedError", "scaled_dot_product_attention has no dropout here",
                        hint: "F.dropout on the result, or dropout_p=0.0")
                }
                let (k, v) = sharesHeads ? (try k.headsRepeated(for: q), try v.headsRepeated(for: q)) : (k, v)
                return try q.attention(countedFromFirst: k, v, causal: causal, scale: scale, mask: mask)
            },
            Builtin(
                "pad", group: group, summary: "Pads an array with a constant.", input,
                Parameter<Sizes>("pad", "(left, right) of the last axis, then of the one before, …"),
                Parameter<String>(
                    "mode", "'constant', 'reflect', 'replicate' or 'circular'", default: "constant"),
                Parameter<Number?>("value", "the number, 0 if left out", default: nil),
                returns: "a tensor", example: "F.pad(x, (1, 1))", pytorch: "F.pad(x, (1, 1))"
            ) { _, x, sizes, mode, value in
                guard mode != "constant" else { return try x.padded(sizes.elements, value: value ?? .int(0)) }
                guard let border = Border(rawValue: mode) else {
                    throw ScriptError(
                        "NotImplementedError", "Unrecognised padding mode \(mode)",
                        hint: "'constant', 'reflect', 'replicate' or 'circular'")
                }
                return try x.padded(sizes.elements, border)
            },
            Builtin(
                "cosine_similarity", group: group, summary: "The cosine of the angle between vectors.",
                Parameter<Tensor>("x1", "vectors"),
                Parameter<Tensor>("x2", "vectors"),
                Parameter<Int>("dim", "the axis along which they lie", default: 1),
                Parameter<Double>("eps", "the least length", default: 1e-8), returns: "a tensor",
                example: "F.cosine_similarity(x, y, dim=-1)",
                pytorch: "F.cosine_similarity(x, y, dim=-1)", formula: "x·y / (|x|·|y|)"
            ) { _, x, y, axis, eps in
                try x.cosineSimilarity(y, axis, eps: eps)
            },
            Builtin(
                "normalize", group: group, summary: "Normalises vectors to length 1.", input,
                Parameter<Double>("p", "the order of the norm", default: 2),
                Parameter<Int>("dim", "the axis along which they lie", default: 1),
                Parameter<Double>("eps", "the least length", default: 1e-12),
                returns: "a tensor of the same shape", example: "F.normalize(x, dim=-1)",
                pytorch: "F.normalize(x, dim=-1)", formula: "x / |x|"
            ) { _, x, p, axis, eps in try x.normalized(p, axis, eps: eps) },
            Builtin(
                "rms_norm", group: group,
                summary: "RMS normalisation: the last axis divided by its root mean square.",
                input,
                Parameter<Sizes>("normalized_shape", "size of the last axis"), weight,
                Parameter<Double?>("eps", "added to the mean square", default: nil),
                returns: "a tensor of the same shape", example: "F.rms_norm(x, (8,))",
                pytorch: "F.rms_norm(x, (8,))", formula: "x / √(mean x² + eps) · w"
            ) { _, x, shape, weight, eps in
                try x.rmsNorm(shape.elements, weight, eps: eps)
            },
        ]
}
