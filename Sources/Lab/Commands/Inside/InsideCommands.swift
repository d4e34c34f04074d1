import Bindings
import Foundation
import GPT
import Language
import Neural
import Plots
import Presentation
import Tensors
import Text
import Training

/// Taking a model apart: parameters, ties, gradients, attention, the logit lens.
enum InsideCommands {
    static let all: [Builtin] = [params, ties, grads, trace, attention, lens]

    // MARK: Parameters

    static let params = Builtin(
        "params", group: "inside",
        summary: "Lists a model's parameters: name, shape, count, share of the whole.",
        Parameter<ModuleObject>("model", "a model or any module"),
        Parameter<Bool>("all", "every block, not the first alone", default: false),
        returns: "table with total, counts and shapes", example: "params(model)",
        pytorch: "for name, p in model.named_parameters(): print(name, p.shape, p.numel())"
    ) { _, object, all in table(object, all: all) }

    static func table(_ object: ModuleObject, all: Bool = false) -> TableObject {
        let named = object.module.namedParameters()
        let unique = distinct(named.map(\.parameter))
        let total = unique.reduce(0) { $0 + $1.count }
        let listed = named.reduce(0) { $0 + $1.parameter.count }
        func share(_ count: Int) -> String {
            total > 0 ? Formatting.fixed(100 * Double(count) / Double(total), 2) + " %" : ""
        }
        var rows: [[String]] = []
        var folded: [(blocks: Set<String>, count: Int)] = []
        for (name, parameter) in named {
            // Blocks are alike: after the first they are counted together.
            let parts = name.split(separator: ".")
            if !all, parts.count > 2, parts[0] == "blocks", parts[1] != "0" {
                if folded.isEmpty { folded = [([], 0)] }
                folded[0].blocks.insert(String(parts[1]))
                folded[0].count += parameter.count
                continue
            }
            if let more = folded.first {
                rows.append(fold(more, share))
                folded = []
            }
            rows.append([
                name, Shape.description(parameter.shape), Formatting.grouped(parameter.count),
                share(parameter.count),
            ])
        }
        if let more = folded.first { rows.append(fold(more, share)) }
        var footer = ["\(Formatting.grouped(total)) numbers, \(Formatting.memory(4 * total)) as float32"]
        if listed != total {
            footer.append(
                "the list adds up to \(Formatting.grouped(listed)): two names for the same "
                    + "\(Formatting.grouped(listed - total)) numbers; ties(model) says which"
            )
        }
        return TableObject(
            "Parameters of \(object.typeName)", headers: ["name", "shape", "count", "share"], rows: rows,
            footer: footer,
            values: [
                ("total", "How many different numbers there are.", .int(total)),
                (
                    "counts", "By name, how many numbers each parameter has, those of all blocks.",
                    .record(named.map { ($0.name, .int($0.parameter.count)) })
                ),
                (
                    "shapes", "By name, the shape of each parameter.",
                    .record(named.map { ($0.name, .tuple($0.parameter.shape.map(Value.int))) })
                ),
            ])
    }

    private static func fold(_ more: (blocks: Set<String>, count: Int), _ share: (Int) -> String) -> [String]
    {
        let last = more.blocks.compactMap { Int($0) }.max() ?? 1
        let name = last == 1 ? "blocks.1 (as block 0)" : "blocks.1 … blocks.\(last) (as block 0)"
        return [name, "", Formatting.grouped(more.count), share(more.count)]
    }

    /// One of the tensors that lie on the same numbers.
    static func distinct(_ tensors: [Tensor]) -> [Tensor] {
        var seen = Set<ObjectIdentifier>()
        return tensors.filter { seen.insert(ObjectIdentifier($0.storage)).inserted }
    }

    // MARK: Ties

    static let ties = Builtin(
        "ties", group: "inside",
        summary: "Says which parameters share their numbers, and what that means for training.",
        Parameter<ModuleObject>("model", "a model or any module"),
        returns: "table with groups and parameters", example: "ties(model)",
        pytorch: "model.final_head.weight.data_ptr() == model.wte.weight.data_ptr()"
    ) { _, object -> TableObject in
        let named = object.module.namedParameters(removeDuplicates: false)
        var groups: [ObjectIdentifier: [(name: String, parameter: Tensor)]] = [:]
        for entry in named { groups[ObjectIdentifier(entry.parameter.storage), default: []].append(entry) }
        var rows: [[String]] = []
        var footer: [String] = []
        for (name, parameter) in named {
            guard let group = groups[ObjectIdentifier(parameter.storage)], group.count > 1,
                group[0].name == name
            else { continue }
            let objects = Set(group.map { ObjectIdentifier($0.parameter) }).count
            rows.append([
                group.map(\.name).joined(separator: " = "), Shape.description(parameter.shape),
                objects == 1 ? "one parameter" : "\(objects) parameters on one storage",
            ])
            if objects > 1 {
                footer.append(
                    "each name has its own gradient and its own moments: the optimizer moves these "
                        + "\(Formatting.grouped(parameter.count)) numbers "
                        + "\(objects == 2 ? "twice" : "\(objects) times") in a step"
                )
                if let a = group[0].parameter.grad, let b = group[1].parameter.grad, let text = compare(a, b)
                {
                    footer.append(text)
                }
            } else {
                footer.append(
                    "one parameter under \(group.count) names: the gradients of both uses add up, and it "
                        + "moves once in a step"
                )
            }
        }
        let shared = named.compactMap { entry -> [(name: String, parameter: Tensor)]? in
            guard let group = groups[ObjectIdentifier(entry.parameter.storage)], group.count > 1,
                group[0].name == entry.name
            else { return nil }
            return group
        }
        let values: [TableObject.Named] = [
            (
                "groups", "Lists of names that lie on the same numbers.",
                .list(shared.map { .list($0.map { .string($0.name) }) })
            ),
            (
                "parameters", "For each of them, how many parameters it is: each has its own gradient.",
                .list(shared.map { .int(Set($0.map { ObjectIdentifier($0.parameter) }).count) })
            ),
        ]
        guard !rows.isEmpty else {
            return TableObject(
                "Ties of \(object.typeName): none, every parameter has its own numbers", rows: [],
                values: values)
        }
        return TableObject("Ties of \(object.typeName)", rows: rows, footer: footer, values: values)
    }

    private static func compare(_ a: Tensor, _ b: Tensor) -> String? {
        guard a.shape == b.shape, let dot = try? (a * b).sum().item().double,
            let x = try? a.norm().item().double,
            let y = try? b.norm().item().double, x > 0, y > 0
        else { return nil }
        return
            "their gradients now: norms \(String(format: "%.3g", x)) and \(String(format: "%.3g", y)), "
            + "cosine \(Formatting.fixed(dot / (x * y), 3))"
    }

    // MARK: Gradients

    static let grads = Builtin(
        "grads", group: "inside",
        summary: "Lists the gradients after backward(): the norm of each, also relative to its parameter.",
        Parameter<ModuleObject>("model", "a model or any module"),
        Parameter<Bool>("all", "every block, not the first alone", default: false),
        returns: "table with norm and norms", example: "model.loss(X, Y).backward(); grads(model)",
        pytorch: "for name, p in model.named_parameters(): print(name, p.grad.norm())",
        formula: "‖g‖, max |g|, ‖g‖/‖p‖"
    ) { _, object, all -> TableObject in
        let named = object.module.namedParameters()
        guard named.contains(where: { $0.parameter.grad != nil }) else {
            throw ScriptError(
                "ValueError", "no parameter has a gradient yet",
                hint: "loss.backward(), then grads(model)")
        }
        var rows: [[String]] = []
        var norms: [(String, Value)] = []
        var (squares, hidden) = (0.0, 0)
        for (name, parameter) in named {
            try Interruptible.poll()
            guard let gradient = parameter.grad else {
                norms.append((name, .none))
                rows.append([name, "–", "–", "–"])
                continue
            }
            let norm = try gradient.norm().item().double
            squares += norm * norm
            norms.append((name, .float(norm)))
            let parts = name.split(separator: ".")
            if !all, parts.count > 2, parts[0] == "blocks", parts[1] != "0" {
                hidden += 1
                continue
            }
            let largest = try gradient.abs().amax().item().double
            let own = try parameter.detach().norm().item().double
            rows.append([
                name, String(format: "%.3g", norm), String(format: "%.3g", largest),
                own > 0 ? String(format: "%.2e", norm / own) : "–",
            ])
        }
        var footer = ["all gradients together: norm \(String(format: "%.4g", squares.squareRoot()))"]
        if hidden > 0 { footer.append("\(hidden) more in the other blocks: grads(model, all=True)") }
        return TableObject(
            "Gradients of \(object.typeName)", headers: ["name", "norm", "largest", "of parameter"],
            rows: rows, footer: footer,
            values: [
                ("norm", "The norm of all gradients together.", .float(squares.squareRoot())),
                (
                    "norms", "By name, the norm of each gradient, of all blocks; None where there is none.",
                    .record(norms)
                ),
            ])
    }

    // MARK: Activations

    static let trace = Builtin(
        "trace", group: "inside",
        summary: "Runs a model and keeps its activations: every named one of Model5 and GPT2, "
            + "the outputs of all submodules of a class of your own.",
        Parameter<ModuleObject>("model", "a model; a class of your own runs in eval mode"),
        Parameter<Tensor>("ids", "[B, T] token ids"), returns: "Trace",
        example: "trace(model, X).names[:3]",
        pytorch: "hooks with module.register_forward_hook(…)"
    ) { interpreter, object, ids -> TraceObject in
        guard let model = object.module as? GPT else {
            let known = PassCost(linearLayersOf: object.module, rows: Double(ids.count)).memory
            try TraceObject.check(bytes: known, ids, object.typeName, isWhole: false)
            return TraceObject(
                try ModuleTrace.trace(object, ids, interpreter), ids: ids, of: object.typeName)
        }
        return try TraceObject(of: model, ids)
    }

    // MARK: Attention

    /// What a trace's model read in one sequence.
    static func tokens(_ trace: TraceObject, _ row: Int) throws -> [Int] {
        guard row >= 0, row < trace.ids.shape[0] else {
            throw ScriptError(
                "IndexError", "row \(row) of a trace over \(trace.ids.shape[0]) sequences",
                hint: "row=\(trace.ids.shape[0] - 1)")
        }
        return try trace.ids.select(0, row).to(.int64).elements(Int64.self).map(Int.init)
    }

    /// - Throws: IndexError for a block that is not there.
    static func check(layer: Int, _ c: GPTConfiguration, as name: String = "layer") throws {
        guard layer >= 0, layer < c.blocks else {
            throw ScriptError(
                "IndexError", "the model has blocks 0 to \(c.blocks - 1), not \(layer)",
                hint: "\(name)=\(c.blocks - 1)")
        }
    }

    /// - Throws: IndexError for a head that is not there.
    static func check(head: Int, _ c: GPTConfiguration, hint: String? = nil) throws {
        guard head >= 0, head < c.heads else {
            throw ScriptError(
                "IndexError", "a block has heads 0 to \(c.heads - 1), not \(head)",
                hint: hint ?? "head=\(c.heads - 1)")
        }
    }

    static let attention = Builtin(
        "attention", group: "inside",
        summary: "Draws the attention pattern of one head: each row is a token, and what it attends to.",
        Parameter<TraceObject>("trace", "what model.trace(X) gave"),
        Parameter<Int>("layer", "which block", default: 0),
        Parameter<Int>("head", "which head of it", default: 0),
        Parameter<Int>("row", "which sequence of the batch", default: 0),
        Parameter<Int>("n", "how many tokens from the beginning", default: 16), returns: "Figure",
        example: "attention(model.trace(X), layer=0, head=1)", pytorch: "plt.imshow(pattern[0, head])"
    ) { interpreter, trace, layer, head, row, count -> FigureObject in
        let c = try trace.model(for: "attention", "the heads").configuration
        try check(layer: layer, c)
        try check(head: head, c)
        guard count > 0 else {
            throw ScriptError("ValueError", "attention: n must be at least 1, got \(count)")
        }
        let ids = try tokens(trace, row)
        let size = min(count, ids.count)
        let pattern = try trace.activation("blocks.\(layer).attn.pattern").select(0, row).select(0, head)
            .slice(0, from: 0, to: size).slice(1, from: 0, to: size).contiguous()
        let words = try interpreter.session().tokenizerAtHand(vocabulary: nil)
        let labels = ids.prefix(size).map {
            Columns.padded(TokenizerObject.label($0, words), 10).trimmingCharacters(in: .whitespaces)
        }
        let image = try Image(
            rows: size, columns: size, values: try pattern.elements(Float.self).map { Double($0) }, lower: 0,
            upper: 1, rowLabels: labels,
            columnLabels: labels)
        return FigureObject(
            Figure(axes: [
                Axes(
                    title: "Attention, block \(layer), head \(head)", xLabel: "looks at", yLabel: "token",
                    elements: [.image(image)])
            ]))
    }

    // MARK: The logit lens

    static let lens = Builtin(
        "lens", group: "inside",
        summary: "The logit lens: what the model would predict from the residual stream after each block.",
        Parameter<TraceObject>("trace", "what model.trace(X) gave"),
        Parameter<Int?>(
            "place",
            "a position in the sequence, for the most likely tokens there; None for the last positions",
            default: nil),
        Parameter<Int>("k", "how many tokens or positions", default: 5),
        Parameter<Int>("row", "which sequence of the batch", default: 0),
        returns: "table with probabilities, ids, stages and places", example: "lens(model.trace(X))",
        pytorch: "(layernorm_final(resid_post) @ wte.T).softmax(-1)",
        formula: "softmax(layernorm_final(x)·W_headᵀ), nostalgebraist 2020"
    ) { interpreter, trace, place, k, row -> TableObject in
        let model = try trace.model(for: "lens", "the residual stream")
        let ids = try tokens(trace, row)
        let words = try interpreter.session().tokenizerAtHand(vocabulary: nil)
        let c = model.configuration
        guard k > 0, k <= c.vocabularySize else {
            throw ScriptError("ValueError", "lens: k must lie between 1 and \(c.vocabularySize), got \(k)")
        }
        var stages = [("embed", "embed")]
        stages += (0..<c.blocks).map { ("block \($0)", "blocks.\($0).resid_post") }
        let modules = model.children
        guard let norm = modules.first(where: { $0.name == "layernorm_final" })?.module,
            let head = modules.first(where: { $0.name == "final_head" })?.module
        else { throw ScriptError("RuntimeError", "this model has no final norm and head to read with") }

        var places = Array(ids.indices.suffix(k))
        if let given = place {
            guard given >= -ids.count, given < ids.count else {
                throw ScriptError(
                    "IndexError", "place \(given) of a sequence of \(ids.count) tokens",
                    hint: "place=\(ids.count - 1)")
            }
            places = [given < 0 ? given + ids.count : given]
        }

        /// The distributions that a stage would give at the places, [places, V].
        func read(_ name: String) throws -> Tensor {
            try Interruptible.poll()
            return try Autograd.withoutGrad {
                let x = try trace.activation(name).select(0, row)
                    .slice(0, from: places[0], to: places[places.count - 1] + 1)
                let logits = try head(norm(x))
                return try (logits * logits.constant(.float(c.logitScale))).softmax(-1)
            }
        }
        let probabilities = try Tensor.stack(stages.map { try read($0.1) })  // [stages, places, V]
        let shown = place == nil ? 1 : k
        let best = try probabilities.topk(shown)
        let tokens = try best.indices.contiguous().elements(Int64.self).map(Int.init)
        let chances = try best.values.contiguous().elements(Float.self)
        func label(_ id: Int) -> String {
            Columns.padded(TokenizerObject.label(id, words), 12).trimmingCharacters(in: .whitespaces)
        }
        let rows = stages.enumerated().map { stage, name in
            let own = stage * places.count * shown..<(stage + 1) * places.count * shown
            return [name.0]
                + own.map { entry in
                    label(tokens[entry])
                        + (place == nil ? "" : " \(Formatting.fixed(100 * Double(chances[entry]), 1))%")
                }
        }
        let values: [TableObject.Named] = [
            (
                "probabilities", "Of every token, a tensor [stages, places, V].",
                probabilities.scriptValue
            ), ("ids", "The likeliest, a tensor [stages, places, shown].", best.indices.scriptValue),
            (
                "stages", "What is read: the embedding, then the stream after each block.",
                .list(stages.map { .string($0.0) })
            ),
            ("places", "The positions in the sequence.", .list(places.map(Value.int))),
        ]
        guard place == nil else {
            return TableObject(
                "After \(label(ids[places[0]])) (place \(places[0])), "
                    + "the likeliest next tokens as seen after each block",
                rows: rows, values: values)
        }
        return TableObject(
            "The likeliest next token at the last \(places.count) places, as seen after each block",
            headers: ["reads"] + places.map { label(ids[$0]) }, rows: rows, values: values)
    }
}
