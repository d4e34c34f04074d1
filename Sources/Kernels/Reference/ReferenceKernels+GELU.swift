import Foundation

/// GELU (Hendrycks & Gimpel 2016): x times the probability that a standard normal number lies below x.
extension ReferenceKernels {
    // erf form:  GELU(x) = x · Φ(x),  Φ(x) = ½ (1 + erf(x / √2))
    // tanh form: GELU(x) = ½ x (1 + tanh u),  u = √(2/π) (x + 0.044715 x³)
    public func gelu(_ form: GELUForm, _ x: Floats, into y: MutableFloats, count: Int) {
        for i in 0..<count {
            let x = Double(x[i])
            switch form {
            case .erf: y[i] = Float(0.5 * x * (1 + erf(x / 2.0.squareRoot())))
            case .tanh: y[i] = Float(0.5 * x * (1 + tanh(Self.geluRoot * (x + Self.geluCubic * x * x * x))))
            }
        }
    }

    // erf form:  GELU′(x) = Φ(x) + x φ(x),  φ(x) = exp(−x²/2) / √(2π)
    // tanh form: GELU′(x) = ½ (1 + tanh u) + ½ x (1 − tanh² u) u′,  u′ = √(2/π) (1 + 3 · 0.044715 x²)
    public func geluBackward(_ form: GELUForm, _ x: Floats, dy: Floats, into dx: MutableFloats, count: Int) {
        for i in 0..<count {
            let x = Double(x[i])
            let slope: Double
            switch form {
            case .erf:
                slope =
                    0.5 * (1 + erf(x / 2.0.squareRoot())) + x * exp(-0.5 * x * x)
                    / (2 * Double.pi).squareRoot()
            case .tanh:
                let t = tanh(Self.geluRoot * (x + Self.geluCubic * x * x * x))
                slope =
                    0.5 * (1 + t) + 0.5 * x * (1 - t * t) * Self.geluRoot * (1 + 3 * Self.geluCubic * x * x)
            }
            dx[i] = Float(Double(dy[i]) * slope)
        }
    }

    private static let geluRoot = (2 / Double.pi).squareRoot()
    private static let geluCubic = 0.044715
}
