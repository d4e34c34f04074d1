import Language
import Tensors

/// The engine's errors as NumPy raises them: it has other classes than PyTorch.
enum NumPyErrors {
    static func reworded(_ error: any Error) -> any Error {
        guard let error = error as? TensorError, let kind = TensorError.Kind(rawValue: error.exceptionName)
        else {
            return error
        }
        switch kind {
        // Shapes that do not fit, and numbers that make no sense.
        case .shape, .runtime, .value: return named("ValueError", error)
        case .index where error.message.hasPrefix("Dimension out of range"):
            return named("AxisError", error, as: "numpy.AxisError")
        case .index where error.message.hasPrefix("argm"): return named("ValueError", error)
        case .linearAlgebra: return linearAlgebra(error)
        case .memory: return named("MemoryError", error, as: "numpy.MemoryError")
        case .notImplemented: return named("TypeError", error)
        default: return error
        }
    }

    /// In `numpy.linalg` a matrix of the wrong shape is a LinAlgError too.
    static func linearAlgebra(_ error: any Error) -> any Error {
        let kinds: [TensorError.Kind] = [.shape, .runtime, .linearAlgebra]
        guard let wrong = error as? TensorError, kinds.map(\.rawValue).contains(wrong.exceptionName) else {
            return reworded(error)
        }
        var error = named("LinAlgError", wrong, as: "numpy.LinAlgError")
        if wrong.message.contains("is singular") { error.message = "Singular matrix" }
        if wrong.message.contains("positive-definite") { error.message = "Matrix is not positive definite" }
        if wrong.message.contains("square matrices") {
            error.message = "Last 2 dimensions of the array must be square"
        }
        if wrong.message.contains("did not converge") || wrong.message.contains("failed to converge") {
            error.message =
                wrong.message.contains("lstsq")
                ? "SVD did not converge in Linear Least Squares"
                : wrong.message.contains("svd") ? "SVD did not converge" : "Eigenvalues did not converge"
        }
        return error
    }

    private static func named(_ kind: String, _ error: TensorError, as exceptionClass: String? = nil)
        -> ScriptError
    {
        ScriptError(
            kind, error.message, details: error.details, hint: error.hint, exceptionClass: exceptionClass)
    }
}
