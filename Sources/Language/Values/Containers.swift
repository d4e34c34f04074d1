/// A list: a mutable array that all its holders share.
public final class ListValue {
    public var elements: [Value]
    /// Whether it tells what is kept elsewhere: a change would be lost, so it is an error.
    let isRecord: Bool

    public init(_ elements: [Value] = []) { (self.elements, isRecord) = (elements, false) }

    /// A list that only tells: the losses of a run. What a program makes of it (`list(x)`, `x[:]`, `x + y`)
    /// can change.
    public init(record elements: [Value]) { (self.elements, isRecord) = (elements, true) }

    /// - Throws: TypeError for a list that only tells.
    public func checkChangeable() throws {
        guard isRecord else { return }
        throw ScriptError(
            "TypeError", "this list tells what was recorded: a change would be lost",
            hint: "a list of your own: list(…)")
    }

    deinit {
        guard Disposal.isDeep(elements) else { return }
        let row = elements
        elements = []
        Disposal.free(row)
    }
}

/// A tuple: a fixed row of values.
public final class TupleValue {
    public private(set) var elements: [Value]
    /// What it is called where it has a name of its own, such as `torch.Size`.
    public let kind: TupleKind?

    public init(_ elements: [Value], kind: TupleKind? = nil) {
        self.elements = elements
        self.kind = kind
    }

    deinit {
        guard Disposal.isDeep(elements) else { return }
        let row = elements
        elements = []
        Disposal.free(row)
    }
}

/// `start:stop:step` with the parts that were left out as `None`.
public final class SliceValue {
    public let start: Value
    public let stop: Value
    public let step: Value

    public init(start: Value, stop: Value, step: Value) {
        self.start = start
        self.stop = stop
        self.step = step
    }

    /// The positions that the slice takes from a sequence of `count` elements, clamped as Python clamps them.
    ///
    /// - Throws: TypeError for a bound that is no integer, ValueError for a step of zero.
    public func indices(count: Int) throws -> (start: Int, step: Int, length: Int) {
        let (start, stop, step) = try bounds(count: count)
        let length: Int
        if step > 0 {
            length = start < stop ? (stop - start - 1) / step + 1 : 0
        } else {
            length = stop < start ? Int((start - stop - 1).magnitude / step.magnitude) + 1 : 0
        }
        return (start, step, length)
    }

    /// The same as the three numbers of a range.
    func bounds(count: Int) throws -> (start: Int, stop: Int, step: Int) {
        let step = try SliceValue.bound(self.step) ?? 1
        if step == 0 { throw ScriptError("ValueError", "slice step cannot be zero") }
        let lowest = step < 0 ? -1 : 0
        let highest = step < 0 ? count - 1 : count
        func clamp(_ bound: Int?, _ otherwise: Int) -> Int {
            guard var value = bound else { return otherwise }
            if value < 0 {
                value = value.addingReportingOverflow(count).partialValue
                return max(value, lowest)
            }
            return min(value, highest)
        }
        let start = clamp(try SliceValue.bound(self.start), step < 0 ? highest : lowest)
        let stop = clamp(try SliceValue.bound(self.stop), step < 0 ? lowest : highest)
        return (start, stop, step)
    }

    /// A bound as an integer, nil for `None`.
    public static func bound(_ value: Value) throws -> Int? {
        switch value {
        case .none: return nil
        case .int(let number): return number
        case .bool(let flag): return flag ? 1 : 0
        default:
            if let big = value.bigInteger { return big.isNegative ? .min : .max }
            if let number = try Operations.index(value) { return number }
            throw ScriptError(
                "TypeError", "slice indices must be integers or None, not \(value.typeName)")
        }
    }
}

/// `range(start, stop, step)`: lazy, so a range of any length costs nothing.
public final class RangeValue {
    public let start: Int
    public let stop: Int
    public let step: Int
    public let count: Int

    /// - Throws: ValueError for a step of zero, OverflowError for more elements than 64 bits count.
    public convenience init(start: Int, stop: Int, step: Int) throws {
        if step == 0 { throw ScriptError("ValueError", "range() arg 3 must not be zero") }
        guard let count = RangeValue.count(start, stop, step) else {
            throw ScriptError("OverflowError", "this range has more elements than 64 bits can count")
        }
        self.init(start, stop, step, count)
    }

    private init(_ start: Int, _ stop: Int, _ step: Int, _ count: Int) {
        (self.start, self.stop, self.step, self.count) = (start, stop, step, count)
    }

    /// The range, nil where 64 bits do not count its elements. - Throws: ValueError for a step of zero.
    static func fitting(start: Int, stop: Int, step: Int) throws -> RangeValue? {
        if step == 0 { throw ScriptError("ValueError", "range() arg 3 must not be zero") }
        return count(start, stop, step).map { RangeValue(start, stop, step, $0) }
    }

    /// How many elements there are; nil where 64 bits do not count them.
    private static func count(_ start: Int, _ stop: Int, _ step: Int) -> Int? {
        if step > 0 ? start >= stop : start <= stop { return 0 }
        let (span, overflow) = (step > 0 ? stop : start).subtractingReportingOverflow(step > 0 ? start : stop)
        return overflow ? nil : Int((UInt(span) - 1) / step.magnitude) + 1
    }

    /// The element at `index`, which must lie in `0..<count`.
    public subscript(index: Int) -> Int { start &+ index &* step }

    public func contains(_ number: Int) -> Bool {
        guard count > 0 else { return false }
        let last = self[count - 1]
        guard number >= min(start, last), number <= max(start, last) else { return false }
        let distance = number.subtractingReportingOverflow(start)
        return !distance.overflow && distance.partialValue % step == 0
    }
}

/// Pairs that only tell what is kept elsewhere.
final class RecordedPairs: DictSource {
    let pairs: [(key: Value, value: Value)]
    init(_ pairs: [(String, Value)]) { self.pairs = pairs.map { (.string($0.0), $0.1) } }

    private var refusal: ScriptError {
        ScriptError(
            "TypeError", "this dict tells what was recorded: a change would be lost",
            hint: "a dict of your own: dict(…)")
    }
    package func set(_ key: Value, _ value: Value) throws { throw refusal }
    package func remove(_ key: Value) throws -> Value? {
        if try get(key) == nil { return nil }
        throw refusal
    }
}

extension Value {
    /// A list that only tells; changing it is an error.
    public static func record(_ elements: [Value]) -> Value { .list(ListValue(record: elements)) }

    /// A dict that only tells; changing it is an error.
    public static func record(_ pairs: [(String, Value)]) -> Value {
        .dict(DictValue(viewOf: RecordedPairs(pairs)))
    }
}
