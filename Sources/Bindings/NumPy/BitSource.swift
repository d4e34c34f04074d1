import Foundation
import Language
import RandomNumbers
import Tensors

/// What `numpy.random.Generator`, which is written in the language, draws from: PCG64 with NumPy's ways of
/// making numbers of it.
final class BitSource: NativeObject, ScriptConvertible {
    let generator: DefaultGenerator

    init(_ source: PCG64) { generator = DefaultGenerator(source) }

    static var scriptName: String { "BitSource" }
    static func from(_ value: Value) throws -> BitSource? {
        guard case .object(let object) = value else { return nil }
        return object as? BitSource
    }
    var scriptValue: Value { .object(self) }

    /// What `copy.deepcopy(rng)` holds: a source at the same place.
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject { BitSource(generator.source) }

    // MARK: The module

    static func makeModule() -> ModuleValue {
        ModuleValue(
            "_numpy_random", documentation: "What numpy.random.Generator draws from.",
            commands: [
                Builtin(
                    "source", group: "numpy", summary: "A source of random bits.",
                    Parameter<Value>("words", "those of a seed"),
                    Parameter<Value>("key", "those of the place in a family"),
                    Parameter<Int>("size", "the words of the pool"), returns: "a source"
                ) { _, words, key, size in BitSource(PCG64(try seed(words, key, size))) },
                Builtin(
                    "seed_words", group: "numpy", summary: "Words of a first state.",
                    Parameter<Value>("words", "those of a seed"),
                    Parameter<Value>("key", "those of the place in a family"),
                    Parameter<Int>("size", "the words of the pool"), Parameter<Int>("count", "how many"),
                    returns: "an array"
                ) { _, words, key, size, count in
                    try Shape.checkMemory(max(0, count), each: 16)
                    let state = try seed(words, key, size).state(words: max(0, count))
                    return ArrayObject(try Tensor(state))
                },
                Builtin(
                    "entropy", group: "numpy", summary: "Four words that nobody chose.", returns: "a list"
                ) { _ in
                    Value.list((0..<4).map { _ in .int(Int(UInt32.random(in: 0...UInt32.max))) })
                },
            ])
    }

    private static func words(_ value: Value) throws -> [UInt32] {
        try Operations.array(value).map { UInt32(truncatingIfNeeded: try Operations.requireIndex($0)) }
    }

    private static func seed(_ entropy: Value, _ key: Value, _ size: Int) throws -> SeedSequence {
        guard size >= 4, size < 1 << 20 else {
            throw ScriptError(
                "ValueError", "The size of the entropy pool should be at least 4 (default), got \(size)")
        }
        return try SeedSequence(entropy: words(entropy), spawnKey: words(key), size: size)
    }

    // MARK: Methods

    private static let this: Parameter<BitSource> = receiver("the source")
    private static let size = Parameter<Sizes?>("size", "the sizes; one number if left out")

    static let nativeType = NativeType<BitSource>(
        ScriptClass("BitSource", in: "_numpy_random"),
        methods: [
            Builtin(
                "words", group: "numpy", summary: "The state in 32-bit words, the lowest first.", this,
                returns: "a list"
            ) { _, object -> Value in
                let source = object.generator.source
                let numbers = [source.state, source.increment].flatMap { number in
                    (0..<4).map { Int(UInt32(truncatingIfNeeded: number >> (32 * $0))) }
                }
                let half = [source.half == nil ? 0 : 1, Int(source.half ?? 0)]
                return .list((numbers + half).map(Value.int))
            },
            Builtin(
                "set_words", group: "numpy", summary: "Goes on from a state.", this,
                Parameter<Value>("words", "what words() gave"), returns: "None"
            ) { _, object, given -> Value in
                let all = try words(given)
                guard all.count == 10 else { throw ScriptError("ValueError", "state must be a PCG64 state") }
                let (state, increment) = (number(all[0..<4]), number(all[4..<8]))
                object.generator.source = PCG64(
                    state: state, increment: increment, half: all[8] == 0 ? nil : all[9])
                return .none
            },
            Builtin(
                "advance", group: "numpy", summary: "Passes over draws.", this,
                Parameter<Value>("count", "how many, in words"), returns: "None"
            ) { _, object, count -> Value in
                object.generator.source.advance(number(try words(count)[...]))
                return .none
            },
            Builtin(
                "raw", group: "numpy", summary: "64 bits as two words, the upper first.", this,
                returns: "a list"
            ) { _, object -> Value in
                let word = object.generator.source.next()
                return .list([.int(Int(word >> 32)), .int(Int(word & 0xffff_ffff))])
            },
            Builtin(
                "draw", group: "numpy", summary: "Numbers of a distribution.", this,
                Parameter<String>("name", "NumPy's name of it"), size,
                Parameter<Value>("parameters", "its parameters", .variadic), returns: "a number or an array"
            ) { _, object, name, size, given -> Value in
                guard let distribution = DrawnDistribution.named[name] else {
                    throw ScriptError("ValueError", "no distribution '\(name)'")
                }
                let parameters = try Operations.array(given).map { try NumPy.tensor($0) }
                guard let shape = try shape(size, parameters) else {
                    let drawn = try object.generator.draw(distribution, parameters, [])
                    return drawn.dtype.isFloatingPoint
                        ? .float(try drawn.item().double) : .int(try drawn.item().int)
                }
                return ArrayObject(try object.generator.draw(distribution, parameters, shape)).scriptValue
            },
            Builtin(
                "integers", group: "numpy", summary: "Whole numbers between two, both included.", this,
                Parameter<Value>("low", "the least"), Parameter<Value>("most", "the largest"), size,
                Parameter<Value>("dtype", "the type"), returns: "a number or an array"
            ) { _, object, low, most, size, dtype -> Value in
                let bounds = try [NumPy.tensor(low, .int64), NumPy.tensor(most, .int64)]
                let type = try NumPy.type(dtype) ?? .int64
                let drawn = try object.generator.integers(
                    bounds[0], bounds[1], shape(size, bounds) ?? [], type)
                return size == nil ? try ArrayObject.value(drawn) : ArrayObject(drawn).scriptValue
            },
            Builtin(
                "permutation", group: "numpy", summary: "The positions below a number in random order.", this,
                Parameter<Int>("n", "how many"), returns: "an array"
            ) { _, object, n in
                try Shape.checkMemory(max(0, n), each: 24)
                return ArrayObject(try Tensor(object.generator.permutation(n).map { Int64($0) }))
            },
            Builtin(
                "distinct", group: "numpy", summary: "Positions below a number, none twice.", this,
                Parameter<Int>("count", "how many"), Parameter<Int>("n", "of how many"),
                Parameter<Bool>("shuffle", "whether their order is random too"), returns: "an array"
            ) { _, object, count, n, shuffled in
                guard count >= 0, count <= n else {
                    throw ScriptError("ValueError", "too many are asked for")
                }
                try Shape.checkMemory(max(count, n > 10_000 && count > n / 50 ? n : 0), each: 48)
                let places = object.generator.distinct(count, of: n, shuffled: shuffled)
                return ArrayObject(try Tensor(places.map { Int64($0) }))
            },
            Builtin(
                "choice", group: "numpy", summary: "Positions by their probabilities.", this,
                Parameter<Value>("p", "the probabilities"), Parameter<Int>("count", "how many"),
                Parameter<Bool>("replace", "whether one may come again"), returns: "an array"
            ) { _, object, p, count, replace in
                try Shape.checkMemory(max(0, count), each: 24)
                return ArrayObject(try object.generator.choice(NumPy.tensor(p), count, replace: replace))
            },
            Builtin(
                "multinomial", group: "numpy", summary: "How often each outcome came up.", this,
                Parameter<Int>("n", "how many draws"), Parameter<Value>("p", "the probabilities"),
                Parameter<Sizes>("size", "the sizes before"), returns: "an array"
            ) { _, object, n, p, size in
                ArrayObject(try object.generator.multinomial(n, NumPy.tensor(p), size.elements))
            },
            Builtin(
                "dirichlet", group: "numpy", summary: "Shares that sum to 1.", this,
                Parameter<Value>("alpha", "the concentrations"),
                Parameter<Sizes>("size", "the sizes before"), returns: "an array"
            ) { _, object, alpha, size in
                ArrayObject(try object.generator.dirichlet(NumPy.tensor(alpha), size.elements))
            },
            Builtin(
                "bytes", group: "numpy", summary: "Random bytes.", this,
                Parameter<Int>("length", "how many"), returns: "bytes"
            ) { _, object, length -> Value in
                guard length >= 0 else {
                    throw ScriptError("ValueError", "negative dimensions are not allowed")
                }
                try Shape.checkMemory(length, each: 1)
                return .object(BytesValue(object.generator.bytes(length)))
            },
        ])

    private static func number(_ words: ArraySlice<UInt32>) -> UInt128 {
        words.reversed().reduce(0) { $0 << 32 | UInt128($1) }
    }

    /// The shape of a result, nil for a single number.
    ///
    /// - Throws: ValueError where parameters do not broadcast to the sizes.
    private static func shape(_ size: Sizes?, _ parameters: [Tensor]) throws -> [Int]? {
        var common: [Int] = []
        do {
            for parameter in parameters {
                common = try Shape.broadcast(common, parameter.shape, for: "parameters")
            }
        } catch {
            throw ScriptError(
                "ValueError",
                "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between shapes "
                    + parameters.map { NumPy.tuple($0.shape) }.joined(separator: " and "))
        }
        guard let size else { return common.isEmpty && parameters.allSatisfy { $0.rank == 0 } ? nil : common }
        guard common.isEmpty || (try? Shape.broadcast(common, size.elements, for: "size")) == size.elements
        else {
            throw ScriptError(
                "ValueError",
                "Output size \(NumPy.tuple(size.elements)) is not compatible with broadcast dimensions of "
                    + "inputs \(NumPy.tuple(common)).")
        }
        return size.elements
    }
}
