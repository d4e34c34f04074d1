import Bindings
import Foundation
import GPT
import Language
import Plots
import Presentation
import Tensors
import Text

/// Looking at what a model predicts and at what is in its tensors.
enum LookCommands {
    static let all: [Builtin] = [nextToken, heads, hist]

    // MARK: next_token

    static let nextToken = Builtin(
        "next_token", group: "inside",
        summary: "Lists the likeliest next tokens after a prompt, with probability and logit.",
        Parameter<ModuleObject>("model", "a model; a class of your own runs in eval mode"),
        Parameter<Prompt>("prompt", "a text, or tokens"),
        Parameter<Int>("k", "how many tokens", default: 10),
        Parameter<AnyTokenizer?>("tokenizer", "the variable tokenizer if left out", default: nil),
        returns: "table with ids, pieces, probabilities, logits and entropy",
        example: "next_token(model, \"The sea\", k=5)",
        pytorch: "model(ids)[0, -1].softmax(-1).topk(10)", formula: "p = softmax(logits of the last place)"
    ) { interpreter, object, prompt, k, tokenizer -> TableObject in
        let model = try object.languageModel(interpreter)
        var (ids, words) = try prompt.checkedIDs(tokenizer, model, "next_token", interpreter)
        var footer: [String] = []
        if let length = model.contextLength, ids.count > length {
            footer.append(
                "the model reads \(Formatting.grouped(length)) tokens: "
                    + "the last of the prompt's \(Formatting.grouped(ids.count))")
            ids = Array(ids.suffix(length))
        }
        let (scores, kind) = try model.nextScores(after: TokenIDs(ids).tensor().unsqueeze(0))
        let row = try scores.select(0, 0)
        let size = row.count
        guard k >= 1, k <= size else {
            throw ScriptError(
                "ValueError", "next_token: k must lie between 1 and \(size), got \(k)",
                hint: "next_token(model, prompt, k=\(min(10, size)))")
        }
        let logProbabilities = try kind == .logits ? row.logSoftmax(-1) : row
        let (values, indices) = try row.topk(k)
        let chances = try logProbabilities.gather(0, indices).exp()
        let tokens = try indices.elements(Int64.self).map(Int.init)
        let numbers = try values.elements(Float.self), shares = try chances.elements(Float.self)
        let all = try logProbabilities.exp()
        let entropy = try all.entropy().item().double
        let rows = tokens.indices.map { rank in
            [
                Columns.cut(TokenizerObject.label(tokens[rank], words), 24), String(tokens[rank]),
                Formatting.fixed(100 * Double(shares[rank]), 2) + " %",
                Formatting.fixed(Double(numbers[rank]), 3), bar(Double(shares[rank])),
            ]
        }
        let sum = shares.reduce(0) { $0 + Double($1) }
        footer.append(
            "these \(k) have \(Formatting.fixed(100 * sum, 1)) % of \(Formatting.grouped(size)) tokens; "
                + "entropy \(Formatting.fixed(entropy, 2)) nats, ln V = "
                + Formatting.fixed(Foundation.log(Double(size)), 2))
        return TableObject(
            "After \(Columns.cut(ending(ids, words), 56)), by \(model.typeName)",
            headers: ["token", "id", "probability", kind == .logits ? "logit" : "log p", ""], rows: rows,
            footer: footer,
            values: [
                ("ids", "The ids, the likeliest first, a tensor [k].", indices.scriptValue),
                (
                    "pieces", "The text of each of them.",
                    .list(tokens.map { .string((try? words?.decode([$0])) ?? String($0)) })
                ), ("probabilities", "Their probabilities, a tensor [k].", chances.scriptValue),
                ("logits", "Their scores as the model gives them, a tensor [k].", values.scriptValue),
                ("distribution", "The probability of every token, a tensor [V].", all.scriptValue),
                ("entropy", "Of the whole distribution, in nats.", .float(entropy)),
            ])
    }

    /// A share of 1 as a bar of at most twenty columns.
    private static func bar(_ share: Double) -> String {
        guard share.isFinite else { return "" }
        let eighths = Int((min(max(share, 0), 1) * 160).rounded())
        let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
        return String(repeating: "█", count: eighths / 8) + rest
    }

    /// The end of a prompt, quoted.
    private static func ending(_ ids: [Int], _ words: Tokenizer?) -> String {
        let text = ids.suffix(8).map { TokenizerObject.label($0, words) }.joined(
            separator: words == nil ? " " : "")
        return (ids.count > 8 ? "…" : "") + text
    }

    // MARK: heads

    static let heads = Builtin(
        "heads", group: "inside",
        summary: "Draws the attention patterns of all heads of a block as small pictures, side by side.",
        Parameter<TraceObject>("trace", "what model.trace(X) gave"),
        Parameter<Int>("layer", "which block", default: 0),
        Parameter<Int>("row", "which sequence of the batch", default: 0),
        Parameter<Int>("n", "how many tokens from the beginning the pictures show", default: 8),
        returns: "table with patterns, entropies and distances", example: "heads(model.trace(X), layer=0)",
        pytorch: "for h in range(H): plt.subplot(3, 4, h + 1); plt.imshow(pattern[0, h])"
    ) { interpreter, trace, layer, row, count -> TableObject in
        let c = try trace.model(for: "heads", "the heads").configuration
        try InsideCommands.check(layer: layer, c)
        guard count > 0 else {
            throw ScriptError("ValueError", "heads: n must be at least 1, got \(count)", hint: "n=8")
        }
        let ids = try InsideCommands.tokens(trace, row), size = min(count, ids.count)
        let pattern = try trace.activation("blocks.\(layer).attn.pattern").select(0, row).detach()
        let looks = try HeadLooks(pattern)
        var axes: [Axes] = []
        for head in 0..<c.heads {
            try Interruptible.poll()
            let part = try pattern.select(0, head).slice(0, from: 0, to: size).slice(1, from: 0, to: size)
                .contiguous()
            var image = try Image(
                rows: size, columns: size, values: try part.elements(Float.self).map { Double($0) }, lower: 0,
                upper: 1, colourBar: false)
            image.key = head == c.heads - 1
            axes.append(Axes(title: "head \(head)", elements: [.image(image)]))
        }
        let rows = (0..<c.heads).map { head in
            [
                String(head), Formatting.fixed(looks.distances[head], 1),
                Formatting.fixed(100 * looks.own[head], 1) + " %",
                Formatting.fixed(100 * looks.previous[head], 1) + " %",
                Formatting.fixed(100 * looks.first[head], 1) + " %",
                Formatting.fixed(looks.entropies[head], 2),
            ]
        }
        return TableObject(
            "Heads of block \(layer), means over \(Formatting.count(ids.count, "token"))",
            headers: ["head", "tokens back", "itself", "one before", "the first", "entropy"], rows: rows,
            footer: [
                "entropy in nats: 0 looks at one token; evenly over all it would be "
                    + Formatting.fixed(looks.evenEntropy, 2),
                "below, the first \(size) tokens: a row is a token, its columns are what it looks at",
            ],
            picture: Forms(Figure(columns: min(4, c.heads), axes: axes)),
            values: [
                ("patterns", "The patterns of all heads, [H, T, T].", pattern.scriptValue),
                (
                    "entropies", "The mean entropy of each head, in nats.",
                    .list(looks.entropies.map(Value.float))
                ),
                (
                    "distances", "How many tokens back each head looks on average.",
                    .list(looks.distances.map(Value.float))
                ),
            ])
    }

    // MARK: hist

    static let hist = Builtin(
        "hist", group: "inside",
        summary:
            "Counts the numbers of a tensor in bins, with mean, deviation, ends, and what is not finite.",
        Parameter<Value>("x", "a tensor of any shape, a parameter, an array, a list of numbers"),
        Parameter<Int>("bins", "how many bins", default: 40),
        Parameter<String?>("title", "the title", default: nil),
        returns: "table with counts, edges, mean, std, min, max, nan and inf",
        example: "hist(model.wte.weight, bins=20)", pytorch: "plt.hist(x.flatten().tolist(), bins=40)"
    ) { interpreter, value, bins, title -> TableObject in
        let tensor: Tensor
        if let own = try Tensor.from(value) {
            tensor = own
        } else {
            tensor = try Tensor(PlottedNumbers.row(value, "hist"))
        }
        guard tensor.count > 0 else {
            throw ScriptError("ValueError", "hist: there is nothing to count, the tensor is empty")
        }
        guard (1...10_000).contains(bins) else {
            throw ScriptError(
                "ValueError", "hist: bins must lie between 1 and 10,000, got \(bins)", hint: "bins=40")
        }
        let shape = tensor.shape
        return try histogram(NumberSpread(of: tensor, bins: bins), shape, tensor.dtype.rawValue, title)
    }

    private static func histogram(
        _ found: NumberSpread, _ shape: [Int], _ type: String, _ title: String?
    ) throws -> TableObject {
        let number = { (value: Double) in Formatting.significant(value, 4) }
        var rows = [
            ["numbers", "\(Formatting.grouped(found.count)), \(Shape.description(shape)) \(type)"]
        ]
        if found.finite > 0 {
            rows += [
                ["mean", number(found.mean)], ["deviation", number(found.deviation)],
                ["min", number(found.least)], ["max", number(found.greatest)],
            ]
        }
        rows.append([
            "not finite",
            found.finite == found.count
                ? "none"
                : "\(Formatting.grouped(found.nan)) NaN, \(Formatting.grouped(found.infinite)) infinite",
        ])
        if found.zeros > 0 { rows.append(["zero", Formatting.grouped(found.zeros)]) }
        var picture: Forms?
        let counts = found.counts, edges = found.edges
        if found.finite > 0 {
            let bars = try Bars(
                positions: zip(edges, edges.dropFirst()).map { ($0 + $1) / 2 },
                heights: counts.map(Double.init),
                width: (edges[edges.count - 1] - edges[0]) / Double(counts.count))
            picture = Forms(Figure(axes: [Axes(elements: [.bars(bars)])]))
        }
        return TableObject(
            title ?? "Distribution", rows: rows, picture: picture,
            values: [
                ("counts", "How many numbers are in each bin.", .list(counts.map(Value.int))),
                (
                    "edges", "The ends of the bins, one more than there are bins.",
                    .list(edges.map(Value.float))
                ),
                ("mean", "The mean of what is finite.", .float(found.mean)),
                ("std", "Its standard deviation, by n − 1.", .float(found.deviation)),
                ("min", "The least of it.", .float(found.least)),
                ("max", "The greatest of it.", .float(found.greatest)),
                ("nan", "How many are not a number.", .int(found.nan)),
                ("inf", "How many are infinite.", .int(found.infinite)),
                ("zeros", "How many are zero.", .int(found.zeros)),
            ])
    }
}
