import Foundation

extension GPUKernels {
    func adam(_ updates: [AdamOperands]) {
        for update in updates where update.count > 0 {
            let step = update.step
            // As the host's kernel: everything that is the same for all numbers is computed once, in float64.
            let correction1 = 1 - pow(step.beta1, Double(step.step))
            let correction2 = (1 - pow(step.beta2, Double(step.step))).squareRoot()
            if items(
                update.count, "adam", "optimizers", .write(update.parameter), .read(update.gradient),
                .write(update.m), .write(update.v), .float(step.gradientScale),
                .float(step.decoupled ? Float(1 - step.rate * step.weightDecay) : 1),
                .float(Float(step.weightDecay)), .float(Float(-step.rate / correction1)),
                .float(Float(1 - step.beta1)), .float(Float(step.beta2)), .float(Float(1 - step.beta2)),
                .float(Float(1 / correction2)), .float(Float(step.eps)), .int(step.decoupled ? 1 : 0))
            {
                continue
            }
            beside.adam([update])
        }
    }

    func sgd(
        _ step: SGDStep, parameter: Operand<Float>, gradient: Operand<Float>, buffer: Operand<Float>?,
        count: Int
    ) {
        guard count > 0 else { return }
        let form = buffer == nil ? 0 : (step.first ? 1 : 2) | (step.nesterov ? 4 : 0)
        if items(
            count, "sgd", "optimizers", .write(parameter), .read(gradient), .write(buffer ?? parameter),
            .float(step.gradientScale), .float(step.weightDecay), .float(step.momentum),
            .float(1 - step.dampening), .float(step.rate), .int(form))
        {
            return
        }
        beside.sgd(step, parameter: parameter, gradient: gradient, buffer: buffer, count: count)
    }
}
