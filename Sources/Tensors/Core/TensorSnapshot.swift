import Kernels

/// What a tensor was at one moment: its numbers, its gradient, its place in a recorded computation.
///
/// The numbers are shared with the tensor until somebody writes to it (`Storage` is copy-on-write), so a
/// snapshot costs nothing until then.
public struct TensorSnapshot {
    /// The tensor that the snapshot is of, as it is now.
    public let tensor: Tensor
    // Weak: an in-place operation asks whether the tensor alone holds its storage.
    private weak var storage: Storage?
    private let block: Buffer
    private let version: Int
    private let (dtype, count): (DType, Int)
    private let (shape, strides, offset): ([Int], [Int], Int)
    private let gradient: Tensor?
    private let gradientBlock: Buffer?
    private let (function, output): (Node?, Int)
    private let viewed: (base: Tensor?, function: Node?, version: Int)
    private let (asksForGradient, retainsGradient, isParameter): (Bool, Bool, Bool)
    private let hooks: [(hook: GradientHook, isActive: Bool)]
    private let recipe: (() throws -> Tensor)?
    private let wasFreed: Bool

    /// Notes the state of a tensor of any shape. O(1): numbers are shared, not copied.
    public init(_ tensor: Tensor) {
        self.tensor = tensor
        storage = tensor.storage
        (block, version) = (tensor.storage.snapshot(), tensor.storage.version)
        (dtype, count) = (tensor.storage.dtype, tensor.storage.count)
        (shape, strides, offset) = (tensor.shape, tensor.strides, tensor.offset)
        (gradient, gradientBlock) = (tensor.grad, tensor.grad?.storage.snapshot())
        (function, output) = (tensor.gradFunction, tensor.gradOutput)
        viewed = (tensor.viewBase, tensor.viewedFunction, tensor.viewedVersion)
        (asksForGradient, retainsGradient, isParameter) = (
            tensor.leafRequiresGrad, tensor.retainsGrad, tensor.isParameter
        )
        (hooks, recipe) = (tensor.gradientHooks.map { ($0, $0.isActive) }, tensor.recipe)
        wasFreed = tensor.gradFunction?.isFreed ?? false
    }

    /// The memory that the snapshot holds; compare it by identity.
    public var memory: Buffer { block }

    /// Whether the numbers are still the ones of the snapshot, as far as nobody has written to them.
    public var isUntouched: Bool { tensor.storage.snapshot() === block }

    /// Whether `backward()` has used up the recorded computation since, and nothing has brought it back.
    public var hasLostItsRecording: Bool { function != nil && !wasFreed && function?.isFreed == true }

    /// Whether the tensor had a gradient then.
    public var hadGradient: Bool { gradient != nil }

    /// Whether the gradient has come, gone or changed since.
    public var hasOtherGradient: Bool {
        tensor.grad !== gradient || tensor.grad?.storage.snapshot() !== gradientBlock
    }

    /// The tensor as it was, for comparing. It has the shape of then and shares the snapshot's numbers. O(1).
    public func before() -> Tensor {
        Tensor(
            storage: Storage(block, dtype, count: count), shape: shape, strides: strides, offset: offset)
    }

    /// Puts everything back. O(1).
    public func restore() {
        if let storage, tensor.storage !== storage { tensor.storage = storage }
        if tensor.storage.dtype != dtype || tensor.storage.count != count {
            tensor.storage = Storage(block, dtype, count: count)
        } else {
            tensor.storage.restore(block, version: version)
        }
        if tensor.shape != shape || tensor.strides != strides || tensor.offset != offset {
            tensor.place(on: tensor.storage, shape: shape, strides: strides, offset: offset)
        }
        tensor.grad = gradient
        tensor.show(viewed)
        (tensor.gradFunction, tensor.gradOutput) = (function, output)
        (tensor.leafRequiresGrad, tensor.retainsGrad, tensor.isParameter) = (
            asksForGradient, retainsGradient, isParameter
        )
        tensor.gradientHooks = hooks.map(\.hook)
        for (hook, isActive) in hooks { hook.isActive = isActive }
        tensor.recipe = recipe
    }
}
