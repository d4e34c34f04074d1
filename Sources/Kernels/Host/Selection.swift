/// Sorting and selecting in exactly the steps of the C++ library that PyTorch is built with: which of several
/// equal elements comes first is decided by these steps, and so are the indices that `topk`, `kthvalue` and
/// `mode` give on ties.
///
/// The algorithms are libstdc++'s: introsort (Musser 1997), introselect, and a heap of the k best.
struct Selection<Element> {
    private(set) var items: [Element]
    /// Whether the first comes before the second.
    private let precedes: (Element, Element) -> Bool

    init(_ items: [Element], by precedes: @escaping (Element, Element) -> Bool) {
        (self.items, self.precedes) = (items, precedes)
    }

    /// All of `range` in order. `std::sort`.
    mutating func sort(_ range: Range<Int>) {
        guard range.count > 1 else { return }
        sortLoosely(range.lowerBound, range.upperBound, 2 * Selection.depth(range.count))
        let first = range.lowerBound, last = range.upperBound
        insertionSort(first, min(last, first + 16))
        for i in stride(from: first + 16, to: last, by: 1) { insertUnguarded(i) }
    }

    /// The element that belongs at `place` put there, what precedes it before it. `std::nth_element`.
    mutating func select(_ place: Int) {
        var (first, last, rest) = (0, items.count, 2 * Selection.depth(items.count))
        guard place < last else { return }
        while last - first > 3 {
            if rest == 0 {
                selectByHeap(first, place + 1, last)
                items.swapAt(first, place)
                return
            }
            rest -= 1
            let cut = partition(first, last)
            if cut <= place { first = cut } else { last = cut }
        }
        insertionSort(first, last)
    }

    /// The first `count` in order, the rest behind them. `std::partial_sort`.
    mutating func sortFirst(_ count: Int) {
        selectByHeap(0, count, items.count)
        sortHeap(0, count)
    }

    private static func depth(_ count: Int) -> Int {
        count > 0 ? Int.bitWidth - 1 - count.leadingZeroBitCount : 0
    }

    // MARK: Partition

    private mutating func sortLoosely(_ first: Int, _ end: Int, _ depth: Int) {
        var (last, depth) = (end, depth)
        while last - first > 16 {
            if depth == 0 {
                selectByHeap(first, last, last)
                return sortHeap(first, last)
            }
            depth -= 1
            let cut = partition(first, last)
            sortLoosely(cut, last, depth)
            last = cut
        }
    }

    /// Parts around the median of three, which stands at `first` meanwhile.
    private mutating func partition(_ first: Int, _ last: Int) -> Int {
        moveMedian(to: first, first + 1, first + (last - first) / 2, last - 1)
        var (low, high) = (first + 1, last)
        while true {
            // The median stops both; only an order that NaN confuses needs the bounds.
            while low < last, precedes(items[low], items[first]) { low += 1 }
            high -= 1
            while high > first, precedes(items[first], items[high]) { high -= 1 }
            guard low < high else { return low }
            items.swapAt(low, high)
            low += 1
        }
    }

    private mutating func moveMedian(to target: Int, _ a: Int, _ b: Int, _ c: Int) {
        func before(_ i: Int, _ j: Int) -> Bool { precedes(items[i], items[j]) }
        let median =
            before(a, b)
            ? (before(b, c) ? b : before(a, c) ? c : a) : (before(a, c) ? a : before(b, c) ? c : b)
        items.swapAt(target, median)
    }

    private mutating func insertionSort(_ first: Int, _ last: Int) {
        for i in stride(from: first + 1, to: last, by: 1) {
            guard precedes(items[i], items[first]) else {
                insertUnguarded(i)
                continue
            }
            let item = items[i]
            for j in stride(from: i, to: first, by: -1) { items[j] = items[j - 1] }
            items[first] = item
        }
    }

    private mutating func insertUnguarded(_ place: Int) {
        let item = items[place]
        var hole = place
        // Something that does not come after stands somewhere before; NaN in an order
        // without NaN must not lead outside.
        while hole > 0, precedes(item, items[hole - 1]) {
            items[hole] = items[hole - 1]
            hole -= 1
        }
        items[hole] = item
    }

    // MARK: Heap

    private mutating func selectByHeap(_ first: Int, _ middle: Int, _ last: Int) {
        let size = middle - first
        for parent in stride(from: (size - 2) / 2, through: 0, by: -1) where size > 1 {
            sift(first, parent, size, items[first + parent])
        }
        for i in stride(from: middle, to: last, by: 1) where size > 0 && precedes(items[i], items[first]) {
            let item = items[i]
            items[i] = items[first]
            sift(first, 0, size, item)
        }
    }

    private mutating func sortHeap(_ first: Int, _ end: Int) {
        for last in stride(from: end - 1, to: first, by: -1) {
            let item = items[last]
            items[last] = items[first]
            sift(first, 0, last - first, item)
        }
    }

    private mutating func sift(_ first: Int, _ start: Int, _ size: Int, _ item: Element) {
        var (hole, child) = (start, start)
        while child < (size - 1) / 2 {
            child = 2 * (child + 1)
            if precedes(items[first + child], items[first + child - 1]) { child -= 1 }
            items[first + hole] = items[first + child]
            hole = child
        }
        if size & 1 == 0, child == (size - 2) / 2 {
            child = 2 * (child + 1)
            items[first + hole] = items[first + child - 1]
            hole = child - 1
        }
        while hole > start, precedes(items[first + (hole - 1) / 2], item) {
            items[first + hole] = items[first + (hole - 1) / 2]
            hole = (hole - 1) / 2
        }
        items[first + hole] = item
    }
}

/// An element and where it stood.
struct Placed<Value> {
    var value: Value, place: Int64
}

extension Selection {
    /// The places of the `k` best of a row, as `torch.topk` takes them; NaN counts as the largest.
    static func best<T: Comparable>(_ k: Int, of row: HostRow<T>, largest: Bool, sorted: Bool)
        -> [Int64]
    where Element == Placed<T> {
        let placed = row.enumerated().map { Placed(value: $1, place: Int64($0)) }
        guard k > 0 else { return [] }
        var selection = Selection(placed) { a, b in
            let (aIsNaN, bIsNaN) = (a.value != a.value, b.value != b.value)
            return largest
                ? (aIsNaN && !bIsNaN) || a.value > b.value : (!aIsNaN && bIsNaN) || a.value < b.value
        }
        if k * 64 <= row.count {
            selection.sortFirst(k)
        } else {
            selection.select(k - 1)
            if sorted { selection.sort(0..<(k - 1)) }
        }
        return selection.items.prefix(k).map(\.place)
    }

    /// The place of the k-th smallest of a row, k from 0, as `torch.kthvalue` finds it: Hoare's quickselect.
    static func kth<T: Comparable>(_ k: Int, of row: HostRow<T>) -> Int64
    where Element == Placed<T> {
        var items = row.enumerated().map { Placed(value: $1, place: Int64($0)) }
        func isAbove(_ a: T, _ b: T) -> Bool { (a != a && b == b) || a > b }
        var (left, right) = (0, items.count - 1)
        while right > left {
            if right == left + 1 {
                if isAbove(items[left].value, items[right].value) { items.swapAt(left, right) }
                break
            }
            items.swapAt(left + (right - left) / 2, left + 1)
            if isAbove(items[left + 1].value, items[right].value) { items.swapAt(left + 1, right) }
            if isAbove(items[left].value, items[right].value) { items.swapAt(left, right) }
            if isAbove(items[left + 1].value, items[left].value) { items.swapAt(left + 1, left) }
            let pivot = items[left].value
            var (i, j) = (left + 1, right)
            while true {
                repeat { i += 1 } while isAbove(pivot, items[i].value)
                repeat { j -= 1 } while isAbove(items[j].value, pivot)
                if j < i { break }
                items.swapAt(i, j)
            }
            items.swapAt(left, j)
            if j <= k { left = i }
            if j >= k { right = j - 1 }
        }
        return items[k].place
    }

    /// The place of the lower middle of a row, the first of equals, as `torch.median` finds it; the first
    /// NaN, where there is one.
    static func middle<T: Comparable>(of row: HostRow<T>) -> Int64 where Element == Placed<T> {
        if let first = row.firstIndex(where: { $0 != $0 }) { return Int64(first) }
        var selection = Selection(row.enumerated().map { Placed(value: $1, place: Int64($0)) }) {
            $0.value < $1.value || ($0.value == $1.value && $0.place < $1.place)
        }
        selection.select((row.count - 1) / 2)
        return selection.items[(row.count - 1) / 2].place
    }

    /// The last place of the most frequent element of a row, the smallest among
    /// equals, as `torch.mode` finds it.
    static func commonest<T: Comparable>(of row: HostRow<T>) -> Int64 where Element == Placed<T> {
        var selection = Selection(row.enumerated().map { Placed(value: $1, place: Int64($0)) }) {
            $0.value < $1.value
        }
        selection.sort(0..<row.count)
        var (best, most, run) = (Int64(0), 0, 0)
        for (i, item) in selection.items.enumerated() {
            run += 1
            guard i == row.count - 1 || item.value != selection.items[i + 1].value else { continue }
            if run > most { (best, most) = (item.place, run) }
            run = 0
        }
        return best
    }
}
