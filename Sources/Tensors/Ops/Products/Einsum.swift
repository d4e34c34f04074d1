import Foundation

extension Tensor {
    /// Sums of products with axes named by letters: `ij,jk->ik` is the product of matrices, `bhqd,bhkd->bhqk`
    /// the scores of attention. Letters that the result does not name are summed over; without `->` the
    /// result has the letters that occur once, in alphabetical order. A letter twice within one operand is
    /// its diagonal, `...` stands for any leading axes.
    ///
    /// Two operands at a time: shared letters that must stay become a batch, shared letters
    /// that go are contracted by a product of matrices, so backward is that of `permute`,
    /// `reshape` and `matmul`. `torch.einsum`.
    ///
    /// - Throws: RuntimeError for an equation that does not read or does not fit the operands; ShapeError for
    ///   a letter with two sizes.
    public static func einsum(_ equation: String, _ operands: [Tensor]) throws -> Tensor {
        var text = equation.filter { $0 != " " }
        var operands = operands
        if text.contains("...") { (text, operands) = try spelled(text, operands) }
        guard !text.contains(".") else {
            throw TensorError(
                .runtime, "einsum(): found '.' that is not part of any ellipsis in '\(equation)'")
        }
        let sides = text.split(separator: ">", maxSplits: 1, omittingEmptySubsequences: false)
        let left = sides.count == 2 ? sides[0].dropLast() : sides[0]
        guard sides.count == 1 || sides[0].hasSuffix("-") else {
            throw TensorError(.runtime, "einsum(): the equation '\(equation)' has no '->'")
        }
        var inputs = left.split(separator: ",", omittingEmptySubsequences: false).map { Array($0) }
        let written = inputs.flatMap { $0 }
        for (place, names) in inputs.enumerated()
        where Set(names).count < names.count && place < operands.count && names.count == operands[place].rank
        {
            (inputs[place], operands[place]) = try diagonal(names, operands[place])
        }
        let letters = inputs.flatMap { $0 }
        guard letters.allSatisfy({ $0.isASCII && $0.isLetter }) else {
            throw TensorError(.runtime, "einsum(): axes are named by letters, in '\(equation)'")
        }
        guard inputs.count == operands.count, !operands.isEmpty else {
            throw TensorError(
                .runtime,
                "einsum(): the equation names \(inputs.count) operands, \(operands.count) were given")
        }
        let output =
            sides.count == 2
            ? Array(sides[1])
            : Set(letters).filter { letter in written.filter { $0 == letter }.count == 1 }.sorted()
        guard Set(output).count == output.count, output.allSatisfy(letters.contains) else {
            throw TensorError(
                .runtime,
                "einsum(): the result of '\(equation)' wants each of its letters once, and from the operands")
        }
        var sizes: [Character: Int] = [:]
        for (names, operand) in zip(inputs, operands) {
            guard names.count == operand.rank, Set(names).count == names.count else {
                throw TensorError.shape(
                    "einsum(): '\(String(names))' does not fit an operand of \(operand.rank) axes",
                    "shape \(Shape.description(operand.shape))")
            }
            for (name, size) in zip(names, operand.shape) {
                guard sizes[name] ?? size == size else {
                    throw TensorError.shape(
                        "einsum(): the letter '\(name)' stands for sizes \(sizes[name] ?? 0) and \(size)",
                        equation)
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
        _ a: (names: [Character], tensor: Tensor), _ b: (names: [Character], tensor: Tensor),
        keeping: Set<Character>
    ) throws -> ([Character], Tensor) {
        // A letter of one operand only, wanted by nobody, is summed away first.
        func reduced(_ x: (names: [Character], tensor: Tensor), _ other: [Character]) throws -> (
            names: [Character], tensor: Tensor
        ) {
            let gone = x.names.indices.filter {
                !other.contains(x.names[$0]) && !keeping.contains(x.names[$0])
            }
            guard !gone.isEmpty else { return x }
            return (x.names.filter { other.contains($0) || keeping.contains($0) }, try x.tensor.sum(gone))
        }
        let a = try reduced(a, b.names), b = try reduced(b, a.names)
        let shared = a.names.filter(b.names.contains)
        let batch = shared.filter(keeping.contains), inner = shared.filter { !keeping.contains($0) }
        let rows = a.names.filter { !b.names.contains($0) },
            columns = b.names.filter { !a.names.contains($0) }
        func arranged(_ x: (names: [Character], tensor: Tensor), _ groups: [[Character]]) throws -> (
            Tensor, [[Int]]
        ) {
            let order = groups.joined().map { x.names.firstIndex(of: $0) ?? 0 }
            let sizes = groups.map { $0.map { x.tensor.shape[x.names.firstIndex(of: $0) ?? 0] } }
            let moved = order == Array(0..<x.tensor.rank) ? x.tensor : try x.tensor.permute(order)
            return (try moved.reshape(sizes.map { $0.reduce(1, *) }), sizes)
        }
        let (x, sizesA) = try arranged(a, [batch, rows, inner])  // [batch, rows, inner]
        let (y, sizesB) = try arranged(b, [batch, inner, columns])  // [batch, inner, columns]
        return (batch + rows + columns, try x.matmul(y).reshape(sizesA[0] + sizesA[1] + sizesB[2]))
    }

    /// `...` written out as letters that the equation does not use, aligned at the right.
    private static func spelled(_ text: String, _ operands: [Tensor]) throws -> (String, [Tensor]) {
        let used = Set(text),
            free = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".filter { !used.contains($0) }
        let arrow = text.range(of: "->")
        let inputs = (arrow.map { text[..<$0.lowerBound] } ?? text[...]).split(
            separator: ",", omittingEmptySubsequences: false)
        guard inputs.count == operands.count else {
            throw TensorError(
                .runtime,
                "einsum(): the equation names \(inputs.count) operands, \(operands.count) were given")
        }
        let hidden = zip(inputs, operands).map { $0.contains("...") ? $1.rank - ($0.count - 3) : 0 },
            most = hidden.max() ?? 0
        guard hidden.allSatisfy({ $0 >= 0 }), most <= free.count else {
            throw TensorError(.runtime, "einsum(): an operand has fewer axes than letters in '\(text)'")
        }
        let letters = String(free.prefix(most))
        // Axes of size 1 under the dots broadcast: they are stretched first.
        var sizes: [Int] = Array(repeating: 1, count: most)
        for (input, (operand, n)) in zip(inputs, zip(operands, hidden)) where n > 0 {
            guard let dots = input.range(of: "...") else { continue }
            let start = input.distance(from: input.startIndex, to: dots.lowerBound)
            sizes = try Shape.broadcast(sizes, Array(operand.shape[start..<(start + n)]), for: "einsum")
        }
        let stretched = try zip(inputs, zip(operands, hidden)).map { input, pair -> Tensor in
            guard pair.1 > 0, let dots = input.range(of: "...") else { return pair.0 }
            let start = input.distance(from: input.startIndex, to: dots.lowerBound)
            return try pair.0.expand(
                Array(pair.0.shape[..<start]) + sizes.suffix(pair.1) + pair.0.shape[(start + pair.1)...])
        }
        let left = zip(inputs, hidden).map { $0.replacing("...", with: letters.suffix($1)) }.joined(
            separator: ",")
        if let arrow {
            return (left + "->" + text[arrow.upperBound...].replacing("...", with: letters), stretched)
        }
        let named = left.filter { $0 != "," && !letters.contains($0) }
        let once = named.filter { letter in named.filter { $0 == letter }.count == 1 }.sorted()
        return (left + "->" + letters + String(once), stretched)
    }

    /// The diagonal over letters that one operand has twice.
    private static func diagonal(_ names: [Character], _ x: Tensor) throws -> ([Character], Tensor) {
        var (names, x) = (names, x)
        while let (second, letter) = names.enumerated().first(where: { names.firstIndex(of: $1) != $0 }),
            let first = names.firstIndex(of: letter)
        {
            guard x.shape[first] == x.shape[second] else {
                throw TensorError.shape(
                    "einsum(): the letter '\(letter)' stands for sizes \(x.shape[first]) and "
                        + "\(x.shape[second])",
                    "shape \(Shape.description(x.shape))")
            }
            let places = try Tensor.arange(.int(0), .int(x.shape[first]))
            var shape = Array(repeating: 1, count: x.rank)
            shape[first] = x.shape[first]
            let index = try places.reshape(shape).expand(
                x.shape.enumerated().map { $0.offset == second ? 1 : $0.element })
            x = try x.gather(second, index).squeeze(second)
            names.remove(at: second)
        }
        return (names, x)
    }
}
