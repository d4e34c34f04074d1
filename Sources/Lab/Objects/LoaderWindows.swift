import Bindings
import Language
import Presentation
import Tensors
import Text

/// What gives out batches: a sampler, or a DataLoader.
enum CoverageSource: ScriptConvertible {
    case sampler(SamplerObject)
    case loader(Value)

    static var scriptName: String { "sampler or DataLoader" }
    static func from(_ value: Value) throws -> CoverageSource? {
        if let sampler = try SamplerObject.from(value) { return .sampler(sampler) }
        guard case .object(let object) = value, object.typeName == "DataLoader" else { return nil }
        return .loader(value)
    }
    var scriptValue: Value {
        switch self {
        case .sampler(let sampler): sampler.scriptValue
        case .loader(let value): value
        }
    }
}

/// The examples of a DataLoader as windows of a text, where they are that, and what batches of it give out.
struct LoaderWindows {
    /// Where each example begins in the text; its own number where there is no text.
    let starts: [Int]
    let shape: WindowShape
    /// Whether the examples are windows into one row of tokens that the dataset holds.
    let areTokens: Bool
    /// How many different examples an epoch gives out in an order drawn anew; nil for any other way.
    private(set) var perEpoch: Int?
    let described: String
    private let loader: Value
    private let batchSize: Int?
    private let dropsLast: Bool
    /// Where positions come from, and lists of them where a program says which make a batch.
    private let positions: Value, batches: Value

    /// - Throws: TypeError for a dataset that has no positions, ValueError for an empty one.
    init(_ loader: Value, _ interpreter: Interpreter) throws {
        self.loader = loader
        func attribute(_ name: String) throws -> Value {
            try Operations.attribute(loader, Symbol(name)) ?? .none
        }
        let dataset = try attribute("dataset")
        (positions, batches) = (try attribute("sampler"), try attribute("batch_sampler"))
        batchSize = try Int?.from(attribute("batch_size")) ?? nil
        dropsLast = try Operations.truth(attribute("drop_last"))
        guard let count = try? Operations.length(dataset) else {
            throw ScriptError(
                "TypeError", "coverage: the dataset of this DataLoader has no length, and so no positions",
                hint: "a Dataset with __len__ and __getitem__")
        }
        let size = batchSize ?? 1
        let session = try interpreter.session()
        // What examples are made of leaves no trace: a dataset may draw or count.
        let before = SessionSnapshot(of: session, title: "coverage")
        defer { _ = before.restoreSession() }
        if let (found, text, length) = try Self.windows(dataset, count, interpreter) {
            (starts, areTokens) = (found, true)
            shape = try WindowShape(count: text, batchSize: size, sequenceLength: length)
        } else {
            (starts, areTokens) = (Array(0..<count), false)
            shape = try WindowShape(examples: count, batchSize: size)
        }
        let kind = areTokens ? "\(Formatting.grouped(shape.count)) tokens, " : ""
        described =
            "DataLoader(\(kind)\(Formatting.count(count, "example"))"
            + (batchSize.map { ", batch_size=\($0)" } ?? "")
            + (areTokens ? ", windows of \(shape.sequenceLength)" : "") + ")"
        perEpoch = try shuffled(count, interpreter)
    }

    // MARK: Where examples lie

    /// Examples of which all are looked at; of more only whether some of them lie at equal distances.
    private static let mostExamples = 100_000

    private static func windows(_ dataset: Value, _ count: Int, _ interpreter: Interpreter) throws -> (
        starts: [Int], text: Int, length: Int
    )? {
        guard count > 0, let first = try input(dataset, 0), let text = try self.text(of: dataset, first),
            text.count > first.count
        else { return nil }
        func start(_ place: Int) throws -> Int? {
            guard let x = try input(dataset, place), x.storage === text.storage, x.count == first.count,
                x.strides == [1]
            else { return nil }
            let start = x.offset - text.offset
            return start >= 0 && start + x.count <= text.count ? start : nil
        }
        guard let begin = try start(0) else { return nil }
        guard count > mostExamples else {
            var starts: [Int] = []
            for place in 0..<count {
                if place % 1024 == 0 { try interpreter.interruption.check() }
                guard let next = try start(place) else { return nil }
                starts.append(next)
            }
            return (starts, text.count, first.count)
        }
        guard let second = try start(1) else { return nil }
        let step = second - begin
        for place in [2, count / 3, count / 2, count - 1] {
            guard try start(place) == begin + step * place else { return nil }
        }
        return ((0..<count).map { begin + step * $0 }, text.count, first.count)
    }

    /// The first tensor of an example, a row of whole numbers.
    private static func input(_ dataset: Value, _ place: Int) throws -> Tensor? {
        var value = try Operations.item(dataset, .int(place))
        if case .tuple(let tuple) = value, let first = tuple.elements.first { value = first }
        if case .list(let list) = value, let first = list.elements.first { value = first }
        guard case .object(let object) = value, let tensor = (object as? TensorObject)?.tensor,
            tensor.rank == 1, tensor.count > 0, !tensor.dtype.isFloatingPoint
        else { return nil }
        return tensor
    }

    /// The row of tokens, among what the dataset holds, that an example is a part of.
    private static func text(of dataset: Value, _ example: Tensor) throws -> Tensor? {
        guard case .instance = dataset else { return nil }
        for name in Operations.attributeNames(dataset) where !name.hasPrefix("__") {
            guard case .object(let object)? = try? Operations.attribute(dataset, Symbol(name)),
                let tensor = (object as? TensorObject)?.tensor, tensor.rank == 1, tensor.strides == [1],
                tensor.storage === example.storage, tensor.count > example.count
            else { continue }
            return tensor
        }
        return nil
    }

    // MARK: Batches

    /// How many examples an epoch gives out, if it is each once, in an order that is not that of the text.
    private func shuffled(_ count: Int, _ interpreter: Interpreter) throws -> Int? {
        guard batches.isNone, count > 1 else { return nil }
        let drawn = try epoch(most: count + 1, interpreter).flatMap { $0 }
        let size = batchSize ?? 1
        let whole = dropsLast ? count / size * size : count
        guard drawn.count == whole, Set(drawn).count == whole, drawn != Array(0..<whole) else { return nil }
        return whole
    }

    /// The positions of one epoch, batch by batch.
    private func epoch(most: Int, _ interpreter: Interpreter) throws -> [[Int]] {
        var (made, batch): ([[Int]], [Int]) = ([], [])
        let isListed = !batches.isNone
        let walk = try Operations.iterator(isListed ? batches : positions)
        func check(_ place: Value) throws -> Int {
            let index = try Operations.requireIndex(place)
            guard starts.indices.contains(index) else {
                throw ScriptError(
                    "IndexError", "the sampler gives position \(index), of \(starts.count) examples")
            }
            return index
        }
        while made.count < most, let next = try walk.next() {
            if made.count % 1024 == 0 { try interpreter.interruption.check() }
            if isListed {
                made.append(try Operations.array(next).map(check))
                continue
            }
            batch.append(try check(next))
            guard batch.count == batchSize ?? 1 else { continue }
            made.append(batch)
            batch = []
        }
        if !batch.isEmpty, !dropsLast, made.count < most { made.append(batch) }
        return made
    }

    /// Draws batches, epoch after epoch, again and again; what the loader itself would draw next stays.
    func drawn(batches count: Int, repeats: Int, seed: Int, _ interpreter: Interpreter) throws
        -> CoverageSimulation
    {
        let session = try interpreter.session()
        let before = SessionSnapshot(of: session, title: "coverage")
        defer { _ = before.restoreSession() }
        let seed = UInt64(bitPattern: Int64(seed))
        Generator.standard.reseed(seed)
        if case .object(let own)? = try Operations.attribute(loader, Symbol("generator")) {
            (own as? GeneratorObject)?.generator.reseed(seed)
        }
        return try CoverageSimulation(
            shape, batches: count, repeats: repeats, poll: { try interpreter.interruption.check() }
        ) {
            var (places, left): ([Int], Int) = ([], count)
            while left > 0 {
                let epoch = try self.epoch(most: left, interpreter)
                guard !epoch.isEmpty else {
                    throw ScriptError("ValueError", "coverage: the DataLoader gives no batch")
                }
                places += epoch.flatMap { $0 }
                left -= epoch.count
            }
            return Coverage(shape, starts: places.lazy.map { starts[$0] })
        }
    }
}
