import Foundation

extension ReferenceKernels {
    // Adam (Kingma & Ba 2015, algorithm 1) and AdamW (Loshchilov & Hutter 2019,
    // algorithm 2), as `AdamStep` says.
    public func adam(_ updates: [AdamUpdate]) {
        for update in updates {
            adam(update.step, update.parameter, update.gradient, update.m, update.v, update.count)
        }
    }

    private func adam(
        _ step: AdamStep, _ parameter: MutableFloats, _ gradient: Floats, _ m: MutableFloats,
        _ v: MutableFloats, _ count: Int
    ) {
        let correction1 = 1 - pow(step.beta1, Double(step.step))
        let correction2 = (1 - pow(step.beta2, Double(step.step))).squareRoot()
        for i in 0..<count {
            var p = Double(parameter[i])
            var g = Double(gradient[i]) * Double(step.gradientScale)
            if step.decoupled { p *= 1 - step.rate * step.weightDecay } else { g += step.weightDecay * p }
            let mean = Double(m[i]) + (1 - step.beta1) * (g - Double(m[i]))
            let square = step.beta2 * Double(v[i]) + (1 - step.beta2) * g * g
            p -= step.rate / correction1 * mean / (square.squareRoot() / correction2 + step.eps)
            (parameter[i], m[i], v[i]) = (Float(p), Float(mean), Float(square))
        }
    }

    // g += weightDecay·p;  buffer = first ? g : momentum·buffer + (1 − dampening)·g
    // g = nesterov ? g + momentum·buffer : buffer;  p −= rate·g
    public func sgd(
        _ step: SGDStep, parameter: MutableFloats, gradient: Floats, buffer: MutableFloats?, count: Int
    ) {
        let (rate, momentum, dampening) = (Double(step.rate), Double(step.momentum), Double(step.dampening))
        for i in 0..<count {
            let p = Double(parameter[i])
            var g = Double(gradient[i]) * Double(step.gradientScale) + Double(step.weightDecay) * p
            if let buffer {
                let moved = step.first ? g : momentum * Double(buffer[i]) + (1 - dampening) * g
                buffer[i] = Float(moved)
                g = step.nesterov ? g + momentum * moved : moved
            }
            parameter[i] = Float(p - rate * g)
        }
    }
}
