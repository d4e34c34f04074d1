import Disk
import Foundation
import Kernels
import Tensors

extension GPT {
    /// Writes `config.json` and `model.safetensors` into a folder, as Hugging Face's `save_pretrained` does:
    /// its `GPT2LMHeadModel` computes the same logits from them.
    ///
    /// Their Conv1D keeps weights as [in, out]; they are transposed on the way out. The lecture divides
    /// logits by √E, which GPT-2 does not: the weight and the bias of the final norm are divided instead. A
    /// head that lies on the embedding's numbers is written once.
    ///
    /// - Parameter folder: is there already; files of these names in it are replaced.
    /// - Returns: what is different there although the model computes the same, a sentence each.
    /// - Throws: `FileError`; each file is whole or not there.
    public func savePretrained(_ folder: String) throws -> [String] {
        let c = configuration
        var tensors: [(name: String, tensor: Tensor)] = []
        for (own, parameter) in stateDictionary() {
            if own == "final_head.weight", c.tied != .none { continue }
            var tensor = try parameter.detach().to(.float32)
            if own.hasPrefix("layernorm_final."), c.scalesLogits {
                tensor = try tensor * tensor.constant(.float(c.logitScale))
            }
            let theirs = GPT.huggingFaceName(own)
            if let (_, transposed) = GPT.nativeName(GPT.bare(theirs)), transposed {
                tensor = try tensor.transpose(0, 1)
            }
            tensors.append((theirs, try tensor.contiguous()))
        }
        try c.writeHuggingFace(to: folder)
        try Safetensors(tensors: tensors, metadata: ["format": "pt"]).write(to: folder + "/model.safetensors")
        var remarks: [String] = []
        if c.scalesLogits {
            remarks.append(
                "GPT-2 does not divide logits by √\(c.width): layernorm_final is divided by it in the "
                    + "file, and "
                    + "the logits are the same")
        }
        if c.tied == .lecture {
            remarks.append("head and embedding are one matrix there: training it on moves them as one")
        }
        return remarks
    }
}

extension GPTConfiguration {
    /// Writes `config.json` into a folder, as Hugging Face's `save_pretrained` does.
    ///
    /// - Throws: `FileError`; the file is whole or not there.
    public func writeHuggingFace(to folder: String) throws {
        try WholeFile.write(Array((huggingFace.laidOut + "\n").utf8), to: folder + "/config.json")
    }

    private var huggingFace: StrictJSON {
        let c = self
        return .sorted([
            ("architectures", .array([.string("GPT2LMHeadModel")])), ("model_type", .string("gpt2")),
            ("activation_function", .string(c.gelu == .tanh ? "gelu_new" : "gelu")),
            ("vocab_size", .whole(c.vocabularySize)), ("n_embd", .whole(c.width)),
            ("n_head", .whole(c.heads)),
            ("n_layer", .whole(c.blocks)), ("n_positions", .whole(c.context)), ("n_inner", .null),
            ("layer_norm_epsilon", .number("1e-05")), ("initializer_range", .number("0.02")),
            ("attn_pdrop", .number("0.0")), ("embd_pdrop", .number("0.0")), ("resid_pdrop", .number("0.0")),
            ("scale_attn_weights", .bool(true)), ("scale_attn_by_inverse_layer_idx", .bool(false)),
            ("reorder_and_upcast_attn", .bool(false)), ("add_cross_attention", .bool(false)),
            ("tie_word_embeddings", .bool(c.tied != .none)), ("use_cache", .bool(true)),
            ("dtype", .string("float32")),
            // Where GPT-2's own vocabulary has its only special token; no token elsewhere.
            ("bos_token_id", c.vocabularySize == 50257 ? .whole(50256) : .null),
            ("eos_token_id", c.vocabularySize == 50257 ? .whole(50256) : .null),
        ])
    }
}
