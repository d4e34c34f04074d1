import Kernels

/// A weight [out, in] in a shorter form, as inference reads it. It knows when the weight that it was made
/// from has changed.
public final class PackedWeight {
    /// How the numbers are packed.
    public let form: DType
    /// [out, in], as the weight had it.
    public let shape: [Int]
    private let numbers: Buffer, scales: Buffer?
    private weak var source: Storage?
    private let version: Int, offset: Int

    /// Rounds `weight` [out, in], float32; it stays as it is.
    ///
    /// - Throws: RuntimeError for what is no float32 matrix; MemoryError where there is no room.
    public init(_ weight: Tensor, as form: DType) throws {
        guard weight.rank == 2, weight.dtype == .float32 else {
            throw TensorError(
                .runtime,
                "only a float32 matrix can be packed as \(form.shortName), this one is \(weight.dtype) "
                    + "\(Shape.description(weight.shape))"
            )
        }
        (self.form, shape) = (form, weight.shape)
        (source, version, offset) = (weight.storage, weight.storage.version, weight.offset)
        numbers = try weight.device.buffer(weight.count * form.size)
        scales = form == .int8 ? try weight.device.buffer(weight.shape[0] * MemoryLayout<Float>.stride) : nil
        let plain = try weight.detach().contiguous()
        withExtendedLifetime(plain) { plain.kernels.pack(plain.floats, into: matrix) }
    }

    /// Bytes that the packed numbers and their scales take.
    public var bytes: Int { numbers.bytes + (scales?.bytes ?? 0) }

    /// True while `weight` is what this was made from and nobody has written to
    /// it. The weight is [out, in]. O(1).
    public func stands(for weight: Tensor) -> Bool {
        weight.storage === source && weight.storage.version == version && weight.offset == offset
            && weight.shape == shape
    }

    fileprivate var matrix: PackedOperand {
        PackedOperand(
            form, rows: shape[0], columns: shape[1], numbers: Operand(numbers),
            scales: scales.map { Operand($0) })
    }
}

extension Tensor {
    /// A linear layer over a packed weight: y = x·Wᵀ + b, with x, b, y and all sums
    /// in float32. It has no backward.
    ///
    /// - Returns: [..., out] for x [..., in].
    /// - Throws: ShapeError for sizes and types that do not go together; RuntimeError
    ///   where a gradient would be recorded.
    public func linear(_ weight: PackedWeight, _ bias: Tensor? = nil) throws -> Tensor {
        let (out, width) = (weight.shape[0], weight.shape[1])
        guard rank >= 1, shape[rank - 1] == width, dtype == .float32,
            bias == nil || (bias!.shape == [out] && bias!.dtype == .float32)
        else {
            throw TensorError.shape(
                "linear over a \(weight.form.shortName) weight wants "
                    + "float32 x [..., in], weight [out, in] and bias [out]",
                "x \(dtype) \(Shape.description(shape))     weight \(Shape.description(weight.shape))"
                    + (bias.map { "     bias \(Shape.description($0.shape))" } ?? ""))
        }
        guard !Tensor.records([self] + (bias.map { [$0] } ?? [])) else {
            throw TensorError(
                .runtime,
                "a \(weight.form.shortName) weight is for inference: nothing can be recorded through it",
                hint: "with torch.no_grad(): …")
        }
        let x = try detach().contiguous(), rows = shape.dropLast().reduce(1, *)
        let y = try Tensor.empty(shape.dropLast() + [out])
        guard y.count > 0 else { return y }
        withExtendedLifetime(x) {
            kernels.packedProduct(x.floats, m: rows, weight.matrix, into: y.uninitializedFloats)
        }
        if let bias = try bias?.detach().contiguous() {
            withExtendedLifetime(bias) {
                kernels.addBias(bias.floats, to: y.uninitializedFloats, rows: rows, columns: out)
            }
        }
        return y
    }
}
