extension IterationModule {
    /// Commands that take some of an iterable's elements, or their sums, or repeat them.
    static let selecting: [Builtin] = [
        command("islice", "Elements by place, as a slice takes them.", ["iterable", "*bounds"]) {
            arguments, _ in
            let given = try arguments.dropFirst().map { value -> Int? in
                if value.isNone { return nil }
                guard let number = Operations.integer(value), number >= 0 else {
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
            var (place, wanted) = (0, start)
            return walk("islice") {
                if let stop, wanted >= stop { return nil }
                while let next = try source.next() {
                    try Interpreter.current?.interruption.check()
                    place += 1
                    if place - 1 == wanted {
                        wanted = wanted.addingReportingOverflow(step).partialValue
                        return next
                    }
                }
                wanted = stop ?? 0
                return nil
            }
        },
        Builtin(
            "accumulate", group: "itertools", summary: "The sums so far, or another function's results.",
            Parameter<Value>("iterable", "what to add"),
            Parameter<Value>("func", "of two, instead of the sum", default: .none),
            Parameter<Value>("initial", "where to begin", default: .none, .keywordOnly),
            example: "list(itertools.accumulate([1, 2, 3]))"
        ) { interpreter, iterable, function, initial -> Value in
            let source = try Operations.iterator(iterable)
            var total: Value? = nil
            return walk("accumulate") { [unowned interpreter] in
                if total == nil {
                    total = initial.isNone ? try source.next() : initial
                    return total
                }
                guard let so = total, let next = try source.next() else { return nil }
                total =
                    function.isNone
                    ? try Operations.binary(.add, so, next)
                    : try Operations.call(function, Arguments([so, next]), interpreter)
                return total
            }
        },
        command("repeat", "One value again and again.", ["object", "times=None"]) { arguments, _ in
            var rest = arguments[1].isNone ? Int.max : try Operations.requireIndex(arguments[1])
            let isEndless = arguments[1].isNone
            return walk("repeat") {
                if rest <= 0 { return nil }
                if !isEndless { rest -= 1 }
                return arguments[0]
            }
        },
        command("count", "Numbers without end.", ["start=0", "step=1"]) { arguments, _ in
            var next = arguments[0].isNone ? Value.int(0) : arguments[0]
            let step = arguments[1].isNone ? Value.int(1) : arguments[1]
            for value in [next, step] {
                switch value {
                case .int, .bool, .float, .object, .instance: continue
                default: throw ScriptError("TypeError", "a number is required")
                }
            }
            return walk("count") {
                defer { next = (try? Operations.binary(.add, next, step)) ?? .none }
                if next.isNone { throw Wording.overflow() }
                return next
            }
        },
        command("cycle", "The elements again and again.", ["iterable"]) { arguments, _ in
            let source = try Operations.iterator(arguments[0])
            var (kept, place, isFirst): ([Value], Int, Bool) = ([], 0, true)
            return walk("cycle") {
                if isFirst, let next = try source.next() {
                    try Limits.check(elements: kept.count + 1)
                    kept.append(next)
                    return next
                }
                isFirst = false
                if kept.isEmpty { return nil }
                defer { place = (place + 1) % kept.count }
                return kept[place]
            }
        },
        command("takewhile", "The elements up to the first that fails a test.", ["predicate", "iterable"]) {
            arguments, interpreter in
            let source = try Operations.iterator(arguments[1])
            var isOver = false
            return walk("takewhile") { [unowned interpreter] in
                guard !isOver, let next = try source.next() else { return nil }
                if try Operations.truth(Operations.call(arguments[0], Arguments([next]), interpreter)) {
                    return next
                }
                isOver = true
                return nil
            }
        },
        command("dropwhile", "The elements from the first that fails a test.", ["predicate", "iterable"]) {
            arguments, interpreter in
            let source = try Operations.iterator(arguments[1])
            var isDropping = true
            return walk("dropwhile") { [unowned interpreter] in
                while let next = try source.next() {
                    if isDropping,
                        try Operations.truth(Operations.call(arguments[0], Arguments([next]), interpreter))
                    {
                        continue
                    }
                    isDropping = false
                    return next
                }
                return nil
            }
        },
        command("filterfalse", "The elements that fail a test.", ["predicate", "iterable"]) {
            arguments, interpreter in
            let source = try Operations.iterator(arguments[1])
            return walk("filterfalse") { [unowned interpreter] in
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
            "starmap", "A function's results, with each element spread over its parameters.",
            ["function", "iterable"]
        ) {
            arguments, interpreter in
            let source = try Operations.iterator(arguments[1])
            return walk("starmap") { [unowned interpreter] in
                guard let next = try source.next() else { return nil }
                return try Operations.call(arguments[0], Arguments(Operations.array(next)), interpreter)
            }
        },
        command("compress", "The elements whose selector is true.", ["data", "selectors"]) { arguments, _ in
            let (source, selectors) = (
                try Operations.iterator(arguments[0]), try Operations.iterator(arguments[1])
            )
            return walk("compress") {
                while let next = try source.next(), let selector = try selectors.next() {
                    if try Operations.truth(selector) { return next }
                }
                return nil
            }
        },
        command("groupby", "Runs of elements with the same key.", ["iterable", "key=None"]) {
            arguments, interpreter in
            let source = try Operations.iterator(arguments[0])
            func key(_ value: Value) throws -> Value {
                arguments[1].isNone
                    ? value : try Operations.call(arguments[1], Arguments([value]), interpreter)
            }
            var waiting: (key: Value, value: Value)?
            var isStarted = false
            return walk("groupby") {
                if !isStarted { waiting = try source.next().map { (try key($0), $0) } }
                isStarted = true
                guard let first = waiting else { return nil }
                var run = [first.value]
                waiting = nil
                while let next = try source.next() {
                    let its = try key(next)
                    guard try Operations.equal(its, first.key) else {
                        waiting = (its, next)
                        break
                    }
                    try Limits.check(elements: run.count + 1)
                    run.append(next)
                }
                return .tuple([first.key, .object(ArrayIterator(run))])
            }
        },
        command("tee", "Several iterators over the same elements.", ["iterable", "n=2"]) { arguments, _ in
            let source = try Operations.iterator(arguments[0])
            let copies = arguments[1].isNone ? 2 : try count(arguments[1], "n")
            let kept = ListValue()
            return .tuple(
                (0..<copies).map { _ in
                    var place = 0
                    return walk("_tee") {
                        if place >= kept.elements.count {
                            guard let next = try source.next() else { return nil }
                            try Limits.check(elements: kept.elements.count + 1)
                            kept.elements.append(next)
                        }
                        place += 1
                        return kept.elements[place - 1]
                    }
                })
        },
    ]
}
