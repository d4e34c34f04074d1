import Bindings
import Foundation
import GPT
import Language
import Presentation
import Tensors
import Training

/// Walks through an expression and adds up what it will take. Nothing is computed: names are looked up, and
/// shapes follow from shapes.
struct CostEvaluator {
    let session: Session

    /// What is known of a part: its value if it is there already, its shape, and what it takes to get it.
    private struct Part {
        var value: Value?
        var shape: [Int]?
        var cost = CostEstimate()
        var isWholeNumbers = false
    }

    /// - Throws: ValueError that quotes the part whose cost is not known.
    func estimate(_ source: String) throws -> CostEstimate {
        let program = Source(source)
        guard case .complete(let tree) = Parser.parse(program), let statement = tree.statements.last,
            let expression = Self.expression(of: statement)
        else {
            throw unknown(source, nil)
        }
        let part = try walk(expression, program)
        if part.value != nil, part.cost.operations == 0, part.cost.memory == 0 {
            // A bare name: a trainer stands for its step, a model for a pass over its context.
            if case .object(let object)? = part.value {
                if let trainer = object as? TrainerObject { return trainer.steps(1) }
                if let model = object as? ModelObject {
                    return .forward(
                        model.model.configuration, batch: 16, length: model.model.configuration.context)
                }
            }
            return CostEstimate(shape: part.shape)
        }
        return part.cost
    }

    private static func expression(of statement: Statement) -> Language.Expression? {
        switch statement.kind {
        case .expression(let expression), .assign(_, let expression): return expression
        default: return nil
        }
    }

    private func known(_ value: Value) -> Part {
        var part = Part(value: value)
        if let tensor = (try? Tensor.from(value)) ?? nil {
            (part.shape, part.isWholeNumbers) = (tensor.shape, !tensor.dtype.isFloatingPoint)
        }
        return part
    }

    private func walk(_ expression: Language.Expression, _ source: Source) throws -> Part {
        switch expression.kind {
        case .int(let number): return known(.int(number))
        case .float(let number): return known(.float(number))
        case .string(let text): return known(.string(text))
        case .bool(let flag): return known(.bool(flag))
        case .none: return known(.none)
        case .name(let name):
            guard let value = session.resolve([name]) else {
                let near =
                    Suggestions.best(for: name, among: session.names()).map { ". Did you mean '\($0)'?" }
                    ?? ""
                throw ScriptError(
                    "NameError", "name '\(name)' is not defined" + near, range: expression.range,
                    source: source)
            }
            return known(value)
        case .attribute(let owner, let name, _):
            let owner = try walk(owner, source)
            if let value = owner.value, let found = session.member(of: value, name) { return known(found) }
            guard let shape = owner.shape else {
                throw unknown(source.text(expression.range), expression, source)
            }
            if name == "T", shape.count == 2 { return Part(shape: shape.reversed(), cost: owner.cost) }
            throw unknown(source.text(expression.range), expression, source)
        case .unary(_, let inner):
            let part = try walk(inner, source)
            if case .int(let number)? = part.value, number != .min { return known(.int(-number)) }
            return try elementwise([part], expression, source)
        case .binary(.matrixMultiply, let a, let b):
            return try product(walk(a, source), walk(b, source), expression, source)
        case .binary(let operation, let a, let b):
            let (left, right) = (try walk(a, source), try walk(b, source))
            if let x = left.value, let y = right.value, isNumber(x), isNumber(y) {
                return known(try Operations.binary(operation, x, y))
            }
            return try elementwise([left, right], expression, source)
        case .subscripted(let owner, let index):
            var part = try walk(owner, source)
            guard let shape = part.shape, !shape.isEmpty, case .int? = try? walk(index, source).value else {
                throw unknown(source.text(expression.range), expression, source)
            }
            (part.value, part.shape) = (nil, Array(shape.dropFirst()))
            return part
        case .collection(_, let parts):
            return Part(cost: try parts.map { try walk($0, source).cost }.reduce(CostEstimate(), +))
        case .call(let callee, let arguments): return try call(callee, arguments, expression, source)
        default: throw unknown(source.text(expression.range), expression, source)
        }
    }

    // MARK: Calls

    private func call(
        _ callee: Language.Expression, _ trees: [ArgumentTree], _ whole: Language.Expression, _ source: Source
    ) throws -> Part {
        let parts = try trees.map { (name: $0.name, part: try walk($0.value, source)) }
        let arguments = CostArguments(
            all: parts.map { .init(name: $0.name, value: $0.part.value, shape: $0.part.shape) })
        let before = parts.map(\.part.cost).reduce(CostEstimate(), +)
        func result(_ cost: CostEstimate) -> Part { Part(shape: cost.shape, cost: before + cost) }

        if case .attribute(let owner, let method, _) = callee.kind {
            let owner = try walk(owner, source)
            if case .object(let object)? = owner.value,
                let cost = try (object as? any CostEstimating)?.estimate(method, arguments)
            {
                return result(cost)
            }
            if owner.shape != nil, owner.value.map(isTensor) ?? true {
                return try operation(method, [owner] + parts.map(\.part), whole, source)
            }
            if case .module? = owner.value { return try operation(method, parts.map(\.part), whole, source) }
        }
        if case .name = callee.kind { _ = try walk(callee, source) }
        guard let value = try? walk(callee, source).value else {
            throw unknown(source.text(whole.range), whole, source)
        }
        if case .builtin(let command) = value,
            let cost = try CostEvaluator.commands[command.name]?(session, arguments)
        {
            return result(cost)
        }
        if case .object(let object) = value,
            let cost = try (object as? any CostEstimating)?.estimate(nil, arguments)
        {
            return result(cost)
        }
        if let module = (try? ModuleObject.from(value))?.module, let shape = arguments.all.first?.shape {
            return result(
                CostEstimate.module(module, shape)
                    ?? .unknownModule(module, shape, isTokens: parts.first?.part.isWholeNumbers ?? false))
        }
        throw unknown(source.text(whole.range), whole, source)
    }

    private func isNumber(_ value: Value) -> Bool {
        switch value {
        case .int, .float: return true
        default: return false
        }
    }

    private func isTensor(_ value: Value) -> Bool { ((try? Tensor.from(value)) ?? nil) != nil }

    /// Commands of the short register, by name.
    private static let commands: [String: @Sendable (Session, CostArguments) throws -> CostEstimate?] = [
        "generate": { session, arguments in
            guard case .object(let object)? = arguments.find(0, "model")?.value,
                let model = object as? ModelObject,
                let count = try arguments.int(2, "n", default: 100), count >= 0
            else { return nil }
            // A text's tokens are counted where a tokenizer is loaded, else by the usual four letters a
            // token.
            let text = arguments.text(1, "prompt")
            let counted = text.flatMap { text in
                session.tokenizerAtHand(vocabulary: nil).map { $0.encode(text).count }
            }
            let prompt =
                counted ?? text.map { max(1, $0.utf8.count / 4) } ?? arguments.shape(1, "prompt")?.last ?? 1
            return try .generation(model.model.configuration, prompt: prompt, count: count, arguments)
        },
        "Model5": { _, arguments in try construction(.model5, arguments) },
        "GPT2": { _, arguments in try construction(.gpt2, arguments) },
    ]

    private static func construction(_ preset: GPTConfiguration, _ arguments: CostArguments) throws
        -> CostEstimate
    {
        var c = preset
        c.vocabularySize = try arguments.int(0, "n_vocab", default: c.vocabularySize) ?? c.vocabularySize
        c.width = try arguments.int(1, "embed_dim", default: c.width) ?? c.width
        c.blocks = try arguments.int(2, "n_blocks", default: c.blocks) ?? c.blocks
        c.heads = try arguments.int(3, "n_heads", default: c.heads) ?? c.heads
        c.context = try arguments.int(4, "seq_len", default: c.context) ?? c.context
        if let tied = arguments.text(5, "tied") {
            c.tied = try GPTConfiguration.Tied.from(.string(tied)) ?? c.tied
        }
        try c.check()
        let bytes = 4 * Double(c.parameterCount)
        let run = MemoryPlan.Run(batch: 16, length: c.context)
        let step = CostEstimate.steps(1, StepCost(c, run), MemoryPlan(c, run), measured: nil)
        return CostEstimate(
            operations: 20 * Double(c.parameterCount), traffic: bytes, memory: bytes,
            rows: [
                ["parameters", Words.grouped(c.parameterCount)],
                [
                    "a step, 16 × \(c.context)",
                    "about \(Words.duration(step.duration)), "
                        + "\(Words.memory(Int(min(step.memory, 9e18)))), "
                        + "\(Words.operations(step.operations))",
                ],
            ])
    }

    // MARK: Operations on tensors

    private static let makers: Set<String> = ["ones", "zeros", "rand", "randn", "empty"]
    private static let products: Set<String> = ["matmul", "mm", "bmm", "__matmul__"]
    private static let elementwiseNames: Set<String> = [
        "exp", "log", "sqrt", "abs", "relu", "gelu", "tanh", "sigmoid", "softmax", "log_softmax", "sin",
        "cos", "add", "sub", "mul", "div", "pow",
        "clone", "contiguous", "masked_fill", "clamp", "layer_norm", "dropout", "to", "float", "double",
        "cumsum", "where",
    ]

    private func operation(_ name: String, _ operands: [Part], _ whole: Language.Expression, _ source: Source)
        throws -> Part
    {
        let sizes = operands.compactMap { operand -> Int? in
            if case .int(let size)? = operand.value { return size } else { return nil }
        }
        if CostEvaluator.makers.contains(name), !sizes.isEmpty, sizes.count == operands.count,
            let count = try? Shape.count(sizes)
        {
            let bytes = 4 * Double(count)
            return Part(
                shape: sizes,
                cost: CostEstimate(operations: Double(count), traffic: bytes, memory: bytes, shape: sizes))
        }
        if CostEvaluator.products.contains(name), operands.count >= 2 {
            return try product(operands[0], operands[1], whole, source)
        }
        if CostEvaluator.elementwiseNames.contains(name), operands.first?.shape != nil {
            return try elementwise(Array(operands.prefix(1)), whole, source)
        }
        throw unknown(source.text(whole.range), whole, source)
    }

    private func product(_ a: Part, _ b: Part, _ whole: Language.Expression, _ source: Source) throws -> Part
    {
        guard let x = a.shape, let y = b.shape, let inner = x.last, !y.isEmpty else {
            throw unknown(source.text(whole.range), whole, source)
        }
        let rows = y.count >= 2 ? y[y.count - 2] : y[0]
        guard inner == rows else {
            throw ScriptError(
                "ShapeError", "these cannot be multiplied: \(inner) columns and \(rows) rows",
                details: ["left \(Shape.description(x))     right \(Shape.description(y))"],
                range: whole.range, source: source, exceptionClass: "RuntimeError")
        }
        let columns = y.count >= 2 ? y[y.count - 1] : 1
        let left = x.reduce(1.0) { $0 * Double($1) }, right = y.reduce(1.0) { $0 * Double($1) }
        let batch =
            y.count > 2 && x.count > 2
            ? 1.0 : y.count > 2 ? y.dropLast(2).reduce(1.0) { $0 * Double($1) } : 1.0
        let front = x.count >= 2 ? Array(x.dropLast()) : []
        let shape =
            (y.count > 2 && x.count <= 2 ? Array(y.dropLast(2)) : []) + front
            + (y.count >= 2 ? [columns] : [])
        let size = shape.reduce(1.0) { $0 * Double($1) }
        let cost = CostEstimate(
            operations: 2 * left * batch * Double(columns), traffic: 4 * (left + right + size),
            memory: 4 * size, shape: shape)
        return Part(shape: shape, cost: a.cost + b.cost + cost)
    }

    private func elementwise(_ parts: [Part], _ whole: Language.Expression, _ source: Source) throws -> Part {
        var shape: [Int] = []
        for part in parts {
            if let own = part.shape {
                shape = try Shape.broadcast(shape, own, for: "this")
            } else if part.value == nil {
                throw unknown(source.text(whole.range), whole, source)
            }
        }
        let size = shape.reduce(1.0) { $0 * Double($1) }
        let before = parts.map(\.cost).reduce(CostEstimate(), +)
        return Part(
            shape: shape,
            cost: before
                + CostEstimate(
                    operations: size, traffic: 4 * size * Double(parts.count + 1), memory: 4 * size,
                    shape: shape))
    }

    private func unknown(_ text: String, _ expression: Language.Expression?, _ source: Source? = nil)
        -> ScriptError
    {
        ScriptError(
            "ValueError", "the cost of '\(Words.visible(String(text.prefix(60))))' is not known beforehand",
            details: [
                "known are: trainer.run(n), trainer.step(), models and modules called with tensors that are "
                    + "there, generate(model, prompt, n),",
                "Model5(…), GPT2(…), and products and sums of tensors such as X @ W",
            ], hint: "%cost trainer.run(501)", range: expression?.range, source: source)
    }
}
