import Kernels
import Tensors

/// y = x·Wᵀ + b. `weight` [out, in] and `bias` [out], both U(−1/√in, 1/√in), drawn in
/// this order (PyTorch's default).
public final class Linear: Module {
    /// Numbers in a row that is read, and in one that is made.
    public private(set) var inFeatures: Int, outFeatures: Int

    /// W [out, in] and b [out], drawn as PyTorch draws them: uniform within ±1/√in.
    ///
    /// - Throws: ValueError for sizes below 0, MemoryError.
    public init(_ inFeatures: Int, _ outFeatures: Int, bias: Bool = true, generator: Generator = .standard)
        throws
    {
        guard inFeatures >= 0, outFeatures >= 0 else {
            throw TensorError(
                .value,
                "Linear wants sizes of 0 or more, got in_features=\(inFeatures), out_features=\(outFeatures)",
                raisedAs: .runtime)
        }
        (self.inFeatures, self.outFeatures) = (inFeatures, outFeatures)
        super.init()
        let bound = inFeatures > 0 ? 1 / Double(inFeatures).squareRoot() : 0
        register("weight", try Parameters.uniform([outFeatures, inFeatures], bound, generator))
        put(parameter: "bias", nil)
        if bias { register("bias", try Parameters.uniform([outFeatures], bound, generator)) }
    }

    public override func resetParameters() throws {
        let bound = inFeatures > 0 ? 1 / Double(inFeatures).squareRoot() : 0
        try Initialisation.uniform(weight, -bound, bound)
        if let bias { try Initialisation.uniform(bias, -bound, bound) }
    }

    public override func takeSettings(from other: Module) -> Bool {
        guard let other = other as? Linear else { return false }
        (inFeatures, outFeatures) = (other.inFeatures, other.outFeatures)
        return true
    }

    /// A layer without bias over a weight [out, in] that is already there: a tied head.
    public init(weight: Tensor) {
        (inFeatures, outFeatures) = (weight.shape[1], weight.shape[0])
        super.init()
        register("weight", weight)
        put(parameter: "bias", nil)
    }

    /// W [out, in].
    public var weight: Tensor { parameter("weight") ?? Module.nothing }
    /// b [out], or nil.
    public var bias: Tensor? { parameter("bias") }
    public override var details: String {
        "in_features=\(inFeatures), out_features=\(outFeatures), bias=\(bias == nil ? "False" : "True")"
    }

    public override func callAsFunction(_ x: Tensor) throws -> Tensor {
        if let packed = try PackedWeights.weight(of: self) { return try x.linear(packed, bias) }
        return try x.linear(weight, bias)
    }
}

/// Rows of a table by id: `weight` [V, E] ~ N(0, 1).
public final class Embedding: Module {
    /// Rows, and numbers in a row.
    public private(set) var count: Int, width: Int

    /// The id whose row gets no gradient, and is 0 at first.
    public private(set) var padding: Int?

    /// How long rows may be that are looked up, nil for any length; and the order of the norm.
    public private(set) var longest: Double?, p = 2.0

    /// The row that `padding` means, which may count from the end.
    ///
    /// - Throws: AssertionError for a place that is none of `count`.
    public static func row(_ padding: Int?, of count: Int) throws -> Int? {
        guard let padding else { return nil }
        guard padding >= -count && padding < count else {
            throw TensorError(.assertion, "Padding_idx must be within num_embeddings")
        }
        return padding < 0 ? padding + count : padding
    }

    /// Rows drawn from N(0, 1); that of `padding` is 0.
    ///
    /// - Throws: RuntimeError for sizes below 0, AssertionError for a padding row that is none, MemoryError.
    public init(
        _ count: Int, _ width: Int, padding: Int? = nil, longest: Double? = nil, p: Double = 2,
        generator: Generator = .standard
    ) throws {
        (self.count, self.width, self.padding) = (count, width, try Self.row(padding, of: count))
        (self.longest, self.p) = (longest, p)
        super.init()
        let table = register("weight", try Parameters.normal([count, width], generator))
        if let padding { try Autograd.withoutGrad { try table.select(0, padding).fill(.int(0)) } }
    }

    public override func resetParameters() throws {
        try Initialisation.normal(weight)
        if let padding { try Autograd.withoutGrad { try weight.select(0, padding).fill(.int(0)) } }
    }

    public override func takeSettings(from other: Module) -> Bool {
        guard let other = other as? Embedding else { return false }
        (count, width, padding) = (other.count, other.width, other.padding)
        (longest, p) = (other.longest, other.p)
        return true
    }

    /// A table that is already there, [V, E].
    public init(table: Tensor, padding: Int? = nil) {
        (count, width, self.padding) = (table.shape[0], table.shape[1], padding)
        super.init()
        register("weight", table)
    }

    /// The rows, [count, width].
    public var weight: Tensor { parameter("weight") ?? Module.nothing }
    public override var details: String {
        "\(count), \(width)" + (padding.map { ", padding_idx=\($0)" } ?? "")
            + (longest.map { ", max_norm=\($0)" } ?? "") + (p == 2 ? "" : ", norm_type=\(p)")
    }

    public override func callAsFunction(_ ids: Tensor) throws -> Tensor {
        try Tensor.embedding(ids, weight, padding: padding, longest: longest, p: p)
    }
}

extension Tensor {
    /// Rows of a table: y[...] = table[ids[...]]. `F.embedding`.
    ///
    /// - Parameters:
    ///   - padding: an id whose row gets no gradient.
    ///   - longest: rows that are looked up and longer, by their p-norm, are shortened in the table first.
    /// - Throws: IndexError for an id that no row has.
    public static func embedding(
        _ ids: Tensor, _ table: Tensor, padding: Int?, longest: Double?, p: Double = 2
    )
        throws -> Tensor
    {
        if let longest, ids.count > 0 {
            try Autograd.withoutGrad {
                let rows = try ids.detach().to(.int64).flatten().unique().values
                let part = try embedding(rows, table), norms = try part.norm(p, [1], keepDim: true)
                let least = try norms.constant(.float(longest)), margin = try norms.constant(.float(1e-7))
                let factor = try select(
                    norms.compare(.greater, least), least / (norms + margin), norms.constant(.int(1)))
                try table.assign([.tensor(rows)], part * factor)
            }
        }
        let y = try embedding(ids, table)
        guard let padding, Autograd.isEnabled else { return y }
        return try select(ids.compare(.equal, ids.constant(.int(padding))).unsqueeze(-1), y.detach(), y)
            .shown(
                as: "EmbeddingBackward0", from: [table])
    }
}

/// (x − mean) / √(var + eps) · weight + bias over the last axis; `weight` 1 and `bias` 0 at first, either may
/// be left out.
public final class LayerNorm: Module {
    /// The last axes of what is normed.
    public private(set) var sizes: [Int]
    /// Added to the variance.
    public private(set) var eps: Double
    /// Numbers in a row that is normed.
    public var width: Int { sizes.reduce(1, *) }

    /// Over the last axis, of `width` numbers.
    ///
    /// - Throws: what the other initialiser throws.
    public convenience init(
        _ width: Int, eps: Double = 1e-5, weight hasWeight: Bool = true, bias hasBias: Bool = true
    ) throws {
        try self.init(sizes: [width], eps: eps, weight: hasWeight, bias: hasBias)
    }

    /// w of ones and b of zeros, each of these sizes, where they are wanted.
    ///
    /// - Throws: ValueError for a size below 0, RuntimeError for no sizes, MemoryError.
    public init(
        sizes: [Int], eps: Double = 1e-5, weight hasWeight: Bool = true, bias hasBias: Bool = true
    ) throws {
        guard !sizes.isEmpty else {
            throw TensorError(
                .runtime,
                "Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one "
                    + "element, but got normalized_shape = []")
        }
        guard sizes.allSatisfy({ $0 >= 0 }) else {
            throw TensorError(.value, "LayerNorm wants sizes of 0 or more, got \(sizes)")
        }
        (self.sizes, self.eps) = (sizes, eps)
        super.init()
        put(parameter: "weight", nil)
        put(parameter: "bias", nil)
        if hasWeight { register("weight", try Tensor.ones(sizes, Parameters.type).requireGrad()) }
        if hasWeight && hasBias { register("bias", try Tensor.zeros(sizes, Parameters.type).requireGrad()) }
    }

    /// w, or nil.
    public var weight: Tensor? { parameter("weight") }
    /// b, or nil.
    public var bias: Tensor? { parameter("bias") }
    public override var details: String {
        let flags = [("elementwise_affine", weight != nil), ("bias", bias != nil)].map {
            ", \($0)=\($1 ? "True" : "False")"
        }
        let shape = sizes.map(String.init).joined(separator: ", ") + (sizes.count == 1 ? "," : "")
        return "(\(shape)), eps=\(LayerNorm.shown(eps))" + flags.joined()
    }

    public override func takeSettings(from other: Module) -> Bool {
        guard let other = other as? LayerNorm else { return false }
        (sizes, eps) = (other.sizes, other.eps)
        return true
    }

    public override func resetParameters() throws {
        if let weight { try Initialisation.constant(weight, .int(1)) }
        if let bias { try Initialisation.constant(bias, .int(0)) }
    }

    /// x + y and the norm of it, in one pass. Both [..., sizes], as the results are.
    ///
    /// - Throws: ShapeError where the two cannot be added or do not end in these sizes.
    public func callAsFunction(adding y: consuming Tensor, to x: Tensor) throws -> (sum: Tensor, y: Tensor) {
        let shape = try Shape.broadcast(x.shape, y.shape, for: "+")
        guard sizes.count == 1, shape.last == sizes[0] else {
            let sum = try x + y
            return (sum, try self(sum))
        }
        return try x.addLayerNorm(y, weight: weight, bias: bias, eps: eps)
    }

    public override func callAsFunction(_ x: Tensor) throws -> Tensor {
        try x.layerNorm(sizes, weight: weight, bias: bias, eps: eps)
    }
}

/// x·Φ(x), exactly or in the tanh form.
public final class GELU: Module {
    /// By the error function or by tanh.
    public private(set) var form: GELUForm

    /// In this form.
    public init(_ form: GELUForm = .erf) { self.form = form }

    public override var details: String { "approximate='\(form == .erf ? "none" : "tanh")'" }
    public override func callAsFunction(_ x: Tensor) throws -> Tensor { try x.gelu(form) }

    public override func takeSettings(from other: Module) -> Bool {
        guard let other = other as? GELU else { return false }
        form = other.form
        return true
    }
}

/// max(x, 0), element by element, any shape.
public final class ReLU: Module {
    /// Whether the input itself gets the new numbers.
    private var isInPlace: Bool

    /// In x itself, or in a tensor of its own.
    public init(inPlace: Bool = false) { isInPlace = inPlace }

    public override var details: String { isInPlace ? "inplace=True" : "" }
    public override func callAsFunction(_ x: Tensor) throws -> Tensor {
        try x.changed(inPlace: isInPlace, "relu_") { try $0.relu() }
    }

    public override func takeSettings(from other: Module) -> Bool {
        guard let other = other as? ReLU else { return false }
        isInPlace = other.isInPlace
        return true
    }
}

/// While training, each element is 0 with probability p and the others are divided by
/// 1 − p (Srivastava et al. 2014).
public final class Dropout: Module {
    /// The probability with which a number is set to 0 while training.
    public private(set) var p: Double
    /// Whether the input itself gets the new numbers.
    private var isInPlace: Bool

    /// Sets numbers to 0 with probability p.
    ///
    /// - Throws: ValueError for p outside [0, 1].
    public init(_ p: Double = 0.5, inPlace: Bool = false) throws {
        isInPlace = inPlace
        guard p >= 0 && p <= 1 else {
            throw TensorError(.value, "dropout probability has to be between 0 and 1, but got \(p)")
        }
        self.p = p
    }

    public override var details: String { "p=\(p), inplace=\(isInPlace ? "True" : "False")" }
    public override func callAsFunction(_ x: Tensor) throws -> Tensor {
        isTraining ? try x.changed(inPlace: isInPlace, "dropout_") { try $0.dropout(p) } : x
    }

    public override func takeSettings(from other: Module) -> Bool {
        guard let other = other as? Dropout else { return false }
        (p, isInPlace) = (other.p, other.isInPlace)
        return true
    }
}

/// One module after the other, named 0, 1, 2, …
public final class Sequential: Module {
    /// The modules in the order in which they are called, registered as `0`, `1`, …
    public init(_ modules: [Module]) {
        super.init()
        for (index, module) in modules.enumerated() { register(String(index), module) }
    }

    public override func callAsFunction(_ x: Tensor) throws -> Tensor {
        try children.reduce(x) { try $1.module($0) }
    }
}

/// Fresh parameters.
public enum Parameters {
    private enum Kind: ComputeContextKey {
        static func initial(in _: ComputeContext) -> DType? { nil }
    }

    /// The type of new parameters.
    static var type: DType { ComputeContext.current[Kind.self] ?? .standard }

    /// Makes modules whose parameters are of that type: `dtype=` of a layer.
    ///
    /// - Throws: what `body` throws.
    public static func made<Result>(as type: DType, _ body: () throws -> Result) rethrows -> Result {
        let context = ComputeContext.current, before = context[Kind.self]
        context[Kind.self] = type
        defer { context[Kind.self] = before }
        return try body()
    }

    static func uniform(_ shape: [Int], _ bound: Double, _ generator: Generator) throws -> Tensor {
        let tensor = try Tensor.empty(shape, type)
        try generator.fillUniform(tensor, -bound, bound)
        return try tensor.requireGrad()
    }

    static func normal(_ shape: [Int], _ generator: Generator, deviation: Double = 1) throws -> Tensor {
        let tensor = try Tensor.empty(shape, type)
        try generator.fillNormal(tensor, 0, deviation)
        return try tensor.requireGrad()
    }

    /// A second parameter on the same storage: `nn.Parameter(other)`. It has its own gradient. Its shape is
    /// that of `tensor`.
    ///
    /// - Throws: RuntimeError for integers, which have no gradient.
    public static func sharing(_ tensor: Tensor) throws -> Tensor {
        let parameter = Tensor(
            storage: tensor.storage, shape: tensor.shape, strides: tensor.strides, offset: tensor.offset)
        parameter.isParameter = true
        return try parameter.requireGrad(tensor.dtype.isFloatingPoint)
    }
}

extension Tensor {
    /// Inverted dropout: kept elements are divided by 1 − p.
    ///
    /// - Throws: ValueError for p outside [0, 1].
    public func dropout(_ p: Double, generator: Generator = .standard) throws -> Tensor {
        guard p >= 0 && p <= 1 else {
            throw TensorError(.value, "dropout probability has to be between 0 and 1, but got \(p)")
        }
        guard p > 0 else { return self }
        guard dtype.isFloatingPoint || p == 1 else {
            throw TensorError(
                .runtime, "result type Float can't be cast to the desired output type of \(dtype)",
                hint: "x.float()")
        }
        // PyTorch's draws: one Bernoulli number of probability 1 − p for each element, as they lie in memory.
        let order = shape.indices.sorted { (strides[$0], -$0) > (strides[$1], -$1) }
        let drawn = try Tensor.empty(order.map { shape[$0] })
        try generator.fillBernoulli(drawn, Tensor([1 - p], []))
        let isPlain = order.elementsEqual(shape.indices)
        let keep = isPlain ? drawn : try drawn.permute(shape.indices.map { order.firstIndex(of: $0) ?? $0 })
        let mask = try keep * keep.constant(.float(p < 1 ? 1 / (1 - p) : 0))
        return try self * (dtype.isFloatingPoint ? mask.to(dtype) : mask)
    }
}
