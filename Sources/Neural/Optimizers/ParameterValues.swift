import Tensors

/// Brings every element of every gradient between −limit and limit, in place. `clip_grad_value_`.
///
/// - Throws: RuntimeError for a gradient that cannot be written to.
public func clipGradientValue(_ parameters: [Tensor], _ limit: Double) throws {
    for gradient in parameters.compactMap(\.grad) {
        try ComputeContext.on(gradient.device) {
            try Tensor.copy(from: gradient.detach().clamp(.float(-limit), .float(limit)), into: gradient)
        }
    }
}

extension Tensor {
    /// Puts a row of numbers [n] into parameters, one after the other; they have n elements
    /// together. `vector_to_parameters`.
    ///
    /// - Throws: RuntimeError for a row that is too short.
    public func copy(intoParameters parameters: [Tensor]) throws {
        var start = 0
        for parameter in parameters {
            let piece = try detach().narrow(0, start, parameter.count).reshape(parameter.shape)
            try Autograd.withoutGrad { try Tensor.copy(from: piece, into: parameter) }
            start += parameter.count
        }
    }
}
