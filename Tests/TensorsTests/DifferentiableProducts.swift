import Tensors

extension DifferentiableOperation {
    // MARK: Products

    static let products: [Self] = [
        .two("matmul", shapes: { [[$0, 3], [3, $0]] }) { try $0.matmul($1) },
        .two("matmul", "vectors", shapes: { [[$0], [$0]] }) { try $0.matmul($1) },
        .two("matmul", "a matrix and a vector", shapes: { [[3, $0], [$0]] }) { try $0.matmul($1) },
        .two("matmul", "batches", shapes: { [[2, 1, $0, 3], [3, 3, 2]] }) { try $0.matmul($1) },
        .two("inner", shapes: { [[$0, 3], [2, 3]] }) { try $0.inner($1) },
        .two("inner", "a number", shapes: { [[$0], []] }) { try $0.inner($1) },
        .two("vdot", shapes: { [[$0], [$0]] }) { try $0.vdot($1) },
        .two("outer", shapes: { [[$0], [2]] }) { try $0.outer($1) },
        Self(
            name: "multiDot", shapes: { [[$0, 3], [3, 2], [2, $0]] }, apply: { [try Tensor.multiDot($0)] }),
        .of("matrixPower", shape: { [2, $0, $0] }) { try $0.matrixPower(3) },
        .of("matrixPower", "of the inverse", shape: square) { try apart($0).matrixPower(-2) },
        .two("tensordot", "two axes", shapes: { [[2, $0, 3], [$0, 3, 2]] }) { try $0.tensordot($1, 2) },
        .two("tensordot", "chosen axes", shapes: { [[2, $0, 3], [3, 4, 2]] }) {
            try $0.tensordot($1, [0, 2], [2, 0])
        },
        Self(
            name: "addingMatmul", shapes: { [[2], [$0, 3], [3, 2]] },
            apply: { [try $0[0].addingMatmul($0[1], $0[2], beta: .float(0.7), alpha: .float(1.5))] }),
        .two("einsum", shapes: { [[$0, 3], [3, 2]] }) { try Tensor.einsum("ij,jk->ki", [$0, $1]) },
        .two("distances", shapes: { [[$0, 3], [2, 3]] }) { try $0.distances(to: $1) },
        .two("distances", "p 1", shapes: { [[$0, 3], [2, 3]] }) { try $0.distances(to: $1, p: 1) },
        Self(
            name: "linear", shapes: { [[$0, 3], [2, 3], [2]] }, apply: { [try $0[0].linear($0[1], $0[2])] }),
        Self(
            name: "linear", form: "float32", precision: .single, shapes: { [[$0, 3], [2, 3], [2]] },
            apply: { [try $0[0].linear($0[1], $0[2])] }),
        Self(
            name: "layerNorm", form: "float32", precision: .single, shapes: { [[$0, 5], [5], [5]] },
            apply: { [try $0[0].layerNorm(weight: $0[1], bias: $0[2])] }),
        Self(
            name: "layerNorm", shapes: { [[$0, 5], [5], [5]] },
            apply: { [try $0[0].layerNorm(weight: $0[1], bias: $0[2])] }),
        Self(
            name: "addLayerNorm", shapes: { [[$0, 5], [5], [5], [5]] },
            apply: {
                let (sum, norm) = try $0[0].addLayerNorm($0[1], weight: $0[2], bias: $0[3])
                return [sum, norm]
            }),
        Self(
            name: "attention", precision: .single,
            shapes: { [[1, 2, $0, 4], [1, 2, $0, 4], [1, 2, $0, 4]] },
            apply: { [try $0[0].attention($0[1], $0[2], causal: true)] }),
        Self(
            name: "attention", form: "all in sight", precision: .single,
            shapes: { [[1, 2, $0, 4], [1, 2, 3, 4], [1, 2, 3, 4]] },
            apply: { [try $0[0].attention($0[1], $0[2], causal: false)] }),
        Self(
            name: "attention", form: "a mask", shapes: { [[2, $0, 4], [2, 3, 4], [2, 3, 4]] },
            apply: { x in
                try [x[0].attention(x[1], x[2], causal: false, mask: mask([x[0].shape[1], 3]))]
            }),
        Self(
            name: "attentionPattern", shapes: { [[2, $0, 4], [2, $0, 4]] },
            apply: {
                let (scores, pattern) = try $0[0].attentionPattern($0[1], causal: true, scale: 0.5)
                return [scores, pattern]
            }),
    ]

    static let losses: [Self] = [
        .of("nllLoss", shape: { [$0, 3] }) { try $0.nllLoss(places($0.shape[0], below: 3)) },
        .of("crossEntropy", shape: { [$0, 3] }) { try $0.crossEntropy(places($0.shape[0], below: 3)) },
        .of("crossEntropy", "a sum", shape: { [$0, 3] }) {
            try $0.crossEntropy(places($0.shape[0], below: 3), reduction: .sum)
        },
        .two("linearCrossEntropy", "", .real, .single, shapes: { [[$0, 4], [3, 4]] }) {
            try $0.linearCrossEntropy($1, places($0.shape[0], below: 3))
        },
        .two("linearLogSoftmax", "", .real, .single, shapes: { [[$0, 4], [3, 4]] }) {
            try $0.linearLogSoftmax($1)
        },
        .two("binaryCrossEntropyTerms", "", .part, shapes: { [[$0], [$0]] }) {
            try $0.binaryCrossEntropyTerms($1)
        },
        .two("binaryCrossEntropyOfLogitsTerms", "", .part, shapes: { [[$0], [$0]] }) {
            try $0.binaryCrossEntropyOfLogitsTerms($1, nil)
        },
        .two("smoothDistance") {
            try $0.smoothDistance($1, beta: 0.7, scale: 2, "SmoothL1LossBackward0")
        },
        .two("squaredDistance", shapes: { [[$0], [$0]] }) { try $0.squaredDistance($1) },
    ]

    // MARK: Matrices

    static let linearAlgebra: [Self] = [
        .two("solve", shapes: { [[$0, $0], [$0, 2]] }) { try apart($0).solve($1) },
        .two("solve", "batches", shapes: { [[2, $0, $0], [$0, 2]] }) { try apart($0).solve($1) },
        .two("solve", "a vector", shapes: { [[$0, $0], [$0]] }) { try apart($0).solve($1) },
        .of("inverse", shape: square) { try apart($0).inverse() },
        .of("inverse", "batches", shape: { [2, $0, $0] }) { try apart($0).inverse() },
        .of("determinant", shape: square) {
            // Scaled, so that the determinant of a large matrix is a number of common size.
            let x = try apart($0)
            return try (x / x.constant(.float(3 * Double(max(1, x.shape[0]))))).determinant()
        },
        .of("determinant", "of singular matrices", shape: { [$0, 2] }) { x in
            try x.unsqueeze(-1).matmul(x.unsqueeze(-2)).determinant()
        },
        Self(
            name: "qr", shapes: { [[$0, $0]] },
            apply: {
                let (q, r) = try apart($0[0]).qr()
                return [q, r]
            }),
        Self(
            name: "qr", form: "tall", shapes: { [[2, $0 + 2, $0]] },
            apply: {
                let (q, r) = try apart($0[0]).qr()
                return [q, r]
            }),
        Self(
            name: "qr", form: "wide, complete", shapes: { [[$0, $0 + 2]] },
            apply: {
                let (q, r) = try apart($0[0]).qr(.complete)
                return [q, r]
            }),
        Self(
            name: "eigh", shapes: { [[$0, $0]] },
            apply: {
                let (values, vectors) = try symmetric($0[0]).eigh()
                return [values, vectors]
            }),
        .of("eigvalsh", shape: { [2, $0, $0] }) { try symmetric($0).eigvalsh() },
        Self(
            name: "svd", shapes: { [[$0, $0]] },
            apply: {
                let (u, s, vt) = try apart($0[0]).svd()
                return [u, s, vt]
            }),
        Self(
            name: "svd", form: "tall", shapes: { [[2, $0 + 2, $0]] },
            apply: {
                let (u, s, vt) = try apart($0[0]).svd()
                return [u, s, vt]
            }),
        Self(
            name: "svd", form: "wide", shapes: { [[$0, $0 + 2]] },
            apply: {
                let (u, s, vt) = try apart($0[0]).svd()
                return [u, s, vt]
            }),
        .of("svdvals", shape: { [$0 + 1, $0] }) { try apart($0).svdvals() },
        .of("cholesky", shape: square) { x in
            try apart(x.matmul(x.transpose(-2, -1))).cholesky()
        },
        .of("pseudoInverse", "tall", shape: { [$0 + 2, $0] }) { try apart($0).pseudoInverse() },
        .of("pseudoInverse", "wide", shape: { [2, $0, $0 + 2] }) { try apart($0).pseudoInverse() },
        .two("leastSquares", shapes: { [[$0 + 2, $0], [$0 + 2, 2]] }) {
            try apart($0).leastSquares($1).solution
        },
        .two("leastSquares", "a vector", shapes: { [[$0, $0 + 1], [$0]] }) {
            try apart($0).leastSquares($1, by: .singularValues).solution
        },
        .two("polyfit", shapes: { [[$0], [$0]] }) { try Tensor.polyfit($0, $1, 1) },
    ]
}
