import Disk
import Foundation
import Neural
import Tensors

extension GPT {
    /// A GPT-2 saved by Hugging Face's `save_pretrained`: a folder with
    /// `config.json` and `model.safetensors`.
    ///
    /// Their Conv1D keeps weights as [in, out]; they are transposed on the way in.
    /// - Returns: the model, and what is different here although it computes the same, a sentence each.
    /// - Throws: NotImplementedError that names a setting of `config.json` that is not here; RuntimeError
    ///   that names every tensor that is missing, of another shape, or unknown; a `FileError` where a file
    ///   cannot be read.
    public static func huggingFace(_ folder: String) throws -> (model: GPT, remarks: [String]) {
        let description = try HuggingFaceConfiguration(folder: folder)
        let file = try weights(folder)
        let model = try GPT(description.configuration, generator: Generator(seed: 0))
        try model.load(huggingFace: file)
        var remarks = description.remarks
        let own = file.names.filter { !isBuffer(bare($0)) }
        let types = Set(own.compactMap { file.type(of: $0) }).subtracting(["float32"]).sorted()
        if !types.isEmpty {
            remarks.append(
                "the file's numbers are \(types.joined(separator: ", ")): "
                    + "the model's parameters are float32 here"
            )
        }
        return (model, remarks)
    }

    private static func weights(_ folder: String) throws -> SafetensorsFile {
        do { return try SafetensorsFile(folder + "/model.safetensors") } catch let error as FileError {
            guard error.reason == .notFound else { throw error }
            let others = [
                "model.safetensors.index.json": "in several files",
                "pytorch_model.bin": "as a pickle of Python",
            ]
            for (name, form) in others where access(folder + "/" + name, F_OK) == 0 {
                throw TensorError(
                    .notImplemented,
                    "'\(folder)' keeps its weights \(form) (\(name)), which is not read here",
                    hint: "in Python: model.save_pretrained(folder, max_shard_size='100GB')")
            }
            throw error
        }
    }

    /// Takes every parameter from the file; all names and shapes are looked at before anything is read.
    private func load(huggingFace file: SafetensorsFile) throws {
        var sources: [String: (name: String, transposed: Bool)] = [:]
        var unexpected: [String] = []
        for name in file.names {
            let bare = GPT.bare(name)
            if GPT.isBuffer(bare) { continue }
            guard let (own, transposed) = GPT.nativeName(bare), sources[own] == nil else {
                unexpected.append(name)
                continue
            }
            sources[own] = (name, transposed)
        }
        if configuration.tied == .shared, let head = sources.removeValue(forKey: "final_head.weight") {
            try checkTied(file, head.name, sources["wte.weight"]?.name)
        }
        var problems: [String] = []
        let own = stateDictionary().filter { configuration.tied != .shared || $0.name != "final_head.weight" }
        for (name, parameter) in own {
            guard let source = sources.removeValue(forKey: name) else {
                problems.append("missing: \(GPT.huggingFaceName(name)) \(Shape.description(parameter.shape))")
                continue
            }
            let wanted = source.transposed ? Array(parameter.shape.reversed()) : parameter.shape
            if let shape = file.shape(of: source.name), shape != wanted {
                problems.append(
                    "size mismatch: \(source.name) is \(Shape.description(shape)), config.json wants "
                        + "\(Shape.description(wanted))"
                )
            }
        }
        unexpected += sources.values.map(\.name)
        if !unexpected.isEmpty {
            problems.append("unexpected: " + unexpected.sorted().joined(separator: ", "))
        }
        guard problems.isEmpty else {
            throw TensorError(
                .runtime,
                "'\(file.path)' does not fit its config.json:\n\t" + problems.joined(separator: "\n\t"),
                hint: "the folder as save_pretrained wrote it")
        }
        var state: [String: Tensor] = [:]
        for name in file.names {
            let bare = GPT.bare(name)
            guard !GPT.isBuffer(bare), let (own, transposed) = GPT.nativeName(bare) else { continue }
            let tensor = try file.tensor(name, widening: true)
            state[own] = transposed ? try tensor.transpose(0, 1).contiguous() : tensor
        }
        if configuration.tied == .shared { state["final_head.weight"] = state["wte.weight"] }
        try loadStateDictionary(state)
    }

    /// A tied head may be in the file a second time, with the same numbers.
    private func checkTied(_ file: SafetensorsFile, _ head: String, _ embedding: String?) throws {
        guard let embedding, file.shape(of: head) == file.shape(of: embedding),
            try file.tensor(head, widening: true).compare(.equal, file.tensor(embedding, widening: true))
                .all().item().isTrue
        else {
            throw TensorError(
                .value, "'\(file.path)' has a \(head) with other numbers than \(embedding ?? "wte.weight")",
                details: ["config.json says that both are one matrix (tie_word_embeddings)"],
                hint: "tie_word_embeddings: false in config.json, if two matrices are meant")
        }
    }

    /// A name without the part that says in which model it is.
    static func bare(_ name: String) -> String {
        name.hasPrefix("transformer.") ? String(name.dropFirst("transformer.".count)) : name
    }

    /// The causal mask and its value, which old files carry along.
    private static func isBuffer(_ name: String) -> Bool {
        name.hasPrefix("h.") && (name.hasSuffix(".attn.bias") || name.hasSuffix(".attn.masked_bias"))
    }

    /// Parts of a block, ours by theirs.
    private static let parts = [
        "ln_1": "layernorm_1", "ln_2": "layernorm_2", "attn.c_attn": "attn.QKV", "attn.c_proj": "attn.W0",
        "mlp.c_fc": "mlp_1",
        "mlp.c_proj": "mlp_2",
    ]

    /// Our name for one of Hugging Face's parameters, and whether it is stored
    /// transposed; nil for what is none.
    public static func nativeName(_ name: String) -> (name: String, transposed: Bool)? {
        switch name {
        case "wte.weight", "wpe.weight": return (name, false)
        case "ln_f.weight", "ln_f.bias": return ("layernorm_final." + name.dropFirst("ln_f.".count), false)
        case "lm_head.weight": return ("final_head.weight", false)
        default: break
        }
        let words = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard words.count >= 4, words[0] == "h", let leaf = words.last, ["weight", "bias"].contains(leaf),
            let own = parts[words[2..<(words.count - 1)].joined(separator: ".")]
        else { return nil }
        return ("blocks.\(words[1]).\(own).\(leaf)", leaf == "weight" && !words[2].hasPrefix("ln"))
    }

    /// Hugging Face's name for one of our parameters.
    static func huggingFaceName(_ own: String) -> String {
        if own == "final_head.weight" { return "lm_head.weight" }
        var name = own.replacingOccurrences(of: "layernorm_final", with: "ln_f").replacingOccurrences(
            of: "blocks.", with: "h.")
        for (theirs, ours) in parts { name = name.replacingOccurrences(of: ".\(ours).", with: ".\(theirs).") }
        return "transformer." + name
    }
}
