extension Host {
    /// places[r, i] = where the i-th of row r in order stands. Stable and total: ties by place, NaN above
    /// everything. O(n log n) for each row.
    public static func order(
        _ x: Operand<Float>, rows: Int, length: Int, descending: Bool, into places: Operand<Int64>
    ) { ordered(x, rows, length, descending, places) }

    /// The same of float64.
    public static func order(
        _ x: Operand<Double>, rows: Int, length: Int, descending: Bool, into places: Operand<Int64>
    ) { ordered(x, rows, length, descending, places) }

    /// The same of int64.
    public static func order(
        _ x: Operand<Int64>, rows: Int, length: Int, descending: Bool, into places: Operand<Int64>
    ) { ordered(x, rows, length, descending, places) }

    @inline(__always)
    private static func ordered<T: Comparable>(
        _ x: Operand<T>, _ rows: Int, _ length: Int, _ descending: Bool, _ places: Operand<Int64>
    ) {
        let (x, places) = (x.reading, places.writing)
        func rises(_ a: T, _ b: T) -> Bool { b != b ? a == a : a < b }
        for row in 0..<rows {
            let (values, target) = (x + row * length, places + row * length)
            let sorted = (0..<length).sorted { i, j in
                let (a, b) = (values[i], values[j])
                if descending ? rises(b, a) : rises(a, b) { return true }
                if descending ? rises(a, b) : rises(b, a) { return false }
                return i < j
            }
            for (place, from) in sorted.enumerated() { target[place] = Int64(from) }
        }
    }
}

/// One choice of places in each row, exactly as PyTorch's C++ library makes it.
public enum RowSelection: Sendable {
    /// The `k` best: `torch.topk`. NaN counts as the largest.
    case best(Int, largest: Bool, sorted: Bool)
    /// The k-th smallest, k from 0: `torch.kthvalue`.
    case kth(Int)
    /// The lower middle: `torch.median`.
    case middle
    /// The last of the most frequent: `torch.mode`.
    case commonest

    /// Places in each row.
    public var size: Int { if case .best(let k, _, _) = self { return k } else { return 1 } }

    @inline(__always)
    func places<T: Comparable>(_ row: HostRow<T>) -> [Int64] {
        typealias Chosen = Selection<Placed<T>>
        switch self {
        case .best(let k, let largest, let sorted):
            return Chosen.best(k, of: row, largest: largest, sorted: sorted)
        case .kth(let k): return [Chosen.kth(k, of: row)]
        case .middle: return [Chosen.middle(of: row)]
        case .commonest: return [Chosen.commonest(of: row)]
        }
    }
}

extension Host {
    /// places[r, :] = what a selection takes of row r.
    public static func select(
        _ selection: RowSelection, _ x: Operand<Float>, rows: Int, length: Int, into places: Operand<Int64>
    ) {
        expandRows(x, rows: rows, length: length, into: places, size: selection.size, selection.places)
    }

    /// The same of float64.
    public static func select(
        _ selection: RowSelection, _ x: Operand<Double>, rows: Int, length: Int, into places: Operand<Int64>
    ) {
        expandRows(x, rows: rows, length: length, into: places, size: selection.size, selection.places)
    }

    /// The same of int64.
    public static func select(
        _ selection: RowSelection, _ x: Operand<Int64>, rows: Int, length: Int, into places: Operand<Int64>
    ) {
        expandRows(x, rows: rows, length: length, into: places, size: selection.size, selection.places)
    }
}
