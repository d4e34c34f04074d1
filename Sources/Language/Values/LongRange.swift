/// A range whose ends or length do not fit in 64 bits; to a program a `range` like any other.
///
/// Sendable: a range never changes.
final class LongRange: ScriptObject, @unchecked Sendable {
    let start: Value, stop: Value, step: Value
    /// The number of elements, of any size.
    let count: Value

    /// - Parameters: whole numbers of any size. - Throws: ValueError for a step of 0.
    init(_ start: Value, _ stop: Value, _ step: Value) throws {
        (self.start, self.stop, self.step) = (start, stop, step)
        if try Operations.equal(step, .int(0)) {
            throw ScriptError("ValueError", "range() arg 3 must not be zero")
        }
        let isUp = try Operations.ordered(.greater, step, .int(0))
        let span = try Operations.binary(.subtract, isUp ? stop : start, isUp ? start : stop)
        if try Operations.ordered(.lessOrEqual, span, .int(0)) {
            count = .int(0)
        } else {
            let size = try isUp ? step : Operations.unary(.negate, step)
            let whole = try Operations.binary(.floorDivide, Operations.binary(.subtract, span, .int(1)), size)
            count = try Operations.binary(.add, whole, .int(1))
        }
    }

    /// `range(…)` with ends of any size: in machine words where they do.
    static func make(_ start: Value, _ stop: Value, _ step: Value) throws -> Value {
        if case .int(let first) = start, case .int(let last) = stop, case .int(let by) = step,
            let range = try RangeValue.fitting(start: first, stop: last, step: by)
        {
            return .range(range)
        }
        return .object(try LongRange(start, stop, step))
    }

    /// A whole number of any size that a value is. - Throws: TypeError for anything else.
    static func bound(_ value: Value) throws -> Value {
        if value.own.bigInteger != nil { return value.own }
        if case .instance(let instance) = value, instance.plainValue == nil,
            let result = try Operations.callSpecial(instance, Names.index), result.bigInteger != nil
        {
            return result
        }
        return .int(try Operations.requireIndex(value))
    }

    var typeName: String { "range" }
    var scriptClass: ScriptClass? { Types.range }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }
    func repr() throws -> String {
        let ends = "range(\(try start.repr()), \(try stop.repr())"
        return try Operations.equal(step, .int(1)) ? ends + ")" : ends + ", \(try step.repr()))"
    }
    var attributeNames: [String] { ["start", "stop", "step"] }
    func getAttribute(_ name: String) throws -> Value? {
        switch name {
        case "start": return start
        case "stop": return stop
        case "step": return step
        case "index", "count":
            return .builtin(
                Builtin(
                    name, group: "methods",
                    summary: name == "index" ? "Where an element is." : "How often an element is there.",
                    raw: [.init("value", "the element", .positionalOnly)]
                ) { [self] _, arguments in
                    let found = try place(of: arguments.positional.first ?? .none)
                    if name == "count" { return .int(found == nil ? 0 : 1) }
                    guard let found else {
                        throw ScriptError(
                            "ValueError",
                            "\(try (arguments.positional.first ?? .none).repr()) is not in range")
                    }
                    return found
                })
        default: return nil
        }
    }

    func truth() throws -> Bool { try Operations.truth(count) || count.bigInteger != nil }
    func length() throws -> Int {
        guard case .int(let number) = count else {
            throw ScriptError("OverflowError", "Python int too large to convert to C ssize_t")
        }
        return number
    }

    /// The element at a place, which may be past the end.
    private func element(_ place: Value) throws -> Value {
        try Operations.binary(.add, start, Operations.binary(.multiply, place, step))
    }

    func getItem(_ index: Value) throws -> Value {
        if case .slice(let slice) = index { return try taken(slice) }
        var place = try LongRange.bound(index)
        if try Operations.ordered(.less, place, .int(0)) { place = try Operations.binary(.add, place, count) }
        guard try Operations.ordered(.greaterOrEqual, place, .int(0)),
            try Operations.ordered(.less, place, count)
        else { throw ScriptError("IndexError", "range object index out of range") }
        return try element(place)
    }

    private func taken(_ slice: SliceValue) throws -> Value {
        let by = try slice.step.isNone ? .int(1) : LongRange.bound(slice.step)
        if try Operations.equal(by, .int(0)) { throw ScriptError("ValueError", "slice step cannot be zero") }
        let isUp = try Operations.ordered(.greater, by, .int(0))
        let lowest: Value = isUp ? .int(0) : .int(-1)
        let highest = try isUp ? count : Operations.binary(.subtract, count, .int(1))
        func end(_ given: Value, _ otherwise: Value) throws -> Value {
            if given.isNone { return otherwise }
            var place = try LongRange.bound(given)
            if try Operations.ordered(.less, place, .int(0)) {
                place = try Operations.binary(.add, place, count)
                return try Operations.ordered(.less, place, lowest) ? lowest : place
            }
            return try Operations.ordered(.greater, place, highest) ? highest : place
        }
        let first = try end(slice.start, isUp ? lowest : highest)
        let last = try end(slice.stop, isUp ? highest : lowest)
        return try LongRange.make(element(first), element(last), Operations.binary(.multiply, step, by))
    }

    /// The same elements from the last to the first.
    func reversed() throws -> LongRange {
        let last = try element(Operations.binary(.subtract, count, .int(1)))
        return try LongRange(
            last, Operations.binary(.subtract, start, step), Operations.unary(.negate, step))
    }

    func iterate() throws -> ScriptIterator {
        StatefulIterator("longrange_iterator", Value.int(0), holding: { [self] _ in [.object(self)] }) {
            [self] walk in
            guard try Operations.ordered(.less, walk.state, count) else { return nil }
            defer { walk.state = (try? Operations.binary(.add, walk.state, .int(1))) ?? count }
            return try element(walk.state)
        }
    }

    /// Where an element is, nil where it is none.
    func place(of value: Value) throws -> Value? {
        guard Operations.integer(value.own) != nil || value.own.bigInteger != nil else { return nil }
        let distance = try Operations.binary(.subtract, value.own, start)
        guard try Operations.equal(Operations.binary(.remainder, distance, step), .int(0)) else { return nil }
        let place = try Operations.binary(.floorDivide, distance, step)
        let isInside =
            try Operations.ordered(.greaterOrEqual, place, .int(0)) && Operations.ordered(.less, place, count)
        return isInside ? place : nil
    }

    func contains(_ value: Value) throws -> Bool {
        if case .float(let number) = value.plain, number.isFinite {
            guard number == number.rounded() else { return false }
            return try place(of: BigInteger.whole(number)) != nil
        }
        return try place(of: value) != nil
    }

    func isEqual(to other: Value) throws -> Bool {
        guard case .object(let object) = other, let range = object as? LongRange,
            try Operations.equal(count, range.count)
        else { return false }
        guard try truth() else { return true }
        guard try Operations.equal(start, range.start) else { return false }
        return try Operations.equal(count, .int(1)) || Operations.equal(step, range.step)
    }
    func hash() throws -> Int { try Operations.hash(.tuple([count, start, step])) }
}
