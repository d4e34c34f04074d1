import Language
import Tensors

/// Positions of a dataset in order or at random: `SequentialSampler`, `RandomSampler`.
final class IndexSampler: Restorable {
    private let source: Value
    private let isRandom: Bool
    private let replacement: Bool
    private let samples: Int?
    private let generator: GeneratorObject?

    init(
        _ source: Value, isRandom: Bool, replacement: Bool = false, samples: Int? = nil,
        generator: GeneratorObject? = nil
    ) {
        (self.source, self.isRandom, self.replacement, self.samples, self.generator) = (
            source, isRandom, replacement, samples, generator
        )
    }

    var typeName: String { isRandom ? "RandomSampler" : "SequentialSampler" }
    package var scriptClass: ScriptClass? { isRandom ? IndexSampler.randomType : IndexSampler.sequentialType }
    func length() throws -> Int { try samples ?? Operations.length(source) }

    func iterate() throws -> ScriptIterator {
        let n = try Operations.length(source), count = try length()
        guard isRandom else { return try Operations.iterator(.range(RangeValue(start: 0, stop: n, step: 1))) }
        // Nothing is drawn before the first position is wanted, and then only the next run of positions, as
        // with Python's generators: a person may ask for more than would ever fit in memory.
        let start: (source: GeneratorObject?, run: [Int64], place: Int, left: Int, isLast: Bool) =
            (nil, [], 0, count, false)
        return StatefulIterator(
            "generator", start,
            holding: { [self] in [.object(self)] + ($0.source.map { [.object($0)] } ?? []) }
        ) { [self] walk in
            while walk.state.place == walk.state.run.count {
                let left = walk.state.left
                guard !walk.state.isLast else { return nil }
                let draws =
                    walk.state.source ?? generator
                    ?? GeneratorObject(Generator(seed: UInt64(IndexSampler.seed(.standard))))
                walk.state.source = draws
                // The last run is drawn even where nothing of it is wanted: the next draws depend on it.
                let length = replacement ? IndexSampler.runLength : n
                guard replacement || n > 0 else {
                    throw ScriptError("ZeroDivisionError", "integer division or modulo by zero")
                }
                let run =
                    replacement
                    ? try draws.generator.integers(0, n, [min(left, length)]).elements(Int64.self)
                    : Array(try draws.generator.permutation(n).elements(Int64.self).prefix(left))
                walk.state = (draws, run, 0, left - run.count, left < length)
            }
            walk.state.place += 1
            return .int(Int(walk.state.run[walk.state.place - 1]))
        }
    }

    func record(in snapshot: Snapshot) {
        let parts = [source] + (generator.map { [.object($0)] } ?? [])
        snapshot.record(self, parts: parts) {}
    }

    /// How many positions PyTorch draws at a time where one may come again.
    private static let runLength = 32

    /// What `torch.empty((), dtype=torch.int64).random_()` draws.
    static func seed(_ generator: Generator) -> Int {
        Int(truncatingIfNeeded: generator.nextUInt64() & 0x7fff_ffff_ffff_ffff)
    }

    package static let base = ScriptClass("Sampler")
    private static let sequentialDeclaration = Builtin(
        "SequentialSampler", group: "torch.utils.data", summary: "Indices in order.",
        Parameter<Value>("data_source", "the dataset"), returns: "a sampler",
        example: "SequentialSampler(dataset)", pytorch: "SequentialSampler(dataset)"
    ) { _, source in Value.object(IndexSampler(source, isRandom: false)) }

    static let sequentialType = ScriptClass(
        "SequentialSampler", bases: [base],
        native: NativeClass(
            declaration: sequentialDeclaration, isInstance: { ($0 as? IndexSampler)?.isRandom == false }
        ) { _, arguments, interpreter in
            guard case .object(let object) = try sequentialDeclaration.call(interpreter, arguments) else {
                throw ScriptError("RuntimeError", "SequentialSampler() gave no sampler")
            }
            return object
        })

    private static let randomDeclaration = Builtin(
        "RandomSampler", group: "torch.utils.data", summary: "Indices in random order.",
        Parameter<Value>("data_source", "the dataset"),
        Parameter<Bool>("replacement", "whether an index may be drawn again", default: false),
        Parameter<Int?>("num_samples", "how many; as many as there are if left out", default: nil),
        Parameter<GeneratorObject?>("generator", "where the random numbers come from", default: nil),
        returns: "a sampler", example: "RandomSampler(dataset)",
        pytorch: "RandomSampler(dataset)"
    ) { _, source, replacement, samples, generator -> Value in
        if try samples.map({ $0 <= 0 }) ?? (Operations.length(source) == 0) {
            let samples = samples ?? 0
            throw ScriptError(
                "ValueError", "num_samples should be a positive integer value, but got num_samples=\(samples)"
            )
        }
        return .object(
            IndexSampler(
                source, isRandom: true, replacement: replacement, samples: samples, generator: generator))
    }.raisingWrongTypes(as: "ValueError") { parameter, _ in parameter.name == "num_samples" }

    static let randomType = ScriptClass(
        "RandomSampler", bases: [base],
        native: NativeClass(
            declaration: randomDeclaration, isInstance: { ($0 as? IndexSampler)?.isRandom == true }
        ) { _, arguments, interpreter in
            guard case .object(let object) = try randomDeclaration.call(interpreter, arguments) else {
                throw ScriptError("RuntimeError", "RandomSampler() gave no sampler")
            }
            return object
        })
}

/// `DataLoader(dataset, batch_size=…)`: batches of a dataset, with PyTorch's draws.
final class DataLoader: NativeObject, ScriptConvertible, Restorable {
    private let dataset: Value
    private let batchSize: Int?
    private let sampler: Value
    /// Lists of positions, where a program says which make a batch.
    private let batches: Value
    /// How many workers a program asked for: batches are made where they are used.
    private let workers: Int
    private let dropLast: Bool
    private let collate: Value
    private let generator: GeneratorObject?

    private init(
        _ dataset: Value, _ batchSize: Int?, _ sampler: Value, batches: Value, dropLast: Bool, collate: Value,
        generator: GeneratorObject?, workers: Int
    ) {
        (self.batches, self.workers) = (batches, workers)
        (self.dataset, self.batchSize, self.sampler, self.dropLast, self.collate, self.generator) = (
            dataset, batchSize, sampler, dropLast, collate, generator
        )
    }

    static var scriptName: String { "DataLoader" }
    static func from(_ value: Value) throws -> DataLoader? {
        if case .object(let object) = value { return object as? DataLoader }
        return nil
    }
    var scriptValue: Value { .object(self) }

    func length() throws -> Int {
        if !batches.isNone { return try Operations.length(batches) }
        let count = try Operations.length(sampler)
        guard let batchSize else { return count }
        return count / batchSize + (dropLast || count % batchSize == 0 ? 0 : 1)
    }

    func iterate() throws -> ScriptIterator {
        let isIterable = DataModules.isIterable(dataset)
        let positions = try Operations.iterator(
            isIterable ? dataset : batches.isNone ? sampler : batches)
        // PyTorch draws a seed for its workers whether there are any or not.
        _ = IndexSampler.seed(generator?.generator ?? .standard)
        return StatefulIterator(
            "_SingleProcessDataLoaderIter", (), holding: { [self] _ in [.object(self), .object(positions)] }
        ) { [self] _ in
            guard let batchSize else {
                guard let place = try positions.next() else { return nil }
                if !batches.isNone {
                    let chosen = try elements(at: Operations.array(place))
                    return collate.isNone ? try DataModules.collate(chosen) : try call(collate, .list(chosen))
                }
                let element = isIterable ? place : try Operations.item(dataset, place)
                return collate.isNone ? try DataLoader.converted(element) : try call(collate, element)
            }
            var batch: [Value] = []
            while batch.count < batchSize, let place = try positions.next() { batch.append(place) }
            if batch.isEmpty || (dropLast && batch.count < batchSize) { return nil }
            if !isIterable { batch = try elements(at: batch) }
            return collate.isNone ? try DataModules.collate(batch) : try call(collate, .list(batch))
        }
    }

    /// The elements at these positions; a dataset may say itself how it finds several at once.
    private func elements(at places: [Value]) throws -> [Value] {
        if case .instance(let instance) = dataset, instance.type.attribute("__getitems__") != nil,
            let method = try Operations.attribute(dataset, Symbol("__getitems__"))
        {
            return try Operations.array(call(method, .list(places)))
        }
        return try places.map { try Operations.item(dataset, $0) }
    }

    func record(in snapshot: Snapshot) {
        let parts = [dataset, sampler, batches, collate] + (generator.map { [.object($0)] } ?? [])
        snapshot.record(self, parts: parts) {}
    }

    private func call(_ function: Value, _ argument: Value) throws -> Value {
        guard let interpreter = Interpreter.current else {
            throw ScriptError("RuntimeError", "collate_fn needs an interpreter")
        }
        return try Operations.call(function, Arguments([argument]), interpreter)
    }

    /// What PyTorch makes of one element without a batch: arrays become tensors.
    private static func converted(_ element: Value) throws -> Value {
        if let tensor = try Tensor.from(element) { return tensor.scriptValue }
        return element
    }

    /// Workers give the same batches in the same order, so their settings change nothing; those that PyTorch
    /// refuses are refused.
    private static func checkWorkers(_ options: DictValue) throws {
        func given(_ name: String) -> Value? { options.string(name).flatMap { $0.isNone ? nil : $0 } }
        let count = try given("num_workers").map(Operations.requireIndex) ?? 0
        guard count >= 0 else {
            throw ScriptError(
                "ValueError",
                "num_workers option should be non-negative; use num_workers=0 to disable multiprocessing.")
        }
        if let timeout = try given("timeout").flatMap(Double.from), timeout < 0 {
            throw ScriptError("ValueError", "timeout option should be non-negative")
        }
        if given("worker_init_fn") != nil, count > 0 {
            throw ScriptError(
                "NotImplementedError",
                "DataLoader(worker_init_fn=…) is not in Lagado: batches are made where they are used",
                hint: "call the function yourself, or num_workers=0")
        }
        guard count == 0 else { return }
        if given("prefetch_factor") != nil {
            throw ScriptError(
                "ValueError",
                "prefetch_factor option could only be specified in multiprocessing.let num_workers > 0 to "
                    + "enable multiprocessing, otherwise set prefetch_factor to None.")
        }
        if try given("persistent_workers").map(Operations.truth) ?? false {
            throw ScriptError("ValueError", "persistent_workers option needs num_workers > 0")
        }
        if given("multiprocessing_context") != nil {
            throw ScriptError(
                "ValueError",
                "multiprocessing_context can only be used with multi-process "
                    + "loading (num_workers > 0), but got num_workers=0")
        }
    }

    /// Attributes that PyTorch does not let a program change either.
    private static func fixed(
        _ name: String, _ summary: String, _ get: @escaping (DataLoader) throws -> Value
    ) -> NativeType<DataLoader>.Property {
        .init(name, summary, get: get) { _, _ in
            throw ScriptError(
                "ValueError", "\(name) attribute should not be set after DataLoader is initialized",
                hint: "a new DataLoader")
        }
    }

    private static let declaration = Builtin(
        "DataLoader", group: "torch.utils.data", summary: "Batches of a dataset, in order or shuffled.",
        Parameter<Value>("dataset", "anything with len() and [i]"),
        Parameter<Int?>("batch_size", "examples in a batch; None for single examples", default: 1),
        Parameter<Bool?>("shuffle", "a new random order each time", default: false),
        Parameter<Value>("sampler", "gives the indices, in place of shuffle", default: .none),
        Parameter<Value>("batch_sampler", "gives the indices of each batch", default: .none),
        Parameter<Value>("collate_fn", "a function that makes a batch of a list", default: .none),
        Parameter<Bool>("drop_last", "whether a last batch that is not full is dropped", default: false),
        Parameter<GeneratorObject?>("generator", "where the random numbers come from", default: nil),
        Parameter<Value>(
            "options", "num_workers, pin_memory and their like: how PyTorch fetches the same batches",
            .keywords), returns: "a loader",
        example: "for X, y in DataLoader(dataset, batch_size=32, shuffle=True): ...",
        pytorch: "DataLoader(dataset, batch_size=32, shuffle=True)"
    ) { interpreter, dataset, batchSize, shuffle, sampler, batches, collate, dropLast, generator, options in
        var workers = 0
        if case .dict(let named) = options {
            let known = [
                "num_workers", "pin_memory", "timeout", "worker_init_fn", "prefetch_factor",
                "persistent_workers", "multiprocessing_context", "pin_memory_device", "in_order",
            ]
            for (key, _) in named.pairs where !known.contains(key.text ?? "") {
                throw ScriptError(
                    "TypeError",
                    "DataLoader() has no argument '\(key.text ?? "")'"
                        + (Suggestions.best(
                            for: key.text ?? "",
                            among: ["batch_size", "shuffle", "drop_last", "collate_fn"] + known
                        ).map { ". Did you mean '\($0)'?" } ?? ""))
            }
        }
        if case .dict(let named) = options {
            try checkWorkers(named)
            if let count = named.string("num_workers"), !count.isNone {
                workers = try Operations.requireIndex(count)
            }
            if workers > 0 {
                interpreter.output.note("DataLoader: batches are made where they are used, without workers.")
            }
        }
        let isIterable = DataModules.isIterable(dataset)
        if isIterable {
            let given = [
                ("shuffle", shuffle == true), ("sampler", !sampler.isNone),
                ("batch_sampler", !batches.isNone),
            ]
            if let (name, _) = given.first(where: \.1) {
                throw ScriptError(
                    "ValueError",
                    "DataLoader with IterableDataset: expected unspecified \(name) option, but got one")
            }
        }
        if !batches.isNone {
            guard batchSize == 1, shuffle != true, sampler.isNone, !dropLast else {
                throw ScriptError(
                    "ValueError",
                    "batch_sampler option is mutually exclusive with batch_size, shuffle, sampler, "
                        + "and drop_last"
                )
            }
            return DataLoader(
                dataset, nil, sampler, batches: batches, dropLast: false, collate: collate,
                generator: generator,
                workers: workers)
        }
        guard batchSize.map({ $0 > 0 }) ?? true else {
            throw ScriptError(
                "ValueError",
                "batch_size should be a positive integer value, but got batch_size=\(batchSize ?? 0)")
        }
        guard batchSize != nil || !dropLast else {
            throw ScriptError(
                "ValueError",
                "batch_size=None option disables auto-batching and is "
                    + "mutually exclusive with shuffle, and drop_last"
            )
        }
        guard sampler.isNone || shuffle != true else {
            throw ScriptError("ValueError", "sampler option is mutually exclusive with shuffle")
        }
        if isIterable {
            return DataLoader(
                dataset, batchSize, dataset, batches: .none, dropLast: dropLast, collate: collate,
                generator: generator, workers: workers)
        }
        let count = try Operations.length(dataset)
        guard shuffle != true || count > 0 else {
            throw ScriptError(
                "ValueError", "num_samples should be a positive integer value, but got num_samples=0")
        }
        let positions =
            sampler.isNone
            ? Value.object(IndexSampler(dataset, isRandom: shuffle == true, generator: generator)) : sampler
        return DataLoader(
            dataset, batchSize, positions, batches: .none, dropLast: dropLast, collate: collate,
            generator: generator, workers: workers)
    }.raisingWrongTypes(as: "ValueError") { parameter, _ in
        ["batch_size", "drop_last"].contains(parameter.name)
    }

    static let nativeType = NativeType<DataLoader>(
        ScriptClass(
            "DataLoader",
            native: NativeClass(declaration: declaration, isInstance: { $0 is DataLoader }) {
                _, arguments, interpreter in
                // PyTorch's order: dataset, batch_size, shuffle, sampler,
                // batch_sampler, num_workers, collate_fn, …
                guard arguments.positional.count <= 5 else {
                    throw ScriptError(
                        "TypeError", "DataLoader() takes what follows the sampler by name",
                        hint: "DataLoader(dataset, batch_size=32, collate_fn=…)")
                }
                guard let made = try DataLoader.from(declaration.call(interpreter, arguments)) else {
                    throw ScriptError("RuntimeError", "DataLoader() gave no loader")
                }
                return made
            }),
        properties: [
            fixed("dataset", "The dataset.") { $0.dataset },
            fixed("batch_size", "Examples in a batch.") { $0.batchSize.map(Value.int) ?? .none },
            fixed("drop_last", "Whether a last batch that is not full is left out.") { .bool($0.dropLast) },
            fixed("sampler", "Where positions come from.") { $0.sampler },
            fixed("batch_sampler", "Where the positions of batches come from.") { $0.batches },
            .init("num_workers", "As it was said: batches are made where they are used.") {
                .int($0.workers)
            },
            .init("collate_fn", "What makes a batch of a list.") { $0.collate },
            .init("generator", "Where random numbers come from.") { $0.generator.map(Value.object) ?? .none },
            .init("pin_memory", "False: there is one memory here.") { _ in .bool(false) },
        ])
}
