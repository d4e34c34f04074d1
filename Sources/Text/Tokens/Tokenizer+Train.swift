import Presentation

extension Tokenizer {
    /// Learns byte pairs from a text: the pair that stands together most often
    /// becomes a token, again and again.
    ///
    /// Pieces are cut as for GPT-2, so no token crosses a word. Of pairs that are equally frequent,
    /// the one whose left token has the smallest id goes first, then the smallest right one:
    /// the same text gives the same tokens everywhere. Learning ends early where no pair is left that
    /// stands there `minimumCount` times.
    ///
    /// - Parameters:
    ///   - vocabularySize: tokens wanted in all: 256 bytes and the rest merges. At least 256.
    ///   - progress: called now and then with the merges learned and wanted;
    ///     what it throws ends the training.
    /// - Throws: `TextError` for a size below 256 or an empty text.
    /// - Complexity: pieces of the text, then for each merge the words that contain its pair.
    public static func train(
        on text: String, vocabularySize: Int, name: String = "trained", minimumCount: Int = 2,
        progress: (_ learned: Int, _ wanted: Int) throws -> Void = { _, _ in }
    ) throws -> Tokenizer {
        guard vocabularySize >= 256 else {
            throw TextError(
                .value, "a vocabulary of \(vocabularySize) tokens is too small: the 256 bytes come first")
        }
        guard vocabularySize < MergeTable.largestID else {
            throw TextError(
                .value,
                "a vocabulary of \(Formatting.grouped(vocabularySize)) tokens is too large: 2,097,150 at most"
            )
        }
        guard !text.isEmpty else {
            throw TextError(.value, "there is nothing to learn from: the text is empty")
        }
        var trainer = PairTrainer(text: text)
        try trainer.learn(vocabularySize - 256, minimumCount: max(1, minimumCount), progress)
        return try Tokenizer(name: name, merges: trainer.merges)
    }
}

/// Counts of pairs, kept up to date merge by merge.
private struct PairTrainer {
    /// Different pieces of the text, in order of first appearance, as the tokens they consist of by now.
    private var words: [[Int32]] = []
    private var wordCounts: [Int] = []
    /// How often a pair stands in the text.
    private var counts: [UInt64: Int] = [:]
    /// Words in which a pair stands or stood; a word may be listed twice.
    private var places: [UInt64: [Int32]] = [:]
    private var heap = PairHeap()
    private(set) var merges: [(left: Int32, right: Int32)] = []

    init(text: String) {
        var text = text
        var index: [ArraySlice<UInt8>: Int] = [:]
        let bytes = text.withUTF8 { Array($0) }
        let classes = ScalarClasses()
        bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            let pieces = Pieces(text: base, count: buffer.count, classes: classes)
            var start = 0
            while start < buffer.count {
                let end = pieces.end(from: start)
                if end - start > 1 {
                    if let known = index[bytes[start..<end]] {
                        wordCounts[known] += 1
                    } else {
                        index[bytes[start..<end]] = words.count
                        words.append(bytes[start..<end].map { ByteAlphabet.idsByByte[Int($0)] })
                        wordCounts.append(1)
                    }
                }
                start = end
            }
        }
        for word in 0..<words.count { add(word) }
        for (pair, count) in counts { heap.push(PairHeap.Item(count: count, pair: pair)) }
    }

    private static func pair(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    }

    private mutating func add(_ word: Int) {
        let parts = words[word]
        for index in 0..<max(0, parts.count - 1) {
            let pair = Self.pair(parts[index], parts[index + 1])
            counts[pair, default: 0] += wordCounts[word]
            if places[pair, default: []].last != Int32(word) { places[pair, default: []].append(Int32(word)) }
        }
    }

    mutating func learn(
        _ wanted: Int, minimumCount: Int, _ progress: (Int, Int) throws -> Void
    ) throws {
        while merges.count < wanted, let top = heap.pop() {
            let count = counts[top.pair] ?? 0
            guard count == top.count else {
                // The count has fallen since: the pair waits at its new place.
                // (Where it rose it was pushed again.)
                if count >= minimumCount && count < top.count {
                    heap.push(PairHeap.Item(count: count, pair: top.pair))
                }
                continue
            }
            if count < minimumCount { break }
            merge(top.pair)
            if merges.count % 64 == 0 { try progress(merges.count, wanted) }
        }
        try progress(merges.count, wanted)
    }

    private mutating func merge(_ pair: UInt64) {
        let left = Int32(truncatingIfNeeded: pair >> 32)
        let right = Int32(truncatingIfNeeded: pair)
        let made = Int32(256 + merges.count)
        merges.append((left, right))
        var risen: Set<UInt64> = []
        for place in places.removeValue(forKey: pair) ?? [] {
            let word = Int(place)
            let old = words[word]
            var new: [Int32] = []
            new.reserveCapacity(old.count)
            var index = 0
            while index < old.count {
                if index + 1 < old.count && old[index] == left && old[index + 1] == right {
                    new.append(made)
                    index += 2
                } else {
                    new.append(old[index])
                    index += 1
                }
            }
            if new.count == old.count { continue }  // merged already: the word was listed twice
            let weight = wordCounts[word]
            for index in 0..<(old.count - 1) {
                counts[Self.pair(old[index], old[index + 1]), default: 0] -= weight
            }
            words[word] = new
            for index in 0..<max(0, new.count - 1) {
                let pair = Self.pair(new[index], new[index + 1])
                counts[pair, default: 0] += weight
                guard new[index] == made || new[index + 1] == made else { continue }
                if places[pair, default: []].last != place { places[pair, default: []].append(place) }
                risen.insert(pair)
            }
        }
        counts[pair] = nil
        for pair in risen { heap.push(PairHeap.Item(count: counts[pair] ?? 0, pair: pair)) }
    }
}

/// A binary heap of pairs: the most frequent on top, of equals the one with the smallest ids.
private struct PairHeap {
    struct Item {
        let count: Int
        let pair: UInt64

        func isBefore(_ other: Item) -> Bool {
            count != other.count ? count > other.count : pair < other.pair
        }
    }

    private var items: [Item] = []

    mutating func push(_ item: Item) {
        items.append(item)
        var child = items.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            if !items[child].isBefore(items[parent]) { break }
            items.swapAt(parent, child)
            child = parent
        }
    }

    mutating func pop() -> Item? {
        guard let top = items.first else { return nil }
        let last = items.removeLast()
        if items.isEmpty { return top }
        items[0] = last
        var parent = 0
        while true {
            var child = parent * 2 + 1
            if child >= items.count { break }
            if child + 1 < items.count && items[child + 1].isBefore(items[child]) { child += 1 }
            if !items[child].isBefore(items[parent]) { break }
            items.swapAt(parent, child)
            parent = child
        }
        return top
    }
}
