/// The forms in which a matrix of weights takes less memory than in float32. Sums over them stay in float32.
public enum PackedForm: String, CaseIterable, Sendable {
    /// The upper sixteen bits of a float32, rounded to the nearest, ties to even: 8 bits of precision.
    case bf16
    /// Whole numbers from −127 to 127, times one float32 for each row: the row's largest absolute value /
    /// 127.
    case int8

    /// Bytes of one number.
    public var size: Int { self == .bf16 ? 2 : 1 }
}

/// A matrix in a packed form: `rows` · `columns` numbers, row after row without gaps, and a factor for each
/// row where the form has them.
public struct PackedMatrix {
    /// How a number is stored.
    public let form: PackedForm
    /// Sizes of the matrix.
    public let rows: Int, columns: Int
    /// rows · columns · form.size bytes.
    public let base: UnsafeMutableRawPointer
    /// [rows] for int8, nil for bf16. NaN for a row with a number that is not finite.
    public let scales: MutableFloats?

    /// A matrix over memory that is there already, filled or not; int8 has scales, bf16 has none.
    public init(
        _ form: PackedForm, rows: Int, columns: Int, base: UnsafeMutableRawPointer, scales: MutableFloats?
    ) {
        precondition((scales != nil) == (form == .int8), "int8 has a factor for each row, bf16 has none")
        (self.form, self.rows, self.columns, self.base, self.scales) = (form, rows, columns, base, scales)
    }
}
