import Foundation

/// Chooses where an axis is marked and what is written there.
public enum Ticks {
    /// Round numbers between two values: multiples of 1, 2 or 5 times a power of ten.
    ///
    /// ```swift
    /// Ticks.linear(from: 0, to: 500, about: 6).map(\.label)     // ["0", "100", "200", "300", "400", "500"]
    /// ```
    /// - Parameter count: about how many ticks there is room for.
    public static func linear(from lower: Double, to upper: Double, about count: Int) -> [Tick] {
        guard lower < upper, AxisMapping.isDrawable(lower), AxisMapping.isDrawable(upper) else { return [] }
        var step = step((upper - lower) / Double(max(count, 1)))
        guard step > 0, step.isFinite else { return [] }
        // One mark alone says nothing about distances.
        if (upper / step + 1e-9).rounded(.down) - (lower / step - 1e-9).rounded(.up) < 1 {
            step = self.step(step / 2.6)
            if step == 0 { return [] }
        }
        let first = (lower / step - 1e-9).rounded(.up)
        let last = (upper / step + 1e-9).rounded(.down)
        guard first <= last, last - first < 1000, abs(first) < 1e15, abs(last) < 1e15 else {
            return [lower, upper].map { Tick($0, label($0, step: 0)) }
        }
        return stride(from: first, through: last, by: 1).map { index in
            let value = index == 0 ? 0 : index * step
            return Tick(value, label(value, step: step))
        }
    }

    /// Powers of ten between two values, with 2 and 5 times them where there are few.
    public static func log(from lower: Double, to upper: Double, about count: Int) -> [Tick] {
        guard lower > 0, lower < upper, AxisMapping.isDrawable(upper) else { return [] }
        let first = Int(log10(lower).rounded(.down))
        let last = Int(log10(upper).rounded(.up))
        let decades = max(last - first, 1)
        func ticks(_ factors: [Double], every: Int) -> [Tick] {
            stride(from: first, through: last, by: every).flatMap { exponent in
                factors.map { factor in Tick(factor * pow(10, Double(exponent)), label(factor, exponent)) }
            }.filter { $0.position >= lower * (1 - 1e-9) && $0.position <= upper * (1 + 1e-9) }
        }
        let wanted = max(count, 2)
        if decades > wanted { return ticks([1], every: (decades + wanted - 1) / wanted) }
        for factors: [Double] in [[1], [1, 3], [1, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]] {
            let found = ticks(factors, every: 1)
            if found.count >= min(3, wanted) { return found }
        }
        // Less than a decade and no round multiple inside: the axis is nearly linear.
        return linear(from: lower, to: upper, about: count)
    }

    static func of(_ place: AxisMapping, about count: Int) -> [Tick] {
        switch place.scale {
        case .linear: linear(from: place.lower, to: place.upper, about: count)
        case .log: log(from: place.lower, to: place.upper, about: count)
        }
    }

    /// The smallest of 1, 2, 5 times a power of ten that is not below `rough`.
    static func step(_ rough: Double) -> Double {
        guard rough > 0, rough.isFinite else { return 0 }
        let exponent = log10(rough).rounded(.down)
        let power = pow(10, abs(exponent))
        for factor in [1.0, 2, 5, 10] {
            // Dividing by 10 rounds better than multiplying by 0.1: 3 steps of 0.1 have to be 0.3.
            let step = exponent < 0 ? factor / power : factor * power
            if step >= rough * (1 - 1e-9) { return step }
        }
        return 0
    }

    private static func label(_ factor: Double, _ exponent: Int) -> String {
        guard exponent < -3 || exponent > 5 else {
            return String(format: "%.\(max(0, -exponent))f", factor * pow(10, Double(exponent)))
        }
        return "\(Int(factor))e\(exponent)"
    }

    /// A number with as many digits as neighbours at a distance of `step` need to differ.
    static func label(_ value: Double, step: Double) -> String {
        let magnitude = max(abs(value), step)
        guard step > 0 else { return String(format: "%.4g", value) }
        if value == 0 { return "0" }
        let decimals = max(0, Int(-log10(step * 1.000001).rounded(.down)))
        if magnitude < 1e6, decimals <= 4 { return String(format: "%.\(decimals)f", value) }
        let digits = Int((log10(abs(value)) + 1e-9).rounded(.down)) - Int((log10(step) + 1e-9).rounded(.down))
        return exponential(value, decimals: min(max(digits, 0), 8))
    }

    /// `1.5e-05` as people write it: `1.5e-5`.
    private static func exponential(_ value: Double, decimals: Int) -> String {
        let text = String(format: "%.\(decimals)e", value)
        guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...]) else {
            return text
        }
        return text[..<mark] + "e\(exponent)"
    }
}
