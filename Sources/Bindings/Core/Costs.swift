import Language
import Tensors

/// What operations on tensors take, told from shapes: rules that their declarations name.
package enum Costs {
    /// One operation for each element of the shape that all tensors broadcast to; everything is read once and
    /// the result written.
    package static func elementwise(_ shapes: [[Int]]) throws -> CostEstimate {
        let shape = try shapes.reduce([]) { try Shape.broadcast($0, $1, for: "this") }
        let size = Double.product(of: shape)
        return CostEstimate(
            operations: size, traffic: 4 * size * Double(shapes.count + 1), memory: 4 * size, shape: shape)
    }

    /// The same of the tensors among the arguments.
    static let elementwise: CostRule = { _, arguments in
        let shapes = arguments.all.compactMap(\.shape)
        return shapes.isEmpty ? nil : try elementwise(shapes)
    }

    /// One operation for each element of the first argument, in its shape.
    static let ofFirst: CostRule = { _, arguments in
        try arguments.all.first?.shape.map { try elementwise([$0]) }
    }

    /// Every element read once; axes that are named (the second argument) go, or stay with size 1.
    ///
    /// - Parameter place: where an argument says that they stay.
    static func reduction(keepdim place: Int = 2) -> CostRule {
        { _, arguments in
            guard let shape = arguments.all.first?.shape else { return nil }
            var keeps = false
            if case .bool(let flag)? = (arguments.find(place, "keepdim") ?? arguments.find(.max, "keepdims"))?
                .value
            {
                keeps = flag
            }
            var gone = Set(shape.indices)
            switch (arguments.find(1, "dim") ?? arguments.find(.max, "axis"))?.value {
            case nil, .some(.none), .bool?: break
            case let axes?:
                guard let named = try Sizes.from(axes) else { return nil }
                guard let axes = named.reduced else { break }
                gone = try Set(axes.map { try Shape.axis($0, rank: shape.count) })
            }
            let left = shape.indices.compactMap { gone.contains($0) ? (keeps ? 1 : nil) : shape[$0] }
            let (size, result) = (Double.product(of: shape), Double.product(of: left))
            return CostEstimate(
                operations: size, traffic: 4 * (size + result), memory: 4 * result, shape: left)
        }
    }

    /// A multiplication and an addition for each pair: [..., n, k]·[..., k, m] → [..., n, m].
    static let matmul: CostRule = { _, arguments in
        guard arguments.all.count >= 2, let x = arguments.all[0].shape, let y = arguments.all[1].shape,
            let inner = x.last, !y.isEmpty
        else { return nil }
        let rows = y.count >= 2 ? y[y.count - 2] : y[0]
        guard inner == rows else {
            throw ScriptError(
                "ShapeError", "these cannot be multiplied: \(inner) columns and \(rows) rows",
                details: ["left \(Shape.description(x))     right \(Shape.description(y))"],
                exceptionClass: "RuntimeError")
        }
        let columns = y.count >= 2 ? y[y.count - 1] : 1
        let left = Double.product(of: x), right = Double.product(of: y)
        let batch = y.count > 2 && x.count <= 2 ? Double.product(of: y.dropLast(2)) : 1
        let shape =
            (y.count > 2 && x.count <= 2 ? Array(y.dropLast(2)) : []) + x.dropLast()
            + (y.count >= 2 ? [columns] : [])
        let size = Double.product(of: shape)
        return CostEstimate(
            operations: 2 * left * batch * Double(columns), traffic: 4 * (left + right + size),
            memory: 4 * size, shape: shape)
    }

    /// A new tensor of sizes that are given one by one.
    static let creation: CostRule = { _, arguments in
        let sizes = arguments.all.compactMap { argument -> Int? in
            if case .int(let size)? = argument.value { return size } else { return nil }
        }
        guard !sizes.isEmpty, sizes.count == arguments.all.count, let count = try? Shape.count(sizes) else {
            return nil
        }
        let bytes = 4 * Double(count)
        return CostEstimate(operations: Double(count), traffic: bytes, memory: bytes, shape: sizes)
    }
}

extension Double {
    /// The product of sizes, without overflow.
    fileprivate static func product(of sizes: some Sequence<Int>) -> Double {
        sizes.reduce(1.0) { $0 * Double($1) }
    }
}
