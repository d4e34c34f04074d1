extension Tensor {
    /// Sums of products with axes named by letters: `ij,jk->ik` is the product of matrices, `bhqd,bhkd->bhqk` the scores
    /// of attention. Letters that the result does not name are summed over; without `->` the result has the letters that
    /// occur once, in alphabetical order. A letter twice within one operand, and `...`, are refused.
    ///
    /// Two operands at a time: shared letters that must stay become a batch, shared letters that go are contracted by a
    /// product of matrices, so backward is that of `permute`, `reshape` and `matmul`.
    public static func einsum(_ equation: String, _ operands: [Tensor]) throws -> Tensor {
        let text = equation.filter { $0 != " " }
        guard !text.contains(".") else { throw TensorError(.runtime, "einsum(): '...' is not supported here", hint: "name every axis by a letter") }
        let sides = text.split(separator: ">", maxSplits: 1, omittingEmptySubsequences: false)
        let left = sides.count == 2 ? sides[0].dropLast() : sides[0]
        guard sides.count == 1 || sides[0].hasSuffix("-") else { throw TensorError(.runtime, "einsum(): the equation '\(equation)' has no '->'") }
        let inputs = left.split(separator: ",", omittingEmptySubsequences: false).map { Array($0) }
        let letters = inputs.flatMap { $0 }
        guard letters.allSatisfy({ $0.isASCII && $0.isLetter }) else { throw TensorError(.runtime, "einsum(): axes are named by letters, in '\(equation)'") }
        guard inputs.count == operands.count, !operands.isEmpty else {
            throw TensorError(.runtime, "einsum(): the equation names \(inputs.count) operands, \(operands.count) were given")
        }
        let output = sides.count == 2 ? Array(sides[1]) : Set(letters).filter { letter in letters.filter { $0 == letter }.count == 1 }.sorted()
        guard Set(output).count == output.count, output.allSatisfy(letters.contains) else {
            throw TensorError(.runtime, "einsum(): the result of '\(equation)' wants each of its letters once, and from the operands")
        }
        var sizes: [Character: Int] = [:]
        for (names, operand) in zip(inputs, operands) {
            guard names.count == operand.rank, Set(names).count == names.count else {
                throw TensorError.shape("einsum(): '\(String(names))' does not fit an operand of \(operand.rank) axes", "shape \(Shape.description(operand.shape))")
            }
            for (name, size) in zip(names, operand.shape) {
                guard sizes[name] ?? size == size else {
                    throw TensorError.shape("einsum(): the letter '\(name)' stands for sizes \(sizes[name] ?? 0) and \(size)", equation)
                }
                sizes[name] = size
            }
        }
        var (names, result) = (inputs[0], operands[0])
        for index in 1..<max(1, operands.count) {
            let later = Set(inputs[(index + 1)...].joined()).union(output)
            (names, result) = try contract((names, result), (inputs[index], operands[index]), keeping: later)
        }
        let gone = names.indices.filter { !output.contains(names[$0]) }
        if !gone.isEmpty { result = try result.sum(gone) }
        names = names.filter(output.contains)
        return names == output ? result : try result.permute(output.map { names.firstIndex(of: $0) ?? 0 })
    }

    private static func contract(
        _ a: (names: [Character], tensor: Tensor), _ b: (names: [Character], tensor: Tensor), keeping: Set<Character>
    ) throws -> ([Character], Tensor) {
        // A letter of one operand only, wanted by nobody, is summed away first.
        func reduced(_ x: (names: [Character], tensor: Tensor), _ other: [Character]) throws -> (names: [Character], tensor: Tensor) {
            let gone = x.names.indices.filter { !other.contains(x.names[$0]) && !keeping.contains(x.names[$0]) }
            guard !gone.isEmpty else { return x }
            return (x.names.filter { other.contains($0) || keeping.contains($0) }, try x.tensor.sum(gone))
        }
        let a = try reduced(a, b.names), b = try reduced(b, a.names)
        let shared = a.names.filter(b.names.contains)
        let batch = shared.filter(keeping.contains), inner = shared.filter { !keeping.contains($0) }
        let rows = a.names.filter { !b.names.contains($0) }, columns = b.names.filter { !a.names.contains($0) }
        func arranged(_ x: (names: [Character], tensor: Tensor), _ groups: [[Character]]) throws -> (Tensor, [[Int]]) {
            let order = groups.joined().map { x.names.firstIndex(of: $0) ?? 0 }
            let sizes = groups.map { $0.map { x.tensor.shape[x.names.firstIndex(of: $0) ?? 0] } }
            let moved = order == Array(0..<x.tensor.rank) ? x.tensor : try x.tensor.permute(order)
            return (try moved.reshape(sizes.map { $0.reduce(1, *) }), sizes)
        }
        let (x, sizesA) = try arranged(a, [batch, rows, inner])  // [batch, rows, inner]
        let (y, sizesB) = try arranged(b, [batch, inner, columns])  // [batch, inner, columns]
        return (batch + rows + columns, try x.matmul(y).reshape(sizesA[0] + sizesA[1] + sizesB[2]))
    }
}
