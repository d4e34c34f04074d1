import Language
import Neural
import Tensors

/// The losses of `torch.nn` and of `torch.nn.functional`.
enum ModuleLosses {
    private static let reduction = Parameter<String>("reduction", "'mean', 'sum' or 'none'", default: "mean")
    private static let namedReduction = Parameter<String>(
        "reduction", "'mean', 'sum' or 'none'", default: "mean", .keywordOnly)
    private static let weight = Parameter<Tensor?>("weight", "a number for each class", default: nil)
    private static let elements = Parameter<Tensor?>("weight", "a number for each element", default: nil)
    private static let ignored = Parameter<Int>(
        "ignore_index", "a target that counts for nothing", default: -100, .keywordOnly)
    private static let smoothing = Parameter<Double>(
        "label_smoothing", "how much of each target goes to all classes", default: 0, .keywordOnly)
    private static let target = Parameter<Tensor>("target", "what is right")
    private static let second = Parameter<Tensor>("input2", "what it is compared with")
    private static let margin = Parameter<Double>("margin", "how far apart they should be", default: 0)
    private static let group = "torch.nn.functional"

    static func kind(_ name: String) throws -> LossReduction {
        guard let kind = LossReduction(rawValue: name) else {
            throw ScriptError(
                "ValueError", "\(name) is not a valid value for reduction", hint: "'mean', 'sum' or 'none'")
        }
        return kind
    }

    /// `forward` of every loss.
    static let forward = Builtin(
        "forward", group: "torch.nn", summary: "How far an input is from a target.",
        Parameter<ModuleObject>("self", "the loss", .positionalOnly),
        Parameter<Tensor>("input", "what the model says"),
        Parameter<Tensor>("target", "what is right"), returns: "a tensor", example: "nn.MSELoss()(x, y)",
        pytorch: "loss_function(input, target)"
    ) { _, object, x, target in
        guard let loss = object.module as? Loss else {
            throw ScriptError("TypeError", "\(object.typeName) is no loss")
        }
        return try loss(x, target)
    }

    private static func named(
        _ name: String, _ reduction: String, details: String = "",
        _ compute: @escaping (Tensor, Tensor, LossReduction) throws -> Tensor
    ) throws -> ModuleObject {
        ModuleObject(NamedLoss(name, try kind(reduction), details: details, compute), name)
    }

    package static let all: [Builtin] =
        [
            Builtin(
                "NLLLoss", group: "torch.nn", summary: "The negative log-likelihood of log-probabilities.",
                weight, ignored, namedReduction,
                returns: "a loss function", example: "nn.NLLLoss()", pytorch: "nn.NLLLoss()",
                formula: "−Σ x[r, target[r]] / n"
            ) { _, weight, ignored, name in
                guard let weight else {
                    return ModuleObject(NLLLoss(try kind(name), ignoring: ignored), "NLLLoss")
                }
                return try named("NLLLoss", name) {
                    try $0.negativeLikelihood($1, weight: weight, reduction: $2, ignoring: ignored)
                }
            },
            Builtin(
                "CrossEntropyLoss", group: "torch.nn", summary: "The negative log-likelihood of logits.",
                weight, ignored, namedReduction, smoothing,
                returns: "a loss function", example: "nn.CrossEntropyLoss()",
                pytorch: "nn.CrossEntropyLoss()", formula: "−Σ log_softmax(x)[r, target[r]] / n"
            ) { _, weight, ignored, name, smoothing in
                try named("CrossEntropyLoss", name) {
                    try $0.crossEntropy(
                        $1, weight: weight, reduction: $2, ignoring: ignored, smoothing: smoothing)
                }
            },
            Builtin(
                "MSELoss", group: "torch.nn", summary: "The mean of squared differences.", namedReduction,
                returns: "a loss function",
                example: "nn.MSELoss()", pytorch: "nn.MSELoss()", formula: "Σ (x − y)² / n"
            ) { _, name in
                ModuleObject(MSELoss(try kind(name)), "MSELoss")
            },
            Builtin(
                "L1Loss", group: "torch.nn", summary: "The mean of absolute differences.", namedReduction,
                returns: "a loss function",
                example: "nn.L1Loss()", pytorch: "nn.L1Loss()", formula: "Σ |x − y| / n"
            ) { _, name in
                ModuleObject(L1Loss(try kind(name)), "L1Loss")
            },
            Builtin(
                "KLDivLoss", group: "torch.nn", summary: "How far log-probabilities are from a distribution.",
                namedReduction,
                Parameter<Bool>(
                    "log_target", "whether the target is a logarithm too", default: false, .keywordOnly),
                returns: "a loss function",
                example: "nn.KLDivLoss(reduction='batchmean')",
                pytorch: "nn.KLDivLoss(reduction='batchmean')", formula: "Σ p·(ln p − x)"
            ) { _, name, isLog in
                ModuleObject(
                    KLDivLoss(
                        name == "batchmean" ? .sum : try kind(name), perRow: name == "batchmean",
                        logTarget: isLog), "KLDivLoss")
            },
            Builtin(
                "BCELoss", group: "torch.nn",
                summary: "The negative log-likelihood of probabilities of yes and no.", elements,
                namedReduction,
                returns: "a loss function", example: "nn.BCELoss()", pytorch: "nn.BCELoss()",
                formula: "−(y·ln p + (1 − y)·ln(1 − p))"
            ) { _, weight, name in
                try named("BCELoss", name) { try $0.binaryCrossEntropy($1, weight: weight, reduction: $2) }
            },
            Builtin(
                "BCEWithLogitsLoss", group: "torch.nn", summary: "The same of logits.", elements,
                namedReduction,
                Parameter<Tensor?>("pos_weight", "how much more a yes counts", default: nil, .keywordOnly),
                returns: "a loss function",
                example: "nn.BCEWithLogitsLoss()", pytorch: "nn.BCEWithLogitsLoss()"
            ) { _, weight, name, positive in
                try named("BCEWithLogitsLoss", name) {
                    try $0.binaryCrossEntropyOfLogits(
                        $1, weight: weight, positiveWeight: positive, reduction: $2)
                }
            },
            Builtin(
                "SmoothL1Loss", group: "torch.nn", summary: "Squares near 0, absolute values beyond.",
                namedReduction,
                Parameter<Double>("beta", "where they meet", default: 1, .keywordOnly),
                returns: "a loss function", example: "nn.SmoothL1Loss()",
                pytorch: "nn.SmoothL1Loss()"
            ) { _, name, beta in
                try named("SmoothL1Loss", name) { try $0.smoothError($1, beta: beta, reduction: $2) }
            },
            Builtin(
                "HuberLoss", group: "torch.nn", summary: "Squares near 0, absolute values beyond.",
                namedReduction,
                Parameter<Double>("delta", "where they meet", default: 1, .keywordOnly),
                returns: "a loss function", example: "nn.HuberLoss()",
                pytorch: "nn.HuberLoss()"
            ) { _, name, delta in
                try named("HuberLoss", name) { try $0.huberError($1, delta: delta, reduction: $2) }
            },
        ] + pairs

    /// Not losses, but called with two tensors as they are.
    private static let pairs: [Builtin] = [
        Builtin(
            "CosineSimilarity", group: "torch.nn", summary: "The cosine of the angle between vectors.",
            Parameter<Int>("dim", "the axis along which they lie", default: 1),
            Parameter<Double>("eps", "the least length", default: 1e-8), returns: "a module",
            example: "nn.CosineSimilarity(dim=-1)",
            pytorch: "nn.CosineSimilarity(dim=-1)"
        ) { _, axis, eps in
            try named("CosineSimilarity", "none") { x, y, _ in try x.cosineSimilarity(y, axis, eps: eps) }
        },
        Builtin(
            "PairwiseDistance", group: "torch.nn", summary: "The length of differences.",
            Parameter<Double>("p", "the power of the length", default: 2),
            Parameter<Double>("eps", "added to the difference", default: 1e-6),
            Parameter<Bool>("keepdim", "whether the axis stays", default: false),
            returns: "a module", example: "nn.PairwiseDistance()", pytorch: "nn.PairwiseDistance()"
        ) { _, p, eps, keep in
            try named("PairwiseDistance", "none") { x, y, _ in
                try x.pairwiseDistance(y, p: p, eps: eps, keepDim: keep)
            }
        },
    ]

    static let functions: [Builtin] = [
        Builtin(
            "cross_entropy", group: group, summary: "The negative log-likelihood of logits.",
            Parameter<Tensor>("input", "logits [N, C]"), target, weight,
            ignored, namedReduction, smoothing, returns: "a tensor", example: "F.cross_entropy(logits, y)",
            pytorch: "F.cross_entropy(logits, y)",
            formula: "−Σ log_softmax(x)[r, target[r]] / n"
        ) { _, x, target, weight, ignored, name, smoothing in
            try x.crossEntropy(
                target, weight: weight, reduction: kind(name), ignoring: ignored, smoothing: smoothing)
        },
        Builtin(
            "nll_loss", group: group, summary: "The negative log-likelihood of log-probabilities.",
            Parameter<Tensor>("input", "log-probabilities [N, C]"),
            target, weight, ignored, namedReduction, returns: "a tensor", example: "F.nll_loss(log_probs, y)",
            pytorch: "F.nll_loss(log_probs, y)",
            formula: "−Σ x[r, target[r]] / n"
        ) { _, x, target, weight, ignored, name in
            try x.negativeLikelihood(target, weight: weight, reduction: kind(name), ignoring: ignored)
        },
        Builtin(
            "mse_loss", group: group, summary: "The mean of squared differences.", input, target,
            namedReduction, returns: "a tensor",
            example: "F.mse_loss(x, y)", pytorch: "F.mse_loss(x, y)", formula: "Σ (x − y)² / n"
        ) { _, x, target, name in
            try x.squaredError(target, reduction: kind(name))
        },
        Builtin(
            "l1_loss", group: group, summary: "The mean of absolute differences.", input, target,
            namedReduction, returns: "a tensor",
            example: "F.l1_loss(x, y)", pytorch: "F.l1_loss(x, y)", formula: "Σ |x − y| / n"
        ) { _, x, target, name in
            try x.absoluteError(target, reduction: kind(name))
        },
        Builtin(
            "kl_div", group: group, summary: "How far log-probabilities are from a distribution.",
            Parameter<Tensor>("input", "log-probabilities"),
            Parameter<Tensor>("target", "probabilities"), namedReduction,
            Parameter<Bool>(
                "log_target", "whether the target is a logarithm too", default: false, .keywordOnly),
            returns: "a tensor", example: "F.kl_div(log_p, q, reduction='batchmean')",
            pytorch: "F.kl_div(log_p, q, reduction='batchmean')",
            formula: "Σ q·(ln q − x)"
        ) { _, x, target, name, isLog in
            try x.klDivergence(
                target, reduction: name == "batchmean" ? .sum : kind(name), perRow: name == "batchmean",
                logTarget: isLog)
        },
        Builtin(
            "binary_cross_entropy", group: group,
            summary: "The negative log-likelihood of probabilities of yes and no.", input, target, elements,
            namedReduction,
            returns: "a tensor", example: "F.binary_cross_entropy(p, y)",
            pytorch: "F.binary_cross_entropy(p, y)", formula: "−(y·ln p + (1 − y)·ln(1 − p))"
        ) { _, x, target, weight, name in
            try x.binaryCrossEntropy(target, weight: weight, reduction: kind(name))
        },
        Builtin(
            "binary_cross_entropy_with_logits", group: group, summary: "The same of logits.", input, target,
            elements, namedReduction,
            Parameter<Tensor?>("pos_weight", "how much more a yes counts", default: nil, .keywordOnly),
            returns: "a tensor",
            example: "F.binary_cross_entropy_with_logits(x, y)",
            pytorch: "F.binary_cross_entropy_with_logits(x, y)"
        ) { _, x, target, weight, name, positive in
            try x.binaryCrossEntropyOfLogits(
                target, weight: weight, positiveWeight: positive, reduction: kind(name))
        },
        Builtin(
            "smooth_l1_loss", group: group, summary: "Squares near 0, absolute values beyond.", input, target,
            namedReduction,
            Parameter<Double>("beta", "where they meet", default: 1, .keywordOnly), returns: "a tensor",
            example: "F.smooth_l1_loss(x, y)",
            pytorch: "F.smooth_l1_loss(x, y)"
        ) { _, x, target, name, beta in try x.smoothError(target, beta: beta, reduction: kind(name)) },
        Builtin(
            "huber_loss", group: group, summary: "Squares near 0, absolute values beyond.", input, target,
            reduction,
            Parameter<Double>("delta", "where they meet", default: 1), returns: "a tensor",
            example: "F.huber_loss(x, y)", pytorch: "F.huber_loss(x, y)"
        ) { _, x, target, name, delta in try x.huberError(target, delta: delta, reduction: kind(name)) },
        Builtin(
            "pairwise_distance", group: group, summary: "The length of differences.",
            Parameter<Tensor>("x1", "vectors"), Parameter<Tensor>("x2", "vectors"),
            Parameter<Double>("p", "the power of the length", default: 2),
            Parameter<Double>("eps", "added to the difference", default: 1e-6),
            Parameter<Bool>("keepdim", "whether the axis stays", default: false), returns: "a tensor",
            example: "F.pairwise_distance(x, y)",
            pytorch: "F.pairwise_distance(x, y)"
        ) { _, x, y, p, eps, keep in try x.pairwiseDistance(y, p: p, eps: eps, keepDim: keep) },
        Builtin(
            "cosine_embedding_loss", group: group,
            summary: "How far from parallel pairs are that belong together.",
            Parameter<Tensor>("input1", "vectors"), second,
            Parameter<Tensor>("target", "1 or -1 for each pair"), margin, namedReduction, returns: "a tensor",
            example: "F.cosine_embedding_loss(x, y, t)",
            pytorch: "F.cosine_embedding_loss(x, y, t)"
        ) { _, x, y, target, margin, name in
            try x.cosineEmbedding(y, target, margin: margin, reduction: kind(name))
        },
        Builtin(
            "margin_ranking_loss", group: group, summary: "How far the order of pairs is wrong.",
            Parameter<Tensor>("input1", "numbers"), second,
            Parameter<Tensor>("target", "1 where the first should be larger, else -1"), margin,
            namedReduction, returns: "a tensor",
            example: "F.margin_ranking_loss(x, y, t)", pytorch: "F.margin_ranking_loss(x, y, t)"
        ) { _, x, y, target, margin, name in
            try x.marginRanking(y, target, margin: margin, reduction: kind(name))
        },
        Builtin(
            "triplet_margin_loss", group: group,
            summary: "How much nearer the wrong one is than the right one.",
            Parameter<Tensor>("anchor", "vectors"),
            Parameter<Tensor>("positive", "those that belong to them"),
            Parameter<Tensor>("negative", "those that do not"),
            Parameter<Double>("margin", "how much nearer the right one should be", default: 1),
            Parameter<Double>("p", "the power of the length", default: 2),
            namedReduction, returns: "a tensor", example: "F.triplet_margin_loss(a, p, n)",
            pytorch: "F.triplet_margin_loss(a, p, n)"
        ) { _, anchor, positive, negative, margin, p, name in
            try anchor.tripletMargin(positive, negative, margin: margin, p: p, reduction: kind(name))
        },
    ]
}
