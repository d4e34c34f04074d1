import Bindings
import GPT
import Neural
import Language
import Tensors

/// A model that a program built of `nn.Module`, as the engine trains it and samples from it.
///
/// Its forward takes ids [B, T] and gives logits or log-probabilities [B, T, V]. One that takes targets as
/// well, `forward(self, idx, targets=None)`, gives scores and a loss, as nanoGPT's does.
final class ProgramModel: ModuleLanguageModel {
    private let value: Value
    private unowned let interpreter: Interpreter

    /// - Throws: TypeError for a module without a forward.
    init(_ object: ModuleObject, _ interpreter: Interpreter) throws {
        (value, self.interpreter) = (object.scriptValue, interpreter)
        super.init(object.module, contextLength: try ProgramModel.contextLength(object))
        guard try forward() != nil else {
            throw ScriptError(
                "TypeError", "\(object.typeName) has no forward: a model maps ids [B, T] to scores [B, T, V]",
                hint: "def forward(self, X): …", exceptionClass: "NotImplementedError")
        }
    }

    private func forward() throws -> Value? { try Operations.attribute(value, Symbol("forward")) }

    /// The longest sequence as the model says it itself, under the name of this project or nanoGPT's, or else
    /// that of the windows it was trained on.
    private static func contextLength(_ object: ModuleObject) throws -> Int? {
        func length(_ owner: Value) throws -> Int? {
            for name in ["seq_len", "block_size"] {
                if case .int(let length)? = try Operations.attribute(owner, Symbol(name)), length > 0 {
                    return length
                }
            }
            return nil
        }
        if let own = try length(object.scriptValue) { return own }
        if let config = try Operations.attribute(object.scriptValue, Symbol("config")),
            let length = try length(config)
        {
            return length
        }
        return object.trainedLength
    }

    /// Whether forward has a place for targets behind the ids.
    private func takesTargets() throws -> Bool {
        guard case .boundMethod(let method)? = try forward(), case .function(let function) = method.function,
            function.parameterNames.count > 2
        else { return false }
        return ["target", "targets", "label", "labels", "y", "Y"].contains(function.parameterNames[2])
    }

    override func run(_ ids: Tensor, _ targets: Tensor?) throws -> (scores: Tensor, loss: Tensor?) {
        let takesTargets = try targets != nil && takesTargets()
        let arguments = [ids.scriptValue] + (takesTargets ? [targets?.scriptValue ?? .none] : [])
        let result = try Operations.call(value, Arguments(arguments), interpreter)
        if let scores = try Tensor.from(result) { return (scores, nil) }
        guard case .tuple(let pair) = result, pair.elements.count == 2,
            let scores = try Tensor.from(pair.elements[0])
        else { throw refusal("a \(result.typeName)") }
        if pair.elements[1].isNone { return (scores, nil) }
        guard targets != nil else { return (scores, nil) }
        guard takesTargets, let loss = try Tensor.from(pair.elements[1]) else {
            throw refusal("a pair, and takes no targets that the second could be the loss of")
        }
        computesLoss = true
        return (scores, loss)
    }

    /// Whether its forward has been seen to compute the loss.
    private var computesLoss = false

    private func refusal(_ what: String) -> ScriptError {
        ScriptError(
            "TypeError", "\(typeName) gave \(what), where a language model gives scores",
            hint: "return logits [B, T, V], or (logits, loss) from forward(self, X, targets=None)")
    }

    /// What its result was taken for, in a sentence; nil before its first pass.
    var remark: String? {
        if computesLoss { return "\(typeName) computes its loss itself" }
        return switch scores {
        case .logits: "\(typeName) gives logits: the loss is cross_entropy"
        case .logProbabilities: "\(typeName) gives log-probabilities: the loss is nll_loss"
        case nil: nil
        }
    }
}

extension ModuleObject {
    /// The module as a language model: a GPT itself, any other with its forward.
    ///
    /// - Throws: TypeError for a module without a forward.
    func languageModel(_ interpreter: Interpreter) throws -> any LanguageModel {
        if let model = module as? GPT { return model }
        return try ProgramModel(self, interpreter)
    }
}

/// Looks into one pass of a model of a program's own: at what each of its modules gives, under its path, as
/// forward hooks on all of them would.
enum ModuleTrace {
    /// Runs `body` without recording and in eval mode, and asks `watch` at each result of a module below.
    ///
    /// - Parameter watch: gets path and result, and says what the pass goes on with.
    /// - Throws: what the model, `watch` and `body` throw.
    static func run<Result>(
        _ object: ModuleObject, watch: @escaping (String, Value) throws -> Value,
        _ body: () throws -> Result
    ) throws -> Result {
        let modules = try paths(of: object)
        let training = object.module.namedModules().map { ($0.module, $0.module.isTraining) }
        defer {
            for (_, object) in modules { object.watch = nil }
            for (module, flag) in training { module.setTraining(flag) }
        }
        for (path, object) in modules { object.watch = { try watch(path, $0) } }
        object.module.eval()
        return try Autograd.withoutGrad(body)
    }

    /// The modules below one, each once, under the first path that leads there.
    static func paths(of object: ModuleObject) throws -> [(path: String, object: ModuleObject)] {
        var (found, seen): ([(String, ModuleObject)], [ModuleObject]) = ([], [])
        func walk(_ path: String, _ object: ModuleObject) throws {
            guard !seen.contains(where: { $0 === object }) else { return }
            seen.append(object)
            if !path.isEmpty { found.append((path, object)) }
            for (name, value) in object.childList {
                guard let child = try ModuleObject.from(value) else { continue }
                try walk(path.isEmpty ? name : path + "." + name, child)
            }
        }
        try walk("", object)
        return found
    }

    /// Runs a model of a program's own over ids [B, T] and keeps what its modules give.
    ///
    /// - Throws: what the model throws.
    static func trace(_ object: ModuleObject, _ ids: Tensor, _ interpreter: Interpreter) throws -> Trace {
        let trace = Trace(), model = try ProgramModel(object, interpreter)
        let scores = try run(object) { path, value in
            try keep(value, path, in: trace)
            return value
        } _: {
            try model.run(ids, nil).scores
        }
        let isScores = scores.rank == 3 && Array(scores.shape.dropLast()) == ids.shape
        let kind = isScores && scores.dtype.isFloatingPoint ? try ScoreKind.of(scores) : nil
        trace.keep(kind == .logits ? "logits" : kind == .logProbabilities ? "log_probs" : "output", scores)
        return trace
    }

    /// A result under its module's path: the parts of a tuple by their places, a second call as `name#2`.
    private static func keep(_ value: Value, _ path: String, in trace: Trace) throws {
        if let tensor = try Tensor.from(value) {
            var (name, count) = (path, 1)
            while trace[name] != nil {
                count += 1
                name = "\(path)#\(count)"
            }
            trace.keep(name, tensor.detachedView())
        } else if case .tuple(let tuple) = value {
            for (index, part) in tuple.elements.enumerated() {
                try keep(part, "\(path)[\(index)]", in: trace)
            }
        }
    }
}
