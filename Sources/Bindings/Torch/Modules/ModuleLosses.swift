import Language
import Neural
import Tensors

/// The losses of `torch.nn` and of `torch.nn.functional`: each is declared once and is both.
enum ModuleLosses {
    // Not a `Choice`: PyTorch words the refusal in its own way.
    private static let reductions = [LossReduction.mean, .sum, .none].map(\.rawValue)
    private static let reduction = Parameter<String>(
        "reduction", "'mean', 'sum' or 'none'", default: "mean", choices: reductions)
    private static let namedReduction = Parameter<String>(
        "reduction", "'mean', 'sum' or 'none'", default: "mean", choices: reductions)
    private static let divergenceReduction = Parameter<String>(
        "reduction", "'mean', 'batchmean', 'sum' or 'none'", default: "mean",
        choices: reductions + ["batchmean"])
    private static let weight = Parameter<Tensor?>("weight", "a number for each class", default: nil)
    private static let elements = Parameter<Tensor?>("weight", "a number for each element", default: nil)
    private static let ignored = Parameter<Int>(
        "ignore_index", "a target that is ignored", default: -100)
    private static let smoothing = Parameter<Double>(
        "label_smoothing", "amount of label smoothing, 0 to 1", default: 0)
    private static let second = Parameter<Tensor>("input2", "what it is compared with")
    private static let margin = Parameter<Double>("margin", "the margin", default: 0)
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
        Parameter<Tensor>("input", "the predictions"),
        Parameter<Tensor>("target", "the targets"), returns: "a tensor", example: "nn.MSELoss()(x, y)",
        pytorch: "loss_function(input, target)"
    ) { _, object, x, target in
        guard let loss = object.module as? Loss else {
            throw ScriptError("TypeError", "\(object.typeName) is not a loss")
        }
        return try loss(x, target)
    }

    private static func module(
        _ name: String, _ reduction: LossReduction,
        _ compute: @escaping (Tensor, Tensor, LossReduction) throws -> Tensor
    ) -> ModuleObject {
        ModuleObject(NamedLoss(name, reduction, compute), name)
    }

    // MARK: Losses

    private typealias Pair = (module: Builtin, function: Builtin)
    /// How far x is from a target, under a kind of reduction.
    private typealias Compute = (_ x: Tensor, _ target: Tensor, _ reduction: LossReduction) throws -> Tensor

    private static let losses: [Pair] = [
        loss(
            "CrossEntropyLoss", "cross_entropy",
            "Cross-entropy: the negative log-likelihood of the targets, from logits.",
            "−Σ log_softmax(x)[r, target[r]] / n", input: "logits [N, C]", call: "(logits, y)", weight,
            ignored,
            smoothing
        ) { weight, ignored, smoothing in
            { x, target, reduction in
                try x.crossEntropy(
                    target, weight: weight, reduction: reduction, ignoring: ignored, smoothing: smoothing)
            }
        },
        loss(
            "NLLLoss", "nll_loss", "The negative log-likelihood of the targets, from log-probabilities.",
            "−Σ x[r, target[r]] / n", input: "log-probabilities [N, C]", call: "(log_probs, y)", leading: 2,
            weight, ignored
        ) { weight, ignored in
            { x, target, reduction in
                try x.negativeLikelihood(target, weight: weight, reduction: reduction, ignoring: ignored)
            }
        },
        loss("MSELoss", "mse_loss", "Mean squared error.", "Σ (x − y)² / n") {
            try $0.squaredError($1, reduction: $2)
        },
        loss("L1Loss", "l1_loss", "L1 loss: the mean of absolute differences.", "Σ |x − y| / n") {
            try $0.absoluteError($1, reduction: $2)
        },
        divergence,
        loss(
            "BCELoss", "binary_cross_entropy",
            "Binary cross-entropy, from probabilities.",
            "−(y·ln p + (1 − y)·ln(1 − p))", input: "probabilities", elements
        ) { weight in { try $0.binaryCrossEntropy($1, weight: weight, reduction: $2) } },
        loss(
            "BCEWithLogitsLoss", "binary_cross_entropy_with_logits",
            "Binary cross-entropy, from logits.",
            "−(y·ln σ(x) + (1 − y)·ln(1 − σ(x)))", input: "logits", elements,
            Parameter<Tensor?>("pos_weight", "weight of the positive class", default: nil)
        ) { weight, positive in
            {
                try $0.binaryCrossEntropyOfLogits(
                    $1, weight: weight, positiveWeight: positive, reduction: $2)
            }
        },
        loss(
            "SmoothL1Loss", "smooth_l1_loss", "Smooth L1 loss: squared near 0, linear beyond.",
            "d²/2β where |d| < β, else |d| − β/2", leading: 0,
            Parameter<Double>("beta", "where the two parts meet", default: 1)
        ) { beta in { try $0.smoothError($1, beta: beta, reduction: $2) } },
        loss(
            "HuberLoss", "huber_loss", "Huber loss: squared near 0, linear beyond with slope δ.",
            "d²/2 where |d| < δ, else δ·(|d| − δ/2)", leading: 0, reduction: reduction,
            Parameter<Double>("delta", "where the two parts meet", default: 1)
        ) { delta in { try $0.huberError($1, delta: delta, reduction: $2) } },
    ]

    /// Kullback and Leibler's, with a reduction of its own: `batchmean` divides by the number of rows.
    private static let divergence: Pair = {
        let isLog = Parameter<Bool>(
            "log_target", "whether the targets are log-probabilities too", default: false)
        return declare(
            "KLDivLoss", "kl_div",
            "The Kullback-Leibler divergence of log-probabilities from a distribution.", "Σ p·(ln p − x)",
            input: "log-probabilities", target: "probabilities", call: "(log_p, q, reduction='batchmean')",
            reduction: divergenceReduction, leading: 0, settings: [isLog.information]
        ) { values, command, name in
            let isLog = try isLog.convert(values[0], command), perRow = name == "batchmean"
            return (
                perRow ? .sum : try kind(name),
                { try $0.klDivergence($1, reduction: $2, perRow: perRow, logTarget: isLog) }
            )
        }
    }()

    /// Both commands of a loss.
    ///
    /// - Parameters:
    ///   - leading: how many of the settings stand before `reduction`.
    ///   - make: gets the settings, in their order, and the name of the reduction.
    private static func declare(
        _ module: String, _ function: String, _ summary: String, _ formula: String, input: String,
        target: String = "the targets", call: String, reduction: Parameter<String>, leading: Int,
        settings: [ParameterInformation],
        place: SourcePlace = SourcePlace(#fileID, #line),
        make:
            @escaping (_ values: [Value?], _ command: Builtin, _ name: String) throws -> (
                LossReduction, Compute
            )
    ) -> Pair {
        let parameters =
            settings.prefix(leading) + [reduction.information] + settings.dropFirst(leading)
        let x = Parameter<Tensor>("input", input), y = Parameter<Tensor>("target", target)
        func loss(_ values: ArraySlice<Value?>, _ command: Builtin) throws -> (LossReduction, Compute) {
            var values = Array(values)
            let name = try reduction.convert(values.remove(at: leading), command)
            return try make(values, command, name)
        }
        let named = call.contains("reduction=") ? "(reduction='batchmean')" : "()"
        return (
            Builtin(
                name: module, group: "torch.nn", summary: summary, parameters: Array(parameters),
                returns: "a loss function", example: "nn.\(module)\(named)", pytorch: "nn.\(module)\(named)",
                formula: formula, place: place
            ) { command, _, values in
                let (kind, compute) = try loss(values[...], command)
                return ModuleLosses.module(module, kind, compute).scriptValue
            },
            Builtin(
                name: function, group: group, summary: summary,
                parameters: [x.information, y.information] + parameters, returns: "a tensor",
                example: "F.\(function)\(call)", pytorch: "F.\(function)\(call)", formula: formula,
                place: place
            ) { command, _, values in
                let (x, y) = (try x.convert(values[0], command), try y.convert(values[1], command))
                let (kind, compute) = try loss(values[2...], command)
                return try compute(x, y, kind).scriptValue
            }
        )
    }

    private static func loss(
        _ module: String, _ function: String, _ summary: String, _ formula: String, line: UInt = #line,
        _ compute: @escaping Compute
    ) -> Pair {
        declare(
            module, function, summary, formula, input: "the tensor", call: "(x, y)",
            reduction: namedReduction,
            leading: 0, settings: [], place: SourcePlace(#fileID, line)
        ) { _, _, name in (try kind(name), compute) }
    }

    private static func loss<A: ScriptConvertible>(
        _ module: String, _ function: String, _ summary: String, _ formula: String,
        input: String = "the tensor", leading: Int = 1, reduction: Parameter<String>? = nil,
        line: UInt = #line, _ a: Parameter<A>, _ make: @escaping (A) -> Compute
    ) -> Pair {
        declare(
            module, function, summary, formula, input: input, call: "(x, y)",
            reduction: reduction ?? namedReduction, leading: leading, settings: [a.information],
            place: SourcePlace(#fileID, line)
        ) { values, command, name in (try kind(name), make(try a.convert(values[0], command))) }
    }

    private static func loss<A: ScriptConvertible, B: ScriptConvertible>(
        _ module: String, _ function: String, _ summary: String, _ formula: String, input: String,
        call: String = "(x, y)", leading: Int = 1, line: UInt = #line, _ a: Parameter<A>, _ b: Parameter<B>,
        _ make: @escaping (A, B) -> Compute
    ) -> Pair {
        declare(
            module, function, summary, formula, input: input, call: call, reduction: namedReduction,
            leading: leading, settings: [a.information, b.information], place: SourcePlace(#fileID, line)
        ) { values, command, name in
            (try kind(name), make(try a.convert(values[0], command), try b.convert(values[1], command)))
        }
    }

    private static func loss<A: ScriptConvertible, B: ScriptConvertible, C: ScriptConvertible>(
        _ module: String, _ function: String, _ summary: String, _ formula: String, input: String,
        call: String, line: UInt = #line, _ a: Parameter<A>, _ b: Parameter<B>, _ c: Parameter<C>,
        _ make: @escaping (A, B, C) -> Compute
    ) -> Pair {
        declare(
            module, function, summary, formula, input: input, call: call, reduction: namedReduction,
            leading: 2, settings: [a.information, b.information, c.information],
            place: SourcePlace(#fileID, line)
        ) { values, command, name in
            (
                try kind(name),
                make(
                    try a.convert(values[0], command), try b.convert(values[1], command),
                    try c.convert(values[2], command))
            )
        }
    }

    // MARK: Distances and pairs

    package static let all: [Builtin] = losses.map(\.module).map(LossArguments.added) + pairs

    /// Not losses, but called with two tensors as they are.
    private static let pairs: [Builtin] = [
        Builtin(
            "CosineSimilarity", group: "torch.nn", summary: "The cosine of the angle between vectors.",
            Parameter<Int>("dim", "the axis along which they lie", default: 1),
            Parameter<Double>("eps", "the least length", default: 1e-8), returns: "a module",
            example: "nn.CosineSimilarity(dim=-1)",
            pytorch: "nn.CosineSimilarity(dim=-1)"
        ) { _, axis, eps in
            try module("CosineSimilarity", .none) { x, y, _ in try x.cosineSimilarity(y, axis, eps: eps) }
        },
        Builtin(
            "PairwiseDistance", group: "torch.nn", summary: "The distance between pairs of vectors.",
            Parameter<Double>("p", "the order of the norm", default: 2),
            Parameter<Double>("eps", "added to the difference", default: 1e-6),
            Parameter<Bool>("keepdim", "whether the axis stays", default: false),
            returns: "a module", example: "nn.PairwiseDistance()", pytorch: "nn.PairwiseDistance()"
        ) { _, p, eps, keep in
            try module("PairwiseDistance", .none) { x, y, _ in
                try x.pairwiseDistance(y, p: p, eps: eps, keepDim: keep)
            }
        },
    ]

    static let functions: [Builtin] =
        (losses.map(\.function) + several).map(LossArguments.added)

    private static let several: [Builtin] = [
        Builtin(
            "pairwise_distance", group: group, summary: "The distance between pairs of vectors.",
            Parameter<Tensor>("x1", "vectors"), Parameter<Tensor>("x2", "vectors"),
            Parameter<Double>("p", "the order of the norm", default: 2),
            Parameter<Double>("eps", "added to the difference", default: 1e-6),
            Parameter<Bool>("keepdim", "whether the axis stays", default: false), returns: "a tensor",
            example: "F.pairwise_distance(x, y)",
            pytorch: "F.pairwise_distance(x, y)"
        ) { _, x, y, p, eps, keep in try x.pairwiseDistance(y, p: p, eps: eps, keepDim: keep) },
        Builtin(
            "cosine_embedding_loss", group: group,
            summary: "Cosine embedding loss: matching pairs should be parallel, others at right angles.",
            Parameter<Tensor>("input1", "vectors"), second,
            Parameter<Tensor>("target", "1 or -1 for each pair"), margin, namedReduction,
            returns: "a tensor",
            example: "F.cosine_embedding_loss(x, y, t)",
            pytorch: "F.cosine_embedding_loss(x, y, t)"
        ) { _, x, y, target, margin, name in
            try x.cosineEmbedding(y, target, margin: margin, reduction: kind(name))
        },
        Builtin(
            "margin_ranking_loss", group: group,
            summary: "Margin ranking loss: the larger of each pair should be larger by a margin.",
            Parameter<Tensor>("input1", "numbers"), second,
            Parameter<Tensor>("target", "1 where the first should be larger, else -1"), margin,
            namedReduction, returns: "a tensor",
            example: "F.margin_ranking_loss(x, y, t)", pytorch: "F.margin_ranking_loss(x, y, t)"
        ) { _, x, y, target, margin, name in
            try x.marginRanking(y, target, margin: margin, reduction: kind(name))
        },
        Builtin(
            "triplet_margin_loss", group: group,
            summary: "Triplet margin loss: an anchor should be nearer "
                + "its positive than its negative, by a margin.",
            Parameter<Tensor>("anchor", "vectors"),
            Parameter<Tensor>("positive", "examples that match"),
            Parameter<Tensor>("negative", "examples that do not match"),
            Parameter<Double>("margin", "the margin", default: 1),
            Parameter<Double>("p", "the order of the norm", default: 2),
            Parameter<Double>("eps", "added to the differences", default: 1e-6),
            Parameter<Bool>(
                "swap", "whether the negative may be compared with the positive", default: false),
            namedReduction, returns: "a tensor", example: "F.triplet_margin_loss(a, p, n)",
            pytorch: "F.triplet_margin_loss(a, p, n)"
        ) { _, anchor, positive, negative, margin, p, eps, swaps, name in
            try anchor.tripletMargin(
                positive, negative, margin: margin, p: p, eps: eps, swap: swaps, reduction: kind(name))
        },
    ]
}
