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
        /// The sizes of a model that is not made yet.
        var model: GPTConfiguration?
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
            if let value = part.value, let key = try? walk(index, source).value,
                let found = taken(key, of: value)
            {
                return known(found)
            }
            guard let shape = part.shape, !shape.isEmpty, case .int? = try? walk(index, source).value else {
                throw unknown(source.text(expression.range), expression, source)
            }
            (part.value, part.shape) = (nil, Array(shape.dropFirst()))
            return part
        case .slice(let start, let stop, let step):
            let ends = try [start, stop, step].map {
                try $0.map { try walk($0, source).value } ?? .some(.none)
            }
            guard let start = ends[0], let stop = ends[1], let step = ends[2] else {
                throw unknown(source.text(expression.range), expression, source)
            }
            return Part(value: .slice(SliceValue(start: start, stop: stop, step: step)))
        case .ellipsis: return Part(value: .ellipsis)
        case .collection(let kind, let parts):
            let parts = try parts.map { try walk($0, source) }
            var whole = Part(cost: parts.map(\.cost).reduce(CostEstimate(), +))
            let values = parts.compactMap(\.value)
            if values.count == parts.count, kind != .set {
                whole.value = kind == .tuple ? .tuple(values) : .list(values)
            }
            return whole
        case .call(let callee, let arguments): return try call(callee, arguments, expression, source)
        default: throw unknown(source.text(expression.range), expression, source)
        }
    }

    /// A part of something that is there, where taking it computes nothing: of a text or a row, and the view
    /// of a tensor.
    private func taken(_ key: Value, of value: Value) -> Value? {
        switch value {
        case .str, .list, .tuple, .range: break
        default: guard isTensor(value), Self.isPlain(key) else { return nil }
        }
        return Observation.suspended {
            Autograd.withoutGrad { try? Operations.item(value, key) }
        }
    }

    /// Whether a key picks by places and ranges, not by a tensor of numbers.
    private static func isPlain(_ key: Value) -> Bool {
        switch key {
        case .none, .int, .slice, .ellipsis: true
        case .tuple(let tuple): tuple.elements.allSatisfy(isPlain)
        default: false
        }
    }

    /// What a call makes anew, by its shape: `torch.zeros(16, 256)`, `torch.randint(0, V, (16, 256))`.
    private static func created(_ command: Builtin, _ parts: [(name: String?, part: Part)]) -> Part? {
        let random = [
            "randint": true, "zeros": false, "ones": false, "empty": false, "rand": false, "randn": false,
        ]
        guard command.group == "torch", let isWhole = random[command.name] else { return nil }
        let given = parts.filter { $0.name == nil }.compactMap(\.part.value)
        func sizes(_ value: Value?) -> [Int]? {
            switch value {
            case .tuple(let tuple)?: (try? tuple.elements.map(Operations.requireIndex))
            case .list(let list)?: (try? list.elements.map(Operations.requireIndex))
            default: nil
            }
        }
        let named = sizes(parts.first { $0.name == "size" }?.part.value)
        let plain = isWhole ? nil : try? given.map(Operations.requireIndex)
        guard let shape = named ?? given.lazy.compactMap({ sizes($0) }).first ?? plain,
            shape.allSatisfy({ $0 >= 0 })
        else { return nil }
        let count = shape.reduce(1.0) { $0 * Double($1) }
        var part = Part(shape: shape, cost: CostEstimate(traffic: 4 * count, memory: 4 * count, shape: shape))
        let type = parts.first { $0.name == "dtype" }?.part.value
        part.isWholeNumbers = isWhole || ((try? type?.repr()) ?? "").contains("int")
        return part
    }

    // MARK: Calls

    private func call(
        _ callee: Language.Expression, _ trees: [ArgumentTree], _ whole: Language.Expression, _ source: Source
    ) throws -> Part {
        let parts = try trees.map { (name: $0.name, part: try walk($0.value, source)) }
        let arguments = Self.arguments(parts)
        let before = parts.map(\.part.cost).reduce(CostEstimate(), +)
        func result(_ cost: CostEstimate) -> Part { Part(shape: cost.shape, cost: before + cost) }

        if case .attribute(let owner, let method, _) = callee.kind {
            let owner = try walk(owner, source)
            if let made = owner.model, let cost = try CostEstimate.model(made, method, arguments) {
                return result(owner.cost + cost)
            }
            if case .object(let object)? = owner.value,
                let cost = try (object as? any CostEstimating)?.estimate(method, arguments)
            {
                return result(kept(object, method) + cost)
            }
            if let command = command(method, of: owner) {
                if let part = Self.created(command, parts) { return part }
                let operands = (owner.shape == nil ? [] : [(name: nil, part: owner)]) + parts
                return try estimate(command, operands, whole, source)
            }
        }
        if case .name = callee.kind { _ = try walk(callee, source) }
        if case .call = callee.kind {
            let made = try walk(callee, source)
            if let model = made.model, let cost = try CostEstimate.model(model, nil, arguments) {
                return result(made.cost + cost)
            }
        }
        guard let value = try? walk(callee, source).value else {
            throw unknown(source.text(whole.range), whole, source)
        }
        if case .builtin(let command) = value, let part = Self.created(command, parts) { return part }
        if case .builtin(let command) = value, command.cost != nil {
            return try estimate(command, parts, whole, source)
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

    /// What going back keeps of a trainer's numbers, which its steps write over.
    private func kept(_ object: any ScriptObject, _ method: String) -> CostEstimate {
        guard session.keepsUndo, ["run", "step", "update"].contains(method),
            let trainer = object as? TrainerObject
        else { return CostEstimate() }
        let (model, optimizer) = (trainer.trainer.model.module, trainer.trainer.optimizer)
        let written = model.namedParameters().map(\.parameter) + optimizer.state.map(\.tensor)
        let blocks = written.reduce(into: [ObjectIdentifier: Int]()) {
            $0[ObjectIdentifier($1.storage)] = $1.storage.bytes
        }
        let bytes = blocks.values.reduce(0, +)
        guard bytes > 0, session.timeline.keeps(bytes) else { return CostEstimate() }
        return CostEstimate(
            memory: Double(bytes), rows: [["of it for %undo and back", Formatting.memory(bytes)]])
    }

    private func isNumber(_ value: Value) -> Bool {
        switch value {
        case .int, .float: return true
        default: return false
        }
    }

    private func isTensor(_ value: Value) -> Bool { ((try? Tensor.from(value)) ?? nil) != nil }

    private static func arguments(_ parts: [(name: String?, part: Part)]) -> CostArguments {
        CostArguments(all: parts.map { .init(name: $0.name, value: $0.part.value, shape: $0.part.shape) })
    }

    /// The method of a tensor, or the function of a module, under a name.
    private func command(_ name: String, of owner: Part) -> Builtin? {
        if owner.shape != nil, owner.value.map(isTensor) ?? true { return TensorCommands.method(name) }
        guard case .module? = owner.value, let module = owner.value,
            case .builtin(let command)? = session.member(of: module, name)
        else { return nil }
        return command
    }

    /// What a call takes, as the command's declaration says, after what its arguments take.
    private func estimate(
        _ command: Builtin, _ operands: [(name: String?, part: Part)], _ whole: Language.Expression,
        _ source: Source
    ) throws -> Part {
        let cost: CostEstimate?
        var made: GPTConfiguration?
        do {
            let arguments = Self.arguments(operands)
            if command === ModelCommands.model5 { made = try GPTConfiguration(.model5, arguments) }
            if command === ModelCommands.gpt2 { made = try GPTConfiguration(.gpt2, arguments) }
            let model = operands.first { $0.name == "model" } ?? operands.first
            if command === ModelCommands.generate, let c = model?.part.model {
                cost = try .generating(c, session, arguments)
            } else {
                cost = try command.cost?(session.interpreter, arguments)
            }
        } catch let error as ScriptError where error.range == nil {
            var placed = error
            (placed.range, placed.source) = (whole.range, source)
            throw placed
        }
        guard let cost else { throw unknown(source.text(whole.range), whole, source) }
        let before = operands.map(\.part.cost).reduce(CostEstimate(), +)
        return Part(shape: cost.shape, cost: before + cost, model: made)
    }

    private func product(_ a: Part, _ b: Part, _ whole: Language.Expression, _ source: Source) throws -> Part
    {
        guard let matmul = TensorCommands.method("matmul") else {
            throw unknown(source.text(whole.range), whole, source)
        }
        return try estimate(matmul, [(nil, a), (nil, b)], whole, source)
    }

    private func elementwise(_ parts: [Part], _ whole: Language.Expression, _ source: Source) throws -> Part {
        for part in parts where part.shape == nil && part.value == nil {
            throw unknown(source.text(whole.range), whole, source)
        }
        let cost = try Costs.elementwise(parts.map { $0.shape ?? [] })
        return Part(shape: cost.shape, cost: parts.map(\.cost).reduce(CostEstimate(), +) + cost)
    }

    private func unknown(_ text: String, _ expression: Language.Expression?, _ source: Source? = nil)
        -> ScriptError
    {
        ScriptError(
            "ValueError",
            "the cost of '\(Formatting.visible(String(text.prefix(60))))' is not known beforehand",
            details: [
                "known are: trainer.run(n), trainer.step(), models and modules called with tensors that are "
                    + "there,",
                "generate(model, prompt, n), Model5(…), GPT2(…) and calls of them, and products "
                    + "and sums of tensors such as X @ W",
            ], hint: "%cost trainer.run(501)", range: expression?.range, source: source)
    }
}
