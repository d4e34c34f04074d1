import COpenBLAS

/// A number that LAPACK factors matrices of: `Float` and `Double`.
public protocol LAPACKScalar: BinaryFloatingPoint, Sendable {
    /// The routines for this number, under Fortran's names.
    static var lapack: LAPACK<Self> { get }
}

/// LAPACK's routines for one kind of number: matrices in columns, `info` at the end (0 where all went well).
public struct LAPACK<Real>: Sendable {
    typealias Size = UnsafePointer<blasint>
    typealias Letter = UnsafePointer<CChar>
    typealias Whole = UnsafeMutablePointer<blasint>
    typealias Numbers = UnsafeMutablePointer<Real>
    typealias Given = UnsafePointer<Real>

    /// A = P·L·U, by rows exchanged.
    let getrf: @Sendable (Size, Size, Numbers, Size, Whole, Whole) -> Void
    /// A·X = B, or Aᵀ·X = B, from P·L·U.
    let getrs: @Sendable (Letter, Size, Size, Given, Size, Size, Numbers, Size, Whole, Int) -> Void
    /// A = L·Lᵀ.
    let potrf: @Sendable (Letter, Size, Numbers, Size, Whole, Int) -> Void
    /// A = Q·R, Q as reflections.
    let geqrf: @Sendable (Size, Size, Numbers, Size, Numbers, Numbers, Size, Whole) -> Void
    /// Q from its reflections.
    let orgqr: @Sendable (Size, Size, Size, Numbers, Size, Given, Numbers, Size, Whole) -> Void
    /// A = V·diag(λ)·Vᵀ, divide and conquer.
    let syevd:
        @Sendable (Letter, Letter, Size, Numbers, Size, Numbers, Numbers, Size, Whole, Size, Whole, Int, Int)
            -> Void
    /// A = U·diag(S)·Vᵀ, divide and conquer.
    let gesdd:
        @Sendable (
            Letter, Size, Size, Numbers, Size, Numbers, Numbers, Size, Numbers, Size, Numbers, Size, Whole,
            Whole, Int
        ) -> Void
    /// The least ‖A·x − b‖, by Q·R with columns exchanged.
    let gelsy:
        @Sendable (
            Size, Size, Size, Numbers, Size, Numbers, Size, Whole, Given, Whole, Numbers, Size, Whole
        ) -> Void
    /// The least ‖A·x − b‖, by singular values.
    let gelsd:
        @Sendable (
            Size, Size, Size, Numbers, Size, Numbers, Size, Numbers, Given, Whole, Numbers, Size, Whole, Whole
        ) -> Void
}

extension Float: LAPACKScalar {
    /// The routines for float32.
    public static let lapack = LAPACK<Float>(
        getrf: sgetrf_, getrs: sgetrs_, potrf: spotrf_, geqrf: sgeqrf_, orgqr: sorgqr_, syevd: ssyevd_,
        gesdd: sgesdd_, gelsy: sgelsy_, gelsd: sgelsd_)
}

extension Double: LAPACKScalar {
    /// The routines for float64.
    public static let lapack = LAPACK<Double>(
        getrf: dgetrf_, getrs: dgetrs_, potrf: dpotrf_, geqrf: dgeqrf_, orgqr: dorgqr_, syevd: dsyevd_,
        gesdd: dgesdd_, gelsy: dgelsy_, gelsd: dgelsd_)
}
