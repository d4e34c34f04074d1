/// Is told what is computed, while it is computed: what shows a line of a program from inside.
///
/// Everything here is an answer to a question that was asked before the numbers were made; nobody may change
/// a number.
public protocol ComputationObserver: AnyObject {
    /// An operation has run. Operands and results may have any shapes.
    func operation(_ name: String, _ inputs: [Tensor], _ outputs: [Tensor])
    /// A part with a name begins. `end` or `fail` follows, after those of all parts inside it.
    func begin(_ part: ComputationPart)
    /// The part that began last has ended with these results. Tensors of any shapes; nil stands for a result
    /// that is none.
    func end(_ results: [Tensor?])
    /// The part that began last has ended with an error.
    func fail()
    /// A result has a name of its own: `attn.q`. The tensor may have any shape.
    func name(_ name: String, _ tensor: Tensor)
    /// Numbers that a fused operation never makes, and how they would be made for who wants to see them.
    /// `compute` gives a tensor of shape `shape`.
    func beside(_ name: String, _ shape: [Int], _ compute: @escaping () throws -> Tensor)
}

/// What the computation of a line consists of.
public enum ComputationPart {
    /// A module's forward pass. The path is that within the outermost module.
    case module(path: String, module: AnyObject, inputs: [Tensor])
    /// One operation's backward: the gradients that have arrived at its outputs, and where those of its
    /// inputs go.
    case gradient(Node, arrived: [Tensor?], targets: [GradientTarget?])
    /// A part of a training step: sample, forward, loss, backward, update.
    case step(String, of: AnyObject)
}

/// Where a gradient goes.
public enum GradientTarget {
    /// To a parameter (or another leaf), whose `grad` it is added to.
    case leaf(Tensor)
    /// To the operation that made the tensor.
    case node(Node)
}

/// Who looks on. Nil as a rule, and then each place that would tell something costs one comparison.
public enum Observation {
    /// In the present context; workers of the pool tell nothing.
    public static var observer: (any ComputationObserver)? {
        get { ComputeContext.with { $0.observer } }
        set { ComputeContext.with { $0.observer = newValue } }
    }
    /// Whether anybody looks on.
    public static var isOn: Bool { ComputeContext.with { $0.observer != nil } }

    /// Runs a part of the computation, told to whoever looks on. `results` picks the tensors (of any shapes)
    /// that the observer is told.
    @inline(__always)
    public static func part<Result>(
        _ part: @autoclosure () -> ComputationPart, results: (Result) -> [Tensor?],
        _ body: () throws -> Result
    ) rethrows -> Result {
        guard let observer = Observation.observer else { return try body() }
        return try told(observer, part(), results: results, body)
    }

    @inline(never)
    private static func told<Result>(
        _ observer: any ComputationObserver, _ part: ComputationPart, results: (Result) -> [Tensor?],
        _ body: () throws -> Result
    ) rethrows -> Result {
        observer.begin(part)
        do {
            let result = try body()
            observer.end(results(result))
            return result
        } catch {
            observer.fail()
            throw error
        }
    }

    /// Runs `body` unobserved: the inner life of an operation.
    @inline(__always)
    public static func suspended<Result>(_ body: () throws -> Result) rethrows -> Result {
        guard isOn else { return try body() }
        return try unobserved(body)
    }

    @inline(never)
    private static func unobserved<Result>(_ body: () throws -> Result) rethrows -> Result {
        let before = observer
        observer = nil
        defer { observer = before }
        return try body()
    }
}

extension Tensor {
    /// Tells an operation that has run to whoever looks on.
    @inline(never)
    static func tell(
        _ observer: any ComputationObserver, _ name: String, _ operation: StaticString?, _ inputs: [Tensor],
        _ outputs: [Tensor]
    ) {
        observer.operation(operation.map { "\($0)" } ?? Node.operation(of: name), inputs, outputs)
    }

    /// Whether `recorded` has anything to do: a node to make, or somebody to tell. An operation that saves
    /// what backward needs asks this first.
    static func notes(_ inputs: Tensor...) -> Bool { notes(inputs) }

    static func notes(_ inputs: [Tensor]) -> Bool { Observation.isOn || records(inputs) }

    /// The numbers as they are now, under any later writes: they are shared until somebody writes.
    ///
    /// Numbers that are deferred stay deferred, so that nobody computes otherwise because somebody
    /// looks.
    public func frozen() -> Tensor {
        if storage.deferred != nil {
            return Tensor(storage: storage, shape: shape, strides: strides, offset: offset)
        }
        return Tensor(
            storage: Storage(storage.snapshot(), storage.dtype, count: storage.count), shape: shape,
            strides: strides,
            offset: offset)
    }

    /// The same numbers in memory of their own where they are deferred: looking leaves them so.
    ///
    /// - Throws: MemoryError where there is no room for the copy.
    public func forLooking() throws -> Tensor {
        guard let deferred = storage.deferred else { return detach() }
        let copy = try Tensor.empty([storage.count], .float32)
        deferred.fill(copy.uninitializedFloats, count: copy.count)
        return Tensor(storage: copy.storage, shape: shape, strides: strides, offset: offset)
    }
}

extension Node {
    /// The operation behind PyTorch's name of its backward: `NativeLayerNormBackward0` → `layer_norm`.
    static func operation(of name: String) -> String {
        if let known = unusual[name] { return known }
        guard let end = name.range(of: "Backward") else { return name }
        var words = ""
        for character in name[..<end.lowerBound] {
            if character.isUppercase, !words.isEmpty { words += "_" }
            words += character.lowercased()
        }
        return words
    }

    private static let unusual = [
        "NativeLayerNormBackward0": "layer_norm", "MmBackward0": "matmul", "BmmBackward0": "matmul",
        "ToCopyBackward0": "to",
        "UnsafeViewBackward0": "view",
        "ScaledDotProductFlashAttentionForCpuBackward0": "scaled_dot_product_attention",
        "LinalgVectorNormBackward0": "norm", "NotImplemented": "no derivative", "MvBackward0": "matmul",
        "DotBackward0": "dot",
        "AddmmBackward0": "addmm", "SqueezeBackward1": "squeeze", "IndexBackward0": "index",
    ]

    /// The operation in the words of who calls it.
    public var operationName: String { operation.map { "\($0)" } ?? Node.operation(of: name) }
}
