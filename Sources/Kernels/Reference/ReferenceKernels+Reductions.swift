extension ReferenceKernels {
    // Σ x[i]
    public func sum(_ x: Floats, count: Int) -> Double {
        var total = 0.0
        for i in 0..<count { total += Double(x[i]) }
        return total
    }

    // Σ x[i]²
    public func sumOfSquares(_ x: Floats, count: Int) -> Double {
        var total = 0.0
        for i in 0..<count { total += Double(x[i]) * Double(x[i]) }
        return total
    }
}
