/// A call that can stop in the middle: its variables, and how far each of its statements has come.
///
/// Only statements in which a `yield` stands know of it (`Nodes+Resumable.swift`). Each has a number here,
/// its stage: 0 where it has not begun. A `yield` leaves all statements around it, each of which notes
/// where it was; to go on, the body is run again, and each statement begins where it stopped. So a
/// generator needs no stack of its own, and a snapshot can copy it.
final class Coroutine {
    /// What a statement keeps over a `yield`, besides its stage.
    final class Held {
        let failure: ScriptError?
        let completion: Completion
        let value: Value
        init(failure: ScriptError) { (self.failure, completion, value) = (failure, .normal, .none) }
        init(_ completion: Completion = .normal, _ value: Value) {
            (failure, self.completion, self.value) = (nil, completion, value)
        }
    }

    let code: FunctionCode
    let layout: ResumableLayout
    let frame: Frame
    /// The class of the method, which the frame does not hold.
    private let owner: ScriptClass?
    private let stages: UnsafeMutablePointer<Int>
    private let iterators: UnsafeMutablePointer<Unmanaged<ScriptIterator>?>
    let held: UnsafeMutablePointer<Held?>
    /// What is raised at the `yield` where it stands.
    private var thrown: ScriptError? {
        didSet { frame.isThrowing = thrown != nil }
    }
    /// What `return` gave, for the first who asks after the end.
    var returned = Value.none
    private(set) var isRunning = false
    private(set) var isFinished = false
    /// How often it was resumed.
    private(set) var reads = 0
    var hasBegun: Bool { reads > 0 }
    private let body: ResumableBlock

    /// - Parameter parameters: the first of the variables, as a call has bound them.
    init(
        _ code: FunctionCode, _ layout: ResumableLayout, cells: [ClosureCell], owner: ScriptClass?,
        _ interpreter: Interpreter, parameters: UnsafeMutablePointer<Value?>
    ) {
        (self.code, self.layout, self.owner, body) = (code, layout, owner, layout.body)
        let slots = UnsafeMutablePointer<Value?>.allocate(capacity: max(1, code.slotCount))
        slots.initialize(repeating: nil, count: code.slotCount)
        for slot in code.parameters.indices { slots[slot] = parameters[slot] }
        stages = .allocate(capacity: max(1, layout.stages))
        stages.initialize(repeating: 0, count: layout.stages)
        iterators = .allocate(capacity: max(1, layout.iterators))
        iterators.initialize(repeating: nil, count: layout.iterators)
        held = .allocate(capacity: max(1, layout.held))
        held.initialize(repeating: nil, count: layout.held)
        frame = Frame(interpreter: interpreter, slots: slots, source: code.source)
        frame.owner = owner
        frame.free = cells
        frame.makeCells(code.cellCount)
        for (slot, cell) in code.cellParameters { frame.cells[cell].value = slots[slot] }
        frame.coroutine = self
        (frame.stages, frame.iterators) = (stages, iterators)
    }

    deinit {
        if !isFinished { finish() }
        frame.slots.deinitialize(count: code.slotCount)
        frame.slots.deallocate()
        stages.deallocate()
        iterators.deallocate()
        held.deinitialize(count: layout.held)
        held.deallocate()
    }

    // MARK: Running

    /// Runs on to the next `yield`.
    ///
    /// - Returns: what it gives, nil at the end.
    /// - Throws: what the body throws; ValueError where it is running already.
    @inline(__always)
    func resume(sending value: Value = .none) throws -> Value? {
        if isFinished || isRunning { return try refuse() }
        return try frame.home._withUnsafeGuaranteedRef { try run($0, value) }
    }

    @inline(__always)
    private func run(_ interpreter: Interpreter, _ value: Value) throws -> Value? {
        let depth = interpreter.callDepth
        if depth >= interpreter.callLimit { throw Wording.tooDeep() }
        if interpreter.interruption.isRequested { try interpreter.interruption.check() }
        interpreter.callDepth = depth + 1
        isRunning = true
        reads &+= 1
        frame.sent = value
        do {
            let completion = try body.run(frame)
            interpreter.callDepth = depth
            isRunning = false
            if completion == .yielded { return frame.takeResult() }
            let result = completion == .returned ? frame.takeResult() : .none
            finish()
            returned = result
            return nil
        } catch {
            interpreter.callDepth = depth
            isRunning = false
            throw failed(error)
        }
    }

    @inline(never)
    private func refuse() throws -> Value? {
        if isRunning { throw ScriptError("ValueError", "generator already executing") }
        returned = .none
        if let error = thrown {
            thrown = nil
            throw error
        }
        return nil
    }

    /// The error that is to be raised, which is no longer waiting.
    func takeThrown() -> ScriptError {
        defer { thrown = nil }
        return thrown ?? ScriptError("RuntimeError", "nothing was thrown")
    }

    /// Raises an error at the `yield` where it stands, and runs on to the next one.
    func raise(_ error: ScriptError) throws -> Value? {
        if isRunning { return try refuse() }
        if isFinished { throw error }
        if !hasBegun { throw failed(error.located(code.range, code.source)) }
        thrown = error
        return try resume()
    }

    /// Ends it where it stands: `finally` and `with` around that place do their work.
    func close() throws {
        guard hasBegun, !isFinished else { return finish() }
        do {
            guard try raise(ScriptError("GeneratorExit", "")) != nil else { return }
        } catch let error as ScriptError where error.isInstance(of: "GeneratorExit") { return }
        throw ScriptError("RuntimeError", "generator ignored GeneratorExit")
    }

    @inline(never)
    private func failed(_ error: any Error) -> ScriptError {
        finish()
        var failure = ScriptError(error)
        if failure.isInstance(of: "StopIteration") {
            // Let through, it would look like the end of the generator.
            let interpreter = frame.interpreter
            let cause = interpreter.exception(of: &failure)
            interpreter.remember(failure)
            var stopped = ScriptError("RuntimeError", "generator raised StopIteration")
            if let place = failure.range, let source = failure.source {
                stopped = stopped.located(place, source)
            }
            let exception = interpreter.exception(of: &stopped)
            exception.exceptionState.cause = cause
            exception.exceptionState.isContextSuppressed = true
            exception.setContext(cause)
            failure = stopped
        }
        failure.resumed = code.name
        return failure
    }

    /// Gives up all that it holds.
    private func finish() {
        isFinished = true
        var row: [Value] = []
        for slot in 0..<code.slotCount {
            if let value = frame.slots[slot], value.holdsOthers { row.append(value) }
            frame.slots[slot] = nil
        }
        for place in 0..<layout.iterators {
            if let iterator = iterators[place] { row.append(.object(iterator.takeRetainedValue())) }
            iterators[place] = nil
        }
        for place in 0..<layout.held { held[place] = nil }
        for stage in 0..<layout.stages { stages[stage] = 0 }
        (frame.cells, frame.free, frame.sent, returned) = ([], [], .none, .none)
        if !row.isEmpty { Disposal.free(row) }
    }

    // MARK: Nobody has it any more

    /// Called where nobody can resume it any more: what stands in `finally` and `with` around the place
    /// where it stopped is to be done, at the next moment at which the program's own code may run.
    func abandon() {
        guard hasBegun, !isFinished, layout.guards.contains(where: { stages[$0] != 0 }),
            let current = Interpreter.current,
            Unmanaged.passUnretained(current).toOpaque() == frame.home.toOpaque()
        else { return }
        current.orphans.append(self)
    }

    // MARK: Going back

    /// What brings it back, for a snapshot.
    func state() -> (parts: [Value], restore: () -> Void) {
        let slots = (0..<code.slotCount).map { frame.slots[$0] }
        let stages = (0..<layout.stages).map { self.stages[$0] }
        let iterators = (0..<layout.iterators).map { self.iterators[$0]?.takeUnretainedValue() }
        let held = (0..<layout.held).map { self.held[$0] }
        let (cells, free) = (frame.cells, frame.free)
        let (sent, returned, reads, isFinished) = (frame.sent, returned, reads, isFinished)
        let parts =
            slots.compactMap { $0 } + iterators.compactMap { $0.map(Value.object) }
            + held.compactMap { $0?.value }
        return (
            parts,
            { [self] in
                for (place, value) in slots.enumerated() { frame.slots[place] = value }
                for (place, value) in stages.enumerated() { self.stages[place] = value }
                for (place, value) in iterators.enumerated() { frame.hold(value, at: place) }
                for (place, value) in held.enumerated() { self.held[place] = value }
                (frame.cells, frame.free) = (cells, free)
                frame.sent = sent
                (self.returned, self.reads, self.isFinished) = (returned, reads, isFinished)
            }
        )
    }
}

/// What the statements of a generator need of a `Coroutine`.
final class ResumableLayout {
    /// Set once the body is compiled.
    var body = ResumableBlock([], stage: nil)
    private(set) var stages = 0, iterators = 0, held = 0
    /// The stages of what has to be done when it ends early.
    private(set) var guards: [Int] = []

    func stage(isGuard: Bool = false) -> Int {
        if isGuard { guards.append(stages) }
        stages += 1
        return stages - 1
    }

    func iterator() -> Int {
        iterators += 1
        return iterators - 1
    }

    func holder() -> Int {
        held += 1
        return held - 1
    }
}

extension Interpreter {
    /// What is to be done after a call or a statement: generators end, and who asked for the place is told.
    @inline(never)
    func attend(at range: SourceRange, in source: Source) {
        closeOrphans()
        guard let told = placeWanted, !source.isLibrary else { return }
        placeWanted = nil
        told(source.place(of: range))
    }

    /// Lets generators that nobody has any more do what their `finally` and `with` say.
    @inline(never)
    func closeOrphans() {
        while let orphan = orphans.popLast() {
            do { try orphan.close() } catch {
                // As in Python, such an error stops nothing.
                let failure = ScriptError(error)
                if failure.isInterruption { return }
                output.note(
                    "Exception ignored in a generator that nobody reads any more: "
                        + "\(failure.className): \(failure.message)")
            }
        }
    }
}

/// What a call of a generator function, or a generator expression, gives.
package final class GeneratorIterator: ScriptIterator {
    let coroutine: Coroutine

    init(_ coroutine: Coroutine) { self.coroutine = coroutine }

    deinit { coroutine.abandon() }

    package override func next() throws -> Value? { try coroutine.resume() }
    package override func send(_ value: Value) throws -> Value? {
        if !coroutine.hasBegun, !coroutine.isFinished, !value.isNone {
            throw ScriptError("TypeError", "can't send non-None value to a just-started generator")
        }
        return try coroutine.resume(sending: value)
    }
    package override func raise(_ error: ScriptError) throws -> Value? { try coroutine.raise(error) }
    package override func close() throws { try coroutine.close() }
    package override func takeReturned() -> Value {
        defer { coroutine.returned = .none }
        return coroutine.returned
    }

    package override var typeName: String { "generator" }
    package override var scriptClass: ScriptClass? { Types.generator }
    package override func repr() throws -> String {
        let address = UInt(bitPattern: Unmanaged.passUnretained(self).toOpaque())
        return "<generator object \(coroutine.code.name) at 0x\(String(address, radix: 16))>"
    }

    package override func getAttribute(_ name: String) throws -> Value? {
        switch name {
        case "__name__", "__qualname__": return .string(coroutine.code.name)
        case "gi_running": return .bool(coroutine.isRunning)
        case "gi_suspended":
            return .bool(coroutine.hasBegun && !coroutine.isRunning && !coroutine.isFinished)
        default: return nil
        }
    }

    package override func record(in snapshot: Snapshot) {
        let (parts, restore) = coroutine.state()
        let (frame, reads) = (coroutine.frame, coroutine.reads)
        let cells = (frame.cells + frame.free).map { (cell: $0, value: $0.value) }
        snapshot.record(self, parts: parts + cells.compactMap(\.value), restore: restore) { [coroutine] in
            coroutine.reads == reads ? nil : ScriptIterator.wasReadOn
        }
        for (cell, value) in cells { snapshot.record(cell) { cell.value = value } }
    }
}

/// The methods of generators.
enum GeneratorMethods {
    private static func generator(_ value: Value) throws -> ScriptIterator {
        guard case .object(let object) = value, let generator = object as? GeneratorIterator else {
            throw ScriptError("TypeError", "expected generator, not \(value.typeName)")
        }
        return generator
    }

    static let all: [Builtin] = [
        Method.make("__iter__", [], "The generator itself.") { value, _, _ in value },
        Method.make("__next__", [], "The next value.") { value, _, _ in
            let generator = try generator(value)
            return try generator.next() ?? generator.stop()
        },
        Method.make("send", ["value"], "Goes on, and gives the yield where it stands a value.") {
            value, arguments, _ in
            let generator = try generator(value)
            return try generator.send(arguments[0] ?? .none) ?? generator.stop()
        },
        Builtin(
            "throw", group: "methods", summary: "Raises an exception where the generator stands.",
            raw: [
                .init("self", "the generator", .positionalOnly),
                .init("type", "an exception or its class", .positionalOnly),
                .init(
                    "value", "the exception, or what its class is called with", default: "None",
                    .positionalOnly),
                .init("traceback", "ignored", default: "None", .positionalOnly),
            ]
        ) { interpreter, arguments in
            let given = arguments.positional
            guard given.count > 1 else {
                throw ScriptError("TypeError", "throw expected at least 1 argument, got 0")
            }
            let generator = try generator(given[0])
            let instance = try ExceptionTypes.thrown(
                given[1], given.count > 2 ? given[2] : .none, interpreter)
            let error = interpreter.raising(instance, nil)
            return try generator.raise(error) ?? generator.stop()
        },
        Method.make("close", [], "Ends the generator where it stands.") { value, _, _ in
            try generator(value).close()
            return .none
        },
    ]
}
