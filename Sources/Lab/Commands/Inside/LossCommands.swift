import Bindings
import Foundation
import GPT
import Language
import Presentation
import Tensors
import Text
import Training

/// What a loss means, and the loss over a whole text.
enum LossCommands {
    static let all: [Builtin] = [explain, perplexity]

    // MARK: explain

    /// Ids of one row or of a batch, as [B, T]; checked.
    static func batch(_ tensor: Tensor, _ name: String, _ model: any LanguageModel, _ command: String) throws
        -> Tensor
    {
        guard tensor.dtype == .int64 || tensor.dtype == .int32 else {
            throw ScriptError(
                "TypeError", "\(command) reads token ids, \(name) holds \(tensor.dtype.rawValue)",
                hint: "X, Y = sampler.batch(); \(command)(model, X, Y)")
        }
        guard tensor.rank == 1 || tensor.rank == 2, tensor.count > 0 else {
            throw ScriptError(
                "ShapeError", "\(command) wants \(name) as [B, T], or one row [T]",
                details: ["\(name) \(Shape.description(tensor.shape))"],
                hint: "X, Y = sampler.batch(); \(command)(model, X, Y)", exceptionClass: "RuntimeError")
        }
        let rows = try tensor.rank == 1 ? tensor.unsqueeze(0) : tensor
        let (least, most) = try Observation.suspended {
            (try rows.amin().item().int, try rows.amax().item().int)
        }
        try TokenIDs([least, most]).check(model)
        if let length = model.contextLength, rows.shape[1] > length {
            throw ScriptError(
                "ValueError",
                "a sequence of \(rows.shape[1]) tokens is longer than the model's context of \(length)",
                hint: "\(name)[:, :\(length)]")
        }
        return rows
    }

    /// X and Y of one shape.
    static func pair(_ x: Tensor, _ y: Tensor, _ model: any LanguageModel, _ command: String) throws -> (
        x: Tensor, y: Tensor
    ) {
        guard x.shape == y.shape else {
            throw ScriptError(
                "ShapeError", "\(command) wants X and Y of the same shape [B, T]",
                details: ["X \(Shape.description(x.shape))     Y \(Shape.description(y.shape))"],
                hint: "X, Y = sampler.batch(); \(command)(model, X, Y)", exceptionClass: "RuntimeError")
        }
        return (try batch(x, "X", model, command), try batch(y, "Y", model, command))
    }

    static let explain = Builtin(
        "explain", group: "inside",
        summary:
            "Explains a loss: beside ln V and models of frequencies and pairs, by class of token, by token.",
        Parameter<ModuleObject>("model", "a model; a class of your own runs in eval mode"),
        Parameter<Tensor>("X", "[B, T] token ids, or one row"),
        Parameter<Tensor>("Y", "targets of the same shape"),
        Parameter<Prompt?>(
            "text_or_tokens", "what frequencies and pairs are counted in; the batch itself if left out",
            default: nil),
        Parameter<AnyTokenizer?>("tokenizer", "the variable tokenizer if left out", default: nil),
        returns: "table with losses, loss, uniform, unigram, bigram, repeats and entropy",
        example: "explain(model, X, Y, tokens)",
        pytorch: "F.cross_entropy(logits.view(-1, V), Y.view(-1), reduction=\"none\").view(B, T)",
        formula: "−ln p(Y | X); ln V; Witten–Bell: p(b|a) = (c(ab) + D(a)·p(b)) / (c(a) + D(a))"
    ) { interpreter, object, x, y, text, tokenizer -> TableObject in
        let model = try object.languageModel(interpreter)
        let (x, y) = try pair(x, y, model, "explain")
        let session = try interpreter.session()
        var counted: [Int]?
        switch text {
        case .text(let text):
            counted = try (tokenizer ?? session.presentTokenizer).ids(text, interpreter).map(Int.init)
        case .tokens(let ids): counted = ids
        case nil: break
        }
        if let counted, counted.count < 2 {
            throw ScriptError(
                "ValueError",
                "explain: nothing can be counted in \(Formatting.count(counted.count, "token"))",
                hint: "explain(model, X, Y, train_data)")
        }
        let found = try LossExplanation(model, x, y, text: counted) { try Interruptible.poll() }
        let words =
            try tokenizer?.tokenizer(interpreter)
            ?? session.tokenizerAtHand(vocabulary: found.vocabularySize)
        // One token has no next one in its row: there is nothing that could be moved wrongly.
        let shift = x.shape[1] > 1 ? try DisplayCommands.read(x, y).remarks : []
        return try table(found, x, y, words, isOwn: counted == nil, shift: shift)
    }.costing { _, arguments in
        guard case .object(let object)? = arguments.find(0, "model")?.value,
            let model = object as? ModelObject, let shape = arguments.shape(1, "X"), let length = shape.last
        else { return nil }
        let c = model.model.configuration
        return .passes(shape.count == 2 ? shape[0] : 1, c, length: min(length, c.context))
    }

    private static func table(
        _ found: LossExplanation, _ x: Tensor, _ y: Tensor, _ words: Tokenizer?, isOwn: Bool, shift: [String]
    ) throws -> TableObject {
        let number = { (value: Double) in Formatting.fixed(value, 2) }
        func row(_ name: String, _ count: Int, _ losses: [Double?]) -> [String] {
            let all = Double(y.count)
            return [name, "\(Formatting.fixed(100 * Double(count) / all, 1)) %"]
                + losses.map { $0.map(number) ?? "" }
        }
        var rows = [row("all", y.count, [found.loss, found.unigram, found.bigram, found.uniform])]
        rows += found.classes.map {
            row($0.name, $0.count, [$0.model, $0.unigram, $0.bigram, found.uniform])
        }
        let text = "\(Formatting.grouped(found.counted)) tokens"
        // The verdicts below are about next tokens; these would be none.
        var footer = shift.prefix(2).map { "Y is not X moved by one token. " + $0 }
        if shift.count > 2 { footer.append("and \(shift.count - 2) more: shift(X, Y)") }
        footer += [
            found.verdict,
            "e^\(number(found.loss)) = \(Formatting.large(Foundation.exp(min(found.loss, 40)))): "
                + (found.loss > found.uniform
                    ? "more than there are tokens, \(Formatting.grouped(found.vocabularySize))"
                    : "as undecided as among so many equally likely tokens"),
            "the token just read is expected again with \(Formatting.fixed(100 * found.repeats, 1)) %; "
                + "entropy of the predictions \(number(found.entropy))",
        ]
        let hardest = try extremes(found.losses, x, y, words)
        if !hardest.isEmpty { footer.append("dearest: " + hardest) }
        footer.append(
            "frequency, pairs: counted in \(isOwn ? "this batch alone, " : "")\(text), Witten–Bell smoothing"
        )
        if found.contained > 0 {
            footer.append(
                "\(found.contained) of \(Formatting.count(x.shape[0], "row")) stand in it: each token is "
                    + "left out of the counts when it is asked for")
        }
        return TableObject(
            "The loss is \(Formatting.fixed(found.loss, 4)) nats a token",
            headers: ["targets", "share", "model", "frequency", "pairs", "ln V"], rows: rows,
            footer: footer.flatMap { Columns.filled($0, 76) },
            values: [
                ("losses", "−ln p of each target, a tensor [B, T].", found.losses.scriptValue),
                ("loss", "Their mean.", .float(found.loss)),
                ("verdict", "What it says, in a sentence.", .string(found.verdict)),
                ("uniform", "ln V, the loss of knowing nothing.", .float(found.uniform)),
                ("unigram", "The loss of knowing how frequent tokens are.", .float(found.unigram)),
                ("bigram", "The loss of knowing what follows what.", .float(found.bigram)),
                (
                    "unigram_losses", "That of each target, a tensor [B, T].",
                    try Tensor(found.unigramLosses, y.shape).to(.float32).scriptValue
                ),
                (
                    "bigram_losses", "That of each target, a tensor [B, T].",
                    try Tensor(found.bigramLosses, y.shape).to(.float32).scriptValue
                ),
                (
                    "repeats", "The mean probability that the token just read comes again.",
                    .float(found.repeats)
                ), ("entropy", "The mean entropy of the predictions, in nats.", .float(found.entropy)),
            ])
    }

    /// The targets with the largest losses.
    private static func extremes(_ losses: Tensor, _ x: Tensor, _ y: Tensor, _ words: Tokenizer?) throws
        -> String
    {
        let flat = try losses.reshape([-1])
        let (values, places) = try flat.topk(min(3, flat.count))
        let (ids, targets) = (try x.reshape([-1]), try y.reshape([-1]))
        return try zip(places.elements(Int64.self), values.elements(Float.self)).map { place, loss in
            let before = try ids.select(0, Int(place)).item().int,
                after = try targets.select(0, Int(place)).item().int
            return "\(TokenizerObject.label(before, words)) → \(TokenizerObject.label(after, words)) "
                + Formatting.fixed(Double(loss), 1)
        }.joined(separator: ", ")
    }

    // MARK: perplexity

    static let perplexity = Builtin(
        "perplexity", group: "inside",
        summary: "Measures the loss over a whole text, each token once, in windows; and e to the loss.",
        Parameter<ModuleObject>("model", "a model; a class of your own runs in eval mode"),
        Parameter<Prompt>("data", "tokens [N], or a text"),
        Parameter<Int?>("seq_len", "tokens in a window; all that the model reads if left out", default: nil),
        Parameter<Int?>(
            "stride",
            "from one window to the next; seq_len if left out, smaller ones give tokens more before them",
            default: nil),
        Parameter<AnyTokenizer?>("tokenizer", "the variable tokenizer if left out", default: nil),
        returns: "table with perplexity, loss, tokens and windows", example: "perplexity(model, test_data)",
        pytorch: "torch.exp(torch.stack(nlls).sum() / n_tokens)",
        formula: "e^(−mean ln p(token | those before))"
    ) { interpreter, object, data, length, stride, tokenizer -> TableObject in
        let model = try object.languageModel(interpreter)
        let ids: [Int]
        switch data {
        case .text:
            ids = try data.ids(
                tokenizer ?? interpreter.session().presentTokenizer, model, "perplexity", interpreter)
        case .tokens(let tokens): ids = tokens
        }
        try TokenIDs(ids).check(model)
        if let length, let most = model.contextLength, length > most {
            throw ScriptError(
                "ValueError", "windows of \(length) tokens are longer than the model's context of \(most)",
                hint: "seq_len=\(most)")
        }
        let isGuessed = length == nil && model.contextLength == nil
        let size = length ?? model.contextLength ?? usualLength
        let output = interpreter.output
        defer { output.progress(nil) }
        let found = try Perplexity(model, TokenIDs(ids).tensor(), length: size, stride: stride ?? size) {
            done, all in
            output.progress(Language.Progress(label: "measuring", completed: done, total: all))
            try interpreter.interruption.check()
        }
        output.progress(nil)
        return table(found, isGuessed, model)
    }.costing { interpreter, arguments in
        guard case .object(let object)? = arguments.find(0, "model")?.value,
            let model = object as? ModelObject,
            let count = arguments.shape(1, "data")?.reduce(1, *)
        else { return nil }
        let c = model.model.configuration
        let length = max(1, try arguments.int(2, "seq_len") ?? c.context)
        let stride = max(1, try arguments.int(3, "stride") ?? length)
        return .passes(max(1, count / stride), c, length: min(length, c.context, max(1, count)))
    }

    /// Tokens in a window where a class of a program's own does not say how many it reads.
    private static let usualLength = 256

    private static func table(_ found: Perplexity, _ isGuessed: Bool, _ model: any LanguageModel)
        -> TableObject
    {
        let (length, stride) = (found.length, found.stride)
        var footer = [
            "\(Formatting.count(found.windows, "window")) of \(length) tokens, "
                + (stride == length
                    ? "side by side: the first token of each has one before it, the last \(length)"
                    : "each \(stride) behind the one before: a token has at least "
                        + "\(length - stride) before it, but for those of the first window")
        ]
        if isGuessed {
            footer.append(
                "\(model.typeName) does not say how much it reads (seq_len or block_size): seq_len=\(length)")
        }
        return TableObject(
            "Perplexity of \(model.typeName)",
            rows: [
                ["perplexity", Formatting.fixed(found.perplexity, 2)],
                ["loss", "\(Formatting.fixed(found.loss, 4)) nats a token"],
                ["", "\(Formatting.fixed(found.loss / Foundation.log(2), 4)) bits a token"],
                ["tokens", "\(Formatting.grouped(found.tokens)), all but the first"],
            ], footer: footer.flatMap { Columns.filled($0, 76) },
            values: [
                ("perplexity", "e to the loss.", .float(found.perplexity)),
                ("loss", "The mean of −ln p, in nats a token.", .float(found.loss)),
                ("tokens", "How many tokens were predicted.", .int(found.tokens)),
                ("windows", "How many windows.", .int(found.windows)),
            ])
    }
}

extension CostEstimate {
    /// Passes over windows of one length, nothing recorded.
    static func passes(_ count: Int, _ c: GPTConfiguration, length: Int) -> CostEstimate {
        let one = CostEstimate.forward(c, batch: 1, length: length)
        return CostEstimate(
            operations: Double(count) * one.operations, traffic: Double(count) * one.traffic,
            memory: 16 * one.memory,
            rows: [["passes", "\(Formatting.grouped(count)) over \(Formatting.grouped(length)) tokens each"]])
    }
}
