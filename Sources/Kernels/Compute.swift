/// Where arithmetic happens: the one place that names the kernels in use.
public enum Compute {
    /// The kernels that every operation calls. Set it before the first tensor is made, or in a test; it is
    /// not guarded against changes while another thread computes.
    nonisolated(unsafe) public static var kernels: any Kernels = CPUKernels()

    /// Whether this CPU has instructions for products of bfloat16; elsewhere they are computed in float32.
    public static var computesBFloat16: Bool { OneDNN.isFastInBFloat16 }
}
