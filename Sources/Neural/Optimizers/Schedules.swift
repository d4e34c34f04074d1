import Foundation

/// How a learning rate changes from epoch to epoch, as `torch.optim.lr_scheduler`
/// computes it: from the rate before.
public enum Schedule {
    /// base · factor(epoch).
    case lambda((Int) throws -> Double)
    /// Multiplied by gamma every `size` epochs.
    case step(size: Int, gamma: Double)
    /// Multiplied by gamma every epoch.
    case exponential(gamma: Double)
    /// Half a cosine from the base down to `least` in `period` epochs, and up
    /// again (Loshchilov & Hutter 2017).
    case cosine(period: Int, least: Double)
    /// base · (start … end) along a line over `total` epochs.
    case linear(start: Double, end: Double, total: Int)

    /// Multiplied by gamma at each of the milestones.
    case milestones([Int], gamma: Double)
    /// base · factor for `total` epochs, then the base.
    case constant(factor: Double, total: Int)
    /// base · (1 − epoch / total)^power.
    case polynomial(total: Int, power: Double)
    /// Half a cosine down in `period` epochs, then from the base again, each period `multiple` times as long.
    case restarts(period: Int, multiple: Int, least: Double)
    /// Up from a low rate to a high one in the first part of `total` epochs, down to a tiny one in the rest
    /// (Smith 2018). The three rates are asked for at every epoch: a program may change them on the way.
    case oneCycle(
        total: Int, rising: Double, cosine: Bool,
        rates: () throws -> (low: Double, high: Double, last: Double))

    /// The rate of `epoch` (0 is the first), from the base rate and the rate of the epoch before.
    ///
    /// - Throws: what a function of a program's own throws.
    public func rate(epoch: Int, base: Double, current: Double) throws -> Double {
        switch self {
        case .lambda(let factor): return base * (try factor(epoch))
        case .step(let size, let gamma): return epoch == 0 || epoch % size != 0 ? current : current * gamma
        case .exponential(let gamma): return epoch == 0 ? current : current * gamma
        case .cosine(let period, let least):
            if epoch == 0 { return current }
            if epoch > period, (epoch - 1 - period) % period == 0, (epoch - 1 - period) / period % 2 == 0 {
                return current + (base - least) * (1 - cos(Double.pi / Double(period))) / 2
            }
            let (now, before) = (
                Double.pi * Double(epoch) / Double(period), Double.pi * Double(epoch - 1) / Double(period)
            )
            return (1 + cos(now)) / (1 + cos(before)) * (current - least) + least
        case .linear(let start, let end, let total):
            if epoch == 0 { return base * start }
            if epoch > total { return current }
            return current * (1 + (end - start) / (Double(total) * start + Double(epoch - 1) * (end - start)))
        case .milestones(let milestones, let gamma):
            return milestones.filter { $0 == epoch }.reduce(current) { rate, _ in rate * gamma }
        case .constant(let factor, let total):
            if epoch == 0 { return current * factor }
            return epoch == total ? current * (1 / factor) : current
        case .polynomial(let total, let power):
            guard epoch > 0, epoch <= total else { return current }
            return current
                * pow((1 - Double(epoch) / Double(total)) / (1 - Double(epoch - 1) / Double(total)), power)
        case .restarts(let period, let multiple, let least):
            var (place, length) = (epoch, period)
            while place >= length {
                place -= length
                length = length.multipliedReportingOverflow(by: multiple).overflow ? .max : length * multiple
            }
            return least + (base - least) * (1 + cos(Double.pi * Double(place) / Double(length))) / 2
        case .oneCycle(let total, let rising, let cosine, let rates):
            let (low, high, last) = try rates()
            return Schedule.cycle(epoch, total, rising, cosine, low: low, high: high, last: last)
        }
    }

    /// A number that goes from `low` to `high` in the first part of `total`
    /// epochs and on to `last` in the rest.
    public static func cycle(
        _ epoch: Int, _ total: Int, _ rising: Double, _ cosine: Bool, low: Double, high: Double, last: Double
    ) -> Double {
        let top = rising * Double(total) - 1, step = Double(epoch)
        func between(_ a: Double, _ b: Double, _ part: Double) -> Double {
            cosine ? b + (a - b) / 2 * (1 + cos(Double.pi * part)) : (b - a) * part + a
        }
        return step <= top || top <= 0 && epoch == 0
            ? between(low, high, top > 0 ? step / top : 1)
            : between(high, last, (step - top) / (Double(total - 1) - top))
    }
}
