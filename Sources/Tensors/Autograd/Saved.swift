/// What an operation keeps of an operand for its backward: the numbers, or the recipe to compute them again.
///
/// A GELU's or a norm's result takes as much memory as the product it feeds takes long to compute; making it
/// again in backward costs one pass over it. The numbers are the same bits either way.
public struct Saved {
    /// Results up to this many numbers are kept: a small model has memory to spare and no time.
    public static let mostKept = 1 << 20

    private let tensor: Tensor?
    private let recipe: (() throws -> Tensor)?

    init(_ operand: Tensor, numbers: Tensor) {
        (tensor, recipe) =
            operand.recipe == nil || numbers.count <= Saved.mostKept ? (numbers, nil) : (nil, operand.recipe)
    }

    /// The tensors to watch for in-place changes.
    var watched: [Tensor] { tensor.map { [$0] } ?? [] }

    func restored() throws -> Tensor {
        if let tensor { return tensor }
        guard let recipe else { throw TensorError(.runtime, "nothing was saved for backward") }
        return try recipe()
    }
}
