import Foundation

/// How a learning rate changes from epoch to epoch, as `torch.optim.lr_scheduler` computes it: from the rate before.
public enum Schedule {
    /// base · factor(epoch).
    case lambda((Int) throws -> Double)
    /// Multiplied by gamma every `size` epochs.
    case step(size: Int, gamma: Double)
    /// Multiplied by gamma every epoch.
    case exponential(gamma: Double)
    /// Half a cosine from the base down to `least` in `period` epochs, and up again (Loshchilov & Hutter 2017).
    case cosine(period: Int, least: Double)
    /// base · (start … end) along a line over `total` epochs.
    case linear(start: Double, end: Double, total: Int)

    /// The rate of `epoch` (0 is the first), from the base rate and the rate of the epoch before.
    public func rate(epoch: Int, base: Double, current: Double) throws -> Double {
        switch self {
        case .lambda(let factor): return base * (try factor(epoch))
        case .step(let size, let gamma): return epoch == 0 || epoch % size != 0 ? current : current * gamma
        case .exponential(let gamma): return epoch == 0 ? current : current * gamma
        case .cosine(let period, let least):
            if epoch == 0 { return current }
            if (epoch - 1 - period) % (2 * period) == 0 {
                return current + (base - least) * (1 - cos(Double.pi / Double(period))) / 2
            }
            let (now, before) = (Double.pi * Double(epoch) / Double(period), Double.pi * Double(epoch - 1) / Double(period))
            return (1 + cos(now)) / (1 + cos(before)) * (current - least) + least
        case .linear(let start, let end, let total):
            if epoch == 0 { return base * start }
            if epoch > total { return current }
            return current * (1 + (end - start) / (Double(total) * start + Double(epoch - 1) * (end - start)))
        }
    }
}
