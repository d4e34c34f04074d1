import Foundation
import Kernels

/// PyTorch's random numbers on a CPU: a 32-bit Mersenne Twister (Matsumoto & Nishimura 1998) seeded with the
/// low 32 bits of the seed, and PyTorch's ways of turning its draws into distributions.
public final class Generator {
    private var state: [UInt32]
    private var next = 624
    /// What `initial_seed` says.
    public private(set) var seed: UInt64
    /// The second of a pair of normal numbers, waiting for the next call with fewer than 16.
    private var cachedNormal: Double?

    /// The present context's generator, which `torch.manual_seed` sets.
    public static var standard: Generator { ComputeContext.with { $0.generator } }

    public init(seed: UInt64) {
        self.seed = seed
        state = Generator.initialState(UInt32(truncatingIfNeeded: seed))
    }

    /// Starts again from `seed`, whatever was drawn before.
    public func reseed(_ seed: UInt64) {
        self.seed = seed
        state = Generator.initialState(UInt32(truncatingIfNeeded: seed))
        next = 624
        cachedNormal = nil
    }

    private static func initialState(_ seed: UInt32) -> [UInt32] {
        var state = [seed]
        state.reserveCapacity(624)
        for i in 1..<624 { state.append(1_812_433_253 &* (state[i - 1] ^ (state[i - 1] >> 30)) &+ UInt32(i)) }
        return state
    }

    // MARK: Draws

    public func nextUInt32() -> UInt32 {
        if next == 624 { twist() }
        let y = state[next]
        next += 1
        return Generator.tempered(y)
    }

    @inline(__always)
    private static func tempered(_ word: UInt32) -> UInt32 {
        var y = word
        y ^= y >> 11
        y ^= (y << 7) & 0x9d2c_5680
        y ^= (y << 15) & 0xefc6_0000
        return y ^ (y >> 18)
    }

    private func twist() {
        @inline(__always) func mixed(_ high: UInt32, _ low: UInt32) -> UInt32 {
            let y = (high & 0x8000_0000) | (low & 0x7fff_ffff)
            return (y >> 1) ^ ((0 &- (y & 1)) & 0x9908_b0df)
        }
        state.withUnsafeMutableBufferPointer { buffer in
            guard let s = buffer.baseAddress else { return }
            for i in 0..<227 { s[i] = s[i &+ 397] ^ mixed(s[i], s[i &+ 1]) }
            for i in 227..<623 { s[i] = s[i &- 227] ^ mixed(s[i], s[i &+ 1]) }
            s[623] = s[396] ^ mixed(s[623], s[0])
        }
        next = 0
    }

    /// `count` draws in order, handed over in runs as long as the state allows: `body(index of the first,
    /// draws)`.
    private func draws(_ count: Int, _ body: (Int, UnsafeBufferPointer<UInt32>) -> Void) {
        var done = 0
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 624) { run in
            while done < count {
                if next == 624 { twist() }
                let length = min(624 - next, count - done)
                state.withUnsafeBufferPointer { s in
                    for i in 0..<length { run[i] = Generator.tempered(s[next &+ i]) }
                }
                body(done, UnsafeBufferPointer(start: run.baseAddress, count: length))
                next += length
                done += length
            }
        }
    }

    /// Passes over `count` 32-bit draws: what a tensor that is thrown away would have used. O(count).
    public func skip(_ count: Int) {
        var left = count
        while left > 0 {
            if next == 624 { twist() }
            let length = min(624 - next, left)
            next += length
            left -= length
        }
    }

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

    /// One normal number of mean 0 and deviation 1 (Box–Muller, the pair's other half kept for the next
    /// call).
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
        try fill(tensor) { values in
            let (a, width) = (Float(low), Float(high) - Float(low))
            self.draws(values.count) { start, run in
                let target = values.baseAddress! + start
                // One rounding (a fused multiply-add), as PyTorch's build has it: the same bits.
                for i in 0..<run.count {
                    target[i] = a.addingProduct(Float(run[i] & 0xff_ffff) * 0x1p-24, width)
                }
            }
        }
    }

    /// N(mean, deviation²). Sixteen numbers and more are drawn in runs of sixteen, fewer one after another in
    /// Double: as PyTorch does it. `x.normal_(mean, std)`.
    public func fillNormal(_ tensor: Tensor, _ mean: Double = 0, _ deviation: Double = 1) throws {
        guard deviation >= 0 else {
            throw TensorError(.runtime, "normal expects std >= 0.0, but found std \(deviation)")
        }
        if tensor.dtype == .float64 { return try fillNormalDoubles(tensor, mean, deviation) }
        try fill(tensor) { values in
            let (m, s) = (Float(mean), Float(deviation))
            guard values.count >= 16 else {
                for i in values.indices { values[i] = Float(self.normal() * deviation + mean) }
                return
            }
            let base = values.baseAddress!
            self.draws(values.count) { start, run in
                for i in 0..<run.count { base[start &+ i] = Float(run[i] & 0xff_ffff) * 0x1p-24 }
            }
            let whole = values.count / 16
            let bundle = 2048
            ThreadPool.forEach((whole + bundle - 1) / bundle) { part in
                for run in (part * bundle)..<min(whole, (part + 1) * bundle) {
                    Generator.boxMuller(base + run * 16, m, s)
                }
            }
            guard values.count % 16 != 0 else { return }
            let last = base + values.count - 16
            for i in 0..<16 { last[i] = self.uniform() }
            Generator.boxMuller(last, m, s)
        }
    }

    /// Eight pairs of uniform numbers become sixteen normal ones (Box & Muller 1958).
    private static func boxMuller(_ d: UnsafeMutablePointer<Float>, _ mean: Float, _ deviation: Float) {
        for j in 0..<8 {
            let u1 = 1 - d[j], u2 = d[j + 8]
            let r = (-2 * logf(u1)).squareRoot(), theta = 2 * Float.pi * u2
            d[j] = r * cosf(theta) * deviation + mean
            d[j + 8] = r * sinf(theta) * deviation + mean
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

    /// 1 with the probability of each element, else 0. `x.bernoulli_(p)`, `torch.bernoulli(p)`.
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

    private func fill(_ tensor: Tensor, _ body: (UnsafeMutableBufferPointer<Float>) -> Void) throws {
        guard tensor.dtype.isFloatingPoint else {
            throw TensorError(
                .notImplemented, "random numbers of this kind are not implemented for \(tensor.dtype)",
                hint: "a float tensor")
        }
        try tensor.checkInPlace()
        let direct = tensor.isContiguous && tensor.dtype == .float32
        let values = direct ? tensor : try Tensor.empty(tensor.shape)
        let pointer = direct ? try tensor.mutablePointer(Float.self) : values.fresh(Float.self)
        body(UnsafeMutableBufferPointer(start: pointer, count: tensor.count))
        if !direct { try Tensor.copy(from: values, into: tensor) }
    }

    /// low ≤ draws < high, int64. `torch.randint`.
    public func integers(_ low: Int, _ high: Int, _ shape: [Int]) throws -> Tensor {
        guard low < high else {
            throw TensorError(
                .runtime, "random_ expects 'from' to be less than 'to', but got from=\(low) >= to=\(high)")
        }
        let result = try Tensor.empty(shape, .int64), pointer = result.fresh(Int64.self)
        for i in 0..<result.count { pointer[i] = Int64(integer(low, high)) }
        return result
    }

    /// 0 ..< n in random order (Fisher–Yates, from the front). `torch.randperm`.
    public func permutation(_ n: Int) throws -> Tensor {
        guard n >= 0 else { throw TensorError(.runtime, "n must be non-negative, got \(n)") }
        let result = try Tensor.arange(.int(0), .int(n)), r = result.fresh(Int64.self)
        for i in 0..<max(0, n - 1) {
            let z = integer(0, n - i)
            (r[i], r[i + z]) = (r[i + z], r[i])
        }
        return result
    }

    // MARK: State

    /// Everything that decides the coming draws, for checkpoints and for going back: 628 words.
    public var snapshot: [UInt64] {
        get {
            state.map(UInt64.init) + [
                UInt64(next), seed, cachedNormal == nil ? 0 : 1, (cachedNormal ?? 0).bitPattern,
            ]
        }
        set {
            guard newValue.count == 628 else { return }
            state = newValue.prefix(624).map { UInt32(truncatingIfNeeded: $0) }
            next = min(Int(truncatingIfNeeded: newValue[624] & 0x3ff), 624)
            seed = newValue[625]
            cachedNormal = newValue[626] == 1 ? Double(bitPattern: newValue[627]) : nil
        }
    }
}
