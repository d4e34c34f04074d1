import Tensors

/// How numbers between those of an axis are found.
public enum Interpolation: String, Sendable {
    /// The one at or below the place.
    case nearest
    /// The one whose middle is nearest.
    case nearestExact = "nearest-exact"
    /// On a straight line between two, along one axis.
    case linear
    /// Along two axes.
    case bilinear
    /// Along three axes.
    case trilinear
    /// On a cubic through four (Keys 1981), along two axes.
    case bicubic
    /// The mean of what lies in the new element.
    case area

    /// The axes that it is for; nil for one, two or three.
    var axes: Int? {
        switch self {
        case .nearest, .nearestExact, .area: nil
        case .linear: 1
        case .bilinear, .bicubic: 2
        case .trilinear: 3
        }
    }
}

extension Tensor {
    /// The axes behind the channels of [B, C, L…] with other sizes. `F.interpolate`.
    ///
    /// - Parameters:
    ///   - scales: how much larger each axis is where a program said so; it is read in place of the sizes.
    ///   - aligned: whether the first and last elements stay where they are.
    /// - Throws: NotImplementedError for a kind that is not for so many axes, RuntimeError for sizes below 1.
    public func interpolated(
        to sizes: [Int], scales: [Double?], _ kind: Interpolation, aligned: Bool = false
    ) throws -> Tensor {
        let n = rank - 2
        guard n >= 1, n <= 3, kind.axes.map({ $0 == n }) ?? true, sizes.count == n, scales.count == n else {
            throw TensorError(
                .notImplemented,
                "Input Error: Only 3D, 4D and 5D input Tensors supported (got \(rank)D) for the "
                    + "modes: nearest | "
                    + "linear | bilinear | bicubic | trilinear | area | nearest-exact (got \(kind.rawValue))")
        }
        guard (shape.dropFirst(2) + sizes).allSatisfy({ $0 > 0 }) else {
            throw TensorError(
                .runtime,
                "Input and output sizes should be greater than 0, but got input \(Array(shape.dropFirst(2))) "
                    + "output \(sizes)")
        }
        _ = try Shape.count(Array(shape[..<2]) + sizes)
        if kind == .area { return try adaptiveAverage(sizes) }
        var y = self
        for axis in 0..<n {
            let (old, new) = (shape[2 + axis], sizes[axis])
            let step = Tensor.step(old, new, scale: scales[axis], aligned: aligned)
            y = try y.resampled(2 + axis, old, new, step: step, kind, aligned: aligned)
        }
        let name =
            switch kind {
            case .nearest: "UpsampleNearest\(n)DBackward0"
            case .nearestExact: "UpsampleNearestExact\(n)DBackward0"
            case .linear: "UpsampleLinear1DBackward0"
            case .bilinear: "UpsampleBilinear2DBackward0"
            case .trilinear: "UpsampleTrilinear3DBackward0"
            case .bicubic: "UpsampleBicubic2DBackward0"
            case .area: "AdaptiveAvgPool\(n)DBackward0"
            }
        return y.shown(as: name, from: [self])
    }

    /// Elements of the old axis from one element of the new axis to the next.
    private static func step(_ old: Int, _ new: Int, scale: Double?, aligned: Bool) -> Double {
        if aligned { return new > 1 ? Double(old - 1) / Double(new - 1) : 0 }
        if let scale, scale > 0 { return 1 / scale }
        return Double(old) / Double(new)
    }

    /// One axis with another size. Places are computed in the type that PyTorch computes them in.
    private func resampled(
        _ axis: Int, _ old: Int, _ new: Int, step: Double, _ kind: Interpolation, aligned: Bool
    ) throws -> Tensor {
        try Shape.checkMemory(new, each: 128)
        let isWide = dtype == .float64
        func rounded(_ x: Double) -> Double { isWide ? x : Double(Float(x)) }
        func picked(_ places: [Int]) throws -> Tensor {
            try indexSelect(axis, Tensor(places.map { Int64(min(max($0, 0), old - 1)) }))
        }
        func weights(_ numbers: [Double]) throws -> Tensor {
            var spread = [Int](repeating: 1, count: rank)
            spread[axis] = new
            return try Tensor(numbers).to(dtype).reshape(spread)
        }
        let step = rounded(step)
        if kind == .nearest || kind == .nearestExact {
            let half = kind == .nearest ? 0 : 0.5
            return try picked(
                (0..<new).map {
                    Int(min(rounded((Double($0) + half) * step).rounded(.down), Double(old - 1)))
                })
        }
        if old == new && kind != .bicubic { return self }
        let places = (0..<new).map { place -> Double in
            if aligned { return rounded(step * Double(place)) }
            let source = rounded(rounded(step * (Double(place) + 0.5)) - 0.5)
            return kind == .bicubic ? source : max(source, 0)
        }
        let starts = places.map { Int($0.rounded(.down)) }
        let shares = zip(places, starts).map { rounded($0 - Double($1)) }
        guard kind == .bicubic else {
            let low = try picked(starts.map { min($0, old - 1) }), high = try picked(starts.map { $0 + 1 })
            return try low * weights(shares.map { 1 - $0 }) + high * weights(shares)
        }
        // Keys' kernel with a = −0.75, near the place and one further off.
        let a = -0.75
        func near(_ x: Double) -> Double { ((a + 2) * x - (a + 3)) * x * x + 1 }
        func far(_ x: Double) -> Double { ((a * x - 5 * a) * x + 8 * a) * x - 4 * a }
        let taps: [(Int, (Double) -> Double)] = [
            (-1, { far($0 + 1) }), (0, near), (1, { near(1 - $0) }), (2, { far(2 - $0) }),
        ]
        var sum: Tensor?
        for (shift, weight) in taps {
            let term = try picked(starts.map { $0 + shift }) * weights(shares.map(weight))
            sum = try sum.map { try $0 + term } ?? term
        }
        return sum ?? self
    }
}
