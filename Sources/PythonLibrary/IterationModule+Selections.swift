import Language

extension IterationModule {
    /// Commands that take some of an iterable's elements, or their sums, or repeat them.
    static let selecting: [Builtin] = [
        command("islice", "A slice of an iterable.", ["iterable", "*bounds"]) {
            arguments, _ in
            let given = try arguments.dropFirst().map { value -> Int? in
                if value.isNone { return nil }
                guard let number = try Operations.index(value), number >= 0 else {
                    throw ScriptError(
                        "ValueError", "islice() takes places of at least 0, or None",
                        hint: "list(x)[…] takes negative ones")
                }
                return number
            }
            guard (1...3).contains(given.count) else {
                throw ScriptError("TypeError", "islice expected 2 to 4 arguments, got \(arguments.count)")
            }
            let source = try Operations.iterator(arguments[0])
            let start = given.count == 1 ? 0 : given[0] ?? 0
            let stop = given.count == 1 ? given[0] : given[1]
            let step = given.count == 3 ? given[2] ?? 1 : 1
            if step < 1 {
                throw ScriptError("ValueError", "Step for islice() must be a positive integer or None.")
            }
            return .object(
                StatefulIterator("islice", (place: 0, wanted: start), holding: { _ in [.object(source)] }) {
                    walk in
                    if let stop, walk.state.wanted >= stop { return nil }
                    while let next = try source.next() {
                        try Interpreter.current?.interruption.check()
                        walk.state.place += 1
                        if walk.state.place - 1 == walk.state.wanted {
                            walk.state.wanted = walk.state.wanted.addingReportingOverflow(step).partialValue
                            return next
                        }
                    }
                    walk.state.wanted = stop ?? 0
                    return nil
                })
        },
        Builtin(
            "accumulate", group: "itertools",
            summary: "Running sums, or running results of another function.",
            Parameter<Value>("iterable", "what to add"),
            Parameter<Value>("func", "of two, instead of the sum", default: .none),
            Parameter<Value>("initial", "where to begin", default: .none, .keywordOnly),
            example: "list(itertools.accumulate([1, 2, 3]))"
        ) { interpreter, iterable, function, initial -> Value in
            let source = try Operations.iterator(iterable)
            return .object(
                StatefulIterator(
                    "accumulate", Value?.none,
                    holding: { [.object(source), function, initial] + ($0.map { [$0] } ?? []) }
                ) { [unowned interpreter] walk in
                    guard let so = walk.state else {
                        walk.state = initial.isNone ? try source.next() : initial
                        return walk.state
                    }
                    guard let next = try source.next() else { return nil }
                    let total =
                        function.isNone
                        ? try Operations.binary(.add, so, next)
                        : try Operations.call(function, Arguments([so, next]), interpreter)
                    walk.state = total
                    return total
                })
        },
        command("repeat", "Repeats one value.", ["object", "times=None"]) { arguments, _ in
            let isEndless = arguments[1].isNone
            let times = isEndless ? Int.max : try Operations.requireIndex(arguments[1])
            return .object(
                StatefulIterator("repeat", times, holding: { _ in [arguments[0]] }) { walk in
                    if walk.state <= 0 { return nil }
                    if !isEndless { walk.state -= 1 }
                    return arguments[0]
                })
        },
        command("count", "Counts without end.", ["start=0", "step=1"]) { arguments, _ in
            let start = arguments[0].isNone ? Value.int(0) : arguments[0]
            let step = arguments[1].isNone ? Value.int(1) : arguments[1]
            for value in [start, step] {
                switch value {
                case .int, .bool, .float, .object, .instance: continue
                default: throw ScriptError("TypeError", "a number is required")
                }
            }
            return .object(
                StatefulIterator("count", start, holding: { [$0, step] }) { walk in
                    let next = walk.state
                    if next.isNone { throw Wording.overflow() }
                    walk.state = (try? Operations.binary(.add, next, step)) ?? .none
                    return next
                })
        },
        command("cycle", "Repeats the elements without end.", ["iterable"]) { arguments, _ in
            let source = try Operations.iterator(arguments[0])
            let start: (kept: [Value], place: Int, isFirst: Bool) = ([], 0, true)
            return .object(
                StatefulIterator("cycle", start, holding: { [.object(source)] + $0.kept }) { walk in
                    if walk.state.isFirst, let next = try source.next() {
                        try Limits.check(elements: walk.state.kept.count + 1)
                        walk.state.kept.append(next)
                        return next
                    }
                    walk.state.isFirst = false
                    if walk.state.kept.isEmpty { return nil }
                    let place = walk.state.place
                    walk.state.place = (place + 1) % walk.state.kept.count
                    return walk.state.kept[place]
                })
        },
        command("takewhile", "The elements up to the first that fails a test.", ["predicate", "iterable"]) {
            arguments, interpreter in
            let source = try Operations.iterator(arguments[1])
            return .object(
                StatefulIterator("takewhile", false, holding: { _ in [arguments[0], .object(source)] }) {
                    [unowned interpreter] walk in
                    guard !walk.state, let next = try source.next() else { return nil }
                    if try Operations.truth(Operations.call(arguments[0], Arguments([next]), interpreter)) {
                        return next
                    }
                    walk.state = true
                    return nil
                })
        },
        command("dropwhile", "The elements from the first that fails a test.", ["predicate", "iterable"]) {
            arguments, interpreter in
            let source = try Operations.iterator(arguments[1])
            return .object(
                StatefulIterator("dropwhile", true, holding: { _ in [arguments[0], .object(source)] }) {
                    [unowned interpreter] walk in
                    while let next = try source.next() {
                        let isDropping = walk.state
                        if isDropping,
                            try Operations.truth(
                                Operations.call(arguments[0], Arguments([next]), interpreter))
                        {
                            continue
                        }
                        walk.state = false
                        return next
                    }
                    return nil
                })
        },
        command("filterfalse", "The elements that fail a test.", ["predicate", "iterable"]) {
            arguments, interpreter in
            let source = try Operations.iterator(arguments[1])
            return walk("filterfalse", over: [arguments[0], .object(source)]) { [unowned interpreter] in
                while let next = try source.next() {
                    let answer =
                        arguments[0].isNone
                        ? next : try Operations.call(arguments[0], Arguments([next]), interpreter)
                    if try !Operations.truth(answer) { return next }
                }
                return nil
            }
        },
        command(
            "starmap", "Applies a function to each element, unpacked as its arguments.",
            ["function", "iterable"]
        ) {
            arguments, interpreter in
            let source = try Operations.iterator(arguments[1])
            return walk("starmap", over: [arguments[0], .object(source)]) { [unowned interpreter] in
                guard let next = try source.next() else { return nil }
                return try Operations.call(arguments[0], Arguments(Operations.array(next)), interpreter)
            }
        },
        command("compress", "The elements whose selector is true.", ["data", "selectors"]) { arguments, _ in
            let (source, selectors) = (
                try Operations.iterator(arguments[0]), try Operations.iterator(arguments[1])
            )
            return walk("compress", over: [.object(source), .object(selectors)]) {
                while let next = try source.next(), let selector = try selectors.next() {
                    if try Operations.truth(selector) { return next }
                }
                return nil
            }
        },
        command("groupby", "Groups neighbouring elements with the same key.", ["iterable", "key=None"]) {
            arguments, interpreter in
            let source = try Operations.iterator(arguments[0])
            func key(_ value: Value) throws -> Value {
                arguments[1].isNone
                    ? value : try Operations.call(arguments[1], Arguments([value]), interpreter)
            }
            let start: (waiting: (key: Value, value: Value)?, isStarted: Bool) = (nil, false)
            return .object(
                StatefulIterator(
                    "groupby", start,
                    holding: { state in
                        [.object(source), arguments[1]] + (state.waiting.map { [$0.key, $0.value] } ?? [])
                    }
                ) { walk in
                    if !walk.state.isStarted {
                        walk.state.isStarted = true
                        let first = try source.next().map { (try key($0), $0) }
                        walk.state.waiting = first
                    }
                    guard let first = walk.state.waiting else { return nil }
                    var run = [first.value]
                    walk.state.waiting = nil
                    while let next = try source.next() {
                        let its = try key(next)
                        guard try Operations.equal(its, first.key) else {
                            walk.state.waiting = (its, next)
                            break
                        }
                        try Limits.check(elements: run.count + 1)
                        run.append(next)
                    }
                    return .tuple([first.key, .object(ArrayIterator(run))])
                })
        },
        command("tee", "Several independent iterators over the same elements.", ["iterable", "n=2"]) {
            arguments, _ in
            let source = try Operations.iterator(arguments[0])
            let copies = arguments[1].isNone ? 2 : try count(arguments[1], "n")
            let kept = ListValue()
            return .tuple(
                (0..<copies).map { _ in
                    .object(
                        StatefulIterator("_tee", 0, holding: { _ in [.object(source), .list(kept)] }) {
                            walk in
                            if walk.state >= kept.elements.count {
                                guard let next = try source.next() else { return nil }
                                try Limits.check(elements: kept.elements.count + 1)
                                kept.elements.append(next)
                            }
                            walk.state += 1
                            return kept.elements[walk.state - 1]
                        })
                })
        },
    ]
}
