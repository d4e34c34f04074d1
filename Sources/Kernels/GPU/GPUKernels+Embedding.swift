extension GPUKernels {
    func gather(
        _ table: Operand<Float>, ids: Operand<Int64>, into y: Operand<Float>, count: Int, columns: Int
    ) {
        guard count > 0, columns > 0 else { return }
        if items(count * columns, "gather", "embedding", .read(table), .read(ids), .write(y), .long(columns))
        {
            return
        }
        beside.gather(table, ids: ids, into: y, count: count, columns: columns)
    }

    func scatterAdd(
        _ dy: Operand<Float>, ids: Operand<Int64>, into table: Operand<Float>, count: Int, columns: Int
    ) {
        guard count > 0, columns > 0 else { return }
        if addRows(dy, ids, table, count, columns) { return }
        beside.scatterAdd(dy, ids: ids, into: table, count: count, columns: columns)
    }

    /// Places are sorted by their ids on the host, which has the ids of a batch: each row of the table is
    /// then written by one group, in ascending order of places.
    private func addRows(
        _ dy: Operand<Float>, _ ids: Operand<Int64>, _ table: Operand<Float>, _ count: Int, _ columns: Int
    ) -> Bool {
        guard let device = GPUKernels.device(of: [.read(dy), .write(table)]) else { return false }
        let numbers = UnsafeBufferPointer(start: ids.reading, count: count)
        let order = (0..<count).sorted { (numbers[$0], $0) < (numbers[$1], $1) }
        var starts: [Int] = [], distinct: [Int64] = []
        for (place, index) in order.enumerated() where distinct.last != numbers[index] {
            starts.append(place)
            distinct.append(numbers[index])
        }
        starts.append(count)
        guard let first = GPUKernels.uploaded(distinct, to: device),
            let second = GPUKernels.uploaded(starts, to: device),
            let third = GPUKernels.uploaded(order, to: device)
        else { return false }
        return withExtendedLifetime((first, second, third)) {
            rows(
                distinct.count, "scatter_add", "embedding", .read(dy), .read(Operand<Int64>(first)),
                .read(Operand<Int>(second)), .read(Operand<Int>(third)), .write(table), .long(columns))
        }
    }
}
