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

    /// Whether a product of these is computed in bfloat16: it is asked for, or they are all of that type.
    static func applies(_ operands: Tensor...) -> Bool {
        if operands.allSatisfy({ $0.dtype == .bfloat16 }) { return true }
        return isEnabled && operands.allSatisfy { $0.dtype == .float32 || $0.dtype == .bfloat16 }
    }
}

/// What a computation's products are made in.
public enum Precision: String, CaseIterable, Sendable {
    case float32, bf16

    /// Runs `body` in this precision.
    public func callAsFunction<Result>(_ body: () throws -> Result) rethrows -> Result {
        try Autocast.enabled(self == .bf16, body)
    }

    /// Whether this machine computes in it faster than in float32; bf16 wants AVX-512 with `avx512_bf16` or
    /// AMX.
    public var isFast: Bool { self == .float32 || Compute.computesBFloat16 }
}
