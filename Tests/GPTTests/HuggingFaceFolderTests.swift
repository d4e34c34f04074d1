import Foundation
import GPT
import Tensors
import TestSupport
import Testing

/// Folders of `save_pretrained` that are not what they should be: `hf-tiny` of `../shared/golden` with a
/// change each.
@Suite(.enabled(if: Shared.isPresent, Shared.missing), .serialized)
struct HuggingFaceFolderTests {
    private static let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "lagado-hf-\(getpid())")

    /// The folder with settings and tensors changed; what loading it throws, or nil.
    private func failure(
        _ settings: [String: Any?] = [:],
        tensors change: ((inout [(name: String, tensor: Tensor)]) throws -> Void)? = nil
    ) throws -> String? {
        let source = Shared.golden("hf-tiny"), target = Self.folder
        try? FileManager.default.removeItem(at: target)
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        let json = try JSONSerialization.jsonObject(
            with: Data(contentsOf: source.appendingPathComponent("config.json")))
        var config = try #require(json as? [String: Any])
        for (name, value) in settings { config[name] = value }
        try JSONSerialization.data(withJSONObject: config).write(
            to: target.appendingPathComponent("config.json"))
        var file = try Safetensors(contentsOf: source.appendingPathComponent("model.safetensors"))
        try change?(&file.tensors)
        try file.write(to: target.appendingPathComponent("model.safetensors"))
        do { _ = try GPT.huggingFace(target.path) } catch { return "\(error)" }
        return nil
    }

    @Test func settingsThatChangeWhatIsComputedAreNamed() throws {
        #expect(try failure() == nil)
        let refused: [(String, Any)] = [
            ("scale_attn_by_inverse_layer_idx", true), ("reorder_and_upcast_attn", true),
            ("scale_attn_weights", false),
            ("add_cross_attention", true), ("n_inner", 100), ("layer_norm_epsilon", 1e-6),
            ("activation_function", "relu"),
            ("model_type", "llama"), ("architectures", ["GPT2ForSequenceClassification"]),
            ("quantization_config", ["bits": 4]),
            ("pruned_heads", ["0": [1]]), ("is_encoder_decoder", true),
        ]
        for (name, value) in refused {
            let message = try failure([name: value]) ?? "loaded"
            #expect(message.hasPrefix("NotImplementedError: config.json: \(name) = "), "\(name): \(message)")
        }
    }

    @Test func settingsThatSayTheSameAreTaken() throws {
        let taken: [(String, Any)] = [
            ("n_inner", 192), ("activation_function", "gelu_pytorch_tanh"), ("activation_function", "gelu"),
            ("use_cache", false),
            ("architectures", ["GPT2Model"]), ("initializer_range", 0.5), ("summary_type", "last"),
            ("pruned_heads", [String: Any]()),
        ]
        for (name, value) in taken { #expect(try failure([name: value]) == nil, "\(name)") }
        #expect(try failure(["resid_pdrop": 0.1]) == nil)
        #expect(try GPT.huggingFace(Self.folder.path).remarks.first?.contains("resid_pdrop=0.1") == true)
    }

    @Test func settingsOfAnotherTypeAreNamed() throws {
        for (name, value) in [
            ("n_embd", "48"), ("n_head", 4.5), ("n_layer", -1), ("vocab_size", true),
            ("scale_attn_weights", "yes"),
        ] as [(String, Any)] {
            let message = try failure([name: value]) ?? "loaded"
            #expect(message.contains("ValueError") && message.contains(name), "\(name): \(message)")
        }
        #expect(try failure(["n_embd": 1_000_000_000_000, "n_head": 7])?.contains("MemoryError") == true)
        #expect(try failure(["n_embd": Int.max, "n_inner": 192])?.contains("n_inner") == true)
    }

    @Test func tensorsThatDoNotFitAreNamed() throws {
        let zeros = try Tensor.zeros([3, 4])
        let missing = try failure { $0.removeAll { $0.name == "transformer.h.1.ln_1.weight" } }
        #expect(missing?.contains("missing: transformer.h.1.ln_1.weight [48]") == true, "\(missing ?? "")")
        let extra = try failure { $0.append(("transformer.h.0.lora.weight", zeros)) }
        #expect(extra?.contains("unexpected: transformer.h.0.lora.weight") == true, "\(extra ?? "")")
        let layer = try failure { $0.append(("transformer.h.7.ln_1.weight", zeros)) }
        #expect(layer?.contains("unexpected: transformer.h.7.ln_1.weight") == true, "\(layer ?? "")")
        let shape = try failure { tensors in
            tensors = tensors.map { $0.name == "transformer.h.0.attn.c_attn.weight" ? ($0.name, zeros) : $0 }
        }
        #expect(
            shape?.contains(
                "size mismatch: transformer.h.0.attn.c_attn.weight is [3, 4], config.json wants [48, 144]")
                == true, "\(shape ?? "")")
        #expect(try failure { $0.append(("transformer.h.0.attn.bias", zeros)) } == nil)
    }

    @Test func aTiedHeadHasOneMatrix() throws {
        func embedding(_ tensors: [(name: String, tensor: Tensor)]) throws -> Tensor {
            try #require(tensors.first { $0.name == "transformer.wte.weight" }).tensor
        }
        #expect(try failure { $0.append(("lm_head.weight", try embedding($0).clone())) } == nil)
        let other = try failure { tensors in
            let head = try embedding(tensors)
            tensors.append(("lm_head.weight", try head + head.constant(.int(1))))
        }
        #expect(other?.contains("lm_head.weight with other numbers") == true, "\(other ?? "")")
    }

    @Test func filesThatAreMissingAreNamed() throws {
        _ = try failure()
        let weights = Self.folder.appendingPathComponent("model.safetensors"),
            config = Self.folder.appendingPathComponent("config.json")
        func message() -> String {
            do { _ = try GPT.huggingFace(Self.folder.path) } catch { return "\(error)" }
            return "loaded"
        }
        try FileManager.default.moveItem(
            at: weights, to: Self.folder.appendingPathComponent("pytorch_model.bin"))
        #expect(message().contains("pytorch_model.bin"))
        try Data("{".utf8).write(to: config)
        #expect(message().contains("not JSON"))
        try FileManager.default.removeItem(at: config)
        #expect(message().contains("FileNotFoundError") && message().contains("config.json"))
        try FileManager.default.createDirectory(at: config, withIntermediateDirectories: true)
        #expect(message().contains("IsADirectoryError"))
    }
}
