/// Work space for merging one piece: the tokens it consists of now, and what each would merge into.
struct PartsBuffer {
    private(set) var ids = UnsafeMutablePointer<Int32>.allocate(capacity: 256)
    private(set) var ranks = UnsafeMutablePointer<Int32>.allocate(capacity: 256)
    func free() {
        ids.deallocate()
        ranks.deallocate()
    }
}

extension Tokenizer {
    /// Above this length the search for the best pair uses a heap, so that a
    /// million equal letters take n log n.
    static let shortPiece = 128

    /// Appends the ids of one piece.
    @inline(never)
    func merge(
        _ piece: UnsafePointer<UInt8>, _ length: Int, _ scratch: EncodingScratch, _ output: inout IDBuffer
    ) {
        if length > Self.shortPiece { return mergeLong(piece, length, &output) }
        let ids = scratch.parts.ids
        let ranks = scratch.parts.ranks
        byteIDs.withUnsafeBufferPointer { for index in 0..<length { ids[index] = $0[Int(piece[index])] } }
        var count = length
        // ranks[i] is what ids[i] and ids[i + 1] merge into: the earliest merge has the smallest number.
        for index in 0..<max(0, count - 1) { ranks[index] = table.merged(ids[index], ids[index + 1]) }
        while count > 1 {
            var best = MergeTable.none
            var at = 0
            for index in 0..<(count - 1) where ranks[index] < best {
                best = ranks[index]
                at = index
            }
            if best == MergeTable.none { break }
            ids[at] = best
            count -= 1
            var index = at + 1
            while index < count {
                ids[index] = ids[index + 1]
                ranks[index] = ranks[index + 1]
                index += 1
            }
            // The pairs on both sides of the new token are new; the pair it came from is gone.
            if at > 0 { ranks[at - 1] = table.merged(ids[at - 1], best) }
            if at + 1 < count { ranks[at] = table.merged(best, ids[at + 1]) }
        }
        for index in 0..<count { output.append(ids[index]) }
    }

    /// The same result for a long piece: a linked list of tokens and a heap of candidate merges,
    /// earliest merge first and leftmost first among equals. Candidates that no longer
    /// hold are skipped when they come up.
    private func mergeLong(_ piece: UnsafePointer<UInt8>, _ length: Int, _ output: inout IDBuffer) {
        var ids = (0..<length).map { byteIDs[Int(piece[$0])] }
        var next = (0..<length).map { Int32($0 + 1) }
        var previous = (0..<length).map { Int32($0 - 1) }
        var heap = MinimumHeap()
        func offer(_ left: Int) {
            guard left >= 0, Int(next[left]) < length else { return }
            let merged = table.merged(ids[left], ids[Int(next[left])])
            if merged != MergeTable.none { heap.push(UInt64(UInt32(merged)) << 32 | UInt64(left)) }
        }
        for index in 0..<length { offer(index) }
        while let candidate = heap.pop() {
            let left = Int(candidate & 0xFFFF_FFFF)
            let merged = Int32(candidate >> 32)
            guard ids[left] >= 0, Int(next[left]) < length else { continue }
            let right = Int(next[left])
            guard table.merged(ids[left], ids[right]) == merged else { continue }
            ids[left] = merged
            ids[right] = -1
            next[left] = next[right]
            if Int(next[right]) < length { previous[Int(next[right])] = Int32(left) }
            offer(Int(previous[left]))
            offer(left)
        }
        var at = 0
        while at < length {
            output.append(ids[at])
            at = Int(next[at])
        }
    }
}

/// A binary heap of 64-bit words, smallest on top.
struct MinimumHeap {
    private var items: [UInt64] = []

    mutating func push(_ item: UInt64) {
        items.append(item)
        var child = items.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            if items[parent] <= items[child] { break }
            items.swapAt(parent, child)
            child = parent
        }
    }

    mutating func pop() -> UInt64? {
        guard let top = items.first else { return nil }
        let last = items.removeLast()
        if items.isEmpty { return top }
        items[0] = last
        var parent = 0
        while true {
            var child = parent * 2 + 1
            if child >= items.count { break }
            if child + 1 < items.count && items[child + 1] < items[child] { child += 1 }
            if items[parent] <= items[child] { break }
            items.swapAt(parent, child)
            parent = child
        }
        return top
    }
}
