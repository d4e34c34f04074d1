import Language
import Neural
import Tensors

/// `nn.MultiheadAttention`.
enum ModuleAttention {
    static let constructor = Builtin(
        "MultiheadAttention", group: "torch.nn", summary: "Multi-head attention.",
        Parameter<Int>("embed_dim", "the width"),
        Parameter<Int>("num_heads", "how many heads"),
        Parameter<Double>("dropout", "only 0 here", default: 0),
        Parameter<Bool>("bias", "whether biases are added", default: true),
        Parameter<Bool>("batch_first", "[B, T, E] and not [T, B, E]", default: false, .keywordOnly),
        returns: "a module", example: "nn.MultiheadAttention(8, 2, batch_first=True)",
        pytorch: "nn.MultiheadAttention(8, 2, batch_first=True)", formula: "softmax(q·kᵀ/√D)·v in each head"
    ) { _, width, heads, dropout, bias, batchFirst in
        guard dropout == 0 else {
            throw ScriptError(
                "NotImplementedError", "nn.MultiheadAttention has no dropout here",
                hint: "dropout=0.0, and nn.Dropout on the result")
        }
        return ModuleObject(
            try MultiheadAttention(width, heads, bias: bias, batchFirst: batchFirst), "MultiheadAttention")
    }

    static let forward = Builtin(
        "forward", group: "torch.nn", summary: "Values weighted by how well keys fit queries.",
        Parameter<ModuleObject>("self", "the module", .positionalOnly),
        Parameter<Tensor>("query", "[B, T, E] or [T, B, E]"), Parameter<Tensor>("key", "of S positions"),
        Parameter<Tensor>("value", "of S positions"),
        Parameter<Bool>("need_weights", "whether the weights come back too", default: true, .keywordOnly),
        Parameter<Tensor?>(
            "attn_mask", "a bool mask (true: may not look) or numbers to add, [T, S]", default: nil,
            .keywordOnly),
        Parameter<Bool>("average_attn_weights", "one pattern for all heads", default: true, .keywordOnly),
        Parameter<Bool>("is_causal", "only says that the mask is causal", default: false, .keywordOnly),
        returns: "the result, and the weights or None",
        example: "y, weights = attention(x, x, x)", pytorch: "y, weights = attention(x, x, x)"
    ) { _, object, query, key, value, wantsWeights, mask, average, isCausal -> Value in
        guard mask != nil || !isCausal else {
            throw ScriptError(
                "RuntimeError", "Need attn_mask if specifying the is_causal hint.",
                hint: "attn_mask=torch.ones(T, T, dtype=torch.bool).triu(1)")
        }
        guard let attention = object.module as? MultiheadAttention else {
            throw ScriptError("TypeError", "\(object.typeName) is not a MultiheadAttention")
        }
        let (y, weights) = try attention(query, key, value, mask: mask)
        guard wantsWeights else { return .tuple([y.scriptValue, .none]) }
        return .tuple([y.scriptValue, try (average ? weights.mean([-3]) : weights).scriptValue])
    }
}
