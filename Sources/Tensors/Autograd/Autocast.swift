import Kernels

/// Mixed precision (Micikevicius et al. 2018): inside, products take their operands rounded to bfloat16, sum
/// in float32, and give bfloat16; everything else stays in the type that it has. `torch.autocast`.
///
/// Linear layers, `@`, attention and the head of a language model are products. Parameters, norms, softmax,
/// losses and optimizers stay in float32.
public enum Autocast {
    /// In the present context.
    public static var isEnabled: Bool {
        get { ComputeContext.with { $0.roundsProducts } }
        set { ComputeContext.with { $0.roundsProducts = newValue } }
    }

    /// Runs `body` with (or without) mixed precision.
    public static func enabled<Result>(_ flag: Bool, _ body: () throws -> Result) rethrows -> Result {
        let before = isEnabled
        isEnabled = flag
        defer { isEnabled = before }
        return try body()
    }

    /// Runs `body` with products made in one of `DType.precisions`.
    public static func run<Result>(in precision: DType, _ body: () throws -> Result) rethrows -> Result {
        try enabled(precision == .bfloat16, body)
    }

    /// Whether a product of these is computed in bfloat16: it is asked for, or they are all of that type.
    static func applies(_ operands: Tensor...) -> Bool {
        if operands.allSatisfy({ $0.dtype == .bfloat16 }) { return true }
        return isEnabled && operands.allSatisfy { $0.dtype == .float32 || $0.dtype == .bfloat16 }
    }
}

extension DType {
    /// The types that a computation's products can be made in.
    public static let precisions: [DType] = [.float32, .bfloat16]

    /// Whether this machine makes products in it no slower than in float32; bfloat16 wants AVX-512 with
    /// `avx512_bf16` or AMX.
    public var computesFast: Bool { self == .float32 || (self == .bfloat16 && Compute.computesBFloat16) }
}
