import Foundation
import Neural
import Tensors

extension GPT {
    /// A GPT-2 saved by Hugging Face's `save_pretrained`: a folder with `config.json` and `model.safetensors`.
    ///
    /// Their Conv1D keeps weights as [in, out]; they are transposed on the way in.
    public convenience init(huggingFace folder: URL) throws {
        let configuration = try GPT.huggingFaceConfiguration(folder)
        try self.init(configuration, generator: Generator(seed: 0))
        let file = try Safetensors(contentsOf: folder.appendingPathComponent("model.safetensors")).dictionary
        var state: [String: Tensor] = [:]
        for (name, tensor) in file {
            let bare = name.hasPrefix("transformer.") ? String(name.dropFirst("transformer.".count)) : name
            guard let (own, transposed) = GPT.nativeName(bare) else { continue }
            state[own] = transposed ? try tensor.transpose(0, 1).contiguous() : tensor
        }
        if configuration.tied == .shared { state["final_head.weight"] = state["wte.weight"] }
        try loadStateDictionary(state)
    }

    /// Our name for one of Hugging Face's parameters, and whether it is stored transposed; nil for buffers.
    public static func nativeName(_ name: String) -> (name: String, transposed: Bool)? {
        let parts = name.split(separator: ".").map(String.init)
        switch parts.first {
        case "wte", "wpe": return (name, false)
        case "ln_f": return ("layernorm_final." + parts.dropFirst().joined(separator: "."), false)
        case "lm_head": return ("final_head.weight", false)
        case "h" where parts.count >= 4:
            let rest = parts[2..<(parts.count - 1)].joined(separator: "."), leaf = parts[parts.count - 1]
            let names = [
                "ln_1": "layernorm_1", "ln_2": "layernorm_2", "attn.c_attn": "attn.QKV", "attn.c_proj": "attn.W0", "mlp.c_fc": "mlp_1",
                "mlp.c_proj": "mlp_2",
            ]
            guard let own = names[rest] else { return nil }
            return ("blocks.\(parts[1]).\(own).\(leaf)", leaf == "weight" && !rest.hasPrefix("ln"))
        default: return nil
        }
    }

    private static func huggingFaceConfiguration(_ folder: URL) throws -> GPTConfiguration {
        let file = folder.appendingPathComponent("config.json")
        guard let data = try? Data(contentsOf: file), let json = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any] else {
            throw TensorError(.value, "no readable config.json in \(folder.path)", hint: "the folder that save_pretrained wrote")
        }
        func size(_ key: String) throws -> Int {
            guard let value = json[key] as? NSNumber else { throw TensorError(.value, "config.json has no number '\(key)': is it a GPT-2?") }
            return value.intValue
        }
        var configuration = GPTConfiguration.gpt2
        configuration.vocabularySize = try size("vocab_size")
        configuration.width = try size("n_embd")
        configuration.heads = try size("n_head")
        configuration.blocks = try size("n_layer")
        configuration.context = try size("n_positions")
        let activation = json["activation_function"] as? String ?? "gelu_new"
        guard let form = ["gelu_new": false, "gelu": true][activation] else {
            throw TensorError(.value, "config.json: the activation '\(activation)' is not known here", hint: "gelu_new or gelu")
        }
        if form { configuration.gelu = .erf }
        if (json["tie_word_embeddings"] as? Bool) == false { configuration.tied = .none }
        return configuration
    }
}
