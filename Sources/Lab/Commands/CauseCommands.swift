import Bindings
import Foundation
import GPT
import Language
import Plots
import Presentation
import Tensors
import Text

/// What parts of a model do: a pass without one of them, or with one of them from another pass.
enum CauseCommands {
    static let all: [Builtin] = [ablate, patch]

    private static let headParameter = Parameter<HeadChoice?>(
        "head", "one head, (layer, head): what it gathers, before W0", default: nil)
    private static let blockParameter = Parameter<Int?>(
        "block", "one block: both that it adds to the residual stream; its heads are listed as well",
        default: nil)
    private static let positionParameter = Parameter<Int?>(
        "position", "one position: of head, block or at, or else of the residual stream at the beginning",
        default: nil)
    private static let atParameter = Parameter<String?>(
        "at",
        "any activation by its name in a trace; of a class of your own the output of a module, by its path",
        default: nil)

    /// What a call asks for.
    private struct Wish {
        var head: HeadChoice?, block: Int?, position: Int?, at: String?

        /// - Throws: TypeError for more than one part, IndexError for what is not there.
        init(
            _ head: HeadChoice?, _ block: Int?, _ position: Int?, _ at: String?, length: Int,
            _ command: String
        )
            throws
        {
            let given = [head != nil ? "head" : nil, block != nil ? "block" : nil, at != nil ? "at" : nil]
                .compactMap { $0 }
            guard given.count <= 1 else {
                throw ScriptError(
                    "TypeError",
                    "\(command) takes one of head, block and at, not "
                        + given.joined(separator: " and "),
                    hint: "\(command)(model, …, \(given[0])=…)")
            }
            (self.head, self.block, self.at) = (head, block, at)
            self.position = try position.map { given in
                guard given >= -length, given < length else {
                    throw ScriptError(
                        "IndexError",
                        "position \(given) of a sequence of \(Formatting.count(length, "token"))",
                        hint: "position=\(length - 1)")
                }
                return given < 0 ? given + length : given
            }
        }

        var isEmpty: Bool { head == nil && block == nil && position == nil && at == nil }

        /// The part of a model of the library.
        func intervention(_ model: GPT) throws -> Intervention? {
            let c = model.configuration
            if let head {
                try InsideCommands.check(layer: head.layer, c, as: "head=(layer, head): layer")
                try InsideCommands.check(head: head.head, c, hint: "head=(\(head.layer), \(c.heads - 1))")
                return .head(head.head, ofBlock: head.layer, position: position)
            }
            if let block {
                try InsideCommands.check(layer: block, c, as: "block")
                return .block(block, position: position)
            }
            if let at {
                try CauseCommands.check(at, model.replaceable)
                return .activation(at, ActivationPart(position: position))
            }
            return position.map { .position($0) }
        }

        /// In words.
        var name: String {
            let place = position.map { " at position \($0)" } ?? ""
            if let head { return "head \(head.head) of block \(head.layer)" + place }
            if let block { return "block \(block)" + place }
            if let at { return at + place }
            return position.map { "position \($0)" } ?? "all parts"
        }
    }

    /// - Throws: KeyError with the nearest of names.
    private static func check(_ name: String, _ names: [String]) throws {
        guard !names.contains(name) else { return }
        let near = Suggestions.best(for: name, among: names) ?? names.first { $0.hasSuffix("." + name) }
        throw ScriptError(
            "KeyError",
            "nothing to replace is called '\(Formatting.visible(name))'"
                + (near.map { ". Did you mean '\($0)'?" } ?? ""),
            hint: near.map { "at=\"\($0)\"" } ?? "at=\"\(names.first ?? "…")\"")
    }

    /// The results of a sweep: of each block, and of each of its heads.
    private typealias Sweep = (blocks: [Double], heads: [[Double]])

    /// Measures each block and each head of `layers`, with progress.
    private static func sweep(
        _ layers: Range<Int>, _ c: GPTConfiguration, position: Int?, _ interpreter: Interpreter,
        _ measure: (Intervention) throws -> Double
    ) throws -> Sweep {
        let output = interpreter.output
        defer { output.progress(nil) }
        var (result, done): (Sweep, Int) = (([], []), 0)
        func measured(_ intervention: Intervention) throws -> Double {
            try interpreter.interruption.check()
            let value = try measure(intervention)
            done += 1
            output.progress(
                Language.Progress(label: "passes", completed: done, total: layers.count * (1 + c.heads)))
            return value
        }
        for layer in layers {
            result.blocks.append(try measured(.block(layer, position: position)))
            result.heads.append(
                try (0..<c.heads).map { try measured(.head($0, ofBlock: layer, position: position)) })
        }
        return result
    }

    /// Blocks in rows, heads in columns.
    private static func picture(_ heads: [[Double]], _ title: String) throws -> Forms? {
        guard heads.count > 1, let columns = heads.first?.count, columns > 1 else { return nil }
        let image = try Image(rows: heads.count, columns: columns, values: heads.flatMap { $0 })
        return Forms(
            Figure(axes: [Axes(title: title, xLabel: "head", yLabel: "block", elements: [.image(image)])]))
    }

    private static func signed(_ value: Double) -> String { String(format: "%+.4f", value) }

    private static func matrix(_ rows: [[Double]]) throws -> Value {
        try Tensor(rows.flatMap { $0 }, [rows.count, rows.first?.count ?? 0]).to(.float32).scriptValue
    }

    // MARK: ablate

    static let ablate = Builtin(
        "ablate", group: "inside",
        summary: "Measures what a part of a model does: the loss with a head, block or position taken out.",
        Parameter<ModuleObject>("model", "a model; a class of your own runs in eval mode"),
        Parameter<Tensor>("X", "[B, T] token ids, or one row"),
        Parameter<Tensor>("Y", "targets of the same shape"),
        headParameter, blockParameter, positionParameter, atParameter,
        Parameter<Bool>("mean", "put in its mean over the batch and its positions, not zero", default: false),
        returns: "table with baseline, loss and change; blocks and heads where there are several",
        example: "ablate(model, X, Y, head=(1, 0))",
        pytorch: "attn.register_forward_hook(lambda m, x, z: torch.zeros_like(z))",
        formula: "loss with the part replaced − loss"
    ) { interpreter, object, x, y, head, block, position, at, isMean -> TableObject in
        let model = try object.languageModel(interpreter)
        let (x, y) = try LossCommands.pair(x, y, model, "ablate")
        let wish = try Wish(head, block, position, at, length: x.shape[1], "ablate")
        let by: Replacement = isMean ? .mean : .zero
        guard let gpt = model as? GPT else {
            return try ablate(object, model, x, y, wish, by, interpreter)
        }
        let c = gpt.configuration
        let intervention = try wish.intervention(gpt)
        let baseline = try gpt.loss(x, y, replacing: nil, by: by)
        let layers = block.map { $0..<$0 + 1 } ?? (wish.isEmpty ? 0..<c.blocks : nil)
        guard let layers else {
            return changed(wish.name, baseline, try gpt.loss(x, y, replacing: intervention, by: by), isMean)
        }
        let found = try sweep(layers, c, position: wish.position, interpreter) {
            try gpt.loss(x, y, replacing: $0, by: by) - baseline
        }
        return try listed(wish, baseline, found, layers, isMean)
    }.costing { _, arguments in
        guard case .object(let object)? = arguments.find(0, "model")?.value,
            let model = object as? ModelObject,
            let shape = arguments.shape(1, "X"), let length = shape.last
        else { return nil }
        let c = model.model.configuration, rows = shape.count == 2 ? shape[0] : 1
        let isOne = ["head", "position", "at"].contains { name in arguments.all.contains { $0.name == name } }
        let block = arguments.all.contains { $0.name == "block" }
        let passes = isOne ? 2 : (block ? 1 : c.blocks) * (1 + c.heads) + 1
        return .passes(passes * rows, c, length: min(length, c.context))
    }

    private static func replaced(_ isMean: Bool) -> String {
        isMean ? "its mean over the batch and its positions is put in" : "zero is put in"
    }

    private static func changed(_ name: String, _ baseline: Double, _ loss: Double, _ isMean: Bool)
        -> TableObject
    {
        TableObject(
            "Without \(name): \(replaced(isMean))",
            rows: [
                ["loss of the whole model", Formatting.fixed(baseline, 4)],
                ["without it", Formatting.fixed(loss, 4)],
                ["change", signed(loss - baseline)],
            ],
            values: [
                ("baseline", "The loss of the whole model.", .float(baseline)),
                ("loss", "The loss without the part.", .float(loss)),
                ("change", "By how much the loss is larger without it.", .float(loss - baseline)),
            ])
    }

    private static func listed(
        _ wish: Wish, _ baseline: Double, _ found: Sweep, _ layers: Range<Int>, _ isMean: Bool
    ) throws -> TableObject {
        var rows: [[String]], headers: [String]
        if wish.block != nil {
            headers = ["part", "change of the loss"]
            rows = [[wish.name, signed(found.blocks[0])]]
            rows += found.heads[0].enumerated().map { ["head \($0)", signed($1)] }
        } else {
            headers = ["block", "change", "dearest head", "change of it"]
            rows = zip(layers, zip(found.blocks, found.heads)).map { layer, values in
                let most = values.1.enumerated().max { $0.element < $1.element }
                return [
                    String(layer), signed(values.0), most.map { String($0.offset) } ?? "–",
                    most.map { signed($0.element) } ?? "–",
                ]
            }
        }
        let block = wish.block != nil ? found.blocks[0] : nil
        return TableObject(
            "Without each \(wish.block == nil ? "block and head" : "head of block \(layers.lowerBound)"): "
                + replaced(isMean),
            headers: headers, rows: rows,
            footer: ["the loss of the whole model is \(Formatting.fixed(baseline, 4))"],
            picture: try picture(found.heads, "change of the loss"),
            values: [
                ("baseline", "The loss of the whole model.", .float(baseline)),
                (
                    "loss", "The loss without the block, None for several.",
                    block.map { .float(baseline + $0) } ?? .none
                ),
                ("change", "The change by the block, None for several.", block.map(Value.float) ?? .none),
                (
                    "blocks", "The change by each block, a tensor.",
                    try Tensor(found.blocks).to(.float32).scriptValue
                ),
                ("heads", "The change by each head, a tensor [blocks, heads].", try matrix(found.heads)),
            ])
    }

    // MARK: patch

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
    }

    private static func patched(
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

    private static func share(_ value: Double) -> String {
        value.isFinite ? Formatting.fixed(100 * value, 1) + " %" : "–"
    }

    private static func footer(_ pair: AnswerPair.IDs, _ words: Tokenizer?) -> [String] {
        [
            "logit(\(TokenizerObject.label(pair.right, words))) − "
                + "logit(\(TokenizerObject.label(pair.wrong, words))), of the token after the last"
        ]
    }

    private static func values(_ measure: PatchPass.Measure) -> [TableObject.Named] {
        [
            ("clean", "logit(right) − logit(wrong) after the clean prompt.", .float(measure.clean)),
            ("corrupted", "The same after the corrupted prompt.", .float(measure.corrupted)),
        ]
    }
}

// MARK: - Classes of a program's own

extension CauseCommands {
    /// Modules that can be replaced: those that give one tensor.
    private static func outputs(_ object: ModuleObject, _ body: () throws -> Void) throws -> [(
        path: String, tensor: Tensor
    )] {
        var found: [(path: String, tensor: Tensor)] = []
        try ModuleTrace.run(object) { path, value in
            if let tensor = try Tensor.from(value), !found.contains(where: { $0.path == path }) {
                found.append((path, tensor.detachedView()))
            }
            return value
        } _: {
            try body()
        }
        return found
    }

    /// - Throws: TypeError for what only models of the library have, KeyError for a module that is not there.
    private static func checkOwn(_ wish: Wish, _ paths: [String], _ name: String) throws {
        guard wish.head == nil, wish.block == nil, wish.position == nil || wish.at != nil else {
            let what = wish.head != nil ? "head" : wish.block != nil ? "block" : "position alone"
            throw ScriptError(
                "TypeError",
                "\(what) is for Model5 and GPT2: which parts of \(name) those are is its own to know",
                hint: paths.first.map { "at=\"\($0)\", the output of a module by its path" })
        }
        if let at = wish.at { try check(at, paths) }
    }

    /// Runs `body` with the output of one module replaced, every time that it is called.
    private static func replacing<Result>(
        _ path: String, in object: ModuleObject, position: Int?, length: Int, by: Replacement,
        _ body: () throws -> Result
    ) throws -> Result {
        try ModuleTrace.run(object) { name, value in
            guard name == path, let tensor = try Tensor.from(value) else { return value }
            guard tensor.rank >= 2, position == nil || tensor.shape[1] == length else {
                throw ScriptError(
                    "ValueError",
                    "\(path) gives \(Shape.description(tensor.shape)): no axis of it has \(length) positions"
                )
            }
            return try ActivationPart(position: position).replacedOwn(in: tensor, by: by).scriptValue
        } _: {
            try body()
        }
    }

    private static func ablate(
        _ object: ModuleObject, _ model: any LanguageModel, _ x: Tensor, _ y: Tensor, _ wish: Wish,
        _ by: Replacement, _ interpreter: Interpreter
    ) throws -> TableObject {
        func loss() throws -> Double {
            try model.loss(model.forward(x, y, recompute: false), y, parts: 1).item().double
        }
        var baseline = 0.0
        let paths = try outputs(object) { baseline = try loss() }.map(\.path)
        try checkOwn(wish, paths, object.typeName)
        let isMean = if case .mean = by { true } else { false }
        func without(_ path: String) throws -> Double {
            try replacing(path, in: object, position: wish.position, length: x.shape[1], by: by, loss)
        }
        if let at = wish.at { return changed(wish.name, baseline, try without(at), isMean) }
        let output = interpreter.output
        defer { output.progress(nil) }
        let changes = try paths.enumerated().map { done, path in
            try interpreter.interruption.check()
            output.progress(Language.Progress(label: "passes", completed: done, total: paths.count))
            return try without(path) - baseline
        }
        return TableObject(
            "Without the output of each module: \(replaced(isMean))",
            headers: ["module", "change of the loss"],
            rows: zip(paths, changes).map { [$0, signed($1)] },
            footer: ["the loss of the whole model is \(Formatting.fixed(baseline, 4))"],
            values: [
                ("baseline", "The loss of the whole model.", .float(baseline)),
                (
                    "changes", "The change by each module, a dict.",
                    .record(zip(paths, changes).map { ($0, .float($1)) })
                ),
            ])
    }

    private static func patch(
        _ object: ModuleObject, _ model: any LanguageModel, _ pass: PatchPass, _ pair: AnswerPair.IDs,
        _ measure: PatchPass.Measure, _ wish: Wish, _ words: Tokenizer?
    ) throws -> TableObject {
        let clean = try outputs(object) { _ = try model.nextScores(after: pass.clean) }
        try checkOwn(wish, clean.map(\.path), object.typeName)
        func patched(_ path: String, _ tensor: Tensor) throws -> Double {
            try replacing(
                path, in: object, position: wish.position, length: pass.clean.shape[1], by: .tensor(tensor)
            ) {
                try pass.difference(PatchPass.logProbabilities(model, pass.corrupted), pair)
            }
        }
        if let at = wish.at, let tensor = clean.first(where: { $0.path == at })?.tensor {
            return self.patched(wish.name, try patched(at, tensor), measure, pair, words)
        }
        let found = try clean.map { path, tensor in
            try Interruptible.poll()
            return (path: path, value: try patched(path, tensor))
        }
        return TableObject(
            "The output of each module of the clean pass, put into the corrupted one",
            headers: ["module", "difference", "recovered"],
            rows: found.map { [$0.path, signed($0.value), share(measure.recovered($0.value))] },
            footer: ["clean \(signed(measure.clean)), corrupted \(signed(measure.corrupted))"]
                + footer(pair, words),
            values: values(measure) + [
                (
                    "changes", "What each module recovers, a dict.",
                    .record(found.map { ($0.path, .float(measure.recovered($0.value))) })
                )
            ])
    }
}

extension ActivationPart {
    /// Of the output of a module of any rank, [B, T, ...]: its second axis is the positions.
    fileprivate func replacedOwn(in x: Tensor, by replacement: Replacement) throws -> Tensor {
        // Rank 4 would be taken for heads apart.
        let flat = try x.rank == 4 ? x.reshape([x.shape[0], x.shape[1], -1]) : x
        let other: Replacement
        if case .tensor(let tensor) = replacement {
            other = .tensor(
                try x.rank == 4 && tensor.rank == 4
                    ? tensor.reshape([tensor.shape[0], tensor.shape[1], -1]) : tensor)
        } else {
            other = replacement
        }
        return try replaced(in: flat, by: other, heads: 1).reshape(x.shape)
    }
}
