import Bindings
import GPT
import Language
import Presentation
import Tensors
import Text

/// The same for classes of a program's own, at the outputs of their modules.
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

    static func ablate(
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

    static func patch(
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
