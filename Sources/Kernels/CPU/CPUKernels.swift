/// The arithmetic that runs: OpenBLAS for products, sixteen floats at a time for the
/// rest, spread over `ThreadPool`.
public struct CPUKernels: Kernels {
    /// Makes the CPU's kernels; they hold nothing.
    public init() {}
}
