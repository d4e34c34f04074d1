import Bindings
import Foundation
import GPT
import Language
import Presentation
import Tensors
import Text

/// Looking at batches and values.
enum DisplayCommands {
    static let all: [Builtin] = [shift, show]

    // MARK: shift

    static let shift = Builtin(
        "shift", group: "data",
        summary: "Shows a batch as text: what the model reads at each position, and the token to predict; "
            + "says where Y is not X moved by one.",
        Parameter<Tensor>("X", "inputs [B, T], or one row [T]"),
        Parameter<Tensor>("Y", "targets of the same shape"),
        Parameter<Int>("row", "which window of the batch", default: 0),
        Parameter<Int>("n", "how many positions", default: 8),
        Parameter<AnyTokenizer?>("tokenizer", "the variable tokenizer if left out", default: nil),
        returns: "table with moved, ok, rows and differing", example: "shift(X, Y)",
        pytorch: "(Y[:, :-1] == X[:, 1:]).all()"
    ) { interpreter, x, y, row, count, tokenizer -> TableObject in
        guard x.shape == y.shape, x.rank == 1 || x.rank == 2, x.count > 0 else {
            throw ScriptError(
                "ShapeError", "shift wants X and Y of the same shape [B, T]",
                details: ["X \(Shape.description(x.shape))     Y \(Shape.description(y.shape))"],
                hint: "X, Y = sampler.batch(); shift(X, Y)", exceptionClass: "RuntimeError")
        }
        guard !x.dtype.isFloatingPoint, !y.dtype.isFloatingPoint, x.dtype != .bool else {
            throw ScriptError(
                "TypeError", "shift wants token ids, integers", hint: "X, Y = sampler.batch(); shift(X, Y)")
        }
        let rows = x.rank == 2 ? x.shape[0] : 1
        guard row >= 0, row < rows else {
            throw ScriptError(
                "IndexError", "shift: row \(row) of a batch of \(rows) windows",
                hint: "shift(X, Y, row=\(rows - 1))")
        }
        guard count > 0 else {
            throw ScriptError(
                "ValueError", "shift: n must be at least 1, got \(count)", hint: "shift(X, Y, n=8)")
        }
        let words =
            try tokenizer?.tokenizer(interpreter)
            ?? interpreter.session().tokenizerAtHand(vocabulary: nil)
        let reading = try read(x, y)
        var text = try picture(x, y, words, row: row, count: count)
        let remarks = reading.remarks
        for remark in remarks.prefix(mostRemarks) {
            text += Columns.filled(remark, 79).joined(separator: "\n") + "\n"
        }
        if remarks.count > mostRemarks { text += "and \(remarks.count - mostRemarks) more: .rows has all\n" }
        interpreter.output.write(text)
        let table = TableObject(
            "", rows: [], picture: Forms(StoredForms(plain: text)),
            values: [
                (
                    "moved", "By how many tokens all of Y is moved; None where rows differ.",
                    reading.shift.map(Value.int) ?? .none
                ), ("ok", "Whether each answer is the next token of its own row.", .bool(reading.isRight)),
                (
                    "rows", "For each row of Y, the row of X that it answers and by how much it is moved.",
                    .list(
                        reading.rows.map {
                            .tuple([$0.source.map(Value.int) ?? .none, $0.shift.map(Value.int) ?? .none])
                        })
                ),
                (
                    "differing", "For each row, the places where its move does not hold.",
                    .list(reading.rows.map { .list($0.differing.map(Value.int)) })
                ),
            ])
        try interpreter.session().streamed = table
        return table
    }

    private static let mostRemarks = 8

    /// How Y lies to X, both [B, T] or [T].
    static func read(_ x: Tensor, _ y: Tensor) throws -> ShiftReading {
        func rows(_ tensor: Tensor) throws -> [[Int]] {
            let rows = try tensor.rank == 2 ? tensor : tensor.unsqueeze(0)
            return try (0..<rows.shape[0]).map {
                try rows.select(0, $0).to(.int64).elements(Int64.self).map(Int.init)
            }
        }
        return try ShiftReading(inputs: rows(x), targets: rows(y)) { try Interruptible.poll() }
    }

    /// The same for one row of X and Y, both [B, T] or [T].
    static func picture(_ x: Tensor, _ y: Tensor, _ words: Tokenizer?, row: Int, count: Int) throws -> String
    {
        let inputs = try (x.rank == 2 ? x.select(0, row) : x).to(.int64).elements(Int64.self).map(Int.init)
        let targets = try (y.rank == 2 ? y.select(0, row) : y).to(.int64).elements(Int64.self).map(Int.init)
        return picture(
            inputs, targets, words, row: row, of: x.rank == 2 ? x.shape[0] : 1,
            count: min(count, inputs.count))
    }

    /// Two columns, and an arrow wherever the answer at one place is what is read at the next.
    ///
    /// ```
    /// window 0 of 16: 8 of 256 places
    ///          X reads              Y answers
    ///      0   ␣the          464 →  ␣man           582
    ///                             ↙
    ///      1   ␣man          582 →  -               12
    /// ```
    private static func picture(
        _ inputs: [Int], _ targets: [Int], _ words: Tokenizer?, row: Int, of rows: Int, count: Int
    ) -> String {
        let (left, right) = (
            inputs.prefix(count).map { label($0, words) }, targets.prefix(count).map { label($0, words) }
        )
        let width = min(20, max(8, (left + right).map(Columns.width).max() ?? 0))
        let digits = max(
            5, (inputs.prefix(count) + targets.prefix(count)).map { String($0).count }.max() ?? 0)
        var lines = ["window \(row) of \(rows): \(count) of \(Formatting.grouped(inputs.count)) places"]
        lines.append("        " + Columns.padded("X reads", width + digits + 1) + "     Y answers")
        let gap = String(repeating: " ", count: 8 + width + digits + 2)
        for place in 0..<count {
            lines.append(
                "  " + Columns.padded(String(place), 4, right: true) + "  "
                    + Columns.padded(left[place], width)
                    + " "
                    + Columns.padded(String(inputs[place]), digits, right: true) + "  →  "
                    + Columns.padded(right[place], width) + " "
                    + Columns.padded(String(targets[place]), digits, right: true))
            if place + 1 < count { lines.append(gap + (targets[place] == inputs[place + 1] ? "↙" : "≠")) }
        }
        let same = zip(targets.dropLast(), inputs.dropFirst()).filter { $0 == $1 }.count
        let all = inputs.count - 1
        if all > 0 {
            lines.append(
                same == all
                    ? "Y[:-1] == X[1:] at all \(Formatting.grouped(all)) places: each answer is the next "
                        + "token read; only the last, \(label(targets[all], words)), is new"
                    : "Y[:-1] == X[1:] at \(Formatting.grouped(same)) of \(Formatting.grouped(all)) places: "
                        + "Y is not X moved by one token"
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func label(_ id: Int, _ words: Tokenizer?) -> String {
        words == nil ? "token \(id)" : TokenizerObject.label(id, words)
    }

    // MARK: show

    static let show = Builtin(
        "show", group: "data", summary: "Describes a value: names of axes, type, memory, range.",
        Parameter<Value>("x", "a tensor, a text, a model, anything"), returns: "None", example: "show(X)",
        pytorch: "X.shape, X.dtype"
    ) { interpreter, value -> Value in
        interpreter.output.write(try description(value, interpreter) + "\n")
        return .none
    }

    private static func description(_ value: Value, _ interpreter: Interpreter) throws -> String {
        switch value {
        case .object(let object):
            if let tensor = (object as? TensorObject)?.tensor { return try describe(tensor, interpreter) }
            if let model = object as? ModelObject { return try InsideCommands.table(model).repr() }
            if object is FigureObject { return "a figure, written by save(\"name.svg\")" }
            return try object.repr()
        case .str(let text):
            let lines = text.string.split(separator: "\n", omittingEmptySubsequences: false).count
            return
                "str of \(Formatting.count(text.count, "character")), \(Formatting.count(lines, "line")), "
                + "\(Formatting.memory(text.bytes.count))"
        case .list(let list):
            return "list of \(Formatting.count(list.elements.count, "element"))\(kinds(list.elements))"
        case .tuple(let tuple):
            return try
                (["tuple of \(Formatting.count(tuple.elements.count, "element"))"]
                + tuple.elements.prefix(10).map { "  " + (try description($0, interpreter)) })
                .joined(separator: "\n")
        default: return "\(value.typeName) \(try value.repr())"
        }
    }

    private static func kinds(_ elements: [Value]) -> String {
        let names = Set(elements.prefix(1000).map(\.typeName))
        return names.count == 1
            ? ", \(names.first ?? "")"
            : names.count > 1 ? ", \(names.sorted().prefix(4).joined(separator: ", "))" : ""
    }

    /// `[B=16, T=256] int64, 32 KB, 12 … 50211`.
    private static func describe(_ tensor: Tensor, _ interpreter: Interpreter) throws -> String {
        let names = axes(tensor.shape, isFloat: tensor.dtype.isFloatingPoint, interpreter)
        let sizes = zip(names, tensor.shape).map { $0.isEmpty ? String($1) : "\($0)=\($1)" }.joined(
            separator: ", ")
        var text = "[\(sizes)] \(tensor.dtype.rawValue), \(Formatting.memory(Session.bytes(tensor)))"
        if tensor.count > 0, tensor.dtype != .bool, tensor.count <= 1 << 24 {
            let low = try tensor.detach().amin().item(),
                high = try tensor.detach().amax().item()
            switch (low, high) {
            case (.int(let low), .int(let high)): text += ", from \(low) to \(high)"
            default:
                text +=
                    ", from \(String(format: "%.4g", low.double)) to \(String(format: "%.4g", high.double))"
            }
        }
        if !tensor.isContiguous { text += ", a view" }
        if tensor.isParameter {
            text += ", a parameter"
        } else if tensor.requiresGrad {
            text += ", recorded for backward()"
        }
        return text
    }

    /// Names of axes as the lecture has them, as far as the sizes tell; the models at hand say what V, E, H
    /// and T are.
    ///
    /// - Parameter name: of the tensor, a model's own such as `blocks.0.attn.q`, which says more than sizes.
    static func axes(_ shape: [Int], isFloat: Bool, named name: String? = nil, _ interpreter: Interpreter)
        -> [String]
    {
        let models = interpreter.globals.all.compactMap { variable -> GPTConfiguration? in
            guard case .object(let object) = variable.value else { return nil }
            return (object as? ModelObject)?.model.configuration
        }
        if let name, let axes = named(name, shape, models) { return axes }
        func last(_ size: Int) -> String {
            if models.contains(where: { $0.vocabularySize == size }) { return "V" }
            if models.contains(where: { $0.width == size }) { return "E" }
            if models.contains(where: { 4 * $0.width == size }) { return "4E" }
            if models.contains(where: { 3 * $0.width == size }) { return "3E" }
            return size == 50257 ? "V" : ""
        }
        switch shape.count {
        case 1: return [isFloat ? last(shape[0]) : "N"]
        case 2 where !isFloat: return ["B", "T"]
        case 2:
            let (rows, columns) = (last(shape[0]), last(shape[1]))
            // What a step has made and is no table of positions may have as many rows by chance: [B·T, E].
            let isTable = name == nil && rows.isEmpty && models.contains { $0.context == shape[0] }
            return [isTable ? "T" : rows, columns]
        case 3 where isFloat && !last(shape[2]).isEmpty: return ["B", "T", last(shape[2])]
        case 4 where models.contains(where: { $0.heads == shape[1] }):
            return shape[2] == shape[3] ? ["B", "H", "T", "T"] : ["B", "H", "T", "E/H"]
        default: return shape.map { _ in "" }
        }
    }

    /// Axes of what has a name in the models of the library, by the end of it.
    private static let axesByName: [(end: String, axes: [String])] = [
        ("wte.weight", ["V", "E"]), ("wpe.weight", ["T", "E"]), ("final_head.weight", ["V", "E"]),
        ("attn.QKV.weight", ["3E", "E"]), ("attn.QKV.bias", ["3E"]), ("attn.W0.weight", ["E", "E"]),
        ("attn.W0.bias", ["E"]), ("mlp_1.weight", ["4E", "E"]), ("mlp_1.bias", ["4E"]),
        ("mlp_2.weight", ["E", "4E"]), ("mlp_2.bias", ["E"]), ("layernorm_1.weight", ["E"]),
        ("layernorm_1.bias", ["E"]), ("layernorm_2.weight", ["E"]), ("layernorm_2.bias", ["E"]),
        ("layernorm_final.weight", ["E"]), ("layernorm_final.bias", ["E"]),
        ("attn.q", ["B", "H", "T", "E/H"]), ("attn.k", ["B", "H", "T", "E/H"]),
        ("attn.v", ["B", "H", "T", "E/H"]), ("attn.scores", ["B", "H", "T", "T"]),
        ("attn.pattern", ["B", "H", "T", "T"]), ("logits", ["B", "T", "V"]), ("log_probs", ["B", "T", "V"]),
    ]

    private static func named(_ name: String, _ shape: [Int], _ models: [GPTConfiguration]) -> [String]? {
        let name = name.hasSuffix(".grad") ? String(name.dropLast(".grad".count)) : name
        guard let axes = axesByName.first(where: { name == $0.end || name.hasSuffix("." + $0.end) })?.axes,
            axes.count == shape.count
        else { return nil }
        func fits(_ c: GPTConfiguration) -> Bool {
            zip(axes, shape).allSatisfy { axis, size in
                switch axis {
                case "V": size == c.vocabularySize
                case "E": size == c.width
                case "3E": size == 3 * c.width
                case "4E": size == 4 * c.width
                case "H": size == c.heads
                case "E/H": size * c.heads == c.width
                case "T": size <= c.context
                default: true
                }
            }
        }
        return models.contains(where: fits) ? axes : nil
    }
}

extension Session {
    /// Bytes that the elements of a tensor take; a view counts what it shows.
    static func bytes(_ tensor: Tensor) -> Int { tensor.count * tensor.dtype.size }
}
