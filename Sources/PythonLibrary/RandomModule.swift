import Foundation
import Language
import RandomNumbers

/// The module `random`, with CPython's digits for the same seed.
enum RandomModule {
    package static func make() -> ModuleValue {
        let shared = RandomObject(try? RandomObject.key(.none))
        let module = ModuleValue("random", documentation: "Random numbers, apart from torch's and numpy's.")
        module["Random"] = .type(RandomObject.type)
        for method in RandomObject.methods {
            module[method.name] = .boundMethod(
                BoundMethod(receiver: .object(shared), function: .builtin(method)))
        }
        return module
    }
}

/// `random.Random(seed)`.
final class RandomObject: Restorable {
    fileprivate var generator: MersenneTwister
    /// `gauss` makes two numbers at a time.
    fileprivate var kept: Double?

    init(_ key: [UInt32]?) { generator = MersenneTwister(key: key ?? [0]) }

    var typeName: String { "Random" }
    package var scriptClass: ScriptClass? { RandomObject.type }
    func repr() throws -> String { "<random.Random object>" }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject {
        let copy = RandomObject(nil)
        (copy.generator, copy.kept) = (generator, kept)
        return copy
    }

    func record(in snapshot: Snapshot) {
        let (generator, kept) = (generator, kept)
        snapshot.record(self) {
            (self.generator, self.kept) = (generator, kept)
        } change: {
            self.generator == generator && self.kept == kept ? nil : "random numbers were drawn"
        }
    }

    static let type = ScriptClass(
        "Random", of: "random", methods: methods, isInstance: { $0 is RandomObject }
    ) {
        arguments, _ in RandomObject(try key(arguments.positional.first ?? arguments.keyword("x") ?? .none))
    }

    /// The words of a seed; `None` takes them from the system.
    static func key(_ seed: Value) throws -> [UInt32] {
        let number: UInt64
        switch seed {
        case .none:
            var system = SystemRandomNumberGenerator()
            return (0..<8).map { _ in system.next() }
        case .int(let value): number = UInt64(value.magnitude)
        case .bool(let flag): number = flag ? 1 : 0
        case .float: number = UInt64(bitPattern: Int64(try Operations.hash(seed)))
        default:
            throw ScriptError(
                "TypeError", "random.seed() takes an int or a float here, not \(seed.typeName)",
                hint: "random.seed(0)")
        }
        let (low, high) = (UInt32(truncatingIfNeeded: number), UInt32(number >> 32))
        return high == 0 ? [low] : [low, high]
    }

    // MARK: Drawing

    /// A whole number in `0..<count`.
    func below(_ count: Int) throws -> Int {
        if count <= 0 { throw ScriptError("IndexError", "Cannot choose from an empty sequence") }
        return Int(generator.below(UInt64(count)))
    }

    fileprivate func range(_ start: Int, _ stop: Int, _ step: Int, _ name: String) throws -> Int {
        if step == 0 { throw ScriptError("ValueError", "zero step for \(name)()") }
        let range = try RangeValue(start: start, stop: stop, step: step)
        if range.count == 0 {
            let shown = step == 1 ? "(\(start), \(stop), \(stop &- start))" : "(\(start), \(stop), \(step))"
            throw ScriptError("ValueError", "empty range for \(name)() \(shown)")
        }
        return range[try below(range.count)]
    }

    fileprivate func gauss(_ mean: Double, _ deviation: Double) -> Double {
        if let number = kept {
            kept = nil
            return mean + number * deviation
        }
        let angle = generator.fraction() * 2 * .pi
        let radius = (-2 * log(1 - generator.fraction())).squareRoot()
        kept = sin(angle) * radius
        return mean + cos(angle) * radius * deviation
    }

    /// By the ratio of uniform deviates (Kinderman and Monahan, 1977).
    fileprivate func normal(_ mean: Double, _ deviation: Double) -> Double {
        let magic = 4 * exp(-0.5) / 2.0.squareRoot()
        while true {
            let first = generator.fraction()
            let second = 1 - generator.fraction()
            let number = magic * (first - 0.5) / second
            if number * number / 4 <= -log(second) { return mean + number * deviation }
        }
    }

    fileprivate func sample(_ population: [Value], _ count: Int) throws -> [Value] {
        let size = population.count
        guard count >= 0, count <= size else {
            throw ScriptError("ValueError", "Sample larger than population or is negative")
        }
        // A set of chosen places costs less than a copy of the population where that is large.
        var limit = 21.0
        if count > 5 { limit += pow(4, ceil(log(Double(count * 3)) / log(4))) }
        var result: [Value] = []
        if Double(size) <= limit {
            var pool = population
            for index in 0..<count {
                let place = try below(size - index)
                result.append(pool[place])
                pool[place] = pool[size - index - 1]
            }
            return result
        }
        var chosen: Set<Int> = []
        while result.count < count {
            let place = try below(size)
            if chosen.insert(place).inserted { result.append(population[place]) }
        }
        return result
    }

    fileprivate func choices(_ population: [Value], _ weights: [Double]?, isCumulative: Bool, _ count: Int)
        throws -> [Value]
    {
        try Limits.check(elements: count)
        guard let weights else {
            if population.isEmpty, count > 0 {
                throw ScriptError("IndexError", "Cannot choose from an empty sequence")
            }
            return (0..<max(0, count)).map { _ in
                population[Int(generator.fraction() * Double(population.count))]
            }
        }
        guard weights.count == population.count else {
            throw ScriptError("ValueError", "The number of weights does not match the population")
        }
        var sums = weights
        if !isCumulative { for index in sums.indices.dropFirst() { sums[index] += sums[index - 1] } }
        guard let total = sums.last, total > 0 else {
            throw ScriptError("ValueError", "Total of weights must be greater than zero")
        }
        guard total.isFinite else { throw ScriptError("ValueError", "Total of weights must be finite") }
        return (0..<max(0, count)).map { _ in
            let aim = generator.fraction() * total
            let place = sums.firstIndex { $0 > aim } ?? population.count - 1
            return population[min(place, population.count - 1)]
        }
    }

    /// What `choice`, `sample` and `choices` draw from.
    fileprivate static func population(_ value: Value?) throws -> [Value] {
        switch value ?? .none {
        case .set, .dict:
            throw ScriptError(
                "TypeError", "Population must be a sequence.  For dicts or sets, use sorted(d).",
                hint: "list(…) makes one")
        default: return try Operations.array(value ?? .none)
        }
    }
}

extension RandomObject {
    private static func number(_ value: Value?, _ otherwise: Double = 0) throws -> Double {
        guard let value else { return otherwise }
        guard let number = try Double.from(value) else {
            throw ScriptError("TypeError", "must be real number, not \(value.typeName)")
        }
        return number
    }

    private static func whole(_ value: Value?) throws -> Int { try Operations.requireIndex(value ?? .none) }

    /// An end of a range: a number or text that is no whole number is a ValueError there, as in CPython.
    private static func end(_ value: Value?, _ what: String) throws -> Int {
        switch value {
        case .float(let number)? where Int(exactly: number) == nil:
            throw ScriptError("ValueError", "non-integer \(what) for randrange()")
        case .float(let number)?: return Int(number)
        case .str(let text)?:
            throw ScriptError(
                "ValueError", "invalid literal for int() with base 10: \(try Value.str(text).repr())")
        default: return try whole(value)
        }
    }

    private static func method(
        _ name: String, _ parameters: [String], _ summary: String,
        _ body: @escaping (RandomObject, [Value?]) throws -> Value
    ) -> Builtin {
        Method.of(RandomObject.self, name, parameters, summary) { random, arguments, _ in
            try body(random, arguments)
        }
    }

    static let methods: [Builtin] = [
        method("seed", ["a=None"], "Seeds the generator.") { random, arguments in
            random.generator = MersenneTwister(key: try key(arguments[0] ?? .none))
            random.kept = nil
            return .none
        },
        method("random", [], "A random number in [0, 1).") { random, _ in .float(random.generator.fraction())
        },
        method("uniform", ["a", "b"], "A random number between a and b.") { random, arguments in
            let (a, b) = (try number(arguments[0]), try number(arguments[1]))
            return .float(a + (b - a) * random.generator.fraction())
        },
        method("randint", ["a", "b"], "A random integer from a to b, both included.") { random, arguments in
            let start = try end(arguments[0], "arg 1")
            let (stop, overflow) = try end(arguments[1], "stop").addingReportingOverflow(1)
            if overflow { throw Wording.overflow() }
            return .int(try random.range(start, stop, 1, "randrange"))
        },
        method("randrange", ["start", "stop=None", "step=1"], "A random integer from a range.") {
            random, arguments in
            guard let stop = arguments[1], !stop.isNone else {
                let stop = try end(arguments[0], "arg 1")
                if stop <= 0 { throw ScriptError("ValueError", "empty range for randrange()") }
                return .int(try random.below(stop))
            }
            return .int(
                try random.range(
                    end(arguments[0], "arg 1"), end(stop, "stop"),
                    arguments[2].map { try end($0, "step") } ?? 1,
                    "randrange"))
        },
        method("getrandbits", ["k"], "A random integer of k bits.") { random, arguments in
            let count = try whole(arguments[0])
            if count < 0 { throw ScriptError("ValueError", "number of bits must be non-negative") }
            if count > 63 { throw Wording.overflow() }
            return .int(Int(random.generator.bits(count)))
        },
        method("choice", ["seq"], "A random element.") { random, arguments in
            let value = arguments[0] ?? .none
            let count = try Operations.length(value)
            return try Operations.item(value, .int(random.below(count)))
        },
        method(
            "choices", ["population", "weights=None", "cum_weights=None", "k=1"],
            "Samples k elements with replacement."
        ) {
            random, arguments in
            func weights(_ value: Value?) throws -> [Double]? {
                guard let value, !value.isNone else { return nil }
                return try Operations.array(value).map { try number($0) }
            }
            let (plain, sums) = (try weights(arguments[1]), try weights(arguments[2]))
            if plain != nil, sums != nil {
                throw ScriptError("TypeError", "Cannot specify both weights and cumulative weights")
            }
            return .list(
                try random.choices(
                    population(arguments[0]), plain ?? sums, isCumulative: sums != nil,
                    arguments[3].map { try whole($0) } ?? 1))
        },
        method("shuffle", ["x"], "Shuffles a list in place.") { random, arguments in
            guard case .list(let list)? = arguments[0] else {
                throw ScriptError(
                    "TypeError",
                    "'\((arguments[0] ?? .none).typeName)' object does not support item assignment",
                    hint: "random.sample(x, len(x)) gives a shuffled list of anything")
            }
            try list.checkChangeable()
            for index in stride(from: list.elements.count - 1, to: 0, by: -1) {
                list.elements.swapAt(index, try random.below(index + 1))
            }
            return .none
        },
        method("sample", ["population", "k"], "Samples k elements without replacement.") {
            random, arguments in
            .list(try random.sample(population(arguments[0]), whole(arguments[1])))
        },
        method("gauss", ["mu=0.0", "sigma=1.0"], "A normally distributed number.") { random, arguments in
            .float(random.gauss(try number(arguments[0], 0), try number(arguments[1], 1)))
        },
        method("normalvariate", ["mu=0.0", "sigma=1.0"], "A normally distributed number.") {
            random, arguments in
            .float(random.normal(try number(arguments[0], 0), try number(arguments[1], 1)))
        },
        method("expovariate", ["lambd"], "An exponentially distributed number.") { random, arguments in
            let rate = try number(arguments[0])
            if rate == 0 { throw ScriptError("ZeroDivisionError", "float division by zero") }
            return .float(-log(1 - random.generator.fraction()) / rate)
        },
        method("getstate", [], "The state, for setstate.") { random, _ in
            let words = random.generator.words.map { Value.int(Int($0)) } + [.int(random.generator.position)]
            return .tuple([.int(3), .tuple(words), random.kept.map(Value.float) ?? .none])
        },
        method("setstate", ["state"], "Restores a state of the generator.") { random, arguments in
            guard case .tuple(let state)? = arguments[0], state.elements.count == 3,
                case .tuple(let words) = state.elements[1], words.elements.count == 625
            else { throw ScriptError("ValueError", "state is not one that random.getstate() gave") }
            let numbers = words.elements.compactMap { Operations.integer($0).flatMap { UInt32(exactly: $0) } }
            guard numbers.count == 625,
                let generator = MersenneTwister(words: Array(numbers.dropLast()), position: Int(numbers[624]))
            else { throw ScriptError("ValueError", "state is not one that random.getstate() gave") }
            random.generator = generator
            if case .float(let number) = state.elements[2] { random.kept = number } else { random.kept = nil }
            return .none
        },
    ]
}
