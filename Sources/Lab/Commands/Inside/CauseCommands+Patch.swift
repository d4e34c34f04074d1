import Bindings
import GPT
import Language
import Presentation
import Tensors
import Text

/// A part of a clean pass put into a corrupted one.
extension CauseCommands {
    static let patch = Builtin(
        "patch", group: "inside",
        summary:
            "Puts a part of a clean pass into a corrupted one, and says how much of the answer comes back.",
        Parameter<ModuleObject>("model", "a model; a class of your own runs in eval mode"),
        Parameter<Prompt>("clean", "a prompt, as text or tokens"),
        Parameter<Prompt>("corrupted", "another of as many tokens, with another answer"),
        Parameter<AnswerPair?>(
            "answers", "the right and the wrong next token, as texts or ids; the likeliest of both prompts",
            default: nil),
        headParameter, blockParameter, positionParameter, atParameter,
        Parameter<AnyTokenizer?>("tokenizer", "the variable tokenizer if left out", default: nil),
        returns:
            "table with clean, corrupted, patched and recovered; blocks and heads where there are several",
        example: "patch(model, tokens[:8], tokens[8:16], head=(1, 0), answers=(64, 68))",
        pytorch:
            "transformer_lens.patching.get_act_patch_attn_head_out_all_pos(model, corrupted, cache, metric)",
        formula: "recovered = (patched − corrupted) / (clean − corrupted), each logit(right) − logit(wrong)"
    ) { interpreter, object, clean, corrupted, answers, head, block, position, at, tokenizer -> TableObject in
        let model = try object.languageModel(interpreter)
        let (good, words) = try clean.checkedIDs(tokenizer, model, "patch", interpreter)
        let (bad, _) = try corrupted.checkedIDs(tokenizer, model, "patch", interpreter)
        guard good.count == bad.count else {
            throw ScriptError(
                "ValueError",
                "patch wants prompts of as many tokens: clean has \(good.count), corrupted \(bad.count)",
                hint: "tok(clean) and tok(corrupted) show where they differ")
        }
        if let length = model.contextLength, good.count > length {
            throw ScriptError(
                "ValueError",
                "a sequence of \(good.count) tokens is longer than the model's context of \(length)")
        }
        let wish = try Wish(head, block, position, at, length: good.count, "patch")
        let pass = try PatchPass(
            clean: TokenIDs(good).tensor().unsqueeze(0), corrupted: TokenIDs(bad).tensor().unsqueeze(0), model
        )
        let pair = try answers?.ids(tokenizer, interpreter) ?? pass.likeliest(words)
        let measure = try pass.measure(pair)
        guard let gpt = model as? GPT else {
            return try patch(object, model, pass, pair, measure, wish, words)
        }
        let c = gpt.configuration
        let intervention = try wish.intervention(gpt)
        let layers = block.map { $0..<$0 + 1 } ?? (wish.isEmpty ? 0..<c.blocks : nil)
        var names = intervention?.names ?? []
        for layer in layers ?? 0..<0 {
            names.formUnion(Intervention.block(layer).names.union(Intervention.head(0, ofBlock: layer).names))
        }
        let trace = try gpt.trace(pass.clean, keeping: names)
        func difference(_ intervention: Intervention) throws -> Double {
            try pass.difference(
                gpt.nextLogProbabilities(after: pass.corrupted, replacing: intervention, from: trace), pair)
        }
        guard let layers, let first = layers.first else {
            guard let intervention else { preconditionFailure("no part, and no layers to go through") }
            return patched(wish.name, try difference(intervention), measure, pair, words)
        }
        let found = try sweep(layers, c, position: wish.position, interpreter, difference)
        return try listed(wish, found, layers, first, measure, pair, words)
    }.costing { _, arguments in
        try passes(arguments, shape: arguments.shape(1, "clean").map { [1, $0.reduce(1, *)] }, more: 4)
    }

    static func patched(
        _ name: String, _ value: Double, _ measure: PatchPass.Measure, _ pair: AnswerPair.IDs,
        _ words: Tokenizer?
    ) -> TableObject {
        let recovered = measure.recovered(value)
        return TableObject(
            "\(name) of the clean pass, put into the corrupted one",
            rows: [
                ["clean", signed(measure.clean)], ["corrupted", signed(measure.corrupted)],
                ["patched", signed(value)], ["recovered", share(recovered)],
            ], footer: footer(pair, words),
            values: values(measure) + [
                ("patched", "The difference of the patched pass.", .float(value)),
                ("recovered", "The share of the difference that comes back.", .float(recovered)),
            ])
    }

    private static func listed(
        _ wish: Wish, _ found: Sweep, _ layers: Range<Int>, _ first: Int, _ measure: PatchPass.Measure,
        _ pair: AnswerPair.IDs, _ words: Tokenizer?
    ) throws -> TableObject {
        let blocks = found.blocks.map(measure.recovered),
            heads = found.heads.map { $0.map(measure.recovered) }
        var rows: [[String]], headers: [String]
        if wish.block != nil {
            headers = ["part", "difference", "recovered"]
            rows = [[wish.name, signed(found.blocks[0]), share(blocks[0])]]
            rows += heads[0].indices.map { ["head \($0)", signed(found.heads[0][$0]), share(heads[0][$0])] }
        } else {
            headers = ["block", "difference", "recovered", "best head", "recovers"]
            rows = zip(layers, blocks.indices).map { layer, index in
                let most = heads[index].enumerated().max { $0.element < $1.element }
                return [
                    String(layer), signed(found.blocks[index]), share(blocks[index]),
                    most.map { String($0.offset) } ?? "–", most.map { share($0.element) } ?? "–",
                ]
            }
        }
        let block = wish.block != nil ? found.blocks[0] : nil
        return TableObject(
            "Each \(wish.block == nil ? "block and head" : "head of block \(first)") of the clean pass, "
                + "put into the corrupted one", headers: headers, rows: rows,
            footer: [
                "clean \(signed(measure.clean)), corrupted \(signed(measure.corrupted))"
            ] + footer(pair, words), picture: try picture(heads, "recovered"),
            values: values(measure) + [
                (
                    "patched", "The difference with the block, None for several.",
                    block.map(Value.float) ?? .none
                ),
                (
                    "recovered", "What the block recovers, None for several.",
                    block.map { .float(measure.recovered($0)) } ?? .none
                ),
                (
                    "blocks", "What each block recovers, a tensor.",
                    try Tensor(blocks).to(.float32).scriptValue
                ),
                ("heads", "What each head recovers, a tensor [blocks, heads].", try matrix(heads)),
            ])
    }

    static func share(_ value: Double) -> String {
        value.isFinite ? Formatting.fixed(100 * value, 1) + " %" : "–"
    }

    static func footer(_ pair: AnswerPair.IDs, _ words: Tokenizer?) -> [String] {
        [
            "logit(\(TokenizerObject.label(pair.right, words))) − "
                + "logit(\(TokenizerObject.label(pair.wrong, words))), of the token after the last"
        ]
    }

    static func values(_ measure: PatchPass.Measure) -> [TableObject.Named] {
        [
            ("clean", "logit(right) − logit(wrong) after the clean prompt.", .float(measure.clean)),
            ("corrupted", "The same after the corrupted prompt.", .float(measure.corrupted)),
        ]
    }
}
