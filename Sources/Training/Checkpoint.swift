import Foundation
import GPT
import Neural
import Tensors
import Text

/// A run on disk, in one safetensors file: parameters, optimizer, step, samplers, random state and history.
///
/// Stop, save, load, go on gives the same bits as never having stopped.
public enum Checkpoint {
    private struct Words: Codable {
        var format = 1
        /// The sizes of a GPT; nil where the model is a program's own class.
        var configuration: Configuration?
        /// The name of that class.
        var modelClass: String?
        var optimizer: String
        /// Settings of the first group of parameters.
        var settings: [String: Double]
        /// Those of every group; nil in files from before there were groups.
        var groups: [[String: Double]]?
        var steps: Int
        var tokens: Int
        var sampler: SamplerState
        var test: SamplerState?
        /// Starts of the windows that were drawn but not yet trained on, batch after batch: a step's
        /// gradients are not saved, it starts over.
        var pending: [Int]?
        /// Batches in a step; nil in files from before there was a choice: 1.
        var accumulate: Int?
        /// Generators apart from the first (the training sampler's): true where the test sampler has its own.
        var testHasOwnGenerator: Bool
        /// The layers of the norms that were watched, by kind; nil where there are none.
        var norms: [String: [String]]?
        /// What was being watched, and at every how many steps.
        var watched: [String: Int]?
    }

    /// The configuration in the words of the file.
    public struct Configuration: Codable, Equatable {
        var name: String, vocabularySize: Int, width: Int, heads: Int, blocks: Int, context: Int
        var tied: String, gelu: String, scalesLogits: Bool, returnsLogProbabilities: Bool,
            initialisation: String

        init(_ c: GPTConfiguration) {
            (name, vocabularySize, width, heads, blocks, context) = (
                c.name, c.vocabularySize, c.width, c.heads, c.blocks, c.context
            )
            (tied, gelu) = (c.tied.rawValue, c.gelu == .erf ? "erf" : "tanh")
            (scalesLogits, returnsLogProbabilities, initialisation) = (
                c.scalesLogits, c.returnsLogProbabilities, c.initialisation.rawValue
            )
        }

        func configuration() throws -> GPTConfiguration {
            guard let tied = GPTConfiguration.Tied(rawValue: tied),
                let start = GPTConfiguration.Initialisation(rawValue: initialisation),
                ["erf", "tanh"].contains(gelu)
            else {
                throw TensorError(.value, "the checkpoint describes a model that this version does not know")
            }
            var c = GPTConfiguration.model5
            (c.name, c.vocabularySize, c.width, c.heads, c.blocks, c.context) = (
                name, vocabularySize, width, heads, blocks, context
            )
            (c.tied, c.gelu, c.initialisation) = (tied, gelu == "erf" ? .erf : .tanh, start)
            (c.scalesLogits, c.returnsLogProbabilities) = (scalesLogits, returnsLogProbabilities)
            return c
        }
    }

    // MARK: Models

    /// Writes a model alone.
    ///
    /// - Throws: RuntimeError for a file that cannot be written.
    public static func save(_ model: GPT, to url: URL) throws {
        var file = Safetensors(tensors: parameters(model))
        file.metadata["lagado.model"] = try text(Configuration(model.configuration))
        try file.write(to: url)
    }

    /// The model of a file that `save` wrote (of a model or of a whole run).
    ///
    /// - Throws: ValueError for a file that holds none, or one that is damaged.
    public static func model(from url: URL) throws -> GPT { try model(Safetensors(contentsOf: url), url) }

    private static func model(_ file: Safetensors, _ url: URL) throws -> GPT {
        guard let words = file.metadata["lagado.model"] else {
            if let run = file.metadata["lagado.run"], let name = try read(Words.self, run).modelClass {
                throw TensorError(
                    .value,
                    "\(url.lastPathComponent) holds a run of the class \(name), not the class",
                    hint: "model = \(name)(…), a Trainer over it, and trainer.load(path)")
            }
            throw TensorError(
                .value,
                "\(url.lastPathComponent) was not saved by Lagado: it does not say what model it holds")
        }
        let configuration = try read(Configuration.self, words).configuration()
        try configuration.check()
        let model = try GPT(configuration, generator: Generator(seed: 0))
        try load(file, into: model)
        return model
    }

    /// Puts the parameters of a file into a model of the same sizes.
    ///
    /// - Throws: RuntimeError for names and shapes that do not fit; the model has not changed then.
    public static func load(_ url: URL, into model: any LanguageModel) throws {
        try load(Safetensors(contentsOf: url), into: model)
    }

    private static func load(_ file: Safetensors, into model: any LanguageModel) throws {
        let own = file.tensors.filter { $0.name.hasPrefix("model.") }.map {
            (String($0.name.dropFirst(6)), $0.tensor)
        }
        try model.module.loadStateDictionary(Dictionary(own, uniquingKeysWith: { $1 }))
    }

    private static func parameters(_ model: any LanguageModel) -> [(name: String, tensor: Tensor)] {
        model.module.stateDictionary().map { ("model." + $0.name, $0.tensor) }
    }

    // MARK: Runs

    /// Writes everything that decides how the run goes on.
    ///
    /// - Throws: RuntimeError for a file that cannot be written.
    public static func save(_ trainer: Trainer, to url: URL) throws {
        let optimizer = trainer.optimizer
        let generator = trainer.batches.generator
        let testGenerator = trainer.test.flatMap { $0.generator === generator ? nil : $0.generator }
        // A class of a program's own may draw numbers in its forward.
        let isStandardApart =
            !(trainer.model is GPT) && generator !== Generator.standard
            && testGenerator !== Generator.standard
        let groups = optimizer.groups.map { group in
            Dictionary(
                uniqueKeysWithValues: type(of: optimizer).settingNames.map { ($0, group.settings[$0] ?? 0) })
        }
        var words = Words(
            configuration: configuration(of: trainer.model),
            modelClass: trainer.model is GPT ? nil : trainer.model.typeName, optimizer: optimizer.typeName,
            settings: groups.first ?? [:], groups: groups,
            steps: optimizer.steps,
            tokens: trainer.history.tokens, sampler: trainer.batches.sampler.state,
            test: trainer.test?.sampler.state,
            pending: trainer.present.batches.flatMap(\.starts), accumulate: trainer.accumulate,
            testHasOwnGenerator: testGenerator != nil)
        var file = Safetensors(tensors: parameters(trainer.model))
        file.tensors += optimizer.state.map { ("optimizer.\($0.index).\($0.name)", $0.tensor) }
        file.tensors.append(("generator", try tensor(generator)))
        if let testGenerator { file.tensors.append(("generator.test", try tensor(testGenerator))) }
        if isStandardApart { file.tensors.append(("generator.standard", try tensor(Generator.standard))) }
        let history = trainer.history
        file.tensors.append(("history.losses", try Tensor(history.losses)))
        file.tensors.append(("history.test_steps", try Tensor(history.testLosses.map { Int64($0.step) })))
        file.tensors.append(("history.test_losses", try Tensor(history.testLosses.map(\.loss))))
        file.tensors.append(
            (
                "history.times",
                try Tensor(
                    history.times.flatMap { [$0.sample, $0.forward, $0.loss, $0.backward, $0.update] },
                    [history.times.count, 5])
            ))
        for (kind, norms) in history.norms {
            words.norms = (words.norms ?? [:]).merging([kind.rawValue: norms.layers]) { $1 }
            let name = "history.norms.\(kind.rawValue)"
            file.tensors.append(("\(name).steps", try Tensor(norms.steps.map { Int64($0) })))
            file.tensors.append(
                (name, try Tensor(norms.norms.flatMap { $0 }, [norms.steps.count, norms.layers.count])))
        }
        if !trainer.watched.isEmpty {
            words.watched = Dictionary(
                uniqueKeysWithValues: trainer.watched.map { ($0.key.rawValue, $0.value) })
        }
        if let configuration = words.configuration {
            file.metadata["lagado.model"] = try text(configuration)
        }
        file.metadata["lagado.run"] = try text(words)
        try file.write(to: url)
    }

    private static func configuration(of model: any LanguageModel) -> Configuration? {
        (model as? GPT).map { Configuration($0.configuration) }
    }

    /// Puts a saved run into a trainer built over the same text, model sizes and optimizer. Everything is
    /// checked before anything is changed.
    ///
    /// - Throws: ValueError for a file that holds no run, one that is damaged, and one that was saved with
    ///   another model, optimizer, text or batch; RuntimeError for parameters that do not fit.
    public static func load(_ url: URL, into trainer: Trainer) throws {
        let file = try Safetensors(contentsOf: url)
        guard let text = file.metadata["lagado.run"] else {
            throw TensorError(
                .value, "\(url.lastPathComponent) holds no run", hint: "the file that trainer.save(…) wrote")
        }
        let words = try read(Words.self, text)
        let tensors = file.dictionary
        func refuse(_ what: String, _ saved: String, _ here: String) -> TensorError {
            TensorError(
                .value, "\(url.lastPathComponent) was saved with another \(what)",
                details: ["saved: \(saved)     here: \(here)"])
        }
        let own = configuration(of: trainer.model)
        guard words.configuration == own, own != nil || words.modelClass == trainer.model.typeName else {
            throw refuse(
                "model", words.configuration.map(describe) ?? words.modelClass ?? "unknown",
                own.map(describe) ?? trainer.model.typeName)
        }
        guard words.optimizer == trainer.optimizer.typeName else {
            throw refuse("optimizer", words.optimizer, trainer.optimizer.typeName)
        }
        guard (words.accumulate ?? 1) == trainer.accumulate else {
            throw refuse(
                "number of batches in a step", "accumulate=\(words.accumulate ?? 1)",
                "accumulate=\(trainer.accumulate)")
        }
        guard (words.test == nil) == (trainer.test == nil) else {
            throw refuse("test set", words.test == nil ? "none" : "one", trainer.test == nil ? "none" : "one")
        }
        guard let generator = tensors["generator"], let losses = tensors["history.losses"],
            let testSteps = tensors["history.test_steps"],
            let testLosses = tensors["history.test_losses"], let times = tensors["history.times"],
            generator.shape == [628],
            testSteps.count == testLosses.count, times.shape == [losses.count, 5], losses.dtype == .float64,
            times.dtype == .float64
        else {
            throw TensorError(
                .value, "\(url.lastPathComponent) is incomplete: its random state or history is missing")
        }
        var optimizerState: [(index: Int, name: String, tensor: Tensor)] = []
        for (name, tensor) in file.tensors where name.hasPrefix("optimizer.") {
            let parts = name.split(separator: ".")
            guard parts.count == 3, let index = Int(parts[1]) else { continue }
            optimizerState.append((index, String(parts[2]), tensor))
        }
        guard let settings = settings(words, trainer.optimizer) else {
            throw refuse(
                "number of parameter groups", String(words.groups?.count ?? 1),
                String(trainer.optimizer.groups.count))
        }
        let counts = [words.steps, words.tokens, words.sampler.epoch, words.sampler.windows]
        let numbers = words.settings.values + (words.groups ?? []).flatMap(\.values)
        guard counts.allSatisfy({ (0...1 << 53).contains($0) }),
            numbers.allSatisfy({ $0.isFinite && $0 >= 0 })
        else {
            throw TensorError(
                .value, "\(url.lastPathComponent) is damaged: a number in its description is out of range")
        }
        let before = (trainer.batches.sampler.state, trainer.test?.sampler.state)
        let optimizerBefore = (state: trainer.optimizer.state, steps: trainer.optimizer.steps)
        do {
            try trainer.batches.sampler.restore(words.sampler)
            if let state = words.test { try trainer.test?.sampler.restore(state) }
            let pending = try Checkpoint.batches(words.pending ?? [], trainer)
            try trainer.optimizer.restore(optimizerState, steps: words.steps)
            try load(file, into: trainer.model)
            trainer.present = Trainer.Step(batches: pending)
        } catch {
            try? trainer.batches.sampler.restore(before.0)
            if let state = before.1 { try? trainer.test?.sampler.restore(state) }
            try? trainer.optimizer.restore(optimizerBefore.state, steps: optimizerBefore.steps)
            throw error
        }
        for (group, settings) in zip(trainer.optimizer.groups, settings) { group.settings = settings }
        trainer.batches.generator.snapshot = try generator.elements(Int64.self).map { UInt64(bitPattern: $0) }
        if words.testHasOwnGenerator, let state = tensors["generator.test"] {
            trainer.test?.generator.snapshot = try state.elements(Int64.self).map { UInt64(bitPattern: $0) }
        }
        if let state = tensors["generator.standard"], state.shape == [628] {
            Generator.standard.snapshot = try state.elements(Int64.self).map { UInt64(bitPattern: $0) }
        }
        var history = History()
        history.losses = try losses.elements(Double.self)
        history.testLosses = Array(
            zip(try testSteps.elements(Int64.self).map(Int.init), try testLosses.elements(Double.self)).map {
                (step: $0, loss: $1)
            })
        let seconds = try times.elements(Double.self)
        history.times = (0..<history.losses.count).map { row in
            var entry = StepTimes()
            (entry.sample, entry.forward, entry.loss) = (
                seconds[row * 5], seconds[row * 5 + 1], seconds[row * 5 + 2]
            )
            (entry.backward, entry.update) = (seconds[row * 5 + 3], seconds[row * 5 + 4])
            return entry
        }
        history.tokens = words.tokens
        for (name, layers) in words.norms ?? [:] {
            guard let kind = Watch(rawValue: name), let norms = tensors["history.norms.\(name)"],
                let steps = tensors["history.norms.\(name).steps"], norms.dtype == .float64,
                norms.shape == [steps.count, layers.count]
            else { continue }
            let numbers = try norms.elements(Double.self)
            var entry = WatchedNorms(layers)
            entry.steps = try steps.to(.int64).elements(Int64.self).map(Int.init)
            entry.norms = entry.steps.indices.map {
                Array(numbers[$0 * layers.count..<($0 + 1) * layers.count])
            }
            history.norms[kind] = entry
        }
        trainer.watched = Dictionary(
            uniqueKeysWithValues: (words.watched ?? [:]).compactMap { name, every in
                Watch(rawValue: name).flatMap { every > 0 ? ($0, every) : nil }
            })
        trainer.history = history
    }

    /// The settings of each of the optimizer's groups as they were saved; nil where there are others in
    /// number. Files from before there were groups say the rate and the decay of one.
    private static func settings(_ words: Words, _ optimizer: Optimizer) -> [OptimizerSettings]? {
        let saved =
            words.groups ?? [words.settings.filter { ["lr", "weight_decay"].contains($0.key) }]
        guard saved.count == optimizer.groups.count else { return nil }
        return zip(optimizer.groups, saved).map { group, saved in
            var settings = group.settings
            for (name, value) in saved { settings[name] = value }
            return settings
        }
    }

    /// The batches of an unfinished step from the starts of all their windows.
    private static func batches(_ starts: [Int], _ trainer: Trainer) throws -> [Batch] {
        let size = trainer.batches.sampler.shape.batchSize
        guard starts.count <= size * trainer.accumulate, starts.count % size == 0 else {
            throw TensorError(
                .value,
                "the checkpoint's unfinished step has \(starts.count) windows, batches here have \(size)")
        }
        return try stride(from: 0, to: starts.count, by: size).map {
            try trainer.batches.at(Array(starts[$0..<$0 + size]))
        }
    }

    private static func describe(_ c: Configuration) -> String {
        "\(c.name)(n_vocab=\(c.vocabularySize), embed_dim=\(c.width), n_heads=\(c.heads), "
            + "n_blocks=\(c.blocks), seq_len=\(c.context), tied=\"\(c.tied)\")"
    }

    private static func tensor(_ generator: Generator) throws -> Tensor {
        try Tensor(generator.snapshot.map { Int64(bitPattern: $0) })
    }

    private static func text<Value: Encodable>(_ value: Value) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }

    private static func read<Value: Decodable>(_: Value.Type, _ text: String) throws -> Value {
        do { return try JSONDecoder().decode(Value.self, from: Data(text.utf8)) } catch {
            throw TensorError(
                .value, "the checkpoint's description cannot be read: it is damaged, or from another version")
        }
    }
}
