import Language

/// The module `itertools`.
enum IterationModule {
    package static func make() -> ModuleValue {
        let module = ModuleValue(
            "itertools", documentation: "Ways to walk along iterables.", commands: combining + selecting)
        let chain = ScriptClass(
            "chain", of: "itertools", isInstance: { ($0 as? ScriptIterator)?.typeName == "chain" }
        ) {
            arguments, _ in chained(ArrayIterator(arguments.positional))
        }
        chain.attributes.set(
            Symbol("from_iterable"),
            .object(
                StaticMethod(
                    .builtin(
                        command("from_iterable", "The elements of the elements.", ["iterable"]) {
                            arguments, _ in
                            .object(chained(try Operations.iterator(arguments[0])))
                        }))))
        module["chain"] = .type(chain)
        return module
    }

    // MARK: Helpers

    /// A command whose arguments are all positional; `name=` may be left out and `*name` takes the rest.
    static func command(
        _ name: String, _ summary: String, _ parameters: [String], group: String = "itertools",
        _ body: @escaping (_ arguments: [Value], _ interpreter: Interpreter) throws -> Value
    ) -> Builtin {
        let declared = parameters.map { text -> ParameterInformation in
            if text.hasPrefix("*") {
                return ParameterInformation(String(text.dropFirst()), "values", .variadic)
            }
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init)
            return ParameterInformation(parts[0], "a value", default: parts.count > 1 ? parts[1] : nil)
        }
        return Builtin(
            name: name, group: group, summary: summary, parameters: declared, returns: "", example: "",
            pytorch: "",
            formula: ""
        ) { command, interpreter, values in
            var arguments: [Value] = []
            for (parameter, value) in zip(declared, values) {
                if let value {
                    if parameter.passing == .variadic, case .tuple(let rest) = value {
                        arguments += rest.elements
                    } else {
                        arguments.append(value)
                    }
                } else if parameter.defaultText == nil {
                    throw Wording.missingArgument(command, parameter.name)
                } else {
                    arguments.append(.none)
                }
            }
            return try body(arguments, interpreter)
        }
    }

    /// An iterator over what `held` gives, which has no place of its own.
    static func walk(_ name: String, over held: [Value], _ body: @escaping () throws -> Value?) -> Value {
        .object(StatefulIterator(name, (), holding: { _ in held }) { _ in try body() })
    }

    private static func chained(_ sources: ScriptIterator) -> ScriptIterator {
        StatefulIterator(
            "chain", ScriptIterator?.none,
            holding: { current in [.object(sources)] + (current.map { [.object($0)] } ?? []) }
        ) { walk in
            while true {
                let current = walk.state
                if let next = try current?.next() { return next }
                guard let following = try sources.next() else { return nil }
                walk.state = try Operations.iterator(following)
            }
        }
    }

    /// Walks along rows of places; `advance` changes them to the next and says whether there is one.
    private static func rows(
        _ name: String, _ first: [Int]?, of pools: [Value], _ advance: @escaping (inout [Int]) -> Bool,
        _ pick: @escaping ([Int]) -> Value
    ) -> Value {
        .object(
            StatefulIterator(name, first, holding: { _ in pools }) { walk in
                guard var row = walk.state else { return nil }
                let result = pick(row)
                walk.state = advance(&row) ? row : nil
                return result
            })
    }

    static func count(_ value: Value, _ name: String) throws -> Int {
        let count = try Operations.requireIndex(value)
        if count < 0 { throw ScriptError("ValueError", "\(name) must be non-negative") }
        try Limits.check(elements: count)
        return count
    }

    // MARK: Combinations

    private static let combining: [Builtin] = [
        Builtin(
            "product", group: "itertools", summary: "The Cartesian product of iterables.",
            raw: [
                .init("iterables", "what to combine", .variadic),
                .init("repeat", "how often", default: "1", .keywordOnly),
            ],
            example: "list(itertools.product('ab', [1, 2]))"
        ) { _, arguments in
            for (name, _) in arguments.keywords where name != "repeat" {
                throw Wording.unknownKeyword("product", ["repeat"], name)
            }
            let times = try count(arguments.keyword("repeat") ?? .int(1), "repeat argument")
            let pools = try arguments.positional.map { try Operations.array($0) }
            try Limits.check(elements: pools.count.multipliedReportingOverflow(by: times).partialValue)
            let all = (0..<times).flatMap { _ in pools }
            let first = all.contains(where: \.isEmpty) ? nil : [Int](repeating: 0, count: all.count)
            return rows("product", first, of: pools.flatMap { $0 }) { places in
                for index in places.indices.reversed() {
                    places[index] += 1
                    if places[index] < all[index].count { return true }
                    places[index] = 0
                }
                return false
            } _: { places in
                .tuple(zip(all, places).map { $0[$1] })
            }
        },
        command("combinations", "Combinations of r elements, in order.", ["iterable", "r"]) { arguments, _ in
            let (pool, size) = (try Operations.array(arguments[0]), try count(arguments[1], "r"))
            return rows("combinations", size <= pool.count ? Array(0..<size) : nil, of: pool) { places in
                guard let index = places.indices.last(where: { places[$0] < pool.count - size + $0 }) else {
                    return false
                }
                let start = places[index] + 1
                for next in index..<size { places[next] = start + next - index }
                return true
            } _: { places in
                .tuple(places.map { pool[$0] })
            }
        },
        command(
            "combinations_with_replacement", "Combinations of r elements, with repetition.",
            ["iterable", "r"]
        ) {
            arguments, _ in
            let (pool, size) = (try Operations.array(arguments[0]), try count(arguments[1], "r"))
            let first = pool.isEmpty && size > 0 ? nil : [Int](repeating: 0, count: size)
            return rows("combinations_with_replacement", first, of: pool) { places in
                guard let index = places.indices.last(where: { places[$0] < pool.count - 1 }) else {
                    return false
                }
                let place = places[index] + 1
                for next in index..<size { places[next] = place }
                return true
            } _: { places in
                .tuple(places.map { pool[$0] })
            }
        },
        command("permutations", "Permutations of r elements.", ["iterable", "r=None"]) { arguments, _ in
            let pool = try Operations.array(arguments[0])
            let size = arguments[1].isNone ? pool.count : try count(arguments[1], "r")
            return rows("permutations", size <= pool.count ? Array(0..<size) : nil, of: pool) { places in
                // The last place that can take a later element takes the next one; those behind it start
                // again.
                for index in places.indices.reversed() {
                    let used = Set(places[..<index])
                    guard
                        let next = ((places[index] + 1)..<max(places[index] + 1, pool.count)).first(where: {
                            !used.contains($0)
                        })
                    else { continue }
                    places[index] = next
                    var taken = used.union([next])
                    for later in (index + 1)..<max(index + 1, size) {
                        let lowest = (0..<pool.count).first { !taken.contains($0) } ?? 0
                        places[later] = lowest
                        taken.insert(lowest)
                    }
                    return true
                }
                return false
            } _: { places in
                .tuple(places.map { pool[$0] })
            }
        },
        command("pairwise", "Overlapping pairs of neighbours.", ["iterable"]) { arguments, _ in
            let source = try Operations.iterator(arguments[0])
            return .object(
                StatefulIterator(
                    "pairwise", Value?.none, holding: { [.object(source)] + ($0.map { [$0] } ?? []) }
                ) { walk in
                    if walk.state == nil { walk.state = try source.next() }
                    guard let previous = walk.state, let next = try source.next() else { return nil }
                    walk.state = next
                    return .tuple([previous, next])
                })
        },
        Builtin(
            "zip_longest", group: "itertools",
            summary: "Tuples of elements, filled up where an iterable ends early.",
            raw: [
                .init("iterables", "what to iterate over", .variadic),
                .init("fillvalue", "for what is missing", default: "None", .keywordOnly),
            ],
            example: "list(itertools.zip_longest([1, 2], 'a'))"
        ) { _, arguments in
            for (name, _) in arguments.keywords where name != "fillvalue" {
                throw Wording.unknownKeyword("zip_longest", ["fillvalue"], name)
            }
            let filler = arguments.keyword("fillvalue") ?? .none
            let sources: [ScriptIterator?] = try arguments.positional.map(Operations.iterator)
            return .object(
                StatefulIterator(
                    "zip_longest", sources, holding: { [filler] + $0.compactMap { $0 }.map(Value.object) }
                ) { walk in
                    var row: [Value] = []
                    for index in walk.state.indices {
                        let source = walk.state[index]
                        let next = try source?.next()
                        if next == nil { walk.state[index] = nil }
                        row.append(next ?? filler)
                    }
                    return walk.state.contains { $0 != nil } ? .tuple(row) : nil
                })
        },
    ]
}
