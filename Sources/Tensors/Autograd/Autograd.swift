import Foundation
import Kernels

/// Reverse-mode differentiation: every operation on tensors that require gradients leaves a `Node`;
/// `backward()` walks the nodes from the last to the first.
public enum Autograd {
    /// In the present context.
    public static var isEnabled: Bool {
        get { ComputeContext.with { $0.recordsGradients } }
        set { ComputeContext.with { $0.recordsGradients = newValue } }
    }

    /// Runs `body` with (or without) recording. `torch.no_grad`, `torch.enable_grad`.
    public static func recording<Result>(_ flag: Bool, _ body: () throws -> Result) rethrows -> Result {
        let before = isEnabled
        isEnabled = flag
        defer { isEnabled = before }
        return try body()
    }

    /// Runs `body` without recording. `torch.no_grad`.
    public static func withoutGrad<Result>(_ body: () throws -> Result) rethrows -> Result {
        try recording(false, body)
    }
}

/// Long work asks here, between its parts, whether somebody wants it to stop.
public enum Interruptible {
    /// Throws when the work is to be broken off.
    public static func poll() throws { try ComputeContext.with { $0.poll }() }
}
