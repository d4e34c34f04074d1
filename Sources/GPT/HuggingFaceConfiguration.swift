import Disk
import Foundation
import Tensors

/// `config.json` of a GPT-2 that Hugging Face's `save_pretrained` wrote.
///
/// A switch that the model here does not have is an error with its name: a model that computes something else
/// than the one that was saved is worse than none.
struct HuggingFaceConfiguration {
    let configuration: GPTConfiguration
    /// What is different here although the model computes the same, one sentence each.
    let remarks: [String]

    private typealias Settings = [String: StrictJSON]

    init(folder: String) throws {
        let path = folder + "/config.json", hint = "the folder that save_pretrained wrote"
        let bytes: [UInt8]
        do { bytes = try ReadableFile(path).all(limit: 16 << 20) } catch let error as FileError {
            throw FileError(error.reason, error.message, hint: hint)
        }
        let json: StrictJSON
        do { json = try StrictJSON(bytes) } catch let error as StrictJSON.Broken {
            throw TensorError(.value, "'\(path)' is not JSON: \(error.reason)", hint: hint)
        }
        guard case .object(let pairs) = json else {
            throw TensorError(.value, "'\(path)' is not a JSON object", hint: hint)
        }
        let settings = Settings(pairs.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }).filter {
            $1 != .null
        }
        var c = GPTConfiguration.gpt2
        c.vocabularySize = try Self.size(settings, "vocab_size")
        c.width = try Self.size(settings, "n_embd", "hidden_size")
        c.heads = try Self.size(settings, "n_head", "num_attention_heads")
        c.blocks = try Self.size(settings, "n_layer", "num_hidden_layers")
        c.context = try Self.size(settings, "n_positions", "max_position_embeddings")
        try Self.check(settings, width: c.width)
        switch settings["activation_function"] {
        case nil, .string("gelu_new"), .string("gelu_pytorch_tanh"): break
        case .string("gelu"): c.gelu = .erf
        case let other?:
            throw Self.missing(
                "activation_function", other, "\"gelu_new\", \"gelu_pytorch_tanh\" or \"gelu\"")
        }
        if try Self.flag(settings, "tie_word_embeddings") == false { c.tied = .none }
        configuration = c
        remarks = Self.remarks(settings)
    }

    // MARK: What has to be so

    /// Switches of `GPT2Config` that change what the model computes, and the only setting that is here.
    private static func check(_ settings: Settings, width: Int) throws {
        if let type = settings["model_type"], type != .string("gpt2") {
            throw missing("model_type", type, "\"gpt2\"")
        }
        if case .array(let names)? = settings["architectures"] {
            for name in names where ![.string("GPT2LMHeadModel"), .string("GPT2Model")].contains(name) {
                throw missing("architectures", name, "\"GPT2LMHeadModel\" or \"GPT2Model\"")
            }
        }
        for (name, wanted) in [
            ("scale_attn_weights", true), ("scale_attn_by_inverse_layer_idx", false),
            ("reorder_and_upcast_attn", false),
            ("add_cross_attention", false), ("is_encoder_decoder", false),
        ] {
            if let value = try flag(settings, name), value != wanted {
                throw missing(name, .bool(value), "\(wanted)")
            }
        }
        if let inner = settings["n_inner"] {
            let (whole, rest) = try size(settings, "n_inner").quotientAndRemainder(dividingBy: 4)
            guard whole == width, rest == 0 else {
                throw missing("n_inner", inner, "4·n_embd, n_embd = \(width)")
            }
        }
        if let epsilon = settings["layer_norm_epsilon"] {
            guard case .number(let digits) = epsilon, Double(digits) == 1e-5 else {
                throw missing("layer_norm_epsilon", epsilon, "1e-05")
            }
        }
        for name in ["quantization_config", "pruned_heads"] {
            guard let value = settings[name], value != .object([]) else { continue }
            throw missing(name, value, "none")
        }
    }

    private static func missing(_ name: String, _ value: StrictJSON, _ wanted: String) -> TensorError {
        TensorError(
            .notImplemented, "config.json: \(name) = \(value) is not here",
            details: [
                "here it is \(wanted), and a model loaded with another setting would compute something else"
            ])
    }

    private static func size(_ settings: Settings, _ names: String...) throws -> Int {
        for name in names {
            guard let value = settings[name] else { continue }
            guard let size = value.count else {
                throw TensorError(.value, "config.json: \(name) is not a whole number: \(value)")
            }
            return size
        }
        throw TensorError(.value, "config.json has no number '\(names[0])': is it a GPT-2?")
    }

    private static func flag(_ settings: Settings, _ name: String) throws -> Bool? {
        guard let value = settings[name] else { return nil }
        guard case .bool(let flag) = value else {
            throw TensorError(.value, "config.json: \(name) is neither true nor false: \(value)")
        }
        return flag
    }

    // MARK: What is different all the same

    private static func remarks(_ settings: Settings) -> [String] {
        var remarks: [String] = []
        let dropouts = ["resid_pdrop", "embd_pdrop", "attn_pdrop"].compactMap { name -> String? in
            // GPT2Config's default where the file says nothing.
            guard case .number(let share) = settings[name] ?? .number("0.1"), Double(share) != 0 else {
                return nil
            }
            return "\(name)=\(share)"
        }
        if !dropouts.isEmpty {
            remarks.append(
                "this model trains without dropout (config.json: \(dropouts.joined(separator: ", ")))")
        }
        return remarks
    }
}
