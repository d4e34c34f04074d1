import Bindings
import Language
import Presentation
import Tensors
import Text

/// A sampler over a tokenised text: gives out batches X, Y.
public final class SamplerObject: NativeObject, ScriptConvertible, SummarisedProperties {
    public let source: BatchSource
    /// Where the windows of the last batch began.
    private(set) var lastStarts: [Int] = []

    public init(_ source: BatchSource) { self.source = source }

    public static var scriptName: String { "sampler" }
    public static func from(_ value: Value) throws -> SamplerObject? {
        guard case .object(let object) = value else { return nil }
        return object as? SamplerObject
    }
    public var scriptValue: Value { .object(self) }

    var shape: WindowShape { source.sampler.shape }

    public var typeName: String {
        switch source.sampler {
        case is EpochSampler: return "EpochSampler"
        case is SequentialSampler: return "SequentialSampler"
        default: return "RandomSampler"
        }
    }

    public func repr() throws -> String {
        var text =
            "\(typeName)(\(Formatting.grouped(shape.count)) tokens, batch_size=\(shape.batchSize), "
            + "seq_len=\(shape.sequenceLength)"
        if let count = batchesPerEpoch {
            text += "; \(Formatting.count(count, "batch", "batches")) in an epoch"
        }
        return text + ")"
    }

    package var summary: String {
        "Draws batches: X of [batch_size, seq_len] tokens, and Y, the same windows shifted by one token."
    }
    package func propertySummary(_ name: String) -> String? { Self.nativeType.summary(of: name) }

    /// Batches that show every window once; nil for random windows, which know no epochs.
    var batchesPerEpoch: Int? {
        switch source.sampler {
        case let sampler as EpochSampler: return sampler.batchesPerEpoch
        case let sampler as SequentialSampler: return sampler.batchesPerEpoch
        default: return nil
        }
    }

    /// One batch; with a seed or places of its own nothing is drawn from the
    /// session's generator and nothing counted.
    func batch(seed: Int?, at places: [Int]?) throws -> Value {
        guard seed == nil || places == nil else {
            throw ScriptError(
                "ValueError", "batch: seed= draws the places, at= gives them; one of the two",
                hint: "sampler.batch(at=[0])")
        }
        let batch: Batch
        if let places {
            guard !places.isEmpty else {
                throw ScriptError(
                    "ValueError", "batch: at= needs at least one place", hint: "sampler.batch(at=[0, 100])")
            }
            batch = try source.at(places)
        } else if let seed {
            let generator = Generator(seed: UInt64(bitPattern: Int64(seed)))
            let last = try Generator.integersAsDrawn(shape, generator)
            batch = try source.at(last)
        } else {
            batch = try source.next()
        }
        lastStarts = batch.starts
        return .tuple([batch.X.scriptValue, batch.Y.scriptValue])
    }

    public func length() throws -> Int {
        guard let count = batchesPerEpoch else { throw endless() }
        return count
    }

    public func iterate() throws -> ScriptIterator {
        guard let count = batchesPerEpoch else { throw endless() }
        return StatefulIterator("batches", 0, holding: { [self] _ in [.object(self)] }) { [self] walk in
            guard walk.state < count else { return nil }
            walk.state += 1
            return try batch(seed: nil, at: nil)
        }
    }

    private func endless() -> ScriptError {
        ScriptError(
            "TypeError", "random windows have no end: a RandomSampler has no epochs",
            hint: "for i in range(100): X, Y = sampler.batch(), or an EpochSampler")
    }

    private static let this: Parameter<SamplerObject> = receiver("the sampler")

    public static let nativeType = NativeType<SamplerObject>(
        ScriptClass("Sampler"),
        properties: [
            .init("batch_size", "B, windows in a batch.", get: { .int($0.shape.batchSize) }),
            .init("seq_len", "T, tokens in a window.", get: { .int($0.shape.sequenceLength) }),
            .init("tokens", "The text, [N] int64.", get: { $0.source.tokens.scriptValue }),
            .init(
                "places",
                "How many positions a window can start at: N − T.", get: { .int($0.shape.startCount) }),
            .init(
                "starts", "Where the windows of the last batch start.",
                get: { .record($0.lastStarts.map(Value.int)) }),
            .init(
                "windows", "How many windows were drawn.",
                get: { .int($0.source.sampler.coverage.windows) }),
        ],
        methods: [
            Builtin(
                "batch", group: "data",
                summary: "Draws the next batch: X, and Y, which is X shifted by one token.", this,
                Parameter<Int?>(
                    "seed", "draw with this seed instead, without counting the batch", default: nil),
                Parameter<TokenPlaces?>(
                    "at", "starts of the windows, a number or a list, instead of drawing them", default: nil),
                returns: "X, Y: Tensor [B, T] int64", example: "X, Y = sampler.batch()",
                pytorch:
                    "ix = torch.randint(len(data) - T, (B,))\nX = data[ix[:, None] + torch.arange(T)]; Y = "
                    + "data[ix[:, None] + torch.arange(T) + 1]"
            ) { interpreter, sampler, seed, at -> Value in
                let batch = try sampler.batch(seed: seed, at: at?.places)
                if seed != nil {
                    try interpreter.session().tellOnce(
                        "batch(seed=…) draws apart: it is not counted in windows and coverage, and the next"
                            + " batch() is the one that would have come")
                }
                return batch
            },
            Builtin(
                "coverage", group: "data", summary: "How often each token of the text was drawn so far.",
                this,
                returns: "Tensor [N] int64", example: "sampler.coverage().max()"
            ) { _, sampler -> Tensor in
                try Tensor(sampler.source.sampler.coverage.counts.map(Int64.init), [sampler.shape.count])
            },
        ])
}

extension SamplerObject: Restorable {
    public func record(in snapshot: Snapshot) {
        let (state, starts) = (source.sampler.state, lastStarts)
        snapshot.record(self) { [self] in
            // Its own state always fits.
            try? source.sampler.restore(state)
            lastStarts = starts
        } change: { [self] in
            let drawn = source.sampler.coverage.windows - state.windows
            return drawn == 0 ? nil : "\(Formatting.count(drawn, "window")) given out"
        }
        snapshot.record(source.generator)
    }
}

extension Generator {
    /// Places as `torch.randint(N − T, (B,))` draws them.
    static func integersAsDrawn(_ shape: WindowShape, _ generator: Generator) throws -> [Int] {
        try RandomSampler(
            count: shape.count, batchSize: shape.batchSize, sequenceLength: shape.sequenceLength
        )
        .nextStarts(from: generator)
    }
}

/// Places in a text: one number or a list of them.
public struct TokenPlaces: ScriptConvertible {
    public var places: [Int]

    public static var scriptName: String { "int or list of int" }
    public static func from(_ value: Value) throws -> TokenPlaces? {
        try TokenIDs.from(value).map { TokenPlaces(places: $0.ids) }
    }
    public var scriptValue: Value { .list(places.map(Value.int)) }
}
