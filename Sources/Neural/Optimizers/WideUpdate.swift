import Foundation
import Tensors

/// The arithmetic of an update without a kernel of its own: parameters of any floating type,
/// in memory of any layout. Numbers of two bytes are computed in float32 and rounded after each line,
/// as PyTorch's operations round them.
struct WideUpdate {
    private let wide: DType

    init(_ parameter: Tensor) { wide = parameter.dtype.widened }

    func number(_ value: Double) throws -> Tensor { try Tensor.scalar(.float(value), wide) }

    /// x ← f(x, a, b), in place. All of one shape.
    func set(
        _ x: Tensor, _ a: Tensor? = nil, _ b: Tensor? = nil,
        _ f: (_ x: Tensor, _ a: Tensor, _ b: Tensor) throws -> Tensor
    ) throws {
        let value = try rounded(x, a, b, f)
        try Tensor.copy(from: value, into: x)
    }

    /// A gradient with a share of its parameter added to it: weight decay.
    func decayed(_ gradient: Tensor, _ parameter: Tensor, _ decay: Double) throws -> Tensor {
        guard decay != 0 else { return gradient }
        let weight = try number(decay)
        return try rounded(gradient, parameter) { g, x, _ in try g + weight * x }
    }

    /// f(x, a, b), rounded to the type of x.
    func rounded(
        _ x: Tensor, _ a: Tensor? = nil, _ b: Tensor? = nil,
        _ f: (_ x: Tensor, _ a: Tensor, _ b: Tensor) throws -> Tensor
    ) throws -> Tensor {
        let first = try x.detach().to(wide)
        return try f(first, a?.detach().to(wide) ?? first, b?.detach().to(wide) ?? first).to(x.dtype)
    }
}

extension Adam {
    /// One parameter, line by line as PyTorch's `_single_tensor_adam` has them.
    ///
    /// - Parameter largest: the largest v so far, which the step is divided by where it is there.
    func updateWide(
        _ parameter: Tensor, _ gradient: Tensor, m: Tensor, v: Tensor, step: Int,
        _ settings: OptimizerSettings, largest: Tensor? = nil
    ) throws {
        let wide = WideUpdate(parameter), decay = settings.weightDecay
        var g = gradient
        if decay != 0, decoupled {
            let kept = try wide.number(1 - settings.rate * decay)
            try wide.set(parameter) { x, _, _ in try x * kept }
        } else {
            g = try wide.decayed(g, parameter, decay)
        }
        let (fresh1, fresh2) = (try wide.number(1 - settings.beta1), try wide.number(1 - settings.beta2))
        let kept = try wide.number(settings.beta2)
        try wide.set(m, g) { m, g, _ in try m + fresh1 * (g - m) }
        try wide.set(v) { v, _, _ in try v * kept }
        try wide.set(v, g) { v, g, _ in try v + fresh2 * g * g }
        let rate = try wide.number(-settings.rate / (1 - pow(settings.beta1, Double(step))))
        let root = try wide.number((1 - pow(settings.beta2, Double(step))).squareRoot())
        let eps = try wide.number(settings.eps)
        if let largest { try wide.set(largest, v) { most, v, _ in try most.maximum(v) } }
        var denominator = try wide.rounded(largest ?? v) { v, _, _ in try v.sqrt() }
        denominator = try wide.rounded(denominator) { d, _, _ in try d / root }
        try wide.set(denominator) { d, _, _ in try d + eps }
        try wide.set(parameter, m, denominator) { x, m, d in try x + rate * m / d }
    }
}

extension SGD {
    /// One parameter, line by line as PyTorch's `_single_tensor_sgd` has them.
    ///
    /// - Parameter first: whether the buffer has not met a gradient yet.
    func updateWide(
        _ parameter: Tensor, _ gradient: Tensor, buffer: Tensor?, first: Bool, _ settings: OptimizerSettings
    ) throws {
        let wide = WideUpdate(parameter)
        var g = try wide.decayed(gradient, parameter, settings.weightDecay)
        if let buffer {
            let momentum = try wide.number(settings.momentum), fresh = try wide.number(1 - settings.dampening)
            if first {
                try Tensor.copy(from: g, into: buffer)
            } else {
                try wide.set(buffer) { b, _, _ in try b * momentum }
                try wide.set(buffer, g) { b, g, _ in try b + fresh * g }
            }
            g = settings.nesterov ? try wide.rounded(g, buffer) { g, b, _ in try g + b * momentum } : buffer
        }
        let rate = try wide.number(-settings.rate)
        try wide.set(parameter, g) { x, g, _ in try x + rate * g }
    }
}
