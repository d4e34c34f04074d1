import Kernels

extension Tensor {
    /// Rows of a table: y[...] = table[ids[...]]. ids [...] of integers, table [V, E], y [..., E].
    /// - Throws: IndexError naming the first id that is not in 0..<V.
    public static func embedding(_ ids: Tensor, _ table: Tensor) throws -> Tensor {
        guard table.rank == 2, table.dtype.isFloatingPoint else {
            throw TensorError.shape(
                "embedding: the weight must be a floating point matrix",
                "weight \(table.dtype) \(Shape.description(table.shape))", pytorch: "'weight' must be 2-D")
        }
        guard ids.dtype == .int64 || ids.dtype == .int32 else {
            throw TensorError(
                .runtime,
                "embedding wants token ids (int64 or int32), got \(ids.dtype) "
                    + "\(Shape.description(ids.shape))",
                hint: "ids.long()",
                pytorch:
                    "Expected tensor for argument #1 'indices' to have one of the following scalar types: "
                    + "Long, Int; but got torch.FloatTensor instead (while checking arguments for embedding)"
            )
        }
        let (vocabulary, width) = (table.shape[0], table.shape[1])
        let rows = try ids.detach().to(.int64).contiguous()
        try checkIds(rows, below: vocabulary)
        guard table.dtype == .float32 else {
            let flat = try rows.reshape([rows.count]), shape = ids.shape + [width]
            let y = try table.detach().indexSelect(0, flat).reshape(shape)
            return y.recorded("EmbeddingBackward0", [table], saved: [rows], beside: [ids]) { dy in
                let dtable = try Tensor.zeros([vocabulary, width], dy.dtype)
                return [try dtable.written(.indexAdd(0, flat, dy.reshape([flat.count, width])))]
            }
        }
        let t = try table.detach().contiguous()
        let y = try Tensor.empty(ids.shape + [width])
        t.kernels.gather(
            t.floats, ids: rows.numbers(Int64.self), into: y.uninitializedFloats, count: rows.count,
            columns: width)
        return y.recorded("EmbeddingBackward0", [table], saved: [rows], beside: [ids]) { dy in
            // y[i] = table[ids[i]]:  dtable[ids[i]] += dy[i]
            let numbers = try dy.detach().contiguous(), dtable = try Tensor.zeros([vocabulary, width])
            numbers.kernels.scatterAdd(
                numbers.floats, ids: rows.numbers(Int64.self), into: dtable.uninitializedFloats,
                count: rows.count, columns: width)
            return [
                dtable.again("EmbeddingDenseBackwardBackward0", [dy]) {
                    [try embedding(rows, $0).reshape(dy.shape)]
                }
            ]
        }
    }

    /// Refuses an id that no row of the table, or no class, answers to.
    static func checkIds(
        _ ids: Tensor, below limit: Int, ignoring ignored: Int64? = nil, what: String = "token id"
    ) throws {
        let numbers = ids.numbers(Int64.self)
        let wrong = Host.firstIndex(numbers, count: ids.count) { ($0 < 0 || $0 >= limit) && $0 != ignored }
        if let i = wrong {
            let id = Host.number(numbers + i)
            throw TensorError(
                .index, "\(what) \(id) is out of range: there are \(limit), 0 to \(limit - 1)",
                details: ["at position \(i) of \(ids.count)"],
                hint: what == "token id"
                    ? "encode with the tokenizer whose vocabulary the model was built for" : nil,
                pytorch: what == "token id"
                    ? "index out of range in self" : "Target \(id) is out of bounds.")
        }
    }
}
