import Kernels
import Language
import Neural
import Tensors

/// The layers and activations of `torch.nn`.
enum ModuleLayers {
    private static let device = Parameter<Device?>(
        "device", "where its parameters lie", default: nil, .keywordOnly)
    private static let dtype = Parameter<DType?>(
        "dtype", "the type of the parameters; float32 where left out", default: nil, .keywordOnly)

    /// A layer on that device, with parameters of that type.
    private static func made<Layer>(_ device: Device?, _ dtype: DType?, _ layer: () throws -> Layer) throws
        -> Layer
    {
        let type = dtype ?? .standard
        guard type.isFloatingPoint else {
            throw ScriptError(
                "RuntimeError", "Only Tensors of floating point and complex dtype can require gradients",
                hint: "dtype=torch.float32")
        }
        return try Device.on(device) { try Parameters.made(as: type, layer) }
    }

    /// `forward` of every layer that takes one tensor.
    static let forward = Builtin(
        "forward", group: "torch.nn", summary: "What calling the module computes.",
        Parameter<ModuleObject>("self", "the module", .positionalOnly),
        Parameter<Tensor>("input", "a tensor"),
        returns: "a tensor", example: "nn.ReLU()(x)", pytorch: "module(x)"
    ) { _, object, x in try object.module(x) }

    static let longest = Parameter<Double?>(
        "max_norm", "how long the rows may be that are looked up", default: nil)
    static let norm = Parameter<Double>("norm_type", "the order of that norm", default: 2)
    static let byFrequency = Parameter<Bool>("scale_grad_by_freq", "only False here", default: false)
    static let sparse = Parameter<Bool>("sparse", "only False here", default: false)

    /// - Throws: NotImplementedError for gradients that there are none of here.
    static func refuse(_ byFrequency: Bool, _ sparse: Bool, _ command: String) throws {
        for (name, flag) in [("scale_grad_by_freq", byFrequency), ("sparse", sparse)] where flag {
            throw ScriptError(
                "NotImplementedError", "\(command)(\(name)=True) is not in Lagado", hint: "\(name)=False")
        }
    }

    /// `reset_parameters` of layers that draw numbers.
    static let reset = Builtin(
        "reset_parameters", group: "torch.nn", summary: "Draws the layer's parameters anew.",
        Parameter<ModuleObject>("self", "the module", .positionalOnly), returns: "None",
        example: "nn.Linear(4, 6).reset_parameters()", pytorch: "layer.reset_parameters()"
    ) { _, object -> Value in
        try object.module.resetParameters()
        return .none
    }

    package static let all: [Builtin] = [
        Builtin(
            "Linear", group: "torch.nn", summary: "A linear layer.",
            Parameter<Int>("in_features", "size of the last axis of the input"),
            Parameter<Int>("out_features", "size of the last axis of the result"),
            Parameter<Bool>("bias", "whether a bias is added", default: true),
            device, dtype, returns: "a module", example: "nn.Linear(4, 6)", pytorch: "nn.Linear(4, 6)",
            formula: "y = x·Wᵀ + b, W [out, in]"
        ) { _, input, output, bias, device, dtype in
            ModuleObject(try made(device, dtype) { try Linear(input, output, bias: bias) }, "Linear")
        },
        Builtin(
            "Embedding", group: "torch.nn", summary: "An embedding table: a vector for each id.",
            Parameter<Int>("num_embeddings", "how many rows"),
            Parameter<Int>("embedding_dim", "numbers in a row"),
            Parameter<Int?>("padding_idx", "an id whose row stays 0", default: nil), longest, norm,
            byFrequency,
            sparse, device, dtype,
            returns: "a module", example: "nn.Embedding(10, 4)",
            pytorch: "nn.Embedding(10, 4)", formula: "y[…] = W[ids[…]]"
        ) { _, count, width, padding, longest, p, byFrequency, sparse, device, dtype in
            try refuse(byFrequency, sparse, "nn.Embedding")
            guard count >= 0, width >= 0 else {
                throw ScriptError(
                    "RuntimeError", "Embedding: sizes must be non-negative, got \(count) and \(width)")
            }
            return ModuleObject(
                try made(device, dtype) {
                    try Embedding(count, width, padding: padding, longest: longest, p: p)
                },
                "Embedding")
        },
        Builtin(
            "LayerNorm", group: "torch.nn",
            summary: "Layer normalisation: the last axes to mean 0 and variance 1, then scaled and shifted.",
            Parameter<Sizes>("normalized_shape", "sizes of the last axes"),
            Parameter<Double>("eps", "added to the variance", default: 1e-5),
            Parameter<Bool>("elementwise_affine", "whether it scales and shifts", default: true),
            Parameter<Bool>("bias", "whether it shifts", default: true),
            device, dtype, returns: "a module", example: "nn.LayerNorm(8)", pytorch: "nn.LayerNorm(8)",
            formula: "(x − mean) / √(var + eps) · w + b"
        ) { _, shape, eps, affine, bias, device, dtype in
            ModuleObject(
                try made(device, dtype) {
                    try LayerNorm(sizes: shape.elements, eps: eps, weight: affine, bias: bias)
                }, "LayerNorm")
        },
        Builtin(
            "Dropout", group: "torch.nn",
            summary: "Dropout: while training, sets elements to 0 at random and scales the others up.",
            Parameter<Double>("p", "the probability", default: 0.5), ModuleActivations.inplace,
            returns: "a module", example: "nn.Dropout(0.1)",
            pytorch: "nn.Dropout(0.1)"
        ) { _, p, isInPlace in
            ModuleObject(try Dropout(p, inPlace: isInPlace), "Dropout")
        },
        Builtin(
            "GELU", group: "torch.nn", summary: "GELU, the activation of GPT.",
            Parameter<String>("approximate", "'none' or 'tanh'", default: "none"),
            returns: "a module", example: "nn.GELU()", pytorch: "nn.GELU()", formula: "x·Φ(x)"
        ) { _, form in
            ModuleObject(GELU(try geluForm(form)), "GELU")
        },
        Builtin(
            "ReLU", group: "torch.nn", summary: "ReLU: negative elements become 0.",
            ModuleActivations.inplace,
            returns: "a module", example: "nn.ReLU()",
            pytorch: "nn.ReLU()", formula: "max(x, 0)"
        ) { _, isInPlace in ModuleObject(ReLU(inPlace: isInPlace), "ReLU") },
        Builtin(
            "Tanh", group: "torch.nn", summary: "The hyperbolic tangent.", returns: "a module",
            example: "nn.Tanh()",
            pytorch: "nn.Tanh()"
        ) { _ in ModuleObject(Tanh(), "Tanh") },
        Builtin(
            "Sigmoid", group: "torch.nn", summary: "The sigmoid (logistic function).", returns: "a module",
            example: "nn.Sigmoid()",
            pytorch: "nn.Sigmoid()"
        ) { _ in ModuleObject(Sigmoid(), "Sigmoid") },
        Builtin(
            "Softmax", group: "torch.nn", summary: "Softmax: exponentials that sum to 1 along an axis.",
            ModuleActivations.chosenAxis, returns: "a module",
            example: "nn.Softmax(dim=-1)", pytorch: "nn.Softmax(dim=-1)"
        ) { _, axis in
            axis.map { ModuleObject(Softmax($0), "Softmax") }
                ?? ModuleActivations.withoutAxis("Softmax", "softmax") { try $0.softmax($1) }
        },
        Builtin(
            "LogSoftmax", group: "torch.nn", summary: "The logarithm of softmax.",
            ModuleActivations.chosenAxis, returns: "a module",
            example: "nn.LogSoftmax(dim=-1)", pytorch: "nn.LogSoftmax(dim=-1)"
        ) { _, axis in
            axis.map { ModuleObject(LogSoftmax($0), "LogSoftmax") }
                ?? ModuleActivations.withoutAxis("LogSoftmax", "log_softmax") { try $0.logSoftmax($1) }
        },
        Builtin(
            "Identity", group: "torch.nn", summary: "Returns its input.",
            Parameter<Value>("args", "ignored", .variadic),
            returns: "a module", example: "nn.Identity()", pytorch: "nn.Identity()"
        ) { _, _ in ModuleObject(Identity(), "Identity") },
        Builtin(
            "Flatten", group: "torch.nn", summary: "Flattens several axes into one.",
            Parameter<Int>("start_dim", "the first of them", default: 1),
            Parameter<Int>("end_dim", "the last of them", default: -1), returns: "a module",
            example: "nn.Flatten()",
            pytorch: "nn.Flatten()"
        ) { _, start, end in ModuleObject(Flatten(start, end), "Flatten") },
    ]

    /// `nn.Embedding.from_pretrained(table)`.
    static let pretrained = Builtin(
        "from_pretrained", group: "torch.nn", summary: "An embedding with given weights.",
        Parameter<Tensor>("embeddings", "the table [V, E]"),
        Parameter<Bool>("freeze", "whether it gets no gradient", default: true),
        Parameter<Int?>("padding_idx", "an id whose row gets no gradient", default: nil),
        returns: "a module", example: "nn.Embedding.from_pretrained(table)",
        pytorch: "nn.Embedding.from_pretrained(table)"
    ) { _, table, freeze, padding in
        guard table.rank == 2 else {
            throw TensorError(
                .shape, "Embeddings parameter is expected to be 2-dimensional",
                details: ["got \(Shape.description(table.shape))"], raisedAs: .assertion)
        }
        let weight = table.detachedView()
        try weight.requireGrad(!freeze)
        let row = try Embedding.row(padding, of: table.shape[0])
        return ModuleObject(Embedding(table: weight, padding: row), "Embedding")
    }

    static func geluForm(_ name: String) throws -> GELUForm {
        switch name {
        case "none": return .erf
        case "tanh": return .tanh
        default:
            throw ScriptError(
                "RuntimeError", "approximate argument must be either none or tanh.",
                details: ["got '\(name)'"])
        }
    }
}
