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

    static let headParameter = Parameter<HeadChoice?>(
        "head", "one head, (layer, head): what it gathers, before W0", default: nil)
    static let blockParameter = Parameter<Int?>(
        "block", "one block: both that it adds to the residual stream; its heads are listed as well",
        default: nil)
    static let positionParameter = Parameter<Int?>(
        "position", "one position: of head, block or at, or else of the residual stream at the beginning",
        default: nil)
    static let atParameter = Parameter<String?>(
        "at",
        "any activation by its name in a trace; of a class of your own the output of a module, by its path",
        default: nil)

    /// What a call asks for.
    struct Wish {
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
    static func check(_ name: String, _ names: [String]) throws {
        guard !names.contains(name) else { return }
        let near = Suggestions.best(for: name, among: names) ?? names.first { $0.hasSuffix("." + name) }
        throw ScriptError(
            "KeyError",
            "nothing to replace is called '\(Formatting.visible(name))'"
                + (near.map { ". Did you mean '\($0)'?" } ?? ""),
            hint: near.map { "at=\"\($0)\"" } ?? "at=\"\(names.first ?? "…")\"")
    }

    /// The results of a sweep: of each block, and of each of its heads.
    typealias Sweep = (blocks: [Double], heads: [[Double]])

    /// Measures each block and each head of `layers`, with progress.
    static func sweep(
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
    static func picture(_ heads: [[Double]], _ title: String) throws -> Forms? {
        guard heads.count > 1, let columns = heads.first?.count, columns > 1 else { return nil }
        let image = try Image(rows: heads.count, columns: columns, values: heads.flatMap { $0 })
        return Forms(
            Figure(axes: [Axes(title: title, xLabel: "head", yLabel: "block", elements: [.image(image)])]))
    }

    static func signed(_ value: Double) -> String { String(format: "%+.4f", value) }

    static func matrix(_ rows: [[Double]]) throws -> Value {
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
        try passes(
            arguments, shape: arguments.shape(1, "X").map { $0.count == 2 ? $0 : [1, $0.last ?? 1] }, more: 1)
    }

    /// The passes of a call over ids of a shape.
    ///
    /// - Parameter more: passes that measure nothing of their own.
    static func passes(_ arguments: CostArguments, shape: [Int]?, more: Int) throws -> CostEstimate? {
        guard case .object(let object)? = arguments.find(0, "model")?.value,
            let model = object as? ModelObject,
            let shape
        else { return nil }
        let c = model.model.configuration
        func isGiven(_ name: String) -> Bool { arguments.all.contains { $0.name == name } }
        let parts =
            isGiven("block")
            ? 1 + c.heads
            : isGiven("head") || isGiven("position") || isGiven("at") ? 1 : c.blocks * (1 + c.heads)
        return .passes((parts + more) * shape[0], c, length: min(shape[1], c.context))
    }

    static func replaced(_ isMean: Bool) -> String {
        isMean ? "its mean over the batch and its positions is put in" : "zero is put in"
    }

    static func changed(_ name: String, _ baseline: Double, _ loss: Double, _ isMean: Bool)
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
}
