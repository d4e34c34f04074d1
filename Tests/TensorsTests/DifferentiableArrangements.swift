import Tensors

/// Rows of the table that move numbers and leave them as they are: views, arrangements, reads and writes.
extension DifferentiableOperation {
    // MARK: The same numbers elsewhere

    /// Windows of 2 × 2 over axes of 5 and 4, two apart and one apart.
    private static var windowPlaces: WindowPlaces {
        get throws { try WindowPlaces(sizes: [5, 4], kernel: [2, 2], stride: [2, 1], dilation: [1, 1]) }
    }

    static let views: [Self] = [
        .of("view") { try $0.contiguous().view([1, -1]) },
        .of("reshape", shape: { [$0, 2] }) { try $0.reshape([-1]) },
        .of("flatten", shape: { [$0, 2, 2] }) { try $0.flatten(1) },
        .of("unflatten", shape: { [$0, 4] }) { try $0.unflatten(1, [2, 2]) },
        .of("transpose", shape: { [$0, 2] }) { try $0.transpose(0, 1) },
        .of("transposed", shape: { [$0, 2] }) { try $0.transposed() },
        .of("permute", shape: { [$0, 2, 3] }) { try $0.permute([2, 0, 1]) },
        .of("expand", shape: { [$0, 1] }) { try $0.expand([2, -1, 3]) },
        .of("unsqueeze") { try $0.unsqueeze(0) },
        .of("squeeze", shape: { [1, $0, 1] }) { try $0.squeeze(0) },
        .of("squeeze", "all", shape: { [1, $0, 1] }) { try $0.squeeze() },
        .of("select", "a place of an axis", shape: { [$0, 3] }) { try $0.select(1, -1) },
        .of("slice", shape: { [$0, 5] }) { try $0.slice(1, from: 1, to: 5, step: 2) },
        .of("narrow", shape: { [$0, 5] }) { try $0.narrow(1, 1, 3) },
        Self(
            name: "split", form: "sizes", shapes: { [[$0, 5]] }, apply: { try $0[0].split([2, 3], 1) }),
        Self(name: "split", form: "a size", shapes: { [[$0, 5]] }, apply: { try $0[0].split(2, 1) }),
        Self(name: "chunk", shapes: { [[$0, 5]] }, apply: { try $0[0].chunk(3, 1) }),
        .of("flip", shape: { [$0, 3] }) { try $0.flip([0, 1]) },
        .of("asStrided", shape: { [$0, 5] }) { try $0.contiguous().asStrided([$0.shape[0], 2], [5, 2]) },
        .of("asStrided", "that overlaps", shape: { [$0, 5] }) {
            try $0.contiguous().asStrided([$0.shape[0], 3, 3], [5, 1, 1])
        },
        .of("windows", shape: { [$0, 5, 4] }) { try $0.windows(try windowPlaces) },
        .of("windowSums", shape: { [$0, 2, 2, 2, 3] }) { try $0.windowSums(try windowPlaces) },
        DifferentiableOperation(name: "pieces", shapes: { [[$0, 5]] }) {
            let parts = try $0[0].pieces([2, 0, 3], 1)
            return [parts[0], parts[2]]
        },
        .of("padded", shape: { [$0, 3] }) { try $0.padded([1, 2], value: .float(0.5)) },
        .of("padded", "taking away", shape: { [$0, 4] }) { try $0.padded([-1, 2]) },
        .of("unfold", shape: { [$0, 5] }) { try $0.unfold(1, 3, 1) },
        .of("diagonal", shape: { [$0, 3] }) { try $0.diagonal(1) },
        .of("diagonalMatrix") { try $0.diagonalMatrix(-1) },
        .of("tril", shape: { [$0, 3] }) { try $0.tril() },
        .of("triu", shape: { [$0, 3] }) { try $0.triu(1) },
        .of("contiguous", shape: { [$0, 2] }) { try $0.transpose(0, 1).contiguous() },
        .of("clone") { try $0.clone() },
        .of("roll", shape: { [$0, 3] }) { try $0.roll(2, 1) }, .of("repeated") { try $0.repeated([2, 3]) },
        .of("repeatInterleaved") { try $0.repeatInterleaved(2, 0) },
        .two("concatenate", shapes: { [[$0, 2], [3, 2]] }) { try Tensor.concatenate([$0, $1, $0]) },
        .two("stack", shapes: { [[$0, 2], [$0, 2]] }) { try Tensor.stack([$0, $1], 1) },
        .of("t", shape: { [$0, 2] }) { try $0.t() },
        .of("movedim", shape: { [$0, 2, 3] }) { try $0.movedim([0, 1], [2, 0]) },
        .of("squeeze", "axes", shape: { [1, $0, 1] }) { try $0.squeeze([0, 2]) },
        Self(name: "unbind", shapes: { [[$0, 3]] }, apply: { try $0[0].unbind(1) }),
        .of("fliplr", shape: { [$0, 3] }) { try $0.fliplr() }, .of("flipud") { try $0.flipud() },
        .of("roll", "axes", shape: { [$0, 3] }) { try $0.roll([1, 2], [0, 1]) },
        .of("tile", shape: { [$0, 2] }) { try $0.tile([3]) },
        Self(
            name: "tensorSplit", form: "a number", shapes: { [[$0, 5]] },
            apply: { try $0[0].tensorSplit(.count(3), 1) }),
        Self(
            name: "tensorSplit", form: "ends", shapes: { [[$0, 5]] },
            apply: { try $0[0].tensorSplit(.ends([1, -2]), 1) }),
        Self(
            name: "equalSplit", shapes: { [[4, $0]] },
            apply: { try $0[0].equalSplit(.count(2), 0, named: "vsplit") }),
        Self(name: "hsplit", shapes: { [[$0, 4]] }, apply: { try $0[0].hsplit(.count(2)) }),
        Self(name: "vsplit", shapes: { [[4, $0]] }, apply: { try $0[0].vsplit(.count(2)) }),
        .of("placed") { try $0.placed(onAxis: 1, of: 3) },
        .of("diag", "a row") { try $0.diag(1) },
        .of("diag", "a matrix", shape: { [$0, 3] }) { try $0.diag(-1) },
        .of("diagEmbed", shape: { [2, $0] }) { try $0.diagEmbed() },
        .of("withDiagonal", shape: { [$0, 3] }) { try $0.withDiagonal(.float(0.5)) },
    ]

    static let arrangements: [Self] =
        [1, 2, 3].map { turns in
            .of("rot90", "\(turns) turns", shape: { [$0, 2] }) { try $0.rot90(turns) }
        }
        + [1, 2, 3].map { axes in .of("atLeast", "\(axes) axes") { try $0.atLeast(axes: axes) } }
        + [
            .of("atLeast", "a matrix", shape: { [$0, 2] }) { try $0.atLeast(axes: 3) },
            .two("hstack", shapes: { [[2, $0], [2, 3]] }) { try Tensor.hstack([$0, $1, $0]) },
            .two("hstack", "rows and numbers", shapes: { [[$0], []] }) { try Tensor.hstack([$0, $1]) },
            .two("vstack", shapes: { [[2, $0], [$0]] }) { try Tensor.vstack([$0, $1]) },
            .two("rowStack", shapes: { [[2, $0], [$0]] }) { try Tensor.rowStack([$0, $1]) },
            .two("dstack", shapes: { [[$0, 2], [$0, 2]] }) { try Tensor.dstack([$0, $1]) },
            .two("columnStack", shapes: { [[$0, 2], [$0]] }) { try Tensor.columnStack([$0, $1]) },
            .two("blockDiagonal", shapes: { [[$0, 2], [3]] }) { try Tensor.blockDiagonal([$0, $1]) },
            Self(name: "meshgrid", shapes: { [[$0], [2]] }, apply: { try Tensor.meshgrid($0) }),
            Self(
                name: "meshgrid", form: "xy", shapes: { [[$0], [2], [3]] },
                apply: { try Tensor.meshgrid($0, xy: true) }),
            .two("cartesianProduct", shapes: { [[$0], [2]] }) { try Tensor.cartesianProduct([$0, $1]) },
            .of("combinations") { try $0.combinations(2) },
            .of("combinations", "with replacement") { try $0.combinations(2, withReplacement: true) },
            .of("vander", "", .inner) { try $0.vander() },
            .of("vander", "rising", .inner) { try $0.vander(4, increasing: true) },
        ]

    static let indexing: [Self] = [
        .of("index", "tensors", shape: { [$0, 3] }) {
            try $0.index([.slice(nil, nil, 1), .tensor(places(4, below: 3))])
        },
        .of("index", "a mask") { try $0.index([.tensor(mask($0.shape))]) },
        .of("gather", shape: { [$0, 3] }) { x in
            try x.gather(1, places(x.shape[0] * 2, below: 3).reshape([x.shape[0], 2]))
        },
        .of("indexSelect", shape: { [3, $0] }) { try $0.indexSelect(0, places(5, below: 3)) },
        .of("take", shape: { [2, $0] }) { try $0.take(places(min(5, $0.count), below: $0.count)) },
        .of("takeAlong", shape: { [$0, 3] }) { try $0.takeAlong(places(4, below: 3).reshape([1, 4]), 1) },
        .of("takeAlong", "the flattened", shape: { [$0, 3] }) {
            try $0.takeAlong(places(min(4, $0.count), below: $0.count), nil)
        },
        .of("maskedSelect") { try $0.maskedSelect(mask($0.shape)) },
        .of("maskedFill") { try $0.maskedFill(mask($0.shape), .float(0.5)) },
        .two("maskedFill", "a tensor", shapes: { [[$0], []] }) { try $0.maskedFill(mask($0.shape), $1) },
        Self(
            name: "embedding", precision: .single, shapes: { [[5, $0]] },
            apply: { [try Tensor.embedding(places(7, below: 5), $0[0])] }),
    ]

    static let writes: [Self] =
        [
            .two("assign", shapes: { [[3, $0], [$0]] }) { try $0.written(.assign([.at(1)], $1)) },
            .two("assign", "adding, tensors", shapes: { [[3, $0], [$0]] }) {
                try $0.written(.assign([.tensor(places(4, below: 3))], $1, accumulate: true))
            },
            .two("copy", shapes: { [[3, $0], [$0]] }) { try $0.written(.copy($1)) },
            .two("fill", shapes: { [[3, $0], []] }) { try $0.written(.fill($1)) },
            .two("indexFill", shapes: { [[3, $0], []] }) {
                try $0.written(.indexFill(0, Tensor([Int64(1)]), $1))
            },
            .two("indexAdd", shapes: { [[3, $0], [2, $0]] }) {
                try $0.written(.indexAdd(0, places(2, below: 3), $1, alpha: .int(2)))
            },
            .two("indexCopy", shapes: { [[3, $0], [1, $0]] }) {
                try $0.written(.indexCopy(0, Tensor([Int64(2)]), $1))
            },
            .two("put", shapes: { [[$0, 2], [$0]] }) { x, s in
                try x.written(.put(Tensor((0..<s.count).map { Int64($0 * 2) }), s))
            },
            .two("put", "adding", shapes: { [[$0, 2], [$0]] }) { x, s in
                try x.written(.put(Tensor((0..<s.count).map { _ in Int64(0) }), s, accumulate: true))
            },
            .two("maskedScatter", shapes: { [[$0, 2], [$0, 2]] }) {
                try $0.written(.maskedScatter(mask($0.shape), $1))
            },
            .two("scatter", shapes: { [[$0, 3], [$0, 2]] }) { x, s in
                try x.written(.scatter(1, Tensor((0..<s.count).map { Int64($0 % 2) }, s.shape), s))
            },
            .of("scatter", "a number", shape: { [$0, 3] }) { x in
                try x.written(.scatter(1, Tensor.zeros([x.shape[0], 1], .int64), .float(2)))
            },
            .two("scatterAdd", shapes: { [[$0, 3], [$0, 4]] }) { x, s in
                try x.written(.scatterAdd(1, places(s.count, below: 3).reshape(s.shape), s))
            },
        ]
        + ["sum", "prod", "mean", "amax", "amin"].map { reduction in
            .two("scatterReduce", reduction, .positive, shapes: { [[$0, 3], [$0, 4]] }) { x, s in
                try x.written(.scatterReduce(1, places(s.count, below: 3).reshape(s.shape), s, reduction))
            }
        }
}
