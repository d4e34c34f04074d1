extension DType {
    /// The types in which a matrix of weights takes less memory than in float32;
    /// sums over them stay in float32.
    ///
    /// bfloat16 is the upper sixteen bits of a float32, rounded to the nearest, ties to even: 8 bits of
    /// precision. int8 are whole numbers from −127 to 127, times one float32 for each row: the row's largest
    /// absolute value / 127.
    public static let packed: [DType] = [.bfloat16, .int8]
}

/// A matrix in a packed form: `rows` · `columns` numbers, row after row without gaps, and a factor for each
/// row where the form has them.
public struct PackedMatrix {
    /// How a number is stored.
    public let form: DType
    /// Sizes of the matrix.
    public let rows: Int, columns: Int
    /// rows · columns · form.size bytes.
    public let base: UnsafeMutableRawPointer
    /// [rows] for int8, nil for bfloat16. NaN for a row with a number that is not finite.
    public let scales: MutableFloats?

    /// A matrix over memory that is there already, filled or not; int8 has scales, bfloat16 has none.
    public init(
        _ form: DType, rows: Int, columns: Int, base: UnsafeMutableRawPointer, scales: MutableFloats?
    ) {
        precondition(DType.packed.contains(form), "a matrix is packed as bfloat16 or int8")
        precondition((scales != nil) == (form == .int8), "int8 has a factor for each row, bfloat16 has none")
        (self.form, self.rows, self.columns, self.base, self.scales) = (form, rows, columns, base, scales)
    }
}
