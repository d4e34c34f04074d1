import Language
import Tensors

/// The module `torch.utils.data`: datasets, loaders and samplers, with PyTorch's draws.
enum DataModules {
    package static func make() -> ModuleValue {
        let module = ModuleValue(
            "torch.utils.data", documentation: "Datasets and batches.",
            commands: [randomSplit, defaultCollate])
        module["Dataset"] = .type(datasetClass)
        module["IterableDataset"] = .type(iterableClass)
        for type in [
            TensorDataset.nativeType.scriptClass, Subset.nativeType.scriptClass,
            ConcatDataset.nativeType.scriptClass,
            DataLoader.nativeType.scriptClass, IndexSampler.randomType, IndexSampler.sequentialType,
        ] { module[type.name] = .type(type) }
        module["Sampler"] = .type(IndexSampler.base)
        MissingNames.explain(
            in: module,
            near: [
                "MapDataPipe": "a Dataset", "IterDataPipe": "an IterableDataset",
            ])
        return module
    }

    /// The class that a program's own datasets are built upon: it only says that `a + b` joins two.
    static let datasetClass: ScriptClass = {
        let type = ScriptClass(
            "Dataset",
            constructor: Builtin(
                "Dataset", group: "torch.utils.data",
                summary: "What a program's own datasets are built upon.",
                returns: "a dataset without examples"
            ) { _ -> Value in .instance(Instance(datasetClass)) })
        type.documentation = "Something with __len__ and __getitem__."
        type.setAttribute(
            "__add__",
            .builtin(
                Builtin(
                    "__add__", group: "torch.utils.data", summary: "Joins two datasets.",
                    Parameter<Value>("self", "the first", .positionalOnly),
                    Parameter<Value>("other", "the second"),
                    returns: "a dataset"
                ) { _, a, b in ConcatDataset([a, b]) }))
        type.setAttribute(
            "__getitem__",
            .builtin(
                Builtin(
                    "__getitem__", group: "torch.utils.data",
                    summary: "One example: a program's own class says which.",
                    Parameter<Value>("self", "the dataset", .positionalOnly),
                    Parameter<Value>("index", "which example"), returns: "nothing"
                ) { _, _, _ -> Value in
                    throw ScriptError(
                        "NotImplementedError", "Subclasses of Dataset should implement __getitem__.",
                        hint: "def __getitem__(self, index): …")
                }))
        return type
    }()

    /// The class of datasets that say in `__iter__` what comes next.
    static let iterableClass: ScriptClass = {
        let type = ScriptClass(
            "IterableDataset", bases: [datasetClass],
            constructor: Builtin(
                "IterableDataset", group: "torch.utils.data",
                summary: "What a program's own datasets without positions are built upon.",
                returns: "a dataset without examples"
            ) { _ -> Value in .instance(Instance(iterableClass)) })
        type.documentation = "Something with __iter__."
        type.setAttribute(
            "__add__",
            .builtin(
                Builtin(
                    "__add__", group: "torch.utils.data", summary: "One dataset after the other.",
                    Parameter<Value>("self", "the first", .positionalOnly),
                    Parameter<Value>("other", "the second"), returns: "a dataset"
                ) { interpreter, a, b -> Value in
                    guard let chain = try interpreter.libraryModule("torch.utils.data._more")["ChainDataset"]
                    else {
                        return .none
                    }
                    return try Operations.call(chain, Arguments([.list([a, b])]), interpreter)
                }))
        return type
    }()

    static func isIterable(_ dataset: Value) -> Bool {
        guard case .instance(let instance) = dataset else { return false }
        return instance.type.lineage.contains { $0 === iterableClass }
    }

    /// `dataset[index]`.
    static func element(_ dataset: Value, _ index: Int) throws -> Value {
        try Operations.item(dataset, .int(index))
    }

    /// The last position counted from the end is -1; what is outside is an IndexError.
    static func place(_ index: Value, _ count: Int, _ what: String) throws -> Int {
        let position = try Operations.requireIndex(index)
        guard position >= -count, position < count else {
            throw ScriptError(
                "IndexError", "\(what) index out of range", details: ["index \(position), length \(count)"])
        }
        return position < 0 ? position + count : position
    }

    private static let randomSplit = Builtin(
        "random_split", group: "torch.utils.data",
        summary: "Splits a dataset at random into parts of given lengths, or of given fractions.",
        Parameter<Value>("dataset", "the dataset"),
        Parameter<[Double]>("lengths", "how many in each part, or fractions that add up to 1"),
        Parameter<GeneratorObject?>("generator", "where the random numbers come from", default: nil),
        returns: "a list of subsets",
        example: "train, test = random_split(dataset, [0.9, 0.1])",
        pytorch: "random_split(dataset, [0.9, 0.1])"
    ) { _, dataset, lengths, generator in
        let total = try Operations.length(dataset)
        var wanted = lengths
        let sum = lengths.reduce(0, +)
        if abs(sum - 1) <= 1e-9, sum <= 1 {
            if let index = lengths.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
                throw ScriptError("ValueError", "Fraction at index \(index) is not between 0 and 1")
            }
            wanted = lengths.map { (Double(total) * $0).rounded(.down) }
            let rest = total - Int(wanted.reduce(0, +))
            for index in 0..<max(0, rest) { wanted[index % wanted.count] += 1 }
        }
        let sizes = wanted.compactMap { Int(exactly: $0) }.filter { $0 >= 0 && $0 <= total }
        guard sizes.count == wanted.count, wanted.reduce(0, +) == Double(total) else {
            let shown = wanted.map { Int(exactly: $0).map(String.init) ?? "\($0)" }.joined(separator: " + ")
            throw ScriptError(
                "ValueError", "Sum of input lengths does not equal the length of the input dataset!",
                details: ["lengths \(shown), dataset \(total)"], hint: "random_split(dataset, [0.9, 0.1])")
        }
        let order = try (generator?.generator ?? .standard).permutation(total).elements(Int64.self).map {
            Int($0)
        }
        var start = 0
        return Value.list(
            sizes.map { size in
                defer { start += size }
                return Subset(dataset, .list(order[start..<(start + size)].map(Value.int))).scriptValue
            })
    }

    static let defaultCollate = Builtin(
        "default_collate", group: "torch.utils.data",
        summary: "Makes one batch of several elements: tensors are stacked, numbers become tensors.",
        Parameter<Value>("batch", "a list of elements"), returns: "a batch",
        example: "default_collate([(1, 2.5), (3, 4.5)])", pytorch: "default_collate(batch)"
    ) { _, batch in try collate(Operations.array(batch)) }

    /// PyTorch's rules for one batch of elements of one kind.
    /// - Parameter inTuple: whether the elements are a column of tuples: words stay a tuple then.
    static func collate(_ batch: [Value], inTuple: Bool = false) throws -> Value {
        guard let first = batch.first else { return .list([]) }
        switch first {
        case .object where ScalarObject.from(first) != nil:
            return try TensorData.tensor(.list(batch)).scriptValue
        case .object:
            let tensors = try batch.map { value -> Tensor in
                guard let tensor = try Tensor.from(value) else { throw refusal(value) }
                return tensor
            }
            return try ComputeContext.on(tensors[0].device) { try Tensor.stack(tensors) }.scriptValue
        case .float: return try TensorData.tensor(.list(batch), .float64).scriptValue
        case .int, .bool: return try TensorData.tensor(.list(batch)).scriptValue
        case .str: return inTuple ? .tuple(batch) : .list(batch)
        case .dict(let dict):
            let result = DictValue()
            for (key, _) in dict.pairs {
                try result.set(
                    key,
                    collate(
                        batch.map { value in
                            guard case .dict(let row) = value, let found = try row.get(key) else {
                                throw Wording.missingKey(key)
                            }
                            return found
                        }))
            }
            return .dict(result)
        case .tuple, .list:
            let rows = try batch.map(Operations.array)
            guard rows.allSatisfy({ $0.count == rows[0].count }) else {
                throw ScriptError("RuntimeError", "each element in list of batch should be of equal size")
            }
            return .list(
                try rows[0].indices.map { column in try collate(rows.map { $0[column] }, inTuple: true) })
        default: throw refusal(first)
        }
    }

    private static func refusal(_ value: Value) -> ScriptError {
        ScriptError(
            "TypeError",
            "default_collate: batch must contain tensors, numpy arrays, "
                + "numbers, dicts or lists; found \(value.typeName)",
            hint: "DataLoader(dataset, collate_fn=…)")
    }
}

/// Tensors whose first axis counts the examples.
final class TensorDataset: NativeObject, ScriptConvertible {
    private var tensors: [Tensor]

    init(_ tensors: [Tensor]) { self.tensors = tensors }

    static var scriptName: String { "TensorDataset" }
    static func from(_ value: Value) throws -> TensorDataset? {
        if case .object(let object) = value { return object as? TensorDataset }
        return nil
    }
    var scriptValue: Value { .object(self) }

    func length() throws -> Int { tensors[0].shape[0] }
    func getItem(_ index: Value) throws -> Value {
        .tuple(try tensors.map { try TensorObject.of($0).getItem(index) })
    }
    func iterate() throws -> ScriptIterator { DataIterator(self) }
    func binary(_ operation: BinaryOperator, _ other: Value, reflected: Bool) throws -> Value? {
        operation == .add && !reflected ? ConcatDataset([scriptValue, other]).scriptValue : nil
    }

    private static let declaration = Builtin(
        "TensorDataset", group: "torch.utils.data",
        summary: "A dataset of tensors, with the examples along the first axis.",
        Parameter<Value>("tensors", "the tensors", .variadic),
        returns: "a dataset", example: "TensorDataset(X, y)", pytorch: "TensorDataset(X, y)"
    ) { _, values in
        TensorDataset(try checked(values))
    }

    private static func checked(_ values: Value) throws -> [Tensor] {
        let tensors = try Operations.array(values).map { value -> Tensor in
            guard let tensor = try Tensor.from(value), tensor.rank > 0 else {
                throw ScriptError(
                    "TypeError", "TensorDataset() wants Tensors of at least one axis, not \(value.typeName)",
                    exceptionClass: "AttributeError")
            }
            return tensor
        }
        guard let first = tensors.first else {
            throw ScriptError("TypeError", "TensorDataset() wants at least one Tensor")
        }
        guard tensors.allSatisfy({ $0.shape[0] == first.shape[0] }) else {
            throw ScriptError(
                "AssertionError", "Size mismatch between tensors",
                details: tensors.map { Shape.description($0.shape) })
        }
        return tensors
    }

    static let nativeType = NativeType<TensorDataset>(
        ScriptClass(
            "TensorDataset", bases: [DataModules.datasetClass],
            native: NativeClass(declaration: declaration, isInstance: { $0 is TensorDataset }) {
                _, arguments, interpreter in
                guard let made = try TensorDataset.from(declaration.call(interpreter, arguments)) else {
                    throw ScriptError("RuntimeError", "TensorDataset() gave no dataset")
                }
                return made
            }),
        properties: [
            .init(
                "tensors", "The tensors.", get: { .tuple($0.tensors.map(\.scriptValue)) },
                set: { object, value in
                    object.tensors = try checked(value)
                })
        ])
}

/// Some examples of a dataset.
final class Subset: NativeObject, ScriptConvertible {
    private var dataset: Value
    /// What it was given, read at every look: a program may change its list.
    private var indices: Value

    init(_ dataset: Value, _ indices: Value) { (self.dataset, self.indices) = (dataset, indices) }

    private func place(_ index: Value) throws -> Int {
        let position = try DataModules.place(index, length(), "list")
        return try Operations.requireIndex(Operations.item(indices, .int(position)))
    }

    static var scriptName: String { "Subset" }
    static func from(_ value: Value) throws -> Subset? {
        if case .object(let object) = value { return object as? Subset }
        return nil
    }
    var scriptValue: Value { .object(self) }

    func length() throws -> Int { try Operations.length(indices) }
    func getItem(_ index: Value) throws -> Value {
        if case .list(let list) = index {
            return .list(try list.elements.map { try DataModules.element(dataset, place($0)) })
        }
        return try DataModules.element(dataset, place(index))
    }
    func iterate() throws -> ScriptIterator { DataIterator(self) }

    private static let declaration = Builtin(
        "Subset", group: "torch.utils.data", summary: "A subset of a dataset.",
        Parameter<Value>("dataset", "the dataset"),
        Parameter<Value>("indices", "which examples: a list, a range or a tensor of numbers"),
        returns: "a dataset", example: "Subset(dataset, range(10))", pytorch: "Subset(dataset, range(10))"
    ) { _, dataset, indices in Subset(dataset, indices) }

    static let nativeType = NativeType<Subset>(
        ScriptClass(
            "Subset", bases: [DataModules.datasetClass],
            native: NativeClass(declaration: declaration, isInstance: { $0 is Subset }) {
                _, arguments, interpreter in
                guard let made = try Subset.from(declaration.call(interpreter, arguments)) else {
                    throw ScriptError("RuntimeError", "Subset() gave no dataset")
                }
                return made
            }),
        properties: [
            .init("dataset", "The whole.", get: { $0.dataset }, set: { $0.dataset = $1 }),
            .init("indices", "Which examples.", get: { $0.indices }, set: { $0.indices = $1 }),
        ])
}

/// Datasets one behind the other.
final class ConcatDataset: NativeObject, ScriptConvertible {
    /// The list that the program sees.
    private let parts: ListValue
    private var datasets: [Value] { parts.elements }

    init(_ datasets: [Value]) { parts = ListValue(datasets) }

    static var scriptName: String { "ConcatDataset" }
    static func from(_ value: Value) throws -> ConcatDataset? {
        if case .object(let object) = value { return object as? ConcatDataset }
        return nil
    }
    var scriptValue: Value { .object(self) }

    func length() throws -> Int { try datasets.reduce(0) { $0 + (try Operations.length($1)) } }
    func getItem(_ index: Value) throws -> Value {
        var rest = try DataModules.place(index, length(), "dataset")
        for dataset in datasets {
            let count = try Operations.length(dataset)
            if rest < count { return try DataModules.element(dataset, rest) }
            rest -= count
        }
        throw ScriptError("IndexError", "dataset index out of range")
    }
    func iterate() throws -> ScriptIterator { DataIterator(self) }

    private static let declaration = Builtin(
        "ConcatDataset", group: "torch.utils.data", summary: "Concatenates datasets.",
        Parameter<Value>("datasets", "a list of datasets"), returns: "a dataset",
        example: "ConcatDataset([a, b])", pytorch: "ConcatDataset([a, b])"
    ) { _, datasets in
        let parts = try Operations.array(datasets)
        guard !parts.isEmpty else {
            throw ScriptError("AssertionError", "datasets should not be an empty iterable")
        }
        return ConcatDataset(parts)
    }

    static let nativeType = NativeType<ConcatDataset>(
        ScriptClass(
            "ConcatDataset", bases: [DataModules.datasetClass],
            native: NativeClass(declaration: declaration, isInstance: { $0 is ConcatDataset }) {
                _, arguments, interpreter in
                guard let made = try ConcatDataset.from(declaration.call(interpreter, arguments)) else {
                    throw ScriptError("RuntimeError", "ConcatDataset() gave no dataset")
                }
                return made
            }),
        properties: [.init("datasets", "The parts.") { .list($0.parts) }])
}

extension TensorDataset: Restorable {
    func record(in snapshot: Snapshot) {
        let tensors = tensors
        snapshot.record(self, parts: tensors.map(\.scriptValue)) { [self] in self.tensors = tensors }
    }
}

extension Subset: Restorable {
    func record(in snapshot: Snapshot) {
        let (dataset, indices) = (dataset, indices)
        snapshot.record(self, parts: [dataset, indices]) { [self] in
            (self.dataset, self.indices) = (dataset, indices)
        }
    }
}

extension ConcatDataset: Restorable {
    func record(in snapshot: Snapshot) { snapshot.record(self, parts: [.list(parts)]) {} }
}

/// Goes through the examples of a dataset, 0, 1, 2, ….
private final class DataIterator: ScriptIterator {
    private let dataset: any ScriptObject
    private var place = 0

    init(_ dataset: any ScriptObject) { self.dataset = dataset }

    override func next() throws -> Value? {
        guard place < (try dataset.length()) else { return nil }
        place += 1
        return try dataset.getItem(.int(place - 1))
    }

    override func record(in snapshot: Snapshot) {
        let place = place
        snapshot.record(self, parts: [.object(dataset)]) { self.place = place }
    }
}
