import Foundation
import Language
import Tensors

/// `torch.Generator()`: a source of random numbers of its own.
public final class GeneratorObject: NativeObject, ScriptConvertible {
    public let generator: Generator
    /// Which tensors it is for.
    private let device: ComputeDevice

    init(_ generator: Generator, _ device: ComputeDevice = .host) {
        (self.generator, self.device) = (generator, device)
    }

    public static var scriptName: String { "Generator" }
    public static func from(_ value: Value) throws -> GeneratorObject? {
        guard case .object(let object) = value else { return nil }
        return object as? GeneratorObject
    }
    public var scriptValue: Value { .object(self) }
    public func repr() throws -> String { "<torch.Generator object, seed \(generator.seed)>" }

    /// `torch.default_generator`.
    static var standard: GeneratorObject { ComputeContext.current[Standard.self] }

    private enum Standard: ComputeContextKey {
        static func initial(in context: ComputeContext) -> GeneratorObject {
            GeneratorObject(context.generator)
        }
    }

    private static let declaration = Builtin(
        "Generator", group: "torch", summary: "Makes a random number generator.",
        Parameter<Device?>(
            "device", "which tensors it is for; numbers for a GPU are drawn by the CPU", default: nil),
        returns: "a generator, seeded with 67280421310721 as PyTorch's",
        example: "torch.Generator().manual_seed(0)", pytorch: "torch.Generator().manual_seed(0)"
    ) { _, device in
        // PyTorch's default seed.
        let generator = Generator(seed: 67_280_421_310_721)
        return GeneratorObject(generator, try device?.resolved() ?? .host)
    }

    private static let receiverParameter: Parameter<GeneratorObject> = receiver("the generator")

    public static let nativeType = NativeType<GeneratorObject>(
        ScriptClass(
            "Generator",
            native: NativeClass(declaration: declaration, isInstance: { $0 is GeneratorObject }) {
                _, arguments, interpreter in
                guard let made = try GeneratorObject.from(declaration.call(interpreter, arguments)) else {
                    throw ScriptError("RuntimeError", "Generator() gave no generator")
                }
                return made
            }),
        properties: [
            .init("device", "Which tensors it is for.") { .object(DeviceObject.of($0.device)) }
        ],
        methods: [
            Builtin(
                "manual_seed", group: "torch", summary: "Starts again from a seed.", receiverParameter,
                Parameter<Int>("seed", "a whole number"), returns: "the generator",
                example: "g.manual_seed(0)", pytorch: "g.manual_seed(0)"
            ) { _, object, seed in
                object.generator.reseed(UInt64(bitPattern: Int64(seed)))
                return object
            }.raisingWrongTypes(as: "RuntimeError"),
            Builtin(
                "initial_seed", group: "torch", summary: "The seed it started from.", receiverParameter,
                returns: "int",
                example: "g.initial_seed()", pytorch: "g.initial_seed()"
            ) { _, object in Int(truncatingIfNeeded: object.generator.seed) },
            Builtin(
                "seed", group: "torch", summary: "Starts again from a seed that nobody chose.",
                receiverParameter, returns: "the seed",
                example: "g.seed()", pytorch: "g.seed()"
            ) { _, object in RandomState.reseed(object.generator) },
            Builtin(
                "get_state", group: "torch", summary: "What decides the coming numbers.", receiverParameter,
                returns: "an int64 tensor",
                example: "g.get_state()", pytorch: "g.get_state()"
            ) { _, object in try RandomState.tensor(object.generator) },
            Builtin(
                "set_state", group: "torch", summary: "Restores a state of the generator.", receiverParameter,
                Parameter<Tensor>("new_state", "what get_state() gave"), returns: "the generator",
                example: "g.set_state(s)",
                pytorch: "g.set_state(s)"
            ) { _, object, state in
                try RandomState.restore(object.generator, state)
                return object
            },
        ])
}

/// Seeds and states of generators, and the functions of `torch` on the standard one.
enum RandomState {
    static func reseed(_ generator: Generator) -> Int {
        let seed = Int.random(in: 0...Int.max)
        generator.reseed(UInt64(seed))
        return seed
    }

    static func tensor(_ generator: Generator) throws -> Tensor {
        try ComputeContext.on(.host) { try Tensor(generator.snapshot.map { Int64(bitPattern: $0) }) }
    }

    static func restore(_ generator: Generator, _ state: Tensor) throws {
        let words = try state.elements(Int64.self).map { UInt64(bitPattern: $0) }
        guard words.count == generator.snapshot.count, state.dtype == .int64 else {
            throw ScriptError(
                "RuntimeError", "this is not the state of a generator", hint: "state = torch.get_rng_state()")
        }
        generator.snapshot = words
    }

    static let functions: [Builtin] = [
        Builtin(
            "manual_seed", group: "torch",
            summary:
                "Seeds the random numbers; those on a GPU are drawn by the same generator of the CPU, so "
                + "that one "
                + "seed gives the same numbers on both, PyTorch's on a CPU and not those of CUDA.",
            Parameter<Int>("seed", "a whole number"), returns: "the generator",
            example: "torch.manual_seed(42)",
            pytorch: "torch.manual_seed(42)"
        ) { _, seed in
            Generator.standard.reseed(UInt64(bitPattern: Int64(seed)))
            return GeneratorObject.standard
        }.readingNumbers(["seed"]),
        Builtin(
            "initial_seed", group: "torch", summary: "The seed of the random numbers.", returns: "int",
            example: "torch.initial_seed()",
            pytorch: "torch.initial_seed()"
        ) { _ in Int(truncatingIfNeeded: Generator.standard.seed) },
        Builtin(
            "seed", group: "torch", summary: "Seeds the random numbers with a random seed.",
            returns: "the seed",
            example: "torch.seed()", pytorch: "torch.seed()"
        ) { _ in reseed(.standard) },
        Builtin(
            "get_rng_state", group: "torch", summary: "The state of the random number generator.",
            returns: "an int64 tensor",
            example: "state = torch.get_rng_state()", pytorch: "torch.get_rng_state()"
        ) { _ in try tensor(.standard) },
        Builtin(
            "set_rng_state", group: "torch", summary: "Restores a state of the random number generator.",
            Parameter<Tensor>("new_state", "what get_rng_state() gave"), returns: "None",
            example: "torch.set_rng_state(state)",
            pytorch: "torch.set_rng_state(state)"
        ) { _, state -> Value in
            try restore(.standard, state)
            return .none
        },
    ]
}
