enum RowProducts {
    static func apply(
        _ a: MatrixOperand, _ b: MatrixOperand, m: Int, n: Int, k: Int, alpha: Float, beta: Float,
        into c: MutableFloats, stride ldc: Int
    ) -> Bool { false }
}
