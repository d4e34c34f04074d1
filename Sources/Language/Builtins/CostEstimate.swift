/// What a line will take, known before it runs from shapes alone.
public struct CostEstimate {
    /// Multiplications and additions.
    public var operations = 0.0
    /// Bytes read and written: what bounds the work that computes little.
    public var traffic = 0.0
    /// Bytes needed at the same time, beside what is there already.
    public var memory = 0.0
    /// Seconds where they are known better than from the numbers above.
    public var seconds: Double?
    /// What of the operations and of the traffic the seconds are about.
    public private(set) var timed = (operations: 0.0, traffic: 0.0)
    /// Whether the seconds are those of work that was done and timed.
    public var isMeasured = false
    /// Whether it was timed once only, the first time, which pays for much that later ones find ready.
    public var isCold = false
    /// More rows: what they are, and how many.
    public var rows: [[String]] = []
    /// Axes of the tensor that comes of it, where it is one and they are known.
    public var shape: [Int]?

    public init(
        operations: Double = 0, traffic: Double = 0, memory: Double = 0, seconds: Double? = nil,
        isMeasured: Bool = false,
        rows: [[String]] = [], shape: [Int]? = nil
    ) {
        (self.operations, self.traffic, self.memory) = (operations, traffic, memory)
        (self.seconds, self.isMeasured, self.rows, self.shape) = (seconds, isMeasured, rows, shape)
        if seconds != nil { timed = (operations, traffic) }
    }

    /// Both, one after the other: results of the first stay.
    public static func + (a: CostEstimate, b: CostEstimate) -> CostEstimate {
        var sum = CostEstimate(
            operations: a.operations + b.operations, traffic: a.traffic + b.traffic,
            memory: a.memory + b.memory, isMeasured: a.isMeasured || b.isMeasured, rows: a.rows + b.rows,
            shape: b.shape)
        sum.isCold = a.isCold || b.isCold
        if a.seconds != nil || b.seconds != nil { sum.seconds = (a.seconds ?? 0) + (b.seconds ?? 0) }
        sum.timed = (a.timed.operations + b.timed.operations, a.timed.traffic + b.timed.traffic)
        return sum
    }
}

/// What a call of a command will take, told from its arguments before it runs; nil where that is not known.
public typealias CostRule =
    @Sendable (_ interpreter: Interpreter, _ arguments: CostArguments) throws -> CostEstimate?

/// Something whose calls can be estimated. A plan that knows more (of a training run's memory, say) goes in
/// here.
public protocol CostEstimating: ScriptObject {
    /// What a call will take; nil where that is not known.
    ///
    /// - Parameter method: nil where the object itself is called.
    func estimate(_ method: String?, _ arguments: CostArguments) throws -> CostEstimate?
}

/// What stands between the brackets of a call that is estimated: values that are there, and shapes of what is
/// not yet.
public struct CostArguments {
    public struct Argument {
        public var name: String?
        /// The value, where it is there without computing anything.
        public var value: Value?
        public var shape: [Int]?

        public init(name: String?, value: Value?, shape: [Int]?) {
            (self.name, self.value, self.shape) = (name, value, shape)
        }
    }

    public var all: [Argument]

    public init(all: [Argument]) { self.all = all }

    /// The argument of a name, or else at a place.
    public func find(_ place: Int, _ name: String) -> Argument? {
        all.first { $0.name == name } ?? (place < all.count && all[place].name == nil ? all[place] : nil)
    }

    public func int(_ place: Int, _ name: String, default other: Int? = nil) throws -> Int? {
        guard let found = find(place, name)?.value else { return other }
        return try Int.from(found)
    }

    public func text(_ place: Int, _ name: String) -> String? { find(place, name)?.value?.text }

    public func shape(_ place: Int, _ name: String) -> [Int]? { find(place, name)?.shape }
}
