extension GPUKernels {
    func softmax(_ x: Operand<Float>, into y: Operand<Float>, rows count: Int, columns: Int) {
        guard count > 0, columns > 0 else { return }
        if rows(count, "softmax", "rows", .read(x), .write(y), .long(columns)) { return }
        beside.softmax(x, into: y, rows: count, columns: columns)
    }

    func softmaxBackward(
        y: Operand<Float>, dy: Operand<Float>, into dx: Operand<Float>, rows count: Int, columns: Int
    ) {
        guard count > 0, columns > 0 else { return }
        if rows(count, "softmax_backward", "rows", .read(y), .read(dy), .write(dx), .long(columns)) { return }
        beside.softmaxBackward(y: y, dy: dy, into: dx, rows: count, columns: columns)
    }

    func logSoftmax(_ x: Operand<Float>, into y: Operand<Float>, rows: Int, columns: Int) {
        logSoftmax(x, dividedBy: 1, into: y, rows: rows, columns: columns)
    }

    func logSoftmax(
        _ x: Operand<Float>, dividedBy divisor: Float, into y: Operand<Float>, rows count: Int, columns: Int
    ) {
        guard count > 0, columns > 0 else { return }
        if rows(count, "log_softmax", "rows", .read(x), .float(divisor), .write(y), .long(columns)) { return }
        beside.logSoftmax(x, dividedBy: divisor, into: y, rows: count, columns: columns)
    }

    func logSoftmaxBackward(
        y: Operand<Float>, dy: Operand<Float>, into dx: Operand<Float>, rows: Int, columns: Int
    ) {
        logSoftmaxBackward(y: y, dy: dy, into: dx, stride: columns, rows: rows, columns: columns)
    }

    func logSoftmaxBackward(
        y: Operand<Float>, dy: Operand<Float>, into dx: Operand<Float>, stride: Int, rows count: Int,
        columns: Int
    ) {
        guard count > 0, columns > 0 else { return }
        if rows(
            count, "log_softmax_backward_float", "rows", .read(y), .read(dy), .write(dx), .long(stride),
            .long(columns))
        {
            return
        }
        beside.logSoftmaxBackward(y: y, dy: dy, into: dx, stride: stride, rows: count, columns: columns)
    }

    func logSoftmaxBackward(
        y: Operand<BFloat16>, dy: Operand<BFloat16>, scratch: Operand<Float>, into dx: Operand<BFloat16>,
        stride: Int, rows count: Int, columns: Int
    ) {
        guard count > 0, columns > 0 else { return }
        if rows(
            count, "log_softmax_backward_bf16", "rows", .read(y), .read(dy), .write(dx), .long(stride),
            .long(columns))
        {
            return
        }
        beside.logSoftmaxBackward(
            y: y, dy: dy, scratch: scratch, into: dx, stride: stride, rows: count, columns: columns)
    }

    func oneHot(_ hot: OneHotRows, into y: Operand<Float>) {
        guard !hot.places.isEmpty, hot.columns > 0 else { return }
        if withRows(
            hot, on: y,
            { rows(hot.places.count, "one_hot", "rows", .read($0), .read($1), .write(y), .long(hot.columns)) }
        ) {
            return
        }
        beside.oneHot(hot, into: y)
    }

    func logSoftmaxBackward(y: Operand<Float>, dy hot: OneHotRows, into dx: Operand<Float>) {
        guard !hot.places.isEmpty, hot.columns > 0 else { return }
        if withRows(
            hot, on: dx,
            {
                rows(
                    hot.places.count, "log_softmax_backward_one_hot", "rows", .read(y), .read($0), .read($1),
                    .write(dx), .long(hot.columns))
            })
        {
            return
        }
        beside.logSoftmaxBackward(y: y, dy: hot, into: dx)
    }

    /// The places and values of rows as operands of the device; false where it has no room for them.
    private func withRows(
        _ hot: OneHotRows, on target: Operand<Float>, _ body: (Operand<Int64>, Operand<Float>) -> Bool
    ) -> Bool {
        guard let device = target.buffer.device as? GPUDevice,
            let places = GPUKernels.uploaded(hot.places, to: device),
            let values = GPUKernels.uploaded(hot.values, to: device)
        else { return false }
        return withExtendedLifetime((places, values)) { body(Operand(places), Operand(values)) }
    }

    func addBias(_ bias: Operand<Float>, to y: Operand<Float>, rows: Int, columns: Int) {
        guard rows > 0, columns > 0 else { return }
        if items(rows * columns, "add_bias", "rows", .read(bias), .write(y), .long(columns)) { return }
        beside.addBias(bias, to: y, rows: rows, columns: columns)
    }

    func rowSums(_ x: Operand<Float>, rows count: Int, length: Int, into y: Operand<Float>) {
        guard count > 0 else { return }
        if rows(count, "row_sums", "rows", .read(x), .write(y), .long(length)) { return }
        beside.rowSums(x, rows: count, length: length, into: y)
    }

    func addColumnSums(of dy: Operand<Float>, to dbias: Operand<Float>, rows: Int, columns: Int) {
        guard rows > 0, columns > 0 else { return }
        if addColumnSums("column_chunks_float", .read(dy), to: dbias, rows, columns) { return }
        beside.addColumnSums(of: dy, to: dbias, rows: rows, columns: columns)
    }

    func addColumnSums(of dy: Operand<BFloat16>, to dbias: Operand<Float>, rows: Int, columns: Int) {
        guard rows > 0, columns > 0 else { return }
        if addColumnSums("column_chunks_bf16", .read(dy), to: dbias, rows, columns) { return }
        beside.addColumnSums(of: dy, to: dbias, rows: rows, columns: columns)
    }

    /// Rows that an item adds before the sums of chunks are added: CHUNK of `rows.c`.
    static let chunk = 32

    private func addColumnSums(
        _ kernel: String, _ dy: Given, to dbias: Operand<Float>, _ rows: Int, _ columns: Int
    )
        -> Bool
    {
        let chunks = (rows + GPUKernels.chunk - 1) / GPUKernels.chunk
        guard let device = GPUKernels.device(of: [dy, .write(dbias)]),
            let partial = device.allocate(chunks * columns * 4)
        else { return false }
        return withExtendedLifetime(partial) {
            let sums = Operand<Float>(partial)
            return columnGroups(
                columns, chunks, kernel, "rows", [dy, .write(sums), .long(rows), .long(columns)])
                && add(chunks, of: sums, to: dbias, columns)
        }
    }

    /// A kernel with an item for each column in each chunk of rows.
    func columnGroups(_ columns: Int, _ chunks: Int, _ kernel: String, _ family: String, _ given: [Given])
        -> Bool
    {
        let size = 64
        return groups(((columns + size - 1) / size, chunks, 1), of: kernel, family, size: size, given)
    }

    /// y += the sums of chunks, one after the other.
    func add(_ chunks: Int, of sums: Operand<Float>, to y: Operand<Float>, _ columns: Int) -> Bool {
        columnGroups(
            columns, 1, "add_column_chunks", "rows", [.read(sums), .write(y), .long(chunks), .long(columns)])
    }

    // MARK: Sums of all

    func sum(_ x: Operand<Float>, count: Int) -> Double {
        blockSums("block_sums", x, count) ?? beside.sum(x, count: count)
    }

    func sumOfSquares(_ x: Operand<Float>, count: Int) -> Double {
        blockSums("block_sums_of_squares", x, count) ?? beside.sumOfSquares(x, count: count)
    }

    /// The sums of blocks, added by the host in their order.
    private func blockSums(_ kernel: String, _ x: Operand<Float>, _ count: Int) -> Double? {
        guard count > 0 else { return 0 }
        let block = 8192, blocks = (count + block - 1) / block  // BLOCK of `reductions.c`
        guard let device = GPUKernels.device(of: [.read(x)]), device.hasDouble,
            let partial = device.allocate(blocks * 8)
        else { return nil }
        return withExtendedLifetime(partial) {
            let sums = Operand<Double>(partial)
            guard rows(blocks, kernel, "reductions", .read(x), .write(sums), .long(count)) else { return nil }
            let found = sums.reading
            return (0..<blocks).reduce(0) { $0 + found[$1] }
        }
    }
}
