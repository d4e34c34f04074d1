/// The arithmetic as a formula says it: plain loops, sums in Double, rounded to float32 once at the end.
///
/// Nothing here is fast. It is what the fast kernels are tested against, and the
/// place to read what each one means.
public struct ReferenceKernels: Kernels {
    /// Makes the reference kernels; they hold nothing.
    public init() {}
}

extension Matrix {
    /// Element (row, column) of op(A), read through the transposition.
    @inline(__always)
    func element(_ row: Int, _ column: Int) -> Element {
        transposed ? base[column * stride + row] : base[row * stride + column]
    }
}
