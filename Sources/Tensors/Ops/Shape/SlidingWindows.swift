// Windows over several axes at once, and the sums of what windows hold: each is the backward of the other.

/// Where windows lie on the axes that they move along, each axis by itself.
public struct WindowPlaces: Sendable {
    /// The axes' sizes, positions in a window, steps between windows, steps inside a window, and windows.
    public let sizes: [Int], kernel: [Int], stride: [Int], dilation: [Int], outputs: [Int]

    /// Windows on axes of these sizes. As many as fit where `outputs` is left out.
    ///
    /// - Throws: RuntimeError for numbers below 1, and for windows that reach beyond the axes.
    public init(
        sizes: [Int], kernel: [Int], stride: [Int], dilation: [Int], outputs: [Int]? = nil
    ) throws {
        guard (kernel + stride + dilation).allSatisfy({ $0 > 0 && $0 < 1 << 31 }) else {
            throw TensorError(
                .runtime, "kernel size, stride and dilation of windows must be greater than zero",
                details: ["kernel size \(kernel), stride \(stride), dilation \(dilation)"])
        }
        let reach = zip(kernel, dilation).map { ($0 - 1) * $1 + 1 }
        let most = zip(zip(sizes, reach), stride).map { $0.1 > $0.0 ? 0 : ($0.0 - $0.1) / $1 + 1 }
        let chosen = outputs ?? most
        guard zip(chosen, most).allSatisfy({ $0 <= $1 && $0 > 0 }) else {
            throw TensorError(
                .runtime, "windows of \(reach) positions do not fit on axes of \(sizes)",
                hint: "a smaller kernel, or padding")
        }
        (self.sizes, self.kernel, self.stride, self.dilation, self.outputs) = (
            sizes, kernel, stride, dilation, chosen
        )
    }
}

extension Tensor {
    /// All windows over the last axes: [..., L…] → [..., K…, O…], where the element (k, o) is
    /// x[o·stride + k·dilation]. Not copied.
    ///
    /// - Throws: RuntimeError for axes of other sizes than the places are on.
    public func windows(_ places: WindowPlaces) throws -> Tensor {
        let n = places.sizes.count, lead = rank - n
        guard lead >= 0, Array(shape[lead...]) == places.sizes else {
            throw TensorError(
                .runtime,
                "windows over axes of \(places.sizes) do not fit a tensor of "
                    + Shape.description(shape))
        }
        let steps = Array(strides[lead...])
        let all = Array(shape[..<lead]) + places.kernel + places.outputs
        _ = try Shape.count(all)
        return aliasing(
            all,
            Array(strides[..<lead]) + zip(steps, places.dilation).map { $0 &* $1 }
                + zip(steps, places.stride).map { $0 &* $1 }
        ).recorded("Im2ColBackward0", [self]) { [try $0.windowSums(places)] }
    }

    /// What the windows over each element hold, added up: [..., K…, O…] → [..., L…].
    ///
    /// - Throws: RuntimeError for windows of other sizes than the places have.
    public func windowSums(_ places: WindowPlaces) throws -> Tensor {
        let n = places.sizes.count, lead = rank - 2 * n
        guard lead >= 0, Array(shape[lead...]) == places.kernel + places.outputs else {
            throw TensorError(
                .runtime,
                "\(Shape.description(shape)) does not hold windows of \(places.kernel), "
                    + "\(places.outputs) of them")
        }
        let held = detach(), outer = Array(shape[..<lead])
        let y = try Tensor.zeros(outer + places.sizes, dtype)
        let spans = Array(y.strides[..<lead]) + zip(y.strides[lead...], places.stride).map { $0 &* $1 }
        // One place in the window after the other: those of all windows are an evenly spaced part of y.
        for number in 0..<places.kernel.reduce(1, *) {
            var rest = number, start = 0
            var part = held
            for axis in (0..<n).reversed() {
                let position = rest % places.kernel[axis]
                rest /= places.kernel[axis]
                start += position * places.dilation[axis] * y.strides[lead + axis]
                part = try part.select(lead + axis, position)
            }
            let target = Tensor(
                storage: y.storage, shape: outer + places.outputs, strides: spans, offset: start)
            try Tensor.copy(from: target + part, into: target)
        }
        return y.recorded("Col2ImBackward0", [self]) { [try $0.windows(places)] }
    }
}
