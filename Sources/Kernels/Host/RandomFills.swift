import Foundation
import RandomNumbers

/// The bulk draws that PyTorch makes with its twister on a CPU.
extension MersenneTwister {
    /// [0, 1) with 24 bits.
    @inline(__always)
    private static func unit(_ draw: UInt32) -> Float { Float(draw & 0xff_ffff) * 0x1p-24 }

    /// U(low, low + width), one draw a number.
    public mutating func fillUniform(_ y: Operand<Float>, count: Int, low: Float, width: Float) {
        let y = y.writing
        draws(count) { start, run in
            let target = y + start
            // One rounding (a fused multiply-add), as PyTorch's build has it: the same bits.
            for i in 0..<run.count { target[i] = low.addingProduct(MersenneTwister.unit(run[i]), width) }
        }
    }

    /// N(mean, deviation²) for sixteen numbers and more, in runs of sixteen; the last run may overlap the one
    /// before it and is drawn anew.
    public mutating func fillNormal(_ y: Operand<Float>, count: Int, mean: Float, deviation: Float) {
        precondition(count >= 16, "sixteen numbers and more")
        let base = y.writing
        draws(count) { start, run in
            for i in 0..<run.count { base[start &+ i] = MersenneTwister.unit(run[i]) }
        }
        let whole = count / 16, bundle = 2048
        ThreadPool.forEach((whole + bundle - 1) / bundle) { part in
            for run in (part * bundle)..<min(whole, (part + 1) * bundle) {
                MersenneTwister.boxMuller(base + run * 16, mean, deviation)
            }
        }
        guard count % 16 != 0 else { return }
        let last = base + count - 16
        for i in 0..<16 { last[i] = MersenneTwister.unit(next()) }
        MersenneTwister.boxMuller(last, mean, deviation)
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
}
