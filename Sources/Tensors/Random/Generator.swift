import Foundation
import Kernels
import RandomNumbers

/// PyTorch's random numbers on a CPU: a 32-bit Mersenne Twister (Matsumoto & Nishimura 1998) seeded with the
/// low 32 bits of the seed, and PyTorch's ways of turning its draws into distributions.
public final class Generator {
    private var twister: MersenneTwister
    /// What `initial_seed` says.
    public private(set) var seed: UInt64
    /// The second of a pair of normal numbers, waiting for the next call with fewer than 16.
    private var cachedNormal: Double?

    /// The present context's generator, which `torch.manual_seed` sets.
    public static var standard: Generator { ComputeContext.with { $0.generator } }

    /// A generator at the start of the sequence that `seed` gives. `torch.Generator().manual_seed(seed)`.
    public init(seed: UInt64) {
        self.seed = seed
        twister = MersenneTwister(seed: UInt32(truncatingIfNeeded: seed))
    }

    /// Starts again from `seed`, whatever was drawn before.
    public func reseed(_ seed: UInt64) {
        self.seed = seed
        twister = MersenneTwister(seed: UInt32(truncatingIfNeeded: seed))
        cachedNormal = nil
    }

    // MARK: Draws

    /// The next 32 bits of the twister.
    public func nextUInt32() -> UInt32 { twister.next() }

    /// Passes over `count` 32-bit draws: what a tensor that is thrown away would have used. O(count).
    public func skip(_ count: Int) { twister.skip(count) }

    /// The next 64 bits: two draws of 32, the first one above.
    public func nextUInt64() -> UInt64 {
        let high = nextUInt32()
        return UInt64(high) << 32 | UInt64(nextUInt32())
    }

    /// [0, 1) with 24 bits.
    public func uniform() -> Float { Float(nextUInt32() & 0xff_ffff) * 0x1p-24 }

    /// [0, 1) with 53 bits.
    public func uniformDouble() -> Double { Double(nextUInt64() & 0x1f_ffff_ffff_ffff) * 0x1p-53 }

    /// One draw from low..<high, high > low.
    public func integer(_ low: Int, _ high: Int) -> Int {
        let range = UInt64(bitPattern: Int64(high &- low))
        let draw = range >= 1 << 32 ? nextUInt64() % range : UInt64(nextUInt32()) % range
        return low &+ Int(truncatingIfNeeded: draw)
    }

    /// One normal number of mean 0 and deviation 1 (Box–Muller, the pair's
    /// other half kept for the next call).
    private func normal() -> Double {
        if let cached = cachedNormal {
            cachedNormal = nil
            return cached
        }
        let u1 = uniformDouble(), u2 = uniformDouble()
        let r = (-2 * log1p(-u2)).squareRoot(), theta = 2 * Double.pi * u1
        cachedNormal = r * sin(theta)
        return r * cos(theta)
    }

    // MARK: Filling tensors

    /// U(low, high), one draw an element. `x.uniform_(low, high)`.
    ///
    /// - Throws: RuntimeError for low > high, NotImplementedError for integers.
    public func fillUniform(_ tensor: Tensor, _ low: Double = 0, _ high: Double = 1) throws {
        guard low <= high else {
            throw TensorError(
                .runtime,
                "uniform_ expects to return a [from, to) range, but found from="
                    + String(format: "%g > to=%g", low, high))
        }
        if tensor.dtype == .float64 {
            return try fillOneByOne(tensor) { $0.uniformDouble() * (high - low) + low }
        }
        try fill(tensor, "check_uniform_bounds") {
            twister.fillUniform($0, count: tensor.count, low: Float(low), width: Float(high) - Float(low))
        }
    }

    /// N(mean, deviation²). Sixteen numbers and more are drawn in runs of sixteen, fewer one after another in
    /// Double: as PyTorch does it. `x.normal_(mean, std)`.
    ///
    /// - Throws: RuntimeError for a negative deviation, NotImplementedError for integers.
    public func fillNormal(_ tensor: Tensor, _ mean: Double = 0, _ deviation: Double = 1) throws {
        guard deviation >= 0 else {
            throw TensorError(.runtime, "normal expects std >= 0.0, but found std \(deviation)")
        }
        if tensor.dtype == .float64 { return try fillNormalDoubles(tensor, mean, deviation) }
        let kernel = "normal_kernel_cpu"
        // Numbers of two bytes are drawn sixteen at a time, the last sixteen once more.
        if tensor.dtype.isReduced, tensor.count > 16, tensor.count % 16 != 0 {
            let whole = tensor.count / 16 * 16
            return try fill(tensor, kernel) { values in
                let (mean, deviation) = (Float(mean), Float(deviation))
                twister.fillNormal(values, count: whole, mean: mean, deviation: deviation)
                twister.fillNormal(values + (tensor.count - 16), count: 16, mean: mean, deviation: deviation)
            }
        }
        try fill(tensor, kernel) { values in
            guard tensor.count >= 16 else {
                return Host.fill(values, count: tensor.count) { _ in Float(normal() * deviation + mean) }
            }
            twister.fillNormal(values, count: tensor.count, mean: Float(mean), deviation: Float(deviation))
        }
    }

    /// The same in Double: sixteen numbers and more in runs of sixteen with 53 bits each.
    private func fillNormalDoubles(_ tensor: Tensor, _ mean: Double, _ deviation: Double) throws {
        let count = tensor.count
        guard count >= 16 else { return try fillOneByOne(tensor) { $0.normal() * deviation + mean } }
        var values = (0..<count).map { _ in uniformDouble() }
        func transform(_ start: Int) {
            for j in start..<(start + 8) {
                let r = (-2 * log(1 - values[j])).squareRoot(), theta = 2 * Double.pi * values[j + 8]
                (values[j], values[j + 8]) = (
                    r * cos(theta) * deviation + mean, r * sin(theta) * deviation + mean
                )
            }
        }
        for run in 0..<(count / 16) { transform(run * 16) }
        if count % 16 != 0 {
            for i in (count - 16)..<count { values[i] = uniformDouble() }
            transform(count - 16)
        }
        try tensor.checkInPlace()
        try Tensor.copy(from: Tensor(values, tensor.shape), into: tensor)
    }

    /// One draw after the other, in Double.
    private func fillOneByOne(_ tensor: Tensor, _ draw: (Generator) -> Double) throws {
        try tensor.checkInPlace()
        try Tensor.copy(from: Tensor((0..<tensor.count).map { _ in draw(self) }, tensor.shape), into: tensor)
    }

    /// Exponentially distributed numbers. `x.exponential_(rate)`.
    ///
    /// - Throws: RuntimeError for a rate that is not positive, NotImplementedError for integers.
    public func fillExponential(_ tensor: Tensor, rate: Double = 1) throws {
        guard rate > 0 else {
            throw TensorError(.runtime, "exponential_ expects lambda > 0.0, but found lambda=\(rate)")
        }
        guard tensor.dtype.isFloatingPoint else {
            throw TensorError(
                .notImplemented, "exponential_ is not implemented for \(tensor.dtype)", hint: "a float tensor"
            )
        }
        try fillOneByOne(tensor) { -1 / rate * log1p(-$0.uniformDouble()) }
    }

    /// 1 with the probability of each element, else 0. `x.bernoulli_(p)`, `torch.bernoulli(p)`. The
    /// probabilities broadcast to the shape of `tensor`.
    ///
    /// - Throws: RuntimeError for a probability outside [0, 1], ShapeError where they do not broadcast.
    public func fillBernoulli(_ tensor: Tensor, _ probabilities: Tensor) throws {
        let p = try probabilities.expand(tensor.shape).elements(Double.self)
        guard p.allSatisfy({ $0 >= 0 && $0 <= 1 }) else {
            throw TensorError(.runtime, "Expected p_in >= 0 && p_in <= 1 to be true, but got false.")
        }
        try tensor.checkInPlace()
        // PyTorch draws as many bits as the probabilities have.
        let isSingle = probabilities.dtype == .float32
        try Tensor.copy(
            from: Tensor(
                p.map { (isSingle ? Double(uniform()) : uniformDouble()) < $0 ? 1.0 : 0 }, tensor.shape),
            into: tensor)
    }

    private func fill(_ tensor: Tensor, _ kernel: String, _ body: (Operand<Float>) -> Void) throws {
        guard tensor.dtype.isFloatingPoint else {
            throw TensorError(
                .notImplemented, "\"\(kernel)\" not implemented for '\(tensor.dtype.scalarName)'",
                hint: "a float tensor")
        }
        try tensor.checkInPlace()
        let direct = tensor.isContiguous && tensor.dtype == .float32
        let values = direct ? tensor : try Tensor.empty(tensor.shape)
        body(direct ? try tensor.mutableNumbers(Float.self) : values.uninitializedFloats)
        if !direct { try Tensor.copy(from: values, into: tensor) }
    }

    /// low ≤ draws < high, int64. `torch.randint`. The result has shape `shape`.
    ///
    /// - Throws: RuntimeError unless low < high; MemoryError for a shape that does not fit.
    public func integers(_ low: Int, _ high: Int, _ shape: [Int]) throws -> Tensor {
        guard low < high else {
            throw TensorError(
                .runtime, "random_ expects 'from' to be less than 'to', but got from=\(low) >= to=\(high)")
        }
        let result = try Tensor.empty(shape, .int64)
        Host.fill(result.uninitialized(Int64.self), count: result.count) { _ in Int64(integer(low, high)) }
        return result
    }

    /// 0 ..< n in random order (Fisher–Yates, from the front). `torch.randperm`. int64 [n]. O(n).
    ///
    /// - Throws: RuntimeError for a negative n, MemoryError for one that does not fit.
    public func permutation(_ n: Int) throws -> Tensor {
        guard n >= 0 else { throw TensorError(.runtime, "n must be non-negative, got \(n)") }
        try Shape.checkMemory(n)
        var order = (0..<n).map(Int64.init)
        for i in 0..<max(0, n - 1) { order.swapAt(i, i + integer(0, n - i)) }
        return try Tensor(order)
    }

    // MARK: State

    /// Everything that decides the coming draws, for checkpoints and for going back: 628 words.
    public var snapshot: [UInt64] {
        get {
            twister.words.map(UInt64.init) + [
                UInt64(twister.position), seed, cachedNormal == nil ? 0 : 1, (cachedNormal ?? 0).bitPattern,
            ]
        }
        set {
            guard newValue.count == 628,
                let twister = MersenneTwister(
                    words: newValue.prefix(624).map { UInt32(truncatingIfNeeded: $0) },
                    position: min(Int(truncatingIfNeeded: newValue[624] & 0x3ff), 624))
            else { return }
            self.twister = twister
            seed = newValue[625]
            cachedNormal = newValue[626] == 1 ? Double(bitPattern: newValue[627]) : nil
        }
    }
}
